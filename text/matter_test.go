package text_test

import (
	"strings"
	"testing"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// withMatters are the watched rules of a house that asks for two opinions before
// money is paid back, and tells its top of a big project.
func withMatters(tb testing.TB, roles map[string][]string) policy.Rules {
	tb.Helper()
	rules := watched(tb)
	org, p := *rules.Org, rules.Policy
	org.Roles, rules.Org = roles, &org
	p.Matters = []policy.Matter{
		{ID: "money", Rule: "T-money", Name: policy.Name{"en": "Money back", "zh-Hans": "退款", "zh-Hant": "退款"}, With: []string{"works", "quality"}, Opinions: true},
		{ID: "project", Rule: "T-project", Mark: "major", With: []string{"top"}},
	}
	p.Windows = append(p.Windows, policy.Window{
		Rule: "T-opinion", On: policy.Consulted, While: []string{"CAPTURED", "ACCEPTED"}, Limit: policy.Limit{Time: time.Hour}, Calendar: "office",
		Remind: []policy.Reminder{{Percent: 50}}, Ladder: []policy.Step{policy.Head, policy.Fallback}, Step: time.Hour,
	})
	return rules
}

func worksAndQuality() map[string][]string {
	return map[string][]string{"works": {zhou}, "quality": {liwn}, "top": {he}}
}

// matterLives are requests that came to a matter: nobody has spoken, one has,
// both have, one was silent, a role that nobody fills.
func matterLives(tb testing.TB, words string) []*story {
	tb.Helper()
	money := ticket.Command{Verb: ticket.VerbShare, Actor: chen, Word: "money", Text: words}
	begun := func() *story {
		return beginUnder(tb, withMatters(tb, worksAndQuality()), words).at("10:05").do(ticket.Command{Verb: ticket.VerbAccept, Actor: chen}).do(money)
	}
	says := func(who string) ticket.Command {
		return ticket.Command{Verb: ticket.VerbAnswer, Actor: who, Text: words}
	}
	dated := ticket.Command{Verb: ticket.VerbAnswer, Actor: liwn, Until: mustTime(tb, "2026-03-05 10:00")}
	unlimited := withMatters(tb, worksAndQuality())
	unlimited.Policy.Windows = unlimited.Policy.Windows[:len(unlimited.Policy.Windows)-1]
	return []*story{
		begun(), begun().do(says(zhou)), begun().do(says(zhou)).do(dated), begun().fire("10:36"), begun().fire("11:10"),
		begun().do(ticket.Command{Verb: ticket.VerbUrge, Actor: zhao, To: ticket.Target{User: liwn}}),
		begun().do(ticket.Command{Verb: ticket.VerbResolve, Actor: chen, Text: words}),
		beginUnder(tb, unlimited, words).do(money), beginUnder(tb, withMatters(tb, nil), words).do(money),
		beginUnder(tb, withMatters(tb, worksAndQuality()), words).do(ticket.Command{Verb: ticket.VerbMajor, Actor: chen, Word: "project", Text: words}),
	}
}

// matterForms are the forms that matters have a word in.
func matterForms(tb testing.TB, c *text.Catalog, locale string) []text.Form {
	tb.Helper()
	s := matterLives(tb, "invoice")[0]
	all := make([]text.Form, 0, 3)
	for _, verb := range []string{"answer", "major", "urgent"} {
		data := text.FormData{
			Initial:  map[string]string{"text": "typed before"},
			Problems: map[string]text.Answer{"text": {Key: "need_text"}, "until": {Key: "unclear_when"}, "matter": {Key: "need_text"}},
		}
		all = append(all, c.Form(verb, data, s.view(liwn, locale)))
	}
	return all
}

// Whoever is asked reads what is wanted and until when, first of all; the card
// says who has spoken, and a refusal who has not.
func TestWhoHasSpokenIsSaid(t *testing.T) {
	c := mustLoad(t)
	s := matterLives(t, "the desk is broken")[1]
	draw := func(k notice.Kind, to string) string {
		t.Helper()
		var last *notice.Notice
		for i := range s.notices {
			if n := &s.notices[i]; n.Kind == k && n.To.User == to && n.Class != notice.Edit {
				last = n
			}
		}
		if last == nil {
			t.Fatalf("no %s to %s", k, to)
		}
		m, _ := c.Notice(*last, s.view(to, "en"))
		return m.Plain
	}
	for where, want := range map[string][]string{
		draw(notice.Shared, liwn):                                    {"#1 Chen Mo needs your solution or a date by 11:05: the desk", "Money back (T-money)"},
		draw(notice.AnswerUp, chen):                                  {"Zhou Hang answers", "Still missing: Li Wen."},
		c.Answer(text.Answer{Key: "show"}, s.view(chen, "en")).Plain: {"Solution or date: Zhou Hang", "Li Wen is asked"},
		c.Refused(&ticket.Refusal{Code: ticket.NeedOpinions, Params: notice.Params{"verb": notice.Word("resolve")}}, s.view(chen, "en")).Plain:       {"needed from: Li Wen."},
		c.Refused(&ticket.Refusal{Code: ticket.NeedMatter, Params: notice.Params{"mark": notice.Word("mark.major")}}, s.view(chen, "en")).Plain:      {"which matter of the rule book it is: project."},
		c.Refused(&ticket.Refusal{Code: ticket.AlreadyShared, Params: notice.Params{"matter": notice.Text("money")}}, s.view(chen, "zh-Hans")).Plain: {"退款"},
	} {
		for _, w := range want {
			if !strings.Contains(where, w) {
				t.Errorf("does not say %q:\n%s", w, where)
			}
		}
	}
}

// Where an opinion is wanted a date will do; the matters of a mark are offered
// as people call them.
func TestFormsOfMatters(t *testing.T) {
	c := mustLoad(t)
	all := matterForms(t, c, "en")
	if f := all[0].Fields; len(f) != 2 || !f[0].Optional || !f[1].Optional || f[1].Kind != text.Instant {
		t.Errorf("answer: %+v", f)
	}
	if f := all[1].Fields; len(f) != 2 || len(f[0].Options) != 1 || f[0].Options[0].Value != "project" {
		t.Errorf("major: %+v", f)
	}
	if f := all[2].Fields; len(f) != 1 || f[0].ID != text.FieldText {
		t.Errorf("urgent: %+v", f)
	}
}
