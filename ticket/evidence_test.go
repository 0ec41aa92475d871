package ticket_test

import (
	"strconv"
	"testing"

	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// DM-3.1.3, DM-3.1.5: evidence is kept with who and when; where the rule book has
// stages, the work passes them, and comes back to the one it left.
func TestEvidence(t *testing.T) {
	proof := func(actor, text string) ticket.Command {
		return ticket.Command{Verb: ticket.VerbNote, Actor: actor, Word: ticket.AsEvidence, Text: text}
	}
	w := scene(t, "accepted")
	w.apply(proof(li, "the counter of the lift"))
	w.wantHeld(ticket.Accepted, li, "")
	w.rules.Policy = extended()
	w.rules.Policy.Stages = policy.Stages()
	runs := w.t.ClockOn(policy.Responsible).ID()
	w.apply(proof(tang, "a photograph"))
	w.wantHeld(ticket.Investigating, li, "")
	if e := w.t.Evidence; len(e) != 2 || e[1].By != tang || !e[1].At.Equal(w.now) {
		t.Errorf("kept %+v", e)
	}
	w.apply(askCustomer(li))
	w.wantHeld(ticket.WaitCustomer, li, "")
	w.apply(proof(tang, "the second photograph"))
	w.wantHeld(ticket.Investigating, li, "")
	if e := w.last.Events[0]; e.Kind != "answer" || e.Facts["as"] != ticket.AsEvidence || e.Facts["with"] != "note" {
		t.Errorf("the answer with evidence is on record as %+v", e)
	}
	w.apply(ticket.Command{Verb: ticket.VerbPlan, Actor: li, Text: "a new rope"})
	w.wantHeld(ticket.Executing, li, "")
	if c := w.t.Clock(runs); c == nil {
		t.Errorf("%s runs no more", runs)
	}
	w.ask(li, ben)
	w.wantHeld(ticket.WaitNextLevel, li, "")
	w.apply(ticket.Command{Verb: ticket.VerbAnswer, Actor: ben, Text: "there is one"})
	w.wantHeld(ticket.Executing, li, "")
	for i := range 30 {
		w.apply(proof(li, strconv.Itoa(i)))
	}
	if e := w.t.Evidence; len(e) != 20 || e[19].Text != "29" {
		t.Errorf("%d pieces stand with it, the last is %+v", len(e), e[len(e)-1])
	}
}
