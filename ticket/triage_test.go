package ticket_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// judging are rules that want a request judged before it moves on.
func judging() []policy.Need {
	all := []string{"type", "urgency", "departments"}
	return []policy.Need{{Rule: "X-1", Verb: "handoff", Have: all}, {Rule: "X-1", Verb: "share", Have: all}}
}

func judge(actor, kind, urgency string, with ...ticket.Target) ticket.Command {
	return ticket.Command{Verb: ticket.VerbTriage, Actor: actor, Type: kind, Urgency: urgency, With: with, Text: "as I see it"}
}

func inFinance() ticket.Target  { return ticket.Target{User: li, Department: "finance"} }
func inDelivery() ticket.Target { return ticket.Target{User: ben, Department: "delivery"} }

// DM-2.2.3: kind, urgency and departments are there before a request is handed
// over; all that is missing is named together, and what is there moves it on.
func TestTriage(t *testing.T) {
	w := scene(t, "captured")
	w.rules.Policy.Needs, w.t.Route = judging(), nil
	for _, d := range w.rules.Org.Departments {
		d.Posts = nil
	}
	bare := handTo(chen, wu)
	p := w.refused(bare, ticket.NeedTriage)
	wantEqual(t, p, notice.Params{"fields": notice.Text("type urgency departments"), "verb": notice.Word("handoff"), "rule": notice.Text("X-1")})
	w.refused(ticket.Command{Verb: ticket.VerbHandoff, Actor: sun, To: bare.To}, ticket.NotYours)
	w.refused(judge(chen, "", ""), ticket.NeedTriage)
	w.refused(judge(ben, "query", ""), ticket.NotYours)

	w.apply(judge(chen, "query", ""))
	wantEqual(t, w.t.State, ticket.Captured)
	wantEqual(t, ticket.Unjudged(&w.t, w.rules), []string{"urgency", "departments"})
	w.apply(judge(chen, "", "normal", inFinance()))
	wantEqual(t, w.t.State, ticket.Triaged)
	wantEqual(t, w.t.Triage.Departments, []string{"finance"})
	wantEqual(t, *w.t.Route, ticket.Route{Department: "finance"})
	wantEqual(t, len(w.t.Shared), 0)
	wantEqual(t, len(ticket.Unjudged(&w.t, w.rules)), 0)
	w.apply(bare)
	wantEqual(t, w.t.State, ticket.HandedOff)

	// A correction stays on record with what it was, and moves nothing.
	w.apply(judge(chen, "complaint", ""))
	wantEqual(t, w.t.State, ticket.HandedOff)
	last := w.last.Events[0]
	if last.Facts["was_type"] != "query" || last.Facts["type"] != "complaint" || w.t.Urgency != "normal" {
		t.Errorf("%+v", last)
	}
}

// DM-3.1.1: of several departments nobody begins before one leads.
func TestTriageOfSeveralDepartments(t *testing.T) {
	w := scene(t, "captured")
	w.rules.Policy.Needs, w.rules.Policy.SharedMode = judging(), policy.SharedLead
	w.refused(judge(chen, "query", "", inFinance(), inDelivery()), ticket.NeedTriage)
	wantEqual(t, len(w.t.Shared), 0)
	w.apply(judge(chen, "query", "normal", inFinance(), inDelivery()))
	if w.t.State != ticket.Triaged || w.t.Mark(ticket.Leaderless) == nil || len(w.t.Shared) != 2 {
		t.Errorf("%s, marks %v, shared %v", w.t.State, w.t.Marks, w.t.Shared)
	}
	w.refused(handTo(chen, wu), ticket.NoLead)

	own := scene(t, "captured")
	own.rules.Policy.SharedMode = policy.SharedLead
	own.apply(judge(chen, "", "", ticket.Target{User: chen, Department: "support"}, inFinance()))
	wantEqual(t, len(own.t.Shared), 1)
	chain := scene(t, "captured")
	chain.rules.Policy.SharedMode = policy.SharedChain
	chain.refused(judge(chen, "", "", inFinance(), inDelivery()), ticket.AskInstead)
}

