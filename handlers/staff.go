package handlers

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/staff"
)

// SavedStaff is the staff book as loaded; Mark is the store's own, as in Saved.
type SavedStaff struct {
	Book staff.Book
	Mark any
}

// StaffChange is one atomic change of the staff book.
type StaffChange struct {
	From     SavedStaff
	Decision staff.Decision
	// Key and Reply are as those of Change.
	Key   string
	Reply []byte
	Now   time.Time
}

// Staff is where the staff book is kept. Every error that is not one of this
// room's means that nothing was saved.
type Staff interface {
	// LoadStaff returns the zero book where there is none yet.
	LoadStaff(ctx context.Context) (SavedStaff, error)
	// CommitStaff returns ErrConflict or *Repeated if it saved nothing for that reason.
	CommitStaff(ctx context.Context, c StaffChange) error
}

// staffNumber stands for the staff book among the numbers of due tickets.
const staffNumber = 0

// decideStaff is how a command reads the book and says what becomes of it.
type decideStaff func(b *staff.Book, rules policy.Rules) (staff.Decision, error)

// changeStaff is the load-decide-commit-retry loop of the staff book; a repeated
// key gets the first reply. Errors are *ticket.Refusal or wrap ErrUnsaved.
func (d *Desk) changeStaff(ctx context.Context, key string, do decideStaff, say func(*staff.Book) Reply) (Reply, error) {
	for range attempts {
		reply, err := d.tryStaff(ctx, key, do, say)
		if !errors.Is(err, ErrConflict) {
			return reply, err
		}
		d.count("conflict")
	}
	return Reply{}, fmt.Errorf("handlers: staff: %w: %w", ErrUnsaved, ErrConflict)
}

func (d *Desk) tryStaff(ctx context.Context, key string, do decideStaff, say func(*staff.Book) Reply) (Reply, error) {
	saved, err := d.Staff.LoadStaff(ctx)
	if err != nil {
		return Reply{}, d.unsaved("load staff", err)
	}
	rules, err := d.plainRules(ctx, "")
	if err != nil {
		return Reply{}, err
	}
	dec, err := do(&saved.Book, rules)
	if err != nil {
		return Reply{}, err
	}
	var reply Reply
	if say != nil {
		reply = say(&dec.Book)
	}
	if len(dec.Events) == 0 && dec.Book.Due().Equal(saved.Book.Due()) {
		return reply, nil
	}
	raw, err := keep(reply)
	if err != nil {
		return Reply{}, err
	}
	err = d.Staff.CommitStaff(ctx, StaffChange{From: saved, Decision: dec, Key: key, Reply: raw, Now: d.Now()})
	if err != nil {
		return Reply{}, d.unsaved("commit staff", err)
	}
	d.count("saved")
	if more := dec.Book.Grown(&saved.Book); d.Meter != nil {
		d.Meter.Shifts(more.Shifts, more.Leaving, more.Carried)
	}
	d.Changed()
	return reply, nil
}

// fireStaff does what is due in the staff book.
func (d *Desk) fireStaff(ctx context.Context, now time.Time) error {
	_, err := d.changeStaff(ctx, "", func(b *staff.Book, rules policy.Rules) (staff.Decision, error) {
		held, err := d.held(ctx, staff.Leaving(b, now), b.Over(rules, now))
		if err != nil {
			return staff.Decision{}, err
		}
		return staff.FireWith(b, held, rules, now), nil
	}, nil)
	return err
}

// LookAtRosters does what is due of rosters, for a program that has just begun:
// the rosters may be others than before.
func (d *Desk) LookAtRosters(ctx context.Context) error { return d.fireStaff(ctx, d.Now()) }
