package replay_test

import (
	"testing"
	"time"

	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// Who stood in for whom is played as it was, so that their requests are theirs.
func TestReplayKeepsWhoStoodIn(t *testing.T) {
	l := post(t, mustRules(t, "presets: [first-asked]\n"), clock(t, "10:00"))
	l.must("10:04", ticket.Command{Verb: ticket.VerbHandoff, Actor: "U0CHEN", To: ticket.Target{User: "U0LI", Rule: "person"}, Text: "yours"})
	l.must("10:10", ticket.Command{Verb: ticket.VerbAccept, Actor: "U0LI"})
	away := func(user, delegate string) policy.Rules {
		return l.rules.WithAway([]policy.Absence{{User: user, Delegate: delegate, From: l.now}}, l.now)
	}
	l.to(clock(t, "10:20"))
	l.take(ticket.Relieve(&l.t, ticket.Leave{User: "U0LI", Sweep: "s1", Why: "away", Until: l.now.Add(time.Hour)}, away("U0LI", "U0ZHOU"), l.now))
	l.to(clock(t, "10:30"))
	l.take(ticket.Relieve(&l.t, ticket.Leave{User: "U0CHEN", Sweep: "s2", Why: "left"}, away("U0CHEN", ""), l.now))
	l.to(clock(t, "10:40"))
	l.take(ticket.Restore(&l.t, "s1", "U0ZHOU", l.rules, l.now))
	l.to(clock(t, "10:50"))
	l.take(ticket.Return(&l.t, "U0CHEN", l.rules, l.now))
	l.must("10:55", ticket.Command{Verb: ticket.VerbResolve, Actor: "U0LI", Text: "done"})
	o := mustRun(t, l.record(), l.rules)
	same(t, l, o)
	if len(o.Refused) > 0 || l.t.Natural.Stands != "" {
		t.Errorf("refused %v, stands %s", o.Refused, l.t.Natural.Stands)
	}
}
