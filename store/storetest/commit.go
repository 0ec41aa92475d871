package storetest

import (
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/store"
	"github.com/firstask/firstask/ticket"
)

func commitTests() map[string]func(*fixture) {
	return map[string]func(*fixture){
		"what was committed is loaded": func(f *fixture) {
			c := f.request()
			f.must(f.s.Commit(f.Context(), c))
			saved := f.load(c.Decision.Ticket.Number)
			f.same("ticket", saved.Ticket, c.Decision.Ticket)
			f.same("revision", saved.Rev, int64(1))
			f.same("how many events", len(saved.Events), 1)
			f.same("length of the last hash", len(saved.LastHash), 64)
		},
		"a ticket without events": func(f *fixture) {
			saved := f.create(func(c *store.Commit) { c.Decision.Events = nil })
			f.same("events", saved.Events, []string{})
			f.same("last hash", saved.LastHash, "")
			saved = f.change(saved, "accept")
			events, err := f.s.History(f.Context(), saved)
			f.must(err)
			f.same("how many events", len(events), 1)
		},
		"a long text":                           longText,
		"the revision moved":                    revisionMoved,
		"a number cannot be created twice":      createdTwice,
		"a ticket cannot change its number":     changedNumber,
		"a repeated key returns the reply":      repeatedKey,
		"a refused commit does not use its key": refusedKeepsKey,
		"what is kept is kept once":             keptOnce,
		"a post has one ticket":                 postTaken,
		"later posts join":                      postsJoin,
		"an author's last ticket":               lastOfAuthor,
		"indexes follow the people":             indexesFollow,
		"an ended ticket leaves the indexes":    endedLeaves,
		"the due set follows the clocks":        dueFollows,
		"many at once stand for themselves":     manyAtOnce,
		"a hundred at once have one winner":     oneWinner,
		"all who try again win at last":         allWin,
		"a hundred with one key do it once":     oneKey,
	}
}

func longText(f *fixture) {
	text := strings.Repeat("<@U0LI> \u53d1\u7968 & \"quotes\"\n", 4000)
	saved := f.create(
		func(c *store.Commit) { c.Decision.Ticket.Text, c.Decision.Events[0].Text = text, text },
		say(notice.Notice{Key: "k", To: notice.Recipient{User: "U0LI"}, Params: notice.Params{"text": notice.Text(text)}, Slot: "s"}),
	)
	f.same("text", saved.Ticket.Text, text)
	events, err := f.s.History(f.Context(), saved)
	f.must(err)
	f.same("event", events[0].Text, text)
	token := f.lease("a", f.now)
	e := f.only(token, f.now)
	f.same("notice", e.Notice.Params["text"].Raw(), text)
	f.must(f.s.Later(f.Context(), token, e, f.now, true))
	f.same("notice put back", f.only(token, f.now).Notice, e.Notice)
}

func revisionMoved(f *fixture) {
	before := f.create()
	after := f.change(before, "accept")
	late := f.next(before, "return", say(dm("late", "U0LI", notice.Answer, "")))
	f.is(f.s.Commit(f.Context(), late), store.ErrConflict)
	f.same("ticket", f.load(before.Ticket.Number), after)
	depth, _, err := f.s.Depth(f.Context(), f.now)
	f.must(err)
	f.same("notices", depth, 0)
}

func createdTwice(f *fixture) {
	c := f.request()
	f.must(f.s.Commit(f.Context(), c))
	f.is(f.s.Commit(f.Context(), c), store.ErrConflict)
	gone := f.next(store.Saved{Ticket: ticket.Ticket{Number: 99}, Rev: 7}, "accept")
	f.is(f.s.Commit(f.Context(), gone), store.ErrConflict)
}

func changedNumber(f *fixture) {
	c := f.next(f.create(), "accept", func(c *store.Commit) { c.Decision.Ticket.Number = 2 })
	if err := f.s.Commit(f.Context(), c); err == nil {
		f.Error("commit: no error")
	}
	if errs := f.s.CommitMany(f.Context(), []store.Commit{c, {}}); errs[0] == nil || errs[1] == nil {
		f.Errorf("commit many: %v", errs)
	}
}

