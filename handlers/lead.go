package handlers

import (
	"context"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// lead names who leads a request: "lead 42 @person reason", "lead 42
// Finance"; by a button, whom the rules propose. A department is led by whoever
// answers for it now.
func (d *Desk) lead(ctx context.Context, r Request, w words) (Reply, error) {
	rules, err := d.current(ctx)
	if err != nil {
		return Reply{}, err
	}
	to, reason, err := d.leader(ctx, r, w, rules)
	if err != nil {
		reply, err := d.nowhere(ctx, r, w, ticket.VerbLead, err)
		return d.inForm(r, text.FieldTo, reply, err)
	}
	c := ticket.Command{Verb: ticket.VerbLead, To: to, Text: reason}
	reply, err := d.applySaying(ctx, r, w, c, func(t *ticket.Ticket) Reply {
		key, role := "lead_named", policy.Responsible
		if t.Handoff != nil { // the word of no superior: it is an offer
			key, role = "handed_off", policy.Receiver
		}
		p := notice.Params{"to": notice.User(to.User)}
		if clock := clockOf(t, role); clock != nil {
			p["limit"] = notice.Time(clock.Due)
		}
		return answer(key, p)
	})
	return d.inForm(r, text.FieldTo, reply, err)
}

func (d *Desk) leader(ctx context.Context, r Request, w words, rules policy.Rules) (ticket.Target, string, error) {
	if r.Source == Click && w.Detail == text.DetailRoute {
		to, err := d.proposed(ctx, r, w)
		return to, "", err
	}
	return d.chosen(ctx, r, w, rules)
}
