package calendar

import (
	"sort"
	"time"
)

// piece is one span as instants in Unix seconds.
type piece struct {
	start, end int64
	before     time.Duration // what the year's earlier pieces count
	day        int           // the day number it belongs to
}

func (p piece) length() time.Duration { return time.Duration(p.end-p.start) * time.Second }

// yearTable holds the pieces that begin on the days of one year, in ascending order.
type yearTable struct {
	year   int
	pieces []piece
	days   []int // the day numbers that have pieces
	total  time.Duration
}

// table returns the table of a year. Two callers may build the same one; they are equal.
func (c *Calendar) table(year int) *yearTable {
	slot := &c.tables[uint(year)%uint(len(c.tables))]
	if t := slot.Load(); t != nil && t.year == year {
		return t
	}
	t := c.buildTable(year)
	slot.Store(t)
	return t
}

func (c *Calendar) buildTable(year int) *yearTable {
	t := &yearTable{year: year}
	clock := localClock{zone: c.zone}
	first := dayNumber(Date{Year: year, Month: time.January, Day: 1})
	next := dayNumber(Date{Year: year + 1, Month: time.January, Day: 1})
	for day := first; day < next; day++ {
		for _, span := range c.plan(day).Hours {
			t.add(day, span, &clock)
		}
	}
	return t
}

func (t *yearTable) add(day int, span Span, clock *localClock) {
	midnight := int64(day) * secondsPerDay
	start, _ := clock.instant(midnight + int64(span.From)*60)
	end, _ := clock.instant(midnight + int64(span.To)*60)
	if end == start { // the clock skips the whole span
		return
	}
	p := piece{start: start, end: end, before: t.total, day: day}
	t.pieces = append(t.pieces, p)
	t.total += p.length()
	if n := len(t.days); n == 0 || t.days[n-1] != day {
		t.days = append(t.days, day)
	}
}

// after returns the index of the first piece that ends after the instant.
func (t *yearTable) after(unix int64) int {
	return sort.Search(len(t.pieces), func(i int) bool { return t.pieces[i].end > unix })
}

// counted returns what the year's pieces count before at.
func (t *yearTable) counted(at time.Time) time.Duration {
	i := t.after(at.Unix())
	if i == len(t.pieces) {
		return t.total
	}
	return t.pieces[i].before + max(0, sinceUnix(at, t.pieces[i].start))
}

// ofDay returns the pieces of a day.
func (t *yearTable) ofDay(day int) []piece {
	first := sort.Search(len(t.pieces), func(i int) bool { return t.pieces[i].day >= day })
	end := first
	for end < len(t.pieces) && t.pieces[end].day == day {
		end++
	}
	return t.pieces[first:end]
}

// sinceUnix returns how long after the instant at is; both lie within a few years.
func sinceUnix(at time.Time, unix int64) time.Duration {
	return time.Duration(at.Unix()-unix)*time.Second + time.Duration(at.Nanosecond())
}

// baseYear returns a year none of whose predecessors' pieces reach t.
func (c *Calendar) baseYear(t time.Time) int {
	const longestPiece = 96 * time.Hour // 48 hours and a repeated day
	return t.Add(-longestPiece).In(c.zone).Year()
}

// position returns what has been counted before t since the start of a year: the latest year
// of which something has, else t's base year.
func (c *Calendar) position(t time.Time) (year int, counted time.Duration) {
	year = c.baseYear(t)
	if year < t.In(c.zone).Year() {
		if counted = c.table(year + 1).counted(t); counted > 0 {
			return year + 1, counted
		}
	}
	return year, c.table(year).counted(t)
}

// find returns the first piece that ends after t, and its table.
func (c *Calendar) find(t time.Time) (*yearTable, int, bool) {
	base := c.baseYear(t)
	for year := base; year <= base+searchYears; year++ {
		table := c.table(year)
		if i := table.after(t.Unix()); i < len(table.pieces) {
			return table, i, true
		}
	}
	return nil, 0, false
}
