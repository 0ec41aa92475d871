package storetest

import (
	"slices"
	"strconv"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/store"
)

func heldTests() map[string]func(*fixture) {
	return map[string]func(*fixture){
		"not before its time, and nobody waits for it":  heldUntil,
		"by class, then by release":                     heldOrder,
		"released while its lane rests or is claimed":   heldLaneRests,
		"an instant that has passed holds nothing":      heldPast,
		"overwritten, it takes the newer time":          heldOverwritten,
		"a waiting one that is overwritten may be held": waitingHeld,
		"the same key is held once":                     heldSameKey,
		"many at once are let go in parts":              heldMany,
		"what cannot be read is found when it is due":   heldUnreadable,
		"put aside by the sender":                       holdAside,
		"put aside, it may be overwritten":              holdOverwritten,
		"put aside after an ambiguous send":             holdAmbiguous,
		"only what is claimed is put aside":             holdNotClaimed,
	}
}

// after is a notice that must not be said before an instant.
func after(n notice.Notice, at time.Time) notice.Notice {
	n.After = at
	return n
}

func (f *fixture) nextSend() time.Time {
	f.Helper()
	at, _, err := f.s.NextSend(f.Context())
	f.must(err)
	return at
}

func (f *fixture) depth(now time.Time) (int, time.Duration) {
	f.Helper()
	n, oldest, err := f.s.Depth(f.Context(), now)
	f.must(err)
	return n, oldest
}

func heldUntil(f *fixture) {
	until := f.now.Add(time.Hour + 500*time.Microsecond)
	release := f.now.Add(time.Hour + time.Millisecond)
	held := after(dm("held", "U0LI", notice.Answer, ""), until)
	f.create(say(held, dm("now", "U0LI", notice.Edit, "")))
	token := f.lease("a", f.now)
	f.same("said now", f.drain(token, f.now), []string{"now"})
	f.same("next send", f.nextSend(), release)
	count, oldest := f.depth(f.now.Add(30 * time.Minute))
	f.same("depth", []any{count, oldest}, []any{1, time.Duration(0)})
	f.same("just before", f.claim(token, release.Add(-time.Millisecond), 10), []store.Entry{})
	held.Ticket = 1
	f.same("entry", f.only(token, release), store.Entry{ID: "held", Lane: "U0LI", Notice: held, Queued: release})
	count, oldest = f.depth(release.Add(time.Minute))
	f.same("depth when it is due", []any{count, oldest}, []any{1, time.Minute})
}

func heldOrder(f *fixture) {
	f.create(say(
		after(dm("late alert", "U0LI", notice.Alert, ""), f.now.Add(2*time.Minute)), after(dm("alert", "U0LI", notice.Alert, ""), f.now.Add(time.Minute)),
		after(dm("answer", "U0LI", notice.Answer, ""), f.now.Add(2*time.Minute)), dm("edit", "U0LI", notice.Edit, ""),
	))
	token := f.lease("a", f.now)
	f.create(say(dm("waits", "U0LI", notice.Alert, "")))
	f.same("order", f.drain(token, f.now.Add(2*time.Minute)), []string{"answer", "waits", "alert", "late alert", "edit"})
}

func heldLaneRests(f *fixture) {
	due := f.now.Add(time.Minute)
	f.create(say(dm("1", "U0LI", notice.Answer, ""), after(dm("2", "U0LI", notice.Answer, ""), due)))
	token := f.lease("a", f.now)
	first := f.only(token, f.now)
	f.same("while claimed", f.claim(token, due, 10), []store.Entry{})
	f.sent(token, first, due.Add(time.Minute))
	f.same("while the lane rests", f.claim(token, due.Add(30*time.Second), 10), []store.Entry{})
	f.same("next send", f.nextSend(), due.Add(time.Minute))
	f.same("after its rest", f.only(token, due.Add(time.Minute)).Notice.Key, "2")
}

