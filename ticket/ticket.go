// Package ticket is the state machine of a request: who follows it, who must
// answer, who is responsible, and which clocks run on them. Everything here is
// pure: a ticket, a command or an instant, and the rules go in; the new ticket,
// its events and what is to be said come out.
package ticket

import (
	"time"

	"github.com/firstask/firstask/policy"
)

// Format is the version of the stored document.
const Format = 1

// Ticket is one request and all that was decided about it. It is stored as one
// document; times are UTC.
type Ticket struct {
	Format int   `json:"format"`
	Number int64 `json:"number"`
	// Policy is the content hash of the policy version it began under.
	Policy    string    `json:"policy"`
	State     State     `json:"state"`
	CreatedAt time.Time `json:"created_at"`

	// Department is the one it was asked in; "" when no desk stands behind it.
	Department string `json:"department,omitempty"`
	// Via is the service channel's code (FA-04), Type and Urgency as registered.
	Via     string `json:"via,omitempty"`
	Type    string `json:"type,omitempty"`
	Urgency string `json:"urgency,omitempty"`
	// Triage is the first judgement of it; nil while nobody gave one.
	Triage *Triage `json:"triage,omitempty"`
	// Route is where the rules send such a request; nil for nowhere. Nothing moves by it alone.
	Route *Route `json:"route,omitempty"`

	Post Post   `json:"post"`
	Text string `json:"text"` // as captured, whole; edits are events
	// CapturedBy typed it, pressed the shortcut or the emoji.
	CapturedBy string `json:"captured_by"`
	// Asker has the problem.
	Asker Asker `json:"asker"`
	// Suggestion is the standard answer that came before the ticket; nil for none.
	Suggestion *Suggestion `json:"suggestion,omitempty"`
	// Contact is how to reach them and what else a rule book wants noted, by field;
	// Noted is how much of what it wants is there.
	Contact map[string]string `json:"contact,omitempty"`
	Noted   Noted             `json:"noted,omitzero"`
	// Account is what the answer says by name beside its text, by part.
	Account map[string]string `json:"account,omitempty"`
	// Evidence is what was found out, oldest first.
	Evidence []Evidence `json:"evidence,omitempty"`
	// Informed is what whoever asked was told in one go; nil while nobody did.
	Informed *Informed `json:"informed,omitempty"`
	// Parent is the ticket that this one was declared for, in the asker's name;
	// Declared are those that were declared for this one, oldest first.
	Parent   int64   `json:"parent,omitempty"`
	Declared []int64 `json:"declared,omitempty"`
	// Again is what it repeats, Merge into which request it was merged (nil for
	// none), Joined are the requests that were merged into this one.
	Again  Again    `json:"again,omitzero"`
	Merge  *Merge   `json:"merge,omitempty"`
	Joined []Joined `json:"joined,omitempty"`
	// Natural was asked first and follows to the end (FA-07, FA-08).
	Natural NaturalFR `json:"natural"`
	// Together are those who were asked together with the natural FR, in the
	// order they were named: they need do nothing.
	Together []string `json:"together,omitempty"`
	// Correction is another natural FR that somebody proposed and no head has
	// agreed to yet; Corrected are those whose place another took, oldest first.
	Correction *Correction `json:"correction,omitempty"`
	Corrected  []NaturalFR `json:"corrected,omitempty"`
	// Responsible accepted it; "" until somebody does.
	Responsible string `json:"responsible,omitempty"`
	// Handoff is the offer that waits for an answer; nil when none does.
	Handoff *Handoff `json:"handoff,omitempty"`
	// Asked are all who were ever asked to take it, oldest first.
	Asked []string `json:"asked,omitempty"`
	// Helpers are the superiors that ladders have asked so far; Open is true once a ladder ended in the fallback channel.
	Helpers []string `json:"helpers,omitempty"`
	Open    bool     `json:"open,omitempty"`
	// Chain is who held what from when to when, oldest first.
	Chain []Hold `json:"chain"`

	Clocks   []Clock        `json:"clocks,omitempty"`
	Runs     map[string]int `json:"runs,omitempty"` // clock starts so far, by rule
	Breaches []Breach       `json:"breaches,omitempty"`
	// Agreed is the time a superior agreed before anybody accepted.
	Agreed time.Time `json:"agreed,omitzero"`
	Urges  []Urge    `json:"urges,omitempty"`
	// Promise is the last time agreed with the asker; Wish one that waits for the head.
	Promise Agreement `json:"promise,omitzero"`
	Wish    *Wish     `json:"wish,omitempty"`
	// Given is the time somebody gave it: a task's date, or that of a supervision.
	Given time.Time `json:"given,omitzero"`
	// Marks are overlays of the state: urgent, major, supervised, task, and what
	// waits for a lead.
	Marks []Mark `json:"marks,omitempty"`
	// Levels are the questions to further levels, the next one first; the last
	// open one waits for its answer (FA-09.3).
	Levels []Level `json:"levels,omitempty"`
	// Reliefs are what moved away from people who were not there, oldest first.
	Reliefs []Relief `json:"reliefs,omitempty"`
	// Waits is whom the ticket waits for outside, while its state says so.
	Waits Wait `json:"waits,omitzero"`
	// Consent is the asker's yes to deal with a third party themselves (FA-17).
	Consent Consent `json:"consent,omitzero"`
	// About is whom the matter is about: they decide nothing of it. Ruling is what
	// was ruled; nil while nobody has. Outcome is a result that nobody ruled, as it
	// was passed on to them; nil where it was not.
	About   string  `json:"about,omitempty"`
	Ruling  *Ruling `json:"ruling,omitempty"`
	Outcome *Ruling `json:"outcome,omitempty"`
	// Endorsement is the word of a leader that it waits for, or has; nil where the
	// rule book wants none.
	Endorsement *Endorsement `json:"endorsement,omitempty"`
	// Redirect is where it belongs instead of here; zero while nobody said so.
	Redirect Redirect `json:"redirect,omitzero"`
	// Helped is who was asked on which step of a ladder, oldest first.
	Helped []Help `json:"helped,omitempty"`
	// Fulfilled are the windows that a verb fulfilled for good, Spans when the
	// clock of a rule that others follow last ran.
	Fulfilled map[string]time.Time `json:"fulfilled,omitempty"`
	Spans     map[string]Span      `json:"spans,omitempty"`
	// Complained are the clocks whose breach was brought before the superiors;
	// Proposed those that the natural FR wants brought there.
	Complained []string `json:"complained,omitempty"`
	Proposed   []string `json:"proposed,omitempty"`

	// Public says which of the three public lines were said.
	Public Public `json:"public"`
	Result Result `json:"result"`
	// End is how and when it ended; zero while it runs. Ends is how it will have
	// ended once the callback is made.
	End  End    `json:"end"`
	Ends Ending `json:"ends,omitempty"`
	// CallsBack is to call the customer back in place of who follows it; see Caller.
	CallsBack string `json:"calls_back,omitempty"`
	// Ratings are what the asker said of the present answer, by question.
	Ratings map[string]string `json:"ratings,omitempty"`
	// Surveyed is when a survey asked about it, which happens once; zero for not yet.
	Surveyed time.Time `json:"surveyed,omitzero"`
	// Faces are the live messages to draw again when something changes.
	Faces []Face `json:"faces,omitempty"`
	// Told is when each person was last told about the ticket by a clock.
	Told map[string]time.Time `json:"told,omitempty"`

	Handoffs int `json:"handoffs,omitempty"`
	Returns  int `json:"returns,omitempty"`
	// Passed are the handoffs and returns since the beginning, or since a lead was
	// named: too many of them freeze the ticket.
	Passed policy.PingPong `json:"passed,omitzero"`
	// Leader is who was last named to lead it, by a superior's word.
	Leader Leader `json:"leader,omitzero"`
	// Shared are the departments that have a part in it beside the one that has it.
	Shared []Share `json:"shared,omitempty"`
	// Force are the members of its task force beside whoever leads it; none without one.
	Force []Member `json:"force,omitempty"`
	// Released is when the natural FR stopped following, ReleasedBy whose word that
	// was. Who was asked first stays on record.
	Released   time.Time `json:"released,omitzero"`
	ReleasedBy string    `json:"released_by,omitempty"`
	Reopened   int       `json:"reopened,omitempty"`
	// Said counts notices, Seq events: both make keys that never repeat.
	Said int `json:"said"`
	Seq  int `json:"seq"`
}

