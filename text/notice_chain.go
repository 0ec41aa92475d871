package text

import (
	"strconv"
	"strings"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// The chain of responsibility: who owes an answer to whom, who leads, who has a
// part in it, and who was released.

func (p *pen) leadAsked() []Part {
	if !p.leadless() {
		return append(paras(p.fitted("lead_asked.done", data{}, p.t.Text, ""), p.led()), contexts(p.link())...)
	}
	why := "lead_asked.shared"
	if p.t.Mark(ticket.Frozen) != nil {
		why = "lead_asked.frozen"
	}
	parts := paras(p.asking("lead_asked.text", "lead_asked.no_limit", data{}, p.t.Text), p.say(why, data{"has": p.name(p.t.Factual())}), p.request(cardText))
	parts = append(parts, contexts(p.lines(p.firstAndNow(), p.askerLine(), p.parts(), p.chain(), p.link()))...)
	return append(parts, row(p.primary("lead", "lead", "form"), p.toLead(), p.button("take_lead", "accept", ""), p.why()))
}

// leadless reports whether the ticket still waits for a lead.
func (p *pen) leadless() bool { return p.t.Leadless() && !p.t.State.Ended() }

// led says who was named to lead, else what has become of it.
func (p *pen) led() string {
	l := p.t.Leader
	if l.User == "" || p.settled() {
		return p.became()
	}
	return p.say("became.led", data{"by": p.name(l.By), "who": p.name(l.User), "at": p.at(l.At)})
}

func (p *pen) frozen() []Part {
	d := p.values("to")
	d["has"] = p.name(p.t.Factual())
	if !p.leadless() {
		return append(paras(p.fitted("frozen.done", d, p.t.Text, ""), p.led()), contexts(p.link())...)
	}
	return append(append(paras(p.fitted("frozen.text", d, p.t.Text, "")), contexts(p.lines(p.next(), p.link()))...), row(p.mine()...))
}

// stays says that what was returned once too often stays where it is.
func (p *pen) stays() string {
	if p.t.Mark(ticket.Frozen) == nil {
		return ""
	}
	return p.say("card.frozen", data{"has": p.name(p.t.Factual()), "who": p.naming()})
}

func (p *pen) leadNamed() []Part {
	d := p.values("by", "to")
	reason := p.labelled("card.reason", p.params["reason"].Raw(), reasonText)
	mine := p.to.User == p.t.Responsible && p.to.User == p.user("to")
	switch {
	case p.to.User != p.user("to"):
		return append(paras(p.fitted("lead_named.other", d, p.t.Text, ""), reason), contexts(p.link())...)
	case !mine || !p.runs(mine):
		return p.over("lead_named.done", d, p.t.Text)
	}
	parts := append([]Part{para(p.asking("lead_named.text", "lead_named.no_limit", d, p.t.Text))}, p.body(reason)...)
	return append(parts, row(p.working()...))
}

func (p *pen) sharedWith() []Part {
	if p.params["matter"] != "" {
		return p.concerned()
	}
	d := p.values("by")
	d["has"] = p.name(p.t.Factual())
	if p.settled() {
		return p.over("shared.done", d, p.t.Text)
	}
	parts := []Part{para(p.fitted("shared.text", d, p.t.Text, ""))}
	parts = append(parts, p.body(p.labelled("card.reason", p.params["reason"].Raw(), reasonText))...)
	return append(parts, row(p.button("answer", "answer", "form"), p.button("add_details", "note", "form"), p.why()))
}

func (p *pen) released() []Part {
	return p.news("released.text", p.values("by", "at"))
}

// naming is who names the lead.
func (p *pen) naming() string {
	if p.v.Rules.Policy == nil || p.v.Rules.Org == nil {
		return p.name(p.t.Namer())
	}
	return p.render(ticket.WhoNames(p.t, p.v.Rules))
}

// render shows a person or a channel.
func (p *pen) render(v notice.Value) string {
	if v.Type() == 'c' {
		return p.enc.Channel(v.Raw())
	}
	return p.name(v.Raw())
}

// leading is what the ticket waits for or who leads it, who has a part in it,
// and who was released.
func (p *pen) leading() string {
	t := p.t
	lines := []string{p.parts(), p.letGo()}
	switch l := t.Leader; {
	case t.Mark(ticket.Frozen) != nil:
		lines = append(lines, p.say("card.frozen", data{"has": p.name(t.Factual()), "who": p.naming()}))
	case t.Mark(ticket.Leaderless) != nil:
		lines = append(lines, p.say("card.leaderless", data{"who": p.naming()}))
	case l.User != "" && l.User == t.Responsible:
		lines = append(lines, p.say("card.led", data{"who": p.name(l.User), "by": p.name(l.By), "at": p.at(l.At)}))
	}
	return p.lines(lines...)
}

// parts are the departments that have a part in it, and whom its matters concern.
func (p *pen) parts() string {
	return p.lines(p.partners(), p.concerns(), p.opinions())
}

func (p *pen) partners() string {
	all := make([]string, 0, len(p.t.Shared))
	for _, s := range p.t.Shared {
		if s.Matter != "" {
			continue
		}
		all = append(all, p.say("card.shared_by", data{"dept": p.department(s.Department), "who": p.name(s.User)}))
	}
	if len(all) == 0 {
		return ""
	}
	return p.say("card.shared", data{"what": p.listed(all)})
}

// letGo says that the first-asked person follows no more.
func (p *pen) letGo() string {
	if p.t.Released.IsZero() {
		return ""
	}
	return p.say("card.released", data{"who": p.name(p.t.Natural.User), "by": p.name(p.t.ReleasedBy), "at": p.at(p.t.Released)})
}

// stands is the chain from the first-asked person down.
func (p *pen) stands() []ticket.Stand {
	if p.v.Rules.Policy == nil || p.v.Rules.Org == nil {
		return nil
	}
	return ticket.Standing(p.t, p.v.Rules, p.v.Now)
}

// owed are those whom somebody in the chain owes an answer.
func (p *pen) owed(s ticket.Stand) string {
	var to []string
	if s.Customer {
		to = append(to, p.asker())
	}
	for _, u := range s.To {
		to = append(to, p.name(u))
	}
	return p.listed(to)
}

// levelOf is the number of a level; "" for the first-asked person.
func levelOf(s ticket.Stand) string {
	if s.Level == 0 {
		return ""
	}
	return strconv.Itoa(s.Level)
}

// owes is the chain in one line: who owes an answer to whom (FA-20). One person
// alone needs none.
func (p *pen) owes() string {
	all := p.stands()
	if len(all) < 2 {
		return ""
	}
	items := make([]string, 0, len(all))
	for _, s := range all {
		items = append(items, p.say("card.owes_to", data{"level": levelOf(s), "who": p.name(s.User), "to": p.owed(s)}))
	}
	return p.say("card.owes", data{"what": strings.Join(items, p.say("list.apart", nil))})
}

// standing is the chain level by level: who, since when, by which rule, whom
// they owe, until when, and what comes next.
func (p *pen) standing() string {
	all := p.stands()
	lines := make([]string, 0, len(all))
	for _, s := range all {
		d := data{"level": levelOf(s), "who": p.name(s.User), "since": p.at(s.Since), "rule": p.enc.Escape(s.Rule), "to": p.owed(s), "role": p.c.Word("role."+string(roleAt(s.Level)), p.locale)}
		if !s.Limit.IsZero() {
			d["limit"] = p.at(s.Limit)
		}
		if next := p.upcoming(s.Next); len(next) > 0 {
			d["next"] = p.listed(next)
		}
		lines = append(lines, p.say("card.stand", d))
	}
	return p.lines(lines...)
}

// roleAt is in what part somebody stands at a level.
func roleAt(level int) policy.Role {
	switch level {
	case 0:
		return policy.Natural
	case 1:
		return policy.Responsible
	default:
		return policy.NextLevel
	}
}
