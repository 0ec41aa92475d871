package scheduler

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/firstask/firstask/notice"
)

// ErrRan means that a run of a job was ended elsewhere meanwhile: by another
// replica, or because its spec changed. Nothing of this one was saved.
var ErrRan = errors.New("the run was ended elsewhere")

// Job is something to be done by the calendar. Its name is its identity in the
// store, and unique; another spec under the same name moves its next run.
type Job struct {
	Name string
	Spec Spec
	// Run works a run out and returns what is to be said. It changes nothing
	// itself: a run that fails, or that another replica ends first, is as if it had
	// never been. It has a minute.
	Run func(ctx context.Context, run Run) ([]notice.Notice, error)
}

// Run is one run of a job.
type Run struct {
	// At is the planned instant; if several passed, the newest.
	At time.Time
	// Last is the instant that the job last ran for; zero if it never did.
	Last time.Time
	// Missed is how many planned instants before At are made up for by this run.
	Missed int
}

// Planned is a job as it is kept.
type Planned struct {
	Name, Spec string
	// Run is its next run, Last the instant that it last ran for (or zero).
	Run, Last time.Time
}

// Jobs is where the next runs are kept; app/ adapts store.Store to it. Replicas
// share it, so that each run is ended once.
type Jobs interface {
	// EnsureJob makes a job known; one that is, with the same spec, stays as it is.
	EnsureJob(ctx context.Context, name, spec string, next time.Time) error
	// DropJobs forgets all jobs but those to be kept.
	DropJobs(ctx context.Context, keep []string) error
	// JobsDue are the jobs with a run at or before now.
	JobsDue(ctx context.Context, now time.Time) ([]Planned, error)
	// NextJob is the earliest next run of all; false if there is none.
	NextJob(ctx context.Context) (time.Time, bool, error)
	// CommitJob ends the run p, which stood for at: sets the next one and queues
	// what is to be said, all of it, or nothing with ErrRan or another error.
	CommitJob(ctx context.Context, p Planned, at, next time.Time, ns []notice.Notice, now time.Time) error
}

// jobTime is how long a run may take.
const jobTime = time.Minute

// runner runs the jobs of one Loop, one after the other and beside the clocks.
type runner struct {
	o      Options
	fresh  atomic.Pointer[[]Job] // a registry that takes the place of this one
	known  bool                  // the registry was written to the store
	failed map[string]bool       // since the last tick
	look   chan bool             // true for a tick
	next   chan time.Time
}

func newRunner(o Options) *runner {
	return &runner{o: o, failed: map[string]bool{}, look: make(chan bool, 1), next: make(chan time.Time, 1)}
}

// signal makes the runner look at what is due, at a tick also at what failed
// before; it never blocks.
func (r *runner) signal(tick bool) {
	if r.o.Jobs == nil {
		return
	}
	select {
	case r.look <- tick:
	default:
	}
}

// replace takes another registry, from the next look on.
func (r *runner) replace(all []Job) {
	r.fresh.Store(&all)
	r.signal(false)
}

// run looks at what is due whenever it is signalled, until ctx ends, and tells
// when the next run is.
func (r *runner) run(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case tick := <-r.look:
			if tick {
				clear(r.failed)
			}
		}
		next, err := r.pass(ctx, r.o.Now())
		if err != nil && ctx.Err() == nil {
			r.o.Log.Error().Err(err).Msg("calendar jobs not run, trying again")
		}
		select {
		case <-ctx.Done():
			return
		case r.next <- next:
		}
	}
}

// pass runs what is due at now, and returns when the next run of all is; zero if
// there is none, or the store failed. A job that failed is left for the next tick.
func (r *runner) pass(ctx context.Context, now time.Time) (time.Time, error) {
	if all := r.fresh.Swap(nil); all != nil {
		r.o.Registry, r.known = *all, false
	}
	if err := r.register(ctx, now); err != nil {
		return time.Time{}, err
	}
	due, err := r.o.Jobs.JobsDue(ctx, now)
	if err != nil {
		return time.Time{}, fmt.Errorf("scheduler: jobs due: %w", err)
	}
	var failed error
	for _, p := range due {
		job, found := r.job(p.Name)
		if !found || p.Spec != job.Spec.stored() || r.failed[p.Name] {
			continue // of another version of this program, or it failed just now
		}
		if err := r.end(ctx, job, p, now); err != nil && !errors.Is(err, ErrRan) {
			r.failed[p.Name] = true
			failed = errors.Join(failed, fmt.Errorf("scheduler: job %s: %w", p.Name, err))
		}
	}
	next, ok, err := r.o.Jobs.NextJob(ctx)
	if err == nil && !ok {
		r.known = false // the store lost them, if there were any
	}
	if err != nil || !ok {
		return time.Time{}, errors.Join(failed, err)
	}
	return next, failed
}

// register writes the registry to the store, once.
func (r *runner) register(ctx context.Context, now time.Time) error {
	if r.known {
		return nil
	}
	names := make([]string, 0, len(r.o.Registry))
	for _, j := range r.o.Registry {
		next := j.Spec.Next(now)
		if next.IsZero() {
			continue
		}
		if err := r.o.Jobs.EnsureJob(ctx, j.Name, j.Spec.stored(), next); err != nil {
			return fmt.Errorf("scheduler: job %s: %w", j.Name, err)
		}
		names = append(names, j.Name)
	}
	if err := r.o.Jobs.DropJobs(ctx, names); err != nil {
		return fmt.Errorf("scheduler: drop jobs: %w", err)
	}
	r.known = true
	return nil
}

func (r *runner) job(name string) (Job, bool) {
	for _, j := range r.o.Registry {
		if j.Name == name {
			return j, true
		}
	}
	return Job{}, false
}

// end works one run out and commits it.
func (r *runner) end(ctx context.Context, j Job, p Planned, now time.Time) error {
	run := Run{At: p.Run, Last: p.Last}
	next := j.Spec.Next(run.At)
	for ; !next.IsZero() && !next.After(now); next = j.Spec.Next(next) {
		run.At, run.Missed = next, run.Missed+1
	}
	ctx, cancel := context.WithTimeout(ctx, jobTime)
	defer cancel()
	ns, err := guarded(ctx, j, run)
	if err != nil {
		return err
	}
	return r.o.Jobs.CommitJob(ctx, p, run.At, next, ns, now)
}

// guarded keeps a job that breaks from ending the program.
func guarded(ctx context.Context, j Job, run Run) (ns []notice.Notice, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic of type %T", p)
		}
	}()
	return j.Run(ctx, run)
}
