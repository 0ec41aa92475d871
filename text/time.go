package text

import (
	"strconv"
	"time"

	"github.com/firstask/firstask/calendar"
	"github.com/firstask/firstask/ticket"
)

// at shows an instant in the reader's zone: the hour, with its day when that is not today.
func (p *pen) at(t time.Time) string {
	if t.IsZero() {
		return p.say("time.later", nil)
	}
	return p.enc.Time(t, p.clockWords(t))
}

func (p *pen) clockWords(t time.Time) string {
	now, t := p.v.Now.In(p.zone()), t.In(p.zone())
	clock := t.Format("15:04")
	if ahead := t.Sub(now); t.Second() != 0 && ahead > 0 && ahead < 2*time.Minute {
		clock = t.Format("15:04:05")
	}
	d := data{
		"clock": clock, "day": strconv.Itoa(t.Day()), "year": strconv.Itoa(t.Year()),
		"month": p.c.say(p.locale, "month."+strconv.Itoa(int(t.Month())), nil, nil),
	}
	switch days := dayNumber(t) - dayNumber(now); {
	case days == 0:
		return clock
	case days > -7 && days < 7:
		d["weekday"] = p.c.say(p.locale, "weekday."+strconv.Itoa(int(t.Weekday())), nil, nil)
		return p.say("time.weekday", d)
	case t.Year() == now.Year():
		return p.say("time.date", d)
	default:
		return p.say("time.date_year", d)
	}
}

// full shows an instant whatever day it is on: what was understood of a time
// somebody typed.
func (p *pen) full(t time.Time) string {
	if t.IsZero() {
		return p.say("time.later", nil)
	}
	local := t.In(p.zone())
	d := p.dayWords(local)
	d["clock"] = local.Format("15:04")
	return p.say("time.full", d)
}

func (p *pen) dayWords(local time.Time) data {
	return data{
		"weekday": p.c.say(p.locale, "weekday."+strconv.Itoa(int(local.Weekday())), nil, nil), "day": strconv.Itoa(local.Day()),
		"month": p.c.say(p.locale, "month."+strconv.Itoa(int(local.Month())), nil, nil),
	}
}

// countedDays says which working days were counted to a time, where it was
// given in working days: "2 working days: Wed 4 Mar, Thu 5 Mar".
func (p *pen) countedDays() string {
	days, err := strconv.Atoi(p.params["days"].Raw())
	if err != nil || days < 1 {
		return ""
	}
	from := p.instant("from")
	var counted []string
	if p.v.Rules.Org != nil && p.v.Rules.Policy != nil && !from.IsZero() {
		counted = p.workingDays(p.calendar(p.v.Rules.Policy.Calendar), from, days)
	}
	if len(counted) == 0 {
		return ""
	}
	return p.say("answer.counted_days", data{"span": p.count("span.working_day", days), "what": p.listed(counted)})
}

// workingDays names the last of the days counted in a calendar, at most five.
func (p *pen) workingDays(cal *calendar.Calendar, from time.Time, days int) []string {
	const most = 5
	var named []string
	if cal == nil {
		return nil
	}
	if days > most {
		named = append(named, "\u2026")
	}
	for n := max(1, days-most+1); n <= days; n++ {
		if at := cal.AddDays(from, n); !at.IsZero() {
			named = append(named, p.say("time.day", p.dayWords(at.In(cal.Zone()))))
		}
	}
	return named
}

func (p *pen) zone() *time.Location {
	switch {
	case p.v.Reader.Zone != nil:
		return p.v.Reader.Zone
	case p.v.Rules.Org != nil && p.v.Rules.Org.Zone != nil:
		return p.v.Rules.Org.Zone
	default:
		return time.UTC
	}
}

func dayNumber(t time.Time) int {
	y, m, d := t.Date()
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// span shows a length of time, rounded up to whole minutes from a minute on.
func (p *pen) span(d time.Duration, working bool) string {
	kind := "span."
	if working {
		kind = "span.working_"
	}
	if d < time.Minute {
		return p.count(kind+"second", int(max(d, 0)/time.Second))
	}
	minutes := int((d + time.Minute - 1) / time.Minute)
	h, m := minutes/60, minutes%60
	switch {
	case h == 0:
		return p.count(kind+"minute", m)
	case !working && m == 0 && h%24 == 0:
		return p.count("span.day", h/24)
	case m == 0:
		return p.count(kind+"hour", h)
	default:
		return p.say(kind+"hour_minute", data{"h": strconv.Itoa(h), "m": strconv.Itoa(m)})
	}
}

// counted shows a length counted in a calendar, in working days where the limit was set in them.
func (p *pen) counted(d time.Duration, name string, days int) string {
	if days > 0 {
		return p.count("span.working_day", days)
	}
	cal := p.calendar(name)
	return p.span(d, cal != nil && !cal.Always())
}

// daysOf is a limit in working days; 0 where it was set in hours or a promise moved it.
func daysOf(c *ticket.Clock) int {
	if c.Promised {
		return 0
	}
	return c.Limit.Days
}

// left is the time until a limit, counted in its calendar.
func (p *pen) left(name string, due time.Time) string {
	if cal := p.calendar(name); cal != nil {
		return p.span(cal.Between(p.v.Now, due), false)
	}
	return p.span(due.Sub(p.v.Now), false)
}
