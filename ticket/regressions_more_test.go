package ticket_test

import (
	"slices"
	"testing"
	"time"

	"github.com/firstask/firstask/calendar"
	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// A sub-limit that starts with its whole does not outlast it.
func TestPartOfTogether(t *testing.T) {
	part := window("OUR-part", policy.Natural, minutes(480))
	part.PartOf = "FA-02.whole"
	w := with(t, part)
	w.window("FA-02.whole").Limit = minutes(60)
	w.capture(customerPost(w.now))
	if c := rules(w)["OUR-part"]; !c.Due.Equal(clock(t, "11:00")) {
		t.Errorf("due %s", c.Due)
	}
}

// … nor by a promise.
func TestPartOfPromise(t *testing.T) {
	w := newWorld(t)
	w.window("FA-18.handling").PartOf = "FA-02.whole"
	w.capture(customerPost(w.now)).delivered().at("10:05").do(ticket.VerbAccept, chen)
	err := w.try(ticket.Command{Verb: ticket.VerbPromise, Actor: chen, Until: clock(t, "fri 10:00"), Text: "x"})
	if c, whole := rules(w)["FA-18.handling"], rules(w)["FA-02.whole"]; c.Due.After(whole.Due) {
		t.Errorf("%v: part until %s, whole until %s", err, c.Due, whole.Due)
	}
}

// A level that asks the customer does not stop the clocks of levels, nor void the question.
func TestLevelAsksCustomer(t *testing.T) {
	w := asked(t)
	w.do(ticket.VerbAccept, chen).ask(chen, li)
	err := w.try(ticket.Command{Verb: ticket.VerbAsk, Actor: li, Word: "customer", Text: "which?"})
	if err != nil {
		return
	}
	if _, runs := rules(w)["FA-19.response"]; !runs && w.t.Below() != nil {
		if _, runs := rules(w)["FA-19.handling"]; !runs {
			t.Error("li owes the answer and no clock runs on them")
		}
	}
	w.at("10:10").apply(ticket.Command{Verb: ticket.VerbAnswer, Actor: tang, Text: "blue"})
	if w.t.Below() == nil {
		t.Errorf("chen's question to li is void: %+v", w.t.Levels)
	}
}

// A ticket of an older rule book, without the waiting states, is never without a clock.
func TestOldRuleBook(t *testing.T) {
	for name, c := range map[string]ticket.Command{
		"ask":         askOf(chen, li),
		"customer":    {Verb: ticket.VerbAsk, Actor: chen, Word: "customer", Text: "?"},
		"third party": {Verb: ticket.VerbThirdParty, Actor: chen, Text: "the carrier"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			p := w.rules.Policy
			p.Windows = p.Windows[:6]
			waits := words(ticket.WaitNextLevel, ticket.WaitCustomer, ticket.WaitThirdParty)
			for i := range p.Windows {
				p.Windows[i].Pause = nil
				p.Windows[i].While = slices.DeleteFunc(slices.Clone(p.Windows[i].While), func(s string) bool { return slices.Contains(waits, s) })
			}
			w.capture(customerPost(w.now)).delivered().do(ticket.VerbAccept, chen)
			if err := w.try(c); err == nil && w.t.Due().IsZero() {
				t.Errorf("in %s no clock runs: %v", w.t.State, w.t.Clocks)
			}
		})
	}
}

// A head who is asleep is not passed over before they could read it.
func TestHeadAsleep(t *testing.T) {
	w := newWorld(t)
	w.rules.Policy = extended()
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	w.rules.ZoneOf = func(u string) *time.Location {
		if u == zhou {
			return london
		}
		return nil
	}
	w.capture(customerPost(w.now)).delivered().at("10:04").handoff(chen, li)
	w.fire("10:34")
	n := w.said(notice.Escalation)
	c := w.t.ClockOn(policy.Receiver)
	if n.To.User != zhou || !n.After.After(w.now) {
		t.Fatalf("said %+v", n)
	}
	if c.Next.Before(n.After.Add(time.Hour)) {
		t.Errorf("zhou is told at %s, boss is asked at %s", n.After, c.Next)
	}
}

