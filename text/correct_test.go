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

// correcting is a ticket of Chen's that Li Wen says was put to them.
func correcting(tb testing.TB, words string, change ...func(*ticket.Request)) *story {
	tb.Helper()
	s := beginUnder(tb, watched(tb), words, change...).at("10:05")
	return s.do(ticket.Command{Verb: ticket.VerbCorrect, Actor: liwn, Text: words, To: ticket.Target{User: liwn, Rule: "person"}})
}

func (s *story) headSays(word string) *story {
	s.tb.Helper()
	return s.at("10:12").do(ticket.Command{Verb: ticket.VerbCorrect, Actor: zhao, Word: word, Text: s.t.Text})
}

// together is a post that opens with Chen and Li Wen, of whom she is the senior.
func together(tb testing.TB, words string, people ...policy.Person) *story {
	tb.Helper()
	rules := watched(tb)
	rules.Policy.First = append([]policy.FirstRule{{By: policy.BySeniority, Rule: "T-0"}}, rules.Policy.First...)
	rules.Org.People = people
	return beginUnder(tb, rules, words, func(r *ticket.Request) { r.Addressed = []string{chen, liwn} })
}

// correctedLives are tickets whose first-asked person was put right, or was
// asked together with others.
func correctedLives(tb testing.TB, words string) []*story {
	tb.Helper()
	proposedByAnother := func() *story {
		s := beginUnder(tb, watched(tb), words).at("10:05")
		return s.do(ticket.Command{Verb: ticket.VerbCorrect, Actor: chen, Text: words, To: ticket.Target{User: liwn, Rule: "person"}})
	}
	late := func() *story {
		s := taken(tb, words).do(ticket.Command{Verb: ticket.VerbCorrect, Actor: zhao, Text: words, To: ticket.Target{User: zhou, Rule: "person"}})
		return s.do(ticket.Command{Verb: ticket.VerbCorrect, Actor: he, Word: "agree"})
	}
	return []*story{
		correcting(tb, words), correcting(tb, words, private), correcting(tb, words).headSays("agree"), correcting(tb, words).headSays("decline"),
		correcting(tb, words, private).headSays("agree"), proposedByAnother().headSays("agree"), late(),
		correcting(tb, words).do(ticket.Command{Verb: ticket.VerbWithdraw, Actor: tang}),
		together(tb, words, policy.Person{ID: liwn, Rank: 5}, policy.Person{ID: chen, Rank: 3}), together(tb, words),
	}
}

func TestCorrectionsGrowOld(t *testing.T) {
	c := mustLoad(t)
	for name, r := range map[string]struct {
		then   func(*story) *story
		after  string
		listed bool
	}{
		"agreed":    {func(s *story) *story { return s.headSays("agree") }, "Li Wen follows since 10:12.", false},
		"declined":  {func(s *story) *story { return s.headSays("decline") }, "It was not agreed.", false},
		"withdrawn": {func(s *story) *story { return s.do(ticket.Command{Verb: ticket.VerbWithdraw, Actor: tang}) }, "Closed at 10:05: withdrawn.", false},
		"waits":     {func(s *story) *story { return s }, "first asked was Li Wen, not Chen Mo", true},
	} {
		t.Run(name, func(t *testing.T) {
			s := correcting(t, "x")
			n := s.last(notice.CorrectionAsked)
			r.then(s)
			n.Class = notice.Edit
			m := mustNotice(t, c, n, s.view(zhao, "en"))
			if got := verbs(m); !strings.Contains(m.Plain, r.after) || r.listed != slices.Equal(got, []string{"correct:agree", "correct:decline"}) || !r.listed && len(got) > 0 {
				t.Errorf("%q with %q, want %q", m.Plain, got, r.after)
			}
			card := mustNotice(t, c, notice.Notice{Kind: notice.Card, To: notice.Recipient{Channel: desk}}, s.view("", "en"))
			if strings.Contains(card.Plain, "says Li Wen was asked first; waits for Zhao Min") != r.listed {
				t.Errorf("the card says %q", card.Plain)
			}
		})
	}
}

// Each reads what concerns them: who follows now, who no longer does, and the asker.
func TestCorrectedIsToldToEach(t *testing.T) {
	c := mustLoad(t)
	s := correcting(t, "the invoice").headSays("agree")
	for to, want := range map[string]string{
		liwn: "#1 You follow this now: the invoice, by 10:42. You were asked first, not Chen Mo; Zhao Min agreed.",
		chen: "#1 Li Wen follows this now: the invoice. Zhao Min agreed; nothing to do for you.",
		tang: "#1 the invoice: Li Wen follows your request from now on.",
	} {
		said := 0
		for _, n := range s.notices {
			if n.To.User == to && (n.Kind == notice.Corrected || n.Kind == notice.AskerNews) {
				said++
				if got := mustNotice(t, c, n, s.view(to, "en")).Plain; !strings.Contains(got, want) {
					t.Errorf("%q, want %q", got, want)
				}
			}
		}
		if said != 1 {
			t.Errorf("%s is told %d times", to, said)
		}
	}
}

func joined(year int) calendar.Date { return calendar.Date{Year: year, Month: 4, Day: 1} }

// What put one of several before the others is read by those several alone.
func TestSeniorityIsReadByThoseAsked(t *testing.T) {
	c := mustLoad(t)
	for words, people := range map[string][]policy.Person{
		"the higher rank":    {{ID: liwn, Rank: 5}, {ID: chen, Rank: 3}},
		"the longer service": {{ID: liwn, Rank: 3, Joined: joined(2012)}, {ID: chen, Rank: 3, Joined: joined(2019)}},
		"named first":        nil,
	} {
		s := together(t, "the invoice", people...)
		first := s.t.Natural.User
		for user, told := range map[string]bool{chen: true, liwn: true, zhao: false, zhou: false, tang: false, he: false} {
			for _, key := range []string{"show", "why"} {
				a := text.Answer{Key: key, Events: s.events, Reasons: ticket.Why(&s.t, s.rules, s.now)}
				if got := c.Answer(a, s.view(user, "en")).Plain; strings.Contains(got, words) != told || !told && !strings.Contains(got, "goes first of those who were asked together") {
					t.Errorf("%s to %s (%s is first): %q", key, user, first, got)
				}
			}
		}
		for _, n := range s.notices {
			m := mustNotice(t, c, n, s.view(n.To.User, "en"))
			if own := n.To.User == chen || n.To.User == liwn; strings.Contains(m.Plain, words) && !own {
				t.Errorf("%s to %s: %q", n.Kind, n.To.Lane(), m.Plain)
			}
		}
	}
}
