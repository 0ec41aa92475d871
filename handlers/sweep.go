package handlers

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/staff"
	"github.com/firstask/firstask/ticket"
)

// PersonChanged is told when the directory learned something new of a person.
// What somebody who left the workspace holds goes to others at once.
func (d *Desk) PersonChanged(ctx context.Context, user string) error {
	if !d.People.Gone()[user] {
		return nil
	}
	numbers, err := d.Finder.Of(ctx, user)
	if err != nil || len(numbers) == 0 {
		return d.orNil("of a leaver", err)
	}
	return d.leave(ctx, []string{user}, staff.Left)
}

// Leavers looks at everything that is open for what people hold who have left
// the workspace, or have no place in the organisation, also since a time at which
// the program was down, and sends it on its way.
func (d *Desk) Leavers(ctx context.Context) error {
	rules, err := d.current(ctx)
	if err != nil {
		return err
	}
	left := map[string][]string{}
	err = d.eachOpen(ctx, func(t *ticket.Ticket) {
		for _, user := range t.Parts() {
			why := notThere(user, rules)
			if why != "" && !slices.Contains(left[why], user) && wouldMove(t, user, why, rules, d.Now()) {
				left[why] = append(left[why], user)
			}
		}
	})
	for _, why := range []string{staff.Left, staff.Dropped} {
		if err == nil && len(left[why]) > 0 {
			err = d.leave(ctx, left[why], why)
		}
	}
	return err
}

// notThere is why somebody will not come back to what they hold; "" if they may.
func notThere(user string, rules policy.Rules) string {
	switch {
	case rules.Gone[user]:
		return staff.Left
	case !rules.Org.Knows(user):
		return staff.Dropped
	default:
		return ""
	}
}

// Dropped sends what people hold who have no place in the organisation any more
// to others: called with them once the new organisation holds.
func (d *Desk) Dropped(ctx context.Context, users []string) error {
	if len(users) == 0 {
		return nil
	}
	return d.leave(ctx, users, staff.Dropped)
}

func (d *Desk) leave(ctx context.Context, users []string, why string) error {
	now := d.Now()
	_, err := d.changeStaff(ctx, "", func(b *staff.Book, rules policy.Rules) (staff.Decision, error) {
		return staff.Leave(b, users, why, rules, now), nil
	}, nil)
	return err
}

// wouldMove reports whether somebody who is not there holds a place that
// another would get.
func wouldMove(t *ticket.Ticket, user, why string, rules policy.Rules, now time.Time) bool {
	dec, err := guarded(t, func() ticket.Decision {
		return ticket.Relieve(t, ticket.Leave{User: user, Why: why}, rules, now)
	})
	return err == nil && len(dec.Events) > 0
}

// sweepAll does the work on tickets that the staff book asks for, in its order.
// What breaks off is still in the book, and is done from where it stood.
func (d *Desk) sweepAll(ctx context.Context, now time.Time) error {
	saved, err := d.Staff.LoadStaff(ctx)
	if err != nil {
		return d.unsaved("load staff", err)
	}
	var failed error
	for _, s := range saved.Book.Sweeps {
		unread, err := d.sweep(ctx, s, now)
		if failed = errors.Join(failed, unread); err != nil {
			return errors.Join(failed, err)
		}
	}
	return failed
}

// sweep carries one out on all open tickets of the person, then says what came
// of it. Tickets that cannot be read are named and left.
func (d *Desk) sweep(ctx context.Context, s staff.Sweep, now time.Time) (unread, err error) {
	numbers, err := d.Finder.Of(ctx, s.User)
	if err != nil {
		return nil, d.unsaved("sweep", err)
	}
	slices.Sort(numbers)
	var moves []staff.Move
	for part := range slices.Chunk(numbers, page) {
		moved, failed, err := d.sweepPart(ctx, s, part, now)
		if moves, unread = append(moves, moved...), errors.Join(unread, failed); err != nil {
			return unread, err
		}
	}
	_, err = d.changeStaff(ctx, "", func(b *staff.Book, rules policy.Rules) (staff.Decision, error) {
		return staff.Swept(b, s.ID, moves, rules, now), nil
	}, nil)
	return unread, err
}

