package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/firstask/firstask/notice"
)

// NextSend is when the next lane may send, or the next held entry may be sent;
// false if nothing waits that is not claimed.
func (s *Store) NextSend(ctx context.Context) (time.Time, bool, error) {
	pipe := s.client.Pipeline()
	reads := []*redis.ZSliceCmd{pipe.ZRangeWithScores(ctx, s.keys.lanes(), 0, 0), pipe.ZRangeWithScores(ctx, s.keys.held(), 0, 0)}
	if _, err := pipe.Exec(ctx); err != nil {
		return time.Time{}, false, wrap("next send", err)
	}
	var next time.Time
	for _, read := range reads {
		if at, ok := lowest(read.Val()); ok && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	return next, !next.IsZero(), nil
}

// Depth is how many entries were not sent yet, claimed and held ones included, and how
// long the one has waited that waits longest at the head of its lane.
func (s *Store) Depth(ctx context.Context, now time.Time) (depth int, oldest time.Duration, err error) {
	count, err := s.client.HLen(ctx, s.keys.outbox()).Result()
	if err != nil || count == 0 {
		return 0, 0, wrap("depth", err)
	}
	heads, err := s.heads(ctx)
	if err != nil {
		return 0, 0, wrap("depth", err)
	}
	for ids := range slices.Chunk(heads, page) {
		values, err := s.client.HMGet(ctx, s.keys.outbox(), ids...).Result()
		if err != nil {
			return 0, 0, wrap("depth", err)
		}
		for i, value := range values {
			raw, _ := value.(string)
			if e, err := decodeEntry(ids[i], raw); err == nil {
				oldest = max(oldest, now.Sub(e.Queued))
			}
		}
	}
	return int(count), oldest, nil
}

// heads are the ids at the head of each class of each lane.
func (s *Store) heads(ctx context.Context) ([]string, error) {
	lanes, err := s.client.ZRange(ctx, s.keys.lanes(), 0, -1).Result()
	if err != nil {
		return nil, err
	}
	var heads []string
	for part := range slices.Chunk(lanes, page) {
		pipe := s.client.Pipeline()
		var reads []*redis.StringSliceCmd
		for _, lane := range part {
			for c := notice.Answer; c <= notice.Edit; c++ {
				reads = append(reads, pipe.LRange(ctx, s.keys.lane()+lane+":"+strconv.Itoa(int(c)), 0, 0))
			}
		}
		if _, err := pipe.Exec(ctx); err != nil {
			return nil, err
		}
		for _, read := range reads {
			heads = append(heads, read.Val()...)
		}
	}
	return heads, nil
}

// Places are the live messages of a ticket, by slot.
func (s *Store) Places(ctx context.Context, number int64) (map[string]Place, error) {
	all, err := s.client.HGetAll(ctx, s.keys.places(number)).Result()
	if err != nil {
		return nil, wrap("places", err)
	}
	places := make(map[string]Place, len(all))
	for slot, raw := range all {
		places[slot] = unpackPlace(raw)
	}
	return places, nil
}

// Delivered is where the notice with this key was said; remembered for 24 h.
func (s *Store) Delivered(ctx context.Context, key string) (Place, bool, error) {
	raw, ok, err := s.get(ctx, "delivered", s.keys.sent(key))
	if err != nil || !ok {
		return Place{}, false, err
	}
	return unpackPlace(raw), true, nil
}

// DeadLetters are the n newest entries that were given up, newest first.
func (s *Store) DeadLetters(ctx context.Context, n int) ([]DeadLetter, error) {
	if n <= 0 {
		return nil, nil
	}
	raws, err := s.client.LRange(ctx, s.keys.dead(), 0, int64(n)-1).Result()
	if err != nil {
		return nil, wrap("dead letters", err)
	}
	letters := make([]DeadLetter, len(raws))
	for i, raw := range raws {
		if err := json.Unmarshal([]byte(raw), &letters[i]); err != nil {
			return nil, fmt.Errorf("store: dead letters: %w: %w", ErrFormat, err)
		}
	}
	return letters, nil
}
