package handlers

import (
	"context"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

func (d *Desk) urgent(ctx context.Context, r Request, w words) (Reply, error) {
	return d.marked(ctx, r, w, ticket.VerbUrgent, ticket.Urgent)
}

func (d *Desk) major(ctx context.Context, r Request, w words) (Reply, error) {
	return d.marked(ctx, r, w, ticket.VerbMajor, ticket.Major)
}

func (d *Desk) marked(ctx context.Context, r Request, w words, v ticket.Verb, name ticket.MarkName) (Reply, error) {
	return d.apply(ctx, r, w, ticket.Command{Verb: v, Text: w.Rest}, "marked", func(*ticket.Ticket) notice.Params {
		return notice.Params{"mark": notice.Word("mark." + string(name))}
	})
}

// ack is "I have seen it".
func (d *Desk) ack(ctx context.Context, r Request, w words) (Reply, error) {
	return d.apply(ctx, r, w, ticket.Command{Verb: ticket.VerbAck}, "acked", nil)
}

// written is the written report of a matter.
func (d *Desk) written(ctx context.Context, r Request, w words) (Reply, error) {
	reply, err := d.apply(ctx, r, w, ticket.Command{Verb: ticket.VerbReport, Text: w.Rest}, "reported", nil)
	return d.inForm(r, text.FieldText, reply, err)
}
