package handlers

import (
	"context"
	"strings"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// share brings further departments in: "share 42 Finance Delivery why"; or those
// whom a matter of the rule book concerns: "share 42 return why".
func (d *Desk) share(ctx context.Context, r Request, w words) (Reply, error) {
	rules, err := d.current(ctx)
	if err != nil {
		return Reply{}, err
	}
	c := ticket.Command{Verb: ticket.VerbShare}
	if matter, after := leadingMatter(w.Rest, rules.Policy.Marking("")); matter != "" {
		c.Word, c.Text = matter, after
		return d.apply(ctx, r, w, c, "shared", nil)
	}
	if c.With, c.Text, err = d.desksOf(w.Rest, rules, r); err != nil {
		return d.nowhere(ctx, r, w, ticket.VerbShare, err)
	}
	return d.applySaying(ctx, r, w, c, func(t *ticket.Ticket) Reply {
		if t.Mark(ticket.Leaderless) != nil {
			return answer("shared_lead", notice.Params{"to": ticket.WhoNames(t, rules)})
		}
		return answer("shared", nil)
	})
}

// desksOf reads the departments that a line begins with, each with whoever
// answers for it now, and what comes after them.
func (d *Desk) desksOf(line string, rules policy.Rules, r Request) ([]ticket.Target, string, error) {
	var all []ticket.Target
	rest := line
	for {
		name, after := leadingDesk(rest, rules.Org)
		if name == "" {
			break
		}
		to, err := d.counterpart(name, rules, r)
		if err != nil {
			return nil, "", err
		}
		all, rest = append(all, to), after
	}
	if len(all) == 0 && strings.TrimSpace(rest) != "" {
		word, _ := firstWords(rest, 1)
		return nil, "", refuse(ticket.NoCounterpart, notice.Params{"what": notice.Text(word)})
	}
	return all, rest, nil
}
