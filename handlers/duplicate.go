package handlers

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// duplicate merges a request into another: "duplicate 42 of 40". "duplicate 42
// undo" takes that back, or the note that it was asked before.
func (d *Desk) duplicate(ctx context.Context, r Request, w words) (Reply, error) {
	c := ticket.Command{Verb: ticket.VerbDuplicate, Actor: r.Actor, At: r.At}
	said := w.Rest
	if r.Source == Click {
		said = w.Detail
	}
	if w.Detail == text.DetailUndo {
		c.Word, c.Text = text.DetailUndo, w.After
	} else {
		c.Number, c.Text, _ = d.Words.Other(said)
	}
	saved, rules, err := d.look(ctx, r, w)
	if err != nil {
		return Reply{Ticket: w.Number}, err
	}
	t := &saved.Ticket
	if _, err = ticket.Apply(t, c, rules, d.Now()); err != nil {
		return Reply{Ticket: w.Number, View: t}, err
	}
	if c.Word == text.DetailUndo {
		return d.apart(ctx, r, w, c, t)
	}
	return d.merge(ctx, r, w, c, t)
}

// merge notes it on the other one first, so that whoever asked is never without
// one of the two.
func (d *Desk) merge(ctx context.Context, r Request, w words, c ticket.Command, t *ticket.Ticket) (Reply, error) {
	if err := d.noteJoined(ctx, r, c, t); err != nil {
		return Reply{Ticket: w.Number, View: t}, err
	}
	reply, err := d.apply(ctx, r, w, c, "merged", func(*ticket.Ticket) notice.Params {
		return notice.Params{"number": notice.Text(strconv.FormatInt(c.Number, 10))}
	})
	if codeOf(err) == "" {
		return reply, err
	}
	c.Word = text.DetailUndo // somebody was quicker: the other one waits for nothing
	return reply, errors.Join(err, d.noteJoined(ctx, r, c, t))
}

// apart takes a merging back, or the note that it was asked before.
func (d *Desk) apart(ctx context.Context, r Request, w words, c ticket.Command, t *ticket.Ticket) (Reply, error) {
	if t.Merge == nil {
		return d.apply(ctx, r, w, c, "not_again", nil)
	}
	reply, err := d.apply(ctx, r, w, c, "unmerged", nil)
	if err != nil {
		return reply, err
	}
	c.Number = t.Merge.Into
	return reply, d.noteJoined(ctx, r, c, t)
}

// noteJoined notes on the other ticket that one was merged into it, or is out of
// it again. Somebody who may not know of the other one hears that there is none.
func (d *Desk) noteJoined(ctx context.Context, r Request, c ticket.Command, t *ticket.Ticket) error {
	other := ticket.Command{Verb: ticket.VerbJoined, Actor: r.Actor, At: r.At, Word: c.Word, Number: t.Number, Asker: t.Asker}
	_, err := d.change(ctx, task{number: c.Number, key: r.Key + "/joined" + c.Word, decide: func(o *ticket.Ticket, rules policy.Rules) (ticket.Decision, error) {
		if c.Word == "" && !d.mayRead(o, r.Actor, rules) {
			return ticket.Decision{}, ErrNotFound
		}
		return ticket.Apply(o, other, rules, d.Now())
	}})
	if isRepeated(err) || c.Word != "" && errors.Is(err, ErrNotFound) {
		return nil
	}
	return err
}

// goesOnAs follows a ticket to the one with which it goes on.
func (d *Desk) goesOnAs(ctx context.Context, number int64) (int64, error) {
	for range mostMerged {
		saved, err := d.Tickets.Load(ctx, number)
		switch {
		case errors.Is(err, ErrNotFound):
			return number, nil
		case err != nil:
			return 0, d.unsaved("load", err)
		case saved.Ticket.State != ticket.Duplicate || saved.Ticket.Merge == nil:
			return number, nil
		}
		number = saved.Ticket.Merge.Into
	}
	return number, nil
}

// mostMerged is how far a thread is followed from ticket to ticket; nothing is
// merged in circles.
const mostMerged = 10

// earliest is how many earlier tickets of an asker are looked through, the newest first.
const earliest = 50

// link notes in a decision that the same asker asked about the same before,
// where it has just been said who asked or what.
func (d *Desk) link(ctx context.Context, dec *ticket.Decision, rules policy.Rules) error {
	var numbers []int64
	for _, tag := range dec.Seeks(rules) {
		found, err := d.Finder.Of(ctx, tag)
		if err != nil {
			return d.unsaved("earlier tickets", err)
		}
		numbers = append(numbers, found...)
	}
	slices.Sort(numbers)
	numbers = slices.DeleteFunc(slices.Compact(numbers), func(n int64) bool { return n == dec.Ticket.Number })
	if len(numbers) == 0 {
		return nil
	}
	found, err := d.Tickets.LoadMany(ctx, numbers[max(0, len(numbers)-earliest):])
	if len(found) == 0 {
		return d.orNil("load earlier", err)
	}
	earlier := make([]ticket.Ticket, len(found))
	for i := range found {
		earlier[i] = found[i].Ticket
	}
	dec.Link(earlier, rules, d.Now())
	return nil
}
