package ticket

import (
	"slices"
	"time"

	"github.com/firstask/firstask/policy"
)

// Evidence is one thing that was found out: words, or a link to a page or a file.
type Evidence struct {
	Text string    `json:"text"`
	By   string    `json:"by"`
	At   time.Time `json:"at"`
}

// AsEvidence is the word of a note that is kept as evidence.
const AsEvidence = "evidence"

// mostEvidence is how many pieces stand with a ticket; its events keep all.
const mostEvidence = 20

// keepEvidence keeps a note with its writer and time (DM-3.1.3).
func (x *turn) keepEvidence(c Command) {
	x.Evidence = append(slices.Clone(x.Evidence), Evidence{Text: c.Text, By: c.Actor, At: x.at})
	x.Evidence = x.Evidence[max(0, len(x.Evidence)-mostEvidence):]
}

// working is the state of a ticket that somebody has in hand; where the rule
// books have stages, by what has been found out and planned.
func (x *turn) working() State {
	stages := x.rules.Policy.Stages
	switch {
	case x.Mark(Reviewed) != nil:
		return UnderReview
	case x.Account[PartPlan] != "" && slices.Contains(stages, policy.StageExecuting):
		return Executing
	case len(x.Evidence) > 0 && slices.Contains(stages, policy.StageInvestigating):
		return Investigating
	default:
		return Accepted
	}
}

// proceed writes an event that may lead to the next stage of the work.
func (x *turn) proceed(e Event) {
	if !slices.Contains([]State{Accepted, Investigating, Executing}, x.State) {
		x.event(e)
		return
	}
	x.move(x.working(), e)
}
