package storetest

import (
	"errors"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/staff"
	"github.com/firstask/firstask/store"
	"github.com/firstask/firstask/ticket"
)

func staffTests() map[string]func(*fixture) {
	return map[string]func(*fixture){
		"none yet":                         staffNone,
		"kept with its history":            staffKept,
		"a lost race writes nothing":       staffConflict,
		"a repeated key gets its reply":    staffRepeated,
		"what it says goes the way of all": staffSays,
	}
}

func (f *fixture) staff() store.SavedStaff {
	f.Helper()
	v, err := f.s.LoadStaff(f.Context())
	f.must(err)
	return v
}

// staffed is a commit of the book's next event.
func (f *fixture) staffed(from store.SavedStaff, kind string) store.StaffCommit {
	b := from.Book
	b.Format, b.Seq = staff.Format, b.Seq+1
	return store.StaffCommit{From: from, Now: f.now, Decision: staff.Decision{
		Book: b, Events: []ticket.Event{{Seq: b.Seq, At: f.now, Kind: kind, By: "U0CHEN"}},
	}}
}

func staffNone(f *fixture) { f.same("none", f.staff(), store.SavedStaff{}) }

func staffKept(f *fixture) {
	f.must(f.s.CommitStaff(f.Context(), f.staffed(f.staff(), "away")))
	f.must(f.s.CommitStaff(f.Context(), f.staffed(f.staff(), "back")))
	v := f.staff()
	f.same("book", v.Book, staff.Book{Format: staff.Format, Seq: 2})
	events, err := f.s.StaffHistory(f.Context(), v)
	f.must(err)
	f.same("history", []string{events[0].Kind, events[1].Kind}, []string{"away", "back"})
	v.Events = v.Events[:1]
	_, err = f.s.StaffHistory(f.Context(), v)
	f.is(err, store.ErrTampered)
	open, err := f.s.Unfinished(f.Context())
	f.must(err)
	f.same("it is no ticket", open, []int64(nil))
}

func staffConflict(f *fixture) {
	old := f.staff()
	f.must(f.s.CommitStaff(f.Context(), f.staffed(old, "away")))
	f.is(f.s.CommitStaff(f.Context(), f.staffed(old, "lost")), store.ErrConflict)
	f.same("book", f.staff().Book.Seq, 1)
}

func staffRepeated(f *fixture) {
	c := f.staffed(f.staff(), "away")
	c.Key, c.Reply = "trigger-9", []byte("until Thursday")
	f.must(f.s.CommitStaff(f.Context(), c))
	c.From = f.staff()
	repeated, ok := errors.AsType[*store.Repeated](f.s.CommitStaff(f.Context(), c))
	if !ok || string(repeated.Reply) != "until Thursday" {
		f.Fatalf("repeated %+v", repeated)
	}
}

func staffSays(f *fixture) {
	c := f.staffed(f.staff(), "away")
	c.Decision.Notices = []notice.Notice{{Key: "staff/1/asked", Kind: notice.Handoff, To: notice.Recipient{User: "U0LI"}}}
	f.must(f.s.CommitStaff(f.Context(), c))
	token := f.lease("sender", f.now)
	f.same("claimed", f.claim(token, f.now, 10)[0].Notice.To.User, "U0LI")
}
