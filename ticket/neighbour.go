package ticket

import (
	"slices"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// neighbour is whom somebody turns to for news, or supervises: the level that
// they asked themselves, else who must move next; for news also one whose opinion is waited for. One who is named has to be that
// one (FA-19): others are pointed to the level next to them. Superiors, and the
// heads of a level, may turn to any level.
func (x *turn) neighbour(c Command) (string, error) {
	own := x.next(c.Actor)
	named := c.To.User
	switch {
	case named == "" || named == own || !x.takesPart(c.Actor):
		return own, nil
	case x.looksDown(c.Actor, named), c.Verb == VerbUrge && x.waitsFor(named):
		return named, nil
	case x.LevelOf(c.Actor) != nil && x.levelBelow(c.Actor) == nil:
		own = x.LevelOf(c.Actor).From
	}
	return "", refuse(AskLevel, notice.Params{"who": notice.User(own)})
}

// next is the one that somebody may turn to without naming them: for a superior
// whom the silence of a level has reached, that level.
func (x *turn) next(user string) string {
	if l := x.levelBelow(user); l != nil {
		return l.User
	}
	for i := range x.Clocks {
		if c := &x.Clocks[i]; c.Role.Below() && slices.Contains(c.Climbed, user) {
			return c.Subject
		}
	}
	return x.turnOf()
}

// takesPart reports whether somebody is in the chain or above it.
func (x *turn) takesPart(user string) bool {
	return user == x.Follower() || user == x.Responsible || x.LevelOf(user) != nil || (x.Handoff != nil && user == x.Handoff.From) ||
		x.superior(user) || x.headsLevel(user)
}

// looksDown reports whether somebody above the chain may turn to one who is in it.
func (x *turn) looksDown(user, to string) bool {
	if x.LevelOf(to) != nil {
		return x.superior(user) || x.heads(user, to)
	}
	return x.superior(user) && (to == x.turnOf() || to == x.Factual() || to == x.Follower())
}

// headsLevel reports whether somebody heads the department of a level that owes
// an answer.
func (x *turn) headsLevel(user string) bool {
	return slices.ContainsFunc(x.Levels, func(l Level) bool { return l.Open() && x.heads(user, l.User) })
}

// heads reports whether somebody heads the department of another, and may know
// of the ticket: of what was asked in private heads know when they are asked.
func (x *turn) heads(user, of string) bool {
	return x.rules.Org.IsHead(user, x.homeOf(of)) && (!x.Post.Private || x.Concerned(user))
}

// aboveBreach is who answers upward for a passed limit, and may have it brought
// before the superiors: of a level, who asked it (FA-19) and is still in the
// chain; else the natural FR.
func (x *turn) aboveBreach(b *Breach) string {
	if w, ok := x.rules.Policy.Window(b.Rule); ok && w.On.Below() {
		for _, l := range slices.Backward(x.Levels) {
			if l.User == b.Subject && x.takesPart(l.From) {
				return l.From
			}
		}
	}
	return x.Follower()
}

// clockFacing is the clock that matters where somebody is asked for news: their
// own as a level, else the one of whoever must move next.
func (x *turn) clockFacing(user string) *Clock {
	if x.LevelOf(user) != nil || x.waitsFor(user) {
		return x.ClockOf(user)
	}
	return x.Lead()
}

// role is in what part somebody stands in the chain.
func (s Stand) role() policy.Role {
	switch s.Level {
	case 0:
		return policy.Natural
	case 1:
		return policy.Responsible
	default:
		return policy.NextLevel
	}
}
