package handlers

import (
	"cmp"
	"context"
	"strings"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// rate records how satisfied the asker is: one press, or typed "rate 42
// satisfied", for a further question "rate 42 speed satisfied". Not satisfied
// asks what was missing, and opens it again.
func (d *Desk) rate(ctx context.Context, r Request, w words) (Reply, error) {
	said, question, _ := strings.Cut(w.Detail, ":")
	why := w.After
	if said == "" {
		question, why, _ = strings.Cut(w.Rest, " ")
		said, why = d.Words.Detail(string(ticket.VerbRate), why)
	}
	if said == "" {
		a := answer("unclear_rating", nil)
		a.Ticket, a.Typed = w.Number, w.Rest
		return a, nil
	}
	c := ticket.Command{Verb: ticket.VerbRate, Word: said, Question: question, Text: why}
	key := "rated"
	if said == ticket.Unsatisfied && question == "" {
		key = "reopened"
	}
	if key == "reopened" && r.Source == Click && why == "" {
		return Reply{Form: formOf(ticket.VerbRate, said), Ticket: w.Number}, nil
	}
	reply, err := d.apply(ctx, r, w, c, key, func(t *ticket.Ticket) notice.Params {
		return notice.Params{"to": notice.User(cmp.Or(t.Factual(), t.Follower()))}
	})
	return d.inForm(r, text.FieldText, reply, err)
}
