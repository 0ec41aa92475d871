package ticket_test

import (
	"testing"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/ticket"
)

func TestReturnWho(t *testing.T) {
	mayTable(t, []mayRow{
		{scene: "handed over", actor: li},
		{"handed over", chen, ticket.NotYours, li},
		{"handed over", zhou, ticket.NotYours, li},
		{"captured", chen, ticket.NothingToReturn, chen},
		{"returned", li, ticket.NothingToReturn, chen},
		{"accepted", li, ticket.HandOverInstead, ""},
		{"accepted", chen, ticket.NothingToReturn, li},
		{scene: "handed on", actor: ben},
		{"handed on", li, ticket.NotYours, ben},
		{"confirmed", li, ticket.AlreadyEnded, ""},
	}, func(actor string) ticket.Command { return by(ticket.VerbReturn, actor) })
}

func TestReturnNeedsAReason(t *testing.T) {
	w := scene(t, "handed over").at("10:10")
	w.refused(ticket.Command{Verb: ticket.VerbReturn, Actor: li}, ticket.NeedReason)
	w.apply(ticket.Command{Verb: ticket.VerbReturn, Actor: li, Word: "not_my_area"})
	w.wantEvents("return").wantHeld(ticket.Triaged, "", "")
	if e := w.last.Events[0]; e.Facts["reason"] != "not_my_area" || e.To != chen || e.From != ticket.HandedOff || e.State != ticket.Triaged {
		t.Errorf("event %+v", e)
	}
}

// The first-asked person has it again, with a whole new window.
func TestReturnStartsTheGiversClockAnew(t *testing.T) {
	w := scene(t, "returned").wantSaid("returned to " + chen).mustDue("10:19")
	wantEqual(t, w.said(notice.Returned).Params, notice.Params{
		"by": notice.User(li), "reason": notice.Text("because"), "limit": notice.Time(clock(t, "10:25")),
		"clock": notice.Text("FA-15/1/2"), "rule": notice.Text("FA-15"),
	})
	if w.t.Returns != 1 || w.t.Handoffs != 1 {
		t.Errorf("returns %d, handoffs %d", w.t.Returns, w.t.Handoffs)
	}
}

// Telling the head who had offered it does not count as telling the one who has it.
func TestReturnDeliveredToAnotherDoesNotCount(t *testing.T) {
	w := scene(t, "handed over")
	w.apply(handTo(zhou, wu))
	w.apply(by(ticket.VerbReturn, wu))
	id := w.t.ClockOn("natural").ID()
	w.apply(ticket.Command{Verb: ticket.VerbDelivered, Clock: id, User: zhou, Kind: notice.Returned})
	if !w.t.Clock(id).Delivered.IsZero() {
		t.Error("the clock counts although its subject was not told")
	}
	w.apply(ticket.Command{Verb: ticket.VerbDelivered, Clock: id, User: chen, Kind: notice.Returned})
	if w.t.Clock(id).Delivered.IsZero() {
		t.Error("the subject was told and the clock does not count")
	}
}
