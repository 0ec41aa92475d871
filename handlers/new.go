package handlers

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// new opens a ticket from the form, of what was offered, or of a line with
// options; typed alone it asks for the form. An event has no trigger to open one
// with: it hears what to write.
func (d *Desk) new(ctx context.Context, r Request, w words) (Reply, error) {
	switch {
	case r.Source == Form && strings.TrimSpace(r.Values[text.FieldText]) == "":
		return problem(text.FieldText, answer("empty", nil)), nil
	case r.Source == Form:
		r.Line = r.Values[text.FieldText]
		return d.openForm(ctx, r)
	case r.Source == Click && (w.Detail == offerOpen || w.Detail == offerNo):
		return d.answered(ctx, r, w)
	case w.Rest != "":
		return d.optioned(ctx, r, w)
	case r.Source == Slash || r.Source == Click:
		return Reply{Form: w.Verb}, nil
	default:
		return answer("empty", nil), nil
	}
}

// openForm opens a ticket unless the form names a colleague who cannot have asked.
func (d *Desk) openForm(ctx context.Context, r Request) (Reply, error) {
	if id := r.Values[text.FieldColleague]; id != "" && formAsker(r) == askerColleague {
		rules, err := d.current(ctx)
		if err != nil {
			return Reply{}, err
		}
		if _, err = d.colleague(ctx, r, words{}, rules); err != nil {
			return d.inForm(r, text.FieldColleague, Reply{}, err)
		}
	}
	return d.open(ctx, r)
}

// open makes a ticket of what the actor wrote.
func (d *Desk) open(ctx context.Context, r Request) (Reply, error) {
	line := strings.TrimSpace(r.Line)
	if line == "" {
		return answer("empty", nil), nil
	}
	rules, err := d.current(ctx)
	if err != nil {
		return Reply{}, err
	}
	req := ticket.Request{
		Post: r.Post, Text: line, By: r.Actor, Asker: d.askerOf(r, rules), Typed: r.Post.TS == "", At: r.moment(),
		Private: slices.Contains([]Source{Slash, Form, Direct}, r.Source),
		Via:     oneOf(r.Values[text.FieldChannel], rules.Policy.Channels),
		Type:    oneOf(r.Values[text.FieldType], rules.Policy.Types),
		Urgency: oneOf(r.Values[text.FieldUrgency], text.Urgencies()),
	}
	req.Addressed = d.addressed(line, rules)
	if ask, err := d.host(ctx, r, &req, rules); err != nil || ask.Key != "" || len(ask.Problems) > 0 {
		return ask, err
	}
	if req.Typed && req.Asker.User == r.Actor { // who asks for themselves has asked somebody else first
		req.Department = d.deskFor(r, rules).Department
	}
	return d.capture(ctx, r, req, rules)
}

// oneOf keeps to the codes there are.
func oneOf(code string, codes []string) string {
	if slices.Contains(codes, code) {
		return code
	}
	return ""
}

// moment is the time of the post, else of the request.
func (r Request) moment() time.Time {
	if r.PostAt.IsZero() || r.PostAt.After(r.At) { // Slack's clock may run ahead of ours
		return r.At
	}
	return r.PostAt
}

// askerOf tells who has the problem as far as the intake shows it: whoever the
// form names; the author of a post; the typist, when they ask a desk that is
// not theirs or are a guest. Otherwise it is asked once, afterwards.
func (d *Desk) askerOf(r Request, rules policy.Rules) ticket.Asker {
	member := func(user string) ticket.Asker { return ticket.Asker{Kind: ticket.AskerMember, User: user} }
	switch formAsker(r) {
	case askerMe:
		return member(r.Actor)
	case askerCustomer:
		return ticket.Asker{Kind: ticket.AskerCustomer, Name: strings.TrimSpace(r.Values[text.FieldCustomer])}
	case askerColleague:
		return member(r.Values[text.FieldColleague])
	}
	if r.Post.TS != "" {
		if p, ok := d.People.Person(r.Post.Author); r.Post.Author == "" || (ok && p.Bot) {
			return ticket.Asker{Kind: ticket.AskerUnknown}
		}
		return member(r.Post.Author)
	}
	dept, desk := rules.Org.Desk(r.Post.Channel)
	p, known := d.People.Person(r.Actor)
	if known && p.outsider(rules.Org) || (desk.ID != "" && !dept.Serves(r.Actor)) {
		return member(r.Actor)
	}
	return ticket.Asker{Kind: ticket.AskerUnknown}
}

