package ticket

import (
	"slices"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// Share is a department, or a role that a matter concerns, that has a part in a
// request beside the one that has it, and who stands for it.
type Share struct {
	Department string    `json:"department,omitempty"`
	User       string    `json:"user,omitempty"`
	Post       string    `json:"post,omitempty"` // the post of it that was asked for
	By         string    `json:"by"`
	At         time.Time `json:"at"`
	// Matter is the matter of the rule book and Role the role that it concerns; ""
	// for a department. Owes: an opinion is wanted of them.
	Matter string `json:"matter,omitempty"`
	Role   string `json:"role,omitempty"`
	Owes   bool   `json:"owes,omitempty"`
	// Opinion is what they said, Until the date they named instead, Said when.
	Opinion string    `json:"opinion,omitempty"`
	Until   time.Time `json:"until,omitzero"`
	Said    time.Time `json:"said,omitzero"`
}

// shareOf is the part of a department; nil for none.
func (t *Ticket) shareOf(department string) *Share {
	i := slices.IndexFunc(t.Shared, func(s Share) bool { return s.Department == department })
	if i < 0 {
		return nil
	}
	return &t.Shared[i]
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
	fresh := x.fresh(c.With)
	switch {
	case x.State.Ended() || x.solved():
		return x.ended()
	case c.Word != "":
		return x.shareMatter(c)
	case x.rules.Policy.SharedMode == "":
		return refuse(NoWindow, notice.Params{"verb": notice.Word(string(VerbShare))})
	case x.rules.Policy.SharedMode == policy.SharedChain:
		return refuse(AskInstead, nil)
	case !x.inCharge(c.Actor):
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
	x.bringIn(fresh, c)
	if waits && x.Mark(Leaderless) == nil {
		x.setMark(Mark{Name: Leaderless, By: c.Actor, At: x.at})
		x.move(Triaged, Event{Kind: "leaderless", To: x.askForLead(), Rule: x.leadRule()})
		x.propose() // the rules may say who leads what concerns several
	}
	return nil
}

// bringIn gives departments a part in it, and tells who stands for them. The
// events name the verb they come with, if it is another.
func (x *turn) bringIn(all []Target, c Command) {
	for _, to := range all {
		if x.IsAbout(to.User) {
			to.User = "" // their department has its part without a name
		}
		x.Shared = append(x.Shared, Share{Department: to.Department, User: to.User, Post: to.Post, By: c.Actor, At: x.at})
		e := x.event(Event{Kind: string(VerbShare), To: to.User, Text: c.Text})
		e.fact("department", to.Department)
		if c.Verb != VerbShare {
			e.fact("with", string(c.Verb))
		}
		user := to.User
		x.after = append(x.after, func() {
			x.prompt(user, notice.Shared, notice.Params{"by": notice.User(c.Actor), "reason": notice.Text(c.Text)})
		})
	}
}

// Shareable reports whether the rules let further departments be brought in now,
// and there is one that has no part in it yet.
func Shareable(t *Ticket, rules policy.Rules) bool {
	x := &turn{Ticket: *t, rules: rules}
	mode := rules.Policy.SharedMode
	return (mode == policy.SharedOwn || mode == policy.SharedLead) && !x.State.Ended() && !x.solved() && len(Unshared(t, rules)) > 0
}

// Unshared are the departments that have no part in a request yet.
func Unshared(t *Ticket, rules policy.Rules) []*policy.Department {
	return slices.DeleteFunc(slices.Clone(rules.Org.Departments), func(d *policy.Department) bool { return t.hasPart(d.ID) })
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
func (t *Ticket) hasPart(department string) bool {
	return department == t.Department || slices.ContainsFunc(t.Shared, func(s Share) bool { return s.Matter == "" && s.Department == department })
}

// fresh are those of some departments that have no part in it yet, each once.
func (t *Ticket) fresh(all []Target) []Target {
	var fresh []Target
	for _, to := range all {
		again := slices.ContainsFunc(fresh, func(o Target) bool { return o.Department == to.Department })
		if !again && !t.hasPart(to.Department) {
			fresh = append(fresh, to)
		}
	}
	return fresh
}
