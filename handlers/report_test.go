package handlers_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/firstask/firstask/handlers"
	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/ticket"
)

// last is the newest notice of a kind.
func (w *world) last(k notice.Kind) notice.Notice {
	w.tb.Helper()
	for _, n := range slices.Backward(w.shelf.notices) {
		if n.Kind == k {
			return n
		}
	}
	w.tb.Fatalf("no %s was said", k)
	return notice.Notice{}
}

func TestDelivered(t *testing.T) {
	w := asked(t)
	at := w.now.Add(3 * time.Second)
	n := w.last(notice.Asked)
	if err := w.desk.Delivered(t.Context(), n, "D0CHEN", "9.1", at); err != nil {
		t.Fatal(err)
	}
	if got := w.ticket(1).Lead().Delivered; !got.Equal(at) {
		t.Errorf("delivered at %v", got)
	}
	card := w.last(notice.Card)
	for range 3 { // posted, then edited in place
		if err := w.desk.Delivered(t.Context(), card, "C0DESK", "9.2", at); err != nil {
			t.Fatal(err)
		}
	}
	equal(t, "the card leads to", w.shelf.posts["C0DESK/9.2"], 1)
	equal(t, "commits", w.shelf.commits, 3)
	if err := w.desk.Delivered(t.Context(), w.last(notice.Receipt), help, "9.3", at); err != nil || w.shelf.commits != 3 {
		t.Errorf("a receipt starts nothing: %v, %d commits", err, w.shelf.commits)
	}
	w.shelf.away["by post"] = true
	if err := w.desk.Delivered(t.Context(), card, "C0DESK", "9.2", at); !errors.Is(err, handlers.ErrUnsaved) {
		t.Errorf("without the store: %v", err)
	}
}

func TestUnreachable(t *testing.T) {
	w := asked(t)
	w.must(click(chen, "handoff", 1, li))
	if err := w.desk.Unreachable(t.Context(), w.last(notice.Handoff), li, "account_inactive"); err != nil {
		t.Fatal(err)
	}
	equal(t, "the receiver's head is asked", count(w.shelf.said(zhou), string(notice.Escalation)), 1)
	equal(t, "the giver hears", count(w.shelf.said(chen), string(notice.Unreachable)), 1)
	if b := w.ticket(1).Breaches; len(b) != 1 || !b[0].System {
		t.Errorf("breaches %+v", b)
	}
	if err := w.desk.Unreachable(t.Context(), notice.Notice{}, li, "x"); err != nil {
		t.Error(err)
	}
}

func TestInvited(t *testing.T) {
	w := private(t)
	w.must(slash(ben, "another place"))
	w.shelf.conflict = 2
	if err := w.desk.Invited(t.Context(), "C0PRIV"); err != nil {
		t.Fatal(err)
	}
	got := w.ticket(1)
	card, _ := got.Card()
	equal(t, "card", card.Channel, "C0PRIV")
	equal(t, "hidden", got.Post.Hidden, false)
	equal(t, "history of the other", len(w.shelf.history[2]), 1)
	commits := w.shelf.commits
	if err := w.desk.Invited(t.Context(), "C0PRIV"); err != nil || w.shelf.commits != commits {
		t.Errorf("invited again: %v", err)
	}
	for _, op := range []string{"unfinished", "load many"} {
		w.shelf.away = map[string]bool{op: true}
		if err := w.desk.Invited(t.Context(), "C0PRIV"); !errors.Is(err, handlers.ErrUnsaved) {
			t.Errorf("%s away: %v", op, err)
		}
	}
}

func TestEdited(t *testing.T) {
	mark := handlers.Request{Source: handlers.Reaction, Actor: ben, Detail: "ticket", Post: ticket.Post{Channel: help, TS: "1.1", Author: tang}}
	w := newWorld(t)
	w.must(mark)
	edit := func(key, ts, text string, deleted bool) {
		t.Helper()
		if err := w.desk.Edited(t.Context(), key, help, ts, text, deleted, w.now); err != nil {
			t.Fatal(err)
		}
	}
	edit("k1", "1.1", "the lamp", false)
	equal(t, "first text", w.ticket(1).Text, "the lamp")
	edit("k1", "1.1", "the lamp", false)  // told again
	edit("k2", "1.1", "the lamp", false)  // nothing new
	edit("k3", "1.1", "the lamps", false) // an edit
	edit("k3", "1.1", "the lamps", false) // told again
	edit("k4", "1.1", "", true)           // deleted
	edit("k5", "9.9", "who knows", false) // no ticket's
	equal(t, "text", w.ticket(1).Text, "the lamp")
	equal(t, "events", len(w.shelf.history[1]), 4)
	equal(t, "what became of it", w.shelf.history[1][3].Facts["what"], "deleted")
	w.shelf.away["by post"] = true
	if err := w.desk.Edited(t.Context(), "k6", help, "1.1", "x", false, w.now); !errors.Is(err, handlers.ErrUnsaved) {
		t.Errorf("without the store: %v", err)
	}
}

