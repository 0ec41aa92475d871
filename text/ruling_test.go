package text_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// judged is a complaint of Tang Ning's about Li Wen, on which Zhou Hang rules
// and He Jing for good.
func judged(tb testing.TB, words string, change ...func(*ticket.Request)) *story {
	tb.Helper()
	s := grievance(tb, words, change...).at("10:05")
	return s.do(ticket.Command{Verb: ticket.VerbAbout, Actor: chen, To: ticket.Target{User: liwn, Rule: "person"}, Text: words})
}

// grievance is the same before it is said whom it is about.
func grievance(tb testing.TB, words string, change ...func(*ticket.Request)) *story {
	tb.Helper()
	rules := watched(tb)
	rules.Org.Roles = map[string][]string{"personnel": {zhou}, "top": {he}}
	rules.Policy.Rulings = []policy.Ruling{{Rule: "T-1", By: []string{"personnel"}, Final: []string{"top"}, Review: "T-2", Major: "T-3"}}
	rules.Policy.Windows = append(rules.Policy.Windows, policy.Window{
		Rule: "T-review", On: policy.Responsible, While: []string{"UNDER_REVIEW"}, Limit: policy.Limit{Time: time.Hour}, Calendar: "office",
		When: policy.When{Marks: []string{"review"}}, Ladder: []policy.Step{policy.Fallback}, Step: time.Hour,
	})
	return beginUnder(tb, rules, words, change...)
}

func (s *story) says(v ticket.Verb, actor string) *story {
	s.tb.Helper()
	return s.do(ticket.Command{Verb: v, Actor: actor, Text: s.t.Text})
}

// passedOn is a complaint about Li Wen whose result they are told of.
func passedOn(tb testing.TB, words string, change ...func(*ticket.Request)) *story {
	tb.Helper()
	s := grievance(tb, words, change...)
	s.rules.Policy.Rulings, s.rules.Policy.Outcomes = nil, []policy.Outcome{{Rule: "T-4"}}
	s.at("10:05").do(ticket.Command{Verb: ticket.VerbAbout, Actor: chen, To: ticket.Target{User: liwn, Rule: "person"}})
	return s.at("10:10").says(ticket.VerbResolve, chen)
}

// ruledLives are matters about somebody, at every step of their ruling.
func ruledLives(tb testing.TB, words string) []*story {
	tb.Helper()
	ruled := func(change ...func(*ticket.Request)) *story {
		return judged(tb, words, change...).at("10:10").says(ticket.VerbRule, zhou)
	}
	untimed := ruled(private)
	untimed.rules.Policy.Windows = slices.DeleteFunc(slices.Clone(untimed.rules.Policy.Windows), func(w policy.Window) bool { return w.Rule == "T-review" })
	closed := ruled().at("10:12").says(ticket.VerbConfirm, tang)
	unconfirmed := ruled()
	unconfirmed.t.State, unconfirmed.t.End = ticket.Closed, ticket.End{How: ticket.Unconfirmed, At: unconfirmed.now}
	asked := judged(tb, words).do(ticket.Command{Verb: ticket.VerbAsk, Actor: chen, To: ticket.Target{User: liwn}, Text: words})
	ours := grievance(tb, words).at("10:05").do(ticket.Command{Verb: ticket.VerbAbout, Actor: chen, To: ticket.Target{User: chen, Rule: "person"}})
	toRule := judged(tb, words).do(ticket.Command{Verb: ticket.VerbHandoff, Actor: chen, To: ticket.Target{User: zhou, Rule: "person"}})
	return []*story{
		grievance(tb, words), ours, toRule.do(ticket.Command{Verb: ticket.VerbAccept, Actor: zhou}), judged(tb, words), judged(tb, words, private), asked, ruled(), ruled().at("10:20").says(ticket.VerbAck, liwn), closed, unconfirmed,
		ruled().at("10:20").says(ticket.VerbReview, liwn), untimed.at("10:20").says(ticket.VerbReview, tang),
		ruled().at("10:20").says(ticket.VerbReview, liwn).at("10:30").says(ticket.VerbFinal, he),
		judged(tb, words).says(ticket.VerbMajor, zhao).at("10:30").says(ticket.VerbFinal, he),
		passedOn(tb, words), passedOn(tb, words, private).at("10:20").says(ticket.VerbAck, liwn), passedOn(tb, words).at("10:20").says(ticket.VerbReopen, tang).at("10:30").says(ticket.VerbResolve, chen),
	}
}

// Whom a matter is about reads the facts and the ruling in all that is said to
// them, and never who asked; a channel reads neither.
func TestWhomItIsAboutNeverReadsWhoAsked(t *testing.T) {
	c := mustLoad(t)
	for _, s := range ruledLives(t, "the overtime") {
		if s.t.About == "" {
			continue // nobody has said yet whom it is about
		}
		for _, n := range s.notices {
			theirs := n.To.User == liwn
			if !theirs && n.To.Channel != desk && n.Kind != notice.Card {
				continue
			}
			reader := ""
			if theirs {
				reader = liwn
			}
			m, err := c.Notice(n, s.view(reader, "en"))
			if err != nil {
				continue
			}
			lines := make([]string, 0, 1+len(m.Parts))
			lines = append(lines, m.Plain)
			for _, part := range m.Parts {
				lines = append(lines, part.Text)
			}
			said := strings.Join(lines, "\n")
			if strings.Contains(said, "Tang") || strings.Contains(said, tang) {
				t.Errorf("%s to %+v names who asked: %s", n.Kind, n.To, said)
			}
			if !theirs && strings.Contains(said, "overtime") {
				t.Errorf("%s in a channel says what it is about: %s", n.Kind, said)
			}
		}
	}
}

