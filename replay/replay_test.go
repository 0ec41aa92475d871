package replay_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/replay"
	"github.com/firstask/firstask/ticket"
)

func TestReplayOfChangedRules(t *testing.T) {
	usual := func(t *testing.T) *life {
		t.Helper()
		l := post(t, mustRules(t, "presets: [first-asked]\n"), clock(t, "10:00"))
		l.must("10:04", handoff("U0CHEN", "U0LI"))
		l.must("10:40", ticket.Command{Verb: ticket.VerbAccept, Actor: "U0LI"})
		return l
	}
	tests := []struct {
		name  string
		rules string
		after func(*life)
		want  []string
		late  [2]int // on people: before, after
	}{
		{
			"a shorter limit asks the head earlier", "windows: {FA-18.response: {limit: 20m}}\n", nil,
			[]string{
				"= 10:00 U0CHEN captured FA-08.1", "= 10:04 U0LI handoff", "+ 10:14 U0LI reminder FA-18.response", "- 10:19 U0LI reminder FA-18.response",
				"+ 10:20 U0LI reminder FA-18.response", "+ 10:24 U0LI breach FA-18.response", "+ 10:24 U0ZHOU ladder FA-18.response",
				"- 10:28 U0LI reminder FA-18.response", "- 10:34 U0LI breach FA-18.response", "- 10:34 U0ZHOU ladder FA-18.response",
			},
			[2]int{1, 1},
		},
		{
			"a longer limit asks nobody", "windows: {FA-18.response: {limit: 60m, remind: []}}\n", nil,
			[]string{
				"= 10:00 U0CHEN captured FA-08.1", "= 10:04 U0LI handoff", "- 10:19 U0LI reminder FA-18.response",
				"- 10:28 U0LI reminder FA-18.response", "- 10:34 U0LI breach FA-18.response", "- 10:34 U0ZHOU ladder FA-18.response",
			},
			[2]int{1, 0},
		},
		{
			"a promise that needs the head under the new rules", "settings: {promise_alone: 1h}\n",
			func(l *life) {
				l.must("10:45", ticket.Command{Verb: ticket.VerbPromise, Actor: "U0LI", Until: clock(l.tb, "17:00"), Text: "a delivery"})
			},
			[]string{
				"= 10:00 U0CHEN captured FA-08.1", "= 10:04 U0LI handoff", "= 10:19 U0LI reminder FA-18.response", "= 10:28 U0LI reminder FA-18.response",
				"= 10:34 U0LI breach FA-18.response", "= 10:34 U0ZHOU ladder FA-18.response", "+ 10:45 U0ZHOU wish FA-18.handling",
			},
			[2]int{1, 1},
		},
		{
			"what cannot be any more is noted", "windows: {FA-18.handling: {promise: {never: true}}}\n",
			func(l *life) {
				l.must("10:45", ticket.Command{Verb: ticket.VerbPromise, Actor: "U0LI", Until: clock(l.tb, "17:00"), Text: "a delivery"})
			},
			[]string{
				"= 10:00 U0CHEN captured FA-08.1", "= 10:04 U0LI handoff", "= 10:19 U0LI reminder FA-18.response", "= 10:28 U0LI reminder FA-18.response",
				"= 10:34 U0LI breach FA-18.response", "= 10:34 U0ZHOU ladder FA-18.response", "! 10:45 U0LI promise never_later",
			},
			[2]int{1, 1},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := usual(t)
			if tt.after != nil {
				tt.after(l)
			}
			o := mustRun(t, l.record(), mustRules(t, "presets: [first-asked]\n"+tt.rules))
			if diff := cmp.Diff(tt.want, show(o)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if got := [2]int{o.Before.Late, o.After.Late}; got != tt.late {
				t.Errorf("limits passed on people before and after: %v, want %v", got, tt.late)
			}
		})
	}
}

