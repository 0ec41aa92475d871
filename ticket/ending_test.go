package ticket_test

import (
	"testing"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

func TestReplyWho(t *testing.T) {
	mayTable(t, []mayRow{
		{scene: "result ready", actor: ann},
		{scene: "result ready", actor: zhao},
		{"result ready", li, ticket.NotYours, ann},
		{"result ready", stranger, ticket.NotYours, ann},
		{scene: "captured", actor: chen},
		{"captured", tang, ticket.NotYours, chen},
		{"answered", chen, ticket.NotATask, li},
		{"told", ann, ticket.AlreadyEnded, ""},
	}, func(actor string) ticket.Command { return by(ticket.VerbReply, actor) })
}

func TestReplyCloses(t *testing.T) {
	w := scene(t, "told").wantEvents("reply", "closed").wantSaid("closed to "+li).wantHeld(ticket.Closed, li, "")
	wantEqual(t, w.t.End, ticket.End{How: ticket.Told, By: ann, At: clock(t, "10:40")})
	if len(w.t.Clocks) != 0 || !w.t.Due().IsZero() {
		t.Errorf("clocks run on: %+v", w.t.Clocks)
	}
}

func TestConfirmWho(t *testing.T) {
	mayTable(t, []mayRow{
		{scene: "answered", actor: tang},
		{"answered", chen, ticket.NotYours, tang},
		{"answered", li, ticket.NotYours, tang},
		{"answered", boss, ticket.NotYours, tang},
		{"captured", tang, ticket.NotSolved, chen},
		{"handed over", tang, ticket.NotSolved, li},
		{"result ready", ann, ticket.NotSolved, ann},
		{"confirmed", tang, ticket.AlreadyEnded, ""},
	}, func(actor string) ticket.Command { return by(ticket.VerbConfirm, actor) })
}

func TestConfirmCloses(t *testing.T) {
	w := scene(t, "confirmed").wantEvents("confirm").wantSaid("closed to "+chen, "closed to "+li)
	wantEqual(t, w.t.End, ticket.End{How: ticket.Confirmed, By: tang, At: clock(t, "10:40")})
	for _, h := range w.t.Chain {
		if h.End == "" {
			t.Errorf("%s still holds it as %s", h.User, h.As)
		}
	}
}

// Silence closes after two working days, and is no satisfaction.
func TestSilenceCloses(t *testing.T) {
	w := scene(t, "answered").fire("thu 10:29").wantEvents().fire("thu 10:30")
	w.wantEvents("closed").wantSaid("closed to "+chen, "closed to "+li)
	wantEqual(t, w.t.End, ticket.End{How: ticket.Unconfirmed, At: clock(t, "thu 10:30")})
	if len(w.t.Breaches) != 0 {
		t.Errorf("silence is nobody's breach: %+v", w.t.Breaches)
	}
}

func TestWithdrawWho(t *testing.T) {
	mayTable(t, []mayRow{
		{scene: "captured", actor: tang},
		{"captured", chen, ticket.NotYours, tang},
		{"captured", boss, ticket.NotYours, tang},
		{scene: "handed over", actor: tang},
		{scene: "answered", actor: tang},
		{scene: "result ready", actor: ann},
		{"result ready", li, ticket.NotYours, ann},
		{"withdrawn", tang, ticket.AlreadyEnded, ""},
	}, func(actor string) ticket.Command { return by(ticket.VerbWithdraw, actor) })
}

func TestWithdraw(t *testing.T) {
	w := scene(t, "handed over").at("10:10").do(ticket.VerbWithdraw, tang)
	w.wantHeld(ticket.Withdrawn, "", "").wantSaid("taken_back to "+li, "closed to "+chen)
	p := w.refused(by(ticket.VerbReopen, tang), ticket.AlreadyEnded)
	wantEqual(t, p, notice.Params{"state": notice.Word("state.WITHDRAWN"), "at": notice.Time(clock(t, "10:10"))})
}

// Who captured for another may withdraw; the asker hears it.
func TestWithdrawOnBehalf(t *testing.T) {
	w := newWorld(t)
	r := customerPost(w.now)
	r.By = ann
	w.capture(r).do(ticket.VerbWithdraw, ann).wantSaid("asker_news to "+tang, "closed to "+chen)
	wantEqual(t, w.said(notice.AskerNews).Params, notice.Params{"what": notice.Word("news.withdrawn"), "by": notice.User(ann)})
}

// What somebody captured for an asker in Slack is theirs to take back only until
// somebody acts on it; for anybody else it is theirs to the end.
func TestWithdrawByWhoCapturedIt(t *testing.T) {
	marked := customerPost(clock(t, "10:00"))
	marked.By = ann
	unknown := typedBy(ben, helpDesk)
	customer := unknown
	customer.Asker = ticket.Asker{Kind: ticket.AskerCustomer, Name: "Mr Gao"}
	captured := func(*world) {}
	handed := func(w *world) { w.handoff(chen, li) }
	returned := func(w *world) { w.handoff(chen, li).do(ticket.VerbReturn, li) }
	accepted := func(w *world) { w.do(ticket.VerbAccept, chen) }
	solved := func(w *world) { w.do(ticket.VerbResolve, chen) }
	tests := []struct {
		name    string
		request ticket.Request
		then    func(*world)
		refused bool
	}{
		{"captured, for a member", marked, captured, false},
		{"handed over, for a member", marked, handed, true},
		{"returned, for a member", marked, returned, true},
		{"accepted, for a member", marked, accepted, true},
		{"solved, for a member", marked, solved, true},
		{"captured, unknown", unknown, captured, false},
		{"handed over, unknown", unknown, handed, false},
		{"accepted, unknown", unknown, accepted, false},
		{"returned, for a customer", customer, returned, false},
		{"accepted, for a customer", customer, accepted, false},
		{"solved, for a customer", customer, solved, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			tt.then(w.capture(tt.request).delivered().at("10:05"))
			c := by(ticket.VerbWithdraw, tt.request.By)
			if !tt.refused {
				w.apply(c)
				return
			}
			if p := w.refused(c, ticket.NotYours); p["who"] != notice.User(tang) {
				t.Errorf("refusal points to %q, want the asker", p["who"])
			}
		})
	}
}

