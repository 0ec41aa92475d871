package storetest

import (
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/store"
)

func jobsTests() map[string]func(*fixture) {
	return map[string]func(*fixture){
		"known once, moved by another spec":      jobKnown,
		"due, run and next":                      jobRuns,
		"a hundred at once end it once":          jobOnce,
		"what it says goes the way of all":       jobSays,
		"a spec that changes ends nothing twice": jobMoved,
		"dropped but for those kept":             jobsDropped,
		"said once of one content":               saidOnce,
		"one that never runs again":              jobEnds,
	}
}

func (f *fixture) jobsDue(now time.Time) []store.Job {
	f.Helper()
	jobs, err := f.s.JobsDue(f.Context(), now)
	f.must(err)
	return jobs
}

func (f *fixture) nextJob() time.Time {
	f.Helper()
	at, _, err := f.s.NextJob(f.Context())
	f.must(err)
	return at
}

func jobKnown(f *fixture) {
	f.same("none", []any{f.nextJob(), len(f.jobsDue(f.now))}, []any{time.Time{}, 0})
	ensure := func(spec string, next time.Time) { f.must(f.s.EnsureJob(f.Context(), "digest", spec, next)) }
	ensure("workdays 09:15 Asia/Shanghai", f.now)
	ensure("workdays 09:15 Asia/Shanghai", f.now.Add(24*time.Hour))
	f.same("what is due stays", f.nextJob(), f.now)
	f.must(f.s.CommitJob(f.Context(), f.jobsDue(f.now)[0], f.now, f.now.Add(24*time.Hour), nil, f.now))
	ensure("workdays 09:30 Asia/Shanghai", f.now.Add(15*time.Minute))
	f.same("another spec", f.jobsDue(f.now.Add(time.Hour)), []store.Job{
		{Name: "digest", Spec: "workdays 09:30 Asia/Shanghai", Run: f.now.Add(15 * time.Minute), Last: f.now},
	})
}

func jobRuns(f *fixture) {
	f.must(f.s.EnsureJob(f.Context(), "b", "weekly", f.now.Add(time.Hour)))
	f.must(f.s.EnsureJob(f.Context(), "a", "daily", f.now))
	f.same("before", f.jobsDue(f.now.Add(-time.Millisecond)), []store.Job{})
	f.same("one", f.jobsDue(f.now), []store.Job{{Name: "a", Spec: "daily", Run: f.now}})
	late := f.now.Add(50 * time.Hour)
	due := f.jobsDue(late)
	f.same("both, the earliest first", []string{due[0].Name, due[1].Name}, []string{"a", "b"})
	f.must(f.s.CommitJob(f.Context(), due[0], f.now.Add(48*time.Hour), f.now.Add(72*time.Hour), nil, late))
	f.is(f.s.CommitJob(f.Context(), due[0], f.now.Add(48*time.Hour), f.now.Add(72*time.Hour), nil, late), store.ErrConflict)
	f.same("next", f.nextJob(), f.now.Add(time.Hour))
	f.same("then", f.jobsDue(f.now.Add(72 * time.Hour))[1], store.Job{Name: "a", Spec: "daily", Run: f.now.Add(72 * time.Hour), Last: f.now.Add(48 * time.Hour)})
}

func jobOnce(f *fixture) {
	f.must(f.s.EnsureJob(f.Context(), "digest", "daily", f.now))
	job := f.jobsDue(f.now)[0]
	var done, lost atomic.Int64
	var wg sync.WaitGroup
	for i := range 100 {
		wg.Go(func() {
			ns := []notice.Notice{dm("from "+key(i), "U0LI", notice.Alert, "")}
			switch err := f.s.CommitJob(f.Context(), job, f.now, f.now.Add(time.Hour), ns, f.now); {
			case err == nil:
				done.Add(1)
			case errors.Is(err, store.ErrConflict):
				lost.Add(1)
			default:
				f.Error(err)
			}
		})
	}
	wg.Wait()
	count, _ := f.depth(f.now)
	f.same("done, lost and said", []int64{done.Load(), lost.Load(), int64(count)}, []int64{1, 99, 1})
}

