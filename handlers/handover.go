package handlers

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/staff"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// handover gives the relief what is open: "duty handover 42 REASON" says why one
// ticket goes over, "duty handover" that all is said. A press shows the list.
func (d *Desk) handover(ctx context.Context, r Request, w words) (Reply, error) {
	if r.Source == Click {
		return d.handoverList(ctx, r)
	}
	number, reason := leadingNumber(w.After)
	if number != 0 {
		return d.carry(ctx, r, number, reason)
	}
	var given int
	reply, err := d.changeStaff(ctx, r.Key, func(b *staff.Book, rules policy.Rules) (staff.Decision, error) {
		held, err := d.held(ctx, []string{r.Actor}, b.Over(rules, d.Now()))
		if err != nil {
			return staff.Decision{}, err
		}
		given = 0
		for _, numbers := range held[r.Actor] {
			given += len(numbers)
		}
		return staff.HandOver(b, held, r.Actor, rules, d.Now())
	}, func(*staff.Book) Reply { return handedOver(given) })
	return reply, err
}

func handedOver(given int) Reply {
	if given == 0 {
		return answer("nothing_open", nil)
	}
	return answer("handover_sent", nil)
}

// leadingNumber reads the ticket that a text begins with, and what comes then.
func leadingNumber(s string) (int64, string) {
	first, rest := firstWords(s, 1)
	n, err := strconv.ParseInt(strings.TrimFunc(first, func(r rune) bool { return r < '0' || r > '9' }), 10, 64)
	if err != nil || n <= 0 {
		return 0, s
	}
	return n, rest
}

// carry notes why one ticket goes to the next shift.
func (d *Desk) carry(ctx context.Context, r Request, number int64, reason string) (Reply, error) {
	left := 0
	reply, err := d.changeStaff(ctx, r.Key, func(b *staff.Book, rules policy.Rules) (staff.Decision, error) {
		held, err := d.held(ctx, []string{r.Actor}, b.Over(rules, d.Now()))
		if err != nil {
			return staff.Decision{}, err
		}
		dec, err := staff.Carry(b, staff.Carried{Ticket: number, Reason: reason}, held, r.Actor, rules, d.Now())
		left = len(staff.Unsaid(&dec.Book, r.Actor, held))
		return dec, err
	}, func(*staff.Book) Reply {
		return answer("carried", notice.Params{"number": notice.Text(strconv.FormatInt(number, 10)), "count": notice.Number(left)})
	})
	return d.inForm(r, text.FieldText, reply, err)
}

// handoverList is what somebody has open, each with its reason or a button for it.
func (d *Desk) handoverList(ctx context.Context, r Request) (Reply, error) {
	saved, err := d.Staff.LoadStaff(ctx)
	if err != nil {
		return Reply{}, d.unsaved("load staff", err)
	}
	rules, err := d.current(ctx)
	if err != nil {
		return Reply{}, err
	}
	held, err := d.held(ctx, []string{r.Actor}, rules)
	if err != nil {
		return Reply{}, err
	}
	var open []int64
	for _, numbers := range held[r.Actor] {
		open = append(open, numbers...)
	}
	if len(open) == 0 {
		return answer("nothing_open", nil), nil
	}
	slices.Sort(open)
	reply := answer("handover_list", notice.Params{})
	for _, n := range staff.Unsaid(&saved.Book, r.Actor, held) {
		reply.Params["without."+strconv.FormatInt(n, 10)] = notice.Number(1)
	}
	for _, n := range open {
		reply.Params["times."+strconv.FormatInt(n, 10)] = notice.Number(saved.Book.Times(n, r.Actor))
	}
	found, err := d.Tickets.LoadMany(ctx, open)
	if err != nil && len(found) == 0 {
		return Reply{}, d.unsaved("load", err)
	}
	for i := range found {
		reply.Tickets = append(reply.Tickets, found[i].Ticket)
	}
	return reply, nil
}

// held are the tickets that people have and could hand over at a change of
// shifts: what they are responsible for in the departments of a roster, unless it
// waits for somebody else's answer already.
func (d *Desk) held(ctx context.Context, people []string, rules policy.Rules) (staff.Held, error) {
	held := staff.Held{}
	for _, user := range people {
		numbers, err := d.Finder.Of(ctx, user)
		if err != nil {
			return nil, d.unsaved("of", err)
		}
		slices.Sort(numbers)
		found, err := d.Tickets.LoadMany(ctx, numbers)
		if err != nil && len(found) == 0 {
			return nil, d.unsaved("load", err)
		}
		held[user] = map[string][]int64{}
		for i := range found {
			if t := &found[i].Ticket; d.carriable(t, user, rules) {
				roster := rules.Org.Department(t.Department).Duty
				held[user][roster] = append(held[user][roster], t.Number)
			}
		}
	}
	return held, nil
}

func (d *Desk) carriable(t *ticket.Ticket, user string, rules policy.Rules) bool {
	dept := rules.Org.Department(t.Department)
	return dept != nil && dept.Duty != "" && !t.State.Ended() && t.Factual() == user && t.Handoff == nil &&
		d.tried(t, user, string(ticket.VerbHandoff), rules) == nil
}

// takeOver is the relief's yes to the list: what the incumbent still has goes
// over, the incumbent's reason being one key and this yes the other. Done again
// after it was broken off, it goes on where it ended.
func (d *Desk) takeOver(ctx context.Context, r Request) (Reply, error) {
	saved, err := d.Staff.LoadStaff(ctx)
	if err != nil {
		return Reply{}, d.unsaved("load staff", err)
	}
	list, ok := staff.Waiting(&saved.Book, r.Actor)
	if !ok {
		return Reply{}, refuse(ticket.NoHandover, nil)
	}
	var moved []int64
	for _, c := range list.Carried {
		went, err := d.moveOver(ctx, c, list.From, r)
		if err != nil {
			return Reply{}, err
		}
		if went {
			moved = append(moved, c.Ticket)
		}
	}
	p := notice.Params{"count": notice.Number(len(moved)), "who": notice.User(list.From)}
	return d.changeDuty(ctx, r, "duty_taken", p, func(b *staff.Book, rules policy.Rules) (staff.Decision, error) {
		held, err := d.held(ctx, []string{list.From}, b.Over(rules, d.Now()))
		if err != nil {
			return staff.Decision{}, err
		}
		return staff.TakenOver(b, list, moved, held, r.Actor, rules, d.Now())
	})
}

// moveOver makes a ticket the relief's; false if it is not the incumbent's to
// give any more.
func (d *Desk) moveOver(ctx context.Context, c staff.Carried, from string, r Request) (went bool, err error) {
	_, err = d.change(ctx, task{number: c.Ticket, decide: func(t *ticket.Ticket, rules policy.Rules) (ticket.Decision, error) {
		went = t.Responsible == r.Actor && slices.Contains(t.Asked, r.Actor) // by a first try of the same
		if went || !d.carriable(t, from, rules) {
			return ticket.Decision{Ticket: *t}, nil
		}
		went = true
		return ticket.Relay(t, ticket.Relayed{From: from, To: r.Actor, Rule: "shift", Text: c.Reason}, rules, d.Now())
	}})
	if codeOf(err) != "" {
		return false, nil
	}
	return went, err
}
