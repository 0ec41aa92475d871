package handlers

import (
	"context"

	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// inform tells whoever asked all that the matter takes, in one go: the points of
// the rule book, and what is typed beside them.
func (d *Desk) inform(ctx context.Context, r Request, w words) (Reply, error) {
	c := ticket.Command{Verb: ticket.VerbInform, Text: w.Rest}
	return d.applySaying(ctx, r, w, c, func(t *ticket.Ticket) Reply {
		if !t.Asker.InSlack() {
			return answer("informed_tell", nil)
		}
		return answer("informed", nil)
	})
}

// clear is the word of whoever was told: "understood 42", or "understood 42 no,
// which office?".
func (d *Desk) clear(ctx context.Context, r Request, w words) (Reply, error) {
	c := ticket.Command{Verb: ticket.VerbUnderstood, Word: w.Detail, Text: w.After}
	if c.Word == "" {
		c.Text = w.Rest
	}
	if c.Word == ticket.NotClear && r.Source == Click && c.Text == "" {
		return Reply{Form: formOf(ticket.VerbUnderstood, c.Word), Ticket: w.Number}, nil
	}
	key := "understood"
	if c.Word == ticket.NotClear {
		key = "not_clear"
	}
	reply, err := d.apply(ctx, r, w, c, key, nil)
	return d.inForm(r, text.FieldText, reply, err)
}