func heldPast(f *fixture) {
	f.create(say(after(dm("past", "U0LI", notice.Alert, ""), f.now.Add(-time.Hour)), after(dm("this instant", "U0LI", notice.Alert, ""), f.now)))
	f.same("next send", f.nextSend(), f.now)
	f.same("said", f.drain(f.lease("a", f.now), f.now), []string{"past", "this instant"})
}

func heldOverwritten(f *fixture) {
	at := func(d time.Duration) time.Time { return f.now.Add(d) }
	saved := f.create(say(after(dm("1", "U0LI", notice.Alert, "s"), at(time.Hour)), after(dm("other 1", "U0LI", notice.Alert, "o"), at(time.Hour))))
	saved = f.change(saved, "note", say(after(dm("2", "U0LI", notice.Alert, "s"), at(2*time.Hour))))
	f.same("next send", f.nextSend(), at(time.Hour))
	saved = f.change(saved, "note", say(after(dm("3", "U0LI", notice.Alert, "s"), at(30*time.Minute))))
	f.same("next send of a sooner one", f.nextSend(), at(30*time.Minute))
	saved = f.change(saved, "note", say(dm("other edit", "U0LI", notice.Edit, "o")))
	token := f.lease("a", f.now)
	f.same("an edit makes it come no sooner", f.claim(token, f.now, 10), []store.Entry{})
	f.change(saved, "note", say(dm("other 2", "U0BEN", notice.Alert, "o")))
	e := f.only(token, f.now)
	f.same("at once, elsewhere", []any{e.ID, e.Lane, e.Notice.Key, e.Notice.Class, e.Queued}, []any{"other 1", "U0BEN", "other 2", notice.Alert, f.now})
	f.sent(token, e, f.now)
	f.same("before", f.drain(token, at(30*time.Minute-time.Millisecond)), []string{})
	f.same("rest", f.drain(token, at(30*time.Minute)), []string{"3"})
}

func waitingHeld(f *fixture) {
	saved := f.create(say(dm("1", "U0LI", notice.Alert, "s"), dm("other", "U0LI", notice.Alert, "")))
	f.change(saved, "note", say(after(dm("2", "U0LI", notice.Alert, "s"), f.now.Add(time.Hour))))
	token := f.lease("a", f.now)
	f.same("said now", f.drain(token, f.now), []string{"other"})
	f.same("then", f.drain(token, f.now.Add(time.Hour)), []string{"2"})
}

func heldSameKey(f *fixture) {
	saved := f.create(say(after(dm("1", "U0LI", notice.Alert, ""), f.now.Add(time.Hour))))
	f.change(saved, "note", say(dm("1", "U0BEN", notice.Alert, "")))
	token := f.lease("a", f.now)
	f.same("said now", f.drain(token, f.now), []string{})
	f.same("then", f.drain(token, f.now.Add(time.Hour)), []string{"1"})
}

func heldMany(f *fixture) {
	const all = 450
	notices := make([]notice.Notice, 0, all)
	for i := range all {
		notices = append(notices, after(dm("n"+strconv.Itoa(i), "U0LI", notice.Alert, ""), f.now.Add(time.Duration(i+1)*time.Millisecond)))
	}
	f.create(say(notices...))
	token := f.lease("a", f.now)
	night := f.now.Add(time.Hour)
	e := f.only(token, night)
	waiting, err := f.s.Waiting(f.Context(), token, "U0LI")
	f.must(err)
	f.same("let go with the first claim", len(waiting), 199)
	if at := f.nextSend(); at.After(night) {
		f.Errorf("next send %s: the others would be forgotten", at)
	}
	f.sent(token, e, night)
	f.same("all", len(f.drain(token, night)), all-1)
}

