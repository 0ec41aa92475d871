package handlers

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// stepFields is how many fields one step of a dialog asks for.
const stepFields = 6

// field notes what is to be known of a request and of whoever asked:
// `field 42 phone=139… unit="house 4"`.
func (d *Desk) field(ctx context.Context, r Request, w words) (Reply, error) {
	saved, rules, err := d.load(ctx, w.Number)
	if err != nil || !d.sees(&saved.Ticket, r, w, rules) {
		return Reply{Ticket: w.Number}, orNotFound(err)
	}
	given := contactIn(r, rules.Policy)
	if len(given) == 0 && w.Rest == "" && (r.Source == Slash || r.Source == Click) {
		return Reply{Form: string(ticket.VerbField), Ticket: w.Number}, nil
	}
	if len(given) == 0 && r.Source != Form {
		given, _ = d.Words.Fields(w.Rest, fieldNames(rules.Policy))
	}
	fields, wrong := ticket.ReadFields(given, rules.Policy)
	if len(wrong) > 0 {
		return wrongFields(r, Reply{Ticket: w.Number, View: &saved.Ticket}, wrong)
	}
	if r.Source == Form { // it also comes with what was noted before
		maps.DeleteFunc(fields, func(id, v string) bool { return saved.Ticket.Contact[id] == v })
	}
	step, next := step(w.Detail), ""
	if r.Source == Form && len(ticket.FieldsToAsk(&saved.Ticket, r.Actor, rules)) > step*stepFields {
		next = formOf(ticket.VerbField, strconv.Itoa(step+1))
	}
	if len(fields) == 0 && (step > 1 || next != "") { // nothing on this step
		return Reply{Form: next, Ticket: w.Number}, nil
	}
	c := ticket.Command{Verb: ticket.VerbField, Fields: fields}
	reply, err := d.applySaying(ctx, r, w, c, func(*ticket.Ticket) Reply {
		said := answer("fielded", notice.Params{"fields": notice.Text(strings.Join(namesOf(fields, rules.Policy), " "))})
		said.Form = next
		return said
	})
	return d.inForm(r, text.FieldContact+"phone", reply, err)
}

// orNotFound is an error, or that there is no such ticket for this person.
func orNotFound(err error) error {
	if err != nil {
		return err
	}
	return ErrNotFound
}

// step is which step of a dialog its detail names; the first is not named.
func step(detail string) int {
	n, err := strconv.Atoi(detail)
	if err != nil {
		return 1
	}
	return max(n, 1)
}

// wrongFields says of each field of a form what it takes; of a line, of the first.
func wrongFields(r Request, reply Reply, wrong map[string]*ticket.Refusal) (Reply, error) {
	if r.Source != Form {
		for _, id := range slices.Sorted(maps.Keys(wrong)) {
			return reply, wrong[id]
		}
	}
	reply.Problems = map[string]text.Answer{}
	for id, refusal := range wrong {
		reply.Problems[text.FieldContact+id] = text.Answer{Key: "refused", Params: refusal.Params, Refused: refusal}
	}
	return reply, nil
}

// namesOf are the fields that were given, in the order they are shown.
func namesOf(fields map[string]string, p *policy.Policy) []string {
	return slices.DeleteFunc(ticket.FieldsOf(p), func(f string) bool { _, given := fields[f]; return !given })
}

// fieldNames are what the rule books call their fields, in all languages.
func fieldNames(p *policy.Policy) text.FieldNames {
	names := text.FieldNames{}
	for i := range p.Fields {
		f := &p.Fields[i]
		names[f.ID] = []string{f.ID}
		for _, name := range f.Name {
			names[f.ID] = append(names[f.ID], name)
		}
	}
	return names
}

// contactIn are the fields that a form has of a request; those left empty say nothing.
func contactIn(r Request, p *policy.Policy) map[string]string {
	var fields map[string]string
	for _, f := range ticket.FieldsOf(p) {
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
// needs; to note them by themselves also those that such a request is registered
// with, a step of them at a time, else all that lead to the person; with what is
// known of them for those who may read it.
func contactForm(data *text.FormData, t *ticket.Ticket, actor, verb string, rules policy.Rules) {
	base, detail, _ := strings.Cut(verb, ":")
	if base != string(ticket.VerbField) {
		data.Contact = ticket.Missing(t, ticket.Command{Verb: ticket.VerbHandoff, Actor: actor}, rules)
		return
	}
	all := ticket.FieldsToAsk(t, actor, rules)
	if len(all) == 0 {
		all = []string{"name", "unit", "phone", "email", "address"}
	}
	from := min((step(detail)-1)*stepFields, len(all))
	data.Contact = all[from:min(from+stepFields, len(all))]
	if t.Reads(actor) {
		for _, f := range data.Contact {
			data.Initial[text.FieldContact+f] = t.Contact[f]
		}
	}
}
