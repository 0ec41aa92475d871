package text

import (
	"cmp"
	"slices"

	"github.com/firstask/firstask/ticket"
)

// formThirdParty asks who deals with them only where the asker agreed to it.
func (p *pen) formThirdParty() []Field {
	fields := []Field{p.field(Line, "thirdparty", FieldWho, false)}
	if p.t != nil && !p.t.Consent.At.IsZero() {
		direct := p.field(Radio, "thirdparty", FieldDirect, true)
		direct.Options = []Option{{Label: p.say("form.thirdparty.direct_yes", nil), Value: Yes}}
		fields = append(fields, direct)
	}
	return append(fields, p.field(Lines, "thirdparty", FieldText, true))
}

func (p *pen) formRedirect(f FormData) []Field {
	fields := p.choice("redirect", FieldDepartment, f.Departments)
	return append(fields, p.field(Line, "redirect", FieldBody, true), p.field(Lines, "redirect", FieldText, false))
}

func (p *pen) formReturn() []Field {
	var why []Field
	if pol := p.v.Rules.Policy; pol != nil && len(pol.ReturnReasons) > 0 {
		f := p.field(Radio, "return", FieldWhy, true)
		for _, r := range pol.ReturnReasons[:min(len(pol.ReturnReasons), 10)] {
			f.Options = append(f.Options, Option{Label: cut(p.c.Word("reason."+r, p.locale), mostLabel), Value: r})
		}
		why = append(why, f)
	}
	return append(why, p.field(Lines, "return", FieldText, true))
}

// formAnswer asks for an answer; where an opinion is wanted, a date will do.
func (p *pen) formAnswer() []Field {
	if p.t == nil || !slices.ContainsFunc(p.t.Opinions(), ticket.Share.Waits) || p.t.LevelOf(p.to.User) != nil {
		return []Field{p.field(Lines, "answer", FieldText, false)}
	}
	said := p.field(Lines, "answer", FieldText, true)
	said.Label = cut(p.say("form.answer.solution", nil), mostLine)
	return []Field{said, p.field(Instant, "answer", FieldUntil, true)}
}

// formMark asks which matter of the rule book it is, where it names some.
func (p *pen) formMark(mark string) []Field {
	var fields []Field
	if p.t != nil && p.v.Rules.Policy != nil {
		matters := ticket.Matters(p.t, mark, p.v.Rules)
		options := make([]Option, 0, len(matters))
		for _, m := range matters {
			options = append(options, Option{Label: cmp.Or(m.Name.In(p.locale), m.ID), Value: m.ID})
		}
		fields = p.choice("major", FieldMatter, options)
	}
	return append(fields, p.field(Lines, "major", FieldText, false))
}

// formTo asks for a person, department or topic, and for some words.
func (p *pen) formTo(verb string, f FormData, optional bool) []Field {
	fields := []Field{p.field(Person, verb, FieldTo, true)}
	fields = append(fields, p.choice(verb, FieldDepartment, f.Departments)...)
	fields = append(fields, p.choice(verb, FieldTopic, f.Topics)...)
	return append(fields, p.field(Lines, verb, FieldText, optional))
}

// formShare asks which departments it also concerns.
func (p *pen) formShare(f FormData) []Field {
	fields := p.choice("share", FieldDepartment, f.Departments)
	for i := range fields {
		fields[i].Kind, fields[i].Optional = Choices, false
	}
	return append(fields, p.field(Lines, "share", FieldText, true))
}

// formPromise asks whether the customer agreed, where the running limit moves
// only with their consent.
func (p *pen) formPromise() []Field {
	fields := []Field{p.field(Instant, "promise", FieldUntil, false)}
	if p.needsConsent() {
		consent := p.field(Radio, "promise", FieldConsent, true)
		consent.Options = []Option{{Label: p.say("form.promise.consent_yes", nil), Value: Yes}}
		fields = append(fields, consent)
	}
	return append(fields, p.field(Lines, "promise", FieldText, true))
}

func (p *pen) needsConsent() bool {
	if p.t == nil || p.t.Lead() == nil {
		return false
	}
	w, ok := p.window(p.t.Lead().Rule)
	return ok && w.Promise.Consent
}

// formAway asks who stands in, where the rule book wants somebody named.
func (p *pen) formAway() []Field {
	named := p.v.Rules.Policy != nil && p.v.Rules.Policy.Absence.NeedsDelegate
	return []Field{
		p.field(Instant, "away", FieldFrom, true), p.field(Instant, "away", FieldUntil, true),
		p.field(Person, "away", FieldTo, !named), p.field(Person, "away", FieldColleague, true),
		p.field(Lines, "away", FieldText, true),
	}
}

func (p *pen) formCallback(f FormData) []Field {
	result := p.field(Radio, "callback", FieldResult, false)
	for _, r := range []string{DetailOK, DetailRecurred} {
		result.Options = append(result.Options, Option{Label: p.say("form.callback.result_"+r, nil), Value: r})
	}
	return append([]Field{result}, p.formAccount("callback", f, true)...)
}
