package ticket_test

import (
	"testing"

	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// NX-5.3, RE-5: all in one go, and clear only by the word of who was told.
func TestInform(t *testing.T) {
	w := asked(t)
	said := func(actor, word, text string) ticket.Command {
		return ticket.Command{Verb: ticket.VerbUnderstood, Actor: actor, Word: word, Text: text}
	}
	inform := ticket.Command{Verb: ticket.VerbInform, Actor: chen}
	w.refused(inform, ticket.NeedText)
	w.refused(said(tang, "", ""), ticket.NotInformed)
	w.rules.Policy = extended()
	w.rules.Policy.FullNotice = []policy.Point{
		{ID: "papers", Rule: "OUR-5"}, {ID: "visa", Rule: "OUR-5", When: policy.When{Types: []string{"visa"}}},
	}
	w.apply(inform)
	w.wantSaid("full_notice to " + tang)
	if p := w.t.Informed.Points; len(p) != 1 || p[0] != "papers" {
		t.Errorf("told %v", p)
	}
	w.refused(said(chen, "", ""), ticket.NotYours)
	w.refused(said(tang, ticket.NotClear, ""), ticket.NeedReason)
	w.apply(said(tang, ticket.NotClear, "which papers?"))
	w.wantSaid("notes_added to " + chen)
	if !w.t.Informed.Understood.IsZero() || w.t.Informed.Unclear != "which papers?" {
		t.Errorf("not clear, and it is kept as %+v", w.t.Informed)
	}
	w.apply(ticket.Command{Verb: ticket.VerbInform, Actor: chen, Text: "the blue ones"})
	w.apply(said(tang, "", ""))
	if !w.t.Informed.Understood.Equal(w.now) {
		t.Errorf("understood, and it is kept as %+v", w.t.Informed)
	}
	w.refused(said(tang, "", ""), ticket.NotInformed)
}
