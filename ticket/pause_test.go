package ticket_test

import (
	"testing"
	"time"

	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

func askCustomer(actor string) ticket.Command {
	return ticket.Command{Verb: ticket.VerbAsk, Actor: actor, Word: "customer", Text: "which invoice?"}
}

// A wait for the customer stops the clock over a weekend; what was left is left
// when they answer (F24: the pause is a parameter of the rule book).
func TestPauseOverAWeekend(t *testing.T) {
	w := asked(t).at("fri 10:00").handoff(chen, li).at("fri 10:10").do(ticket.VerbAccept, li)
	due := w.t.ClockOn(policy.Responsible).Due // Monday 10:10
	w.at("fri 17:00").apply(askCustomer(li))
	w.wantHeld(ticket.WaitCustomer, li, "").wantSaid("ask_asker to " + tang)
	if c := w.t.ClockOn(policy.Responsible); c.Paused.IsZero() || !c.NextAt().IsZero() || !c.Due.Equal(due) {
		t.Fatalf("clock %+v", c)
	}
	w.at("mon2 16:00").apply(ticket.Command{Verb: ticket.VerbAnswer, Actor: tang, Text: "the March one"})
	w.wantHeld(ticket.Accepted, li, "").wantSaid("resumed to " + li)
	c := w.t.ClockOn(policy.Responsible)
	// 17:00 to 18:00 on Friday and 09:00 to 10:10 on Monday were left: 2 h 10 min.
	if want := clock(t, "tue2 09:10"); !c.Due.Equal(want) || !c.Paused.IsZero() {
		t.Errorf("due %s, want %s", c.Due.In(want.Location()), want)
	}
	if c.Stood != 6*time.Hour+30*time.Minute {
		t.Errorf("stood %s", c.Stood)
	}
	for _, r := range ticket.Why(&w.t, w.rules, clock(t, "mon2 17:00")) {
		if r.Clock.Rule != "FA-18.handling" {
			continue
		}
		var sum time.Duration
		for _, i := range r.Intervals {
			sum += i.Length()
		}
		// 10:10-12:00, 13:30-17:00 on Friday and 16:00-17:00 on Monday.
		if want := 6*time.Hour + 20*time.Minute; sum != want || r.Counted != want || r.Whole != want+time.Hour+10*time.Minute {
			t.Errorf("counted %s in %s of %s", r.Counted, sum, r.Whole)
		}
	}
}

// What the customer writes in the thread is the answer that was waited for.
func TestNoteOfTheAskerResumes(t *testing.T) {
	w := scene(t, "accepted").at("11:00")
	w.apply(askCustomer(li))
	w.do(ticket.VerbNote, tang).wantHeld(ticket.Accepted, li, "")
}

// A third party's time is nobody's; the ticket stays with who has it (FA-17).
func TestThirdParty(t *testing.T) {
	w := scene(t, "accepted").at("11:00")
	w.refused(ticket.Command{Verb: ticket.VerbThirdParty, Actor: chen, Text: "the bank"}, ticket.NotYours)
	w.do(ticket.VerbThirdParty, li).wantHeld(ticket.WaitThirdParty, li, "")
	if c := w.t.ClockOn(policy.Responsible); c.Paused.IsZero() {
		t.Errorf("clock %+v", c)
	}
	w.at("wed 11:00").do(ticket.VerbResume, li).wantHeld(ticket.Accepted, li, "")
	if c := w.t.ClockOn(policy.Responsible); !c.Due.Equal(clock(t, "thu 10:10")) {
		t.Errorf("due %s", c.Due)
	}
}

// A limit that has passed is seen before the clock may stand.
func TestPauseAfterTheLimit(t *testing.T) {
	w := scene(t, "accepted").at("wed 10:11")
	w.apply(askCustomer(li))
	if c := w.t.ClockOn(policy.Responsible); !c.Paused.IsZero() {
		t.Fatalf("stands since %s", c.Paused)
	}
	w.fire("wed 10:11").wantEvents("reminder", "breach", "ladder")
	if c := w.t.ClockOn(policy.Responsible); c.Paused.IsZero() || !c.NextAt().IsZero() {
		t.Errorf("clock %+v", c)
	}
}

// A breach that was recorded before the wait stands when the clock ends in it.
func TestABreachStandsThroughAPause(t *testing.T) {
	w := scene(t, "accepted").fire("wed 09:10").fire("wed 10:10").at("wed 10:20").do(ticket.VerbThirdParty, li)
	w.at("wed 10:30").do(ticket.VerbAccept, zhou)
	if len(w.t.Breaches) != 1 {
		t.Errorf("breaches %+v", w.t.Breaches)
	}
}