// Post is the Slack message a request came from; zero for a slash command.
type Post struct {
	Channel string `json:"channel,omitempty"` // also set for a slash command: where it was typed
	TS      string `json:"ts,omitempty"`
	Thread  string `json:"thread,omitempty"` // the thread it stands in, if it is a reply
	Link    string `json:"link,omitempty"`
	Author  string `json:"author,omitempty"`
	// Private: a channel not everybody can read; DM: the bot's conversation with one person.
	Private bool `json:"private,omitempty"`
	DM      bool `json:"dm,omitempty"`
	// Hidden: the bot can neither read nor post there until somebody invites it.
	Hidden bool `json:"hidden,omitempty"`
	// Every: it came from a channel where each post is a request.
	Every bool `json:"every,omitempty"`
}

// closed reports whether the post is not the capturer's to show: it stands in a
// private channel or in a DM between people, and the bot is not there or
// somebody else wrote it.
func (p Post) closed(by string) bool {
	return p.Private && (p.Hidden || (!p.DM && p.Author != by))
}

// AskerKind says who asked.
type AskerKind string

// The kinds of asker. Unknown is asked for once, after a typed command.
const (
	AskerUnknown  AskerKind = "unknown"
	AskerCustomer AskerKind = "customer" // outside Slack
	AskerMember   AskerKind = "member"   // in Slack
)

