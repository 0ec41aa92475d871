package text

import (
	"cmp"
	"strings"

	"github.com/firstask/firstask/policy"
)

// first is who is asked first, by which rule.
func (p *policyPen) first() string {
	ways := make([]string, 0, len(p.policy.First))
	for _, f := range p.policy.First {
		ways = append(ways, p.say("policy.first."+string(f.By), data{"rule": f.Rule}))
	}
	if len(ways) == 0 {
		return ""
	}
	return p.say("policy.first", data{"what": strings.Join(ways, p.say("policy.then", nil))})
}

func (p *policyPen) need(n policy.Need) string {
	have := make([]string, 0, len(n.Have))
	for _, what := range n.Have {
		have = append(have, p.needed(what))
	}
	verb := "verb." + n.Verb
	if key := "policy." + verb; p.c.has(key) { // what only a need tells apart
		verb = key
	}
	d := data{"verb": p.c.Word(verb, p.locale), "what": p.listed(have), "rule": n.Rule}
	key := "policy.need"
	if n.Verb == "new" { // which refuses nobody
		key = "policy.need_new"
	}
	if !n.When.IsZero() {
		d["when"], key = p.when(n.When), key+"_when"
	}
	return p.say(key, d)
}

// needed is one thing that a need names.
func (p *policyPen) needed(what string) string {
	id := strings.TrimPrefix(what, FieldContact)
	if f := p.policy.Field(id); f != nil {
		return cmp.Or(f.Name.In(p.locale), id)
	}
	return p.c.Word("need."+what, p.locale)
}

// answersSaid are the standard answers, and whether they come before a ticket.
func (p *policyPen) answersSaid() []string {
	lines := make([]string, 0, len(p.policy.Answers)+1)
	for i := range p.policy.Answers {
		a := &p.policy.Answers[i]
		lines = append(lines, p.say("policy.answer", data{"name": a.Title.In(p.locale), "rule": a.Rule, "what": p.each(a.Words)}))
	}
	if first := p.policy.AnswerFirst; len(lines) > 0 && first.Wait > 0 {
		lines = append(lines, p.say("policy.answer_first", data{"rule": first.Rule, "span": p.span(first.Wait, false)}))
	}
	return lines
}

// phrase is what nobody says, and what comes of it; "" where nothing is looked for.
func (p *policyPen) phrase(f *policy.Phrase) string {
	if p.policy.PhraseCheck == policy.PhraseOff {
		return ""
	}
	d := data{"what": p.each(f.Words), "rule": f.Rule, "instead": p.words.Phrases[f.ID].In(p.locale)}
	if !f.Nudge && p.policy.PhraseCheck != policy.PhraseNudge {
		d["held"] = "yes"
	}
	if !f.When.IsZero() {
		d["when"] = p.when(f.When)
	}
	if len(f.Tell) > 0 {
		d["tell"] = p.roles(f.Tell)
	}
	return p.say("policy.phrase", d)
}

// matter is whom a matter of the rule book brings in.
func (p *policyPen) matter(m *policy.Matter) string {
	key := "policy.matter"
	if m.Opinions {
		key = "policy.matter_opinions"
	}
	d := data{"name": cmp.Or(m.Name.In(p.locale), m.ID), "who": p.roles(m.With)}
	if m.Mark != "" {
		d["mark"] = p.quoted("mark." + m.Mark)
	}
	return p.ruled(key, m.Rule, m.When, d)
}

// roles are who fills some roles, as one calls them.
func (p *policyPen) roles(ids []string) string {
	who := make([]string, 0, len(ids))
	for _, id := range ids {
		who = append(who, p.step(policy.Step(id)))
	}
	return p.listed(who)
}
