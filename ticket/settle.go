package ticket

import (
	"slices"
	"strings"
	"time"

	"github.com/firstask/firstask/policy"
)

// settle makes the clocks agree with the state: a clock runs exactly while its
// window's states hold, its role is filled and nothing has fulfilled it. It
// stops what no longer runs, keeps what still does or stands still, starts what
// is new (docs/clocks.md is this, in a table).
func (x *turn) settle() {
	x.fulfil()
	var stopped []string
	kept := make([]Clock, 0, len(x.Clocks)+2)
	for i := range x.Clocks {
		c := &x.Clocks[i]
		w, ok := x.rules.Policy.Window(c.Rule)
		if ok && x.stillRuns(c, w) && !x.outpaced(c) {
			x.stand(c, w)
			kept = append(kept, *c)
			continue
		}
		x.closeOut(c, w)
		x.leave(c)
		stopped = append(stopped, c.ID())
	}
	x.Clocks = kept
	fresh := x.starting()
	started := make([]string, 0, len(fresh))
	for i := range fresh {
		x.enter(&fresh[i])
		started = append(started, fresh[i].ID())
	}
	x.noteClocks(stopped, started)
}

func (x *turn) noteClocks(stopped, started []string) {
	if len(x.events) == 0 {
		return
	}
	e := &x.events[0]
	if len(stopped) > 0 {
		e.fact("stopped", strings.Join(stopped, " "))
	}
	if len(started) > 0 {
		e.fact("started", strings.Join(started, " "))
	}
	if len(x.kept) > 0 {
		e.fact("kept", strings.Join(x.kept, " "))
	}
}

func (e *Event) fact(key, value string) {
	if e.Facts == nil {
		e.Facts = map[string]string{}
	}
	e.Facts[key] = value
}

// fulfil notes the windows that this turn's verbs fulfil for good.
func (x *turn) fulfil() {
	if len(x.deeds) == 0 {
		return
	}
	for i := range x.rules.Policy.Windows {
		w := &x.rules.Policy.Windows[i]
		if len(w.Until) == 0 || !slices.ContainsFunc(x.deeds, func(d string) bool { return slices.Contains(w.Until, d) }) || !x.holds(&w.When) {
			continue
		}
		if x.Fulfilled == nil {
			x.Fulfilled = map[string]time.Time{}
		}
		if _, done := x.Fulfilled[w.Rule]; !done {
			x.Fulfilled[w.Rule] = x.at
		}
	}
}

// asks reports whether a window asks something now.
func (x *turn) asks(w *policy.Window) bool {
	if !w.Runs(string(x.State)) || !x.holds(&w.When) || (!w.Unless.IsZero() && x.holds(&w.Unless)) {
		return false
	}
	if _, done := x.Fulfilled[w.Rule]; done {
		return false
	}
	return !told(w.Limit) || !x.toldTime(w.Limit).IsZero()
}

// told reports whether a limit is a time that people gave: one with the ticket,
// or the one the asker expects news by.
func told(l policy.Limit) bool { return l.Given || l.News }

func (x *turn) toldTime(l policy.Limit) time.Time {
	if l.News {
		return x.Public.News
	}
	return x.Given
}

func (x *turn) stillRuns(c *Clock, w *policy.Window) bool {
	if !x.asks(w) || x.holder(w, c.Level) != c.Subject {
		return false
	}
	if told(w.Limit) && !x.toldTime(w.Limit).Equal(c.Given) {
		return false
	}
	return !x.begunAnew(c)
}

// closeOut books what a stopping clock owes to the truth: a limit that passed
// before the request arrived is a breach although no tick saw it, and a breach
// that a tick recorded while the request was on its way is void (law 6).
func (x *turn) closeOut(c *Clock, w *policy.Window) {
	if w != nil {
		c.Then = w.Then // a clock of an older document does not say
	}
	late := !x.at.Before(c.Due)
	if !c.Paused.IsZero() {
		late = !c.Breached.IsZero() // nothing passes while it stands still
	}
	switch {
	case !late && !c.Breached.IsZero() && c.Then == policy.Breach:
		x.void(c)
	case w == nil || c.Then == policy.Alarm || c.Then == policy.Remind:
		return
	case !late || !c.Breached.IsZero():
	case c.Then == policy.Breach:
		x.breach(c)
	case c.Then == policy.Inform:
		x.wholeLate(c)
	}
	x.keep(c, late)
}

// keep notes how a limit was kept, for the figures: in time, in a promised
// time, or late. A ticket that was put aside kept nothing.
func (x *turn) keep(c *Clock, late bool) {
	if c.Then != policy.Breach || c.Subject == "" || x.State == Withdrawn || x.observing() {
		return
	}
	how := "on_time"
	switch {
	case !late && (x.leaves(c.Subject) || x.passes(c)):
		return
	case late || !c.Breached.IsZero() && !x.at.Before(c.Due):
		how = "late"
	case c.Promised:
		how = "promised"
	}
	x.kept = append(x.kept, c.ID()+"="+how)
}

// void takes back the breach of a clock's present limit, if one was recorded.
func (x *turn) void(c *Clock) {
	all := len(x.Breaches)
	x.Breaches = slices.DeleteFunc(x.Breaches, func(b Breach) bool { return b.Clock == c.ID() && b.At.Equal(c.Due) })
	if len(x.Breaches) < all { // nor was anybody asked for good reason
		x.Helped = slices.DeleteFunc(x.Helped, func(h Help) bool { return slices.Contains(c.Climbed, h.User) && !h.At.Before(c.Breached) })
		x.event(Event{Kind: "breach_void", To: c.Subject, Rule: c.Rule, Facts: map[string]string{"clock": c.ID()}})
	}
}

