package handlers_test

import (
	"strings"
	"testing"

	"github.com/firstask/firstask/handlers"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// judging is a house that wants requests judged before they move on.
func judging(tb testing.TB) *world {
	tb.Helper()
	return under(tb, func(p *policy.Policy) {
		p.SharedMode = policy.SharedLead
		for _, verb := range []string{"handoff", "share"} {
			p.Needs = append(p.Needs, policy.Need{Rule: "X-1", Verb: verb, Have: []string{"type", "urgency", "departments"}})
		}
	})
}

func TestTriage(t *testing.T) {
	for name, tt := range map[string]struct {
		r                        handlers.Request
		kind, urgency, concerned string
		reason                   string
	}{
		"codes":               {slash(chen, "triage 1 complaint urgent finance they wait"), "complaint", "urgent", "finance", "they wait"},
		"in any order":        {slash(chen, "triage 1 Finance, normal, Complaint: they wait"), "complaint", "normal", "finance", "they wait"},
		"in Chinese":          {slash(chen, "初判1 投诉 紧急 财务部 客户在等"), "complaint", "urgent", "finance", "客户在等"},
		"as much as is known": {slash(chen, "triage 1 urgent"), "", "urgent", "", ""},
		"a kind of two words": {slash(chen, "triage 1 product fault it fell over"), "product_fault", "", "", "it fell over"},
		"in the thread":       {inThread(post(handlers.Mention, chen, help, "6.1", "triage complaint")), "complaint", "", "", ""},
		"form":                {form(chen, "triage", 1, map[string]string{"type": "complaint", "urgency": "normal", "department": "finance", "text": "why"}), "complaint", "normal", "finance", "why"},
		"form with one field": {form(chen, "triage", 1, map[string]string{"department": "finance"}), "", "", "finance", ""},
	} {
		t.Run(name, func(t *testing.T) {
			w := judging(t)
			equal(t, "answer", w.must(tt.r).Key, "triaged")
			got := w.ticket(1)
			equal(t, "kind", got.Type, tt.kind)
			equal(t, "urgency", got.Urgency, tt.urgency)
			equal(t, "departments", strings.Join(got.Judged(), " "), tt.concerned)
			history := w.shelf.history[1]
			equal(t, "reason", history[len(history)-1].Text, tt.reason)
		})
	}
}

func TestTriageOfSeveralDepartments(t *testing.T) {
	w := judging(t)
	w.must(slash(chen, "triage 1 complaint urgent"))
	reply := w.must(slash(chen, "triage 1 Finance Delivery and Installation"))
	equal(t, "answer", reply.Key, "shared_lead")
	equal(t, "shared", len(w.ticket(1).Shared), 2)

	w = judging(t)
	w.must(form(chen, "triage", 1, map[string]string{"type": "complaint", "urgency": "normal", "department": "finance,delivery"}))
	equal(t, "shared by form", len(w.ticket(1).Shared), 2)
}

func TestTriageIsRefused(t *testing.T) {
	for line, want := range map[string]ticket.Code{
		"triage 1 nonsense": ticket.NeedTriage,
		"handoff 1 <@U0LI>": ticket.NeedTriage,
		"triage 1 Finance Delivery and Installation why": ticket.NeedTriage, // they are not brought in before it is judged
	} {
		w := judging(t)
		reply, err := w.do(slash(chen, line))
		equal(t, line, codeOf(t, err), want)
		equal(t, line+": typed", reply.Typed != "", true)
		equal(t, line+": commits", w.shelf.commits, 1)
	}
	w := judging(t)
	equal(t, "not theirs", w.code(slash(ben, "triage 1 complaint")), ticket.NotYours)
	if p := w.must(form(chen, "triage", 1, map[string]string{"department": "finance,marketing"})).Problems; len(p) != 1 {
		t.Errorf("an unknown department: %v", p)
	}
	if p := w.must(form(chen, "triage", 1, nil)).Problems; len(p) != 1 {
		t.Errorf("an empty form: %v", p)
	}
	equal(t, "alone it opens the form", w.must(slash(chen, "triage 1")).Form, "triage")
	data, _, _, err := w.desk.Form(t.Context(), chen, "triage", 1)
	if err != nil || len(data.Types) == 0 || len(data.Urgencies) != 2 || len(data.Departments) == 0 || data.Initial["urgency"] != "" {
		t.Errorf("form %+v, %v", data, err)
	}
	if _, _, _, err = w.desk.Form(t.Context(), ben, "triage", 1); err == nil {
		t.Error("somebody else gets the form")
	}
	if _, _, _, err = w.desk.Form(t.Context(), chen, "handoff", 1); err == nil {
		t.Error("a dialog is filled in in vain")
	}
}
