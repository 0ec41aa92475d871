package text

import (
	"cmp"
	"slices"
	"strings"

	"github.com/firstask/firstask/policy"
)

// anyOf are roles of which whoever can be reached answers, in their order.
func (p *policyPen) anyOf(ids []string) string {
	who := make([]string, 0, len(ids))
	for _, id := range ids {
		who = append(who, p.step(policy.Step(id)))
	}
	return strings.Join(who, p.say("policy.or", nil))
}

// ruled is a sentence with its rule, and with the requests it is for if it is
// not for all.
func (p *policyPen) ruled(key, rule string, when policy.When, d data) string {
	d["rule"] = rule
	if !when.IsZero() {
		d["when"] = p.when(when)
	}
	return p.say(key, d)
}

// received is what becomes of a request before somebody has it.
func (p *policyPen) received() []string {
	pol := p.policy
	lines := make([]string, 0, len(pol.Routes)+len(pol.Endorsements)+2)
	for i := range pol.Routes {
		lines = append(lines, p.route(&pol.Routes[i]))
	}
	lines = append(lines, p.say("policy.redirect."+cmp.Or(string(pol.Redirect), string(policy.RedirectNotice)), nil))
	for i := range pol.Endorsements {
		e := &pol.Endorsements[i]
		lines = append(lines, p.ruled("policy.endorsement", e.Rule, e.When, data{"who": p.anyOf(e.By)}))
	}
	if m := pol.Dispatch; len(m.By) > 0 {
		lines = append(lines, p.ruled("policy.dispatch", m.Rule, policy.When{}, data{"who": p.anyOf(m.By)}))
	}
	return lines
}

// route is where some requests go.
func (p *policyPen) route(r *policy.Route) string {
	d := data{"to": p.place(r.To), "rule": r.Rule}
	with := make([]string, 0, len(r.With))
	for _, w := range r.With {
		with = append(with, p.place(w))
	}
	if len(with) > 0 {
		d["with"] = p.listed(with)
	}
	var only []string
	if !r.When.IsZero() {
		only = append(only, p.when(r.When))
	}
	if len(r.Topics) > 0 {
		only = append(only, p.say("policy.when.topics", data{"what": p.each(r.Topics)}))
	}
	if len(only) > 0 {
		d["when"] = p.pen.listed(only)
	}
	return p.say("policy.route", d)
}

// each are words as somebody types them, each in quotation marks.
func (p *policyPen) each(words []string) string {
	quoted := make([]string, 0, len(words))
	for _, w := range words {
		quoted = append(quoted, p.say("policy.quoted", data{"what": w}))
	}
	return p.listed(quoted)
}

// place is a department, one of its posts, or a role.
func (p *policyPen) place(to policy.Place) string {
	if d, post := p.org.Post(to.Post); d != nil {
		return p.say("policy.book", data{"title": p.department(d.ID), "id": post.ID})
	}
	if to.Role != "" {
		return p.step(policy.Step(to.Role))
	}
	return p.department(to.Department)
}

// worked is how a request goes while somebody has it.
func (p *policyPen) worked() []string {
	pol := p.policy
	var lines []string
	for _, s := range pol.Stages {
		lines = append(lines, p.say("policy.stage."+s, data{"state": p.quoted("state." + s)}))
	}
	if pol.SharedMode != "" {
		lines = append(lines, p.say("policy.shared_mode."+string(pol.SharedMode), data{"who": p.say("policy.lead_by."+cmp.Or(string(pol.LeadBy), string(policy.LeadByHead)), nil)}))
	}
	lines = append(lines, p.passed(), p.say("policy.third_party."+cmp.Or(string(pol.DirectThirdParty), string(policy.DirectByConsent)), nil))
	for i := range pol.Matters {
		lines = append(lines, p.matter(&pol.Matters[i]))
	}
	for i := range pol.Rulings {
		lines = append(lines, p.ruling(&pol.Rulings[i]))
	}
	return append(lines, p.say("policy.release."+cmp.Or(string(pol.Release), string(policy.ReleaseNever)), nil))
}

// passed is how often a request is passed on before somebody names who leads it.
func (p *policyPen) passed() string {
	var often []string
	if n := p.policy.PingPong.Handoffs; n > 0 {
		often = append(often, p.count("policy.handoffs", n))
	}
	if n := p.policy.PingPong.Returns; n > 0 {
		often = append(often, p.count("policy.returns", n))
	}
	if len(often) == 0 {
		return ""
	}
	return p.say("policy.ping_pong", data{"what": strings.Join(often, p.say("policy.or", nil))})
}

func (p *policyPen) ruling(r *policy.Ruling) string {
	return p.ruled("policy.ruling", r.Rule, r.When, data{"by": p.anyOf(r.By), "final": p.anyOf(r.Final), "review": r.Review, "major": r.Major})
}