// formAsker is what a form says about who asked: the choice, and where there is
// none, what was filled in. A choice of a colleague without naming one says nothing.
func formAsker(r Request) string {
	colleague, customer := r.Values[text.FieldColleague], strings.TrimSpace(r.Values[text.FieldCustomer])
	switch chosen := r.Values[text.FieldAsker]; {
	case chosen == askerMe, chosen == askerCustomer, chosen == askerColleague && colleague != "":
		return chosen
	case chosen == "" && colleague != "":
		return askerColleague
	case chosen == "" && customer != "":
		return askerCustomer
	default:
		return ""
	}
}

// addressed are the colleagues a text opens with; a mention in passing addresses
// nobody.
func (d *Desk) addressed(s string, rules policy.Rules) []string {
	return slices.DeleteFunc(d.Words.Together(s), func(id string) bool {
		p, known := d.People.Person(id)
		return !rules.Org.Knows(id) || known && (p.Bot || p.Deleted || p.outsider(rules.Org))
	})
}

func (d *Desk) current(ctx context.Context) (policy.Rules, error) { return d.rules(ctx, "") }

// capture saves a new ticket. A post that has one already gets that one back.
func (d *Desk) capture(ctx context.Context, r Request, req ticket.Request, rules policy.Rules) (Reply, error) {
	return d.captureSaying(ctx, r, req, rules, func(t *ticket.Ticket) Reply { return saved(t, r) })
}

// captureSaying is capture with an answer of the verb's own.
func (d *Desk) captureSaying(ctx context.Context, r Request, req ticket.Request, rules policy.Rules, say func(*ticket.Ticket) Reply) (Reply, error) {
	number, err := d.Tickets.NextNumber(ctx)
	if err != nil {
		return Reply{}, d.unsaved("number", err)
	}
	req.Number = number
	dec := ticket.Capture(req, rules, d.Now())
	if err = d.link(ctx, &dec, rules); err != nil {
		return Reply{}, err
	}
	reply := say(&dec.Ticket)
	c := Change{Decision: dec, Key: r.Key}
	if c.Posts, err = d.posts(ctx, req.Post); err != nil {
		return Reply{}, err
	}
	if r.Source == Message {
		c.Author = author(r)
	}
	err = d.commit(ctx, c, reply)
	if taken, ok := errors.AsType[*PostTaken](err); ok {
		return d.already(ctx, r, taken.Number)
	}
	if err != nil {
		return Reply{}, err
	}
	return reply, nil
}

// posts lead to a new ticket: its own, and the thread it stands in if that is
// nobody else's, so that a verb needs no number there.
func (d *Desk) posts(ctx context.Context, p ticket.Post) ([]ticket.Post, error) {
	if p.TS == "" {
		return nil, nil
	}
	posts := []ticket.Post{p}
	if p.Thread == "" || p.Thread == p.TS {
		return posts, nil
	}
	_, taken, err := d.Finder.ByPost(ctx, p.Channel, p.Thread)
	if err != nil {
		return nil, d.unsaved("by post", err)
	}
	if !taken {
		posts = append(posts, ticket.Post{Channel: p.Channel, TS: p.Thread})
	}
	return posts, nil
}

// saved is the typist's receipt, or the standard answer that comes before one. A
// post of one's own has it in its thread.
func saved(t *ticket.Ticket, r Request) Reply {
	if !t.Opened() {
		return suggested(t)
	}
	own := r.Source == Direct || r.Source == Mention
	if r.Source == Message || own && t.Public.Received {
		return Reply{Ticket: t.Number, View: t}
	}
	p := notice.Params{"who": notice.User(t.Follower())}
	if c := clockOf(t, policy.Natural); c != nil {
		p["limit"], p["rule"] = notice.Time(c.Due), notice.Text(c.Rule)
	}
	if t.Natural.From.After(t.CreatedAt) {
		p["opens"] = notice.Time(t.Natural.From)
	}
	if !t.Public.News.IsZero() {
		p["news"] = notice.Time(t.Public.News)
	}
	key := "saved_desk"
	if t.Follower() == r.Actor {
		key = "saved"
	}
	if t.Post.Hidden && !t.Post.DM {
		key = "saved_private"
		p["channel"] = notice.Channel(t.Post.Channel)
	}
	reply := answer(key, p)
	reply.Ticket, reply.View = t.Number, t
	return reply
}

// already answers for a post that has a ticket, and is silent where nobody
// asked for one.
func (d *Desk) already(ctx context.Context, r Request, number int64) (Reply, error) {
	saved, err := d.Tickets.Load(ctx, number)
	if err != nil {
		return Reply{}, d.unsaved("load", err)
	}
	if r.Source == Message {
		return Reply{Ticket: number, View: &saved.Ticket}, nil
	}
	reply := answer("already_ticket", notice.Params{"who": notice.User(saved.Ticket.Factual())})
	reply.Ticket, reply.View = number, &saved.Ticket
	return reply, nil
}
