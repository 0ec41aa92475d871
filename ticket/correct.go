package ticket

import (
	"slices"
	"strconv"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// Correction is a proposal to put another natural FR in the place of a wrong
// one. It changes nothing until a head agrees.
type Correction struct {
	By     string    `json:"by"`
	To     string    `json:"to"` // who should have been
	Reason string    `json:"reason"`
	At     time.Time `json:"at"`
	Head   string    `json:"head"` // who was asked to agree
}

// correct proposes another natural FR, or is a head's answer to that. It takes
// two people, who are both on record.
func (x *turn) correct(c Command) error {
	switch {
	case x.State.Ended():
		return x.ended()
	case !x.Released.IsZero(): // who has it follows it, and nobody else would
		return refuse(AlreadyReleased, notice.Params{"who": notice.User(x.Natural.User), "at": notice.Time(x.Released)})
	}
	if c.Word == agreeWord || c.Word == declineWord {
		return x.judge(c)
	}
	if err := x.mayCorrect(c); err != nil {
		return err
	}
	head := ""
	for _, h := range x.rules.Org.Superiors(x.homeOf(x.Natural.User), x.rules.Out(), x.partial(c.Actor, c.To.User)...) {
		head = h
		break
	}
	if head == "" {
		return refuse(NoSuperior, nil)
	}
	x.Correction = &Correction{By: c.Actor, To: c.To.User, Reason: c.Text, At: x.at, Head: head}
	e := x.event(Event{Kind: "correction", To: c.To.User, Text: c.Text})
	e.fact("from", x.Natural.User)
	e.fact("head", head)
	x.show(Face{
		Slot: "correction/" + strconv.Itoa(x.Seq), Kind: notice.CorrectionAsked, To: notice.Recipient{User: head},
		Params: notice.Params{
			"by": notice.User(c.Actor), "from": notice.User(x.Natural.User), "to": notice.User(c.To.User), "reason": notice.Text(c.Text),
		},
	})
	return nil
}

func (x *turn) mayCorrect(c Command) error {
	who := notice.Params{"who": notice.User(c.To.User)}
	switch to := c.To.User; {
	case to == "":
		return refuse(NeedReceiver, nil)
	case to == x.Natural.User:
		return refuse(FirstAlready, who)
	case c.Actor != x.Natural.User && c.Actor != x.Follower() && c.Actor != to && !x.superior(c.Actor):
		return refuse(NotYours, notice.Params{"who": notice.User(x.Natural.User), "verb": notice.Word(string(VerbCorrect))})
	case to == x.Asker.User:
		return refuse(AskerFirst, who)
	case x.IsAbout(to):
		return refuse(AboutThem, who)
	case x.rules.Gone[to]:
		return refuse(PersonGone, who)
	case !x.rules.Org.Knows(to):
		return refuse(UnknownPerson, who)
	case c.Text == "":
		return refuse(NeedReason, nil)
	case x.Correction != nil && x.Correction.To == to && !x.rules.Out()[x.Correction.Head]:
		return refuse(AskedToCorrect, notice.Params{"who": notice.User(x.Correction.Head)})
	}
	return nil
}

// partial are those who do not decide on a correction: it is about them, they
// proposed it, or they asked.
func (x *turn) partial(by, to string) []string {
	return append(x.parties(), by, to, x.Natural.User)
}

// judge is a head's answer to a proposed correction.
func (x *turn) judge(c Command) error {
	p := x.Correction
	if p == nil || p.To == x.Natural.User {
		return refuse(NoCorrection, nil)
	}
	head := c.Actor == p.Head || x.superior(c.Actor) && x.rules.Org.IsHead(c.Actor, x.homeOf(x.Natural.User))
	if !head || slices.Contains(x.partial(p.By, p.To), c.Actor) {
		return refuse(NotYours, notice.Params{"who": notice.User(p.Head), "verb": notice.Word(string(VerbCorrect))})
	}
	switch {
	case c.Word == declineWord:
		x.Correction = nil
		x.event(Event{Kind: "correction_refused", To: p.By, Text: c.Text})
		x.tell(p.By, notice.CorrectionRefused, notice.Params{"by": notice.User(c.Actor), "to": notice.User(p.To), "reason": notice.Text(c.Text)})
	case x.IsAbout(p.To): // came to be known meanwhile, as below
		return refuse(AboutThem, notice.Params{"who": notice.User(p.To)})
	case x.rules.Gone[p.To]:
		return refuse(PersonGone, notice.Params{"who": notice.User(p.To)})
	case p.To == x.Asker.User: // who asked came to be known meanwhile
		return refuse(AskerFirst, notice.Params{"who": notice.User(p.To)})
	default:
		x.putRight(p)
		x.relieveAbsent("correct/" + strconv.Itoa(x.Seq))
	}
	return nil
}

// putRight makes the proposed person the natural FR. What passed before stays
// with whom it passed on; what runs on the natural FR begins anew.
func (x *turn) putRight(p *Correction) {
	was := x.Natural
	x.Corrected = append(slices.Clone(x.Corrected), was)
	x.Natural = NaturalFR{User: p.To, By: policy.ByCorrection, From: x.at, OnDuty: x.onDuty(p.To)}
	x.Correction = nil
	x.hold(p.To, AsNatural, string(VerbCorrect))
	if x.Result.Teller == was.User && x.Responsible != was.User {
		x.Result.Teller = p.To
	}
	if !slices.Contains(x.Asked, p.To) {
		x.Asked = append(x.Asked, p.To)
	}
	e := x.event(Event{Kind: string(VerbCorrect), To: p.To, Text: p.Reason})
	e.fact("from", was.User)
	e.fact("proposed_by", p.By)
	x.after = append(x.after, func() { x.tellCorrected(was.User, p) })
}

// tellCorrected moves the card from one DM to the other, and tells who follows
// now, who no longer does, who proposed it, and the asker.
func (x *turn) tellCorrected(was string, p *Correction) {
	if card, ok := x.Card(); ok && card.Channel == "" && card.User == was {
		x.show(Face{Slot: CardSlot, Kind: notice.Card, To: notice.Recipient{User: p.To}})
	}
	facts := func() notice.Params {
		return notice.Params{"by": notice.User(x.by), "from": notice.User(was), "to": notice.User(p.To)}
	}
	x.prompt(p.To, notice.Corrected, x.withClock(policy.Natural, facts()))
	x.tell(was, notice.Corrected, facts())
	if p.By != was && p.By != p.To {
		x.tell(p.By, notice.Corrected, facts())
	}
	x.askerNews("corrected", notice.Params{"who": notice.User(p.To)})
}
