package text

import (
	"slices"

	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// What asks somebody to take, answer or go on: each is drawn again, without
// its buttons, when its matter is over.

// runs reports whether the clock a notice came with still runs; a notice that
// came without one asks the state instead.
func (p *pen) runs(state bool) bool {
	if p.params["clock"] != "" {
		return p.clock() != nil
	}
	return state && !p.t.State.Ended()
}

// limit is the time limit now: a promise may have moved the one it came with.
func (p *pen) due() string {
	if c := p.clock(); c != nil {
		return p.at(c.Due)
	}
	return p.value("limit")
}

// asking is a sentence with what it is about and until when; without a limit another sentence.
func (p *pen) asking(key, noLimit string, values data, what string) string {
	values["limit"] = p.due()
	if values["limit"] == "" {
		return p.fitted(noLimit, values, what, "")
	}
	return p.fitted(key, values, what, "limit")
}

// over is a live message whose matter is settled: what it was, and what became of it.
func (p *pen) over(key string, values data, what string) []Part {
	return append(paras(p.fitted(key, values, what, ""), p.became()), contexts(p.link())...)
}

// body is the request as a colleague needs it without opening the channel.
func (p *pen) body(reason string) []Part {
	parts := paras(p.request(directText), reason)
	return append(parts, contexts(p.lines(p.askerLine(), p.contact(), p.askedAgain(), p.lacking(), p.goes(), p.next(), p.link()))...)
}

func (p *pen) asked() []Part {
	who := p.asker()
	if p.t.Asker.Kind == ticket.AskerUnknown && p.user("by") != "" {
		who = p.value("by")
	}
	d := data{"who": who}
	if !p.runs(p.t.State.Taking() && p.t.Handoff == nil) {
		return p.over("asked.done", d, p.t.Text)
	}
	parts := []Part{para(p.asking("asked.text", "asked.no_limit", d, p.t.Text))}
	parts = append(parts, p.body("")...)
	parts = append(parts, contexts(p.scripts())...)
	return append(parts, small(p.whyFirst()), row(p.taking()...))
}

// whyFirst is why the first-asked person is who they are.
func (p *pen) whyFirst() string {
	n := p.t.Natural
	key := "asked_first." + string(p.foundBy())
	if !p.c.has(key) {
		return ""
	}
	why := p.say(key, data{"at": p.at(n.From)})
	if over := "asked_over." + string(n.Over); p.together() && p.c.has(over) {
		why = p.say(over, nil)
	}
	return p.say("asked.why", data{"who": p.name(n.User), "why": why, "rule": p.enc.Escape(n.Rule)})
}

// foundBy is how the natural FR was found; an old ticket knows only the rule.
func (p *pen) foundBy() policy.FirstBy {
	n := p.t.Natural
	if n.By != "" || p.v.Rules.Policy == nil {
		return n.By
	}
	for _, f := range p.v.Rules.Policy.First {
		if f.Rule == n.Rule {
			return f.By
		}
	}
	return ""
}

// together reports whether the reader is one of several who were asked together:
// only they read what put one of them before the others.
func (p *pen) together() bool {
	return p.to.User != "" && (p.to.User == p.t.Natural.User || slices.Contains(p.t.Together, p.to.User))
}

// askedTogether tells somebody that another follows what both were asked.
func (p *pen) askedTogether() []Part {
	parts := paras(p.fitted("asked_together.text", p.values("who", "by"), p.t.Text, ""))
	return append(parts, contexts(p.lines(p.whyFirst(), p.link()))...)
}

func (p *pen) handoff() []Part {
	d := data{"from": p.value("from"), "first": p.name(p.t.Factual())}
	if !p.runs(p.offered(p.to.User)) || !p.offered(p.to.User) {
		return p.over("handoff.done", d, p.t.Text)
	}
	parts := []Part{para(p.asking("handoff.text", "handoff.no_limit", d, p.t.Text))}
	if p.t.Handoff.Rule == ticket.Unclear {
		parts = append(parts, para(p.say("handoff.whose", d)))
	}
	parts = append(parts, p.body(p.labelled("card.reason", p.params["reason"].Raw(), reasonText))...)
	return append(parts, row(p.answering()...))
}

// mention is the one message that notifies a person in a channel.
func (p *pen) mention() []Part {
	d := data{"from": p.value("from"), "to": p.enc.Mention(p.user("to")), "limit": p.value("limit")}
	switch {
	case p.params["matter"] != "":
		d["matter"] = p.matterName(p.params["matter"].Raw())
		return []Part{para(p.say("mention.concern", d))}
	case p.instant("limit").IsZero():
		return []Part{para(p.say("mention.no_limit", d))}
	}
	return []Part{para(p.say("mention.text", d))}
}

func (p *pen) returned() []Part {
	d := data{"by": p.value("by"), "has": p.name(p.t.Factual())}
	mine := p.to.User == p.t.Factual()
	live := p.runs(mine && p.t.Handoff == nil)
	if !live && mine {
		return p.over("returned.done", d, p.t.Text)
	}
	why := p.lines(p.reasonWord(), p.labelled("card.reason", p.params["reason"].Raw(), reasonText))
	if !mine {
		return append(paras(p.fitted("returned.no_limit", d, p.t.Text, ""), why), contexts(p.link())...)
	}
	parts := paras(p.asking("returned.text", "returned.no_limit", d, p.t.Text), p.stays())
	return append(append(parts, p.body(why)...), row(p.choices()...))
}

// reasonWord is the quick reason of a return.
func (p *pen) reasonWord() string {
	if p.params["why"] == "" {
		return ""
	}
	return p.say("card.reason", data{"text": p.value("why")})
}

// choices are what the person who has the ticket can do with it.
func (p *pen) choices() []Button {
	if p.t.Responsible != "" {
		return p.working()
	}
	return p.taking()
}

func (p *pen) mineNow() []Part {
	t := p.t
	mine := t.Responsible == p.to.User && (t.State == ticket.Accepted || t.State == ticket.HandedOff || t.State == ticket.Investigating || t.State == ticket.Executing)
	if !p.runs(mine) || !mine {
		return p.over("mine_now.done", data{}, t.Text)
	}
	key := "mine_now.text"
	if t.Follower() == p.to.User {
		key = "mine_now.own"
	}
	parts := []Part{para(p.asking(key, "mine_now.no_limit", data{"first": p.name(t.Follower())}, t.Text))}
	if t.Handoff != nil {
		parts = append(parts, para(p.became()))
	}
	return append(append(parts, p.body("")...), row(p.working()...))
}

func (p *pen) tellCustomer() []Part {
	d := data{"by": p.value("by"), "asker": p.whoAsked()}
	result := p.params["result"].Raw()
	text, untimed, done := "tell_customer.text", "tell_customer.no_limit", "tell_customer.done"
	if p.params["explained"] != "" {
		text, untimed, done = "tell_customer.text_explained", "tell_customer.no_limit_explained", "tell_customer.done_explained"
	}
	if p.t.State != ticket.ResultReady {
		return p.over(done, d, result)
	}
	parts := []Part{para(p.asking(text, untimed, d, result))}
	parts = append(parts, paras(p.account(reasonText, ticket.PartPlan)...)...)
	parts = append(parts, paras(p.inParts(result)...)...)
	return append(append(parts, p.body("")...), row(p.told(), p.why()))
}

func (p *pen) reopened() []Part {
	d := data{"by": p.value("by"), "has": p.name(p.t.Factual())}
	reason := p.labelled("card.reason", p.params["reason"].Raw(), reasonText)
	if p.to.User != p.t.Factual() {
		return append(paras(p.fitted("reopened.no_limit", d, p.t.Text, ""), reason), contexts(p.link())...)
	}
	if !p.runs(p.t.Handoff == nil) {
		return p.over("reopened.done", d, p.t.Text)
	}
	parts := paras(p.asking("reopened.text", "reopened.no_limit", d, p.t.Text))
	return append(append(parts, p.body(reason)...), row(p.choices()...))
}
