package ticket

import (
	"slices"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// Relayed is a handoff of which both keys are there: From gives it with the
// text, To has said yes.
type Relayed struct {
	From, To string
	Rule     string // how To was found
	Text     string
}

// Relay hands a ticket over and accepts it in one decision. Nobody is asked what
// was answered already; several to one person are said together.
func Relay(t *Ticket, r Relayed, rules policy.Rules, now time.Time) (Decision, error) {
	to := Target{User: r.To, Rule: r.Rule, Department: t.Department}
	from := *t
	from.Passed = policy.PingPong{} // a change of shifts is no passing to and fro
	given, err := Apply(&from, Command{Verb: VerbHandoff, Actor: r.From, At: now, To: to, Text: r.Text}, rules, now)
	if err != nil {
		return Decision{}, err
	}
	given.Ticket.Passed = t.Passed
	taken, err := Apply(&given.Ticket, Command{Verb: VerbAccept, Actor: r.To, At: now}, rules, now)
	if err != nil {
		return Decision{}, err
	}
	taken.Events = append(given.Events, taken.Events...)
	asks := func(n notice.Notice) bool { return n.Kind == notice.Handoff || n.Kind == notice.Mention }
	taken.Notices = slices.DeleteFunc(append(given.Notices, taken.Notices...), asks)
	for i := range taken.Notices {
		if n := &taken.Notices[i]; n.Kind == notice.Mine || n.Kind == notice.Accepted {
			n.Fold, n.After = rules.Policy.Gather, now.Add(rules.Policy.Gather)
		}
	}
	return taken, nil
}
