package handlers

import (
	"context"
	"strings"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// taskforce gives a hard demand to several people: "taskforce 42 @lead, @member
// duty, @member duty: plan"; in the form one member a line.
func (d *Desk) taskforce(ctx context.Context, r Request, w words) (Reply, error) {
	if w.Rest == "" && (r.Source == Slash || r.Source == Click) {
		return Reply{Form: string(ticket.VerbTaskforce), Ticket: w.Number}, nil
	}
	rules, err := d.current(ctx)
	if err != nil {
		return Reply{}, err
	}
	c, err := d.force(ctx, r, w.Rest, rules)
	if err != nil && c.Text == "" && r.Source != Form {
		return d.nowhere(ctx, r, w, ticket.VerbTaskforce, err) // who may not do it at all hears that
	}
	if err != nil {
		reply, err := choose(Reply{Ticket: w.Number}, ticket.VerbTaskforce, w, err)
		return d.inForm(r, text.FieldMembers, reply, err)
	}
	reply, err := d.applySaying(ctx, r, w, c, func(t *ticket.Ticket) Reply {
		p := notice.Params{"to": notice.User(t.Leader.User), "n": notice.Number(len(t.Force))}
		if clock := clockOf(t, policy.Responsible); clock != nil {
			p["limit"] = notice.Time(clock.Due)
		}
		return answer("force_formed", p)
	})
	return d.inForm(r, text.FieldTo, reply, err)
}

// force reads who leads, who does what, and the plan, from a line or a form.
func (d *Desk) force(ctx context.Context, r Request, line string, rules policy.Rules) (ticket.Command, error) {
	c := ticket.Command{Verb: ticket.VerbTaskforce}
	people, plan := splitPlan(line)
	c.Text = plan
	if r.Source == Form {
		c.Text, people = strings.TrimSpace(r.Values[text.FieldText]), r.Values[text.FieldMembers]
		if id := r.Values[text.FieldTo]; id != "" {
			to, err := d.person(ctx, id, rules)
			if err != nil {
				return c, err
			}
			c.To = to
		}
	}
	for _, part := range eachMember(people) {
		to, duty, err := d.member(ctx, part, rules)
		switch {
		case err != nil:
			return c, err
		case c.To.User == "" && r.Source != Form:
			c.To = to
		default:
			c.Force = append(c.Force, ticket.Member{User: to.User, Duty: duty})
		}
	}
	return c, nil
}

// member reads who, and what they do.
func (d *Desk) member(ctx context.Context, part string, rules policy.Rules) (ticket.Target, string, error) {
	id, duty := d.Words.Given(part)
	if id == "" {
		return d.named(ctx, part, rules)
	}
	to, err := d.person(ctx, id, rules)
	return to, duty, err
}

// splitPlan cuts a line at its first colon: people before it, the plan after.
func splitPlan(line string) (people, plan string) {
	i := strings.IndexAny(line, ":\uff1a")
	if i < 0 {
		return line, ""
	}
	_, plan, _ = strings.Cut(strings.Replace(line[i:], "\uff1a", ":", 1), ":")
	return line[:i], strings.TrimSpace(plan)
}

// eachMember are the parts of a list of people with their duties: one for each
// mention, line or comma.
func eachMember(people string) []string {
	marked := strings.ReplaceAll(people, "<@", "\n<@")
	var all []string
	for part := range strings.FieldsFuncSeq(marked, func(r rune) bool { return strings.ContainsRune("\n,;\u3001\uff0c\uff1b", r) }) {
		if part = strings.TrimSpace(part); part != "" {
			all = append(all, part)
		}
	}
	return all
}
