package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/redis/go-redis/v9"

	"github.com/firstask/firstask/ticket"
)

// The hash of an event is sha256 over the hash of the one before and the
// event's stored bytes, in hexadecimal. Before the first event of a ticket
// stands the hash of its name, so that a history belongs to one ticket only.

func genesis(team string, number int64) string {
	return chain("", []byte("firstask/1/"+team+"/"+strconv.FormatInt(number, 10)))
}

func chain(before string, event []byte) string {
	h := sha256.New()
	h.Write([]byte(before))
	h.Write(event)
	return hex.EncodeToString(h.Sum(nil))
}

// link is an event as it is written: the hash before it, and its bytes.
type link struct {
	before string
	event  []byte
}

// links chains new events to the last hash; it returns them and the new last hash.
func (s *Store) links(number int64, last string, events []ticket.Event) ([]link, string, error) {
	hash := last
	if hash == "" && len(events) > 0 {
		hash = genesis(s.team, number)
	}
	chained := make([]link, 0, len(events))
	for _, e := range events {
		raw, err := encode(&e)
		if err != nil {
			return nil, "", err
		}
		chained = append(chained, link{before: hash, event: raw})
		hash = chain(hash, raw)
	}
	return chained, hash, nil
}

// page is how many values are read with one command or pipeline.
const page = 100

// History reads a ticket's events, oldest first, and verifies their hashes. The
// error is ErrTampered when an event is missing, changed or out of place; the
// events before it are returned with the error.
func (s *Store) History(ctx context.Context, v Saved) ([]ticket.Event, error) {
	return s.history(ctx, v.Ticket.Number, v.Events, v.LastHash)
}

// StaffHistory reads the events of the staff book as History those of a ticket.
func (s *Store) StaffHistory(ctx context.Context, v SavedStaff) ([]ticket.Event, error) {
	return s.history(ctx, StaffNumber, v.Events, v.LastHash)
}

func (s *Store) history(ctx context.Context, number int64, all []string, last string) ([]ticket.Event, error) {
	events := make([]ticket.Event, 0, len(all))
	hash := genesis(s.team, number)
	for start := 0; start < len(all); start += page {
		ids := all[start:min(start+page, len(all))]
		messages, err := s.messages(ctx, ids)
		if err != nil {
			return events, wrap("history", err)
		}
		for i, m := range messages {
			e, next, err := s.verify(number, hash, m)
			if err != nil {
				return events, fmt.Errorf("store: history of ticket %d, event %s: %w", number, ids[i], err)
			}
			hash, events = next, append(events, e)
		}
	}
	if len(events) > 0 && hash != last || len(events) == 0 && last != "" {
		return events, fmt.Errorf("store: history of ticket %d, last event: %w", number, ErrTampered)
	}
	return events, nil
}

// messages reads stream entries by id in one pipeline; a missing one is empty.
func (s *Store) messages(ctx context.Context, ids []string) ([]redis.XMessage, error) {
	pipe := s.client.Pipeline()
	reads := make([]*redis.XMessageSliceCmd, 0, len(ids))
	for _, id := range ids {
		reads = append(reads, pipe.XRange(ctx, s.keys.events(), id, id))
	}
	if _, err := pipe.Exec(ctx); err != nil {
		return nil, err
	}
	messages := make([]redis.XMessage, len(ids))
	for i, read := range reads {
		if found := read.Val(); len(found) == 1 {
			messages[i] = found[0]
		}
	}
	return messages, nil
}

// verify checks one stream entry against the hash before it; it returns the
// event and the hash after it.
func (s *Store) verify(number int64, before string, m redis.XMessage) (ticket.Event, string, error) {
	field := func(name string) string {
		value, _ := m.Values[name].(string)
		return value
	}
	var e ticket.Event
	switch {
	case m.ID == "":
		return e, "", fmt.Errorf("missing: %w", ErrTampered)
	case field("v") != "1":
		return e, "", fmt.Errorf("form %q: %w", field("v"), ErrFormat)
	case field("w") != s.team || field("t") != strconv.FormatInt(number, 10):
		return e, "", fmt.Errorf("of another ticket: %w", ErrTampered)
	case field("p") != before:
		return e, "", fmt.Errorf("hash before it: %w", ErrTampered)
	}
	raw := []byte(field("e"))
	if err := json.Unmarshal(raw, &e); err != nil {
		return e, "", errors.Join(ErrTampered, err)
	}
	return e, chain(before, raw), nil
}
