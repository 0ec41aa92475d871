package text

import (
	"slices"
	"strings"

	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// follow is the part of a first-asked person whose request others work on: they
// owe the asker word of it.
const follow policy.Role = "follow"

// role is whose matter a clock is, as the words tell it apart: receiver,
// natural, responsible, level, superior, endorser, tell where only the customer is still
// to be told, callback where they are to be called back.
func (p *pen) role() string {
	rule, on := p.params["rule"].Raw(), policy.Receiver
	c := p.clock()
	if c != nil {
		rule, on = c.Rule, c.Role
	}
	w, known := p.window(rule)
	if known {
		on = w.On
	}
	switch {
	case on == policy.Caller, known && on == policy.Natural && w.Runs(string(ticket.CallbackDue)):
		return "callback"
	case on == policy.Teller, known && on == policy.Natural && w.Runs(string(ticket.ResultReady)) && !w.Runs(string(ticket.Captured)):
		return "tell"
	case on.Below():
		return "level"
	case on == policy.Superior && p.t.State == ticket.AwaitEndorsement:
		return "endorser"
	default:
		return string(p.part(on))
	}
}

// part is the part of whoever fills a role now.
func (p *pen) part(on policy.Role) policy.Role {
	switch {
	case on == policy.Handler && p.t.Handoff != nil:
		return policy.Receiver
	case on == policy.Factual && p.t.Responsible == "":
		return policy.Natural
	case on == policy.Natural && p.t.Responsible == p.t.Follower():
		return policy.Responsible
	case on == policy.Natural && !p.t.State.Taking():
		return follow
	case on == policy.Handler, on == policy.Factual, on == policy.Nobody, on == policy.Teller, on == policy.Caller:
		return policy.Responsible
	default:
		return on
	}
}

func (p *pen) window(rule string) (*policy.Window, bool) {
	if p.v.Rules.Policy == nil {
		return nil, false
	}
	return p.v.Rules.Policy.Window(rule)
}

func (p *pen) reminder() []Part {
	c := p.clock()
	left, due := p.value("left"), p.value("limit")
	if c != nil {
		left, due = p.left(c.Calendar, c.Due), p.at(c.Due)
	}
	if p.live && p.clockGone() {
		return p.over("reminder.done", data{}, p.t.Text)
	}
	if c != nil && !c.Due.After(p.v.Now) {
		parts := append(paras(p.say("reminder.past", data{"at": due, "can": p.say("limit."+p.role(), nil)})), contexts(p.lines(p.about(), p.link()))...)
		return append(parts, row(p.late(p.role())...))
	}
	text := p.say("reminder."+p.role(), data{"left": left})
	if p.params["next"] == "" {
		text = p.say("reminder.alone", data{"text": text})
	} else {
		text = p.say("reminder.with_next", data{"text": text, "at": due, "next": p.value("next")})
	}
	parts := append([]Part{para(text)}, contexts(p.lines(p.about(), p.link()))...)
	return append(parts, row(p.acting(p.role())...))
}

// about is what the ticket is about, in one line.
func (p *pen) about() string { return p.brief(p.t.Text, aboutText, stops) }

// acting are the buttons of whoever a clock runs on; never none.
func (p *pen) acting(role string) []Button {
	switch role {
	case "receiver":
		return p.answering()
	case "natural":
		return p.taking()
	case "superior":
		return p.helping()
	case "endorser":
		return p.endorsing()
	case "callback":
		return p.calling()
	case "level":
		if l := p.t.LevelOf(p.to.User); l != nil {
			return p.levelled(l)
		}
		return []Button{p.why()}
	case string(policy.Consulted):
		return p.consulting()
	case string(follow):
		return []Button{p.button("urge", "urge", ""), p.why()}
	case "tell":
		return []Button{p.told(), p.why()}
	default:
		return p.working()
	}
}

func (p *pen) limit() []Part {
	d := data{"at": p.value("limit"), "head": p.value("head")}
	if p.live && p.clockGone() {
		said := p.say("limit.plain", data{"text": p.say("limit.done", d)})
		return append(paras(said, p.became()), contexts(p.lines(p.about(), p.link()))...)
	}
	role := p.role()
	d["can"] = p.say("limit."+role, nil)
	parts := paras(p.say("limit.plain", data{"text": p.say("limit.text", d)}), p.movedTo())
	parts = append(parts, contexts(p.lines(p.about(), p.link()))...)
	return append(parts, row(p.late(role)...))
}

// movedTo is the time that was agreed after a limit passed.
func (p *pen) movedTo() string {
	c := p.clock()
	if c == nil || !c.Promised || c.Due.Equal(p.instant("limit")) {
		return ""
	}
	return p.say("card.promised", data{"at": p.at(c.Due)})
}

// late are the buttons of whoever a limit passed for: what the words offer.
func (p *pen) late(role string) []Button {
	explain := p.button("explain", "note", "form")
	switch role {
	case "receiver":
		return []Button{p.accept(), p.giveBack(), explain, p.why()}
	case "natural":
		return []Button{p.accept(), p.handOff(), explain, p.why()}
	default:
		return []Button{p.acting(role)[0], explain, p.why()}
	}
}

func (p *pen) escalation() []Part {
	if !p.escalated() {
		d := data{"subject": p.value("subject"), "since": p.value("since")}
		return append(paras(p.say("escalation.done", d), p.became()), contexts(p.lines(p.about(), p.link()))...)
	}
	parts := []Part{para(p.need())}
	parts = append(parts, paras(p.did())...)
	parts = append(parts, para(p.request(cardText)))
	parts = append(parts, contexts(p.lines(p.firstAndNow(), p.askerLine(), p.link()))...)
	return append(parts, row(p.helping()...))
}

// escalated reports whether the matter of an escalation still waits.
func (p *pen) escalated() bool { return !p.t.State.Ended() && p.clock() != nil }

// need is the escalation in one sentence, and what comes without a choice.
func (p *pen) need() string {
	d := p.values("subject", "since", "limit")
	key := "escalation." + p.role()
	c := p.clock()
	if p.instant("limit").After(p.v.Now) {
		key = "escalation.before_limit"
	}
	d["span"] = p.value("span")
	if c != nil {
		cal := p.calendar(c.Calendar)
		if cal != nil {
			d["span"] = p.counted(cal.Between(p.instant("since"), p.instant("limit")), c.Calendar, daysOf(c))
		}
	}
	text := p.say(key, d)
	if next := p.afterwards(); next != "" {
		text = p.joined(text, next)
	}
	return text
}

// joined is two sentences in a row; Chinese has no space between them.
func (p *pen) joined(a, b string) string {
	if p.locale == english {
		return a + " " + b
	}
	return a + b
}

// afterwards is who is asked next without a choice, as the clock stands now: a
// request for an update gives more time, an agreed time ends it, and whoever was
// asked already is not announced.
func (p *pen) afterwards() string {
	c := p.clock()
	if p.params["next"] == "" || c == nil || !c.Next.After(p.v.Now) || slices.Contains(p.t.Helpers, p.user("next")) {
		return ""
	}
	if p.user("next") == "" && p.t.Open {
		return ""
	}
	return p.say("escalation.next", data{"next": p.value("next"), "by": p.at(c.Next)})
}

// did is what a superior has done so far about a clock that still runs.
func (p *pen) did() string {
	c := p.clock()
	var lines []string
	for _, u := range p.t.Urges {
		if u.By != c.Subject && slices.Contains(p.t.Helpers, u.By) && !u.At.Before(c.Start) {
			lines = []string{p.say("did.urge", data{"by": p.name(u.By), "who": p.name(u.To), "at": p.at(u.At)})}
		}
	}
	if c.Promised {
		lines = append(lines, p.say("card.promised", data{"at": p.at(c.Due)}))
	}
	return strings.Join(lines, "\n")
}

// fallback is the escalation where a ladder ends: those asked before are
// mentioned, since nobody else is told of a post in a channel.
func (p *pen) fallback() []Part {
	parts := p.escalation()
	if !p.escalated() {
		return parts
	}
	call := p.say("fallback.open", nil)
	if helpers := p.t.Helpers; len(helpers) > 0 {
		var names []string
		for _, h := range helpers {
			names = append(names, p.enc.Mention(h))
		}
		call = p.say("fallback.asked", data{"who": strings.Join(names, p.say("list.sep", nil))})
	}
	return slices.Insert(parts, 1, para(call))
}

func (p *pen) wholeLate() []Part {
	d := p.values("since")
	d["limit"], d["what"] = p.value("limit"), p.gist(p.t.Text, gistText)
	if w, ok := p.window(p.params["rule"].Raw()); ok {
		if cal := p.calendar(w.Calendar); cal != nil {
			d["limit"] = p.counted(cal.Between(p.instant("since"), p.instant("limit")), w.Calendar, w.Limit.Days)
		}
	}
	parts := append([]Part{para(p.say("whole_late.text", d))}, contexts(p.lines(p.state(), p.firstAndNow(), p.link()))...)
	return append(parts, row(p.button("assign", "handoff", "form"), p.button("urge", "urge", ""), p.why()))
}
