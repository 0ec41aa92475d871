package handlers

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"strings"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// handoff offers a ticket to a person, a department or a topic.
func (d *Desk) handoff(ctx context.Context, r Request, w words) (Reply, error) {
	rules, err := d.current(ctx)
	if err != nil {
		return Reply{}, err
	}
	to, reason, err := d.receiver(ctx, r, w, rules)
	if err != nil {
		reply, err := d.nowhere(ctx, r, w, ticket.VerbHandoff, err)
		return d.inForm(r, text.FieldTo, reply, err)
	}
	to, instead, err := present(to, rules, r.Actor)
	if err != nil {
		return d.inForm(r, text.FieldTo, Reply{Ticket: w.Number}, err)
	}
	c := ticket.Command{Verb: ticket.VerbHandoff, To: to, Text: reason, Fields: contactIn(r)}
	partners := func(t *ticket.Ticket, c *ticket.Command) {
		if w.proposed(r) {
			c.With = ticket.Partners(t, rules, r.At)
		}
	}
	reply, err := d.change(ctx, d.taskOf(r, w, c, partners, func(t *ticket.Ticket) Reply {
		if t.Mark(ticket.Frozen) != nil {
			return answer("frozen", notice.Params{"to": ticket.WhoNames(t, rules)})
		}
		p := limitOf(policy.Receiver)(t)
		maps.Copy(p, instead)
		return answer("handed_off", p)
	}))
	return d.inForm(r, text.FieldTo, reply, err)
}

// nowhere answers a handoff, or a question, that named nobody who can receive
// it. That it is not the actor's to hand over, or nobody's any more, is the
// graver word.
func (d *Desk) nowhere(ctx context.Context, r Request, w words, v ticket.Verb, why error) (Reply, error) {
	saved, rules, err := d.load(ctx, w.Number)
	if err == nil && !d.sees(&saved.Ticket, r, w, rules) {
		err = ErrNotFound
	}
	if err != nil {
		return Reply{Ticket: w.Number}, err
	}
	reply := Reply{Ticket: w.Number, View: &saved.Ticket}
	_, err = ticket.Apply(&saved.Ticket, ticket.Command{Verb: v, Actor: r.Actor, At: r.At, Text: w.Rest}, rules, d.Now())
	var refusal *ticket.Refusal
	if errors.As(err, &refusal) && refusal.Code != ticket.NeedReceiver && refusal.Code != ticket.NeedQuestion {
		return reply, err
	}
	return choose(reply, v, w, why)
}

// several is why a name leads nowhere: more than one person may be meant.
type several struct {
	found  []Person
	reason string // what else was said
}

func (*several) Error() string { return "several people fit" }

// choose turns several people into a list to choose from; other errors stay.
func choose(reply Reply, v ticket.Verb, w words, err error) (Reply, error) {
	var s *several
	if !errors.As(err, &s) {
		return reply, err
	}
	reply.Key, reply.Typed = "choose_person", w.Rest
	reply.Params = notice.Params{"verb": notice.Word(string(v))}
	if s.reason != "" {
		reply.Params["reason"] = notice.Text(s.reason)
	}
	for _, p := range s.found[:min(len(s.found), 10)] {
		reply.Options = append(reply.Options, text.Option{Label: p.Name, Value: p.ID})
	}
	return reply, nil
}

// receiver reads to whom: nobody, where the rules propose a place, else whoever
// is chosen.
func (d *Desk) receiver(ctx context.Context, r Request, w words, rules policy.Rules) (ticket.Target, string, error) {
	if w.Detail == text.DetailUnclear && r.Source != Form {
		to, err := d.aboveNatural(ctx, r, w)
		return to, w.After, err
	}
	if w.proposed(r) {
		to, err := d.proposed(ctx, r, w)
		return to, "", err
	}
	return d.chosen(ctx, r, w, rules)
}

// proposed reports whether a request names nobody: it goes where the rules propose.
func (w words) proposed(r Request) bool {
	return r.Source == Click && w.Detail == text.DetailRoute || r.Source != Form && w.Rest == "" && w.Detail == ""
}

// chosen reads who is named: a form's person or desk, the person of a button, a
// mention, the longest leading words that name a department or topic, else a
// person's name. What is left is the reason.
func (d *Desk) chosen(ctx context.Context, r Request, w words, rules policy.Rules) (ticket.Target, string, error) {
	if r.Source == Form {
		return d.formReceiver(ctx, r, rules)
	}
	id, rest := d.Words.Given(w.Rest)
	if r.Source == Click {
		id, rest = w.Detail, w.Rest
	}
	if id != "" {
		to, err := d.person(ctx, id, rules)
		return to, rest, err
	}
	if name, reason := leadingDesk(rest, rules.Org); name != "" {
		to, err := d.counterpart(name, rules, r)
		return to, reason, err
	}
	return d.named(ctx, rest, rules)
}

