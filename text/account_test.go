package text_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// What an answer says by name, as people type it.
func TestAccount(t *testing.T) {
	c := mustLoad(t)
	for name, row := range map[string]struct {
		line, said string
		account    map[string]string
	}{
		"plain text":               {line: "a valve was stuck", said: "a valve was stuck"},
		"text that names a part":   {line: "it works, solution: a new valve", said: "it works, solution: a new valve"},
		"three by name":            {line: "handling=looked solution=a new valve outcome=it is warm", said: "it is warm", account: map[string]string{"handling": "looked", "solution": "a new valve"}},
		"text after quotes":        {line: `plan="a bill on Friday" we check`, said: "we check", account: map[string]string{"plan": "a bill on Friday"}},
		"a name inside quotes":     {line: `plan="outcome=none yet"`, account: map[string]string{"plan": "outcome=none yet"}},
		"a quote that never ends":  {line: `plan="a bill`, account: map[string]string{"plan": `"a bill`}},
		"the longest name counts":  {line: "解决方案：换阀门 结果：暖了", said: "暖了", account: map[string]string{"solution": "换阀门"}},
		"by name in traditional":   {line: "處理情形=看過 改善措施=每週檢查", account: map[string]string{"handling": "看過", "improvement": "每週檢查"}},
		"nothing after the name":   {line: "cause=", account: map[string]string{"cause": ""}},
		"the outcome and a remark": {line: `outcome="warm" again`, said: "warm again", account: map[string]string{}},
	} {
		t.Run(name, func(t *testing.T) {
			account, said := c.Account(row.line)
			if said != row.said || !maps.Equal(account, row.account) {
				t.Errorf("%q is %v and %q, want %v and %q", row.line, account, said, row.account, row.said)
			}
		})
	}
}

// accounted is an answer of which the rules want parts by name: refused without
// them, asked for by forms, and shown with their names.
func accounted(t *testing.T, c *text.Catalog) {
	t.Helper()
	s := taken(t, "x")
	wanting := *s.rules.Policy
	wanting.Needs = []policy.Need{{Rule: "X-1", Verb: "resolve", Have: append(ticket.Parts(), ticket.PartOutcome)}}
	s.rules.Policy = &wanting
	card := notice.Notice{Kind: notice.Card, To: notice.Recipient{Channel: desk}}
	mustNotice(t, c, card, s.view("", "en"))
	parts := append(ticket.Parts(), ticket.PartOutcome)
	p := notice.Params{"fields": notice.Text(strings.Join(parts, " ")), "verb": notice.Word("resolve"), "rule": notice.Text("X-1")}
	refused := c.Refused(&ticket.Refusal{Code: ticket.NeedParts, Params: p}, s.view(liwn, "en"))
	if !strings.Contains(refused.Plain, "resolve 1 plan=\u2026 handling=\u2026") {
		t.Errorf("refused without saying how: %s", refused.Plain)
	}
	c.Form("resolve", text.FormData{Parts: parts}, s.view(liwn, "en"))
	s.do(ticket.Command{Verb: ticket.VerbNote, Actor: liwn, Word: ticket.AsEvidence, Text: "a photograph"})
	account := map[string]string{}
	for _, part := range ticket.Parts() {
		account[part] = "said of " + part
	}
	s.do(ticket.Command{Verb: ticket.VerbResolve, Actor: liwn, Text: "it is warm", Account: account})
	solved := partsOf(mustNotice(t, c, s.last(notice.Solved), s.view(tang, "en")))
	if !strings.Contains(solved, "Handling: said of handling") || !strings.Contains(solved, "Outcome: it is warm") || strings.Contains(solved, "Cause") {
		t.Errorf("whoever asked reads %s", solved)
	}
	if said := partsOf(mustNotice(t, c, card, s.view("", "en"))); !strings.Contains(said, "Cause: said of cause") || !strings.Contains(said, "Plan: said of plan") || !strings.Contains(said, "Evidence: a photograph") {
		t.Errorf("the card says %s", said)
	}
}
