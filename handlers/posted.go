package handlers

import (
	"context"
	"errors"
	"strings"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// posted handles a post that nobody pointed the bot at: in a channel where
// every message is a request it opens a ticket, in a ticket's thread it is a
// note, anywhere else it is none of our business. It says nothing back; where
// the desk offers, the one colleague a post speaks to is asked.
func (d *Desk) posted(ctx context.Context, r Request) (Reply, error) {
	if strings.TrimSpace(r.Line) == "" {
		return Reply{}, nil
	}
	if r.Post.Thread != "" {
		n, err := d.threadTicket(ctx, r)
		if err != nil || n == 0 {
			return Reply{}, err
		}
		return d.note(ctx, r, words{Number: n, Rest: r.Line, Here: true})
	}
	rules, err := d.current(ctx)
	if err != nil {
		return Reply{}, err
	}
	dept, desk := rules.Org.Desk(r.Post.Channel)
	if desk.Offer {
		return d.offer(ctx, r, rules)
	}
	if desk.ID == "" || !desk.EveryMessage || dept.Serves(r.Actor) {
		return Reply{}, nil
	}
	if reply, err := d.join(ctx, r, rules); reply.Ticket != 0 || err != nil {
		return reply, err
	}
	if d.Words.Greeting(r.Line) {
		return Reply{}, nil
	}
	return d.open(ctx, r)
}

// author names who posts where, to find their last ticket.
func author(r Request) string { return r.Post.Channel + "/" + r.Post.Author }

// join adds a post to the author's ticket of the last minutes, until somebody
// accepted it. The zero Reply: there is none to join.
func (d *Desk) join(ctx context.Context, r Request, rules policy.Rules) (Reply, error) {
	n, at, ok, err := d.Finder.LastOf(ctx, author(r))
	if err != nil || !ok || r.moment().Sub(at) > rules.Policy.Join {
		return Reply{}, d.orNil("last of", err)
	}
	known, taken, err := d.Finder.ByPost(ctx, r.Post.Channel, r.Post.TS)
	if err != nil {
		return Reply{}, d.unsaved("by post", err)
	}
	if taken {
		return Reply{Ticket: known}, nil
	}
	c := ticket.Command{Verb: ticket.VerbNote, Actor: r.Actor, At: r.At, Text: r.Line}
	reply, err := d.change(ctx, task{
		number: n, key: r.Key, posts: []ticket.Post{r.Post}, author: author(r),
		decide: func(t *ticket.Ticket, rules policy.Rules) (ticket.Decision, error) {
			if !t.State.Taking() || t.Asker.User != r.Actor {
				return ticket.Decision{}, errApart
			}
			return ticket.Apply(t, c, rules, d.Now())
		},
	})
	if errors.Is(err, errApart) {
		return Reply{}, nil
	}
	return reply, err
}

// errApart ends the joining of a post: the ticket is past it.
var errApart = errors.New("a request of its own")

// pointed makes a ticket of a post that somebody marked with the emoji or the
// shortcut, whenever that was written. Who points only captures it.
func (d *Desk) pointed(ctx context.Context, r Request) (Reply, error) {
	rules, err := d.current(ctx)
	if err != nil {
		return Reply{}, err
	}
	if r.Source == Reaction && r.Detail != rules.Org.Emoji {
		return Reply{}, nil
	}
	if n, ok, err := d.Finder.ByPost(ctx, r.Post.Channel, r.Post.TS); err != nil || ok {
		if err != nil {
			return Reply{}, d.unsaved("by post", err)
		}
		return d.already(ctx, r, n)
	}
	req := ticket.Request{Post: r.Post, Text: r.PostText, By: r.Actor, Asker: d.askerOf(r, rules), At: r.moment()}
	req.Addressed = d.spokenTo(r, req.Asker, rules)
	return d.capture(ctx, r, req, rules)
}

// spokenTo are the people a marked post speaks to: in a conversation of two the
// other one, else whom it opens with. What an app posted where there is no desk
// is followed by whoever marked it.
func (d *Desk) spokenTo(r Request, asker ticket.Asker, rules policy.Rules) []string {
	if r.Post.DM && r.Post.Hidden && r.Post.Author != r.Actor {
		return []string{r.Actor}
	}
	users := d.addressed(r.PostText, rules)
	if dept, _ := rules.Org.Desk(r.Post.Channel); len(users) == 0 && dept == nil && asker.Kind == ticket.AskerUnknown {
		return []string{r.Actor}
	}
	return users
}

func userParam(u string) notice.Params { return notice.Params{"who": notice.User(u)} }
