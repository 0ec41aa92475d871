package text

import (
	"strings"

	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// What a request was judged to be: its kind as the rule books call it, how
// urgent it is, and the departments it concerns.

// labels are the words of the rule books of today.
func (c *Catalog) labels() policy.Labels {
	if c.Labels == nil {
		return policy.Labels{}
	}
	return c.Labels()
}

// kind is what the rule books call a kind of request; its code where they do not.
func (p *pen) kind(code string) string {
	if name := p.c.labels().Types[code].In(p.locale); name != "" {
		return p.words(name, mostLabel)
	}
	return p.enc.Escape(code)
}

// takenFor is a judgement in words; "" for none.
func (p *pen) takenFor(kind, urgency string, departments []string) string {
	var all []string
	if kind != "" {
		all = append(all, p.kind(kind))
	}
	if urgency != "" {
		all = append(all, p.c.Word("urgency."+urgency, p.locale))
	}
	for _, id := range departments {
		all = append(all, p.department(id))
	}
	return p.listed(all)
}

// judged is what the request is judged to be, and what the rule books still want
// to know before it moves on.
func (p *pen) judged() string {
	var is, lacks string
	if p.t.Triage != nil {
		is = p.say("card.judged", data{"what": p.takenFor(p.t.Type, p.t.Urgency, p.t.Judged())})
	}
	if words := p.unjudged(); len(words) > 0 {
		lacks = p.say("card.unjudged", data{"what": p.fields(words)})
	}
	return p.lines(is, lacks)
}

func (p *pen) unjudged() []string { return ticket.Unjudged(p.t, p.v.Rules) }

func (p *pen) judge() Button { return p.button("triage", "triage", "form") }

func (p *pen) triaged() []Part {
	d := p.values("by")
	d["as"] = p.takenFor(p.t.Type, p.t.Urgency, p.t.Judged())
	parts := paras(p.fitted("triaged.text", d, p.t.Text, ""), p.quoted(p.params["text"].Raw()))
	return append(append(parts, contexts(p.lines(p.next(), p.link()))...), row(p.mine()...))
}

// judgement is what an event noted, and what the request was taken for before.
func (p *pen) judgement(e ticket.Event) (is, was string) {
	before := [2]string{}
	for i, what := range []string{"type", "urgency"} {
		if old := e.Facts["was_"+what]; old != e.Facts[what] {
			before[i] = old
		}
	}
	is = p.takenFor(e.Facts["type"], e.Facts["urgency"], strings.Fields(e.Facts["departments"]))
	return is, p.takenFor(before[0], before[1], nil)
}

// formTriage asks for the kind, the urgency and the departments.
func (p *pen) formTriage(f FormData) []Field {
	fields := p.choice("triage", FieldType, f.Types)
	urgency := p.choice("triage", FieldUrgency, f.Urgencies)
	for i := range urgency {
		urgency[i].Kind = Radio
	}
	concerned := p.choice("triage", FieldDepartment, f.Departments)
	for i := range concerned {
		concerned[i].Kind = Choices
	}
	return append(append(append(fields, urgency...), concerned...), p.field(Lines, "triage", FieldText, true))
}
