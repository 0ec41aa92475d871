package calendar

import "time"

// Interval is a counted stretch of time, from From, included, to To, excluded, both in the
// calendar's zone. Day is the day its first shift belongs to; Kind and Label say why it
// counts.
type Interval struct {
	From, To time.Time
	Day      Date
	Kind     Kind
	Label    Label
}

// Length returns the time from From to To.
func (i Interval) Length() time.Duration { return i.To.Sub(i.From) }

// Intervals returns the working time in [a, b) as ascending intervals whose lengths sum up
// to Between(a, b). Neighbours that touch and count for the same reason are one interval.
// There are none when b is not after a.
func (c *Calendar) Intervals(a, b time.Time) []Interval {
	if !a.Before(b) {
		return nil
	}
	if c.always {
		from := a.In(c.zone)
		return []Interval{{From: from, To: b.In(c.zone), Day: DateOf(a, c.zone), Kind: KindClock}}
	}
	var list []Interval
	for year := c.baseYear(a); year <= b.In(c.zone).Year(); year++ {
		table := c.table(year)
		for _, p := range table.pieces[table.after(a.Unix()):] {
			if !time.Unix(p.start, 0).Before(b) {
				break
			}
			list = appendInterval(list, c.interval(p, a, b))
		}
	}
	return list
}

// interval returns the part of p in [a, b).
func (c *Calendar) interval(p piece, a, b time.Time) Interval {
	from, to := time.Unix(p.start, 0), time.Unix(p.end, 0)
	if from.Before(a) {
		from = a
	}
	if b.Before(to) {
		to = b
	}
	plan := c.plan(p.day)
	return Interval{
		From: from.In(c.zone), To: to.In(c.zone),
		Day: dateOfNumber(p.day), Kind: plan.Kind, Label: plan.Label,
	}
}

func appendInterval(list []Interval, next Interval) []Interval {
	if n := len(list); n > 0 {
		last := &list[n-1]
		if last.To.Equal(next.From) && last.Kind == next.Kind && last.Label == next.Label {
			last.To = next.To
			return list
		}
	}
	return append(list, next)
}
