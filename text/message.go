package text

import (
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// Message is something said, ready but for the platform's last coat: bot/ turns
// its parts into blocks. Plain alone must be understood: screen readers and
// notifications show nothing else, and its first 60 characters say number, who,
// what and by when.
type Message struct {
	Plain string
	Parts []Part
}

// PartKind says what a part of a message is.
type PartKind int

// The kinds of part.
const (
	Para    PartKind = iota // a paragraph
	Title                   // a heading, plain text
	Fields                  // short facts, side by side
	Context                 // small print
	Buttons                 // a row of buttons
	Divider
	Menu // a paragraph with its buttons in a menu at its side: at most five, none of them asks first
)

// Part is one part of a message. Text and Facts are already encoded by the
// Encoder; Title and button labels are plain.
type Part struct {
	Kind    PartKind
	Text    string
	Facts   []string
	Buttons []Button
	// Ticket is whose matter it is in a message of several; 0 is the message's own.
	Ticket int64 `json:",omitempty"`
}

// Button does what a verb does; every button has a verb that does the same.
type Button struct {
	Label   string
	Verb    string
	Detail  string // action_id is VERB or VERB:detail
	Value   string
	Primary bool
	Danger  bool
	Confirm string // a question asked before it acts; "" for none
}

// FieldKind says what a form field takes.
type FieldKind int

// The kinds of field.
const (
	Line    FieldKind = iota // one line of text
	Lines                    // several lines
	Person                   // a person of the workspace
	People                   // people of the workspace; Initial has commas between their ids
	Choice                   // one of Options, as a menu
	Choices                  // any of Options, as a menu; Initial has commas between their values
	Radio                    // one of Options, all in sight
	Day                      // a date; Initial is 2006-01-02
	Instant                  // a date and a time; Initial is Unix seconds
	Note                     // no input: a paragraph that explains
)

// Option is a choice of a field.
type Option struct{ Label, Value string }

// Field is an input of a form. ID is the block id, and what an error is keyed by.
type Field struct {
	ID       string
	Kind     FieldKind
	Label    string
	Hint     string
	Options  []Option
	Initial  string
	Optional bool
	Max      int
	// Problem is what is wrong with what was typed; "" for nothing.
	Problem string
}

// Form is a dialog for one verb on one ticket.
type Form struct {
	Verb   string
	Title  string // at most 24 characters
	Submit string
	Cancel string
	Fields []Field
}

// Encoder turns facts into the platform's text. Plain encoders show names;
// the platform's may mention.
type Encoder interface {
	// Escape makes people's own text inert: no mention, no markup, no link.
	Escape(s string) string
	// Bold makes encoded text stand out.
	Bold(s string) string
	// Mention notifies a person.
	Mention(user string) string
	// Name shows a person without notifying them.
	Name(user string) string
	// Channel shows a channel.
	Channel(id string) string
	// Time shows an instant the way the platform does; fallback is the words for it.
	Time(t time.Time, fallback string) string
	// Link shows a link with an encoded label.
	Link(url, label string) string
}

// Reader is whoever will read it.
type Reader struct {
	User   string // "" for a channel
	Locale string // one of Locales
	Zone   *time.Location
}

// Rules are what words may look at besides the ticket; the rooms above text/
// pass them on without looking inside.
type Rules = policy.Rules

// View is all that words are made from: the ticket as it is now, the rules
// now, and the reader.
type View struct {
	Ticket *ticket.Ticket // nil where there is none
	Rules  policy.Rules
	Now    time.Time
	Reader Reader
	Rich   Encoder // for Parts
	Bare   Encoder // for Plain
	// Items are the matters of a message of several, in their order; Most is how
	// many of them may be shown, 0 for as many as fit, and Tight asks for the short form.
	Items []ItemView
	Most  int
	Tight bool
}

// ItemView is one matter of a message of several: the ticket as it is now, nil
// where it can't be read, and its rules.
type ItemView struct {
	Item   notice.Item
	Ticket *ticket.Ticket
	Rules  policy.Rules
}

// Answer is what a person gets back for what they typed or pressed. Key names
// the words; the rest is what they are made from.
type Answer struct {
	Key    string
	Params notice.Params
	// Tickets are rows of a list; Reasons of why; Verbs of help.
	Tickets []ticket.Ticket
	Reasons []ticket.Reason
	Verbs   []VerbHelp
	// Events are the history that show and export print.
	Events []ticket.Event
	// Paper is the form that export fills in.
	Paper policy.Form `json:",omitzero"`
	// Labels are the words of the rule books, for why and export.
	Labels policy.Labels `json:"-"`
	// Options are people or desks to choose from when a name was unclear.
	Options []Option
	// Duties are who is on duty, by department.
	Duties []Duty
	// Posts are who answers for what.
	Posts []PostRow
	// Absences are who is away, in their order.
	Absences []policy.Absence `json:",omitempty"`
	// Refused is why nothing was done; its words are Refused's.
	Refused *ticket.Refusal
	// Typed is what the person wrote, handed back whole so that nothing is lost.
	Typed string
}

// VerbHelp is one verb as help shows it.
type VerbHelp struct {
	Verb    string
	Number  bool // needs a ticket number
	Allowed bool // may be used on the ticket in question, or at all
}

// PostRow is a post as it is now, with what of it a head said; May is true for
// whoever may change it.
type PostRow struct {
	Department string
	Post       policy.Post
	Edits      []PostEdit
	May        bool
}

// PostEdit is a part of a post that a head said, and what the configuration
// says of it: people by id, or topics.
type PostEdit struct {
	Part   string
	By     string
	At     time.Time
	File   []string
	Person bool
}

// Duty is one row of who is on duty: now when Open, else from From on. Of a
// named day it is a shift.
type Duty struct {
	Department string
	User       string
	With       []string // beside them
	From       time.Time
	Until      time.Time // zero where nobody knows
	Open       bool
	// How is what made it them ("swap", "cover" and so on), For in whose place;
	// Layer is the shift's name and Rule the rule behind it.
	How, For, Layer, Rule string
	// Next is who comes after them, from NextFrom on, zero for as soon as they are
	// there; "" for nobody in the next days.
	Next     string
	NextFrom time.Time
	// Left is what the shifts of this month left to the next, for heads.
	Left Left
}

// Left is how many shifts have ended, how many of them left something to the
// next, and how many matters; by a rule. It is said where shifts have ended.
type Left struct {
	Shifts, Leaving, Matters int
	Rule                     string
}
