package calendar

import (
	"sort"
	"time"
)

// Open reports whether t is working time.
func (c *Calendar) Open(t time.Time) bool {
	if c.always {
		return true
	}
	table, i, found := c.find(t)
	return found && table.pieces[i].start <= t.Unix()
}

// NextOpen returns t if it is working time, else the next instant that is, in t's location.
// The answer is the zero time when there is none within 20 years.
func (c *Calendar) NextOpen(t time.Time) time.Time {
	if c.always {
		return t
	}
	table, i, found := c.find(t)
	if !found {
		return time.Time{}
	}
	if start := table.pieces[i].start; start > t.Unix() {
		return time.Unix(start, 0).In(t.Location())
	}
	return t
}

// WorkingDay reports whether a shift of more than no time begins on d.
func (c *Calendar) WorkingDay(d Date) bool {
	_, working := c.DayStart(d)
	return working
}

// DayStart returns the first working instant of the shifts that begin on d, in the
// calendar's zone, and whether there is one. In clock time it is the start of the day.
func (c *Calendar) DayStart(d Date) (time.Time, bool) {
	if c.always {
		return d.In(c.zone), true
	}
	pieces := c.dayPieces(d)
	if len(pieces) == 0 {
		return time.Time{}, false
	}
	return time.Unix(pieces[0].start, 0).In(c.zone), true
}

// DayEnd returns the end of the last shift that begins on d, in the calendar's zone, and
// whether there is one; for an overnight shift it lies in the next day. In clock time it is
// the start of the next day.
func (c *Calendar) DayEnd(d Date) (time.Time, bool) {
	if c.always {
		return d.AddDays(1).In(c.zone), true
	}
	pieces := c.dayPieces(d)
	if len(pieces) == 0 {
		return time.Time{}, false
	}
	return time.Unix(pieces[len(pieces)-1].end, 0).In(c.zone), true
}

func (c *Calendar) dayPieces(d Date) []piece {
	day := dayNumber(d)
	return c.table(dateOfNumber(day).Year).ofDay(day)
}

// AddDays returns the instant n working days after t at the same local time of day, in t's
// location.
//
// Counting starts at t if it is working time, else at the next opening; with n = 0 that
// start is the answer. The start belongs to the day on which its shift began, so 02:00 in a
// night shift is 26:00 of the day before. On the n-th working day after that day (before it,
// when n is negative) the same time is taken and moved into the hours: to the next opening
// of that day if it falls before them or into a break, to their end if it falls after them.
// The second time of an hour that the clock shows twice counts as the end of the first.
// In clock time every day is a working day. The answer is the zero time when there is none
// within 20 years.
func (c *Calendar) AddDays(t time.Time, n int) time.Time {
	if n > searchYears*366 || n < -searchYears*366 {
		return time.Time{}
	}
	if c.always {
		return c.addClockDays(t, n)
	}
	start := c.NextOpen(t)
	if start.IsZero() || n == 0 {
		return start
	}
	table, i, _ := c.find(start)
	day := table.pieces[i].day
	target, pieces := c.moveDay(table, day, n)
	if len(pieces) == 0 {
		return time.Time{}
	}
	wall, start := c.shown(start)
	return clamp(c.atWall(wall+int64(target-day)*secondsPerDay, start), pieces)
}

func (c *Calendar) addClockDays(t time.Time, n int) time.Time {
	if n == 0 {
		return t
	}
	wall, t := c.shown(t)
	return c.atWall(wall+int64(n)*secondsPerDay, t)
}

// shown is what the clock has shown at t at the latest: while it shows an hour for the
// second time that is the end of the first, so that who starts later is never due earlier.
// The instant comes back without its fraction of a second then.
func (c *Calendar) shown(t time.Time) (wall int64, at time.Time) {
	wall = wallOf(t, c.zone)
	since, _ := t.In(c.zone).ZoneBounds()
	if since.IsZero() {
		return wall, t
	}
	if turned := wallOf(since.Add(-time.Second), c.zone) + 1; turned > wall {
		return turned, t.Truncate(time.Second)
	}
	return wall, t
}

// atWall returns the first instant at which the clock shows wall, with the fraction of a
// second and the location of like.
func (c *Calendar) atWall(wall int64, like time.Time) time.Time {
	clock := localClock{zone: c.zone}
	at, exact := clock.instant(wall)
	if !exact {
		return time.Unix(at, 0).In(like.Location())
	}
	return time.Unix(at, int64(like.Nanosecond())).In(like.Location())
}

// moveDay returns the n-th working day after day, which is one of table's, and its pieces.
func (c *Calendar) moveDay(table *yearTable, day, n int) (int, []piece) {
	i := sort.SearchInts(table.days, day) + n
	for range searchYears {
		switch {
		case i < 0:
			table = c.table(table.year - 1)
			i += len(table.days)
		case i >= len(table.days):
			i -= len(table.days)
			table = c.table(table.year + 1)
		default:
			return table.days[i], table.ofDay(table.days[i])
		}
	}
	return 0, nil
}

// clamp moves t into the pieces of one day.
func clamp(t time.Time, pieces []piece) time.Time {
	for _, p := range pieces {
		if t.Unix() < p.start {
			return time.Unix(p.start, 0).In(t.Location())
		}
		if t.Unix() < p.end {
			return t
		}
	}
	return time.Unix(pieces[len(pieces)-1].end, 0).In(t.Location())
}
