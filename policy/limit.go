package policy

import (
	"strconv"
	"strings"
	"time"

	"github.com/firstask/firstask/calendar"
)

// Limit is how long a window is. Days and Time are counted in the window's
// calendar, the others on the local calendar of its zone; at most one of Days
// with Time, Dates, DayEnd, Week, Given, News and None is set.
type Limit struct {
	Time time.Duration `json:"time,omitempty"`
	Days int           `json:"days,omitempty"` // working days
	// Dates are days on the calendar: the same local time so many dates later.
	Dates int `json:"dates,omitempty"`
	// DayEnd is the end of a date: 1 of the same day, 2 of the next.
	DayEnd int `json:"day_end,omitempty"`
	// Week is a weekday and minute, as "fri 17:00": the next one after the start.
	Week Week `json:"week,omitzero"`
	// Given is the time that somebody gave the ticket: a supervised or assigned date.
	Given bool `json:"given,omitempty"`
	// News is the time the asker was told to expect news by; Time is then added to
	// it, and may be negative.
	News bool `json:"news,omitempty"`
	// None is a limit at the start itself: an alarm.
	None bool `json:"none,omitempty"`
}

// Week is a minute of the week; Set tells it from nothing.
type Week struct {
	Set bool            `json:"set,omitempty"`
	Day time.Weekday    `json:"day,omitempty"`
	At  calendar.Minute `json:"at,omitempty"`
}

// IsZero reports whether the limit is unset.
func (l Limit) IsZero() bool { return l == Limit{} }

// String returns the limit as it is written in a configuration: "30m", "1h30m",
// "2wd", "3d", "today", "today+1", "fri 17:00", "given", "news-10m", "at once"; "" when it is unset.
func (l Limit) String() string {
	switch {
	case l.Given:
		return "given"
	case l.News && l.Time == 0:
		return "news"
	case l.News:
		return "news" + brief(l.Time)
	case l.None:
		return "at once"
	case l.Week.Set:
		return strings.ToLower(l.Week.Day.String()[:3]) + " " + l.Week.At.String()
	case l.DayEnd == 1:
		return "today"
	case l.DayEnd > 1:
		return "today+" + strconv.Itoa(l.DayEnd-1)
	case l.Dates > 0:
		return strconv.Itoa(l.Dates) + "d"
	}
	var parts []string
	if l.Days != 0 {
		parts = append(parts, strconv.Itoa(l.Days)+"wd")
	}
	if l.Time != 0 {
		parts = append(parts, brief(l.Time))
	}
	return strings.Join(parts, " ")
}

// brief leaves out units that are zero: "1h" and not "1h0m0s".
func brief(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}
