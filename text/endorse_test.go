package text_test

import (
	"testing"
	"time"

	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// endorsedLives are requests that wait for Zhou Hang's word, at every step.
func endorsedLives(tb testing.TB, words string) []*story {
	tb.Helper()
	awaits := func(timed bool) *story {
		rules := watched(tb)
		rules.Org.Roles = map[string][]string{"leader": {zhou}}
		rules.Policy.Endorsements = []policy.Endorsement{{Rule: "T-endorse", By: []string{"leader"}}}
		if timed {
			rules.Policy.Windows = append(rules.Policy.Windows, policy.Window{
				Rule: "T-endorse", On: policy.Superior, Asked: "leader", While: []string{"AWAIT_ENDORSEMENT"}, Limit: policy.Limit{Time: time.Hour}, Calendar: "office",
				Remind: []policy.Reminder{{Percent: 50}}, Ladder: []policy.Step{policy.Head, policy.Fallback}, Step: time.Hour,
			})
		}
		return beginUnder(tb, rules, words)
	}
	untimed := func() *story {
		s := awaits(false)
		for i := range s.rules.Policy.Windows {
			s.rules.Policy.Windows[i].When.Types = []string{"none"}
		}
		return s.says(ticket.VerbReturn, zhou).says(ticket.VerbEndorse, chen)
	}
	return []*story{
		awaits(true).fire("10:30"), untimed(), awaits(true).fire("10:30").fire("11:00").fire("12:00"), awaits(true).says(ticket.VerbEndorse, zhou), untimed().says(ticket.VerbEndorse, zhou),
		awaits(true).says(ticket.VerbReturn, zhou), awaits(true).says(ticket.VerbEndorse, zhou).says(ticket.VerbResolve, chen),
	}
}
