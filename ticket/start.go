package ticket

import (
	"time"

	"github.com/firstask/firstask/policy"
)

// usualClocks is how many clocks usually start together.
const usualClocks = 4

// starting are the clocks that should run and do not. Of the windows of one
// kind that could start together the earliest limit wins and names its rule.
func (x *turn) starting() []Clock {
	ready := make([]Clock, 0, usualClocks)
	for i := range x.rules.Policy.Windows {
		w := &x.rules.Policy.Windows[i]
		if !x.asks(w) {
			continue
		}
		if w.On == policy.Consulted {
			for j := range x.Shared {
				ready = x.start(ready, w, j+1)
			}
			continue
		}
		if !w.On.Below() {
			ready = x.start(ready, w, 1)
			continue
		}
		for j := range x.Levels {
			if l := &x.Levels[j]; l.Open() {
				ready = x.start(ready, w, l.N)
			}
		}
	}
	for i := range ready {
		c := &ready[i]
		if w, ok := x.rules.Policy.Window(c.Rule); ok && w.PartOf != "" {
			x.within(c, w, ready)
			c.Points = x.points(w, c)
		}
	}
	return x.compete(ready)
}

// start adds the clock of a window to those that could start, unless it runs
// already, has nobody to run on, or follows one that has not stopped.
func (x *turn) start(ready []Clock, w *policy.Window, level int) []Clock {
	subject := x.holder(w, level)
	if (subject == "" && w.On != policy.Nobody) || x.running(w.Rule, level) {
		return ready
	}
	from, ok := x.startOf(w)
	if !ok || (told(w.Limit) && !x.add(w.Calendar, from, w.Limit).After(x.at)) { // a date that lies behind asks nobody anew
		return ready
	}
	ready = append(ready, Clock{
		Rule: w.Rule, Level: level, Run: x.Runs[w.Rule] + 1, Role: w.On, Subject: subject, Then: w.Then,
		Department: x.askedIn(w.On, subject), Limit: x.limit(w), Start: from, Moves: w.Starts == policy.AtDelivery || x.standsAnew(subject),
	})
	c := &ready[len(ready)-1]
	c.Calendar = x.rules.Org.CalendarOf(w.Calendar, c.Department)
	if told(w.Limit) {
		c.Given = x.toldTime(w.Limit)
	}
	x.aim(c, w)
	if was, ok := x.since[w.Rule]; ok {
		x.runOn(c, w, &was)
	}
	if at := x.agreed(w, c); !at.IsZero() {
		c.Due, c.Promised = at, true
	}
	c.Points = x.points(w, c)
	if subject != "" && subject == x.by {
		c.Delivered = x.now // who starts it on themselves knows of it
	}
	x.stand(c, w)
	return ready
}

// runOn lets a clock go on from where another stood: one that had beaten it, or
// its own, of somebody else in the department.
func (x *turn) runOn(c *Clock, w *policy.Window, was *Clock) {
	c.Moves = false // it began then
	if c.Subject == was.Subject {
		c.Delivered = was.Delivered // they know since then
	}
	if was.Stood > 0 && len(w.Pause) > 0 {
		c.Stood, c.Stands = was.Stood, was.Stands
		c.Due = x.add(c.Calendar, c.Due, policy.Limit{Time: was.Stood})
	}
	if c.Rule == was.Rule && was.Promised {
		c.Due, c.Promised = was.Due, true
	}
}

func (x *turn) running(rule string, level int) bool {
	for i := range x.Clocks {
		if c := &x.Clocks[i]; c.Rule == rule && c.Level == level {
			return true
		}
	}
	return false
}

// aim sets the limits of a clock from its start.
func (x *turn) aim(c *Clock, w *policy.Window) {
	c.Due = x.add(c.Calendar, c.Start, c.Limit)
	if c.Soft = (time.Time{}); !w.Soft.IsZero() {
		c.Soft = x.add(c.Calendar, c.Start, w.Soft)
	}
	works := w.On == policy.Responsible || w.On == policy.Handler || w.On == policy.Factual
	if x.Mark(Assigned) != nil && works && w.Then == policy.Breach && x.Given.After(c.Due) {
		c.Due = x.Given // who gave the task gave its time
	}
	x.within(c, w, x.Clocks)
}

// within ends a sub-limit no later than the limit that it is a part of.
func (x *turn) within(c *Clock, w *policy.Window, clocks []Clock) {
	for i := range clocks {
		if o := &clocks[i]; w.PartOf != "" && o.Rule == w.PartOf && o.Due.Before(c.Due) {
			c.Due = o.Due
		}
	}
}

