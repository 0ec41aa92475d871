package config

import (
	"slices"
	"strings"
	"time"

	"github.com/firstask/firstask/policy"
)

// whenDoc narrows a window or a need to some tickets.
type whenDoc struct {
	departments, channels, via, types, urgency, marks, askers []str
	since                                                     time.Time // from when its rule book holds
}

func (l *loader) when(v value) whenDoc {
	w := whenDoc{}
	words := func(to *[]str, what string, known []string) func(value) {
		return func(v value) { *to = l.words(v, what, known) }
	}
	l.object(v,
		may("departments", func(v value) { w.departments = l.texts(v) }),
		may("channels", func(v value) { w.channels = l.channels(v) }),
		may("via", func(v value) { w.via = l.texts(v) }),
		may("types", func(v value) { w.types = l.texts(v) }),
		may("urgency", words(&w.urgency, "an urgency", urgencies())),
		may("marks", words(&w.marks, "a mark", marks())),
		may("askers", words(&w.askers, "a kind of asker", askers())))
	return w
}

// words reads a list of words of a closed set.
func (r *reader) words(v value, what string, known []string) []str {
	all := []str{}
	r.list(v, func(v value) {
		if s, ok := r.word(v, what, known); ok && r.unique(s, all) {
			all = append(all, s)
		}
	})
	return all
}

// channels reads a list of Slack channels.
func (l *loader) channels(v value) []str {
	var all []str
	l.list(v, func(v value) {
		if s, ok := l.channel(v); ok && l.unique(s, all) {
			all = append(all, s)
		}
	})
	return all
}

func (w whenDoc) when() policy.When {
	return policy.When{
		Departments: some(w.departments), Channels: some(w.channels), Via: some(w.via), Types: some(w.types),
		Urgency: some(w.urgency), Marks: some(w.marks), Askers: some(w.askers), Since: w.since,
	}
}

// checkWhen looks up the words of a condition. What a rule book that could not
// be read may define is not reported.
func (l *loader) checkWhen(w whenDoc) {
	for _, s := range w.departments {
		l.mustKnow(s, "a department", l.departmentIDs())
	}
	if l.incomplete {
		return
	}
	for _, s := range w.via {
		l.mustCode(s, l.channelCodes())
	}
	for _, s := range w.types {
		l.mustType(s)
	}
}

func (l *loader) mustType(s str) {
	known := l.typeCodes()
	isKnown := slices.ContainsFunc(known, func(k string) bool { return subtype(k, s.string) == k })
	if !l.incomplete && !isKnown {
		l.fail(s.spot, hintOf(s.string, known), "%q is not a kind of request of the rule books", s.string)
	}
}

func (l *loader) channelCodes() []string {
	return l.codes(func(p *presetDoc) []wordDoc { return p.channels })
}

func (l *loader) typeCodes() []string {
	return l.codes(func(p *presetDoc) []wordDoc { return p.types })
}

// codes are the words of one vocabulary of all rule books.
func (l *loader) codes(of func(*presetDoc) []wordDoc) []string {
	var codes []string
	for i := range l.doc.presets {
		for _, w := range of(&l.doc.presets[i]) {
			codes = append(codes, w.id.string)
		}
	}
	return codes
}

// within is what two lists of a condition have in common; a list that is not
// given holds for all. Narrower tells which of two entries lies in the other,
// "" if neither does.
func within(own, bound []str, narrower func(a, b string) string) (both []str, empty bool) {
	switch {
	case len(bound) == 0:
		return own, false
	case len(own) == 0:
		return bound, false
	}
	for _, o := range own {
		for _, b := range bound {
			s := str{narrower(o.string, b.string), o.spot}
			known := slices.ContainsFunc(both, func(k str) bool { return k.string == s.string })
			if s.string != "" && !known {
				both = append(both, s)
			}
		}
	}
	return both, len(both) == 0
}

// equal is the narrower of two words: the word itself if they are one.
func equal(a, b string) string {
	if a == b {
		return a
	}
	return ""
}

// subtype is the narrower of two kinds of request: complaint.customer is one of
// complaint.
func subtype(a, b string) string {
	switch {
	case a == b, strings.HasPrefix(a, b+"."):
		return a
	case strings.HasPrefix(b, a+"."):
		return b
	default:
		return ""
	}
}

// lower is the narrower of two departments: the one that lies in the other.
func lower(org *policy.Org) func(a, b string) string {
	return func(a, b string) string {
		switch {
		case org.Within(a, []string{b}):
			return a
		case org.Within(b, []string{a}):
			return b
		default:
			return ""
		}
	}
}

// narrow merges a binding into a condition; what names the list in which
// nothing is left, "" if each holds something.
func (w whenDoc) narrow(to whenDoc, org *policy.Org) (narrowed whenDoc, what string) {
	var empty [3]bool
	w.since = to.since
	w.departments, empty[0] = within(w.departments, to.departments, lower(org))
	w.channels, empty[1] = within(w.channels, to.channels, equal)
	w.types, empty[2] = within(w.types, to.types, subtype)
	for i, name := range []string{"departments", "channels", "types"} {
		if empty[i] {
			what = name
		}
	}
	return w, what
}
