package config

import (
	"github.com/firstask/firstask/policy"
)

// sentenceDoc is a sentence of a rule book that whoever asked reads: a question
// about their answer, or a point of what they are told in one go.
type sentenceDoc struct {
	id, rule str
	name     policy.Name
	when     whenDoc
	every    policy.Period // of a question
}

// satisfaction reads the questions of a rule book, three at most.
func (l *loader) satisfaction(v value) []sentenceDoc {
	return l.sentences(v, policy.MostQuestions, "the three that matter most", "nobody answers more than three questions", func(q *sentenceDoc) field {
		return may("every", func(v value) { q.every = choice(&l.reader, v, "a period", policy.Periods()) })
	})
}

// fullNotice reads what a rule book has told in one go.
func (l *loader) fullNotice(v value) []sentenceDoc {
	return l.sentences(v, policy.MostPoints, "the ten that matter most", "nobody keeps more than ten points in mind")
}

// sentences reads a list of them, so many at most, with what else one may have.
func (l *loader) sentences(v value, most int, hint, why string, more ...func(*sentenceDoc) field) []sentenceDoc {
	var all []sentenceDoc
	l.list(v, func(v value) {
		q := sentenceDoc{}
		before := len(l.problems)
		fields := append(make([]field, 0, 4+len(more)),
			must("id", func(v value) { q.id = l.id(v) }),
			must("name", func(v value) { q.name = l.name(v) }),
			must("rule", func(v value) { q.rule, _ = l.text(v) }),
			may("when", func(v value) { q.when = l.when(v) }))
		for _, of := range more {
			fields = append(fields, of(&q))
		}
		l.object(v, fields...)
		if len(all) == most {
			l.fail(v.spot, hint, "%s", why)
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

// takeSentences are those of all rule books, each with what binds it; of one id
// the first counts.
func takeSentences[T policy.Question | policy.Point](l *loader, org *policy.Org, of func(*presetDoc) []sentenceDoc, as func(*sentenceDoc, policy.When) T) []T {
	var all []T
	known := map[string]bool{}
	for p, to := range l.eachBook() {
		for _, q := range of(p) {
			l.checkWhen(q.when)
			when, empty := q.when.narrow(to, org)
			if empty != "" || known[q.id.string] {
				continue
			}
			known[q.id.string] = true
			all = append(all, as(&q, when.when()))
		}
	}
	return all
}

func (q *sentenceDoc) question(when policy.When) policy.Question {
	return policy.Question{ID: q.id.string, Name: q.name, Rule: q.rule.string, When: when, Every: q.every}
}

func (q *sentenceDoc) point(when policy.When) policy.Point {
	return policy.Point{ID: q.id.string, Name: q.name, Rule: q.rule.string, When: when}
}
