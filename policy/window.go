package policy

import (
	"slices"
	"time"
)

// Role says on whom a window runs.
type Role string

// The roles the engine can fill.
const (
	Natural     Role = "natural"     // the natural FR, first asked
	Receiver    Role = "receiver"    // asked to take it, has not answered
	Responsible Role = "responsible" // accepted it (factual FR)
	Handler     Role = "handler"     // asked to take it, then responsible: one clock for both
	Factual     Role = "factual"     // whose it is: the responsible, until then the natural FR
	NextAsked   Role = "next-asked"  // asked by the level above, has not said yes (FA-19)
	NextLevel   Role = "next-level"  // asked by the level above, from the question to the answer
	NextTaken   Role = "next-taken"  // said yes to the level above, owes the answer
	Consulted   Role = "consulted"   // brought in for an opinion, has not given it
	Superior    Role = "superior"    // the one a ladder or an escalation asked at the step Asked
	Teller      Role = "teller"      // brings the result to an asker outside Slack
	Caller      Role = "caller"      // calls the customer back
	Nobody      Role = "nobody"      // the whole ticket: attributed to no one
)

// Roles are all roles a window may run on.
func Roles() []Role {
	return []Role{Natural, Receiver, Responsible, Handler, Factual, NextAsked, NextLevel, NextTaken, Consulted, Superior, Teller, Caller, Nobody}
}

// Below reports whether the role is filled once per level of the chain.
func (r Role) Below() bool { return r == NextAsked || r == NextLevel || r == NextTaken }

// Action is what a limit does besides being recorded.
type Action string

// The actions a window may name.
const (
	Breach Action = ""       // record a breach, tell the subject, climb the ladder
	Close  Action = "close"  // close the ticket, marked unconfirmed
	Inform Action = "inform" // tell the ladder's first step once, blaming nobody
	Remind Action = "remind" // remind the subject and start anew, blaming nobody
	Alarm  Action = "alarm"  // tell every step of the ladder at once, again every Repeat until one of them acknowledges
)

// Actions are all actions a window may name.
func Actions() []Action { return []Action{Breach, Close, Inform, Remind, Alarm} }

// Step is one rung of a ladder: a step the engine resolves, or a role of the
// organisation by its id.
type Step string

// The rungs the engine resolves by itself.
const (
	First      Step = "natural"      // the natural FR
	Upper      Step = "upper"        // the level above: who asked, else the natural FR
	Asker      Step = "asker"        // who asked, or gave the task, if they are in Slack
	Head       Step = "head"         // the subject's head where they were asked
	ParentHead Step = "parent-head"  // the next head up
	CommonHead Step = "common-head"  // the lowest head above all departments that had it
	Work       Step = "work-channel" // the department's work channel
	Fallback   Step = "fallback"     // the channel where ladders end
)

// Steps are all rungs that are no roles of the organisation.
func Steps() []Step { return []Step{First, Upper, Asker, Head, ParentHead, CommonHead, Work, Fallback} }

// Start says what a clock's time begins with.
type Start string

// The starts a window may name.
const (
	AtRequest  Start = ""         // when the request arrived that caused it
	AtDelivery Start = "delivery" // when the message that tells the subject was delivered
	AtFirst    Start = "first"    // when the first one of a department got it: who has it there next has what is left
)

// Starts are the starts a window may name.
func Starts() []Start { return []Start{AtRequest, AtDelivery, AtFirst} }

