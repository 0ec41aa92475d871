package handlers

import (
	"context"

	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// consent records that the asker agrees to deal with a third party themselves:
// "consent 42 by phone at ten", or "consent 42 ask" to ask them first.
func (d *Desk) consent(ctx context.Context, r Request, w words) (Reply, error) {
	c := ticket.Command{Verb: ticket.VerbConsent, Text: w.Rest}
	if w.Detail == text.DetailAsk && (r.Source == Click || w.After == "") {
		c.Word, c.Text = text.DetailAsk, ""
	}
	reply, err := d.applySaying(ctx, r, w, c, func(t *ticket.Ticket) Reply {
		if t.Consent.At.IsZero() {
			return answer("consent_asked", nil)
		}
		return answer("consented", nil)
	})
	return d.inForm(r, text.FieldText, reply, err)
}