func TestReplayOfAnAlarm(t *testing.T) {
	l := post(t, mustRules(t, "presets: [first-asked]\n"), clock(t, "10:00"))
	l.must("10:02", ticket.Command{Verb: ticket.VerbUrgent, Actor: "U0CHEN", Text: "the roof"})
	l.must("10:09", ticket.Command{Verb: ticket.VerbAck, Actor: "U0HE"})
	if o := mustRun(t, l.record(), l.rules); !o.Same() || o.Before.Messages["U0HE"] != 2 {
		t.Errorf("%v in\n%s", o.Before, strings.Join(show(o), "\n"))
	}
	o := mustRun(t, l.record(), mustRules(t, "presets: [first-asked]\nwindows: {base.urgent: {repeat: 2m}}\n"))
	if got, want := o.After.Messages["U0HE"], 4; got != want {
		t.Errorf("every two minutes the alarm rings %d times, want %d", got, want)
	}
}

// Those whom a matter concerns are brought in again, and have said the same.
func TestReplayOfMatters(t *testing.T) {
	rules := mustRules(t, "presets: [CM]\n")
	rules.Org.Roles = map[string][]string{"engineering_manager": {"U0SUN"}, "quality_officer": {"U0ZHOU"}, "gm": {"U0HE"}, "chairman": {"U0HE"}}
	l := post(t, rules, clock(t, "10:00"))
	l.must("10:02", ticket.Command{Verb: ticket.VerbAccept, Actor: "U0CHEN"})
	l.must("10:03", ticket.Command{Verb: ticket.VerbMajor, Actor: "U0CHEN", Word: "major_project", Text: "the town hall"})
	l.must("10:04", ticket.Command{Verb: ticket.VerbShare, Actor: "U0CHEN", Word: "compensation", Text: "they said so"})
	l.must("10:06", ticket.Command{Verb: ticket.VerbAnswer, Actor: "U0SUN", Text: "a new one"})
	l.must("10:08", ticket.Command{Verb: ticket.VerbAnswer, Actor: "U0ZHOU", Until: clock(t, "17:00")})
	l.must("10:10", ticket.Command{Verb: ticket.VerbResolve, Actor: "U0CHEN", Text: "done"})
	if o := mustRun(t, l.record(), rules); !o.Same() || len(o.Refused) != 0 {
		t.Errorf("not the same:\n%s", strings.Join(show(o), "\n"))
	}
}

// Another rule book: its own clocks, whose messages arrive at once.
func TestReplayUnderAnotherRuleBook(t *testing.T) {
	l := post(t, mustRules(t, "presets: [first-asked]\n"), clock(t, "10:00"))
	l.must("10:04", handoff("U0CHEN", "U0LI"))
	l.to(clock(t, "10:50"))
	o := mustRun(t, l.record(), mustRules(t, "presets: [{use: CM, types: [complaint.customer]}]\n"))
	if !slices.Contains(show(o), "+ 10:34 U0LI breach CM-5.2.3") || o.After.Late != 1 || o.After.System != 0 {
		t.Errorf("late %d, system %d in\n%s", o.After.Late, o.After.System, strings.Join(show(o), "\n"))
	}
}

func TestReplayKeepsOutages(t *testing.T) {
	l := post(t, mustRules(t, "presets: [first-asked]\n"), clock(t, "10:00"))
	l.must("10:04", handoff("U0CHEN", "U0LI"))
	l.absent = true
	l.to(clock(t, "11:30"))
	l.absent = false
	l.to(clock(t, "14:00"))
	o := mustRun(t, l.record(), l.rules)
	if !o.Same() {
		t.Errorf("an outage is a change:\n%s", strings.Join(show(o), "\n"))
	}
}

// What a standard answer held back is played from where its ticket opened; what
// it solved disturbed nobody.
func TestReplayAfterAStandardAnswer(t *testing.T) {
	rules := mustRules(t, "presets: [first-asked]\nanswers: [{id: reissue, title: Reissue, words: [invoice], text: Orders.}]\nanswer_first: {wait: 10m}\n")
	for name, words := range map[string][]ticket.Verb{
		"solved": {ticket.VerbConfirm}, "opens again": {ticket.VerbConfirm, ticket.VerbReopen}, "late": {"", ticket.VerbConfirm}, "opens": {ticket.VerbReopen},
	} {
		r := ticket.Request{
			Number: 7, Text: "wrong name on the invoice", By: "U0TANG", Asker: ticket.Asker{Kind: ticket.AskerMember, User: "U0TANG"},
			Post: ticket.Post{Channel: "C0HELP"}, Typed: true, Private: true, At: clock(t, "10:00"),
		}
		l := begin(t, rules, r, clock(t, "10:00"))
		if l.t.Opened() {
			t.Fatalf("%s: no standard answer comes first", name)
		}
		for i, v := range words {
			l.to(clock(t, "10:05").Add(time.Duration(i) * 7 * time.Minute))
			if v != "" {
				l.must("", ticket.Command{Verb: v, Actor: "U0TANG"})
			}
		}
		l.to(clock(t, "11:30"))
		if o := mustRun(t, l.record(), rules); !o.Same() {
			t.Errorf("%s: a change:\n%s", name, strings.Join(show(o), "\n"))
		}
	}
}

