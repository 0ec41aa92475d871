package handlers

import (
	"context"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// supervise watches over the work until a time: "supervise 42 by Friday 17:00",
// or over that of one level: "supervise 42 @name by 15:00".
func (d *Desk) supervise(ctx context.Context, r Request, w words) (Reply, error) {
	rules, err := d.current(ctx)
	if err != nil {
		return Reply{}, err
	}
	to := ""
	if r.Source != Form && r.Source != Click {
		to, w.Rest = d.Words.Given(w.Rest)
	}
	m, said, ok := d.when(r, w, rules)
	if !ok {
		return unclearWhen(r, w), nil
	}
	c := ticket.Command{Verb: ticket.VerbSupervise, Until: m.At, Text: said, To: ticket.Target{User: to}}
	reply, err := d.apply(ctx, r, w, c, "supervised", func(*ticket.Ticket) notice.Params {
		return d.understood(m)
	})
	return d.inForm(r, text.FieldUntil, reply, err)
}
