package text

import "slices"

// Another first-asked person: proposed, agreed or not.

// correcting reports whether the correction that a notice speaks of still waits
// for a word.
func (p *pen) correcting() bool {
	c := p.t.Correction
	return c != nil && c.To == p.user("to") && c.By == p.user("by") && !p.t.State.Ended()
}

func (p *pen) correctionAsked() []Part {
	d := p.values("by", "from", "to")
	reason := p.labelled("card.reason", p.params["reason"].Raw(), reasonText)
	if !p.correcting() {
		return append(paras(p.fitted("correction_asked.done", d, p.t.Text, ""), p.corrections()), contexts(p.link())...)
	}
	parts := append(paras(p.fitted("correction_asked.text", d, p.t.Text, ""), reason), contexts(p.lines(p.firstAndNow(), p.askerLine(), p.link()))...)
	return append(parts, row(p.primary("agree", "correct", "agree"), p.button("decline", "correct", "decline")))
}

// corrections says what became of a proposed correction.
func (p *pen) corrections() string {
	if p.t.Natural.User == p.user("to") {
		return p.say("became.corrected", data{"to": p.name(p.t.Natural.User), "at": p.at(p.t.Natural.From)})
	}
	if p.t.State.Ended() {
		return p.became()
	}
	return p.say("became.not_agreed", nil)
}

func (p *pen) correctionRefused() []Part {
	said := p.fitted("correction_refused.text", p.values("by", "to"), p.t.Text, "")
	return append(paras(said, p.labelled("card.reason", p.params["reason"].Raw(), reasonText)), contexts(p.lines(p.firstAndNow(), p.link()))...)
}

// corrected tells who follows from now on, who no longer does, and who proposed it.
func (p *pen) corrected() []Part {
	d := p.values("by", "from", "to")
	switch p.to.User {
	case p.user("to"):
		if !p.runs(!p.t.State.Ended()) {
			return p.over("corrected.no_limit", d, p.t.Text)
		}
		asks := []Part{para(p.asking("corrected.text", "corrected.no_limit", d, p.t.Text))}
		return slices.Concat(asks, p.body(""), []Part{row(p.mine()...)})
	case p.user("from"):
		return p.news("corrected.was", d)
	default:
		return p.news("corrected.told", d)
	}
}

// correction is another first-asked person who waits for a head's word.
func (p *pen) correction() string {
	c := p.t.Correction
	if c == nil || p.t.State.Ended() {
		return ""
	}
	return p.say("card.correction", data{"by": p.name(c.By), "to": p.name(c.To), "head": p.name(c.Head)})
}
