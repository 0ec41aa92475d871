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

// field notes how whoever asked is reached: `field 42 phone=139… unit="house 4"`.
func (d *Desk) field(ctx context.Context, r Request, w words) (Reply, error) {
	c := ticket.Command{Verb: ticket.VerbField, Fields: contactIn(r)}
	if c.Fields == nil && r.Source != Form {
		if w.Rest == "" && (r.Source == Slash || r.Source == Click) {
			return Reply{Form: string(ticket.VerbField), Ticket: w.Number}, nil
		}
		c.Fields, _ = d.Words.Fields(w.Rest)
	}
	reply, err := d.apply(ctx, r, w, c, "fielded", func(*ticket.Ticket) notice.Params {
		return notice.Params{"fields": notice.Text(strings.Join(namesOf(c.Fields), " "))}
	})
	return d.inForm(r, text.FieldContact+"phone", reply, err)
}

// namesOf are the fields that were given, in the order they are shown.
func namesOf(fields map[string]string) []string {
	return slices.DeleteFunc(ticket.Fields(), func(f string) bool { _, given := fields[f]; return !given })
}

// contactIn are the fields that a form has of the asker; those left empty say nothing.
func contactIn(r Request) map[string]string {
	var fields map[string]string
	for _, f := range ticket.Fields() {
		if v := strings.TrimSpace(r.Values[text.FieldContact+f]); v != "" {
			if fields == nil {
				fields = map[string]string{}
			}
			fields[f] = v
		}
	}
	return fields
}

// contactForm says which fields a dialog asks for: those that a handoff still
// needs; to note them by themselves also all that lead to the person. What is known
// of them stands in it for those who may read it, unless it leads to the person.
func contactForm(data *text.FormData, t *ticket.Ticket, actor, verb string, rules policy.Rules) {
	data.Contact = ticket.Missing(t, ticket.Command{Verb: ticket.VerbHandoff, Actor: actor}, rules)
	if verb != string(ticket.VerbField) {
		return
	}
	if len(data.Contact) == 0 {
		data.Contact = []string{"name", "unit", "phone", "email", "address"}
	}
	if t.Reads(actor) {
		for _, f := range data.Contact {
			if slices.Contains(ticket.Personal(), f) {
				continue // shown by reveal alone, each time on record
			}
			data.Initial[text.FieldContact+f] = t.Contact[f]
		}
	}
}
