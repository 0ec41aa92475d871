package ticket

import (
	"slices"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// quota is how much its reader may have been told before a notice is spared
// them; zero for what is always said: all that asks for something or that they
// cannot know of yet, answers to their own doing, and urgent matters. Only who
// has the ticket on their list of the morning loses nothing by it.
func (x *turn) quota(n notice.Notice) notice.Quota {
	q := x.rules.Policy.Noise
	user := n.To.User
	if user == "" || user == x.by || x.rings(n) || !x.canWait(n) || !slices.Contains(x.Listed(), user) {
		return notice.Quota{}
	}
	return notice.Quota{Hour: q.Hour, Day: q.Day}
}

// canWait reports whether a notice only says again, or sooner, what the list of
// the morning says. Another time is news for who must keep it.
func (x *turn) canWait(n notice.Notice) bool {
	switch n.Kind { //nolint:exhaustive // the others are always said
	case notice.Reminder, notice.Soft, notice.Progress, notice.WholeLate,
		notice.Accepted, notice.Reassigned, notice.NotesAdded, notice.Acknowledged:
		return true
	case notice.Promised:
		return n.To.User != x.turnOf()
	case notice.Escalation:
		return x.by == "" && x.climbedBefore(n)
	default:
		return false
	}
}

// climbedBefore reports whether a ladder asked somebody on a step before the one
// of this escalation.
func (x *turn) climbedBefore(n notice.Notice) bool {
	c := x.Clock(n.Params["clock"].Raw())
	if c == nil || len(c.Climbed) == 0 {
		return false
	}
	for _, h := range x.Helped {
		if h.User == c.Climbed[0] && string(h.Step) == n.Params["step"].Raw() {
			return false // it is the first step, which may ask several
		}
	}
	return true
}

// rings reports whether a notice is of an urgent matter.
func (x *turn) rings(n notice.Notice) bool {
	if x.Mark(Urgent) != nil {
		return true
	}
	c := x.Clock(n.Params["clock"].Raw())
	if c == nil {
		return false
	}
	w, ok := x.rules.Policy.Window(c.Rule)
	return ok && w.Urgent
}

// Listed are those on whose list of the morning the ticket stands while it is
// open: who follows it, who has it, who was asked to take it, who calls the
// customer back, who has a part in it, and the levels that owe an answer; each
// once, by Slack id.
func (t *Ticket) Listed() []string {
	users := []string{t.Follower(), t.Responsible, t.Holder(policy.Receiver), t.CallsBack}
	for _, s := range t.Shared {
		users = append(users, s.User)
	}
	for _, m := range t.Force {
		users = append(users, m.User)
	}
	for i := range t.Levels {
		if l := &t.Levels[i]; l.Open() {
			users = append(users, l.User)
		}
	}
	slices.Sort(users)
	return slices.DeleteFunc(slices.Compact(users), func(u string) bool { return u == "" })
}
