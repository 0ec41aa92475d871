package ticket_test

import (
	"testing"

	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// endorsing is a rule book in which personnel endorses what came online.
func endorsing(p *policy.Policy) *policy.Policy {
	p.Endorsements = []policy.Endorsement{{Rule: "T-endorse", When: policy.When{Via: []string{"online"}}, By: []string{"personnel"}}}
	p.Windows = append(p.Windows, policy.Window{
		Rule: "T-endorse", On: policy.Superior, Asked: "personnel", While: words(ticket.AwaitEndorsement), Limit: minutes(60), Calendar: "office",
		Ladder: []policy.Step{policy.Head, policy.Fallback}, Step: minutes(60).Time, Daily: "09:30", Promise: policy.Promise{Never: true},
	})
	return p
}

// endorsedScene is a request that waits for Zhou Hang's word, or has one.
func endorsedScene(tb tester, name string) *world {
	tb.Helper()
	w := newWorld(tb)
	w.rules.Policy = endorsing(everything())
	switch name {
	case "to be endorsed by anybody":
		w.rules.Org.Roles = nil
		w.rules.Gone = map[string]bool{zhao: true, deng: true, boss: true}
	case "accepted, then to be endorsed":
		w.rules.Policy.Endorsements[0].When.Types = []string{"query"}
	}
	w.capture(customerPost(w.now)).delivered()
	switch name {
	case "not endorsed", "not endorsed, accepted":
		w.do(ticket.VerbReturn, zhou)
	case "endorsed":
		w.do(ticket.VerbEndorse, zhou)
	case "accepted, then to be endorsed":
		w.do(ticket.VerbAccept, chen)
		w.apply(ticket.Command{Verb: ticket.VerbTriage, Actor: chen, Type: "query"})
	}
	if name == "not endorsed, accepted" {
		w.do(ticket.VerbAccept, zhao)
	}
	return w
}

// What may be done while a leader's word is wanted, and by whom.
func TestEndorsement(t *testing.T) {
	for _, c := range []struct {
		name, scene string
		c           ticket.Command
		want        ticket.Code // "" is carried out
		state       ticket.State
	}{
		{"nobody takes it", "to be endorsed", ticket.Command{Verb: ticket.VerbAccept, Actor: chen}, ticket.EndorseFirst, ticket.AwaitEndorsement},
		{"nor their head", "to be endorsed", ticket.Command{Verb: ticket.VerbAccept, Actor: zhao}, ticket.EndorseFirst, ticket.AwaitEndorsement},
		{"nobody hands it over", "to be endorsed", handTo(chen, li), ticket.EndorseFirst, ticket.AwaitEndorsement},
		{"nobody answers it", "to be endorsed", ticket.Command{Verb: ticket.VerbResolve, Actor: chen, Text: "done"}, ticket.EndorseFirst, ticket.AwaitEndorsement},
		{"nobody asks further", "to be endorsed", askOf(chen, li), ticket.EndorseFirst, ticket.AwaitEndorsement},
		{"who registered it does not endorse it", "to be endorsed", ticket.Command{Verb: ticket.VerbEndorse, Actor: chen}, ticket.NotYours, ticket.AwaitEndorsement},
		{"nor a colleague", "to be endorsed", ticket.Command{Verb: ticket.VerbEndorse, Actor: ben}, ticket.NotYours, ticket.AwaitEndorsement},
		{"nor who asked", "to be endorsed", ticket.Command{Verb: ticket.VerbEndorse, Actor: tang}, ticket.NotYours, ticket.AwaitEndorsement},
		{"the leader does", "to be endorsed", ticket.Command{Verb: ticket.VerbEndorse, Actor: zhou}, "", ticket.Triaged},
		{"a no needs a reason", "to be endorsed", ticket.Command{Verb: ticket.VerbReturn, Actor: zhou}, ticket.NeedReason, ticket.AwaitEndorsement},
		{"a no sends it back", "to be endorsed", ticket.Command{Verb: ticket.VerbReturn, Actor: zhou, Text: "by whom?"}, "", ticket.Triaged},
		{"only the leader says no", "to be endorsed", ticket.Command{Verb: ticket.VerbReturn, Actor: chen, Text: "by whom?"}, ticket.NotYours, ticket.AwaitEndorsement},
		{"it is endorsed once", "endorsed", ticket.Command{Verb: ticket.VerbEndorse, Actor: zhou}, ticket.NoEndorsement, ticket.Triaged},
		{"endorsed it is handed over", "endorsed", handTo(chen, li), "", ticket.HandedOff},
		{"sent back it is not", "not endorsed", handTo(chen, li), ticket.EndorseFirst, ticket.Triaged},
		{"sent back it may be answered", "not endorsed", ticket.Command{Verb: ticket.VerbResolve, Actor: chen, Text: "done"}, "", ticket.Answered},
		{"and is laid before the leader again", "not endorsed", ticket.Command{Verb: ticket.VerbEndorse, Actor: chen}, "", ticket.AwaitEndorsement},
		{"by who has it only", "not endorsed", ticket.Command{Verb: ticket.VerbEndorse, Actor: ben}, ticket.NotYours, ticket.Triaged},
		{"with nobody left anybody does", "to be endorsed by anybody", ticket.Command{Verb: ticket.VerbEndorse, Actor: ben}, "", ticket.Triaged},
		{"but not who registered it", "to be endorsed by anybody", ticket.Command{Verb: ticket.VerbEndorse, Actor: chen}, ticket.NotYours, ticket.AwaitEndorsement},
		{"judged late it waits where it is", "accepted, then to be endorsed", handTo(chen, li), ticket.EndorseFirst, ticket.AwaitEndorsement},
		{"and goes on there", "accepted, then to be endorsed", ticket.Command{Verb: ticket.VerbEndorse, Actor: zhou}, "", ticket.Accepted},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := endorsedScene(t, c.scene)
			err := w.try(c.c)
			if c.want != "" {
				wantCode(t, err, c.want)
			} else if err != nil {
				t.Error(err)
			}
			wantEqual(t, w.t.State, c.state)
		})
	}
}

// Withdrawn and opened again, it waits for the leader like before.
func TestEndorsementSurvivesAWithdrawal(t *testing.T) {
	w := endorsedScene(t, "to be endorsed")
	w.apply(ticket.Command{Verb: ticket.VerbWithdraw, Actor: chen, Word: "not_request"})
	w.do(ticket.VerbReopen, tang)
	wantEqual(t, w.t.State, ticket.AwaitEndorsement)
	wantEqual(t, w.t.Endorser(), zhou)
}
