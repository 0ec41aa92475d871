package ticket_test

import (
	"testing"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// with is the world before the first request, with more windows.
func with(tb tester, more ...policy.Window) *world {
	tb.Helper()
	w := newWorld(tb)
	w.rules.Policy.Windows = append(w.rules.Policy.Windows, more...)
	return w
}

func open() []string {
	return words(ticket.Captured, ticket.Registered, ticket.Triaged, ticket.HandedOff, ticket.Accepted, ticket.Investigating,
		ticket.Executing, ticket.WaitNextLevel, ticket.WaitCustomer, ticket.WaitThirdParty, ticket.ResultReady)
}

func window(rule string, on policy.Role, l policy.Limit) policy.Window {
	return policy.Window{
		Rule: rule, On: on, While: open(), Limit: l, Calendar: "office", Step: time.Hour,
		Ladder: []policy.Step{policy.Head, policy.Fallback},
	}
}

func rules(w *world) map[string]ticket.Clock {
	all := map[string]ticket.Clock{}
	for _, c := range w.t.Clocks {
		all[c.Rule] = c
	}
	return all
}

// Two rule books on one obligation: the earlier limit is the clock, names its
// rule and says what it came before.
func TestTheEarlierLimitOfAKindWins(t *testing.T) {
	tests := []struct {
		name  string
		limit policy.Limit
		rule  string
		over  []string
	}{
		{"the other is earlier", minutes(10), "OUR-take", []string{"FA-15"}},
		{"the other is later", minutes(20), "FA-15", []string{"OUR-take"}},
		{"both at once: the first in order", minutes(15), "FA-15", []string{"OUR-take"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			other := window("OUR-take", policy.Natural, tt.limit)
			other.Kind, other.While = "take", words(ticket.Captured)
			w := with(t, other)
			w.window("FA-15").Kind = "take"
			w.capture(customerPost(w.now))
			c := w.t.ClockOn(policy.Natural)
			if c.Rule != tt.rule || len(rules(w)) != 2 {
				t.Errorf("%s runs of %v", c.Rule, w.t.Clocks)
			}
			wantEqual(t, c.Over, tt.over)
		})
	}
}

// What was beaten and is not over with the winner runs on from the same start.
func TestTheBeatenLimitStillStands(t *testing.T) {
	other := window("OUR-first", policy.Natural, minutes(60))
	other.Kind = "take"
	w := with(t, other)
	w.window("FA-15").Kind = "take"
	w.capture(customerPost(w.now)).at("10:10").handoff(chen, li)
	if c, ok := rules(w)["OUR-first"]; !ok || !c.Due.Equal(clock(t, "11:00")) {
		t.Errorf("clocks %+v", w.t.Clocks)
	}
}

// MG-1.1.1: a verb fulfils a window for good, until the request is opened again.
func TestUntilFulfils(t *testing.T) {
	day := window("OUR-answer", policy.Natural, policy.Limit{Time: 24 * time.Hour})
	day.Calendar, day.Until = "always", []string{"handoff", "resolve"}
	w := with(t, day).at("fri 16:00")
	w.capture(customerPost(w.now)).delivered()
	if c := rules(w)["OUR-answer"]; !c.Due.Equal(clock(t, "sat 16:00")) {
		t.Errorf("due %s", c.Due)
	}
	w.at("fri 16:10").handoff(chen, li).at("fri 16:20").do(ticket.VerbReturn, li)
	if _, runs := rules(w)["OUR-answer"]; runs {
		t.Error("it runs again after a return")
	}
	w.do(ticket.VerbResolve, chen).do(ticket.VerbReopen, tang)
	if _, runs := rules(w)["OUR-answer"]; !runs {
		t.Error("it does not run after the request came back")
	}
}

// WK-7: the time of an order runs from the order to the report, whoever of the
// unit has it; with another unit, and after the limit has passed, it begins anew.
func TestTheTimeOfAUnitRunsOn(t *testing.T) {
	passOn := func(w *world, from, to, department string) {
		c := handTo(from, to)
		c.To.Department = department
		w.apply(c)
	}
	tests := []struct {
		name      string
		before    func(*world)
		at        string
		from, to  string
		unit, due string
		reminders int
	}{
		{"passed on in the unit", nil, "10:30", zhou, li, "finance", "12:00", 1},
		{"after a reminder", func(w *world) { w.fire("11:00") }, "11:10", zhou, li, "finance", "12:00", 0},
		{"given to another unit", nil, "10:30", ann, ben, "delivery", "14:00", 1},
		{"after the limit has passed", func(w *world) { w.fire("12:00") }, "13:40", zhou, li, "finance", "15:40", 1},
		{"with a time that was agreed", func(w *world) {
			w.do(ticket.VerbAccept, zhou).apply(ticket.Command{Verb: ticket.VerbPromise, Actor: zhou, Until: clock(t, "15:30")})
		}, "10:30", zhou, li, "finance", "15:30", 1},
		{"while it stands still", func(w *world) {
			w.do(ticket.VerbAccept, zhou).at("10:20").do(ticket.VerbThirdParty, zhou)
		}, "10:50", zhou, li, "finance", "14:00", 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			order := window("OUR-order", policy.Handler, minutes(120))
			order.Starts, order.Remind = policy.AtFirst, []policy.Reminder{{Percent: 50}}
			order.While, order.Pause = words(ticket.HandedOff, ticket.Accepted), words(ticket.WaitThirdParty)
			w := with(t, order)
			w.rules.Policy.Windows = w.rules.Policy.Windows[len(w.rules.Policy.Windows)-1:]
			w.capture(orderFor(ann, zhou)).delivered()
			if tt.before != nil {
				tt.before(w)
			}
			w.at(tt.at)
			passOn(w, tt.from, tt.to, tt.unit)
			c := rules(w)["OUR-order"]
			if c.Subject != tt.to || !c.Due.Equal(clock(t, tt.due)) || len(c.Points) != tt.reminders || !c.Delivered.IsZero() {
				t.Errorf("clock %+v", c)
			}
		})
	}
}

