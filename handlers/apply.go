package handlers

import (
	"context"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// apply carries out one ticket command and answers with key; params may be nil.
func (d *Desk) apply(ctx context.Context, r Request, w words, c ticket.Command, key string, params func(*ticket.Ticket) notice.Params) (Reply, error) {
	return d.applySaying(ctx, r, w, c, func(t *ticket.Ticket) Reply {
		if params == nil {
			return answer(key, nil)
		}
		return answer(key, params(t))
	})
}

// applySaying is apply with an answer that depends on what came of it.
func (d *Desk) applySaying(ctx context.Context, r Request, w words, c ticket.Command, say func(*ticket.Ticket) Reply) (Reply, error) {
	return d.change(ctx, d.taskOf(r, w, c, nil, say))
}

// taskOf is the change that a command of a person makes; before, if given, looks
// at the ticket as it was and may change the command.
func (d *Desk) taskOf(r Request, w words, c ticket.Command, before func(*ticket.Ticket, *ticket.Command), say func(*ticket.Ticket) Reply) task {
	c.Actor, c.At = r.Actor, r.At
	if r.Source == Message { // the post itself is the answer
		say = nil
	}
	return task{number: w.Number, key: r.Key, actor: c.Actor, typed: c.Text, say: say, decide: func(t *ticket.Ticket, rules policy.Rules) (ticket.Decision, error) {
		if !d.sees(t, r, w, rules) {
			return ticket.Decision{}, ErrNotFound
		}
		now := c // another try begins with what was asked
		if before != nil {
			before(t, &now)
		}
		return ticket.Apply(t, now, rules, d.Now())
	}}
}

// sees reports whether the actor may know of the ticket. Whoever pressed a
// button or stands in its thread has it before their eyes; whoever types a
// number has to have the right to read it.
func (d *Desk) sees(t *ticket.Ticket, r Request, w words, rules policy.Rules) bool {
	return r.Source == Click || r.Source == Form || w.Here || d.mayRead(t, r.Actor, rules)
}

// limitOf says the limit that runs on a role after a command.
func limitOf(role policy.Role) func(*ticket.Ticket) notice.Params {
	return func(t *ticket.Ticket) notice.Params {
		p := notice.Params{}
		if t.Handoff != nil {
			p["to"] = notice.User(t.Handoff.To)
		}
		if c := clockOf(t, role); c != nil {
			p["limit"] = notice.Time(c.Due)
		}
		return p
	}
}

// clockOf is the limit that runs on a role, else the first on whoever fills it.
func clockOf(t *ticket.Ticket, role policy.Role) *ticket.Clock {
	if c := t.ClockOn(role); c != nil {
		return c
	}
	return t.ClockOf(t.Holder(role))
}
