package store

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/firstask/firstask/notice"
)

// EnsureJob makes a calendar job known: a new one, or one whose spec is another
// now, runs next at the instant given; else its next run stays, also when it
// lies in the past.
func (s *Store) EnsureJob(ctx context.Context, name, spec string, next time.Time) error {
	_, _, err := s.run(ctx, s.scripts.ensure, []string{s.keys.jobs(), s.keys.nextRun()}, name, spec, ceil(next))
	return wrap("ensure job", err)
}

// DropJobs forgets all calendar jobs but those named.
func (s *Store) DropJobs(ctx context.Context, keep []string) error {
	names, err := s.client.HKeys(ctx, s.keys.jobs()).Result()
	if err != nil {
		return wrap("drop jobs", err)
	}
	names = slices.DeleteFunc(names, func(name string) bool { return slices.Contains(keep, name) })
	if len(names) == 0 {
		return nil
	}
	_, err = s.client.TxPipelined(ctx, func(tx redis.Pipeliner) error {
		tx.HDel(ctx, s.keys.jobs(), names...)
		for _, name := range names {
			tx.ZRem(ctx, s.keys.nextRun(), name)
		}
		return nil
	})
	return wrap("drop jobs", err)
}

// JobsDue are the calendar jobs with a run at or before now, the earliest first.
func (s *Store) JobsDue(ctx context.Context, now time.Time) ([]Job, error) {
	due, err := s.client.ZRangeArgsWithScores(ctx, redis.ZRangeArgs{
		Key: s.keys.nextRun(), ByScore: true, Start: "-inf", Stop: floor(now),
	}).Result()
	if err != nil || len(due) == 0 {
		return nil, wrap("jobs due", err)
	}
	jobs := make([]Job, len(due))
	names := make([]string, len(due))
	for i, z := range due {
		names[i], _ = z.Member.(string)
		jobs[i] = Job{Name: names[i], Run: fromScore(z.Score)}
	}
	values, err := s.client.HMGet(ctx, s.keys.jobs(), names...).Result()
	if err != nil {
		return nil, wrap("jobs due", err)
	}
	for i, value := range values {
		raw, _ := value.(string)
		last, spec, _ := strings.Cut(raw, " ")
		jobs[i].Spec = spec
		if ms, err := strconv.ParseInt(last, 10, 64); err == nil && ms > 0 {
			jobs[i].Last = time.UnixMilli(ms).UTC()
		}
	}
	return jobs, nil
}

// NextJob is the earliest next run of all calendar jobs; false if there is none.
func (s *Store) NextJob(ctx context.Context) (time.Time, bool, error) {
	return s.first(ctx, "next job", s.keys.nextRun())
}

// CommitJob ends the run of a calendar job as JobsDue returned it: it ran for
// the instant at, its next run is set (zero: it has none), and what it has to
// say waits in the outbox, all of it or nothing. ErrConflict when its next run is
// no longer j.Run: another replica ran it, or its spec changed.
func (s *Store) CommitJob(ctx context.Context, j Job, at, next time.Time, ns []notice.Notice, now time.Time) error {
	queued, err := queue(ns, func(i int) string { return fmt.Sprintf("job/%s/%d/%d", j.Name, j.Run.UnixMilli(), i) })
	if err != nil {
		return fmt.Errorf("store: commit job: %w", err)
	}
	nextRun := ""
	if !next.IsZero() {
		nextRun = ceil(next)
	}
	k := s.keys
	args := append([]any{j.Name, ceil(j.Run), floor(at), nextRun, floor(now), k.lane()}, queued...)
	return marked("commit job")(s.run(ctx, s.scripts.job,
		[]string{k.jobs(), k.nextRun(), k.outbox(), k.slots(), k.lanes(), k.held()}, args...))
}
