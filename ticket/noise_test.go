package ticket_test

import (
	"testing"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// noisy is a ticket under a policy that spares people what can wait.
func noisy(tb tester) *world {
	tb.Helper()
	w := lively(tb, "10:00")
	w.rules.Policy.Noise = policy.Noise{Hour: 6, Day: 20}
	return w.capture(customerPost(w.now)).delivered()
}

// TestWhatCanWait: what asks for something, is new to its reader, or goes to the
// asker is always said; what their list of the morning says too can wait.
func TestWhatCanWait(t *testing.T) {
	for _, tt := range []struct {
		name  string
		to    string
		kind  notice.Kind
		waits bool
		do    func(w *world)
	}{
		{name: "a new request", to: chen, kind: notice.Asked, do: func(*world) {}},
		{name: "a handoff", to: li, kind: notice.Handoff, do: func(w *world) { w.at("10:04").apply(handTo(chen, li)) }},
		{name: "a reminder", to: li, kind: notice.Reminder, waits: true, do: func(w *world) { w.at("10:04").handoff(chen, li).fire("10:19") }},
		{name: "a limit that passed", to: li, kind: notice.Limit, do: func(w *world) { w.at("10:04").handoff(chen, li).fire("10:34") }},
		{name: "the first escalation", to: zhou, kind: notice.Escalation, do: func(w *world) { w.at("10:04").handoff(chen, li).fire("10:34") }},
		{name: "a later one, to who has no list with it", to: boss, kind: notice.Escalation, do: func(w *world) {
			w.at("10:04").handoff(chen, li).fire("10:34").fire("11:34")
		}},
		{name: "a later one, to who follows it", to: chen, kind: notice.Escalation, waits: true, do: func(w *world) {
			w.window("FA-18.response").Ladder = []policy.Step{policy.Head, policy.First}
			w.at("10:04").handoff(chen, li).fire("10:34").fire("11:34")
		}},
		{name: "the first one, to who follows it", to: chen, kind: notice.Escalation, do: func(w *world) {
			w.window("FA-18.response").Ladder = []policy.Step{policy.First, policy.Head}
			w.at("10:04").handoff(chen, li).fire("10:34")
		}},
		{name: "a later one that somebody asked for", to: chen, kind: notice.Escalation, do: func(w *world) {
			w.window("FA-18.response").Ladder = []policy.Step{policy.Head, policy.First}
			w.at("10:04").handoff(chen, li).fire("10:34").at("11:00").do(ticket.VerbEscalate, zhou)
		}},
		{name: "the whole request is late", to: zhao, kind: notice.WholeLate, do: func(w *world) {
			w.do(ticket.VerbAccept, chen).fire("thu 10:00")
		}},
		{name: "who accepted", to: chen, kind: notice.Accepted, waits: true, do: func(w *world) { w.at("10:04").handoff(chen, li).do(ticket.VerbAccept, li) }},
		{name: "that it was taken from them", to: li, kind: notice.Accepted, do: func(w *world) {
			w.at("10:04").handoff(chen, li).do(ticket.VerbAccept, li).do(ticket.VerbAccept, zhou)
		}},
		{name: "a return", to: chen, kind: notice.Returned, do: func(w *world) { w.at("10:04").handoff(chen, li).do(ticket.VerbReturn, li) }},
		{name: "that it is over", to: chen, kind: notice.Closed, do: func(w *world) {
			w.at("10:04").handoff(chen, li).do(ticket.VerbAccept, li).do(ticket.VerbResolve, li)
		}},
		{name: "another time, to who must keep it", to: li, kind: notice.Promised, do: func(w *world) {
			w.at("10:04").handoff(chen, li)
			w.apply(ticket.Command{Verb: ticket.VerbPromise, Actor: zhou, Until: clock(t, "17:00"), Text: "a part is missing"})
		}},
		{name: "another time, to who follows it", to: chen, kind: notice.Promised, waits: true, do: func(w *world) {
			w.at("10:04").handoff(chen, li)
			w.apply(ticket.Command{Verb: ticket.VerbPromise, Actor: zhou, Until: clock(t, "17:00"), Text: "a part is missing"})
		}},
		{name: "to the asker", to: tang, kind: notice.AskerNews, do: func(w *world) {
			w.do(ticket.VerbAccept, chen)
			w.apply(ticket.Command{Verb: ticket.VerbPromise, Actor: chen, Until: clock(t, "17:00"), Text: "a part is missing"})
		}},
		{name: "more from the asker", to: chen, kind: notice.NotesAdded, waits: true, do: func(w *world) { w.do(ticket.VerbNote, tang) }},
		{name: "an urge", to: li, kind: notice.Urge, do: func(w *world) { w.at("10:04").handoff(chen, li).at("10:20").do(ticket.VerbUrge, chen) }},
		{name: "a reminder of an urgent matter", to: chen, kind: notice.Reminder, do: func(w *world) {
			w.do(ticket.VerbUrgent, ann).fire("10:09")
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := noisy(t)
			tt.do(w)
			n := saidTo(w, tt.kind, tt.to)
			want := notice.Quota{}
			if tt.waits {
				want = notice.Quota{Hour: 6, Day: 20}
			}
			if n.Quota != want {
				t.Errorf("%s to %s: quota %+v, want %+v", n.Kind, n.To.Lane(), n.Quota, want)
			}
		})
	}
}

// saidTo is the last notice of a kind to somebody.
func saidTo(w *world, k notice.Kind, user string) notice.Notice {
	w.tb.Helper()
	for _, n := range w.last.Notices {
		if n.Kind == k && n.To.User == user && n.Class != notice.Edit {
			return n
		}
	}
	w.tb.Fatalf("no %s to %s in %v", k, user, w.last.Notices)
	return notice.Notice{}
}

// Where a window is urgent its reminders are too, and without limits nothing waits.
func TestWhatNeverWaits(t *testing.T) {
	for name, change := range map[string]func(w *world){
		"an urgent window": func(w *world) { w.window("FA-18.response").Urgent = true },
		"no limits":        func(w *world) { w.rules.Policy.Noise = policy.Noise{} },
	} {
		w := noisy(t)
		change(w)
		w.at("10:04").handoff(chen, li).fire("10:19")
		if n := saidTo(w, notice.Reminder, li); n.Quota != (notice.Quota{}) {
			t.Errorf("%s: %+v", name, n.Quota)
		}
	}
}

// On several people's first step nobody is asked later than the others.
func TestFirstStepOfSeveral(t *testing.T) {
	w := noisy(t)
	w.rules.Org.Roles = map[string][]string{"group": {zhou, chen}}
	w.window("FA-18.response").Ladder = []policy.Step{"group", policy.Head}
	w.at("10:04").handoff(chen, li).fire("10:34")
	if n := saidTo(w, notice.Escalation, chen); n.Quota != (notice.Quota{}) {
		t.Errorf("quota %+v", n.Quota)
	}
}

func TestListed(t *testing.T) {
	w := noisy(t).at("10:04").handoff(chen, li)
	wantEqual(t, w.t.Listed(), []string{chen, li})
	w.do(ticket.VerbAccept, li).at("10:20").ask(li, ben)
	wantEqual(t, w.t.Listed(), []string{ben, chen, li})
	w.apply(ticket.Command{Verb: ticket.VerbAnswer, Actor: ben, Text: "stage two", At: w.now.Add(time.Minute)})
	wantEqual(t, w.t.Listed(), []string{chen, li})
}
