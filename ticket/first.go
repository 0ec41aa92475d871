package ticket

import (
	"slices"
	"strings"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// firstAsked finds the natural FR by the ways of the rule book, in its order;
// whoever captured it is the last resort. It reports whether nobody was on duty
// inside staffed hours.
func (x *turn) firstAsked(r Request, dept *policy.Department) (gap bool) {
	several := len(r.Addressed) > 1
	r.Addressed = slices.DeleteFunc(slices.Clone(r.Addressed), func(u string) bool {
		return !x.here(u) || several && u == x.Asker.User // who asks is not one of those who are asked together
	})
	for _, way := range x.rules.Policy.FirstWays() {
		if n, ok := x.foundBy(way, r, dept); ok {
			n.By, n.Rule = way, x.rules.Policy.FirstRule(way)
			x.Natural = n
			break
		}
	}
	x.together(r)
	waits := x.Natural.By == policy.ByHead || x.Natural.By == policy.ByTypist
	return waits && dept != nil && dept.Duty != "" && x.Natural.From.Equal(x.at) && x.listed(policy.ByDuty)
}

// here reports whether somebody is a colleague who can be reached today.
func (x *turn) here(user string) bool {
	return user != "" && !x.rules.Out()[user] && x.rules.Org.Knows(user)
}

func (x *turn) listed(way policy.FirstBy) bool {
	return slices.Contains(x.rules.Policy.FirstWays(), way)
}

// foundBy is whom one way leads to; false if it leads to nobody.
func (x *turn) foundBy(way policy.FirstBy, r Request, dept *policy.Department) (NaturalFR, bool) {
	switch way {
	case policy.ByAddress:
		if n := len(r.Addressed); n == 1 || n > 1 && !x.listed(policy.BySeniority) {
			return NaturalFR{User: r.Addressed[0], From: x.at, OnDuty: x.onDuty(r.Addressed[0])}, true
		}
	case policy.BySeniority:
		if len(r.Addressed) > 1 {
			user, over := x.rules.Org.Senior(r.Addressed)
			return NaturalFR{User: user, Over: over, From: x.at, OnDuty: x.onDuty(user)}, true
		}
	case policy.ByHost:
		if x.here(r.Host) {
			return NaturalFR{User: r.Host, From: x.at, OnDuty: x.onDuty(r.Host)}, true
		}
	case policy.ByListener:
		if r.Typed && r.By != x.Asker.User && x.here(r.By) {
			return NaturalFR{User: r.By, From: x.at, OnDuty: x.onDuty(r.By)}, true
		}
	case policy.ByDuty:
		return x.foundOnDuty(dept)
	case policy.ByHead:
		return x.foundHead(dept)
	case policy.ByTypist:
		from := x.at
		if dept != nil {
			from = x.opening(dept)
		}
		return NaturalFR{User: r.By, From: from}, true
	case policy.ByCorrection: // nobody's first way
	}
	return NaturalFR{}, false
}

// foundOnDuty is the person on duty at the post's time.
func (x *turn) foundOnDuty(dept *policy.Department) (NaturalFR, bool) {
	if dept == nil {
		return NaturalFR{}, false
	}
	duty, ok := x.rules.OnDuty(dept.Duty, x.at)
	if !ok {
		return NaturalFR{}, false
	}
	return NaturalFR{User: duty.User, From: duty.From.UTC(), OnDuty: true}, true
}

// foundHead is the nearest acting head who did not ask it themselves.
func (x *turn) foundHead(dept *policy.Department) (NaturalFR, bool) {
	if dept == nil {
		return NaturalFR{}, false
	}
	for _, h := range x.rules.Org.Superiors(dept.ID, x.rules.Out(), x.Asker.User) {
		return NaturalFR{User: h, From: x.opening(dept)}, true
	}
	return NaturalFR{}, false
}

// together notes who was asked together with the natural FR.
func (x *turn) together(r Request) {
	if x.Natural.By != policy.BySeniority {
		return
	}
	for _, u := range r.Addressed {
		if u != x.Natural.User && !slices.Contains(x.Together, u) {
			x.Together = append(x.Together, u)
		}
	}
}

// tellTogether tells those who were asked together with the natural FR that
// they need do nothing, and why.
func (x *turn) tellTogether() {
	for _, u := range x.Together {
		x.tell(u, notice.AskedTogether, notice.Params{"who": notice.User(x.Natural.User), "by": notice.User(x.CapturedBy)})
	}
}

// asTogether names those who were asked together, for the event.
func (x *turn) asTogether(e *Event) {
	if len(x.Together) > 0 {
		e.fact("together", strings.Join(x.Together, " "))
	}
}
