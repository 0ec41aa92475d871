package scheduler

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/robfig/cron/v3"

	"github.com/firstask/firstask/calendar"
)

// ErrSpec means that a text is not the spec of a calendar job.
var ErrSpec = errors.New("not a spec")

// Days says which days are worked; a calendar of the organisation does.
type Days interface {
	WorkingDay(d calendar.Date) bool
}

// Spec says when a calendar job runs: at minutes of the clock in one zone. The
// zero Spec never runs.
type Spec struct {
	text string
	zone *time.Location
	// Either a cron spec of five fields, or the days and the minute of each.
	cron cron.Schedule
	day  func(calendar.Date) bool
	at   calendar.Minute
}

// ParseSpec reads when a job runs, by the clock of zone. It is a cron spec of
// five fields, or a word and a time:
//
//	daily 02:00               every day
//	workdays 09:15            every working day
//	weekly fri 17:00          that day of each week
//	first-workday 09:00       the first working day of each month
//	month-end 17:00           the last day of each month
//	month-end-workday 17:00   the last working day of each month
//	quarterly 09:00           the first day of January, April, July and October
//
// It wraps ErrSpec for anything else, also for what would never run.
func ParseSpec(text string, zone *time.Location, days Days) (Spec, error) {
	words := strings.Fields(text)
	if zone == nil || len(words) == 0 {
		return Spec{}, fmt.Errorf("scheduler: %q: %w: no words or no zone", text, ErrSpec)
	}
	s, err := parse(words, days)
	s.text, s.zone = strings.Join(words, " "), zone
	if err == nil && s.Next(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)).IsZero() {
		err = errors.New("it never runs")
	}
	if err != nil {
		return Spec{}, fmt.Errorf("scheduler: %q: %w: %w", text, ErrSpec, err)
	}
	return s, nil
}

func parse(words []string, days Days) (s Spec, err error) {
	if s.day, err = dayOf(words[:len(words)-1], days); s.day != nil {
		s.at, err = calendar.ParseMinute(words[len(words)-1])
		if err == nil && s.at >= 24*60 {
			err = errors.New("a time from 00:00 to 23:59 is needed")
		}
		return s, err
	}
	if err != nil {
		return s, err
	}
	if strings.Contains(words[0], "=") { // the parser would take a zone
		return s, errors.New("a zone is not given here")
	}
	s.cron, err = cron.NewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow).Parse(strings.Join(words, " "))
	return s, err
}

// dayOf says for the words before the time which days are meant; nil if the
// first is none of the words known.
func dayOf(words []string, days Days) (func(calendar.Date) bool, error) {
	if len(words) == 0 {
		return nil, nil
	}
	if words[0] == "weekly" && len(words) == 2 {
		weekday, err := calendar.ParseWeekday(words[1])
		if err != nil {
			return nil, err
		}
		return func(d calendar.Date) bool { return d.Weekday() == weekday }, nil
	}
	if len(words) != 1 {
		return nil, nil
	}
	worked := func(d calendar.Date) bool { return days.WorkingDay(d) }
	var match func(calendar.Date) bool
	switch words[0] {
	case "daily":
		return func(calendar.Date) bool { return true }, nil
	case "month-end":
		return func(d calendar.Date) bool { return d.AddDays(1).Day == 1 }, nil
	case "quarterly":
		return func(d calendar.Date) bool { return d.Day == 1 && d.Month%3 == time.January }, nil
	case "workdays":
		match = worked
	case "first-workday":
		match = func(d calendar.Date) bool { return edge(d, -1, worked) }
	case "month-end-workday":
		match = func(d calendar.Date) bool { return edge(d, 1, worked) }
	default:
		return nil, nil
	}
	if days == nil {
		return nil, errors.New("working days are not known")
	}
	return match, nil
}

// edge reports whether a day matches and no other does from it to the end of
// its month, going by step.
func edge(d calendar.Date, step int, matches func(calendar.Date) bool) bool {
	if !matches(d) {
		return false
	}
	for other := d.AddDays(step); other.Month == d.Month; other = other.AddDays(step) {
		if matches(other) {
			return false
		}
	}
	return true
}

// String is the spec as it was written, with single blanks.
func (s Spec) String() string { return s.text }

// stored is what a change of makes the job's next run be computed anew.
func (s Spec) stored() string { return s.text + " " + s.zone.String() }

// search is how far ahead the next run is looked for, in days.
const search = 5 * 366

// Next is the first run after an instant; the zero time if there is none within
// five years. What the clock shows twice runs once, the first time; what it
// skips runs at the first instant after the gap.
func (s Spec) Next(after time.Time) time.Time {
	switch {
	case s.zone == nil:
		return time.Time{}
	case s.cron != nil:
		return s.nextCron(after)
	}
	date := calendar.DateOf(after, s.zone)
	for range search {
		if s.day(date) {
			if at := date.At(s.at, s.zone); at.After(after) {
				return at
			}
		}
		date = date.AddDays(1)
	}
	return time.Time{}
}

// nextCron lets cron count the minutes that a clock shows which is never put
// forward or back, and then asks when ours shows them. No minute up to the one
// that it shows now can lie ahead of us.
func (s Spec) nextCron(after time.Time) time.Time {
	local := after.In(s.zone)
	year, month, day := local.Date()
	wall := time.Date(year, month, day, local.Hour(), local.Minute(), local.Second(), local.Nanosecond(), time.UTC)
	for {
		wall = s.cron.Next(wall)
		if wall.IsZero() {
			return time.Time{}
		}
		minute := calendar.Minute(wall.Hour()*60 + wall.Minute())
		if at := calendar.DateOf(wall, time.UTC).At(minute, s.zone); at.After(after) {
			return at
		}
	}
}
