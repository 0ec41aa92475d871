package ticket

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// CallbackWish is the word of a callback that somebody wants made.
const CallbackWish = "please"

// finish ends a ticket, or lets it wait for its callback where a rule book asks
// for one (CM-5.2.7, DM-4.2.1).
func (x *turn) finish(how Ending, by string, e Event) {
	if how == TakenDown || how == NotRequest || !x.callsBack() {
		x.end(how, by, e)
		return
	}
	x.Ends, x.CallsBack = how, x.caller()
	if e.Facts == nil {
		e.Facts = map[string]string{}
	}
	e.Facts["how"] = string(how)
	x.move(CallbackDue, e)
	x.after = append(x.after, func() {
		x.askCaller()
	})
}

// askCaller asks whoever calls the customer back to do so.
func (x *turn) askCaller() {
	role := policy.Caller
	if x.ClockOn(role) == nil {
		role = policy.Natural // a book of rules that asks it of who was asked first
	}
	p := x.withClock(role, notice.Params{})
	x.show(Face{Slot: "callback/" + cmp.Or(p["clock"].Raw(), strconv.Itoa(x.Seq)), Kind: notice.CallbackDue, To: notice.Recipient{User: x.Caller()}, Params: p})
}

// Caller is who calls the customer back: who fills the role for it, else who
// follows the request.
func (t *Ticket) Caller() string { return cmp.Or(t.CallsBack, t.Follower()) }

// caller is who is to call the customer back where the rules have a role for it
// (IM-8), never who worked on it: if only they fill the role, the one who follows
// it or their head; "" leaves it with who follows it.
func (x *turn) caller() string {
	if x.rules.Policy.CallbackBy == "" {
		return ""
	}
	worked := x.Factual()
	for _, u := range x.callers() {
		if u != worked && u != x.Asker.User {
			return u
		}
	}
	if x.Follower() != worked && !x.rules.Out()[x.Follower()] {
		return ""
	}
	return x.headOf(worked)
}

// callers are the people who fill the role that calls customers back.
func (x *turn) callers() []string {
	if x.rules.Policy.CallbackBy == "" {
		return nil
	}
	return x.rules.Org.Fill(x.rules.Policy.CallbackBy, x.Department, x.rules.Out())
}

// calls reports whether somebody may say what the customer said: the caller,
// everybody who fills their role, and a superior; where somebody else is to
// call, never who worked on it.
func (x *turn) calls(user string) bool {
	switch {
	case user == x.Caller():
		return true
	case user == x.Factual() && x.CallsBack != "":
		return false
	default:
		return slices.Contains(x.callers(), user) || x.superior(user)
	}
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
	case c.Word == CallbackWish:
		return x.wishCallback(c)
	case x.State.Ended():
		return x.ended()
	case x.State != CallbackDue:
		return refuse(NoCallback, nil)
	case !x.calls(c.Actor):
		return refuse(NotYours, notice.Params{"who": notice.User(x.Caller()), "verb": notice.Word(string(VerbCallback))})
	case c.Word == "recurred" && c.Text == "":
		return refuse(NeedReason, nil)
	}
	e := Event{Kind: string(VerbCallback), Text: c.Text, Facts: map[string]string{"result": c.Word}}
	x.keepParts(c, &e)
	if c.Word != "recurred" {
		x.end(x.Ends, c.Actor, e)
		return nil
	}
	x.bringBack(c, e)
	return nil
}

// wishCallback has the customer of a closed ticket called back though no rule
// asks for it (SD-5.2.1.5): by the wish of who follows it, or of a superior.
// Without a window for it nobody is late; it stays with the caller until it is made.
func (x *turn) wishCallback(c Command) error {
	switch {
	case x.State == CallbackDue:
		return refuse(CallbackWaits, notice.Params{"who": notice.User(x.Caller())})
	case x.State.Ended() && x.State != Closed:
		return x.ended()
	case x.State != Closed:
		return refuse(NotClosed, notice.Params{"who": notice.User(x.turnOf())})
	case c.Actor != x.Follower() && !x.superior(c.Actor):
		return refuse(NotYours, notice.Params{"who": notice.User(x.Follower()), "verb": notice.Word(string(VerbCallback))})
	}
	x.short = true // the customer has not been called
	x.Ends, x.CallsBack, x.End = x.End.How, x.caller(), End{}
	x.holdAgain(string(VerbCallback))
	x.move(CallbackDue, Event{Kind: "callback_wished", To: x.Caller(), Text: c.Text})
	x.relieveAbsent("callback/" + strconv.Itoa(x.Seq))
	x.after = append(x.after, func() {
		if x.Caller() != c.Actor {
			x.askCaller()
		}
	})
	return nil
}

// holdAgain gives an ended ticket back to who follows it and who is responsible.
func (x *turn) holdAgain(end string) {
	if x.rules.Policy.Release == policy.ReleaseClose {
		x.Released = time.Time{} // it was let go with the end, which is none
	}
	if x.Released.IsZero() {
		x.hold(x.Follower(), AsNatural, end)
	}
	if x.Responsible != "" {
		x.hold(x.Responsible, AsResponsible, end)
	}
}