// Quiet hours follow the department's own calendar.
func TestQuietOverlay(t *testing.T) {
	w := newWorld(t)
	w.rules.Policy = extended()
	spans, _ := calendar.ParseSpans("09:00-18:00")
	hours := map[time.Weekday][]calendar.Span{}
	for d := time.Sunday; d <= time.Saturday; d++ {
		hours[d] = spans
	}
	w.rules.Org.Calendars["office@support"] = mustCalendar(t, calendar.Spec{Name: "office@support", Zone: mustShanghai(t), Hours: hours})
	w.rules.Org.Rosters["support-desk"].Calendar = "office@support"
	w.at("sat 10:00").capture(customerPost(w.now)).delivered()
	w.fire("sat 10:09")
	if n := w.said(notice.Reminder); n.After.After(w.now) {
		t.Errorf("chen works on Saturday, and is reminded on %s of a limit at %s", n.After, rules(w)["FA-15"].Due)
	}
	w.fire("sat 10:15")
	if n := w.said(notice.Escalation); n.After.After(w.now) {
		t.Errorf("zhao hears of it on %s", n.After)
	}
}

// Who an alarm is about, or who raised it, does not end it.
func TestAckBySubject(t *testing.T) {
	for name, who := range map[string]string{"subject": li, "asker": tang, "a bystander": ben} {
		t.Run(name, func(t *testing.T) {
			w := full(t)
			w.window("OUR-urgent").On = policy.Factual
			w.capture(customerPost(w.now)).delivered().handoff(chen, li).do(ticket.VerbAccept, li)
			w.at("10:02").do(ticket.VerbUrgent, tang)
			if err := w.try(ticket.Command{Verb: ticket.VerbAck, Actor: who}); err == nil {
				t.Errorf("%s ended the alarm that %s and %s were to see", who, zhou, boss)
			}
		})
	}
}

// An alarm always reaches somebody.
func TestAlarmOfTheTop(t *testing.T) {
	w := full(t)
	w.window("OUR-urgent").On = policy.Factual
	w.capture(customerPost(w.now)).delivered().do(ticket.VerbAccept, boss)
	w.at("10:02").do(ticket.VerbUrgent, tang)
	for _, n := range w.last.Notices {
		if n.Kind == notice.Alarm {
			return
		}
	}
	t.Error("nobody is alarmed, every five minutes")
}

// Who is asked while a clock stands still has the whole step after it.
func TestEscalateWhilePaused(t *testing.T) {
	w := asked(t)
	w.do(ticket.VerbAccept, chen)
	w.fire("wed 09:00").delivered().fire("wed 10:00").delivered()
	w.fire("wed 11:00").delivered() // boss
	_ = w
	v := asked(t)
	v.do(ticket.VerbAccept, chen)
	v.apply(ticket.Command{Verb: ticket.VerbAsk, Actor: chen, Word: "customer", Text: "?"})
	v.at("10:30").do(ticket.VerbEscalate, chen) // zhao, whole step
	v.at("10:40").do(ticket.VerbResume, chen)
	c := v.t.ClockOn(policy.Responsible)
	if c.Next.Before(clock(t, "11:30")) {
		t.Errorf("zhao was asked at 10:30 and has until %s", c.Next)
	}
}

// One limit for both does not count from an earlier life.
func TestSharedAfterReopen(t *testing.T) {
	first := window("OUR-a", policy.Natural, minutes(60))
	first.While = words(ticket.Captured)
	second := window("OUR-b", policy.Natural, minutes(60))
	second.While, second.After, second.Shared = words(ticket.ResultReady), "OUR-a", true
	w := with(t, first, second)
	w.capture(typedFor(w.now)).delivered().at("10:40").do(ticket.VerbResolve, ann).at("10:45").do(ticket.VerbReply, ann)
	w.at("wed 10:00").do(ticket.VerbReopen, ann).at("wed 10:20").do(ticket.VerbResolve, ann)
	w.fire("wed 10:20").wantSaid()
}

// Nobody moves their own limit without bound, nor one that no promise moves.
func TestOwnHelpBound(t *testing.T) {
	top := window("OUR-top", policy.Superior, minutes(60))
	top.Asked, top.Promise.Never = policy.Head, true
	w := with(t, top)
	w.capture(customerPost(w.now)).delivered().at("10:04").handoff(chen, li)
	w.fire("10:34").delivered()
	_ = w.try(ticket.Command{Verb: ticket.VerbPromise, Actor: zhou, Until: clock(t, "fri 15:00").AddDate(0, 3, 0), Text: "x"})
	if c := rules(w)["OUR-top"]; c.Due.After(clock(t, "11:34")) {
		t.Errorf("a limit that no promise moves: %s", c.Due)
	}
}

