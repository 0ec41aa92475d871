package text_test

import (
	"testing"
	"time"

	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// forcedLives are hard demands that a task force has, at every step.
func forcedLives(tb testing.TB, words string) []*story {
	tb.Helper()
	forced := func(limit time.Duration) *story {
		rules := watched(tb)
		if limit == 0 { // nothing runs on whoever leads
			for i := range rules.Policy.Windows {
				rules.Policy.Windows[i].When.Types = []string{"none"}
			}
		}
		rules.Policy.Windows = append(rules.Policy.Windows, policy.Window{
			Rule: "T-force", On: policy.Responsible, When: policy.When{Marks: []string{"taskforce"}}, While: []string{"ACCEPTED"},
			Limit: policy.Limit{Time: time.Hour}, Calendar: "office", Then: policy.Remind, Again: []string{"reply"},
		})
		return beginUnder(tb, rules, words).do(ticket.Command{
			Verb: ticket.VerbTaskforce, Actor: he, Text: words, To: ticket.Target{User: liwn},
			Force: []ticket.Member{{User: zhou, Duty: words}, {User: "U0SPEC"}},
		})
	}
	return []*story{forced(time.Hour), forced(0), forced(time.Hour).says(ticket.VerbResolve, liwn), forced(time.Hour).relieve("s9", zhou, zhao)}
}
