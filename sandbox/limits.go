package sandbox

import (
	"math"
	"time"
)

// bucket is a token bucket on the workspace's clock.
type bucket struct {
	left float64
	at   time.Time
}

const channelGap = 950 * time.Millisecond // one message a second, with room for jitter on the way

// throttle returns the whole seconds to wait, 0 to go on. It does nothing unless Options.Limits is set.
func (s *Slack) throttle(c *call, m method) int {
	if !s.opt.Limits {
		return 0
	}
	if m.perMinute > 0 {
		if wait := s.take("method "+c.method, float64(m.perMinute), time.Minute/time.Duration(m.perMinute), c.now); wait > 0 {
			return wait
		}
	}
	if c.method == "chat.postMessage" {
		channel := c.str("channel")
		return s.take("channel "+orElse(s.rooms.dms[channel], channel), 1, channelGap, c.now)
	}
	return 0
}

// take draws one token from a bucket that holds most tokens and regains one every gap.
func (s *Slack) take(key string, most float64, gap time.Duration, now time.Time) int {
	b := s.buckets[key]
	if b == nil {
		b = &bucket{left: most, at: now}
		s.buckets[key] = b
	}
	b.left = min(most, b.left+now.Sub(b.at).Seconds()/gap.Seconds())
	b.at = now
	if b.left < 1 {
		return max(1, int(math.Ceil((1-b.left)*gap.Seconds())))
	}
	b.left--
	return 0
}
