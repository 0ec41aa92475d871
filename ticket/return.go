package ticket

import (
	"strconv"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// giveBack returns an offer to who made it, with a reason (FA-13: a bounce is
// counted, never free of a word). The first-asked person has it again.
func (x *turn) giveBack(c Command) error {
	if l := x.LevelOf(c.Actor); l != nil && !x.isReceiver(c.Actor) {
		return x.decline(l, c)
	}
	if x.State == AwaitEndorsement {
		return x.unendorse(c)
	}
	switch {
	case x.State.Ended():
		return x.ended()
	case x.Responsible == c.Actor && x.Leader.User == c.Actor && x.Handoff == nil:
		return refuse(LeadStays, notice.Params{"who": notice.User(x.Leader.By)})
	case x.Responsible == c.Actor && x.Handoff == nil:
		return refuse(HandOverInstead, nil)
	case x.Handoff == nil:
		return refuse(NothingToReturn, notice.Params{"who": notice.User(x.Factual())})
	case !x.isReceiver(c.Actor):
		return refuse(NotYours, notice.Params{"who": notice.User(x.Handoff.To), "verb": notice.Word(string(VerbReturn))})
	case x.ordered(c.Actor):
		return refuse(DisputeInstead, notice.Params{"who": notice.User(x.dispatcher())})
	case c.Text == "" && c.Word == "":
		return refuse(NeedReason, nil)
	}
	from, by := x.Handoff.From, c.Actor
	x.dropOffer(string(VerbReturn))
	x.Returns++
	x.Passed.Returns++
	e := Event{Kind: string(VerbReturn), To: x.Factual(), Text: c.Text}
	if c.Word != "" {
		e.Facts = map[string]string{"reason": c.Word}
	}
	x.move(x.resting(), e)
	x.after = append(x.after, func() { x.returned(from, by, c) })
	if x.passedTooOften() {
		x.freeze(Target{User: by}, x.Factual()) // who has it again reads it there
	}
	return nil
}

// returned tells who has it again, and who had offered it, if that is another.
func (x *turn) returned(from, by string, c Command) {
	role := policy.Natural
	if x.Responsible != "" {
		role = policy.Responsible
	}
	p := notice.Params{"by": notice.User(by), "reason": notice.Text(c.Text)}
	if c.Word != "" {
		p["why"] = notice.Word("reason." + c.Word)
	}
	p = x.withClock(role, p)
	has := x.Factual()
	slot := "returned/" + strconv.Itoa(x.Returns) // one each: a clock that runs on through two returns is no reason to be silent
	if role == policy.Responsible {
		slot = "" // their own live message stands already
	}
	if slot == "" {
		x.tell(has, notice.Returned, p)
	} else {
		x.show(Face{Slot: slot, Kind: notice.Returned, To: notice.Recipient{User: has}, Params: p})
	}
	if from != has {
		x.tell(from, notice.Returned, p)
	}
}
