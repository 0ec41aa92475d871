package storetest

import (
	"fmt"
	"slices"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/store"
)

func outboxTests() map[string]func(*fixture) {
	return map[string]func(*fixture){
		"nothing waits":                                  nothingWaits,
		"a notice comes out as it went in":               roundTrip,
		"the most pressing first, then the oldest":       classOrder,
		"one entry per lane until it is marked":          oneInFlight,
		"at most so many lanes":                          laneLimit,
		"a lane rests until its next send time":          laneRests,
		"a waiting slot is overwritten in its place":     slotInPlace,
		"a more pressing one moves a slot forward":       slotForward,
		"a slot that goes elsewhere leaves its old lane": slotElsewhere,
		"a slot of another ticket is another slot":       slotOfOther,
		"a claimed slot is not overwritten":              slotClaimed,
		"put back, it may be overwritten again":          slotPutBack,
		"the same key waits once":                        sameKey,
		"a notice without key, recipient or class":       oddNotice,
		"sent: place, delivery, post and depth":          sentRemembers,
		"sent twice is sent once":                        sentTwice,
		"later: again, in its place, counted":            laterAgain,
		"dead letters":                                   deadLetters,
		"dead letters are capped":                        deadCapped,
		"redirected to another lane":                     redirected,
		"what is not claimed cannot be marked":           notClaimed,
		"an entry from the future":                       oddEntry,
		"how many and how long":                          depth,
	}
}

func nothingWaits(f *fixture) {
	token := f.lease("a", f.now)
	f.same("claimed", f.claim(token, f.now, 10), []store.Entry{})
	_, ok, err := f.s.NextSend(f.Context())
	f.must(err)
	f.same("next send", ok, false)
	places, err := f.s.Places(f.Context(), 1)
	f.must(err)
	f.same("places", places, map[string]store.Place{})
	_, ok, err = f.s.Delivered(f.Context(), "k")
	f.must(err)
	f.same("delivered", ok, false)
	for _, n := range []int{-1, 0, 10} {
		letters, err := f.s.DeadLetters(f.Context(), n)
		f.must(err)
		f.same("dead letters", letters, []store.DeadLetter{})
	}
}

func roundTrip(f *fixture) {
	n := notice.Notice{
		Key: "1/2/mention", Kind: notice.Mention, To: notice.Recipient{Channel: "C0WORK", Thread: "card", Else: "U0CHEN"},
		Params: notice.Params{"from": notice.User("U0CHEN"), "limit": notice.Time(f.now)}, Slot: "mention 1\n", Class: notice.Alert,
	}
	saved := f.create(say(n))
	n.Ticket = saved.Ticket.Number
	at, ok, err := f.s.NextSend(f.Context())
	f.must(err)
	f.same("next send", []any{at, ok}, []any{f.now, true})
	token := f.lease("a", f.now)
	f.same("before its time", f.claim(token, f.now.Add(-time.Millisecond), 10), []store.Entry{})
	f.same("entry", f.only(token, f.now), store.Entry{ID: n.Key, Lane: "C0WORK", Notice: n, Queued: f.now})
	_, ok, err = f.s.NextSend(f.Context())
	f.must(err)
	f.same("next send while claimed", ok, false)
}

// drain claims and sends until nothing is due; it returns the keys in order.
func (f *fixture) drain(token int64, now time.Time) []string {
	f.Helper()
	var keys []string
	for range 1000 {
		entries := f.claim(token, now, 10)
		if len(entries) == 0 {
			return keys
		}
		for _, e := range entries {
			keys = append(keys, e.Notice.Key)
			f.sent(token, e, now)
		}
	}
	f.Fatal("the outbox is never empty")
	return nil
}

func classOrder(f *fixture) {
	f.create(say(
		dm("edit 1", "U0LI", notice.Edit, ""), dm("alert 1", "U0LI", notice.Alert, ""), dm("answer 1", "U0LI", notice.Answer, ""),
		dm("edit 2", "U0LI", notice.Edit, ""), dm("alert 2", "U0LI", notice.Alert, ""), dm("answer 2", "U0LI", notice.Answer, ""),
	))
	token := f.lease("a", f.now)
	first := f.only(token, f.now)
	f.create(say(dm("answer 3", "U0LI", notice.Answer, "")))
	f.sent(token, first, f.now)
	f.same("order", f.drain(token, f.now), []string{"answer 2", "answer 3", "alert 1", "alert 2", "edit 1", "edit 2"})
}

