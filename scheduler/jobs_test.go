package scheduler_test

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rs/zerolog"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/scheduler"
)

// book keeps jobs in memory as the store does; replicas share it.
type book struct {
	mu      sync.Mutex
	jobs    map[string]scheduler.Planned
	said    []string
	commits int
	away    bool
}

func newBook() *book { return &book{jobs: map[string]scheduler.Planned{}} }

func (b *book) fail() error {
	if b.away {
		return errors.New("store away")
	}
	return nil
}

func (b *book) EnsureJob(_ context.Context, name, spec string, next time.Time) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if old, ok := b.jobs[name]; b.away || ok && old.Spec == spec {
		return b.fail()
	}
	b.jobs[name] = scheduler.Planned{Name: name, Spec: spec, Run: next, Last: b.jobs[name].Last}
	return nil
}

func (b *book) DropJobs(_ context.Context, keep []string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	maps.DeleteFunc(b.jobs, func(name string, _ scheduler.Planned) bool { return !slices.Contains(keep, name) })
	return b.fail()
}

func (b *book) sorted() []scheduler.Planned {
	return slices.SortedFunc(maps.Values(b.jobs), func(a, o scheduler.Planned) int {
		return cmp.Or(a.Run.Compare(o.Run), cmp.Compare(a.Name, o.Name))
	})
}

func (b *book) JobsDue(_ context.Context, now time.Time) ([]scheduler.Planned, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.DeleteFunc(b.sorted(), func(p scheduler.Planned) bool { return p.Run.After(now) }), b.fail()
}

func (b *book) NextJob(context.Context) (time.Time, bool, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if all := b.sorted(); len(all) > 0 {
		return all[0].Run, true, b.fail()
	}
	return time.Time{}, false, b.fail()
}

func (b *book) CommitJob(_ context.Context, p scheduler.Planned, at, next time.Time, ns []notice.Notice, _ time.Time) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.jobs[p.Name].Run != p.Run {
		return scheduler.ErrRan
	}
	p.Last, p.Run = at, next
	b.jobs[p.Name] = p
	b.commits++
	for _, n := range ns {
		b.said = append(b.said, n.Key)
	}
	return b.fail()
}

// told is what was said so far.
func (b *book) told() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.said)
}

// diary notes the runs of a job.
type diary struct {
	mu   sync.Mutex
	runs []scheduler.Run
	when []time.Time
}

func (d *diary) run(_ context.Context, r scheduler.Run) ([]notice.Notice, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.runs, d.when = append(d.runs, r), append(d.when, time.Now())
	return []notice.Notice{{Key: r.At.UTC().Format("01-02 15:04")}}, nil
}

// replica runs a loop of its own until the story ends it.
func replica(t *testing.T, tick time.Duration, b *book, c *clocks, registry ...scheduler.Job) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	l := scheduler.New(scheduler.Options{Firer: c, Clocks: c, Jobs: b, Registry: registry, Now: time.Now, Tick: tick, Log: zerolog.Nop()})
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := l.Run(ctx); err != nil {
			t.Error(err)
		}
	})
	return func() { cancel(); wg.Wait() }
}

// mustJob is a job by the clock of UTC. Bubbles begin at midnight before
// Saturday 1 January 2000.
func mustJob(tb testing.TB, name, spec string, run func(context.Context, scheduler.Run) ([]notice.Notice, error)) scheduler.Job {
	tb.Helper()
	return scheduler.Job{Name: name, Spec: mustSpec(tb, spec, time.UTC), Run: run}
}

// TestJobRunsOnce: a run on its instant, once for three replicas.
func TestJobRunsOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, d := newBook(), &diary{}
		for range 3 {
			defer replica(t, time.Hour, b, &clocks{page: 3}, mustJob(t, "digest", "daily 09:15", d.run))()
		}
		time.Sleep(72 * time.Hour)
		synctest.Wait()
		if want := []string{"01-01 09:15", "01-02 09:15", "01-03 09:15"}; !slices.Equal(b.said, want) {
			t.Errorf("said %v, want %v", b.said, want)
		}
		for i, at := range d.when {
			if !at.Equal(d.runs[i].At) {
				t.Errorf("the run of %s was at %s", d.runs[i].At, at)
			}
		}
		if last := d.runs[len(d.runs)-1].Last; !last.Equal(time.Date(2000, 1, 2, 9, 15, 0, 0, time.UTC)) {
			t.Errorf("the last run before was for %s", last)
		}
	})
}

