package ticket_test

import (
	"slices"
	"testing"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

func lively(tb tester, at string) *world {
	tb.Helper()
	w := newWorld(tb).at(at)
	w.rules.Policy = everything()
	return w
}

// DM-3.3.1: an urgent matter rings at once, at any hour, for everybody above,
// and again until somebody has seen it; then it is silent.
func TestAlarm(t *testing.T) {
	w := lively(t, "sat 03:00")
	w.capture(customerPost(w.now)).delivered()
	w.apply(ticket.Command{Verb: ticket.VerbUrgent, Actor: chen, Text: "water in the server room"})
	w.wantSaid("alarm to "+zhao, "alarm to "+boss, "alarm to "+workroom, "marked to "+ann)
	for _, n := range w.last.Notices {
		if n.Kind == notice.Alarm && !n.After.IsZero() {
			t.Errorf("%s is held until %s", n.To.Lane(), n.After)
		}
	}
	w.refused(ticket.Command{Verb: ticket.VerbUrgent, Actor: chen}, ticket.AlreadyMarked)
	w.mustDue("sat 03:05").fire("sat 03:05").wantSaid("alarm to "+zhao, "alarm to "+boss, "alarm to "+workroom)
	w.fire("sat 03:10").wantSaid("alarm to "+zhao, "alarm to "+boss, "alarm to "+workroom)
	w.at("sat 03:12").do(ticket.VerbAck, zhao).wantSaid("acknowledged to "+chen, "acknowledged to "+ann)
	w.fire("sat 03:15").wantSaid().fire("sat 04:00").wantSaid()
	w.refused(ticket.Command{Verb: ticket.VerbAck, Actor: boss}, ticket.NothingToSee)
	if len(w.t.Breaches) != 0 {
		t.Errorf("breaches %+v", w.t.Breaches)
	}
}

// DR-1.6: a major matter owes a written report by the end of the next day.
func TestReportOfAMajorMatter(t *testing.T) {
	w := lively(t, "10:00")
	w.capture(customerPost(w.now)).delivered().do(ticket.VerbAccept, chen).do(ticket.VerbMajor, chen)
	if c := rules(w)["OUR-report"]; !c.Due.Equal(clock(t, "thu 00:00")) {
		t.Errorf("due %s", c.Due)
	}
	w.at("wed 16:00").do(ticket.VerbReport, chen)
	if _, runs := rules(w)["OUR-report"]; runs {
		t.Error("it still runs after the report")
	}
	w = newWorld(t)
	w.capture(customerPost(w.now))
	w.refused(ticket.Command{Verb: ticket.VerbMajor, Actor: chen}, ticket.NeedText)
	w.refused(ticket.Command{Verb: ticket.VerbMajor, Actor: chen, Text: "a fire"}, ticket.NoWindow)
}

// CM-5.2.7, DM-4.2.1: where a book has a window for the callback, closing waits for it.
func TestCallback(t *testing.T) {
	w := scene(t, "to call back")
	w.wantHeld(ticket.CallbackDue, li, "").wantSaid("callback_due to " + chen)
	w.refused(ticket.Command{Verb: ticket.VerbCallback, Actor: li, Word: "ok"}, ticket.NotYours)
	w.refused(ticket.Command{Verb: ticket.VerbCallback, Actor: chen, Word: "recurred"}, ticket.NeedReason)
	w.apply(ticket.Command{Verb: ticket.VerbCallback, Actor: chen, Word: "ok"})
	if w.t.State != ticket.Closed || w.t.End.How != ticket.Confirmed {
		t.Errorf("%s, %+v", w.t.State, w.t.End)
	}
	w = scene(t, "to call back")
	w.apply(ticket.Command{Verb: ticket.VerbCallback, Actor: chen, Word: "recurred", Text: "wrong again"})
	w.wantHeld(ticket.Accepted, li, "").wantSaid("reopened to " + li)
	scene(t, "to call back").fire("fri 17:00").wantSaid("limit to "+chen, "escalation to "+zhao)
}

// SD-5.2.1.5: who follows what is closed, or a superior, has the customer called
// back though no rule does; the end is the one it had.
func TestCallbackOnDemand(t *testing.T) {
	wish := func(who string) ticket.Command {
		return ticket.Command{Verb: ticket.VerbCallback, Actor: who, Word: ticket.CallbackWish, Text: "is it still well?"}
	}
	scene(t, "answered").refused(wish(chen), ticket.NotClosed)
	scene(t, "withdrawn").refused(wish(chen), ticket.AlreadyEnded)
	w := scene(t, "confirmed")
	w.refused(wish(li), ticket.NotYours)
	w.apply(wish(zhao))
	w.wantHeld(ticket.CallbackDue, li, "").wantEvents("callback_wished").wantSaid("callback_due to " + chen)
	var held []string
	for _, h := range w.t.Chain {
		if h.To.IsZero() {
			held = append(held, string(h.As)+" "+h.User)
		}
	}
	if want := []string{"natural " + chen, "responsible " + li}; !slices.Equal(held, want) {
		t.Errorf("held by %q, want %q", held, want)
	}
	w.refused(wish(chen), ticket.CallbackWaits)
	w.apply(ticket.Command{Verb: ticket.VerbCallback, Actor: chen, Word: "ok"})
	if w.t.State != ticket.Closed || w.t.End.How != ticket.Confirmed {
		t.Errorf("%s, %+v", w.t.State, w.t.End)
	}
	w.apply(wish(chen))
	w.wantHeld(ticket.CallbackDue, li, "").wantSaid()
	w.apply(ticket.Command{Verb: ticket.VerbCallback, Actor: chen, Word: "recurred", Text: "wrong again"})
	w.wantHeld(ticket.Accepted, li, "").wantSaid("reopened to " + li)
}

// FA-18: before a limit passed nobody may complain; after it the natural FR
// proposes, their own head presses, and both heads of the other side hear of it.
func TestComplainUp(t *testing.T) {
	w := scene(t, "handed over").at("10:20")
	c := ticket.Command{Verb: ticket.VerbComplainUp, Actor: chen, Text: "no answer"}
	w.refused(c, ticket.NotBreached)
	w.fire("10:34").at("10:40").apply(c)
	w.wantSaid("complaint_proposed to " + zhao)
	w.refused(c, ticket.AskedHead)
	w.refused(ticket.Command{Verb: ticket.VerbComplainUp, Actor: li}, ticket.NotYours)
	w.do(ticket.VerbComplainUp, zhao).wantSaid("complaint to "+zhou, "complaint to "+boss, "complaint to "+chen)
	w.refused(ticket.Command{Verb: ticket.VerbComplainUp, Actor: zhao}, ticket.Complained)
}

// FA-18: the natural FR watches over the work until a time, whoever has it then.
func TestSupervise(t *testing.T) {
	w := scene(t, "accepted").at("10:30")
	c := ticket.Command{Verb: ticket.VerbSupervise, Actor: chen, Until: clock(t, "15:00"), Text: "the auditor comes"}
	w.apply(c)
	w.wantSaid("supervised to " + li)
	w.fire("14:00").wantSaid("reminder to "+li).fire("15:00").wantSaid("limit to "+li, "escalation to "+zhou)
	w.refused(ticket.Command{Verb: ticket.VerbSupervise, Actor: tang, Until: clock(t, "16:00")}, ticket.NotYours)
	w.refused(ticket.Command{Verb: ticket.VerbSupervise, Actor: chen, Until: clock(t, "10:00")}, ticket.InThePast)
	w.rules.Policy = firstAsked()
	w.window("FA-18.supervise").When = policy.When{}
	w.refused(c, ticket.NoWindow)
}

// In quiet hours nobody is told of what can wait; what they did themselves, and
// news for the asker, is said at once.
func TestQuietHours(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, at, until string
		zone            *time.Location
	}{
		{"in the working day", "10:30", "", nil},
		{"after work, before night", "19:59", "", nil},
		{"at night", "20:00", "wed 09:00", nil},
		{"before the morning", "wed 07:59", "wed 09:00", nil},
		{"early, before work", "wed 08:00", "", nil},
		{"at lunch", "12:00", "13:30", nil},
		{"on a day off", "sat 11:00", "mon2 09:00", nil},
		{"on Friday night", "fri 22:00", "mon2 09:00", nil},
		{"at night where they are", "10:30", "16:00", berlin},
		{"in the day where they are", "20:30", "", berlin},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := lively(t, "09:30")
			w.rules.ZoneOf = func(user string) *time.Location {
				if user == li {
					return tt.zone
				}
				return nil
			}
			w.capture(customerPost(w.now)).at(tt.at).apply(handTo(chen, li))
			got := w.said(notice.Handoff).After
			var want time.Time
			if tt.until != "" {
				want = clock(t, tt.until)
			}
			if !got.Equal(want) {
				t.Errorf("held until %s, want %q", got.In(w.rules.Org.Zone), tt.until)
			}
		})
	}
}

