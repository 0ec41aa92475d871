package ticket

import (
	"slices"
	"time"

	"github.com/firstask/firstask/calendar"
	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// Upcoming is one thing that will happen if nobody moves.
type Upcoming struct {
	At   time.Time
	Kind notice.Kind // Asked, Reminder, Escalation or Fallback
	Rule string
	To   notice.Recipient
}

// Plan says what comes next for the ticket, earliest first: the reminders and
// the rungs of the clock of whoever must move. Rungs beyond the first are where
// they would fall if each were answered by silence.
func Plan(t *Ticket, rules policy.Rules, now time.Time) []Upcoming {
	x := begin(t, rules, now, now, "")
	c := x.Lead()
	if c == nil || x.State.Ended() {
		return nil
	}
	return x.plan(c)
}

// plan is what comes next for one clock; nothing while it stands still, or while
// the organisation learns.
func (x *turn) plan(c *Clock) []Upcoming {
	if x.rules.Policy == nil || x.rules.Org == nil || !c.Paused.IsZero() || x.observing() {
		return nil
	}
	w, ok := x.rules.Policy.Window(c.Rule)
	if !ok {
		return nil
	}
	var plan []Upcoming
	next := c.Next
	if c.Breached.IsZero() {
		if !c.TellAt.IsZero() {
			plan = append(plan, Upcoming{At: c.TellAt, Kind: notice.Asked, Rule: c.Rule, To: notice.Recipient{User: c.Subject}})
		}
		for _, p := range c.Points {
			plan = append(plan, Upcoming{At: p, Kind: notice.Reminder, Rule: c.Rule, To: notice.Recipient{User: c.Subject}})
		}
		if c.Rung == 0 || c.Due.After(next) {
			next = x.firstRung(c, w)
		}
	}
	plan = append(plan, x.rungs(c, w, next)...)
	slices.SortStableFunc(plan, func(a, b Upcoming) int { return a.At.Compare(b.At) }) // a time may be agreed that lies before the opening
	return slices.DeleteFunc(plan, func(u Upcoming) bool { return !u.At.After(x.now) })
}

func (x *turn) rungs(c *Clock, w *policy.Window, at time.Time) []Upcoming {
	var plan []Upcoming
	for i := c.Rung; !at.IsZero() && i < len(w.Ladder); {
		r, ok := x.rungAt(c, w, i)
		if !ok {
			break
		}
		kind := notice.Escalation
		if r.step == policy.Fallback {
			kind = notice.Fallback
		}
		plan = append(plan, Upcoming{At: at, Kind: kind, Rule: c.Rule, To: r.to})
		i = r.index + 1
		at = x.afterRung(c, w, i, at)
	}
	return plan
}

// firstRung is when the first step is due if the limit passes.
func (x *turn) firstRung(c *Clock, w *policy.Window) time.Time {
	if w.StepBefore(0) == 0 {
		return c.Due
	}
	return x.afterRung(c, w, 0, c.Due)
}

// Reason answers "why this time?" for one clock: what was counted, piece by piece.
type Reason struct {
	Clock     Clock
	Window    *policy.Window // nil if this version of the rules has none
	Preset    []string
	Calendar  string
	Intervals []calendar.Interval
	Counted   time.Duration // so far, until now or the limit
	Whole     time.Duration // of the window
	Breach    *Breach
}

// Why explains every running clock of the ticket, and every passed limit whose
// clock has stopped since, in the order they started.
func Why(t *Ticket, rules policy.Rules, now time.Time) []Reason {
	reasons := make([]Reason, 0, len(t.Clocks)+len(t.Breaches))
	for _, c := range t.Clocks {
		r := Reason{Clock: c, Preset: rules.Policy.Presets, Calendar: c.Calendar}
		r.Window, _ = rules.Policy.Window(c.Rule)
		r.count(rules, now)
		for i := range t.Breaches {
			if t.Breaches[i].Clock == c.ID() {
				r.Breach = &t.Breaches[i]
			}
		}
		reasons = append(reasons, r)
	}
	for i := range t.Breaches {
		if b := &t.Breaches[i]; t.Clock(b.Clock) == nil && !b.Start.IsZero() {
			stopped := Clock{Rule: b.Rule, Subject: b.Subject, Calendar: b.Calendar, Start: b.Start, Due: b.At, Breached: b.Found, Promised: b.Promised, Stands: b.Stands}
			r := Reason{Clock: stopped, Preset: rules.Policy.Presets, Calendar: b.Calendar, Breach: b}
			r.Window, _ = rules.Policy.Window(b.Rule)
			r.count(rules, now)
			reasons = append(reasons, r)
		}
	}
	slices.SortStableFunc(reasons, func(a, b Reason) int { return a.Clock.Start.Compare(b.Clock.Start) })
	return reasons
}

// count fills in what was counted of a clock until now, or until its limit;
// the time in which it stood still is left out.
func (r *Reason) count(rules policy.Rules, now time.Time) {
	cal := rules.Org.Calendar(r.Calendar)
	if cal == nil {
		return
	}
	until := r.Clock.Due
	if now.Before(until) {
		until = now
	}
	from := r.Clock.Start
	for _, s := range r.Clock.Stands {
		if s.From.Before(until) {
			r.piece(cal, from, s.From)
			from = s.To
		}
		if s.To.IsZero() {
			from = until
		}
	}
	r.piece(cal, from, until)
	r.Whole = r.Counted
	if until.Before(r.Clock.Due) && r.Clock.Paused.IsZero() {
		r.Whole += cal.Between(until, r.Clock.Due)
	} else if len(r.Clock.Left) > 0 {
		r.Whole += r.Clock.Left[0]
	}
}

func (r *Reason) piece(cal *calendar.Calendar, from, to time.Time) {
	if !to.After(from) {
		return
	}
	r.Intervals = append(r.Intervals, cal.Intervals(from, to)...)
	r.Counted += cal.Between(from, to)
}