// TestJobBetweenTicks: a run does not wait for the tick.
func TestJobBetweenTicks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, d := newBook(), &diary{}
		at := time.Now().Add(500 * time.Millisecond)
		b.jobs["digest"] = scheduler.Planned{Name: "digest", Spec: "daily 09:15 UTC", Run: at}
		defer replica(t, time.Second, b, &clocks{page: 3}, mustJob(t, "digest", "daily 09:15", d.run))()
		time.Sleep(5 * time.Second)
		synctest.Wait()
		if len(d.when) != 1 || !d.when[0].Equal(at) {
			t.Errorf("ran at %v, want %v", d.when, at)
		}
	})
}

// TestJobMissed: what was missed runs once.
func TestJobMissed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, d := newBook(), &diary{}
		registry := mustJob(t, "digest", "daily 09:15", d.run)
		replica(t, time.Hour, b, &clocks{page: 3}, registry)()
		stop := replica(t, time.Hour, b, &clocks{page: 3}, registry)
		time.Sleep(10 * time.Hour)
		stop()
		time.Sleep(96 * time.Hour) // nobody runs
		back := time.Now()
		defer replica(t, time.Hour, b, &clocks{page: 3}, registry)()
		time.Sleep(time.Hour)
		synctest.Wait()
		want := scheduler.Run{At: time.Date(2000, 1, 5, 9, 15, 0, 0, time.UTC), Last: time.Date(2000, 1, 1, 9, 15, 0, 0, time.UTC), Missed: 3}
		if len(d.runs) != 2 || d.runs[1] != want || !d.when[1].Equal(back) {
			t.Errorf("ran %v at %v, want %v at %v", d.runs, d.when, want, back)
		}
		if next := b.jobs["digest"].Run; !next.Equal(time.Date(2000, 1, 6, 9, 15, 0, 0, time.UTC)) {
			t.Errorf("the next run is %s", next)
		}
	})
}

// TestJobFails: a failing job keeps nobody waiting.
func TestJobFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, d, c := newBook(), &diary{}, &clocks{page: 3}
		var tries atomic.Int32
		fails := func(context.Context, scheduler.Run) ([]notice.Notice, error) {
			switch tries.Add(1) {
			case 1, 3:
				return nil, errors.New("broken")
			case 2:
				panic("broken")
			}
			return []notice.Notice{{Key: "at last"}}, nil
		}
		at := time.Now().Add(9*time.Minute + 300*time.Millisecond) // between two ticks
		for _, name := range []string{"bad", "good"} {
			b.jobs[name] = scheduler.Planned{Name: name, Spec: "daily 00:09 UTC", Run: at}
		}
		defer replica(t, time.Second, b, c, mustJob(t, "bad", "daily 00:09", fails), mustJob(t, "good", "daily 00:09", d.run))()
		c.add(at)
		time.Sleep(9*time.Minute + 500*time.Millisecond)
		synctest.Wait()
		if !slices.Equal(b.told(), []string{"01-01 00:09"}) || len(c.times()) != 1 || tries.Load() != 1 {
			t.Errorf("said %v, fired %v, %d tries", b.told(), c.times(), tries.Load())
		}
		time.Sleep(3 * time.Second)
		synctest.Wait()
		if !slices.Equal(b.told(), []string{"01-01 00:09", "at last"}) || tries.Load() != 4 {
			t.Errorf("said %v after %d tries", b.told(), tries.Load())
		}
	})
}

// TestJobSlow: a slow job keeps no clock waiting, and ends.
func TestJobSlow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, c, ended := newBook(), &clocks{page: 3}, time.Time{}
		slow := func(ctx context.Context, _ scheduler.Run) ([]notice.Notice, error) {
			<-ctx.Done()
			ended = time.Now()
			return nil, ctx.Err()
		}
		defer replica(t, time.Second, b, c, mustJob(t, "slow", "daily 00:09", slow))()
		at := time.Now().Add(9*time.Minute + 1234*time.Millisecond)
		c.add(at)
		time.Sleep(9*time.Minute + 90*time.Second)
		synctest.Wait()
		if fired := c.times(); len(fired) != 1 || !fired[0].Equal(at) {
			t.Errorf("fired %v, want %v", fired, at)
		}
		if want := time.Date(2000, 1, 1, 0, 10, 0, 0, time.UTC); !ended.Equal(want) {
			t.Errorf("the run ended at %s, want %s", ended, want)
		}
	})
}

