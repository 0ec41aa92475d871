package app

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/firstask/firstask/config"
	"github.com/firstask/firstask/handlers"
	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/scheduler"
)

// errJob means that a configuration names a calendar job that does not exist.
var errJob = errors.New("no such job")

// registry are the calendar jobs of a configuration: what they do is here, when
// they run is data.
func registry(c *config.Config, desk *handlers.Desk) ([]scheduler.Job, error) {
	does := jobWork(desk)
	days := c.Org.Calendar(c.Policy.Calendar)
	all := make([]scheduler.Job, 0, len(c.Policy.Jobs))
	for _, name := range slices.Sorted(maps.Keys(c.Policy.Jobs)) {
		run, known := does[name]
		if !known {
			return nil, fmt.Errorf("app: job %q: %w; there are %s", name, errJob, strings.Join(slices.Sorted(maps.Keys(does)), ", "))
		}
		spec, err := scheduler.ParseSpec(c.Policy.Jobs[name], c.Org.Zone, days)
		if err != nil {
			return nil, fmt.Errorf("app: job %s: %w", name, err)
		}
		all = append(all, scheduler.Job{Name: name, Spec: spec, Run: run})
	}
	return all, nil
}

type work = func(context.Context, scheduler.Run) ([]notice.Notice, error)

// jobWork is what the jobs do, by name.
func jobWork(desk *handlers.Desk) map[string]work {
	daily := func(do func(context.Context, time.Time) ([]notice.Notice, error)) work {
		return func(ctx context.Context, r scheduler.Run) ([]notice.Notice, error) { return do(ctx, r.At) }
	}
	return map[string]work{
		"digest": daily(desk.Digest),
		"chain":  daily(desk.Chains),
		"observed": func(ctx context.Context, r scheduler.Run) ([]notice.Notice, error) {
			return desk.Observed(ctx, r.Last, r.At)
		},
	}
}
