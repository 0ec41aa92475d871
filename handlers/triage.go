package handlers

import (
	"context"
	"slices"
	"strings"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// triage judges a request: "triage 42 complaint urgent Finance Delivery why", in
// any order and as much as is known; alone it asks for the form.
func (d *Desk) triage(ctx context.Context, r Request, w words) (Reply, error) {
	if r.Source != Form && w.Rest == "" && (r.Source == Slash || r.Source == Click) {
		return Reply{Form: string(ticket.VerbTriage), Ticket: w.Number}, nil
	}
	rules, err := d.current(ctx)
	if err != nil {
		return Reply{}, err
	}
	c, err := d.judgement(r, w.Rest, rules)
	if err != nil {
		reply, err := d.nowhere(ctx, r, w, ticket.VerbTriage, err)
		return d.inForm(r, text.FieldDepartment, reply, err)
	}
	reply, err := d.applySaying(ctx, r, w, c, func(t *ticket.Ticket) Reply {
		if t.Mark(ticket.Leaderless) != nil && len(c.With) > 1 {
			return answer("shared_lead", notice.Params{"to": ticket.WhoNames(t, rules)})
		}
		return answer("triaged", notice.Params{"fields": notice.Text(strings.Join(ticket.Unjudged(t, rules), " "))})
	})
	return d.inForm(r, text.FieldType, reply, err)
}

// judgement reads what a line or a form judges a request to be; what of a line is
// none of it is the reason.
func (d *Desk) judgement(r Request, line string, rules policy.Rules) (ticket.Command, error) {
	c := ticket.Command{Verb: ticket.VerbTriage, Text: strings.TrimSpace(line)}
	var err error
	switch {
	case r.Source != Form:
		c.With, _, err = d.desksOf(d.judgedIn(&c, rules), rules, r)
		return c, err
	case r.Values[text.FieldDepartment] != "":
		c.With, err = d.desksNamed(r.Values[text.FieldDepartment], rules, r)
	}
	c.Type = oneOf(r.Values[text.FieldType], rules.Policy.Types)
	c.Urgency = oneOf(r.Values[text.FieldUrgency], text.Urgencies())
	return c, err
}

// judgedIn takes the kind and the urgency from the beginning of a command's text,
// in any order, and the names of departments, which it returns.
func (d *Desk) judgedIn(c *ticket.Command, rules policy.Rules) (concerns string) {
	for {
		switch {
		case c.Type == "" && d.leadingWord(text.FieldType, &c.Type, &c.Text, rules.Policy):
		case c.Urgency == "" && d.leadingWord(text.FieldUrgency, &c.Urgency, &c.Text, rules.Policy):
		default:
			name, rest := leadingDesk(c.Text, rules.Org)
			if name == "" {
				return concerns
			}
			concerns, c.Text = concerns+name+" ", rest
		}
	}
}

// leadingWord takes the longest word of a vocabulary that a text begins with, as
// its code or as any language calls it, off that text.
func (d *Desk) leadingWord(field string, code, from *string, p *policy.Policy) bool {
	longest := 0
	for _, locale := range text.Locales() {
		for _, o := range d.vocabularyOf(field, p, locale) {
			for _, word := range []string{o.Value, o.Label} {
				if n := leads(*from, word); n > longest {
					longest, *code = n, o.Value
				}
			}
		}
	}
	*from = strings.TrimLeftFunc((*from)[longest:], between)
	return longest > 0
}

// fillTriage is what the form of a judgement is filled with: the vocabulary, the
// departments, and what the request is taken for now.
func (d *Desk) fillTriage(data *text.FormData, t *ticket.Ticket, rules policy.Rules, locale string) {
	d.vocabulary(data, rules.Policy, locale)
	data.Channels = nil
	data.Departments, _ = desks(rules.Org, locale)
	delete(data.Initial, text.FieldUrgency)
	if t == nil {
		return
	}
	if slices.Contains(rules.Policy.Types, t.Type) {
		data.Initial[text.FieldType] = t.Type
	}
	data.Initial[text.FieldUrgency] = t.Urgency
}
