package store_test

import (
	"cmp"
	"strings"
	"testing"
	"time"

	"github.com/firstask/firstask/config"
	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/policy/presets"
	"github.com/firstask/firstask/store"
	"github.com/firstask/firstask/ticket"
)

// company is a small organisation; PRESETS stands for the rule books it runs.
const company = `
timezone: Asia/Shanghai
presets: [PRESETS]
fallback: C0ADMIN
default_department: support
calendars:
  office: {hours: {mon-fri: ["09:00-12:00", "13:30-18:00"]}, holidays: [cn-2026]}
  always: {}
departments:
  - {id: company, head: U0HE}
  - {id: support, parent: company, head: U0ZHAO, members: [U0CHEN, U0ANN], duty: support-desk, work_channel: C0DESK, channels: [{id: C0HELP, as: online}]}
  - {id: finance, parent: company, head: U0ZHOU, members: [U0LI, U0WU], posts: [{id: invoices, holder: U0LI, topics: [invoice]}]}
rosters:
  support-desk: {calendar: office, rotation: {every: week, starts: 2026-01-05, people: [U0CHEN]}}
`

// largest are the rules with the most windows: those of all rule books together,
// or, if these do not get on with each other, of the one that has most.
func largest(b *testing.B) policy.Rules {
	b.Helper()
	var most *config.Config
	try := func(names ...string) {
		c, err := config.Parse("bench.yaml", []byte(strings.Replace(company, "PRESETS", strings.Join(names, ", "), 1)), nil)
		switch {
		case err != nil:
			b.Logf("left out: %v: %v", names, err)
		case most == nil || len(c.Policy.Windows) > len(most.Policy.Windows):
			most = c
		}
	}
	if try(presets.Names()...); most == nil {
		for _, name := range presets.Names() {
			try(name)
		}
	}
	if most == nil {
		b.Fatal("no rule book loads")
	}
	return policy.Rules{Policy: most.Policy, Org: most.Org, Gone: map[string]bool{}}
}

// matter is a ticket with some history: asked, handed over twice, returned once, urged.
type matter struct {
	ticket.Ticket
	rules policy.Rules
	now   time.Time
}

func mustMatter(b *testing.B) *matter {
	b.Helper()
	m := &matter{rules: largest(b), now: time.Date(2026, 3, 10, 2, 0, 0, 0, time.UTC)}
	d := ticket.Capture(ticket.Request{
		Number: 4217, By: "U0TANG", Asker: ticket.Asker{Kind: ticket.AskerMember, User: "U0TANG"}, At: m.now,
		Post: ticket.Post{
			Channel: "C0HELP", TS: "1773108000.000100", Author: "U0TANG",
			Link: "https://example.slack.com/archives/C0HELP/p1773108000000100",
		},
		Text: "The invoice for order <https://shop.example/4711|4711> & its credit note have been missing since Friday. 发票还没收到。",
	}, m.rules, m.now)
	m.told(b, d)
	noted := map[string]string{"name": "Tang Ning", "unit": "Maple Grove", "phone": "13900000000", "email": "tang@example.com", "address": "12 Harbour Street"}
	m.do(b, 0, ticket.Command{Verb: ticket.VerbField, Actor: "U0CHEN", Fields: noted}) // what some rule books want first
	m.do(b, 2*time.Minute, to("U0CHEN", "U0WU"))
	m.do(b, time.Minute, ticket.Command{Verb: ticket.VerbReturn, Actor: "U0WU", Word: "better_person", Text: "Li Wen does the invoices"})
	m.do(b, 2*time.Minute, to("U0CHEN", "U0LI"))
	return m
}

func to(from, user string) ticket.Command {
	return ticket.Command{
		Verb: ticket.VerbHandoff, Actor: from, Text: "the name on the invoice is wrong",
		To: ticket.Target{User: user, Rule: "person", Department: "finance"},
	}
}

func (m *matter) do(b *testing.B, after time.Duration, c ticket.Command) {
	b.Helper()
	m.now = m.now.Add(after)
	c.At = m.now
	d, err := ticket.Apply(&m.Ticket, c, m.rules, m.now)
	if err != nil {
		b.Fatalf("%s by %s: %v", c.Verb, c.Actor, err)
	}
	m.told(b, d)
}

