package handlers

import (
	"context"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/ticket"
)

// takeover confirms that whoever accepted has the person who asked: the
// first-asked person is released.
func (d *Desk) takeover(ctx context.Context, r Request, w words) (Reply, error) {
	c := ticket.Command{Verb: ticket.VerbTakeover, Text: w.Rest}
	return d.apply(ctx, r, w, c, "taken_over", func(t *ticket.Ticket) notice.Params {
		return notice.Params{"who": notice.User(t.Natural.User), "at": notice.Time(t.Released)}
	})
}
