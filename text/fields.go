package text

import (
	"slices"
	"strings"
	"unicode"
)

// FieldContact begins the id of a form field that notes something of the asker.
const FieldContact = "contact."

// fieldAt is where a line names a field: from where to where, and which.
type fieldAt struct {
	from, value int
	field       string
}

// FieldNames are what fields are called, by field.
type FieldNames map[string][]string

// Fields reads what is noted of a request: `phone=139… unit="house 4"`, with the
// names of the fields in any language; an empty value takes a field away. Names
// are those of the rule books' own fields. False if the line begins with anything
// else, or names no field.
func (c *Catalog) Fields(line string, names FieldNames) (map[string]string, bool) {
	l := newTyped(line)
	at := namedIn(l, c.verbs.fields, names)
	if len(at) == 0 || at[0].from > l.breaks(0) {
		return nil, false
	}
	fields := map[string]string{}
	for i, f := range at {
		end := len(l.raw)
		if i+1 < len(at) {
			end = at[i+1].from
		}
		fields[f.field] = unquoted(string(l.raw[f.value:end]))
	}
	return fields, true
}

// LeadingFields reads the fields that a text begins with, each a word or what
// stands in quotes; rest is the text after them.
func (c *Catalog) LeadingFields(s string, names FieldNames) (fields map[string]string, rest string) {
	l := newTyped(s)
	fields = map[string]string{}
	at := l.breaks(0)
	for {
		f, ok := fieldHere(l, at, c.verbs.fields, names)
		if !ok {
			return fields, l.rest(at)
		}
		value, end := l.value(f.value)
		fields[f.field], at = value, l.breaks(end)
	}
}

// namedIn are the places where a line names a field; what stands in quotes names
// none.
func namedIn(l typed, names ...FieldNames) []fieldAt {
	var all []fieldAt
	for i := 0; i < len(l.folded); i++ {
		if closes := closing(l.raw[i]); closes != 0 {
			if end := slices.Index(l.raw[i+1:], closes); end >= 0 {
				i += end + 1
			}
			continue
		}
		if f, ok := fieldHere(l, i, names...); ok {
			all = append(all, f)
			i = f.value - 1
		}
	}
	return all
}

// fieldHere reads the name of a field and the sign after it, the longest name first.
func fieldHere(l typed, i int, names ...FieldNames) (found fieldAt, ok bool) {
	if i > 0 && (unicode.IsLetter(l.at(i-1)) || l.at(i-1) == '_') {
		return found, false
	}
	longest := 0
	for _, known := range names {
		for field, all := range known {
			for _, name := range all {
				n := len([]rune(name))
				if n < longest || n == longest && field >= found.field || !l.starts(i, strings.ToLower(name)) {
					continue
				}
				if sign := l.spaces(i + n); l.at(sign) == '=' || l.at(sign) == ':' {
					found, ok, longest = fieldAt{from: i, value: l.spaces(sign + 1), field: field}, true, n
				}
			}
		}
	}
	return found, ok
}

// closing is the mark that ends what a quotation mark begins; 0 for other characters.
func closing(r rune) rune {
	return map[rune]rune{'"': '"', '\u201c': '\u201d', '\u300c': '\u300d'}[r]
}

// unquoted is a value without its quotation marks and what separates it.
func unquoted(s string) string {
	s = strings.TrimRightFunc(strings.TrimSpace(s), func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(",;\uff0c\uff1b\u3001", r)
	})
	runes := []rune(s)
	if n := len(runes); n > 1 && closing(runes[0]) == runes[n-1] {
		return strings.TrimSpace(string(runes[1 : n-1]))
	}
	return s
}

// Ordered reads a line that gives an order: "new --dispatch DEPARTMENT TEXT", in
// any language. It returns what follows; false for any other line.
func (c *Catalog) Ordered(line string) (rest string, ok bool) {
	l := newTyped(line)
	for _, a := range c.verbs.aliases {
		next, fits := l.afterAlias(a)
		if !fits || a.rule.verb != "new" {
			continue
		}
		from := l.spaces(next)
		for _, w := range c.verbs.order {
			if l.starts(from, w) {
				return l.rest(l.breaks(from + len([]rune(w)))), true
			}
		}
	}
	return "", false
}

// Purpose reads what something is for: "for the insurer". False if a line begins
// with anything else, or says no more.
func (c *Catalog) Purpose(line string) (string, bool) {
	l := newTyped(line)
	from := l.breaks(0)
	for _, w := range c.verbs.purpose {
		after := from + len([]rune(w))
		if l.starts(from, w) && (!isLatin(w) || after < len(l.raw) && l.breaks(after) > after) {
			said := l.rest(l.breaks(after))
			return said, said != ""
		}
	}
	return "", false
}

// Direct cuts the words off the end of a line that say that the asker deals with
// a third party themselves; false if it does not end so.
func (c *Catalog) Direct(line string) (rest string, ok bool) {
	s := strings.TrimRightFunc(line, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsPunct(r) })
	for _, w := range c.verbs.direct {
		head, found := strings.CutSuffix(strings.ToLower(s), strings.ToLower(w))
		last := strings.TrimRightFunc(head, unicode.IsSpace)
		if !found || isLatin(w) && last == head {
			continue
		}
		return strings.TrimRightFunc(s[:len(head)], func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",:\uff0c\uff1a", r) }), true
	}
	return line, false
}
