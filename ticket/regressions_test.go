package ticket_test

import (
	"testing"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

func full(tb tester) *world {
	w := newWorld(tb)
	w.rules.Policy = extended()
	return w
}

// An acknowledged alarm rings again after a reopening and cannot be stopped.
func TestAlarmAfterReopen(t *testing.T) {
	w := full(t)
	w.capture(customerPost(w.now)).delivered().do(ticket.VerbAccept, chen)
	w.at("10:02").do(ticket.VerbUrgent, chen).at("10:03").do(ticket.VerbAck, zhao)
	w.at("10:10").do(ticket.VerbResolve, chen).at("10:20").do(ticket.VerbReopen, tang)
	w.fire("10:20")
	if _, runs := rules(w)["OUR-urgent"]; runs {
		t.Error("the alarm rings again")
		if err := w.try(ticket.Command{Verb: ticket.VerbAck, Actor: zhao}); err != nil {
			t.Error("and nobody can stop it:", err)
		}
	}
}

func taskWorld(tb tester) *world {
	w := full(tb)
	given := window("OUR-task", policy.Factual, policy.Limit{Given: true})
	given.When = policy.When{Marks: []string{"task"}}
	w.rules.Policy.Windows = append(w.rules.Policy.Windows, given)
	return w
}

func captureTask(w *world) *world {
	r := typedBy(zhao, team)
	r.Asker, r.Addressed = ticket.Asker{Kind: ticket.AskerMember, User: zhao}, []string{chen}
	r.Given, r.Mark = clock(w.tb, "fri 17:00"), ticket.Assigned
	return w.capture(r).delivered()
}

// An urgent task rings at once, not on the task's date.
func TestUrgentTaskRings(t *testing.T) {
	w := captureTask(taskWorld(t))
	w.at("10:02").apply(ticket.Command{Verb: ticket.VerbUrgent, Actor: chen, Text: "smoke"})
	for _, n := range w.last.Notices {
		if n.Kind == notice.Alarm {
			return
		}
	}
	t.Errorf("no alarm; clock %+v", rules(w)["OUR-urgent"].Due)
}

// A handed-over task must be answered in the response window.
func TestTaskHandoffAnswered(t *testing.T) {
	w := captureTask(taskWorld(t))
	w.at("10:04").handoff(chen, li)
	if c := rules(w)["FA-18.response"]; !c.Due.Equal(clock(t, "10:34")) {
		t.Errorf("li may be silent until %s", c.Due)
	}
}

// Who has a task cannot move its date by supervising themselves.
func TestSuperviseMovesOwnTask(t *testing.T) {
	w := captureTask(taskWorld(t))
	w.at("10:20").do(ticket.VerbAccept, chen)
	err := w.try(ticket.Command{Verb: ticket.VerbSupervise, Actor: chen, Until: clock(t, "fri 17:00").AddDate(0, 1, 0), Text: "x"})
	if c := rules(w)["OUR-task"]; err == nil && c.Due.After(clock(t, "fri 17:00")) {
		t.Errorf("the task is due %s now", c.Due)
	}
}

// Nor undo the date their head supervises until.
func TestSuperviseOverridesHead(t *testing.T) {
	w := asked(t)
	w.do(ticket.VerbAccept, chen)
	w.apply(ticket.Command{Verb: ticket.VerbSupervise, Actor: zhao, Until: clock(t, "wed 10:00"), Text: "x"})
	err := w.try(ticket.Command{Verb: ticket.VerbSupervise, Actor: chen, Until: clock(t, "wed 10:00").AddDate(0, 1, 0), Text: "x"})
	if c := rules(w)["FA-18.supervise"]; err == nil && c.Due.After(clock(t, "wed 10:00")) {
		t.Errorf("supervised until %s now", c.Due)
	}
}

// A level that supervises the one below sets no limit on the one above.
func TestLevelSupervisesUpward(t *testing.T) {
	w := asked(t)
	w.do(ticket.VerbAccept, chen).ask(chen, li).ask(li, ben)
	w.apply(ticket.Command{Verb: ticket.VerbSupervise, Actor: li, Until: clock(t, "10:30"), Text: "hurry"})
	w.delivered()
	if c, runs := rules(w)["FA-18.supervise"]; runs && c.Subject != ben {
		t.Errorf("li's date for ben runs on %s", c.Subject)
		w.fire("10:30")
		t.Errorf("breaches %+v", w.t.Breaches)
	}
}

// A head of the first life is not on the clock of the second.
func TestReopenStartsHeadsClock(t *testing.T) {
	own := window("OUR-head", policy.Superior, minutes(60))
	own.Asked, own.While = policy.Head, words(ticket.HandedOff, ticket.Accepted)
	own.Ladder = []policy.Step{policy.ParentHead, policy.Fallback}
	w := with(t, own)
	w.capture(customerPost(w.now)).delivered().at("10:04").handoff(chen, li)
	w.fire("10:34").delivered()
	w.at("10:40").do(ticket.VerbAccept, li).do(ticket.VerbResolve, li)
	w.at("wed 10:00").do(ticket.VerbReopen, tang)
	if c, runs := rules(w)["OUR-head"]; runs {
		t.Errorf("runs on %s, who was not asked, until %s", c.Subject, c.Due)
		w.fire("wed 11:00")
		for _, n := range w.last.Notices {
			if n.Class != notice.Edit {
				t.Logf("  %s to %s", n.Kind, n.To.Lane())
			}
		}
	}
}

// A given date that lies behind starts no clock: after a reopening.
func TestReopenAfterSupervision(t *testing.T) {
	w := asked(t)
	w.do(ticket.VerbAccept, chen)
	w.apply(ticket.Command{Verb: ticket.VerbSupervise, Actor: zhao, Until: clock(t, "15:00"), Text: "x"})
	w.delivered().at("14:00").do(ticket.VerbResolve, chen)
	w.at("wed 10:00").do(ticket.VerbReopen, tang)
	w.fire("wed 10:00").wantSaid()
	if len(w.t.Breaches) > 0 {
		t.Errorf("breaches %+v", w.t.Breaches)
	}
}

// … and when somebody takes over.
func TestTakeoverAfterSupervision(t *testing.T) {
	w := asked(t)
	w.handoff(chen, li)
	w.apply(ticket.Command{Verb: ticket.VerbSupervise, Actor: zhao, Until: clock(t, "10:20"), Text: "x"})
	w.delivered().fire("10:20").delivered()
	w.at("10:25").do(ticket.VerbAccept, li)
	w.fire("10:25").wantSaid()
}

// What is booked to the system is nobody's overrun.
func TestComplaintAboutSystemBreach(t *testing.T) {
	w := asked(t)
	w.at("10:04").apply(handTo(chen, li))
	w.apply(ticket.Command{Verb: ticket.VerbUnreachable, User: li, Text: "away", Kind: notice.Handoff, Clock: "FA-18.response/1/1"})
	if !w.t.Breaches[0].System {
		t.Fatal("not the system's")
	}
	if err := w.try(ticket.Command{Verb: ticket.VerbComplainUp, Actor: zhao, Text: "li overran"}); err == nil {
		t.Errorf("complained about %s at %s before the limit", li, w.now)
		w.wantSaid()
	}
}

// The head a breach is about does not decide on the complaint.
func TestSubjectDecidesOnComplaint(t *testing.T) {
	w := asked(t)
	w.do(ticket.VerbAccept, zhao).fire("wed 09:00").delivered().fire("wed 10:00").delivered()
	if w.t.Breaches[0].Subject != zhao {
		t.Fatal(w.t.Breaches)
	}
	w.apply(ticket.Command{Verb: ticket.VerbComplainUp, Actor: chen, Text: "overran"})
	if n := w.said(notice.ComplaintProposed); n.To.User == zhao {
		t.Error("zhao is asked whether to complain about zhao")
	}
}

// While the organisation observes nobody's ladder is climbed.
func TestLearningUnreachable(t *testing.T) {
	w := newWorld(t)
	w.rules.Policy.Learning = policy.Learning{From: w.now.AddDate(0, 0, -1), To: w.now.AddDate(0, 0, 5)}
	w.capture(customerPost(w.now)).delivered().at("10:04").handoff(chen, li)
	w.apply(ticket.Command{Verb: ticket.VerbUnreachable, User: li, Text: "away", Kind: notice.Handoff, Clock: "FA-18.response/1/1"})
	w.wantSaid("unreachable to " + chen)
}

// What passed while it observed is not silent for ever after.
func TestLearningEnds(t *testing.T) {
	w := newWorld(t)
	w.rules.Policy.Learning = policy.Learning{From: w.now.AddDate(0, 0, -1), To: clock(t, "12:00")}
	w.window("FA-02.whole").While = nil
	w.capture(customerPost(w.now)).delivered().fire("10:09").fire("10:15")
	if w.t.Due().IsZero() {
		t.Error("no clock of the ticket ever fires again")
	}
}

// CM-5.2.5: only a time agreed with the customer is the limit of telling them.
func TestCustomerTimeNeedsConsent(t *testing.T) {
	tell := window("OUR-tell", policy.Natural, minutes(10))
	tell.While, tell.Promise = words(ticket.ResultReady), policy.Promise{Customer: true}
	w := with(t, tell)
	w.capture(typedFor(w.now)).delivered().handoff(ann, li).do(ticket.VerbAccept, li)
	w.apply(ticket.Command{Verb: ticket.VerbPromise, Actor: li, Until: clock(t, "thu 17:00"), Text: "busy"})
	w.at("10:30").do(ticket.VerbResolve, li)
	if c := rules(w)["OUR-tell"]; !c.Due.Equal(clock(t, "10:40")) {
		t.Errorf("ann may tell the customer as late as %s", c.Due)
	}
}
