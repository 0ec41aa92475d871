package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/firstask/firstask/notice"
)

// Lease takes the right to send for the workspace until now + ttl, or renews it
// for a holder who has it; false while somebody else has it. The holder's name
// must be new with every start of a program: what a crash left claimed comes
// back, as Claimed, only with a new token.
func (s *Store) Lease(ctx context.Context, holder string, now time.Time, ttl time.Duration) (token int64, ok bool, err error) {
	if holder == "" {
		return 0, false, errors.New("store: lease: the holder has no name")
	}
	k := s.keys
	code, rest, err := s.run(ctx, s.scripts.lease, []string{k.lease(), k.lanes(), k.claimed()},
		holder, floor(now), floor(now.Add(ttl)))
	if err != nil || code != "ok" {
		return 0, false, wrap("lease", err)
	}
	token, err = strconv.ParseInt(rest[0], 10, 64)
	return token, err == nil, wrap("lease", err)
}

// Release gives the lease back before it ends; ErrLeaseLost if somebody else
// has it. What is claimed stays claimed until the next Lease.
func (s *Store) Release(ctx context.Context, token int64) error {
	return marked("release")(s.run(ctx, s.scripts.release, []string{s.keys.lease()}, token))
}

// releases is how many held entries one claim lets go: the rest follows with the next.
const releases = 200

// Claim lets go of what was held until now, then takes one entry of each due lane, of at most so many lanes: the most
// pressing class first, within it the oldest place. A claimed lane is not due
// again until its entry is marked, or a new token puts it back.
//
// ErrLeaseLost when the token is not the newest. With ErrFormat all entries are
// returned that this program can read; the others keep their lane. After any
// other error entries may be claimed that nobody knows of: Release, take a new
// Lease, and they come back as Claimed.
func (s *Store) Claim(ctx context.Context, token int64, now time.Time, lanes int) ([]Entry, error) {
	k := s.keys
	code, rest, err := s.run(ctx, s.scripts.claim, []string{k.lease(), k.lanes(), k.claimed(), k.outbox(), k.slots(), k.held()},
		token, floor(now), lanes, k.lane(), releases)
	if err != nil {
		return nil, wrap("claim", err)
	}
	if code != "ok" {
		return nil, fmt.Errorf("store: claim: %w", ErrLeaseLost)
	}
	return entries("claim", rest)
}

// entries reads ids and entries as scripts answer them. With ErrFormat come all
// those that this program can read.
func entries(op string, words []string) ([]Entry, error) {
	found := make([]Entry, 0, len(words)/2)
	var unreadable error
	for i := 0; i+1 < len(words); i += 2 {
		e, err := decodeEntry(words[i], words[i+1])
		if err != nil {
			unreadable = errors.Join(unreadable, fmt.Errorf("store: %s: %w", op, err))
			continue
		}
		found = append(found, e)
	}
	return found, unreadable
}

// Later puts a claimed entry back with its Attempt as given, to be tried again
// at an instant; its lane waits until then. Unless the send was ambiguous, a
// newer notice of the same slot may overwrite it, and its attempts begin anew.
// ErrLeaseLost; ErrNotClaimed, also for a repeat.
func (s *Store) Later(ctx context.Context, token int64, e Entry, at time.Time, unsure bool) error {
	k, state := s.keys, waits
	if unsure {
		state = ambiguous
	}
	return marked("later")(s.run(ctx, s.scripts.later, []string{k.lease(), k.lanes(), k.claimed(), k.outbox(), k.slots()},
		token, e.ID, e.Lane, ceil(at), state, e.Attempt))
}

// deadLetters is how many entries that were given up are kept.
const deadLetters = 1000

// Dead gives a claimed entry up: it goes to the dead letters, and its lane goes
// on at once. ErrLeaseLost; ErrNotClaimed, also for a repeat.
func (s *Store) Dead(ctx context.Context, token int64, e Entry, reason string, now time.Time) error {
	letter, err := encode(DeadLetter{Entry: e, Reason: reason, At: now.UTC()})
	if err != nil {
		return fmt.Errorf("store: dead: %w", err)
	}
	k := s.keys
	return marked("dead")(s.run(ctx, s.scripts.dead, []string{k.lease(), k.lanes(), k.claimed(), k.outbox(), k.dead()},
		token, e.ID, e.Lane, k.lane(), floor(now), letter, deadLetters))
}

// Redirect moves a claimed entry to the lane of another recipient, where it
// waits anew behind those of its class; both lanes go on at once. The entry
// must have been refused for certain. ErrLeaseLost; ErrNotClaimed, also for a repeat.
func (s *Store) Redirect(ctx context.Context, token int64, e Entry, to notice.Recipient, now time.Time) error {
	n := e.Notice
	n.To = to
	raw, err := encode(n)
	if err != nil {
		return fmt.Errorf("store: redirect: %w", err)
	}
	k := s.keys
	return marked("redirect")(s.run(ctx, s.scripts.redirect, []string{k.lease(), k.lanes(), k.claimed(), k.outbox(), k.slots()},
		token, e.ID, e.Lane, k.lane(), floor(now), word(to.Lane()), raw))
}

// marked turns a mark's answer into an error.
func marked(op string) func(code string, rest []string, err error) error {
	return func(code string, _ []string, err error) error {
		switch {
		case err != nil:
			return wrap(op, err)
		case code == "lost":
			return fmt.Errorf("store: %s: %w", op, ErrLeaseLost)
		case code == "gone":
			return fmt.Errorf("store: %s: %w", op, ErrNotClaimed)
		case code == "moved":
			return fmt.Errorf("store: %s: %w", op, ErrMoved)
		case code == "conflict":
			return fmt.Errorf("store: %s: %w", op, ErrConflict)
		default:
			return nil
		}
	}
}
