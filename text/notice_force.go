package text

import "github.com/firstask/firstask/ticket"

// force tells somebody of a task force: what is theirs in it, the plan, and who
// leads it.
func (p *pen) force() []Part {
	d := p.values("by", "to")
	d["duty"] = p.words(p.params["duty"].Raw(), reasonText)
	plan := p.labelled("card.plan", p.params["text"].Raw(), reasonText)
	switch {
	case p.t.Mark(ticket.TaskForce) == nil || p.settled():
		return p.over("force.done", d, p.t.Text)
	case p.to.User == p.user("to"):
		parts := append([]Part{para(p.asking("force.lead", "force.lead_no_limit", d, p.t.Text))}, p.body(plan)...)
		return append(parts, row(p.working()...))
	case !p.t.InForce(p.to.User):
		return append(paras(p.fitted("force.other", d, p.t.Text, ""), plan), contexts(p.link())...)
	}
	parts := append([]Part{para(p.fitted("force.member", d, p.t.Text, ""))}, p.body(plan)...)
	return append(parts, row(p.button("add_details", "note", "form"), p.why()))
}

// taskForce is who works on it with the lead, and the plan; "" without one.
func (p *pen) taskForce() string {
	m := p.t.Mark(ticket.TaskForce)
	if m == nil {
		return ""
	}
	all := make([]string, 0, len(p.t.Force))
	for _, member := range p.t.Force {
		all = append(all, p.say("card.member", data{"who": p.name(member.User), "duty": p.words(member.Duty, aboutText)}))
	}
	return p.lines(p.say("card.force", data{"who": p.name(p.t.Leader.User), "what": p.listed(all)}), p.labelled("card.plan", m.Text, reasonText))
}