// FZ-3.2.3: who accepted and is silent is reminded, again and again, and blamed never.
func TestProgress(t *testing.T) {
	w := newWorld(t)
	w.rules.Policy = extended()
	w.window("OUR-progress").Limit = minutes(120)
	w.window("FA-18.handling").Remind = nil
	w.capture(customerPost(w.now)).at("10:00").do(ticket.VerbAccept, chen)
	w.fire("13:30").wantSaid("progress to " + chen) // 10:00-12:00, said after lunch
	w.at("14:00").apply(ticket.Command{Verb: ticket.VerbReply, Actor: chen, Text: "still looking"})
	w.fire("15:29").wantSaid().fire("16:00").wantSaid("progress to " + chen)
	if len(w.t.Breaches) != 0 {
		t.Errorf("breaches %+v", w.t.Breaches)
	}
}

// SD-24, SD-48: the soft limit tells the subject alone, the hard one climbs.
func TestSoftAndHardLimit(t *testing.T) {
	reply := window("OUR-reply", policy.Natural, policy.Limit{Time: 48 * time.Hour})
	reply.Calendar, reply.Soft = "always", policy.Limit{Time: 24 * time.Hour}
	w := with(t, reply)
	w.window("FA-15").While = nil
	w.window("FA-02.whole").While = nil
	w.capture(customerPost(w.now)).delivered()
	w.mustDue("wed 10:00").fire("wed 10:00").wantEvents("soft_limit").wantSaid("soft_limit to " + chen)
	w.mustDue("thu 10:00").fire("thu 10:00").wantSaid("limit to "+chen, "escalation to "+zhao)
}

