package ticket_test

import (
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/firstask/firstask/calendar"
	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// The people of the fixture organisation, by what they are.
const (
	boss     = "U0HEJING" // head of the company
	zhao     = "U0ZHAO"   // head of support
	deng     = "U0DENG"   // deputy of support
	chen     = "U0CHEN"   // support, on duty this week
	ann      = "U0ANN"    // support, on duty next week
	zhou     = "U0ZHOU"   // head of finance, no deputy
	li       = "U0LI"     // finance, holds the invoices
	wu       = "U0WU"     // finance, backup for the invoices
	sun      = "U0SUN"    // head of delivery
	ben      = "U0BEN"    // delivery, holds the dispatch
	tang     = "U0TANG"   // a customer who is in Slack
	stranger = "U0NOBODY" // in Slack, no part in anything

	helpDesk    = "C0HELP"  // every message is a request
	financeDesk = "C0FIN"   // served by finance, which has no roster
	workroom    = "C0WORK"  // the working cards of support
	admins      = "C0ADMIN" // where every ladder ends
	team        = "C0TEAM"  // a channel without a desk
)

// tester is what *testing.T, *testing.B and *rapid.T share.
type tester interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
	Errorf(format string, args ...any)
}

func mustShanghai(tb tester) *time.Location {
	tb.Helper()
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		tb.Fatal(err)
	}
	return zone
}

// days of the fixture: the tests play from Tuesday on.
var days = map[string]int{"mon": 9, "tue": 10, "wed": 11, "thu": 12, "fri": 13, "sat": 14, "sun": 15, "mon2": 16, "tue2": 17}

// clock reads "10:04" (on Tuesday) or "wed 09:30", in Shanghai.
func clock(tb tester, s string) time.Time {
	tb.Helper()
	day, at, found := strings.Cut(s, " ")
	if !found {
		day, at = "tue", s
	}
	t, err := time.ParseInLocation("15:04:05", at, mustShanghai(tb))
	if err != nil {
		if t, err = time.ParseInLocation("15:04", at, mustShanghai(tb)); err != nil || days[day] == 0 {
			tb.Fatalf("clock %q: %v", s, err)
		}
	}
	return time.Date(2026, 3, days[day], t.Hour(), t.Minute(), t.Second(), 0, t.Location()).UTC()
}

