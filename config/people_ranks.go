package config

import (
	"fmt"

	"github.com/firstask/firstask/calendar"
	"github.com/firstask/firstask/policy"
)

// personDoc is what the file says of a person beside their place.
type personDoc struct {
	id     str
	rank   int
	rankAt spot
	joined calendar.Date
}

// The directions of ranks: which number is the senior one.
const (
	higherNumber = "higher-number"
	lowerNumber  = "lower-number"
)

func directions() []string { return []string{higherNumber, lowerNumber} }

// persons reads rank and first day of people.
func (l *loader) persons(v value) {
	l.list(v, func(v value) {
		p := personDoc{}
		l.object(v,
			must("id", func(v value) { p.id, _ = l.person(v) }),
			may("rank", func(v value) { p.rank, p.rankAt = l.count(v), v.spot }),
			may("joined", func(v value) { _, p.joined = l.date(v) }),
		)
		l.doc.people = append(l.doc.people, p)
	})
}

func (l *loader) seniority(v value) {
	l.doc.senior.spot = v.spot // that it was written, even if wrongly
	l.object(v, must("rank", func(v value) {
		s, _ := l.word(v, "a direction of ranks", directions())
		l.doc.senior.string = s.string
	}))
}

// checkPersons sees to it that a person stands once, and that ranks have a direction.
func (l *loader) checkPersons() {
	seen := map[string]str{}
	for _, p := range l.doc.people {
		if first, twice := seen[p.id.string]; twice && p.id.string != "" {
			l.fail(p.id.spot, fmt.Sprintf("the first one is on line %d", first.line), "%s is in people twice", p.id.string)
		}
		seen[p.id.string] = p.id
	}
	for _, p := range l.doc.people {
		if p.rank > 0 && l.doc.senior.line == 0 {
			l.fail(p.rankAt, "seniority: {rank: higher-number}, or lower-number", "which of two ranks is the senior one? The file does not say")
			return
		}
	}
}

func (d *document) persons() []policy.Person {
	all := make([]policy.Person, 0, len(d.people))
	for _, p := range d.people {
		all = append(all, policy.Person{ID: p.id.string, Rank: p.rank, Joined: p.joined})
	}
	return all
}
