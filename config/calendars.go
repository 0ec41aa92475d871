package config

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/firstask/firstask/calendar"
	"github.com/firstask/firstask/policy"
)

const (
	office = "office" // used by the presets; has default hours
	always = "always" // clock time

	overlay = "@" // between a calendar's name and the department that keeps it so
)

type calendarDoc struct {
	id       str
	zone     str
	given    bool // hours are given
	bad      bool // mistakes are reported already
	hours    map[time.Weekday][]calendar.Span
	holidays []str
	taken    bool // the holidays are those of another calendar, which says what they lack
}

// holidayList is a list in use and where it was named.
type holidayList struct {
	calendar.Holidays
	spot
}

// calendars reads calendars, or what a department changes of them.
func (l *loader) calendars(v value) []calendarDoc {
	var all []calendarDoc
	l.each(v, func(key str, v value) {
		if strings.Contains(key.string, overlay) {
			l.fail(key.spot, "calendars: of the department", "%q: what a department has of its own stands with it", key.string)
		}
		c := calendarDoc{id: key, hours: map[time.Weekday][]calendar.Span{}}
		before := len(l.problems)
		l.object(v,
			may("hours", func(v value) { c.given = true; l.hours(v, &c) }),
			may("holidays", func(v value) { c.holidays = l.texts(v) }),
			may("timezone", func(v value) { c.zone, _ = l.text(v) }),
		)
		c.bad = len(l.problems) > before
		all = append(all, c)
	})
	return all
}

// hours reads lines of weekdays and their spans.
func (l *loader) hours(v value, c *calendarDoc) {
	lines := map[time.Weekday]str{}
	l.each(v, func(key str, v value) {
		days, err := weekdays(key.string)
		if err != nil {
			l.fail(key.spot, `days like "mon-fri", "sat" or "mon,wed"`, "%v", err)
			return
		}
		spans := l.spans(v)
		for _, d := range days {
			if first, ok := lines[d]; ok {
				l.fail(key.spot, fmt.Sprintf("the first line is %d", first.line), "%s has hours twice", strings.ToLower(d.String()))
				continue
			}
			lines[d] = key
			c.hours[d] = spans
		}
	})
}

// weekdays reads "mon-fri", "sat,sun" or one day.
func weekdays(s string) ([]time.Weekday, error) {
	var days []time.Weekday
	for part := range strings.SplitSeq(s, ",") {
		from, to, isRange := strings.Cut(strings.TrimSpace(part), "-")
		first, err := calendar.ParseWeekday(strings.TrimSpace(from))
		if err != nil {
			return nil, fmt.Errorf("%q is not a weekday", strings.TrimSpace(from))
		}
		last := first
		if isRange {
			if last, err = calendar.ParseWeekday(strings.TrimSpace(to)); err != nil {
				return nil, fmt.Errorf("%q is not a weekday", strings.TrimSpace(to))
			}
		}
		days = append(days, first)
		for d := first; d != last; {
			d = (d + 1) % 7
			days = append(days, d)
		}
	}
	return days, nil
}

// spans reads the hours of a day: a list of spans that ascend.
func (l *loader) spans(v value) []calendar.Span {
	var spans []calendar.Span
	l.list(v, func(e value) {
		s, ok := l.text(e)
		if !ok {
			return
		}
		span, err := calendar.ParseSpan(s.string)
		if err != nil {
			l.fail(s.spot, `from-to, as in "09:00-12:00"`, "%q is not a span of hours", s.string)
			return
		}
		if n := len(spans); n > 0 && span.From < spans[n-1].To {
			l.fail(s.spot, "spans of a day ascend and do not overlap", "%q begins before %q ends", s.string, spans[n-1].String())
			return
		}
		spans = append(spans, span)
	})
	return spans
}

// buildCalendars makes the calendars of the file, and office and always where
// the file does not define them.
func (l *loader) buildCalendars(org *policy.Org, root spot) {
	for _, c := range l.doc.calendars {
		if cal := l.calendar(c, org.Zone); cal != nil {
			org.Calendars[c.id.string] = cal
		}
	}
	for _, spec := range []calendar.Spec{defaultOffice(org.Zone), {Name: always, Zone: org.Zone, Always: true}} {
		if l.defines(spec.Name) {
			continue
		}
		if spec.Name == office {
			l.warn(root, "define calendars: office: with holidays", "no calendar office: 09:00-12:00 and 13:30-18:00 from Monday to Friday are used, without holidays")
		}
		cal, err := calendar.New(spec)
		if err != nil {
			l.fail(root, "", "calendar %s: %v", spec.Name, err)
			continue
		}
		org.Calendars[spec.Name] = cal
	}
	l.buildOverlays(org)
}

