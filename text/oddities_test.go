package text_test

import (
	"strings"
	"testing"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// oddities are what only an unusual course brings up: no windows, no heads,
// long histories, dates far away.
func oddities(t *testing.T, c *text.Catalog) {
	t.Helper()
	dates(t, c)
	timeless(t, c)
	endless(t, c)
	for _, state := range ticket.States() {
		s := begin(t, "x")
		c.Refused(&ticket.Refusal{Code: ticket.AlreadyEnded, Params: notice.Params{"state": notice.Word("state." + string(state))}}, s.view(chen, "en"))
	}
	for _, v := range c.Verbs() {
		s := begin(t, "x")
		c.Refused(&ticket.Refusal{Code: ticket.NotYours, Params: notice.Params{"verb": notice.Word(v.Verb)}}, s.view(chen, "en"))
	}
	for _, rule := range []string{"FA-08", "FA-08.1", "FA-08.3", "FA-09.4"} {
		s := begin(t, "x")
		s.t.Natural.Rule = rule
		c.Answer(text.Answer{Key: "show"}, s.view(chen, "en"))
	}
	for kind := range strings.FieldsSeq("captured accept handoff return urge promise resolve reply confirm reopen escalate withdraw asker note reminder breach breach_void ladder ladder_end whole_late closed delivered unreachable edited moved duty_gap later_kind") {
		s := begin(t, "x")
		c.Answer(text.Answer{Key: "show", Events: []ticket.Event{{Kind: kind, By: chen, To: liwn}}}, s.view(chen, "en"))
	}
	for _, how := range []string{"person", "post", "backup", "duty", "head", ""} {
		whois := notice.Params{"what": notice.Text("invoice"), "who": notice.User(liwn), "department": notice.Text("finance"), "how": notice.Word("found." + how)}
		if how == "" {
			delete(whois, "department")
		}
		c.Answer(text.Answer{Key: "whois", Params: whois}, begin(t, "x").view(chen, "en"))
	}
}

// dates shows every month and every day of the week.
func dates(t *testing.T, c *text.Catalog) {
	t.Helper()
	s := begin(t, "x")
	for day := range 366 {
		for _, ahead := range []int{3, 20} {
			s.now = mustTime(t, "2026-01-01 10:00").AddDate(0, 0, day)
			p := notice.Params{"at": notice.Time(s.now.AddDate(0, 0, ahead))}
			c.Refused(&ticket.Refusal{Code: ticket.TooSoon, Params: p}, s.view(chen, "en"))
		}
	}
}

// timeless is a rule book without windows, and one without anybody to ask.
func timeless(t *testing.T, c *text.Catalog) {
	t.Helper()
	rules := mustRules(t)
	rules.Policy.Windows, rules.Policy.News = nil, policy.News{}
	s := beginUnder(t, rules, "x", func(r *ticket.Request) { r.Asker = ticket.Asker{Kind: ticket.AskerCustomer} })
	s.do(ticket.Command{Verb: ticket.VerbHandoff, Actor: chen, To: ticket.Target{User: liwn, Rule: "person"}})
	keepAll(t, c, s)
	s.do(ticket.Command{Verb: ticket.VerbAccept, Actor: liwn})
	keepAll(t, c, s)
	for _, k := range []notice.Kind{notice.Asked, notice.Mine, notice.Urge, notice.AskerNews, notice.Reminder} {
		for _, user := range []string{liwn, chen} {
			p := notice.Params{"by": notice.User(chen), "left": notice.Span(48 * time.Hour), "what": notice.Word("news.later")}
			drawn(t, c, notice.Notice{Kind: k, Class: notice.Edit, To: notice.Recipient{User: user}, Params: p}, s)
		}
	}
	fresh := beginUnder(t, rules, "x")
	drawn(t, c, notice.Notice{Kind: notice.Asked, To: notice.Recipient{User: chen}}, fresh)
}

// endless is a course through the clocks that the lives do not see.
func endless(t *testing.T, c *text.Catalog) {
	t.Helper()
	keepAll(t, c, begin(t, "x").fire("10:08").fire("10:20"))
	s := begin(t, "x", func(r *ticket.Request) { r.Asker = ticket.Asker{Kind: ticket.AskerCustomer, Name: "Maple"} })
	s.do(ticket.Command{Verb: ticket.VerbResolve, Actor: chen, Text: "done"}).fire("14:00").fire("15:00").fire("16:30")
	keepAll(t, c, s)
	s.t.Breaches[0].Note = "the line was down"
	many := make([]ticket.Event, 40)
	c.Answer(text.Answer{Key: "why", Reasons: ticket.Why(&s.t, s.rules, s.now)}, s.view(chen, "en"))
	c.Answer(text.Answer{Key: "show", Events: many}, s.view(chen, "en"))
	s = begin(t, "x").do(ticket.Command{Verb: ticket.VerbAccept, Actor: chen}).fire("17:00")
	s.do(ticket.Command{Verb: ticket.VerbPromise, Actor: chen, Until: s.now.Add(24 * time.Hour)})
	keepAll(t, c, s)
	s.do(ticket.Command{Verb: ticket.VerbResolve, Actor: chen, Text: "done"})
	keepAll(t, c, s)
	s.do(ticket.Command{Verb: ticket.VerbReopen, Actor: tang, Text: "no"})
	keepAll(t, c, s)
	keepAll(t, c, returned(begin(t, "x")).do(ticket.Command{Verb: ticket.VerbAccept, Actor: chen}))
	moved := begin(t, "x").do(ticket.Command{Verb: ticket.VerbPromise, Actor: chen, Until: mustTime(t, "2026-03-03 11:10")})
	c.Answer(text.Answer{Key: "why", Reasons: ticket.Why(&moved.t, moved.rules, moved.now)}, moved.view(chen, "en"))
	hidden := begin(t, "x", private)
	c.Answer(text.Answer{Key: "mine", Tickets: []ticket.Ticket{hidden.t}}, hidden.view(zhou, "en"))
	rules := mustRules(t)
	rules.Org.Fallback = ""
	for _, d := range rules.Org.Departments {
		d.Head = ""
	}
	keepAll(t, c, beginUnder(t, rules, "x").fire("10:12"))
}

func keepAll(t *testing.T, c *text.Catalog, s *story) {
	t.Helper()
	for _, n := range s.notices {
		n.Class = notice.Edit
		drawn(t, c, n, s)
	}
}

func drawn(t *testing.T, c *text.Catalog, n notice.Notice, s *story) {
	t.Helper()
	for _, locale := range text.Locales() {
		m := mustNotice(t, c, n, s.view(n.To.User, locale))
		if m.Plain == "" || strings.Contains(m.Plain, "no value") {
			t.Errorf("%s: %q", n.Kind, m.Plain)
		}
	}
}
