package handlers

import (
	"context"
	"strings"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// share brings further departments in: "share 42 Finance Delivery why"; or those
// whom a matter of the rule book concerns: "share 42 return why".
func (d *Desk) share(ctx context.Context, r Request, w words) (Reply, error) {
	rules, err := d.current(ctx)
	if err != nil {
		return Reply{}, err
	}
	c := ticket.Command{Verb: ticket.VerbShare, Text: strings.TrimSpace(w.Rest)}
	if matter, after := leadingMatter(w.Rest, rules.Policy.Marking("")); matter != "" && r.Source != Form {
		c.Word, c.Text = matter, after
		return d.apply(ctx, r, w, c, "shared", nil)
	}
	if r.Source == Form {
		c.With, err = d.desksNamed(r.Values[text.FieldDepartment], rules, r)
	} else {
		c.With, c.Text, err = d.desksOf(w.Rest, rules, r)
	}
	if err != nil {
		reply, err := d.nowhere(ctx, r, w, ticket.VerbShare, err)
		return d.inForm(r, text.FieldDepartment, reply, err)
	}
	reply, err := d.applySaying(ctx, r, w, c, func(t *ticket.Ticket) Reply {
		if t.Mark(ticket.Leaderless) != nil {
			return answer("shared_lead", notice.Params{"to": ticket.WhoNames(t, rules)})
		}
		return answer("shared", nil)
	})
	return d.inForm(r, text.FieldDepartment, reply, err)
}

// desksNamed are the departments that were chosen in a form.
func (d *Desk) desksNamed(ids string, rules policy.Rules, r Request) ([]ticket.Target, error) {
	var all []ticket.Target
	for id := range strings.SplitSeq(ids, ",") {
		to, err := d.counterpart(id, rules, r)
		if err != nil {
			return nil, err
		}
		all = append(all, to)
	}
	return all, nil
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