func repeatedKey(f *fixture) {
	c := f.request()
	c.Key, c.Reply = "trigger 1\n", []byte("\x00#1 saved\xff")
	_, seen, err := f.s.Seen(f.Context(), c.Key)
	f.must(err)
	f.same("seen before", seen, false)
	f.must(f.s.Commit(f.Context(), c))
	again := f.request()
	again.Key, again.Reply = c.Key, []byte("another")
	err = f.s.Commit(f.Context(), again)
	var repeated *store.Repeated
	if !errors.As(err, &repeated) {
		f.Fatalf("error %v, want *Repeated", err)
	}
	f.same("reply", repeated.Reply, c.Reply)
	_, err = f.s.Load(f.Context(), again.Decision.Ticket.Number)
	f.is(err, store.ErrNotFound)
	reply, seen, err := f.s.Seen(f.Context(), c.Key)
	f.must(err)
	f.same("seen after", seen, true)
	f.same("reply looked up", reply, c.Reply)
}

func keptOnce(f *fixture) {
	for i, want := range []bool{true, false} {
		first, err := f.s.Keep(f.Context(), "offer:C0/1.1", []byte{byte(i), 0xff})
		f.must(err)
		f.same("first", first, want)
	}
	kept, seen, err := f.s.Seen(f.Context(), "offer:C0/1.1")
	f.must(err)
	f.same("seen", seen, true)
	f.same("kept", kept, []byte{0, 0xff})
	c := f.request()
	c.Key = "trigger-4"
	f.must(f.s.Commit(f.Context(), c))
	first, err := f.s.Keep(f.Context(), c.Key, []byte("x"))
	f.must(err)
	f.same("under a key that was used", first, false)
}

func refusedKeepsKey(f *fixture) {
	before := f.create()
	f.change(before, "accept")
	late := f.next(before, "return", func(c *store.Commit) { c.Key = "trigger-2" })
	f.is(f.s.Commit(f.Context(), late), store.ErrConflict)
	_, seen, err := f.s.Seen(f.Context(), "trigger-2")
	f.must(err)
	f.same("seen", seen, false)
}

func postTaken(f *fixture) {
	post := func(c *store.Commit) { c.PostKeys = []string{store.PostKey("C0", "9.9"), store.PostKey("C0", "1.1")} }
	first := f.create(post)
	second := f.request()
	second.Key, second.PostKeys = "trigger-3", []string{store.PostKey("C0", "1.1")}
	err := f.s.Commit(f.Context(), second)
	var taken *store.PostTaken
	if !errors.As(err, &taken) {
		f.Fatalf("error %v, want *PostTaken", err)
	}
	f.same("number", taken.Number, first.Ticket.Number)
	_, err = f.s.Load(f.Context(), second.Decision.Ticket.Number)
	f.is(err, store.ErrNotFound)
	number, ok, err := f.s.ByPost(f.Context(), "C0", "1.1")
	f.must(err)
	f.same("by post", []any{number, ok}, []any{first.Ticket.Number, true})
	_, ok, err = f.s.ByPost(f.Context(), "C0", "7.7")
	f.must(err)
	f.same("by a post of nobody", ok, false)
}

func postsJoin(f *fixture) {
	first := f.create(func(c *store.Commit) { c.PostKeys = []string{store.PostKey("C0", "1.1")} })
	second := f.create()
	f.change(second, "note", func(c *store.Commit) {
		c.PostKeys = []string{store.PostKey("C0", "1.1"), store.PostKey("C0", "2.2")}
	})
	for ts, want := range map[string]int64{"1.1": first.Ticket.Number, "2.2": second.Ticket.Number} {
		number, _, err := f.s.ByPost(f.Context(), "C0", ts)
		f.must(err)
		f.same("ticket of post "+ts, number, want)
	}
}

