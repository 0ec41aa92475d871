package ticket_test

import (
	"testing"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

func TestPromiseWho(t *testing.T) {
	until := clock(t, "wed 17:00")
	mayTable(t, []mayRow{
		{scene: "accepted", actor: li},
		{scene: "accepted", actor: zhou},
		{scene: "accepted", actor: zhao},
		{"accepted", chen, ticket.NotYours, li},
		{"accepted", tang, ticket.NotYours, li},
		{"handed over", chen, ticket.NotYours, li},
		{"handed over", li, ticket.AcceptFirst, ""},
		{scene: "handed over", actor: zhou},
		{scene: "handed over", actor: zhao},
		{"handed on", ben, ticket.AcceptFirst, ""},
		{scene: "handed on", actor: sun},
		{scene: "captured", actor: chen},
		{scene: "result ready", actor: ann},
		{"answered", li, ticket.AlreadyEnded, ""},
		{"confirmed", li, ticket.AlreadyEnded, ""},
	}, func(actor string) ticket.Command {
		return ticket.Command{Verb: ticket.VerbPromise, Actor: actor, Until: until}
	})
}

func TestPromiseLimits(t *testing.T) {
	tests := []struct {
		name, at, actor, until string
		code                   ticket.Code
	}{
		{"in the past", "11:00", li, "10:59", ticket.InThePast},
		{"this instant", "11:00", li, "11:00", ticket.InThePast},
		{"three working days of the start alone", "11:00", li, "fri 10:10", ""},
		{"further with the head", "11:00", zhou, "mon2 11:00", ""},
		{"after the limit", "wed 10:10", li, "wed 12:00", ticket.PastDeadline},
		{"after the limit by the head", "wed 10:10", zhou, "wed 12:00", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := scene(t, "accepted").at(tt.at)
			c := ticket.Command{Verb: ticket.VerbPromise, Actor: tt.actor, Until: clock(t, tt.until)}
			if tt.code == "" {
				w.apply(c)
				return
			}
			p := w.refused(c, tt.code)
			if tt.code != ticket.InThePast && p["who"] != notice.User(zhou) {
				t.Errorf("refusal points to %q, want the head", p["who"])
			}
		})
	}
}

// A head who took it is not their own superior: further ahead needs the next one.
func TestPromiseOfAHeadToThemselves(t *testing.T) {
	w := scene(t, "accepted").do(ticket.VerbAccept, zhou).at("11:00")
	w.apply(ticket.Command{Verb: ticket.VerbPromise, Actor: zhou, Until: clock(t, "mon2 11:00")})
	w.wantSaid("extension_asked to " + boss).wantEvents("wish")
	w.apply(ticket.Command{Verb: ticket.VerbPromise, Actor: boss, Word: "agree"})
	if c := w.t.ClockOn(policy.Responsible); !c.Due.Equal(clock(t, "mon2 11:00")) || w.t.Wish != nil {
		t.Errorf("due %s, wish %+v", c.Due, w.t.Wish)
	}
}

// A second further than one may promise alone asks the head, and changes
// nothing until they agree (DM-3.1.2: explained beforehand, with a time).
func TestPromiseFurtherAsksTheHead(t *testing.T) {
	w := scene(t, "accepted").at("11:00")
	due := w.t.Lead().Due
	w.apply(ticket.Command{Verb: ticket.VerbPromise, Actor: li, Until: clock(t, "fri 10:10:01"), Text: "the bank"})
	w.wantSaid("extension_asked to " + zhou)
	wantEqual(t, w.said(notice.ExtensionAsked).Params, notice.Params{
		"by": notice.User(li), "at": notice.Time(clock(t, "fri 10:10:01")), "was": notice.Time(due),
		"reason": notice.Text("the bank"), "clock": notice.Text("FA-18.handling/1/1"),
	})
	if !w.t.Lead().Due.Equal(due) || w.t.Wish == nil || w.t.Wish.To != zhou {
		t.Errorf("due %s, wish %+v", w.t.Lead().Due, w.t.Wish)
	}
	w.refused(ticket.Command{Verb: ticket.VerbPromise, Actor: li, Word: "agree"}, ticket.NotYours)
	w.apply(ticket.Command{Verb: ticket.VerbPromise, Actor: zhou, Word: "decline", Text: "today, please"})
	w.wantSaid("extension_refused to " + li).wantEvents("wish_refused")
	w.refused(ticket.Command{Verb: ticket.VerbPromise, Actor: zhou, Word: "agree"}, ticket.NoWish)
	if !w.t.Lead().Due.Equal(due) || w.t.Wish != nil {
		t.Errorf("due %s, wish %+v", w.t.Lead().Due, w.t.Wish)
	}
}

