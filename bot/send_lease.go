package bot

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// leaseState is what this replica knows of its right to send.
type leaseState struct {
	mu       sync.Mutex
	token    int64 // 0: not ours
	renew    time.Time
	doubtful bool
}

// doubt says that an entry may be claimed which nobody will mark: only a new
// token brings it back.
func (l *leaseState) doubt() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.doubtful = true
}

func (l *leaseState) set(token int64, renew time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.token, l.renew, l.doubtful = token, renew, false
}

func (l *leaseState) now() (token int64, renew time.Time, doubtful bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.token, l.renew, l.doubtful
}

// hold returns the token of the lease, taken or renewed; 0 while it is not
// ours. After a doubt it takes a new one, once nothing is under way.
func (s *Sender) hold(ctx context.Context, now time.Time) (int64, error) {
	token, renew, doubtful := s.lease.now()
	if doubtful {
		if s.notes.running() > 0 {
			return 0, nil
		}
		s.drop(ctx)
		token, renew = 0, time.Time{}
	}
	if now.Before(renew) {
		return token, nil
	}
	token, ok, err := s.o.Shelf.Lease(ctx, s.o.Holder, now, s.o.TTL)
	if err != nil {
		return 0, fmt.Errorf("bot: lease: %w", err)
	}
	if !ok {
		token = 0
		s.notes.forgetAll() // they are another replica's entries now
	}
	if held, _, _ := s.lease.now(); token != held {
		s.notes.forgetDrawn() // somebody else may have edited in between
	}
	s.lease.set(token, now.Add(s.o.TTL/3))
	return token, nil
}

// drop gives the lease back.
func (s *Sender) drop(ctx context.Context) {
	token, _, _ := s.lease.now()
	s.lease.set(0, time.Time{})
	if token == 0 {
		return
	}
	if err := s.o.Shelf.Release(ctx, token); err != nil {
		s.o.Log.Debug().Err(err).Msg("lease was not given back: it ends by itself")
	}
}

// notes is what the sender remembers of entries while it runs. Losing it costs
// a look into Slack's history, nothing else.
type notes struct {
	mu     sync.Mutex
	under  map[string]bool    // on their way, by id
	posted map[string]landing // posted but not marked yet, by key of the notice
	looked map[string]bool    // looked for once and not found, by id
	hashes map[Place]string   // what a message of several looks like, by its place without hash
	dms    map[string]string
}

func newNotes() notes {
	return notes{
		under: map[string]bool{}, posted: map[string]landing{}, looked: map[string]bool{}, dms: map[string]string{}, hashes: map[Place]string{},
	}
}

// begin notes that an entry is on its way; false if it already was.
func (n *notes) begin(id string) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.under[id] {
		return false
	}
	n.under[id] = true
	return true
}

func (n *notes) end(id string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	delete(n.under, id)
}

func (n *notes) running() int {
	n.mu.Lock()
	defer n.mu.Unlock()
	return len(n.under)
}

func (n *notes) keepLanding(key string, l landing) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.posted[key] = l
}

func (n *notes) landed(key string) (landing, bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	l, ok := n.posted[key]
	return l, ok
}

// forget drops what is known of an entry that is dealt with.
func (n *notes) forget(o Outbound) {
	n.mu.Lock()
	defer n.mu.Unlock()
	delete(n.posted, o.Notice.Key)
	delete(n.looked, o.ID)
}

// forgetAll drops what is known of entries, but not who is under way.
func (n *notes) forgetAll() {
	n.mu.Lock()
	defer n.mu.Unlock()
	clear(n.posted)
	clear(n.looked)
}

// forgetDrawn drops what is known of the looks of messages of several.
func (n *notes) forgetDrawn() {
	n.mu.Lock()
	defer n.mu.Unlock()
	clear(n.hashes)
}

// manyDrawn is of how many messages of several the looks are remembered.
const manyDrawn = 1000

// keepDrawn remembers what a message of several looks like now.
func (n *notes) keepDrawn(at Place) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if len(n.hashes) >= manyDrawn {
		clear(n.hashes) // forgetting costs one needless edit each
	}
	n.hashes[Place{Channel: at.Channel, TS: at.TS}] = at.Hash
}

// drawn is what a message of several looks like; "" where it is not known.
func (n *notes) drawn(at Place) string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.hashes[Place{Channel: at.Channel, TS: at.TS}]
}

// lookedBefore notes a look; true if there was one before.
func (n *notes) lookedBefore(id string) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	before := n.looked[id]
	n.looked[id] = true
	return before
}

func (n *notes) dm(user string) string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.dms[user]
}

func (n *notes) keepDM(user, channel string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if channel == "" {
		delete(n.dms, user)
		return
	}
	n.dms[user] = channel
}
