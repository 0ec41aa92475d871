package config

import (
	"regexp"
	"slices"
	"strconv"
	"time"

	"github.com/firstask/firstask/calendar"
	"github.com/firstask/firstask/policy"
)

type rosterDoc struct {
	id       str
	calendar str
	starts   str
	people   []str
	policy.Roster
}

func (l *loader) rosters(v value) {
	l.each(v, func(key str, v value) {
		r := rosterDoc{id: key}
		l.object(v,
			may("calendar", func(v value) { r.calendar, _ = l.text(v) }),
			must("rotation", func(v value) { l.rotation(v, &r) }),
		)
		r.Calendar = r.calendar.string
		if r.Calendar == "" {
			r.Calendar = office
		}
		r.People = plain(r.people)
		l.doc.rosters = append(l.doc.rosters, r)
	})
}

func (l *loader) rotation(v value, r *rosterDoc) {
	r.Every = 7
	l.object(v,
		may("every", func(v value) { r.Every = l.turn(v) }),
		must("starts", func(v value) { r.starts, r.Starts = l.date(v) }),
		may("at", func(v value) { r.At, _, _ = l.minute(v) }),
		must("people", func(v value) {
			r.people = l.people(v, false)
			if len(r.people) == 0 {
				l.fail(v.spot, "at least one person", "nobody is on this roster")
			}
		}),
	)
}

// turn reads the length of a turn in days.
func (l *loader) turn(v value) int {
	const hint = `day, week, "3 days" or "2 weeks"`
	s, ok := l.measure(v, hint)
	if !ok {
		return 0
	}
	m := regexp.MustCompile(`^(?:(\d{1,3}) )?(day|week)s?$`).FindStringSubmatch(s.string)
	if m == nil || m[1] == "0" {
		l.fail(s.spot, hint, "%q is not the length of a turn", s.string)
		return 0
	}
	n := 1
	if m[1] != "" {
		n, _ = strconv.Atoi(m[1])
	}
	if m[2] == "week" {
		n *= 7
	}
	return n
}

func (l *loader) date(v value) (str, calendar.Date) {
	s, ok := l.text(v)
	if !ok {
		return s, calendar.Date{}
	}
	d, err := calendar.ParseDate(s.string)
	if err != nil {
		l.fail(s.spot, "year-month-day: 2026-01-05", "%q is not a date", s.string)
	}
	return s, d
}

// checkRosters looks at the rosters with calendars and departments known.
func (l *loader) checkRosters() {
	for i := range l.doc.rosters {
		r := &l.doc.rosters[i]
		if r.calendar.string != "" {
			l.mustKnow(r.calendar, "a calendar", l.calendarNames())
		}
		if !r.Starts.IsZero() && r.Every%7 == 0 && r.Starts.Weekday() != time.Monday {
			l.warn(r.starts.spot, "start on a Monday if weeks are meant", "%s is a %s: every turn will change on a %[2]s", r.starts.string, r.Starts.Weekday())
		}
		if !slices.ContainsFunc(l.doc.departments, func(d departmentDoc) bool { return d.duty.string == r.id.string }) {
			l.warn(r.id.spot, "name it as duty: of a department", "no department uses this roster")
		}
	}
}

func (l *loader) rosterNames() []string {
	names := make([]string, 0, len(l.doc.rosters))
	for _, r := range l.doc.rosters {
		names = append(names, r.id.string)
	}
	return names
}

// calendarNames are the calendars there are, also those with mistakes.
func (l *loader) calendarNames() []string {
	names := []string{always, office}
	for _, c := range l.doc.calendars {
		if !slices.Contains(names, c.id.string) {
			names = append(names, c.id.string)
		}
	}
	return names
}
