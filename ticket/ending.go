package ticket

import (
	"maps"
	"strconv"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// reply is "I told the customer", by whom the rule book has bring the result
// (RD-6): what was ready is answered, and since nobody in Slack can confirm it,
// closed.
func (x *turn) reply(c Command) error {
	switch {
	case x.State.Ended():
		return x.ended()
	case x.State == Answered || x.State == CallbackDue:
		return refuse(NotATask, notice.Params{"who": notice.User(x.Factual())})
	case x.State != ResultReady:
		return x.interim(c)
	case !x.tells(c.Actor) && !x.superior(c.Actor):
		return refuse(NotYours, notice.Params{"who": notice.User(x.Teller()), "verb": notice.Word(string(VerbReply))})
	}
	e := Event{Kind: string(VerbReply), Text: c.Text}
	x.keepParts(c, &e)
	x.event(e)
	if !x.Redirect.At.IsZero() {
		x.end(SentOn, c.Actor, Event{Kind: "closed"})
		return nil
	}
	x.finish(Told, c.Actor, Event{Kind: "closed"})
	x.passOn()
	return nil
}

// interim is news for the asker before there is a result: whoever works on it
// tells them, or says that they did.
func (x *turn) interim(c Command) error {
	switch {
	case c.Actor != x.Factual() && c.Actor != x.Follower() && !x.tells(c.Actor) && !x.superior(c.Actor):
		return refuse(NotYours, notice.Params{"who": notice.User(x.Factual()), "verb": notice.Word(string(VerbReply))})
	case wording(c) == "":
		return refuse(NeedText, nil)
	}
	c.Text = wording(c)
	e := Event{Kind: string(VerbReply), To: x.Asker.User, Text: c.Text}
	x.keepParts(c, &e)
	x.proceed(e)
	p := notice.Params{"text": notice.Text(c.Text)}
	if plan := x.Account[PartPlan]; plan != "" && plan != c.Text {
		p["plan"] = notice.Text(plan)
	}
	x.askerNews("reply", p)
	return nil
}

// confirm closes: the asker says it is solved, by the result or by the standard
// answer they got before.
func (x *turn) confirm(c Command) error {
	switch {
	case x.State.Ended():
		return x.ended()
	case x.solvedByAnswer(c):
		x.dropOffer(string(VerbConfirm))
		x.end(ByAnswer, c.Actor, Event{Kind: string(VerbConfirm)})
		return nil
	case x.State != Answered:
		return refuse(NotSolved, notice.Params{"who": notice.User(x.turnOf())})
	case c.Actor != x.Asker.User:
		return refuse(NotYours, notice.Params{"who": notice.User(x.Asker.User), "verb": notice.Word(string(VerbConfirm))})
	}
	x.finish(Confirmed, c.Actor, Event{Kind: string(VerbConfirm)})
	return nil
}

// withdraw ends a request that is none any more: by who asked or captured it,
// or by the natural FR for somebody outside Slack. "Not a request" is the
// natural FR's word in an every-message channel; the asker can undo it.
func (x *turn) withdraw(c Command) error {
	notRequest := c.Word == string(NotRequest) && x.Post.Every && (x.State.Taking() || x.State == AwaitEndorsement)
	natural := c.Actor == x.Follower() && (notRequest || !x.Asker.InSlack())
	switch {
	case x.State.Ended():
		return x.ended()
	case !natural && c.Actor != x.Asker.User && !x.mistaken(c.Actor):
		return refuse(NotYours, notice.Params{"who": notice.User(x.withdrawer()), "verb": notice.Word(string(VerbWithdraw))})
	case len(x.Joined) > 0:
		return x.holdsOthers()
	}
	x.dropOffer(string(VerbWithdraw))
	how := TakenDown
	if notRequest && natural {
		how = NotRequest
	}
	x.end(how, c.Actor, Event{Kind: string(VerbWithdraw), Text: c.Text})
	x.askerNews(string(how), notice.Params{})
	return nil
}

// mistaken reports whether somebody may take back what they captured: a request
// of somebody outside Slack, or a slip that nobody has acted on yet.
func (x *turn) mistaken(user string) bool {
	return user == x.CapturedBy && (!x.Asker.InSlack() || x.State.Fresh())
}

func (x *turn) withdrawer() string {
	if x.Asker.InSlack() {
		return x.Asker.User
	}
	return x.CapturedBy
}

// end closes the ticket: every hold ends, and those who follow it hear how.
func (x *turn) end(how Ending, by string, e Event) {
	state := Closed
	switch how {
	case TakenDown, NotRequest:
		state = Withdrawn
	case SentOn:
		state = Redirected
	case Confirmed, Unconfirmed, Told, ByAnswer, SameAs:
	}
	for _, as := range []HoldAs{AsNatural, AsReceiver, AsResponsible} {
		x.release(as, e.Kind)
	}
	x.thaw(false)
	if x.rules.Policy.Release == policy.ReleaseClose && x.Released.IsZero() {
		x.letGo(by, "closed")
	}
	x.End = x.closed(how, by)
	x.dropLevels(e.Kind)
	if e.Facts == nil {
		e.Facts = map[string]string{}
	}
	e.Facts["how"] = string(how)
	x.move(state, e)
	x.after = append(x.after, func() { x.tellEnd(how, by) })
}

func (x *turn) tellEnd(how Ending, by string) {
	p := notice.Params{"how": notice.Word("ending." + string(how))}
	if by != "" {
		p["by"] = notice.User(by)
	}
	x.tell(x.Follower(), notice.Closed, p)
	if x.Responsible != x.Follower() {
		x.tell(x.Responsible, notice.Closed, p)
	}
}

// reopen brings a solved, closed or put-aside request back to who was
// responsible, with its history.
func (x *turn) reopen(c Command) error {
	undo := x.State == Withdrawn && x.End.How == NotRequest
	switch {
	case x.State == Withdrawn && !undo:
		return x.ended()
	case !x.solved() && x.State != Closed && x.State != Redirected && !undo:
		return refuse(NotClosed, notice.Params{"who": notice.User(x.turnOf())})
	case !x.mayReopen(c.Actor):
		return refuse(NotYours, notice.Params{"who": notice.User(x.withdrawer()), "verb": notice.Word(string(VerbReopen))})
	case x.Ruling != nil && x.Ruling.Final:
		return x.ruledFinally()
	case x.Ruling != nil:
		return refuse(ReviewInstead, nil)
	case !undo && x.State.Ended() && x.tooLate():
		return refuse(ReopenTooLate, notice.Params{"at": notice.Time(x.End.At)})
	case c.Text == "" && c.Word == "" && !undo:
		return refuse(NeedReason, nil)
	}
	x.bringBack(c, Event{Kind: string(VerbReopen), Text: c.Text})
	return nil
}

// tooLate reports whether what ended may no longer be brought back.
func (x *turn) tooLate() bool {
	return x.at.After(x.add(x.rules.Policy.Calendar, x.End.At, x.rules.Policy.ReopenWithin))
}

// revive takes a result, or the end, back. What had been fulfilled is owed anew.
func (x *turn) revive(by string) {
	if x.rules.Policy.Release == policy.ReleaseClose {
		x.Released = time.Time{} // it was let go with the end, which is none
	}
	x.End, x.Result, x.Ends, x.CallsBack, x.Outcome = End{}, Result{}, "", "", nil
	x.Redirect, x.Consent, x.Ratings, x.Account = Redirect{}, Consent{}, nil, nil
	x.Helped, x.Spans, x.Wish, x.Correction = nil, nil, nil, nil // who was asked and what ran belongs to the life before
	maps.DeleteFunc(x.Fulfilled, func(rule string, _ time.Time) bool { return !x.seen(rule) })
	if x.Released.IsZero() {
		x.hold(x.Follower(), AsNatural, by)
	}
}

// bringBack gives the request to who was responsible, with its history.
func (x *turn) bringBack(c Command, e Event) {
	x.revive(e.Kind)
	x.Ruling = nil
	x.Reopened++
	to := Triaged
	if x.Responsible != "" {
		to = Accepted
		x.hold(x.Responsible, AsResponsible, e.Kind)
	}
	e.To = x.Factual()
	x.move(to, e)
	x.relieveAbsent("reopen/" + strconv.Itoa(x.Reopened))
	x.after = append(x.after, func() { x.backAgain(c) })
}

// seen reports whether a rule is an alarm: one that was acknowledged stays so.
func (x *turn) seen(rule string) bool {
	w, ok := x.rules.Policy.Window(rule)
	return ok && w.Then == policy.Alarm
}

func (x *turn) mayReopen(user string) bool {
	return user == x.Asker.User || (!x.Asker.InSlack() && (user == x.Follower() || user == x.Teller() || user == x.CapturedBy))
}

func (x *turn) backAgain(c Command) {
	role := policy.Natural
	if x.Responsible != "" {
		role = policy.Responsible
	}
	p := x.withClock(role, notice.Params{"by": notice.User(c.Actor), "reason": notice.Text(c.Text)})
	x.show(Face{Slot: "reopened/" + p["clock"].Raw(), Kind: notice.Reopened, To: notice.Recipient{User: x.Factual()}, Params: p})
	if x.Factual() != x.Follower() {
		x.tell(x.Follower(), notice.Reopened, notice.Params{"by": notice.User(c.Actor), "reason": notice.Text(c.Text)})
	}
}
