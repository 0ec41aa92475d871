package handlers

import (
	"cmp"
	"context"
	"errors"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// giveBack returns an offer: a quick reason, a line of text, or both.
func (d *Desk) giveBack(ctx context.Context, r Request, w words) (Reply, error) {
	c := ticket.Command{Verb: ticket.VerbReturn, Text: w.reason(), Word: cmp.Or(r.Values[text.FieldWhy], w.Detail)}
	reply, err := d.apply(ctx, r, w, c, "returned", func(t *ticket.Ticket) notice.Params {
		return notice.Params{"to": notice.User(t.Factual())}
	})
	return d.inForm(r, text.FieldText, reply, err)
}

// inForm turns a refusal into a word under a field of the form, so that the
// form stays open with what was typed.
func (d *Desk) inForm(r Request, field string, reply Reply, err error) (Reply, error) {
	var refusal *ticket.Refusal
	if r.Source != Form || !errors.As(err, &refusal) {
		return reply, err
	}
	a := answer("refused", refusal.Params)
	a.Refused = refusal
	p := problem(field, a)
	p.Ticket, p.View = reply.Ticket, reply.View
	return p, nil
}

func problem(field string, a Reply) Reply {
	return Reply{Problems: map[string]text.Answer{field: a.Answer}, Ticket: a.Ticket, View: a.View}
}

// codeOf is why something was refused; "" for another error and for none.
func codeOf(err error) ticket.Code {
	if refusal, ok := errors.AsType[*ticket.Refusal](err); ok {
		return refusal.Code
	}
	return ""
}
