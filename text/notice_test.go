package text_test

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

func TestWhatWasSettledIsNotSaid(t *testing.T) {
	c := mustLoad(t)
	accept := func(s *story) { s.do(ticket.Command{Verb: ticket.VerbAccept, Actor: liwn}) }
	promise := func(s *story) {
		s.do(ticket.Command{Verb: ticket.VerbPromise, Actor: zhou, Until: s.now.Add(2 * time.Hour)})
	}
	withdraw := func(s *story) { s.do(ticket.Command{Verb: ticket.VerbWithdraw, Actor: tang}) }
	giveBack := func(s *story) {
		s.do(ticket.Command{Verb: ticket.VerbReturn, Actor: liwn, Word: "not_my_area"})
	}
	rows := []struct {
		name  string
		kind  notice.Kind
		to    string
		then  func(*story)
		stale bool
	}{
		{"handoff still waiting", notice.Handoff, "10:04", nil, false},
		{"handoff answered", notice.Handoff, "10:04", accept, true},
		{"handoff returned", notice.Handoff, "10:04", giveBack, true},
		{"mention answered", notice.Mention, "10:04", accept, true},
		{"reminder in time", notice.Reminder, "10:19", nil, false},
		{"reminder after accept", notice.Reminder, "10:19", accept, true},
		{"reminder after a promise", notice.Reminder, "10:19", promise, true},
		{"reminder after the limit", notice.Reminder, "10:19", func(s *story) { s.fire("10:40") }, true},
		{"escalation while waiting", notice.Escalation, "10:34", nil, false},
		{"escalation after accept", notice.Escalation, "10:34", accept, true},
		{"escalation after a promise", notice.Escalation, "10:34", promise, true},
		{"limit after accept", notice.Limit, "10:34", accept, true},
		{"delay while waiting", notice.Delay, "10:34", accept, false},
		{"delay after withdrawal", notice.Delay, "10:34", withdraw, true},
		{"receipt after withdrawal", notice.Receipt, "10:04", withdraw, true},
		{"receipt after accept", notice.Receipt, "10:04", accept, false},
		{"card always", notice.Card, "10:04", withdraw, false},
	}
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) {
			s := begin(t, "invoice").handOff()
			for _, at := range []string{"10:19", "10:34"} {
				if r.to >= at {
					s.fire(at)
				}
			}
			n := s.last(r.kind)
			if r.then != nil {
				r.then(s)
			}
			_, err := c.Notice(n, s.view(n.To.User, "en"))
			if errors.Is(err, text.ErrStale) != r.stale {
				t.Errorf("%s: %v, want stale %v", r.kind, err, r.stale)
			}
			n.Class = notice.Edit
			if _, err := c.Notice(n, s.view(n.To.User, "en")); err != nil {
				t.Errorf("drawn again: %v", err)
			}
		})
	}
}

// verbs are the buttons of a message.
func verbs(m text.Message) []string {
	var all []string
	for _, part := range m.Parts {
		for _, b := range part.Buttons {
			id := b.Verb
			if b.Detail != "" {
				id += ":" + b.Detail
			}
			all = append(all, id)
		}
	}
	return all
}

func TestLiveMessagesSayWhatBecameOfThem(t *testing.T) {
	c := mustLoad(t)
	s := begin(t, "invoice").handOff()
	handoff := s.last(notice.Handoff)
	s.fire("10:34")
	escalation := s.last(notice.Escalation)
	handoff.Class, escalation.Class = notice.Edit, notice.Edit
	look := func(n notice.Notice, says string, buttons ...string) {
		t.Helper()
		m := mustNotice(t, c, n, s.view(n.To.User, "en"))
		if !strings.Contains(m.Plain, says) || !slices.Equal(verbs(m), buttons) {
			t.Errorf("%s: %q with %q\nwant %q with %q", n.Kind, m.Plain, verbs(m), says, buttons)
		}
	}
	four := []string{"accept", "handoff:form", "urge", "promise:form", "why"}
	look(handoff, "Chen Mo asks you to take: invoice, by 10:34", "accept", "return:form", "why")
	look(escalation, "Without a choice by 11:34, He Jing is asked.", four...)
	s.at("10:36").do(ticket.Command{Verb: ticket.VerbUrge, Actor: zhou})
	look(escalation, "Zhou Hang asked Li Wen for an update at 10:36.", four...)
	look(escalation, "Without a choice by 11:36", four...)
	s.at("10:38").do(ticket.Command{Verb: ticket.VerbPromise, Actor: zhou, Until: s.now.Add(3 * time.Hour)})
	look(escalation, "Agreed: 13:38", four...)
	s.at("10:40").do(ticket.Command{Verb: ticket.VerbAccept, Actor: zhou})
	look(escalation, "Zhou Hang accepted it at 10:40.")
	look(handoff, "Zhou Hang accepted it at 10:40.")
	s.do(ticket.Command{Verb: ticket.VerbResolve, Actor: zhou, Text: "Reissued"})
	look(handoff, "Zhou Hang solved it at 10:40.")
	solved := s.last(notice.Solved)
	look(solved, "Reissued", "confirm", "reopen:form")
	solved.Class = notice.Edit
	s.do(ticket.Command{Verb: ticket.VerbConfirm, Actor: tang})
	look(solved, "Closed. Thank you.")
}

