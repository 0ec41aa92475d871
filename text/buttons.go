package text

import "github.com/firstask/firstask/ticket"

// button is a button by the key of its label.
func (p *pen) button(label, verb, detail string) Button {
	return Button{Label: p.say("button."+label, nil), Verb: verb, Detail: detail, Value: p.number()}
}

func (p *pen) primary(label, verb, detail string) Button {
	b := p.button(label, verb, detail)
	b.Primary = true
	return b
}

func (p *pen) accept() Button   { return p.primary("accept", "accept", "") }
func (p *pen) giveBack() Button { return p.button("return", "return", "form") }
func (p *pen) promise() Button  { return p.button("promise", "promise", "form") }
func (p *pen) why() Button      { return p.button("why", "why", "") }
func (p *pen) ask() Button      { return p.button("ask", "ask", "form") }
func (p *pen) resume() Button   { return p.primary("resume", "resume", "") }
func (p *pen) told() Button     { return p.primary("reply", "reply", "") }
func (p *pen) reopen() Button   { return p.button("reopen", "reopen", "form") }

// handOff passes it on; what is to be judged or endorsed first, is that first.
func (p *pen) handOff() Button {
	switch {
	case p.t != nil && p.t.Unendorsed():
		return p.button("endorse_again", "endorse", "")
	case p.t != nil && len(p.unjudged()) > 0:
		return p.judge()
	}
	return p.button("handoff", "handoff", "form")
}

// notRequest is for posts that became tickets of themselves.
func (p *pen) notRequest() Button {
	if p.t.Post.TS == "" || p.v.Rules.Org == nil || !p.t.State.Taking() {
		return Button{}
	}
	if _, desk := p.v.Rules.Org.Desk(p.t.Post.Channel); !desk.EveryMessage {
		return Button{}
	}
	return p.button("not_request", "withdraw", string(ticket.NotRequest))
}

// taking are the choices of whoever was asked first.
func (p *pen) taking() []Button {
	if p.t.State == ticket.AwaitEndorsement {
		return p.waitingForLeader()
	}
	return []Button{p.accept(), p.solving("answered", false), p.handOff(), p.complete(), p.toRoute(), p.notRequest(), p.reveal(), p.planning(), p.informing(), p.sameAs(), p.share(), p.why(), p.aboutWhom()}
}

// answering are the choices of the receiver of a handoff.
func (p *pen) answering() []Button {
	if p.t.Handoff != nil && p.t.Handoff.Rule == ticket.Unclear {
		return []Button{p.accept(), p.button("assign", "handoff", "form"), p.giveBack(), p.why()}
	}
	return []Button{p.accept(), p.refuse(), p.reveal(), p.why()}
}

// refuse is how an offer is declined; an order is not, it can be disputed.
func (p *pen) refuse() Button {
	if p.t.Mark(ticket.Dispatched) != nil {
		return p.button("dispute", "dispute", "form")
	}
	return p.giveBack()
}

// toRoute hands it over where the rules send it.
func (p *pen) toRoute() Button {
	to := p.destination()
	if to.User == "" || len(p.unjudged()) > 0 || p.t.Unendorsed() {
		return Button{}
	}
	return p.proposal("handoff", "button.to_route", to.User)
}

// toLead names to lead whom a rule of the rule books proposes.
func (p *pen) toLead() Button {
	if p.v.Rules.Policy == nil || p.t.Route == nil || p.t.Route.Rule == "" {
		return Button{}
	}
	to := ticket.Destination(p.t, p.v.Rules, p.v.Now)
	if to.User == "" {
		return Button{}
	}
	return p.proposal("lead", "button.to_lead", to.User)
}

// proposal is the button of what the rules propose.
func (p *pen) proposal(verb, label, user string) Button {
	bare := p.plain()
	b := Button{Verb: verb, Detail: DetailRoute, Value: p.number()}
	b.Label = cut(bare.say(label, data{"who": bare.name(user)}), mostLabel)
	return b
}