// Where no rule book asks for a judgement it is noted and moves nothing.
func TestTriageThatNobodyAskedFor(t *testing.T) {
	w := scene(t, "captured")
	w.apply(judge(chen, "query", "urgent", inFinance()))
	wantEqual(t, w.t.State, ticket.Captured)
	wantEqual(t, len(ticket.Unjudged(&w.t, w.rules)), 0)
}

// What somebody else judged is told to who has it and who follows it, with the
// limit that runs on them now.
func TestTriageBySomebodyElseIsTold(t *testing.T) {
	w := scene(t, "accepted")
	w.apply(judge(zhou, "complaint", ""))
	told := map[string]bool{}
	for _, n := range w.last.Notices {
		if n.Kind == notice.Triaged {
			told[n.To.User] = n.Params["limit"] != ""
		}
	}
	if diff := cmp.Diff(map[string]bool{chen: false, li: true}, told); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// The windows of the kind it is judged to be take the place of the others: what
// is owed in the same way counts from the same beginning, unless that would be
// over before anybody knew. Of what holds for both kinds the earlier limit counts.
func TestWindowsFollowTheKind(t *testing.T) {
	queries := policy.When{Types: []string{"query"}}
	for name, tt := range map[string]struct {
		before policy.When
		limit  int
		rule   string
		due    string
	}{
		"from the same beginning":       {queries, 60, "X-b", "11:00"},
		"anew where that would be past": {queries, 10, "X-b", "10:30"},
		"the sooner of two":             {policy.When{}, 60, "X-b", "11:00"},
		"the sooner of two runs":        {policy.When{}, 150, "X-a", "12:00"},
	} {
		w := newWorld(t)
		first := w.rules.Policy.Windows[0]
		query, complaint := first, first
		query.Rule, query.Kind, query.When, query.Limit, query.OnDuty = "X-a", "take", tt.before, minutes(120), policy.Limit{}
		complaint.Rule, complaint.Kind, complaint.When, complaint.Limit, complaint.OnDuty = "X-b", "take", policy.When{Types: []string{"complaint"}}, minutes(tt.limit), policy.Limit{}
		w.rules.Policy.Windows = []policy.Window{query, complaint}
		r := customerPost(w.now)
		r.Type = "query"
		w.capture(r)
		wantEqual(t, w.t.ClockOn(policy.Natural).Rule, "X-a")
		w.at("10:20").apply(judge(chen, "complaint", ""))
		c := w.t.ClockOn(policy.Natural)
		if c.Rule != tt.rule || !c.Due.Equal(clock(t, tt.due)) || len(w.t.Clocks) != 1 {
			t.Errorf("%s: %s due %s, %d clocks", name, c.Rule, c.Due, len(w.t.Clocks))
		}
	}
}

// A route may name further places: who stands for them has a part in it as soon
// as it is handed to the first; nobody has to name a lead (DM-3.2.1).
func TestPartners(t *testing.T) {
	w := newWorld(t)
	w.rules.Policy.SharedMode = policy.SharedLead
	w.rules.Policy.Routes = []policy.Route{{
		Rule: "X-2", When: policy.When{Types: []string{"query"}}, To: policy.Place{Department: "delivery"},
		With: []policy.Place{{Department: "finance"}, {Department: "delivery"}, {Department: "support"}, {Role: "nobody"}},
	}}
	r := customerPost(w.now)
	r.Type = "query"
	w.capture(r)
	partners := ticket.Partners(&w.t, w.rules, w.now)
	if len(partners) != 1 || partners[0].Department != "finance" || partners[0].User == "" {
		t.Fatalf("partners %+v", partners)
	}
	c := ticket.Command{Verb: ticket.VerbHandoff, Actor: chen, To: ticket.Destination(&w.t, w.rules, w.now), With: partners}
	w.apply(c)
	if w.t.State != ticket.HandedOff || len(w.t.Shared) != 1 || w.t.Mark(ticket.Leaderless) != nil {
		t.Errorf("%s, shared %v, marks %v", w.t.State, w.t.Shared, w.t.Marks)
	}
	wantEqual(t, len(ticket.Partners(&w.t, w.rules, w.now)), 0)
}
