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

// contact is what is noted of a request, in one line: whole for those who have a
// part in the ticket, else without what leads to the person.
func (p *pen) contact() string {
	if len(p.t.Contact) == 0 || !p.open() || p.party() {
		return ""
	}
	whole := p.v.Reader.User != "" && p.to.Channel == "" && p.t.Reads(p.v.Reader.User)
	var items []string
	for _, id := range p.notedFields() {
		v := p.fieldValue(id, p.t.Contact[id])
		if !whole {
			v = p.masked(id, v)
		}
		items = append(items, p.say("card.field", data{"field": p.enc.Escape(p.fieldName(id)), "text": p.words(v, gistText)}))
	}
	return p.say("card.contact", data{"what": p.listed(items)})
}

// notedFields are the fields with something in them: in their order, those that
// no rule book knows any more at the end.
func (p *pen) notedFields() []string {
	known := ticket.FieldsOf(p.v.Rules.Policy)
	all := slices.DeleteFunc(slices.Clone(known), func(id string) bool { return p.t.Contact[id] == "" })
	for _, id := range slices.Sorted(maps.Keys(p.t.Contact)) {
		if !slices.Contains(known, id) {
			all = append(all, id)
		}
	}
	return all
}

// masked is a field for those who have no part in the ticket.
func (p *pen) masked(id, v string) string {
	own := slices.Contains(ticket.Fields(), id)
	if f := p.fieldOf(id); !own && (f == nil || f.Personal) {
		return hidden
	}
	return masked(id, v)
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
