package text

import (
	"slices"
	"strings"
	"unicode"
)

// Options are what stands before the text of a request that was typed:
// "--channel visit --host @ann TEXT", in any of the languages.
type Options struct {
	// Values are what was given, by the id of the form field it fills in; a
	// mention is the id of its person.
	Values map[string]string
	// Rest is the text, as it was typed.
	Rest string
	// Unknown is the first that is no option, or stands twice; Bare the first
	// without a value.
	Unknown, Bare string
}

// optionFields are the options there are, by the word that names them, with the
// form field that each fills in.
func optionFields() [][2]string {
	return [][2]string{
		{"channel", FieldChannel},
		{"host", FieldHost},
		{"type", FieldType},
		{"urgency", FieldUrgency},
		{"customer", FieldCustomer},
		{"for", FieldColleague},
	}
}

// OptionNames are the options a request may be typed with, as a language names
// them; but those that fill in some form fields.
func (c *Catalog) OptionNames(locale string, but ...string) string {
	names := make([]string, 0, len(optionFields()))
	for _, o := range optionFields() {
		if slices.Contains(but, o[1]) {
			continue
		}
		word, _, _ := strings.Cut(c.say(locale, "typed.option_"+o[0], nil, nil), ",")
		if word = strings.TrimSpace(word); word == "" {
			word = o[0]
		}
		names = append(names, "--"+word)
	}
	return strings.Join(names, " ")
}

// OptionName is how a language names the option of a form field; "" for none.
func (c *Catalog) OptionName(field, locale string) string {
	at := slices.IndexFunc(optionFields(), func(o [2]string) bool { return o[1] == field })
	if at < 0 {
		return ""
	}
	return strings.Fields(c.OptionNames(locale))[at]
}

// Options reads the options a text begins with; what follows them is the rest.
func (c *Catalog) Options(s string) Options {
	l := newTyped(s)
	o := Options{Values: map[string]string{}}
	at := 0
	for {
		name, next, ok := l.option(at)
		if !ok {
			break
		}
		value, end := l.optionValue(c.verbs.mentionID, next)
		field := c.verbs.options[name]
		_, twice := o.Values[field]
		switch {
		case (field == "" || twice) && o.Unknown == "":
			o.Unknown = string(l.raw[at:l.word0(at)])
		case value == "" && o.Bare == "":
			o.Bare = string(l.raw[at:l.word0(at)])
		}
		o.Values[field], at = value, l.spaces(end)
	}
	o.Rest = l.rest(at)
	return o
}

// word0 is where the word at i ends.
func (l typed) word0(i int) int {
	return l.skip(i, func(r rune) bool { return r != ' ' && r != '=' && r != ':' })
}

// option reads the name of an option at i: two dashes, or the long one that
// phones make of them, and a word. Next is where its value begins.
func (l typed) option(i int) (name string, next int, ok bool) {
	start := i
	switch {
	case l.starts(i, "--"):
		start += 2
	case l.at(i) == '\u2014' || l.at(i) == '\u2013':
		start = l.skip(i, func(r rune) bool { return r == '\u2014' || r == '\u2013' })
	default:
		return "", i, false
	}
	end := l.word0(start)
	if end == start || !unicode.IsLetter(l.at(start)) {
		return "", i, false
	}
	next = end
	if l.at(next) == '=' || l.at(next) == ':' {
		next++
	}
	return string(l.folded[start:end]), l.spaces(next), true
}

// optionValue is a mention, what stands in quotes, or a word; "" where the next
// option or nothing follows.
func (l typed) optionValue(mention func(string) (string, int), i int) (value string, end int) {
	if _, _, another := l.option(i); another || l.done(i) {
		return "", i
	}
	if id, size := mention(string(l.raw[i:])); id != "" {
		return id, i + size
	}
	value, end = l.value(i)
	return strings.TrimPrefix(value, "@"), end
}

// value is what stands in quotes, or a word.
func (l typed) value(i int) (value string, end int) {
	if l.done(i) {
		return "", i
	}
	for _, q := range [][2]rune{{'"', '"'}, {'\u201c', '\u201d'}, {'\u300c', '\u300d'}} {
		if l.raw[i] != q[0] {
			continue
		}
		if end = l.skip(i+1, func(r rune) bool { return r != fold(q[1]) }); !l.done(end) {
			return strings.TrimSpace(string(l.raw[i+1 : end])), end + 1
		}
	}
	end = l.skip(i, func(r rune) bool { return r != ' ' })
	return string(l.raw[i:end]), end
}

// mentionID is the person of a mention that a text begins with, and how many
// characters it has.
func (x *lexicon) mentionID(s string) (id string, size int) {
	at := x.mention.FindStringSubmatchIndex(s)
	if at == nil || at[0] != 0 {
		return "", 0
	}
	return s[at[2]:at[3]], len([]rune(s[:at[1]]))
}

// Together reads the people a text opens with: mentions with nothing between
// them but spaces, commas and the word "and". Each is named once.
func (c *Catalog) Together(s string) []string {
	var users []string
	rest := strings.TrimSpace(s)
	for {
		id, size := c.verbs.mentionID(rest)
		if id == "" || !strings.HasPrefix(rest, "<@") {
			return users
		}
		if !slices.Contains(users, id) {
			users = append(users, id)
		}
		rest = c.verbs.afterAnd(string([]rune(rest)[size:]))
	}
}

// afterAnd is a text without what stands between two who are named together.
func (x *lexicon) afterAnd(s string) string {
	between := func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",\uff0c\u3001&+", r) }
	s = strings.TrimLeftFunc(s, between)
	for _, w := range x.and {
		if rest, ok := strings.CutPrefix(foldAll(s), w); ok && hasWord(foldAll(s), w) {
			return strings.TrimLeftFunc(string([]rune(s)[len([]rune(s))-len([]rune(rest)):]), between)
		}
	}
	return s
}