// Asker has the problem: a person in Slack, or somebody outside it by name.
type Asker struct {
	Kind AskerKind `json:"kind"`
	User string    `json:"user,omitempty"`
	Name string    `json:"name,omitempty"`
}

// InSlack reports whether the bot can tell the asker itself.
func (a Asker) InSlack() bool { return a.Kind == AskerMember && a.User != "" }

// NaturalFR is the natural first-asked person, recorded for good: only a
// correction that two people agree on puts another in their place.
type NaturalFR struct {
	User string `json:"user"`
	// By says how they were found, Rule which rule of the rule book asks for it.
	By   policy.FirstBy `json:"by,omitempty"`
	Rule string         `json:"rule"`
	// Over is what put them before the others who were asked together.
	Over policy.SeniorBy `json:"over,omitempty"`
	// From is when the matter became theirs: the capture, or the opening of their shift.
	From   time.Time `json:"from"`
	OnDuty bool      `json:"on_duty,omitempty"`
	// Stands follows it in their place while they are not there; "" while they do
	// so themselves. See Follower.
	Stands string `json:"stands,omitempty"`
}

// Handoff is an offer: it moves nothing until the receiver accepts.
type Handoff struct {
	N    int    `json:"n"`
	From string `json:"from"`
	To   string `json:"to"`
	// Rule is how the receiver was found: person, post, backup, duty or head.
	Rule       string    `json:"rule"`
	Department string    `json:"department,omitempty"`
	Topic      string    `json:"topic,omitempty"`
	Post       string    `json:"post,omitempty"` // the post that was asked for
	Reason     string    `json:"reason,omitempty"`
	At         time.Time `json:"at"`
}

// HoldAs says in what capacity somebody held a ticket.
type HoldAs string

// The capacities.
const (
	AsNatural     HoldAs = "natural"
	AsReceiver    HoldAs = "receiver"
	AsResponsible HoldAs = "responsible"
)

// Hold is one link of the chain of responsibility.
type Hold struct {
	User string    `json:"user"`
	As   HoldAs    `json:"as"`
	From time.Time `json:"from"`
	To   time.Time `json:"to,omitzero"`
	// End is the verb or clock that ended it; "" while it lasts.
	End string `json:"end,omitempty"`
	// Post is the post by which it came to them; "" for none.
	Post string `json:"post,omitempty"`
}

// Breach is a limit that passed. System breaches count against nobody.
type Breach struct {
	Rule    string `json:"rule"`
	Clock   string `json:"clock"`
	Subject string `json:"subject,omitempty"`
	System  bool   `json:"system,omitempty"`
	// Promised is true where the limit was a promised time.
	Promised bool `json:"promised,omitempty"`
	// Start, Calendar and Stands say what was counted up to the limit.
	Start    time.Time `json:"start,omitzero"`
	Calendar string    `json:"calendar,omitempty"`
	Stands   []Span    `json:"stands,omitempty"`
	At       time.Time `json:"at"`    // the limit
	Found    time.Time `json:"found"` // when the clock was fired
	Note     string    `json:"note,omitempty"`
}

