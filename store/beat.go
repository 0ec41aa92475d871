package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/firstask/firstask/policy"
)

// keepOutages is for how long an outage is remembered: longer than any limit
// that it may have cut short.
const keepOutages = 90 * 24 * time.Hour

// Beat notes that a program serves the workspace at now. Where the last beat of
// any replica lies further back than longest, nobody was there to take an answer
// in between: that is remembered as an outage. The first beat ever notes none.
func (s *Store) Beat(ctx context.Context, now time.Time, longest time.Duration) error {
	_, _, err := s.run(ctx, s.scripts.beat, []string{s.keys.beat(), s.keys.outages()},
		floor(now), longest.Milliseconds(), floor(now.Add(-keepOutages)))
	return wrap("beat", err)
}

// Outages are those that ended after an instant, oldest first.
func (s *Store) Outages(ctx context.Context, since time.Time) ([]policy.Outage, error) {
	found, err := s.client.ZRangeArgs(ctx, redis.ZRangeArgs{
		Key: s.keys.outages(), ByScore: true, Start: "(" + floor(since), Stop: "+inf",
	}).Result()
	if err != nil {
		return nil, wrap("outages", err)
	}
	all := make([]policy.Outage, len(found))
	for i, raw := range found {
		from, to, _ := strings.Cut(raw, " ")
		first, err := strconv.ParseInt(from, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("store: outage: %w: %w", ErrFormat, err)
		}
		last, err := strconv.ParseInt(to, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("store: outage: %w: %w", ErrFormat, err)
		}
		all[i] = policy.Outage{From: time.UnixMilli(first).UTC(), To: time.UnixMilli(last).UTC()}
	}
	return all, nil
}
