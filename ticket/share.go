package ticket

import (
	"slices"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// Share is a department that has a part in a request beside the one that has
// it, and who stands for it.
type Share struct {
	Department string    `json:"department"`
	User       string    `json:"user,omitempty"`
	By         string    `json:"by"`
	At         time.Time `json:"at"`
}

// sharing reports whether somebody stands for a department that has a part in it.
func (t *Ticket) sharing(user string) bool {
	return user != "" && slices.ContainsFunc(t.Shared, func(s Share) bool { return s.User == user })
}

// share brings in further departments that a request concerns (NX-5.5, RE-7):
// who stands for them is told, sees it and may answer; there is one clock, and it
// stays where it is. Where the rule book wants a lead (DM-3.1.1), a request that
// nobody has accepted waits until one is named.
func (x *turn) share(c Command) error {
	fresh := slices.DeleteFunc(slices.Clone(c.With), x.hasPart)
	switch {
	case x.State.Ended() || x.solved():
		return x.ended()
	case x.rules.Policy.SharedMode == "":
		return refuse(NoWindow, notice.Params{"verb": notice.Word(string(VerbShare))})
	case x.rules.Policy.SharedMode == policy.SharedChain:
		return refuse(AskInstead, nil)
	case c.Actor != x.Factual() && c.Actor != x.Follower() && !x.superior(c.Actor):
		return refuse(NotYours, notice.Params{"who": notice.User(x.Factual()), "verb": notice.Word(string(VerbShare))})
	case len(c.With) == 0:
		return refuse(NeedReceiver, nil)
	case slices.ContainsFunc(fresh, func(t Target) bool { return x.IsAbout(t.User) }):
		return refuse(AboutThem, notice.Params{"who": notice.User(x.About)})
	case len(fresh) == 0:
		return refuse(AlreadyShared, notice.Params{"what": notice.Text(c.With[0].Department)})
	}
	waits := x.rules.Policy.SharedMode == policy.SharedLead && x.Responsible == "" && x.Mark(Frozen) == nil
	if waits {
		x.dropOffer(string(VerbShare))
	}
	for _, to := range fresh {
		x.Shared = append(x.Shared, Share{Department: to.Department, User: to.User, By: c.Actor, At: x.at})
		e := x.event(Event{Kind: string(VerbShare), To: to.User, Text: c.Text})
		e.fact("department", to.Department)
		user := to.User
		x.after = append(x.after, func() {
			x.prompt(user, notice.Shared, notice.Params{"by": notice.User(c.Actor), "reason": notice.Text(c.Text)})
		})
	}
	if waits && x.Mark(Leaderless) == nil {
		x.setMark(Mark{Name: Leaderless, By: c.Actor, At: x.at})
		x.move(Triaged, Event{Kind: "leaderless", To: x.askForLead(), Rule: x.leadRule()})
	}
	return nil
}

// askForLead asks the common head for a lead, unless whoever follows the request
// names it themselves.
func (x *turn) askForLead() string {
	if x.followerNames() {
		return x.Follower()
	}
	return x.wantLead().Lane()
}

// hasPart reports whether a department has the request, or a part in it, already.
func (x *turn) hasPart(t Target) bool {
	return t.Department == x.Department || slices.ContainsFunc(x.Shared, func(s Share) bool { return s.Department == t.Department })
}

// contribute is what somebody who has a part in it answers: whoever has the
// request is told, and goes on.
func (x *turn) contribute(c Command) {
	x.event(Event{Kind: string(VerbAnswer), To: x.Factual(), Text: c.Text})
	x.tell(x.Factual(), notice.AnswerUp, notice.Params{"by": notice.User(c.Actor), "answer": notice.Text(c.Text)})
}
