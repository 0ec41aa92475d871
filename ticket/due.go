package ticket

import (
	"slices"
	"time"

	"github.com/firstask/firstask/calendar"
	"github.com/firstask/firstask/policy"
)

// add is when a limit that begins at from ends.
func (x *turn) add(cal string, from time.Time, l policy.Limit) time.Time {
	c := x.rules.Org.Calendar(cal)
	zone := x.rules.Org.Zone
	if c != nil {
		zone = c.Zone()
	}
	switch {
	case told(l):
		return x.toldTime(l).Add(l.Time)
	case l.None:
		return from
	case l.Dates > 0:
		return later(from, l.Dates, zone)
	case l.DayEnd > 0:
		return calendar.DateOf(from, zone).AddDays(l.DayEnd).In(zone).UTC()
	case l.Week.Set:
		return weekly(from, l.Week, zone)
	case c == nil:
		return from.Add(l.Time + time.Duration(l.Days)*24*time.Hour)
	}
	if l.Days > 0 {
		from = c.AddDays(from, l.Days)
	}
	if l.Time > 0 {
		from = c.Add(from, l.Time)
	}
	return from.UTC()
}

// later is the same local time so many dates on; one that DST leaves out is
// the first after the gap.
func later(from time.Time, dates int, zone *time.Location) time.Time {
	local := from.In(zone)
	minute := calendar.Minute(local.Hour()*60 + local.Minute())
	at := calendar.DateOf(from, zone).AddDays(dates).At(minute, zone)
	return at.Add(time.Duration(local.Second())*time.Second + time.Duration(local.Nanosecond())).UTC()
}

// weekly is the next such minute of the week after from.
func weekly(from time.Time, w policy.Week, zone *time.Location) time.Time {
	day := calendar.DateOf(from, zone)
	for ; ; day = day.AddDays(1) {
		if at := day.At(w.At, zone); day.Weekday() == w.Day && at.After(from) {
			return at.UTC()
		}
	}
}

// points are the reminders of a clock, in working time; those too close to the
// limit are left out unless the configuration asked for them. A clock on nobody
// has nobody to remind.
func (x *turn) points(w *policy.Window, c *Clock) []time.Time {
	cal := x.rules.Org.Calendar(c.Calendar)
	if cal == nil || c.Subject == "" || !c.Due.After(c.Start) {
		return nil
	}
	remind := w.Remind
	if c.Limit == w.OnDuty && w.OnDutyRemind != nil && !w.Explicit {
		remind = w.OnDutyRemind
	}
	whole := cal.Between(c.Start, c.Due)
	var points []time.Time
	for _, r := range remind {
		in := whole * time.Duration(r.Percent) / 100
		if r.Before > 0 {
			in = whole - r.Before
		}
		if in <= 0 || in >= whole || (!w.Explicit && whole-in < x.rules.Policy.Gap.Before) {
			continue
		}
		if at := cal.NextOpen(cal.Add(c.Start, in)).UTC(); at.Before(c.Due) {
			points = append(points, at)
		}
	}
	slices.SortFunc(points, time.Time.Compare)
	return slices.CompactFunc(points, time.Time.Equal)
}
