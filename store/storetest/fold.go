package storetest

import (
	"strconv"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/store"
)

func foldTests() map[string]func(*fixture) {
	return map[string]func(*fixture){
		"what waits in a lane":                   waitsInLane,
		"at most two hundred":                    waitsMany,
		"a lane that is not claimed":             waitsUnclaimed,
		"one speaks for all":                     absorbs,
		"all of it or nothing":                   absorbNothing,
		"only the claimed one takes in":          absorbNotClaimed,
		"a message of several matters is known":  foldSent,
		"when a lane was last told":              foldedAt,
		"a message of several is put back whole": foldPutBack,
		"a message of several goes elsewhere":    foldRedirected,
		"a fold that this program does not know": foldOdd,
		"a list is no fold, and delays none":     digestSent,
		"no such message":                        foldNone,
		"how much a person was told":             told,
		"no more than so many are counted":       toldMany,
		"a live message that was never posted":   nowhere,
	}
}

// fold is an alert to a person that joins others.
func fold(key, user, slot string, window time.Duration) notice.Notice {
	n := dm(key, user, notice.Alert, slot)
	n.Fold = window
	return n
}

func (f *fixture) waiting(token int64, lane string) []store.Entry {
	f.Helper()
	entries, err := f.s.Waiting(f.Context(), token, lane)
	f.must(err)
	return entries
}

// three are tickets with an escalation each to one head; the first is claimed.
func (f *fixture) three() (token int64, first store.Entry) {
	f.Helper()
	for i := range 3 {
		f.create(say(fold("e"+strconv.Itoa(i+1), "U0SUN", "escalation/1", 15*time.Minute)))
	}
	token = f.lease("a", f.now)
	return token, f.only(token, f.now)
}

// joined is an entry that speaks for others too.
func joined(e store.Entry, others []store.Entry) store.Entry {
	items := make([]notice.Item, 0, 1+len(others))
	items = append(items, e.Notice.Item())
	for i := range others {
		items = append(items, others[i].Notice.Item())
	}
	e.Notice = notice.Notice{Key: e.Notice.Key + "+", Kind: notice.Folded, To: e.Notice.To, Class: e.Notice.Class, Fold: e.Notice.Fold, Items: items}
	return e
}

func waitsInLane(f *fixture) {
	f.create(say(
		dm("edit", "U0SUN", notice.Edit, ""), dm("claimed", "U0SUN", notice.Answer, ""), dm("unsure", "U0SUN", notice.Answer, ""), dm("alert", "U0SUN", notice.Alert, ""),
		after(dm("held", "U0SUN", notice.Answer, ""), f.now.Add(time.Hour)), dm("of another", "U0BEN", notice.Answer, ""),
	))
	token := f.lease("a", f.now)
	first := f.claim(token, f.now, 10)
	for _, e := range first {
		if e.Lane == "U0SUN" {
			f.must(f.s.Later(f.Context(), token, e, f.now, true))
		}
	}
	f.create(say(dm("answer", "U0SUN", notice.Answer, "")))
	f.only(token, f.now)
	f.same("waiting", said(f.waiting(token, "U0SUN")), []string{"unsure", "answer", "alert", "edit"})
	f.same("nothing behind it", f.waiting(token, "U0BEN"), []store.Entry{})
	_, err := f.s.Waiting(f.Context(), token-1, "U0SUN")
	f.is(err, store.ErrLeaseLost)
}

func waitsMany(f *fixture) {
	notices := make([]notice.Notice, 0, 300)
	for i := range 300 {
		notices = append(notices, dm("n"+strconv.Itoa(i), "U0SUN", notice.Class(i%2), ""))
	}
	f.create(say(notices...))
	token := f.lease("a", f.now)
	f.only(token, f.now)
	waiting := f.waiting(token, "U0SUN")
	f.same("how many, first and last", []any{len(waiting), waiting[0].ID, waiting[199].ID}, []any{200, "n2", "n101"})
}

func waitsUnclaimed(f *fixture) {
	f.create(say(dm("1", "U0SUN", notice.Alert, "")))
	_, err := f.s.Waiting(f.Context(), f.lease("a", f.now), "U0SUN")
	f.is(err, store.ErrNotClaimed)
}

func absorbs(f *fixture) {
	token, e := f.three()
	others := f.waiting(token, "U0SUN")
	f.same("others", said(others), []string{"e2", "e3"})
	all := joined(e, others)
	f.must(f.s.Absorb(f.Context(), token, all, others))
	f.same("nothing else waits", f.waiting(token, "U0SUN"), []store.Entry{})
	f.same("slots", f.client.Keys(f.Context(), "*:slots").Val(), []string{})
	count, _ := f.depth(f.now)
	f.same("depth", count, 1)
	f.change(f.load(2), "note", say(dm("e2 drawn again", "U0SUN", notice.Edit, "escalation/1")))
	f.change(f.load(1), "note", say(dm("e1 drawn again", "U0SUN", notice.Edit, "escalation/1")))
	f.sent(token, all, f.now)
	f.same("rest", f.drain(token, f.now), []string{"e2 drawn again", "e1 drawn again"})
}

