package handlers

import (
	"context"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

func (d *Desk) resolve(ctx context.Context, r Request, w words) (Reply, error) {
	key := "resolved"
	reply, err := d.apply(ctx, r, w, ticket.Command{Verb: ticket.VerbResolve, Text: w.Rest}, key, func(t *ticket.Ticket) notice.Params {
		return notice.Params{"who": notice.User(t.Asker.User), "natural": notice.User(t.Natural.User)}
	})
	if err == nil && reply.View != nil && reply.View.State == ticket.ResultReady {
		reply.Key = "resolved_tell"
	}
	return d.inForm(r, text.FieldText, reply, err)
}

// reply is "I told the customer".
func (d *Desk) reply(ctx context.Context, r Request, w words) (Reply, error) {
	return d.apply(ctx, r, w, ticket.Command{Verb: ticket.VerbReply, Text: w.Rest}, "replied", nil)
}

func (d *Desk) confirm(ctx context.Context, r Request, w words) (Reply, error) {
	return d.apply(ctx, r, w, ticket.Command{Verb: ticket.VerbConfirm, Text: w.Rest}, "confirmed", nil)
}

func (d *Desk) reopen(ctx context.Context, r Request, w words) (Reply, error) {
	reply, err := d.apply(ctx, r, w, ticket.Command{Verb: ticket.VerbReopen, Text: w.Rest}, "reopened", func(t *ticket.Ticket) notice.Params {
		return notice.Params{"to": notice.User(t.Factual())}
	})
	return d.inForm(r, text.FieldText, reply, err)
}
