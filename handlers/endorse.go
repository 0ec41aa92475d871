package handlers

import (
	"context"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/ticket"
)

// endorse is a leader's word that a request may go on: "endorse 42", with or
// without a line for who goes on with it.
func (d *Desk) endorse(ctx context.Context, r Request, w words) (Reply, error) {
	c := ticket.Command{Verb: ticket.VerbEndorse, Text: w.reason()}
	return d.applySaying(ctx, r, w, c, func(t *ticket.Ticket) Reply {
		if to := t.Endorser(); to != "" && to != r.Actor {
			return answer("laid_before", notice.Params{"to": notice.User(to)})
		}
		return answer("endorsed", notice.Params{"to": notice.User(t.Follower())})
	})
}