func mustCalendar(tb tester, s calendar.Spec) *calendar.Calendar {
	tb.Helper()
	c, err := calendar.New(s)
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

func mustOffice(tb tester) *calendar.Calendar {
	tb.Helper()
	spans, err := calendar.ParseSpans("09:00-12:00,13:30-18:00")
	if err != nil {
		tb.Fatal(err)
	}
	hours := map[time.Weekday][]calendar.Span{}
	for d := time.Monday; d <= time.Friday; d++ {
		hours[d] = spans
	}
	return mustCalendar(tb, calendar.Spec{Name: "office", Zone: mustShanghai(tb), Hours: hours})
}

func organisation(tb tester) *policy.Org {
	tb.Helper()
	zone := mustShanghai(tb)
	return &policy.Org{
		Zone: zone, Locale: "en", Fallback: admins, Default: "support", Emoji: "ticket",
		Calendars: map[string]*calendar.Calendar{
			"office": mustOffice(tb), "always": mustCalendar(tb, calendar.Spec{Name: "always", Zone: zone, Always: true}),
		},
		Rosters: map[string]*policy.Roster{"support-desk": {
			Calendar: "office", Every: 7, Starts: calendar.Date{Year: 2026, Month: 1, Day: 5}, At: 540, People: []string{ann, chen},
		}},
		Roles: map[string][]string{"personnel": {zhou}, "top": {boss}},
		Departments: []*policy.Department{
			{ID: "company", Head: boss},
			{
				ID: "support", Head: zhao, Deputy: deng, Parent: "company", Members: []string{chen, ann}, Duty: "support-desk",
				WorkChannel: workroom, Channels: []policy.Desk{{ID: helpDesk, As: "online", EveryMessage: true}},
			},
			{
				ID: "finance", Head: zhou, Parent: "company", Channels: []policy.Desk{{ID: financeDesk, As: "mailbox"}},
				Posts: []policy.Post{{ID: "invoices", Holder: li, Backups: []string{wu}, Topics: []string{"invoice"}}},
			},
			{
				ID: "delivery", Head: sun, Parent: "company",
				Posts: []policy.Post{{ID: "dispatch", Holder: ben, Topics: []string{"delivery"}}, {ID: "parts", Topics: []string{"screw"}}},
			},
		},
	}
}

func words(states ...ticket.State) []string {
	list := make([]string, 0, len(states))
	for _, s := range states {
		list = append(list, string(s))
	}
	return list
}

// firstAsked is the preset first-asked with its defaults, as data.
func firstAsked() *policy.Policy {
	ladder := []policy.Step{policy.Head, policy.ParentHead, policy.Fallback}
	fifty := []policy.Reminder{{Percent: 50}, {Percent: 80}}
	anHour := []policy.Reminder{{Before: time.Hour}}
	w := func(rule string, on policy.Role, l policy.Limit, remind []policy.Reminder, while ...ticket.State) policy.Window {
		return policy.Window{
			Rule: rule, On: on, While: words(while...), Limit: l, Calendar: "office", Remind: remind,
			Ladder: ladder, Step: time.Hour, Daily: "09:30", Apology: true,
		}
	}
	take := w("FA-15", policy.Natural, minutes(30), fifty, ticket.Captured, ticket.Registered, ticket.Triaged)
	take.OnDuty, take.OnDutyRemind = minutes(15), []policy.Reminder{{Percent: 60}}
	handle := w("FA-18.handling", policy.Responsible, policy.Limit{Days: 1}, anHour,
		ticket.Accepted, ticket.Investigating, ticket.Executing, ticket.HandedOff, ticket.WaitNextLevel)
	handle.Pause = words(ticket.WaitCustomer, ticket.WaitThirdParty)
	working := words(ticket.Captured, ticket.Registered, ticket.Triaged, ticket.AwaitEndorsement, ticket.HandedOff, ticket.Accepted, ticket.Investigating,
		ticket.Executing, ticket.WaitNextLevel, ticket.WaitCustomer, ticket.WaitThirdParty)
	watch := w("FA-18.supervise", policy.Factual, policy.Limit{Given: true}, anHour)
	watch.While, watch.When, watch.Apology = working, policy.When{Marks: []string{"supervised"}}, false
	watch.Promise = policy.Promise{Never: true}
	response := w("FA-19.response", policy.NextAsked, minutes(30), fifty, ticket.WaitNextLevel)
	handling := w("FA-19.handling", policy.NextTaken, policy.Limit{Days: 1}, anHour, ticket.WaitNextLevel)
	response.Apology, handling.Apology = false, false
	tell := w("FA-20.tell", policy.Teller, minutes(240), fifty, ticket.ResultReady)
	tell.Apology = false
	return &policy.Policy{
		ID: "fixture", Presets: []string{"first-asked"},
		Windows: []policy.Window{
			take,
			w("FA-18.response", policy.Receiver, minutes(30), fifty, ticket.HandedOff),
			handle,
			tell,
			{
				Rule: "FA-02.confirm", On: policy.Nobody, While: words(ticket.Answered), Limit: policy.Limit{Days: 2},
				Calendar: "office", Remind: anHour, Then: policy.Close,
			},
			{
				Rule: "FA-02.whole", On: policy.Nobody, Limit: policy.Limit{Days: 2}, Calendar: "office", Remind: anHour,
				While: append(slices.Clone(working), string(ticket.ResultReady)),
				Then:  policy.Inform, Ladder: []policy.Step{policy.Head},
			},
			response, handling, watch,
		},
		First: []policy.FirstRule{
			{By: policy.ByAddress, Rule: "FA-08.3"},
			{By: policy.ByDuty, Rule: "FA-08.1"},
			{By: policy.ByHead, Rule: "FA-09.4"},
			{By: policy.ByTypist, Rule: "FA-08"},
		},
		ComplainUp:    []policy.Step{policy.Head, policy.ParentHead},
		ReturnReasons: []string{"not_my_area", "details_missing", "better_person", "no_capacity"},
		Urge:          policy.Urge{First: 15 * time.Minute, Every: 30 * time.Minute, PerDay: 3, AskerEvery: 2 * time.Hour},
		News:          policy.News{Within: time.Hour, Round: 30 * time.Minute},
		PromiseAlone:  policy.Limit{Days: 3}, ReopenWithin: policy.Limit{Days: 10},
		Join: 5 * time.Minute, Gap: policy.Gap{Between: 5 * time.Minute, Before: 3 * time.Minute},
		Grace: 5 * time.Minute, Calendar: "office",
	}
}

// extended is first-asked with what other rule books add to it: an alarm,
// progress reminders, quiet hours and the gathering of what was found late.
func extended() *policy.Policy {
	p := firstAsked()
	working := words(ticket.Accepted, ticket.Investigating, ticket.Executing, ticket.HandedOff, ticket.WaitNextLevel,
		ticket.WaitCustomer, ticket.WaitThirdParty)
	p.Windows = append(p.Windows,
		policy.Window{
			Rule: "OUR-progress", Kind: "progress", On: policy.Responsible, While: working, Limit: policy.Limit{Days: 1},
			Calendar: "office", Then: policy.Remind, Again: []string{"reply", "note"},
		},
		policy.Window{
			Rule: "OUR-urgent", Kind: "alarm", On: policy.Nobody, When: policy.When{Marks: []string{"urgent"}}, Limit: policy.Limit{None: true},
			While:    append(words(ticket.Captured, ticket.Registered, ticket.Triaged), working...),
			Calendar: "always", Then: policy.Alarm, Repeat: 5 * time.Minute, Urgent: true, Until: []string{"ack"},
			Ladder: []policy.Step{policy.Head, policy.ParentHead, policy.Work},
		})
	p.Quiet = policy.Quiet{From: 20 * 60, To: 8 * 60, Calendar: "office"}
	p.Fold, p.Gather = 15*time.Minute, 20*time.Second
	return p
}

// everything is extended with a callback and the report of a major matter.
func everything() *policy.Policy {
	p := extended()
	p.Windows = append(p.Windows,
		policy.Window{
			Rule: "OUR-callback", On: policy.Natural, While: words(ticket.CallbackDue), Limit: policy.Limit{Week: policy.Week{Set: true, Day: time.Friday, At: 17 * 60}},
			Calendar: "office", Ladder: []policy.Step{policy.Head, policy.Fallback}, Step: time.Hour,
		},
		policy.Window{
			Rule: "OUR-report", On: policy.Natural, When: policy.When{Marks: []string{"major"}}, Until: []string{"report"},
			While: words(ticket.Captured, ticket.HandedOff, ticket.Accepted, ticket.Answered), Limit: policy.Limit{DayEnd: 2},
			Calendar: "office", Ladder: []policy.Step{policy.Head, policy.Fallback}, Step: time.Hour,
		},
		leads())
	p.SharedMode, p.Release = policy.SharedOwn, policy.ReleaseTakeover
	p.Satisfaction = []policy.Question{{ID: "result", Rule: "OUR-result"}, {ID: "speed", Rule: "OUR-result"}}
	p.Forms = []policy.Form{{ID: "slip", Rule: "OUR-slip", Lines: []policy.Line{policy.LineNumber}}}
	return p
}

// chained is extended with a window on the superior who is to name a lead.
func chained() *policy.Policy {
	p := extended()
	p.Windows = append(p.Windows, leads())
	return p
}

func leads() policy.Window {
	return policy.Window{
		Rule: "OUR-lead", On: policy.Superior, Asked: policy.CommonHead, When: policy.When{Marks: []string{"frozen", "leaderless"}},
		While: words(ticket.Captured, ticket.Registered, ticket.Triaged, ticket.HandedOff, ticket.Accepted, ticket.WaitNextLevel, ticket.WaitCustomer, ticket.WaitThirdParty),
		Limit: minutes(60), Promise: policy.Promise{Never: true}, Remind: []policy.Reminder{{Percent: 50}},
		Calendar: "office", Ladder: []policy.Step{policy.Head, policy.ParentHead, policy.Fallback}, Step: time.Hour, Daily: "09:30",
	}
}

// judged is a rule book in which personnel rules and the top decides for good.
func judged(p *policy.Policy) *policy.Policy {
	p.Rulings = []policy.Ruling{{Rule: "T-rule", By: []string{"personnel"}, Final: []string{"top"}, Review: "T-review", Major: "T-major"}}
	p.Windows = append(p.Windows, policy.Window{
		Rule: "T-review", On: policy.Responsible, When: policy.When{Marks: []string{"review"}}, Limit: policy.Limit{Days: 3},
		While: words(ticket.UnderReview, ticket.WaitNextLevel, ticket.WaitCustomer, ticket.WaitThirdParty), Calendar: "office",
		Ladder: []policy.Step{policy.Head, policy.Fallback}, Step: time.Hour, Daily: "09:30",
	})
	return p
}

func minutes(n int) policy.Limit { return policy.Limit{Time: time.Duration(n) * time.Minute} }

// world is one ticket in the fixture organisation and what was said last.
type world struct {
	tb    tester
	rules policy.Rules
	t     ticket.Ticket
	now   time.Time
	last  ticket.Decision
}

func newWorld(tb tester) *world {
	tb.Helper()
	return &world{
		tb: tb, now: clock(tb, "10:00"),
		rules: policy.Rules{Policy: firstAsked(), Org: organisation(tb), Gone: map[string]bool{}},
	}
}

func (w *world) window(rule string) *policy.Window {
	w.tb.Helper()
	for i := range w.rules.Policy.Windows {
		if w.rules.Policy.Windows[i].Rule == rule {
			return &w.rules.Policy.Windows[i]
		}
	}
	w.tb.Fatalf("no window %s", rule)
	return nil
}

// customerPost is Tang Ning's question in the help channel.
func customerPost(at time.Time) ticket.Request {
	return ticket.Request{
		Number: 1, Post: ticket.Post{Channel: helpDesk, TS: "1.1", Author: tang}, Text: "wrong name on the invoice", By: tang,
		Asker: ticket.Asker{Kind: ticket.AskerMember, User: tang}, At: at,
	}
}

// typedFor is a colleague's slash command in a team channel: asked by a customer on the phone.
func typedFor(at time.Time) ticket.Request {
	return ticket.Request{
		Number: 1, Post: ticket.Post{Channel: team}, Text: "the table wobbles", By: ann, Typed: true,
		Asker: ticket.Asker{Kind: ticket.AskerCustomer, Name: "Mr Gao"}, At: at,
	}
}

func (w *world) capture(r ticket.Request) *world {
	w.last = ticket.Capture(r, w.rules, w.now)
	w.t = w.last.Ticket
	return w
}

// asked is the usual beginning: Tang Ning posts at Tuesday 10:00, Chen Mo is on duty.
func asked(tb tester) *world {
	tb.Helper()
	w := newWorld(tb)
	return w.capture(customerPost(w.now)).delivered()
}

// typed is the other beginning: Ann notes what a customer outside Slack asked.
func typed(tb tester) *world {
	tb.Helper()
	w := newWorld(tb)
	return w.capture(typedFor(w.now)).delivered()
}

// delivered reports every message that told somebody of a clock as arrived.
func (w *world) delivered() *world {
	w.tb.Helper()
	last := w.last
	for _, n := range last.Notices {
		if n.Class == notice.Answer && n.Params["clock"].Raw() != "" {
			w.apply(ticket.Command{Verb: ticket.VerbDelivered, Clock: n.Params["clock"].Raw(), User: n.To.User, Kind: n.Kind})
		}
	}
	w.last = last
	return w
}

func (w *world) at(s string) *world {
	w.tb.Helper()
	w.now = clock(w.tb, s)
	return w
}

func (w *world) apply(c ticket.Command) {
	w.tb.Helper()
	if err := w.try(c); err != nil {
		w.tb.Fatalf("%s by %s at %s: %v", c.Verb, c.Actor, w.now, err)
	}
}

func (w *world) try(c ticket.Command) error {
	if c.At.IsZero() {
		c.At = w.now
	}
	d, err := ticket.Apply(&w.t, c, w.rules, w.now)
	if err == nil {
		w.last, w.t = d, d.Ticket
	}
	return err
}

// do carries out a verb without details; what it says of clocks arrives at once.
func (w *world) do(v ticket.Verb, actor string) *world {
	w.tb.Helper()
	w.apply(ticket.Command{Verb: v, Actor: actor, Text: "because"})
	return w.delivered()
}

func (w *world) handoff(from, to string) *world {
	w.tb.Helper()
	w.apply(handTo(from, to))
	return w.delivered()
}

// ask asks the next level.
func (w *world) ask(from, to string) *world {
	w.tb.Helper()
	w.apply(askOf(from, to))
	return w.delivered()
}

func askOf(from, to string) ticket.Command {
	return ticket.Command{Verb: ticket.VerbAsk, Actor: from, To: ticket.Target{User: to, Rule: "person"}, Text: "which stage?"}
}

func handTo(from, to string) ticket.Command {
	return ticket.Command{Verb: ticket.VerbHandoff, Actor: from, To: ticket.Target{User: to, Rule: "person"}, Text: "yours, I think"}
}

func shareWith(from, department, user string) ticket.Command {
	return ticket.Command{Verb: ticket.VerbShare, Actor: from, With: []ticket.Target{{User: user, Department: department}}, Text: "it is theirs too"}
}

func (w *world) fire(s string) *world {
	w.tb.Helper()
	w.at(s)
	w.last = ticket.Fire(&w.t, w.rules, w.now)
	w.t = w.last.Ticket
	return w
}

// refused asserts that a command is refused with a code, and returns the refusal's params.
func (w *world) refused(c ticket.Command, code ticket.Code) notice.Params {
	w.tb.Helper()
	before := w.t
	err := w.try(c)
	r, ok := errors.AsType[*ticket.Refusal](err)
	if !ok {
		w.tb.Fatalf("%s by %s: got %v, want refusal %s", c.Verb, c.Actor, err, code)
	}
	if r.Code != code {
		w.tb.Errorf("%s by %s: refused with %s, want %s", c.Verb, c.Actor, r.Code, code)
	}
	if diff := cmp.Diff(before, w.t); diff != "" {
		w.tb.Errorf("a refusal changed the ticket:\n%s", diff)
	}
	return r.Params
}

// wantSaid compares what the last decision said, edits left out: "kind to lane".
func (w *world) wantSaid(want ...string) *world {
	w.tb.Helper()
	var got []string
	for _, n := range w.last.Notices {
		if n.Class != notice.Edit {
			got = append(got, string(n.Kind)+" to "+n.To.Lane())
		}
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		w.tb.Errorf("said at %s (-want +got):\n%s", w.now.In(w.rules.Org.Zone).Format("Mon 15:04"), diff)
	}
	return w
}

// wantEvents compares the kinds of the last decision's events.
func (w *world) wantEvents(want ...string) *world {
	w.tb.Helper()
	got := make([]string, 0, len(w.last.Events))
	for _, e := range w.last.Events {
		got = append(got, e.Kind)
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		w.tb.Errorf("events at %s (-want +got):\n%s", w.now.In(w.rules.Org.Zone).Format("Mon 15:04"), diff)
	}
	return w
}

// wantHeld compares state, responsible person and receiver.
func (w *world) wantHeld(state ticket.State, responsible, receiver string) *world {
	w.tb.Helper()
	got := []string{string(w.t.State), w.t.Responsible, w.t.Holder(policy.Receiver)}
	if diff := cmp.Diff([]string{string(state), responsible, receiver}, got); diff != "" {
		w.tb.Errorf("state, responsible, receiver (-want +got):\n%s", diff)
	}
	return w
}

// said finds the last notice of a kind in the last decision.
func (w *world) said(k notice.Kind) notice.Notice {
	w.tb.Helper()
	for _, n := range slices.Backward(w.last.Notices) {
		if n.Kind == k && n.Class != notice.Edit {
			return n
		}
	}
	w.tb.Fatalf("no %s was said", k)
	return notice.Notice{}
}

// mustDue asserts when the next point of the ticket is.
func (w *world) mustDue(s string) *world {
	w.tb.Helper()
	if want := clock(w.tb, s); !w.t.Due().Equal(want) {
		w.tb.Errorf("next point is %s, want %s", w.t.Due().In(want.Location()), want)
	}
	return w
}