// Delivery does not take back the date of a task.
func TestDeliveryKeepsTaskDate(t *testing.T) {
	w := taskWorld(t)
	w.window("FA-18.handling").Starts = policy.AtDelivery
	captureTask(w)
	w.at("10:04").handoff(chen, li).at("10:05").apply(ticket.Command{Verb: ticket.VerbAccept, Actor: zhou})
	w.at("10:06")
	_ = w
	v := taskWorld(t)
	v.window("FA-18.handling").On, v.window("FA-18.handling").Starts = policy.Handler, policy.AtDelivery
	v.window("FA-18.response").While = nil
	captureTask(v)
	v.at("10:04").apply(handTo(chen, li))
	was := rules(v)["FA-18.handling"]
	v.at("10:06").apply(ticket.Command{Verb: ticket.VerbDelivered, Clock: was.ID(), User: li, Kind: notice.Handoff})
	if c := rules(v)["FA-18.handling"]; c.Due.Before(was.Due) {
		t.Errorf("due %s before delivery, %s after", was.Due, c.Due)
	}
}

// One message tells a person of all that runs on them for it, in every role.
func TestDeliveredTwoBooks(t *testing.T) {
	other := window("OUR-handle", policy.Handler, minutes(25))
	other.Kind, other.While = "handle", words(ticket.HandedOff, ticket.Accepted)
	other.Remind = []policy.Reminder{{Percent: 50}}
	w := with(t, other)
	w.window("FA-18.response").Limit = minutes(20)
	w.capture(customerPost(w.now)).delivered().at("10:04").handoff(chen, li)
	if c := rules(w)["OUR-handle"]; c.Delivered.IsZero() {
		t.Errorf("li was told, %s says not", c.Rule)
	}
	for range 20 {
		due := w.t.Due()
		if due.After(clock(t, "10:29")) {
			break
		}
		w.now = due
		w.last = ticket.Fire(&w.t, w.rules, w.now)
		w.t = w.last.Ticket
		w.delivered()
	}
	for _, b := range w.t.Breaches {
		if b.System {
			t.Errorf("%s of %s is booked to the system", b.Rule, b.Subject)
		}
	}
}

// A superior's own clock knows that the escalation arrived.
func TestSuperiorTold(t *testing.T) {
	own := window("OUR-head", policy.Superior, minutes(60))
	own.Asked = policy.Head
	w := with(t, own)
	w.capture(customerPost(w.now)).delivered().at("10:04").handoff(chen, li)
	w.fire("10:34")
	c := w.t.ClockOn(policy.Receiver)
	w.apply(ticket.Command{Verb: ticket.VerbDelivered, Clock: c.ID(), User: zhou, Kind: notice.Escalation})
	w.fire("11:34")
	for _, b := range w.t.Breaches {
		if b.Rule == "OUR-head" && b.System {
			t.Error("zhou was told an hour ago, the breach is the system's")
		}
	}
}

// The customer does not write the report that is owed upward.
func TestReportByAsker(t *testing.T) {
	w := newWorld(t)
	w.rules.Policy = everything()
	w.capture(customerPost(w.now)).delivered().do(ticket.VerbAccept, chen).do(ticket.VerbMajor, chen)
	err := w.try(ticket.Command{Verb: ticket.VerbReport, Actor: tang, Text: "my report"})
	if _, runs := rules(w)["OUR-report"]; err == nil && !runs {
		t.Error("tang's words fulfilled chen's report")
	}
}

// A card that cannot be delivered causes no next card.
func TestUnreachableCard(t *testing.T) {
	w := newWorld(t)
	r := typedFor(w.now)
	r.Post = ticket.Post{}
	w.rules.Org.Departments[1].WorkChannel = ""
	w.capture(r)
	w.apply(ticket.Command{Verb: ticket.VerbUnreachable, User: ann, Text: "away", Kind: notice.Card})
	for _, n := range w.last.Notices {
		if n.To.User == ann {
			t.Errorf("%s is said to her again", n.Kind)
		}
	}
}

// What was beaten does not count the time in which the winner stood still.
func TestBeatenForgetsPause(t *testing.T) {
	quick := window("OUR-quick", policy.Responsible, minutes(30))
	quick.Kind, quick.While, quick.Pause = "handle", words(ticket.Accepted), words(ticket.WaitCustomer)
	slow := window("OUR-slow", policy.Responsible, minutes(60))
	slow.Kind, slow.While, slow.Pause = "handle", words(ticket.Accepted, ticket.WaitNextLevel), words(ticket.WaitCustomer)
	w := with(t, quick, slow)
	w.window("FA-18.handling").While = nil
	w.capture(customerPost(w.now)).delivered().at("10:00").do(ticket.VerbAccept, chen)
	w.at("10:10").apply(ticket.Command{Verb: ticket.VerbAsk, Actor: chen, Word: "customer", Text: "?"})
	w.at("11:50").do(ticket.VerbAnswer, tang).at("11:51").ask(chen, li)
	if c := rules(w)["OUR-slow"]; !c.Due.After(w.now) {
		t.Errorf("worked 11 minutes of 60, due %s, now %s", c.Due, w.now)
	}
}

