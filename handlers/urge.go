package handlers

import (
	"context"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/ticket"
)

func (d *Desk) urge(ctx context.Context, r Request, w words) (Reply, error) {
	return d.apply(ctx, r, w, ticket.Command{Verb: ticket.VerbUrge, Text: w.Rest}, "urged", func(t *ticket.Ticket) notice.Params {
		return notice.Params{"to": notice.User(t.Urges[len(t.Urges)-1].To)}
	})
}