func lastOfAuthor(f *fixture) {
	author := "C0/U0TANG"
	_, _, ok, err := f.s.LastOf(f.Context(), author)
	f.must(err)
	f.same("before", ok, false)
	f.create(func(c *store.Commit) { c.Author = author })
	saved := f.create(func(c *store.Commit) { c.Author, c.Now = author, f.now.Add(time.Minute) })
	number, at, ok, err := f.s.LastOf(f.Context(), author)
	f.must(err)
	f.same("after", []any{number, at, ok}, []any{saved.Ticket.Number, f.now.Add(time.Minute), true})
}

// of reads the lists of people, shortest form: "U0LI" -> numbers.
func (f *fixture) of(users ...string) map[string][]int64 {
	f.Helper()
	lists := map[string][]int64{}
	for _, user := range users {
		numbers, err := f.s.Of(f.Context(), user)
		f.must(err)
		lists[user] = numbers
	}
	return lists
}

func indexesFollow(f *fixture) {
	saved := f.create()
	n := []int64{saved.Ticket.Number}
	all := []string{"U0TANG", "U0CHEN", "U0LI"}
	f.same("captured", f.of(all...), map[string][]int64{"U0TANG": n, "U0CHEN": n, "U0LI": {}})
	saved = f.change(saved, "handoff", func(c *store.Commit) { c.Decision.Ticket.Handoff = &ticket.Handoff{To: "U0LI"} })
	f.same("handed over", f.of(all...), map[string][]int64{"U0TANG": n, "U0CHEN": n, "U0LI": n})
	saved = f.change(saved, "return", func(c *store.Commit) { c.Decision.Ticket.Handoff = nil })
	f.same("returned", f.of(all...), map[string][]int64{"U0TANG": n, "U0CHEN": n, "U0LI": {}})
	f.change(saved, "accept", func(c *store.Commit) { c.Decision.Ticket.Responsible = "U0LI" })
	f.same("accepted", f.of(all...), map[string][]int64{"U0TANG": n, "U0CHEN": n, "U0LI": n})
}

func endedLeaves(f *fixture) {
	first, second := f.create(), f.create()
	ended := f.change(first, "close", end)
	n := []int64{second.Ticket.Number}
	open, err := f.s.Unfinished(f.Context())
	f.must(err)
	f.same("unfinished", open, n)
	f.same("lists", f.of("U0TANG", "U0CHEN"), map[string][]int64{"U0TANG": n, "U0CHEN": n})
	due, err := f.s.Due(f.Context(), f.now.Add(time.Hour), 0, 10)
	f.must(err)
	f.same("due", due, n)
	asker := first.Ticket.AskedBy()[0]
	f.same("all that was asked", f.of(asker), map[string][]int64{asker: {first.Ticket.Number, second.Ticket.Number}})
	f.change(ended, "reopen", func(c *store.Commit) { c.Decision.Ticket.State = ticket.Accepted })
	open, err = f.s.Unfinished(f.Context())
	f.must(err)
	f.same("unfinished after reopening", open, []int64{first.Ticket.Number, second.Ticket.Number})
	f.same("list after reopening", f.of("U0CHEN"), map[string][]int64{"U0CHEN": {first.Ticket.Number, second.Ticket.Number}})
}

func dueFollows(f *fixture) {
	_, ok, err := f.s.NextDue(f.Context())
	f.must(err)
	f.same("a clock runs", ok, false)
	half := f.now.Add(9*time.Minute + 500*time.Microsecond)
	first := f.create(func(c *store.Commit) { c.Decision.Ticket.Clocks[0].Points = []time.Time{half} })
	second := f.create()
	at, ok, err := f.s.NextDue(f.Context())
	f.must(err)
	f.same("next due", []any{at, ok}, []any{f.now.Add(9 * time.Minute), true})
	for after, want := range map[time.Duration][]int64{
		9*time.Minute - time.Nanosecond:  {},
		9 * time.Minute:                  {second.Ticket.Number},
		9*time.Minute + time.Microsecond: {second.Ticket.Number}, // never before the instant itself
		9*time.Minute + time.Millisecond: {second.Ticket.Number, first.Ticket.Number},
	} {
		due, err := f.s.Due(f.Context(), f.now.Add(after), 0, 10)
		f.must(err)
		f.same("due after "+after.String(), due, want)
	}
	for skip, want := range [][]int64{{second.Ticket.Number}, {first.Ticket.Number}, {}} {
		due, err := f.s.Due(f.Context(), f.now.Add(time.Hour), skip, 1)
		f.must(err)
		f.same("a page of one", due, want)
	}
	f.change(second, "promise", func(c *store.Commit) { c.Decision.Ticket.Clocks = c.Decision.Ticket.Clocks[1:] })
	f.change(first, "pause", func(c *store.Commit) { c.Decision.Ticket.Clocks = nil })
	at, _, err = f.s.NextDue(f.Context())
	f.must(err)
	f.same("next due after a change", at, f.now.Add(48*time.Hour))
}

