package ticket

import (
	"slices"
	"strconv"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// Member is somebody of a task force beside its lead, and what they do in it.
type Member struct {
	User string `json:"user"`
	Duty string `json:"duty,omitempty"`
}

// InForce reports whether somebody is a member of the task force, which lasts
// until there is a result.
func (t *Ticket) InForce(user string) bool {
	return user != "" && slices.ContainsFunc(t.Force, func(m Member) bool { return m.User == user })
}

// taskforce gives a hard demand to several people under a lead, by a plan
// (DM-3.3.2). A superior names anybody to lead, who has it at once; whoever has it
// may lead it themselves. Called again, it changes the plan and the members.
func (x *turn) taskforce(c Command) error {
	superior := x.superior(c.Actor)
	switch {
	case x.State.Ended() || x.solved():
		return x.ended()
	case !superior && c.Actor != x.Factual():
		return refuse(NotYours, notice.Params{"who": notice.User(x.Factual()), "verb": notice.Word(string(VerbTaskforce))})
	case !x.marked(TaskForce):
		return refuse(NoWindow, notice.Params{"verb": notice.Word(string(VerbTaskforce))})
	case x.Leadless() && !x.mayName(c.Actor):
		return refuse(NoLead, notice.Params{"who": x.namer()})
	case c.To.User == "" || c.Text == "":
		return refuse(NeedForce, nil)
	case !superior && c.To.User != c.Actor:
		return refuse(NotYours, notice.Params{"who": x.one(x.headsAboveIt()), "verb": notice.Word(string(VerbTaskforce))})
	case c.To.User == x.Asker.User:
		return refuse(NeedForce, nil)
	}
	for _, user := range append(members(c.Force), c.To.User) {
		if x.IsAbout(user) {
			return refuse(AboutThem, notice.Params{"who": notice.User(user)})
		}
		if x.rules.Out()[user] {
			return refuse(PersonGone, notice.Params{"who": notice.User(user)})
		}
	}
	x.form(c)
	return nil
}

func members(all []Member) []string {
	users := make([]string, len(all))
	for i, m := range all {
		users[i] = m.User
	}
	return users
}

// headsAboveIt are the heads above whoever has it, the nearest first.
func (x *turn) headsAboveIt() []string {
	return x.rules.Org.Superiors(x.homeOf(x.Factual()), x.rules.Out(), append(x.parties(), x.Factual())...)
}

// form sets the task force up, or changes it.
func (x *turn) form(c Command) {
	before, was := x.Responsible, x.Force
	x.Force = nil
	for _, m := range c.Force {
		if m.User != c.To.User && m.User != x.Asker.User && !x.InForce(m.User) {
			x.Force = append(x.Force, m)
		}
	}
	x.setMark(Mark{Name: TaskForce, By: c.Actor, At: x.at, Text: c.Text})
	x.Leader = Leader{User: c.To.User, By: c.Actor, At: x.at, Rule: x.forceRule(), Reason: c.Text}
	x.thaw(true)
	e := Event{Kind: string(VerbTaskforce), To: c.To.User, Rule: x.Leader.Rule, Text: c.Text}
	if before == c.To.User && x.Handoff == nil {
		x.event(e)
	} else {
		x.take(c.To.User, e)
	}
	for _, m := range x.Force {
		x.event(Event{Kind: "member", To: m.User, Text: m.Duty})
	}
	x.after = append(x.after, func() { x.tellForce(before, was, c) })
}

// forceRule is the rule that asks for a task force: that of its first window.
func (x *turn) forceRule() string {
	for i := range x.rules.Policy.Windows {
		if w := &x.rules.Policy.Windows[i]; slices.Contains(w.When.Marks, string(TaskForce)) {
			return w.Rule
		}
	}
	return ""
}

// tellForce tells the lead and each member once what is theirs to do; who follows
// it and who had it hear who leads it. Whose duty is the same is not told again,
// and who is left out hears that.
func (x *turn) tellForce(before string, was []Member, c Command) {
	told := []string{c.Actor}
	tell := func(user, duty string) {
		if user == "" || slices.Contains(told, user) {
			return
		}
		told = append(told, user)
		p := notice.Params{"by": notice.User(c.Actor), "to": notice.User(c.To.User), "text": notice.Text(c.Text), "duty": notice.Text(duty)}
		if user == c.To.User {
			p = x.withClock(policy.Responsible, p)
		}
		x.show(Face{Slot: "force/" + strconv.Itoa(x.Said), Kind: notice.Force, To: notice.Recipient{User: user}, Params: p})
	}
	if before != c.To.User {
		tell(c.To.User, "")
	}
	for _, m := range x.Force {
		if !slices.Contains(was, m) {
			tell(m.User, m.Duty)
		}
	}
	if before != c.To.User {
		tell(x.Follower(), "")
		tell(before, "")
	}
	for _, m := range was {
		if !x.InForce(m.User) && m.User != c.To.User {
			x.tell(m.User, notice.TakenBack, notice.Params{"by": notice.User(c.Actor)})
		}
	}
	if c.Actor == c.To.User && before != c.Actor {
		x.mine(c.Actor)
	}
}

// dissolve ends the task force with the result: its members hear of it.
func (x *turn) dissolve() {
	if x.Mark(TaskForce) == nil {
		return
	}
	x.dropMark(TaskForce)
	was := x.Force
	x.Force = nil
	x.after = append(x.after, func() {
		for _, m := range was {
			if m.User != x.Follower() {
				x.tellSolved(m.User)
			}
		}
	})
}

// relieveForce gives somebody's part in the task force to who stands in, else to
// nobody but its lead.
func (x *turn) relieveForce(l Leave) {
	i := slices.IndexFunc(x.Force, func(m Member) bool { return m.User == l.User })
	if i < 0 {
		return
	}
	stand, how := x.rules.StandIn(l.User, policy.Place{Department: x.homeOf(l.User)}, x.inChain()...)
	x.Force = slices.Clone(x.Force)
	if stand == "" || x.InForce(stand) {
		stand, how = x.Factual(), ByGiver
		x.Force = slices.Delete(x.Force, i, i+1)
	} else {
		x.Force[i].User = stand
	}
	x.placed(l, Relief{To: stand, As: AsMember, How: how})
}
