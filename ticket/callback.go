package ticket

import (
	"slices"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// finish ends a ticket, or lets it wait for its callback where a rule book asks
// for one (CM-5.2.7, DM-4.2.1).
func (x *turn) finish(how Ending, by string, e Event) {
	if how == TakenDown || how == NotRequest || !x.callsBack() {
		x.end(how, by, e)
		return
	}
	x.Ends = how
	if e.Facts == nil {
		e.Facts = map[string]string{}
	}
	e.Facts["how"] = string(how)
	x.move(CallbackDue, e)
	x.after = append(x.after, func() {
		p := x.withClock(policy.Natural, notice.Params{})
		x.show(Face{Slot: "callback/" + p["clock"].Raw(), Kind: notice.CallbackDue, To: notice.Recipient{User: x.Follower()}, Params: p})
	})
}

// callsBack reports whether the rules have a window for the callback.
func (x *turn) callsBack() bool {
	return slices.ContainsFunc(x.rules.Policy.Windows, func(w policy.Window) bool {
		return w.Runs(string(CallbackDue)) && x.holds(&w.When)
	})
}

// callback records what the customer said: all is well, or it came back.
func (x *turn) callback(c Command) error {
	switch {
	case x.State.Ended():
		return x.ended()
	case x.State != CallbackDue:
		return refuse(NoCallback, nil)
	case c.Actor != x.Follower() && !x.superior(c.Actor):
		return refuse(NotYours, notice.Params{"who": notice.User(x.Follower()), "verb": notice.Word(string(VerbCallback))})
	case c.Word == "recurred" && c.Text == "":
		return refuse(NeedReason, nil)
	}
	e := Event{Kind: string(VerbCallback), Text: c.Text, Facts: map[string]string{"result": c.Word}}
	if c.Word != "recurred" {
		x.end(x.Ends, c.Actor, e)
		return nil
	}
	x.bringBack(c, e)
	return nil
}
