package handlers

import (
	"context"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// answer brings an answer to whoever asked: the level above, or the person
// responsible when the asker was asked.
func (d *Desk) answer(ctx context.Context, r Request, w words) (Reply, error) {
	rules, err := d.current(ctx)
	if err != nil {
		return Reply{}, err
	}
	c := ticket.Command{Verb: ticket.VerbAnswer, Text: w.Rest}
	if m, _, ok := d.when(r, w, rules); ok {
		c.Until = m.At // it counts where a solution or the date of one is wanted
	}
	reply, err := d.apply(ctx, r, w, c, "answered", func(t *ticket.Ticket) notice.Params {
		return notice.Params{"to": notice.User(answeredTo(t, r.Actor))}
	})
	return d.inForm(r, text.FieldText, reply, err)
}

// answeredTo is who asked what somebody has just answered.
func answeredTo(t *ticket.Ticket, by string) string {
	for i := len(t.Levels) - 1; i >= 0; i-- {
		if l := &t.Levels[i]; l.User == by && l.End == string(ticket.VerbAnswer) {
			return l.From
		}
	}
	return t.Factual()
}