func TestReplayWantsTheBeginning(t *testing.T) {
	l := post(t, mustRules(t, "presets: [first-asked]\n"), clock(t, "10:00"))
	rec := l.record()
	rec.Events = rec.Events[1:]
	if _, err := replay.Run(rec, l.rules); !errors.Is(err, replay.ErrNoCapture) {
		t.Errorf("got %v", err)
	}
}

// Under the rules it was lived by, a life is the same.
func TestReplayUnderTheSameRulesChangesNothing(t *testing.T) {
	books := []policy.Rules{
		mustRules(t, "presets: [first-asked]\n"),
		mustRules(t, "presets: [first-asked, {use: CM, types: [complaint.customer, complaint.employee]}]\n"),
		mustRules(t, "presets: [MG]\n"),
	}
	rapid.Check(t, func(rt *rapid.T) {
		rules := rapid.SampledFrom(books).Draw(rt, "rules")
		l := drawn(rt, rules)
		for range rapid.IntRange(1, 25).Draw(rt, "steps") {
			minutes := rapid.SampledFrom([]int{1, 7, 30, 45, 180, 1440, 4000}).Draw(rt, "minutes")
			l.to(l.now.Add(time.Duration(minutes) * time.Minute))
			if err := l.do(command(rt, l)); err != nil && !refused(err) {
				rt.Fatalf("%v", err)
			}
		}
		o := mustRun(rt, l.record(), rules)
		same(rt, l, o)
	})
}

// same: the outcome is the life, to the last clock.
func same(tb tester, l *life, o replay.Outcome) {
	tb.Helper()
	if !o.Same() {
		tb.Fatalf("lived:\n%s\nplayed:\n%s", history(l.ev), strings.Join(show(o), "\n"))
	}
	part := func(t ticket.Ticket) []any {
		return []any{t.State, t.Natural, t.Responsible, t.Handoff, t.Asker, t.Clocks, t.Breaches, t.Chain, t.Levels, t.Promise, t.Given, t.Helpers, t.End.How, t.Reopened, t.Contact, t.Consent, t.Redirect, t.Waits, t.Marks, t.Type, t.Urgency, t.Triage, t.Shared}
	}
	if diff := cmp.Diff(part(l.t), part(o.Ticket), cmpopts.EquateEmpty()); diff != "" {
		tb.Fatalf("lived:\n%s\nanother ticket (-lived +played):\n%s", history(l.ev), diff)
	}
}

