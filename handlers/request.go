// Package handlers carries out what people ask of firstask: one file per verb,
// a request in, a committed ticket command, a reply. It knows neither Slack nor
// Redis.
package handlers

import (
	"time"

	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// Source says how a request came.
type Source string

// The sources.
const (
	Slash    Source = "slash"    // /firstask …
	Form     Source = "form"     // a dialog was submitted
	Click    Source = "click"    // a button was pressed
	Shortcut Source = "shortcut" // the message shortcut
	Message  Source = "message"  // a post in a channel the bot reads
	Mention  Source = "mention"  // a post that mentions the bot
	Direct   Source = "dm"       // a post in the bot's own DM
	Reaction Source = "reaction" // the configured emoji on a post
)

// Request is one gesture of a person, already verified.
type Request struct {
	// Key deduplicates: the same key gets the first reply again and changes nothing.
	Key    string
	Source Source
	Actor  string
	// Line is what was typed: after the command, after the mention, or the DM's text.
	Line string
	// Verb, Ticket and Detail are what a button or form stands for.
	Verb   string
	Ticket int64
	Detail string
	// Values are a form's fields by field id.
	Values map[string]string
	// Post is the post in question: the message itself, or the one a shortcut or
	// emoji points at. For a slash command only Channel, Private and DM are set.
	Post ticket.Post
	// PostText is the post's text and PostAt its time; empty where the source does not carry it.
	PostText string
	PostAt   time.Time
	// At is when the verified request arrived.
	At time.Time
}

// Reply is what the person sees at once. The zero Reply says nothing.
type Reply struct {
	text.Answer
	// Ticket is the number it is about; 0 for none.
	Ticket int64
	// View is the ticket as committed, for the words; nil where there is none.
	View *ticket.Ticket
	// Problems are a form's refusals by field id: the form stays open with what was typed.
	Problems map[string]text.Answer
	// Form asks the edge to open a dialog; the edge opens it before anything else where a trigger runs out.
	Form string
	// Replace is true when the reply takes the place of the message clicked (ephemeral ones only).
	Replace bool
	// Remove is true when the message clicked goes away (ephemeral ones only).
	Remove bool
	// To is who reads it, where that is somebody else than the actor; only they see it.
	To string
}