func oneInFlight(f *fixture) {
	f.create(say(dm("li 1", "U0LI", notice.Edit, ""), dm("li 2", "U0LI", notice.Answer, ""), dm("ben", "U0BEN", notice.Answer, "")))
	token := f.lease("a", f.now)
	entries := f.claim(token, f.now, 10)
	got := said(entries)
	slices.Sort(got)
	f.same("one of each lane", got, []string{"ben", "li 2"})
	f.create(say(dm("li 3", "U0LI", notice.Answer, "")))
	f.same("while claimed", f.claim(token, f.now.Add(time.Hour), 10), []store.Entry{})
	for _, e := range entries {
		f.sent(token, e, f.now)
	}
	f.same("then", f.drain(token, f.now), []string{"li 3", "li 1"})
}

func laneLimit(f *fixture) {
	notices := make([]notice.Notice, 0, 10)
	for i := range 10 {
		notices = append(notices, dm(key(i), "U0"+key(i), notice.Answer, ""))
	}
	f.create(say(notices...))
	token := f.lease("a", f.now)
	f.same("lanes", []int{len(f.claim(token, f.now, 3)), len(f.claim(token, f.now, 20)), len(f.claim(token, f.now, 20))}, []int{3, 7, 0})
}

func laneRests(f *fixture) {
	f.create(say(dm("1", "U0LI", notice.Answer, "")))
	token := f.lease("a", f.now)
	rest := f.now.Add(30*time.Second + time.Microsecond)
	f.sent(token, f.only(token, f.now), rest)
	f.create(say(dm("2", "U0LI", notice.Answer, "")))
	at, _, err := f.s.NextSend(f.Context())
	f.must(err)
	f.same("next send", at, f.now.Add(30*time.Second+time.Millisecond))
	f.same("during its rest", f.claim(token, f.now.Add(30*time.Second), 10), []store.Entry{})
	f.same("after it", f.only(token, at).Notice.Key, "2")
}

func slotInPlace(f *fixture) {
	saved := f.create(say(
		dm("handoff", "U0LI", notice.Answer, "handoff/1"), dm("other", "U0LI", notice.Answer, ""), dm("card 1", "U0LI", notice.Edit, "card"),
	))
	f.now = f.now.Add(time.Minute)
	newer := dm("handoff drawn again", "U0LI", notice.Edit, "handoff/1")
	newer.Params = notice.Params{"to": notice.User("U0BEN")}
	saved = f.change(saved, "note", say(newer, dm("card 2", "U0LI", notice.Edit, "card")))
	f.change(saved, "note", say(dm("card 3", "U0LI", notice.Edit, "card")))
	token := f.lease("a", f.now)
	e := f.only(token, f.now)
	newer.Class, newer.Ticket = notice.Answer, saved.Ticket.Number
	f.same("entry", e, store.Entry{ID: "handoff", Lane: "U0LI", Notice: newer, Queued: f.now.Add(-time.Minute)})
	f.sent(token, e, f.now)
	f.same("order", f.drain(token, f.now), []string{"other", "card 3"})
}

func slotForward(f *fixture) {
	saved := f.create(say(dm("alert", "U0LI", notice.Alert, ""), dm("card 1", "U0LI", notice.Edit, "card"), dm("edit", "U0LI", notice.Edit, "")))
	saved = f.change(saved, "note", say(dm("card 2", "U0LI", notice.Answer, "card")))
	f.change(saved, "note", say(dm("card 3", "U0LI", notice.Alert, "card")))
	f.same("order", f.drain(f.lease("a", f.now), f.now), []string{"card 3", "alert", "edit"})
}

func slotElsewhere(f *fixture) {
	saved := f.create(say(dm("card 1", "U0LI", notice.Answer, "card")))
	f.change(saved, "moved", say(dm("card 2", "U0BEN", notice.Answer, "card")))
	token := f.lease("a", f.now)
	e := f.only(token, f.now)
	f.same("entry", []string{e.Lane, e.Notice.Key}, []string{"U0BEN", "card 2"})
	f.sent(token, e, f.now)
	f.same("rest", f.drain(token, f.now), []string{})
}

func slotOfOther(f *fixture) {
	f.create(say(dm("1", "U0LI", notice.Answer, "card")))
	f.create(say(dm("2", "U0LI", notice.Answer, "card")))
	f.same("order", f.drain(f.lease("a", f.now), f.now), []string{"1", "2"})
}

