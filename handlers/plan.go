package handlers

import (
	"context"
	"strings"

	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// plan says what happens next: "plan 42 a new bill on Friday".
func (d *Desk) plan(ctx context.Context, r Request, w words) (Reply, error) {
	reply, err := d.apply(ctx, r, w, ticket.Command{Verb: ticket.VerbPlan, Text: w.Rest}, "planned", nil)
	return d.inForm(r, text.FieldText, reply, err)
}

// account is what an answer says by name, and its text: the fields of a form, or
// of a line what it names.
func (d *Desk) account(r Request, line string) (parts map[string]string, said string) {
	if r.Source != Form {
		return d.Words.Account(line)
	}
	parts = map[string]string{}
	for _, part := range ticket.Parts() {
		if v := strings.TrimSpace(r.Values[text.FieldPart+part]); v != "" {
			parts[part] = v
		}
	}
	return parts, line
}

// inFull is inForm for an answer. A press that lacks what the rule book wants
// said with it opens the form that asks for it.
func (d *Desk) inFull(r Request, form string, reply Reply, err error) (Reply, error) {
	if r.Source == Click && codeOf(err) == ticket.NeedParts {
		return Reply{Form: form, Ticket: reply.Ticket}, nil
	}
	return d.inForm(r, text.FieldText, reply, err)
}

// lackingForm says which parts of an answer a dialog asks for.
func lackingForm(data *text.FormData, t *ticket.Ticket, verb string, rules policy.Rules) {
	if t != nil {
		data.Parts = ticket.LackingParts(t, ticket.Verb(verb), rules)
	}
}
