package storetest

import (
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/store"
)

func leaseTests() map[string]func(*fixture) {
	return map[string]func(*fixture){
		"one holder until it ends":               leaseEnds,
		"given back":                             leaseReleased,
		"a hundred at once have one winner":      leaseRace,
		"a new token brings back what was lost":  leaseTakeover,
		"an old token marks and claims nothing":  leaseLost,
		"a lost claim comes back after Release":  claimLost,
		"a lease of nobody":                      leaseOfNobody,
		"two senders never have the same entry":  twoSenders,
		"an old sender's message is found again": oldSenderSent,
	}
}

func leaseEnds(f *fixture) {
	first := f.lease("a", f.now)
	_, ok, err := f.s.Lease(f.Context(), "b", f.now.Add(9*time.Second), 10*time.Second)
	f.must(err)
	f.same("b while a has it", ok, false)
	f.same("a renews", f.lease("a", f.now.Add(9*time.Second)), first)
	_, ok, err = f.s.Lease(f.Context(), "b", f.now.Add(18*time.Second), 10*time.Second)
	f.must(err)
	f.same("b while a has it again", ok, false)
	second := f.lease("b", f.now.Add(19*time.Second))
	if second <= first {
		f.Errorf("token %d after %d", second, first)
	}
	f.same("late renewal without a rival", f.lease("b", f.now.Add(time.Hour)), second)
}

func leaseReleased(f *fixture) {
	first := f.lease("a", f.now)
	f.must(f.s.Release(f.Context(), first))
	second := f.lease("b", f.now)
	f.is(f.s.Release(f.Context(), first), store.ErrLeaseLost)
	f.must(f.s.Release(f.Context(), second))
	if third := f.lease("b", f.now); third <= second {
		f.Errorf("the same holder again: token %d after %d", third, second)
	}
}

func leaseRace(f *fixture) {
	var won atomic.Int64
	var wg sync.WaitGroup
	for i := range 100 {
		wg.Go(func() {
			if _, ok, err := f.s.Lease(f.Context(), key(i), f.now, time.Second); err != nil {
				f.Error(err)
			} else if ok {
				won.Add(1)
			}
		})
	}
	wg.Wait()
	f.same("winners", won.Load(), int64(1))
}

func leaseTakeover(f *fixture) {
	saved := f.create(say(dm("1", "U0LI", notice.Answer, "card"), dm("2", "U0BEN", notice.Answer, ""), dm("3", "U0BEN", notice.Answer, "")))
	old := f.lease("a", f.now)
	f.same("claimed", len(f.claim(old, f.now, 10)), 2)
	f.change(saved, "note", say(dm("4", "U0LI", notice.Edit, "card"))) // does not overwrite what is in flight
	later := f.now.Add(time.Minute)
	f.same("renewed, nothing comes back", []any{f.lease("a", later), len(f.claim(old, later, 10))}, []any{old, 0})
	later = later.Add(time.Minute)
	token := f.lease("b", later)
	entries := f.claim(token, later, 10)
	got := said(entries)
	slices.Sort(got)
	f.same("back", got, []string{"1", "2"})
	for _, e := range entries {
		f.same("claimed before", []any{e.Claimed, e.Attempt}, []any{true, 0})
		f.sent(token, e, later)
	}
	rest := f.claim(token, later, 10)
	for _, e := range rest {
		f.same("not claimed before", e.Claimed, false)
	}
	got = said(rest)
	slices.Sort(got)
	f.same("rest", got, []string{"3", "4"})
}

func leaseLost(f *fixture) {
	f.create(say(dm("1", "U0LI", notice.Answer, ""), dm("2", "U0BEN", notice.Answer, "")))
	old := f.lease("a", f.now)
	entries := f.claim(old, f.now, 1)
	e := entries[0]
	token := f.lease("b", f.now.Add(time.Minute))
	_, err := f.s.Claim(f.Context(), old, f.now, 10)
	f.is(err, store.ErrLeaseLost)
	f.is(f.s.Sent(f.Context(), old, e, store.Receipt{Channel: "D", TS: "1"}, f.now), store.ErrLeaseLost)
	f.is(f.s.Later(f.Context(), old, e, f.now, false), store.ErrLeaseLost)
	f.is(f.s.Dead(f.Context(), old, e, "", f.now), store.ErrLeaseLost)
	f.is(f.s.Redirect(f.Context(), old, e, e.Notice.To, f.now), store.ErrLeaseLost)
	f.same("all there", len(f.claim(token, f.now.Add(time.Minute), 10)), 2)
}

func claimLost(f *fixture) {
	f.create(say(dm("1", "U0LI", notice.Answer, "")))
	token := f.lease("a", f.now)
	f.claim(token, f.now, 10) // nobody got the answer
	f.must(f.s.Release(f.Context(), token))
	e := f.only(f.lease("a", f.now), f.now)
	f.same("back", []any{e.Notice.Key, e.Claimed}, []any{"1", true})
}

func leaseOfNobody(f *fixture) {
	if _, _, err := f.s.Lease(f.Context(), "", f.now, time.Second); err == nil {
		f.Error("a holder without a name: no error")
	}
	_, err := f.s.Claim(f.Context(), 1, f.now, 1)
	f.is(err, store.ErrLeaseLost)
	f.is(f.s.Release(f.Context(), 1), store.ErrLeaseLost)
}

func twoSenders(f *fixture) {
	notices := make([]notice.Notice, 0, 60)
	for i := range 60 {
		notices = append(notices, dm(key(i), "U0"+key(i%20), notice.Answer, ""))
	}
	f.create(say(notices...))
	token := f.lease("a", f.now)
	var mu sync.Mutex
	times := map[string]int{}
	var wg sync.WaitGroup
	for range 4 { // workers of one sender
		wg.Go(func() {
			for range 30 {
				entries, err := f.s.Claim(f.Context(), token, f.now, 3)
				if err != nil {
					f.Error(err)
				}
				for _, e := range entries {
					mu.Lock()
					times[e.Notice.Key]++
					mu.Unlock()
					if err := f.s.Sent(f.Context(), token, e, store.Receipt{Channel: "D", TS: e.ID}, f.now); err != nil {
						f.Error(err)
					}
				}
			}
		})
	}
	wg.Wait()
	f.same("different entries", len(times), 60)
	for k, n := range times {
		if n != 1 {
			f.Errorf("%s was claimed %d times", k, n)
		}
	}
}

// oldSenderSent: a sender marks late, after another took the lease over and
// found its message. The second mark of the delivery changes nothing.
func oldSenderSent(f *fixture) {
	f.create(say(dm("1", "U0LI", notice.Answer, "")))
	old := f.lease("a", f.now)
	e := f.only(old, f.now)
	later := f.now.Add(time.Minute)
	token := f.lease("b", later)
	found := f.only(token, later)
	f.same("to be looked for", found.Claimed, true)
	f.sent(token, found, later)
	f.sent(old, e, later)
	f.same("rest", f.drain(token, later), []string{})
}