// Where the rule book wants the customer's consent, a promise without it is
// refused (CM-7.2.1.2); one it forbids is never possible.
func TestPromiseNeedsConsent(t *testing.T) {
	w := scene(t, "accepted").at("11:00")
	w.window("FA-18.handling").Promise.Consent = true
	c := ticket.Command{Verb: ticket.VerbPromise, Actor: li, Until: clock(t, "wed 17:00")}
	w.refused(c, ticket.NeedConsent)
	c.Consent = true
	w.apply(c)
	if !w.t.Promise.Consent {
		t.Errorf("promise %+v", w.t.Promise)
	}
	w.window("FA-18.handling").Promise.Never = true
	w.refused(c, ticket.NeverLater)
}

// A promise moves the limit and its reminder, not the clock's identity.
func TestPromiseMovesTheClock(t *testing.T) {
	w := scene(t, "accepted").at("11:00")
	w.apply(ticket.Command{Verb: ticket.VerbPromise, Actor: li, Until: clock(t, "wed 17:00"), Text: "waiting for the bank"})
	w.wantSaid("promised to "+chen, "asker_news to "+tang).wantEvents("promise").mustDue("wed 16:00")
	c := w.t.ClockOn(policy.Responsible)
	if c.ID() != "FA-18.handling/1/1" || !c.Promised || !c.Due.Equal(clock(t, "wed 17:00")) {
		t.Errorf("clock %+v", c)
	}
	wantEqual(t, w.said(notice.AskerNews).Params, notice.Params{
		"what": notice.Word("news.promised"), "at": notice.Time(clock(t, "wed 17:00")), "by": notice.User(li),
	})
	w.fire("wed 10:10").wantEvents().fire("wed 16:00").wantSaid("reminder to " + li)
	w.fire("wed 17:00").wantSaid("limit to "+li, "escalation to "+zhou, "delay to "+helpDesk)
}

// After a breach the head agrees a time: the breach stays, the ladder waits for
// the new time and goes on where it was, and the subject hears of it again.
func TestPromiseAfterABreach(t *testing.T) {
	w := scene(t, "handed over").fire("10:34").at("10:40")
	p := w.refused(ticket.Command{Verb: ticket.VerbPromise, Actor: li, Until: clock(t, "12:00")}, ticket.PastDeadline)
	wantEqual(t, p, notice.Params{"at": notice.Time(clock(t, "10:34")), "who": notice.User(zhou)})
	w.apply(ticket.Command{Verb: ticket.VerbPromise, Actor: zhou, Until: clock(t, "12:00")})
	w.wantSaid("promised to "+li, "promised to "+chen, "asker_news to "+tang)
	if len(w.t.Breaches) != 1 {
		t.Errorf("breaches %+v", w.t.Breaches)
	}
	w.fire("11:34").wantSaid("reminder to " + li)
	w.fire("12:00").wantSaid("limit to "+li, "escalation to "+boss)
	if len(w.t.Breaches) != 2 {
		t.Errorf("breaches %+v", w.t.Breaches)
	}
}

// A promise that arrived in time but was decided after the tick voids the breach.
func TestPromiseArrivedInTime(t *testing.T) {
	w := scene(t, "accepted").fire("wed 10:10").at("wed 10:11")
	w.apply(ticket.Command{Verb: ticket.VerbPromise, Actor: li, Until: clock(t, "wed 12:00"), At: clock(t, "wed 10:09")})
	w.wantEvents("promise", "breach_void")
	if len(w.t.Breaches) != 0 {
		t.Errorf("breaches %+v", w.t.Breaches)
	}
}

// Reminders of the new window that lie behind are not said.
func TestPromiseForgetsPassedReminders(t *testing.T) {
	w := scene(t, "handed over").fire("10:28").at("10:30")
	w.apply(ticket.Command{Verb: ticket.VerbPromise, Actor: zhou, Until: clock(t, "10:44")})
	w.mustDue("10:36")
}

// One promise after the other reaches no further than the first could.
func TestPromiseIsNoChain(t *testing.T) {
	w := scene(t, "accepted").at("11:00")
	promise := func(until string) ticket.Command {
		return ticket.Command{Verb: ticket.VerbPromise, Actor: li, Until: clock(t, until)}
	}
	w.apply(promise("wed 17:00"))
	w.at("wed 16:30").apply(promise("fri 10:10"))
	w.at("fri 10:00").apply(promise("fri 10:10:01"))
	w.wantSaid("extension_asked to " + zhou)
	if c := w.t.ClockOn(policy.Responsible); !c.Due.Equal(clock(t, "fri 10:10")) {
		t.Errorf("due %s", c.Due)
	}
}

