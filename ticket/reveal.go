package ticket

import (
	"slices"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// IsPersonal reports whether a field tells of a person: by its rule book, or
// since it leads to the asker. It is shown cut down, and whole by reveal alone.
// So is one that no rule book knows any more.
func IsPersonal(field string, p *policy.Policy) bool {
	switch {
	case slices.Contains([]string{"phone", "email", "address"}, field):
		return true
	case slices.Contains(Fields(), field):
		return false
	case p == nil:
		return true
	}
	f := p.Field(field)
	return f == nil || f.Personal
}

// HasPersonal reports whether something is noted that tells of a person.
func (t *Ticket) HasPersonal(p *policy.Policy) bool {
	for f, v := range t.Contact {
		if v != "" && IsPersonal(f, p) {
			return true
		}
	}
	return false
}

// reveal shows somebody who has a part in the ticket how its asker is reached
// (FZ-2.3.1). That they saw it is on record.
func (x *turn) reveal(c Command) error {
	switch {
	case !x.HasPersonal(x.rules.Policy):
		return refuse(NothingNoted, nil)
	case !x.Reads(c.Actor):
		return refuse(NotShown, notice.Params{"who": notice.User(x.Factual())})
	}
	x.event(Event{Kind: string(VerbReveal), Text: c.Text})
	return nil
}

// unrevealed is the decision on a reveal that was refused to somebody: nothing
// but the record that they asked.
func unrevealed(t *Ticket, c Command, said *Refusal, rules policy.Rules, x *turn) Decision {
	y := begin(t, rules, x.now, c.At, c.Actor)
	y.event(Event{Kind: "reveal_refused", Text: c.Text})
	y.settle()
	d := y.decision()
	d.Said, d.Held = said, true
	return d
}
