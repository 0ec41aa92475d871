package storetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/firstask/firstask/store"
	"github.com/firstask/firstask/ticket"
)

func openTests() map[string]func(*fixture) {
	return map[string]func(*fixture){
		"the number of partitions is written once": func(f *fixture) {
			_, err := store.Open(f.Context(), store.Options{Client: f.client, Team: Team, Partitions: 64})
			f.is(err, store.ErrPartitions)
			_, err = store.Open(f.Context(), store.Options{Client: f.client, Team: Team, Partitions: 16})
			f.must(err)
		},
		"options that cannot be": func(f *fixture) {
			for name, o := range map[string]store.Options{
				"no team": {}, "a team that breaks keys": {Team: "T{1}"}, "too many partitions": {Team: Team, Partitions: 1001},
				"negative partitions": {Team: Team, Partitions: -1},
			} {
				o.Client = f.client
				if _, err := store.Open(f.Context(), o); err == nil {
					f.Errorf("%s: no error", name)
				}
			}
		},
		"workspaces do not see each other": func(f *fixture) {
			other := f.open("T0OTHER")
			saved := f.create()
			_, err := other.Load(f.Context(), saved.Ticket.Number)
			f.is(err, store.ErrNotFound)
			numbers, err := other.Unfinished(f.Context())
			f.must(err)
			f.same("unfinished of another workspace", numbers, []int64{})
		},
		"it answers and tells its time": func(f *fixture) {
			f.must(f.s.Ping(f.Context()))
			now, err := f.s.ServerTime(f.Context())
			f.must(err)
			if off := time.Since(now).Abs(); off > time.Minute {
				f.Errorf("the server's clock is %s off", off)
			}
		},
		"a store that cannot be reached says so everywhere": everythingUnavailable,
		"a caller who gave up is not told unavailable": func(f *fixture) {
			ctx, cancel := context.WithCancel(f.Context())
			cancel()
			f.is(f.s.Ping(ctx), context.Canceled)
		},
		"scripts that the server forgot are sent again": func(f *fixture) {
			f.must(f.client.ScriptFlush(f.Context()).Err())
			saved := f.create()
			f.must(f.client.ScriptFlush(f.Context()).Err())
			errs := f.s.CommitMany(f.Context(), []store.Commit{f.next(saved, "reminder"), f.request()})
			f.same("errors", errs, []error{nil, nil})
			f.same("revision", f.load(saved.Ticket.Number).Rev, int64(2))
		},
	}
}

func everythingUnavailable(f *fixture) {
	c, saved := f.request(), f.create()
	f.must(f.client.Close())
	ctx, s, e := f.Context(), f.s, store.Entry{}
	calls := map[string]func() error{
		"Ping":       func() error { return s.Ping(ctx) },
		"ServerTime": func() error { _, err := s.ServerTime(ctx); return err },
		"NextNumber": func() error { _, err := s.NextNumber(ctx); return err },
		"Load":       func() error { _, err := s.Load(ctx, 1); return err },
		"LoadMany":   func() error { _, err := s.LoadMany(ctx, []int64{1}); return err },
		"Commit":     func() error { return s.Commit(ctx, c) },
		"CommitMany": func() error { return s.CommitMany(ctx, []store.Commit{c})[0] },
		"Keep":       func() error { _, err := s.Keep(ctx, "k", nil); return err },
		"Seen":       func() error { _, _, err := s.Seen(ctx, "k"); return err },
		"ByPost":     func() error { _, _, err := s.ByPost(ctx, "C", "1"); return err },
		"LastOf":     func() error { _, _, _, err := s.LastOf(ctx, "a"); return err },
		"Unfinished": func() error { _, err := s.Unfinished(ctx); return err },
		"Of":         func() error { _, err := s.Of(ctx, "U"); return err },
		"Due":        func() error { _, err := s.Due(ctx, f.now, 0, 1); return err },
		"NextDue":    func() error { _, _, err := s.NextDue(ctx); return err },
		"History":    func() error { _, err := s.History(ctx, saved); return err },
		"Lease":      func() error { _, _, err := s.Lease(ctx, "h", f.now, time.Second); return err },
		"Release":    func() error { return s.Release(ctx, 1) },
		"Claim":      func() error { _, err := s.Claim(ctx, 1, f.now, 1); return err },
		"Sent":       func() error { return s.Sent(ctx, 1, e, store.Receipt{}, f.now) },
		"Later":      func() error { return s.Later(ctx, 1, e, f.now, false) },
		"Dead":       func() error { return s.Dead(ctx, 1, e, "", f.now) },
		"Redirect":   func() error { return s.Redirect(ctx, 1, e, e.Notice.To, f.now) },
		"Hold":       func() error { return s.Hold(ctx, 1, e, f.now) },
		"Waiting":    func() error { _, err := s.Waiting(ctx, 1, "U"); return err },
		"Absorb":     func() error { return s.Absorb(ctx, 1, e, nil) },
		"Fold":       func() error { _, _, err := s.Fold(ctx, "D", "1"); return err },
		"FoldedAt":   func() error { _, _, err := s.FoldedAt(ctx, "U"); return err },
		"Told":       func() error { _, err := s.Told(ctx, "U", f.now); return err },
		"EnsureJob":  func() error { return s.EnsureJob(ctx, "j", "daily", f.now) },
		"DropJobs":   func() error { return s.DropJobs(ctx, nil) },
		"JobsDue":    func() error { _, err := s.JobsDue(ctx, f.now); return err },
		"NextJob":    func() error { _, _, err := s.NextJob(ctx); return err },
		"CommitJob":  func() error { return s.CommitJob(ctx, store.Job{Name: "j"}, f.now, f.now, nil, f.now) },
		"SayOnce":    func() error { return s.SayOnce(ctx, "hash", nil, f.now) },
		"Unsaid":     func() error { return s.Unsaid(ctx, "hash") },
		"Events": func() error {
			return s.EventsBetween(ctx, f.now, f.now, nil, func(int64, ticket.Event) error { return nil })
		},
		"Places":     func() error { _, err := s.Places(ctx, 1); return err },
		"Delivered":  func() error { _, _, err := s.Delivered(ctx, "k"); return err },
		"NextSend":   func() error { _, _, err := s.NextSend(ctx); return err },
		"Depth":      func() error { _, _, err := s.Depth(ctx, f.now); return err },
		"Letters":    func() error { _, err := s.DeadLetters(ctx, 1); return err },
		"SavePolicy": func() error { return s.SavePolicy(ctx, "p", nil) },
		"LoadPolicy": func() error { _, err := s.LoadPolicy(ctx, "p"); return err },
		"PutPeople":  func() error { return s.PutPeople(ctx, map[string][]byte{"U": nil}) },
		"People":     func() error { _, err := s.People(ctx); return err },
		"Open":       func() error { _, err := store.Open(ctx, store.Options{Client: f.client, Team: Team}); return err },
	}
	for name, call := range calls {
		f.Run(name, func(t *testing.T) {
			if err := call(); !errors.Is(err, store.ErrUnavailable) {
				t.Errorf("error %v, want ErrUnavailable", err)
			}
		})
	}
}
