package text_test

import (
	"testing"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// explainedLives are requests that cannot be met, of an asker in Slack and of a customer.
func explainedLives(tb testing.TB, words string) []*story {
	tb.Helper()
	outside := func(r *ticket.Request) { r.Asker = ticket.Asker{Kind: ticket.AskerCustomer, Name: words} }
	explains := func(by string, change ...func(*ticket.Request)) *story {
		s := begin(tb, words, change...).at("10:05")
		return s.do(ticket.Command{Verb: ticket.VerbResolve, Actor: by, Text: words, Word: ticket.Explained})
	}
	told := explains(zhao, outside).at("10:10").says(ticket.VerbReply, chen)
	untimed := explains(zhao, outside)
	untimed.t.Clocks = nil
	for i := range untimed.notices {
		delete(untimed.notices[i].Params, "limit")
	}
	theirs := begin(tb, words, outside).at("10:02").do(ticket.Command{Verb: ticket.VerbHandoff, Actor: chen, To: ticket.Target{User: liwn, Rule: "person"}})
	theirs.do(ticket.Command{Verb: ticket.VerbAccept, Actor: liwn}).do(ticket.Command{Verb: ticket.VerbResolve, Actor: zhao, Text: words, Word: ticket.Explained})
	return []*story{explains(chen), explains(zhao), explains(zhao, outside), untimed, told, theirs}
}

// explaineds draws what who explained it reads.
func (g *painter) explaineds(s *story) {
	v := s.view(chen, g.locale)
	for _, key := range []string{"resolved", "resolved_tell"} {
		g.keep("answer "+key, g.c.Answer(text.Answer{Key: key}, v), v, notice.Recipient{User: chen})
	}
}

// Only the word before a colon, in any language, makes a result an explanation.
func TestExplained(t *testing.T) {
	c := mustLoad(t)
	for name, r := range map[string]struct {
		line, rest string
		ok         bool
	}{
		"english":         {"Explained: the law wants it", "the law wants it", true},
		"chinese":         {"解释：不能开两张", "不能开两张", true},
		"traditional":     {"說明理由: 依規定", "依規定", true},
		"nothing said":    {"explained:", "", true},
		"no colon":        {"explained it to them", "explained it to them", false},
		"another word":    {"done: explained: all", "done: explained: all", false},
		"part of a word":  {"unexplained: odd", "unexplained: odd", false},
		"nothing at all":  {"", "", false},
		"only the colon":  {"： yes", "： yes", false},
		"of both in turn": {"explained：a: b", "a: b", true},
	} {
		t.Run(name, func(t *testing.T) {
			if rest, ok := c.Explained(r.line); rest != r.rest || ok != r.ok {
				t.Errorf("%q, %v", rest, ok)
			}
		})
	}
}
