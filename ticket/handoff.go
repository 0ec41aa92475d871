package ticket

import (
	"fmt"
	"slices"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// handoff offers the ticket to somebody (FA-09.2). Nothing moves until they
// accept: the giver stays responsible, the receiver's clock starts. One handoff too
// many is no offer any more: it stays where it is until a lead is named.
func (x *turn) handoff(c Command) error {
	if err := x.mayHandOff(c); err != nil {
		return err
	}
	x.fill(c)
	x.reorder(c)
	x.dropOffer(string(VerbHandoff))
	x.dropLevels(string(VerbHandoff))
	x.Passed.Handoffs++
	if x.passedTooOften() {
		x.Handoffs++
		e := Event{Kind: string(VerbHandoff), To: c.To.User, Text: c.Text, Facts: map[string]string{"found": c.To.Rule, "frozen": "yes"}}
		x.move(x.resting(), e)
		x.freeze(c.To)
		return nil
	}
	x.give(c)
	x.bringIn(x.fresh(c.With), c)
	return nil
}

// give makes the offer.
func (x *turn) give(c Command) {
	x.Handoffs++
	x.Handoff = &Handoff{
		N: x.Handoffs, From: c.Actor, To: c.To.User, Rule: c.To.Rule, Department: c.To.Department,
		Topic: c.To.Topic, Post: c.To.Post, Reason: c.Text, At: x.at,
	}
	x.hold(c.To.User, AsReceiver, string(VerbHandoff))
	x.byPost(c.To.Post)
	if !slices.Contains(x.Asked, c.To.User) {
		x.Asked = append(x.Asked, c.To.User)
	}
	e := Event{Kind: string(VerbHandoff), To: c.To.User, Text: c.Text, Facts: map[string]string{"found": c.To.Rule}}
	if c.To.Rule == "head" {
		e.Rule, e.Facts["no_counterpart"] = x.rules.Policy.FirstRule(policy.ByHead), c.To.Department+"/"+c.To.Topic
	}
	if c.To.Post != "" {
		e.Facts["post"] = c.To.Post
	}
	if c.Word == orderWord {
		e.Facts[orderWord] = "yes"
	}
	x.move(HandedOff, e)
	x.after = append(x.after, x.offer)
}

// offer tells the receiver, and mentions them under the card where they can see it.
func (x *turn) offer() { x.offerAnew("") }

// offerAnew is offer of what was taken back meanwhile; occasion names its message.
func (x *turn) offerAnew(occasion string) {
	h := x.Handoff
	p := x.withClock(policy.Receiver, notice.Params{"from": notice.User(h.From), "reason": notice.Text(h.Reason)})
	x.show(Face{Slot: fmt.Sprintf("handoff/%d", h.N) + occasion, Kind: notice.Handoff, To: notice.Recipient{User: h.To}, Params: p})
	if card, ok := x.Card(); ok && card.Channel != "" {
		x.say(notice.Notice{
			Kind: notice.Mention, To: notice.Recipient{Channel: card.Channel, Thread: CardSlot},
			Params: notice.Params{"from": notice.User(h.From), "to": notice.User(h.To), "limit": p["limit"]},
		})
	}
	if h.Rule == Unclear {
		x.askerNews("unclear", notice.Params{"to": notice.User(h.To), "who": notice.User(x.Follower())})
	}
	if h.From != x.Follower() && h.To != x.Follower() {
		x.tell(x.Follower(), notice.Reassigned, notice.Params{"by": notice.User(h.From), "to": notice.User(h.To)})
	}
}

func (x *turn) mayHandOff(c Command) error {
	superior := x.superior(c.Actor)
	switch {
	case x.State.Ended():
		return x.ended()
	case x.isReceiver(c.Actor) && x.passesOff(c):
		return refuse(DisputeInstead, notice.Params{"who": notice.User(x.dispatcher())})
	case x.isReceiver(c.Actor) && !superior:
		return refuse(ReturnInstead, notice.Params{"who": notice.User(x.Handoff.From)})
	case !superior && c.Actor != x.Factual() && c.Actor != x.dispatcher():
		return refuse(NotYours, notice.Params{"who": notice.User(x.Factual()), "verb": notice.Word(string(VerbHandoff))})
	case x.solved():
		return refuse(NotYours, notice.Params{"who": notice.User(x.withdrawer()), "verb": notice.Word(string(VerbReopen))})
	case c.To.User == "":
		return refuse(NeedReceiver, nil)
	case c.To.User == c.Actor:
		return refuse(SelfHandoff, nil)
	case x.passesOff(c):
		return refuse(DisputeInstead, notice.Params{"who": notice.User(x.dispatcher())})
	case x.IsAbout(c.To.User):
		return refuse(AboutThem, notice.Params{"who": notice.User(c.To.User)})
	case x.rules.Gone[c.To.User]:
		return refuse(PersonGone, notice.Params{"who": notice.User(c.To.User)})
	case x.isReceiver(c.To.User):
		return refuse(AlreadyAsked, notice.Params{"who": notice.User(c.To.User)})
	case c.To.User == x.Responsible:
		return refuse(AlreadyAccepted, notice.Params{"who": notice.User(x.Responsible), "at": notice.Time(x.acceptedAt())})
	default:
		return nil
	}
}
