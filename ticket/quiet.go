package ticket

import (
	"slices"
	"time"

	"github.com/firstask/firstask/calendar"
	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// waking is the instant before which a person is not told: the next working
// start, if it is a quiet hour where they are. Zero for what may be said at once:
// an answer to their own doing, news for the asker, urgent matters, and whatever
// runs on a calendar without hours.
func (x *turn) waking(n notice.Notice) time.Time {
	user := n.To.User
	if user == x.by || user == x.Asker.User || x.pressing(n) {
		return time.Time{}
	}
	q := x.rules.Policy.Quiet
	cal := x.rules.Org.Calendar(x.rules.Org.CalendarOf(q.Calendar, x.homeOf(user)))
	if cal == nil || cal.Always() || !x.quietAt(q, cal, user) {
		return time.Time{}
	}
	return x.workingStart(cal, user)
}

// Waking is the instant before which a person is not told of what can wait; zero
// if now is as good as later.
func Waking(user string, rules policy.Rules, now time.Time) time.Time {
	x := begin(&Ticket{}, rules, now, now, "")
	return x.waking(notice.Notice{To: notice.Recipient{User: user}})
}

// pressing reports whether a notice passes quiet hours.
func (x *turn) pressing(n notice.Notice) bool {
	if m := x.Mark(Urgent); m != nil && (m.Seen == "" || m.SeenAt.Equal(x.at)) {
		return true
	}
	c := x.Clock(n.Params["clock"].Raw())
	if c == nil {
		c = x.Lead()
	}
	if c == nil { // the last of the ticket: as what ran until now
		return len(x.had) > 0 && !slices.ContainsFunc(x.had, func(c Clock) bool { return !x.always(c.Calendar) })
	}
	w, ok := x.rules.Policy.Window(c.Rule)
	return x.always(c.Calendar) || (ok && w.Urgent)
}

// zoneOf is a person's time zone, else the organisation's.
func (x *turn) zoneOf(user string) *time.Location {
	if x.rules.ZoneOf != nil {
		if zone := x.rules.ZoneOf(user); zone != nil {
			return zone
		}
	}
	return x.rules.Org.Zone
}

// quietAt reports whether it is a quiet hour for somebody now: at night, on a
// day off, or in a break of the working day, all by their own clock.
func (x *turn) quietAt(q policy.Quiet, cal *calendar.Calendar, user string) bool {
	local := x.now.In(x.zoneOf(user))
	minute := calendar.Minute(local.Hour()*60 + local.Minute())
	night := minute >= q.From || minute < q.To
	if q.From <= q.To {
		night = minute >= q.From && minute < q.To
	}
	day := cal.Day(calendar.DateOf(x.now, x.zoneOf(user)))
	return night || len(day.Hours) == 0 || inBreak(day.Hours, minute)
}

// inBreak reports whether a minute lies between two spans of a day.
func inBreak(hours []calendar.Span, at calendar.Minute) bool {
	for i := 1; i < len(hours); i++ {
		if at >= hours[i-1].To && at < hours[i].From {
			return true
		}
	}
	return false
}

// workingStart is the next start of working hours on a person's own clock.
func (x *turn) workingStart(cal *calendar.Calendar, user string) time.Time {
	zone := x.zoneOf(user)
	date := calendar.DateOf(x.now, zone)
	for range 366 {
		for _, span := range cal.Day(date).Hours {
			if at := date.At(span.From, zone); at.After(x.now) {
				return at.UTC()
			}
		}
		date = date.AddDays(1)
	}
	return time.Time{}
}