// absorbNothing: one of the others changed between the look and the taking.
func absorbNothing(f *fixture) {
	rows := map[string]func(saved store.Saved){
		"overwritten by a newer one": func(v store.Saved) { f.change(v, "note", say(dm("newer", "U0SUN", notice.Edit, "escalation/1"))) },
		"overwritten and held": func(v store.Saved) {
			f.change(v, "note", say(after(dm("newer", "U0SUN", notice.Alert, "escalation/1"), f.now.Add(time.Hour))))
		},
		"the same one, held": func(v store.Saved) {
			f.change(v, "note", say(after(fold("e3", "U0SUN", "escalation/1", 15*time.Minute), f.now.Add(time.Hour))))
		},
		"moved to another lane": func(v store.Saved) { f.change(v, "note", say(fold("e3", "U0BEN", "escalation/1", 15*time.Minute))) },
		"gone":                  func(store.Saved) { f.must(f.client.HDel(f.Context(), f.keyOf(":outbox"), "e3").Err()) },
		"was claimed": func(store.Saved) {
			f.must(f.client.HSet(f.Context(), f.keyOf(":outbox"), "e3", "1 c 0 0 U0SUN \n{}").Err())
		},
	}
	for name, happens := range rows {
		token, e := f.three()
		others := f.waiting(token, "U0SUN")
		f.same(name+": others", said(others), []string{"e2", "e3"})
		happens(f.load(3))
		before := f.contents()
		f.is(f.s.Absorb(f.Context(), token, joined(e, others), others), store.ErrMoved)
		f.same(name+": nothing changed", f.contents(), before)
		f.must(f.s.Absorb(f.Context(), token, joined(e, others[:1]), others[:1]))
		f.must(f.client.FlushAll(f.Context()).Err())
	}
}

// contents is all that stands in the outbox.
func (f *fixture) contents() map[string]any {
	f.Helper()
	return map[string]any{
		"entries": f.client.HGetAll(f.Context(), f.keyOf(":outbox")).Val(),
		"lane":    f.client.LRange(f.Context(), f.keyOf(":lane:U0SUN:1"), 0, -1).Val(),
		"slots":   f.client.HGetAll(f.Context(), f.keyOf(":slots")).Val(),
	}
}

func absorbNotClaimed(f *fixture) {
	token, e := f.three()
	others := f.waiting(token, "U0SUN")
	f.is(f.s.Absorb(f.Context(), token-1, joined(e, others), others), store.ErrLeaseLost)
	f.is(f.s.Absorb(f.Context(), token, joined(others[0], others[1:]), others[1:]), store.ErrNotClaimed)
	f.is(f.s.Absorb(f.Context(), token, joined(e, nil), []store.Entry{e}), store.ErrMoved)
	f.sent(token, e, f.now)
	f.is(f.s.Absorb(f.Context(), token, joined(e, others), others), store.ErrNotClaimed)
	f.same("all said", f.drain(token, f.now), []string{"e2", "e3"})
}

func foldSent(f *fixture) {
	token, e := f.three()
	others := f.waiting(token, "U0SUN")
	all := joined(e, others)
	f.must(f.s.Absorb(f.Context(), token, all, others))
	f.must(f.s.Sent(f.Context(), token, all, store.Receipt{Channel: "D0SUN", TS: "5.5", Hash: "h 1"}, f.now))
	at := store.Place{Channel: "D0SUN", TS: "5.5", Hash: "h 1"}
	for number := range int64(3) {
		places, err := f.s.Places(f.Context(), number+1)
		f.must(err)
		f.same("places", places, map[string]store.Place{"escalation/1": at})
		place, _, err := f.s.Delivered(f.Context(), "e"+itoa(number+1))
		f.must(err)
		f.same("delivered", place, at)
	}
	n, ok, err := f.s.Fold(f.Context(), "D0SUN", "5.5")
	f.must(err)
	f.same("fold", []any{n, ok}, []any{all.Notice, true})
	f.same("what came of it", n.Items[1].Notice(n), notice.Notice{
		Key: "e2", Kind: notice.Handoff, Ticket: 2, To: notice.Recipient{User: "U0SUN"}, Slot: "escalation/1", Class: notice.Alert,
	})
	_, ok, err = f.s.ByPost(f.Context(), "D0SUN", "5.5")
	f.must(err)
	f.same("a post of no one ticket", ok, false)
	f.must(f.s.Sent(f.Context(), token, all, store.Receipt{Channel: "D0SUN", TS: "5.5"}, f.now)) // a repeat
}