// CM-7.2.1: a window that follows another starts when that one stops, or shares its time.
func TestOneWindowAfterAnother(t *testing.T) {
	for _, tt := range []struct {
		name   string
		shared bool
		due    string
	}{{"an hour each", false, "11:40"}, {"one hour for both", true, "11:00"}} {
		t.Run(tt.name, func(t *testing.T) {
			first := window("OUR-a", policy.Natural, minutes(60))
			first.While = words(ticket.Captured, ticket.Accepted)
			second := window("OUR-b", policy.Natural, minutes(60))
			second.While, second.After, second.Shared = words(ticket.ResultReady), "OUR-a", tt.shared
			w := with(t, first, second)
			w.capture(typedFor(w.now))
			if _, runs := rules(w)["OUR-b"]; runs {
				t.Fatal("the second runs before the first")
			}
			w.at("10:40").do(ticket.VerbResolve, ann)
			if c, ok := rules(w)["OUR-b"]; !ok || !c.Due.Equal(clock(t, tt.due)) {
				t.Errorf("clocks %+v", w.t.Clocks)
			}
		})
	}
}

// CM-6.1: a superior who was asked on a step has a window of their own.
func TestWindowOnASuperior(t *testing.T) {
	top := window("OUR-top", policy.Superior, minutes(60))
	top.Asked = "top_leader"
	w := with(t, top)
	w.rules.Org.Roles = map[string][]string{"top_leader": {boss}}
	w.window("FA-18.response").Ladder = []policy.Step{policy.Head, "top_leader", policy.Fallback}
	w.capture(customerPost(w.now)).at("10:04").handoff(chen, li)
	w.fire("10:34").wantSaid("limit to "+li, "escalation to "+zhou, "delay to "+helpDesk)
	if _, runs := rules(w)["OUR-top"]; runs {
		t.Error("it runs before they were asked")
	}
	w.fire("11:34").wantSaid("escalation to " + boss)
	if c := rules(w)["OUR-top"]; c.Subject != boss || !c.Due.Equal(clock(t, "14:04")) {
		t.Errorf("clock %+v", c)
	}
}

// A role that several fill is asked all at once; one that nobody fills is skipped.
func TestLadderOfRoles(t *testing.T) {
	w := newWorld(t)
	w.rules.Org.Roles = map[string][]string{"supervision_group": {sun, ben}}
	w.window("FA-18.response").Ladder = []policy.Step{"nobody_s", "supervision_group", policy.Fallback}
	w.capture(customerPost(w.now)).at("10:04").handoff(chen, li)
	w.fire("10:34").wantSaid("limit to "+li, "escalation to "+sun, "escalation to "+ben, "delay to "+helpDesk)
	w.fire("11:34").wantSaid("fallback to " + admins)
}

// Each rung may have its own time, the first one too.
func TestStepsOfALadder(t *testing.T) {
	w := newWorld(t)
	w.window("FA-18.response").Steps = []time.Duration{10 * time.Minute, 20 * time.Minute, 30 * time.Minute}
	w.capture(customerPost(w.now)).at("10:04").handoff(chen, li)
	w.fire("10:34").wantSaid("limit to "+li, "delay to "+helpDesk).mustDue("10:44")
	w.fire("10:44").wantSaid("escalation to " + zhou).mustDue("11:04")
	w.fire("11:04").wantSaid("escalation to " + boss).mustDue("11:34")
}

// A clock that counts from delivery starts when the word arrived.
func TestStartsAtDelivery(t *testing.T) {
	w := newWorld(t)
	w.window("FA-18.response").Starts = policy.AtDelivery
	w.capture(customerPost(w.now)).at("10:04").apply(handTo(chen, li))
	c := w.t.ClockOn(policy.Receiver)
	w.at("10:06").apply(ticket.Command{Verb: ticket.VerbDelivered, Clock: c.ID(), User: li, Kind: notice.Handoff})
	if c := w.t.ClockOn(policy.Receiver); !c.Start.Equal(clock(t, "10:06")) || !c.Due.Equal(clock(t, "10:36")) {
		t.Errorf("clock %+v", c)
	}
	w.at("10:10").apply(ticket.Command{Verb: ticket.VerbDelivered, Clock: c.ID(), User: li, Kind: notice.Handoff})
	if c := w.t.ClockOn(policy.Receiver); !c.Due.Equal(clock(t, "10:36")) {
		t.Errorf("moved twice, to %s", c.Due)
	}
}