func slotClaimed(f *fixture) {
	saved := f.create(say(dm("1", "U0LI", notice.Answer, "card")))
	token := f.lease("a", f.now)
	first := f.only(token, f.now)
	saved = f.change(saved, "note", say(dm("2", "U0LI", notice.Edit, "card")))
	f.change(saved, "note", say(dm("3", "U0LI", notice.Edit, "card")))
	f.must(f.s.Later(f.Context(), token, first, f.now, true))
	again := f.only(token, f.now)
	f.same("ambiguous", []any{again.Notice.Key, again.Claimed}, []any{"1", true})
	f.sent(token, again, f.now)
	f.same("then", f.drain(token, f.now), []string{"3"})
}

func slotPutBack(f *fixture) {
	saved := f.create(say(dm("1", "U0LI", notice.Answer, "card")))
	token := f.lease("a", f.now)
	f.must(f.s.Later(f.Context(), token, f.only(token, f.now), f.now, false))
	f.change(saved, "note", say(dm("2", "U0LI", notice.Edit, "card")))
	e := f.only(token, f.now)
	f.same("entry", []any{e.ID, e.Notice.Key, e.Attempt, e.Claimed}, []any{"1", "2", 0, false})
}

func sameKey(f *fixture) {
	saved := f.create(say(dm("1", "U0LI", notice.Answer, ""), dm("1", "U0LI", notice.Answer, "")))
	f.change(saved, "note", say(dm("1", "U0BEN", notice.Answer, "")))
	f.same("said", f.drain(f.lease("a", f.now), f.now), []string{"1"})
}

func oddNotice(f *fixture) {
	odd := notice.Notice{Kind: notice.Urge, Class: 9}
	f.create(say(odd, odd, notice.Notice{Key: "low", Class: -1, To: notice.Recipient{User: "a b\nc"}}))
	token := f.lease("a", f.now)
	lanes := map[string]notice.Class{}
	for _, e := range f.claim(token, f.now, 10) {
		lanes[e.Lane] = e.Notice.Class
		f.sent(token, e, f.now)
	}
	f.same("lanes", lanes, map[string]notice.Class{"-": notice.Edit, "a_b_c": notice.Answer})
	f.same("rest", len(f.drain(token, f.now)), 1)
}

func sentRemembers(f *fixture) {
	slot := "mine/FA-18.handling/1/1 \u53d1\n"
	saved := f.create(say(dm("1", "U0LI", notice.Answer, slot), dm("2", "U0LI", notice.Answer, "")))
	token := f.lease("a", f.now)
	f.must(f.s.Sent(f.Context(), token, f.only(token, f.now), store.Receipt{Channel: "D0LI", TS: "5.5", Hash: "h 1"}, f.now))
	f.must(f.s.Sent(f.Context(), token, f.only(token, f.now), store.Receipt{Channel: "D0LI", TS: "6.6"}, f.now))
	places, err := f.s.Places(f.Context(), saved.Ticket.Number)
	f.must(err)
	f.same("places", places, map[string]store.Place{slot: {Channel: "D0LI", TS: "5.5", Hash: "h 1"}})
	for key, want := range map[string]store.Place{"1": {Channel: "D0LI", TS: "5.5", Hash: "h 1"}, "2": {Channel: "D0LI", TS: "6.6"}} {
		place, _, err := f.s.Delivered(f.Context(), key)
		f.must(err)
		f.same("delivered "+key, place, want)
	}
	for ts, want := range map[string]bool{"5.5": true, "6.6": false} {
		_, ok, err := f.s.ByPost(f.Context(), "D0LI", ts)
		f.must(err)
		f.same("by post "+ts, ok, want)
	}
	count, _, err := f.s.Depth(f.Context(), f.now)
	f.must(err)
	f.same("depth", count, 0)
	f.change(saved, "note", say(dm("3", "U0LI", notice.Edit, slot)))
	f.must(f.s.Sent(f.Context(), token, f.only(token, f.now), store.Receipt{Channel: "D0LI", TS: "5.5", Hash: "h 2"}, f.now))
	places, err = f.s.Places(f.Context(), saved.Ticket.Number)
	f.must(err)
	f.same("place after an edit", places[slot].Hash, "h 2")
}

