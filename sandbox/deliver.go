package sandbox

import (
	"context"
	"encoding/json"
	"slices"
	"time"
)

const (
	ackDeadline = 3 * time.Second
	// orderly is how long the queue waits for one event before it starts the next: answers that come in time keep
	// the order of events, slow ones do not hold the others back.
	orderly  = 200 * time.Millisecond
	attempts = 4
)

// delivery is one event on its way to the app.
type delivery struct {
	id, name string
	body     json.RawMessage
	attempt  int           // where to begin; redeliveries begin at 1
	late     time.Duration // wait before the first attempt
}

// outcome is what one attempt brought.
type outcome struct {
	status  int
	reason  string // why to try again, "" for success
	noRetry bool
}

type postOffice struct {
	queue   []*delivery
	running bool
	active  int         // attempts under way
	sent    []*delivery // for Redeliver
	reverse int
	held    []*delivery
	lateN   int
	lateBy  time.Duration
}

// enqueue takes an event for delivery; the caller holds s.mu.
func (s *Slack) enqueue(d *delivery) {
	p := &s.post
	p.sent = append(p.sent, d)
	if p.lateN > 0 {
		p.lateN--
		d.late = p.lateBy
	}
	if p.reverse > 0 {
		p.held = append(p.held, d)
		if p.reverse--; p.reverse > 0 {
			return
		}
		slices.Reverse(p.held)
		p.queue, p.held = append(p.queue, p.held...), nil
	} else {
		p.queue = append(p.queue, d)
	}
	s.runQueue()
}

func (s *Slack) runQueue() {
	if s.post.running || s.closed || len(s.post.queue) == 0 {
		return
	}
	s.post.running = true
	s.spawn(s.workQueue)
}

// workQueue starts the queued deliveries one after the other and ends with the queue.
func (s *Slack) workQueue() {
	ctx := s.base()
	for {
		s.mu.Lock()
		if len(s.post.queue) == 0 || ctx.Err() != nil || s.closed {
			s.post.running = false
			s.changed()
			s.mu.Unlock()
			return
		}
		d := s.post.queue[0]
		s.post.queue = s.post.queue[1:]
		first := make(chan struct{})
		if d.late == 0 {
			s.post.active++
		}
		s.spawn(func() { s.deliver(d, first) })
		s.mu.Unlock()
		if d.late == 0 {
			waitFor(ctx, first, orderly)
		}
	}
}

func waitFor(ctx context.Context, done <-chan struct{}, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-done:
	case <-t.C:
	case <-ctx.Done():
	}
}

// deliver tries until the app acknowledges: at once, then again at once, after a minute and after five.
func (s *Slack) deliver(d *delivery, first chan<- struct{}) {
	ctx := s.base()
	if d.late > 0 {
		if !s.pause(ctx, d.late) {
			return
		}
		s.working(1)
	}
	reason := "http_timeout"
	for n := d.attempt; n < attempts; n++ {
		if n > d.attempt {
			if !s.pause(ctx, retryDelay(n)) {
				return
			}
			s.working(1)
		}
		out := s.attempt(ctx, d, n, reason)
		s.working(-1)
		if n == d.attempt {
			close(first)
		}
		if out.reason == "" || out.noRetry {
			return
		}
		reason = out.reason
	}
}

func retryDelay(n int) time.Duration {
	switch n {
	case 2:
		return time.Minute
	case 3:
		return 5 * time.Minute
	default:
		return 0
	}
}

func (s *Slack) working(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.post.active += n
	s.changed()
}

func (s *Slack) attempt(ctx context.Context, d *delivery, n int, reason string) outcome {
	s.mu.Lock()
	app := s.app
	s.mu.Unlock()
	var out outcome
	if app.SocketMode() {
		out = s.attemptSocket(ctx, d, n)
	} else {
		out = s.attemptHTTP(ctx, app, d, n, reason)
	}
	if ctx.Err() != nil {
		return out
	}
	var params map[string]any
	_ = json.Unmarshal(d.body, &params)
	s.mu.Lock()
	s.note(Entry{Kind: KindEvent, Method: d.name, Params: params, Status: out.status, Error: out.reason, Attempt: n})
	s.mu.Unlock()
	return out
}

// Redeliver sends the last n events again as Slack does when an answer got lost: same event ids, marked as a retry.
func (s *Slack) Redeliver(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	from := max(0, len(s.post.sent)-n)
	for _, d := range s.post.sent[from:] {
		again := *d
		again.attempt, again.late = 1, 0
		s.post.queue = append(s.post.queue, &again)
	}
	s.runQueue()
}

// ReverseNext delivers the next n events in reverse order: they are held until the n-th has happened.
func (s *Slack) ReverseNext(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.post.reverse = n
}

// DelayNext delivers each of the next n events late by d.
func (s *Slack) DelayNext(n int, d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.post.lateN, s.post.lateBy = n, d
}

// Quiet reports that no delivery and no gesture is under way. Retries that wait for their minute do not count.
func (s *Slack) Quiet() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return !s.post.running && s.post.active == 0 && s.busy == 0
}