// agreed is the time that was agreed before the clock began; zero for none.
func (x *turn) agreed(w *policy.Window, c *Clock) time.Time {
	own := x.Promise.By == c.Subject && c.Subject == x.Follower()
	switch {
	case w.Then != policy.Breach:
		return time.Time{}
	case w.On == policy.Responsible && x.Agreed.After(c.Start):
		return x.Agreed
	case w.On == policy.Responsible && own && x.Promise.Until.After(c.Due):
		return x.Promise.Until // promised while it was still to be taken
	case w.Promise.Customer && x.Promise.Consent && x.Promise.Until.After(c.Start):
		return x.Promise.Until
	default:
		return time.Time{}
	}
}

// startOf is when a window's time begins: when the request arrived, but never
// before the capture (a post may be older than its ticket); working time never
// before the natural FR's duty begins; or with the clock it follows.
func (x *turn) startOf(w *policy.Window) (time.Time, bool) {
	start := x.at
	if was, ok := x.since[w.Rule]; ok {
		return was.Start, true
	}
	if w.After != "" {
		s, ok := x.Spans[w.After]
		if !ok || s.To.IsZero() {
			return start, false
		}
		if w.Shared {
			return s.From, true
		}
	}
	if x.CreatedAt.After(start) {
		start = x.CreatedAt
	}
	if x.Natural.From.After(start) && !x.always(w.Calendar) {
		start = x.Natural.From.UTC()
	}
	return start, true
}

// always reports whether a calendar counts every hour of the clock.
func (x *turn) always(calendar string) bool {
	c := x.rules.Org.Calendar(calendar)
	return c == nil || c.Always()
}

// compete keeps one clock of a kind. What it beat is noted with it, so that
// "why" can say so, and starts no clock of its own while it runs.
func (x *turn) compete(ready []Clock) []Clock {
	lost := make([]bool, len(ready))
	for i := range ready {
		lost[i] = x.beaten(&ready[i], ready)
	}
	won := ready[:0]
	for i := range ready {
		if lost[i] {
			continue
		}
		c := ready[i]
		if x.Runs == nil {
			x.Runs = map[string]int{}
		}
		x.Runs[c.Rule]++
		c.Run = x.Runs[c.Rule]
		if c.Role == policy.Responsible && c.Promised {
			x.Agreed = time.Time{}
		}
		won = append(won, c)
	}
	return won
}

// beaten reports whether another window of the clock's kind has the earlier
// limit, among those that run and those that could start; of two equal ones the
// first in the rule book's order wins.
func (x *turn) beaten(c *Clock, ready []Clock) bool {
	kind := x.kindOf(c)
	if kind == "" {
		return false
	}
	same := func(o *Clock) bool {
		return o.Rule != c.Rule && o.Level == c.Level && o.Subject == c.Subject && x.kindOf(o) == kind
	}
	for i := range x.Clocks {
		if o := &x.Clocks[i]; same(o) {
			return true
		}
	}
	before := true
	for i := range ready {
		o := &ready[i]
		before = before && o != c
		if !same(o) {
			continue
		}
		if o.Due.Before(c.Due) || (o.Due.Equal(c.Due) && before) {
			return true
		}
		c.Over = append(c.Over, o.Rule)
	}
	return false
}

func (x *turn) kindOf(c *Clock) string {
	if w, ok := x.rules.Policy.Window(c.Rule); ok {
		return w.Kind
	}
	return ""
}

func (x *turn) limit(w *policy.Window) policy.Limit {
	if w.On == policy.Natural && x.Natural.OnDuty && x.Released.IsZero() && !w.OnDuty.IsZero() {
		return w.OnDuty
	}
	return w.Limit
}

// askedIn is the department whose head answers for a clock: the one the
// subject was asked in, else the subject's own, else the channel's; one that no
// longer exists has none.
func (x *turn) askedIn(r policy.Role, subject string) string {
	org := x.rules.Org
	if (r == policy.Receiver || r == policy.Handler) && x.Handoff != nil && org.Department(x.Handoff.Department) != nil {
		return x.Handoff.Department
	}
	if d := org.Department(x.Department); (r == policy.Natural || r == policy.Teller || r == policy.Caller) && d != nil && d.Serves(subject) {
		return d.ID
	}
	if d := org.Home(subject); d != nil {
		return d.ID
	}
	if org.Department(x.Department) != nil {
		return x.Department
	}
	return org.Default
}
