package config

import "github.com/firstask/firstask/policy"

// endorsementDoc is which requests wait for a leader's word, and whose.
type endorsementDoc struct {
	rule str
	when whenDoc
	by   []str
	at   spot
}

// endorsements reads what waits for a leader. In a rule book each names its rule.
func (l *loader) endorsements(v value, rule func(string, func(value)) field) []endorsementDoc {
	var all []endorsementDoc
	l.list(v, func(v value) {
		e := endorsementDoc{at: v.spot}
		before := len(l.problems)
		l.object(v,
			rule("rule", func(v value) { e.rule, _ = l.text(v) }),
			must("when", func(v value) { e.when = l.when(v) }),
			must("by", func(v value) { e.by = l.texts(v) }))
		if len(e.by) == 0 && len(l.problems) == before {
			l.fail(v.spot, "by: [leader]", "no role endorses it")
		}
		if len(l.problems) == before {
			all = append(all, e)
		}
	})
	return all
}

// takeEndorsements are the endorsements of the file, then those of the rule
// books, each with what binds it. One that no ticket takes is left out.
func (l *loader) takeEndorsements(org *policy.Org) []policy.Endorsement {
	var endorsements []policy.Endorsement
	take := func(all []endorsementDoc, to whenDoc) {
		for _, e := range all {
			l.checkWhen(e.when)
			l.checkJudges(e.by, e.at, "endorses it; the heads are asked")
			if when, empty := e.when.narrow(to, org); empty == "" {
				endorsements = append(endorsements, policy.Endorsement{Rule: e.rule.string, When: when.when(), By: plain(e.by)})
			}
		}
	}
	take(l.doc.endorsements, whenDoc{})
	for p, to := range l.eachBook() {
		take(p.endorsements, to)
	}
	return endorsements
}
