package ticket_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// clockRow is a row of the table in docs/clocks.md.
type clockRow struct {
	from, verb, by string
	to             ticket.State
	cells          map[string]string
}

// mustClockTable reads the table of docs/clocks.md that has a column "From".
func mustClockTable(tb testing.TB) (rules []string, rows []clockRow) {
	tb.Helper()
	doc, err := os.ReadFile("../docs/clocks.md")
	if err != nil {
		tb.Fatal(err)
	}
	for line := range strings.Lines(string(doc)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		switch {
		case len(cells) < 5 || strings.HasPrefix(cells[0], "--"):
		case cells[0] == "From":
			rules = cells[4:]
		case rules != nil:
			r := clockRow{from: cells[0], verb: cells[1], by: cells[2], to: ticket.State(cells[3]), cells: map[string]string{}}
			for i, rule := range rules {
				r.cells[rule] = cells[4+i]
			}
			rows = append(rows, r)
		}
	}
	if len(rows) == 0 {
		tb.Fatal("no table in docs/clocks.md")
	}
	return rules, rows
}

// standing is the scene a row begins with.
func standing(tb tester, from, verb string) *world {
	tb.Helper()
	switch from {
	case "":
		return newWorld(tb)
	case "CAPTURED":
		if strings.HasPrefix(verb, "asker") || verb == "moved" {
			w := newWorld(tb)
			return w.capture(typedBy(ben, team))
		}
		return scene(tb, "captured")
	case "CAPTURED, asker outside":
		return typed(tb)
	case "ACCEPTED, supervised":
		w := scene(tb, "accepted")
		w.apply(ticket.Command{Verb: ticket.VerbSupervise, Actor: chen, Until: clock(tb, "15:00")})
		return w
	case "CAPTURED, to be ruled on":
		return judgedScene(tb, "to be ruled")
	case "AWAIT_ENDORSEMENT":
		return endorsedScene(tb, "to be endorsed")
	case "TRIAGED, not endorsed":
		return endorsedScene(tb, "not endorsed")
	case "ANSWERED, ruled":
		return judgedScene(tb, "ruled")
	case "UNDER_REVIEW":
		return judgedScene(tb, "under review")
	case "ACCEPTED, urgent":
		return scene(tb, "alarmed")
	case "CAPTURED, shared work wants a lead":
		w := scene(tb, "captured")
		w.rules.Policy = everything()
		w.rules.Policy.SharedMode = policy.SharedLead
		return w
	case "CAPTURED, to be registered", "REGISTERED":
		w := scene(tb, "captured")
		w.rules.Policy.Needs = registering("contact.phone")
		if from == "REGISTERED" {
			w.apply(ticket.Command{Verb: ticket.VerbField, Actor: chen, Fields: map[string]string{"phone": "13900001234"}})
		}
		return w
	case "CAPTURED, to be judged first":
		w := scene(tb, "captured")
		w.rules.Policy.Needs = judging()
		return w
	case "ACCEPTED, with a phone number":
		w := scene(tb, "accepted")
		w.apply(ticket.Command{Verb: ticket.VerbField, Actor: li, Fields: map[string]string{"phone": "13900001234"}})
		return w
	case "DUPLICATE, accepted before":
		return merged(scene(tb, "accepted"), li)
	case "DUPLICATE, handed over before":
		return merged(scene(tb, "handed over"), chen)
	case "TRIAGED, without a lead":
		return scene(tb, "without a lead")
	case "TRIAGED, frozen":
		return scene(tb, "frozen")
	case "HANDED_OFF, one return too many":
		w := scene(tb, "handed over")
		w.rules.Policy.PingPong.Returns = 1
		return w
	case "CAPTURED, one handoff too many":
		w := scene(tb, "captured")
		w.rules.Policy.PingPong.Handoffs = 1
		return w
	case "WAIT_NEXT_LEVEL, taken":
		return scene(tb, "asked further").do(ticket.VerbAccept, ben)
	case "HANDED_OFF, an order":
		return scene(tb, "ordered")
	case "ACCEPTED, told in one go":
		return scene(tb, "accepted").do(ticket.VerbInform, li)
	case "WAIT_CUSTOMER":
		w := scene(tb, "accepted")
		w.apply(askCustomer(li))
		return w
	case "WAIT_THIRD_PARTY":
		return scene(tb, "accepted").do(ticket.VerbThirdParty, li)
	case "ACCEPTED, asker outside":
		return typed(tb).handoff(ann, li).do(ticket.VerbAccept, li)
	}
	return scene(tb, map[string]string{
		"TRIAGED": "returned", "HANDED_OFF": "handed over", "ACCEPTED": "accepted", "HANDED_OFF, accepted before": "handed on",
		"RESULT_READY": "result ready", "ANSWERED": "answered", "CLOSED": "confirmed", "WAIT_NEXT_LEVEL": "asked further", "CALLBACK_DUE": "to call back", "WITHDRAWN as no request": "not a request", "REDIRECTED": "redirected",
	}[from])
}