func sentTwice(f *fixture) {
	f.create(say(dm("1", "U0LI", notice.Answer, ""), dm("2", "U0LI", notice.Answer, "")))
	token := f.lease("a", f.now)
	e := f.only(token, f.now)
	f.sent(token, e, f.now)
	f.sent(token, e, f.now)
	next := f.only(token, f.now)
	f.sent(token, e, f.now) // does not end the claim of the next one
	f.same("next", next.Notice.Key, "2")
	f.sent(token, next, f.now)
}

func laterAgain(f *fixture) {
	f.create(say(dm("1", "U0LI", notice.Alert, ""), dm("2", "U0LI", notice.Alert, "")))
	token := f.lease("a", f.now)
	at := f.now
	for attempt := range 12 {
		e := f.only(token, at)
		f.same("entry", []any{e.Notice.Key, e.Attempt, e.Claimed, e.Queued}, []any{"1", attempt, attempt%2 == 1, f.now})
		at = at.Add(time.Minute)
		e.Attempt++
		f.must(f.s.Later(f.Context(), token, e, at, attempt%2 == 0))
		f.same("before its time", f.claim(token, at.Add(-time.Millisecond), 10), []store.Entry{})
	}
	f.same("order", f.drain(token, at), []string{"1", "2"})
}

func deadLetters(f *fixture) {
	f.create(say(dm("1", "U0LI", notice.Answer, "card"), dm("2", "U0LI", notice.Answer, ""), dm("3", "U0LI", notice.Answer, "")))
	token := f.lease("a", f.now)
	first := f.only(token, f.now)
	f.must(f.s.Dead(f.Context(), token, first, "user_not_found", f.now))
	second := f.only(token, f.now)
	f.must(f.s.Dead(f.Context(), token, second, "too_long", f.now.Add(time.Second)))
	f.same("the lane goes on", f.drain(token, f.now.Add(time.Second)), []string{"3"})
	letters, err := f.s.DeadLetters(f.Context(), 10)
	f.must(err)
	f.same("letters", letters, []store.DeadLetter{
		{Entry: second, Reason: "too_long", At: f.now.Add(time.Second)}, {Entry: first, Reason: "user_not_found", At: f.now},
	})
	count, _, err := f.s.Depth(f.Context(), f.now)
	f.must(err)
	f.same("depth", count, 0)
}

func deadCapped(f *fixture) {
	const given = 1003
	notices := make([]notice.Notice, 0, given)
	for i := range given {
		notices = append(notices, dm(fmt.Sprintf("%04d", i), fmt.Sprintf("U%04d", i), notice.Answer, ""))
	}
	f.create(say(notices...))
	token := f.lease("a", f.now)
	entries := f.claim(token, f.now, given)
	f.same("claimed", len(entries), given)
	for _, e := range entries {
		f.must(f.s.Dead(f.Context(), token, e, "reason", f.now))
	}
	letters, err := f.s.DeadLetters(f.Context(), given)
	f.must(err)
	f.same("kept, newest first", []any{len(letters), letters[0].Entry.ID}, []any{1000, entries[given-1].ID})
}

func redirected(f *fixture) {
	saved := f.create(say(dm("1", "C0WORK", notice.Alert, "card"), dm("2", "C0WORK", notice.Alert, ""), dm("3", "U0LI", notice.Alert, "")))
	token := f.lease("a", f.now)
	for _, e := range f.claim(token, f.now, 10) {
		if e.Notice.Key == "1" {
			f.must(f.s.Redirect(f.Context(), token, e, notice.Recipient{User: "U0LI"}, f.now))
			continue
		}
		f.must(f.s.Later(f.Context(), token, e, f.now.Add(time.Minute), false))
	}
	f.same("the old lane goes on", f.drain(token, f.now), []string{"2"})
	f.change(saved, "note", say(dm("1 again", "U0LI", notice.Edit, "card"))) // it waits: overwritten
	token = f.lease("a", f.now)
	e := f.only(token, f.now.Add(time.Minute))
	f.same("the new lane rests as before", e.Notice.Key, "3")
	f.sent(token, e, f.now)
	e = f.only(token, f.now)
	f.same("redirected", []any{e.ID, e.Lane, e.Notice.Key, e.Notice.To, e.Attempt, e.Claimed},
		[]any{"1", "U0LI", "1 again", notice.Recipient{User: "U0LI"}, 0, false})
	f.must(f.s.Redirect(f.Context(), token, e, notice.Recipient{Channel: "C0WORK"}, f.now))
	e = f.only(token, f.now)
	f.same("and back", []any{e.Lane, e.Notice.To.Channel}, []any{"C0WORK", "C0WORK"})
}

