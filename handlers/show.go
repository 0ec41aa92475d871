package handlers

import (
	"context"
	"maps"
	"slices"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// look loads a ticket for somebody who wants to read it.
func (d *Desk) look(ctx context.Context, r Request, w words) (Saved, policy.Rules, error) {
	saved, rules, err := d.load(ctx, w.Number)
	if err != nil {
		return Saved{}, rules, err
	}
	if !w.Here && !d.mayRead(&saved.Ticket, r.Actor, rules) {
		return Saved{}, rules, ErrNotFound
	}
	return saved, rules, nil
}

// mayRead reports whether somebody may know of a ticket. A stranger to the
// organisation knows only of what they have a part in; of what a standard answer
// may solve knows whoever asked, and nobody else. Of what was asked in private,
// those concerned, the heads above them and who watches over the service know;
// what was said in it is another matter, and text/ keeps it from them. A guest
// who works here knows of their own and, as a head, of what their people have.
//
// Whom a matter is about knows of it once they were asked, or told what came of it.
func (d *Desk) mayRead(t *ticket.Ticket, user string, rules policy.Rules) bool {
	if !t.Opened() {
		return user == t.Asker.User // it is no ticket
	}
	if t.IsAbout(user) {
		return t.ToldAbout() != nil || t.LevelOf(user) != nil
	}
	if t.Concerned(user) || slices.Contains(t.Helpers, user) {
		return true
	}
	if !rules.Org.Knows(user) {
		return false
	}
	if d.guest(user) {
		return heads(t, user, rules.Org)
	}
	return !t.Post.Private || t.Open || heads(t, user, rules.Org) || watches(t, user, rules)
}

// watches reports whether somebody fills a role that watches over the service,
// for the department a ticket was asked in.
func watches(t *ticket.Ticket, user string, rules policy.Rules) bool {
	return slices.ContainsFunc(rules.Policy.Watch, func(m policy.Mandate) bool {
		return slices.ContainsFunc(m.By, func(role string) bool { return slices.Contains(rules.Org.Fill(role, t.Department, nil), user) })
	})
}

// heads reports whether somebody heads the department a ticket was asked in, or
// that of a person who holds it, at any level above.
func heads(t *ticket.Ticket, user string, org *policy.Org) bool {
	if t.Department != "" && org.IsHead(user, t.Department) {
		return true
	}
	return slices.ContainsFunc([]string{t.Natural.User, t.Follower(), t.Responsible, t.Holder(policy.Receiver)}, func(holder string) bool {
		dept := org.Home(holder)
		return dept != nil && org.IsHead(user, dept.ID)
	})
}

func (d *Desk) show(ctx context.Context, r Request, w words) (Reply, error) {
	return d.explained(ctx, r, w, "show", func(reply *Reply, s Saved, _ policy.Rules) error {
		var err error
		if reply.Events, err = d.Finder.History(ctx, s); err != nil {
			return d.unsaved("history", err)
		}
		return nil
	})
}

// why says which rule asked for the time, and what was counted (law 3).
func (d *Desk) why(ctx context.Context, r Request, w words) (Reply, error) {
	return d.explained(ctx, r, w, "why", func(reply *Reply, s Saved, rules policy.Rules) error {
		reply.Params["natural_rule"] = notice.Text(s.Ticket.Natural.Rule)
		reply.Labels = d.Labels()
		reply.Reasons = ticket.Why(&s.Ticket, rules, d.Now())
		return nil
	})
}

// explained is an answer about a ticket and the rules it is judged by, which
// add completes. Somebody outside the organisation, and whom it is about, reads the
// outline.
func (d *Desk) explained(ctx context.Context, r Request, w words, key string, add func(*Reply, Saved, policy.Rules) error) (Reply, error) {
	saved, rules, err := d.look(ctx, r, w)
	if err != nil {
		return Reply{Ticket: w.Number}, err
	}
	if !rules.Org.Knows(r.Actor) || saved.Ticket.IsAbout(r.Actor) || !saved.Ticket.Opened() {
		return outline(saved), nil
	}
	params, err := d.versions(ctx, rules)
	if err != nil {
		return Reply{}, err
	}
	reply := answer(key, params)
	reply.Ticket, reply.View = w.Number, &saved.Ticket
	if err := add(&reply, saved, rules); err != nil {
		return Reply{}, err
	}
	return reply, nil
}

// outline is what somebody outside the organisation reads of their request, and
// whom a matter is about: number and state, as in a list. Chain, reasons and clocks are the working face.
func outline(s Saved) Reply {
	reply := answer("mine", notice.Params{})
	reply.Tickets = []ticket.Ticket{s.Ticket}
	reply.Ticket, reply.View = s.Ticket.Number, &s.Ticket
	return reply
}

// versions are the version of the rules that a ticket began under and, where it
// is another one, that of new tickets.
func (d *Desk) versions(ctx context.Context, rules policy.Rules) (notice.Params, error) {
	today, err := d.current(ctx)
	if err != nil {
		return nil, err
	}
	p := notice.Params{"version": notice.Text(versionOf(rules.Policy.ID))}
	if today.Policy.ID != rules.Policy.ID {
		p["today"] = notice.Text(versionOf(today.Policy.ID))
	}
	return p, nil
}

// mine lists the open tickets the person has a part in.
func (d *Desk) mine(ctx context.Context, r Request, _ words) (Reply, error) {
	numbers, err := d.Finder.Of(ctx, r.Actor)
	if err != nil {
		return Reply{}, d.unsaved("mine", err)
	}
	rules, err := d.current(ctx)
	if err != nil {
		return Reply{}, err
	}
	reply, err := d.rows(ctx, "mine", numbers, func(t *ticket.Ticket) bool { return t.Concerned(r.Actor) })
	for _, user := range slices.Sorted(maps.Keys(rules.Away)) { // one's own absence, and for whom one stands in
		if user == r.Actor || rules.Delegate(user) == r.Actor {
			reply.Absences = append(reply.Absences, rules.Away[user])
		}
	}
	return reply, err
}

// list shows what is open in a department; without one, in the person's own,
// for a head in those below, and for who watches over the service in all.
func (d *Desk) list(ctx context.Context, r Request, w words) (Reply, error) {
	rules, err := d.current(ctx)
	if err != nil {
		return Reply{}, err
	}
	numbers, err := d.Finder.Unfinished(ctx)
	if err != nil {
		return Reply{}, d.unsaved("list", err)
	}
	only, home := rules.Org.Named(w.Rest), rules.Org.Home(r.Actor)
	return d.rows(ctx, "list", numbers, func(t *ticket.Ticket) bool {
		switch {
		case t.IsAbout(r.Actor), !d.mayRead(t, r.Actor, rules):
			return false
		case only != nil:
			return t.Department == only.ID
		default:
			return t.Concerned(r.Actor) || heads(t, r.Actor, rules.Org) || (home != nil && t.Department == home.ID) || watches(t, r.Actor, rules)
		}
	})
}

const (
	most  = 20   // rows of a list; the oldest first, they wait longest
	chunk = 200  // tickets held in memory at a time
	reach = 5000 // tickets looked through: a fraction of the 3 s that Slack waits
)

// rows lists the tickets to keep, and says how many more there are as far as it
// looked. Of those that cannot be read nothing is said while others can.
func (d *Desk) rows(ctx context.Context, key string, numbers []int64, keep func(*ticket.Ticket) bool) (Reply, error) {
	slices.Sort(numbers)
	reply := answer(key, notice.Params{})
	more := max(0, len(numbers)-reach)
	for part := range slices.Chunk(numbers[:min(len(numbers), reach)], chunk) {
		found, err := d.Tickets.LoadMany(ctx, part)
		if err != nil && len(found) == 0 {
			return Reply{}, d.unsaved(key, err)
		}
		for i := range found {
			t := &found[i].Ticket
			switch {
			case t.State.Ended() || !keep(t):
			case len(reply.Tickets) < most:
				reply.Tickets = append(reply.Tickets, *t)
			default:
				more++
			}
		}
	}
	if more > 0 {
		reply.Params["more"] = notice.Number(more)
	}
	return reply, nil
}
