package handlers

import (
	"context"
	"strings"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// thirdParty waits for somebody outside: who that is, and what for. With
// "direct" at the end the asker deals with them themselves.
func (d *Desk) thirdParty(ctx context.Context, r Request, w words) (Reply, error) {
	rules, err := d.current(ctx)
	if err != nil {
		return Reply{}, err
	}
	said := w.Rest
	if who := strings.TrimSpace(r.Values[text.FieldWho]); who != "" {
		said = strings.TrimSuffix(who+": "+said, ": ")
	}
	if b, n := rules.Org.Body(said); n > 0 {
		said = bodyName(b, rules) + said[n:]
	}
	c, key := ticket.Command{Verb: ticket.VerbThirdParty, Text: said}, "waiting"
	if who, direct := d.Words.Direct(said); r.Source != Form && direct || r.Values[text.FieldDirect] == text.Yes {
		c.Word, key = text.DetailDirect, "waiting_direct"
		if r.Source != Form {
			c.Text, said = who, who
		}
	}
	reply, err := d.apply(ctx, r, w, c, key, func(*ticket.Ticket) notice.Params {
		return notice.Params{"what": notice.Text(said)}
	})
	return d.inForm(r, text.FieldWho, reply, err)
}

// resume ends a wait.
func (d *Desk) resume(ctx context.Context, r Request, w words) (Reply, error) {
	return d.apply(ctx, r, w, ticket.Command{Verb: ticket.VerbResume, Text: w.Rest}, "resumed", nil)
}
