package ticket

import (
	"errors"
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
	// VerbPlan says what happens next.
	VerbPlan Verb = "plan"
	// VerbInform tells whoever asked all that the matter takes, VerbUnderstood is their word.
	VerbInform     Verb = "inform"
	VerbUnderstood Verb = "understood"
	// VerbAsk opens the next level, or asks the asker; VerbAnswer ends it.
	VerbAsk    Verb = "ask"
	VerbAnswer Verb = "answer"
	// VerbThirdParty waits for somebody outside, VerbResume ends any wait.
	VerbThirdParty Verb = "thirdparty"
	VerbResume     Verb = "resume"
	// VerbSupervise watches over it until a time, VerbComplainUp brings a breach before superiors.
	VerbSupervise  Verb = "supervise"
	VerbComplainUp Verb = "complain-up"
	// VerbCorrect puts another natural FR in the place of a wrong one.
	VerbCorrect Verb = "correct"
	// VerbUrgent and VerbMajor mark it, VerbAck acknowledges, VerbReport is the written report.
	VerbUrgent   Verb = "urgent"
	VerbMajor    Verb = "major"
	VerbAck      Verb = "ack"
	VerbReport   Verb = "report"
	VerbCallback Verb = "callback"
	// VerbRate says how satisfied the asker is.
	VerbRate Verb = "rate"
	// VerbConsent records the asker's yes to deal with a third party, VerbRedirect sends the request away.
	VerbConsent  Verb = "consent"
	VerbRedirect Verb = "redirect"
	// VerbField notes how the asker is reached, VerbDispute says that an order is another unit's.
	VerbField   Verb = "field"
	VerbDispute Verb = "dispute"
	// VerbDeclare notes that it was reported further in the asker's name.
	VerbDeclare Verb = "declare"
	// VerbTriage judges what it is, how urgent, and whom it concerns.
	VerbTriage Verb = "triage"
	// VerbLead names who leads it, VerbShare brings in departments, VerbTakeover
	// confirms that the person who asked was taken over. A window's until that names
	// the last also ends when somebody takes the request over whom nobody asked to.
	VerbLead     Verb = "lead"
	VerbShare    Verb = "share"
	VerbTakeover Verb = "takeover"
	// VerbEndorse is a leader's word that a request may go on.
	VerbEndorse Verb = "endorse"
	// VerbTaskforce gives it to several people under a lead, by a plan.
	VerbTaskforce Verb = "taskforce"
	// VerbDuplicate merges it into another, or undoes that; VerbJoined notes it on the other.
	VerbDuplicate Verb = "duplicate"
	VerbJoined    Verb = "joined"
	// VerbAbout says whom it is about, VerbRule decides, VerbReview asks to decide
	// anew, VerbFinal decides for good.
	VerbAbout  Verb = "about"
	VerbRule   Verb = "rule"
	VerbReview Verb = "review"
	VerbFinal  Verb = "final"
	// VerbReveal shows how the asker is reached to who has a part in it.
	VerbReveal Verb = "reveal"
	// VerbExport has a form of the rule books filled in.
	VerbExport Verb = "export"
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
	// To is the receiver of a handoff, who is named to lead it, or of whom news are
	// asked; already resolved.
	To Target
	// Question is what a rating answers; "" is the first question.
	Question string
	// With are the departments to share it with, or that a judgement or a handoff
	// names beside the receiver's, each with who stands for it.
	With []Target
	// Force are the members of a task force beside its lead, with their duties.
	Force []Member
	// Type and Urgency are what a request is judged to be.
	Type, Urgency string
	// Number is the ticket that was opened in the asker's name, or that it is the same as.
	Number int64
	// Until is the promised or supervised time.
	Until time.Time
	// Consent: the customer agreed to the time.
	Consent bool
	// Asker is who turns out to have asked.
	Asker Asker
	// Fields are what is noted of the asker, by field; "" takes a field away.
	Fields map[string]string
	// Account is what an answer says by name beside its text, by part.
	Account map[string]string
	// Body is who is responsible outside the house; a department of it is in To.
	Body string
	// Clock, Kind, User and Where are what a sender's report is about; Where is
	// also where a note was written.
	Clock string
	Kind  notice.Kind
	User  string
	Where notice.Recipient
}

// Target is a resolved receiver and how they were found.
type Target struct {
	User       string
	Rule       string // person, post, backup, duty, head or delegate
	For        string // who would have it, were they there; "" for nobody else
	Department string
	Topic      string
	Post       string // the post that answers for it; "" where none was asked for
}

// Decision is what a command or an instant comes to.
type Decision struct {
	Ticket  Ticket
	Events  []Event
	Notices []notice.Notice
	// Said is a word for whoever gave the command, about a forbidden phrase in it or
	// why they were not shown something; nil for none. Held: nothing else of the
	// command was carried out.
	Said *Refusal
	Held bool
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

	deeds []string         // the verbs that were carried out: what fulfils windows
	short bool             // what was done falls short of its verb: it fulfils none
	kept  []string         // limits that were kept or not, by clock
	since map[string]Clock // when clocks that were beaten would have started
	late  bool             // what is fired was due long ago
	had   []Clock          // the clocks that ran when the turn began; never changed

	relieved []Relief // the places that have somebody else now
}

