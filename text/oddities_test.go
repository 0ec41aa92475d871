package text_test

import (
	"slices"
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
	for _, by := range append(policy.FirstBys(), policy.ByCorrection) {
		s := begin(t, "x")
		s.t.Natural.By = by
		c.Answer(text.Answer{Key: "show"}, s.view(chen, "en"))
	}
	for _, over := range []policy.SeniorBy{policy.SeniorRank, policy.SeniorJoined, policy.SeniorNamed} {
		s := begin(t, "x")
		s.t.Natural.Over = over
		c.Answer(text.Answer{Key: "show"}, s.view(chen, "en"))
	}
	for kind := range strings.FieldsSeq("captured accept handoff return urge promise plan inform understood resolve reply confirm reopen escalate withdraw asker note reminder breach breach_void ladder ladder_end whole_late closed survey archived delivered unreachable edited moved duty_gap ask answer thirdparty resume supervise complain-up urgent major ack report callback callback_wished rate soft_limit alarm would lead share triage takeover frozen leaderless released wish wish_refused correction correction_refused correct level asked consent consent_asked redirect field noted dispute relieve restore declare again duplicate joined reveal reveal_refused phrase later_kind") {
		s := begin(t, "x")
		c.Answer(text.Answer{Key: "show", Events: []ticket.Event{{Kind: kind, By: chen, To: liwn}}}, s.view(chen, "en"))
	}
	declared := begin(t, "x")
	declared.t.Parent, declared.t.Declared = 3, []int64{7, 9}
	c.Answer(text.Answer{Key: "show"}, declared.view(chen, "en"))
	for _, held := range []notice.Params{{}, {"held": notice.Text("yes")}} {
		to := notice.Recipient{User: zhou}
		mustNotice(t, c, notice.Notice{Kind: notice.ForbiddenPhrase, To: to, Params: held}, begin(t, "x").view(zhou, "en"))
	}
	for _, need := range []string{"promise", "asker", "type", "reason", "purpose"} {
		s := begin(t, "x")
		p := notice.Params{"what": notice.Word(need), "verb": notice.Word("handoff"), "rule": notice.Text("X-1")}
		c.Refused(&ticket.Refusal{Code: ticket.NeedFirst, Params: p}, s.view(chen, "en"))
	}
	judgedFirst(t, c)
	fieldsAsked(t, c)
	accounted(t, c)
	ledByRule(t, c)
	s := begin(t, "x")
	c.Refused(&ticket.Refusal{Code: ticket.NeedContact, Params: notice.Params{"fields": notice.Text(strings.Join(ticket.Fields(), " "))}}, s.view(chen, "en"))
	c.Refused(&ticket.Refusal{Code: ticket.NotYours, Params: notice.Params{"verb": notice.Word("dispatch")}}, s.view(chen, "en"))
	for _, how := range []string{"person", "post", "backup", "duty", "head", "role", "delegate", ticket.Unclear, ""} {
		whois := notice.Params{"what": notice.Text("invoice"), "who": notice.User(liwn), "department": notice.Text("finance"), "how": notice.Word("found." + how), "backup": notice.User(zhou)}
		if how == "" {
			delete(whois, "department")
		}
		c.Answer(text.Answer{Key: "whois", Params: whois}, begin(t, "x").view(chen, "en"))
	}
}

// judgedFirst is a request that is to be judged before it moves on, before and
// after that.
func judgedFirst(t *testing.T, c *text.Catalog) {
	t.Helper()
	s := begin(t, "x")
	judging := *s.rules.Policy
	judging.Needs = []policy.Need{{Rule: "X-1", Verb: "handoff", Have: []string{"type", "urgency", "departments"}}}
	s.rules.Policy, s.t.Route = &judging, nil
	card := notice.Notice{Kind: notice.Card, To: notice.Recipient{Channel: desk}}
	before := mustNotice(t, c, card, s.view("", "en"))
	if !strings.Contains(before.Plain+partsOf(before), "To be judged before it moves on: the kind of request, how urgent it is") {
		t.Errorf("nobody is told what is to be judged: %s", partsOf(before))
	}
	refused := c.Refused(&ticket.Refusal{Code: ticket.NeedTriage, Params: notice.Params{"fields": notice.Text("type urgency departments"), "verb": notice.Word("triage")}}, s.view(chen, "en"))
	if !strings.Contains(refused.Plain, "triage 1") {
		t.Errorf("refused without saying how: %s", refused.Plain)
	}
	s.do(ticket.Command{Verb: ticket.VerbTriage, Actor: chen, Type: "complaint", Urgency: "urgent", With: []ticket.Target{{User: liwn, Department: "finance"}}})
	if after := partsOf(mustNotice(t, c, card, s.view("", "en"))); !strings.Contains(after, "Judged: complaint, Urgent, finance") || strings.Contains(after, "To be judged") {
		t.Errorf("judged, and the card says %s", after)
	}
}

