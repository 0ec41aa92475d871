package ticket

import (
	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// asker says who has the problem, asked once after a typed command. "Me" of a
// typist without a desk sends it to nobody here: who is on duty is resolved
// before, and comes as the receiver.
func (x *turn) asker(c Command) error {
	switch {
	case x.State.Ended():
		return x.ended()
	case c.Actor != x.CapturedBy && c.Actor != x.Follower() && c.Actor != x.Asker.User:
		return refuse(NotYours, notice.Params{"who": notice.User(x.CapturedBy), "verb": notice.Word(string(VerbAsker))})
	case !x.askerOpen(c.Actor):
		return refuse(NotYours, notice.Params{"who": notice.User(x.withdrawer()), "verb": notice.Word(string(VerbAsker))})
	case x.IsAbout(c.Asker.User):
		return refuse(AskedItself, notice.Params{"who": notice.User(x.About)})
	case c.Asker.Kind == AskerMember && x.rules.Gone[c.Asker.User]:
		return refuse(PersonGone, notice.Params{"who": notice.User(c.Asker.User)})
	}
	x.Asker = c.Asker
	x.event(Event{Kind: string(VerbAsker), To: c.Asker.User, Text: c.Asker.Name, Facts: map[string]string{"kind": string(c.Asker.Kind)}})
	own := (x.Natural.By == policy.ByTypist || x.Natural.By == policy.ByListener) && x.Natural.User == c.Actor
	if own && c.To.User != "" && c.To.User != c.Actor && x.State == Captured {
		x.sendToDuty(c.To)
	}
	x.after = append(x.after, x.receive)
	return nil
}

// askerOpen reports whether somebody may still say who asked: nobody but the
// asker themselves over the head of one who is known, the typist of a command
// aside, and never once there is a result that the asker judges.
func (x *turn) askerOpen(user string) bool {
	switch {
	case x.Asker.Kind == AskerUnknown:
		return true
	case x.solved():
		return false
	default:
		return user == x.Asker.User || (x.Post.TS == "" && user == x.CapturedBy)
	}
}

// sendToDuty makes the person on duty, else the head (FA-09.4), the natural FR
// of a typist's own request: it was the desk they meant to ask, and the desk's
// clock starts now.
func (x *turn) sendToDuty(to Target) {
	x.Department, x.Correction = to.Department, nil
	x.Natural = NaturalFR{User: to.User, By: policy.ByDuty, From: x.at, OnDuty: true}
	if to.Rule == "head" {
		x.Natural.By, x.Natural.OnDuty = policy.ByHead, false
	}
	x.Natural.Rule = x.rules.Policy.FirstRule(x.Natural.By)
	if d := x.rules.Org.Department(to.Department); d != nil {
		if duty, ok := x.rules.Org.OnDuty(d.Duty, x.at); ok {
			x.Natural.From = duty.From.UTC()
		}
	}
	x.hold(to.User, AsNatural, string(VerbAsker))
	x.Asked = append(x.Asked, to.User)
	x.after = append(x.after, func() {
		p := x.withClock("natural", notice.Params{"by": notice.User(x.by)})
		x.show(Face{Slot: "asked/1", Kind: notice.Asked, To: notice.Recipient{User: to.User}, Params: p})
	})
}
