package app

import (
	"context"
	"errors"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/scheduler"
	"github.com/firstask/firstask/store"
)

// jobs plugs the store in where the scheduler says what it needs of calendar
// jobs. Said is called when a run has queued something to be said.
type jobs struct {
	s    *store.Store
	said func()
}

var _ scheduler.Jobs = jobs{}

func (j jobs) EnsureJob(ctx context.Context, name, spec string, next time.Time) error {
	return j.s.EnsureJob(ctx, name, spec, next)
}

func (j jobs) DropJobs(ctx context.Context, keep []string) error { return j.s.DropJobs(ctx, keep) }

func (j jobs) JobsDue(ctx context.Context, now time.Time) ([]scheduler.Planned, error) {
	due, err := j.s.JobsDue(ctx, now)
	out := make([]scheduler.Planned, len(due))
	for i, d := range due {
		out[i] = scheduler.Planned(d)
	}
	return out, err
}

func (j jobs) NextJob(ctx context.Context) (time.Time, bool, error) { return j.s.NextJob(ctx) }

func (j jobs) CommitJob(ctx context.Context, p scheduler.Planned, at, next time.Time, ns []notice.Notice, now time.Time) error {
	err := j.s.CommitJob(ctx, store.Job(p), at, next, ns, now)
	if errors.Is(err, store.ErrConflict) {
		return scheduler.ErrRan
	}
	if err == nil && len(ns) > 0 {
		j.said()
	}
	return err
}
