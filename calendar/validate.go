package calendar

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

func (s Spec) validate() error {
	var errs []error
	report := func(what string, err error) {
		if err != nil {
			errs = append(errs, fmt.Errorf("calendar %s: %s%w", s.Name, what, err))
		}
	}
	if s.Zone == nil {
		report("", ErrNoZone)
	}
	count := 0
	for _, weekday := range slices.Sorted(maps.Keys(s.Hours)) {
		count += len(s.Hours[weekday])
		report(shortName(weekday)+": ", checkWeekday(weekday, s.Hours[weekday]))
	}
	switch {
	case s.Always && (count > 0 || len(s.Holidays) > 0):
		report("", ErrAlways)
	case !s.Always && count == 0:
		report("", ErrNoHours)
	}
	if len(errs) == 0 {
		report("", s.checkMidnights())
	}
	return errors.Join(errs...)
}

func checkWeekday(weekday time.Weekday, spans []Span) error {
	if weekday < time.Sunday || weekday > time.Saturday {
		return fmt.Errorf("not a weekday: %w", ErrFormat)
	}
	return checkSpans(spans)
}

// checkMidnights checks the weekly hours of each day against those of the next.
func (s Spec) checkMidnights() error {
	var errs []error
	for weekday := time.Sunday; weekday <= time.Saturday; weekday++ {
		next := (weekday + 1) % 7
		if err := checkNeighbours(s.Hours[weekday], s.Hours[next]); err != nil {
			errs = append(errs, fmt.Errorf("%s and %s: %w", shortName(weekday), shortName(next), err))
		}
	}
	return errors.Join(errs...)
}

// checkNeighbours checks that the spans of a day end before those of the next day begin.
func checkNeighbours(day, next []Span) error {
	if len(day) == 0 || len(next) == 0 {
		return nil
	}
	last, first := day[len(day)-1], next[0]
	if last.To-minutesPerDay > first.From {
		return fmt.Errorf("%s and %s of the next day: %w", last, first, ErrOverlap)
	}
	return nil
}

// checkSpecial checks the special days against their neighbours, and that a make-up workday
// has hours.
func (c *Calendar) checkSpecial() error {
	var errs []error
	report := func(day int, err error) {
		if err != nil {
			errs = append(errs, fmt.Errorf("calendar %s: %s: %w", c.name, dateOfNumber(day), err))
		}
	}
	for _, number := range slices.Sorted(maps.Keys(c.special)) {
		day := c.special[number]
		if day.Kind == KindMakeUp && len(day.Hours) == 0 {
			report(number, ErrNoHours)
		}
		if _, checked := c.special[number-1]; !checked {
			report(number-1, checkNeighbours(c.plan(number-1).Hours, day.Hours))
		}
		report(number, checkNeighbours(day.Hours, c.plan(number+1).Hours))
	}
	return errors.Join(errs...)
}

func shortName(weekday time.Weekday) string {
	if weekday < time.Sunday || weekday > time.Saturday {
		return fmt.Sprintf("weekday %d", int(weekday))
	}
	return strings.ToLower(weekday.String()[:3])
}
