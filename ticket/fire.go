package ticket

import (
	"slices"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// Fire decides what the passing of time comes to: every point of every clock
// that lies at or before now is handled in one decision. All points are
// recorded; only the gravest of a clock is said. With nothing due there are no
// events and nothing is said. It never refuses.
func Fire(t *Ticket, rules policy.Rules, now time.Time) Decision {
	x := begin(t, rules, now, now, "")
	if !t.Opened() {
		x.openDue()
		return x.decision()
	}
	x.archive()
	x.survey()
	for i := range x.Clocks {
		if x.State.Ended() {
			break
		}
		x.fire(&x.Clocks[i])
	}
	x.settle()
	return x.decision()
}

func (x *turn) fire(c *Clock) {
	w, ok := x.rules.Policy.Window(c.Rule)
	at := c.NextAt()
	if !ok || at.IsZero() || at.After(x.now) {
		return
	}
	x.late = x.now.Sub(at) > x.rules.Policy.Grace
	switch {
	case c.Breached.IsZero():
		x.before(c, w)
	case c.Then == policy.Alarm:
		x.alarm(c, w)
	default:
		x.climb(c, w)
	}
}

// before handles the points of a clock up to its limit; only the gravest is said.
func (x *turn) before(c *Clock, w *policy.Window) {
	due := !x.opens(c)
	due = x.passReminders(c) && due
	soft := x.passSoft(c)
	switch {
	case !c.Due.After(x.now):
		x.limitPassed(c, w)
	case soft:
		x.tellSoft(c)
	case due:
		x.remind(c, w)
	}
}

// opens tells the subject at the start of their working time; false if they know.
func (x *turn) opens(c *Clock) bool {
	if c.TellAt.IsZero() || c.TellAt.After(x.now) {
		return false
	}
	c.TellAt = time.Time{}
	x.event(Event{Kind: "asked", To: c.Subject, Rule: c.Rule, Facts: map[string]string{"clock": c.ID()}})
	if _, ok := x.Card(); ok {
		x.after = append(x.after, x.tellFirstAsked) // else the card itself is the word
	}
	return true
}

// passSoft records a soft limit that lies behind: the subject alone is told, and
// it counts as no breach.
func (x *turn) passSoft(c *Clock) bool {
	if c.Soft.IsZero() || c.Soft.After(x.now) {
		return false
	}
	x.event(Event{Kind: "soft_limit", To: c.Subject, Rule: c.Rule, Facts: map[string]string{"clock": c.ID(), "at": c.Soft.Format(time.RFC3339)}})
	c.Soft = time.Time{}
	return true
}

func (x *turn) tellSoft(c *Clock) {
	x.alert(notice.Notice{Kind: notice.Soft, To: notice.Recipient{User: c.Subject}, Params: notice.Params{
		"rule": notice.Text(c.Rule), "clock": notice.Text(c.ID()), "limit": notice.Time(x.now), "hard": notice.Time(c.Due),
	}})
}

// passReminders records the reminders that lie behind and reports whether the
// last of them may still be said.
func (x *turn) passReminders(c *Clock) bool {
	passed := false
	for len(c.Points) > 0 && !c.Points[0].After(x.now) {
		x.event(Event{Kind: "reminder", To: c.Subject, Rule: c.Rule, Facts: map[string]string{"clock": c.ID(), "at": c.Points[0].Format(time.RFC3339)}})
		c.Points = c.Points[1:]
		passed = true
	}
	return passed
}

func (x *turn) remind(c *Clock, w *policy.Window) {
	gap := x.rules.Policy.Gap
	last, told := x.Told[c.Subject]
	if tooClose := (told && x.now.Sub(last) < gap.Between) || c.Due.Sub(x.now) < gap.Before; tooClose && !w.Explicit {
		x.events[len(x.events)-1].fact("said", "no")
		return
	}
	p := notice.Params{
		"rule": notice.Text(c.Rule), "clock": notice.Text(c.ID()),
		"limit": notice.Time(c.Due), "left": notice.Span(c.Due.Sub(x.now)),
	}
	if r, ok := x.rungAt(c, w, c.Rung); ok && !c.Next.After(c.Due) {
		p["next"] = r.value()
	}
	x.alert(notice.Notice{Kind: notice.Reminder, To: notice.Recipient{User: c.Subject}, Params: p})
}

// alert says what the passing of time makes necessary. What was found long after
// it was due waits for its like: one summary a person, not a burst.
func (x *turn) alert(n notice.Notice) {
	n.Class = notice.Alert
	x.live(&n)
	if x.late && n.To.User != "" && x.rules.Policy.Gather > 0 {
		n.After, n.Fold = x.now.Add(x.rules.Policy.Gather), x.rules.Policy.Fold
	}
	x.say(n)
}

func (x *turn) limitPassed(c *Clock, w *policy.Window) {
	switch w.Then {
	case policy.Close:
		c.Breached = x.now
		x.finish(Unconfirmed, "", Event{Kind: "closed", Rule: c.Rule})
	case policy.Inform:
		x.inform(c, w)
	case policy.Remind:
		x.again(c, w)
	case policy.Alarm:
		x.alarm(c, w)
	case policy.Breach:
		x.breach(c)
		c.Breached = x.now
		x.silence(c, w)
	}
}

// silence is what an answer that did not come leads to. While an organisation
// observes, to nothing.
func (x *turn) silence(c *Clock, w *policy.Window) {
	if x.observing() {
		c.Next = x.observed(c)
		return
	}
	x.tellLimit(c, w)
	switch wait := w.StepBefore(0); {
	case c.Rung > 0 && c.Next.After(x.now): // asked before the limit, and still has time
	case c.Rung == 0 && wait > 0:
		c.Next = x.afterStep(c, w, x.now)
	default:
		x.climb(c, w)
	}
	if w.Apology {
		x.apologise()
	}
}

// inform tells the first of the ladder once that a limit passed, blaming nobody.
func (x *turn) inform(c *Clock, w *policy.Window) {
	c.Breached = x.now
	x.wholeLate(c)
	r, ok := x.rungAt(c, w, 0)
	if !ok || x.observing() || x.said(notice.Escalation, r.to) {
		return
	}
	x.alert(notice.Notice{Kind: notice.WholeLate, To: r.to, Fold: x.rules.Policy.Fold, Params: notice.Params{
		"rule": notice.Text(c.Rule), "since": notice.Time(c.Start), "limit": notice.Time(c.Due),
	}})
}

// again reminds the subject and starts the clock anew: nobody is late, somebody
// has been silent for long.
func (x *turn) again(c *Clock, w *policy.Window) {
	since := c.Start
	if told(w.Limit) {
		c.Breached, c.Next = x.now, time.Time{} // a given time comes once
	}
	x.event(Event{Kind: "reminder", To: c.Subject, Rule: c.Rule, Facts: map[string]string{"clock": c.ID(), "at": c.Due.Format(time.RFC3339)}})
	if !told(w.Limit) {
		c.Start = x.now
		x.aim(c, w)
		c.Points = x.points(w, c)
	}
	if x.hears(c.Subject) {
		return
	}
	p := notice.Params{"rule": notice.Text(c.Rule), "clock": notice.Text(c.ID()), "since": notice.Time(since)}
	if told(w.Limit) {
		p["limit"] = notice.Time(c.Given) // what the asker was told
	}
	x.alert(notice.Notice{Kind: notice.Progress, To: notice.Recipient{User: c.Subject}, Params: p})
}

// hears reports whether somebody has just been told, or is being told of a limit
// that has passed: then one more reminder is noise.
func (x *turn) hears(user string) bool {
	last, told := x.Told[user]
	return (told && x.now.Sub(last) < x.rules.Policy.Gap.Between) || slices.ContainsFunc(x.Clocks, func(c Clock) bool {
		return c.Then == policy.Breach && c.Subject == user && c.Paused.IsZero() && !c.Due.After(x.now)
	})
}

// observed is when the ladder of a limit that passed while the organisation
// learned begins, if nobody has answered until then.
func (x *turn) observed(c *Clock) time.Time {
	if cal := x.rules.Org.Calendar(c.Calendar); cal != nil {
		return cal.NextOpen(x.rules.Policy.Learning.To).UTC()
	}
	return x.rules.Policy.Learning.To
}

// observing reports whether the organisation still learns: limits are noted and
// lead to nothing.
func (x *turn) observing() bool { return x.rules.Policy.Learning.On(x.now) }

func (x *turn) wholeLate(c *Clock) {
	x.event(Event{Kind: "whole_late", Rule: c.Rule, Facts: map[string]string{"clock": c.ID()}})
}

// tellLimit tells the subject that the limit passed and who is asked: the next
// superior, or the one who was asked already and still has time.
func (x *turn) tellLimit(c *Clock, w *policy.Window) {
	p := notice.Params{"rule": notice.Text(c.Rule), "limit": notice.Time(c.Due), "clock": notice.Text(c.ID())}
	if n := len(c.Climbed); n > 0 && c.Next.After(x.now) {
		p["head"] = notice.User(c.Climbed[n-1]) // was asked before the limit
	} else if r, ok := x.rungAt(c, w, c.Rung); ok {
		p["head"] = r.value()
	}
	if to := (notice.Recipient{User: c.Subject}); !x.said(notice.Limit, to) {
		x.alert(notice.Notice{Kind: notice.Limit, To: to, Params: p})
	}
}

// said reports whether this turn has said such a thing to somebody already: two
// rules that pass at once are one message.
func (x *turn) said(k notice.Kind, to notice.Recipient) bool {
	return slices.ContainsFunc(x.notices, func(n notice.Notice) bool { return n.Kind == k && n.To == to && n.Class != notice.Edit })
}

// breach records a passed limit. It counts against the subject only if the
// message that told them arrived some working minutes before it, and if this
// program was there at the limit to take an answer: what is found long after
// the fact is our own downtime.
func (x *turn) breach(c *Clock) {
	if x.observing() {
		x.would(c)
		return
	}
	system := x.oursToBear(c)
	b := Breach{
		Rule: c.Rule, Clock: c.ID(), Subject: c.Subject, System: system, Promised: c.Promised,
		Start: c.Start, Calendar: c.Calendar, Stands: slices.Clone(c.Stands), At: c.Due, Found: x.now,
	}
	x.Breaches = append(x.Breaches, b)
	e := x.event(Event{Kind: "breach", To: c.Subject, Rule: c.Rule, Facts: map[string]string{
		"clock": c.ID(), "limit": c.Due.Format(time.RFC3339), "late": x.now.Sub(c.Due).String(),
	}})
	if system {
		e.fact("booked", "system")
	}
}

// oursToBear reports whether a passed limit is the system's: the word came too
// late, nobody was there to take the answer, or the subject was known not to be there.
func (x *turn) oursToBear(c *Clock) bool {
	if x.rules.Away[c.Subject].Holds(c.Due) && x.rules.Away[c.Subject].User != "" {
		return true
	}
	if c.Delivered.IsZero() || (x.by == "" && x.now.Sub(c.Due) > x.rules.Policy.Grace) {
		return true
	}
	cal := x.rules.Org.Calendar(c.Calendar)
	if cal == nil {
		return false
	}
	least := min(x.rules.Policy.Grace, cal.Between(c.Start, c.Due)/2)
	return cal.Between(x.sinceOutage(c), c.Due) < least
}

// sinceOutage is from when on a person could answer without a break: since they
// were told, or since the last outage before the limit.
func (x *turn) sinceOutage(c *Clock) time.Time {
	since := c.Delivered
	for _, o := range x.rules.Outages { // one that lasts beyond the limit leaves no time at all
		if o.To.After(since) && o.From.Before(c.Due) {
			since = o.To
		}
	}
	return since
}

// would notes what a limit would have led to, were the organisation not observing.
func (x *turn) would(c *Clock) {
	e := x.event(Event{Kind: "would", To: c.Subject, Rule: c.Rule, Facts: map[string]string{
		"clock": c.ID(), "limit": c.Due.Format(time.RFC3339), "department": c.Department,
	}})
	if w, ok := x.rules.Policy.Window(c.Rule); ok {
		if r, ok := x.rungAt(c, w, 0); ok {
			e.fact("asked", string(r.value()))
		}
	}
}

// apologise says the one public line of delay.
func (x *turn) apologise() {
	to, ok := x.askerFace()
	if x.Public.Delayed || !ok {
		return
	}
	x.Public.Delayed = true
	x.say(notice.Notice{Kind: notice.Delay, To: to, Params: notice.Params{"news": notice.Time(x.news())}})
}
