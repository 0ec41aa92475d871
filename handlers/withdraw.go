package handlers

import (
	"context"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

func (d *Desk) withdraw(ctx context.Context, r Request, w words) (Reply, error) {
	c := ticket.Command{Verb: ticket.VerbWithdraw, Text: w.reason(), Word: w.Detail}
	reply, err := d.apply(ctx, r, w, c, "withdrawn", nil)
	return d.inForm(r, text.FieldText, reply, err)
}

func (d *Desk) escalate(ctx context.Context, r Request, w words) (Reply, error) {
	return d.apply(ctx, r, w, ticket.Command{Verb: ticket.VerbEscalate, Text: w.Rest}, "escalated", func(t *ticket.Ticket) notice.Params {
		if len(t.Helpers) == 0 || t.Open {
			return nil
		}
		return notice.Params{"to": notice.User(t.Helpers[len(t.Helpers)-1])}
	})
}

// note adds text to a ticket. A plain reply in the thread is its own answer.
func (d *Desk) note(ctx context.Context, r Request, w words) (Reply, error) {
	c := ticket.Command{Verb: ticket.VerbNote, Text: w.Rest}
	if w.Detail == ticket.AsEvidence {
		c.Word, c.Text = w.Detail, w.After
	}
	if r.Source == Message {
		c.Where = notice.Recipient{Channel: r.Post.Channel, Thread: r.Post.Thread}
	}
	reply, err := d.apply(ctx, r, w, c, "noted", nil)
	return d.inForm(r, text.FieldText, reply, err)
}
