package calendar

import (
	"fmt"
	"slices"
	"sync/atomic"
	"time"
)

// searchYears bounds every search for working time: what is not found within this many
// years is answered with the zero time.
const searchYears = 20

// Spec describes a calendar. Hours are the weekly hours of each weekday, ascending and
// without overlap, also across midnight. Of two Holidays that name the same day the later
// one wins. Always means clock time: every instant counts, and neither Hours nor Holidays
// may be given.
type Spec struct {
	Name     string
	Zone     *time.Location
	Hours    map[time.Weekday][]Span
	Holidays []Holidays
	Always   bool
}

// Calendar counts working time. It never changes and is safe for concurrent use; it must
// not be copied. Searches look at most 20 years ahead or back and then answer the zero
// time, which only a calendar whose holidays blot out all those years can cause.
type Calendar struct {
	name        string
	zone        *time.Location
	always      bool
	week        [7][]Span
	special     map[int]Day // by day number, with the hours that count
	until       Date
	provisional bool
	tables      [64]atomic.Pointer[yearTable] // by year modulo 64, built when first needed
}

// New builds the calendar that s describes. A specification with mistakes is refused with
// all of them joined; they wrap ErrNoZone, ErrNoHours, ErrAlways, ErrSpan, ErrOrder or
// ErrOverlap. A make-up workday has the hours of its own weekday, else of the nearest day
// from Monday to Friday that has hours (the earlier of two), else of the nearest day that
// has; "work as" in the holiday list names another.
func New(s Spec) (*Calendar, error) {
	if err := s.validate(); err != nil {
		return nil, err
	}
	c := &Calendar{name: s.Name, zone: s.Zone, always: s.Always}
	for weekday, spans := range s.Hours {
		c.week[weekday] = slices.Clone(spans)
	}
	all := Holidays{}.Merge(s.Holidays...)
	c.until, c.provisional = all.until, all.provisional
	c.special = c.resolve(all)
	if err := c.checkSpecial(); err != nil {
		return nil, err
	}
	return c, nil
}

// Name returns the name in the specification.
func (c *Calendar) Name() string { return c.name }

// Zone returns the time zone whose clock the hours follow.
func (c *Calendar) Zone() *time.Location { return c.zone }

// Always reports whether c is clock time.
func (c *Calendar) Always() bool { return c.always }

// CoveredUntil returns the last date that the holiday data speaks of, zero when there is
// none. Provisional data does not count, so that a warning before the end of the data comes
// in time to replace it.
func (c *Calendar) CoveredUntil() Date { return c.until }

// Provisional reports whether any of the holiday data is provisional.
func (c *Calendar) Provisional() bool { return c.provisional }

// Signature is equal for two calendars that count the same time, whatever their names.
func (c *Calendar) Signature() string {
	return fmt.Sprint(c.zone, c.always, c.week, c.special, c.until, c.provisional)
}

// Day returns what kind of day d is, its label and the hours that begin on it.
func (c *Calendar) Day(d Date) Day {
	if c.always {
		return Day{Date: d, Kind: KindClock, Hours: []Span{{From: 0, To: minutesPerDay}}}
	}
	day := c.plan(dayNumber(d))
	day.Date, day.Hours = d, slices.Clone(day.Hours)
	return day
}

// plan returns the kind, label and hours of a day; the hours are shared.
func (c *Calendar) plan(number int) Day {
	if day, found := c.special[number]; found {
		return day
	}
	hours := c.week[weekdayOf(number)]
	if len(hours) == 0 {
		return Day{Kind: KindFree}
	}
	return Day{Kind: KindRegular, Hours: hours}
}

// resolve gives the make-up workdays their hours.
func (c *Calendar) resolve(h Holidays) map[int]Day {
	special := make(map[int]Day, len(h.marks))
	for date, m := range h.marks {
		day := Day{Date: date, Kind: m.kind, Label: m.label, Hours: m.hours}
		if m.kind == KindMakeUp {
			day.Hours = c.week[c.hoursOf(date.Weekday(), m.as)]
		}
		special[dayNumber(date)] = day
	}
	return special
}

// hoursOf returns the weekday whose hours a make-up workday has.
func (c *Calendar) hoursOf(own, as time.Weekday) time.Weekday {
	if as != asNearest {
		return as
	}
	spare := own
	for _, step := range []int{0, -1, 1, -2, 2, -3, 3} {
		day := time.Weekday((int(own) + step + 7) % 7)
		if len(c.week[day]) == 0 {
			continue
		}
		if step == 0 || (day != time.Saturday && day != time.Sunday) {
			return day
		}
		if len(c.week[spare]) == 0 {
			spare = day
		}
	}
	return spare
}
