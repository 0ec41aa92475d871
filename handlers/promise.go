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
// language; what was understood is said back. A head who was asked for a later
// time agrees to it or declines it.
func (d *Desk) promise(ctx context.Context, r Request, w words) (Reply, error) {
	if w.Detail == text.DetailAgree || w.Detail == text.DetailDecline {
		return d.granted(ctx, r, w)
	}
	rules, err := d.current(ctx)
	if err != nil {
		return Reply{}, err
	}
	m, reason, ok := d.when(r, w, rules)
	if !ok {
		return unclearWhen(r, w), nil
	}
	c := ticket.Command{
		Verb: ticket.VerbPromise, Until: m.At, Text: reason,
		Consent: r.Values[text.FieldConsent] == text.Yes || d.Words.Consent(reason),
	}
	reply, err := d.applySaying(ctx, r, w, c, func(t *ticket.Ticket) Reply {
		p := d.understood(m)
		if wish := t.Wish; wish != nil && wish.By == r.Actor && wish.Until.Equal(m.At) {
			p["to"] = notice.User(wish.To)
			if alone := ticket.Alone(t, rules, r.Actor); !alone.IsZero() {
				p["alone"] = notice.Time(alone)
			}
			return answer("promise_asked", p)
		}
		return answer("promised", p)
	})
	field := text.FieldUntil
	if codeOf(err) == ticket.NeedConsent {
		field = text.FieldConsent
	}
	return d.inForm(r, field, reply, err)
}

// granted is a head's answer to somebody who asked for a later time. A press
// of "Decline…" asks why.
func (d *Desk) granted(ctx context.Context, r Request, w words) (Reply, error) {
	c := ticket.Command{Verb: ticket.VerbPromise, Word: w.Detail, Text: w.After}
	if w.Detail == text.DetailAgree {
		var until time.Time
		c.Text = ""
		return d.change(ctx, d.taskOf(r, w, c, func(t *ticket.Ticket, _ *ticket.Command) { until = wished(t) }, func(*ticket.Ticket) Reply {
			return answer("wish_agreed", notice.Params{"at": notice.Time(until)})
		}))
	}
	if r.Source == Click && w.Rest == "" {
		return Reply{Form: formOf(ticket.VerbPromise, text.DetailDecline), Ticket: w.Number}, nil
	}
	reply, err := d.apply(ctx, r, w, c, "wish_declined", nil)
	return d.inForm(r, text.FieldText, reply, err)
}

// wished is the later time that waits for a head; zero for none.
func wished(t *ticket.Ticket) time.Time {
	if t.Wish == nil {
		return time.Time{}
	}
	return t.Wish.Until
}

// when reads the time from a form's field, or from the leading words; the rest
// is the reason. "15:30" is the typist's own, working days are the policy's.
func (d *Desk) when(r Request, w words, rules policy.Rules) (text.Moment, string, bool) {
	if v := r.Values[text.FieldUntil]; v != "" {
		t, err := time.Parse(time.RFC3339, v)
		return text.Moment{At: t}, w.Rest, err == nil
	}
	return d.Words.Until(w.Rest, d.Now(), d.zoneOf(r.Actor, rules), rules.Org.Calendar(rules.Policy.Calendar))
}

// zoneOf is a person's time zone, the organisation's where it is not known.
func (d *Desk) zoneOf(user string, rules policy.Rules) *time.Location {
	if p, ok := d.People.Person(user); ok && p.Zone != nil {
		return p.Zone
	}
	return rules.Org.Zone
}

// understood are the params of an answer that says back a time: with working
// days also from when and how many.
func (d *Desk) understood(m text.Moment) notice.Params {
	p := notice.Params{"at": notice.Time(m.At)}
	if m.Days > 0 {
		p["days"], p["from"] = notice.Number(m.Days), notice.Time(d.Now())
	}
	return p
}

// unclearWhen answers words that are no time.
func unclearWhen(r Request, w words) Reply {
	a := answer("unclear_when", nil)
	a.Ticket = w.Number
	if r.Source == Form {
		return problem(text.FieldUntil, a)
	}
	a.Typed = w.Rest
	return a
}
