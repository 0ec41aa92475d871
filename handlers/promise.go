package handlers

import (
	"context"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// promise agrees a time: from the form an instant, typed in words of any
// language; what was understood is said back.
func (d *Desk) promise(ctx context.Context, r Request, w words) (Reply, error) {
	rules, err := d.current(ctx)
	if err != nil {
		return Reply{}, err
	}
	until, reason, ok := d.when(r, w, rules)
	if !ok {
		a := answer("unclear_when", nil)
		a.Typed, a.Ticket = w.Rest, w.Number
		if r.Source == Form {
			return problem(text.FieldUntil, a), nil
		}
		return a, nil
	}
	c := ticket.Command{Verb: ticket.VerbPromise, Until: until, Text: reason}
	reply, err := d.apply(ctx, r, w, c, "promised", func(*ticket.Ticket) notice.Params {
		return notice.Params{"at": notice.Time(until)}
	})
	return d.inForm(r, text.FieldUntil, reply, err)
}

// when reads the time from a form's field, or from the leading words; the rest
// is the reason. "15:30" is the typist's own.
func (d *Desk) when(r Request, w words, rules policy.Rules) (time.Time, string, bool) {
	if v := r.Values[text.FieldUntil]; v != "" {
		t, err := time.Parse(time.RFC3339, v)
		return t, w.Rest, err == nil
	}
	zone := rules.Org.Zone
	if p, ok := d.People.Person(r.Actor); ok && p.Zone != nil {
		zone = p.Zone
	}
	return d.Words.Until(w.Rest, d.Now(), zone)
}
