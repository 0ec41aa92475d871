package text

import (
	"github.com/firstask/firstask/ticket"
)

// fullNotice tells the asker in one go all that the matter takes, and asks
// whether it is clear.
func (p *pen) fullNotice() []Part {
	parts := paras(p.fitted("full_notice.text", p.values("by"), p.t.Text, ""))
	parts = append(parts, p.points()...)
	told := p.t.Informed
	switch {
	case told == nil:
		return parts
	case !told.Understood.IsZero():
		return append(parts, para(p.say("full_notice.clear", data{"at": p.at(told.Understood)})))
	case p.settled():
		return append(parts, para(p.became()))
	case told.Unclear != "":
		parts = append(parts, para(p.say("full_notice.unclear", data{"who": p.name(p.t.Follower())})))
	}
	return append(parts, row(p.hearing()...))
}

// hearing are the two words about what was told in one go.
func (p *pen) hearing() []Button {
	return []Button{p.primary("understood", "understood", ""), p.button("not_clear", "understood", ticket.NotClear)}
}

// points are all that was told in one go, one line each, in the reader's language.
func (p *pen) points() []Part {
	told := p.t.Informed
	if told == nil || p.v.Rules.Policy == nil || !p.open() {
		return nil
	}
	var lines []string
	for _, id := range told.Points {
		if point := p.v.Rules.Policy.Point(id); point != nil {
			lines = append(lines, p.say("full_notice.point", data{"text": p.words(point.Name.In(p.locale), directText)}))
		}
	}
	return paras(p.lines(lines...), p.quoted(told.Text))
}

// informed says on the card what was told in one go, and whether it was understood.
func (p *pen) informed() string {
	told := p.t.Informed
	if told == nil {
		return ""
	}
	d := data{"who": p.name(told.By), "at": p.at(told.At)}
	switch {
	case !told.Understood.IsZero():
		d["clear"] = p.at(told.Understood)
		return p.say("card.informed_clear", d)
	case told.Unclear != "" && p.open():
		d["text"] = p.words(told.Unclear, gistText)
		return p.say("card.informed_unclear", d)
	default:
		return p.say("card.informed", d)
	}
}

// informing is the button of a notice that the rules have and that nobody gave
// yet, or that was not clear.
func (p *pen) informing() Button {
	if !p.may(ticket.VerbInform) || len(ticket.Points(p.t, p.v.Rules)) == 0 {
		return Button{}
	}
	if told := p.t.Informed; told != nil && told.Unclear == "" {
		return Button{}
	}
	return p.button("inform", "inform", "")
}

// informedTell is what somebody outside Slack is to be told, by whoever says so.
func (p *pen) informedTell(Answer) []Part {
	parts := append(paras(p.say("answer.informed_tell", p.answerValues())), p.points()...)
	return append(parts, row(p.hearing()...))
}