func heldUnreadable(f *fixture) {
	f.create(say(after(dm("odd", "U0LI", notice.Alert, ""), f.now.Add(time.Hour)), after(dm("good", "U0LI", notice.Alert, ""), f.now.Add(time.Hour)),
		after(dm("lost", "U0LI", notice.Alert, ""), f.now.Add(time.Hour))))
	f.must(f.client.HSet(f.Context(), f.keyOf(":outbox"), "odd", "{}").Err())
	f.must(f.client.HDel(f.Context(), f.keyOf(":outbox"), "lost").Err())
	entries, err := f.s.Claim(f.Context(), f.lease("a", f.now), f.now.Add(time.Hour), 10)
	f.is(err, store.ErrFormat)
	f.same("the others", said(entries), []string{"good"})
}

func holdAside(f *fixture) {
	f.create(say(dm("1", "U0LI", notice.Alert, "s"), dm("2", "U0LI", notice.Edit, "")))
	token := f.lease("a", f.now)
	e := f.only(token, f.now)
	e.Attempt = 2
	until := f.now.Add(15 * time.Minute)
	f.must(f.s.Hold(f.Context(), token, e, until))
	f.same("its lane goes on at once", f.drain(token, f.now), []string{"2"})
	f.same("next send", f.nextSend(), until)
	again := f.only(token, until)
	e.Queued = until
	f.same("again", again, e)
	f.is(f.s.Hold(f.Context(), token-1, again, until), store.ErrLeaseLost)
	f.sent(token, again, until)
	count, _ := f.depth(until)
	f.same("depth", count, 0)
}

func holdOverwritten(f *fixture) {
	saved := f.create(say(dm("1", "U0LI", notice.Alert, "s"), dm("2", "U0BEN", notice.Alert, "t")))
	token := f.lease("a", f.now)
	entries := f.claim(token, f.now, 10)
	saved = f.change(saved, "note", say(dm("2 newer", "U0BEN", notice.Alert, "t")))
	until := f.now.Add(time.Hour)
	for _, e := range entries {
		f.must(f.s.Hold(f.Context(), token, e, until))
	}
	saved = f.change(saved, "note", say(dm("1 newer", "U0LI", notice.Alert, "s")))
	f.change(saved, "note", say(dm("2 newest", "U0BEN", notice.Alert, "t")))
	now := f.drain(token, f.now)
	slices.Sort(now)
	f.same("said at once", now, []string{"1 newer", "2 newest"})
	f.same("then", f.drain(token, until), []string{"2"})
}

func holdAmbiguous(f *fixture) {
	saved := f.create(say(dm("1", "U0LI", notice.Alert, "s")))
	token := f.lease("a", f.now)
	f.must(f.s.Later(f.Context(), token, f.only(token, f.now), f.now, true))
	e := f.only(token, f.now)
	f.must(f.s.Hold(f.Context(), token, e, f.now.Add(time.Hour)))
	f.change(saved, "note", say(dm("2", "U0LI", notice.Edit, "s")))
	f.same("the newer one waits by itself", f.drain(token, f.now), []string{"2"})
	again := f.only(token, f.now.Add(time.Hour))
	f.same("still to be looked for, from its beginning", again, e)
}

func holdNotClaimed(f *fixture) {
	f.create(say(dm("1", "U0LI", notice.Alert, "")))
	token := f.lease("a", f.now)
	never := store.Entry{ID: "1", Lane: "U0LI"}
	f.is(f.s.Hold(f.Context(), token, never, f.now.Add(time.Hour)), store.ErrNotClaimed)
	e := f.only(token, f.now)
	f.must(f.s.Hold(f.Context(), token, e, f.now.Add(time.Hour)))
	f.is(f.s.Hold(f.Context(), token, e, f.now.Add(time.Hour)), store.ErrNotClaimed)
	f.same("a new holder finds it held", f.drain(f.lease("b", f.now.Add(time.Minute)), f.now.Add(time.Minute)), []string{})
	f.same("once", f.drain(f.lease("b", f.now.Add(time.Hour)), f.now.Add(time.Hour)), []string{"1"})
}
