package handlers

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// page is how many due tickets one pass of Fire handles: one commit of this
// size holds Redis for about a millisecond.
const page = 50

// Fire handles the tickets that are due at now, at most one page of them, and
// reports whether it got on and there may be more. A ticket that somebody
// changed meanwhile is left for the next pass; one that cannot be read or saved
// is in the error, and keeps no other one waiting.
func (d *Desk) Fire(ctx context.Context, now time.Time) (more bool, err error) {
	numbers, err := d.Finder.Due(ctx, now, page)
	if err != nil || len(numbers) == 0 {
		return false, d.orNil("due", err)
	}
	found, err := d.Tickets.LoadMany(ctx, numbers)
	failed := d.orNil("load due", err)
	changes, err := d.fired(ctx, found, now)
	done, unsaved := d.commitAll(ctx, changes)
	if done > 0 {
		d.Changed()
	}
	return len(numbers) == page && done > 0, errors.Join(failed, err, unsaved)
}

// commitAll saves changes of different tickets and counts those that were.
func (d *Desk) commitAll(ctx context.Context, changes []Change) (done int, err error) {
	if len(changes) == 0 {
		return 0, nil
	}
	for _, failed := range d.Tickets.CommitMany(ctx, changes) {
		switch {
		case failed == nil:
			done++
			d.count("saved")
		case errors.Is(failed, ErrConflict):
			d.count("conflict")
		default:
			err = errors.Join(err, d.unsaved("fire", failed))
		}
	}
	return done, err
}

func (d *Desk) fired(ctx context.Context, found []Saved, now time.Time) (changes []Change, failed error) {
	changes = make([]Change, 0, len(found))
	for _, saved := range found {
		rules, err := d.rules(ctx, saved.Ticket.Policy)
		if err != nil {
			failed = errors.Join(failed, err)
			continue
		}
		if due := saved.Ticket.Due(); d.Meter != nil && !due.IsZero() {
			d.Meter.Late(now.Sub(due))
		}
		dec, err := fire(&saved.Ticket, rules, now)
		if err != nil {
			failed = errors.Join(failed, err)
			continue
		}
		changes = append(changes, Change{From: saved, Decision: dec, Now: now})
	}
	return changes, failed
}

// fire keeps one ticket that breaks the engine from stopping the clocks of all
// others: it is named and left, and everything else goes on.
func fire(t *ticket.Ticket, rules policy.Rules, now time.Time) (dec ticket.Decision, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("handlers: fire ticket %d: panic of type %T", t.Number, p)
		}
	}()
	return ticket.Fire(t, rules, now), nil
}