// actor is the person a row speaks of.
func actor(w *world, who string) string {
	return map[string]string{
		"asker": tang, "first asked": w.t.Natural.User, "asked to take": li, "asked next": ben, "responsible": w.t.Responsible,
		"head of the asked": zhou, "head of the first asked": zhao, "typist": ben,
		"common head": boss, "who rules": zhou, "leader": zhou, "who decides for good": boss,
	}[who]
}

// play does what a row says, at an hour where nothing forbids it.
func play(w *world, r clockRow) {
	w.tb.Helper()
	w.now = w.now.Add(time.Minute)
	if rule, ok := strings.CutPrefix(r.verb, "limit of "); ok {
		for _, c := range w.t.Clocks {
			if c.Rule == rule {
				w.now = c.Due
			}
		}
		w.last = ticket.Fire(&w.t, w.rules, w.now)
		w.t = w.last.Ticket
		return
	}
	c := ticket.Command{Verb: ticket.Verb(r.verb), Actor: actor(w, r.by), Text: "because"}
	switch r.verb {
	case "new":
		w.capture(customerPost(w.now))
		return
	case "asker: me":
		c = me(c.Actor)
	case "asker":
		c = askerIs(c.Actor, ticket.Asker{Kind: ticket.AskerCustomer})
	case "handoff", "lead", "about":
		c.To = ticket.Target{User: wu, Rule: "person"}
	case "share":
		if w.rules.Policy.SharedMode == "" {
			w.rules.Policy = everything()
		}
		c = shareWith(c.Actor, "delivery", ben)
	case "triage":
		c.Type, c.Urgency, c.With = "query", "normal", []ticket.Target{inFinance()}
	case "taskforce":
		w.rules.Policy = everything()
		c.To, c.Force = ticket.Target{User: c.Actor}, []ticket.Member{{User: wu, Duty: "the figures"}}
	case "takeover", "export":
		w.rules.Policy = everything()
	case "ask":
		c = askOf(c.Actor, ben)
	case "ask: the customer":
		c = askCustomer(c.Actor)
	case "redirect":
		c = away(c.Actor)
	case "field":
		c.Fields = map[string]string{"phone": "13900001234"}
	case "duplicate", "joined":
		c.Number, c.Asker = 40, ticket.Asker{Kind: ticket.AskerMember, User: ann}
	case "duplicate: undo":
		c.Verb, c.Word = ticket.VerbDuplicate, "undo"
	case "callback: please":
		c.Verb, c.Word = ticket.VerbCallback, ticket.CallbackWish
	case "callback: it came back":
		c.Verb, c.Word = ticket.VerbCallback, "recurred"
	case "rate", "rate: not satisfied":
		w.rules.Policy = everything()
		w.rules.Policy.Windows = firstAsked().Windows
		c.Verb, c.Word = ticket.VerbRate, ticket.Satisfied
		if r.verb != "rate" {
			c.Word = ticket.Unsatisfied
		}
	case "urgent", "major":
		w.rules.Policy = everything()
	case "complain-up":
		w.now = clock(w.tb, "10:34")
		w.last = ticket.Fire(&w.t, w.rules, w.now)
		w.t = w.last.Ticket
	case "correct": // a head agrees
		to := map[bool]string{true: chen, false: ann}[w.t.Natural.User == ann]
		correction(w, w.t.Natural.User, to)
		c.Word = "agree"
	case "supervise":
		c.Until = w.now.Add(4 * time.Hour)
	case "urge":
		w.now = w.now.Add(2 * time.Hour)
	case "promise":
		c.Until = w.now.Add(24 * time.Hour)
	case "withdraw: not a request":
		c.Verb, c.Word = ticket.VerbWithdraw, "not_request"
	case "delivered":
		c.Clock = w.t.Clocks[0].ID()
	case "unreachable":
		c.User, c.Kind = w.t.Lead().Subject, notice.Asked
	case "moved":
		c.Where = notice.Recipient{User: ben}
	}
	w.apply(c)
}