func TestCardButtonsFollowTheState(t *testing.T) {
	c := mustLoad(t)
	card := notice.Notice{Kind: notice.Card, To: notice.Recipient{Channel: desk}}
	s := begin(t, "invoice")
	want := func(ids ...string) {
		t.Helper()
		if got := verbs(mustNotice(t, c, card, s.view("", "en"))); !slices.Equal(got, ids) {
			t.Errorf("%s: %q, want %q", s.t.State, got, ids)
		}
	}
	want("accept", "resolve:form", "handoff:form", "handoff:route", "withdraw:not_request", "why")
	s.handOff()
	want("accept", "return:form", "handoff:form", "why")
	s.do(ticket.Command{Verb: ticket.VerbAccept, Actor: liwn})
	want("resolve:form", "handoff:form", "promise:form", "ask:form", "why")
	s.do(ticket.Command{Verb: ticket.VerbResolve, Actor: liwn, Text: "done"})
	want("why")
	s.do(ticket.Command{Verb: ticket.VerbConfirm, Actor: tang})
	want()
}

func TestOnlyMentionAndFallbackNotify(t *testing.T) {
	c := mustLoad(t)
	s := climbed(begin(t, "invoice"))
	for _, n := range s.notices {
		n.Class = notice.Edit
		notifies := false
		for _, part := range mustNotice(t, c, n, s.view(n.To.User, "en")).Parts {
			notifies = notifies || strings.Contains(part.Text, "<@")
		}
		if may := n.Kind == notice.Mention || n.Kind == notice.Fallback; notifies != may {
			t.Errorf("%s notifies: %v", n.Kind, notifies)
		}
	}
}

func TestEveryKindAndCodeHasWords(t *testing.T) {
	c := mustLoad(t)
	for _, kind := range constants(t, "../notice/kinds.go", "Kind") {
		if !slices.Contains(text.Kinds(), notice.Kind(kind)) {
			t.Errorf("kind %s has no words", kind)
		}
	}
	for _, code := range constants(t, "../ticket/refusal.go", "Code") {
		if !slices.Contains(c.Keys(), "refused."+code) {
			t.Errorf("refusal %s has no words", code)
		}
	}
}

// constants are the values of a file's constants of a type.
func constants(tb testing.TB, file, typ string) []string {
	tb.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		tb.Fatal(err)
	}
	var values []string
	ast.Inspect(f, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 {
			return true
		}
		id, isID := spec.Type.(*ast.Ident)
		lit, isLit := spec.Values[0].(*ast.BasicLit)
		if isID && isLit && id.Name == typ {
			v, err := strconv.Unquote(lit.Value)
			if err != nil {
				tb.Fatal(err)
			}
			values = append(values, v)
		}
		return true
	})
	if len(values) == 0 {
		tb.Fatalf("no %s in %s", typ, file)
	}
	return values
}

func TestWithoutRulesNothingBreaks(t *testing.T) {
	c := mustLoad(t)
	s := climbed(begin(t, "invoice"))
	s.rules = policy.Rules{}
	for _, locale := range text.Locales() {
		for _, key := range answerKeys() {
			v := s.view(chen, locale)
			v.Rich, v.Bare, v.Reader.Zone = nil, nil, nil
			if c.Answer(text.Answer{Key: key}, v).Plain == "" {
				t.Errorf("%s says nothing", key)
			}
		}
		for _, n := range s.notices {
			n.Class = notice.Edit
			mustNotice(t, c, n, s.view(n.To.User, locale))
		}
	}
}

func TestUnknownKindAndNoTicket(t *testing.T) {
	c := mustLoad(t)
	s := begin(t, "invoice")
	if _, err := c.Notice(notice.Notice{Kind: "later"}, s.view("", "en")); !errors.Is(err, text.ErrUnknownKind) {
		t.Errorf("unknown kind: %v", err)
	}
	if _, err := c.Notice(notice.Notice{Kind: notice.Card}, text.View{}); !errors.Is(err, text.ErrNoTicket) {
		t.Errorf("no ticket: %v", err)
	}
}

func TestCutKeepsTogetherWhatBelongsTogether(t *testing.T) {
	for in, want := range map[string]string{
		"abc": "abc", "abcdef": "abcd…", "ab 👩‍👧‍👦": "ab…", "abce\u0301f": "abc…", "发票抬头有误吗": "发票抬头…",
	} {
		if got := text.Cut(in, 5); got != want {
			t.Errorf("Cut(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestManyAtOnce(t *testing.T) {
	c := mustLoad(t)
	s := begin(t, "invoice").handOff()
	var wg sync.WaitGroup
	for i := range 8 {
		locale := text.Locales()[i%3]
		wg.Go(func() {
			for _, n := range s.notices {
				n.Class = notice.Edit
				if _, err := c.Notice(n, s.view(n.To.User, locale)); err != nil {
					t.Error(err)
				}
			}
			c.Parse("受理42")
			c.Greeting("hi")
			c.When("2h", s.now, time.UTC)
		})
	}
	wg.Wait()
}

func TestPlainEncoderIsInert(t *testing.T) {
	e := text.Plain(nil)
	if got := e.Escape("<!channel> & <@U1>"); got != "\u2039!channel\u203a & \u2039@U1\u203a" {
		t.Errorf("Escape = %q", got)
	}
	if e.Name("U1") != "U1" || e.Mention("U1") != "U1" || e.Channel("C1") != "C1" || e.Bold("x") != "x" || e.Link("https://x.test", "l") != "l" {
		t.Error("the plain encoder adds something")
	}
}
