package handlers

import (
	"context"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// about says whom a matter is about: "about 42 @name".
func (d *Desk) about(ctx context.Context, r Request, w words) (Reply, error) {
	rules, err := d.current(ctx)
	if err != nil {
		return Reply{}, err
	}
	to, said, err := d.whom(ctx, r, w, rules)
	if err != nil {
		reply, err := choose(Reply{Ticket: w.Number}, ticket.VerbAbout, w, err)
		return d.inForm(r, text.FieldTo, reply, err)
	}
	c := ticket.Command{Verb: ticket.VerbAbout, To: to, Text: said}
	reply, err := d.apply(ctx, r, w, c, "about_set", func(t *ticket.Ticket) notice.Params {
		return notice.Params{"who": notice.User(t.About), "to": notice.User(t.Factual())}
	})
	return d.inForm(r, text.FieldTo, reply, err)
}

// rule decides what its receiver cannot: "rule 42 TEXT".
func (d *Desk) rule(ctx context.Context, r Request, w words) (Reply, error) {
	return d.decree(ctx, r, w, ticket.VerbRule)
}

// final decides for good: "final 42 TEXT".
func (d *Desk) final(ctx context.Context, r Request, w words) (Reply, error) {
	return d.decree(ctx, r, w, ticket.VerbFinal)
}

func (d *Desk) decree(ctx context.Context, r Request, w words, v ticket.Verb) (Reply, error) {
	reply, err := d.applySaying(ctx, r, w, ticket.Command{Verb: v, Text: w.Rest}, func(t *ticket.Ticket) Reply {
		if t.Ruling != nil && t.Ruling.Final {
			return answer("ruled_finally", nil)
		}
		return answer("ruled", nil)
	})
	return d.inForm(r, text.FieldText, reply, err)
}

// review asks whoever decides for good to decide anew: "review 42 REASON".
func (d *Desk) review(ctx context.Context, r Request, w words) (Reply, error) {
	reply, err := d.apply(ctx, r, w, ticket.Command{Verb: ticket.VerbReview, Text: w.Rest}, "review_asked", func(t *ticket.Ticket) notice.Params {
		return notice.Params{"to": notice.User(t.Responsible)}
	})
	return d.inForm(r, text.FieldText, reply, err)
}