// What chance seldom brings up.
func TestReplayOfWhatIsRare(t *testing.T) {
	const books = "presets: [first-asked, {use: CM, types: [complaint.customer, complaint.employee]}]\n"
	typed := func(t *testing.T) *life {
		t.Helper()
		l := begin(t, mustRules(t, books), ticket.Request{
			Number: 8, Post: ticket.Post{Channel: "C0TEAM"}, Text: "the table wobbles", By: "U0LI", Typed: true, At: clock(t, "10:00"),
			Asker: ticket.Asker{Kind: ticket.AskerUnknown},
		}, clock(t, "10:00"))
		l.must("10:01", ticket.Command{
			Verb: ticket.VerbAsker, Actor: "U0LI", Asker: ticket.Asker{Kind: ticket.AskerMember, User: "U0LI"},
			To: ticket.Target{User: "U0CHEN", Rule: "duty", Department: "support"},
		})
		return l
	}
	posted := func(t *testing.T) *life {
		t.Helper()
		return post(t, mustRules(t, books), clock(t, "10:00"))
	}
	shares := func(t *testing.T) *life {
		t.Helper()
		return post(t, mustRules(t, books+"settings: {shared_mode: lead}\n"), clock(t, "10:00"))
	}
	tests := []struct {
		name  string
		begin func(*testing.T) *life
		lives func(*life)
	}{
		{"sent on with the word of who asked", typed, func(l *life) { l.to(clock(l.tb, "14:00")) }},
		{"a wish that the head agrees to", typed, func(l *life) {
			l.must("10:10", ticket.Command{Verb: ticket.VerbAccept, Actor: "U0CHEN"})
			l.must("10:20", ticket.Command{Verb: ticket.VerbPromise, Actor: "U0CHEN", Until: clock(l.tb, "10:00").AddDate(0, 0, 20), Text: "wood"})
			l.must("10:30", ticket.Command{Verb: ticket.VerbPromise, Actor: "U0ZHAO", Word: "agree"})
		}},
		{"a wish that the head declines", typed, func(l *life) {
			l.must("10:10", ticket.Command{Verb: ticket.VerbAccept, Actor: "U0CHEN"})
			l.must("10:20", ticket.Command{Verb: ticket.VerbPromise, Actor: "U0CHEN", Until: clock(l.tb, "10:00").AddDate(0, 0, 20), Text: "wood"})
			l.must("10:30", ticket.Command{Verb: ticket.VerbPromise, Actor: "U0ZHAO", Word: "decline", Text: "sooner"})
		}},
		{"another first-asked person, agreed by the head", posted, func(l *life) {
			l.must("10:05", ticket.Command{Verb: ticket.VerbCorrect, Actor: "U0CHEN", To: ticket.Target{User: "U0LI", Rule: "person"}, Text: "her invoice"})
			l.must("10:06", ticket.Command{Verb: ticket.VerbCorrect, Actor: "U0ZHAO", Word: "decline", Text: "ask her"})
			l.to(clock(l.tb, "10:15"))
			l.must("10:20", ticket.Command{Verb: ticket.VerbCorrect, Actor: "U0LI", To: ticket.Target{User: "U0LI", Rule: "person"}, Text: "it was me"})
			l.must("10:30", ticket.Command{Verb: ticket.VerbCorrect, Actor: "U0ZHAO", Word: "agree"})
			l.to(clock(l.tb, "14:00"))
		}},
		{"two who were asked together", func(t *testing.T) *life {
			t.Helper()
			return begin(t, mustRules(t, strings.Replace(books, "first-asked,", "first-asked, NX,", 1)), ticket.Request{
				Number: 8, Post: ticket.Post{Channel: "C0HELP", TS: "1.1", Author: "U0TANG"}, Text: "the table wobbles", By: "U0TANG",
				Asker: ticket.Asker{Kind: ticket.AskerMember, User: "U0TANG"}, Addressed: []string{"U0LI", "U0CHEN"}, At: clock(t, "10:00"),
			}, clock(t, "10:00"))
		}, func(l *life) { l.to(clock(l.tb, "14:00")) }},
		{"a visitor's request", func(t *testing.T) *life {
			t.Helper()
			return begin(t, mustRules(t, books), ticket.Request{
				Number: 8, Post: ticket.Post{Channel: "C0HELP"}, Text: "the table wobbles", By: "U0CHEN", Typed: true, Via: "visit", Host: "U0LI",
				Asker: ticket.Asker{Kind: ticket.AskerCustomer, Name: "Mr Gao"}, At: clock(t, "10:00"),
			}, clock(t, "10:00"))
		}, func(l *life) { l.to(clock(l.tb, "14:00")) }},
		{"a callback that brings it back", posted, func(l *life) {
			l.must("10:10", ticket.Command{Verb: ticket.VerbResolve, Actor: "U0CHEN", Text: "reissued"})
			l.must("10:20", ticket.Command{Verb: ticket.VerbConfirm, Actor: "U0TANG"})
			l.must("10:30", ticket.Command{Verb: ticket.VerbCallback, Actor: "U0CHEN", Word: "recurred", Text: "wrong again"})
		}},
		{"a head who is told late has the whole step", typed, func(l *life) {
			l.late = true
			l.to(clock(l.tb, "10:20"))
			l.must("10:40", ticket.Command{Verb: ticket.VerbDelivered, Clock: "FA-15/1/2", User: "U0ZHAO", Kind: notice.Escalation})
			l.to(clock(l.tb, "14:30"))
		}},
		{"sent on to the right body", posted, func(l *life) {
			l.must("10:05", ticket.Command{Verb: ticket.VerbField, Actor: "U0CHEN", Fields: map[string]string{"phone": "139", "unit": ""}})
			l.must("10:10", ticket.Command{Verb: ticket.VerbRedirect, Actor: "U0CHEN", Body: "the tax office", Text: "counter 3"})
		}},
		{"the asker deals with them direct", posted, func(l *life) {
			l.must("10:10", ticket.Command{Verb: ticket.VerbAccept, Actor: "U0CHEN"})
			l.must("10:11", ticket.Command{Verb: ticket.VerbConsent, Actor: "U0CHEN", Word: "ask"})
			l.must("10:12", ticket.Command{Verb: ticket.VerbConsent, Actor: "U0TANG"})
			l.must("10:13", ticket.Command{Verb: ticket.VerbThirdParty, Actor: "U0CHEN", Text: "ACME", Word: "direct"})
		}},
		{"an order that is disputed", func(t *testing.T) *life {
			t.Helper()
			return begin(t, mustRules(t, books), ticket.Request{
				Number: 8, Post: ticket.Post{Channel: "C0TEAM"}, Text: "list the invoices", By: "U0ZHAO", Typed: true, At: clock(t, "10:00"),
				Asker: ticket.Asker{Kind: ticket.AskerMember, User: "U0ZHAO"}, Order: ticket.Target{User: "U0LI", Rule: "person", Department: "finance"},
			}, clock(t, "10:00"))
		}, func(l *life) {
			l.must("10:10", ticket.Command{Verb: ticket.VerbDispute, Actor: "U0LI", Text: "not ours"})
			l.must("10:20", ticket.Command{Verb: ticket.VerbDispute, Actor: "U0ZHAO", Text: "yours"})
			l.must("10:25", ticket.Command{Verb: ticket.VerbAccept, Actor: "U0LI"})
		}},
		{"judged, then of another kind", shares, func(l *life) {
			l.must("10:05", ticket.Command{Verb: ticket.VerbTriage, Actor: "U0CHEN", Type: "complaint.customer", Urgency: "urgent"})
			l.must("10:10", ticket.Command{Verb: ticket.VerbTriage, Actor: "U0ZHAO", Type: "complaint.employee", Text: "one of ours"})
		}},
		{"handed over with others", shares, func(l *life) {
			l.must("10:20", ticket.Command{
				Verb: ticket.VerbHandoff, Actor: "U0CHEN", Text: "please", To: ticket.Target{User: "U0ZHAO", Rule: "person"},
				With: []ticket.Target{{User: "U0ZHOU", Department: "finance"}},
			})
			l.to(clock(l.tb, "11:30"))
		}},
		{"several departments, and a lead", shares, func(l *life) {
			with := []ticket.Target{{User: "U0LI", Department: "finance"}, {User: "U0HE", Department: "company"}}
			l.must("10:05", ticket.Command{Verb: ticket.VerbTriage, Actor: "U0CHEN", Type: "complaint.customer", Urgency: "normal", With: with})
			l.to(clock(l.tb, "10:20"))
		}},
		{"an answer that arrived in time", posted, func(l *life) {
			l.to(clock(l.tb, "10:15"))
			l.arrived = time.Second
			l.must("10:15", ticket.Command{Verb: ticket.VerbAccept, Actor: "U0CHEN"})
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := tt.begin(t)
			tt.lives(l)
			same(t, l, mustRun(t, l.record(), l.rules))
		})
	}
}

