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
	// Then is what its limit does.
	Then policy.Action `json:"then,omitempty"`
	// Department is the one whose head the ladder starts with.
	Department string `json:"department,omitempty"`
	Calendar   string `json:"calendar"`
	// Over are the rules of the windows of its kind that a longer limit kept from starting.
	Over []string `json:"over,omitempty"`
	// Limit as it was when the clock started.
	Limit policy.Limit `json:"limit"`
	Start time.Time    `json:"start"`
	Due   time.Time    `json:"due"`
	// Points are the reminders still to come, earliest first.
	Points []time.Time `json:"points,omitempty"`
	// TellAt is when the subject is still to be told: nothing rings before their
	// working time begins. Zero once they were.
	TellAt time.Time `json:"tell_at,omitzero"`
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
	// Soft is the soft limit still to come.
	Soft time.Time `json:"soft,omitzero"`
	// Paused is since when it stands still; Left is the counted time it then had
	// to its limit, and to each of its points, in the same order.
	Paused time.Time       `json:"paused,omitzero"`
	Left   []time.Duration `json:"left,omitempty"`
	// Stood is how long it has stood still so far, in counted time; Stands says when.
	Stood  time.Duration `json:"stood,omitempty"`
	Stands []Span        `json:"stands,omitempty"`
	// Given is the time people gave, as it was when the clock started.
	Given time.Time `json:"given,omitzero"`
	// Moves is true while delivery still moves its start.
	Moves bool `json:"moves,omitempty"`
}

// ID names the clock within its ticket: rule/level/run.
func (c *Clock) ID() string {
	return c.Rule + "/" + strconv.Itoa(c.Level) + "/" + strconv.Itoa(c.Run)
}

// NextAt is the clock's next point: a reminder, a limit, or a rung of the
// ladder; zero when it has none left or stands still.
func (c *Clock) NextAt() time.Time {
	switch {
	case !c.Paused.IsZero():
		return time.Time{}
	case !c.Breached.IsZero():
		return c.Next
	}
	next := c.Due
	for _, at := range []time.Time{c.TellAt, c.Soft} {
		if !at.IsZero() && at.Before(next) {
			next = at
		}
	}
	if len(c.Points) > 0 && c.Points[0].Before(next) {
		next = c.Points[0]
	}
	return next
}

// forget drops the reminders that lie behind.
func (c *Clock) forget(now time.Time) {
	for len(c.Points) > 0 && !c.Points[0].After(now) {
		c.Points = c.Points[1:]
	}
}

// Due is the earliest point of all clocks: the ticket's score in the due set;
// zero if no clock runs. Of an ended ticket it is when a survey asks about it, or
// when it is archived.
func (t *Ticket) Due() time.Time {
	if t.State.Ended() {
		survey, archive := t.surveying(), t.archiving()
		if archive.IsZero() || !survey.IsZero() && survey.Before(archive) {
			return survey
		}
		return archive
	}
	var due time.Time
	if t.State == Suggested {
		due = t.Suggestion.Until
	}
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

// ClockOn finds the clock of a role that matters most: the earliest limit of
// those that ask something of its person; nil if none runs on it.
func (t *Ticket) ClockOn(roles ...policy.Role) *Clock {
	var first *Clock
	for i := range t.Clocks {
		c := &t.Clocks[i]
		if c.Then == policy.Breach && slices.Contains(roles, c.Role) && (first == nil || c.Due.Before(first.Due)) {
			first = c
		}
	}
	return first
}

// ClockOf finds the earliest limit that runs on a person; nil if none does.
func (t *Ticket) ClockOf(user string) *Clock {
	var first *Clock
	for i := range t.Clocks {
		c := &t.Clocks[i]
		if c.Then == policy.Breach && c.Subject == user && user != "" && (first == nil || c.Due.Before(first.Due)) {
			first = c
		}
	}
	return first
}

// Lead is the clock that matters now: of the person who must move next.
func (t *Ticket) Lead() *Clock {
	for _, roles := range t.leading() {
		if c := t.ClockOn(roles...); c != nil {
			return c
		}
	}
	return nil
}

// leading are the roles that may have to move, the next one first. Until
// somebody accepts, the request is the natural FR's in every capacity.
func (t *Ticket) leading() [][]policy.Role {
	if t.State == AwaitEndorsement {
		return [][]policy.Role{{policy.Superior}, {policy.Natural, policy.Responsible, policy.Handler, policy.Factual}}
	}
	last := [][]policy.Role{{policy.Superior}, {policy.NextAsked, policy.NextLevel, policy.NextTaken}}
	first := [][]policy.Role{{policy.Responsible, policy.Handler, policy.Factual}, {policy.Natural, policy.Teller, policy.Caller}}
	if t.Responsible == "" {
		first = [][]policy.Role{{policy.Natural, policy.Factual, policy.Teller, policy.Caller}}
	}
	if t.Handoff != nil {
		first = append([][]policy.Role{{policy.Receiver, policy.Handler}}, first...)
	}
	return append(first, last...)
}
