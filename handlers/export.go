package handlers

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// export fills in a form of the rule books: "export 42 coordination for the
// insurer", or "export 42" where there is one form and no purpose is asked for.
func (d *Desk) export(ctx context.Context, r Request, w words) (Reply, error) {
	_, rules, err := d.load(ctx, w.Number)
	if err != nil {
		return Reply{Ticket: w.Number}, err
	}
	c := ticket.Command{Verb: ticket.VerbExport}
	c.Word, c.Text = d.formNamed(w.Rest, rules.Policy)
	if w.Detail != "" {
		c.Word = w.Detail
	}
	reply, err := d.applySaying(ctx, r, w, c, func(*ticket.Ticket) Reply {
		said := answer("export", nil)
		said.Paper, _ = rules.Policy.Form(c.Word)
		return said
	})
	if err != nil {
		return reply, err
	}
	return d.filledIn(ctx, reply)
}

// formNamed is the form that a line begins with, by its id or its title in any
// language, and what it is for; "" where it says nothing but that.
func (d *Desk) formNamed(line string, p *policy.Policy) (name, purpose string) {
	line = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(line), "--form"))
	if purpose, ok := d.Words.Purpose(line); ok {
		return "", purpose
	}
	titles := d.Labels().Forms
	for _, f := range p.Forms {
		for _, called := range append([]string{f.ID}, slices.Collect(maps.Values(titles[f.ID]))...) {
			if strings.EqualFold(called, line) {
				return f.ID, ""
			}
			if n := len(called); n < len(line) && strings.EqualFold(line[:n], called) {
				if purpose, ok := d.Words.Purpose(line[n:]); ok {
					return f.ID, purpose
				}
			}
		}
	}
	return line, ""
}

// filledIn gives a form what no ticket says itself: its history, and the words of
// the rule books.
func (d *Desk) filledIn(ctx context.Context, reply Reply) (Reply, error) {
	saved, err := d.Tickets.Load(ctx, reply.Ticket)
	if err != nil {
		return reply, d.unsaved("load", err)
	}
	reply.View, reply.Labels = &saved.Ticket, d.Labels()
	if reply.Events, err = d.Finder.History(ctx, saved); err != nil {
		return reply, d.unsaved("history", err)
	}
	return reply, nil
}
