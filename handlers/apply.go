package handlers

import (
	"context"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// apply carries out one ticket command and answers with key; params may be nil.
func (d *Desk) apply(ctx context.Context, r Request, w words, c ticket.Command, key string, params func(*ticket.Ticket) notice.Params) (Reply, error) {
	c.Actor, c.At = r.Actor, r.At
	say := func(t *ticket.Ticket) Reply {
		switch {
		case r.Source == Message: // the post itself is the answer
			return Reply{}
		case params == nil:
			return answer(key, nil)
		default:
			return answer(key, params(t))
		}
	}
	return d.change(ctx, task{number: w.Number, key: r.Key, say: say, decide: func(t *ticket.Ticket, rules policy.Rules) (ticket.Decision, error) {
		if !sees(t, r, w, rules) {
			return ticket.Decision{}, ErrNotFound
		}
		return ticket.Apply(t, c, rules, d.Now())
	}})
}

// sees reports whether the actor may know of the ticket. Whoever pressed a
// button or stands in its thread has it before their eyes; whoever types a
// number has to have the right to read it.
func sees(t *ticket.Ticket, r Request, w words, rules policy.Rules) bool {
	return r.Source == Click || r.Source == Form || w.Here || mayRead(t, r.Actor, rules)
}

// limitOf says the limit that runs on a role after a command.
func limitOf(role policy.Role) func(*ticket.Ticket) notice.Params {
	return func(t *ticket.Ticket) notice.Params {
		p := notice.Params{}
		if t.Handoff != nil {
			p["to"] = notice.User(t.Handoff.To)
		}
		if c := t.ClockOn(role); c != nil {
			p["limit"] = notice.Time(c.Due)
		}
		return p
	}
}