// brought is who hears of a result, from whom, and what they are asked.
func (p *policyPen) brought() []string {
	pol := p.policy
	lines := make([]string, 0, len(pol.Replies)+len(pol.Outcomes)+len(pol.Satisfaction)+len(pol.FullNotice)+2)
	for i := range pol.Replies {
		r := &pol.Replies[i]
		d := data{"who": p.bringer(r.By, r.Role)}
		if r.Asked != "" {
			d["asked"] = p.step(r.Asked)
		}
		lines = append(lines, p.ruled("policy.reply", r.Rule, r.When, d))
	}
	key := "policy.reply"
	if len(pol.Replies) > 0 {
		key = "policy.reply_else"
	}
	lines = append(lines, p.say(key, data{"who": p.bringer(cmp.Or(pol.ReplyBy, policy.ReplyNatural), pol.ReplyRole)}))
	for i := range pol.Outcomes {
		lines = append(lines, p.ruled("policy.outcome", pol.Outcomes[i].Rule, pol.Outcomes[i].When, data{}))
	}
	lines = append(lines, p.callback())
	for i := range pol.Satisfaction {
		q := &pol.Satisfaction[i]
		key := "policy.satisfaction"
		if q.Every != "" {
			key = "policy.survey_" + string(q.Every)
		}
		lines = append(lines, p.ruled(key, q.Rule, q.When, data{"name": cmp.Or(q.Name.In(p.locale), q.ID)}))
	}
	for i := range pol.FullNotice {
		n := &pol.FullNotice[i]
		lines = append(lines, p.ruled("policy.full_notice", n.Rule, n.When, data{"name": cmp.Or(n.Name.In(p.locale), n.ID)}))
	}
	return lines
}

// bringer is who brings a result to whoever asked.
func (p *policyPen) bringer(by policy.ReplyBy, role string) string {
	if by == policy.ReplyDesignated {
		return p.step(policy.Step(role))
	}
	return p.say("policy.bringer."+string(by), nil)
}

// callback is who calls customers back; "" where nobody is called.
func (p *policyPen) callback() string {
	switch {
	case p.policy.CallbackBy != "":
		return p.say("policy.callback_by", data{"who": p.step(policy.Step(p.policy.CallbackBy))})
	case slices.ContainsFunc(p.policy.Windows, func(w policy.Window) bool { return w.On == policy.Caller }):
		return p.say("policy.callback", nil)
	default:
		return ""
	}
}

// noted is what is noted of a request beside what it needs, and on which forms
// it stands. Fields of the same requests stand together.
func (p *policyPen) noted() []string {
	var lines, whens []string
	names := map[string][]string{}
	for i := range p.policy.Fields {
		f := &p.policy.Fields[i]
		if !f.When.IsZero() {
			when := p.when(f.When)
			if names[when] == nil {
				whens = append(whens, when)
			}
			names[when] = append(names[when], cmp.Or(f.Name.In(p.locale), f.ID))
		}
		lines = append(lines, p.choices(f))
	}
	for _, when := range whens {
		lines = append(lines, p.say("policy.field", data{"what": p.listed(names[when]), "when": when}))
	}
	if private := p.private(); len(private) > 0 {
		lines = append(lines, p.say("policy.field_personal", data{"what": p.listed(private)}))
	}
	for i := range p.policy.Forms {
		f := &p.policy.Forms[i]
		lines = append(lines, p.say("policy.form", data{"name": cmp.Or(p.words.Forms[f.ID].In(p.locale), f.ID), "rule": f.Rule}))
	}
	return lines
}

// choices are what a field is chosen from; "" of one that takes anything.
func (p *policyPen) choices(f *policy.Field) string {
	if len(f.Choices) == 0 {
		return ""
	}
	names := make([]string, 0, len(f.Choices))
	for _, c := range f.Choices {
		names = append(names, cmp.Or(c.Name.In(p.locale), c.ID))
	}
	return p.say("policy.field_choice", data{"name": cmp.Or(f.Name.In(p.locale), f.ID), "what": p.listed(names)})
}

// private are the fields that tell of a person.
func (p *policyPen) private() []string {
	var names []string
	for i := range p.policy.Fields {
		if f := &p.policy.Fields[i]; f.Personal {
			names = append(names, cmp.Or(f.Name.In(p.locale), f.ID))
		}
	}
	return names
}

// overseen is who watches over the service and coordinates it.
func (p *policyPen) overseen() []string {
	var lines []string
	if m := p.policy.Manage; len(m.By) > 0 {
		lines = append(lines, p.ruled("policy.manage", m.Rule, policy.When{}, data{"who": p.anyOf(m.By)}))
	}
	for _, m := range p.policy.Watch {
		lines = append(lines, p.ruled("policy.watch", m.Rule, policy.When{}, data{"who": p.roles(m.By)}))
	}
	return lines
}

// lasting is how long something lasts, as a length of time.
func (p *policyPen) lasting(l policy.Limit) string {
	switch {
	case l.Dates > 0:
		return p.count("span.day", l.Dates)
	case l.Days > 0:
		return p.count("span.working_day", l.Days)
	default:
		return p.span(l.Time, true)
	}
}
