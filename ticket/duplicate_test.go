package ticket_test

import (
	"testing"
	"time"

	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// merged is a request that goes on with number 40, by somebody's word.
func merged(w *world, by string) *world {
	w.tb.Helper()
	w.apply(ticket.Command{Verb: ticket.VerbDuplicate, Actor: by, Number: 40})
	return w
}

func unmerge(by string) ticket.Command {
	return ticket.Command{Verb: ticket.VerbDuplicate, Actor: by, Word: "undo"}
}

// All that the merging ended comes back: the offer, who holds what, and each
// clock with what it had left.
func TestUndoneMergeGivesAllBack(t *testing.T) {
	w := scene(t, "handed over")
	before := w.t
	left := before.Lead().Due.Sub(w.now)
	merged(w, chen)
	if w.t.State != ticket.Duplicate || len(w.t.Clocks) != 0 || w.t.Handoff != nil || w.t.End.How != ticket.SameAs {
		t.Fatalf("%s with %d clocks, offer %v", w.t.State, len(w.t.Clocks), w.t.Handoff)
	}
	w.wantSaid("taken_back to "+li, "merged to C0HELP")
	w.now = w.now.Add(20 * time.Minute)
	w.apply(unmerge(chen))
	if w.t.State != before.State || *w.t.Handoff != *before.Handoff || w.t.Merge != nil {
		t.Errorf("%s, offer %+v", w.t.State, w.t.Handoff)
	}
	if lead := w.t.Lead(); lead.ID() != before.Lead().ID() || lead.Due.Sub(w.now) != left || len(lead.Points) != len(before.Lead().Points) {
		t.Errorf("clock %+v, had %s left", lead, left)
	}
	w.wantSaid("handoff to "+li, "mention to C0WORK")
	w.refused(unmerge(chen), ticket.NotMerged)
}

// It is not taken back for ever, nor by just anybody.
func TestWhoUndoesAMergeAndWhen(t *testing.T) {
	w := merged(scene(t, "accepted"), li)
	w.refused(unmerge(ann), ticket.NotYours)
	w.refused(ticket.Command{Verb: ticket.VerbDuplicate, Actor: li, Number: 41}, ticket.AlreadyEnded)
	w.rules.Policy.ReopenWithin = policy.Limit{Days: 1}
	w.now = w.now.Add(7 * 24 * time.Hour)
	w.refused(unmerge(li), ticket.ReopenTooLate)
}

func TestMergeWants(t *testing.T) {
	w := scene(t, "accepted")
	w.refused(ticket.Command{Verb: ticket.VerbDuplicate, Actor: li}, ticket.NeedOther)
	w.refused(ticket.Command{Verb: ticket.VerbDuplicate, Actor: li, Number: w.t.Number}, ticket.NeedOther)
	w.refused(ticket.Command{Verb: ticket.VerbDuplicate, Actor: sun, Number: 40}, ticket.NotYours)
	w.refused(unmerge(li), ticket.NotMerged)
}

// Nobody is left without an answer: what others wait for is neither withdrawn nor
// merged on, and who could not be told is not merged.
func TestOthersWaitForIt(t *testing.T) {
	joins := func(asker ticket.Asker) ticket.Command {
		return ticket.Command{Verb: ticket.VerbJoined, Actor: chen, Number: 9, Asker: asker}
	}
	member := ticket.Asker{Kind: ticket.AskerMember, User: ann}
	w := scene(t, "accepted")
	w.refused(joins(ticket.Asker{Kind: ticket.AskerCustomer, Name: "Mr Gao"}), ticket.NotForAll)
	w.apply(joins(member))
	w.refused(ticket.Command{Verb: ticket.VerbWithdraw, Actor: tang}, ticket.HoldsOthers)
	w.refused(ticket.Command{Verb: ticket.VerbDuplicate, Actor: li, Number: 40}, ticket.HoldsOthers)
	w.apply(ticket.Command{Verb: ticket.VerbResolve, Actor: li, Text: "done"})
	w.wantSaid("merged to "+ann, "solved to C0HELP", "closed to "+chen)
	w.refused(joins(member), ticket.OtherEnded)
	private := scene(t, "private")
	private.refused(joins(member), ticket.NotForAll)
	private.apply(joins(private.t.Asker)) // the same asker hears it anyway
}

// linked is what a new ticket repeats, when there is one from before.
func linked(w *world, was, now ticket.Ticket) ticket.Again {
	d := ticket.Decision{Ticket: now, Events: []ticket.Event{{Kind: "captured"}}}
	if len(d.Seeks(w.rules)) > 0 {
		d.Link([]ticket.Ticket{was}, w.rules, w.now)
	}
	return d.Ticket.Again
}

// F 24: the same asker, about the same, not too long ago.
func TestAskedAgain(t *testing.T) {
	w := asked(t)
	w.rules.Policy.RepeatWithin = policy.Limit{Dates: 30}
	was := w.t
	was.Number, was.State, was.End.At = 3, ticket.Closed, was.CreatedAt
	for name, c := range map[string]struct {
		was, now func(*ticket.Ticket)
		times    int
	}{
		"the same":                           {times: 2},
		"a third time":                       {was: func(o *ticket.Ticket) { o.Again.Times = 2 }, times: 3},
		"another asker":                      {was: func(o *ticket.Ticket) { o.Asker.User = ann }},
		"about something else":               {was: func(o *ticket.Ticket) { o.Text = "a screw is missing" }},
		"ended too long ago":                 {was: func(o *ticket.Ticket) { o.End.At = o.CreatedAt.AddDate(0, 0, -31) }},
		"ended just in time":                 {was: func(o *ticket.Ticket) { o.End.At = o.CreatedAt.AddDate(0, 0, -30) }, times: 2},
		"open for long":                      {was: func(o *ticket.Ticket) { o.State, o.CreatedAt = ticket.Accepted, o.CreatedAt.AddDate(0, 0, -90) }, times: 2},
		"never was a request":                {was: func(o *ticket.Ticket) { o.State = ticket.Withdrawn }},
		"declared for the first":             {now: func(t *ticket.Ticket) { t.Parent = 3 }},
		"said to repeat nothing":             {now: func(t *ticket.Ticket) { t.Again.Undone = true }},
		"nothing to tell it by but the kind": {was: kind("complaint", "x"), now: kind("complaint", "y"), times: 2},
		"another kind":                       {was: kind("complaint", "x"), now: kind("query", "y")},
	} {
		before, after := was, w.t
		if c.was != nil {
			c.was(&before)
		}
		if c.now != nil {
			c.now(&after)
		}
		after.Number = 8
		if got := linked(w, before, after); got.Times != c.times || (c.times > 0) != (got.Of == 3) {
			t.Errorf("%s: %+v", name, got)
		}
	}
	w.rules.Policy.RepeatWithin = policy.Limit{}
	if got := linked(w, was, w.t); got.Of != 0 {
		t.Errorf("where nobody looks for it: %+v", got)
	}
}

func kind(of, text string) func(*ticket.Ticket) {
	return func(t *ticket.Ticket) { t.Type, t.Text = of, text }
}

// Somebody outside Slack is known by phone number or mail, else by name.
func TestWhoAskedAgain(t *testing.T) {
	w := asked(t)
	w.rules.Policy.RepeatWithin = policy.Limit{Dates: 30}
	customer := func(name, phone string) ticket.Ticket {
		o := w.t
		o.Number, o.Asker, o.Contact = 3, ticket.Asker{Kind: ticket.AskerCustomer, Name: name}, map[string]string{"phone": phone}
		return o
	}
	for name, c := range map[string]struct {
		was, now ticket.Ticket
		same     bool
	}{
		"one phone, two spellings": {customer("Gao Lin", "139-0000 1234"), customer("Mr Gao", "13900001234"), true},
		"one name, two phones":     {customer("Gao Lin", "13900001234"), customer("Gao Lin", "13900009999"), false},
		"one name":                 {customer("Gao  Lin", ""), customer("gao lin", "13900001234"), true},
		"nothing known":            {customer("", ""), customer("", ""), false},
		"a colleague":              {w.t, customer("Gao Lin", ""), false},
	} {
		c.now.Number, c.was.Number = 8, 3
		if got := linked(w, c.was, c.now); (got.Of == 3) != c.same {
			t.Errorf("%s: %+v", name, got)
		}
	}
}
