package handlers

import (
	"context"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/ticket"
)

// urge asks for news: "urge 42", or of one who is named, "urge 42 @name".
func (d *Desk) urge(ctx context.Context, r Request, w words) (Reply, error) {
	c := ticket.Command{Verb: ticket.VerbUrge, Text: w.Rest}
	if r.Source != Click {
		c.To.User, c.Text = d.Words.Given(w.Rest)
	}
	return d.apply(ctx, r, w, c, "urged", func(t *ticket.Ticket) notice.Params {
		return notice.Params{"to": notice.User(t.Urges[len(t.Urges)-1].To)}
	})
}