func jobSays(f *fixture) {
	f.create(say(dm("card 1", "U0LI", notice.Edit, "card"), dm("known", "U0LI", notice.Alert, "")))
	f.must(f.s.EnsureJob(f.Context(), "digest", "daily", f.now))
	nameless := notice.Notice{Kind: notice.Digest, To: notice.Recipient{User: "U0BEN"}, Items: []notice.Item{{Kind: notice.Asked, Ticket: 1}}}
	ns := []notice.Notice{
		dm("card 2", "U0LI", notice.Answer, "card"), dm("known", "U0SUN", notice.Alert, ""),
		after(dm("held", "U0LI", notice.Alert, ""), f.now.Add(time.Hour)), nameless, nameless,
	}
	f.must(f.s.CommitJob(f.Context(), f.jobsDue(f.now)[0], f.now, f.now.Add(24*time.Hour), ns, f.now))
	token := f.lease("a", f.now)
	said := map[string][]string{}
	for entries := f.claim(token, f.now, 10); len(entries) > 0; entries = f.claim(token, f.now, 10) {
		for _, e := range entries {
			said[e.Lane] = append(said[e.Lane], e.ID+" "+e.Notice.Key)
			f.sent(token, e, f.now)
		}
	}
	run := "job/digest/" + itoa(f.now.UnixMilli())
	f.same("said", said, map[string][]string{"U0LI": {"card 1 card 2", "known known"}, "U0BEN": {run + "/3 ", run + "/4 "}})
	f.same("held", f.drain(token, f.now.Add(time.Hour)), []string{"held"})
}

func jobMoved(f *fixture) {
	f.must(f.s.EnsureJob(f.Context(), "digest", "daily 09:00", f.now))
	job := f.jobsDue(f.now)[0]
	f.must(f.s.EnsureJob(f.Context(), "digest", "daily 10:00", f.now.Add(time.Hour)))
	ns := []notice.Notice{dm("1", "U0LI", notice.Alert, "")}
	f.is(f.s.CommitJob(f.Context(), job, f.now, f.now.Add(24*time.Hour), ns, f.now), store.ErrConflict)
	f.is(f.s.CommitJob(f.Context(), store.Job{Name: "unknown"}, f.now, f.now, ns, f.now), store.ErrConflict)
	count, _ := f.depth(f.now)
	f.same("said", count, 0)
	f.same("next", f.nextJob(), f.now.Add(time.Hour))
}

func jobsDropped(f *fixture) {
	for i, name := range []string{"a", "b", "c"} {
		f.must(f.s.EnsureJob(f.Context(), name, "daily", f.now.Add(time.Duration(i)*time.Hour)))
	}
	f.must(f.s.DropJobs(f.Context(), []string{"b", "other"}))
	due := f.jobsDue(f.now.Add(24 * time.Hour))
	f.same("kept", due, []store.Job{{Name: "b", Spec: "daily", Run: f.now.Add(time.Hour)}})
	f.must(f.s.DropJobs(f.Context(), []string{"b"}))
	f.must(f.s.DropJobs(f.Context(), nil))
	f.same("none", f.nextJob(), time.Time{})
	f.is(f.s.CommitJob(f.Context(), due[0], f.now, f.now, nil, f.now), store.ErrConflict)
}

func jobEnds(f *fixture) {
	f.must(f.s.EnsureJob(f.Context(), "once", "once", f.now))
	f.must(f.s.CommitJob(f.Context(), f.jobsDue(f.now)[0], f.now, time.Time{}, nil, f.now))
	f.same("next", f.nextJob(), time.Time{})
}

// Of several replicas the first one says what changed; of the same content
// nothing is said again until it was another one, or a start had another one.
func saidOnce(f *fixture) {
	say := func(content, key string) error {
		return f.s.SayOnce(f.Context(), content, []notice.Notice{dm(key, "U0LI", notice.Alert, "")}, f.now)
	}
	f.must(say("b", "a to b"))
	f.is(say("b", "a to b, elsewhere"), store.ErrConflict)
	f.must(say("a", "b to a"))
	f.must(say("b", "a to b again"))
	f.must(f.s.Unsaid(f.Context(), "b"))
	f.is(say("b", "a start with b"), store.ErrConflict)
	f.must(f.s.Unsaid(f.Context(), "a"))
	f.must(say("b", "a start with a, then b"))
	f.same("said", f.drain(f.lease("x", f.now), f.now), []string{"a to b", "b to a", "a to b again", "a start with a, then b"})
}