// working are the choices of whoever is responsible; while the ticket waits for
// somebody else, the first is to go on.
func (p *pen) working() []Button {
	switch {
	case p.t.State == ticket.AwaitEndorsement:
		return p.waitingForLeader()
	case p.waits():
		return []Button{p.resume(), p.solving("resolve", false), p.promise(), p.why()}
	case p.t.State == ticket.UnderReview:
		return []Button{p.solving("final", true), p.promise(), p.ask(), p.why()}
	default:
		return []Button{p.solving("resolve", true), p.planning(), p.informing(), p.promise(), p.handOff(), p.ask(), p.takeover(), p.reveal(), p.sameAs(), p.share(), p.why(), p.aboutWhom()}
	}
}

// share brings departments in, where the rules have it so.
func (p *pen) share() Button {
	if !p.may(ticket.VerbShare) || p.t.Unendorsed() || !ticket.Shareable(p.t, p.v.Rules) {
		return Button{}
	}
	return p.button("share", "share", "form")
}

// planning asks for the plan that the rules want with the answer, while there is none.
func (p *pen) planning() Button {
	if !p.may(ticket.VerbPlan) || !ticket.WantsPlan(p.t, p.v.Rules) {
		return Button{}
	}
	return p.button("plan", "plan", "form")
}

// takeover says that whoever accepted has the person who asked, where the rules
// wait for that word.
func (p *pen) takeover() Button {
	if !p.may(ticket.VerbTakeover) || !ticket.Releasable(p.t, p.v.Rules) {
		return Button{}
	}
	return p.button("takeover", "takeover", "")
}

// may reports whether whoever reads it may do something with the ticket; of what
// many read, whether anybody may.
func (p *pen) may(v ticket.Verb) bool {
	if p.v.Rules.Policy == nil || p.v.Rules.Org == nil {
		return false
	}
	return p.to.User == "" || ticket.Permits(p.t, v, p.to.User, p.v.Rules)
}

// levelled are the choices of somebody on the next level.
func (p *pen) levelled(l *ticket.Level) []Button {
	answer := p.primary("answer", "answer", "form")
	if l.Taken.IsZero() {
		answer.Primary = false
		return []Button{p.accept(), answer, p.giveBack(), p.why()}
	}
	return []Button{answer, p.giveBack(), p.ask(), p.why()}
}

// calling are the choices of whoever calls the customer back.
func (p *pen) calling() []Button {
	return []Button{p.primary("callback_ok", "callback", "ok"), p.button("callback_recurred", "callback", "recurred"), p.reveal(), p.why()}
}

// helping are the choices of a superior who was asked to help.
func (p *pen) helping() []Button {
	if p.t.State == ticket.AwaitEndorsement {
		return append(p.endorsing(), p.button("urge", "urge", ""))
	}
	rule := p.solving("", false)
	if rule.Verb == "resolve" {
		rule = Button{}
	}
	return []Button{
		p.primary("take", "accept", ""), rule, p.button("assign", "handoff", "form"), p.button("urge", "urge", ""),
		p.promise(), p.why(),
	}
}

// now are the buttons of a state, for a message that many may see.
func (p *pen) now() []Button {
	switch s := p.t.State; {
	case s == ticket.HandedOff:
		return []Button{p.accept(), p.refuse(), p.handOff(), p.complete(), p.why()}
	case s.Taking():
		return p.taking()
	case s == ticket.Accepted, s == ticket.Investigating, s == ticket.Executing:
		return []Button{p.primary("resolve", "resolve", "form"), p.planning(), p.informing(), p.handOff(), p.complete(), p.promise(), p.ask(), p.takeover(), p.share(), p.why()}
	case s == ticket.UnderReview:
		return []Button{p.primary("final", "final", "form"), p.ask(), p.why()}
	case p.waits():
		return []Button{p.resume(), p.button("resolve", "resolve", "form"), p.handOff(), p.takeover(), p.share(), p.why()}
	case s == ticket.CallbackDue:
		return p.calling()
	case s == ticket.AwaitEndorsement:
		return p.endorsing()
	case s == ticket.ResultReady:
		return []Button{p.told(), p.why()}
	case s.Ended():
		return nil
	default:
		return []Button{p.why()}
	}
}