// became says in the words of the table what happened to the clock of a rule.
func became(rule string, before, after *ticket.Ticket) string {
	find := func(t *ticket.Ticket) *ticket.Clock {
		i := slices.IndexFunc(t.Clocks, func(c ticket.Clock) bool { return c.Rule == rule })
		if i < 0 {
			return nil
		}
		return &t.Clocks[i]
	}
	switch old, now := find(before), find(after); {
	case old == nil && now == nil:
		return ""
	case old == nil:
		return "start"
	case now == nil:
		return "stop"
	case old.ID() != now.ID():
		return "anew"
	case !old.Due.Equal(now.Due):
		return "move"
	default:
		return "keep"
	}
}

// docs/clocks.md is what settle does, row by row.
func TestClockTable(t *testing.T) {
	rules, rows := mustClockTable(t)
	for _, r := range rows {
		t.Run(r.from+"/"+r.verb+"/"+r.by, func(t *testing.T) {
			w := standing(t, r.from, r.verb)
			before := w.t
			if from, _, _ := strings.Cut(strings.ReplaceAll(r.from, ",", " "), " "); ticket.State(from) != before.State {
				t.Errorf("begins in %s", before.State)
			}
			play(w, r)
			if w.t.State != r.to {
				t.Errorf("ends in %s, the table says %s", w.t.State, r.to)
			}
			for _, rule := range rules {
				if got := became(rule, &before, &w.t); got != r.cells[rule] {
					t.Errorf("%s: %q, the table says %q", rule, got, r.cells[rule])
				}
			}
		})
	}
}

// The table speaks of every verb, every window, and names every one that runs in a state.
func TestClockTableIsComplete(t *testing.T) {
	rules, rows := mustClockTable(t)
	windows := make([]string, len(rules))
	for i, w := range firstAsked().Windows {
		windows[i] = w.Rule
	}
	wantEqual(t, rules, windows)
	for _, v := range verbs(t) {
		if !slices.ContainsFunc(rows, func(r clockRow) bool { return r.verb == v }) {
			t.Errorf("no row for the verb %s", v)
		}
	}
	for _, rule := range windows {
		if !slices.ContainsFunc(rows, func(r clockRow) bool { return r.verb == "limit of "+rule }) {
			t.Errorf("no row for the limit of %s", rule)
		}
	}
}

// No row is there twice.
func TestClockTableHasNoRowTwice(t *testing.T) {
	_, rows := mustClockTable(t)
	seen := map[string]bool{}
	for _, r := range rows {
		if key := r.from + "/" + r.verb + "/" + r.by; seen[key] {
			t.Errorf("twice: %s", key)
		} else {
			seen[key] = true
		}
	}
}
