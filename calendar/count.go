package calendar

import (
	"math"
	"sort"
	"time"
)

// Add returns the first instant at which d of working time has been counted since t, in
// t's location: from a Friday's 17:00, one hour leads to 18:00 and not to Monday. Add(t, 0)
// is t. A negative d counts back to the last instant from which -d of working time leads to
// t. Add is monotone in t and, for d of one sign, composes: Add(Add(t, a), b) is
// Add(t, a+b). In clock time it is t.Add(d). The answer is the zero time when d is not
// reached within 20 years.
func (c *Calendar) Add(t time.Time, d time.Duration) time.Time {
	switch {
	case d == 0:
		return t
	case c.always:
		return t.Add(d)
	case d.Abs() > searchYears*366*24*time.Hour:
		return time.Time{}
	case d < 0:
		return c.back(t, -d)
	default:
		return c.forward(t, d)
	}
}

func (c *Calendar) forward(t time.Time, d time.Duration) time.Time {
	base, target := c.position(t)
	target += d
	for year := base; year <= base+searchYears; year++ {
		table := c.table(year)
		if target <= table.total {
			i := sort.Search(len(table.pieces), func(i int) bool {
				return table.pieces[i].before+table.pieces[i].length() >= target
			})
			return table.pieces[i].at(target, t.Location())
		}
		target -= table.total
	}
	return time.Time{}
}

func (c *Calendar) back(t time.Time, d time.Duration) time.Time {
	base, target := c.position(t)
	target -= d
	for year := base; year >= base-searchYears; year-- {
		table := c.table(year)
		if year < base {
			target += table.total
		}
		if target >= 0 {
			i := sort.Search(len(table.pieces), func(i int) bool {
				return table.pieces[i].before+table.pieces[i].length() > target
			})
			return table.pieces[i].at(target, t.Location())
		}
	}
	return time.Time{}
}

// at returns the instant within p at which the year has counted target.
func (p piece) at(target time.Duration, loc *time.Location) time.Time {
	return time.Unix(p.start, int64(target-p.before)).In(loc)
}

// Between returns the working time in [a, b), negative when b is before a. In clock time it
// is b.Sub(a). A result beyond the range of time.Duration is cut to that range.
func (c *Calendar) Between(a, b time.Time) time.Duration {
	if c.always {
		return b.Sub(a)
	}
	if b.Before(a) {
		return -c.Between(b, a)
	}
	first, before := c.position(a)
	last, rest := c.position(b)
	sum := -before
	for year := first; year < last; year++ {
		total := c.table(year).total
		if sum > math.MaxInt64-2*total {
			return math.MaxInt64
		}
		sum += total
	}
	return sum + rest
}
