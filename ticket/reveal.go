package ticket

import (
	"slices"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// refusedReveal is the event of somebody who was not shown what leads to a person.
const refusedReveal = "reveal_refused"

// Personal are the fields of the asker that lead to the person: they are shown
// cut down, and whole by reveal alone.
func Personal() []string { return []string{"phone", "email", "address"} }

// HasPersonal reports whether something is noted that leads to the asker.
func (t *Ticket) HasPersonal() bool {
	return slices.ContainsFunc(Personal(), func(f string) bool { return t.Contact[f] != "" })
}

// reveal shows somebody who has a part in the ticket how its asker is reached
// (FZ-2.3.1). That they saw it is on record.
func (x *turn) reveal(c Command) error {
	switch {
	case !x.HasPersonal():
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