// ledByRule is a request of several departments for which a rule says who leads.
func ledByRule(t *testing.T, c *text.Catalog) {
	t.Helper()
	s := begin(t, "x")
	leading := *s.rules.Policy
	leading.SharedMode = policy.SharedLead
	leading.Routes = []policy.Route{{Rule: "X-2", When: policy.When{Marks: []string{string(ticket.Leaderless)}}, To: policy.Place{Department: "finance"}}}
	s.rules.Policy = &leading
	s.do(ticket.Command{Verb: ticket.VerbTriage, Actor: chen, Type: "complaint", With: []ticket.Target{{User: chen, Department: "support"}, {User: liwn, Department: "finance"}}})
	n := s.last(notice.LeadAsked)
	for _, part := range mustNotice(t, c, n, s.view(n.To.User, "en")).Parts {
		if slices.ContainsFunc(part.Buttons, func(b text.Button) bool {
			return b.Verb == "lead" && b.Detail == text.DetailRoute && b.Label == "Zhou Hang leads it"
		}) {
			return
		}
	}
	t.Error("whom the rule names is not proposed to lead")
}

// partsOf is all that a message says beside its buttons.
func partsOf(m text.Message) string {
	var all strings.Builder
	for _, part := range m.Parts {
		all.WriteString(part.Text + "\n")
	}
	return all.String()
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
	// A question is waited for under some limit; here it is nobody's.
	rules.Policy.Windows = []policy.Window{{Rule: "T-wait", On: policy.Nobody, Then: policy.Inform, While: []string{"WAIT_NEXT_LEVEL"}, Limit: policy.Limit{Days: 9}, Calendar: "office"}}
	s.do(ticket.Command{Verb: ticket.VerbAsk, Actor: liwn, Text: "x", To: ticket.Target{User: zhao, Rule: "person"}})
	keepAll(t, c, s)
	rules.Policy.Windows = nil
	s.do(ticket.Command{Verb: ticket.VerbResume, Actor: liwn})
	keepAll(t, c, s)
	drawn(t, c, notice.Notice{Kind: notice.Resumed, To: notice.Recipient{User: liwn}, Params: notice.Params{"by": notice.User(liwn)}}, s)
	s.t.State, s.t.Clocks = ticket.CallbackDue, nil
	drawn(t, c, notice.Notice{Kind: notice.CallbackDue, To: notice.Recipient{User: chen}}, s)
	drawn(t, c, notice.Notice{Kind: notice.AskerNews, To: notice.Recipient{User: tang}, Params: notice.Params{
		"by": notice.User(chen), "what": notice.Word("news.reply"), "text": notice.Text("the fitter comes"),
	}}, s)
	fresh := beginUnder(t, rules, "x")
	drawn(t, c, notice.Notice{Kind: notice.Task, To: notice.Recipient{User: chen}}, fresh)
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
	above(t, c)
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

// above is what a superior who was asked owes, and what a role of a rule book
// with other roles is called.
func above(t *testing.T, c *text.Catalog) {
	t.Helper()
	s := taken(t, "x")
	warned(t, c, s, ticket.Clock{Rule: "T-follow", Role: policy.Natural, Subject: chen, Calendar: "office", Start: s.now, Due: s.now.Add(time.Hour), Run: 1})
	warned(t, c, s, ticket.Clock{Rule: "T-top", Role: policy.Superior, Subject: zhou, Calendar: "office", Start: s.now, Due: s.now.Add(time.Hour), Run: 1})
	for _, role := range policy.Roles() {
		c.Answer(text.Answer{Key: "why", Reasons: []ticket.Reason{{Clock: ticket.Clock{Role: role, Subject: chen, Stood: time.Hour, Soft: s.now, Paused: s.now}}}}, s.view(chen, "en"))
	}
}

// warned draws what is said of a clock before, at and after its limit.
func warned(t *testing.T, c *text.Catalog, s *story, clock ticket.Clock) {
	t.Helper()
	s.t.Clocks = append(s.t.Clocks, clock)
	p := notice.Params{"clock": notice.Text(clock.ID()), "rule": notice.Text(clock.Rule), "limit": notice.Time(clock.Due), "since": notice.Time(s.now), "head": notice.User(he), "subject": notice.User(clock.Subject)}
	for _, k := range []notice.Kind{notice.Reminder, notice.Limit} {
		drawn(t, c, notice.Notice{Kind: k, Class: notice.Edit, To: notice.Recipient{User: clock.Subject}, Params: p}, s)
	}
	late := s.view(he, "en")
	late.Now = clock.Due.Add(time.Minute)
	mustNotice(t, c, notice.Notice{Kind: notice.Escalation, Class: notice.Edit, To: notice.Recipient{User: he}, Params: p}, late)
}
