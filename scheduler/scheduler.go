// Package scheduler turns the passing of time into work: it sleeps until the
// earliest clock or calendar job it knows of, is woken by this process's own commits, and looks
// again at every tick, so that a clock another replica set is never missed.
// Deadlines are data; nothing is lost if this loop stops.
package scheduler

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/robfig/cron/v3"
	"github.com/rs/zerolog"
)

// Firer handles clocks that are due; *handlers.Desk is one.
type Firer interface {
	// Fire handles one page of what is due at now and reports whether it got on and
	// there may be more; an error is of some of the page, and does not end it.
	Fire(ctx context.Context, now time.Time) (more bool, err error)
}

// Clocks says when the earliest clock is due; *store.Store does.
type Clocks interface {
	NextDue(ctx context.Context) (time.Time, bool, error)
}

// Pulse is told that the program is there; *store.Store is one.
type Pulse interface {
	// Beat notes it; where the last beat lies further back than longest, nobody
	// was there in between.
	Beat(ctx context.Context, now time.Time, longest time.Duration) error
}

// Options are what a Loop needs.
type Options struct {
	Firer  Firer
	Clocks Clocks
	// Pulse hears of every tick, before anything is fired; nil for none.
	Pulse Pulse
	// Jobs keeps the next runs of the jobs in Registry; nil runs none.
	Jobs     Jobs
	Registry []Job
	Now      func() time.Time
	// Tick is how often the loop looks whatever it knows; 0 means one second.
	Tick time.Duration
	Log  zerolog.Logger
}

// An outage is noticed after so many beats that did not come, and not before it
// lasted so long.
const (
	beatEvery   = 5 * time.Second
	missedBeats = 3
	leastOutage = 20 * time.Second
)

// Loop is the scheduler of one process. Run it once.
type Loop struct {
	o    Options
	jobs *runner
	wake chan struct{}
	tick chan struct{}

	beaten time.Time // when the store last heard that the program is there
}

// New makes a loop.
func New(o Options) *Loop {
	if o.Tick <= 0 {
		o.Tick = time.Second
	}
	return &Loop{o: o, jobs: newRunner(o), wake: make(chan struct{}, 1), tick: make(chan struct{}, 1)}
}

// Wake makes the loop look at the clocks now. It never blocks.
func (l *Loop) Wake() { nudge(l.wake) }

// SetJobs replaces the registry while the loop runs: new jobs get their next run,
// those with another spec another one, those left out are forgotten. It never blocks.
func (l *Loop) SetJobs(all []Job) { l.jobs.replace(all) }

func nudge(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// Run fires what is due until ctx ends, then returns once the passes in hand
// are finished. A failing store is tried again at the next tick. Jobs run one
// after the other, beside the clocks and, of one instant, after them.
func (l *Loop) Run(ctx context.Context) error {
	ticks := cron.New(cron.WithLocation(time.UTC), cron.WithChain(cron.Recover(cron.DiscardLogger)))
	if _, err := ticks.AddFunc("@every "+l.o.Tick.String(), func() { nudge(l.tick) }); err != nil {
		return fmt.Errorf("scheduler: tick: %w", err)
	}
	ticks.Start()
	defer func() { <-ticks.Stop().Done() }()
	var jobs sync.WaitGroup
	defer jobs.Wait()
	jobs.Go(func() { l.jobs.run(ctx) })
	nudge(l.tick)
	l.loop(ctx)
	return nil
}

func (l *Loop) loop(ctx context.Context) {
	timer := time.NewTimer(l.o.Tick) // the first look is a tick
	defer timer.Stop()
	var seen, clock, job time.Time // the last look, and the next ones known
	for {
		look := false
		select {
		case <-ctx.Done():
			return
		case job = <-l.jobs.next:
			l.arm(timer, seen, clock, job)
			continue
		case <-l.tick:
			look = true
		case <-timer.C:
		case <-l.wake:
		}
		seen = l.o.Now()
		if !l.beat(ctx, seen) {
			l.arm(timer, seen, clock, job)
			continue // a limit that passed meanwhile must not count before it is known why nobody answered
		}
		var err error
		if clock, err = l.RunOnce(ctx, seen); err != nil && ctx.Err() == nil {
			l.o.Log.Error().Err(err).Msg("clocks not fired, trying again")
		}
		if look || !job.IsZero() && !job.After(seen) {
			l.jobs.signal(look)
		}
		l.arm(timer, seen, clock, job)
	}
}

// beat reports whether the store heard of late that the program is there.
func (l *Loop) beat(ctx context.Context, now time.Time) bool {
	if l.o.Pulse == nil || now.Sub(l.beaten) < beatEvery {
		return true
	}
	err := l.o.Pulse.Beat(ctx, now, max(missedBeats*l.o.Tick, leastOutage))
	if err != nil {
		if ctx.Err() == nil {
			l.o.Log.Error().Err(err).Msg("the store does not answer, trying again")
		}
		return false
	}
	l.beaten = now
	return true
}

// arm sets the timer to the earliest of the instants that lay ahead at the last
// look. What stayed behind then waits for the tick: it must not spin.
func (l *Loop) arm(timer *time.Timer, seen time.Time, instants ...time.Time) {
	var next time.Time
	for _, at := range instants {
		if at.After(seen) && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	timer.Stop()
	if !next.IsZero() {
		timer.Reset(max(next.Sub(l.o.Now()), 0))
	}
}

// RunOnce fires everything that is due at now, page by page, and returns when
// the next clock is due; zero if none runs or something failed. What lies at or
// before now was left behind: somebody changed it meanwhile, or it cannot be read.
func (l *Loop) RunOnce(ctx context.Context, now time.Time) (time.Time, error) {
	var failed error
	for more := true; more; {
		var err error
		if more, err = l.o.Firer.Fire(ctx, now); err != nil {
			failed = fmt.Errorf("scheduler: fire: %w", err)
		}
	}
	if failed != nil {
		return time.Time{}, failed
	}
	next, ok, err := l.o.Clocks.NextDue(ctx)
	if err != nil {
		return time.Time{}, fmt.Errorf("scheduler: next due: %w", err)
	}
	if !ok {
		return time.Time{}, nil
	}
	return next, nil
}
