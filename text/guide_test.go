package text_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/firstask/firstask/calendar"
	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// guided are rules with a rule book that says everything a book can say.
func guided(rules policy.Rules, words string) policy.Rules {
	p, org := *rules.Policy, *rules.Org
	name := policy.Name{"en": words}
	p.Books = []policy.Book{
		{ID: "first-asked", Of: []string{"first-asked"}, Owner: name, Begins: "2026-03-01", From: calendar.Date{Year: 2026, Month: 3, Day: 1}, Link: "https://example.com/rules", Channels: []string{"hotline"}, Types: []string{"complaint"}},
		{ID: "T", Of: []string{"T"}, Begins: "????-03-01"},
		{ID: "U", Of: []string{"U"}, Begins: string(policy.AtPublication)},
		{ID: "V", Of: []string{"V"}, Begins: string(policy.AtIntroduction)},
	}
	p.Windows, p.Guidance = slices.Clone(p.Windows), nil
	for i := range p.Windows {
		p.Windows[i].Preset = "first-asked"
	}
	p.Windows[0].When.Types = []string{"complaint"}
	for _, of := range policy.GuidanceFors() {
		p.Guidance = append(p.Guidance, policy.Guidance{Rule: "T-" + string(of), Book: "first-asked", For: of, Text: name})
	}
	p.Guidance = append(p.Guidance, policy.Guidance{Rule: "T-9", Book: "first-asked", For: policy.ForScript, When: policy.When{Types: []string{"complaint"}}, Text: name})
	p.Forbidden = append(slices.Clone(p.Forbidden), policy.Phrase{ID: "first-asked/9", Rule: "T-8", Words: []string{words}})
	org.Violations = policy.Contact{Phone: "0631", People: []string{zhou}}
	rules.Policy, rules.Org = &p, &org
	return rules
}

// guidedLives is a request under such a book.
func guidedLives(tb testing.TB, words string) []*story {
	tb.Helper()
	s := beginUnder(tb, guided(mustRules(tb), words), words)
	p := *s.rules.Policy // it holds since a day, and for some
	p.Windows = slices.Clone(p.Windows)
	p.Windows[0].When.Since = s.now
	s.rules.Policy = &p
	return []*story{s}
}

// guides draws what guide may be asked for: all, each, a word, one that is nowhere, and nothing.
func (g *painter) guides(s *story) {
	p := s.rules.Policy
	asked := append(make([]text.Answer, 0, 5+len(p.Books)), text.Answer{Guide: text.Guide{Policy: p}})
	for _, what := range []string{"", "t-9", "nowhere"} {
		asked = append(asked, text.Answer{Params: notice.Params{"what": notice.Text(what)}, Guide: text.Guide{Policy: p, Books: p.Books}})
	}
	long := *p
	for range 90 {
		long.Guidance = append(long.Guidance, policy.Guidance{Rule: "T-long", Book: "V", For: policy.ForDuty, Text: policy.Name{"en": "Hear them out, whatever it is that they have come to say, and do not hurry them."}})
	}
	asked = append(asked, text.Answer{Guide: text.Guide{Policy: &long, Books: p.Books[3:]}})
	for i := range p.Books {
		asked = append(asked, text.Answer{Guide: text.Guide{Policy: p, Books: p.Books[i : i+1]}})
	}
	for _, a := range asked {
		a.Key = "guide"
		v := s.view(chen, g.locale)
		g.keep("answer guide", g.c.Answer(a, v), v, notice.Recipient{User: chen})
	}
	v := s.view(chen, g.locale)
	v.Ticket = nil
	g.keep("answer help", g.c.Answer(text.Answer{Key: "help"}, v), v, notice.Recipient{User: chen})
	v = s.view(chen, g.locale)
	g.keep("answer escalated", g.c.Answer(text.Answer{Key: "escalated"}, v), v, notice.Recipient{User: chen})
}

// paragraphs are the words of a message, part by part.
func paragraphs(m text.Message) []string {
	said := make([]string, 0, len(m.Parts))
	for _, part := range m.Parts {
		said = append(said, part.Text)
	}
	return said
}

func TestGuideSaysWhatABookAsks(t *testing.T) {
	c := mustLoad(t)
	s := guidedLives(t, "Hear them out")[0]
	a := text.Answer{Key: "guide", Guide: text.Guide{Policy: s.rules.Policy, Books: s.rules.Policy.Books[:1]}}
	for locale, want := range map[string][]string{
		"en":      {"Explained and changed by: Hear them out.", "In force from 2026-03-01.", "Hear them out (T-purpose)", "Hear them out (T-9, kind complaint)", "phone 0631, ", "How a request goes", "(FA-15, kind complaint): Whoever was asked first does this within 30 min", "nobody says “Hear them out” (T-8)"},
		"zh-Hans": {"由Hear them out解释和修订。", "自 2026-03-01 起施行。", "Hear them out（T-conduct）", "电话 0631、"},
		"zh-Hant": {"自 2026-03-01 起施行。", "Hear them out（T-duty）", "電話 0631、", "辦理流程"},
	} {
		m := c.Answer(a, s.view(chen, locale))
		said := strings.Join(paragraphs(m), "\n")
		for _, w := range want {
			if !strings.Contains(said, w) {
				t.Errorf("%s lacks %q:\n%s", locale, w, said)
			}
		}
	}
}

// What is too long for a message is read page by page, and nothing is lost.
func TestGuideTurnsPages(t *testing.T) {
	c := mustLoad(t)
	s := guidedLives(t, strings.Repeat("Hear them out. ", 90))[0]
	read := map[string]bool{}
	for page := "1"; page != ""; {
		a := text.Answer{Key: "guide", Params: notice.Params{"page": notice.Text(page)}, Guide: text.Guide{Policy: s.rules.Policy, Books: s.rules.Policy.Books[:1]}}
		m := c.Answer(a, s.view(chen, "en"))
		for _, g := range s.rules.Policy.Guidance {
			if strings.Contains(strings.Join(paragraphs(m), "\n"), g.Rule) {
				read[g.Rule] = true
			}
		}
		page = ""
		for _, v := range verbs(m) {
			_, page, _ = strings.Cut(v, "/")
		}
	}
	if len(read) != len(s.rules.Policy.Guidance) {
		t.Errorf("read only %v", read)
	}
}

// Scripts stand with a request, two at most, until there is a result.
func TestScriptsStandWithTheRequest(t *testing.T) {
	c := mustLoad(t)
	s := guidedLives(t, "Hear them out")[0]
	p := *s.rules.Policy
	for range 3 {
		p.Guidance = append(p.Guidance, policy.Guidance{Rule: "T-more", For: policy.ForScript, Text: policy.Name{"en": "More"}})
	}
	s.rules.Policy = &p
	card := func() string {
		return strings.Join(paragraphs(mustNotice(t, c, s.last(notice.Card), s.view(chen, "en"))), "\n")
	}
	if said := card(); strings.Count(said, "T-more") != 1 || !strings.Contains(said, "T-script") || !strings.Contains(said, "Rules: ") {
		t.Errorf("two scripts and the link: %s", said)
	}
	s.do(ticket.Command{Verb: ticket.VerbResolve, Actor: chen, Text: "done"})
	if said := card(); strings.Contains(said, "T-script") || strings.Contains(said, "Rules: ") {
		t.Errorf("there is a result: %s", said)
	}
}