// told takes a decision over and reports its messages as delivered.
func (m *matter) told(b *testing.B, d ticket.Decision) {
	b.Helper()
	m.Ticket = d.Ticket
	for _, n := range d.Notices {
		clock := n.Params["clock"].Raw()
		if n.Class != notice.Answer || clock == "" {
			continue
		}
		d, err := ticket.Apply(&m.Ticket, ticket.Command{
			Verb: ticket.VerbDelivered, Clock: clock, User: n.To.User, Kind: n.Kind, Where: n.To, At: m.now,
		}, m.rules, m.now)
		if err != nil {
			b.Fatal(err)
		}
		m.Ticket = d.Ticket
	}
}

// next goes to the ticket's first instant at or after a time.
func (m *matter) next(b *testing.B, after time.Duration) {
	b.Helper()
	if m.now = m.Due(); m.now.IsZero() {
		b.Fatal("no clock runs")
	}
	m.now = m.now.Add(after)
}

func (m *matter) stored(b *testing.B) string {
	b.Helper()
	raw, err := store.Encode(&m.Ticket)
	if err != nil {
		b.Fatal(err)
	}
	return store.Header(3, "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", []string{"1773108000000-0"}) + "\n" + string(raw)
}

// BenchmarkDecide is what a command or an instant costs between two visits to
// Redis, under the largest rule book there is: the ticket is decoded, the
// outcome decided, and all of it encoded.
func BenchmarkDecide(b *testing.B) {
	apply := func(c ticket.Command) func(*matter) func(*ticket.Ticket) (ticket.Decision, error) {
		return func(m *matter) func(*ticket.Ticket) (ticket.Decision, error) {
			m.now = m.now.Add(time.Minute)
			c.At = m.now
			return func(t *ticket.Ticket) (ticket.Decision, error) { return ticket.Apply(t, c, m.rules, m.now) }
		}
	}
	fire := func(after time.Duration) func(*matter) func(*ticket.Ticket) (ticket.Decision, error) {
		return func(m *matter) func(*ticket.Ticket) (ticket.Decision, error) {
			m.next(b, after)
			return func(t *ticket.Ticket) (ticket.Decision, error) { return ticket.Fire(t, m.rules, m.now), nil }
		}
	}
	for _, row := range []struct {
		name string
		with func(*matter) func(*ticket.Ticket) (ticket.Decision, error)
	}{
		{"accept", apply(ticket.Command{Verb: ticket.VerbAccept, Actor: "U0LI"})},
		{"handoff", apply(to("U0CHEN", "U0ZHOU"))},
		{"reminder", fire(0)},
		{"limit", fire(time.Hour)},
	} {
		b.Run(row.name, func(b *testing.B) {
			m := mustMatter(b)
			decide, stored := row.with(m), m.stored(b)
			b.ReportAllocs()
			for b.Loop() {
				saved, err := store.DecodeTicket(stored)
				if err != nil {
					b.Fatal(err)
				}
				d, err := decide(&saved.Ticket)
				if err != nil || len(d.Events) == 0 {
					b.Fatalf("decided %d events, %v", len(d.Events), err)
				}
				mustWrite(b, &d)
			}
			b.ReportMetric(float64(len(stored)), "B/ticket")
			b.ReportMetric(float64(len(m.rules.Policy.Windows)), "windows")
		})
	}
}

// mustWrite encodes what a commit of a decision writes.
func mustWrite(b *testing.B, d *ticket.Decision) {
	b.Helper()
	_, err := store.Encode(&d.Ticket)
	for i := range d.Events {
		_, failed := store.Encode(&d.Events[i])
		err = cmp.Or(err, failed)
	}
	for i := range d.Notices {
		_, failed := store.Encode(&d.Notices[i])
		err = cmp.Or(err, failed)
	}
	if err != nil {
		b.Fatal(err)
	}
}

// BenchmarkDocument is the share of the ticket document in BenchmarkDecide.
func BenchmarkDocument(b *testing.B) {
	m := mustMatter(b)
	stored := m.stored(b)
	b.Run("decode", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := store.DecodeTicket(stored); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("encode", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := store.Encode(&m.Ticket); err != nil {
				b.Fatal(err)
			}
		}
	})
}
