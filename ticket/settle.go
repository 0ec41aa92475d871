package ticket

import (
	"slices"
	"strings"
	"time"

	"github.com/firstask/firstask/policy"
)

// settle makes the clocks agree with the state: a clock runs exactly while its
// window's states hold and its role is filled. It stops what no longer runs,
// keeps what still does, starts what is new (docs/clocks.md is this, in a table).
func (x *turn) settle() {
	var kept []Clock
	var stopped, started []string
	for _, c := range x.Clocks {
		if x.stillRuns(&c) {
			kept = append(kept, c)
			continue
		}
		x.closeOut(&c)
		stopped = append(stopped, c.ID())
	}
	x.Clocks = kept
	for _, w := range x.rules.Policy.Windows {
		if c, ok := x.start(w); ok {
			x.Clocks = append(x.Clocks, c)
			started = append(started, c.ID())
		}
	}
	x.noteClocks(stopped, started)
}

func (x *turn) noteClocks(stopped, started []string) {
	if len(x.events) == 0 {
		return
	}
	e := &x.events[0]
	for key, ids := range map[string][]string{"stopped": stopped, "started": started} {
		if len(ids) > 0 {
			e.fact(key, strings.Join(ids, " "))
		}
	}
}

func (e *Event) fact(key, value string) {
	if e.Facts == nil {
		e.Facts = map[string]string{}
	}
	e.Facts[key] = value
}

func (x *turn) stillRuns(c *Clock) bool {
	w, ok := x.rules.Policy.Window(c.Rule)
	return ok && w.Runs(string(x.State)) && x.Holder(c.Role) == c.Subject
}

// closeOut books what a stopping clock owes to the truth: a limit that passed
// before the request arrived is a breach although no tick saw it, and a breach
// that a tick recorded while the request was on its way is void (law 6).
func (x *turn) closeOut(c *Clock) {
	w, ok := x.rules.Policy.Window(c.Rule)
	switch late := !x.at.Before(c.Due); {
	case !late && !c.Breached.IsZero():
		x.void(c)
	case !ok || !late || !c.Breached.IsZero():
	case w.Then == policy.Breach:
		x.breach(c)
	case w.Then == policy.Inform:
		x.wholeLate(c)
	}
}

// void takes back the breach of a clock's present limit, if one was recorded.
func (x *turn) void(c *Clock) {
	all := len(x.Breaches)
	x.Breaches = slices.DeleteFunc(x.Breaches, func(b Breach) bool { return b.Clock == c.ID() && b.At.Equal(c.Due) })
	if len(x.Breaches) < all {
		x.event(Event{Kind: "breach_void", To: c.Subject, Rule: c.Rule, Facts: map[string]string{"clock": c.ID()}})
	}
}

func (x *turn) start(w policy.Window) (Clock, bool) {
	subject := x.Holder(w.On)
	if !w.Runs(string(x.State)) || (subject == "" && w.On != policy.Nobody) {
		return Clock{}, false
	}
	if slices.ContainsFunc(x.Clocks, func(c Clock) bool { return c.Rule == w.Rule }) {
		return Clock{}, false
	}
	if x.Runs == nil {
		x.Runs = map[string]int{}
	}
	x.Runs[w.Rule]++
	c := Clock{
		Rule: w.Rule, Level: 1, Run: x.Runs[w.Rule], Role: w.On, Subject: subject,
		Department: x.askedIn(w.On, subject), Calendar: w.Calendar, Limit: x.limit(w), Start: x.startOf(),
	}
	c.Due = x.add(c.Calendar, c.Start, c.Limit)
	if w.On == policy.Responsible && x.Agreed.After(c.Start) {
		c.Due, c.Promised, x.Agreed = x.Agreed, true, time.Time{}
	}
	c.Points = x.points(w, &c)
	return c, true
}

// startOf is when the request arrived, but never before the capture (a post may
// be older than its ticket) nor before the natural FR's duty begins.
func (x *turn) startOf() time.Time {
	start := x.at
	for _, earliest := range []time.Time{x.CreatedAt, x.Natural.From} {
		if earliest.After(start) {
			start = earliest.UTC()
		}
	}
	return start
}

func (x *turn) limit(w policy.Window) policy.Limit {
	if w.On == policy.Natural && x.Natural.OnDuty && !w.OnDuty.IsZero() {
		return w.OnDuty
	}
	return w.Limit
}

// askedIn is the department whose head answers for a clock: the one the
// subject was asked in, else the subject's own, else the channel's; one that no
// longer exists has none.
func (x *turn) askedIn(r policy.Role, subject string) string {
	org := x.rules.Org
	if r == policy.Receiver && x.Handoff != nil && org.Department(x.Handoff.Department) != nil {
		return x.Handoff.Department
	}
	if d := org.Department(x.Department); r == policy.Natural && d != nil && d.Serves(subject) {
		return d.ID
	}
	if d := org.Home(subject); d != nil {
		return d.ID
	}
	if org.Department(x.Department) != nil {
		return x.Department
	}
	return org.Default
}

func (x *turn) add(cal string, from time.Time, l policy.Limit) time.Time {
	c := x.rules.Org.Calendar(cal)
	if c == nil {
		return from.Add(l.Time + time.Duration(l.Days)*24*time.Hour)
	}
	if l.Days > 0 {
		from = c.AddDays(from, l.Days)
	}
	if l.Time > 0 {
		from = c.Add(from, l.Time)
	}
	return from.UTC()
}

// points are the reminders of a clock, in working time; those too close to the
// limit are left out unless the configuration asked for them. A clock on nobody
// has nobody to remind.
func (x *turn) points(w policy.Window, c *Clock) []time.Time {
	cal := x.rules.Org.Calendar(c.Calendar)
	if cal == nil || c.Subject == "" {
		return nil
	}
	remind := w.Remind
	if c.Limit == w.OnDuty && w.OnDutyRemind != nil && !w.Explicit {
		remind = w.OnDutyRemind
	}
	whole := cal.Between(c.Start, c.Due)
	var points []time.Time
	for _, r := range remind {
		in := whole * time.Duration(r.Percent) / 100
		if r.Before > 0 {
			in = whole - r.Before
		}
		if in <= 0 || in >= whole || (!w.Explicit && whole-in < x.rules.Policy.Gap.Before) {
			continue
		}
		if at := cal.NextOpen(cal.Add(c.Start, in)).UTC(); at.Before(c.Due) {
			points = append(points, at)
		}
	}
	slices.SortFunc(points, time.Time.Compare)
	return slices.CompactFunc(points, time.Time.Equal)
}
