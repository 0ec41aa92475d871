package ticket

import (
	"slices"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// supervise watches over the work until a time (FA-18): the natural FR, the
// level above, or a superior gives it; a new one takes the place of the last.
func (x *turn) supervise(c Command) error {
	to, err := x.neighbour(c)
	level := x.LevelOf(to)
	if level != nil && level.From != c.Actor && !x.looksDown(c.Actor, to) {
		level = nil
	}
	switch {
	case x.State.Ended() || x.solved() && !x.supervisable():
		return x.ended()
	case err != nil:
		return err
	case !x.marked(Supervised):
		return refuse(NoWindow, notice.Params{"verb": notice.Word(string(VerbSupervise))})
	case level == nil && c.Actor != x.Follower() && !x.superior(c.Actor):
		return x.wrongLevel(c)
	case level == nil && !x.mayDate(c):
		return refuse(NotYours, notice.Params{"who": notice.User(x.dater(c.Actor)), "verb": notice.Word(string(VerbSupervise))})
	case !c.Until.After(x.now):
		return refuse(InThePast, notice.Params{"at": notice.Time(c.Until)})
	}
	if level != nil { // they have a clock of their own; the ticket's date is not theirs
		to = level.User
	} else {
		x.Given = c.Until.UTC()
		x.setMark(Mark{Name: Supervised, By: c.Actor, At: x.at, Text: c.Text})
	}
	e := x.event(Event{Kind: string(VerbSupervise), To: to, Text: c.Text})
	e.fact("until", c.Until.UTC().Format(time.RFC3339))
	x.after = append(x.after, func() {
		p := notice.Params{"by": notice.User(c.Actor), "at": notice.Time(c.Until), "text": notice.Text(c.Text)}
		if clock := x.clockUntil(to, c.Until.UTC()); clock != nil {
			p["clock"] = notice.Text(clock.ID())
		}
		x.prompt(to, notice.Supervised, p)
	})
	return nil
}

// supervisable reports whether the rules still have a time for it in a state in
// which the result is there and the asker does not know it yet (RD-6).
func (x *turn) supervisable() bool {
	return slices.ContainsFunc(x.rules.Policy.Windows, func(w policy.Window) bool {
		return slices.Contains(w.When.Marks, string(Supervised)) && w.Runs(string(x.State))
	})
}

// mayDate reports whether somebody may set the date of the ticket: never who
// has it, and a date that was given only who gave it, or a superior, makes later.
func (x *turn) mayDate(c Command) bool {
	if c.Actor == x.Factual() {
		return false
	}
	return !x.Given.After(x.now) || !c.Until.After(x.Given) || x.superior(c.Actor) || x.dater("") == c.Actor
}

// dater is who gave the ticket its date, else the head of somebody.
func (x *turn) dater(user string) string {
	for _, name := range []MarkName{Supervised, Assigned} {
		if m := x.Mark(name); m != nil && m.By != user {
			return m.By
		}
	}
	if head := x.headOf(user); head != "" {
		return head
	}
	return x.Follower()
}

// clockUntil is the clock of somebody that ends at a given time.
func (x *turn) clockUntil(user string, at time.Time) *Clock {
	for i := range x.Clocks {
		if c := &x.Clocks[i]; c.Subject == user && c.Given.Equal(at) {
			return c
		}
	}
	return nil
}

// setMark sets a mark, in place of an earlier one of its name.
func (x *turn) setMark(m Mark) {
	if old := x.Mark(m.Name); old != nil {
		*old = m
		return
	}
	x.Marks = append(x.Marks, m)
}

// levelBelow is the open level that somebody asked: the only one they may urge
// and supervise (FA-19). Nil if they asked nobody.
func (x *turn) levelBelow(user string) *Level {
	for i := range x.Levels {
		if l := &x.Levels[i]; l.Open() && l.From == user {
			return l
		}
	}
	return nil
}

// wrongLevel points somebody to the level they may turn to.
func (x *turn) wrongLevel(c Command) error {
	who := x.Follower()
	if x.LevelOf(c.Actor) != nil {
		who = x.LevelOf(c.Actor).From
	}
	return refuse(NotYours, notice.Params{"who": notice.User(who), "verb": notice.Word(string(c.Verb))})
}
