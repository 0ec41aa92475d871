package text

import (
	"strings"

	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// known are the standard answers that an answer names by id, as the rules of
// today have them.
func (p *pen) known() []*policy.Answer {
	if p.v.Rules.Policy == nil {
		return nil
	}
	var all []*policy.Answer
	for id := range strings.FieldsSeq(p.params["answers"].Raw()) {
		if a := p.v.Rules.Policy.StandardAnswer(id); a != nil {
			all = append(all, a)
		}
	}
	return all
}

// standard is one standard answer: its title, its text, and what belongs to it.
func (p *pen) standard(a *policy.Answer) []Part {
	lines := make([]string, 0, 2+len(a.Facts))
	lines = append(lines, p.enc.Bold(p.words(a.Title.In(p.locale), mostLabel)), p.words(a.Text.In(p.locale), directText))
	for _, f := range a.Facts {
		lines = append(lines, p.say("kb.fact", data{
			"label": p.words(f.Label.In(p.locale), mostLabel), "text": p.words(f.Text.In(p.locale), reasonText),
		}))
	}
	parts := []Part{para(p.lines(lines...))}
	if a.Link != "" {
		parts = append(parts, para(p.enc.Link(a.Link, p.say("kb.link", nil))))
	}
	return parts
}

// suggested is the standard answer that comes before a ticket, with what becomes
// of the request.
func (p *pen) suggested(Answer) []Part {
	parts := []Part{para(p.say("answer.suggested", nil))}
	for _, a := range p.known() {
		parts = append(parts, p.standard(a)...)
	}
	parts = append(parts, row(p.primary("answer_solves", "confirm", ""), p.button("answer_fails", "reopen", "")))
	return append(parts, small(p.say("answer.suggested_until", p.answerValues())))
}

// kb are the standard answers that were found.
func (p *pen) kb(Answer) []Part {
	d := data{"what": p.value("what")}
	found := p.known()
	if len(found) == 0 {
		return paras(p.say("answer.kb_none", d))
	}
	parts := []Part{para(p.say("answer.kb", d))}
	for _, a := range found {
		parts = append(parts, p.standard(a)...)
		parts = append(parts, small(p.say("answer.kb_use", data{"id": p.enc.Escape(a.ID)})))
	}
	return parts
}

// answered is which standard answer somebody got before the ticket opened, or as
// its result.
func (p *pen) answered() string {
	title := func(id string) string {
		if p.v.Rules.Policy == nil {
			return id
		}
		if a := p.v.Rules.Policy.StandardAnswer(id); a != nil {
			return a.Title.In(p.locale)
		}
		return id
	}
	switch {
	case p.t.Result.Answer != "":
		return p.say("card.answered", data{"what": p.words(title(p.t.Result.Answer), mostLabel)})
	case p.t.Suggestion != nil && p.t.End.How != ticket.ByAnswer:
		return p.say("card.suggested", data{"what": p.words(title(p.t.Suggestion.Answer), mostLabel)})
	default:
		return ""
	}
}

// proposed are the standard answers to a request, each to be given with one press.
func (p *pen) proposed() []Part {
	if !p.open() {
		return nil
	}
	var buttons []Button
	bare := p.plain()
	for _, a := range ticket.Answers(p.t, p.v.Rules) {
		if p.t.Suggestion != nil && p.t.Suggestion.Answer == a.ID {
			continue // it did not help
		}
		label := cut(bare.say("button.use_answer", data{"what": bare.words(a.Title.In(p.locale), mostLabel)}), mostLabel)
		buttons = append(buttons, Button{Label: label, Verb: "resolve", Detail: DetailAnswer + a.ID, Value: p.number()})
	}
	if len(buttons) == 0 {
		return nil
	}
	return []Part{para(p.say("card.answers", nil)), row(buttons...)}
}
