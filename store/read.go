package store

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"
)

// NextNumber gives out the next ticket number, each only once. One that is not
// used leaves a gap.
func (s *Store) NextNumber(ctx context.Context) (int64, error) {
	number, err := s.client.Incr(ctx, s.keys.number()).Result()
	return number, wrap("next number", err)
}

// Load reads a ticket; ErrNotFound if there is none, ErrFormat if this program
// cannot read it.
func (s *Store) Load(ctx context.Context, number int64) (Saved, error) {
	raw, ok, err := s.get(ctx, "load", s.keys.ticket(number))
	if err != nil {
		return Saved{}, err
	}
	if !ok {
		return Saved{}, fmt.Errorf("store: load ticket %d: %w", number, ErrNotFound)
	}
	saved, err := decodeTicket(raw)
	return saved, wrap("load ticket "+strconv.FormatInt(number, 10), err)
}

// LoadMany reads tickets, in the order given; those that do not exist are left
// out. What cannot be read is named in the error beside all the others.
func (s *Store) LoadMany(ctx context.Context, numbers []int64) ([]Saved, error) {
	found := make([]Saved, 0, len(numbers))
	var unreadable error
	for part := range slices.Chunk(numbers, page) {
		keys := make([]string, 0, len(part))
		for _, number := range part {
			keys = append(keys, s.keys.ticket(number))
		}
		values, err := s.client.MGet(ctx, keys...).Result()
		if err != nil {
			return nil, wrap("load many", err)
		}
		for i, value := range values {
			raw, ok := value.(string)
			if !ok {
				continue
			}
			saved, err := decodeTicket(raw)
			if err != nil {
				unreadable = errors.Join(unreadable, fmt.Errorf("store: load ticket %d: %w", part[i], err))
				continue
			}
			found = append(found, saved)
		}
	}
	return found, unreadable
}

// Seen looks a deduplication key up before anything is decided: the reply
// stored with it, and whether it was seen.
func (s *Store) Seen(ctx context.Context, key string) ([]byte, bool, error) {
	raw, ok, err := s.get(ctx, "seen", s.keys.seen(key))
	return []byte(raw), ok, err
}

// Keep remembers a value under a deduplication key for 24 h; false if the key
// was seen before, and nothing is changed then.
func (s *Store) Keep(ctx context.Context, key string, value []byte) (bool, error) {
	first, err := s.client.SetNX(ctx, s.keys.seen(key), value, keep).Result()
	return first, wrap("keep", err)
}

// ByPost is the ticket that a post or a live message belongs to.
func (s *Store) ByPost(ctx context.Context, channel, ts string) (number int64, ok bool, err error) {
	raw, ok, err := s.get(ctx, "by post", s.keys.post(PostKey(channel, ts)))
	if err != nil || !ok {
		return 0, false, err
	}
	number, err = strconv.ParseInt(raw, 10, 64)
	return number, err == nil, wrap("by post", err)
}

// LastOf is the last ticket that was committed with this author and when;
// remembered for 24 h.
func (s *Store) LastOf(ctx context.Context, author string) (number int64, at time.Time, ok bool, err error) {
	raw, ok, err := s.get(ctx, "last of", s.keys.last(author))
	if err != nil || !ok {
		return 0, time.Time{}, false, err
	}
	number, at, err = readStamp(raw)
	return number, at, err == nil, wrap("last of", err)
}

// Unfinished are the numbers of all tickets that have not ended, ascending.
func (s *Store) Unfinished(ctx context.Context) ([]int64, error) {
	return s.numbers(ctx, "unfinished", s.keys.open())
}

// Of are the numbers of the open tickets that a person is natural FR, receiver,
// responsible or asker of, ascending; of an asker's tag all they asked, also what
// has ended.
func (s *Store) Of(ctx context.Context, user string) ([]int64, error) {
	return s.numbers(ctx, "of", s.keys.of(user))
}

func (s *Store) numbers(ctx context.Context, op, key string) ([]int64, error) {
	numbers, err := toNumbers(s.client.SMembers(ctx, key))
	slices.Sort(numbers)
	return numbers, wrap(op, err)
}

func toNumbers(cmd *redis.StringSliceCmd) ([]int64, error) {
	if err := cmd.Err(); err != nil { // which ScanSlice would pass over
		return nil, err
	}
	var numbers []int64
	err := cmd.ScanSlice(&numbers)
	return numbers, err
}

// Due are the numbers of the tickets with an instant at or before now, the
// earliest first, at most limit after the first skip ones; StaffNumber stands
// for the staff book.
func (s *Store) Due(ctx context.Context, now time.Time, skip, limit int) ([]int64, error) {
	numbers, err := toNumbers(s.client.ZRangeArgs(ctx, redis.ZRangeArgs{
		Key: s.keys.due(), ByScore: true, Start: "-inf", Stop: floor(now), Offset: int64(skip), Count: int64(limit),
	}))
	return numbers, wrap("due", err)
}

// NextDue is the earliest instant of all tickets and of the staff book; false
// if no clock runs.
func (s *Store) NextDue(ctx context.Context) (time.Time, bool, error) {
	return s.first(ctx, "next due", s.keys.due())
}

// first is the lowest finite score of a sorted set.
func (s *Store) first(ctx context.Context, op, key string) (time.Time, bool, error) {
	members, err := s.client.ZRangeWithScores(ctx, key, 0, 0).Result()
	at, ok := lowest(members)
	return at, ok, wrap(op, err)
}

// lowest is the first score of a page, if there is one and it is finite.
func lowest(members []redis.Z) (time.Time, bool) {
	if len(members) == 0 || math.IsInf(members[0].Score, 1) {
		return time.Time{}, false
	}
	return fromScore(members[0].Score), true
}

// get reads a string; false if there is none.
func (s *Store) get(ctx context.Context, op, key string) (string, bool, error) {
	raw, err := s.client.Get(ctx, key).Result()
	if errors.Is(err, redis.Nil) {
		return "", false, nil
	}
	return raw, err == nil, wrap(op, err)
}
