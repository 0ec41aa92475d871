package bot

import (
	"maps"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Pace says how fast the sender may be. The zero Pace knows no limit.
type Pace struct {
	// PerChannel is the time between two posts into one channel or DM.
	PerChannel time.Duration
	// Methods are calls a minute by method; a method that is missing is not limited.
	Methods map[string]float64
}

// The methods the sender calls.
const (
	methodPost    = "chat.postMessage"
	methodUpdate  = "chat.update"
	methodOpen    = "conversations.open"
	methodHistory = "conversations.history"
	methodReplies = "conversations.replies"
	methodTest    = "auth.test"
)

// SlackPace keeps a little below Slack's published limits.
func SlackPace() Pace {
	return Pace{
		PerChannel: time.Second,
		Methods: map[string]float64{
			methodPost: 300, methodUpdate: 48, methodOpen: 48, methodHistory: 48, methodReplies: 48,
		},
	}
}

// pacer is a token bucket per method, on whatever clock its caller reads, and
// the pauses that Slack asked for.
type pacer struct {
	perChannel time.Duration
	mu         sync.Mutex
	buckets    map[string]*rate.Limiter
	paused     map[string]time.Time
}

func newPacer(p Pace) *pacer {
	out := &pacer{perChannel: p.PerChannel, buckets: map[string]*rate.Limiter{}, paused: map[string]time.Time{}}
	for method, perMinute := range maps.All(p.Methods) {
		if perMinute > 0 {
			out.buckets[method] = rate.NewLimiter(rate.Limit(perMinute/60), max(1, int(perMinute/10)))
		}
	}
	return out
}

// take draws a call of a method; if none may be made now nothing is drawn and
// the time to wait is returned.
func (p *pacer) take(method string, now time.Time) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	if wait := p.paused[method].Sub(now); wait > 0 {
		return wait
	}
	b := p.buckets[method]
	if b == nil || b.AllowN(now, 1) {
		return 0
	}
	r := b.ReserveN(now, 1)
	defer r.CancelAt(now)
	return max(least, r.DelayFrom(now))
}

// pause stops a method until an instant, as Slack asked.
func (p *pacer) pause(method string, until time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if until.After(p.paused[method]) {
		p.paused[method] = until
	}
}
