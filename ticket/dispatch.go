package ticket

import (
	"slices"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// order offers a request that was dispatched to the unit it is for, in the turn
// of its capture: the unit cannot return it (WK-7). Who gave it follows it.
func (x *turn) order(to Target) {
	x.Marks = append(x.Marks, Mark{Name: Dispatched, By: x.by, At: x.at})
	x.Department = to.Department
	x.give(Command{Actor: x.by, To: to, Word: orderWord})
}

// orderWord says of a handoff that the ticket began with it.
const orderWord = "order"

// dispatcher is who gave the order; "" if it is none.
func (x *turn) dispatcher() string {
	if m := x.Mark(Dispatched); m != nil {
		return m.By
	}
	return ""
}

// ordered reports whether somebody is bound by an order: everybody but who gave
// it and the heads above them.
func (x *turn) ordered(user string) bool {
	by := x.dispatcher()
	if by == "" || user == by {
		return false
	}
	home := x.rules.Org.Home(by)
	return home == nil || !x.rules.Org.IsHead(user, home.ID)
}

// passesOff reports whether somebody bound by an order would hand it out of
// their unit.
func (x *turn) passesOff(c Command) bool {
	if !x.ordered(c.Actor) || c.To.User == x.dispatcher() {
		return x.ordered(c.Actor)
	}
	home := x.rules.Org.Home(c.To.User)
	return home == nil || !x.rules.Org.Within(home.ID, []string{x.Department})
}

// dispute says that an order is another unit's. Nothing moves: the unit keeps it
// until who gave it hands it elsewhere, or says with the same verb that it stays.
func (x *turn) dispute(c Command) error {
	by, open := x.dispatcher(), x.Mark(Disputed)
	has := x.isReceiver(c.Actor) || c.Actor == x.Responsible || x.superior(c.Actor)
	switch {
	case x.State.Ended() || x.solved():
		return x.ended()
	case by == "":
		return refuse(NotDispatched, nil)
	case c.Actor != by && !has:
		return refuse(NotYours, notice.Params{"who": notice.User(x.turnOf()), "verb": notice.Word(string(VerbDispute))})
	case c.Actor == by && open == nil:
		return refuse(NotDisputed, nil)
	case c.Actor != by && open != nil:
		return refuse(AlreadyMarked, notice.Params{"by": notice.User(open.By), "at": notice.Time(open.At), "mark": notice.Word("mark." + string(Disputed))})
	case c.Text == "":
		return refuse(NeedReason, nil)
	}
	p := notice.Params{"by": notice.User(c.Actor), "text": notice.Text(c.Text)}
	if c.Actor == by {
		to := open.By
		x.dropMark(Disputed)
		x.event(Event{Kind: string(VerbDispute), To: to, Text: c.Text, Facts: map[string]string{"stays": "yes"}})
		x.after = append(x.after, func() { x.prompt(to, notice.OrderStays, p) })
		return nil
	}
	x.setMark(Mark{Name: Disputed, By: c.Actor, At: x.at, Text: c.Text})
	x.event(Event{Kind: string(VerbDispute), To: by, Text: c.Text})
	x.after = append(x.after, func() { x.prompt(by, notice.Disputed, p) })
	return nil
}

// dropMark takes a mark away.
func (x *turn) dropMark(name MarkName) {
	x.Marks = slices.DeleteFunc(x.Marks, func(m Mark) bool { return m.Name == name })
}

// reorder is a handoff of an order by who gave it: it is another unit's from now on.
func (x *turn) reorder(c Command) {
	if x.dispatcher() == "" || x.ordered(c.Actor) {
		return
	}
	x.dropMark(Disputed)
	if c.To.Department != "" {
		x.Department = c.To.Department
	}
}

// Dispatches reports whether somebody may give orders: who fills a role of the
// rule books for it, and every head.
func Dispatches(rules policy.Rules, user string) bool {
	from := ""
	if home := rules.Org.Home(user); home != nil {
		from = home.ID
	}
	return rules.Org.HeadsAny(user) || slices.ContainsFunc(rules.Policy.Dispatch.By, func(role string) bool {
		return slices.Contains(rules.Org.Fill(role, from, rules.Out()), user)
	})
}
