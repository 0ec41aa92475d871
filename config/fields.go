package config

import (
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"github.com/firstask/firstask/policy"
)

// contact stands before a field in what a need, or a line of a form, names.
const contact = "contact."

// fieldDoc is a field that a rule book has noted of a request.
type fieldDoc struct {
	id       str
	name     policy.Name
	kind     policy.FieldKind
	choices  []wordDoc
	personal bool
	when     whenDoc
}

// fields reads the fields of a vocabulary.
func (l *loader) fields(v value) []fieldDoc {
	var all []fieldDoc
	l.list(v, func(v value) {
		f := fieldDoc{kind: policy.FieldText}
		before := len(l.problems)
		l.object(v,
			must("id", func(v value) { f.id = l.id(v) }),
			must("name", func(v value) { f.name = l.name(v) }),
			may("kind", func(v value) { f.kind = choice(&l.reader, v, "a kind of field", policy.FieldKinds()) }),
			may("choices", func(v value) { f.choices = l.vocabulary(v, l.id) }),
			may("personal", func(v value) { f.personal = l.flag(v) }),
			may("when", func(v value) { f.when = l.when(v) }))
		if len(l.problems) > before {
			return
		}
		switch {
		case slices.Contains(ownFields(), f.id.string):
			l.fail(f.id.spot, "use it as contact."+f.id.string, "%q is a field already", f.id.string)
		case slices.ContainsFunc(all, func(o fieldDoc) bool { return o.id.string == f.id.string }):
			l.fail(f.id.spot, "", "%q is in the list already", f.id.string)
		case (f.kind == policy.FieldChoice) != (len(f.choices) > 0):
			l.fail(f.id.spot, "kind: choice, and choices: with id and name", "%q has choices and is no choice, or is one without any", f.id.string)
		default:
			all = append(all, f)
		}
	})
	return all
}

// ownFields are the fields that the program knows by itself.
func ownFields() []string {
	var own []string
	for _, what := range needed() {
		if id, ok := strings.CutPrefix(what, contact); ok {
			own = append(own, id)
		}
	}
	return own
}

// takeFields are the fields of all rule books, each with what binds it; of one
// id the first counts.
func (l *loader) takeFields(org *policy.Org) []policy.Field {
	var fields []policy.Field
	for p, to := range l.eachBook() {
		for _, d := range p.fields {
			l.checkWhen(d.when)
			when, empty := d.when.narrow(to, org)
			if slices.ContainsFunc(fields, func(f policy.Field) bool { return f.ID == d.id.string }) {
				continue
			}
			f := policy.Field{ID: d.id.string, Name: d.name, Kind: d.kind, Personal: d.personal}
			for _, c := range d.choices {
				f.Choices = append(f.Choices, policy.Choice{ID: c.id.string, Name: c.name})
			}
			if own := d.when.when(); !own.IsZero() && empty == "" {
				f.When = when.when()
			}
			fields = append(fields, f)
		}
	}
	return fields
}

// checkField wants a field that a need or a form names to be one.
func (l *loader) checkField(s str) {
	id, ok := strings.CutPrefix(s.string, contact)
	if !ok || l.incomplete || slices.Contains(ownFields(), id) {
		return
	}
	known := needed()
	for i := range l.doc.presets {
		for _, f := range l.doc.presets[i].fields {
			if f.id.string == id {
				return
			}
			known = append(known, contact+f.id.string)
		}
	}
	l.fail(s.spot, hintOf(s.string, known), "%q is no field, of the program or of a rule book", s.string)
}

// fieldWord reads a word of a closed set, or a field that some rule book may have.
func (l *loader) fieldWord(v value, what string, known []string) (str, bool) {
	if n, ok := v.node.(*ast.StringNode); ok && strings.HasPrefix(n.Value, contact) {
		return l.text(v)
	}
	return l.word(v, what, known)
}
