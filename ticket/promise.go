package ticket

import (
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// promise agrees a time instead of the running limit. The person whose clock
// it is may do so before the limit and only so far ahead; a superior always.
func (x *turn) promise(c Command) error {
	lead := x.Lead()
	if x.State.Ended() || lead == nil {
		return x.ended()
	}
	superior := c.Actor != lead.Subject && x.superior(c.Actor) // nobody is their own superior
	switch {
	case !superior && c.Actor != lead.Subject:
		return refuse(NotYours, notice.Params{"who": notice.User(lead.Subject), "verb": notice.Word(string(VerbPromise))})
	case !c.Until.After(x.now):
		return refuse(InThePast, notice.Params{"at": notice.Time(c.Until)})
	case !superior && !x.at.Before(lead.Due):
		return refuse(PastDeadline, x.agreer(lead, lead.Due))
	case !superior && lead.Role == policy.Receiver:
		return refuse(AcceptFirst, nil)
	case !superior && c.Until.After(x.alone(lead)):
		return refuse(TooFar, x.agreer(lead, x.alone(lead)))
	}
	x.agree(lead, c)
	return nil
}

// agreer are the params of a refusal that points to a superior: the time that
// counts and who could agree to another.
func (x *turn) agreer(c *Clock, at time.Time) notice.Params {
	p := notice.Params{"at": notice.Time(at)}
	if w, ok := x.rules.Policy.Window(c.Rule); ok {
		own := *c
		own.Climbed, own.Rung = nil, 0 // a head who was asked before can agree all the same
		if r, ok := x.rungAt(&own, &w, 0); ok {
			p["who"] = r.value()
		}
	}
	return p
}

// alone is as far as one may promise without the head, counted from the start
// of the clock: one promise after the other reaches no further.
func (x *turn) alone(lead *Clock) time.Time {
	return x.add(x.rules.Policy.Calendar, lead.Start, x.rules.Policy.PromiseAlone)
}

// agree moves the due time; a passed limit stays recorded, and the ladder goes
// on from where it was if the promise is broken.
func (x *turn) agree(lead *Clock, c Command) {
	e := x.event(Event{Kind: string(VerbPromise), To: lead.Subject, Text: c.Text, Rule: lead.Rule})
	e.fact("until", c.Until.UTC().Format(time.RFC3339))
	e.fact("was", lead.Due.Format(time.RFC3339))
	if x.at.Before(lead.Due) {
		x.void(lead)
	}
	lead.Due, lead.Promised = c.Until.UTC(), true
	x.Agreed = time.Time{}
	if lead.Role == policy.Receiver {
		x.Agreed = lead.Due // a superior's word holds for whoever accepts
	}
	lead.Breached, lead.Next = time.Time{}, time.Time{}
	if w, ok := x.rules.Policy.Window(lead.Rule); ok {
		lead.Points = x.points(w, lead)
	}
	for len(lead.Points) > 0 && !lead.Points[0].After(x.now) {
		lead.Points = lead.Points[1:]
	}
	p := notice.Params{"by": notice.User(c.Actor), "at": notice.Time(c.Until), "reason": notice.Text(c.Text)}
	x.tell(lead.Subject, notice.Promised, p)
	if x.Natural.User != lead.Subject {
		x.tell(x.Natural.User, notice.Promised, p)
	}
	x.askerNews("promised", notice.Params{"at": notice.Time(c.Until)})
}

// askerNews tells an asker in Slack, in their DM: the public face has its three
// lines and no more.
func (x *turn) askerNews(what string, p notice.Params) {
	if !x.Asker.InSlack() {
		return
	}
	p["what"], p["by"] = notice.Word("news."+what), notice.User(x.by)
	x.tell(x.Asker.User, notice.AskerNews, p)
}
