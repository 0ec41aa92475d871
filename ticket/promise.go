package ticket

import (
	"slices"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// Words of a promise: a head's answer to a wish.
const (
	agreeWord   = "agree"
	declineWord = "decline"
)

// promise agrees a time instead of a running limit. The person whose clock it
// is may do so before the limit, with the customer's consent where the rule book
// wants it, and only so far ahead; further, the head is asked. A superior always
// may.
func (x *turn) promise(c Command) error {
	if c.Word == agreeWord || c.Word == declineWord {
		return x.decide(c)
	}
	lead, w := x.promised(c.Actor)
	switch {
	case x.State.Ended() || lead == nil && x.solved():
		return x.ended()
	case lead == nil:
		return refuse(NoLimit, notice.Params{"verb": notice.Word(string(VerbPromise))})
	}
	superior := c.Actor != lead.Subject && x.superior(c.Actor) // nobody is their own superior
	switch {
	case lead.Subject != c.Actor && !superior && c.Actor == x.Follower() && c.Consent && c.Until.After(x.now) && x.customerTimes():
		x.customerTime(c)
		return nil
	case !superior && c.Actor != lead.Subject:
		return refuse(NotYours, notice.Params{"who": notice.User(lead.Subject), "verb": notice.Word(string(VerbPromise))})
	case w == nil:
		return refuse(NeverLater, notice.Params{"rule": notice.Text(lead.Rule)})
	case !c.Until.After(x.now):
		return refuse(InThePast, notice.Params{"at": notice.Time(c.Until)})
	case !superior && !x.at.Before(lead.Due):
		return refuse(PastDeadline, x.agreer(lead, w, lead.Due))
	case !superior && x.Responsible != lead.Subject && lead.Role != policy.Natural && lead.Role != policy.Teller && !lead.Role.Below():
		return refuse(AcceptFirst, nil)
	case !c.Consent && (w.Promise.Consent || x.consents(c.Actor)):
		return refuse(NeedConsent, notice.Params{"rule": notice.Text(lead.Rule)})
	case lead.Due.Equal(c.Until):
		return nil // agreed already: nobody is told twice
	case x.outlasts(lead, w, c.Until):
		return refuse(TooFar, x.agreer(lead, w, x.whole(w).Due))
	case !superior && c.Until.After(x.alone(lead, w)):
		return x.wish(lead, w, c)
	}
	x.agree(lead, w, c)
	for i := range x.Clocks {
		own := &x.Clocks[i]
		if o, ok := x.rules.Policy.Window(own.Rule); ok && own != lead && x.helps(own, c.Actor) &&
			!o.Promise.Never && !c.Until.After(x.alone(own, o)) { // nobody is their own superior
			own.Due, own.Promised, own.Soft = c.Until.UTC(), true, time.Time{}
		}
	}
	return nil
}

// helps reports whether a clock runs on a superior because they were asked, and
// has not passed.
func (x *turn) helps(c *Clock, user string) bool {
	return c.Role == policy.Superior && c.Subject == user && c.Breached.IsZero() && c.Then == policy.Breach
}

// outlasts reports whether a time is later than the limit a clock is a part of.
func (x *turn) outlasts(c *Clock, w *policy.Window, until time.Time) bool {
	whole := x.whole(w)
	return whole != nil && whole.ID() != c.ID() && until.After(whole.Due)
}

// whole is the running clock that a window is a part of; nil for none.
func (x *turn) whole(w *policy.Window) *Clock {
	i := slices.IndexFunc(x.Clocks, func(c Clock) bool { return w.PartOf != "" && c.Rule == w.PartOf })
	if i < 0 {
		return nil
	}
	return &x.Clocks[i]
}

// consents reports whether a limit of a superior's own wants the customer's consent.
func (x *turn) consents(user string) bool {
	return slices.ContainsFunc(x.Clocks, func(c Clock) bool {
		w, ok := x.rules.Policy.Window(c.Rule)
		return ok && x.helps(&c, user) && w.Promise.Consent
	})
}

// customerTimes reports whether a limit of these rules may be a time that was
// agreed with the customer beforehand.
func (x *turn) customerTimes() bool {
	return slices.ContainsFunc(x.rules.Policy.Windows, func(w policy.Window) bool { return w.Promise.Customer && x.holds(&w.When) })
}

// customerTime notes a time agreed with the customer while the work is with
// somebody else: it moves no limit that runs, and is that of the reply.
func (x *turn) customerTime(c Command) {
	x.Promise = Agreement{Until: c.Until.UTC(), By: c.Actor, At: x.at, Consent: true}
	e := x.event(Event{Kind: string(VerbPromise), To: x.Factual(), Text: c.Text})
	e.fact("until", x.Promise.Until.Format(time.RFC3339))
	e.fact("consent", "yes")
	x.tellPromise(x.turnOf(), c)
}

// promised is the clock a promise is about, with its window: one's own, else
// that of who must move; of several the earliest that a promise can move. The
// window is nil where none can be moved.
func (x *turn) promised(user string) (*Clock, *policy.Window) {
	lead := x.ClockOf(user)
	if lead == nil || x.superior(user) {
		lead = x.Lead()
	}
	if lead == nil {
		return nil, nil
	}
	var first *Clock
	var of *policy.Window
	for i := range x.Clocks {
		c := &x.Clocks[i]
		w, ok := x.rules.Policy.Window(c.Rule)
		if !ok || w.Promise.Never || c.Then != policy.Breach || c.Subject != lead.Subject {
			continue
		}
		if first == nil || c.Due.Before(first.Due) {
			first, of = c, w
		}
	}
	if first == nil {
		return lead, nil
	}
	return first, of
}

// Alone is as far as somebody may promise without a superior; zero where no
// promise of theirs can move anything.
func Alone(t *Ticket, rules policy.Rules, user string) time.Time {
	x := begin(t, rules, t.CreatedAt, t.CreatedAt, "")
	c, w := x.promised(user)
	if c == nil || w == nil || c.Subject != user {
		return time.Time{}
	}
	return x.alone(c, w)
}

// agreer are the params of a refusal that points to a superior: the time that
// counts and who could agree to another.
func (x *turn) agreer(c *Clock, w *policy.Window, at time.Time) notice.Params {
	p := notice.Params{"at": notice.Time(at)}
	own := *c
	own.Climbed, own.Rung = nil, 0 // a head who was asked before can agree all the same
	if r, ok := x.rungAt(&own, w, 0); ok {
		p["who"] = r.value()
	}
	return p
}

// alone is as far as one may promise without the head, counted from the start
// of the clock: one promise after the other reaches no further.
func (x *turn) alone(lead *Clock, w *policy.Window) time.Time {
	limit := x.rules.Policy.PromiseAlone
	if !w.Promise.Alone.IsZero() {
		limit = w.Promise.Alone
	}
	until := x.add(x.rules.Policy.Calendar, lead.Start, limit)
	for _, own := range x.rules.Org.Promises(lead.Subject) { // a post may carry more
		if further := x.add(x.rules.Policy.Calendar, lead.Start, own); further.After(until) {
			until = further
		}
	}
	return until
}

// wish asks the head for a time further off than one may promise alone. It
// changes nothing until they agree.
func (x *turn) wish(lead *Clock, w *policy.Window, c Command) error {
	p := x.agreer(lead, w, x.alone(lead, w))
	if p["who"].Type() != 'u' {
		return refuse(TooFar, p)
	}
	head, at := p["who"].Raw(), x.at
	if before := x.Wish; before != nil && before.Clock == lead.ID() && before.To == head && before.Until.Equal(c.Until) {
		at = before.At // the same again, while the head has not answered: no second message
	}
	x.Wish = &Wish{
		Agreement: Agreement{Until: c.Until.UTC(), By: c.Actor, At: at, Consent: c.Consent},
		Clock:     lead.ID(), Reason: c.Text, To: head,
	}
	e := x.event(Event{Kind: "wish", To: head, Text: c.Text, Rule: lead.Rule})
	e.fact("until", x.Wish.Until.Format(time.RFC3339))
	x.show(Face{
		Slot: "wish/" + lead.ID() + "/" + x.Wish.Until.Format(time.RFC3339) + "/" + at.Format(time.RFC3339), Kind: notice.ExtensionAsked, To: notice.Recipient{User: head},
		Params: notice.Params{
			"by": notice.User(c.Actor), "at": notice.Time(c.Until), "was": notice.Time(lead.Due),
			"reason": notice.Text(c.Text), "clock": notice.Text(lead.ID()),
		},
	})
	return nil
}

// decide is a head's answer to a wish.
func (x *turn) decide(c Command) error {
	wish := x.Wish
	if wish == nil || x.Clock(wish.Clock) == nil {
		return refuse(NoWish, nil)
	}
	lead := x.Clock(wish.Clock)
	w, ok := x.rules.Policy.Window(lead.Rule)
	switch {
	case !ok:
		return refuse(NoWish, nil)
	case c.Actor != wish.To && (c.Actor == wish.By || !x.superior(c.Actor)):
		return refuse(NotYours, notice.Params{"who": notice.User(wish.To), "verb": notice.Word(string(VerbPromise))})
	case c.Word == agreeWord && !wish.Until.After(x.now):
		return refuse(InThePast, notice.Params{"at": notice.Time(wish.Until)})
	case c.Word == agreeWord:
		x.agree(lead, w, Command{Actor: c.Actor, Text: wish.Reason, Until: wish.Until, Consent: wish.Consent})
		return nil
	}
	x.Wish = nil
	x.event(Event{Kind: "wish_refused", To: wish.By, Text: c.Text, Rule: lead.Rule})
	x.tell(wish.By, notice.ExtensionRefused, notice.Params{"by": notice.User(c.Actor), "reason": notice.Text(c.Text)})
	return nil
}

// agree moves the due time; a passed limit stays recorded, and the ladder goes
// on from where it was if the promise is broken.
func (x *turn) agree(lead *Clock, w *policy.Window, c Command) {
	e := x.event(Event{Kind: string(VerbPromise), To: lead.Subject, Text: c.Text, Rule: lead.Rule})
	e.fact("until", c.Until.UTC().Format(time.RFC3339))
	e.fact("was", lead.Due.Format(time.RFC3339))
	if c.Consent {
		e.fact("consent", "yes")
	}
	if x.at.Before(lead.Due) {
		x.void(lead)
	}
	x.Wish = nil
	x.Promise = Agreement{Until: c.Until.UTC(), By: c.Actor, At: x.at, Consent: c.Consent}
	lead.Due, lead.Promised, lead.Soft = x.Promise.Until, true, time.Time{}
	x.Agreed = time.Time{}
	if lead.Role == policy.Receiver {
		x.Agreed = lead.Due // a superior's word holds for whoever accepts
	}
	lead.Breached, lead.Next = time.Time{}, time.Time{}
	lead.Points = x.points(w, lead)
	lead.forget(x.now)
	if !lead.Paused.IsZero() {
		x.repause(lead)
	}
	x.tellPromise(lead.Subject, c)
}

// tellPromise tells the new time to whoever the limit runs on, whoever follows,
// and whoever has it and works towards it; and to the asker.
func (x *turn) tellPromise(subject string, c Command) {
	p := notice.Params{"by": notice.User(c.Actor), "at": notice.Time(c.Until), "reason": notice.Text(c.Text)}
	told := []string{subject, x.Follower(), x.Factual()}
	for i, user := range told {
		if !slices.Contains(told[:i], user) {
			x.tell(user, notice.Promised, p)
		}
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
