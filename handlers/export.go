package handlers

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// export fills in a form of the rule books: "export 42 coordination", or
// "export 42" where there is one.
func (d *Desk) export(ctx context.Context, r Request, w words) (Reply, error) {
	_, rules, err := d.load(ctx, w.Number)
	if err != nil {
		return Reply{Ticket: w.Number}, err
	}
	c := ticket.Command{Verb: ticket.VerbExport, Word: d.formNamed(w.Rest, rules.Policy)}
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

// formNamed is the form that a line names by its id or its title in any language;
// "" where it names none.
func (d *Desk) formNamed(line string, p *policy.Policy) string {
	name := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(line), "--form"))
	titles := d.Labels().Forms
	for _, f := range p.Forms {
		for _, called := range append([]string{f.ID}, slices.Collect(maps.Values(titles[f.ID]))...) {
			if strings.EqualFold(called, name) {
				return f.ID
			}
		}
	}
	return name
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
