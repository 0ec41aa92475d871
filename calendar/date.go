package calendar

import (
	"cmp"
	"fmt"
	"time"
)

const secondsPerDay = 24 * 60 * 60

// Date is a day of the Gregorian calendar without a time zone. The zero Date means "no date".
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf returns the day that the clock of loc shows at t.
func DateOf(t time.Time, loc *time.Location) Date {
	year, month, day := t.In(loc).Date()
	return Date{Year: year, Month: month, Day: day}
}

// ParseDate reads a date in the form "2026-02-14". It wraps ErrFormat for anything else.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1 {
		return Date{}, fmt.Errorf("calendar: date %q: %w", s, ErrFormat)
	}
	return DateOf(t, time.UTC), nil
}

// String returns the date in the form "2026-02-14", or "" for the zero Date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day)
}

// MarshalText writes the date as String does.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText wrote; an empty text is the zero Date.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := ParseDate(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// IsZero reports whether d is "no date".
func (d Date) IsZero() bool { return d == Date{} }

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return weekdayOf(dayNumber(d)) }

// AddDays returns the date n days later, or earlier when n is negative.
func (d Date) AddDays(n int) Date { return dateOfNumber(dayNumber(d) + n) }

// DaysUntil returns how many days later than d the date e is; negative when e is earlier.
func (d Date) DaysUntil(e Date) int { return dayNumber(e) - dayNumber(d) }

// Compare returns -1, 0 or +1 as d is before, equal to or after e.
func (d Date) Compare(e Date) int {
	return cmp.Or(cmp.Compare(d.Year, e.Year), cmp.Compare(d.Month, e.Month), cmp.Compare(d.Day, e.Day))
}

// In returns the first instant of the day in loc: local midnight, or the end of the gap
// where the clock skips midnight.
func (d Date) In(loc *time.Location) time.Time { return d.At(0, loc) }

// At returns the first instant at which the clock of loc shows m on d, or the end of the gap
// where the clock skips m. An m beyond 24 hours lies in the next day.
func (d Date) At(m Minute, loc *time.Location) time.Time {
	clock := localClock{zone: loc}
	at, _ := clock.instant(int64(dayNumber(d))*secondsPerDay + int64(m)*60)
	return time.Unix(at, 0).In(loc)
}

// dayNumber counts days from 1970-01-01.
func dayNumber(d Date) int {
	return int(time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Unix() / secondsPerDay)
}

func dateOfNumber(day int) Date {
	return DateOf(time.Unix(int64(day)*secondsPerDay, 0), time.UTC)
}

func weekdayOf(day int) time.Weekday {
	const firstWeekday = int(time.Thursday) // of 1970-01-01
	return time.Weekday(((day+firstWeekday)%7 + 7) % 7)
}
