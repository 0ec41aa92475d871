package ticket

import (
	"fmt"
	"slices"
	"time"

	"github.com/firstask/firstask/calendar"
	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// rung is a resolved step of a ladder.
type rung struct {
	index int
	step  policy.Step
	to    notice.Recipient
}

func (r rung) value() notice.Value {
	if r.to.User != "" {
		return notice.User(r.to.User)
	}
	return notice.Channel(r.to.Channel)
}

// rungAt resolves the first step at or after an index that leads to somebody: a
// head who is the subject or the asker, who is missing, or who was asked before
// is skipped. Heads come and go while a clock runs, so those still to ask are
// counted from the next step, not from the first.
func (x *turn) rungAt(c *Clock, w *policy.Window, from int) (rung, bool) {
	skip := append([]string{c.Subject, x.Asker.User}, c.Climbed...)
	heads := x.rules.Org.Superiors(x.ladderFrom(c), x.rules.Gone, skip...)
	for i := from; i < len(w.Ladder); i++ {
		r := rung{index: i, step: w.Ladder[i]}
		switch r.step {
		case policy.Head, policy.ParentHead:
			n := headsBetween(w, c.Rung, i)
			if n >= len(heads) {
				continue
			}
			r.to.User = heads[n]
		case policy.Fallback:
			r.to.Channel = x.rules.Org.Fallback
		}
		if r.to.Lane() != "" {
			return r, true
		}
	}
	return rung{}, false
}

// ladderFrom is the department a ladder starts with: the one noted with the
// clock, else, if that no longer exists, the subject's own, else the channel's.
func (x *turn) ladderFrom(c *Clock) string {
	if x.rules.Org.Department(c.Department) != nil {
		return c.Department
	}
	return x.askedIn(c.Role, c.Subject)
}

// headsBetween counts the steps of a ladder that use up a head of the tree.
func headsBetween(w *policy.Window, from, to int) int {
	n := 0
	for _, s := range w.Ladder[min(from, to):to] {
		if s == policy.Head || s == policy.ParentHead {
			n++
		}
	}
	return n
}

// climb asks the next superior. The step after it counts from now, not from
// when it should have been: a head always has the whole time.
func (x *turn) climb(c *Clock, w *policy.Window) {
	r, ok := x.rungAt(c, w, c.Rung)
	if !ok {
		c.Next = time.Time{}
		x.event(Event{Kind: "ladder_end", To: c.Subject, Rule: c.Rule, Facts: map[string]string{"clock": c.ID()}})
		return
	}
	x.event(Event{Kind: "ladder", To: r.to.Lane(), Rule: c.Rule, Facts: map[string]string{"clock": c.ID(), "step": string(r.step)}})
	x.reach(c, w, r)
	x.ask(c, w, r)
}

// reach notes that a step was taken and when the one after it is due: the
// fallback channel repeats daily.
func (x *turn) reach(c *Clock, w *policy.Window, r rung) {
	if r.step == policy.Fallback {
		c.Rung, c.Next = r.index, x.daily(c.Calendar, w.Daily)
		return
	}
	c.Climbed = append(slices.Clone(c.Climbed), r.to.User)
	c.Rung, c.Next = r.index+1, x.afterStep(c, w, x.now)
}

// afterStep is when the step after one taken at from is due: in working time, and
// never at the minute an office closes, where nobody would read it.
func (x *turn) afterStep(c *Clock, w *policy.Window, from time.Time) time.Time {
	at := x.add(c.Calendar, from, policy.Limit{Time: w.Step})
	if cal := x.rules.Org.Calendar(c.Calendar); cal != nil {
		return cal.NextOpen(at).UTC()
	}
	return at
}

// daily is the next working day's hour of the day; zero if it does not repeat.
func (x *turn) daily(name, at string) time.Time {
	cal := x.rules.Org.Calendar(name)
	m, err := calendar.ParseMinute(at)
	if at == "" || err != nil || cal == nil {
		return time.Time{}
	}
	d := calendar.DateOf(x.now, x.rules.Org.Zone)
	for range 366 {
		d = d.AddDays(1)
		if cal.WorkingDay(d) {
			return time.Date(d.Year, d.Month, d.Day, 0, int(m), 0, 0, x.rules.Org.Zone).UTC()
		}
	}
	return time.Time{}
}

// soonest is now, or the limit if that has passed.
func (x *turn) soonest(limit time.Time) time.Time {
	if x.now.Before(limit) {
		return x.now
	}
	return limit
}

// ask is the escalation itself: one DM to a superior, or the fallback channel.
func (x *turn) ask(c *Clock, w *policy.Window, r rung) {
	p := notice.Params{
		"subject": notice.User(c.Subject), "since": notice.Time(c.Start), "limit": notice.Time(c.Due),
		"rule": notice.Text(c.Rule), "clock": notice.Text(c.ID()), "step": notice.Text(string(r.step)),
	}
	if cal := x.rules.Org.Calendar(c.Calendar); cal != nil {
		p["span"] = notice.Span(cal.Between(c.Start, x.soonest(c.Due)))
	}
	if next, ok := x.rungAt(c, w, c.Rung); ok && !c.Next.IsZero() {
		p["next"], p["by"] = next.value(), notice.Time(c.Next)
	}
	kind := notice.Escalation
	if r.step == policy.Fallback {
		kind, x.Open = notice.Fallback, true
	} else if !slices.Contains(x.Helpers, r.to.User) {
		x.Helpers = append(x.Helpers, r.to.User)
	}
	slot := fmt.Sprintf("%s/%s/%d/%d", kind, c.ID(), r.index, len(x.Breaches))
	if kind == notice.Fallback {
		slot = fmt.Sprintf("%s/%d", slot, x.Said)
	}
	x.show(Face{Slot: slot, Kind: kind, To: r.to, Params: p}, notice.Alert)
}
