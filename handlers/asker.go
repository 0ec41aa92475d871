package handlers

import (
	"context"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// What a button, a form or a typed line says about who asked.
const (
	askerMe        = "me"
	askerCustomer  = "customer"
	askerColleague = "colleague"
)

// asker says who has the problem: "asker 42 customer NAME | @colleague | me".
func (d *Desk) asker(ctx context.Context, r Request, w words) (Reply, error) {
	rules, err := d.current(ctx)
	if err != nil {
		return Reply{}, err
	}
	c := ticket.Command{Verb: ticket.VerbAsker}
	switch {
	case w.Detail == askerMe && w.After == "":
		c.Asker = ticket.Asker{Kind: ticket.AskerMember, User: r.Actor}
		c.To = d.deskFor(r, rules)
	case w.Detail == askerCustomer:
		c.Asker = ticket.Asker{Kind: ticket.AskerCustomer, Name: w.After}
	default:
		user, err := d.colleague(ctx, r, w, rules)
		if err != nil {
			return d.notAsker(r, w, err)
		}
		c.Asker = ticket.Asker{Kind: ticket.AskerMember, User: user}
	}
	reply, err := d.apply(ctx, r, w, c, "asker_set", func(t *ticket.Ticket) notice.Params {
		return userParam(t.Follower())
	})
	return d.inForm(r, text.FieldColleague, reply, err)
}

// colleague reads who asked from a form, a button, a mention or a name. A guest
// may have asked.
func (d *Desk) colleague(ctx context.Context, r Request, w words, rules policy.Rules) (string, error) {
	id, rest := r.Values[text.FieldColleague], w.After
	if id == "" && r.Source == Click {
		id = w.Detail
	}
	if id == "" && w.Detail != askerColleague {
		rest = w.Rest
	}
	if id == "" {
		id, rest = d.Words.Given(rest)
	}
	var to ticket.Target
	var err error
	switch {
	case id != "":
		to, err = d.person(ctx, id, rules)
	case rest == "":
		err = refuse(ticket.NeedReceiver, nil)
	default:
		to, _, err = d.named(ctx, rest, rules)
	}
	if codeOf(err) == ticket.Outsider {
		err = nil
	}
	return to.User, err
}

// notAsker answers what named nobody who can have asked.
func (d *Desk) notAsker(r Request, w words, why error) (Reply, error) {
	reply := Reply{Ticket: w.Number}
	code := codeOf(why)
	if code == "" {
		return choose(reply, ticket.VerbAsker, w, why)
	}
	if code == ticket.PersonGone || code == ticket.BotReceiver {
		return d.inForm(r, text.FieldColleague, reply, why)
	}
	a := answer("asker_unclear", nil)
	a.Ticket, a.Typed = w.Number, w.Rest
	if r.Source == Form {
		return problem(text.FieldColleague, a), nil
	}
	return a, nil
}

// deskFor is whom the default desk asks now: whoever types a request of their
// own without a desk meant to ask somebody else. Nobody else found leaves it
// with the typist.
func (d *Desk) deskFor(r Request, rules policy.Rules) ticket.Target {
	dept := rules.Org.Department(rules.Org.Default)
	if dept == nil {
		return ticket.Target{}
	}
	user, rule := rules.Counterpart(dept, policy.Post{}, r.At)
	if user == "" || user == r.Actor {
		return ticket.Target{}
	}
	return ticket.Target{User: user, Rule: rule, Department: dept.ID}
}
