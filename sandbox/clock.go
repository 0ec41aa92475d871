package sandbox

import (
	"sync"
	"time"
)

// Clock is a demo clock: its time stands still and moves only by Walk.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// NewClock returns a clock that shows start.
func NewClock(start time.Time) *Clock { return &Clock{now: start} }

// Now returns the time the clock shows.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// sameDueMost bounds how often one due time may be settled without progress, so that a due time that is never
// worked off cannot hold the walk for ever.
const sameDueMost = 100

// Walk goes to target step by step: while next gives a due time not after target, it sets the clock to that time
// (never backwards) and calls settle; at last it sets target and settles. A target in the past only settles.
func (c *Clock) Walk(target time.Time, next func() (time.Time, bool), settle func()) {
	var last time.Time
	same := 0
	for {
		due, ok := next()
		if !ok || due.After(target) {
			break
		}
		if due.Equal(last) {
			same++
		} else {
			last, same = due, 0
		}
		if same >= sameDueMost {
			break
		}
		c.advance(due)
		settle()
	}
	c.advance(target)
	settle()
}

func (c *Clock) advance(to time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if to.After(c.now) {
		c.now = to
	}
}
