package ticket

import (
	"slices"
	"time"

	"github.com/firstask/firstask/notice"
)

// urge asks whoever must move next, or one who is named, for news (FA-18, FA-19): the natural FR within the
// policy's spacing, a superior at any time, the asker once in a while.
func (x *turn) urge(c Command) error {
	to, err := x.neighbour(c)
	switch {
	case x.State.Ended():
		return x.ended()
	case err != nil:
		return err
	case x.State == Answered, to == c.Actor, to == "":
		return refuse(NobodyToUrge, nil)
	case x.superior(c.Actor), x.LevelOf(to) != nil && x.looksDown(c.Actor, to):
		x.wait(c.Actor)
	case c.Actor == x.Follower(), c.Actor == x.Responsible, x.levelBelow(c.Actor) != nil, x.Handoff != nil && c.Actor == x.Handoff.From:
		if err := x.maySpur(c.Actor, to); err != nil {
			return err
		}
	case c.Actor == x.Asker.User:
		if err := x.mayAskNews(c.Actor); err != nil {
			return err
		}
	default:
		return refuse(NotYours, notice.Params{"who": notice.User(x.Follower()), "verb": notice.Word(string(VerbUrge))})
	}
	x.Urges = append(x.Urges, Urge{By: c.Actor, To: to, At: x.at})
	x.event(Event{Kind: string(VerbUrge), To: to, Text: c.Text})
	p := notice.Params{"by": notice.User(c.Actor)}
	if lead := x.clockFacing(to); lead != nil && lead.Due.After(x.now) {
		p["limit"] = notice.Time(lead.Due)
	}
	if c.Text != "" {
		p["text"] = notice.Text(c.Text)
	}
	x.prompt(to, notice.Urge, p)
	return nil
}

// wait is the choice of a superior whom the ladder asked: to ask for an update
// first. The ladder gives it a whole step, once per person and breach; it never
// comes sooner for it.
func (x *turn) wait(user string) {
	if !slices.Contains(x.Helpers, user) {
		return
	}
	for i := range x.Clocks {
		c := &x.Clocks[i]
		w, ok := x.rules.Policy.Window(c.Rule)
		if !ok || c.Breached.IsZero() || c.Next.IsZero() || x.waited(user, c) {
			continue
		}
		if later := x.afterStep(c, w, x.now); later.After(c.Next) {
			c.Next = later
		}
	}
}

// waited reports whether a superior has asked for an update since the breach.
func (x *turn) waited(user string, c *Clock) bool {
	return slices.ContainsFunc(x.Urges, func(u Urge) bool { return u.By == user && !u.At.Before(c.Breached) })
}

// maySpur spaces the natural FR's urging: the first some time after the clock's
// start, then at intervals, and only so many a level and day.
func (x *turn) maySpur(by, to string) error {
	p := x.rules.Policy.Urge
	var since time.Time
	if lead := x.clockFacing(to); lead != nil {
		since = lead.Start
	}
	next, today := since.Add(p.First), 0
	for _, u := range x.Urges {
		if u.By != by || u.To != to || u.At.Before(since) {
			continue
		}
		next = u.At.Add(p.Every)
		if x.sameDay(u.At, x.at) {
			today++
		}
	}
	if p.PerDay > 0 && today >= p.PerDay {
		return refuse(UrgedEnough, notice.Params{"at": notice.Time(x.tomorrow())})
	}
	if x.at.Before(next) {
		return refuse(TooSoon, notice.Params{"at": notice.Time(next)})
	}
	return nil
}

func (x *turn) mayAskNews(by string) error {
	next := x.CreatedAt.Add(x.rules.Policy.Urge.AskerEvery)
	for _, u := range x.Urges {
		if u.By == by {
			next = u.At.Add(x.rules.Policy.Urge.AskerEvery)
		}
	}
	if x.at.Before(next) {
		return refuse(TooSoon, notice.Params{"at": notice.Time(next)})
	}
	return nil
}

func (x *turn) sameDay(a, b time.Time) bool {
	y1, m1, d1 := a.In(x.rules.Org.Zone).Date()
	y2, m2, d2 := b.In(x.rules.Org.Zone).Date()
	return y1 == y2 && m1 == m2 && d1 == d2
}

func (x *turn) tomorrow() time.Time {
	cal := x.rules.Org.Calendar(x.rules.Policy.Calendar)
	y, m, d := x.at.In(x.rules.Org.Zone).Date()
	midnight := time.Date(y, m, d+1, 0, 0, 0, 0, x.rules.Org.Zone)
	if cal != nil {
		return cal.NextOpen(midnight).UTC()
	}
	return midnight.UTC()
}
