package ticket_test

import (
	"strings"
	"testing"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// accounted is first-asked with a book that wants a plan and the parts of a result.
func accounted() *policy.Policy {
	p := extended()
	p.Needs = []policy.Need{
		{Rule: "OUR-plan", Verb: "reply", Have: []string{"plan"}},
		{Rule: "OUR-plan", Verb: "resolve", Have: []string{"plan"}},
		{Rule: "OUR-parts", Verb: "resolve", Have: []string{"handling", "solution", "outcome"}},
	}
	return p
}

// MG-2.2.3, DM-3.1.4, DM-3.1.6: what an answer must say by name.
func TestAccount(t *testing.T) {
	same := func(what, got, want string) {
		t.Helper()
		if got != want {
			t.Errorf("%s: %q, want %q", what, got, want)
		}
	}
	told := func(c ticket.Command) ticket.Command { c.Actor = chen; return c }
	w := asked(t)
	w.rules.Policy = accounted()
	p := w.refused(told(ticket.Command{Verb: ticket.VerbReply, Text: "we look"}), ticket.NeedParts)
	same("a reply lacks", p["fields"].Raw(), "plan")
	if !ticket.WantsPlan(&w.t, w.rules) {
		t.Error("no plan is asked for")
	}
	w.refused(ticket.Command{Verb: ticket.VerbPlan, Actor: tang, Text: "mine"}, ticket.NotYours)
	w.refused(told(ticket.Command{Verb: ticket.VerbPlan}), ticket.NeedText)
	w.apply(told(ticket.Command{Verb: ticket.VerbPlan, Text: "a new bill"}))
	w.apply(told(ticket.Command{Verb: ticket.VerbPlan, Text: "a new bill on Friday"}))
	same("the later plan counts", w.t.Account["plan"], "a new bill on Friday")
	w.apply(told(ticket.Command{Verb: ticket.VerbReply, Text: "we look"}))
	same("the asker reads the plan", w.said(notice.AskerNews).Params["plan"].Raw(), "a new bill on Friday")

	p = w.refused(told(ticket.Command{Verb: ticket.VerbResolve, Account: map[string]string{"solution": "a new bill"}}), ticket.NeedParts)
	same("a result lacks", p["fields"].Raw(), "handling outcome")
	same("a form asks for", strings.Join(ticket.LackingParts(&w.t, ticket.VerbResolve, w.rules), " "), "handling solution outcome")
	w.apply(told(ticket.Command{Verb: ticket.VerbResolve, Text: "sent", Account: map[string]string{"solution": "a new bill", "handling": "compared"}}))
	same("kept", w.t.Account["handling"], "compared")

	w.apply(ticket.Command{Verb: ticket.VerbReopen, Actor: tang, Text: "still wrong"})
	if len(w.t.Account) > 0 {
		t.Errorf("a new answer begins with %v", w.t.Account)
	}
}

// What whoever asked reads by name is looked at like the text beside it (FZ-2.4.3).
func TestForbiddenInParts(t *testing.T) {
	phrase := policy.Phrase{Words: []string{"not my job"}, Rule: "OUR-6"}
	for name, c := range map[string]ticket.Command{
		"the solution": {Verb: ticket.VerbResolve, Actor: li, Text: "done", Account: map[string]string{"solution": "it is not my job"}},
		"the plan":     {Verb: ticket.VerbPlan, Actor: li, Text: "it is not my job"},
		"in one go":    {Verb: ticket.VerbInform, Actor: li, Text: "it is not my job"},
	} {
		t.Run(name, func(t *testing.T) {
			w := scene(t, "accepted")
			w.rules.Policy = extended()
			w.rules.Policy.Forbidden = []policy.Phrase{phrase}
			w.apply(c)
			if !w.last.Held || w.t.State != ticket.Accepted || len(w.t.Account) > 0 || w.t.Informed != nil {
				t.Errorf("it was not held back: %+v", w.last.Said)
			}
		})
	}
}
