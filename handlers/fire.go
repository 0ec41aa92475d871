package handlers

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// page is how many due tickets one pass of Fire handles: one commit of this
// size holds Redis for about a millisecond.
const page = 50

// Fire handles the tickets that are due at now, one page of them, and reports
// whether it got on and there may be more. A ticket that somebody changed
// meanwhile is left for the next pass; one that cannot be read or saved is in
// the error. Where one stays behind, Fire goes on past it to the last page, so
// that it keeps no other one waiting.
func (d *Desk) Fire(ctx context.Context, now time.Time) (more bool, err error) {
	fired, behind := 0, 0
	for {
		p, failed := d.firePage(ctx, now, behind)
		err = errors.Join(err, failed)
		fired += p.done
		stuck := p.due - p.done - p.lost
		behind += stuck
		if p.due < page || behind == 0 || p.done+stuck == 0 || ctx.Err() != nil {
			more = p.due == page && p.done > 0
			break
		}
	}
	if fired > 0 {
		d.Changed()
	}
	return more, err
}

// passed is how many tickets of a page were due, were fired and saved, and lost the race.
type passed struct{ due, done, lost int }

// firePage handles one page, the first skip tickets left out.
func (d *Desk) firePage(ctx context.Context, now time.Time, skip int) (passed, error) {
	numbers, err := d.Finder.Due(ctx, now, skip, page)
	if err != nil || len(numbers) == 0 {
		return passed{}, d.orNil("due", err)
	}
	p := passed{due: len(numbers)}
	if i := slices.Index(numbers, staffNumber); i >= 0 { // before the tickets: they look at who is there
		numbers = slices.Delete(numbers, i, i+1)
		if err = errors.Join(d.fireStaff(ctx, now), d.sweepAll(ctx, now)); err == nil {
			p.done++
		}
	}
	found, failed := d.Tickets.LoadMany(ctx, numbers)
	err = errors.Join(err, d.orNil("load due", failed))
	changes, failed := d.fired(ctx, found, now)
	done, lost, unsaved := d.commitAll(ctx, changes)
	p.done, p.lost = p.done+done, lost
	return p, errors.Join(err, failed, unsaved)
}

// commitAll saves changes of different tickets and counts those that were, and
// those that somebody else changed first.
func (d *Desk) commitAll(ctx context.Context, changes []Change) (done, lost int, err error) {
	if len(changes) == 0 {
		return 0, 0, nil
	}
	for _, failed := range d.Tickets.CommitMany(ctx, changes) {
		switch {
		case failed == nil:
			done++
			d.count("saved")
		case errors.Is(failed, ErrConflict):
			lost++
			d.count("conflict")
		default:
			err = errors.Join(err, d.unsaved("fire", failed))
		}
	}
	return done, lost, err
}

func (d *Desk) fired(ctx context.Context, found []Saved, now time.Time) (changes []Change, failed error) {
	if len(found) == 0 {
		return nil, nil
	}
	book, err := d.Staff.LoadStaff(ctx)
	if err != nil {
		return nil, d.unsaved("load staff", err)
	}
	outages, err := d.Finder.Outages(ctx, oldest(found))
	if err != nil {
		return nil, d.unsaved("outages", err)
	}
	changes = make([]Change, 0, len(found))
	for _, saved := range found {
		rules, err := d.plainRules(ctx, saved.Ticket.Policy)
		rules = book.Book.Over(rules, now)
		if err != nil {
			failed = errors.Join(failed, err)
			continue
		}
		rules.Outages = outages
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

// oldest is when the first of some tickets was made.
func oldest(found []Saved) time.Time {
	at := found[0].Ticket.CreatedAt
	for _, s := range found[1:] {
		if s.Ticket.CreatedAt.Before(at) {
			at = s.Ticket.CreatedAt
		}
	}
	return at
}

func fire(t *ticket.Ticket, rules policy.Rules, now time.Time) (ticket.Decision, error) {
	return guarded(t, func() ticket.Decision { return ticket.Fire(t, rules, now) })
}

// guarded keeps one ticket that breaks the engine from stopping the clocks of
// all others: it is named and left, and everything else goes on.
func guarded(t *ticket.Ticket, decide func() ticket.Decision) (dec ticket.Decision, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("handlers: fire ticket %d: panic of type %T", t.Number, p)
		}
	}()
	return decide(), nil
}