func refused(err error) bool {
	_, ok := errors.AsType[*ticket.Refusal](err)
	return ok
}

func history(events []ticket.Event) string {
	lines := make([]string, 0, len(events))
	for _, e := range events {
		lines = append(lines, fmt.Sprintf("%s %s by %s to %s %s %v", e.At.Format("02 15:04"), e.Kind, e.By, e.To, e.Rule, e.Facts))
	}
	return strings.Join(lines, "\n")
}

// drawn begins a life with a post, or with a command of a customer on the phone.
func drawn(rt *rapid.T, rules policy.Rules) *life {
	at := clock(rt, rapid.SampledFrom([]string{"10:00", "11:50", "17:55", "22:00"}).Draw(rt, "at"))
	if rapid.Bool().Draw(rt, "posted") {
		return post(rt, rules, at)
	}
	r := ticket.Request{
		Number: 8, Post: ticket.Post{Channel: "C0TEAM"}, Text: "the table wobbles", By: "U0ANN", Typed: true, At: at,
		Asker: ticket.Asker{Kind: ticket.AskerUnknown}, Type: rapid.SampledFrom([]string{"", "complaint.customer", "complaint.employee", "complaint"}).Draw(rt, "type"),
	}
	return begin(rt, rules, r, at)
}

func command(rt *rapid.T, l *life) ticket.Command {
	people := []string{"U0HE", "U0ZHAO", "U0CHEN", "U0ANN", "U0ZHOU", "U0LI", "U0TANG"}
	for _, u := range []string{l.t.Natural.User, l.t.Factual(), l.t.Holder(policy.Receiver), l.t.Asker.User} {
		if u != "" {
			people = append(people, u, u)
		}
	}
	person := rapid.SampledFrom(people)
	c := ticket.Command{
		Verb: rapid.SampledFrom([]ticket.Verb{
			ticket.VerbAccept, ticket.VerbAccept, ticket.VerbHandoff, ticket.VerbHandoff, ticket.VerbReturn, ticket.VerbAsk, ticket.VerbAsk,
			ticket.VerbAnswer, ticket.VerbThirdParty, ticket.VerbResume, ticket.VerbUrge, ticket.VerbPromise, ticket.VerbResolve,
			ticket.VerbReply, ticket.VerbConfirm, ticket.VerbReopen, ticket.VerbEscalate, ticket.VerbWithdraw, ticket.VerbAsker,
			ticket.VerbNote, ticket.VerbSupervise, ticket.VerbComplainUp, ticket.VerbMajor, ticket.VerbAck,
			ticket.VerbReport, ticket.VerbCallback, ticket.VerbUnreachable, ticket.VerbTriage,
		}).Draw(rt, "verb"),
		Actor: person.Draw(rt, "actor"), Text: rapid.SampledFrom([]string{"because", "because", ""}).Draw(rt, "text"),
	}
	switch c.Verb { //nolint:exhaustive // the others need no more
	case ticket.VerbHandoff, ticket.VerbAsk:
		c.To = ticket.Target{User: person.Draw(rt, "to"), Rule: "person"}
		if c.Verb == ticket.VerbAsk {
			c.Word = rapid.SampledFrom([]string{"", "customer"}).Draw(rt, "of")
		}
	case ticket.VerbPromise, ticket.VerbSupervise:
		c.Until = l.now.Add(time.Duration(rapid.IntRange(1, 200).Draw(rt, "hours")) * time.Hour)
		if c.Verb == ticket.VerbPromise {
			c.Word = rapid.SampledFrom([]string{"", "", "agree", "decline"}).Draw(rt, "word")
			c.Consent = rapid.Bool().Draw(rt, "consent")
		}
	case ticket.VerbReturn, ticket.VerbReopen:
		c.Word = rapid.SampledFrom([]string{"", "not_my_area"}).Draw(rt, "why")
	case ticket.VerbTriage:
		c.Type = rapid.SampledFrom([]string{"", "complaint.customer", "complaint.employee"}).Draw(rt, "kind")
		c.Urgency = rapid.SampledFrom([]string{"", "urgent"}).Draw(rt, "urgency")
		c.With = rapid.SampledFrom([][]ticket.Target{nil, {{Department: "finance"}}, {{Department: "support"}, {User: "U0ZHOU", Department: "finance"}}}).Draw(rt, "concerns")
	case ticket.VerbCallback:
		c.Word = rapid.SampledFrom([]string{"ok", "recurred"}).Draw(rt, "said")
	case ticket.VerbAsker:
		c.Asker = ticket.Asker{Kind: ticket.AskerMember, User: c.Actor}
		c.To = ticket.Target{User: "U0CHEN", Rule: "duty", Department: "support"}
	case ticket.VerbUnreachable:
		c.Actor, c.User, c.Kind = "", c.Actor, notice.Asked
	}
	return c
}
