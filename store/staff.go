package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/firstask/firstask/staff"
)

// StaffNumber is the number of the staff book where tickets have theirs: among
// what is due, and in the history. No ticket has it.
const StaffNumber = 0

// SavedStaff is the staff book as it was stored; the zero value where none was.
type SavedStaff struct {
	Book staff.Book
	// Rev, Events and LastHash are as those of Saved.
	Rev      int64
	Events   []string
	LastHash string
}

// StaffCommit is everything that one decision on the staff book writes.
type StaffCommit struct {
	// Key and Reply are as those of Commit.
	Key   string
	Reply []byte
	// From is what the decision was made on.
	From     SavedStaff
	Decision staff.Decision
	Now      time.Time
}

// LoadStaff reads the staff book; ErrFormat if this program cannot read it.
func (s *Store) LoadStaff(ctx context.Context) (SavedStaff, error) {
	raw, ok, err := s.get(ctx, "load staff", s.keys.staff())
	if err != nil || !ok {
		return SavedStaff{}, err
	}
	var v SavedStaff
	head, document, err := readHeader(raw)
	if err == nil {
		v.Rev, v.Events, v.LastHash = head.rev, head.events, head.hash
		err = json.Unmarshal([]byte(document), &v.Book)
	}
	if err != nil {
		return SavedStaff{}, fmt.Errorf("store: load staff: %w: %w", ErrFormat, err)
	}
	return v, nil
}

// CommitStaff writes a decision on the staff book with one script, as Commit
// does with a ticket: all of it or nothing. *Repeated; ErrConflict when the book
// changed since it was loaded.
func (s *Store) CommitStaff(ctx context.Context, c StaffCommit) error {
	keys, args, err := s.staffOrder(&c)
	if err != nil {
		return fmt.Errorf("store: commit staff: %w", err)
	}
	return committed(s.run(ctx, s.scripts.commit, keys, args...))
}

func (s *Store) staffOrder(c *StaffCommit) ([]string, []any, error) {
	links, hash, err := s.links(StaffNumber, c.From.LastHash, c.Decision.Events)
	if err != nil {
		return nil, nil, err
	}
	document, err := encode(&c.Decision.Book)
	if err != nil {
		return nil, nil, err
	}
	due := ""
	if at := c.Decision.Book.Due(); !at.IsZero() {
		due = ceil(at)
	}
	k := s.keys
	keys := []string{
		k.staff(), k.due(), k.open(), k.events(), k.outbox(), k.slots(), k.lanes(), k.seen(c.Key), k.last(""), k.held(),
	}
	args := []any{
		StaffNumber, revision(c.From.Rev), header(c.From.Rev+1, hash, c.From.Events, len(links) > 0), document,
		due, flag(false), floor(c.Now),
		keep.Milliseconds(), flag(c.Key != ""), c.Reply, "", k.lane(), s.team,
		0, 0, 0, len(links), len(c.Decision.Notices),
	}
	for _, l := range links {
		args = append(args, l.before, l.event)
	}
	queued, err := queue(c.Decision.Notices, func(i int) string { return fmt.Sprintf("staff/%d/%d", c.From.Rev+1, i) })
	return keys, append(args, queued...), err
}
