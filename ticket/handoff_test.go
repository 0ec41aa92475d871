package ticket_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

func wantEqual(t *testing.T, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestHandoffWho(t *testing.T) {
	mayTable(t, []mayRow{
		{scene: "captured", actor: chen},
		{scene: "captured", actor: zhao},
		{scene: "captured", actor: boss},
		{"captured", ann, ticket.NotYours, chen},
		{"captured", tang, ticket.NotYours, chen},
		{scene: "handed over", actor: chen},
		{scene: "handed over", actor: zhou},
		{"handed over", li, ticket.ReturnInstead, chen},
		{"handed over", sun, ticket.NotYours, chen},
		{scene: "returned", actor: chen},
		{"returned", li, ticket.NotYours, chen},
		{scene: "accepted", actor: li},
		{scene: "accepted", actor: zhou},
		{scene: "accepted", actor: zhao},
		{"accepted", chen, ticket.NotYours, li},
		{"answered", li, ticket.NotYours, tang},
		{"answered", zhou, ticket.NotYours, tang},
		{"result ready", li, ticket.NotYours, ann},
		{"confirmed", li, ticket.AlreadyEnded, ""},
		{"withdrawn", chen, ticket.AlreadyEnded, ""},
		{"private", zhao, ticket.NotYours, chen},
		{"private, handed over", zhou, ticket.NotYours, chen},
		{scene: "private, escalated", actor: zhou},
		{"private, escalated", boss, ticket.NotYours, chen},
		{scene: "private, asked a head", actor: zhao},
		{"private, asked a head", boss, ticket.NotYours, chen},
	}, func(actor string) ticket.Command { return handTo(actor, wu) })
}

func TestHandoffTo(t *testing.T) {
	tests := []struct {
		name, scene, from, to string
		code                  ticket.Code
	}{
		{"nobody", "captured", chen, "", ticket.NeedReceiver},
		{"oneself", "captured", chen, chen, ticket.SelfHandoff},
		{"somebody gone", "captured", chen, sun, ticket.PersonGone},
		{"who is asked already", "handed over", chen, li, ticket.AlreadyAsked},
		{"who is responsible already", "accepted", zhou, li, ticket.AlreadyAccepted},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := scene(t, tt.scene)
			w.rules.Gone[sun] = true
			w.refused(handTo(tt.from, tt.to), tt.code)
		})
	}
}

// G02: the receiver is mentioned, the giver stays factual FR, the receiver's clock runs.
func TestHandoffMovesNothing(t *testing.T) {
	w := asked(t).at("10:04").handoff(chen, li)
	w.wantHeld(ticket.HandedOff, "", li).wantSaid("handoff to "+li, "mention to "+workroom).wantEvents("handoff").mustDue("10:19")
	if w.t.Factual() != chen {
		t.Errorf("factual FR is %s", w.t.Factual())
	}
	n := w.said(notice.Handoff)
	wantEqual(t, n.Params, notice.Params{
		"from": notice.User(chen), "reason": notice.Text("yours, I think"), "limit": notice.Time(clock(t, "10:34")),
		"clock": notice.Text("FA-18.response/1/1"), "rule": notice.Text("FA-18.response"),
	})
	wantEqual(t, w.said(notice.Mention).Params, notice.Params{
		"from": notice.User(chen), "to": notice.User(li), "limit": notice.Time(clock(t, "10:34")),
	})
	if w.t.ClockOn(policy.Natural) != nil {
		t.Error("the giver's clock still runs")
	}
	w.at("10:10").do(ticket.VerbReturn, li)
	if w.t.Factual() != chen {
		t.Errorf("after the return the factual FR is %s", w.t.Factual())
	}
}

// A card in a DM is no place for a mention.
func TestHandoffWithoutAChannel(t *testing.T) {
	w := newWorld(t)
	w.capture(post(financeDesk, tang, "")).handoff(zhou, li).wantSaid("handoff to " + li)
}

// Handing over anew ends the waiting offer and starts a new clock.
func TestHandoffAnew(t *testing.T) {
	w := scene(t, "handed over").at("10:20").handoff(chen, ben)
	w.wantHeld(ticket.HandedOff, "", ben).wantSaid("taken_back to "+li, "handoff to "+ben, "mention to "+workroom)
	if c := w.t.ClockOn(policy.Receiver); c.Subject != ben || c.Run != 2 || !c.Due.Equal(clock(t, "10:50")) {
		t.Errorf("clock %+v", c)
	}
	w.refused(by(ticket.VerbAccept, li), ticket.MovedOn)
}

// A responsible person hands on: they stay responsible and their clock goes on.
func TestHandoffByTheResponsible(t *testing.T) {
	w := scene(t, "handed on")
	w.wantHeld(ticket.HandedOff, li, ben).wantSaid("handoff to "+ben, "mention to "+workroom, "reassigned to "+chen)
	if c := w.t.ClockOn(policy.Responsible); c.Subject != li || c.Run != 1 {
		t.Errorf("handling clock %+v", c)
	}
	w.at("10:30").do(ticket.VerbReturn, ben).wantHeld(ticket.Accepted, li, "").wantSaid("returned to " + li)
}

// A head assigns: the offer comes from the head, the first-asked person hears it.
func TestHandoffByAHead(t *testing.T) {
	w := scene(t, "handed over").fire("10:34").at("10:40").handoff(zhou, wu)
	w.wantHeld(ticket.HandedOff, "", wu).
		wantSaid("taken_back to "+li, "handoff to "+wu, "mention to "+workroom, "reassigned to "+chen)
	w.at("10:45").do(ticket.VerbReturn, wu).wantSaid("returned to "+chen, "returned to "+zhou)
}

// FA-09.4: no post for the topic; the head is asked, and the gap is on record.
func TestHandoffWithoutCounterpart(t *testing.T) {
	w := asked(t).at("10:04")
	c := handTo(chen, sun)
	c.To = ticket.Target{User: sun, Rule: "head", Department: "delivery", Topic: "screw"}
	w.apply(c)
	e := w.last.Events[0]
	if e.Rule != "FA-09.4" || e.Facts["no_counterpart"] != "delivery/screw" || e.Facts["found"] != "head" {
		t.Errorf("event %+v", e)
	}
	w.wantHeld(ticket.HandedOff, "", sun)
}

// The ladder is that of the department the receiver was asked in.
func TestHandoffLadderOfTheDepartmentAsked(t *testing.T) {
	w := asked(t).at("10:04")
	c := handTo(chen, li)
	c.To.Department = "delivery"
	w.apply(c)
	w.fire("10:34")
	if n := w.said(notice.Escalation); n.To.User != sun {
		t.Errorf("asked %s, want the head of the department asked", n.To.User)
	}
}

// A head gives it back to the first-asked person, who is told once.
func TestHandoffToTheFirstAsked(t *testing.T) {
	scene(t, "handed over").at("10:10").handoff(zhou, chen).
		wantSaid("taken_back to "+li, "handoff to "+chen, "mention to "+workroom).wantHeld(ticket.HandedOff, "", chen)
}

// A head who was asked to take it may assign it instead of returning it.
func TestHandoffByAHeadWhoWasAsked(t *testing.T) {
	asked(t).at("10:04").handoff(chen, zhou).at("10:10").handoff(zhou, wu).wantHeld(ticket.HandedOff, "", wu)
}