// Each side reads the ruling and what they can do about it; after the final one
// there is nothing left to do but to read it.
func TestRulingsAreToldToBothSides(t *testing.T) {
	c := mustLoad(t)
	for name, r := range map[string]struct {
		then  func(*story) *story
		kind  notice.Kind
		to    string
		says  string
		verbs []string
	}{
		"ruled, to whom it is about":  {nil, notice.Ruled, liwn, "#1 Zhou Hang has ruled on a matter about you: the overtime.", []string{"ack", "review:form"}},
		"ruled, to who asked":         {nil, notice.Solved, tang, "Zhou Hang ruled. If you do not agree, ask for a review", []string{"confirm", "review:form"}},
		"read":                        {func(s *story) *story { return s.at("10:20").says(ticket.VerbAck, liwn) }, notice.Ruled, liwn, "Read at 10:20.", []string{"review:form"}},
		"under review, the old one":   {func(s *story) *story { return s.at("10:20").says(ticket.VerbReview, tang) }, notice.Ruled, liwn, "Under review: He Jing decides for good.", nil},
		"under review, to who asked":  {func(s *story) *story { return s.at("10:20").says(ticket.VerbReview, liwn) }, notice.ReviewAsked, tang, "#1 The other side asked for a review; He Jing decides for good", nil},
		"under review, to who ruled":  {func(s *story) *story { return s.at("10:20").says(ticket.VerbReview, liwn) }, notice.ReviewAsked, zhou, "#1 Li Wen asked for a review; He Jing decides for good", nil},
		"under review, to who judges": {func(s *story) *story { return s.at("10:20").says(ticket.VerbReview, liwn) }, notice.ReviewAsked, he, "#1 Li Wen asks you to rule for good by 11:20: the overtime.", []string{"final:form", "promise:form", "ask:form", "why"}},
		"for good": {func(s *story) *story {
			return s.at("10:20").says(ticket.VerbReview, liwn).at("10:30").says(ticket.VerbFinal, he)
		}, notice.Ruled, liwn, "#1 He Jing has ruled for good on a matter about you: the overtime.", []string{"ack"}},
		"for good, to who asked": {func(s *story) *story {
			return s.at("10:20").says(ticket.VerbReview, liwn).at("10:30").says(ticket.VerbFinal, he)
		}, notice.SolvedAgain, tang, "He Jing ruled for good.", []string{"confirm"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := judged(t, "the overtime").at("10:10").says(ticket.VerbRule, zhou)
			if r.then != nil {
				r.then(s)
			}
			var n notice.Notice
			for _, o := range s.notices {
				if o.Kind == r.kind && o.To.User == r.to && o.Class != notice.Edit {
					n = o
				}
			}
			n.Class = notice.Edit
			m := mustNotice(t, c, n, s.view(r.to, "en"))
			if got := verbs(m); !strings.Contains(m.Plain, r.says) || !slices.Equal(got, r.verbs) {
				t.Errorf("%q with %q, want %q with %q", m.Plain, got, r.says, r.verbs)
			}
		})
	}
}

// Whom a complaint is about reads what came of it; taken up again, that it was.
func TestTheOutcomeIsPassedOn(t *testing.T) {
	c := mustLoad(t)
	for name, r := range map[string]struct {
		then  func(*story)
		says  string
		verbs []string
	}{
		"told":            {func(*story) {}, "What came of it: the overtime", []string{"ack"}},
		"read":            {func(s *story) { s.at("10:20").says(ticket.VerbAck, liwn) }, "Read at", nil},
		"taken up again":  {func(s *story) { s.at("10:20").says(ticket.VerbReopen, tang) }, "It was taken up again after that.", nil},
		"the one before":  {func(s *story) { s.at("10:20").says(ticket.VerbReopen, tang).at("10:30").says(ticket.VerbResolve, chen) }, "It was taken up again after that.", nil},
		"closed, to read": {func(s *story) { s.at("10:20").says(ticket.VerbConfirm, tang) }, "Rules: T-4", []string{"ack"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := passedOn(t, "the overtime")
			first := slices.IndexFunc(s.notices, func(n notice.Notice) bool { return n.Kind == notice.Ruled })
			if first < 0 {
				t.Fatal("nobody was told")
			}
			n := s.notices[first]
			r.then(s)
			m := mustNotice(t, c, n, s.view(liwn, "en"))
			said := strings.Builder{}
			for _, part := range m.Parts {
				said.WriteString(part.Text + "\n")
			}
			if got := verbs(m); !strings.Contains(said.String(), r.says) || !slices.Equal(got, r.verbs) {
				t.Errorf("%q with %q, want %q with %q", said.String(), got, r.says, r.verbs)
			}
		})
	}
}

// Who rules is offered to rule wherever they are offered to give the result.
func TestWhoRulesIsOfferedTo(t *testing.T) {
	c := mustLoad(t)
	s := judged(t, "the overtime")
	s.do(ticket.Command{Verb: ticket.VerbHandoff, Actor: chen, To: ticket.Target{User: zhou, Rule: "person"}}).do(ticket.Command{Verb: ticket.VerbAccept, Actor: zhou})
	m := mustNotice(t, c, s.last(notice.Mine), s.view(zhou, "en"))
	if got := verbs(m); !slices.Contains(got, "rule:form") || slices.Contains(got, "resolve:form") {
		t.Errorf("%q", got)
	}
	if got := c.Form("rule", text.FormData{}, s.view(zhou, "en")).Title; got != "#1 Rule" {
		t.Errorf("%q", got)
	}
}
