package ticket_test

import (
	"slices"
	"testing"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// The demo, to the minute: reminders at 10:19 and 10:28, the limit at 10:34,
// then head, parent head, fallback channel, and the fallback again every
// working morning.
func TestFireMinuteByMinute(t *testing.T) {
	w := scene(t, "handed over")
	steps := []struct {
		at   string
		said []string
	}{
		{"10:19", []string{"reminder to " + li}},
		{"10:28", []string{"reminder to " + li}},
		{"10:34", []string{"limit to " + li, "escalation to " + zhou, "delay to " + helpDesk}},
		{"11:34", []string{"escalation to " + boss}},
		{"14:04", []string{"fallback to " + admins}},
		{"wed 09:30", []string{"fallback to " + admins}},
		{"thu 09:30", []string{"fallback to " + admins}},
		{"thu 10:00", []string{"whole_late to " + zhao}},
		{"fri 09:30", []string{"fallback to " + admins}},
		{"mon2 09:30", []string{"fallback to " + admins}},
		{"tue2 09:30", []string{"fallback to " + admins}},
	}
	for _, s := range steps {
		w.mustDue(s.at)
		w.now = clock(t, s.at).Add(-time.Second)
		w.last = ticket.Fire(&w.t, w.rules, w.now)
		w.wantSaid().wantEvents()
		w.fire(s.at).wantSaid(s.said...)
	}
	if len(w.t.Breaches) != 1 || !w.t.Open {
		t.Errorf("breaches %+v, open %v", w.t.Breaches, w.t.Open)
	}
	w.do(ticket.VerbAccept, ben).wantHeld(ticket.Accepted, ben, "")
}

// A person on duty has fifteen minutes and one reminder.
func TestFireOnDuty(t *testing.T) {
	w := asked(t).mustDue("10:09").fire("10:09").wantSaid("reminder to " + chen)
	wantEqual(t, w.said(notice.Reminder).Params, notice.Params{
		"rule": notice.Text("FA-15"), "clock": notice.Text("FA-15/1/1"), "limit": notice.Time(clock(t, "10:15")),
		"left": notice.Span(6 * time.Minute), "next": notice.User(zhao),
	})
	w.mustDue("10:15").fire("10:15").wantSaid("limit to "+chen, "escalation to "+zhao, "delay to "+helpDesk)
}

// A limit of days has its reminder an hour of work before.
func TestFireHandling(t *testing.T) {
	w := scene(t, "accepted").mustDue("wed 09:10").fire("wed 09:10").wantSaid("reminder to " + li)
	w.mustDue("wed 10:10").fire("wed 10:10").wantSaid("limit to "+li, "escalation to "+zhou, "delay to "+helpDesk)
	n := w.said(notice.Escalation)
	wantEqual(t, n.Params, notice.Params{
		"subject": notice.User(li), "since": notice.Time(clock(t, "10:10")), "limit": notice.Time(clock(t, "wed 10:10")),
		"rule": notice.Text("FA-18.handling"), "clock": notice.Text("FA-18.handling/1/1"), "step": notice.Text("head"),
		"span": notice.Span(7*time.Hour + 30*time.Minute), "next": notice.User(boss), "by": notice.Time(clock(t, "wed 11:10")),
	})
}

// After downtime one Fire records every passed point and says the gravest; the
// next step counts from now.
func TestFireAfterDowntime(t *testing.T) {
	w := scene(t, "handed over").fire("11:50")
	w.wantEvents("reminder", "reminder", "breach", "ladder").
		wantSaid("limit to "+li, "escalation to "+zhou, "delay to "+helpDesk).mustDue("14:20")
	wantEqual(t, w.t.Breaches, []ticket.Breach{{
		Rule: "FA-18.response", Clock: "FA-18.response/1/1", Subject: li, System: true,
		Start: clock(t, "10:04"), Calendar: "office", At: clock(t, "10:34"), Found: clock(t, "11:50"),
	}})
	w.fire("wed 11:00").wantSaid("escalation to " + boss).mustDue("wed 13:30") // not at noon, when the office closes
}

// A limit found passed long after the fact was our own downtime; found by a
// person's late answer it is theirs.
func TestFireLateIsOurs(t *testing.T) {
	tests := []struct {
		name   string
		find   func(*world)
		system bool
	}{
		{"on the minute", func(w *world) { w.fire("10:34") }, false},
		{"within the grace", func(w *world) { w.fire("10:39") }, false},
		{"a second later", func(w *world) { w.fire("10:39:01") }, true},
		{"by a late answer", func(w *world) { w.at("11:30").do(ticket.VerbAccept, li) }, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := scene(t, "handed over")
			tt.find(w)
			if b := w.t.Breaches; len(b) != 1 || b[0].System != tt.system {
				t.Errorf("breaches %+v, want one of the system: %v", b, tt.system)
			}
			for _, e := range w.last.Events {
				if e.Kind == "breach" && (e.Facts["booked"] == "system") != tt.system {
					t.Errorf("event %+v", e)
				}
			}
		})
	}
}

