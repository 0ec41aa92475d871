package handlers

import (
	"context"
	"errors"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// declare reports a request further in the asker's name: "declare 42 what is
// wrong" opens a ticket of its own for the same asker, which is the actor's to
// pass on, and each of the two names the other.
func (d *Desk) declare(ctx context.Context, r Request, w words) (Reply, error) {
	c := ticket.Command{Verb: ticket.VerbDeclare, Actor: r.Actor, At: r.At, Text: w.Rest}
	child, err := d.declared(ctx, r, w, c)
	if err != nil || child.Ticket == 0 {
		return d.inForm(r, text.FieldText, child, err)
	}
	c.Number = child.Ticket
	linked := d.taskOf(r, w, c, nil, nil)
	linked.key += "/declared"
	if _, err := d.change(ctx, linked); err != nil && !isRepeated(err) {
		return child, err
	}
	return child, nil
}

// declared opens the ticket, unless this request did so before.
func (d *Desk) declared(ctx context.Context, r Request, w words, c ticket.Command) (Reply, error) {
	saved, rules, err := d.look(ctx, r, w)
	if err != nil {
		return Reply{Ticket: w.Number}, err
	}
	parent := &saved.Ticket
	if _, err = ticket.Apply(parent, c, rules, d.Now()); err != nil {
		return Reply{Ticket: w.Number, View: parent}, err
	}
	today, err := d.current(ctx)
	if err != nil {
		return Reply{}, err
	}
	reply, err := d.captureSaying(ctx, r, childOf(parent, c), today, func(t *ticket.Ticket) Reply { return declaredFor(t, today) })
	if seen, ok := errors.AsType[*Repeated](err); ok {
		return d.again(ctx, seen.Reply)
	}
	return reply, err
}

func isRepeated(err error) bool {
	_, ok := errors.AsType[*Repeated](err)
	return ok
}

// childOf is what is reported in the asker's name.
func childOf(parent *ticket.Ticket, c ticket.Command) ticket.Request {
	return ticket.Request{
		Text: c.Text, By: c.Actor, Asker: parent.Asker, Contact: parent.Contact, Parent: parent.Number,
		Post: ticket.Post{Channel: parent.Post.Channel, Private: parent.Post.Private}, Typed: true, Addressed: []string{c.Actor}, Via: parent.Via, Type: parent.Type, Urgency: parent.Urgency, At: c.At,
	}
}

func declaredFor(t *ticket.Ticket, rules policy.Rules) Reply {
	p := notice.Params{"number": notice.Number(int(t.Parent))}
	if to := ticket.Destination(t, rules, t.CreatedAt); to.User != "" {
		p["to"] = notice.User(to.User)
	}
	reply := answer("declared", p)
	reply.Ticket, reply.View = t.Number, t
	return reply
}
