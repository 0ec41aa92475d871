package text

import (
	"strings"
	"time"
	"unicode"

	"github.com/firstask/firstask/calendar"
)

// Moment is a time that somebody typed, understood.
type Moment struct {
	At time.Time
	// Days is how many working days were counted to it; 0 for none.
	Days int
}

// When reads a time that somebody typed, in any of the languages: a length of
// time from now ("2h", "half an hour"), a time of today, a day, or both. The
// whole text must be the time. A day without a time means the end of the
// working day, 18:00; a time that is over today is returned as it is. Working
// days are not read: see Until.
func (c *Catalog) When(s string, now time.Time, zone *time.Location) (time.Time, bool) {
	m, rest, ok := c.Until(s, now, zone, nil)
	return m.At, ok && strings.TrimFunc(rest, isFiller) == ""
}

// Until is When for the beginning of a text; it returns what comes after the
// time as it was typed. Working days ("in 2 working days", "next working day")
// are counted in cal, from the hour that it is now unless another was typed;
// without a calendar they are not read.
func (c *Catalog) Until(s string, now time.Time, zone *time.Location, cal *calendar.Calendar) (Moment, string, bool) {
	l := newTyped(s)
	r, next, ok := c.times.scan(l.folded)
	if !ok {
		return Moment{}, s, false
	}
	m, ok := r.moment(now.In(zone), cal)
	if !ok {
		return Moment{}, s, false
	}
	return m, strings.TrimLeftFunc(string(l.raw[next:]), isFiller), true
}

func isFiller(r rune) bool {
	return unicode.IsSpace(r) || strings.ContainsRune(",.;:\uff0c\u3002\uff1b\uff1a\u3001", r)
}

// part is a part of the day.
type part int

const (
	anyPart part = iota
	morning
	noon
	afternoon
	evening
	dayEnd
)

// reading is what was read of a time.
type reading struct {
	length           time.Duration
	hasLength        bool
	year, month, day int
	hasDate          bool
	days             int // from today
	hasDays          bool
	weekday          time.Weekday
	hasWeekday       bool
	nextWeek         bool
	working          int  // working days from today
	dayLong          bool // a working day as such ("next working day"), not as a length
	hour, minute     int
	hasTime          bool
	loose            bool // "three o'clock" may mean the afternoon
	part             part
}

func (r *reading) hasDay() bool {
	return r.hasDate || r.hasDays || r.hasWeekday || r.working > 0
}

// moment is the instant that was meant; false if there is none, or none can be counted.
func (r *reading) moment(now time.Time, cal *calendar.Calendar) (Moment, bool) {
	if r.working == 0 {
		at, ok := r.resolve(now)
		return Moment{At: at}, ok
	}
	if cal == nil {
		return Moment{}, false
	}
	at := cal.AddDays(now, r.working)
	if at.IsZero() {
		return Moment{}, false
	}
	at = at.In(now.Location())
	if r.hasTime || r.part != anyPart || r.dayLong {
		hour, minute := r.clock()
		at = time.Date(at.Year(), at.Month(), at.Day(), hour, minute, 0, 0, at.Location())
	}
	return Moment{At: at.Truncate(time.Second), Days: r.working}, true
}

func (r *reading) resolve(now time.Time) (time.Time, bool) {
	if r.hasLength {
		return now.Add(r.length).Truncate(time.Second), r.length <= 366*24*time.Hour
	}
	y, m, d, ok := r.date(now)
	if !ok {
		return time.Time{}, false
	}
	hour, minute := r.clock()
	t := time.Date(y, m, d, hour, minute, 0, 0, now.Location())
	if !r.hasDay() && r.loose && r.part == anyPart && hour < 7 && !t.After(now) {
		if later := t.Add(12 * time.Hour); later.After(now) {
			t = later
		}
	}
	return t, true
}

// date is the day that was meant; a day and month without a year is the next such day.
func (r *reading) date(now time.Time) (year int, month time.Month, day int, ok bool) {
	today := time.Date(now.Year(), now.Month(), now.Day(), 12, 0, 0, 0, time.UTC)
	at := today
	switch {
	case r.hasDate:
		at = time.Date(r.year, time.Month(r.month), r.day, 12, 0, 0, 0, time.UTC)
		if r.year == 0 {
			at = time.Date(now.Year(), time.Month(r.month), r.day, 12, 0, 0, 0, time.UTC)
			if at.Before(today) {
				at = time.Date(now.Year()+1, time.Month(r.month), r.day, 12, 0, 0, 0, time.UTC)
			}
		}
		if int(at.Month()) != r.month || at.Day() != r.day {
			return 0, 0, 0, false
		}
	case r.hasDays:
		at = today.AddDate(0, 0, r.days)
	case r.hasWeekday:
		at = today.AddDate(0, 0, r.toWeekday(today.Weekday()))
	}
	year, month, day = at.Date()
	return year, month, day, year <= 9999
}

// toWeekday counts the days to a weekday: the coming one, or that of the week
// after the one that ends on Sunday.
func (r *reading) toWeekday(today time.Weekday) int {
	mondayFirst := func(w time.Weekday) int { return (int(w) + 6) % 7 }
	if r.nextWeek {
		return 7 - mondayFirst(today) + mondayFirst(r.weekday)
	}
	return (int(r.weekday)-int(today)+6)%7 + 1
}

// clock is the hour and minute that were meant.
func (r *reading) clock() (hour, minute int) {
	if !r.hasTime {
		return map[part]int{anyPart: 18, morning: 12, noon: 12, afternoon: 18, evening: 21, dayEnd: 18}[r.part], 0
	}
	hour = r.hour
	switch {
	case r.part == morning && hour == 12:
		hour = 0
	case r.part == evening && hour == 12:
		hour = 24
	case r.part == noon && hour <= 3, (r.part == afternoon || r.part == evening) && hour < 12:
		hour += 12
	}
	return hour, r.minute
}
