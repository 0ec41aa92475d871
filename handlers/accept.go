package handlers

import (
	"context"

	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

func (d *Desk) accept(ctx context.Context, r Request, w words) (Reply, error) {
	return d.apply(ctx, r, w, ticket.Command{Verb: ticket.VerbAccept}, "accepted", limitOf(policy.Responsible))
}
