package handlers

import (
	"context"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// correct says that somebody else was asked first: "correct 42 @name reason".
// A head answers it with "correct 42 agree" or "correct 42 decline reason".
func (d *Desk) correct(ctx context.Context, r Request, w words) (Reply, error) {
	if w.Detail == text.DetailAgree || w.Detail == text.DetailDecline {
		return d.judged(ctx, r, w)
	}
	rules, err := d.current(ctx)
	if err != nil {
		return Reply{}, err
	}
	to, reason, err := d.whom(ctx, r, w, rules)
	if err != nil {
		return choose(Reply{Ticket: w.Number}, ticket.VerbCorrect, w, err)
	}
	c := ticket.Command{Verb: ticket.VerbCorrect, To: to, Text: reason}
	return d.apply(ctx, r, w, c, "correction_asked", func(t *ticket.Ticket) notice.Params {
		if t.Correction == nil {
			return nil
		}
		return notice.Params{"to": notice.User(t.Correction.Head)}
	})
}

// whom reads which person is meant, and what is said of it: a form's, that of a
// button, a mention, else a name.
func (d *Desk) whom(ctx context.Context, r Request, w words, rules policy.Rules) (ticket.Target, string, error) {
	id, said := d.Words.Given(w.Rest)
	switch r.Source { //nolint:exhaustive // the others are typed
	case Click:
		id, said = w.Detail, w.Rest
	case Form:
		id, said = r.Values[text.FieldTo], r.Values[text.FieldText]
	}
	if id == "" {
		return d.named(ctx, said, rules)
	}
	to, err := d.person(ctx, id, rules)
	return to, said, err
}

// judged is a head's answer to a proposed correction. A press of "Decline…"
// asks why.
func (d *Desk) judged(ctx context.Context, r Request, w words) (Reply, error) {
	c := ticket.Command{Verb: ticket.VerbCorrect, Word: w.Detail, Text: w.After}
	if w.Detail == text.DetailAgree {
		return d.apply(ctx, r, w, c, "correction_agreed", nil)
	}
	if r.Source == Click && w.Rest == "" {
		return Reply{Form: formOf(ticket.VerbCorrect, text.DetailDecline), Ticket: w.Number}, nil
	}
	reply, err := d.apply(ctx, r, w, c, "correction_declined", nil)
	return d.inForm(r, text.FieldText, reply, err)
}