// A head's own time begins when the message arrives.
func TestTheHeadsTimeBeginsWithDelivery(t *testing.T) {
	w := scene(t, "handed over").fire("10:34")
	c := w.t.ClockOn(policy.Receiver)
	w.at("10:50").apply(ticket.Command{Verb: ticket.VerbDelivered, Clock: c.ID(), User: zhou, Kind: notice.Escalation})
	w.fire("11:34").wantSaid().fire("11:50").wantSaid("escalation to " + boss)
}

// Limits of every form, from Tuesday 10:00.
func TestLimitsOfEveryForm(t *testing.T) {
	tests := []struct {
		name  string
		limit policy.Limit
		due   string
	}{
		{"the end of the day", policy.Limit{DayEnd: 1}, "wed 00:00"},
		{"the end of the next day", policy.Limit{DayEnd: 2}, "thu 00:00"},
		{"three dates", policy.Limit{Dates: 3}, "fri 10:00"},
		{"a minute of the week to come", policy.Limit{Week: policy.Week{Set: true, Day: time.Friday, At: 17 * 60}}, "fri 17:00"},
		{"that minute of this day", policy.Limit{Week: policy.Week{Set: true, Day: time.Tuesday, At: 10*60 + 1}}, "10:01"},
		{"that minute now: next week", policy.Limit{Week: policy.Week{Set: true, Day: time.Tuesday, At: 10 * 60}}, "tue2 10:00"},
		{"working days", policy.Limit{Days: 4}, "mon2 10:00"},
		{"working days and hours", policy.Limit{Days: 1, Time: 3 * time.Hour}, "wed 14:30"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := with(t, window("OUR-limit", policy.Natural, tt.limit))
			w.capture(customerPost(w.now))
			if c := rules(w)["OUR-limit"]; !c.Due.Equal(clock(t, tt.due)) {
				t.Errorf("due %s, want %s", c.Due, clock(t, tt.due))
			}
		})
	}
}

// A sub-limit ends no later than the limit it is a part of.
func TestPartOfAnotherLimit(t *testing.T) {
	part := window("OUR-part", policy.Receiver, minutes(480))
	part.PartOf = "FA-02.whole"
	w := with(t, part)
	w.window("FA-02.whole").Limit = minutes(60)
	w.capture(customerPost(w.now)).at("10:04").handoff(chen, li)
	if c := rules(w)["OUR-part"]; !c.Due.Equal(clock(t, "11:00")) {
		t.Errorf("due %s", c.Due)
	}
}

// A task has the date that was given with it, for whoever has it.
func TestTask(t *testing.T) {
	w := with(t, func() policy.Window {
		given := window("OUR-task", policy.Factual, policy.Limit{Given: true})
		given.When = policy.When{Marks: []string{"task"}}
		return given
	}())
	r := typedBy(zhao, team)
	r.Asker, r.Addressed = ticket.Asker{Kind: ticket.AskerMember, User: zhao}, []string{chen}
	r.Given, r.Mark = clock(t, "wed 17:00"), ticket.Assigned
	w.capture(r)
	if c := rules(w)["OUR-task"]; c.Subject != chen || !c.Due.Equal(clock(t, "wed 17:00")) {
		t.Errorf("clock %+v", c)
	}
	if n := w.said(notice.Task); n.To.User != chen {
		t.Errorf("told %s", n.To.User)
	}
	// The date is that of the work, too: it was given longer than the rule book's day.
	w.at("10:20").do(ticket.VerbAccept, chen)
	if c := rules(w)["FA-18.handling"]; !c.Due.Equal(clock(t, "wed 17:00")) {
		t.Errorf("clock %+v", c)
	}
}

