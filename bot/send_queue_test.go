package bot_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/firstask/firstask/bot"
	"github.com/firstask/firstask/notice"
)

// queue is an outbox in memory, with the rules of the real one: classes within
// a lane, one claim a lane, and a new token brings back what was claimed.
type queue struct {
	mu      sync.Mutex
	entries []*queued
	next    map[string]time.Time // by lane
	claimed map[string]string    // id by lane
	places  map[int64]map[string]bot.Place
	folds   map[string]notice.Notice        // by channel/ts
	folded  map[string]time.Time            // by lane
	told    map[string]map[string]time.Time // by lane and ts
	dead    []string                        // "KEY: reason"
	done    []string                        // keys, in the order they were marked as sent

	token  int64
	holder string
	until  time.Time
	fail   func(op string) error // before an operation does anything
	n      int
}

type queued struct {
	bot.Outbound

	held  time.Time // zero for not held
	tried bool      // ever claimed
}

var (
	errQueue = errors.New("queue away")
	errLost  = errors.New("lease lost")
	errMoved = errors.New("moved on")
)

func newQueue() *queue {
	return &queue{
		next: map[string]time.Time{}, claimed: map[string]string{}, places: map[int64]map[string]bot.Place{},
		folds: map[string]notice.Notice{}, folded: map[string]time.Time{}, told: map[string]map[string]time.Time{}, fail: func(string) error { return nil },
	}
}

// put queues a notice; one of a slot that waits unclaimed is overwritten.
func (q *queue) put(n notice.Notice) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.n++
	if n.Key == "" {
		n.Key = fmt.Sprintf("%d/%d", n.Ticket, q.n)
	}
	for _, e := range q.entries {
		if n.Slot != "" && e.Notice.Slot == n.Slot && e.Notice.Ticket == n.Ticket && !e.Claimed && q.claimed[e.Lane] != e.ID && e.Lane == n.To.Lane() {
			n.Class = min(n.Class, e.Notice.Class)
			e.Notice, e.held = n, n.After
			return
		}
	}
	q.entries = append(q.entries, &queued{Outbound: bot.Outbound{ID: strconv.Itoa(q.n), Lane: n.To.Lane(), Notice: n, Queued: time.Now()}, held: n.After})
	if _, ok := q.next[n.To.Lane()]; !ok {
		q.next[n.To.Lane()] = time.Now()
	}
}

func (q *queue) Lease(_ context.Context, holder string, now time.Time, ttl time.Duration) (int64, bool, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if err := q.fail("lease"); err != nil {
		return 0, false, err
	}
	if q.holder != holder {
		if q.until.After(now) {
			return 0, false, nil
		}
		q.token++
		q.holder = holder
		for lane, id := range q.claimed {
			if e := q.find(id); e != nil {
				e.Claimed = true
			}
			q.next[lane] = now
		}
		clear(q.claimed)
	}
	q.until = now.Add(ttl)
	return q.token, true, nil
}

func (q *queue) Release(_ context.Context, token int64) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if token != q.token {
		return errLost
	}
	q.holder, q.until = "", time.Time{}
	return nil
}

func (q *queue) Claim(_ context.Context, token int64, now time.Time, lanes int) ([]bot.Outbound, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if err := cmp.Or(q.fail("claim"), q.check(token)); err != nil {
		return nil, err
	}
	q.release(now)
	var out []bot.Outbound
	for _, lane := range q.lanes() {
		if at := q.next[lane]; q.claimed[lane] != "" || at.After(now) || len(out) == lanes {
			continue
		}
		if e := q.head(lane); e != nil {
			q.claimed[lane], e.tried = e.ID, true
			out = append(out, e.Outbound)
		} else {
			delete(q.next, lane)
		}
	}
	return out, nil
}

func (q *queue) lanes() []string {
	return slices.Sorted(maps.Keys(q.next))
}

func (q *queue) head(lane string) *queued {
	var first *queued
	for _, e := range q.entries {
		if e.Lane == lane && e.held.IsZero() && (first == nil || e.Notice.Class < first.Notice.Class) {
			first = e
		}
	}
	return first
}

// release lets entries go whose time has come.
func (q *queue) release(now time.Time) {
	for _, e := range q.entries {
		if e.held.IsZero() || e.held.After(now) {
			continue
		}
		e.held = time.Time{}
		if _, ok := q.next[e.Lane]; !ok {
			q.next[e.Lane] = now
		}
	}
}

func (q *queue) find(id string) *queued {
	for _, e := range q.entries {
		if e.ID == id {
			return e
		}
	}
	return nil
}

func (q *queue) check(token int64) error {
	if token != q.token {
		return errLost
	}
	return nil
}

// mark ends the claim of an entry; gone takes it out of the queue.
func (q *queue) mark(op string, token int64, o bot.Outbound, next time.Time, gone bool) error {
	if err := cmp.Or(q.fail(op), q.check(token)); err != nil {
		return err
	}
	if q.claimed[o.Lane] != o.ID {
		return errors.New("not claimed")
	}
	delete(q.claimed, o.Lane)
	q.next[o.Lane] = next
	if gone {
		q.entries = slices.DeleteFunc(q.entries, func(e *queued) bool { return e.ID == o.ID })
	}
	return nil
}

