package text_test

import (
	"strings"
	"testing"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// knowing are rules with standard answers, the first of them before a ticket.
func knowing(tb testing.TB) policy.Rules {
	tb.Helper()
	rules := mustRules(tb)
	p := *rules.Policy
	p.AnswerFirst = policy.AnswerFirst{Rule: "T-1", Wait: 600e9}
	p.Answers = []policy.Answer{
		{
			ID: "reissue", Rule: "T-2", Words: []string{"invoice", "发票"}, Link: "https://example.test/form",
			Title: policy.Name{"en": "Reissue an invoice", "zh-Hans": "重开发票", "zh-Hant": "重開發票"},
			Text:  policy.Name{"en": "Open Orders.", "zh-Hans": "打开订单。", "zh-Hant": "開啟訂單。"},
			Facts: []policy.Fact{{Label: policy.Name{"en": "Warranty"}, Text: policy.Name{"en": "3 years"}}},
		},
		{ID: "late", Words: []string{"late"}, Title: policy.Name{"en": "Late"}, Text: policy.Name{"en": "Five days."}},
	}
	rules.Policy = &p
	return rules
}

// standardAnswers draws all that is said of standard answers.
func standardAnswers(tb testing.TB, c *text.Catalog) {
	tb.Helper()
	rules := knowing(tb)
	private := func(r *ticket.Request) { r.Private, r.Typed, r.Post = true, true, ticket.Post{} }
	for _, locale := range text.Locales() {
		s := beginUnder(tb, rules, "the invoice is late", private)
		p := notice.Params{"answers": notice.Text("reissue late"), "what": notice.Text("invoice"), "at": notice.Time(s.t.Due())}
		for _, key := range []string{"suggested", "kb", "answer_solved", "answer_opened"} {
			c.Answer(text.Answer{Key: key, Params: p}, s.view(tang, locale))
		}
		c.Answer(text.Answer{Key: "kb", Params: notice.Params{"what": notice.Text("x")}}, s.view(tang, locale))
		c.Word("ending."+string(ticket.ByAnswer), locale)
		c.Answer(text.Answer{Key: "mine", Tickets: []ticket.Ticket{s.t}}, s.view(tang, locale))
		s.do(ticket.Command{Verb: ticket.VerbReopen, Actor: tang})
		card := notice.Notice{Kind: notice.Card, Ticket: 1, To: notice.Recipient{Channel: help}, Class: notice.Edit}
		mustNotice(tb, c, card, s.view(chen, locale))
		c.Answer(text.Answer{Key: "show", Events: s.events}, s.view(chen, locale))
		s.do(ticket.Command{Verb: ticket.VerbResolve, Actor: s.t.Natural.User, Word: "late", Text: "Five days."})
		mustNotice(tb, c, card, s.view(chen, locale))
		c.Policy(rules, policy.Labels{}, locale, s.now)
	}
}

// Whoever asked gets the answer whole in their language, with two buttons and
// what becomes of the request; the card offers what has not been said yet.
func TestStandardAnswers(t *testing.T) {
	c := mustLoad(t)
	standardAnswers(t, c)
	s := beginUnder(t, knowing(t), "the invoice is late", func(r *ticket.Request) {
		r.Private, r.Typed, r.Post = true, true, ticket.Post{}
	})
	p := notice.Params{"answers": notice.Text("reissue"), "at": notice.Time(s.t.Due())}
	for locale, want := range map[string][]string{
		"en":      {"Reissue an invoice", "Open Orders.", "Warranty: 3 years", "That solves it", "10:10"},
		"zh-Hans": {"重开发票", "打开订单。", "没有解决，提交工单", "10:10"},
		"zh-Hant": {"重開發票", "開啟訂單。", "沒有解決，建立案件", "10:10"},
	} {
		m := c.Answer(text.Answer{Key: "suggested", Params: p}, s.view(tang, locale))
		labels := []string{m.Plain}
		for _, part := range m.Parts {
			for _, b := range part.Buttons {
				labels = append(labels, b.Label)
			}
		}
		said := strings.Join(labels, "\n")
		for _, w := range want {
			if !strings.Contains(said, w) {
				t.Errorf("%s: lacks %q: %s", locale, w, said)
			}
		}
	}
	s.do(ticket.Command{Verb: ticket.VerbReopen, Actor: tang})
	m := mustNotice(t, c, notice.Notice{Kind: notice.Card, Ticket: 1, To: notice.Recipient{Channel: help}, Class: notice.Edit}, s.view(chen, "en"))
	if v := strings.Join(verbs(m), " "); !strings.Contains(v, "resolve:answer:late") || strings.Contains(v, "resolve:answer:reissue") {
		t.Errorf("the card offers %s", v)
	}
}
