package ticket

import (
	"slices"
	"strconv"
	"time"

	"github.com/firstask/firstask/policy"
)

// Clock is a running window. Its identity is ticket, rule, chain level and
// run, never its due time, which promises move.
type Clock struct {
	Rule    string      `json:"rule"`
	Level   int         `json:"level"`
	Run     int         `json:"run"`
	Role    policy.Role `json:"role"`
	Subject string      `json:"subject,omitempty"`
	// Department is the one whose head the ladder starts with.
	Department string `json:"department,omitempty"`
	Calendar   string `json:"calendar"`
	// Limit as it was when the clock started.
	Limit policy.Limit `json:"limit"`
	Start time.Time    `json:"start"`
	Due   time.Time    `json:"due"`
	// Points are the reminders still to come, earliest first.
	Points []time.Time `json:"points,omitempty"`
	// Tell is true while the subject is still to be told, at Start: nothing rings
	// before their working time begins.
	Tell bool `json:"tell,omitempty"`
	// Delivered is when the message that told the subject arrived.
	Delivered time.Time `json:"delivered,omitzero"`
	// Breached is when the limit was found passed; Rung the next step of the ladder and Next its time.
	Breached time.Time `json:"breached,omitzero"`
	Rung     int       `json:"rung,omitempty"`
	// Climbed are the superiors this clock's ladder has asked, in order.
	Climbed []string  `json:"climbed,omitempty"`
	Next    time.Time `json:"next,omitzero"`
	// Promised is true once a promise moved the due time.
	Promised bool `json:"promised,omitempty"`
}

// ID names the clock within its ticket: rule/level/run.
func (c *Clock) ID() string {
	return c.Rule + "/" + strconv.Itoa(c.Level) + "/" + strconv.Itoa(c.Run)
}

// NextAt is the clock's next point: a reminder, the limit, or a rung of the
// ladder; zero when it has none left.
func (c *Clock) NextAt() time.Time {
	if !c.Breached.IsZero() {
		return c.Next
	}
	if c.Tell {
		return c.Start
	}
	if len(c.Points) > 0 && c.Points[0].Before(c.Due) {
		return c.Points[0]
	}
	return c.Due
}

// Due is the earliest point of all clocks: the ticket's score in the due set;
// zero if no clock runs.
func (t *Ticket) Due() time.Time {
	var due time.Time
	for i := range t.Clocks {
		if at := t.Clocks[i].NextAt(); !at.IsZero() && (due.IsZero() || at.Before(due)) {
			due = at
		}
	}
	return due
}

// Clock finds a running clock by its id; nil if it does not run.
func (t *Ticket) Clock(id string) *Clock {
	i := slices.IndexFunc(t.Clocks, func(c Clock) bool { return c.ID() == id })
	if i < 0 {
		return nil
	}
	return &t.Clocks[i]
}

// ClockOn finds the running clock of a role; nil if none runs on it.
func (t *Ticket) ClockOn(r policy.Role) *Clock {
	i := slices.IndexFunc(t.Clocks, func(c Clock) bool { return c.Role == r })
	if i < 0 {
		return nil
	}
	return &t.Clocks[i]
}

// Lead is the clock that matters now: of the person who must move next.
func (t *Ticket) Lead() *Clock {
	for _, r := range []policy.Role{policy.Receiver, policy.Responsible, policy.Natural} {
		if c := t.ClockOn(r); c != nil {
			return c
		}
	}
	return nil
}
