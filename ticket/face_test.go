package ticket_test

import (
	"slices"
	"testing"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/ticket"
)

// edited are the slots that the last decision drew again, in their order.
func (w *world) edited() []string {
	var slots []string
	for _, n := range w.last.Notices {
		if n.Class == notice.Edit {
			slots = append(slots, n.Slot)
		}
	}
	return slots
}

func (w *world) faces() []string {
	slots := make([]string, 0, len(w.t.Faces))
	for _, f := range w.t.Faces {
		slots = append(slots, f.Slot)
	}
	return slots
}

// Live messages are drawn again when something changes, a last time when their
// matter is over, and never in the turn that posts them.
func TestFacesAreDrawnAgain(t *testing.T) {
	w := asked(t)
	wantEqual(t, w.faces(), []string{"card", "asked/1"})
	w.at("10:04").handoff(chen, li)
	wantEqual(t, w.edited(), []string{"card", "asked/1"})
	wantEqual(t, w.faces(), []string{"card", "handoff/1"})
	w.at("10:10").do(ticket.VerbAccept, li)
	wantEqual(t, w.edited(), []string{"card", "handoff/1"})
	wantEqual(t, w.faces(), []string{"card", "mine/FA-18.handling/1/1"})
	w.at("10:30").do(ticket.VerbResolve, li)
	wantEqual(t, w.faces(), []string{"card", "solved"})
	w.do(ticket.VerbConfirm, tang)
	wantEqual(t, w.edited(), []string{"card", "solved"})
}

// When a ticket ends only the card and the asker's line stay.
func TestFacesOfAnEndedTicket(t *testing.T) {
	w := scene(t, "handed over").fire("10:34").at("10:40").do(ticket.VerbWithdraw, tang)
	wantEqual(t, w.faces(), []string{"card"})
	if !slices.Contains(w.edited(), "escalation/FA-18.response/1/1/0/1") {
		t.Errorf("the superior's message was not drawn a last time: %v", w.edited())
	}
}

// A request marked where the bot cannot post has no public line there: its
// asker is told by DM.
func TestHiddenPostIsAnsweredByDM(t *testing.T) {
	w := newWorld(t)
	r := post("G0SECRET", tang, ann)
	r.By, r.Post.Private, r.Post.Hidden = ann, true, true
	w.capture(r).wantSaid("receipt to "+tang, "card to "+ann, "invite to "+ann)
}

// The limit of a person on duty is for those who are on duty now.
func TestAddressedOutOfHoursIsNotOnDuty(t *testing.T) {
	w := newWorld(t).at("22:00")
	r := post(helpDesk, tang, chen)
	r.At = w.now
	w.capture(r)
	if c := w.t.ClockOn("natural"); !c.Due.Equal(clock(t, "wed 09:30")) {
		t.Errorf("due %s", c.Due)
	}
}

// Voiding a breach leaves the ticket that was given as it was.
func TestVoidKeepsTheInput(t *testing.T) {
	w := scene(t, "handed over").fire("10:34").at("10:35")
	before, image := w.t, mustJSON(t, w.t)
	c := by(ticket.VerbAccept, li)
	c.At = clock(t, "10:33")
	w.apply(c)
	if mustJSON(t, before) != image || len(w.t.Breaches) != 0 {
		t.Errorf("breaches %+v, before %+v", w.t.Breaches, before.Breaches)
	}
}

// A ticket that nobody takes is brought up every working morning and does not
// grow by it: older mornings are not drawn again.
func TestDailyPostsDoNotPileUp(t *testing.T) {
	w := scene(t, "to the fallback")
	most := 0
	for range 40 {
		w.now = w.t.Due()
		w.last = ticket.Fire(&w.t, w.rules, w.now)
		w.t = w.last.Ticket
		mornings := 0
		for _, f := range w.t.Faces {
			if f.Kind == notice.Fallback {
				mornings++
			}
		}
		most = max(most, mornings)
	}
	if most != 5 {
		t.Errorf("up to %d posts of the fallback channel are kept alive, want 5", most)
	}
}