// Window is a time limit on somebody. It runs while the ticket is in one of
// the states of While or Pause and its role is filled, and until one of the
// verbs of Until; it starts anew when its subject changes (but see AtFirst), when
// its states are entered again, and with a verb of Again.
type Window struct {
	Rule string `json:"rule"` // rule id of articles, with our own suffix after the last dot
	// Preset is the rule book it came from.
	Preset string `json:"preset,omitempty"`
	// Kind is what is owed, e.g. "answer". Of the windows of one kind that could
	// start together, one per rule book, the earliest limit is the clock and names
	// its rule; without a kind a window competes with none.
	Kind string `json:"kind,omitempty"`
	// When narrows it to some tickets, Unless keeps it from some.
	When   When `json:"when,omitzero"`
	Unless When `json:"unless,omitzero"`

	On     Role     `json:"on"`
	Asked  Step     `json:"asked,omitempty"` // of Superior: the step on which they were asked
	While  []string `json:"while"`           // ticket states
	Pause  []string `json:"pause,omitempty"` // states in which it stands still
	Until  []string `json:"until,omitempty"` // verbs that fulfil it for good
	Again  []string `json:"again,omitempty"` // verbs that start it anew
	Starts Start    `json:"starts,omitempty"`
	// After is a rule whose clock it follows: it starts when that one has stopped.
	// With Shared it counts from that one's start: one limit for both.
	After  string `json:"after,omitempty"`
	Shared bool   `json:"shared,omitempty"`
	// PartOf is a rule whose limit it never outlasts.
	PartOf string `json:"part_of,omitempty"`

	Limit  Limit `json:"limit"`
	OnDuty Limit `json:"on_duty,omitzero"` // instead of Limit while the subject was on duty
	// Soft is an earlier, soft limit: the subject is told and it is recorded, no more.
	Soft Limit `json:"soft,omitzero"`
	// Calendar names the working time it is counted in.
	Calendar string     `json:"calendar"`
	Remind   []Reminder `json:"remind"`
	// OnDutyRemind are the reminders of the window of OnDuty; nil: those of Remind.
	OnDutyRemind []Reminder `json:"on_duty_remind,omitempty"`
	// Explicit reminders come from the configuration: the gaps do not hold them back.
	Explicit bool `json:"explicit,omitempty"`
	// Repeat is how often an alarm is repeated, in clock time.
	Repeat time.Duration `json:"repeat,omitempty"`
	// Urgent tells people at any hour.
	Urgent bool `json:"urgent,omitempty"`

	Ladder []Step `json:"ladder"`
	// Step is the working time between rungs; Steps, if given, that before each
	// rung, with the first counted from the limit.
	Step  time.Duration   `json:"step"`
	Steps []time.Duration `json:"steps,omitempty"`
	Daily string          `json:"daily,omitempty"` // "09:30": when the last rung repeats, on working days
	Then  Action          `json:"then,omitempty"`
	// Apology says the asker's one line of delay at this limit.
	Apology bool `json:"apology,omitempty"`
	// Promise is how a promise may move the limit.
	Promise Promise `json:"promise,omitzero"`
}

// Promise says how a promise moves a limit.
type Promise struct {
	// Never: no promise moves it.
	Never bool `json:"never,omitempty"`
	// Consent: only with the customer's consent.
	Consent bool `json:"consent,omitempty"`
	// Customer: a time agreed with the customer before it starts is its limit (CM-5.2.5).
	Customer bool `json:"customer,omitempty"`
	// Alone is how far ahead one may promise without the head; zero is the policy's.
	Alone Limit `json:"alone,omitzero"`
}

// When narrows a window or a need to some tickets: each list that is not empty
// must hold one thing of the ticket. The zero When holds for all.
type When struct {
	Departments []string `json:"departments,omitempty"` // asked in one of them or below
	Channels    []string `json:"channels,omitempty"`    // Slack channels
	Via         []string `json:"via,omitempty"`         // service channels by code
	Types       []string `json:"types,omitempty"`
	Urgency     []string `json:"urgency,omitempty"`
	Marks       []string `json:"marks,omitempty"`  // urgent, major, supervised, task, frozen, leaderless, review, taskforce
	Askers      []string `json:"askers,omitempty"` // customer, member, unknown
	// Since is from when its rule book holds: tickets that began earlier are none of these.
	Since time.Time `json:"since,omitzero"`
}

// IsZero reports whether it holds for every ticket.
func (w When) IsZero() bool {
	return len(w.Departments)+len(w.Channels)+len(w.Via)+len(w.Types)+len(w.Urgency)+len(w.Marks)+len(w.Askers) == 0 && w.Since.IsZero()
}

// Runs reports whether the window runs, or stands still, in a ticket state.
func (w *Window) Runs(state string) bool {
	return slices.Contains(w.While, state) || w.Pauses(state)
}

// Pauses reports whether the window stands still in a ticket state.
func (w *Window) Pauses(state string) bool { return slices.Contains(w.Pause, state) }

// StepBefore is the working time before a rung: zero before the first, unless
// the window says otherwise.
func (w *Window) StepBefore(rung int) time.Duration {
	switch {
	case rung < len(w.Steps):
		return w.Steps[rung]
	case rung == 0:
		return 0
	default:
		return w.Step
	}
}

// Reminder is a point before the limit: a share of the window in percent, or
// a time before its end.
type Reminder struct {
	Percent int           `json:"percent,omitempty"`
	Before  time.Duration `json:"before,omitempty"`
}

// Window finds a window by its rule id; false if this version has none.
func (p *Policy) Window(rule string) (*Window, bool) {
	for i := range p.Windows {
		if p.Windows[i].Rule == rule {
			return &p.Windows[i], true
		}
	}
	return nil, false
}
