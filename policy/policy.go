// Package policy holds what an organisation decided: its people and desks, and
// the windows, ladders and limits of the rule books it runs. It is data with
// pure questions on it; nothing here knows Slack, Redis, a clock or a word.
package policy

import (
	"slices"
	"time"
)

// Role says on whom a window runs.
type Role string

// The roles of the preset first-asked; presets may use those the engine knows.
const (
	Natural     Role = "natural"     // the natural FR, first asked
	Receiver    Role = "receiver"    // asked to take it, has not answered
	Responsible Role = "responsible" // accepted it (factual FR)
	Nobody      Role = "nobody"      // the whole ticket: attributed to no one
)

// Roles are all roles a window may run on.
func Roles() []Role { return []Role{Natural, Receiver, Responsible, Nobody} }

// Action is what a limit does besides being recorded.
type Action string

// The actions a window may name.
const (
	Breach Action = ""       // record a breach, tell the subject, climb the ladder
	Close  Action = "close"  // close the ticket, marked unconfirmed
	Inform Action = "inform" // tell the head once, blaming nobody
)

// Actions are all actions a window may name.
func Actions() []Action { return []Action{Breach, Close, Inform} }

// Step is one rung of a ladder.
type Step string

// The rungs the engine can resolve.
const (
	Head       Step = "head"
	ParentHead Step = "parent-head"
	Fallback   Step = "fallback"
)

// Steps are all rungs a ladder may name.
func Steps() []Step { return []Step{Head, ParentHead, Fallback} }

// Policy is one immutable version of the rules: presets plus the
// configuration's overrides. Tickets keep the version they began under.
type Policy struct {
	// ID is the content hash that names this version.
	ID string `json:"id"`
	// Presets are the ids of the rule books it was made from.
	Presets []string `json:"presets"`
	// Windows are in the order they are shown.
	Windows []Window `json:"windows"`
	// Vocabulary of intake.
	Channels []string `json:"channels"` // service channels, canonical codes
	Types    []string `json:"types"`    // request types, canonical codes
	// ReturnReasons are the quick reasons of Return, keys of text/.
	ReturnReasons []string `json:"return_reasons"`
	// Urge spaces the natural FR's and the asker's requests for news.
	Urge Urge `json:"urge"`
	// News is what the asker is told to expect.
	News News `json:"news"`
	// PromiseAlone is how far ahead the responsible person may promise without the head.
	PromiseAlone Limit `json:"promise_alone"`
	// ReopenWithin is how long after closing an asker may reopen.
	ReopenWithin Limit `json:"reopen_within"`
	// Join is how long posts of one author join one ticket.
	Join time.Duration `json:"join"`
	// Gap keeps reminders apart from other messages and from the limit.
	Gap Gap `json:"gap"`
	// Grace is the working time between delivery and limit below which a
	// breach is booked to the system, not to the person.
	Grace time.Duration `json:"grace"`
	// Calendar is the name of the calendar of promises, news and reopening.
	Calendar string `json:"calendar"`
}

// Window is a time limit on somebody. It runs while the ticket is in one of
// the states of While and its role is filled; it starts anew when its subject
// changes or its states are entered again.
type Window struct {
	Rule   string   `json:"rule"` // rule id of articles, with our own suffix after the last dot
	On     Role     `json:"on"`
	While  []string `json:"while"` // ticket states
	Limit  Limit    `json:"limit"`
	OnDuty Limit    `json:"on_duty,omitzero"` // instead of Limit while the subject was on duty
	// Calendar names the working time it is counted in.
	Calendar string     `json:"calendar"`
	Remind   []Reminder `json:"remind"`
	// OnDutyRemind are the reminders of the window of OnDuty; nil: those of Remind.
	OnDutyRemind []Reminder `json:"on_duty_remind,omitempty"`
	// Explicit reminders come from the configuration: the gaps do not hold them back.
	Explicit bool          `json:"explicit,omitempty"`
	Ladder   []Step        `json:"ladder"`
	Step     time.Duration `json:"step"`            // working time between rungs
	Daily    string        `json:"daily,omitempty"` // "09:30": when the last rung repeats, on working days
	Then     Action        `json:"then,omitempty"`
	// Apology says the asker's one line of delay at this limit.
	Apology bool `json:"apology,omitempty"`
}

// Runs reports whether the window runs in a ticket state.
func (w Window) Runs(state string) bool {
	return slices.Contains(w.While, state)
}

// Limit is a length of working or clock time, or a number of working days.
type Limit struct {
	Time time.Duration `json:"time,omitempty"`
	Days int           `json:"days,omitempty"`
}

// IsZero reports whether the limit is unset.
func (l Limit) IsZero() bool { return l.Time == 0 && l.Days == 0 }

// Reminder is a point before the limit: a share of the window in percent, or
// a time before its end.
type Reminder struct {
	Percent int           `json:"percent,omitempty"`
	Before  time.Duration `json:"before,omitempty"`
}

// Urge spaces requests for news: the first so long after the clock's start,
// then not more often than Every, at most PerDay a level and day.
type Urge struct {
	First      time.Duration `json:"first"`
	Every      time.Duration `json:"every"`
	PerDay     int           `json:"per_day"`
	AskerEvery time.Duration `json:"asker_every"`
}

// News is the time an asker is told to expect news by: Within from now in
// working time, rounded down to a multiple of Round.
type News struct {
	Within time.Duration `json:"within"`
	Round  time.Duration `json:"round"`
}

// Gap keeps automatic reminders apart: at least Between after another message
// about the ticket to the same person, and Before before the limit.
type Gap struct {
	Between time.Duration `json:"between"`
	Before  time.Duration `json:"before"`
}

// Window finds a window by its rule id; false if this version has none.
func (p *Policy) Window(rule string) (Window, bool) {
	for _, w := range p.Windows {
		if w.Rule == rule {
			return w, true
		}
	}
	return Window{}, false
}

// Rules is all a decision may look at: the policy version of the ticket,
// today's organisation, and who can't be reached today.
type Rules struct {
	Policy *Policy
	Org    *Org
	// Gone are people who are deactivated in Slack or unknown to it.
	Gone map[string]bool
}
