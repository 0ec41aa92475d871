package text

import "github.com/firstask/firstask/ticket"

// What waits for a leader's word before anybody works on it.

// endorsing are the choices of a leader.
func (p *pen) endorsing() []Button {
	return []Button{p.primary("endorse", "endorse", ""), p.giveBack(), p.why()}
}

// waitingForLeader are the choices of whoever has what waits for a leader.
func (p *pen) waitingForLeader() []Button {
	return []Button{p.button("add_details", "note", "form"), p.button("urge", "urge", ""), p.why()}
}

// endorsedBy is whose word it waits for.
func (p *pen) endorsedBy() string {
	if p.v.Rules.Policy == nil || p.v.Rules.Org == nil {
		return p.name(p.t.Endorser())
	}
	return p.render(ticket.WhoEndorses(p.t, p.v.Rules))
}

func (p *pen) endorseAsked() []Part {
	d := p.values("by")
	if p.t.State != ticket.AwaitEndorsement {
		return append(paras(p.fitted("endorse_asked.done", d, p.t.Text, ""), p.answeredBy()), contexts(p.link())...)
	}
	parts := []Part{para(p.asking("endorse_asked.text", "endorse_asked.no_limit", d, p.t.Text))}
	parts = append(parts, p.body("")...)
	parts = append(parts, contexts(p.byRule())...)
	return append(parts, row(p.endorsing()...))
}

// answeredBy is what a leader said, else what has become of it.
func (p *pen) answeredBy() string {
	if said := p.endorsement(); said != "" && !p.settled() {
		return said
	}
	return p.became()
}

// endorsement is what a leader said, in one line; "" while nobody has.
func (p *pen) endorsement() string {
	e := p.t.Endorsement
	switch {
	case e == nil || e.By == "":
		return ""
	case e.Given.IsZero():
		return p.say("card.sent_back", data{"by": p.name(e.By), "text": p.words(e.Text, reasonText)})
	default:
		return p.say("card.endorsed", data{"by": p.name(e.By), "at": p.at(e.Given), "text": p.words(e.Text, reasonText)})
	}
}

func (p *pen) endorsed() []Part {
	d := p.values("by")
	if p.live && p.clockGone() || p.settled() {
		return p.over("endorsed.done", d, p.t.Text)
	}
	parts := []Part{para(p.asking("endorsed.text", "endorsed.no_limit", d, p.t.Text))}
	parts = append(parts, paras(p.quoted(p.params["text"].Raw()))...)
	return append(append(parts, contexts(p.lines(p.next(), p.link()))...), row(p.mine()...))
}
