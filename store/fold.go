package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/firstask/firstask/notice"
)

// Sent marks a claimed entry as posted or edited: the entry is gone, its slot's
// live message is remembered, the message maps to the ticket, and the lane may
// send next at nextAt. Of a message of several matters, the slot of each has its
// live message there, and if any has one, Fold knows what it is made of. What told a
// person something counts in Told. A repeat is fine.
// ErrLeaseLost, ErrNotClaimed.
func (s *Store) Sent(ctx context.Context, token int64, e Entry, r Receipt, nextAt time.Time) error {
	k, n := s.keys, &e.Notice
	post := PostKey(r.Channel, r.TS)
	number, folded, record := "", "", []byte(nil)
	stands := func(slot string) string { // what was never said has no place, but for a hash that says why
		if r.TS == "" && r.Hash == "" {
			return ""
		}
		return slot
	}
	if n.Slot != "" && n.Ticket > 0 && r.TS != "" {
		number = strconv.FormatInt(n.Ticket, 10)
	}
	if r.TS != "" && n.Fold > 0 {
		folded = postedAt(r.TS, nextAt)
	}
	if r.TS != "" && slices.ContainsFunc(n.Items, func(i notice.Item) bool { return i.Slot != "" }) {
		raw, err := encode(n)
		if err != nil {
			return fmt.Errorf("store: sent: %w", err)
		}
		record = raw
	}
	keys := []string{
		k.lease(), k.lanes(), k.claimed(), k.outbox(), k.sent(n.Key), k.places(n.Ticket), k.post(post), k.fold(post), k.folded(),
		k.told(word(e.Lane)),
	}
	args := []any{
		token, e.ID, e.Lane, k.lane(), ceil(nextAt), Place(r).pack(), keep.Milliseconds(), stands(n.Slot), number,
		record, keepFold.Milliseconds(), folded, toldAt(n, r.TS, nextAt), floor(nextAt.Add(-keep)), mostTold,
	}
	for _, i := range n.Items {
		keys = append(keys, k.places(i.Ticket), k.sent(i.Key))
		args = append(args, stands(i.Slot), flag(i.Key != ""))
	}
	return marked("sent")(s.run(ctx, s.scripts.sent, keys, args...))
}

// postedAt is when a message was posted, in ms: Slack's stamp says it exactly;
// what is no such stamp leaves the instant given.
func postedAt(ts string, otherwise time.Time) string {
	seconds, micro, _ := strings.Cut(ts, ".")
	at, err := strconv.ParseInt(seconds+(micro + "000")[:3], 10, 64)
	if err != nil || len(micro) != 6 {
		return floor(otherwise)
	}
	return strconv.FormatInt(at, 10)
}

// Hold puts a claimed entry aside until an instant; its lane goes on at once.
// Its Attempt is kept as given, and unless it is Claimed (its message may have
// been posted) a newer notice of its slot may overwrite it. ErrLeaseLost;
// ErrNotClaimed, also for a repeat.
func (s *Store) Hold(ctx context.Context, token int64, e Entry, until time.Time) error {
	k, state := s.keys, waits
	if e.Claimed {
		state = ambiguous
	}
	return marked("hold")(s.run(ctx, s.scripts.hold, []string{k.lease(), k.lanes(), k.claimed(), k.outbox(), k.slots(), k.held()},
		token, e.ID, e.Lane, k.lane(), ceil(until), state, e.Attempt))
}

// company is how many waiting entries Waiting returns at most.
const company = 200

// Waiting are the entries that wait in a claimed lane, in sending order, at most
// 200: without the claimed one, those that were ever claimed and those held.
// ErrLeaseLost; ErrNotClaimed when nothing is claimed on the lane; with
// ErrFormat the others are returned.
func (s *Store) Waiting(ctx context.Context, token int64, lane string) ([]Entry, error) {
	k := s.keys
	code, rest, err := s.run(ctx, s.scripts.waiting, []string{k.lease(), k.claimed(), k.outbox()}, token, lane, k.lane(), company)
	if err := marked("waiting")(code, nil, err); err != nil {
		return nil, err
	}
	return entries("waiting", rest)
}

// Absorb makes a claimed entry speak for others that wait in its lane: its
// notice becomes into.Notice, and they are gone, all of it or nothing. Each of
// gone is as Waiting returned it; ErrMoved if one waits so no longer.
// ErrLeaseLost; ErrNotClaimed.
func (s *Store) Absorb(ctx context.Context, token int64, into Entry, gone []Entry) error {
	raw, err := encode(into.Notice)
	if err != nil {
		return fmt.Errorf("store: absorb: %w", err)
	}
	k := s.keys
	args := []any{token, into.ID, into.Lane, k.lane(), slotOf(&into.Notice), raw}
	for i := range gone {
		args = append(args, gone[i].ID, gone[i].Notice.Key)
	}
	return marked("absorb")(s.run(ctx, s.scripts.absorb,
		[]string{k.lease(), k.claimed(), k.outbox(), k.slots(), k.held()}, args...))
}

// Fold is what a message of several matters was made of when it was last drawn;
// remembered for 30 days. False if the message is none.
func (s *Store) Fold(ctx context.Context, channel, ts string) (notice.Notice, bool, error) {
	raw, ok, err := s.get(ctx, "fold", s.keys.fold(PostKey(channel, ts)))
	if err != nil || !ok {
		return notice.Notice{}, false, err
	}
	var n notice.Notice
	if err := json.Unmarshal([]byte(raw), &n); err != nil {
		return notice.Notice{}, false, fmt.Errorf("store: fold: %w: %w", ErrFormat, err)
	}
	return n, true, nil
}

// FoldedAt is when the lane's last message was posted that others may fold
// into; false if there was none. An edit does not move it: Slack's stamp stays.
func (s *Store) FoldedAt(ctx context.Context, lane string) (time.Time, bool, error) {
	ms, err := s.client.HGet(ctx, s.keys.folded(), word(lane)).Int64()
	if errors.Is(err, redis.Nil) {
		return time.Time{}, false, nil
	}
	return time.UnixMilli(ms).UTC(), err == nil, wrap("folded at", err)
}
