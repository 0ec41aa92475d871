package ticket_test

import (
	"slices"
	"testing"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// judgedScene is a complaint of Tang Ning's about Ben, which Chen Mo received.
func judgedScene(tb tester, name string) *world {
	tb.Helper()
	w := asked(tb)
	if name == "ruled, asked by telephone" {
		w = typed(tb)
	}
	w.rules.Policy = judged(everything())
	switch name {
	case "to be ruled":
		return w
	case "to be ruled for good":
		return w.aboutBen().do(ticket.VerbMajor, zhao)
	}
	w.aboutBen()
	if name == "about somebody" {
		return w
	}
	w.do(ticket.VerbRule, zhou)
	if name == "under review" || name == "ruled for good" {
		w.do(ticket.VerbReview, ben)
	}
	if name == "ruled for good" {
		w.do(ticket.VerbFinal, boss)
	}
	return w
}

func (w *world) aboutBen() *world {
	w.tb.Helper()
	w.apply(ticket.Command{Verb: ticket.VerbAbout, Actor: w.t.Natural.User, To: ticket.Target{User: ben, Rule: "person"}})
	return w
}

// Who may rule, and what becomes of it, by what stands in the way.
func TestRuling(t *testing.T) {
	for _, c := range []struct {
		name  string
		scene string
		do    func(*world)
		verb  ticket.Verb
		by    string
		want  ticket.Code
	}{
		{"who received it", "about somebody", nil, ticket.VerbRule, chen, ticket.NotYours},
		{"their head", "about somebody", nil, ticket.VerbRule, zhao, ticket.NotYours},
		{"whom it is about", "about somebody", nil, ticket.VerbRule, ben, ticket.AboutYou},
		{"who asked", "about somebody", nil, ticket.VerbRule, tang, ticket.NotYours},
		{"who decides for good, first", "about somebody", nil, ticket.VerbRule, boss, ticket.NotYours},
		{"for good before there is a ruling", "about somebody", nil, ticket.VerbFinal, boss, ticket.ReviewFirst},
		{"no words", "about somebody", nil, "rule without words", zhou, ticket.NeedText},
		{"personnel", "about somebody", nil, ticket.VerbRule, zhou, ""},
		{"of a matter about nobody", "to be ruled", nil, ticket.VerbRule, zhou, ""},
		{"where nobody rules", "to be ruled", func(w *world) { w.rules.Policy.Rulings = nil }, ticket.VerbRule, zhou, ticket.NoRuling},
		{"personnel is away", "about somebody", func(w *world) { w.rules.Gone[zhou] = true }, ticket.VerbRule, boss, ""},
		{"twice", "ruled", nil, ticket.VerbRule, zhou, ticket.AlreadyEnded},
		{"of a major matter", "to be ruled for good", nil, ticket.VerbRule, zhou, ticket.FinalOnly},
		{"for good, of a major matter", "to be ruled for good", nil, ticket.VerbFinal, boss, ""},
		{"for good, of a major matter, by personnel", "to be ruled for good", nil, ticket.VerbFinal, zhou, ticket.NotYours},
		{"under review", "under review", nil, ticket.VerbRule, zhou, ticket.FinalOnly},
		{"for good, by who ruled", "under review", nil, ticket.VerbFinal, zhou, ticket.NotYours},
		{"for good", "under review", nil, ticket.VerbFinal, boss, ""},
		{"for good, twice", "ruled for good", nil, ticket.VerbFinal, boss, ticket.RuledFinally},
		{"review before a ruling", "about somebody", nil, ticket.VerbReview, ben, ticket.NotRuled},
		{"review by a bystander", "ruled", nil, ticket.VerbReview, wu, ticket.PartiesOnly},
		{"review by who received it", "ruled", nil, ticket.VerbReview, chen, ticket.PartiesOnly},
		{"review without a reason", "ruled", nil, "review without words", ben, ticket.NeedReason},
		{"review by whom it is about", "ruled", nil, ticket.VerbReview, ben, ""},
		{"review by who asked", "ruled", nil, ticket.VerbReview, tang, ""},
		{"review of what is closed", "ruled", func(w *world) { w.do(ticket.VerbConfirm, tang) }, ticket.VerbReview, ben, ""},
		{"review too late", "ruled", func(w *world) {
			w.rules.Policy = judged(firstAsked())
			w.do(ticket.VerbConfirm, tang)
			w.rules.Policy.ReopenWithin, w.now = policy.Limit{Days: 1}, clock(w.tb, "thu 18:00")
		}, ticket.VerbReview, ben, ticket.ReopenTooLate},
		{"two reviews", "under review", nil, ticket.VerbReview, tang, ticket.UnderReviewNow},
		{"review of what is final", "ruled for good", nil, ticket.VerbReview, tang, ticket.RuledFinally},
		{"reopened instead of reviewed", "ruled", nil, ticket.VerbReopen, tang, ticket.ReviewInstead},
		{"reopened after the final ruling", "ruled for good", nil, ticket.VerbReopen, tang, ticket.RuledFinally},
		{"taken from who decides", "under review", nil, ticket.VerbAccept, zhao, ticket.UnderReviewNow},
		{"withdrawn under review", "under review", nil, ticket.VerbWithdraw, tang, ticket.UnderReviewNow},
		{"whom it is about takes it", "about somebody", nil, ticket.VerbAccept, ben, ticket.AboutYou},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := judgedScene(t, c.scene)
			if c.do != nil {
				c.do(w)
			}
			command := ticket.Command{Verb: c.verb, Actor: c.by, Text: "because"}
			switch c.verb { //nolint:exhaustive // the others come with their words
			case "rule without words":
				command.Verb, command.Text = ticket.VerbRule, ""
			case "review without words":
				command.Verb, command.Text = ticket.VerbReview, ""
			}
			if c.want == "" {
				w.apply(command)
				return
			}
			w.refused(command, c.want)
		})
	}
}

