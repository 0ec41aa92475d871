package text

import (
	"cmp"

	"github.com/firstask/firstask/ticket"
)

// What is said of third parties, of requests that belong elsewhere, and of
// orders that a unit holds to be another's.

func (p *pen) consentAsked() []Part {
	d := p.values("by")
	d["has"] = p.name(p.t.Factual())
	parts := paras(p.fitted("consent_asked.text", d, cmp.Or(p.params["text"].Raw(), p.t.Text), "has"))
	if yes := p.t.Consent; !yes.At.IsZero() && !p.settled() {
		return append(append(parts, para(p.say("became.consented", data{"at": p.at(yes.At)}))), contexts(p.link())...)
	}
	return append(append(parts, contexts(p.link())...), row(p.primary("consent_agree", "consent", DetailAgree), p.button("add_details", "note", "form")))
}

func (p *pen) consented() []Part {
	parts := paras(p.fitted("consented.text", p.values("by"), p.t.Text, ""), p.quoted(p.params["text"].Raw()))
	return append(append(parts, contexts(p.link())...), row(p.button("thirdparty", "thirdparty", "form"), p.why()))
}

// redirected tells the asker where it belongs, in the words of who sends them on.
func (p *pen) redirected() []Part {
	said := p.params["text"].Raw()
	d := p.values("by")
	d["where"] = p.whereTo()
	parts := paras(p.fitted("redirected.text", d, said, ""), p.quoted(said))
	if !p.t.State.Ended() {
		parts = append(parts, small(p.say("redirected.stays", data{"who": p.name(p.t.Follower())})))
	}
	return append(append(parts, contexts(p.link())...), row(p.reopen()))
}

// whereTo is the department or the body that a notice or the ticket names.
func (p *pen) whereTo() string {
	body := cmp.Or(p.params["body"].Raw(), p.t.Redirect.Body)
	if body != "" {
		return p.words(body, mostLabel)
	}
	return p.department(cmp.Or(p.params["department"].Raw(), p.t.Redirect.Department))
}

func (p *pen) disputed() []Part {
	said := p.params["text"].Raw()
	if p.t.Mark(ticket.Disputed) == nil {
		return p.over("disputed.done", p.values("by"), said)
	}
	parts := paras(p.fitted("disputed.text", p.values("by"), said, ""), p.quoted(said))
	parts = append(parts, contexts(p.lines(p.about(), p.link()))...)
	return append(parts, row(p.button("assign", "handoff", "form"), p.button("order_stays", "dispute", "form"), p.why()))
}

func (p *pen) orderStays() []Part {
	said := p.params["text"].Raw()
	parts := paras(p.fitted("order_stays.text", p.values("by"), said, ""), p.quoted(said))
	return append(append(parts, contexts(p.lines(p.about(), p.next(), p.link()))...), row(p.mine()...))
}

// goes is where the rules send it, while nobody has been asked to take it yet.
func (p *pen) goes() string {
	to := p.destination()
	if to.User == "" {
		return ""
	}
	where := p.t.Route.Role
	if to.Department != "" {
		where = p.department(to.Department)
	}
	what := p.words(p.t.Route.Topic, mostLabel)
	if rule := p.t.Route.Rule; rule != "" {
		what = p.enc.Escape(rule)
	}
	partners := ticket.Partners(p.t, p.v.Rules, p.v.Now)
	with := make([]string, len(partners))
	for i, t := range partners {
		with[i] = p.department(t.Department)
	}
	return p.say("card.route", data{"where": where, "who": p.name(to.User), "what": what, "with": p.listed(with)})
}

// destination is who the proposed place is now; nobody once somebody was asked.
func (p *pen) destination() ticket.Target {
	if p.v.Rules.Policy == nil || !p.t.State.Taking() || p.t.Handoff != nil || p.t.Handoffs > 0 {
		return ticket.Target{}
	}
	return ticket.Destination(p.t, p.v.Rules, p.v.Now)
}

// away is what was agreed about third parties, and where it belongs instead.
func (p *pen) away() string {
	var consent, where string
	if c := p.t.Consent; !c.At.IsZero() {
		d := data{"at": p.at(c.At), "who": p.name(c.By)}
		if p.open() {
			d["text"] = p.words(c.Text, reasonText)
		}
		consent = p.say("card.consent", d)
	}
	if !p.t.Redirect.At.IsZero() && p.open() {
		where = p.say("card.redirect", data{"where": p.whereTo(), "text": p.words(p.t.Redirect.Text, reasonText)})
	}
	return p.lines(consent, where)
}
