package handlers

import (
	"context"
	"strings"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// thirdParty waits for somebody outside: who that is, and what for.
func (d *Desk) thirdParty(ctx context.Context, r Request, w words) (Reply, error) {
	said := w.Rest
	if who := strings.TrimSpace(r.Values[text.FieldWho]); who != "" {
		said = strings.TrimSuffix(who+": "+said, ": ")
	}
	c := ticket.Command{Verb: ticket.VerbThirdParty, Text: said}
	reply, err := d.apply(ctx, r, w, c, "waiting", func(*ticket.Ticket) notice.Params {
		return notice.Params{"what": notice.Text(said)}
	})
	return d.inForm(r, text.FieldWho, reply, err)
}

// resume ends a wait.
func (d *Desk) resume(ctx context.Context, r Request, w words) (Reply, error) {
	return d.apply(ctx, r, w, ticket.Command{Verb: ticket.VerbResume, Text: w.Rest}, "resumed", nil)
}
