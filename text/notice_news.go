package text

import "github.com/firstask/firstask/ticket"

// What tells somebody that something happened: said once, never drawn again.

func (p *pen) news(key string, values data) []Part {
	return append(paras(p.fitted(key, values, p.t.Text, "")), contexts(p.link())...)
}

func (p *pen) reassigned() []Part {
	parts := p.news("reassigned.text", p.values("by", "to"))
	return append(parts, row(p.why()))
}

func (p *pen) takenBack() []Part { return p.news("taken_back.text", p.values("by")) }

func (p *pen) accepted() []Part {
	d := p.values("by", "limit")
	key := "accepted.text"
	switch {
	case p.to.User == p.t.Natural.User && !p.t.Released.IsZero():
		key = "accepted.released"
	case p.to.User != "" && p.to.User != p.t.Follower():
		key = "accepted.former" // whoever was responsible before
	case d["limit"] == "":
		key = "accepted.no_limit"
	}
	return p.news(key, d)
}

func (p *pen) urged() []Part {
	parts := []Part{para(p.asking("urge.text", "urge.no_limit", p.values("by"), p.t.Text))}
	parts = append(parts, paras(p.quoted(p.params["text"].Raw()))...)
	parts = append(parts, contexts(p.lines(p.askerLine(), p.link()))...)
	return append(parts, row(p.mine()...))
}

// mine are the buttons of the person a notice goes to, by their part in the ticket.
func (p *pen) mine() []Button {
	switch {
	case p.offered(p.to.User):
		return p.answering()
	case p.t.LevelOf(p.to.User) != nil:
		return p.levelled(p.t.LevelOf(p.to.User))
	case ticket.Endorses(p.t, p.to.User, p.v.Rules):
		return p.endorsing()
	case p.owesOpinion(p.to.User):
		return p.consulting()
	case p.t.Responsible == p.to.User:
		return p.working()
	case p.t.State.Taking() && p.t.Follower() == p.to.User:
		return p.taking()
	default:
		return []Button{p.why()}
	}
}

func (p *pen) promised() []Part {
	parts := []Part{para(p.fitted("promised.text", p.values("by", "at"), p.t.Text, ""))}
	parts = append(parts, paras(p.labelled("card.reason", p.params["reason"].Raw(), reasonText))...)
	return append(append(parts, contexts(p.link())...), row(p.why()))
}

func (p *pen) ended() []Part {
	key := "closed.text"
	if p.user("by") != "" {
		key = "closed.by"
	}
	parts := p.news(key, p.values("how", "by"))
	return append(parts, paras(p.labelled(p.outcome("card.result"), p.t.Result.Text, reasonText))...)
}

func (p *pen) notesAdded() []Part {
	written := p.params["text"].Raw()
	key := "notes_added.text"
	if p.params["unclear"] != "" {
		key = "notes_added.unclear"
	}
	parts := []Part{para(p.fitted(key, p.values("by"), written, ""))}
	parts = append(parts, paras(p.quoted(written))...)
	return append(append(parts, contexts(p.lines(p.about(), p.link()))...), row(p.mine()...))
}

func (p *pen) unreachable() []Part {
	said := paras(p.say("unreachable.text", p.values("who", "why")))
	return append(append(said, contexts(p.lines(p.about(), p.link()))...), row(p.handOff(), p.why()))
}

func (p *pen) dutyGap() []Part {
	d := p.values("at", "desk")
	return append([]Part{para(p.say("duty_gap.text", d))}, contexts(p.lines(p.about(), p.link()))...)
}

func (p *pen) invite() []Part {
	return []Part{para(p.say("invite.text", p.values("channel")))}
}
