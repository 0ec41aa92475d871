package scheduler_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rs/zerolog"

	"github.com/firstask/firstask/scheduler"
)

// clocks is a due set in memory; Fire handles page entries at a time.
type clocks struct {
	mu    sync.Mutex
	due   []time.Time
	fired []time.Time
	page  int
	fail  int
	// sick makes every pass report a failure beside its work, stuck makes it do
	// none, slow makes it take its time; passes counts them.
	sick, stuck bool
	slow        time.Duration
	passes      int
}

func (c *clocks) Fire(_ context.Context, now time.Time) (bool, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.fail > 0 {
		c.fail--
		return false, errors.New("store away")
	}
	c.passes++
	if c.stuck {
		return false, nil
	}
	time.Sleep(c.slow)
	n := 0
	for len(c.due) > 0 && !c.due[0].After(now) && n < c.page {
		c.due, c.fired = c.due[1:], append(c.fired, now)
		n++
	}
	if c.sick {
		return n == c.page, errors.New("one cannot be read")
	}
	return n == c.page, nil
}

func (c *clocks) NextDue(context.Context) (time.Time, bool, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.due) == 0 {
		return time.Time{}, false, nil
	}
	return c.due[0], true, nil
}

// count is how many passes there were.
func (c *clocks) count() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.passes
}

// times is when clocks were fired.
func (c *clocks) times() []time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.fired)
}

func (c *clocks) add(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.due = append(c.due, at)
	slices.SortFunc(c.due, time.Time.Compare)
}

func run(t *testing.T, c *clocks, tick time.Duration, story func(l *scheduler.Loop)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		l := scheduler.New(scheduler.Options{Firer: c, Clocks: c, Now: time.Now, Tick: tick, Log: zerolog.Nop()})
		var wg sync.WaitGroup
		wg.Go(func() {
			if err := l.Run(ctx); err != nil {
				t.Error(err)
			}
		})
		story(l)
		cancel()
		wg.Wait()
	})
}

func TestLoop(t *testing.T) {
	t.Run("fires on the instant, not at the next tick", func(t *testing.T) {
		c := &clocks{page: 10}
		run(t, c, time.Hour, func(l *scheduler.Loop) {
			at := time.Now().Add(90 * time.Second)
			c.add(at)
			l.Wake()
			time.Sleep(2 * time.Minute)
			if len(c.times()) != 1 || !c.times()[0].Equal(at) {
				t.Errorf("fired %v, want once at %v", c.times(), at)
			}
		})
	})
	t.Run("a clock set elsewhere is seen at the tick", func(t *testing.T) {
		c := &clocks{page: 10}
		run(t, c, time.Second, func(*scheduler.Loop) {
			time.Sleep(100 * time.Millisecond)
			c.add(time.Now())
			time.Sleep(time.Second)
			if len(c.times()) != 1 {
				t.Errorf("fired %d clocks, want 1", len(c.times()))
			}
		})
	})
	t.Run("pages until a short one", func(t *testing.T) {
		c := &clocks{page: 3}
		run(t, c, time.Hour, func(l *scheduler.Loop) {
			for range 7 {
				c.add(time.Now())
			}
			l.Wake()
			synctest.Wait()
			if len(c.times()) != 7 {
				t.Errorf("fired %d clocks, want 7", len(c.times()))
			}
		})
	})
	t.Run("a page with a failure does not hold up the next", func(t *testing.T) {
		c := &clocks{page: 3, sick: true}
		run(t, c, time.Hour, func(l *scheduler.Loop) {
			for range 7 {
				c.add(time.Now())
			}
			l.Wake()
			synctest.Wait()
			if len(c.fired) != 7 {
				t.Errorf("fired %d clocks, want 7", len(c.fired))
			}
		})
	})
	t.Run("a clock that stays behind waits for the tick", func(t *testing.T) {
		c := &clocks{page: 3, stuck: true}
		run(t, c, time.Second, func(*scheduler.Loop) {
			c.add(time.Now())
			time.Sleep(3500 * time.Millisecond)
		})
		if c.count() > 5 {
			t.Errorf("%d passes in 3.5 s: it spins", c.count())
		}
	})
	t.Run("a pass under way is finished at the end", func(t *testing.T) {
		c := &clocks{page: 3, slow: time.Minute}
		run(t, c, time.Hour, func(*scheduler.Loop) {
			c.add(time.Now())
			time.Sleep(time.Second) // Run is inside Fire now
		})
		if len(c.fired) != 1 {
			t.Errorf("fired %d clocks, want 1", len(c.fired))
		}
	})
	t.Run("a failing store is tried again at the tick", func(t *testing.T) {
		c := &clocks{page: 3, fail: 2}
		run(t, c, time.Second, func(*scheduler.Loop) {
			c.add(time.Now())
			time.Sleep(2500 * time.Millisecond)
			if len(c.times()) != 1 {
				t.Errorf("fired %d clocks, want 1", len(c.times()))
			}
		})
	})
}

// pulse notes the beats and refuses them while the store is away.
type pulse struct {
	mu    sync.Mutex
	beats int
	away  bool
}

// count is how often it was heard of; from now on it is heard, or not.
func (p *pulse) count(away bool) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.away = away
	return p.beats
}

func (p *pulse) Beat(_ context.Context, _ time.Time, longest time.Duration) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.away {
		return errors.New("away")
	}
	if longest < 20*time.Second {
		return fmt.Errorf("an outage of %s", longest)
	}
	p.beats++
	return nil
}

// The store hears that the program is there before anything is fired; while it
// does not hear it, nothing is.
func TestBeatBeforeFire(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		p, c := &pulse{away: true}, &clocks{page: 3}
		l := scheduler.New(scheduler.Options{Firer: c, Clocks: c, Pulse: p, Now: time.Now})
		done := make(chan error)
		go func() { done <- l.Run(ctx) }()
		time.Sleep(time.Minute)
		synctest.Wait()
		if beats := p.count(false); c.count() > 0 || beats > 0 {
			t.Errorf("%d passes, %d beats", c.count(), beats)
		}
		time.Sleep(time.Minute)
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		if beats := p.count(false); c.count() == 0 || beats < 10 || beats > 14 {
			t.Errorf("%d passes, %d beats a minute", c.count(), beats)
		}
	})
}
