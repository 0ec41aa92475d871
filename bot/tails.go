package bot

import (
	"context"
	"sync"
	"time"
)

const (
	tailTime  = 10 * time.Second
	tailLimit = 256
)

// tails is the short work left after an acknowledgement: an answer to the
// person, the text of a post. Losing it loses no fact. Its owner waits for it.
type tails struct {
	wg    sync.WaitGroup
	slots chan struct{}
}

func newTails() *tails { return &tails{slots: make(chan struct{}, tailLimit)} }

// run starts f, which outlives the request but not ten seconds; false when
// too much of it is under way already. A panic of f ends in failed.
func (t *tails) run(ctx context.Context, failed func(reason any), f func(ctx context.Context)) bool {
	select {
	case t.slots <- struct{}{}:
	default:
		return false
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), tailTime)
	t.wg.Go(func() {
		defer cancel()
		defer func() {
			if p := recover(); p != nil {
				failed(p)
			}
			<-t.slots
		}()
		f(ctx)
	})
	return true
}

// wait returns when all is done: within ten seconds, once nothing new starts.
func (t *tails) wait() { t.wg.Wait() }

const recentLimit = 4096

// recent remembers which keys were answered, so that an event delivered twice
// is answered once.
type recent struct {
	mu   sync.Mutex
	keys map[string]bool
	ring []string
	next int
}

func newRecent() *recent {
	return &recent{keys: map[string]bool{}, ring: make([]string, recentLimit)}
}

// first reports whether the key is new, and remembers it.
func (r *recent) first(key string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.keys[key] {
		return false
	}
	delete(r.keys, r.ring[r.next])
	r.ring[r.next], r.keys[key] = key, true
	r.next = (r.next + 1) % recentLimit
	return true
}