// Urge is a request for news.
type Urge struct {
	By string    `json:"by"`
	To string    `json:"to"`
	At time.Time `json:"at"`
}

// Public says which of the three public lines were said.
type Public struct {
	Received bool `json:"received,omitempty"`
	Delayed  bool `json:"delayed,omitempty"`
	Solved   bool `json:"solved,omitempty"`
	// News is when the asker was last told to expect news.
	News time.Time `json:"news,omitzero"`
}

// Result is what came of it.
type Result struct {
	Text string    `json:"text,omitempty"`
	By   string    `json:"by,omitempty"`
	At   time.Time `json:"at,omitzero"`
	// Answer is the standard answer that was given, by its id; "" for words of one's own.
	Answer string `json:"answer,omitempty"`
	// Explained: it was not done, and Text says why.
	Explained bool `json:"explained,omitempty"`
	// Teller brings it to an asker who is not in Slack; "" is the natural FR.
	Teller string `json:"teller,omitempty"`
}

// Ending says how a ticket ended.
type Ending string

// The endings.
const (
	Confirmed   Ending = "confirmed"   // by the asker
	Unconfirmed Ending = "unconfirmed" // silence: never counted as satisfied
	Told        Ending = "told"        // the natural FR told somebody outside Slack
	TakenDown   Ending = "withdrawn"
	NotRequest  Ending = "not_request" // the asker can undo it
	SentOn      Ending = "redirected"  // the asker was told where it belongs
	SameAs      Ending = "duplicate"   // it goes on with another request
	// ByAnswer: the asker said that a standard answer solves it.
	ByAnswer Ending = "standard_answer"
)

// End is how, by whom and when it ended.
type End struct {
	How Ending    `json:"how,omitempty"`
	By  string    `json:"by,omitempty"`
	At  time.Time `json:"at,omitzero"`
	// ArchiveAt is when it is archived; zero for never.
	ArchiveAt time.Time `json:"archive_at,omitzero"`
	// SurveyAt is when a survey asks about it; zero for never.
	SurveyAt time.Time `json:"survey_at,omitzero"`
}

// Agreement is a time agreed instead of a limit.
type Agreement struct {
	Until   time.Time `json:"until"`
	By      string    `json:"by"`
	At      time.Time `json:"at"`
	Consent bool      `json:"consent,omitempty"` // of the customer
}

// Wish is a later time that is further off than one may promise alone: it
// changes nothing until a head agrees.
type Wish struct {
	Agreement
	Clock  string `json:"clock"`
	Reason string `json:"reason,omitempty"`
	To     string `json:"to"` // the head who was asked
}

// Wait is what the ticket waits for outside: the customer or a third party.
type Wait struct {
	For   string    `json:"for,omitempty"`
	Text  string    `json:"text,omitempty"`
	Since time.Time `json:"since,omitzero"`
	// Direct: the asker deals with the third party themselves.
	Direct bool `json:"direct,omitempty"`
}

// Route is where the rules send a request, and what led there.
type Route struct {
	Department string `json:"department,omitempty"`
	Post       string `json:"post,omitempty"`
	Role       string `json:"role,omitempty"`
	Topic      string `json:"topic,omitempty"` // the word that was found in the text
	Rule       string `json:"rule,omitempty"`
	// With are further places that have a part in it.
	With []policy.Place `json:"with,omitempty"`
}

// Consent is the asker's yes: theirs in Slack, or as somebody recorded it.
type Consent struct {
	By   string    `json:"by,omitempty"` // who recorded it
	Text string    `json:"text,omitempty"`
	At   time.Time `json:"at,omitzero"`
}

// Redirect is where a request belongs: a department, or a body outside.
type Redirect struct {
	Department string    `json:"department,omitempty"`
	Body       string    `json:"body,omitempty"`
	Text       string    `json:"text,omitempty"` // what the asker is told
	By         string    `json:"by,omitempty"`
	At         time.Time `json:"at,omitzero"`
}

// Help is a superior that a ladder or an escalation asked.
type Help struct {
	Step policy.Step `json:"step"`
	User string      `json:"user"`
	At   time.Time   `json:"at"`
	// Endorses is true of who was asked for a leader's word only, not for help.
	Endorses bool `json:"endorses,omitempty"`
}

// Span is when a clock ran.
type Span struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to,omitzero"`
}
