package text

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// duty lists who is on duty, by department; of a day its shifts.
func (p *pen) duty(a Answer) []Part {
	day := p.instant("at")
	if len(a.Duties) == 0 {
		key := "answer.duty_none"
		if !day.IsZero() {
			key = "answer.duty_free"
		}
		return []Part{para(p.say(key, data{"day": p.dayOf(day)}))}
	}
	lines := make([]string, 0, mostRows)
	for _, on := range a.Duties[:min(len(a.Duties), mostRows)] {
		lines = append(lines, p.dutyRow(on, !day.IsZero()))
		if on.Left.Shifts > 0 {
			lines = append(lines, p.leftRow(on))
		}
	}
	title := p.say("answer.duty", nil)
	if !day.IsZero() {
		title = p.say("answer.duty_day", data{"day": p.dayOf(day)})
	}
	return paras(p.enc.Bold(title), p.lines(lines...))
}

// dayOf is a day without its time.
func (p *pen) dayOf(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return p.say("time.day", p.dayWords(t.In(p.zone())))
}

func (p *pen) dutyRow(on Duty, shift bool) string {
	d := data{"desk": p.department(on.Department), "who": p.dutyNames(on), "why": p.whyDuty(on), "at": p.at(on.From), "until": "", "next": "", "then": ""}
	if !on.Until.IsZero() {
		d["until"] = p.at(on.Until)
	}
	if on.Next != "" {
		d["next"] = p.enc.Name(on.Next)
	}
	if !on.NextFrom.IsZero() {
		d["then"] = p.at(on.NextFrom)
	}
	switch {
	case shift:
		return p.say("answer.duty_shift", d)
	case on.Open:
		return p.say("answer.duty_row", d)
	default:
		return p.say("answer.duty_from", d)
	}
}

// leftRow is what the shifts of a department left to the next this month.
func (p *pen) leftRow(on Duty) string {
	l := on.Left
	return p.finished("answer.duty_left", data{
		"desk": p.department(on.Department), "shifts": strconv.Itoa(l.Shifts), "leaving": strconv.Itoa(l.Leaving),
		"n": strconv.Itoa(l.Matters), "rule": p.enc.Escape(l.Rule),
	}, l.Matters)
}

func (p *pen) dutyNames(on Duty) string {
	if on.User == "" {
		return p.say("answer.duty_nobody", nil)
	}
	names := []string{p.enc.Name(on.User)}
	for _, u := range on.With {
		names = append(names, p.enc.Name(u))
	}
	return strings.Join(names, p.say("list.sep", nil))
}

// whyDuty is what made it them: the shift, the swap or cover, and the rule.
func (p *pen) whyDuty(on Duty) string {
	how := ""
	if key := "duty_how." + on.How; p.c.has(key) {
		how = p.say(key, data{"for": p.name(on.For)})
	}
	all := slices.DeleteFunc([]string{p.words(on.Layer, mostLabel), how, p.enc.Escape(on.Rule)}, func(s string) bool { return s == "" })
	return strings.Join(all, p.say("list.sep", nil))
}

// handoverList is what somebody has open at the end of their shift: each with a
// button that asks for the reason, until it is given.
func (p *pen) handoverList(a Answer) []Part {
	parts := append(make([]Part, 0, 1+len(a.Tickets)), para(p.tally("answer.handover_list", len(a.Tickets))))
	for i := range a.Tickets {
		q := p.on(&a.Tickets[i])
		n := strconv.FormatInt(q.t.Number, 10)
		part := Part{Kind: Menu, Text: q.row(), Ticket: q.t.Number}
		if _, without := a.Params["without."+n]; without {
			part.Buttons = []Button{q.button("carry", "duty", "form")}
		} else {
			part.Text += " " + p.say("answer.handover_said", nil)
		}
		part.Text += p.again(a.Params["times."+n].Raw())
		parts = append(parts, part)
	}
	return parts
}
