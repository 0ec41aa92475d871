package handlers_test

import (
	"testing"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/ticket"
)

// hasThree lets Li Wen have three tickets.
func hasThree(tb testing.TB) *world {
	tb.Helper()
	w := newWorld(tb)
	for n := range int64(3) {
		w.must(slash(chen, "invoice"))
		w.must(click(chen, "handoff", n+1, li))
		w.must(slash(li, "accept "+string(rune('1'+n))))
	}
	return w
}

func (w *world) movedOnce() {
	w.tb.Helper()
	for n := range int64(3) {
		t := w.ticket(n + 1)
		if t.Responsible != wu || len(t.Reliefs) != 1 {
			w.tb.Errorf("#%d is with %s, reliefs %+v", n+1, t.Responsible, t.Reliefs)
		}
	}
	lists := 0
	for _, n := range w.shelf.notices {
		if n.Kind == notice.MovedList {
			lists++
			equal(w.tb, "told", n.To.User, zhou)
			equal(w.tb, "matters", len(n.Items), 3)
		}
	}
	equal(w.tb, "lists", lists, 1)
}

// A sweep that breaks off is finished at the next look, and moves nothing twice.
func TestASweepThatBreaksOffIsFinished(t *testing.T) {
	for _, breaks := range []string{"", "of", "load many", "commit", "staff"} {
		t.Run("with "+breaks+" away", func(t *testing.T) {
			w := hasThree(t)
			w.must(slash(li, "away until Friday <@"+wu+">"))
			if breaks != "" {
				w.shelf.away = map[string]bool{breaks: true}
				if _, err := w.desk.Fire(t.Context(), w.now); err == nil {
					t.Fatal("nothing broke")
				}
				w.shelf.away = nil
			}
			for range 2 {
				if _, err := w.desk.Fire(t.Context(), w.now); err != nil {
					t.Fatal(err)
				}
			}
			w.movedOnce()
		})
	}
}

// Who left is found by the event, by the look at all that is open, or both.
func TestLeavers(t *testing.T) {
	for name, find := range map[string]func(w *world) error{
		"by the event": func(w *world) error { return w.desk.PersonChanged(t.Context(), li) },
		"by the look":  func(w *world) error { return w.desk.Leavers(t.Context()) },
	} {
		t.Run(name, func(t *testing.T) {
			w := hasThree(t)
			if err := find(w); err != nil || w.shelf.staff.Seq != 0 {
				t.Fatalf("%v, book %+v", err, w.shelf.staff)
			}
			gone(w, li)
			for range 2 {
				if err := find(w); err != nil {
					t.Fatal(err)
				}
				if _, err := w.desk.Fire(t.Context(), w.now); err != nil {
					t.Fatal(err)
				}
			}
			w.movedOnce()
		})
	}
}

func TestAwayIsRefused(t *testing.T) {
	w := newWorld(t)
	w.must(slash(li, "away until Friday <@"+wu+">"))
	for name, tt := range map[string]struct {
		line string
		code ticket.Code
	}{
		"for somebody else":        {"away <@" + wu + "> until Friday", ticket.NotForThem},
		"no absence to end":        {"away off", ticket.NotAway},
		"of somebody else":         {"away <@" + li + "> off", ticket.NotForThem},
		"stands in, a stranger":    {"away until Friday <@" + stranger + ">", ticket.UnknownPerson},
		"stands in, with no name":  {"away until Friday @Nobody", ticket.UnknownPerson},
		"back without being away":  {"back", ticket.NotAway},
		"oneself as who stands in": {"away until Friday <@" + chen + ">", ticket.DelegateCircle},
		"the end before the begin": {"away from Friday to 2026-03-04", ticket.EndsFirst},
		"the end in the past":      {"away until 2026-03-02", ticket.InThePast},
	} {
		t.Run(name, func(t *testing.T) {
			equal(t, "code", w.code(slash(chen, tt.line)), tt.code)
		})
	}
	equal(t, "unclear", w.must(form(chen, "away", 0, map[string]string{"until": "soon"})).Key, "")
}

func TestAwayByItsForm(t *testing.T) {
	w := newWorld(t)
	reply := w.must(form(zhou, "away", 0, map[string]string{"until": "2026-03-06T10:00:00Z", "to": wu, "colleague": li, "text": "trade fair"}))
	equal(t, "answer", reply.Key, "away_set")
	a := w.shelf.staff.Away[0]
	equal(t, "who", a.User, li)
	equal(t, "by", a.By, zhou)
	equal(t, "stands in", a.Delegate, wu)
	equal(t, "reason", a.Reason, "trade fair")
	list := w.must(slash(wu, "away"))
	equal(t, "listed", len(list.Absences), 1)
	equal(t, "mine", len(w.must(slash(wu, "mine")).Absences), 1)
	equal(t, "not theirs", len(w.must(slash(ben, "mine")).Absences), 0)
	w.must(slash(zhou, "away <@"+li+"> off"))
	equal(t, "over", len(w.shelf.staff.Away), 0)
}