// A time further ahead is agreed by the head of the subject, also by one whom
// the ladder asked already.
func TestPromisePointsToTheHeadAtTheEndOfTheLadder(t *testing.T) {
	w := scene(t, "to the fallback").at("14:10")
	p := w.refused(ticket.Command{Verb: ticket.VerbPromise, Actor: li, Until: clock(t, "17:00")}, ticket.PastDeadline)
	if p["who"] != notice.User(zhou) {
		t.Errorf("refusal points to %q", p["who"])
	}
}

// What a superior agreed while it waited for somebody is the limit of whoever
// accepts, if it still lies ahead.
func TestPromiseBeforeAnybodyAccepted(t *testing.T) {
	tests := []struct {
		name, scene, head, until string
		then                     func(*world)
		due                      string
	}{
		{"who was asked accepts", "handed over", zhou, "wed 17:00", func(w *world) { w.at("10:30").do(ticket.VerbAccept, li) }, "wed 17:00"},
		{"the first asked accepts", "handed over", zhao, "wed 17:00", func(w *world) { w.at("10:30").do(ticket.VerbAccept, chen) }, "wed 17:00"},
		{"sooner than the window", "handed over", zhou, "12:00", func(w *world) { w.at("10:30").do(ticket.VerbAccept, li) }, "12:00"},
		{"returned, and the next accepts", "handed over", zhou, "wed 17:00", func(w *world) {
			w.at("10:30").do(ticket.VerbReturn, li).handoff(chen, ben).do(ticket.VerbAccept, ben)
		}, "wed 17:00"},
		{"handed on, and the next accepts", "handed on", sun, "wed 17:00", func(w *world) { w.at("10:30").do(ticket.VerbAccept, ben) }, "wed 17:00"},
		{"it has passed", "handed over", zhou, "10:40", func(w *world) { w.at("10:50").do(ticket.VerbAccept, li) }, "wed 10:50"},
		{"it holds once", "handed over", zhou, "wed 17:00", func(w *world) {
			w.at("10:30").do(ticket.VerbAccept, li).at("11:00").do(ticket.VerbAccept, zhou)
		}, "wed 11:00"},
		{"agreed with the first asked alone", "captured", zhao, "wed 17:00", func(w *world) { w.at("10:30").do(ticket.VerbAccept, chen) }, "wed 10:30"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := scene(t, tt.scene)
			w.apply(ticket.Command{Verb: ticket.VerbPromise, Actor: tt.head, Until: clock(t, tt.until)})
			if due := w.t.Lead().Due; !due.Equal(clock(t, tt.until)) {
				t.Errorf("the clock that ran is due at %s", due)
			}
			tt.then(w)
			c := w.t.ClockOn(policy.Responsible)
			if !c.Due.Equal(clock(t, tt.due)) || c.Promised != (tt.due == tt.until) {
				t.Errorf("handling clock %+v, want due %s", c, tt.due)
			}
			if c.Promised && !w.t.Agreed.IsZero() {
				t.Errorf("the time agreed is kept for another: %s", w.t.Agreed)
			}
		})
	}
}

// The agreed limit has its reminder like any other.
func TestPromiseBeforeAcceptingReminds(t *testing.T) {
	w := scene(t, "handed over")
	w.apply(ticket.Command{Verb: ticket.VerbPromise, Actor: zhou, Until: clock(t, "wed 17:00")})
	w.at("10:30").do(ticket.VerbAccept, li).fire("wed 16:00").wantSaid("reminder to " + li)
}

// CM-7.2.1.2: a head who was asked and agrees a later time needs the customer's
// consent where their own rule wants it, and has that time, too.
func TestPromiseOfAHeadWithAClockOfTheirOwn(t *testing.T) {
	help := window("OUR-help", policy.Superior, minutes(60))
	help.Asked, help.Promise.Consent = policy.Head, true
	w := with(t, help)
	w.capture(customerPost(w.now)).delivered().at("10:04").handoff(chen, li).fire("10:34").at("10:40")
	c := ticket.Command{Verb: ticket.VerbPromise, Actor: zhou, Until: clock(t, "wed 12:00")}
	w.refused(c, ticket.NeedConsent)
	c.Consent = true
	w.apply(c)
	if own := rules(w)["OUR-help"]; !own.Due.Equal(clock(t, "wed 12:00")) || !own.Promised {
		t.Errorf("clock %+v", own)
	}
}
