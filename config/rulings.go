package config

import (
	"cmp"
	"slices"
	"strings"

	"github.com/firstask/firstask/policy"
)

// rulingDoc is who decides what its receiver cannot, and who for good.
type rulingDoc struct {
	rule          str
	when          whenDoc
	by, final     []str
	review, major str
	at            spot
}

// rulings reads who rules. In a rule book each names its rule.
func (l *loader) rulings(v value, rule func(string, func(value)) field) []rulingDoc {
	var all []rulingDoc
	l.list(v, func(v value) {
		r := rulingDoc{at: v.spot}
		before := len(l.problems)
		l.object(v,
			rule("rule", func(v value) { r.rule, _ = l.text(v) }),
			may("when", func(v value) { r.when = l.when(v) }),
			must("by", func(v value) { r.by = l.texts(v) }),
			must("final", func(v value) { r.final = l.texts(v) }),
			rule("review", func(v value) { r.review, _ = l.text(v) }),
			may("major", func(v value) { r.major, _ = l.text(v) }))
		for _, roles := range [][]str{r.by, r.final} {
			if len(roles) == 0 && len(l.problems) == before {
				l.fail(v.spot, "by: [hr_manager], final: [gm]", "no role rules, or none for good")
			}
		}
		if len(l.problems) == before {
			all = append(all, r)
		}
	})
	return all
}

// takeRulings are the rulings of the file, then those of the rule books, each
// with what binds it. One that no ticket takes is left out.
func (l *loader) takeRulings(org *policy.Org) []policy.Ruling {
	var rulings []policy.Ruling
	take := func(all []rulingDoc, to whenDoc) {
		for _, r := range all {
			l.checkWhen(r.when)
			l.checkJudges(r.by, r.at, "rules on it; it goes straight to the final ruling")
			l.checkJudges(r.final, r.at, "rules for good; a review goes to the heads")
			if when, empty := r.when.narrow(to, org); empty == "" {
				rulings = append(rulings, policy.Ruling{
					Rule: r.rule.string, When: when.when(), By: plain(r.by), Final: plain(r.final),
					Review: r.review.string, Major: r.major.string,
				})
			}
		}
	}
	take(l.doc.rulings, whenDoc{})
	for p, to := range l.eachBook() {
		take(p.rulings, to)
	}
	return rulings
}

// outcomeDoc is a rule by which results are passed on to whom they are about.
type outcomeDoc struct {
	rule str
	when whenDoc
}

func (l *loader) outcomes(v value) []outcomeDoc {
	var all []outcomeDoc
	l.list(v, func(v value) {
		o := outcomeDoc{}
		l.object(v,
			must("rule", func(v value) { o.rule, _ = l.text(v) }),
			may("when", func(v value) { o.when = l.when(v) }))
		all = append(all, o)
	})
	return all
}

// takeOutcomes are those of all rule books, each with what binds it. One that no
// ticket has is left out.
func (l *loader) takeOutcomes(org *policy.Org) []policy.Outcome {
	var outcomes []policy.Outcome
	for p, to := range l.eachBook() {
		for _, o := range p.outcomes {
			l.checkWhen(o.when)
			if when, empty := o.when.narrow(to, org); empty == "" {
				outcomes = append(outcomes, policy.Outcome{Rule: o.rule.string, When: when.when()})
			}
		}
	}
	return outcomes
}

// checkJudges looks up roles that decide, one of which somebody should fill.
func (l *loader) checkJudges(roles []str, at spot, does string) {
	if l.incomplete || len(roles) == 0 {
		return
	}
	known := true
	for _, s := range roles {
		known = l.mustKnow(s, "a role", l.roleIDs()) && known
	}
	if known && !slices.ContainsFunc(roles, func(s str) bool { return l.isFilled(s) }) {
		first := roles[0]
		l.warn(cmp.Or(first.spot, at), "roles: {"+first.string+": U…}", "nobody fills %s: nobody %s", strings.Join(plain(roles), " or "), does)
	}
}
