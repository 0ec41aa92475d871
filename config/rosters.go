package config

import (
	"regexp"
	"slices"
	"strconv"
	"time"

	"github.com/firstask/firstask/calendar"
	"github.com/firstask/firstask/policy"
)

// rosterDoc is a roster as it stands in the file.
type rosterDoc struct {
	id        str
	calendar  str
	rotation  rotationDoc
	layers    []layerDoc
	overrides []overrideDoc
	cover     []str
	place     str
	standing  standingDoc
	policy.Roster
}

// rotationDoc is people who take turns.
type rotationDoc struct {
	every  int
	starts str
	first  calendar.Date
	at     calendar.Minute
	people []str
}

func (l *loader) rosters(v value) {
	l.each(v, func(key str, v value) {
		r := rosterDoc{id: key}
		rotates := false
		l.object(v,
			may("calendar", func(v value) { r.calendar, _ = l.text(v) }),
			may("rotation", func(v value) { r.rotation, rotates = l.rotation(v), true }),
			may("layers", func(v value) { r.layers = l.layers(v) }),
			may("overrides", func(v value) { r.overrides = l.overrides(v) }),
			may("cover", func(v value) { r.cover = l.people(v, false) }),
			may("min_staff", func(v value) { r.standing.staff = l.staff(v) }),
			may("check_in", func(v value) { r.standing.checkIn = l.yes(v) }),
			may("handover", func(v value) { r.standing.handover = l.yes(v) }),
			may("handover_within", func(v value) { r.standing.within = l.span(v) }),
			may("record", func(v value) { r.standing.record = l.yes(v) }),
			may("rounds", func(v value) { r.standing.rounds = l.rounds(v) }),
			may("place", func(v value) { r.place, _ = l.text(v) }),
		)
		if !rotates && len(r.layers) == 0 {
			l.fail(v.spot, "", "rotation is missing")
		}
		r.fill()
		l.doc.rosters = append(l.doc.rosters, r)
	})
}

// fill sets what the engine reads of the roster.
func (r *rosterDoc) fill() {
	r.Calendar = orOffice(r.calendar)
	t := r.rotation
	r.Every, r.Starts, r.At, r.People = t.every, t.first, t.at, plain(t.people)
	for _, y := range r.layers {
		t := y.rotation
		name := y.calendar.string
		if name == "" {
			name = r.Calendar
		}
		r.Layers = append(r.Layers, policy.Layer{ID: y.id.string, Calendar: name, Every: t.every, Starts: t.first, At: t.at, People: plain(t.people)})
	}
	for _, o := range r.overrides {
		r.Overrides = append(r.Overrides, policy.Override{From: o.from, To: o.to, Layer: o.layer.string, People: plain(o.people)})
	}
	r.Cover, r.Place = plain(r.cover), r.place.string
}

func orOffice(s str) string {
	if s.string == "" {
		return office
	}
	return s.string
}

func (l *loader) rotation(v value) rotationDoc {
	r := rotationDoc{every: 7}
	l.object(v,
		may("every", func(v value) { r.every = l.turn(v) }),
		must("starts", func(v value) { r.starts, r.first = l.date(v) }),
		may("at", func(v value) { r.at, _, _ = l.minute(v) }),
		must("people", func(v value) { r.people = l.onRoster(v) }),
	)
	return r
}

func (l *loader) onRoster(v value) []str {
	people := l.people(v, false)
	if len(people) == 0 {
		l.fail(v.spot, "at least one person", "nobody is on this roster")
	}
	return people
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
		l.checkRotation(&r.rotation)
		l.checkLayers(r)
		if !slices.ContainsFunc(l.doc.departments, func(d departmentDoc) bool { return d.duty.string == r.id.string }) {
			l.warn(r.id.spot, "name it as duty: of a department", "no department uses this roster")
		}
	}
}

func (l *loader) checkRotation(r *rotationDoc) {
	if !r.first.IsZero() && r.every%7 == 0 && r.first.Weekday() != time.Monday {
		l.warn(r.starts.spot, "start on a Monday if weeks are meant", "%s is a %s: every turn will change on a %[2]s", r.starts.string, r.first.Weekday())
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
