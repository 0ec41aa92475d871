package ticket_test

import (
	"slices"
	"testing"
	"time"

	"github.com/firstask/firstask/calendar"
	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/ticket"
)

func upcoming(t *testing.T, at string, k notice.Kind, to string) ticket.Upcoming {
	t.Helper()
	u := ticket.Upcoming{At: clock(t, at), Kind: k, Rule: "FA-18.response", To: notice.Recipient{User: to}}
	if to == admins {
		u.To = notice.Recipient{Channel: to}
	}
	return u
}

// The card's "next" line: 10:19 and 10:28 reminders, 10:34 Zhou Hang, and on.
func TestPlan(t *testing.T) {
	w := scene(t, "handed over")
	all := []ticket.Upcoming{
		upcoming(t, "10:19", notice.Reminder, li), upcoming(t, "10:28", notice.Reminder, li),
		upcoming(t, "10:34", notice.Escalation, zhou), upcoming(t, "11:34", notice.Escalation, boss),
		upcoming(t, "14:04", notice.Fallback, admins),
	}
	wantEqual(t, ticket.Plan(&w.t, w.rules, w.now), all)
	w.fire("10:19")
	wantEqual(t, ticket.Plan(&w.t, w.rules, w.now), all[1:])
	w.fire("10:34")
	wantEqual(t, ticket.Plan(&w.t, w.rules, w.now), all[3:])
	w.fire("11:34").fire("14:04")
	wantEqual(t, ticket.Plan(&w.t, w.rules, w.now), []ticket.Upcoming{upcoming(t, "wed 09:30", notice.Fallback, admins)})
}

// What is planned is what happens.
func TestPlanComesTrue(t *testing.T) {
	for _, s := range []string{"captured", "handed over", "returned", "accepted", "handed on", "result ready"} {
		w := scene(t, s)
		for _, u := range ticket.Plan(&w.t, w.rules, w.now) {
			w.now = u.At
			w.last = ticket.Fire(&w.t, w.rules, w.now)
			w.t = w.last.Ticket
			if got := w.said(u.Kind); got.To.Lane() != u.To.Lane() {
				t.Errorf("%s: %s went to %s, planned %s", s, u.Kind, got.To.Lane(), u.To.Lane())
			}
		}
	}
}

// A superior asked early has the whole step, and the plan says so.
func TestPlanAfterEscalate(t *testing.T) {
	w := scene(t, "handed over").fire("10:28").at("10:30").do(ticket.VerbEscalate, chen)
	wantEqual(t, ticket.Plan(&w.t, w.rules, w.now), []ticket.Upcoming{
		upcoming(t, "11:30", notice.Escalation, boss), upcoming(t, "14:00", notice.Fallback, admins),
	})
}

func TestPlanOfNothing(t *testing.T) {
	for _, s := range []string{"answered", "confirmed", "withdrawn"} {
		w := scene(t, s)
		if p := ticket.Plan(&w.t, w.rules, w.now); len(p) != 0 {
			t.Errorf("%s: %v", s, p)
		}
	}
}

// "Why this time?": the counted intervals, and the breach.
func TestWhy(t *testing.T) {
	w := asked(t).at("11:50").handoff(chen, li).at("13:35")
	reasons := ticket.Why(&w.t, w.rules, w.now)
	rules := make([]string, len(reasons))
	for i, r := range reasons {
		rules[i] = r.Clock.Rule
	}
	if want := []string{"FA-02.whole", "FA-15", "FA-18.response"}; !slices.Equal(rules, want) {
		t.Fatalf("reasons for %v, want %v", rules, want)
	}
	r := reasons[2]
	if r.Whole != 30*time.Minute || r.Counted != 15*time.Minute || r.Calendar != "office" || r.Breach != nil {
		t.Errorf("reason %+v", r)
	}
	wantPieces(t, r, [2]string{"11:50", "12:00"}, [2]string{"13:30", "13:35"})
	w.fire("13:50").at("15:00")
	r = ticket.Why(&w.t, w.rules, w.now)[2]
	if r.Counted != 30*time.Minute || r.Breach == nil || r.Breach.Subject != li {
		t.Errorf("after the limit: %+v", r)
	}
	wantPieces(t, r, [2]string{"11:50", "12:00"}, [2]string{"13:30", "13:50"})
}

func wantPieces(t *testing.T, r ticket.Reason, want ...[2]string) {
	t.Helper()
	day := calendar.Date{Year: 2026, Month: 3, Day: 10}
	if len(r.Intervals) != len(want) {
		t.Fatalf("intervals %+v, want %v", r.Intervals, want)
	}
	for i, got := range r.Intervals {
		if !got.From.Equal(clock(t, want[i][0])) || !got.To.Equal(clock(t, want[i][1])) || got.Day != day {
			t.Errorf("interval %d is %+v, want %v", i, got, want[i])
		}
	}
}

// A passed limit is explained after its clock has stopped, and after the end.
func TestWhyOfAStoppedClock(t *testing.T) {
	w := scene(t, "handed over").fire("10:34").at("10:50").do(ticket.VerbAccept, li).at("11:00").do(ticket.VerbResolve, li)
	w.at("11:10").do(ticket.VerbConfirm, tang)
	w.t.Breaches = append(w.t.Breaches, ticket.Breach{Rule: "FA-15", Clock: "FA-15/1/1", Subject: chen, At: clock(t, "10:15")})
	reasons := ticket.Why(&w.t, w.rules, w.now)
	if len(reasons) != 1 { // of the second it is not known what was counted
		t.Fatalf("reasons %+v", reasons)
	}
	r := reasons[0]
	if r.Clock.Rule != "FA-18.response" || r.Clock.Subject != li || !r.Clock.Due.Equal(clock(t, "10:34")) || r.Calendar != "office" {
		t.Errorf("clock %+v in %s", r.Clock, r.Calendar)
	}
	if r.Counted != 30*time.Minute || r.Whole != 30*time.Minute || r.Breach == nil || r.Breach.Clock != "FA-18.response/1/1" {
		t.Errorf("counted %s of %s, breach %+v", r.Counted, r.Whole, r.Breach)
	}
	wantPieces(t, r, [2]string{"10:04", "10:34"})
}

// What is due this instant is not to come.
func TestPlanAtThePoint(t *testing.T) {
	w := scene(t, "handed over").at("10:19")
	if p := ticket.Plan(&w.t, w.rules, w.now); !p[0].At.Equal(clock(t, "10:28")) {
		t.Errorf("next is %+v", p[0])
	}
}

// A head may agree a time that lies before the working hours in which the
// first-asked person will hear of it: what comes first is said first.
func TestPlanOfATimeBeforeTheOpening(t *testing.T) {
	w := newWorld(t).at("22:00")
	w.capture(customerPost(w.now))
	w.apply(ticket.Command{Verb: ticket.VerbPromise, Actor: zhao, Until: clock(t, "23:00"), Text: "tonight"})
	plan := ticket.Plan(&w.t, w.rules, w.now)
	if len(plan) == 0 || !plan[0].At.Equal(clock(t, "23:00")) {
		t.Fatalf("plan %+v", plan)
	}
}