// A review goes to who decides for good and comes back to them from every wait;
// once they have decided, both parties know and nothing is left open.
func TestReview(t *testing.T) {
	w := judgedScene(t, "under review")
	if w.t.State != ticket.UnderReview || w.t.Responsible != boss || w.t.ClockOn(policy.Responsible).Rule != "T-review" {
		t.Fatalf("%s with %s, clocks %+v", w.t.State, w.t.Responsible, w.t.Clocks)
	}
	w.apply(askOf(boss, ann))
	w.do(ticket.VerbAnswer, ann)
	if w.t.State != ticket.UnderReview {
		t.Errorf("the answer leads to %s", w.t.State)
	}
	w.do(ticket.VerbFinal, boss)
	if !w.t.Ruling.Final || w.t.State != ticket.Answered || w.t.Mark(ticket.Reviewed) != nil || w.t.Ruling.Rule != "T-review" {
		t.Errorf("%s: %+v", w.t.State, w.t.Ruling)
	}
	for kind, to := range map[notice.Kind]string{notice.Ruled: ben, notice.SolvedAgain: tang} {
		if !slices.ContainsFunc(w.last.Notices, func(n notice.Notice) bool { return n.Kind == kind && n.To.User == to }) {
			t.Errorf("%s is not said to %s", kind, to)
		}
	}
}

// Who should rule and is a party gives way to the next above, and nobody
// reviews their own ruling.
func TestConflictOfInterestGoesOneUp(t *testing.T) {
	w := asked(t)
	w.rules.Policy = judged(everything())
	w.apply(ticket.Command{Verb: ticket.VerbAbout, Actor: chen, To: ticket.Target{User: zhou, Rule: "person"}})
	w.refused(ticket.Command{Verb: ticket.VerbRule, Actor: zhou, Text: "because"}, ticket.AboutYou)
	w.do(ticket.VerbRule, boss)
	if !w.t.Ruling.Final { // nobody is above who rules here
		t.Error("a ruling that nobody can review is not final")
	}
	w = asked(t)
	w.rules.Policy = judged(everything())
	w.rules.Org.Roles["top"] = []string{boss, sun}
	w.apply(ticket.Command{Verb: ticket.VerbAbout, Actor: chen, To: ticket.Target{User: zhou, Rule: "person"}})
	w.do(ticket.VerbRule, boss).do(ticket.VerbReview, zhou)
	if w.t.Responsible != sun {
		t.Errorf("%s reviews", w.t.Responsible)
	}
}

// Whom a matter is about gives up all they hold, and gets none of it back.
func TestAboutGivesUpWhatTheyHold(t *testing.T) {
	w := scene(t, "accepted")
	w.rules.Policy = judged(everything())
	w.apply(ticket.Command{Verb: ticket.VerbAbout, Actor: chen, To: ticket.Target{User: li, Rule: "person"}})
	if w.t.Responsible != wu || w.t.Concerned(li) {
		t.Fatalf("%s has it, concerned: %v", w.t.Responsible, w.t.Concerned(li))
	}
	w.refused(handTo(wu, li), ticket.AboutThem)
	for _, n := range w.last.Notices {
		if n.To.User == li && n.Class != notice.Edit {
			t.Errorf("%s tells them", n.Kind)
		}
	}
	if d := ticket.Restore(&w.t, w.t.Reliefs[0].Sweep, zhou, w.rules, w.now); len(d.Events) > 0 {
		t.Error("it was given back")
	}
	w.apply(ticket.Command{Verb: ticket.VerbAbout, Actor: wu, To: ticket.Target{User: chen, Rule: "person"}})
	if w.t.Follower() != zhao {
		t.Errorf("%s follows it", w.t.Follower())
	}
	w.refused(ticket.Command{Verb: ticket.VerbAbout, Actor: wu, To: ticket.Target{User: tang}}, ticket.AskedItself)
	w.refused(ticket.Command{Verb: ticket.VerbAbout, Actor: wu, To: ticket.Target{User: chen}}, ticket.AboutAlready)
}

// The receipt of whom it is about is on record, once.
func TestRulingIsReceived(t *testing.T) {
	w := judgedScene(t, "ruled").do(ticket.VerbAck, ben)
	if e := w.last.Events[0]; e.Kind != "ack" || e.Rule != "T-rule" || w.t.Ruling.Seen.IsZero() {
		t.Errorf("%+v", e)
	}
	w.refused(ticket.Command{Verb: ticket.VerbAck, Actor: ben}, ticket.NothingToSee)
}
