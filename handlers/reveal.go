package handlers

import (
	"context"

	"github.com/firstask/firstask/ticket"
)

// reveal shows the person who asks for it, and nobody else, how the asker of a
// ticket is reached: "reveal 42 why". Each time is on record, also where it was
// refused.
func (d *Desk) reveal(ctx context.Context, r Request, w words) (Reply, error) {
	said := w.Rest
	if r.Source == Click {
		said = ""
	}
	return d.apply(ctx, r, w, ticket.Command{Verb: ticket.VerbReveal, Text: said}, "revealed", nil)
}