// When narrows a window: department and those below, type and its subtypes.
func TestWhen(t *testing.T) {
	tests := []struct {
		name string
		when policy.When
		runs bool
	}{
		{"everything", policy.When{}, true},
		{"a department above", policy.When{Departments: []string{"company"}}, true},
		{"another department", policy.When{Departments: []string{"finance"}}, false},
		{"a channel", policy.When{Channels: []string{helpDesk}}, true},
		{"a supertype", policy.When{Types: []string{"complaint"}}, true},
		{"the beginning of a word is no supertype", policy.When{Types: []string{"comp"}}, false},
		{"a service channel", policy.When{Via: []string{"online"}}, true},
		{"an urgency", policy.When{Urgency: []string{"high"}}, false},
		{"a kind of asker", policy.When{Askers: []string{"customer"}}, false},
		{"two lists, one of which does not hold", policy.When{Types: []string{"complaint"}, Via: []string{"hotline"}}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			more := window("OUR-when", policy.Natural, minutes(90))
			more.When = tt.when
			w := with(t, more)
			r := customerPost(w.now)
			r.Type = "complaint.customer"
			w.capture(r)
			if _, runs := rules(w)["OUR-when"]; runs != tt.runs {
				t.Errorf("runs: %v", runs)
			}
		})
	}
}

// What a rule book asks for before a verb is refused without it (SD-5.2.2b);
// of several books all hold.
func TestNeeds(t *testing.T) {
	w := newWorld(t)
	w.rules.Policy.Needs = []policy.Need{
		{Rule: "SD-5.2.2b", Verb: "handoff", When: policy.When{Types: []string{"query"}}, Have: []string{"promise"}},
		{Rule: "IM-4.2", Verb: "handoff", Have: []string{"type", "reason", "asker"}},
	}
	r := customerPost(w.now)
	r.Type = "query.complex"
	w.capture(r)
	p := w.refused(handTo(chen, li), ticket.NeedFirst)
	wantEqual(t, p, notice.Params{"what": notice.Word("need.promise"), "verb": notice.Word("handoff"), "rule": notice.Text("SD-5.2.2b")})
	w.apply(ticket.Command{Verb: ticket.VerbPromise, Actor: chen, Until: clock(t, "15:00")})
	bare := handTo(chen, li)
	bare.Text = ""
	w.refused(bare, ticket.NeedFirst)
	w.handoff(chen, li)
}

// Two rules that pass at once are two breaches and one message to each.
func TestTwoLimitsAtOnce(t *testing.T) {
	w := with(t, window("OUR-same", policy.Natural, minutes(15)))
	w.capture(customerPost(w.now)).delivered().fire("10:09").fire("10:15")
	w.wantSaid("limit to "+chen, "escalation to "+zhao, "delay to "+helpDesk)
	if len(w.t.Breaches) != 2 {
		t.Errorf("breaches %+v", w.t.Breaches)
	}
}

// Who hears that a limit has passed is not reminded of it in the same minute.
func TestProgressYields(t *testing.T) {
	w := newWorld(t)
	w.rules.Policy = extended()
	w.capture(customerPost(w.now)).delivered().do(ticket.VerbAccept, chen).fire("wed 09:00")
	w.fire("wed 10:00").wantSaid("limit to "+chen, "escalation to "+zhao, "delay to "+helpDesk)
}

// What was beaten starts anew for the next person, like any other window.
func TestTheBeatenLimitIsNotInherited(t *testing.T) {
	other := window("OUR-quick", policy.Responsible, minutes(10))
	other.Kind, other.While = "handle", words(ticket.Accepted)
	w := with(t, other)
	w.window("FA-18.handling").Kind = "handle"
	w.capture(customerPost(w.now)).delivered().at("10:05").do(ticket.VerbAccept, chen)
	w.window("OUR-quick").While = nil // as where it holds no longer
	w.at("wed 10:04").do(ticket.VerbAccept, zhao)
	if c := rules(w)["FA-18.handling"]; !c.Start.Equal(clock(t, "wed 10:04")) {
		t.Errorf("clock %+v", c)
	}
}
