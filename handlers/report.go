package handlers

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// Delivered notes that a notice arrived: the clock it told of now counts
// against its subject, and a card's thread leads to its ticket.
func (d *Desk) Delivered(ctx context.Context, n notice.Notice, channel, ts string, at time.Time) error {
	clock := n.Params["clock"].Raw()
	if n.Ticket == 0 || (clock == "" && n.Kind != notice.Card) {
		return nil
	}
	var posts []ticket.Post
	if n.Kind == notice.Card {
		_, known, err := d.Finder.ByPost(ctx, channel, ts)
		if err != nil {
			return d.unsaved("by post", err)
		}
		if !known {
			posts = []ticket.Post{{Channel: channel, TS: ts}}
		}
	}
	return d.report(ctx, n.Ticket, ticket.Command{Verb: ticket.VerbDelivered, At: at, Clock: clock, User: n.To.User, Kind: n.Kind}, posts)
}

// Unreachable notes that a person could not be told; the ladder climbs at once.
func (d *Desk) Unreachable(ctx context.Context, n notice.Notice, user, why string) error {
	if n.Ticket == 0 {
		return nil
	}
	c := ticket.Command{Verb: ticket.VerbUnreachable, User: user, Text: why, Kind: n.Kind, Clock: n.Params["clock"].Raw()}
	return d.report(ctx, n.Ticket, c, nil)
}

// Moved notes that the working card lives elsewhere from now on.
func (d *Desk) Moved(ctx context.Context, number int64, to notice.Recipient) error {
	return d.report(ctx, number, ticket.Command{Verb: ticket.VerbMoved, Where: to}, nil)
}

// Invited brings the cards of a channel's tickets home once the bot is there.
func (d *Desk) Invited(ctx context.Context, channel string) error {
	numbers, err := d.Finder.Unfinished(ctx)
	if err != nil {
		return d.unsaved("unfinished", err)
	}
	for part := range slices.Chunk(numbers, chunk) {
		found, err := d.Tickets.LoadMany(ctx, part)
		if err != nil && len(found) == 0 {
			return d.unsaved("load", err)
		}
		for i := range found {
			t := &found[i].Ticket
			if !t.Post.Hidden || t.Post.Channel != channel {
				continue
			}
			if err := d.Moved(ctx, t.Number, notice.Recipient{Channel: channel}); err != nil {
				return err
			}
		}
	}
	return nil
}

// Edited notes that a ticket's post was changed or deleted; the text as
// captured stays. The first text of a ticket that came without one is its capture.
func (d *Desk) Edited(ctx context.Context, key, channel, ts, newText string, deleted bool, at time.Time) error {
	number, ok, err := d.Finder.ByPost(ctx, channel, ts)
	if err != nil || !ok {
		return d.orNil("by post", err)
	}
	c := ticket.Command{Verb: ticket.VerbEdited, Text: newText, At: at}
	if deleted {
		c.Word = "deleted"
	}
	_, err = d.change(ctx, task{number: number, key: key, decide: func(t *ticket.Ticket, rules policy.Rules) (ticket.Decision, error) {
		if t.Text == newText && !deleted {
			return ticket.Decision{}, errSame
		}
		return ticket.Apply(t, c, rules, d.Now())
	}})
	var repeated *Repeated
	if errors.As(err, &repeated) || errors.Is(err, errSame) {
		return nil
	}
	return err
}

// errSame ends a change that would change nothing.
var errSame = errors.New("nothing new")

// report commits a command of the system's own, again until it is saved or
// the ticket is gone. What changes nothing is not saved.
func (d *Desk) report(ctx context.Context, number int64, c ticket.Command, posts []ticket.Post) error {
	_, err := d.change(ctx, task{number: number, posts: posts, decide: func(t *ticket.Ticket, rules policy.Rules) (ticket.Decision, error) {
		return ticket.Apply(t, c, rules, d.Now())
	}})
	return err
}

// Look returns a ticket as it is now with the rules it is judged by; number 0
// gives the current rules alone.
func (d *Desk) Look(ctx context.Context, number int64) (*ticket.Ticket, policy.Rules, error) {
	if number == 0 {
		rules, err := d.current(ctx)
		return nil, rules, err
	}
	saved, rules, err := d.load(ctx, number)
	if err != nil {
		return nil, policy.Rules{}, err
	}
	return &saved.Ticket, rules, nil
}
