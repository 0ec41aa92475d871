package text

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// whyThis explains every running limit: whose it is, by which rule, and the
// counted time piece by piece. The limit of the whole request, which is
// nobody's, comes last.
func (p *pen) whyThis(a Answer) []Part {
	if len(a.Reasons) == 0 {
		return append(paras(p.say("answer.why_none", nil)), contexts(p.lines(p.firstReason(), p.version()))...)
	}
	parts := []Part{para(p.enc.Bold(p.say("answer.why", nil)))}
	if p.t != nil {
		parts = append(parts, paras(p.standing())...)
	}
	var presets []string
	nobodys := func(r ticket.Reason) bool { return r.Clock.Subject == "" }
	reasons := slices.DeleteFunc(slices.Clone(a.Reasons), nobodys)
	for _, r := range a.Reasons {
		if nobodys(r) {
			reasons = append(reasons, r)
		}
	}
	for _, r := range reasons[:min(len(reasons), 8)] {
		parts = append(parts, para(p.reason(r, a.Labels)))
		presets = r.Preset
	}
	rules := ""
	if len(presets) > 0 {
		rules = p.say("answer.why_rules", data{"what": p.words(strings.Join(presets, ", "), 120)})
	}
	return append(parts, contexts(p.lines(p.firstReason(), rules, p.version()))...)
}

// version says which rules a ticket is judged by and since when: those of its
// opening, whatever holds for new ones today.
func (p *pen) version() string {
	if p.t == nil || p.params["version"] == "" {
		return ""
	}
	d := p.values("version", "today")
	d["at"] = p.at(p.t.CreatedAt)
	return p.say("answer.version", d)
}

func (p *pen) firstReason() string {
	if p.t == nil {
		return ""
	}
	return p.whyFirst()
}

func (p *pen) reason(r ticket.Reason, words policy.Labels) string {
	c := r.Clock
	if c.Then == policy.Alarm && r.Whole == 0 {
		return p.lines(p.enc.Bold(p.rings(r)), p.won(r, words))
	}
	who := ""
	if c.Subject != "" {
		who = p.name(c.Subject)
	}
	lines := []string{p.enc.Bold(p.say("answer.why_clock", data{
		"rule": p.enc.Escape(c.Rule), "role": p.roleOf(r), "who": who,
		"span": p.counted(r.Whole, r.Calendar, daysOf(&c)), "from": p.at(c.Start), "limit": p.at(c.Due),
	}))}
	lines = append(lines, p.won(r, words))
	lines = append(lines, p.say("answer.why_counted", data{"span": p.span(r.Counted, false), "calendar": p.words(r.Calendar, gistText)}))
	if s := p.intervals(r); s != "" {
		lines = append(lines, p.say("answer.why_pieces", data{"what": s}))
	}
	if c.Promised {
		lines = append(lines, p.say("answer.why_promised", nil))
	}
	lines = append(lines, p.stood(&c), p.breach(r.Breach))
	return p.lines(lines...)
}

// rings is an alarm: it has no limit, it is told until somebody has seen it.
func (p *pen) rings(r ticket.Reason) string {
	d := data{"rule": p.enc.Escape(r.Clock.Rule), "from": p.at(r.Clock.Start)}
	if r.Window == nil || r.Window.Repeat <= 0 {
		return p.say("answer.why_at_once", d)
	}
	d["span"] = p.span(r.Window.Repeat, false)
	return p.say("answer.why_alarm", d)
}

// roleOf is whose part a clock is; of one that has stopped the window's; "" if
// neither says it.
func (p *pen) roleOf(r ticket.Reason) string {
	role := r.Clock.Role
	if role == "" && r.Window != nil {
		role = r.Window.On
	}
	if role == "" {
		return ""
	}
	return p.c.Word("role."+string(role), p.locale)
}

// won is what a clock is called, the rule book it comes from, and the rules of
// others that it came before.
func (p *pen) won(r ticket.Reason, words policy.Labels) string {
	title, preset := words.Windows[r.Clock.Rule].In(p.locale), ""
	if r.Window != nil {
		preset = cmp.Or(words.Presets[r.Window.Preset].In(p.locale), r.Window.Preset)
	}
	line := ""
	if title != "" || preset != "" {
		if title == "" {
			title, preset = preset, ""
		}
		line = p.say("answer.why_title", data{"title": p.words(title, mostLine), "preset": p.words(preset, mostLine)})
	}
	if len(r.Clock.Over) == 0 {
		return line
	}
	return p.lines(line, p.say("answer.why_over", data{"what": p.words(strings.Join(r.Clock.Over, ", "), mostLine)}))
}

// stood says since when a clock stands still, for how long it stood before, and
// its soft limit.
func (p *pen) stood(c *ticket.Clock) string {
	var lines []string
	if !c.Soft.IsZero() {
		lines = append(lines, p.say("answer.why_soft", data{"at": p.at(c.Soft)}))
	}
	if !c.Paused.IsZero() {
		lines = append(lines, p.say("answer.why_paused", data{"at": p.at(c.Paused)}))
	}
	if c.Stood > 0 {
		lines = append(lines, p.say("answer.why_stood", data{"span": p.span(c.Stood, false)}))
	}
	return p.lines(lines...)
}

// intervals prints the counted pieces, at most eight.
func (p *pen) intervals(r ticket.Reason) string {
	var pieces []string
	for i, in := range r.Intervals {
		if i == 8 {
			pieces = append(pieces, "\u2026")
			break
		}
		pieces = append(pieces, p.say("answer.why_piece", data{"from": p.at(in.From), "to": p.clockOnly(in.To), "span": p.span(in.Length(), false)}))
	}
	return strings.Join(pieces, p.say("list.sep", nil))
}

// clockOnly is the hour alone, where the day was said just before.
func (p *pen) clockOnly(t time.Time) string { return t.In(p.zone()).Format("15:04") }

func (p *pen) breach(b *ticket.Breach) string {
	if b == nil {
		return ""
	}
	key := "answer.why_passed"
	if b.System {
		key = "answer.why_system"
	}
	note := ""
	if b.Note != "" && p.open() {
		note = p.say("answer.why_note", data{"text": p.words(b.Note, reasonText)})
	}
	return p.lines(p.say(key, data{"at": p.at(b.At)}), note)
}
