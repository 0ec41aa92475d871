package text_test

import (
	"strings"
	"testing"
	"time"

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

// What is handed back reads as it was typed, and help with a ticket says its number.
func TestHandedBackAndHelpOfATicket(t *testing.T) {
	c := mustLoad(t)
	s := beginUnder(t, watched(t), "x").handOff()
	v := s.view(chen, "en")
	if said := c.Answer(text.Answer{Key: "failed", Typed: "<@" + liwn + "|li> she was asked, <@" + zhou + "> knows"}, v).Plain; !strings.Contains(said, "@Li Wen she was asked, @Zhou Hang knows") {
		t.Errorf("handed back: %s", said)
	}
	help := text.Answer{Key: "help", Verbs: []text.VerbHelp{{Verb: "report", Number: true, Allowed: true}}}
	if said := c.Answer(help, v).Plain; !strings.Contains(said, "report 1 text") {
		t.Errorf("help: %s", said)
	}
	v.Ticket = nil
	if said := c.Answer(help, v).Plain; !strings.Contains(said, "report 42 text") {
		t.Errorf("help: %s", said)
	}
}

// The form of a handoff says before it is sent who is away, and who is asked instead.
func TestHandoffSaysWhoIsAway(t *testing.T) {
	c := mustLoad(t)
	s := beginUnder(t, watched(t), "x")
	note := func() string {
		for _, f := range c.Form("handoff", text.FormData{}, s.view(chen, "en")).Fields {
			if f.ID == "away" {
				return f.Label
			}
		}
		return ""
	}
	if said := note(); said != "" {
		t.Errorf("nobody is away: %s", said)
	}
	s.rules = s.rules.WithAway([]policy.Absence{{User: liwn, Delegate: zhao, From: s.now, To: s.now.Add(48 * time.Hour)}, {User: zhou, From: s.now}}, s.now)
	for _, want := range []string{"Li Wen is away until", "Zhao Min is asked instead", "Zhou Hang is away: He Jing is asked instead"} {
		if !strings.Contains(note(), want) {
			t.Errorf("%q is not in %q", want, note())
		}
	}
}
