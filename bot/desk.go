// Package bot is the edge to Slack: what people do there comes in over HTTP or
// Socket Mode and becomes requests to a desk; what is to be said goes out as
// Block Kit. Slack's types live only here.
package bot

import (
	"context"
	"time"

	"github.com/firstask/firstask/handlers"
	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// Desk carries out what people ask for; *handlers.Desk is one.
type Desk interface {
	// Do carries out one request; nil means that its change is saved. Errors: a
	// *ticket.Refusal for the person, handlers.ErrUnsaved when the store did not
	// take it, anything else is a fault.
	Do(ctx context.Context, r handlers.Request) (handlers.Reply, error)
	// Form is what the dialog of a verb is filled with; number 0 is for a new ticket.
	Form(ctx context.Context, actor, verb string, number int64) (text.FormData, *ticket.Ticket, text.Rules, error)
	// Look is the ticket as it is now with its rules; number 0 gives only the rules.
	Look(ctx context.Context, number int64) (*ticket.Ticket, text.Rules, error)
}

// Reports are what Slack's events and the sender tell the desk.
type Reports interface {
	// Delivered says that a notice has reached its recipient, where it stands, and as which message.
	Delivered(ctx context.Context, n notice.Notice, channel, ts string, at time.Time) error
	// Unreachable says that a person cannot be reached, and why.
	Unreachable(ctx context.Context, n notice.Notice, user, why string) error
	// Moved says that a ticket's card cannot live in its channel and where it lives now.
	Moved(ctx context.Context, number int64, to notice.Recipient) error
	// Invited says that the bot was brought into a channel.
	Invited(ctx context.Context, channel string) error
	// Edited says that a post was changed or deleted, or brings the text of a
	// post that was captured without one. Key deduplicates.
	Edited(ctx context.Context, key, channel, ts, newText string, deleted bool, at time.Time) error
	// PersonChanged says that the directory knows something new of a person.
	PersonChanged(ctx context.Context, user string) error
}

// Words puts replies and forms into a reader's language; *text.Catalog does.
type Words interface {
	Answer(a text.Answer, v text.View) text.Message
	Refused(r *ticket.Refusal, v text.View) text.Message
	Form(verb string, f text.FormData, v text.View) text.Form
}