func (d *Desk) formReceiver(ctx context.Context, r Request, rules policy.Rules) (ticket.Target, string, error) {
	reason := strings.TrimSpace(r.Values[text.FieldText])
	if u := r.Values[text.FieldTo]; u != "" {
		to, err := d.person(ctx, u, rules)
		return to, reason, err
	}
	desk := cmp.Or(r.Values[text.FieldTopic], r.Values[text.FieldDepartment])
	if desk == "" {
		return ticket.Target{}, "", refuse(ticket.NeedReceiver, nil)
	}
	to, err := d.counterpart(desk, rules, r)
	return to, reason, err
}

// counterpart resolves a department or topic to whoever answers for it now.
func (d *Desk) counterpart(name string, rules policy.Rules, r Request) (ticket.Target, error) {
	org := rules.Org
	dept, post, ok := org.Topic(name)
	topic := name
	if !ok {
		dept, topic = org.Named(name), ""
	}
	if dept == nil {
		return ticket.Target{}, refuse(ticket.NoCounterpart, notice.Params{"what": notice.Text(name)})
	}
	user, rule := rules.Counterpart(dept, post, r.At)
	if user == "" {
		return ticket.Target{}, refuse(ticket.NoCounterpart, notice.Params{"what": notice.Text(name)})
	}
	to := ticket.Target{User: user, Rule: rule, Department: dept.ID, Topic: topic, Post: post.ID}
	if post.Holder != user {
		to.For = post.Holder
	}
	return to, nil
}

// named looks for a person by as many of the leading words as name one.
func (d *Desk) named(ctx context.Context, s string, rules policy.Rules) (ticket.Target, string, error) {
	if strings.TrimSpace(s) == "" {
		return ticket.Target{}, "", refuse(ticket.NeedReceiver, nil)
	}
	for _, head := range nameHeads(s) {
		found := insiders(d.People.Find(head.name), rules.Org)
		if len(found) == 1 {
			to, err := d.person(ctx, found[0].ID, rules)
			return to, head.rest, err
		}
		if len(found) > 1 {
			return ticket.Target{}, "", &several{found: found, reason: head.rest}
		}
	}
	name, _ := firstWords(s, 1)
	return ticket.Target{}, "", refuse(ticket.UnknownPerson, notice.Params{"who": notice.Text(name)})
}

// insiders are those who can take something on, if there are any.
func insiders(found []Person, org *policy.Org) []Person {
	var inside []Person
	for _, p := range found {
		if !p.outsider(org) {
			inside = append(inside, p)
		}
	}
	if len(inside) == 0 {
		return found
	}
	return inside
}

// person checks that somebody can receive: not a bot, not gone, not from
// outside. An id that nobody knows is asked for once; if there is no answer in
// time it is believed, and the sender finds out.
func (d *Desk) person(ctx context.Context, id string, rules policy.Rules) (ticket.Target, error) {
	to := ticket.Target{User: id, Rule: "person"}
	if home := rules.Org.Home(id); home != nil {
		to.Department = home.ID
	}
	p, ok := d.People.Person(id)
	if !ok {
		if p, ok = d.People.Fetch(ctx, id); !ok {
			return to, nil
		}
	}
	who := notice.Params{"who": notice.User(id)}
	switch {
	case p.Deleted && p.Name == "": // Slack itself has nobody of this id
		return to, refuse(ticket.UnknownPerson, who)
	case p.Deleted:
		return to, refuse(ticket.PersonGone, who)
	case p.Bot:
		return to, refuse(ticket.BotReceiver, who)
	case p.outsider(rules.Org):
		return to, refuse(ticket.Outsider, who)
	default:
		return to, nil
	}
}

// proposed is who the rules propose for a ticket: one press, or the verb alone,
// hands it there.
func (d *Desk) proposed(ctx context.Context, r Request, w words) (ticket.Target, error) {
	saved, rules, err := d.load(ctx, w.Number)
	if err != nil {
		return ticket.Target{}, err
	}
	to := ticket.Destination(&saved.Ticket, rules, r.At)
	if to.User == "" || !d.sees(&saved.Ticket, r, w, rules) {
		return ticket.Target{}, refuse(ticket.NeedReceiver, nil)
	}
	return to, nil
}

// aboveNatural is who is asked whose a request is when nobody knows: the acting
// head above the first-asked person (RD-8).
func (d *Desk) aboveNatural(ctx context.Context, r Request, w words) (ticket.Target, error) {
	saved, rules, err := d.load(ctx, w.Number)
	if err != nil {
		return ticket.Target{}, err
	}
	t := &saved.Ticket
	from := t.Department
	if home := rules.Org.Home(t.Follower()); home != nil {
		from = home.ID
	}
	heads := rules.Org.Superiors(from, rules.Out(), t.Follower(), t.Asker.User, r.Actor)
	if len(heads) == 0 {
		return ticket.Target{}, refuse(ticket.NoSuperior, nil)
	}
	to := ticket.Target{User: heads[0], Rule: ticket.Unclear}
	if home := rules.Org.Home(heads[0]); home != nil {
		to.Department = home.ID
	}
	return to, nil
}
