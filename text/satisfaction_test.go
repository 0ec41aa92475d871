package text_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// surveyed is a request with an answer, under a rule book that asks how it was.
func surveyed(tb testing.TB, words string) *story {
	tb.Helper()
	s := taken(tb, words)
	p := *s.rules.Policy
	p.Satisfaction = []policy.Question{
		{ID: "result", Rule: "T-1", Name: policy.Name{"en": "Content with the result?", "zh-Hans": "对结果满意吗？", "zh-Hant": "對結果滿意嗎？"}},
		{ID: "speed", Rule: "T-1", Name: policy.Name{"en": "And with the time it took?"}},
	}
	s.rules.Policy = &p
	return s.do(ticket.Command{Verb: ticket.VerbResolve, Actor: liwn, Text: words})
}

// polled is a closed request that the survey of the month asks about.
func polled(tb testing.TB, words string) *story {
	tb.Helper()
	s := taken(tb, words)
	p := *s.rules.Policy
	p.ReopenWithin = policy.Limit{Dates: 60}
	p.Satisfaction = []policy.Question{
		{ID: "how", Rule: "T-5", Name: policy.Name{"en": "How was it?", "zh-Hans": "办得怎么样？", "zh-Hant": "辦得怎麼樣？"}, Every: policy.Monthly},
		{ID: "again", Rule: "T-5", Name: policy.Name{"en": "Would you ask again?"}, Every: policy.Monthly},
	}
	s.rules.Policy = &p
	s.do(ticket.Command{Verb: ticket.VerbResolve, Actor: liwn, Text: words})
	s.do(ticket.Command{Verb: ticket.VerbConfirm, Actor: tang})
	s.do(ticket.Command{Verb: ticket.VerbCallback, Actor: chen, Word: "ok"})
	s.now = s.t.Due()
	s.take(ticket.Fire(&s.t, s.rules, s.now))
	return s
}

func rateAs(s *story, question, word string) *story {
	return s.do(ticket.Command{Verb: ticket.VerbRate, Actor: tang, Question: question, Word: word})
}

// ratedLives are what became of it.
func ratedLives(tb testing.TB, words string) []*story {
	tb.Helper()
	lives := []*story{surveyed(tb, words)}
	for _, word := range []string{ticket.Satisfied, ticket.SoSo} {
		lives = append(lives, rateAs(surveyed(tb, words), "", word))
	}
	lives = append(lives, polled(tb, words), rateAs(polled(tb, words), "how", ticket.SoSo))
	return append(lives, rateAs(rateAs(surveyed(tb, words), "", ticket.SoSo), "speed", ticket.Unsatisfied))
}

// An answer asks one question at a time, three buttons each; what was said is
// asked no more, and stands with the ticket.
func TestAnswersAskHowTheyWere(t *testing.T) {
	c := mustLoad(t)
	s := surveyed(t, "invoice")
	solved := s.last(notice.Solved)
	look := func(says string, buttons ...string) {
		t.Helper()
		solved.Class = notice.Edit
		m := mustNotice(t, c, solved, s.view(tang, "en"))
		if !strings.Contains(m.Plain, says) || !slices.Equal(verbs(m), buttons) {
			t.Errorf("%q with %q\nwant %q with %q", m.Plain, verbs(m), says, buttons)
		}
	}
	look("Content with the result?", "rate:good", "rate:fair", "rate:poor")
	rateAs(s, "", ticket.SoSo)
	look("And with the time it took?", "rate:good:speed", "rate:fair:speed", "rate:poor:speed")
	rateAs(s, "speed", ticket.Unsatisfied)
	look("Closed. Thank you.")
	if m := c.Answer(text.Answer{Key: "show"}, s.view(chen, "en")); !strings.Contains(m.Plain, "Content with the result? So-so") {
		t.Errorf("what the asker said does not stand with the ticket: %q", m.Plain)
	}
}

// A survey asks all it has at once; what was answered is asked no more, and of a
// request that was opened again nothing is.
func TestSurveyAsksUntilItIsAnswered(t *testing.T) {
	c := mustLoad(t)
	s := polled(t, "invoice")
	n := s.last(notice.Survey)
	look := func(says string, buttons ...string) {
		t.Helper()
		m := mustNotice(t, c, n, s.view(tang, "en"))
		if !strings.Contains(m.Plain, says) || !slices.Equal(verbs(m), buttons) {
			t.Errorf("%q with %q\nwant %q with %q", m.Plain, verbs(m), says, buttons)
		}
	}
	how := []string{"rate:good:how", "rate:fair:how", "rate:poor:how"}
	again := []string{"rate:good:again", "rate:fair:again", "rate:poor:again"}
	look("How was it?", slices.Concat(how, again)...)
	n.Class = notice.Edit
	rateAs(s, "again", ticket.Unsatisfied)
	look("How was it?", how...)
	rateAs(s, "how", ticket.Satisfied)
	look("Thank you.")
	s = polled(t, "invoice")
	s.do(ticket.Command{Verb: ticket.VerbReopen, Actor: tang, Text: "broken again"})
	look("closed")
}
