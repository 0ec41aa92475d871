package text

import (
	"cmp"
	"slices"

	"github.com/firstask/firstask/ticket"
)

// The matters of a rule book: whom a request concerns beside those who have it,
// and whose opinion is wanted before its asker is answered.

// matterName is what people call a matter.
func (p *pen) matterName(id string) string {
	if p.v.Rules.Policy != nil {
		if m := p.v.Rules.Policy.Matter(id); m != nil {
			id = cmp.Or(m.Name.In(p.locale), id)
		}
	}
	return p.words(id, mostLabel)
}

// namedMatters are the matters of such a request that bear a mark, as people call them.
func (p *pen) namedMatters(mark string) string {
	if p.t == nil || p.v.Rules.Policy == nil {
		return ""
	}
	var all []string
	for _, m := range ticket.Matters(p.t, mark, p.v.Rules) {
		all = append(all, p.matterName(m.ID))
	}
	return p.listed(all)
}

// concerned tells somebody that a matter concerns them, and what is wanted of them.
func (p *pen) concerned() []Part {
	d := data{"has": p.name(p.t.Factual()), "matter": p.matterName(p.params["matter"].Raw()), "rule": p.value("rule")}
	if p.settled() || p.gaveOpinion() {
		return append(p.over("concern.done", d, p.t.Text), paras(p.opinions())...)
	}
	first, about := p.fitted("concern.text", d, p.t.Text, ""), p.say("concern.about", d)
	buttons := []Button{p.button("answer", "answer", "form"), p.button("add_details", "note", "form"), p.why()}
	if p.asksOpinion() {
		first, about = p.asking("concern.opinion_by", "concern.opinion", d, p.t.Text), p.say("concern.matter", d)
		buttons = p.consulting()
	}
	reason := p.labelled("card.reason", p.params["reason"].Raw(), reasonText)
	parts := paras(first, about, p.request(directText), reason)
	parts = append(parts, contexts(p.lines(p.askerLine(), p.contact(), p.opinions(), p.nextOf(p.clock()), p.link()))...)
	return append(parts, row(buttons...))
}

// consulting are the choices of somebody whose opinion is wanted.
func (p *pen) consulting() []Button {
	return []Button{p.primary("opinion", "answer", "form"), p.button("add_details", "note", "form"), p.why()}
}

// owesOpinion reports whether an opinion of somebody is waited for.
func (p *pen) owesOpinion(user string) bool {
	return slices.ContainsFunc(p.t.Shared, func(s ticket.Share) bool { return user != "" && s.User == user && s.Waits() })
}

// asksOpinion reports whether the reader, or in a channel anybody, is waited for.
func (p *pen) asksOpinion() bool {
	return slices.ContainsFunc(p.t.Shared, func(s ticket.Share) bool {
		return s.Waits() && s.Matter == p.params["matter"].Raw() && s.User == p.to.User
	})
}

// gaveOpinion reports whether what the reader was asked has been said, by them or
// in their place.
func (p *pen) gaveOpinion() bool {
	asked := slices.ContainsFunc(p.t.Opinions(), func(s ticket.Share) bool { return s.Matter == p.params["matter"].Raw() })
	return asked && !p.asksOpinion()
}

// concerns are the matters that the request came to, each with whom it concerns;
// those that ask for opinions have a line of their own.
func (p *pen) concerns() string {
	var order []string
	who := map[string][]string{}
	for _, s := range p.t.Shared {
		if s.Matter == "" || s.Owes {
			continue
		}
		if !slices.Contains(order, s.Matter) {
			order = append(order, s.Matter)
		}
		if name := p.name(s.User); !slices.Contains(who[s.Matter], name) {
			who[s.Matter] = append(who[s.Matter], name)
		}
	}
	lines := make([]string, 0, len(order))
	for _, m := range order {
		lines = append(lines, p.say("card.concerns", data{"matter": p.matterName(m), "who": p.listed(who[m])}))
	}
	return p.lines(lines...)
}

// opinions are what those who were asked have said, and who has not.
func (p *pen) opinions() string {
	opinions := p.t.Opinions()
	all := make([]string, 0, len(opinions))
	for _, s := range opinions {
		said := p.say("card.opinion_missing", data{"who": p.name(s.User)})
		if !s.Waits() {
			d := data{"who": p.name(s.User), "text": p.words(s.Opinion, reasonText)}
			if !s.Until.IsZero() {
				d["at"] = p.at(s.Until)
			}
			said = p.say("card.opinion", d)
		}
		if !slices.Contains(all, said) {
			all = append(all, said)
		}
	}
	if len(all) == 0 {
		return ""
	}
	return p.say("card.opinions", data{"what": p.listed(all)})
}

// missingOpinions are those whose opinion is still waited for.
func (p *pen) missingOpinions() string {
	var all []string
	for _, s := range p.t.Opinions() {
		if name := p.name(s.User); s.Waits() && !slices.Contains(all, name) {
			all = append(all, name)
		}
	}
	return p.listed(all)
}

// heard says after an opinion who is still waited for, or that all have spoken.
func (p *pen) heard() string {
	switch missing := p.missingOpinions(); {
	case p.params["matter"] == "":
		return ""
	case missing != "":
		return p.say("answer_up.missing", data{"who": missing})
	default:
		return p.say("answer_up.all", nil)
	}
}