// A wait for the customer that nobody ends is not forgotten: who waits is
// reminded.
func TestWaitForEver(t *testing.T) {
	w := full(t)
	w.window("FA-02.whole").Pause = words(ticket.WaitCustomer)
	w.window("FA-02.whole").While = slices.DeleteFunc(w.window("FA-02.whole").While, func(s string) bool { return s == "WAIT_CUSTOMER" })
	w.capture(typedFor(w.now)).delivered().do(ticket.VerbAccept, ann)
	w.apply(ticket.Command{Verb: ticket.VerbAsk, Actor: ann, Word: "customer", Text: "?"})
	if w.t.Due().IsZero() {
		t.Error("nothing ever fires again")
	}
}

// A head who was asked about a colleague's answer below does not owe the whole matter.
func TestHeadOfALevel(t *testing.T) {
	own := window("OUR-head", policy.Superior, minutes(60))
	own.Asked = policy.Head
	w := with(t, own)
	w.capture(customerPost(w.now)).delivered().do(ticket.VerbAccept, chen).ask(chen, ben)
	w.fire("10:30").delivered()
	w.at("10:31").apply(ticket.Command{Verb: ticket.VerbAnswer, Actor: ben, Text: "stage 4"})
	if c, runs := rules(w)["OUR-head"]; runs {
		t.Errorf("%s owes the result of support's matter until %s", c.Subject, c.Due)
	}
}

// The clocks of an older document do not say what their limit does.
func TestOldClocks(t *testing.T) {
	w := asked(t)
	w.do(ticket.VerbAccept, chen)
	for i := range w.t.Clocks {
		w.t.Clocks[i].Then = ""
	}
	w.window("FA-18.handling").Limit = minutes(6000)
	w.at("thu 11:00").do(ticket.VerbResolve, chen)
	for _, b := range w.t.Breaches {
		if b.Subject == "" {
			t.Errorf("a breach of nobody: %+v", b)
		}
	}
}

// One acknowledgement of two alarms leaves none unseen.
func TestAckOfTwo(t *testing.T) {
	w := full(t)
	w.rules.Policy = everything()
	w.capture(customerPost(w.now)).delivered().do(ticket.VerbAccept, chen)
	w.at("10:02").do(ticket.VerbUrgent, chen).at("10:03").do(ticket.VerbMajor, chen)
	w.at("10:04").do(ticket.VerbAck, zhao)
	if m := w.t.Mark(ticket.Urgent); m.Seen == "" {
		t.Error("the alarm is over and the urgent mark unseen")
	}
}

// A time that a superior agrees is theirs, whoever else was asked.
func TestOwnHelpOfTwo(t *testing.T) {
	head := window("OUR-head", policy.Superior, minutes(90))
	head.Asked, head.Ladder = policy.Head, []policy.Step{policy.Fallback}
	top := window("OUR-top", policy.Superior, minutes(120))
	top.Asked, top.Ladder = "top", []policy.Step{policy.Fallback}
	w := with(t, head, top)
	w.rules.Org.Roles = map[string][]string{"top": {boss}}
	w.window("FA-18.response").Ladder = []policy.Step{policy.Head, "top", policy.Fallback}
	w.capture(customerPost(w.now)).delivered().at("10:04").handoff(chen, li)
	w.fire("10:34").delivered().fire("11:34").delivered()
	w.at("11:35").apply(ticket.Command{Verb: ticket.VerbPromise, Actor: boss, Until: clock(t, "thu 15:00"), Text: "x"})
	if c := rules(w)["OUR-top"]; !c.Due.Equal(clock(t, "thu 15:00")) {
		t.Errorf("boss agreed Thursday and is late at %s", c.Due)
	}
}

// A superior who was asked for a limit that turns out to be kept owes nothing.
func TestVoidFreesTheHead(t *testing.T) {
	own := window("OUR-head", policy.Superior, minutes(60))
	own.Asked = policy.Head
	w := with(t, own)
	w.capture(customerPost(w.now)).delivered().fire("10:15").delivered()
	w.at("10:15:02").apply(ticket.Command{Verb: ticket.VerbAccept, Actor: chen, At: clock(t, "10:14:58")})
	if len(w.t.Breaches) > 0 {
		t.Fatal("not void")
	}
	if c, runs := rules(w)["OUR-head"]; runs {
		t.Errorf("%s still owes the result until %s", c.Subject, c.Due)
	}
}
