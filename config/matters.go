package config

import (
	"github.com/firstask/firstask/policy"
)

// matterDoc is a matter that concerns more people than those who have it.
type matterDoc struct {
	id, rule, mark str
	name           policy.Name
	when           whenDoc
	topics, with   []str
	opinions       bool
}

// matters reads the matters of a rule book.
func (l *loader) matters(v value) []matterDoc {
	var all []matterDoc
	l.list(v, func(v value) {
		m := matterDoc{}
		before := len(l.problems)
		l.object(v,
			must("id", func(v value) { m.id = l.id(v) }),
			must("name", func(v value) { m.name = l.name(v) }),
			must("rule", func(v value) { m.rule, _ = l.text(v) }),
			may("when", func(v value) { m.when = l.when(v) }),
			may("topics", func(v value) { m.topics = l.texts(v) }),
			may("mark", func(v value) { m.mark, _ = l.word(v, "a mark that a matter can have", matterMarks()) }),
			must("with", func(v value) {
				if m.with = l.texts(v); len(m.with) == 0 && len(l.problems) == before {
					l.fail(v.spot, "the roles that are brought in", "it concerns nobody")
				}
			}),
			may("opinions", func(v value) { m.opinions = l.flag(v) }))
		for _, o := range all {
			if o.id.string == m.id.string && m.id.string != "" {
				l.fail(m.id.spot, "", "%q is in the list already", m.id.string)
			}
		}
		if len(l.problems) == before {
			all = append(all, m)
		}
	})
	return all
}

// takeMatters are the matters of all rule books, each with what binds it; of one
// id the first counts. One that no ticket can come to is left out.
func (l *loader) takeMatters(org *policy.Org) []policy.Matter {
	var matters []policy.Matter
	known := map[string]bool{}
	for p, to := range l.eachBook() {
		for _, m := range p.matters {
			l.checkWhen(m.when)
			l.checkWith(m)
			when, empty := m.when.narrow(to, org)
			if empty != "" || known[m.id.string] {
				continue
			}
			known[m.id.string] = true
			matters = append(matters, policy.Matter{
				ID: m.id.string, Name: m.name, Rule: m.rule.string, When: when.when(), Topics: some(m.topics),
				Mark: m.mark.string, With: plain(m.with), Opinions: m.opinions,
			})
		}
	}
	return matters
}

// checkWith looks up the roles that are brought in.
func (l *loader) checkWith(m matterDoc) {
	for _, s := range m.with {
		if !l.incomplete && l.mustKnow(s, "a role", l.roleIDs()) && !l.isFilled(s) {
			l.warn(s.spot, "roles: {"+s.string+": U…}", "nobody fills %s: the fallback channel is asked (%s)", s.string, m.rule.string)
		}
	}
}
