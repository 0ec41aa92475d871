package config

import (
	"maps"
	"slices"
	"time"

	"github.com/firstask/firstask/calendar"
	"github.com/firstask/firstask/policy"
)

// jobDoc is a calendar job and when it runs. What a spec may say is the
// business of those who run it.
type jobDoc struct{ name, spec str }

// off takes a job of a rule book away.
const off = "off"

func (l *loader) jobs(v value) []jobDoc {
	var all []jobDoc
	l.each(v, func(key str, v value) {
		l.mustID(key)
		if spec, ok := l.text(v); ok {
			all = append(all, jobDoc{key, spec})
		}
	})
	return all
}

// putJobs returns the jobs with more written over them.
func putJobs(jobs map[string]string, more []jobDoc) map[string]string {
	next := maps.Clone(jobs)
	if next == nil {
		next = map[string]string{}
	}
	for _, j := range more {
		next[j.name.string] = j.spec.string
		if j.spec.string == off {
			delete(next, j.name.string)
		}
	}
	if len(next) == 0 {
		return nil
	}
	return next
}

// JobProblems are the calendar jobs that those who run them refuse, in the order
// of their names: fit returns an error for a name that does nothing and for a
// spec that says no time.
func (c *Config) JobProblems(fit func(name, spec string) error) Problems {
	var all Problems
	for _, name := range slices.Sorted(maps.Keys(c.Policy.Jobs)) {
		err := fit(name, c.Policy.Jobs[name])
		if err == nil {
			continue
		}
		at := spot{file: c.File, path: "jobs." + name}
		for _, j := range c.jobs {
			if j.name.string == name {
				at = j.spec.spot
			}
		}
		all = append(all, at.problem("workdays 09:15, weekly fri 17:00, month-end 17:00, or five fields of cron", "%v", err))
	}
	return all
}

// checkJobs warns of a job that no rule book has: it may be a mistyped one.
func (l *loader) checkJobs() {
	var known []string
	for _, p := range l.doc.presets {
		for _, j := range p.jobs {
			known = append(known, j.name.string)
		}
	}
	for _, j := range l.doc.jobs {
		if !slices.Contains(known, j.name.string) && !l.incomplete {
			l.warn(j.name.spot, hintOf(j.name.string, known), "no rule book has a job %q", j.name.string)
		}
	}
}

// learningDoc is the time of observing as it is written.
type learningDoc struct {
	from  str
	first calendar.Date
	time  policy.Limit
	span  spot
}

func (l *loader) readLearning(v value) {
	d := &l.doc.learning
	l.object(v,
		must("from", func(v value) { d.from, d.first = l.date(v) }),
		must("for", func(v value) {
			d.time, d.span = l.period(v), v.spot
			if d.time.Time > 0 {
				l.fail(v.spot, "whole days: 10wd, or 14d on the calendar", "%q is no number of days", d.time.String())
			}
		}))
}

// learning is the time of observing: from the start of its first day to the
// end of its last one. Working days are those of the calendar of settings.
func (l *loader) learning(org *policy.Org, name string) policy.Learning {
	d := l.doc.learning
	cal := org.Calendars[name]
	if d.first.IsZero() || d.time.IsZero() || cal == nil {
		return policy.Learning{}
	}
	last, ok := lastDay(cal, d.first, d.time)
	if !ok {
		l.fail(d.span, "another calendar, or days: 14d", "%s has no %s after %s", name, d.time, d.first)
		return policy.Learning{}
	}
	if d.time.Days > 0 && !cal.WorkingDay(d.first) {
		l.warn(d.from.spot, "begin on a working day", "%s is no working day: the days are counted from the next one", d.first)
	}
	return policy.Learning{From: utc(d.first.In(org.Zone)), To: utc(last.AddDays(1).In(org.Zone))}
}

// lastDay is the last of so many days, the first one counted.
func lastDay(cal *calendar.Calendar, first calendar.Date, time policy.Limit) (calendar.Date, bool) {
	if time.Dates > 0 {
		return first.AddDays(time.Dates - 1), true
	}
	const years = 5 * 366
	for i, left := 0, time.Days; i < years; i++ {
		day := first.AddDays(i)
		if cal.WorkingDay(day) {
			left--
		}
		if left == 0 {
			return day, true
		}
	}
	return first, false
}

// utc is the same instant in UTC, so that equal rules have equal bytes.
func utc(t time.Time) time.Time { return t.UTC() }
