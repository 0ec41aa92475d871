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
	if wrong := c.JobProblems(jobsFit(c)); len(wrong) > 0 {
		return nil, wrong
	}
	does := jobWork(desk)
	all := make([]scheduler.Job, 0, len(c.Policy.Jobs))
	for _, name := range slices.Sorted(maps.Keys(c.Policy.Jobs)) {
		spec, err := jobSpec(c, c.Policy.Jobs[name])
		if err != nil {
			return nil, err
		}
		all = append(all, scheduler.Job{Name: name, Spec: spec, Run: does[name]})
	}
	return all, nil
}

func jobSpec(c *config.Config, spec string) (scheduler.Spec, error) {
	return scheduler.ParseSpec(spec, c.Org.Zone, c.Org.Calendar(c.Policy.Calendar))
}

// jobsFit says why a calendar job cannot run.
func jobsFit(c *config.Config) func(name, spec string) error {
	return func(name, spec string) error {
		does := jobWork(nil)
		if does[name] == nil {
			return fmt.Errorf("%q: %w; there are %s", name, errJob, strings.Join(slices.Sorted(maps.Keys(does)), ", "))
		}
		_, err := jobSpec(c, spec)
		return err
	}
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
		"gaps": func(ctx context.Context, r scheduler.Run) ([]notice.Notice, error) {
			return desk.Gaps(ctx, r.Last, r.At)
		},
	}
}
