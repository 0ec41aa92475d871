package ticket_test

import (
	"testing"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/ticket"
)

func TestEscalateWho(t *testing.T) {
	mayTable(t, []mayRow{
		{scene: "handed over", actor: chen},
		{scene: "handed over", actor: li},
		{scene: "handed over", actor: zhao},
		{"handed over", tang, ticket.NotYours, chen},
		{"handed over", sun, ticket.NotYours, chen},
		{scene: "handed on", actor: li},
		{scene: "result ready", actor: ann},
		{"answered", chen, ticket.AlreadyEnded, ""},
		{"confirmed", chen, ticket.AlreadyEnded, ""},
	}, func(actor string) ticket.Command { return by(ticket.VerbEscalate, actor) })
}

// Help is asked for now, no limit has passed, nobody is blamed.
func TestEscalateBeforeTheLimit(t *testing.T) {
	w := scene(t, "handed over").at("10:14").do(ticket.VerbEscalate, chen)
	w.wantSaid("escalation to " + zhou).wantEvents("escalate").mustDue("10:19")
	if len(w.t.Breaches) != 0 {
		t.Errorf("breaches %+v", w.t.Breaches)
	}
	n := w.said(notice.Escalation)
	if n.Params["span"] != notice.Span(10*60e9) || n.Params["next"] != notice.User(boss) || n.Params["by"] != notice.Time(clock(t, "11:14")) {
		t.Errorf("escalation says %v", n.Params)
	}
	w.do(ticket.VerbAccept, zhou).wantHeld(ticket.Accepted, zhou, "")
}

// The head asked early has the whole step; the subject still hears of the limit.
func TestEscalateThenTheLimit(t *testing.T) {
	w := scene(t, "handed over").at("10:30").do(ticket.VerbEscalate, chen)
	w.fire("10:34").wantSaid("limit to "+li, "delay to "+helpDesk).mustDue("11:30")
	if n := w.said(notice.Limit); n.Params["head"] != notice.User(zhou) {
		t.Errorf("the limit names %v", n.Params["head"])
	}
	w.fire("11:30").wantSaid("escalation to " + boss)
}

// The limit names the head who was asked early, also one above the first.
func TestEscalateNamesTheOneAsked(t *testing.T) {
	w := scene(t, "handed over").at("10:30").do(ticket.VerbEscalate, zhou).wantSaid("escalation to " + boss)
	w.fire("10:34").wantSaid("limit to "+li, "delay to "+helpDesk)
	if n := w.said(notice.Limit); n.Params["head"] != notice.User(boss) {
		t.Errorf("the limit names %v, asked was %s", n.Params["head"], boss)
	}
}

// Who asks the next superior is not asked themselves.
func TestEscalateByTheHead(t *testing.T) {
	scene(t, "handed over").at("10:14").do(ticket.VerbEscalate, zhou).wantSaid("escalation to " + boss)
}

// The ladder ends in the fallback channel; there it stays daily, and another
// call for help before that is refused.
func TestEscalateToTheEnd(t *testing.T) {
	w := scene(t, "handed over").at("10:14").do(ticket.VerbEscalate, chen).wantSaid("escalation to " + zhou)
	w.fire("10:34").at("11:14").do(ticket.VerbEscalate, chen).wantSaid("escalation to " + boss)
	w.at("13:44").do(ticket.VerbEscalate, chen).wantSaid("fallback to " + admins)
	w.refused(by(ticket.VerbEscalate, chen), ticket.NoSuperior)
	w.mustDue("wed 09:30").fire("wed 09:30").wantSaid("fallback to " + admins)
}

// Whoever was asked has the whole step: early or by the ladder, nobody cuts it
// short; the refusal says from when the next one can be asked.
func TestEscalateWhileTheOneAskedHasTime(t *testing.T) {
	tests := []struct {
		name, at, until string
		asked           func(*world)
	}{
		{"asked early", "10:20", "11:14", func(w *world) { w.at("10:14").do(ticket.VerbEscalate, chen) }},
		{"asked early, after the limit", "10:40", "11:14", func(w *world) { w.at("10:14").do(ticket.VerbEscalate, chen).fire("10:34") }},
		{"asked by the ladder", "11:33:59", "11:34", func(w *world) { w.fire("10:34") }},
		{"waits for an update", "11:40", "11:50", func(w *world) { w.fire("10:34").at("10:50").do(ticket.VerbUrge, zhou) }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := scene(t, "handed over")
			tt.asked(w)
			for _, who := range []string{chen, li, zhao} {
				if p := w.at(tt.at).refused(by(ticket.VerbEscalate, who), ticket.TooSoon); p["at"] != notice.Time(clock(t, tt.until)) {
					t.Errorf("%s: possible at %v, want %s", who, p["at"], tt.until)
				}
			}
			w.at(tt.until).do(ticket.VerbEscalate, chen).wantSaid("escalation to " + boss)
		})
	}
	// They themselves may pass it further up at once.
	scene(t, "handed over").fire("10:34").at("10:35").do(ticket.VerbEscalate, zhou).wantSaid("escalation to " + boss)
}

// With a time agreed the step of who was asked is over: help is asked further up.
func TestEscalateAfterAnAgreedTime(t *testing.T) {
	w := scene(t, "handed over").fire("10:34").at("10:40")
	w.apply(ticket.Command{Verb: ticket.VerbPromise, Actor: zhou, Until: clock(t, "17:00")})
	w.at("10:50").do(ticket.VerbEscalate, chen).wantSaid("escalation to " + boss)
}