func notClaimed(f *fixture) {
	f.create(say(dm("1", "U0LI", notice.Answer, "")))
	token := f.lease("a", f.now)
	never := store.Entry{ID: "1", Lane: "U0LI", Notice: dm("1", "U0LI", notice.Answer, "")}
	marks := func(e store.Entry) map[string]error {
		return map[string]error{
			"sent":     f.s.Sent(f.Context(), token, e, store.Receipt{Channel: "D", TS: "1"}, f.now),
			"later":    f.s.Later(f.Context(), token, e, f.now, false),
			"dead":     f.s.Dead(f.Context(), token, e, "", f.now),
			"redirect": f.s.Redirect(f.Context(), token, e, notice.Recipient{User: "U0BEN"}, f.now),
		}
	}
	for _, err := range marks(never) {
		f.is(err, store.ErrNotClaimed)
	}
	e := f.only(token, f.now)
	f.must(f.s.Later(f.Context(), token, e, f.now, false))
	for _, err := range marks(e) {
		f.is(err, store.ErrNotClaimed)
	}
	f.same("still there", f.drain(token, f.now), []string{"1"})
}

func oddEntry(f *fixture) {
	outbox := func() string { return f.keyOf(":outbox") }
	for name, raw := range map[string]string{
		"no header": "{}", "no number": "x w 0 0 U0LI \n{}", "no document": "0 w 0 0 U0LI ", "broken document": "0 w 0 0 U0LI \n{",
	} {
		f.create(say(dm(name, "U0LI", notice.Answer, ""), dm(name+" good", "U0BEN", notice.Answer, "")))
		f.must(f.client.HSet(f.Context(), outbox(), name, raw).Err())
		token := f.lease(name, f.now)
		f.now = f.now.Add(time.Hour)
		entries, err := f.s.Claim(f.Context(), token, f.now, 10)
		f.is(err, store.ErrFormat)
		f.same("the others", said(entries), []string{name + " good"})
		f.sent(token, entries[0], f.now)
		_, _, err = f.s.Depth(f.Context(), f.now)
		f.must(err)
		f.must(f.client.FlushAll(f.Context()).Err())
	}
	saved := f.create(say(dm("odd", "U0LI", notice.Answer, "card")))
	f.must(f.client.HSet(f.Context(), outbox(), "odd", "{}").Err())
	f.change(saved, "note", say(dm("newer", "U0BEN", notice.Answer, "card")))
	entries, err := f.s.Claim(f.Context(), f.lease("y", f.now), f.now, 10)
	f.is(err, store.ErrFormat)
	f.same("not overwritten", said(entries), []string{"newer"})
	f.must(f.client.FlushAll(f.Context()).Err())

	f.create(say(dm("lost", "U0LI", notice.Answer, ""), dm("kept", "U0LI", notice.Answer, "")))
	f.must(f.client.HDel(f.Context(), outbox(), "lost").Err())
	f.same("an id without entry is passed over", f.drain(f.lease("z", f.now), f.now), []string{"kept"})
}

func depth(f *fixture) {
	f.create(say(dm("1", "U0LI", notice.Answer, ""), dm("2", "U0LI", notice.Edit, "")))
	f.now = f.now.Add(time.Minute)
	f.create(say(dm("3", "U0LI", notice.Answer, ""), dm("4", "U0BEN", notice.Answer, "")))
	check := func(what string, wantCount int, wantOldest time.Duration) {
		f.Helper()
		count, oldest, err := f.s.Depth(f.Context(), f.now.Add(time.Minute))
		f.must(err)
		f.same(what, []any{count, oldest}, []any{wantCount, wantOldest})
	}
	check("all", 4, 2*time.Minute)
	token := f.lease("a", f.now)
	for _, e := range f.claim(token, f.now, 10) {
		if e.Lane == "U0LI" {
			f.sent(token, e, f.now)
		}
	}
	check("one sent, one claimed", 3, 2*time.Minute)
	f.sent(token, f.only(token, f.now), f.now) // 3
	f.sent(token, f.only(token, f.now), f.now) // 2
	check("the claimed one", 1, time.Minute)
}
