package text_test

import (
	"cmp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// TestSettledLiveMessagesHaveNoButtons draws every kind that has buttons while
// its ticket is open, and again when it is closed.
func TestSettledLiveMessagesHaveNoButtons(t *testing.T) {
	c := mustLoad(t)
	open := []*story{
		begin(t, "invoice"), begin(t, "invoice").handOff(), taken(t, "invoice"), taken(t, "invoice").question(), called(t, "invoice"),
		taken(t, "invoice").do(ticket.Command{Verb: ticket.VerbUrgent, Actor: tang, Text: "fire"}), complained(t, "invoice", false),
		taken(t, "invoice").do(ticket.Command{Verb: ticket.VerbAsk, Actor: liwn, Word: "customer", Text: "which?"}), wish(taken(t, "invoice")),
		taken(t, "invoice").do(ticket.Command{Verb: ticket.VerbResolve, Actor: liwn, Text: "done"}),
	}
	theirOwn := []notice.Kind{notice.Solved, notice.SolvedAgain, notice.AskerNews} // may be reopened
	without := ofNoTicket()
	for _, k := range text.Kinds() {
		if slices.Contains(without, k) || slices.Contains(theirOwn, k) {
			continue
		}
		t.Run(string(k), func(t *testing.T) {
			for _, s := range open {
				for _, user := range []string{chen, liwn, zhou, tang} {
					live := notice.Notice{Kind: k, Class: notice.Edit, To: notice.Recipient{User: user}, Params: everyParam(s, "words")}
					if len(verbs(mustNotice(t, c, live, s.view(user, "en")))) == 0 {
						continue
					}
					done := *s
					done.t.State, done.t.End = ticket.Closed, ticket.End{At: s.now, How: ticket.Confirmed}
					done.t.Clocks = nil
					m := mustNotice(t, c, live, done.view(user, "en"))
					if got := verbs(m); len(got) > 0 {
						t.Errorf("to %s: %q after the end: %q", user, got, m.Plain)
					}
					if !strings.Contains(m.Plain, "Closed") && !strings.Contains(m.Plain, "called back") {
						t.Errorf("to %s: %q does not say what became of it", user, m.Plain)
					}
				}
			}
		})
	}
}

// What presses is settled when its clock has stopped, long before the end.
func TestPressingLiveMessagesEndWithTheirClock(t *testing.T) {
	c := mustLoad(t)
	for name, r := range map[string]struct {
		kind          notice.Kind
		at            string
		before, after string
		buttons       []string
	}{
		"reminder":         {notice.Reminder, "10:19", "still waits for you", "This waited for you: invoice", []string{"accept", "return:form", "why"}},
		"limit":            {notice.Limit, "10:34", "You can still accept", "10:34 passed, so Zhou Hang was asked to help.", []string{"accept", "return:form", "note:form", "why"}},
		"reminder is late": {notice.Reminder, "10:34", "10:34 has passed. You can still accept", "This waited for you: invoice", []string{"accept", "return:form", "note:form", "why"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := begin(t, "invoice").handOff().fire("10:19")
			if r.at != "10:19" {
				s.fire(r.at)
			}
			n := s.last(r.kind)
			n.Class = notice.Edit
			m := mustNotice(t, c, n, s.view(n.To.User, "en"))
			if got := verbs(m); !strings.Contains(m.Plain, r.before) || !slices.Equal(got, r.buttons) {
				t.Errorf("%q with %q, want %q with %q", m.Plain, got, r.before, r.buttons)
			}
			s.do(ticket.Command{Verb: ticket.VerbAccept, Actor: liwn})
			m = mustNotice(t, c, n, s.view(n.To.User, "en"))
			for _, want := range []string{r.after, "Li Wen accepted it at"} {
				if !strings.Contains(m.Plain, want) || strings.Contains(m.Plain, "You can still") || len(verbs(m)) > 0 {
					t.Errorf("%q with %q, want %q", m.Plain, verbs(m), want)
				}
			}
		})
	}
}

func TestPressingNoticesBeginWithTheMatter(t *testing.T) {
	c := mustLoad(t)
	s := begin(t, "The name on our invoice is wrong, can you reissue it?").handOff().fire("10:19")
	look := func(k notice.Kind, locale string, wants ...string) {
		t.Helper()
		n := s.last(k)
		plain := []rune(mustNotice(t, c, n, s.view(n.To.User, locale)).Plain)
		for _, want := range append(wants, "#1", "10:34", "The name") {
			if first := string(plain[:min(60, len(plain))]); !strings.Contains(first, want) {
				t.Errorf("%s: %q lacks %q", k, first, want)
			}
		}
	}
	look(notice.Reminder, "en", "Tang Ning")
	look(notice.Reminder, "zh-Hans", "唐宁", "10:34 前")
	s.fire("10:34")
	look(notice.Limit, "en", "Tang Ning", "passed")
	look(notice.Escalation, "en", "Li Wen", "passed")
	look(notice.Escalation, "zh-Hant", "李雯", "10:34 已過")
}

func TestHeadlinesSayThatATimeHasPassed(t *testing.T) {
	c := mustLoad(t)
	card := notice.Notice{Kind: notice.Card, To: notice.Recipient{Channel: desk}}
	for name, r := range map[string]struct {
		story  *story
		locale string
		says   string
	}{
		"ahead":           {begin(t, "x"), "en", "New, Chen Mo follows \u00b7 by 10:15"},
		"passed":          {begin(t, "x").handOff().fire("10:34"), "en", "to accept \u00b7 10:34 passed"},
		"passed, Hans":    {begin(t, "x").handOff().fire("10:34"), "zh-Hans", "待李雯受理 \u00b7 10:34 已过"},
		"stands still":    {taken(t, "x").do(ticket.Command{Verb: ticket.VerbThirdParty, Actor: liwn, Text: "the bank"}), "en", "\u00b7 stands still"},
		"stands, in Hant": {taken(t, "x").do(ticket.Command{Verb: ticket.VerbThirdParty, Actor: liwn, Text: "銀行"}), "zh-Hant", "\u00b7 暫停計時"},
	} {
		t.Run(name, func(t *testing.T) {
			if m := mustNotice(t, c, card, r.story.view("", r.locale)); !strings.Contains(m.Plain, r.says) {
				t.Errorf("%q lacks %q", m.Plain, r.says)
			}
			view := r.story.view(chen, r.locale)
			rows := c.Answer(text.Answer{Key: "mine", Tickets: []ticket.Ticket{r.story.t}}, view).Plain
			if _, when, _ := strings.Cut(r.says, "\u00b7 "); !strings.Contains(rows, when) {
				t.Errorf("the row %q lacks %q", rows, when)
			}
		})
	}
}

func TestSpacesAroundNames(t *testing.T) {
	c := mustLoad(t)
	s := begin(t, "发票").handOff()
	s.t.Promise.Until = s.now.Add(25 * time.Hour)
	n := notice.Notice{Kind: notice.Promised, Class: notice.Edit, To: notice.Recipient{User: chen}, Params: notice.Params{"by": notice.User(liwn), "at": notice.Time(s.now.Add(25 * time.Hour))}}
	for name, r := range map[string]struct {
		locale string
		names  string // in which the people are called
		says   string
	}{
		"Chinese names":             {"zh-Hans", "zh-Hans", "#1 李雯约定周三 11:04：发票"},
		"Latin names":               {"zh-Hans", "en", "#1 Li Wen 约定周三 11:04：发票"},
		"Latin names, Hant":         {"zh-Hant", "en", "#1 Li Wen 約定週三 11:04：发票"},
		"English keeps its own way": {"en", "en", "#1 Li Wen agreed Wed 11:04: 发票."},
	} {
		t.Run(name, func(t *testing.T) {
			v := s.view(chen, r.locale)
			v.Bare, v.Rich = text.Plain(peopleIn(r.names)), rich{peopleIn(r.names)}
			m := mustNotice(t, c, n, v)
			if !strings.Contains(m.Plain, r.says) {
				t.Errorf("%q lacks %q", m.Plain, r.says)
			}
			if strings.ContainsAny(m.Plain+m.Parts[0].Text, "\ue000\ue001") || (r.locale != "en" && strings.Contains(m.Parts[0].Text, "定 <!date")) {
				t.Errorf("%q", m.Parts[0].Text)
			}
		})
	}
}

func TestAGistEndsWithoutItsMark(t *testing.T) {
	c := mustLoad(t)
	for words, want := range map[string]string{
		"Can you reissue it?":     "#1 is yours: Can you reissue it, by",
		"Really?!…":               "#1 is yours: Really, by",
		strings.Repeat("ab ", 40): "ab\u2026, by",
	} {
		s := taken(t, words)
		if m := mustNotice(t, c, s.last(notice.Mine), s.view(liwn, "en")); !strings.Contains(m.Parts[0].Text, want) {
			t.Errorf("%q lacks %q", m.Parts[0].Text, want)
		}
	}
	s := begin(t, strings.Repeat("发票抬头写错了吗", 10))
	n := notice.Notice{Kind: notice.Closed, Class: notice.Edit, To: notice.Recipient{User: chen}, Params: notice.Params{"how": notice.Text("好")}}
	for _, k := range []notice.Kind{notice.Accepted, notice.Closed, notice.Urge} {
		n.Kind, n.Params = k, everyParam(s, "x")
		delete(n.Params, "limit")
		m := mustNotice(t, c, n, s.view(chen, "zh-Hans"))
		if strings.Contains(m.Plain, "\u2026\u3002") || !strings.Contains(m.Plain, "\u2026") {
			t.Errorf("%s: %q", k, m.Plain)
		}
	}
}

func TestQuestionsShowTheirOwnPlan(t *testing.T) {
	c := mustLoad(t)
	s := taken(t, "x").question()
	m := mustNotice(t, c, s.last(notice.Question), s.view(zhao, "en"))
	clock := s.t.ClockOf(zhao)
	_, plan, _ := strings.Cut(m.Plain, "Next: ")
	first := clock.Points[0].In(mustZone(t)).Format("15:04")
	if !strings.Contains(plan, first+" reminder") {
		t.Errorf("%q, want a reminder at %s", plan, first)
	}
}

func TestComplaintsBlameNobody(t *testing.T) {
	c := mustLoad(t)
	for locale, want := range map[string]string{
		"en":      "#1 Chen Mo asks for your word: invoice. Li Wen was asked; no answer by 10:34.",
		"zh-Hans": "#1 陈默请您过问：invoice。已请李雯受理，10:34 前尚无回应。",
		"zh-Hant": "#1 陳默請您過問：invoice。已請李雯受理，10:34 前尚無回應。",
	} {
		s := complained(t, "invoice", true)
		n := s.last(notice.Complaint)
		n.Params["by"], n.To.User = notice.User(chen), zhou
		m := mustNotice(t, c, n, s.view(zhou, locale))
		if strings.Contains(strings.Split(m.Plain, "\n")[0], "FA-") || !strings.Contains(m.Plain, "FA-18.response") {
			t.Errorf("the rule belongs to the small print: %q", m.Plain)
		}
		if m.Parts[0].Text = strings.Split(m.Plain, "\n")[0]; m.Parts[0].Text != want {
			t.Errorf("%q, want %q", m.Parts[0].Text, want)
		}
	}
	if m := handled(t, c); !strings.Contains(m.Plain, "Li Wen has it; no result by 10:10.") {
		t.Errorf("%q", m.Plain)
	}
}

// handled is a complaint about work that takes too long, the short list of
// verbs, and alarms that are told once and again.
func handled(tb testing.TB, c *text.Catalog) text.Message {
	tb.Helper()
	s := beginUnder(tb, watched(tb), "invoice").handOff()
	s.at("10:10").do(ticket.Command{Verb: ticket.VerbAccept, Actor: liwn}).do(ticket.Command{Verb: ticket.VerbUrgent, Actor: tang, Text: "fire"})
	s.do(ticket.Command{Verb: ticket.VerbExport, Actor: liwn})
	c.Answer(text.Answer{Key: "show", Events: s.events}, s.view(liwn, "en"))
	c.Answer(text.Answer{Key: "help", Params: notice.Params{"more": notice.Number(3)}}, text.View{})
	reasons := ticket.Why(&s.t, s.rules, s.now)
	c.Answer(text.Answer{Key: "why", Reasons: reasons}, s.view(chen, "en"))
	for i := range reasons {
		reasons[i].Window = nil
	}
	c.Answer(text.Answer{Key: "why", Reasons: reasons}, s.view(chen, "en"))
	remindAll(tb, c)
	for _, verb := range []string{"resolve", "reply", "asker", "report", "urgent", "major", "ack"} {
		c.Refused(&ticket.Refusal{Code: ticket.NotYours, Params: notice.Params{"verb": notice.Word(verb)}}, s.view(liwn, "en"))
	}
	for _, verb := range []string{"ask", "takeover"} {
		c.Refused(&ticket.Refusal{Code: ticket.AcceptFirst, Params: notice.Params{"verb": notice.Word(verb)}}, s.view(liwn, "en"))
	}
	p := notice.Params{"by": notice.User(chen), "subject": notice.User(liwn), "limit": notice.Time(s.now), "rule": notice.Text("FA-18.handling")}
	return mustNotice(tb, c, notice.Notice{Kind: notice.Complaint, To: notice.Recipient{User: zhou}, Params: p}, s.view(zhou, "en"))
}

// remindAll reminds people of every kind of matter while it still waits.
func remindAll(tb testing.TB, c *text.Catalog) {
	tb.Helper()
	result := ticket.Command{Verb: ticket.VerbResolve, Actor: liwn, Text: "done"}
	outside := taken(tb, "x", func(r *ticket.Request) { r.Asker = ticket.Asker{Kind: ticket.AskerCustomer, Name: "Maple"} }).do(result)
	for user, s := range map[string]*story{
		zhao: taken(tb, "x").question(), chen: outside, "": taken(tb, "x").do(result).do(ticket.Command{Verb: ticket.VerbConfirm, Actor: tang}),
	} {
		clock := s.t.ClockOf(cmp.Or(user, chen))
		if clock == nil {
			tb.Fatalf("nothing runs on %q while %s", user, s.t.State)
		}
		mustNotice(tb, c, notice.Notice{Kind: notice.Reminder, To: notice.Recipient{User: clock.Subject}, Params: notice.Params{
			"rule": notice.Text(clock.Rule), "clock": notice.Text(clock.ID()), "limit": notice.Time(clock.Due), "next": notice.User(zhou),
		}}, s.view(clock.Subject, "en"))
	}
	waits := taken(tb, "x").do(ticket.Command{Verb: ticket.VerbAsk, Actor: liwn, Word: "customer", Text: "which?"})
	mustNotice(tb, c, notice.Notice{Kind: notice.Progress, To: notice.Recipient{User: liwn}, Params: notice.Params{"since": notice.Time(waits.now)}}, waits.view(liwn, "en"))
}

func TestRefusalsSayWhoCan(t *testing.T) {
	c := mustLoad(t)
	refused := &ticket.Refusal{Code: ticket.NotYours, Params: notice.Params{"who": notice.User(liwn), "verb": notice.Word("resolve")}}
	for locale, want := range map[string][2]string{
		"en":      {"#1: only Li Wen can do this now (mark it solved).", "Only Li Wen can do this now (mark it solved)."},
		"zh-Hans": {"#1 目前只有李雯可以标记为已解决，请直接联系。", "目前只有李雯可以标记为已解决，请直接联系。"},
		"zh-Hant": {"#1 目前只有李雯可以標記為已解決，請直接聯絡。", "目前只有李雯可以標記為已解決，請直接聯絡。"},
	} {
		s := begin(t, "x")
		v := s.view(chen, locale)
		if got := c.Refused(refused, v).Plain; got != want[0] {
			t.Errorf("%q, want %q", got, want[0])
		}
		if v.Ticket = nil; c.Refused(refused, v).Plain != want[1] {
			t.Errorf("without its ticket: %q, want %q", c.Refused(refused, v).Plain, want[1])
		}
	}
}

func TestWhyOfWhatHasNoLimit(t *testing.T) {
	c := mustLoad(t)
	s := taken(t, "x").do(ticket.Command{Verb: ticket.VerbUrgent, Actor: tang, Text: "fire"})
	m := c.Answer(text.Answer{Key: "why", Reasons: ticket.Why(&s.t, s.rules, s.now)}, s.view(chen, "en"))
	if !strings.Contains(m.Plain, "at once, again every 5 min until seen") || strings.Contains(m.Plain, "T-urgent \u00b7 the") {
		t.Errorf("%q", m.Plain)
	}
	stopped := ticket.Reason{Clock: ticket.Clock{Rule: "FA-18.response", Subject: liwn, Start: s.now, Due: s.now}}
	m = c.Answer(text.Answer{Key: "why", Reasons: []ticket.Reason{stopped}}, s.view(chen, "en"))
	if !strings.Contains(m.Plain, "FA-18.response \u00b7 Li Wen \u00b7") {
		t.Errorf("without a role: %q", m.Plain)
	}
	stopped.Window = &policy.Window{On: policy.Receiver}
	m = c.Answer(text.Answer{Key: "why", Reasons: []ticket.Reason{stopped}}, s.view(chen, "en"))
	if !strings.Contains(m.Plain, "FA-18.response \u00b7 asked to take it: Li Wen \u00b7") {
		t.Errorf("with its window: %q", m.Plain)
	}
}
