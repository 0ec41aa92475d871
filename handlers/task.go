package handlers

import (
	"context"
	"errors"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// task gives somebody a task with a date : "task @name by Friday 17:00: TEXT".
// It is a ticket of its own, asked by whoever gives it.
func (d *Desk) task(ctx context.Context, r Request, w words) (Reply, error) {
	rules, err := d.current(ctx)
	if err != nil {
		return Reply{}, err
	}
	given, ok := d.Words.Assignment(w.Rest, d.Now(), d.zoneOf(r.Actor, rules), rules.Org.Calendar(rules.Policy.Calendar))
	if !ok {
		return unclearWhen(r, w), nil
	}
	to, err := d.assignee(ctx, given, rules)
	var s *several
	switch {
	case errors.As(err, &s): // a list to choose from would have no ticket to do it on
		return Reply{}, refuse(ticket.UnknownPerson, notice.Params{"who": notice.Text(given.Name)})
	case err != nil:
		return Reply{}, err
	case !given.Until.At.After(d.Now()):
		return Reply{}, refuse(ticket.InThePast, notice.Params{"at": notice.Time(given.Until.At)})
	}
	req := ticket.Request{
		Post: r.Post, Text: given.What, By: r.Actor, Asker: ticket.Asker{Kind: ticket.AskerMember, User: r.Actor}, Addressed: []string{to},
		Typed: true, Given: given.Until.At, Mark: ticket.Assigned, At: r.At,
	}
	return d.captureSaying(ctx, r, req, rules, func(t *ticket.Ticket) Reply {
		p := d.understood(given.Until)
		p["who"] = notice.User(t.Follower())
		reply := answer("task_made", p)
		reply.Ticket, reply.View = t.Number, t
		return reply
	})
}

// assignee is who a task is for. Only people of the organisation have heads
// and working hours.
func (d *Desk) assignee(ctx context.Context, given text.Assignment, rules policy.Rules) (string, error) {
	var to ticket.Target
	var err error
	if given.User != "" {
		to, err = d.person(ctx, given.User, rules)
	} else {
		to, _, err = d.named(ctx, given.Name, rules)
	}
	if err == nil && !rules.Org.Knows(to.User) {
		err = refuse(ticket.UnknownPerson, notice.Params{"who": notice.User(to.User)})
	}
	return to.User, err
}
