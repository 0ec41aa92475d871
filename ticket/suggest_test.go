package ticket_test

import (
	"testing"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// suggesting is a world in which tang typed a question that a standard answer fits.
func suggesting(tb tester) *world {
	tb.Helper()
	w := newWorld(tb)
	w.rules.Policy = everything()
	w.rules.Policy.AnswerFirst = policy.AnswerFirst{Rule: "T-1", Wait: 10 * time.Minute}
	w.rules.Policy.Answers = []policy.Answer{
		{ID: "short", Words: []string{"name"}},
		{ID: "long", Words: []string{"wrong name"}},
		{ID: "other", Words: []string{"name"}, When: policy.When{Types: []string{"nothing"}}},
	}
	return w
}

func typedIn(w *world) ticket.Request {
	return ticket.Request{
		Number: 7, Text: "The wrong name on it", By: tang, Asker: ticket.Asker{Kind: ticket.AskerMember, User: tang},
		Typed: true, Private: true, At: w.now,
	}
}

// PL-3.3b: the answer that fits best comes before the ticket: nobody was asked,
// nothing runs, and nobody but whoever asked is anything to it.
func TestSuggest(t *testing.T) {
	w := suggesting(t)
	w.capture(typedIn(w))
	if w.t.State != ticket.Suggested || w.t.Suggestion.Answer != "long" || len(w.t.Clocks) != 0 || len(w.last.Notices) != 0 || w.t.Opened() {
		t.Fatalf("%s, %+v, %d clocks, %d notices", w.t.State, w.t.Suggestion, len(w.t.Clocks), len(w.last.Notices))
	}
	if want := w.now.Add(10 * time.Minute); !w.t.Due().Equal(want) {
		t.Errorf("due %s, not %s", w.t.Due(), want)
	}
	for _, v := range []ticket.Verb{ticket.VerbConfirm, ticket.VerbReopen, ticket.VerbAccept, ticket.VerbNote, ticket.VerbWithdraw} {
		wantCode(t, w.try(ticket.Command{Verb: v, Actor: chen, Text: "x"}), ticket.NotYours)
	}
	if d := ticket.Fire(&w.t, w.rules, w.now.Add(9*time.Minute)); len(d.Events) != 0 {
		t.Error("it opens before its time")
	}
	d := ticket.Fire(&w.t, w.rules, w.now.Add(10*time.Minute))
	if d.Ticket.State != ticket.Captured || !d.Ticket.Opened() || !d.Ticket.CreatedAt.Equal(w.now.Add(10*time.Minute)) {
		t.Errorf("without a word it is %s of %s", d.Ticket.State, d.Ticket.CreatedAt)
	}
	told := false
	for _, n := range d.Notices {
		told = told || n.Kind == notice.Receipt && n.To.User == tang
	}
	if !told {
		t.Error("whoever asked does not hear that it opened")
	}
}

// What comes first is for those who ask for themselves, in private, where the
// rules have an answer and wait for a word.
func TestSuggestOnlyWhereItFits(t *testing.T) {
	for name, change := range map[string]func(*world, *ticket.Request){
		"for somebody outside": func(_ *world, r *ticket.Request) { r.Asker = ticket.Asker{Kind: ticket.AskerCustomer, Name: "Maple"} },
		"for a colleague":      func(_ *world, r *ticket.Request) { r.By = chen },
		"in a channel":         func(_ *world, r *ticket.Request) { r.Private = false },
		"no answer fits":       func(_ *world, r *ticket.Request) { r.Text = "The desk is low" },
		"every ticket at once": func(w *world, _ *ticket.Request) { w.rules.Policy.AnswerFirst = policy.AnswerFirst{} },
	} {
		w := suggesting(t)
		r := typedIn(w)
		change(w, &r)
		if d := ticket.Capture(r, w.rules, w.now); d.Ticket.State != ticket.Captured || d.Ticket.Suggestion != nil {
			t.Errorf("%s: %s", name, d.Ticket.State)
		}
	}
}

// What whoever asked says of it: it ends without a ticket, comes back, or opens.
func TestWordOnASuggestion(t *testing.T) {
	w := suggesting(t)
	w.capture(typedIn(w))
	w.apply(ticket.Command{Verb: ticket.VerbConfirm, Actor: tang})
	if w.t.State != ticket.Closed || w.t.End.How != ticket.ByAnswer || len(w.last.Notices) != 0 || !w.t.Due().IsZero() {
		t.Errorf("solved: %s, %s, %d notices", w.t.State, w.t.End.How, len(w.last.Notices))
	}
	wantCode(t, w.try(ticket.Command{Verb: ticket.VerbNote, Actor: tang, Text: "x"}), ticket.AlreadyEnded)
	w.apply(ticket.Command{Verb: ticket.VerbReopen, Actor: tang, Text: "it did not"})
	if w.t.State != ticket.Captured || w.t.Natural.User == "" || w.t.End.How != "" {
		t.Errorf("not solved after all: %s of %q", w.t.State, w.t.Natural.User)
	}
	w.apply(ticket.Command{Verb: ticket.VerbConfirm, Actor: tang})
	if w.t.State != ticket.Closed || w.t.End.How != ticket.ByAnswer {
		t.Errorf("solved by it after all: %s, %s", w.t.State, w.t.End.How)
	}

	taken := suggesting(t)
	taken.capture(typedIn(taken))
	taken.apply(ticket.Command{Verb: ticket.VerbWithdraw, Actor: tang})
	wantCode(t, taken.try(ticket.Command{Verb: ticket.VerbReopen, Actor: tang}), ticket.AlreadyEnded)
}

// ST-3: which standard answer was given is on record.
func TestResolveByAStandardAnswer(t *testing.T) {
	w := suggesting(t)
	r := typedIn(w)
	r.Private = false
	w.capture(r)
	if all := ticket.Answers(&w.t, w.rules); len(all) != 2 || all[0].ID != "long" {
		t.Errorf("proposed %v", all)
	}
	w.apply(ticket.Command{Verb: ticket.VerbResolve, Actor: w.t.Natural.User, Word: "long", Text: "its text"})
	if w.t.Result.Answer != "long" || w.t.Result.Text != "its text" {
		t.Errorf("the result is %+v", w.t.Result)
	}
	if ticket.Answers(&w.t, w.rules) != nil {
		t.Error("a solved one has proposals")
	}
}