func TestMovedAndLook(t *testing.T) {
	w := asked(t)
	if err := w.desk.Moved(t.Context(), 1, notice.Recipient{User: chen}); err != nil {
		t.Fatal(err)
	}
	got := w.ticket(1)
	if card, _ := got.Card(); card.User != chen {
		t.Errorf("the card is at %+v", card)
	}
	if err := w.desk.Moved(t.Context(), 7, notice.Recipient{User: chen}); !errors.Is(err, handlers.ErrNotFound) {
		t.Errorf("no such ticket: %v", err)
	}
	w.shelf.conflict = 1 << 20
	if err := w.desk.Moved(t.Context(), 1, notice.Recipient{User: zhao}); !errors.Is(err, handlers.ErrUnsaved) {
		t.Errorf("a race lost for ever: %v", err)
	}
	_, rules, err := w.desk.Look(t.Context(), 0)
	if err != nil || rules.Policy == nil || !rules.Gone[leaver] {
		t.Errorf("rules alone: %v, %v", rules.Gone, err)
	}
	if err := w.desk.PersonChanged(t.Context(), chen); err != nil {
		t.Error(err)
	}
}

func TestFire(t *testing.T) {
	many := func(t *testing.T, n int) *world {
		t.Helper()
		w := newWorld(t)
		for range n {
			w.must(slash(ben, "a lamp"))
		}
		w.now = w.now.Add(31 * time.Minute)
		w.wakes = 0
		return w
	}
	t.Run("in pages", func(t *testing.T) {
		w := many(t, 120)
		for i, want := range []bool{true, true, false} {
			more, err := w.desk.Fire(t.Context(), w.now)
			if err != nil || more != want {
				t.Errorf("page %d: more %v, %v", i, more, err)
			}
		}
		equal(t, "told", count(w.shelf.said(ben), string(notice.Limit)), 120)
		equal(t, "wakes", w.wakes, 3)
		equal(t, "counted late", len(w.meter.late), 120)
		if w.meter.late[0] <= 0 {
			t.Errorf("late by %v", w.meter.late[0])
		}
		more, err := w.desk.Fire(t.Context(), w.now)
		if more || err != nil || w.wakes != 3 {
			t.Errorf("nothing due: %v, %v", more, err)
		}
	})
	t.Run("a conflict is left for the next pass", func(t *testing.T) {
		w := many(t, 3)
		w.shelf.conflict = 1
		if more, err := w.desk.Fire(t.Context(), w.now); more || err != nil {
			t.Errorf("more %v, %v", more, err)
		}
		equal(t, "conflicts", w.meter.outcomes["conflict"], 1)
		equal(t, "told", count(w.shelf.said(ben), string(notice.Limit)), 2)
		_, _ = w.desk.Fire(t.Context(), w.now)
		equal(t, "told", count(w.shelf.said(ben), string(notice.Limit)), 3)
	})
	t.Run("one that cannot be read keeps nobody waiting", func(t *testing.T) {
		w := many(t, 3)
		w.shelf.broken[2] = true
		if _, err := w.desk.Fire(t.Context(), w.now); !errors.Is(err, handlers.ErrUnsaved) {
			t.Errorf("the error is %v", err)
		}
		equal(t, "told", count(w.shelf.said(ben), string(notice.Limit)), 2)
	})
	t.Run("a full page that leads nowhere is not the first of many", func(t *testing.T) {
		w := many(t, 1)
		for n := int64(100); n < 200; n++ {
			w.shelf.due = append(w.shelf.due, n) // never given out
		}
		if more, err := w.desk.Fire(t.Context(), w.now); more || err != nil {
			t.Errorf("more %v, %v", more, err)
		}
		equal(t, "wakes", w.wakes, 0)
	})
	t.Run("pages that cannot be read keep nobody waiting", func(t *testing.T) {
		w := many(t, 230)
		for n := range int64(180) {
			w.shelf.broken[n+1] = n != 70 // more than three pages, with a good one among them
		}
		more, err := w.desk.Fire(t.Context(), w.now)
		if more || !errors.Is(err, handlers.ErrUnsaved) {
			t.Errorf("more %v, %v", more, err)
		}
		equal(t, "told", count(w.shelf.said(ben), string(notice.Limit)), 51)
		equal(t, "wakes", w.wakes, 1)
	})
	t.Run("a page of lost races does not spin", func(t *testing.T) {
		w := many(t, 120)
		for n := range int64(50) {
			w.shelf.broken[n+1] = true
		}
		w.shelf.conflict = 1000
		if more, err := w.desk.Fire(t.Context(), w.now); more || !errors.Is(err, handlers.ErrUnsaved) {
			t.Errorf("more %v, %v", more, err)
		}
		equal(t, "conflicts", w.meter.outcomes["conflict"], 50)
	})
	for _, op := range []string{"due", "load many", "commit"} {
		t.Run(op+" away", func(t *testing.T) {
			w := many(t, 1)
			w.shelf.away[op] = true
			if more, err := w.desk.Fire(t.Context(), w.now); more || !errors.Is(err, handlers.ErrUnsaved) {
				t.Errorf("more %v, %v", more, err)
			}
		})
	}
	t.Run("rules away", func(t *testing.T) {
		w := many(t, 1)
		w.book.away = true
		if more, err := w.desk.Fire(t.Context(), w.now); more || !errors.Is(err, handlers.ErrUnsaved) {
			t.Errorf("more %v, %v", more, err)
		}
	})
}