func TestQuietHoursPass(t *testing.T) {
	w := lively(t, "09:30")
	w.capture(customerPost(w.now)).do(ticket.VerbAccept, chen).at("22:00").do(ticket.VerbResolve, chen)
	for _, n := range w.last.Notices {
		if n.To.User == tang && !n.After.IsZero() || n.To.User == chen && !n.After.IsZero() {
			t.Errorf("%s is held until %s", n.Kind, n.After)
		}
	}
	w = lively(t, "09:30")
	w.window("FA-18.response").Calendar = "always"
	w.capture(customerPost(w.now)).at("22:00").apply(handTo(chen, li))
	if n := w.said(notice.Handoff); !n.After.IsZero() {
		t.Errorf("a clock of every hour is held until %s", n.After)
	}
}

// What is found long after it was due waits for its like, to be said together.
func TestFoundLate(t *testing.T) {
	w := lively(t, "10:00")
	w.capture(customerPost(w.now)).delivered().at("10:04").handoff(chen, li)
	w.fire("13:40").wantSaid("limit to "+li, "escalation to "+zhou, "delay to "+helpDesk)
	for _, k := range []notice.Kind{notice.Limit, notice.Escalation} {
		if n := w.said(k); !n.After.Equal(w.now.Add(20*time.Second)) || n.Fold != 15*time.Minute {
			t.Errorf("%s after %s, folds %s", k, n.After, n.Fold)
		}
	}
	if !w.t.Breaches[0].System {
		t.Error("a limit found long after counts against somebody")
	}
	w = lively(t, "10:00")
	w.capture(customerPost(w.now)).delivered().at("10:04").handoff(chen, li).fire("10:19").fire("10:28").fire("10:34")
	if n := w.said(notice.Escalation); !n.After.IsZero() || n.Fold != 15*time.Minute {
		t.Errorf("in time: after %s, folds %s", n.After, n.Fold)
	}
}

// While an organisation observes, limits are noted, and lead to nothing.
func TestLearning(t *testing.T) {
	w := lively(t, "10:00")
	w.rules.Policy.Learning = policy.Learning{From: clock(t, "09:00"), To: clock(t, "11:00")}
	w.capture(customerPost(w.now)).delivered().at("10:04").handoff(chen, li)
	w.fire("10:34").wantSaid().wantEvents("reminder", "reminder", "would")
	if e := w.last.Events[2]; e.To != li || e.Facts["asked"] != string(notice.User(zhou)) || e.Facts["department"] != "finance" {
		t.Errorf("event %+v", e)
	}
	if len(w.t.Breaches) != 0 || len(w.t.Helpers) != 0 {
		t.Errorf("breaches %+v, helpers %v", w.t.Breaches, w.t.Helpers)
	}
	w.fire("10:59").wantSaid().fire("11:00").wantSaid("escalation to " + zhou) // now it counts, and nobody has answered
	w.at("14:00").handoff(chen, ben).fire("14:30").wantSaid("limit to "+ben, "escalation to "+sun, "delay to "+helpDesk)
}
