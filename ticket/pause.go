package ticket

import (
	"slices"
	"time"

	"github.com/firstask/firstask/policy"
)

// stand stops a clock's time while the ticket waits for somebody its window
// does not count, and lets it go on from where it stood. A limit that has passed
// and was not seen yet is seen first.
func (x *turn) stand(c *Clock, w *policy.Window) {
	waits := x.standsIn(c, w)
	switch {
	case waits && c.Paused.IsZero() && (x.at.Before(c.Due) || !c.Breached.IsZero()):
		x.pause(c)
	case !waits && !c.Paused.IsZero():
		x.goOn(c)
	}
}

// standsIn reports whether a window's time stands still in the present state. A
// level below the responsible person waits only for the one below it.
func (x *turn) standsIn(c *Clock, w *policy.Window) bool {
	if x.awaitsLead(c) {
		return true
	}
	if !w.Pauses(string(x.State)) {
		return false
	}
	below := x.Below()
	return !c.Role.Below() || x.State != WaitNextLevel || (below != nil && below.N > c.Level)
}

// awaitsLead reports whether a clock runs on somebody who may not begin before
// a superior has named the lead.
func (x *turn) awaitsLead(c *Clock) bool {
	begins := c.Role == policy.Natural || c.Role == policy.Factual || c.Role == policy.Handler
	return begins && x.Mark(Leaderless) != nil && x.Responsible == "" && x.Namer() != ""
}

// pointsOf are the instants of a clock that a pause moves, in a fixed order.
func (c *Clock) pointsOf() []*time.Time {
	at := make([]*time.Time, 0, 3+len(c.Points))
	at = append(at, &c.Due, &c.Next, &c.Soft)
	for i := range c.Points {
		at = append(at, &c.Points[i])
	}
	return at
}

func (x *turn) pause(c *Clock) {
	c.Paused, c.Left = x.at, nil
	c.Stands = append(slices.Clone(c.Stands), Span{From: x.at})
	for _, at := range c.pointsOf() {
		c.Left = append(c.Left, x.counted(c.Calendar, x.at, *at))
	}
	if len(x.events) > 0 {
		x.events[0].fact("paused", c.ID())
	}
}

func (x *turn) goOn(c *Clock) {
	x.moveOn(c)
	if len(x.events) > 0 {
		x.events[0].fact("resumed", c.ID())
	}
}

// moveOn moves what lies ahead of a standing clock by the time it stood.
func (x *turn) moveOn(c *Clock) {
	c.Stood += x.counted(c.Calendar, c.Paused, x.at)
	c.Stands = slices.Clone(c.Stands)
	c.Stands[len(c.Stands)-1].To = x.at
	for i, at := range c.pointsOf() {
		if !at.IsZero() && at.After(c.Paused) {
			*at = x.add(c.Calendar, x.at, policy.Limit{Time: c.Left[i]})
		}
	}
	c.Paused, c.Left = time.Time{}, nil
}

// counted is the counted time between two instants; none where the second is
// not after the first.
func (x *turn) counted(calendar string, from, to time.Time) time.Duration {
	switch cal := x.rules.Org.Calendar(calendar); {
	case !to.After(from):
		return 0
	case cal == nil:
		return to.Sub(from)
	default:
		return cal.Between(from, to)
	}
}

// repause counts anew what a standing clock has left: its limit was moved.
func (x *turn) repause(c *Clock) {
	c.Left = nil
	for _, at := range c.pointsOf() {
		c.Left = append(c.Left, x.counted(c.Calendar, c.Paused, *at))
	}
}
