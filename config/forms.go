package config

import (
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"github.com/firstask/firstask/policy"
)

// formDoc is a paper of a rule book, lineDoc a line of it: what it says, and
// what it is called where the program's own word is not the book's.
type formDoc struct {
	id, rule str
	title    policy.Name
	lines    []lineDoc
}

type lineDoc struct {
	is    str
	label policy.Name
}

func (l *loader) forms(v value) []formDoc {
	var all []formDoc
	l.list(v, func(v value) {
		f := formDoc{}
		l.object(v,
			must("id", func(v value) { f.id = l.id(v) }),
			must("rule", func(v value) { f.rule, _ = l.text(v) }),
			must("title", func(v value) { f.title = l.name(v) }),
			must("lines", func(v value) { l.list(v, func(v value) { f.lines = append(f.lines, l.formLine(v)) }) }))
		all = append(all, f)
	})
	return all
}

func (l *loader) formLine(v value) lineDoc {
	d := lineDoc{}
	if _, own := v.node.(*ast.MappingNode); !own {
		d.is, _ = l.fieldWord(v, "a line of a form", formLines())
		return d
	}
	l.object(v,
		must("is", func(v value) { d.is, _ = l.fieldWord(v, "a line of a form", formLines()) }),
		must("label", func(v value) { d.label = l.name(v) }))
	return d
}

// formLines are what a line may say.
func formLines() []string {
	fields := slices.DeleteFunc(needed(), func(s string) bool { return !strings.HasPrefix(s, "contact.") })
	return append(texts(policy.Lines()), fields...)
}

// form is the engine's form; its words go to the labels.
func (f formDoc) form(labels *policy.Labels) policy.Form {
	out := policy.Form{ID: f.id.string, Rule: f.rule.string}
	labels.Forms[f.id.string] = f.title
	for _, d := range f.lines {
		out.Lines = append(out.Lines, policy.Line(d.is.string))
		if len(d.label) > 0 {
			labels.Lines[f.id.string+"/"+d.is.string] = d.label
		}
	}
	return out
}

// checkForms wants each form once.
func (l *loader) checkForms() {
	var seen []str
	for i := range l.doc.presets {
		for _, f := range l.doc.presets[i].forms {
			l.unique(f.id, seen)
			seen = append(seen, f.id)
			for _, d := range f.lines {
				l.checkField(d.is)
			}
		}
	}
}