// digestSent: the lines of a list are nobody's notices and have no live message.
func digestSent(f *fixture) {
	f.create(say(notice.Notice{Key: "digest", To: notice.Recipient{User: "U0SUN"}, Items: []notice.Item{{Kind: notice.Asked, Ticket: 1}, {Kind: notice.Asked, Ticket: 2}}}))
	token := f.lease("a", f.now)
	f.must(f.s.Sent(f.Context(), token, f.only(token, f.now), store.Receipt{Channel: "D0SUN", TS: "1772532001.123456"}, f.now))
	foldNone(f)
	_, ok, err := f.s.Delivered(f.Context(), "")
	f.must(err)
	f.same("delivered without a key", ok, false)
}

func foldedAt(f *fixture) {
	check := func(what string, want time.Time) {
		f.Helper()
		at, ok, err := f.s.FoldedAt(f.Context(), "U0SUN")
		f.must(err)
		f.same(what, []any{at, ok}, []any{want, !want.IsZero()})
	}
	token := int64(0)
	send := func(what, ts string, want time.Time) {
		f.Helper()
		token = f.lease("a", f.now)
		r := store.Receipt{Channel: "D0SUN", TS: ts, Hash: "h"}
		f.must(f.s.Sent(f.Context(), token, f.only(token, f.now), r, f.now))
		check(what, want)
	}
	saved := f.create(say(dm("no fold", "U0SUN", notice.Alert, "")))
	send("one that does not join others", "1772532000.000100", time.Time{})
	saved = f.change(saved, "note", say(fold("1", "U0SUN", "s", time.Minute)))
	first := time.Unix(1772532001, 123e6).UTC()
	send("one that does, by Slack's stamp", "1772532001.123456", first)
	f.now = f.now.Add(time.Minute)
	saved = f.change(saved, "note", say(fold("1 drawn again", "U0SUN", "s", time.Minute)))
	send("the same message again", "1772532001.123456", first)
	saved = f.change(saved, "note", say(fold("2", "U0SUN", "t", time.Minute)))
	send("nothing was posted", "", first)
	saved = f.change(saved, "note", say(fold("3", "U0SUN", "", time.Minute)))
	send("an older stamp", "1772532000.000100", first)
	f.change(saved, "note", say(fold("4", "U0SUN", "u", time.Minute)))
	send("no stamp of Slack's", "7", f.now)
}

func foldPutBack(f *fixture) {
	token, e := f.three()
	others := f.waiting(token, "U0SUN")
	all := joined(e, others)
	f.must(f.s.Absorb(f.Context(), token, all, others))
	f.must(f.s.Later(f.Context(), token, all, f.now.Add(time.Second), false))
	f.change(f.load(1), "note", say(dm("e1 drawn again", "U0SUN", notice.Edit, "escalation/1")))
	again := f.only(token, f.now.Add(time.Second))
	f.same("whole, and not overwritten by one of it", again, all)
	f.must(f.s.Hold(f.Context(), token, again, f.now.Add(time.Hour)))
	f.same("the other", f.drain(token, f.now.Add(time.Minute)), []string{"e1 drawn again"})
	f.same("held whole", f.only(token, f.now.Add(time.Hour)).Notice, all.Notice)
	entries := f.claim(f.lease("b", f.now.Add(2*time.Hour)), f.now.Add(2*time.Hour), 10)
	f.same("after a crash", []any{entries[0].Notice, entries[0].Claimed}, []any{all.Notice, true})
}

func foldRedirected(f *fixture) {
	token, e := f.three()
	others := f.waiting(token, "U0SUN")
	all := joined(e, others)
	f.must(f.s.Absorb(f.Context(), token, all, others))
	f.must(f.s.Redirect(f.Context(), token, all, notice.Recipient{User: "U0BEN"}, f.now))
	again := f.only(token, f.now)
	f.same("redirected", []any{again.Lane, len(again.Notice.Items)}, []any{"U0BEN", 3})
	f.must(f.s.Dead(f.Context(), token, again, "reason", f.now))
	letters, err := f.s.DeadLetters(f.Context(), 1)
	f.must(err)
	f.same("dead letter", letters[0].Entry.Notice.Items, all.Notice.Items)
}

func foldOdd(f *fixture) {
	token, e := f.three()
	e = joined(e, nil)
	f.must(f.s.Absorb(f.Context(), token, e, nil))
	f.must(f.s.Sent(f.Context(), token, e, store.Receipt{Channel: "D0SUN", TS: "5.5"}, f.now))
	f.spoil(":fold:D0SUN/5.5", func(string) string { return "?" })
	_, _, err := f.s.Fold(f.Context(), "D0SUN", "5.5")
	f.is(err, store.ErrFormat)
}

func foldNone(f *fixture) {
	_, ok, err := f.s.Fold(f.Context(), "D0SUN", "1772532001.123456")
	f.must(err)
	_, told, err := f.s.FoldedAt(f.Context(), "U0SUN")
	f.must(err)
	f.same("fold and folded at", []bool{ok, told}, []bool{false, false})
}
