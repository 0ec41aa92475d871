package config

import (
	"iter"
	"regexp"
	"slices"
	"strings"

	"github.com/firstask/firstask/calendar"
	"github.com/firstask/firstask/policy"
)

// aboutDoc is what a rule book, or the configuration in its place, says about it.
type aboutDoc struct {
	owner  policy.Name
	begins str
	from   calendar.Date // of begins, where that is a whole date
	link   str
}

// guidanceDoc is what a rule book says to people.
type guidanceDoc struct {
	rule str
	of   policy.GuidanceFor
	when whenDoc
	text policy.Name
}

// about are the keys with which a rule book is told of.
func (l *loader) about(a *aboutDoc) []field {
	return []field{
		may("owner", func(v value) { a.owner = l.name(v) }),
		may("effective_from", func(v value) { a.begins, a.from = l.begins(v) }),
		may("link", func(v value) { a.link = l.link(v) }),
	}
}

// begins reads from when a rule book holds: a date, perhaps with its year left
// open as the source leaves it, or the word of a book that names none.
func (l *loader) begins(v value) (str, calendar.Date) {
	s, ok := l.text(v)
	if !ok || slices.Contains(texts(policy.Begins()), s.string) || isOpenYear(s.string) {
		return s, calendar.Date{}
	}
	d, err := calendar.ParseDate(s.string)
	if err != nil {
		l.fail(s.spot, `a date (2026-03-01), one without its year ("????-03-01"), or: `+strings.Join(texts(policy.Begins()), ", "), "%q does not say from when it holds", s.string)
	}
	return s, d
}

func isOpenYear(s string) bool { return regexp.MustCompile(`^\?{4}-\d\d-\d\d$`).MatchString(s) }

func (l *loader) link(v value) str {
	s, ok := l.text(v)
	if ok && !regexp.MustCompile(`^https?://[^\s<>|]+$`).MatchString(s.string) {
		l.fail(s.spot, "https://…", "%q is not a link", s.string)
	}
	return s
}

// guidance reads what a rule book says to people.
func (l *loader) guidance(v value) []guidanceDoc {
	var all []guidanceDoc
	l.list(v, func(v value) {
		g := guidanceDoc{}
		before := len(l.problems)
		l.object(v,
			must("rule", func(v value) { g.rule, _ = l.text(v) }),
			must("for", func(v value) { g.of = choice(&l.reader, v, "what a text is for", policy.GuidanceFors()) }),
			may("when", func(v value) { g.when = l.when(v) }),
			must("text", func(v value) { g.text = l.name(v) }))
		if len(l.problems) == before {
			all = append(all, g)
		}
	})
	return all
}

// told is what is said about a rule book: by the configuration, else by itself.
func (l *loader) told(p *presetDoc) aboutDoc {
	a := p.about
	for _, u := range l.doc.uses {
		if bookKey(u.string) != bookKey(p.use.string) {
			continue
		}
		if u.about.begins.string != "" {
			a.begins, a.from = u.about.begins, u.about.from
		}
		if u.about.owner != nil {
			a.owner = u.about.owner
		}
		if u.about.link.string != "" {
			a.link = u.about.link
		}
	}
	return a
}

// bound is what binds all that a rule book says: the entries that need it, and
// the day from which it holds.
func (l *loader) bound(p *presetDoc, uses []useDoc) whenDoc {
	to := union(uses)
	if from := l.told(p).from; !from.IsZero() {
		to.since = from.In(l.zone(l.doc.zone))
	}
	return to
}

// eachBook goes through the rule books, each with what binds it.
func (l *loader) eachBook() iter.Seq2[*presetDoc, whenDoc] {
	return func(yield func(*presetDoc, whenDoc) bool) {
		for i := range l.doc.presets {
			p := &l.doc.presets[i]
			if !yield(p, l.bound(p, l.usesOf(p))) {
				return
			}
		}
	}
}

// takeBooks are the rule books that the configuration names, with what is said
// about them. One whose year nobody knows is asked for.
func (l *loader) takeBooks() []policy.Book {
	books := make([]policy.Book, 0, len(l.doc.uses))
	for _, u := range l.doc.uses {
		p := l.bookAt(u.string)
		a := l.told(p)
		if isOpenYear(a.begins.string) {
			l.warn(u.spot, "{use: "+u.string+", effective_from: 2026"+strings.TrimLeft(a.begins.string, "?")+"}",
				"%s holds from %s of a year that it does not name; until you name it, it holds now", p.id.string, strings.TrimLeft(a.begins.string, "?-"))
		}
		b := policy.Book{ID: p.id.string, Owner: a.owner, From: a.from, Begins: a.begins.string, Link: a.link.string, When: u.to.when()}
		b.When.Since = l.bound(p, []useDoc{u}).since
		b.Channels, b.Types = addWords(nil, p.channels, map[string]policy.Name{}), addWords(nil, p.types, map[string]policy.Name{})
		for _, of := range l.line(u.string) {
			b.Of = append(b.Of, of.id.string)
		}
		books = append(books, b)
	}
	return books
}

// notYet are the rule books that hold from a later day only.
func (c *Config) notYet(today calendar.Date) Problems {
	var all Problems
	for i, b := range c.Policy.Books {
		if days := today.DaysUntil(b.From); !b.From.IsZero() && days > 0 {
			all = append(all, c.uses[i].problem("", "%s holds from %s only, %d days from now: until then no request has it", b.ID, b.From, days))
		}
	}
	return all
}

// takeGuidance is what all rule books say to people, each with what binds it.
// Where violations are reported, the organisation has to say to whom.
func (l *loader) takeGuidance(org *policy.Org) []policy.Guidance {
	var all []policy.Guidance
	for p, to := range l.eachBook() {
		for _, g := range p.guidance {
			l.checkWhen(g.when)
			when, empty := g.when.narrow(to, org)
			if empty != "" {
				continue
			}
			all = append(all, policy.Guidance{Rule: g.rule.string, Book: p.id.string, For: g.of, When: when.when(), Text: g.text})
			if g.of == policy.ForReport && len(l.doc.report.people) == 0 && l.doc.report.phone == "" {
				l.warn(p.use.spot, `report_violations: {phone: "…", people: [U…]}`, "violations may be reported (%s), and nobody is named for it", g.rule.string)
			}
		}
	}
	return all
}

// reportDoc is where violations of the rules are reported.
type reportDoc struct {
	phone  string
	people []str
}

func (l *loader) reportViolations(v value) {
	l.object(v,
		may("phone", func(v value) { s, _ := l.text(v); l.doc.report.phone = s.string }),
		may("people", func(v value) {
			l.list(v, func(v value) {
				if s, ok := l.person(v); ok {
					l.doc.report.people = append(l.doc.report.people, s)
				}
			})
		}))
}
