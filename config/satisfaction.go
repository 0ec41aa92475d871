package config

import (
	"github.com/firstask/firstask/policy"
)

// questionDoc is a question about the answer that somebody got.
type questionDoc struct {
	id, rule str
	name     policy.Name
	when     whenDoc
}

// satisfaction reads the questions of a rule book, three at most.
func (l *loader) satisfaction(v value) []questionDoc {
	var all []questionDoc
	l.list(v, func(v value) {
		q := questionDoc{}
		before := len(l.problems)
		l.object(v,
			must("id", func(v value) { q.id = l.id(v) }),
			must("name", func(v value) { q.name = l.name(v) }),
			must("rule", func(v value) { q.rule, _ = l.text(v) }),
			may("when", func(v value) { q.when = l.when(v) }))
		if len(all) == policy.MostQuestions {
			l.fail(v.spot, "the three that matter most", "nobody answers more than three questions")
		}
		for _, o := range all {
			if o.id.string == q.id.string && q.id.string != "" {
				l.fail(q.id.spot, "", "%q is in the list already", q.id.string)
			}
		}
		if len(l.problems) == before {
			all = append(all, q)
		}
	})
	return all
}

// takeSatisfaction are the questions of all rule books, each with what binds it;
// of one id the first counts.
func (l *loader) takeSatisfaction(org *policy.Org) []policy.Question {
	var all []policy.Question
	known := map[string]bool{}
	for i := range l.doc.presets {
		to := l.bound(&l.doc.presets[i], l.usesOf(&l.doc.presets[i]))
		for _, q := range l.doc.presets[i].satisfaction {
			l.checkWhen(q.when)
			when, empty := q.when.narrow(to, org)
			if empty != "" || known[q.id.string] {
				continue
			}
			known[q.id.string] = true
			all = append(all, policy.Question{ID: q.id.string, Name: q.name, Rule: q.rule.string, When: when.when()})
		}
	}
	return all
}
