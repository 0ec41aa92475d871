package handlers

import (
	"context"
	"maps"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// ask puts a question to the next level, or to the asker: "ask 42 @name
// question", "ask 42 customer question".
func (d *Desk) ask(ctx context.Context, r Request, w words) (Reply, error) {
	rules, err := d.current(ctx)
	if err != nil {
		return Reply{}, err
	}
	if d.asksAsker(r, w, rules) {
		c := ticket.Command{Verb: ticket.VerbAsk, Word: askerCustomer, Text: w.After}
		reply, err := d.apply(ctx, r, w, c, "asked_asker", nil)
		return reply, toAsk(err)
	}
	to, question, err := d.receiver(ctx, r, w, rules)
	if err != nil {
		reply, err := d.nowhere(ctx, r, w, ticket.VerbAsk, err)
		return d.inForm(r, text.FieldTo, reply, toAsk(err))
	}
	to, instead, err := present(to, rules, r.Actor)
	if err != nil {
		return d.inForm(r, text.FieldTo, Reply{Ticket: w.Number}, err)
	}
	c := ticket.Command{Verb: ticket.VerbAsk, To: to, Text: question}
	reply, err := d.apply(ctx, r, w, c, "asked_level", func(t *ticket.Ticket) notice.Params {
		p := notice.Params{"to": notice.User(to.User)}
		if clock := t.ClockOf(to.User); clock != nil && clock.Role.Below() {
			p["limit"] = notice.Time(clock.Due)
		}
		maps.Copy(p, instead)
		return p
	})
	field := text.FieldTo
	if codeOf(err) == ticket.NeedQuestion {
		field = text.FieldText
	}
	return d.inForm(r, field, reply, toAsk(err))
}

// toAsk says of a refusal for want of an acceptance what it was wanted for.
func toAsk(err error) error {
	if codeOf(err) != ticket.AcceptFirst {
		return err
	}
	return refuse(ticket.AcceptFirst, notice.Params{"verb": notice.Word(string(ticket.VerbAsk))})
}

// asksAsker reports whether a question is for the asker. A department whose
// name begins with the same word goes before.
func (d *Desk) asksAsker(r Request, w words, rules policy.Rules) bool {
	if r.Source == Form || w.Detail != askerCustomer {
		return false
	}
	name, _ := leadingDesk(w.Rest, rules.Org)
	return name == "" || r.Source == Click
}
