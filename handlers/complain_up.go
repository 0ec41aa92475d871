package handlers

import (
	"context"

	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// complainUp brings a passed limit before the superiors; the first-asked person
// asks their head to do it.
func (d *Desk) complainUp(ctx context.Context, r Request, w words) (Reply, error) {
	c := ticket.Command{Verb: ticket.VerbComplainUp, Text: w.Rest}
	reply, err := d.applySaying(ctx, r, w, c, func(t *ticket.Ticket) Reply {
		if r.Actor == t.Natural.User {
			return answer("complaint_wished", nil)
		}
		return answer("complaint_sent", nil)
	})
	return d.inForm(r, text.FieldText, reply, err)
}
