package ticket

import (
	"time"
)

// MarkName names an overlay of the state.
type MarkName string

// The marks.
const (
	Urgent     MarkName = "urgent"
	Major      MarkName = "major"
	Supervised MarkName = "supervised"
	Assigned   MarkName = "task"
	// Dispatched is an order that the unit cannot return, Disputed one that the unit holds to be another's.
	Dispatched MarkName = "dispatched"
	Disputed   MarkName = "disputed"
	Frozen     MarkName = "frozen"     // passed on too often: nobody hands it on until a lead is named
	Reviewed   MarkName = "review"     // a ruling is under review, at the word of one of the parties
	TaskForce  MarkName = "taskforce"  // a hard demand that several people work on by a plan
	Leaderless MarkName = "leaderless" // concerns several departments, and no lead is named yet
)

// Mark is an overlay: who set it and when, and who has seen it.
type Mark struct {
	Name MarkName  `json:"name"`
	By   string    `json:"by"`
	At   time.Time `json:"at"`
	Text string    `json:"text,omitempty"`
	// Seen is who acknowledged it, and when.
	Seen   string    `json:"seen,omitempty"`
	SeenAt time.Time `json:"seen_at,omitzero"`
}

// Mark finds a mark; nil if the ticket does not bear it.
func (t *Ticket) Mark(name MarkName) *Mark {
	for i := range t.Marks {
		if t.Marks[i].Name == name {
			return &t.Marks[i]
		}
	}
	return nil
}