// buildOverlays makes the calendars that departments keep in their own way.
func (l *loader) buildOverlays(org *policy.Org) {
	for _, d := range l.doc.departments {
		for _, own := range d.calendars {
			if !l.mustKnow(own.id, "a calendar", l.calendarNames()) {
				continue
			}
			c := own.upon(l.calendarDoc(own.id.string))
			c.id.string += overlay + d.id.string
			if cal := l.calendar(c, org.Zone); cal != nil {
				org.Calendars[c.id.string] = cal
			}
		}
	}
}

// calendarDoc is a calendar as the file has it, else as it is without one.
func (l *loader) calendarDoc(name string) calendarDoc {
	i := slices.IndexFunc(l.doc.calendars, func(c calendarDoc) bool { return c.id.string == name })
	switch {
	case i >= 0:
		return l.doc.calendars[i]
	case name == office:
		return calendarDoc{given: true, hours: defaultOffice(nil).Hours}
	default:
		return calendarDoc{}
	}
}

// upon takes what is not given from the calendar it changes.
func (c calendarDoc) upon(base calendarDoc) calendarDoc {
	c.bad = c.bad || base.bad
	if !c.given {
		c.given, c.hours = base.given, base.hours
	}
	if c.holidays == nil {
		c.holidays, c.taken = base.holidays, true
	}
	if c.zone.string == "" {
		c.zone = base.zone
	}
	return c
}

func (l *loader) defines(name string) bool {
	return slices.ContainsFunc(l.doc.calendars, func(c calendarDoc) bool { return c.id.string == name })
}

func defaultOffice(zone *time.Location) calendar.Spec {
	hours := map[time.Weekday][]calendar.Span{}
	for d := time.Monday; d <= time.Friday; d++ {
		hours[d] = []calendar.Span{{From: 9 * 60, To: 12 * 60}, {From: 13*60 + 30, To: 18 * 60}}
	}
	return calendar.Spec{Name: office, Zone: zone, Hours: hours}
}

// calendar builds one; nil if it has mistakes, which are reported.
func (l *loader) calendar(c calendarDoc, zone *time.Location) *calendar.Calendar {
	if c.zone.string != "" {
		zone = l.zone(c.zone)
	}
	before := len(l.problems)
	spec := calendar.Spec{Name: c.id.string, Zone: zone, Hours: c.hours, Always: !c.given && len(c.holidays) == 0}
	for _, name := range c.holidays {
		if h, ok := l.holidays(name); ok {
			spec.Holidays = append(spec.Holidays, h)
		}
	}
	cal, err := calendar.New(spec)
	if err != nil && !c.bad && len(l.problems) == before {
		l.refuse(c, err)
	}
	if !c.taken {
		l.checkHours(c, spec)
	}
	return cal
}

func (l *loader) refuse(c calendarDoc, err error) {
	switch {
	case errors.Is(err, calendar.ErrNoHours):
		l.fail(c.id.spot, `hours: {mon-fri: ["09:00-12:00", "13:30-18:00"]}; a calendar of clock time is {}`, "has no hours")
	case errors.Is(err, calendar.ErrOverlap):
		l.fail(c.id.spot, "an end before the start lies in the next day", "hours overlap: %s", strings.TrimPrefix(strings.TrimSuffix(err.Error(), ": "+calendar.ErrOverlap.Error()), "calendar "+c.id.string+": "))
	default:
		l.fail(c.id.spot, "", "%v", err)
	}
}

func (l *loader) checkHours(c calendarDoc, spec calendar.Spec) {
	if c.id.string == office && spec.Always && !c.bad {
		l.warn(c.id.spot, "give it hours", "office has no hours, so every hour of the clock counts")
	}
	if c.given && len(c.holidays) == 0 {
		l.warn(c.id.spot, "holidays: [cn-2026]; built in are "+strings.Join(calendar.BuiltinNames(), ", "), "no holidays are set")
	}
}
