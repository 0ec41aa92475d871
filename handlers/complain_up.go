package handlers

import (
	"context"

	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// complainUp brings a passed limit before the superiors; the first-asked person,
// or the level above,
// asks their head to do it.
func (d *Desk) complainUp(ctx context.Context, r Request, w words) (Reply, error) {
	c := ticket.Command{Verb: ticket.VerbComplainUp, Text: w.Rest}
	sent := 0
	k := d.taskOf(r, w, c, func(t *ticket.Ticket, _ *ticket.Command) { sent = len(t.Complained) }, func(t *ticket.Ticket) Reply {
		if len(t.Complained) == sent {
			return answer("complaint_wished", nil)
		}
		return answer("complaint_sent", nil)
	})
	reply, err := d.change(ctx, k)
	return d.inForm(r, text.FieldText, reply, err)
}
