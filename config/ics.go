package config

import (
	"bytes"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"github.com/firstask/firstask/calendar"
)

const (
	// icsWork is the property that makes a workday of an event: X-FIRSTASK: work.
	icsWork = ics.ComponentProperty("X-FIRSTASK")
	// icsDays bounds one event: who is away for longer has closed.
	icsDays = 366
)

// icsReader makes a holiday list of an iCalendar file.
type icsReader struct {
	*reader
	file  string
	lines []icsLines
	days  map[calendar.Date]icsDay
}

// icsLines are where an event begins and where its repetition stands, 0 for none.
type icsLines struct{ begin, rule int }

type icsDay struct {
	kind, label string
	line        int
}

// icsFile reads the all-day events of an iCalendar file as days off, or as
// make-up days where an event says work. A year counts as covered when the file
// has an event after its January: one for New Year does not speak of the rest.
func (l *loader) icsFile(name string, src []byte) (calendar.Holidays, error) {
	cal, err := parseICS(src)
	if err != nil {
		return calendar.Holidays{}, Problems{{File: name, Message: "not an iCalendar file", Hint: err.Error()}}
	}
	before := len(l.problems)
	r := &icsReader{reader: &l.reader, file: name, lines: icsPlaces(src), days: map[calendar.Date]icsDay{}}
	for i, e := range cal.Events() {
		where := icsLines{}
		if i < len(r.lines) {
			where = r.lines[i]
		}
		r.event(e, where)
	}
	if len(r.days) == 0 && len(l.problems) == before {
		r.fail(spot{file: name}, "events that last whole days", "there is no day off in it")
	}
	if len(l.problems) > before {
		return calendar.Holidays{}, Problems{}
	}
	h, err := calendar.ParseHolidays(name, strings.NewReader(r.text()))
	if err != nil {
		return h, Problems{{File: name, Message: err.Error()}}
	}
	return h, nil
}

// parseICS turns a panic of the parser into an error.
func parseICS(src []byte) (cal *ics.Calendar, err error) {
	defer func() {
		if p := recover(); p != nil {
			cal, err = nil, fmt.Errorf("config: cannot be read as iCalendar: %v", p)
		}
	}()
	return ics.ParseCalendar(bytes.NewReader(src))
}

// icsPlaces finds the lines of the events, in their order.
func icsPlaces(src []byte) []icsLines {
	places := []icsLines{}
	begins := regexp.MustCompile(`(?i)^(BEGIN:VEVENT|RRULE)`)
	for i, line := range bytes.Split(src, []byte("\n")) {
		switch word := begins.Find(line); {
		case len(word) > len("RRULE"):
			places = append(places, icsLines{begin: i + 1})
		case len(word) > 0 && len(places) > 0:
			places[len(places)-1].rule = i + 1
		}
	}
	return places
}

func (r *icsReader) at(line int) spot { return spot{file: r.file, line: line, col: 1} }

func (r *icsReader) event(e *ics.VEvent, where icsLines) {
	if p := e.GetProperty(ics.ComponentPropertyStatus); p != nil && p.Value == string(ics.ObjectStatusCancelled) {
		return
	}
	first, ok := icsDate(e, ics.ComponentPropertyDtStart)
	if !ok {
		r.warn(r.at(where.begin), "DTSTART;VALUE=DATE:20261003 for a day off", "%q does not last whole days: it is no day off", summary(e))
		return
	}
	if where.rule > 0 {
		r.warn(r.at(where.rule), "an event for each year", "%q repeats: only its first time is read", summary(e))
	}
	end, ok := icsDate(e, ics.ComponentPropertyDtEnd) // the day after the last one
	if !ok {
		end = first.AddDays(1)
	}
	if n := first.DaysUntil(end); n > icsDays {
		r.fail(r.at(where.begin), "a shorter one", "%q lasts %d days", summary(e), n)
		return
	}
	kind := "off"
	if saysWork(e) {
		kind = "work"
	}
	for d := first; d == first || d.Compare(end) < 0; d = d.AddDays(1) {
		r.day(d, icsDay{kind, summary(e), where.begin})
	}
}

// day notes a day. Of two events the first one names it.
func (r *icsReader) day(d calendar.Date, day icsDay) {
	known, ok := r.days[d]
	switch {
	case !ok:
		r.days[d] = day
	case known.kind != day.kind:
		r.fail(r.at(day.line), fmt.Sprintf("the other event is on line %d", known.line), "%s is a day off and a workday", d)
	}
}

// icsDate is a property that names a whole day.
func icsDate(e *ics.VEvent, name ics.ComponentProperty) (calendar.Date, bool) {
	p := e.GetProperty(name)
	if p == nil {
		return calendar.Date{}, false
	}
	t, err := time.Parse("20060102", strings.TrimSpace(p.Value))
	return calendar.DateOf(t, time.UTC), err == nil
}

func saysWork(e *ics.VEvent) bool {
	isWork := func(s string) bool { return strings.EqualFold(strings.TrimSpace(s), "work") }
	own := e.GetProperty(icsWork)
	return own != nil && isWork(own.Value) ||
		slices.ContainsFunc(e.GetProperties(ics.ComponentPropertyCategories), func(p *ics.IANAProperty) bool {
			return slices.ContainsFunc(strings.Split(p.Value, ","), isWork)
		})
}

// summary is the event's name in one line, without the bar that begins a
// translation in a holiday list.
func summary(e *ics.VEvent) string {
	p := e.GetProperty(ics.ComponentPropertySummary)
	if p == nil {
		return ""
	}
	return strings.Join(strings.Fields(strings.ReplaceAll(p.Value, "|", "/")), " ")
}

// text is the list as ParseHolidays reads it.
func (r *icsReader) text() string {
	var b strings.Builder
	dates := slices.SortedFunc(maps.Keys(r.days), calendar.Date.Compare)
	last := dates[len(dates)-1]
	for _, d := range dates {
		if end := (calendar.Date{Year: d.Year, Month: time.December, Day: 31}); d.Month > time.January && end.Compare(last) > 0 {
			last = end
		}
	}
	fmt.Fprintf(&b, "covers %s %s\n", dates[0], last)
	for _, d := range dates {
		day := r.days[d]
		label := day.label
		if day.kind == "work" && strings.HasPrefix(label, "as ") {
			label = "Work " + label // "as mon" would say whose hours it has
		}
		fmt.Fprintf(&b, "%s %s %s\n", d, day.kind, label)
	}
	return b.String()
}