// What one decision usually comes to.
const (
	usualEvents  = 4
	usualNotices = 6
)

func begin(t *Ticket, rules policy.Rules, now, at time.Time, by string) *turn {
	x := &turn{Ticket: *t, rules: rules, now: now.UTC(), at: at.UTC(), by: by, had: t.Clocks}
	if at.IsZero() {
		x.at = x.now
	}
	x.events, x.notices = make([]Event, 0, usualEvents), make([]notice.Notice, 0, usualNotices)
	x.Asked, x.Helpers, x.Chain = slices.Clone(t.Asked), slices.Clone(t.Helpers), slices.Clone(t.Chain)
	x.Clocks, x.Breaches, x.Urges = slices.Clone(t.Clocks), slices.Clone(t.Breaches), slices.Clone(t.Urges)
	for i := range x.Clocks {
		x.Clocks[i].Points = slices.Clone(t.Clocks[i].Points)
	}
	x.Faces, x.Runs, x.Told = slices.Clone(t.Faces), maps.Clone(t.Runs), maps.Clone(t.Told)
	x.Reliefs = slices.Clone(t.Reliefs)
	x.Levels, x.Marks, x.Helped = slices.Clone(t.Levels), slices.Clone(t.Marks), slices.Clone(t.Helped)
	x.Fulfilled, x.Spans = maps.Clone(t.Fulfilled), maps.Clone(t.Spans)
	x.Complained, x.Proposed = slices.Clone(t.Complained), slices.Clone(t.Proposed)
	x.Shared, x.Together = slices.Clone(t.Shared), slices.Clone(t.Together)
	x.Contact, x.Declared = maps.Clone(t.Contact), slices.Clone(t.Declared)
	x.Ratings, x.Account = maps.Clone(t.Ratings), maps.Clone(t.Account)
	x.Joined, x.Force = slices.Clone(t.Joined), slices.Clone(t.Force)
	if t.Handoff != nil {
		h := *t.Handoff
		x.Handoff = &h
	}
	return x
}

// Apply decides a command on a ticket at an instant. The ticket given is not
// touched. The error is a *Refusal for the person, or nil.
func Apply(t *Ticket, c Command, rules policy.Rules, now time.Time) (Decision, error) {
	if !t.Opened() {
		return beforeOpening(t, c, rules, now)
	}
	x := begin(t, rules, now, c.At, c.Actor)
	phrase := x.forbidden(c)
	if err := x.do(c); err != nil {
		if said, ok := errors.AsType[*Refusal](err); ok && said.Code == NotShown {
			return unrevealed(t, c, said, rules, x), nil
		}
		return Decision{}, err
	}
	if phrase == nil {
		x.settle()
		return x.decision(), nil
	}
	if phrase.held {
		x = begin(t, rules, now, c.At, c.Actor)
	}
	said := x.speak(phrase)
	x.settle()
	d := x.decision()
	d.Said, d.Held = said, phrase.held
	return d, nil
}

func (x *turn) do(c Command) error {
	if err := x.archived(c); err != nil {
		return err
	}
	if err := x.needs(c); err != nil {
		return err
	}
	for _, stands := range []func(Command) error{x.barred, x.underReview, x.waitsForLead, x.awaitsEndorsement} {
		if err := stands(c); err != nil {
			return err
		}
	}
	return x.carryOut(c)
}

func (x *turn) carryOut(c Command) error {
	do := verb(c.Verb)
	if do == nil {
		return refuse(NeedText, nil)
	}
	permitted := x.permitted(c) // before anything changes; what the verb says for itself says more
	if err := do(x, c); err != nil {
		return err
	}
	if !x.short {
		x.deeds = append(x.deeds, string(c.Verb))
	}
	x.acted(c.Actor)
	x.register()
	x.recognise(c)
	x.await()
	return permitted
}

// decision closes the turn: what waits for the settled clocks is said, and
// every live message is drawn again.
func (x *turn) decision() Decision {
	for _, say := range x.after {
		say()
	}
	if !slices.Contains(x.deeds, string(VerbUnreachable)) { // a message that failed causes no next one
		x.ensureCard()
	}
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
	h := Hold{User: user, As: as, From: x.now}
	if end == relieved || end == restored {
		h.Post = x.cameBy(as)
	}
	x.release(as, end)
	x.Chain = append(x.Chain, h)
}

// cameBy is the post by which whoever holds it in a capacity got it.
func (x *turn) cameBy(as HoldAs) string {
	for _, h := range slices.Backward(x.Chain) {
		if h.As == as && h.End == "" {
			return h.Post
		}
	}
	return ""
}

// byPost notes by which post somebody has just got it.
func (x *turn) byPost(post string) { x.Chain[len(x.Chain)-1].Post = post }

// release ends the open link of a capacity.
func (x *turn) release(as HoldAs, end string) {
	for i := range x.Chain {
		if h := &x.Chain[i]; h.As == as && h.End == "" {
			h.To, h.End = x.now, end
		}
	}
}