// A reminder found in the last minutes before the limit is recorded, not said.
func TestFireReminderTooCloseToTheLimit(t *testing.T) {
	scene(t, "handed over").fire("10:32").wantEvents("reminder", "reminder").wantSaid()
	scene(t, "handed over").fire("10:31").wantSaid("reminder to " + li)
}

// Explicit reminders yield to nothing.
func TestFireExplicitReminders(t *testing.T) {
	w := newWorld(t)
	response := w.window("FA-18.response")
	response.Explicit, response.Remind = true, []policy.Reminder{{Percent: 10}, {Before: time.Minute}, {Percent: 100}}
	w.capture(customerPost(w.now)).at("10:04").handoff(chen, li)
	w.fire("10:07").wantSaid("reminder to " + li).fire("10:33").wantSaid("reminder to " + li).mustDue("10:34")
}

// Reminders within three minutes of the limit are not planned at all.
func TestFireReminderGap(t *testing.T) {
	w := newWorld(t)
	w.window("FA-18.response").Remind = []policy.Reminder{{Percent: 50}, {Before: 2 * time.Minute}}
	w.capture(customerPost(w.now)).at("10:04").handoff(chen, li)
	w.fire("10:19").mustDue("10:34")
}

// The apology is said once in a ticket's life.
func TestFireApologisesOnce(t *testing.T) {
	w := scene(t, "handed over").fire("10:34").at("10:40").do(ticket.VerbReturn, li)
	w.fire("10:55").wantSaid("limit to "+chen, "escalation to "+zhao)
	w = typed(t).fire("10:30")
	w.wantSaid("limit to "+ann, "escalation to "+zhao)
}

// The whole ticket informs the head once and blames nobody; handoffs do not
// start it anew.
func TestFireWholeTicket(t *testing.T) {
	w := scene(t, "accepted").at("11:00")
	w.apply(ticket.Command{Verb: ticket.VerbPromise, Actor: zhou, Until: clock(t, "mon2 17:00")})
	w.at("wed 10:00").handoff(li, wu).do(ticket.VerbAccept, wu)
	w.apply(ticket.Command{Verb: ticket.VerbPromise, Actor: zhou, Until: clock(t, "mon2 17:00")})
	w.mustDue("thu 10:00").fire("thu 10:00").wantSaid("whole_late to " + zhao).wantEvents("whole_late").mustDue("mon2 16:00")
	if len(w.t.Breaches) != 0 {
		t.Errorf("breaches %+v", w.t.Breaches)
	}
}

// Clock time goes on at night and on Sunday.
func TestFireOnClockTime(t *testing.T) {
	w := newWorld(t).at("fri 17:50")
	for _, rule := range []string{"FA-15", "FA-18.response"} {
		w.window(rule).Calendar = "always"
	}
	w.capture(customerPost(w.now)).handoff(chen, li)
	w.fire("fri 18:20").wantSaid("limit to "+li, "escalation to "+zhou, "delay to "+helpDesk).mustDue("fri 19:20")
	w.fire("fri 19:20").fire("fri 20:20").wantSaid("fallback to " + admins).mustDue("sat 09:30")
}

func TestFireOnAnEndedTicket(t *testing.T) {
	for _, s := range []string{"confirmed", "told", "withdrawn", "not a request"} {
		w := scene(t, s)
		if len(w.t.Clocks) != 0 {
			t.Errorf("%s: clocks %+v", s, w.t.Clocks)
		}
		w.fire("fri 10:00").wantEvents().wantSaid()
	}
}

// A second Fire at the same instant finds nothing to do.
func TestFireTwice(t *testing.T) {
	w := scene(t, "handed over").fire("11:50")
	before := w.t
	w.fire("11:50").wantEvents().wantSaid()
	wantEqual(t, w.t, before)
}

// A rule that is gone from the policy stops quietly.
func TestFireWithoutTheWindow(t *testing.T) {
	w := scene(t, "handed over")
	w.rules.Policy.Windows = slices.DeleteFunc(w.rules.Policy.Windows, func(p policy.Window) bool { return p.Rule == "FA-18.response" })
	w.fire("10:34").wantEvents().wantSaid()
	if w.t.ClockOn(policy.Receiver) != nil {
		t.Error("the clock runs on")
	}
}
