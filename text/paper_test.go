package text_test

import (
	"strings"
	"testing"

	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// NX-5.1: a form says the same on any day: whole dates, in three languages, what
// nobody knows as a dash; of a private matter what was said stays where it is.
func TestPaper(t *testing.T) {
	c := mustLoad(t)
	s := beginUnder(t, watched(t), "the heating is off").handOff()
	s.at("10:10").do(ticket.Command{Verb: ticket.VerbAccept, Actor: liwn})
	a := text.Answer{Key: "export", Events: s.events, Labels: labels("Our order")}
	a.Paper = policy.Form{ID: "order", Rule: "T-5", Lines: append(policy.Lines(), "contact.phone")}
	for locale, want := range map[string][]string{
		"en":      {"Our order · no. 1", "Number: 1\n", "Date and time: 2026-03-03 10:00", "the heating is off", "First asked: Chen Mo", "Responsible: Li Wen", "2026-03-03 10:10 Li Wen accepted", "Result: \n–", "phone: –", "(T-5)"},
		"zh-Hans": {"编号：1\n", "首问人：陈默", "处理结果：\n—"},
		"zh-Hant": {"編號：1\n", "首問人：", "轉辦紀錄："},
	} {
		plain := c.Answer(a, s.view(liwn, locale)).Plain
		for _, part := range want {
			if !strings.Contains(plain, part) {
				t.Errorf("%s: %q is not in\n%s", locale, part, plain)
			}
		}
	}
	s.t.Post.Private = true
	if said := c.Answer(a, s.view(zhou, "en")).Plain; strings.Contains(said, "heating") {
		t.Errorf("a head reads what was said in private:\n%s", said)
	}
}
