package ticket

import (
	"fmt"
	"slices"
	"time"

	"github.com/firstask/firstask/calendar"
	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// rung is a resolved step of a ladder: the first of those it asks, and the rest
// where a role is filled by several.
type rung struct {
	index int
	step  policy.Step
	to    notice.Recipient
	also  []notice.Recipient
}

func (r rung) value() notice.Value {
	if r.to.User != "" {
		return notice.User(r.to.User)
	}
	return notice.Channel(r.to.Channel)
}

// everybody are all that the step asks.
func (r rung) everybody() []notice.Recipient {
	return append([]notice.Recipient{r.to}, r.also...)
}

// rungAt resolves the first step at or after an index that leads to somebody: a
// head who is the subject or the asker, who is missing, or who was asked before
// is skipped. Heads come and go while a clock runs, so those still to ask are
// counted from the next step, not from the first.
func (x *turn) rungAt(c *Clock, w *policy.Window, from int) (rung, bool) {
	var heads []string
	for i := from; i < len(w.Ladder); i++ {
		r := rung{index: i, step: w.Ladder[i]}
		switch r.step { //nolint:exhaustive // the others are people: filled
		case policy.Head, policy.ParentHead:
			if heads == nil {
				heads = x.rules.Org.Superiors(x.ladderFrom(c), x.rules.Out(), x.skipped(c)...)
			}
			if n := headsBetween(w, c.Rung, i); n < len(heads) {
				r.to.User = heads[n]
			}
		case policy.Fallback:
			r.to.Channel = x.rules.Org.Fallback
		case policy.Work:
			if d := x.rules.Org.Department(x.ladderFrom(c)); d != nil && !x.Post.Private && x.About == "" {
				r.to.Channel = d.WorkChannel
			}
		default:
			r = r.asking(x.filled(c, r.step))
		}
		if r.to.Lane() != "" {
			return r, true
		}
	}
	return rung{}, false
}

// asking is the step with the people it asks.
func (r rung) asking(users []string) rung {
	for i, u := range users {
		if i == 0 {
			r.to.User = u
			continue
		}
		r.also = append(r.also, notice.Recipient{User: u})
	}
	return r
}

// skipped are those a ladder does not ask: whose silence it is about, the parties
// to the matter, and whoever was asked before.
func (x *turn) skipped(c *Clock) []string {
	return slices.Concat([]string{c.Subject}, x.parties(), c.Climbed)
}

// filled are the people of a step that is no head: one the ticket knows, or a
// role of the organisation.
func (x *turn) filled(c *Clock, s policy.Step) []string {
	var people []string
	switch s { //nolint:exhaustive // a role of the organisation is none of the constants
	case policy.First:
		people = []string{x.Follower()}
	case policy.Upper:
		people = []string{x.upper(c)}
	case policy.Asker:
		return x.asking(c)
	case policy.CommonHead:
		people = x.commonHeads()[:min(1, len(x.commonHeads()))]
	default:
		people = x.rules.Org.Fill(string(s), x.ladderFrom(c), x.rules.Out())
	}
	skip := x.skipped(c)
	return slices.DeleteFunc(people, func(u string) bool { return u == "" || x.rules.Out()[u] || slices.Contains(skip, u) })
}

// asking is who asked, or gave the task, where a ladder wants them to hear of it.
func (x *turn) asking(c *Clock) []string {
	u := x.Asker.User
	if !x.Asker.InSlack() || x.rules.Out()[u] || u == c.Subject || slices.Contains(c.Climbed, u) {
		return nil
	}
	return []string{u}
}

// upper is the level above a clock's subject: who asked them (FA-19), who
// offered it to them, else the natural FR.
func (x *turn) upper(c *Clock) string {
	for i := range x.Levels {
		if l := &x.Levels[i]; c.Role.Below() && l.N == c.Level && l.Open() {
			return l.From
		}
	}
	if x.Handoff != nil && x.Handoff.To == c.Subject {
		return x.Handoff.From
	}
	return x.Follower()
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
	for _, to := range r.everybody() {
		x.event(Event{Kind: "ladder", To: to.Lane(), Rule: c.Rule, Facts: map[string]string{"clock": c.ID(), "step": string(r.step)}})
	}
	x.reach(c, w, r)
	x.bring(c, w, r)
}

// reach notes that a step was taken and when the one after it is due: the
// fallback channel repeats daily.
func (x *turn) reach(c *Clock, w *policy.Window, r rung) {
	if r.step == policy.Fallback {
		c.Rung, c.Next = r.index, x.daily(c.Calendar, w.Daily)
		return
	}
	c.Climbed = slices.Clone(c.Climbed)
	for _, to := range r.everybody() {
		if to.User == "" {
			continue
		}
		c.Climbed = append(c.Climbed, to.User)
		if !c.Role.Below() && c.Role != policy.Consulted && c.Role != policy.Superior { // they were asked about the matter itself
			x.Helped = append(x.Helped, Help{Step: r.step, User: to.User, At: x.now})
		}
	}
	c.Rung = r.index + 1
	c.Next = x.afterStep(c, w, x.read(c, r))
	if !c.Paused.IsZero() {
		x.repause(c)
	}
}

// read is when the one who is asked can be told: a head is not woken, and is not
// passed over while asleep.
func (x *turn) read(c *Clock, r rung) time.Time {
	if r.to.User == "" {
		return x.now
	}
	at := x.waking(notice.Notice{To: r.to, Params: notice.Params{"clock": notice.Text(c.ID())}})
	if at.After(x.now) {
		return at
	}
	return x.now
}

// afterStep is when the step after one taken at from is due: in working time, and
// never at the minute an office closes, where nobody would read it.
func (x *turn) afterStep(c *Clock, w *policy.Window, from time.Time) time.Time {
	return x.afterRung(c, w, c.Rung, from)
}

func (x *turn) afterRung(c *Clock, w *policy.Window, rung int, from time.Time) time.Time {
	at := x.add(c.Calendar, from, policy.Limit{Time: w.StepBefore(rung)})
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

// bring is the escalation itself: one DM to a superior, or the fallback channel.
func (x *turn) bring(c *Clock, w *policy.Window, r rung) {
	p := notice.Params{
		"subject": notice.User(c.Subject), "since": notice.Time(c.Start), "limit": notice.Time(c.Due),
		"rule": notice.Text(c.Rule), "clock": notice.Text(c.ID()), "step": notice.Text(string(r.step)),
	}
	if cal := x.rules.Org.Calendar(c.Calendar); cal != nil {
		p["span"] = notice.Span(cal.Between(c.Start, x.soonest(c.Due)) - c.Stood)
	}
	if next, ok := x.rungAt(c, w, c.Rung); ok && !c.Next.IsZero() {
		p["next"], p["by"] = next.value(), notice.Time(c.Next)
	}
	for _, to := range r.everybody() {
		x.askOne(c, r, to, p)
	}
}

// askOne asks one person, or a channel where whoever knows may take it.
func (x *turn) askOne(c *Clock, r rung, to notice.Recipient, p notice.Params) {
	f := Face{Slot: fmt.Sprintf("%s/%s/%d/%d", notice.Escalation, c.ID(), r.index, len(x.Breaches)), Kind: notice.Escalation, To: to, Params: p}
	n := notice.Notice{Fold: x.rules.Policy.Fold}
	switch {
	case to.Channel != "":
		x.Open = true
		f.Kind, n.Fold = notice.Fallback, 0
		f.Slot = fmt.Sprintf("%s/%s/%d/%d/%d", notice.Fallback, c.ID(), r.index, len(x.Breaches), x.Said)
	case !slices.Contains(x.Helpers, to.User):
		x.Helpers = append(x.Helpers, to.User)
	}
	if len(r.also) > 0 {
		f.Slot += "/" + to.Lane()
	}
	if x.said(f.Kind, to) {
		return
	}
	x.keepFace(f)
	n.Kind, n.To, n.Params, n.Slot = f.Kind, f.To, f.Params, f.Slot
	x.alert(n)
}
