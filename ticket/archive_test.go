package ticket_test

import (
	"testing"
	"time"

	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// kept is a scene under rules that archive what has ended after ten days.
func kept(tb tester, name string) *world {
	tb.Helper()
	w := scene(tb, name)
	p := *w.rules.Policy
	p.Retention = policy.Limit{Dates: 10}
	w.rules.Policy = &p
	return w
}

// MG-2.4: what has ended is archived so long after its end, once, and in silence.
func TestArchive(t *testing.T) {
	for name, tt := range map[string]struct {
		scene string
		end   ticket.Command
	}{
		"confirmed": {"answered", by(ticket.VerbConfirm, tang)},
		"withdrawn": {"captured", by(ticket.VerbWithdraw, tang)},
		"told":      {"result ready", by(ticket.VerbReply, ann)},
		"a double":  {"accepted", ticket.Command{Verb: ticket.VerbDuplicate, Actor: li, Number: 40}},
	} {
		t.Run(name, func(t *testing.T) {
			w := kept(t, tt.scene)
			w.apply(tt.end)
			due := w.t.Due()
			if want := w.t.End.At.AddDate(0, 0, 10); !due.Equal(want) {
				t.Fatalf("archived at %s, want %s", due, want)
			}
			if d := ticket.Fire(&w.t, w.rules, due.Add(-time.Second)); len(d.Events) > 0 {
				t.Errorf("a second too early: %v", d.Events)
			}
			w.now = due
			w.last = ticket.Fire(&w.t, w.rules, due)
			w.t = w.last.Ticket
			w.wantEvents("archived")
			if w.t.State != ticket.Archived || !w.t.Due().IsZero() || !w.t.State.Ended() {
				t.Errorf("%s, due %s", w.t.State, w.t.Due())
			}
		})
	}
}

func TestArchivedIsOnlyRead(t *testing.T) {
	w := kept(t, "answered")
	w.apply(by(ticket.VerbConfirm, tang))
	w.now = w.t.Due()
	w.t = ticket.Fire(&w.t, w.rules, w.now).Ticket
	for _, p := range ticket.Permissions() {
		if p.Verb == ticket.VerbReveal || p.Verb == ticket.VerbExport {
			continue
		}
		w.refused(by(p.Verb, chen), ticket.IsArchived)
	}
	w.refused(by(ticket.VerbExport, chen), ticket.NoForm) // these rules have none: it is not the archive that refuses
}

// What is opened again belongs to no archive; its next end counts anew.
func TestReopenedIsNotArchived(t *testing.T) {
	w := kept(t, "answered")
	w.apply(by(ticket.VerbConfirm, tang))
	first := w.t.Due()
	w.now = w.now.Add(24 * time.Hour)
	w.do(ticket.VerbReopen, tang)
	w.apply(ticket.Command{Verb: ticket.VerbResolve, Actor: li, Text: "done"})
	w.apply(by(ticket.VerbConfirm, tang))
	if want := first.AddDate(0, 0, 1); !w.t.Due().Equal(want) {
		t.Errorf("archived at %s, want %s", w.t.Due(), want)
	}
	if d := ticket.Fire(&w.t, w.rules, first); d.Ticket.State != ticket.Closed {
		t.Errorf("%s at the time of the first end", d.Ticket.State)
	}
}
