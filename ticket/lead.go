package ticket

import (
	"slices"
	"strconv"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// Leader is who was named to lead a request: it is theirs by a superior's word,
// and no return gives it back.
type Leader struct {
	User string    `json:"user,omitempty"`
	By   string    `json:"by,omitempty"`
	At   time.Time `json:"at,omitzero"`
	// Rule asks for the naming; "" where the rule book has no window for it.
	Rule string `json:"rule,omitempty"`
	// Department is the one that leads, where one was named.
	Department string `json:"department,omitempty"`
	Reason     string `json:"reason,omitempty"`
}

// Leadless reports whether the ticket waits for somebody to name who leads it.
func (t *Ticket) Leadless() bool { return t.Mark(Frozen) != nil || t.Mark(Leaderless) != nil }

// Namer is the superior who was asked to name the lead; "" if nobody was, or
// the ticket waits for none.
func (t *Ticket) Namer() string {
	if !t.Leadless() {
		return ""
	}
	for _, h := range slices.Backward(t.Helped) {
		if h.Step == policy.CommonHead {
			return h.User
		}
	}
	return ""
}

// passedTooOften reports whether the ticket was passed on as often as the policy
// lets it be.
func (x *turn) passedTooOften() bool {
	p := x.rules.Policy.PingPong
	return (p.Handoffs > 0 && x.Passed.Handoffs >= p.Handoffs) || (p.Returns > 0 && x.Passed.Returns >= p.Returns)
}

// resting is the state of a ticket that waits for nobody.
func (x *turn) resting() State {
	if x.Responsible != "" {
		return x.working()
	}
	return Triaged
}

// freeze leaves the ticket where it is and asks the common superior of all who
// had it, and of who was asked last, to name a lead. Who was told otherwise is
// not told again.
func (x *turn) freeze(last Target, told ...string) {
	x.setMark(Mark{Name: Frozen, By: x.by, At: x.at})
	to := x.wantLead(last)
	x.event(Event{Kind: "frozen", To: to.Lane(), Rule: x.leadRule(), Facts: map[string]string{
		"handoffs": strconv.Itoa(x.Passed.Handoffs), "returns": strconv.Itoa(x.Passed.Returns),
	}})
	x.after = append(x.after, func() {
		for _, user := range []string{x.Factual(), x.Follower()} {
			if !slices.Contains(told, user) {
				told = append(told, user)
				x.prompt(user, notice.Frozen, notice.Params{"to": namer(to)})
			}
		}
	})
}

func namer(to notice.Recipient) notice.Value {
	if to.User != "" {
		return notice.User(to.User)
	}
	return notice.Channel(to.Channel)
}

// wantLead asks for a lead: the lowest head above all departments concerned who
// has no part in it, else the fallback channel.
func (x *turn) wantLead(also ...Target) notice.Recipient {
	to := notice.Recipient{Channel: x.rules.Org.Fallback}
	if heads := x.commonHeads(also...); len(heads) > 0 {
		to = notice.Recipient{User: heads[0]}
		x.Helped = append(x.Helped, Help{Step: policy.CommonHead, User: heads[0], At: x.now})
		if !slices.Contains(x.Helpers, heads[0]) {
			x.Helpers = append(x.Helpers, heads[0])
		}
	} else {
		x.Open = true
		x.Helped = append(x.Helped, Help{Step: policy.CommonHead, At: x.now}) // who was asked before is not any more
	}
	x.after = append(x.after, func() {
		p := notice.Params{}
		if clock := x.ClockOn(policy.Superior); clock != nil && clock.Subject == to.User {
			p["limit"], p["clock"], p["rule"] = notice.Time(clock.Due), notice.Text(clock.ID()), notice.Text(clock.Rule)
		}
		x.show(Face{Slot: "lead/" + strconv.Itoa(x.Said), Kind: notice.LeadAsked, To: to, Params: p})
	})
	return to
}

// commonHeads are the heads above all departments concerned, nearest first,
// without those who have a part in it.
func (x *turn) commonHeads(also ...Target) []string {
	all := append(slices.Clone(also), Target{Department: x.Department})
	for i := range x.Chain {
		all = append(all, Target{User: x.Chain[i].User})
	}
	for _, s := range x.Shared {
		all = append(all, Target{Department: s.Department})
	}
	departments, people := make([]string, len(all)), append(make([]string, len(all)), x.parties()...)
	for i, t := range all {
		departments[i], people[i] = t.Department, t.User
		if d := x.rules.Org.Home(t.User); d != nil && t.Department == "" {
			departments[i] = d.ID
		}
	}
	return x.rules.Org.CommonHeads(departments, x.rules.Out(), people...)
}

// leadRule is the rule that asks for a lead: that of the first window for
// tickets that wait for one; "" for none.
func (x *turn) leadRule() string {
	for i := range x.rules.Policy.Windows {
		w := &x.rules.Policy.Windows[i]
		if slices.Contains(w.When.Marks, string(Frozen)) && x.Mark(Frozen) != nil ||
			slices.Contains(w.When.Marks, string(Leaderless)) && x.Mark(Leaderless) != nil {
			return w.Rule
		}
	}
	return ""
}

// thaw ends the waiting for a lead. By the word of who may name one, what is
// passed on is counted anew; where who has it takes it after all, it is not.
func (x *turn) thaw(named bool) {
	if !x.Leadless() {
		return
	}
	x.Marks = slices.DeleteFunc(x.Marks, func(m Mark) bool { return m.Name == Frozen || m.Name == Leaderless })
	if named {
		x.Passed = policy.PingPong{}
	}
}

// waitsForLead refuses what moves a ticket that waits for a lead. A frozen one
// stays with who has it, who may go on; a shared one without a lead is nobody's
// to begin with. Whoever may name the lead may be it.
func (x *turn) waitsForLead(c Command) error {
	if !x.Leadless() || x.State.Ended() || x.LevelOf(c.Actor) != nil {
		return nil
	}
	moves := c.Verb == VerbHandoff || c.Verb == VerbReturn
	takes := c.Verb == VerbAccept || c.Verb == VerbResolve
	begins := c.Verb == VerbAsk || c.Verb == VerbThirdParty
	p := notice.Params{"who": x.namer()}
	switch {
	case c.Verb == VerbAccept && x.mayName(c.Actor):
		return nil
	case x.Mark(Leaderless) != nil && (moves || takes || begins):
		return refuse(NoLead, p)
	case x.Mark(Frozen) != nil && (moves || takes && c.Actor != x.Factual()):
		return refuse(StaysPut, p)
	default:
		return nil
	}
}

// namer is who is to name the lead now: the last superior asked, else the
// fallback channel.
func (x *turn) namer() notice.Value {
	if x.followerNames() {
		return notice.User(x.Follower())
	}
	if c := x.leadClock(); c != nil && len(c.Climbed) > 0 {
		return notice.User(c.Climbed[len(c.Climbed)-1])
	}
	if u := x.Namer(); u != "" {
		return notice.User(u)
	}
	return notice.Channel(x.rules.Org.Fallback)
}

// followerNames reports whether whoever follows a shared request names its lead.
func (x *turn) followerNames() bool {
	return x.Mark(Leaderless) != nil && x.rules.Policy.LeadBy == policy.LeadByNatural
}

// WhoNames is who is to name the lead of a ticket that waits for one: a person or
// the fallback channel.
func WhoNames(t *Ticket, rules policy.Rules) notice.Value {
	return begin(t, rules, time.Time{}, time.Time{}, "").namer()
}

// leadClock is the clock of the superior who is to name a lead; nil for none.
func (x *turn) leadClock() *Clock {
	for i := range x.Clocks {
		c := &x.Clocks[i]
		if w, ok := x.rules.Policy.Window(c.Rule); ok && c.Role == policy.Superior && w.Asked == policy.CommonHead {
			return c
		}
	}
	return nil
}

// mayName reports whether somebody may name the lead: a head above all
// departments concerned, whom the ladder asked for it, whoever follows it where
// the policy says so, or, once only the fallback channel is left, anybody who
// knows. Nobody who had it decides who gets it.
func (x *turn) mayName(user string) bool {
	byFollower := x.followerNames()
	had := slices.ContainsFunc(x.Chain, func(h Hold) bool { return h.User == user })
	heads := x.commonHeads()
	c := x.leadClock()
	switch {
	case !x.Leadless():
		return false
	case byFollower && user == x.Follower():
		return true
	case had || user == x.Asker.User:
		return false
	case user == x.Namer(), slices.Contains(heads, user), c != nil && slices.Contains(c.Climbed, user):
		return true
	default:
		nobody := x.Namer() == "" && !byFollower
		return x.rules.Org.Knows(user) && (nobody || c != nil && x.inFallback(c))
	}
}

// lead names who leads a request that was passed on too often, or that concerns
// several departments (DM-3.1.1). A superior's word makes it theirs at once; that
// of whoever follows it is an offer like any other.
func (x *turn) lead(c Command) error {
	switch {
	case x.State.Ended() || x.solved():
		return x.ended()
	case !x.Leadless():
		return refuse(NoLeadWanted, nil)
	case !x.mayName(c.Actor):
		return refuse(NotYours, notice.Params{"who": x.namer(), "verb": notice.Word(string(VerbLead))})
	case c.To.User == "" || c.To.User == x.Asker.User:
		return refuse(NeedReceiver, nil)
	case x.IsAbout(c.To.User):
		return refuse(AboutThem, notice.Params{"who": notice.User(c.To.User)})
	case x.rules.Out()[c.To.User]:
		return refuse(PersonGone, notice.Params{"who": notice.User(c.To.User)})
	}
	rule := x.leadRule()
	e := Event{Kind: string(VerbLead), To: c.To.User, Rule: rule, Text: c.Text, Facts: map[string]string{"found": c.To.Rule}}
	if c.To.Department != "" {
		e.Facts["department"] = c.To.Department
	}
	if c.Actor == x.Follower() && c.To.User != c.Actor {
		x.thaw(true)
		x.event(e)
		x.give(c)
		return nil
	}
	x.Leader = Leader{User: c.To.User, By: c.Actor, At: x.at, Rule: rule, Department: c.To.Department, Reason: c.Text}
	before := x.Responsible
	x.thaw(true)
	if before == c.To.User {
		x.event(e) // they have it already, and what they asked of others goes on
	} else {
		x.take(c.To.User, e)
	}
	x.after = append(x.after, func() { x.tellLead(before, c) })
	return nil
}

// tellLead tells who leads it now, who follows it, and who had it before.
func (x *turn) tellLead(before string, c Command) {
	p := x.withClock(policy.Responsible, notice.Params{"by": notice.User(c.Actor), "to": notice.User(c.To.User), "reason": notice.Text(c.Text)})
	if c.To.User == c.Actor {
		x.mine(c.Actor)
	} else {
		x.show(Face{Slot: "led/" + strconv.Itoa(x.Said), Kind: notice.LeadNamed, To: notice.Recipient{User: c.To.User}, Params: p})
	}
	news := notice.Params{"by": p["by"], "to": p["to"], "reason": p["reason"]}
	told := []string{c.To.User}
	for _, user := range []string{x.Follower(), before} {
		if !slices.Contains(told, user) {
			told = append(told, user)
			x.tell(user, notice.LeadNamed, news)
		}
	}
}