// sweepPart is sweep on some tickets, those that somebody changes meanwhile again.
func (d *Desk) sweepPart(ctx context.Context, s staff.Sweep, numbers []int64, now time.Time) (moves []staff.Move, unread, err error) {
	for range attempts {
		found, failed := d.Tickets.LoadMany(ctx, numbers)
		if unread = d.orNil("load swept", failed); failed != nil && len(found) == 0 {
			return moves, nil, unread
		}
		changes, failed := d.swept(ctx, s, found, now)
		unread = errors.Join(unread, failed)
		if numbers = nil; len(changes) > 0 {
			numbers, failed = d.takeSwept(ctx, changes)
		}
		for _, c := range changes {
			if !slices.Contains(numbers, c.Decision.Ticket.Number) {
				moves = append(moves, movesOf(&c.Decision.Ticket, s)...)
			}
		}
		if failed != nil || len(numbers) == 0 {
			return moves, unread, failed
		}
	}
	return moves, unread, fmt.Errorf("handlers: sweep %s: %w: %w", s.ID, ErrUnsaved, ErrConflict)
}

// takeSwept saves what a sweep decided; again are the tickets that somebody
// changed first. What was decided without an event needs no saving.
func (d *Desk) takeSwept(ctx context.Context, changes []Change) (again []int64, err error) {
	changes = slices.DeleteFunc(slices.Clone(changes), func(c Change) bool { return len(c.Decision.Events) == 0 })
	if len(changes) == 0 {
		return nil, nil
	}
	for i, failed := range d.Tickets.CommitMany(ctx, changes) {
		switch {
		case failed == nil:
			d.count("saved")
		case errors.Is(failed, ErrConflict):
			d.count("conflict")
			again = append(again, changes[i].Decision.Ticket.Number)
		default:
			err = errors.Join(err, d.unsaved("sweep", failed))
		}
	}
	d.Changed()
	return again, err
}

// swept is what a sweep makes of tickets, each under its own rules.
func (d *Desk) swept(ctx context.Context, s staff.Sweep, found []Saved, now time.Time) (changes []Change, failed error) {
	book, err := d.Staff.LoadStaff(ctx)
	if err != nil {
		return nil, d.unsaved("load staff", err)
	}
	for _, saved := range found {
		rules, err := d.plainRules(ctx, saved.Ticket.Policy)
		if err != nil {
			failed = errors.Join(failed, err)
			continue
		}
		rules = book.Book.Over(rules, now)
		dec, err := guarded(&saved.Ticket, func() ticket.Decision { return sweepOne(&saved.Ticket, s, rules, now) })
		if err != nil {
			failed = errors.Join(failed, err)
			continue
		}
		changes = append(changes, Change{From: saved, Decision: dec, Now: now})
	}
	return changes, failed
}

func sweepOne(t *ticket.Ticket, s staff.Sweep, rules policy.Rules, now time.Time) ticket.Decision {
	switch s.Do {
	case staff.DoReturn:
		return ticket.Return(t, s.User, rules, now)
	case staff.DoRestore:
		return ticket.Restore(t, s.Of, s.By, rules, now)
	default:
		return ticket.Relieve(t, ticket.Leave{User: s.User, Sweep: s.ID, Why: s.Why, Until: s.Until}, rules, now)
	}
}

// movesOf is what a sweep came to on a ticket, also where it was done before it
// was broken off.
func movesOf(t *ticket.Ticket, s staff.Sweep) (moves []staff.Move) {
	if s.Do == staff.DoReturn {
		return returned(t, s)
	}
	for i := range t.Reliefs {
		if r := &t.Reliefs[i]; r.Sweep == s.ID && r.From == s.User {
			moves = append(moves, staff.Move{Ticket: t.Number, To: r.To, As: r.As, How: r.How})
		}
	}
	return moves
}

// returned is what somebody who is back follows again, and what stays with others.
func returned(t *ticket.Ticket, s staff.Sweep) (moves []staff.Move) {
	for i := range t.Reliefs {
		if r := &t.Reliefs[i]; r.From == s.User && r.As == ticket.AsNatural && !r.Back.Before(s.At) {
			moves = append(moves, staff.Move{Ticket: t.Number, To: s.User, As: r.As, How: r.How})
		}
	}
	for _, r := range t.StandIns() {
		if r.From == s.User {
			moves = append(moves, staff.Move{Ticket: t.Number, To: r.To, As: r.As, How: r.How})
		}
	}
	return moves
}
