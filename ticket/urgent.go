package ticket

import (
	"slices"
	"strconv"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// urgent marks a matter of life or major property (DM-3.3.1): the alarm of the
// rule book rings at once, at any hour, until somebody acknowledges it.
func (x *turn) urgent(c Command) error { return x.mark(Urgent, c) }

// major marks a matter that must also be reported upward (DR-1.6).
func (x *turn) major(c Command) error { return x.mark(Major, c) }

func (x *turn) mark(name MarkName, c Command) error {
	m := x.Mark(name)
	matter := x.matterFor(c, string(name))
	switch {
	case x.State.Ended() || x.solved():
		return x.ended()
	case c.Word != "" && matter == nil:
		return refuse(NeedMatter, notice.Params{"mark": notice.Word("mark." + string(name))})
	case m != nil && (matter == nil || x.came(matter.ID)):
		return refuse(AlreadyMarked, notice.Params{"by": notice.User(m.By), "at": notice.Time(m.At), "mark": notice.Word("mark." + string(name))})
	case !x.Concerned(c.Actor) && !x.rules.Org.Knows(c.Actor):
		return refuse(NotYours, notice.Params{"who": notice.User(x.Follower()), "verb": notice.Word(string(c.Verb))})
	case c.Text == "":
		return refuse(NeedText, nil)
	case matter == nil && !x.marked(name) && len(x.rules.Policy.Marking(string(name))) > 0:
		return refuse(NeedMatter, notice.Params{"mark": notice.Word("mark." + string(name))})
	case matter == nil && !x.marked(name):
		return refuse(NoWindow, notice.Params{"verb": notice.Word(string(c.Verb))})
	}
	e := x.event(Event{Kind: string(c.Verb), Text: c.Text})
	if m == nil {
		x.Marks = append(x.Marks, Mark{Name: name, By: c.Actor, At: x.at, Text: c.Text})
		x.after = append(x.after, x.ring, func() { x.tellMark(name, c) })
	}
	if matter != nil {
		e.fact("matter", matter.ID)
		x.comeTo(matter, c.Text)
	}
	return nil
}

// tellMark tells who follows it and who has it what somebody else marked it as,
// and what runs on them for it.
func (x *turn) tellMark(name MarkName, c Command) {
	users := []string{x.Follower(), x.Responsible, x.Holder(policy.Receiver)}
	for i, user := range users {
		if slices.Contains(users[:i], user) {
			continue
		}
		p := notice.Params{"by": notice.User(c.Actor), "mark": notice.Word("mark." + string(name)), "text": notice.Text(c.Text)}
		if clock := x.clockFor(user, name); clock != nil {
			p["limit"], p["clock"] = notice.Time(clock.Due), notice.Text(clock.ID())
		}
		x.prompt(user, notice.Marked, p)
	}
}

// clockFor is the clock that a mark started on somebody; nil for none.
func (x *turn) clockFor(user string, name MarkName) *Clock {
	for i := range x.Clocks {
		c := &x.Clocks[i]
		w, ok := x.rules.Policy.Window(c.Rule)
		if ok && c.Subject == user && c.Then == policy.Breach && slices.Contains(w.When.Marks, string(name)) {
			return c
		}
	}
	return nil
}

// marked reports whether the rules have a window for such a ticket with a mark.
func (x *turn) marked(name MarkName) bool {
	for i := range x.rules.Policy.Windows {
		w := x.rules.Policy.Windows[i].When
		if !slices.Contains(w.Marks, string(name)) {
			continue
		}
		w.Marks = nil // it gets the mark only now
		if x.holds(&w) {
			return true
		}
	}
	return false
}

// ring lets alarms that are due with their start ring in the same turn.
func (x *turn) ring() {
	for i := range x.Clocks {
		c := &x.Clocks[i]
		if c.Then != policy.Alarm || !c.Breached.IsZero() || c.Due.After(x.now) {
			continue
		}
		if w, ok := x.rules.Policy.Window(c.Rule); ok {
			x.alarm(c, w)
		}
	}
}

// alarm tells every step of the ladder at once, and again after a while.
func (x *turn) alarm(c *Clock, w *policy.Window) {
	c.Breached, c.Next = x.now, time.Time{}
	if w.Repeat > 0 {
		c.Next = x.now.Add(w.Repeat)
	}
	p := notice.Params{"rule": notice.Text(c.Rule), "clock": notice.Text(c.ID())}
	if m := x.alarmed(w); m != nil {
		p["by"], p["text"] = notice.User(m.By), notice.Text(m.Text)
	}
	all := x.everyRung(c, w)
	if m := x.alarmed(w); m != nil { // who raised it knows
		all = slices.DeleteFunc(all, func(to notice.Recipient) bool { return to.User == m.By })
	}
	if fallback := x.rules.Org.Fallback; len(all) == 0 && fallback != "" {
		all = []notice.Recipient{{Channel: fallback}} // it never rings for nobody
	}
	for _, to := range all {
		x.event(Event{Kind: "alarm", To: to.Lane(), Rule: c.Rule, Facts: map[string]string{"clock": c.ID()}})
		x.Faces = slices.DeleteFunc(x.Faces, func(f Face) bool { return f.Kind == notice.Alarm && f.To == to }) // the newest is drawn again
		x.show(Face{Slot: "alarm/" + to.Lane() + "/" + strconv.Itoa(x.Said), Kind: notice.Alarm, To: to, Params: p})
	}
}

// alarmed is the mark that an alarm is about.
func (x *turn) alarmed(w *policy.Window) *Mark {
	for _, name := range w.When.Marks {
		if m := x.Mark(MarkName(name)); m != nil {
			return m
		}
	}
	return nil
}

// everyRung are all that a ladder can reach, each once; not who raised it.
func (x *turn) everyRung(c *Clock, w *policy.Window) []notice.Recipient {
	var all []notice.Recipient
	seen := map[string]bool{}
	for i := range w.Ladder {
		r, ok := x.rungAt(c, w, i)
		if !ok || r.index != i {
			continue
		}
		for _, to := range r.everybody() {
			if lane := to.Lane(); !seen[lane] {
				seen[lane] = true
				all = append(all, to)
			}
		}
	}
	return all
}

// ack is "I have seen it": the alarm stops, and who raised it hears who that was.
func (x *turn) ack(c Command) error {
	if x.IsAbout(c.Actor) {
		return x.received()
	}
	var m *Mark
	for i := range x.Marks {
		if x.Marks[i].Seen == "" && (x.Marks[i].Name == Urgent || x.Marks[i].Name == Major) {
			m = &x.Marks[i]
		}
	}
	switch {
	case x.State.Ended():
		return x.ended()
	case m == nil:
		return refuse(NothingToSee, nil)
	case !x.alarms(c.Actor, m):
		return refuse(NotYours, notice.Params{"who": x.acker(), "verb": notice.Word(string(VerbAck))})
	}
	for i := range x.Marks { // one word ends every alarm
		if o := &x.Marks[i]; o.Seen == "" && (o.Name == Urgent || o.Name == Major) {
			o.Seen, o.SeenAt = c.Actor, x.at
		}
	}
	by := m.By
	x.event(Event{Kind: string(VerbAck), To: by})
	p := notice.Params{"by": notice.User(c.Actor)}
	x.tell(by, notice.Acknowledged, p)
	if x.Follower() != by {
		x.tell(x.Follower(), notice.Acknowledged, p)
	}
	return nil
}

// alarms reports whether an alarm is rung for somebody: a superior, who its
// ladder reaches, or where it reaches nobody but channels, anybody who knows;
// never who raised it, nor whom it is about.
func (x *turn) alarms(user string, m *Mark) bool {
	if user == m.By || !x.rules.Org.Knows(user) {
		return false
	}
	for i := range x.Clocks {
		c := &x.Clocks[i]
		w, ok := x.rules.Policy.Window(c.Rule)
		if !ok || c.Then != policy.Alarm || c.Subject == user {
			continue
		}
		all := x.everyRung(c, w)
		person := func(to notice.Recipient) bool { return to.User != "" }
		d := x.rules.Org.Department(x.ladderFrom(c))
		if x.superior(user) || slices.Contains(all, notice.Recipient{User: user}) || !slices.ContainsFunc(all, person) || (d != nil && d.Serves(user)) {
			return true
		}
	}
	return false
}

// acker is somebody whom the alarm rings for.
func (x *turn) acker() notice.Value {
	for i := range x.Clocks {
		if w, ok := x.rules.Policy.Window(x.Clocks[i].Rule); ok && w.Then == policy.Alarm {
			for _, to := range x.everyRung(&x.Clocks[i], w) {
				if to.User != "" {
					return notice.User(to.User)
				}
			}
		}
	}
	return notice.User(x.Follower())
}

// report is the written report of a major matter (DR-1.6).
func (x *turn) report(c Command) error {
	switch {
	case !x.superior(c.Actor) && (!x.Concerned(c.Actor) || !x.rules.Org.Knows(c.Actor)):
		return refuse(NotYours, notice.Params{"who": notice.User(x.Follower()), "verb": notice.Word(string(VerbReport))})
	case c.Text == "":
		return refuse(NeedText, nil)
	}
	x.event(Event{Kind: string(VerbReport), Text: c.Text})
	return nil
}
