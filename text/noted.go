package text

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// What is noted of a request: of whoever asked, and the fields of the rule books.

// field finds a field of the rule books; nil for one of our own.
func (p *pen) fieldOf(id string) *policy.Field { return p.v.Rules.Policy.Field(id) }

// fieldName is what a field is called, or what else a need names.
func (p *pen) fieldName(id string) string {
	id = strings.TrimPrefix(id, FieldContact)
	for _, key := range []string{"need." + FieldContact + id, "need." + id} {
		if p.c.has(key) {
			return p.c.Word(key, p.locale)
		}
	}
	if f := p.fieldOf(id); f != nil {
		return cmp.Or(f.Name.In(p.locale), id)
	}
	return id
}

// fieldValue is what is noted in a field: of a choice its name.
func (p *pen) fieldValue(id, v string) string {
	f := p.fieldOf(id)
	if f == nil {
		return v
	}
	if c, ok := f.Choice(v); ok {
		return cmp.Or(c.Name.In(p.locale), c.ID)
	}
	return v
}

// contact is what is noted of a request, in one line, without what tells of a
// person.
func (p *pen) contact() string {
	if len(p.t.Contact) == 0 || !p.open() || p.party() {
		return ""
	}
	return p.say("card.contact", data{"what": p.listed(p.noted(p.notedFields(), p.masked))})
}

// noted are fields with what is noted in them, as shown makes it.
func (p *pen) noted(fields []string, shown func(field, value string) string) []string {
	items := make([]string, 0, len(fields))
	for _, id := range fields {
		v := shown(id, p.fieldValue(id, p.t.Contact[id]))
		items = append(items, p.say("card.field", data{"field": p.enc.Escape(p.fieldName(id)), "text": p.words(v, gistText*2)}))
	}
	return items
}

// revealed is what tells of a person, whole, for whoever asked to see it.
func (p *pen) revealed(a Answer) []Part {
	if p.t == nil {
		return p.notFound(a)
	}
	personal := slices.DeleteFunc(p.notedFields(), func(id string) bool { return !ticket.IsPersonal(id, p.v.Rules.Policy) })
	items := p.noted(personal, func(_, value string) string { return value })
	return append([]Part{para(p.say("answer.revealed", data{"asker": p.asker()}))}, paras(items...)...)
}

// reveal shows what tells of a person to whoever may see it.
func (p *pen) reveal() Button {
	if !p.t.HasPersonal(p.v.Rules.Policy) || p.party() || !p.may(ticket.VerbReveal) {
		return Button{}
	}
	return p.button("reveal", "reveal", "")
}

// notedFields are the fields with something in them that are the reader's: in
// their order, those that no rule book knows any more at the end.
func (p *pen) notedFields() []string {
	known := ticket.FieldsOf(p.v.Rules.Policy)
	all := slices.DeleteFunc(slices.Clone(known), func(id string) bool {
		f := p.fieldOf(id)
		return p.t.Contact[id] == "" || f != nil && !f.When.IsZero() && !p.t.Works(p.v.Reader.User)
	})
	for _, id := range slices.Sorted(maps.Keys(p.t.Contact)) {
		if !slices.Contains(known, id) {
			all = append(all, id)
		}
	}
	return all
}

// masked is a field as everybody reads it.
func (p *pen) masked(id, v string) string {
	if ticket.IsPersonal(id, p.v.Rules.Policy) && !slices.Contains(ticket.Fields(), id) {
		return hidden
	}
	return masked(id, p.unmark(v)) // Slack makes links of addresses and numbers
}

// lacking is what the rule books still want said of a request.
func (p *pen) lacking() string {
	lacks, rule := ticket.Lacking(p.t, p.v.Rules)
	if len(lacks) == 0 {
		return ""
	}
	return p.say("card.lacking", data{"what": p.fields(lacks), "rule": p.enc.Escape(rule)})
}

// complete fills in what is missing.
func (p *pen) complete() Button {
	if lacks, _ := ticket.Lacking(p.t, p.v.Rules); len(lacks) == 0 {
		return Button{}
	}
	return p.button("fields", "field", "form")
}

// formContact are the fields that are asked for; those that a rule wants say so.
func (p *pen) formContact(f FormData, optional bool) []Field {
	var lacks []string
	var rule string
	if p.t != nil {
		lacks, rule = ticket.Lacking(p.t, p.v.Rules)
	}
	fields := make([]Field, 0, len(f.Contact))
	for _, id := range f.Contact {
		one := p.formField(id)
		one.Optional = optional
		if slices.Contains(lacks, FieldContact+id) {
			one.Hint = cut(p.say("form.field.wanted", data{"rule": rule}), mostHint)
		}
		fields = append(fields, one)
	}
	return fields
}

// formField is the input of a field.
func (p *pen) formField(id string) Field {
	one := Field{ID: FieldContact + id, Kind: Line, Label: cut(p.fieldName(id), mostLine), Max: mostLine}
	f := p.fieldOf(id)
	if f == nil {
		return one
	}
	switch f.Kind {
	case policy.FieldDate:
		one.Kind, one.Max = Day, 0
	case policy.FieldChoice:
		one.Kind, one.Max = Choice, 0
		for _, c := range f.Choices[:min(len(f.Choices), 100)] {
			one.Options = append(one.Options, Option{Label: cut(clean(cmp.Or(c.Name.In(p.locale), c.ID)), mostLabel), Value: c.ID})
		}
	case policy.FieldText:
		one.Max = policy.MostField
	case policy.FieldNumber:
	}
	return one
}

// badField is what a field takes that something else was written into.
func (p *pen) badField(d data) string {
	id := p.params["field"].Raw()
	d["field"], d["most"] = p.enc.Escape(p.fieldName(id)), strconv.Itoa(policy.MostField)
	if f := p.fieldOf(id); f != nil {
		names := make([]string, 0, len(f.Choices))
		for _, c := range f.Choices {
			names = append(names, p.enc.Escape(cmp.Or(c.Name.In(p.locale), c.ID)))
		}
		d["options"] = p.listed(names)
	}
	key := "refused.bad_field_" + p.params["kind"].Raw()
	if !p.c.has(key) {
		key = "refused.bad_field"
	}
	return key
}
