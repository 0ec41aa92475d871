package ticket

import (
	"maps"
	"slices"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// Verb is what a command does; the outside writes it the same way.
type Verb string

// The verbs that change a ticket.
const (
	VerbNew      Verb = "new"
	VerbAccept   Verb = "accept"
	VerbHandoff  Verb = "handoff"
	VerbReturn   Verb = "return"
	VerbUrge     Verb = "urge"
	VerbPromise  Verb = "promise"
	VerbResolve  Verb = "resolve"
	VerbReply    Verb = "reply"
	VerbConfirm  Verb = "confirm"
	VerbReopen   Verb = "reopen"
	VerbEscalate Verb = "escalate"
	VerbWithdraw Verb = "withdraw"
	VerbAsker    Verb = "asker"
	VerbNote     Verb = "note"
	// VerbDelivered and VerbUnreachable are reports of the sender, VerbEdited of Slack.
	VerbDelivered   Verb = "delivered"
	VerbUnreachable Verb = "unreachable"
	VerbEdited      Verb = "edited"
	VerbMoved       Verb = "moved"
)

// Command is what somebody wants done to a ticket.
type Command struct {
	Verb  Verb
	Actor string // "" for the system
	// At is when the verified request arrived: a command is in time if it
	// arrived before the limit, however late it is decided.
	At time.Time
	// Text is the reason, result, note or explanation.
	Text string
	// Word is a quick reason, a key of text/.
	Word string
	// To is the receiver of a handoff, already resolved.
	To Target
	// Until is the promised time.
	Until time.Time
	// Asker is who turns out to have asked.
	Asker Asker
	// Clock, Kind, User and Where are what a sender's report is about.
	Clock string
	Kind  notice.Kind
	User  string
	Where notice.Recipient
}

// Target is a resolved receiver and how they were found.
type Target struct {
	User       string
	Rule       string // person, post, backup, duty or head
	Department string
	Topic      string
}

// Decision is what a command or an instant comes to.
type Decision struct {
	Ticket  Ticket
	Events  []Event
	Notices []notice.Notice
}

// turn is one decision in the making: a private copy of the ticket and what
// happened to it so far.
type turn struct {
	Ticket
	rules   policy.Rules
	now     time.Time
	at      time.Time // of the request; now for a clock
	by      string
	events  []Event
	notices []notice.Notice
	after   []func() // said once the clocks are settled
}

func begin(t *Ticket, rules policy.Rules, now, at time.Time, by string) *turn {
	x := &turn{Ticket: *t, rules: rules, now: now.UTC(), at: at.UTC(), by: by}
	if at.IsZero() {
		x.at = x.now
	}
	x.Asked, x.Helpers, x.Chain = slices.Clone(t.Asked), slices.Clone(t.Helpers), slices.Clone(t.Chain)
	x.Clocks, x.Breaches, x.Urges = slices.Clone(t.Clocks), slices.Clone(t.Breaches), slices.Clone(t.Urges)
	for i := range x.Clocks {
		x.Clocks[i].Points = slices.Clone(t.Clocks[i].Points)
	}
	x.Faces, x.Runs, x.Told = slices.Clone(t.Faces), maps.Clone(t.Runs), maps.Clone(t.Told)
	if t.Handoff != nil {
		h := *t.Handoff
		x.Handoff = &h
	}
	return x
}

// Apply decides a command on a ticket at an instant. The ticket given is not
// touched. The error is a *Refusal for the person, or nil.
func Apply(t *Ticket, c Command, rules policy.Rules, now time.Time) (Decision, error) {
	x := begin(t, rules, now, c.At, c.Actor)
	if err := x.do(c); err != nil {
		return Decision{}, err
	}
	x.settle()
	return x.decision(), nil
}

func (x *turn) do(c Command) error {
	verbs := map[Verb]func(Command) error{
		VerbAccept: x.accept, VerbHandoff: x.handoff, VerbReturn: x.giveBack, VerbUrge: x.urge,
		VerbPromise: x.promise, VerbResolve: x.resolve, VerbReply: x.reply, VerbConfirm: x.confirm,
		VerbReopen: x.reopen, VerbEscalate: x.escalate, VerbWithdraw: x.withdraw, VerbAsker: x.asker,
		VerbNote: x.note, VerbEdited: x.edited, VerbDelivered: x.delivered, VerbUnreachable: x.unreachable,
		VerbMoved: x.moved,
	}
	do, known := verbs[c.Verb]
	if !known {
		return refuse(NeedText, nil)
	}
	return do(c)
}

// decision closes the turn: what waits for the settled clocks is said, and
// every live message is drawn again.
func (x *turn) decision() Decision {
	for _, say := range x.after {
		say()
	}
	x.ensureCard()
	x.redraw()
	return Decision{Ticket: x.Ticket, Events: x.events, Notices: x.notices}
}

// event appends a fact, by the actor if it names nobody. The pointer holds
// until the next event.
func (x *turn) event(e Event) *Event {
	x.Seq++
	e.Seq, e.At = x.Seq, x.now
	if e.By == "" {
		e.By = x.by
	}
	x.events = append(x.events, e)
	return &x.events[len(x.events)-1]
}

// move changes the state and writes the event of it.
func (x *turn) move(to State, e Event) {
	if x.State != to {
		e.From, e.State = x.State, to
	}
	x.State = to
	x.event(e)
}

// hold ends the current link of a capacity and begins the next.
func (x *turn) hold(user string, as HoldAs, end string) {
	x.release(as, end)
	x.Chain = append(x.Chain, Hold{User: user, As: as, From: x.now})
}

// release ends the open link of a capacity.
func (x *turn) release(as HoldAs, end string) {
	for i := range x.Chain {
		if h := &x.Chain[i]; h.As == as && h.End == "" {
			h.To, h.End = x.now, end
		}
	}
}