func manyAtOnce(f *fixture) {
	good, stale := f.create(), f.create()
	f.change(stale, "accept")
	keyed := func(c *store.Commit) { c.Key, c.Reply = "trigger-4", []byte("first") }
	f.create(keyed)
	repeat := f.request()
	keyed(&repeat)
	fresh := f.request()
	errs := f.s.CommitMany(f.Context(), []store.Commit{f.next(good, "reminder"), f.next(stale, "reminder"), repeat, fresh})
	f.must(errors.Join(errs[0], errs[3]))
	f.is(errs[1], store.ErrConflict)
	var repeated *store.Repeated
	f.same("repeated", errors.As(errs[2], &repeated), true)
	f.same("revisions", []int64{f.load(good.Ticket.Number).Rev, f.load(stale.Ticket.Number).Rev}, []int64{2, 2})
	f.load(fresh.Decision.Ticket.Number)
	f.same("none", f.s.CommitMany(f.Context(), nil), []error{})
}

func oneWinner(f *fixture) {
	saved := f.create()
	var won, lost atomic.Int64
	var wg sync.WaitGroup
	for range 100 {
		wg.Go(func() {
			switch err := f.s.Commit(f.Context(), f.next(saved, "accept", say(dm("won", "U0LI", notice.Answer, "")))); {
			case err == nil:
				won.Add(1)
			case errors.Is(err, store.ErrConflict):
				lost.Add(1)
			default:
				f.Error(err)
			}
		})
	}
	wg.Wait()
	f.same("won and lost", []int64{won.Load(), lost.Load()}, []int64{1, 99})
	f.same("revision", f.load(saved.Ticket.Number).Rev, int64(2))
	depth, _, err := f.s.Depth(f.Context(), f.now)
	f.must(err)
	f.same("notices", depth, 1)
}

func allWin(f *fixture) {
	saved := f.create()
	var wg sync.WaitGroup
	for range 10 {
		wg.Go(func() {
			for done := 0; done < 5; {
				from, err := f.s.Load(f.Context(), saved.Ticket.Number)
				if err == nil {
					err = f.s.Commit(f.Context(), f.next(from, "note"))
				}
				switch {
				case err == nil:
					done++
				case !errors.Is(err, store.ErrConflict):
					f.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	saved = f.load(saved.Ticket.Number)
	events, err := f.s.History(f.Context(), saved)
	f.must(err)
	f.same("revision, events, last event", []int{int(saved.Rev), len(events), events[50].Seq}, []int{51, 51, 51})
}

func oneKey(f *fixture) {
	commits := make([]store.Commit, 100)
	for i := range commits {
		commits[i] = f.request()
		commits[i].Key, commits[i].Reply = "one", []byte("reply")
	}
	var done, again atomic.Int64
	var wg sync.WaitGroup
	for _, c := range commits {
		wg.Go(func() {
			err := f.s.Commit(f.Context(), c)
			var repeated *store.Repeated
			switch {
			case err == nil:
				done.Add(1)
			case errors.As(err, &repeated) && string(repeated.Reply) == "reply":
				again.Add(1)
			default:
				f.Error(err)
			}
		})
	}
	wg.Wait()
	f.same("done and repeated", []int64{done.Load(), again.Load()}, []int64{1, 99})
	open, err := f.s.Unfinished(f.Context())
	f.must(err)
	f.same("tickets", len(open), 1)
}
