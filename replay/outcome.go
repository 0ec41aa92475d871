package replay

import (
	"maps"
	"slices"
	"time"

	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// Change says how a line differs from what happened.
type Change byte

// The changes, as they are printed.
const (
	Same Change = '=' // happened, and would have
	Gone Change = '-' // happened, would not have
	New  Change = '+' // would have, did not happen
)

// Line is one message to a person or a channel.
type Line struct {
	Change Change
	At     time.Time
	// Who is a Slack id of a person or a channel.
	Who string
	// Event is the kind of event it comes from, Rule the rule behind it, if any.
	Event string
	Rule  string
}

// Count sums a course of events up.
type Count struct {
	// Messages are those of Lines, by person or channel.
	Messages map[string]int
	// Late are the limits that passed and are a person's, System the system's own.
	Late, System int
}

// Add adds another count to this one.
func (c *Count) Add(o Count) {
	if c.Messages == nil {
		c.Messages = map[string]int{}
	}
	for who, n := range o.Messages {
		c.Messages[who] += n
	}
	c.Late += o.Late
	c.System += o.System
}

// People are all to whom either count has a message, in order.
func People(a, b Count) []string {
	all := maps.Clone(a.Messages)
	if all == nil {
		all = map[string]int{}
	}
	maps.Copy(all, b.Messages)
	return slices.Sorted(maps.Keys(all))
}

// outcome compares what happened with what would have.
func outcome(rec *Record, p *player) Outcome {
	did, would := told(rec.Events, &rec.Ticket, p.rules), told(p.events, &p.t, p.rules)
	return Outcome{
		Number: rec.Ticket.Number, Was: rec.Ticket.State, Ticket: p.t, Lines: compare(did, would), Refused: p.refused,
		Before: count(did, rec.Ticket.Breaches), After: count(would, p.t.Breaches),
	}
}

func count(lines []Line, breaches []ticket.Breach) Count {
	c := Count{Messages: map[string]int{}}
	for _, l := range lines {
		c.Messages[l.Who]++
	}
	for i := range breaches {
		if breaches[i].System {
			c.System++
		} else {
			c.Late++
		}
	}
	return c
}

// compare pairs the lines of both courses: those to the same person, of the
// same kind and rule, within a minute, are one.
func compare(did, would []Line) []Line {
	lines := make([]Line, 0, len(did)+len(would))
	for _, l := range did {
		i := slices.IndexFunc(would, func(o Line) bool {
			return o.Who == l.Who && o.Event == l.Event && o.Rule == l.Rule && o.At.Sub(l.At).Abs() < lag
		})
		if l.Change = Gone; i >= 0 {
			l.Change = Same
			would = slices.Delete(slices.Clone(would), i, i+1)
		}
		lines = append(lines, l)
	}
	for _, l := range would {
		l.Change = New
		lines = append(lines, l)
	}
	slices.SortStableFunc(lines, func(a, b Line) int { return a.At.Compare(b.At) })
	return lines
}

// told are the messages that events tell of: whom the passing of time, or the
// request of somebody else, disturbed.
func told(events []ticket.Event, t *ticket.Ticket, rules policy.Rules) []Line {
	var lines []Line
	later := slices.ContainsFunc(events, kind("asked"))
	for i := range events {
		e := &events[i]
		who := e.To
		switch {
		case e.Kind == "whole_late":
			who = headOf(t, rules)
		case e.Kind == "captured" && later, e.Facts["said"] == "no", !disturbs(e.Kind):
			continue
		}
		if who == "" || who == e.By {
			continue
		}
		lines = append(lines, Line{At: e.At, Who: who, Event: e.Kind, Rule: e.Rule})
	}
	return lines
}

// disturbs reports whether whom an event names is told at once.
func disturbs(kind string) bool {
	return slices.Contains([]string{
		"captured", "asked", "duty_gap", "reminder", "soft_limit", "breach", "ladder", "alarm", "wish", "wish_refused", "correction_refused",
		string(ticket.VerbCorrect), string(ticket.VerbHandoff), string(ticket.VerbReturn), string(ticket.VerbAsk), string(ticket.VerbAnswer),
		string(ticket.VerbUrge), string(ticket.VerbSupervise), string(ticket.VerbComplainUp), string(ticket.VerbPromise),
		string(ticket.VerbResolve), string(ticket.VerbReopen), string(ticket.VerbCallback), string(ticket.VerbEscalate),
		string(ticket.VerbAck), string(ticket.VerbReply), string(ticket.VerbLead), string(ticket.VerbShare), string(ticket.VerbTakeover),
		string(ticket.VerbEndorse), "await", string(ticket.VerbTaskforce), "member", string(ticket.VerbRule), string(ticket.VerbReview), string(ticket.VerbFinal), "outcome", "frozen", "leaderless",
	}, kind)
}

// headOf is whom the limit of a whole request is told to: the head of the
// department it was asked in.
func headOf(t *ticket.Ticket, rules policy.Rules) string {
	department := t.Department
	if rules.Org.Department(department) == nil {
		department = rules.Org.Default
	}
	for _, head := range rules.Org.Superiors(department, rules.Gone, t.Asker.User) {
		return head
	}
	return ""
}
