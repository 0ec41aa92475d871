package handlers

import (
	"context"
	"strings"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// dispute says that an order is another unit's, or, by who gave it, that it stays.
func (d *Desk) dispute(ctx context.Context, r Request, w words) (Reply, error) {
	c := ticket.Command{Verb: ticket.VerbDispute, Text: w.Rest}
	reply, err := d.applySaying(ctx, r, w, c, func(t *ticket.Ticket) Reply {
		order, open := t.Mark(ticket.Dispatched), t.Mark(ticket.Disputed)
		if order == nil || open == nil {
			return answer("order_stays", notice.Params{"to": notice.User(movesNow(t))})
		}
		return answer("disputed", userParam(order.By))
	})
	return d.inForm(r, text.FieldText, reply, err)
}

// movesNow is who was asked to take a ticket, else whose it is.
func movesNow(t *ticket.Ticket) string {
	if t.Handoff != nil {
		return t.Handoff.To
	}
	return t.Factual()
}

// dispatch gives a unit an order: "new --dispatch DEPARTMENT TEXT" (WK-7). It is
// a ticket that goes to the unit's counterpart at once and comes back to nobody.
func (d *Desk) dispatch(ctx context.Context, r Request, line string) (Reply, error) {
	rules, err := d.current(ctx)
	if err != nil {
		return Reply{}, err
	}
	if !ticket.Dispatches(rules, r.Actor) {
		return Reply{}, refuse(ticket.NotYours, notice.Params{"who": notice.User(mayDispatch(r.Actor, rules)), "verb": notice.Word("dispatch")})
	}
	name, what := leadingDesk(line, rules.Org)
	if name == "" || strings.TrimSpace(what) == "" {
		return answer("dispatch_where", nil), nil
	}
	to, err := d.counterpart(name, rules, r)
	switch {
	case err != nil:
		return Reply{}, err
	case to.User == r.Actor:
		return Reply{}, refuse(ticket.SelfHandoff, nil)
	}
	req := ticket.Request{
		Post: r.Post, Text: strings.TrimSpace(what), By: r.Actor, Asker: ticket.Asker{Kind: ticket.AskerMember, User: r.Actor},
		Typed: true, Order: to, At: r.At,
	}
	return d.captureSaying(ctx, r, req, rules, func(t *ticket.Ticket) Reply {
		reply := answer("dispatched", limitOf(policy.Receiver)(t))
		reply.Ticket, reply.View = t.Number, t
		return reply
	})
}

// mayDispatch is somebody who may give an order: who fills the role, else a head.
func mayDispatch(user string, rules policy.Rules) string {
	home := ""
	if d := rules.Org.Home(user); d != nil {
		home = d.ID
	}
	for _, role := range rules.Policy.Dispatch.By {
		for _, u := range rules.Org.Fill(role, home, rules.Out()) {
			return u
		}
	}
	for _, h := range rules.Org.Superiors(home, rules.Out()) {
		return h
	}
	return ""
}
