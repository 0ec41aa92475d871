package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/firstask/firstask/ticket"
)

// Events stand in the order of their commits, which is nearly that of their
// instants. Their ids come from the server, whose clock need not be the one
// that the instants come from: so where to begin is found by what is in them.
const (
	// disorder is by how much an event may stand before an earlier one.
	disorder   = time.Hour
	eventsPage = 500
)

// EventsBetween calls each for the events of all tickets from one instant on and
// before another (zero: to the end), those of the kinds given (none: all), in the
// order of their commits. Hashes are not verified; see History. An error of each
// ends it and is returned as it is; ErrFormat for an event that cannot be read.
func (s *Store) EventsBetween(ctx context.Context, from, to time.Time, kinds []string, each func(number int64, e ticket.Event) error) error {
	next, err := s.firstSince(ctx, from.Add(-disorder))
	if err != nil {
		return wrap("events between", err)
	}
	for {
		found, err := s.client.XRangeN(ctx, s.keys.events(), next, "+", eventsPage).Result()
		if err != nil {
			return wrap("events between", err)
		}
		for i := range found {
			number, e, err := s.event(found[i])
			if err != nil {
				return fmt.Errorf("store: events between, %s: %w", found[i].ID, err)
			}
			if !to.IsZero() && e.At.After(to.Add(disorder)) {
				return nil
			}
			if number == 0 || e.At.Before(from) || !to.IsZero() && !e.At.Before(to) || len(kinds) > 0 && !slices.Contains(kinds, e.Kind) {
				continue
			}
			if err := each(number, e); err != nil {
				return err
			}
		}
		if len(found) < eventsPage {
			return nil
		}
		next = "(" + found[len(found)-1].ID
	}
}

// event reads a stream entry; the number is 0 for one of another workspace.
func (s *Store) event(m redis.XMessage) (number int64, e ticket.Event, err error) {
	field := func(name string) string {
		value, _ := m.Values[name].(string)
		return value
	}
	if field("v") != "1" {
		return 0, e, fmt.Errorf("form %q: %w", field("v"), ErrFormat)
	}
	if err := json.Unmarshal([]byte(field("e")), &e); err != nil {
		return 0, e, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	if field("w") != s.team {
		return 0, e, nil
	}
	if number, err = strconv.ParseInt(field("t"), 10, 64); err != nil {
		return 0, e, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	return number, e, nil
}

// firstSince is an id before which all events, but for some disorder, lie before
// the instant. It halves the stretch of ids until nothing is left of it.
func (s *Store) firstSince(ctx context.Context, at time.Time) (string, error) {
	low, err := idMillis(s.client.XRangeN(ctx, s.keys.events(), "-", "+", 1).Result())
	if err != nil {
		return "", err
	}
	high, err := idMillis(s.client.XRevRangeN(ctx, s.keys.events(), "+", "-", 1).Result())
	if err != nil {
		return "", err
	}
	for low < high {
		middle := low + (high-low)/2
		found, err := s.client.XRangeN(ctx, s.keys.events(), strconv.FormatInt(middle, 10), "+", 1).Result()
		if err != nil {
			return "", err
		}
		if len(found) == 0 {
			high = middle
			continue
		}
		_, e, err := s.event(found[0])
		if err != nil {
			return "", err
		}
		if e.At.Before(at) {
			low = middle + 1
		} else {
			high = middle
		}
	}
	// The millisecond before may hold events on both sides.
	return strconv.FormatInt(max(low-1, 0), 10), nil
}

// idMillis is the time in the id of the one message found; 0 for none.
func idMillis(found []redis.XMessage, err error) (int64, error) {
	if err != nil || len(found) == 0 {
		return 0, err
	}
	ms, _, _ := strings.Cut(found[0].ID, "-")
	at, err := strconv.ParseInt(ms, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("event id %q: %w", found[0].ID, ErrFormat)
	}
	return at, nil
}
