package calendar

import (
	"math"
	"time"
)

// farthestOffset is more than any zone's distance from UTC, in seconds.
const farthestOffset = 26 * 60 * 60

// localClock turns local times of one zone into instants. It remembers the stretch of
// constant offset it met last, which makes ascending questions cheap.
type localClock struct {
	zone                *time.Location
	offset, from, until int64
}

// instant returns the first instant, in Unix seconds, at which the clock shows wall or
// later; wall is the local time in seconds after 1970-01-01 00:00 local. The second result
// is false when the clock skips wall.
func (c *localClock) instant(wall int64) (int64, bool) {
	if at := wall - c.offset; c.from <= at && at < c.until {
		return at, true
	}
	begin := time.Unix(wall-farthestOffset, 0).In(c.zone)
	for {
		_, offset := begin.Zone()
		at := wall - int64(offset)
		if at < begin.Unix() {
			return begin.Unix(), false
		}
		_, end := begin.ZoneBounds()
		if end.IsZero() || at < end.Unix() {
			c.remember(int64(offset), at, end)
			return at, true
		}
		begin = end
	}
}

// remember keeps the stretch from at to end: no time after at's was shown before at, so
// within the stretch the offset alone gives the first instant.
func (c *localClock) remember(offset, at int64, end time.Time) {
	c.offset, c.from, c.until = offset, at, math.MaxInt64
	if !end.IsZero() {
		c.until = end.Unix()
	}
}

// wallOf returns what the clock of zone shows at t, in seconds after 1970-01-01 00:00 local.
func wallOf(t time.Time, zone *time.Location) int64 {
	_, offset := t.In(zone).Zone()
	return t.Unix() + int64(offset)
}
