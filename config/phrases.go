package config

import (
	"cmp"
	"strconv"

	"github.com/firstask/firstask/policy"
)

// phraseDoc is what nobody says to people who ask.
type phraseDoc struct {
	rule          str
	when          whenDoc
	words, except []str
	mode          policy.PhraseCheck
	instead       policy.Name
	tell          []str
	at            spot
}

// phrases reads forbidden phrases. In a rule book each names its rule.
func (l *loader) phrases(v value, rule func(string, func(value)) field) []phraseDoc {
	var all []phraseDoc
	l.list(v, func(v value) {
		p := phraseDoc{at: v.spot}
		before := len(l.problems)
		l.object(v,
			rule("rule", func(v value) { p.rule, _ = l.text(v) }),
			may("when", func(v value) { p.when = l.when(v) }),
			must("words", func(v value) { p.words = l.texts(v) }),
			may("except", func(v value) { p.except = l.texts(v) }),
			may("mode", func(v value) { p.mode = choice(&l.reader, v, "what becomes of a phrase", policy.PhraseChecks()[:2]) }),
			may("instead", func(v value) { p.instead = l.name(v) }),
			may("tell", func(v value) { p.tell = l.texts(v) }))
		if len(p.words) == 0 && len(l.problems) == before {
			l.fail(v.spot, "words: [not my job]", "no words are given")
		}
		if len(l.problems) == before {
			all = append(all, p)
		}
	})
	return all
}

// takePhrases are the forbidden phrases of the file, then those of the rule
// books, each with what binds it.
func (l *loader) takePhrases(org *policy.Org, labels *policy.Labels) []policy.Phrase {
	var phrases []policy.Phrase
	take := func(book string, all []phraseDoc, to whenDoc) {
		for i, p := range all {
			l.checkWhen(p.when)
			l.checkTold(p)
			when, empty := p.when.narrow(to, org)
			if empty != "" {
				continue
			}
			id := book + "/" + strconv.Itoa(i+1)
			labels.Phrases[id] = p.instead
			phrases = append(phrases, policy.Phrase{
				ID: id, Rule: p.rule.string, When: when.when(), Words: plain(p.words), Except: some(p.except),
				Nudge: p.mode == policy.PhraseNudge, Tell: some(p.tell),
			})
		}
	}
	take("", l.doc.phrases, whenDoc{})
	for p, to := range l.eachBook() {
		take(p.id.string, p.phrases, to)
	}
	return phrases
}

// checkTold looks up the roles that hear of a phrase.
func (l *loader) checkTold(p phraseDoc) {
	for _, s := range p.tell {
		if !l.incomplete && l.mustKnow(s, "a role", l.roleIDs()) && !l.isFilled(s) {
			l.warn(cmp.Or(s.spot, p.at), "roles: {"+s.string+": U…}", "nobody fills %s: nobody hears of such words", s.string)
		}
	}
}
