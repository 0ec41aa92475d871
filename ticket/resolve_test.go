package ticket_test

import (
	"testing"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

func TestResolveWho(t *testing.T) {
	mayTable(t, []mayRow{
		{scene: "captured", actor: chen},
		{scene: "captured", actor: zhao},
		{"captured", ann, ticket.NotYours, chen},
		{"captured", tang, ticket.NotYours, chen},
		{scene: "handed over", actor: li},
		{scene: "handed over", actor: chen},
		{scene: "accepted", actor: li},
		{scene: "accepted", actor: zhou},
		{"accepted", chen, ticket.AlreadyAccepted, li},
		{scene: "handed on", actor: li},
		{"answered", li, ticket.AlreadyEnded, ""},
		{"answered", zhou, ticket.AlreadyEnded, ""},
		{"result ready", li, ticket.AlreadyEnded, ""},
		{"confirmed", li, ticket.AlreadyEnded, ""},
		{"told", li, ticket.AlreadyEnded, ""},
		{"withdrawn", chen, ticket.AlreadyEnded, ""},
	}, func(actor string) ticket.Command { return by(ticket.VerbResolve, actor) })
}

func TestResolveNeedsText(t *testing.T) {
	scene(t, "accepted").refused(ticket.Command{Verb: ticket.VerbResolve, Actor: li}, ticket.NeedText)
}

// An asker in Slack is asked to confirm, in public; the first-asked person hears it.
func TestResolveForAnAskerInSlack(t *testing.T) {
	w := scene(t, "answered").wantHeld(ticket.Answered, li, "").wantEvents("resolve").
		wantSaid("solved to "+helpDesk, "closed to "+chen)
	wantEqual(t, w.said(notice.Solved).Params, notice.Params{"result": notice.Text("because"), "by": notice.User(li)})
	wantEqual(t, w.t.Result, ticket.Result{Text: "because", By: li, At: clock(t, "10:30")})
	w.mustDue("thu 10:30")
}

// FA-16: solved on the spot, in one step, with acceptance on record.
func TestResolveOnTheSpot(t *testing.T) {
	w := asked(t).at("10:03").do(ticket.VerbResolve, chen)
	w.wantEvents("accept", "resolve").wantHeld(ticket.Answered, chen, "").wantSaid("solved to " + helpDesk)
	if e := w.last.Events[0]; e.Facts["on_the_spot"] != "yes" {
		t.Errorf("event %+v", e)
	}
}

// An asker outside Slack is told by the first-asked person, who gets that task.
func TestResolveForAnAskerOutside(t *testing.T) {
	w := scene(t, "result ready").wantHeld(ticket.ResultReady, li, "").wantSaid("tell_customer to " + ann)
	wantEqual(t, w.said(notice.TellCustomer).Params, notice.Params{
		"result": notice.Text("because"), "by": notice.User(li), "limit": notice.Time(clock(t, "16:00")),
		"clock": notice.Text("FA-20.tell/1/1"), "rule": notice.Text("FA-20.tell"),
	})
	w.fire("16:00").wantSaid("limit to "+ann, "escalation to "+zhao)
}

// The first-asked person who solved it themselves has the task all the same.
func TestResolveOnTheSpotForAnAskerOutside(t *testing.T) {
	w := typed(t).at("10:03").do(ticket.VerbResolve, ann)
	w.wantHeld(ticket.ResultReady, ann, "").wantSaid("tell_customer to " + ann)
	if c := w.t.ClockOn(policy.Teller); c == nil || c.Rule != "FA-20.tell" {
		t.Errorf("clock %+v", c)
	}
}

// A waiting offer ends with the result, whoever found it.
func TestResolveEndsAnOffer(t *testing.T) {
	scene(t, "handed on").at("10:30").do(ticket.VerbResolve, li).
		wantHeld(ticket.Answered, li, "").wantSaid("taken_back to "+ben, "solved to "+helpDesk, "closed to "+chen)
}

// A head solves what another had accepted: that person hears it.
func TestResolveByAHead(t *testing.T) {
	scene(t, "accepted").at("10:30").do(ticket.VerbResolve, zhou).wantHeld(ticket.Answered, zhou, "").
		wantSaid("closed to "+li, "solved to "+helpDesk, "closed to "+chen)
}

// After the limit without a tick the breach is on record, then the result.
func TestResolveLate(t *testing.T) {
	w := scene(t, "accepted").at("wed 10:11").do(ticket.VerbResolve, li)
	if b := w.t.Breaches; len(b) != 1 || b[0].Rule != "FA-18.handling" || b[0].Subject != li {
		t.Errorf("breaches %+v", b)
	}
	w = scene(t, "accepted").at("10:20")
	w.apply(ticket.Command{Verb: ticket.VerbPromise, Actor: li, Until: clock(t, "fri 10:00")})
	w.at("thu 10:30").do(ticket.VerbResolve, li).wantEvents("resolve", "whole_late")
}

// The third public line is said once; after every reopening it is a new DM.
func TestResolveAgain(t *testing.T) {
	w := scene(t, "answered")
	slots := map[string]bool{}
	for range 3 {
		w.now = w.now.Add(60e9)
		w.do(ticket.VerbReopen, tang).do(ticket.VerbResolve, li).wantSaid("solved_again to "+tang, "closed to "+chen)
		n := w.said(notice.SolvedAgain)
		if slots[n.Slot] {
			t.Errorf("slot %s is used again: the asker would hear of an edit only", n.Slot)
		}
		slots[n.Slot] = true
	}
}
