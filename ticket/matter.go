package ticket

import (
	"slices"
	"strconv"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// Waits reports whether an opinion is wanted of the part, and not given yet.
func (s Share) Waits() bool { return s.Owes && s.Said.IsZero() }

// Opinions are the parts of which an opinion was wanted, in the order they were
// brought in.
func (t *Ticket) Opinions() []Share {
	return slices.DeleteFunc(slices.Clone(t.Shared), func(s Share) bool { return !s.Owes })
}

// waitsFor reports whether an opinion of somebody is waited for.
func (t *Ticket) waitsFor(user string) bool {
	return user != "" && slices.ContainsFunc(t.Shared, func(s Share) bool { return s.User == user && s.Waits() })
}

// consulted is who owes the opinion of a part, once for all parts of theirs; "" for
// nobody.
func (t *Ticket) consulted(part int) string {
	if part >= len(t.Shared) || !t.Shared[part].Waits() {
		return ""
	}
	user := t.Shared[part].User
	if slices.ContainsFunc(t.Shared[:part], func(s Share) bool { return s.User == user && s.Waits() }) {
		return ""
	}
	return user
}

// lacksOpinions reports whether an opinion is still waited for.
func (t *Ticket) lacksOpinions() bool {
	return slices.ContainsFunc(t.Shared, func(s Share) bool { return s.Waits() })
}

// came reports whether the ticket has come to a matter already.
func (t *Ticket) came(matter string) bool {
	return slices.ContainsFunc(t.Shared, func(s Share) bool { return s.Matter == matter })
}

// Matters are the matters that bear a mark, or none, as the rules know them for
// such a ticket.
func Matters(t *Ticket, mark string, rules policy.Rules) []*policy.Matter {
	x := &turn{Ticket: *t, rules: rules}
	return slices.DeleteFunc(rules.Policy.Marking(mark), func(m *policy.Matter) bool { return !x.holds(&m.When) })
}

// matterFor is the matter a command names, where the rules know it for such a
// ticket and such a mark; nil if it names none, or none of those.
func (x *turn) matterFor(c Command, mark string) *policy.Matter {
	if c.Word == "" {
		return nil
	}
	m := x.rules.Policy.Matter(c.Word)
	if m == nil || m.Mark != mark || !x.holds(&m.When) {
		return nil
	}
	return m
}

// shareMatter brings in those whom a matter concerns, by somebody's word.
func (x *turn) shareMatter(c Command) error {
	m := x.matterFor(c, "")
	switch {
	case m == nil:
		return refuse(NeedMatter, nil)
	case !x.inCharge(c.Actor):
		return refuse(NotYours, notice.Params{"who": notice.User(x.Factual()), "verb": notice.Word(string(VerbShare))})
	case x.came(m.ID):
		return refuse(AlreadyShared, notice.Params{"matter": notice.Text(m.ID)})
	}
	x.event(Event{Kind: string(VerbShare), Text: c.Text}).fact("matter", m.ID)
	x.comeTo(m, c.Text)
	return nil
}

// recognise brings in those whom a matter concerns that shows in what is said of
// an open request. What somebody answers names what was asked, and brings in nobody;
// nor does what was asked in private: who has it may do so.
func (x *turn) recognise(c Command) {
	if len(x.rules.Policy.Matters) == 0 || x.State.Ended() || x.solved() || x.Post.Private {
		return
	}
	said := ""
	if slices.Contains([]Verb{VerbHandoff, VerbNote, VerbReopen, VerbEdited}, c.Verb) {
		said = c.Text
	}
	for i := range x.rules.Policy.Matters {
		m := &x.rules.Policy.Matters[i]
		if !x.came(m.ID) && x.holds(&m.When) && (m.Mentioned(x.Text) || m.Mentioned(said)) {
			x.comeTo(m, said)
		}
	}
}

// comeTo gives those whom a matter concerns a part in the ticket, and tells each
// of them once. A role that nobody fills waits in the fallback channel.
func (x *turn) comeTo(m *policy.Matter, text string) {
	first := len(x.Shared)
	for _, role := range m.With {
		s := Share{User: x.standsFor(role), By: x.by, At: x.at, Matter: m.ID, Role: role, Owes: m.Opinions}
		x.Shared = append(x.Shared, s)
		e := x.event(Event{Kind: "concern", To: s.User, Rule: m.Rule, Text: text})
		e.fact("matter", m.ID)
		e.fact("role", role)
	}
	x.after = append(x.after, func() { x.tellConcerned(first, m, text) })
}

// standsFor is who stands for a role now: who fills it, else who stands in for
// them; never a party to it. "" if there is nobody.
func (x *turn) standsFor(role string) string {
	people := x.rules.Org.Fill(role, x.Department, nil)
	for _, u := range people {
		if !slices.Contains(x.parties(), u) && !x.rules.Out()[u] {
			return u
		}
	}
	for _, u := range people {
		if stand, _ := x.rules.StandIn(u, policy.Place{Department: x.Department}, x.parties()...); stand != "" {
			return stand
		}
	}
	if x.Post.Private { // nothing of it goes to a channel
		return x.headOf(x.Follower())
	}
	return ""
}

// tellConcerned tells those who were brought in from the part at an index on,
// each once.
func (x *turn) tellConcerned(first int, m *policy.Matter, text string) {
	var told []string
	for i := first; i < len(x.Shared) && x.Shared[i].Matter == m.ID; i++ {
		if user := x.Shared[i].User; !slices.Contains(told, user) {
			told = append(told, user)
			x.tellPart(i, m, text)
		}
	}
}

// tellPart tells whoever stands for a part, and mentions them under the card where
// they can see it; with nobody to, the fallback channel.
func (x *turn) tellPart(i int, m *policy.Matter, text string) {
	to := notice.Recipient{User: x.Shared[i].User}
	if to.User == "" && !x.Post.Private {
		to.Channel = x.rules.Org.Fallback
	}
	if to.Lane() == "" || to.User != "" && to.User == x.by {
		return
	}
	p := notice.Params{"by": notice.User(x.by), "reason": notice.Text(text), "matter": notice.Text(m.ID), "rule": notice.Text(m.Rule)}
	if c := x.partClock(i + 1); c != nil {
		p["limit"], p["clock"] = notice.Time(c.Due), notice.Text(c.ID())
	}
	x.show(Face{Slot: "concern/" + m.ID + "/" + strconv.Itoa(i) + "/" + strconv.Itoa(x.Said), Kind: notice.Shared, To: to, Params: p})
	if card, ok := x.Card(); ok && card.Channel != "" && to.User != "" {
		x.say(notice.Notice{
			Kind: notice.Mention, To: notice.Recipient{Channel: card.Channel, Thread: CardSlot},
			Params: notice.Params{"from": notice.User(x.by), "to": notice.User(to.User), "matter": notice.Text(m.ID)},
		})
	}
}

// askInstead asks the fallback channel for an opinion that nobody is left to give.
func (x *turn) askInstead(part int) {
	s := &x.Shared[part]
	if m := x.rules.Policy.Matter(s.Matter); m != nil && s.Waits() {
		x.after = append(x.after, func() { x.tellPart(part, m, "") })
	}
}

// partClock is the clock that runs on a part of which an opinion is wanted; nil for none.
func (x *turn) partClock(level int) *Clock {
	for i := range x.Clocks {
		if c := &x.Clocks[i]; c.Role == policy.Consulted && c.Level == level {
			return c
		}
	}
	return nil
}

// owing are the parts whose opinion somebody may give now: their own; with none
// of those, one of somebody whose head they are, or one that nobody stands for.
// Who asked gives none, and who has the request none of others.
func (x *turn) owing(user string) []int {
	var own, others []int
	for i := range x.Shared {
		switch s := &x.Shared[i]; {
		case !s.Waits() || user == "" || slices.Contains(x.parties(), user):
		case s.User == user:
			own = append(own, i)
		case user == x.Factual():
		case s.User == "" && x.rules.Org.Knows(user), s.User != "" && x.heads(user, s.User):
			others = append(others, i)
		}
	}
	if len(own) > 0 {
		return own
	}
	return others
}

// contribute is what somebody who has a part in it answers: whoever has the
// request is told, and goes on. An opinion that was wanted is then given, for
// every part of theirs.
func (x *turn) contribute(c Command) {
	e := x.event(Event{Kind: string(VerbAnswer), To: x.Factual(), Text: c.Text})
	p := notice.Params{"by": notice.User(c.Actor), "answer": notice.Text(c.Text)}
	for _, i := range x.owing(c.Actor) {
		s := &x.Shared[i]
		s.User, s.Opinion, s.Until, s.Said = c.Actor, c.Text, c.Until.UTC(), x.at
		e.fact("matter", s.Matter)
		p["matter"] = notice.Text(s.Matter)
	}
	if !c.Until.IsZero() && p["matter"] != "" {
		e.fact("until", c.Until.UTC().Format(time.RFC3339))
		p["until"] = notice.Time(c.Until)
	}
	x.tell(x.Factual(), notice.AnswerUp, p)
	if f := x.Follower(); p["matter"] != "" && f != x.Factual() {
		x.tell(f, notice.AnswerUp, p) // who brings the result has to know what may be said
	}
}
