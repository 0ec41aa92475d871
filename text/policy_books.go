package text

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/firstask/firstask/calendar"
	"github.com/firstask/firstask/policy"
)

// section is a part of what a rule book says: a heading and its sentences.
type section struct {
	head  string
	lines []string
}

// heading is a section under its heading; without a sentence nothing.
func (p *policyPen) heading(key string, lines ...string) []section {
	lines = slices.DeleteFunc(lines, func(l string) bool { return l == "" })
	if len(lines) == 0 {
		return nil
	}
	return []section{{p.say("policy.book."+key, nil), lines}}
}

// told is what a rule book says about itself and asks of people.
func (p *policyPen) told(b *policy.Book) []section {
	return slices.Concat(
		p.heading("about", append(p.about(b), p.guides(b, policy.ForPurpose)...)...),
		p.heading("asked", append(p.guides(b, policy.ForConduct), p.guides(b, policy.ForDuty)...)...),
		p.heading("script", append(p.guides(b, policy.ForScript), p.guides(b, policy.ForEscalate)...)...),
		p.heading("ways", p.named(b.Channels, p.words.Channels, "policy.book.channels"), p.named(b.Types, p.words.Types, "policy.book.types")),
		p.heading("report", p.reports(b)...),
	)
}

// about is whose the rule book is, from when it holds, and where it stands.
func (p *policyPen) about(b *policy.Book) []string {
	var lines []string
	if owner := b.Owner.In(p.locale); owner != "" {
		lines = append(lines, p.say("policy.book.owner", data{"who": owner}))
	}
	if b.Begins != "" {
		lines = append(lines, p.begins(b))
	}
	if b.Link != "" {
		lines = append(lines, p.say("policy.book.link", data{"link": b.Link}))
	}
	return lines
}

func (p *policyPen) begins(b *policy.Book) string {
	switch day, open := strings.CutPrefix(b.Begins, "????-"); {
	case !b.From.IsZero():
		return p.say("policy.begins.date", data{"day": b.From.String()})
	case open:
		return p.say("policy.begins.open", data{"day": day})
	default:
		return p.say("policy.begins."+b.Begins, nil)
	}
}

// guides are what a rule book says that is for something, each with its rule.
func (p *policyPen) guides(b *policy.Book, of policy.GuidanceFor) []string {
	all := p.policy.Guides(b, of)
	lines := make([]string, 0, len(all))
	for _, g := range all {
		lines = append(lines, p.guidance(g))
	}
	return lines
}

// guidance is one of them, with the requests it is for. Where the whole rule
// book is bound to some, that is not said again.
func (p *policyPen) guidance(g policy.Guidance) string {
	d := data{"text": g.Text.In(p.locale), "rule": g.Rule}
	if only := (policy.When{Via: g.When.Via, Types: g.When.Types, Urgency: g.When.Urgency, Marks: g.When.Marks, Askers: g.When.Askers}); !only.IsZero() {
		d["when"] = p.when(only)
		return p.say("policy.guidance_when", d)
	}
	return p.say("policy.guidance", d)
}

// reports is where violations of a rule book are reported.
func (p *policyPen) reports(b *policy.Book) []string {
	lines := p.guides(b, policy.ForReport)
	if len(lines) == 0 {
		return nil
	}
	return append(lines, p.contact())
}

// contact is who hears of violations; "" for nobody.
func (p *policyPen) contact() string {
	c := p.org.Violations
	var ways []string
	if c.Phone != "" {
		ways = append(ways, p.say("policy.book.phone", data{"phone": c.Phone}))
	}
	for _, user := range c.People {
		ways = append(ways, p.enc.Name(user))
	}
	return p.listed(ways)
}

// named are words of a vocabulary by their names, in a sentence; "" for none.
func (p *policyPen) named(codes []string, names map[string]policy.Name, key string) string {
	if len(codes) == 0 {
		return ""
	}
	words := make([]string, 0, len(codes))
	for _, c := range codes {
		words = append(words, cmp.Or(names[c].In(p.locale), c))
	}
	return p.say(key, data{"what": p.listed(words)})
}

// day is a date as it is written down.
func (p *policyPen) day(t time.Time) string { return calendar.DateOf(t, p.org.Zone).String() }

// says is what a rule book says about itself and asks of people, under its title.
func (p *policyPen) says(b *policy.Book) []string {
	sections := p.told(b)
	if len(sections) == 0 {
		return nil
	}
	lines := []string{p.book(b.ID)}
	for _, s := range sections {
		lines = append(lines, p.below("  "+s.head, inner(s.lines)...))
	}
	return []string{p.lines(lines...)}
}

// inner are lines one step further in.
func inner(lines []string) []string {
	out := make([]string, 0, len(lines))
	for _, l := range lines {
		out = append(out, "  "+l)
	}
	return out
}

// flow is how a request goes by a rule book: its windows in a line each, in its
// own order, then those of the books it extends.
func (p *policyPen) flow(b *policy.Book) []section {
	var lines []string
	for _, id := range b.Of {
		for i := range p.policy.Windows {
			if w := &p.policy.Windows[i]; w.Preset == id {
				lines = append(lines, p.inShort(w))
			}
		}
	}
	return p.heading("flow", lines...)
}

// inShort is a window in one line.
func (p *policyPen) inShort(w *policy.Window) string {
	d := data{"title": p.title(w), "rule": w.Rule, "owes": p.say("policy.owes."+string(w.On), data{"limit": p.limit(w.Limit, w.Calendar), "step": p.step(w.Asked)})}
	if some := p.some(w); some != "" {
		d["when"] = some
		return p.say("policy.in_short_for", d)
	}
	return p.say("policy.in_short", d)
}

// unsaid are the phrases that nobody says by a rule book.
func (p *policyPen) unsaid(b *policy.Book) []section {
	var lines []string
	for i := range p.policy.Forbidden {
		if f := &p.policy.Forbidden[i]; slices.ContainsFunc(b.Of, func(id string) bool { return strings.HasPrefix(f.ID, id+"/") }) {
			lines = append(lines, p.phrase(f))
		}
	}
	return p.heading("unsaid", lines...)
}