func (q *queue) Sent(_ context.Context, token int64, o bot.Outbound, at bot.Place, next time.Time) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if err := q.mark("sent", token, o, next, true); err != nil {
		return err
	}
	q.done = append(q.done, o.Notice.Key)
	q.keep(o.Notice.Ticket, o.Notice.Slot, at)
	for _, i := range o.Notice.Items {
		q.keep(i.Ticket, i.Slot, at)
	}
	if at.TS != "" && len(o.Notice.Items) > 0 {
		q.folds[at.Channel+"/"+at.TS] = o.Notice
	}
	if at.TS != "" && (o.Notice.Fold > 0 || len(o.Notice.Items) > 0) {
		q.folded[o.Lane] = time.Now()
	}
	q.count(o.Lane, at.TS)
	return nil
}

// count notes a message once, however often it is drawn.
func (q *queue) count(lane, ts string) {
	if q.told[lane] == nil {
		q.told[lane] = map[string]time.Time{}
	}
	if _, counted := q.told[lane][ts]; !counted && ts != "" {
		q.told[lane][ts] = time.Now()
	}
}

func (q *queue) keep(number int64, slot string, at bot.Place) {
	if slot == "" {
		return
	}
	if q.places[number] == nil {
		q.places[number] = map[string]bot.Place{}
	}
	q.places[number][slot] = at
}

func (q *queue) Hold(_ context.Context, token int64, o bot.Outbound, until time.Time) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if err := q.mark("hold", token, o, time.Now(), false); err != nil {
		return err
	}
	e := q.find(o.ID)
	e.held, e.tried, e.Claimed = until, false, o.Claimed
	return nil
}

func (q *queue) Waiting(_ context.Context, token int64, lane string) ([]bot.Outbound, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if err := cmp.Or(q.fail("waiting"), q.check(token)); err != nil {
		return nil, err
	}
	var out []bot.Outbound
	for _, e := range q.entries {
		if e.Lane == lane && e.ID != q.claimed[lane] && !e.tried && e.held.IsZero() {
			out = append(out, e.Outbound)
		}
	}
	return out, nil
}

func (q *queue) Absorb(_ context.Context, token int64, into bot.Outbound, gone []bot.Outbound) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if err := cmp.Or(q.fail("absorb"), q.check(token)); err != nil {
		return err
	}
	for _, g := range gone {
		if e := q.find(g.ID); e == nil || e.Notice.Key != g.Notice.Key || q.claimed[into.Lane] != into.ID {
			return errMoved
		}
	}
	q.find(into.ID).Notice = into.Notice
	q.entries = slices.DeleteFunc(q.entries, func(e *queued) bool {
		return slices.ContainsFunc(gone, func(g bot.Outbound) bool { return g.ID == e.ID })
	})
	return nil
}

func (q *queue) Fold(_ context.Context, channel, ts string) (notice.Notice, bool, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	n, ok := q.folds[channel+"/"+ts]
	return n, ok, nil
}

func (q *queue) FoldedAt(_ context.Context, lane string) (time.Time, bool, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	at, ok := q.folded[lane]
	return at, ok, nil
}

func (q *queue) Told(_ context.Context, lane string, after time.Time) (int, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if err := q.fail("told"); err != nil {
		return 0, err
	}
	n := 0
	for _, at := range q.told[lane] {
		if at.After(after) {
			n++
		}
	}
	return n, nil
}

func (q *queue) Later(_ context.Context, token int64, o bot.Outbound, at time.Time, ambiguous bool) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if err := q.mark("later", token, o, at, false); err != nil {
		return err
	}
	e := q.find(o.ID)
	e.Attempt = o.Attempt
	e.Claimed = ambiguous
	return nil
}

func (q *queue) Dead(_ context.Context, token int64, o bot.Outbound, reason string, now time.Time) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if err := q.mark("dead", token, o, now, true); err != nil {
		return err
	}
	q.dead = append(q.dead, o.Notice.Key+": "+reason)
	return nil
}

func (q *queue) Redirect(_ context.Context, token int64, o bot.Outbound, to notice.Recipient, now time.Time) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	e := q.find(o.ID)
	if err := q.mark("redirect", token, o, now, false); err != nil {
		return err
	}
	e.Lane, e.Notice.To, e.Claimed = to.Lane(), to, false
	q.next[e.Lane] = now
	return nil
}

func (q *queue) NextSend(context.Context) (time.Time, bool, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	var first time.Time
	for lane, at := range q.next {
		if q.claimed[lane] == "" && q.head(lane) != nil && (first.IsZero() || at.Before(first)) {
			first = at
		}
	}
	for _, e := range q.entries {
		if !e.held.IsZero() && (first.IsZero() || e.held.Before(first)) {
			first = e.held
		}
	}
	return first, !first.IsZero(), nil
}

func (q *queue) Places(_ context.Context, number int64) (map[string]bot.Place, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	return maps.Clone(q.places[number]), nil
}

func (q *queue) Depth(context.Context, time.Time) (int, time.Duration, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.entries), 0, nil
}

func (q *queue) waiting() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.entries)
}

// wrong makes an operation fail so many times.
func (q *queue) wrong(op string, times int) {
	q.fail = func(got string) error {
		if got != op || times == 0 {
			return nil
		}
		times--
		return errQueue
	}
}
