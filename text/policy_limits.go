package text

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"github.com/firstask/firstask/policy"
)

// limit is how long somebody has, with the calendar it is counted in.
func (p *policyPen) limit(l policy.Limit, calendar string) string {
	d := data{"calendar": p.calendarName(calendar), "days": p.count("span.working_day", l.Days), "span": p.span(l.Time, false)}
	cal := p.calendar(calendar)
	switch {
	case l.Given:
		return p.say("policy.limit_given", nil)
	case l.News:
		return p.news(l.Time)
	case l.None:
		return p.say("policy.limit_none", nil)
	case l.Week.Set:
		d["weekday"], d["clock"] = p.say("weekday."+strconv.Itoa(int(l.Week.Day)), nil), l.Week.At.String()
		return p.say("policy.limit_week", d)
	case l.DayEnd == 1:
		return p.say("policy.limit_today", nil)
	case l.DayEnd > 1:
		return p.count("policy.limit_date", l.DayEnd-1)
	case l.Dates > 0:
		return p.count("policy.limit_dates", l.Dates)
	case l.Days > 0 && l.Time > 0:
		return p.say("policy.limit_both", d)
	case l.Days > 0:
		return p.say("policy.limit_days", d)
	case cal == nil || cal.Always():
		return p.say("policy.limit_clock", d)
	default:
		return p.say("policy.limit_time", d)
	}
}

// calendarName is what a calendar is called; one that a department keeps in its
// own way is called after it.
func (p *policyPen) calendarName(name string) string {
	calendar, department, own := strings.Cut(name, "@")
	if !own {
		return name
	}
	return p.say("policy.calendar_of", data{"calendar": calendar, "department": p.department(department)})
}

// news is a limit by the time that the asker was told.
func (p *policyPen) news(after time.Duration) string {
	d := data{"span": p.span(after.Abs(), false)}
	switch {
	case after < 0:
		return p.say("policy.limit_news_before", d)
	case after > 0:
		return p.say("policy.limit_news_after", d)
	default:
		return p.say("policy.limit_news", nil)
	}
}

// reminders are when somebody is reminded: parts of a limit in hours and
// minutes are said as such.
func (p *policyPen) reminders(w *policy.Window) string {
	if len(w.Remind) == 0 || w.On == policy.Nobody {
		return ""
	}
	points := make([]string, 0, len(w.Remind))
	for _, r := range w.Remind {
		switch plain := w.Limit.Days == 0 && w.Limit.Time > 0; {
		case r.Before > 0:
			points = append(points, p.say("policy.remind_before", data{"span": p.span(r.Before, false)}))
		case plain:
			points = append(points, p.say("policy.remind_after", data{"span": p.span(w.Limit.Time*time.Duration(r.Percent)/100, false)}))
		case r.Percent == 50:
			points = append(points, p.say("policy.remind_half", nil))
		default:
			points = append(points, p.count("policy.remind_percent", r.Percent))
		}
	}
	return p.say("policy.remind", data{"what": p.listed(points)})
}

// silence is what the limit does if nothing has happened.
func (p *policyPen) silence(w *policy.Window) string {
	var lines []string
	switch w.Then {
	case policy.Close:
		lines = append(lines, p.say("policy.close", nil))
	case policy.Remind:
		lines = append(lines, p.say("policy.again_reminded", nil))
	case policy.Inform:
		if len(w.Ladder) > 0 {
			lines = append(lines, p.say("policy.inform", data{"who": p.step(w.Ladder[0])}))
		}
	case policy.Alarm:
		lines = append(lines, p.say("policy.alarm", data{"what": p.steps(w.Ladder)}))
		if w.Repeat > 0 {
			lines = append(lines, p.say("policy.alarm_again", data{"span": p.span(w.Repeat, false)}))
		}
	case policy.Breach:
		lines = append(lines, p.asked(w))
	}
	if w.Apology {
		lines = append(lines, p.say("policy.apology", nil))
	}
	if w.Urgent {
		lines = append(lines, p.say("policy.any_hour", nil))
	}
	return strings.Join(lines, "\n  ")
}

// asked is who is asked for help at a limit.
func (p *policyPen) asked(w *policy.Window) string {
	ladder, daily := p.ladder(w)
	switch {
	case ladder == "":
		return p.say("policy.nobody_asked", nil)
	case p.lines(ladder, daily) == p.usual:
		return p.say("policy.ladder_usual", nil)
	default:
		return strings.TrimSuffix(p.say("policy.ladder", data{"what": ladder})+"\n  "+daily, "\n  ")
	}
}

// ladder are the rungs, one after the other, and how the last one is repeated;
// "" for none.
func (p *policyPen) ladder(w *policy.Window) (rungs, daily string) {
	words := make([]string, 0, len(w.Ladder))
	for i, s := range w.Ladder {
		d := data{"who": p.step(s)}
		wait := w.StepBefore(i)
		if wait == 0 {
			words = append(words, p.say("policy.rung", d))
			continue
		}
		cal := p.calendar(w.Calendar)
		d["span"] = p.span(wait, cal != nil && !cal.Always())
		words = append(words, p.say("policy.rung_later", d))
	}
	if w.Daily != "" && len(words) > 0 {
		daily = p.say("policy.daily", data{"clock": w.Daily})
	}
	return strings.Join(words, p.say("policy.then", nil)), daily
}

// mostUsual is the ladder, with how it is repeated, that most windows have; ""
// if no two have the same.
func (p *policyPen) mostUsual() string {
	usual, most := "", 1
	times := map[string]int{}
	for i := range p.policy.Windows {
		w := &p.policy.Windows[i]
		line := p.lines(p.ladder(w))
		if w.Then != policy.Breach || line == "" {
			continue
		}
		if times[line]++; times[line] > most {
			usual, most = line, times[line]
		}
	}
	return usual
}

// usually is the usual ladder, said once for all windows.
func (p *policyPen) usually() string {
	rungs, daily, _ := strings.Cut(p.usual, "\n")
	if rungs == "" {
		return ""
	}
	return strings.TrimSuffix(p.say("policy.usual", data{"what": rungs})+"\n  "+daily, "\n  ")
}

func (p *policyPen) steps(list []policy.Step) string {
	words := make([]string, 0, len(list))
	for _, s := range list {
		words = append(words, p.step(s))
	}
	return p.listed(words)
}

// step is whom a rung asks.
func (p *policyPen) step(s policy.Step) string {
	key := "policy.step." + string(s)
	switch {
	case s == "":
		return ""
	case s == policy.Fallback:
		return p.say(key, data{"channel": p.enc.Channel(p.org.Fallback)})
	case p.c.has(key):
		return p.say(key, nil)
	default:
		return cmp.Or(p.words.Roles[string(s)].In(p.locale), string(s))
	}
}