// leave notes when a clock that others follow has stopped. What it had beaten
// and is not over with it runs on from the same start, for the same person.
func (x *turn) leave(c *Clock) {
	for _, rule := range append(x.kin(c), c.Over...) {
		w, ok := x.rules.Policy.Window(rule)
		if !ok || x.holder(w, c.Level) != c.Subject || x.begunAnew(c) {
			continue
		}
		x.runsOn(rule, c)
	}
	if x.passes(c) {
		if !c.Paused.IsZero() {
			x.moveOn(c)
		}
		x.runsOn(c.Rule, c)
	}
	if s, ok := x.Spans[c.Rule]; ok {
		s.To = x.at
		x.Spans[c.Rule] = s
	}
}

// runsOn notes from where the clock of a rule goes on.
func (x *turn) runsOn(rule string, c *Clock) {
	if x.since == nil {
		x.since = map[string]Clock{}
	}
	x.since[rule] = *c
}

// passes reports whether what is left of a clock's time goes to whoever has it
// next: its window counts from the first one of a department, it passes to
// another one there, and its limit still lies ahead.
func (x *turn) passes(c *Clock) bool {
	w, ok := x.rules.Policy.Window(c.Rule)
	if !ok || w.Starts != policy.AtFirst || !c.Breached.IsZero() || c.Paused.IsZero() && !x.at.Before(c.Due) || !x.asks(w) {
		return false
	}
	next := x.holder(w, c.Level)
	return next != "" && next != c.Subject && x.oneUnit(c.Department, x.askedIn(w.On, next))
}

// oneUnit reports whether two departments are one, one below the other, or both
// below the one that the request was asked in.
func (x *turn) oneUnit(a, b string) bool {
	in := func(d, of string) bool { return x.rules.Org.Within(d, []string{of}) }
	return in(a, b) || in(b, a) || in(a, x.Department) && in(b, x.Department)
}

// begunAnew reports whether a deed of this turn starts the clock's window again.
func (x *turn) begunAnew(c *Clock) bool {
	w, ok := x.rules.Policy.Window(c.Rule)
	return ok && x.by == c.Subject && slices.ContainsFunc(x.deeds, func(d string) bool { return slices.Contains(w.Again, d) })
}

// enter adds a started clock. What was said of it to somebody else is not said
// again.
func (x *turn) enter(c *Clock) {
	if was, ok := x.since[c.Rule]; ok && was.Rule == c.Rule {
		c.forget(x.at)
	}
	if x.followed(c.Rule) {
		if x.Spans == nil {
			x.Spans = map[string]Span{}
		}
		x.Spans[c.Rule] = Span{From: c.Start}
	}
	x.Clocks = append(x.Clocks, *c)
}

// followed reports whether a window begins where the clock of a rule ends.
func (x *turn) followed(rule string) bool {
	for i := range x.rules.Policy.Windows {
		if x.rules.Policy.Windows[i].After == rule {
			return true
		}
	}
	return false
}

// fitting is the first of some rules that the ticket is one of those for; nil
// for none.
func fitting[T any](x *turn, all []T, when func(*T) *policy.When) *T {
	for i := range all {
		if x.holds(when(&all[i])) {
			return &all[i]
		}
	}
	return nil
}

// holds reports whether the ticket is one of those a rule is about.
func (x *turn) holds(w *policy.When) bool {
	if w.IsZero() {
		return true
	}
	in := func(list []string, value string) bool { return len(list) == 0 || slices.Contains(list, value) }
	return !x.CreatedAt.Before(w.Since) && in(w.Channels, x.Post.Channel) && in(w.Via, x.Via) && in(w.Urgency, x.Urgency) && in(w.Askers, string(x.Asker.Kind)) &&
		(len(w.Departments) == 0 || x.rules.Org.Within(x.Department, w.Departments)) &&
		(len(w.Types) == 0 || slices.ContainsFunc(w.Types, x.isType)) &&
		(len(w.Marks) == 0 || slices.ContainsFunc(w.Marks, func(m string) bool { return x.Mark(MarkName(m)) != nil }))
}

// isType reports whether the ticket is of a type or of a subtype of it:
// "complaint" holds for "complaint.customer".
func (x *turn) isType(t string) bool {
	return x.Type == t || strings.HasPrefix(x.Type, t+".")
}

// holder is who a window runs on, at a level of the chain; "" for nobody.
func (x *turn) holder(w *policy.Window, level int) string {
	switch {
	case w.On == policy.Superior:
		for _, h := range slices.Backward(x.Helped) {
			if h.Step == w.Asked {
				return h.User
			}
		}
		return ""
	case w.On == policy.Consulted:
		return x.consulted(level - 1)
	case w.On.Below():
		for i := range x.Levels {
			if l := &x.Levels[i]; l.Open() && l.N == level && l.owes(w.On) {
				return l.User
			}
		}
		return ""
	default:
		return x.Holder(w.On)
	}
}

// owes reports whether an open level fills a role.
func (l *Level) owes(r policy.Role) bool {
	return r == policy.NextLevel || (r == policy.NextTaken) == !l.Taken.IsZero()
}
