// Package notice says what is to be told to whom and why, without words: the
// wording is chosen in text/ at the last moment, in the reader's language, and
// from the ticket as it is then.
package notice

import (
	"strconv"
	"strings"
	"time"
)

// Class is the order in which waiting notices of one lane are sent.
type Class int

// The three classes of the outbox, most pressing first.
const (
	Answer Class = iota // somebody is waiting for it: receipts, handoffs, results
	Alert               // reminders, limits, escalations
	Edit                // a live message drawn again
)

// Notice is one thing to be said. It is saved in the same commit as the change
// that caused it and is sent at least once; Key makes that once visible.
type Notice struct {
	// Key names the effect, unique in a workspace: the same key is never said twice.
	Key string `json:"key"`
	// Kind says what it is about; text/ has the words of every kind.
	Kind Kind `json:"kind"`
	// Ticket is the number of the ticket it speaks of.
	Ticket int64 `json:"ticket,omitempty"`
	// To is where it goes.
	To Recipient `json:"to"`
	// Params are the facts its words need beyond the ticket itself.
	Params Params `json:"params,omitempty"`
	// Slot, when set, names a live message: the first notice of a slot posts it,
	// later ones edit it in place, and those still waiting overwrite each other.
	Slot string `json:"slot,omitempty"`
	// Class orders it within its lane.
	Class Class `json:"class,omitempty"`
	// After is the instant before which it must not be said; zero for none.
	After time.Time `json:"after,omitzero"`
	// Fold, when set, is how long notices to the same person join one message: those
	// that wait together are said together, and after such a message the next
	// waits until so much time has passed.
	Fold time.Duration `json:"fold,omitempty"`
	// Quota, when set, leaves the notice to its reader's list of the morning if they
	// have been told much already; an edit of what stands is always made.
	Quota Quota `json:"quota,omitzero"`
	// Items are what a message of several matters is made of: the folded
	// escalations, or the lines of a digest. Ticket is then 0.
	Items []Item `json:"items,omitempty"`
}

// Quota is how many messages a person may have had in the last hour and in the
// last 24 hours before a notice is spared them. Zero: it is always said.
type Quota struct {
	Hour int `json:"hour,omitempty"`
	Day  int `json:"day,omitempty"`
}

// Item is one matter of a message that speaks of several: a notice's own part.
type Item struct {
	Key    string `json:"key,omitempty"`
	Kind   Kind   `json:"kind"`
	Ticket int64  `json:"ticket"`
	Params Params `json:"params,omitempty"`
	Slot   string `json:"slot,omitempty"`
}

// Notice is the item as a notice of its own to the same recipient.
func (i Item) Notice(of Notice) Notice {
	return Notice{Key: i.Key, Kind: i.Kind, Ticket: i.Ticket, To: of.To, Params: i.Params, Slot: i.Slot, Class: of.Class}
}

// Item is the notice as a part of a message of several.
func (n Notice) Item() Item {
	return Item{Key: n.Key, Kind: n.Kind, Ticket: n.Ticket, Params: n.Params, Slot: n.Slot}
}

// Recipient is a person's DM, or a channel, or a thread of a channel.
type Recipient struct {
	User    string `json:"user,omitempty"`
	Channel string `json:"channel,omitempty"`
	Thread  string `json:"thread,omitempty"`
	// Else is the person whose DM receives it when the channel cannot.
	Else string `json:"else,omitempty"`
}

// Lane is the outbox lane of the recipient: the channel, or the person's DM.
func (r Recipient) Lane() string {
	if r.Channel != "" {
		return r.Channel
	}
	return r.User
}

// Params are named facts; each value says of what type it is.
type Params map[string]Value

// Value is a typed fact: a person, a channel, an instant or plain text. The
// type travels with the value ("u:U0ANN"), so no renderer guesses.
type Value string

// User is a person, by Slack id.
func User(id string) Value { return Value("u:" + id) }

// People are several people, by Slack id, in their order.
func People(ids ...string) Value { return Value("p:" + strings.Join(ids, " ")) }

// Channel is a channel, by Slack id.
func Channel(id string) Value { return Value("c:" + id) }

// Time is an instant, shown in the reader's zone.
func Time(t time.Time) Value { return Value("t:" + t.UTC().Format(time.RFC3339Nano)) }

// Text is text as somebody wrote it; it is always shown escaped.
func Text(s string) Value { return Value("s:" + s) }

// Word is a key of text/: a state, a verb, a reason, translated for the reader.
func Word(key string) Value { return Value("w:" + key) }

// Number is a count.
func Number(n int) Value { return Value("n:" + strconv.Itoa(n)) }

// Span is a length of time.
func Span(d time.Duration) Value { return Value("d:" + d.String()) }

// Type is the type letter of the value: u, p, c, t, s, w, n or d; 0 for none.
func (v Value) Type() byte {
	if len(v) > 1 && v[1] == ':' {
		return v[0]
	}
	return 0
}

// Raw is the value without its type.
func (v Value) Raw() string {
	_, raw, found := strings.Cut(string(v), ":")
	if !found {
		return string(v)
	}
	return raw
}

// Instant reads a Time value; false if it is none.
func (v Value) Instant() (time.Time, bool) {
	if v.Type() != 't' {
		return time.Time{}, false
	}
	t, err := time.Parse(time.RFC3339Nano, v.Raw())
	return t, err == nil
}
