package handlers

import (
	"cmp"
	"context"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// callback records what the customer said: that all is well, or that it came
// back, which opens the ticket again; or that somebody wants a callback made. A
// press of "It came back…" asks what did.
func (d *Desk) callback(ctx context.Context, r Request, w words) (Reply, error) {
	result := cmp.Or(r.Values[text.FieldResult], w.Detail)
	switch {
	case r.Source == Click && result == text.DetailRecurred && w.Rest == "":
		return Reply{Form: formOf(ticket.VerbCallback, text.DetailRecurred), Ticket: w.Number}, nil
	case result == "" && r.Source == Form:
		return problem(text.FieldResult, answer("unclear_result", nil)), nil
	case result == "":
		a := answer("unclear_result", nil)
		a.Ticket, a.Typed = w.Number, w.Rest
		return a, nil
	}
	if result == ticket.CallbackWish {
		c := ticket.Command{Verb: ticket.VerbCallback, Word: result, Text: w.After}
		return d.apply(ctx, r, w, c, "callback_wished", func(t *ticket.Ticket) notice.Params {
			return notice.Params{"who": notice.User(t.Caller())}
		})
	}
	said := w.After
	if result == text.DetailRecurred && said == "" {
		said = w.Rest
	}
	c := ticket.Command{Verb: ticket.VerbCallback, Word: result}
	c.Account, c.Text = d.account(r, said)
	key := "called_back"
	if result == text.DetailRecurred {
		key = "called_again"
	}
	reply, err := d.apply(ctx, r, w, c, key, nil)
	return d.inFull(r, formOf(ticket.VerbCallback, result), reply, err)
}

// formOf is the form of a verb with a detail, written as a button writes it.
func formOf(v ticket.Verb, detail string) string { return string(v) + ":" + detail }
