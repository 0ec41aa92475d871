package ticket

import (
	"slices"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// complainUp brings an overrun of another before their superiors (FA-18). The
// natural FR, or the level above whose limit passed (FA-19), proposes it; their
// own head presses it. Once for each clock.
func (x *turn) complainUp(c Command) error {
	b := x.overrun()
	own, above := "", ""
	if b != nil {
		above = x.aboveBreach(b)
		own = x.headOf(above, b.Subject) // nobody judges what is about themselves
	}
	switch {
	case b == nil:
		return refuse(NotBreached, nil)
	case slices.Contains(x.Complained, b.Clock):
		return refuse(Complained, nil)
	case c.Actor == own || (x.superior(c.Actor) && c.Actor != b.Subject && c.Actor != above):
		x.complain(b, c)
		return nil
	case c.Actor != above:
		return refuse(NotYours, notice.Params{"who": notice.User(above), "verb": notice.Word(string(VerbComplainUp))})
	case own == "":
		return refuse(NoSuperior, nil)
	case slices.Contains(x.Proposed, b.Clock):
		return refuse(AskedHead, notice.Params{"who": notice.User(own), "at": notice.Time(b.At)})
	}
	x.Proposed = append(x.Proposed, b.Clock)
	x.event(Event{Kind: string(VerbComplainUp), To: own, Rule: b.Rule, Text: c.Text, Facts: map[string]string{"proposed": "yes"}})
	x.show(Face{
		Slot: "complaint/" + b.Clock, Kind: notice.ComplaintProposed, To: notice.Recipient{User: own}, Params: x.complaint(b, c),
	})
	return nil
}

func (x *turn) complaint(b *Breach, c Command) notice.Params {
	return notice.Params{
		"by": notice.User(c.Actor), "subject": notice.User(b.Subject), "rule": notice.Text(b.Rule),
		"limit": notice.Time(b.At), "reason": notice.Text(c.Text), "breach": notice.Text(b.Clock),
	}
}

// complain tells the superiors of whose limit passed, as far up as the rule
// book says.
func (x *turn) complain(b *Breach, c Command) {
	x.Complained = append(x.Complained, b.Clock)
	steps := x.rules.Policy.ComplainUp
	clock := Clock{Subject: b.Subject, Department: x.homeOf(b.Subject), Climbed: []string{c.Actor}}
	w := &policy.Window{Ladder: steps}
	e := x.event(Event{Kind: string(VerbComplainUp), To: b.Subject, Rule: b.Rule, Text: c.Text})
	e.fact("clock", b.Clock)
	for _, to := range x.everyRung(&clock, w) {
		x.say(notice.Notice{Kind: notice.Complaint, To: to, Params: x.complaint(b, c), Class: notice.Answer})
	}
	x.tell(x.aboveBreach(b), notice.Complaint, x.complaint(b, c))
}

// overrun is the last limit that passed on somebody other than the natural FR.
func (x *turn) overrun() *Breach {
	for i := range slices.Backward(x.Breaches) {
		if b := &x.Breaches[i]; b.Subject != "" && b.Subject != x.Follower() && !b.System {
			return b
		}
	}
	return nil
}

func (x *turn) homeOf(user string) string {
	if d := x.rules.Org.Home(user); d != nil {
		return d.ID
	}
	return x.Department
}

// headOf is the nearest superior of somebody who did not ask the request
// themselves; "" if there is none.
func (x *turn) headOf(user string, but ...string) string {
	for _, h := range x.rules.Org.Superiors(x.homeOf(user), x.rules.Out(), append(append(but, user), x.parties()...)...) {
		return h
	}
	return ""
}
