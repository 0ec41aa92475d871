package ticket

import (
	"time"

	"github.com/firstask/firstask/policy"
)

// propose notes where such a request goes: to the one department that its
// judgement names, else by the first route that fits, by the topic that its text
// names, or by its type. Nothing moves by it (FA-09.2).
func (x *turn) propose() {
	if x.Mark(Assigned) != nil || x.Handoff != nil {
		return // somebody has said whose it is
	}
	if x.Route = nil; len(x.Judged()) == 1 {
		if d := x.Judged()[0]; d != x.Department {
			x.Route = &Route{Department: d}
		}
		return
	}
	org := x.rules.Org
	for i := range x.rules.Policy.Routes {
		r := &x.rules.Policy.Routes[i]
		if !x.holds(&r.When) {
			continue
		}
		topic := longest(x.Text, r.Topics)
		if len(r.Topics) > 0 && topic == "" {
			continue
		}
		x.Route = &Route{Department: r.To.Department, Post: r.To.Post, Role: r.To.Role, Topic: topic, Rule: r.Rule, With: r.With}
		return
	}
	if d, p, topic := org.Search(x.Text); d != nil {
		x.Route = &Route{Department: d.ID, Post: p.ID, Topic: topic}
	} else if d, p := org.ForType(x.Type); d != nil {
		x.Route = &Route{Department: d.ID, Post: p.ID}
	}
}

// Partners are who stands for the further places of a proposal that have no part
// in it yet, each with the department.
func Partners(t *Ticket, rules policy.Rules, now time.Time) []Target {
	if t.Route == nil || rules.Org == nil {
		return nil
	}
	lead := Destination(t, rules, now)
	var all []Target
	for _, place := range t.Route.With {
		user, found, d := rules.Org.Answers(place, t.Department, now, rules.Out())
		if user == "" || d == nil || d.ID == lead.Department || t.hasPart(d.ID) {
			continue
		}
		all = append(all, Target{User: user, Rule: found, Department: d.ID})
	}
	return all
}

// longest is the longest of some keywords that a text has; "" for none.
func longest(text string, topics []string) string {
	found := ""
	for _, t := range topics {
		if len([]rune(t)) > len([]rune(found)) && policy.Mentions(text, t) {
			found = t
		}
	}
	return found
}

// Destination is who the proposed place is now, and how they were found; the
// zero Target if the rules propose nobody, or who has it already.
func Destination(t *Ticket, rules policy.Rules, now time.Time) Target {
	if t.Route == nil || t.State.Ended() || rules.Org == nil {
		return Target{}
	}
	place := policy.Place{Department: t.Route.Department, Post: t.Route.Post, Role: t.Route.Role}
	user, found, d := rules.Org.Answers(place, t.Department, now, rules.Out())
	if user == "" || user == t.Factual() {
		return Target{}
	}
	to := Target{User: user, Rule: found, Topic: t.Route.Topic, Post: t.Route.Post}
	if d != nil {
		to.Department = d.ID
	}
	return to
}