// "Not a request" is the first-asked person's, where every message is one and
// nobody took it; FA-13 knows no other way to refuse.
func TestWithdrawAsNoRequest(t *testing.T) {
	not := func(actor string) ticket.Command {
		return ticket.Command{Verb: ticket.VerbWithdraw, Actor: actor, Word: "not_request"}
	}
	w := scene(t, "not a request").wantHeld(ticket.Withdrawn, "", "").wantSaid("asker_news to " + tang)
	if w.t.End.How != ticket.NotRequest {
		t.Errorf("ended as %s", w.t.End.How)
	}
	asked(t).refused(not(li), ticket.NotYours)
	scene(t, "accepted").refused(not(chen), ticket.NotYours)
	w = newWorld(t)
	w.capture(post(financeDesk, tang, "")).refused(not(zhou), ticket.NotYours)
	w = asked(t)
	w.apply(not(tang))
	if w.t.End.How != ticket.TakenDown {
		t.Errorf("the asker's own word ended it as %s", w.t.End.How)
	}
}

// The asker undoes it, without a reason, and the clock begins anew.
func TestReopenWhatWasNoRequest(t *testing.T) {
	w := scene(t, "not a request").at("10:20")
	w.refused(by(ticket.VerbReopen, chen), ticket.NotYours)
	w.apply(ticket.Command{Verb: ticket.VerbReopen, Actor: tang})
	w.wantHeld(ticket.Triaged, "", "").wantSaid("reopened to " + chen)
	if c := w.t.ClockOn(policy.Natural); c == nil || c.Run != 2 || !c.Due.Equal(clock(t, "10:35")) {
		t.Errorf("clock %+v", c)
	}
}

func TestReopenWho(t *testing.T) {
	mayTable(t, []mayRow{
		{scene: "answered", actor: tang},
		{"answered", chen, ticket.NotYours, tang},
		{"answered", li, ticket.NotYours, tang},
		{scene: "confirmed", actor: tang},
		{"confirmed", chen, ticket.NotYours, tang},
		{scene: "told", actor: ann},
		{"told", li, ticket.NotYours, ann},
		{scene: "result ready", actor: ann},
		{"result ready", li, ticket.NotYours, ann},
		{"captured", tang, ticket.NotClosed, chen},
		{"accepted", tang, ticket.NotClosed, li},
		{"withdrawn", tang, ticket.AlreadyEnded, ""},
		{"withdrawn", chen, ticket.AlreadyEnded, ""},
	}, func(actor string) ticket.Command { return by(ticket.VerbReopen, actor) })
}

// It comes back to who was responsible; the first-asked person follows again.
func TestReopen(t *testing.T) {
	w := scene(t, "confirmed").at("11:00")
	w.refused(ticket.Command{Verb: ticket.VerbReopen, Actor: tang}, ticket.NeedReason)
	w.do(ticket.VerbReopen, tang).wantHeld(ticket.Accepted, li, "").
		wantSaid("reopened to "+li, "reopened to "+chen).wantEvents("reopen")
	if w.t.End != (ticket.End{}) || w.t.Result != (ticket.Result{}) || w.t.Reopened != 1 {
		t.Errorf("end %+v result %+v reopened %d", w.t.End, w.t.Result, w.t.Reopened)
	}
	if c := w.t.ClockOn(policy.Responsible); c == nil || c.Subject != li || !c.Start.Equal(clock(t, "11:00")) {
		t.Errorf("clock %+v", c)
	}
}

// Ten working days after closing it is too late; until then it is not.
func TestReopenWithin(t *testing.T) {
	w := scene(t, "confirmed")
	last := clock(t, "10:40").AddDate(0, 0, 14)
	w.now = last.Add(1)
	w.refused(by(ticket.VerbReopen, tang), ticket.ReopenTooLate)
	w.now = last
	w.do(ticket.VerbReopen, tang)
}
