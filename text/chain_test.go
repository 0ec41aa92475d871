package text_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// chained are the watched rules of a house that shares work, counts how often a
// request is passed on and lets the first-asked person go.
func chained(tb testing.TB, change func(*policy.Policy)) policy.Rules {
	tb.Helper()
	rules := watched(tb)
	p := rules.Policy
	p.PingPong, p.SharedMode, p.LeadBy, p.Release = policy.PingPong{Handoffs: 2, Returns: 1}, policy.SharedOwn, policy.LeadByHead, policy.ReleaseTakeover
	p.Windows = append(p.Windows, policy.Window{
		Rule: "T-lead", On: policy.Superior, Asked: policy.CommonHead, When: policy.When{Marks: []string{"frozen", "leaderless"}},
		While: []string{"TRIAGED", "ACCEPTED"}, Limit: policy.Limit{Time: time.Hour}, Calendar: "office",
		Ladder: []policy.Step{policy.Head, policy.Fallback}, Step: time.Hour,
	})
	change(p)
	return rules
}

func asIs(*policy.Policy) {}

// chainLives are requests that were passed on too often, shared, led by somebody
// who was named, and taken over.
func chainLives(tb testing.TB, words string) []*story {
	tb.Helper()
	shares := ticket.Command{Verb: ticket.VerbShare, Actor: chen, Text: words, With: []ticket.Target{{User: liwn, Department: "finance"}}}
	back := ticket.Command{Verb: ticket.VerbReturn, Actor: liwn, Text: words}
	frozen := func() *story { return beginUnder(tb, chained(tb, asIs), words).handOff().at("10:10").do(back) }
	shared := func() *story { return beginUnder(tb, chained(tb, asIs), words).at("10:05").do(shares) }
	leaderless := func() *story {
		return beginUnder(tb, chained(tb, func(p *policy.Policy) { p.SharedMode = policy.SharedLead }), words).at("10:05").do(shares)
	}
	unasked := func() *story { // by a rule book without a window for it
		return beginUnder(tb, chained(tb, func(p *policy.Policy) { p.Windows = p.Windows[:len(p.Windows)-1] }), words).handOff().at("10:10").do(back)
	}
	lead := func(user string) ticket.Command {
		return ticket.Command{Verb: ticket.VerbLead, Actor: he, Text: words, To: ticket.Target{User: user, Rule: "person"}}
	}
	done := ticket.Command{Verb: ticket.VerbResolve, Actor: liwn, Text: words}
	accept := ticket.Command{Verb: ticket.VerbAccept, Actor: liwn}
	unlimited := chained(tb, func(p *policy.Policy) {
		p.Windows = slices.DeleteFunc(p.Windows, func(w policy.Window) bool { return w.On == policy.Responsible || w.On == policy.Factual })
	})
	toZhou := ticket.Command{Verb: ticket.VerbHandoff, Actor: liwn, Text: words, To: ticket.Target{User: zhou, Rule: "person", Department: "finance"}}
	onAccept := func(p *policy.Policy) { p.Release = policy.ReleaseAccept }
	return []*story{
		frozen(), frozen().fire("11:12"), frozen().do(lead(liwn)), frozen().do(lead(liwn)).at("10:30").do(done),
		frozen().do(ticket.Command{Verb: ticket.VerbResolve, Actor: chen, Text: words}),
		beginUnder(tb, unlimited, words).handOff().do(back).do(lead(liwn)), unasked(), unasked().do(lead(liwn)),
		beginUnder(tb, chained(tb, asIs), words).handOff().at("10:10").do(accept).do(toZhou),
		shared(), shared().do(ticket.Command{Verb: ticket.VerbAnswer, Actor: liwn, Text: words}),
		shared().do(ticket.Command{Verb: ticket.VerbResolve, Actor: chen, Text: words}),
		leaderless(), leaderless().do(lead(liwn)), leaderless().do(lead(he)),
		beginUnder(tb, chained(tb, asIs), words).handOff().at("10:10").do(accept).at("10:20").do(ticket.Command{Verb: ticket.VerbTakeover, Actor: liwn}),
		beginUnder(tb, chained(tb, onAccept), words).handOff().at("10:10").do(accept),
	}
}

func TestTheCardSaysWhoOwesWhom(t *testing.T) {
	c := mustLoad(t)
	s := taken(t, "invoice").question()
	m := c.Answer(text.Answer{Key: "show"}, s.view(chen, "en"))
	for _, want := range []string{
		"Owes an answer: Chen Mo to Tang Ning; 1 Li Wen to Tang Ning, Chen Mo; 2 Zhao Min to Li Wen",
		"1 Li Wen (responsible) since 10:10 by FA-18.handling; owes Tang Ning, Chen Mo, by Wed 10:10",
		"2 Zhao Min (the next level) since 10:20 by T-asked; owes Li Wen, by 10:50; next: 10:35 reminder, 10:50 He Jing",
	} {
		if !strings.Contains(m.Plain, want) {
			t.Errorf("does not say %q:\n%s", want, m.Plain)
		}
	}
}
