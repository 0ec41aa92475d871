package ticket

import (
	"time"

	"github.com/firstask/firstask/policy"
)

// Stand is where somebody stands in the chain of responsibility now: since when,
// by which rule, whom they owe, and what comes next if they are silent.
type Stand struct {
	// Level is 0 for the natural FR, 1 for whoever accepted, 2 and up for the next levels.
	Level int
	User  string
	Since time.Time
	// Rule is the rule that made it theirs, or of the clock that runs on them; "" for none.
	Rule string
	// Customer: they owe the one who asked; To are those of the chain they owe (FA-20).
	Customer bool
	To       []string
	// Limit is when their clock ends; zero if none runs. Next is what comes before
	// and after it, earliest first.
	Limit time.Time
	Next  []Upcoming
}

// Standing is the chain from the natural FR down to the deepest level that owes
// an answer. Who fills two places stands in it once; an ended ticket has none.
func Standing(t *Ticket, rules policy.Rules, now time.Time) []Stand {
	if t.State.Ended() {
		return nil
	}
	var all []Stand
	follows := t.Released.IsZero() && t.Follower() != t.Responsible
	if follows {
		all = append(all, Stand{Level: 0, User: t.Follower(), Since: t.Natural.From, Rule: t.Natural.Rule, Customer: true})
	}
	if t.Responsible != "" {
		s := Stand{Level: 1, User: t.Responsible, Since: t.acceptedAt(), Customer: true}
		switch {
		case t.Leader.User == t.Responsible:
			s.Rule = t.Leader.Rule
		case !follows && t.Follower() == t.Responsible:
			s.Rule = t.Natural.Rule
		}
		if follows {
			s.To = []string{t.Follower()}
		}
		all = append(all, s)
	}
	for i := range t.Levels {
		if l := &t.Levels[i]; l.Open() {
			all = append(all, Stand{Level: l.N, User: l.User, Since: l.At, To: []string{l.From}})
		}
	}
	x := begin(t, rules, now, now, "")
	for i := range all {
		x.facing(&all[i])
	}
	return all
}

// facing completes a place in the chain by the clock that runs on it.
func (x *turn) facing(s *Stand) {
	c := x.clockAt(s)
	if c == nil {
		return
	}
	s.Limit = c.Due
	if s.Rule == "" {
		s.Rule = c.Rule
	}
	s.Next = x.plan(c)
}

// clockAt is the clock of a place in the chain that ends first; nil for none.
func (x *turn) clockAt(s *Stand) *Clock {
	var first *Clock
	for i := range x.Clocks {
		c := &x.Clocks[i]
		here := c.Subject == s.User && c.Then == policy.Breach && c.Role.Below() == s.role().Below() && (!c.Role.Below() || c.Level == s.Level)
		if here && (first == nil || c.Due.Before(first.Due)) {
			first = c
		}
	}
	return first
}