// TestJobAfterClocks: clocks of the same instant come first.
func TestJobAfterClocks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, c := newBook(), &clocks{page: 3}
		fired := -1
		count := func(context.Context, scheduler.Run) ([]notice.Notice, error) { fired = len(c.times()); return nil, nil }
		defer replica(t, time.Hour, b, c, mustJob(t, "count", "daily 09:00", count))()
		c.add(time.Now().Add(9 * time.Hour))
		time.Sleep(10 * time.Hour)
		synctest.Wait()
		if fired != 1 {
			t.Errorf("the job saw %d clocks fired", fired)
		}
	})
}

// TestJobRegistry: a store that was away, another spec, a job that is gone.
func TestJobRegistry(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, d := newBook(), &diary{}
		b.away = true
		b.jobs["gone"] = scheduler.Planned{Name: "gone", Run: time.Now()}
		b.jobs["digest"] = scheduler.Planned{Name: "digest", Spec: "daily 08:00 UTC", Run: time.Now(), Last: time.Unix(7, 0)}
		defer replica(t, time.Second, b, &clocks{page: 3}, mustJob(t, "digest", "daily 00:15", d.run))()
		time.Sleep(3500 * time.Millisecond)
		synctest.Wait()
		b.mu.Lock()
		b.away = false
		b.mu.Unlock()
		time.Sleep(time.Hour)
		synctest.Wait()
		if !slices.Equal(b.said, []string{"01-01 00:15"}) || len(b.jobs) != 1 || !d.runs[0].Last.Equal(time.Unix(7, 0)) {
			t.Errorf("said %v of %v, runs %v", b.said, b.jobs, d.runs)
		}
	})
}

// TestJobOfAnotherVersion: what a newer program planned is left to it.
func TestJobOfAnotherVersion(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, d := newBook(), &diary{}
		defer replica(t, time.Second, b, &clocks{page: 3}, mustJob(t, "digest", "daily 00:10", d.run))()
		synctest.Wait()
		newer := scheduler.Planned{Name: "digest", Spec: "daily 00:05 UTC", Run: time.Now().Add(5 * time.Minute)}
		b.mu.Lock()
		b.jobs["digest"] = newer
		b.mu.Unlock()
		time.Sleep(time.Hour)
		synctest.Wait()
		if len(d.runs) != 0 || b.jobs["digest"] != newer {
			t.Errorf("ran %v, planned %v", d.runs, b.jobs["digest"])
		}
	})
}

// A store that lost its jobs (a failover, a restored backup, an old replica
// that knows fewer) gets them again while the program runs.
func TestJobsComeBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, d, o := newBook(), &diary{}, &diary{}
		spec, err := scheduler.ParseSpec("daily 09:00", time.UTC, nil)
		if err != nil {
			t.Fatal(err)
		}
		stop := replica(t, 10*time.Minute, b, &clocks{page: 3}, scheduler.Job{Name: "digest", Spec: spec, Run: d.run}, scheduler.Job{Name: "other", Spec: spec, Run: o.run})
		time.Sleep(time.Hour)
		b.mu.Lock()
		clear(b.jobs)
		b.mu.Unlock()
		time.Sleep(71 * time.Hour)
		stop()
		if n := len(d.runs); n != 3 {
			t.Errorf("%d runs in three days: %v (%v)", n, d.runs, slices.Clone(b.said))
		}
	})
}

// TestJobsReplaced: another registry takes over while the loop runs.
func TestJobsReplaced(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, gone, moved, fresh := newBook(), &diary{}, &diary{}, &diary{}
		loop := scheduler.New(scheduler.Options{
			Firer: &clocks{page: 3}, Clocks: &clocks{page: 3}, Jobs: b, Now: time.Now, Tick: time.Hour, Log: zerolog.Nop(),
			Registry: []scheduler.Job{mustJob(t, "gone", "daily 05:00", gone.run), mustJob(t, "moved", "daily 06:00", moved.run)},
		})
		ctx, stop := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		wg.Go(func() { _ = loop.Run(ctx) })
		defer func() { stop(); wg.Wait() }()
		time.Sleep(90 * time.Minute)
		loop.SetJobs([]scheduler.Job{mustJob(t, "moved", "daily 03:00", moved.run), mustJob(t, "fresh", "daily 02:30", fresh.run)})
		time.Sleep(6 * time.Hour)
		synctest.Wait()
		b.mu.Lock()
		defer b.mu.Unlock()
		if len(gone.runs) != 0 || len(moved.runs) != 1 || len(fresh.runs) != 1 || moved.runs[0].At.Hour() != 3 || len(b.jobs) != 2 {
			t.Errorf("gone %v, moved %v, fresh %v; planned %v", gone.runs, moved.runs, fresh.runs, b.jobs)
		}
	})
}
