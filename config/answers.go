package config

import (
	"net/url"
	"slices"
	"time"

	"github.com/firstask/firstask/policy"
)

// answerDoc is a standard answer.
type answerDoc struct {
	id, rule, link str
	title, text    policy.Name
	when           whenDoc
	words          []str
	facts          []policy.Fact
}

// answerFirstDoc is what comes before a ticket opens.
type answerFirstDoc struct {
	rule str
	wait time.Duration
}

// answers reads standard answers. In a rule book each names its rule.
func (l *loader) answers(v value, rule func(string, func(value)) field) []answerDoc {
	var all []answerDoc
	l.list(v, func(v value) {
		a := answerDoc{}
		before := len(l.problems)
		l.object(v,
			must("id", func(v value) { a.id = l.id(v) }),
			must("title", func(v value) { a.title = l.name(v) }),
			rule("rule", func(v value) { a.rule, _ = l.text(v) }),
			may("when", func(v value) { a.when = l.when(v) }),
			must("words", func(v value) { a.words = l.texts(v) }),
			must("text", func(v value) { a.text = l.name(v) }),
			may("facts", func(v value) { l.list(v, func(v value) { a.facts = append(a.facts, l.fact(v)) }) }),
			may("link", func(v value) { a.link = l.webAddress(v) }))
		if len(a.words) == 0 && len(l.problems) == before {
			l.fail(v.spot, "words: [reset password]", "nothing says which questions it answers")
		}
		if len(l.problems) == before {
			all = append(all, a)
		}
	})
	return all
}

func (l *loader) fact(v value) policy.Fact {
	f := policy.Fact{}
	l.object(v,
		must("label", func(v value) { f.Label = l.name(v) }),
		must("text", func(v value) { f.Text = l.name(v) }))
	return f
}

// webAddress reads a page that people open.
func (l *loader) webAddress(v value) str {
	s, ok := l.text(v)
	if u, err := url.Parse(s.string); ok && (err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http") {
		l.fail(s.spot, "https://example.com/form.pdf", "%q is not the address of a page", s.string)
	}
	return s
}

// answerFirst reads what comes before a ticket opens.
func (l *loader) answerFirst(v value, rule func(string, func(value)) field) answerFirstDoc {
	a := answerFirstDoc{}
	l.object(v,
		rule("rule", func(v value) { a.rule, _ = l.text(v) }),
		must("wait", func(v value) { a.wait = l.span(v) }))
	return a
}

// put writes what a rule book says over what the policy has. A time that the
// organisation sets leaves the rule that asks for it.
func (d answerFirstDoc) put(to *policy.AnswerFirst) {
	if d.wait > 0 {
		to.Wait = d.wait
	}
	if d.rule.string != "" {
		to.Rule = d.rule.string
	}
}

// takeAnswers are the standard answers of the file, then those of the rule
// books, each with what binds it; of one id the file's counts, else the first.
func (l *loader) takeAnswers(org *policy.Org) []policy.Answer {
	var answers []policy.Answer
	take := func(all []answerDoc, to whenDoc) {
		var ids []string
		for _, a := range all {
			if slices.Contains(ids, a.id.string) {
				l.fail(a.id.spot, "", "%q is in the list already", a.id.string)
			}
			ids = append(ids, a.id.string)
			l.checkWhen(a.when)
			when, empty := a.when.narrow(to, org)
			known := slices.ContainsFunc(answers, func(o policy.Answer) bool { return o.ID == a.id.string })
			if empty != "" || known {
				continue
			}
			answers = append(answers, policy.Answer{
				ID: a.id.string, Title: a.title, Rule: a.rule.string, When: when.when(), Words: plain(a.words),
				Text: a.text, Facts: a.facts, Link: a.link.string,
			})
		}
	}
	take(l.doc.answers, whenDoc{})
	for p, to := range l.eachBook() {
		take(p.answers, to)
	}
	return answers
}
