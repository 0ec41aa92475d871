package config

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/firstask/firstask/calendar"
	"github.com/firstask/firstask/policy"
)

const (
	periodHint = "a time with its unit (90s, 30m, 4h), working days (1wd) or days (3d)"
	limitHint  = periodHint + `; or today, today+1, "fri 17:00", given, news, news-10m or at once`
)

// limit reads any limit of a window, as policy.Limit writes it.
func (r *reader) limit(v value) policy.Limit {
	s, ok := r.measure(v, limitHint)
	if !ok {
		return policy.Limit{}
	}
	if at, ok := moment(s.string); ok {
		return at
	}
	return r.length(s, limitHint)
}

// period reads a limit that is a length of time, wherever it begins.
func (r *reader) period(v value) policy.Limit {
	s, ok := r.measure(v, periodHint)
	if !ok {
		return policy.Limit{}
	}
	if _, ok := moment(s.string); ok {
		r.fail(s.spot, periodHint, "%q is no length of time", s.string)
		return policy.Limit{}
	}
	return r.length(s, periodHint)
}

// moment reads a limit that is a point on the calendar; false for others.
func moment(s string) (policy.Limit, bool) {
	switch s {
	case "given":
		return policy.Limit{Given: true}, true
	case "at once":
		return policy.Limit{None: true}, true
	case "today":
		return policy.Limit{DayEnd: 1}, true
	}
	if rest, ok := strings.CutPrefix(s, "news"); ok {
		d, err := time.ParseDuration(rest)
		return policy.Limit{News: true, Time: d}, rest == "" || err == nil
	}
	if m := regexp.MustCompile(`^today ?\+ ?([1-9]\d{0,2})$`).FindStringSubmatch(s); m != nil {
		n, _ := strconv.Atoi(m[1])
		return policy.Limit{DayEnd: n + 1}, true
	}
	day, at, ok := strings.Cut(s, " ")
	weekday, err := calendar.ParseWeekday(day)
	if !ok || err != nil {
		return policy.Limit{}, false
	}
	minute, err := calendar.ParseMinute(strings.TrimSpace(at))
	if err != nil || minute >= 24*60 {
		return policy.Limit{}, false
	}
	return policy.Limit{Week: policy.Week{Set: true, Day: weekday, At: minute}}, true
}

// length reads a duration, a number of days on the calendar, or working days
// with or without a duration.
func (r *reader) length(s str, hint string) policy.Limit {
	m := regexp.MustCompile(`^(-?\d+)\s*(wd|d)(?:\s+(\S+))?$`).FindStringSubmatch(s.string)
	switch {
	case m == nil, m[2] == "d" && m[3] != "":
		return policy.Limit{Time: r.duration(s, hint)}
	}
	days, err := strconv.Atoi(m[1])
	if err != nil || days < 1 || days > 366 {
		r.fail(s.spot, fmt.Sprintf("from 1%s to 366%[1]s", m[2]), "%q is out of range", s.string)
		return policy.Limit{}
	}
	if m[2] == "d" {
		return policy.Limit{Dates: days}
	}
	l := policy.Limit{Days: days}
	if m[3] != "" {
		l.Time = r.duration(str{m[3], s.spot}, hint)
	}
	return l
}

// shorter reports whether a limit ends before another one that begins with it;
// known is false where that depends on the day.
func shorter(a, b policy.Limit) (yes, known bool) {
	switch {
	case b.None:
		return false, true
	case a == policy.Limit{Time: a.Time, Days: a.Days} && b == policy.Limit{Time: b.Time, Days: b.Days} && (a.Days > 0) == (b.Days > 0):
		return a.Days < b.Days || a.Days == b.Days && a.Time < b.Time, true
	case a.Dates > 0 && b.Dates > 0:
		return a.Dates < b.Dates, true
	case a.DayEnd > 0 && b.DayEnd > 0:
		return a.DayEnd < b.DayEnd, true
	default:
		return false, false
	}
}
