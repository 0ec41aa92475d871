package ticket

import (
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
	if c.Breached.IsZero() {
		due := !x.opens(c)
		due = x.passReminders(c) && due
		if c.Due.After(x.now) {
			if due {
				x.remind(c, &w)
			}
			return
		}
		x.limitPassed(c, &w)
		return
	}
	x.climb(c, &w)
}

// opens tells the subject at the start of their clock; false if they know.
func (x *turn) opens(c *Clock) bool {
	if !c.Tell {
		return false
	}
	c.Tell = false
	x.event(Event{Kind: "asked", To: c.Subject, Rule: c.Rule, Facts: map[string]string{"clock": c.ID()}})
	if _, ok := x.Card(); ok {
		x.after = append(x.after, x.tellFirstAsked) // else the card itself is the word
	}
	return true
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
	x.say(notice.Notice{Kind: notice.Reminder, To: notice.Recipient{User: c.Subject}, Params: p, Class: notice.Alert})
}

func (x *turn) limitPassed(c *Clock, w *policy.Window) {
	switch w.Then {
	case policy.Close:
		c.Breached = x.now
		x.end(Unconfirmed, "", Event{Kind: "closed", Rule: c.Rule})
	case policy.Inform:
		c.Breached = x.now
		x.wholeLate(c)
		if r, ok := x.rungAt(c, w, 0); ok {
			x.say(notice.Notice{Kind: notice.WholeLate, To: r.to, Class: notice.Alert, Params: notice.Params{
				"rule": notice.Text(c.Rule), "since": notice.Time(c.Start), "limit": notice.Time(c.Due),
			}})
		}
	case policy.Breach:
		x.breach(c)
		c.Breached = x.now
		x.tellLimit(c, w)
		if c.Rung == 0 || !c.Next.After(x.now) {
			x.climb(c, w)
		}
		if w.Apology {
			x.apologise()
		}
	}
}

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
	x.say(notice.Notice{Kind: notice.Limit, To: notice.Recipient{User: c.Subject}, Class: notice.Alert, Params: p})
}

// breach records a passed limit. It counts against the subject only if the
// message that told them arrived some working minutes before it, and if this
// program was there at the limit to take an answer: what is found long after
// the fact is our own downtime.
func (x *turn) breach(c *Clock) {
	system := c.Delivered.IsZero()
	if cal := x.rules.Org.Calendar(c.Calendar); !system && cal != nil {
		system = cal.Between(c.Delivered, c.Due) < min(x.rules.Policy.Grace, cal.Between(c.Start, c.Due)/2)
	}
	system = system || (x.by == "" && x.now.Sub(c.Due) > x.rules.Policy.Grace)
	b := Breach{
		Rule: c.Rule, Clock: c.ID(), Subject: c.Subject, System: system,
		Start: c.Start, Calendar: c.Calendar, At: c.Due, Found: x.now,
	}
	x.Breaches = append(x.Breaches, b)
	e := x.event(Event{Kind: "breach", To: c.Subject, Rule: c.Rule, Facts: map[string]string{
		"clock": c.ID(), "limit": c.Due.Format(time.RFC3339), "late": x.now.Sub(c.Due).String(),
	}})
	if system {
		e.fact("booked", "system")
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
