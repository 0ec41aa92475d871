package ticket

import (
	"strconv"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// Words of the verbs about third parties.
const (
	directWord = "direct" // the asker deals with them themselves
	askWord    = "ask"    // the asker is asked for their consent
)

// consent records that the asker agrees to deal with a third party themselves
// (FA-17): their own word in Slack, or who said so and how, as somebody who has
// it notes it. With the word "ask" the asker is asked first.
func (x *turn) consent(c Command) error {
	asker := x.Asker.InSlack() && c.Actor == x.Asker.User
	switch {
	case x.State.Ended() || x.solved():
		return x.ended()
	case !asker && !x.inCharge(c.Actor):
		return refuse(NotYours, notice.Params{"who": notice.User(x.Factual()), "verb": notice.Word(string(VerbConsent))})
	case x.rules.Policy.DirectThirdParty == policy.DirectNever:
		return refuse(NeverDirect, nil)
	case !x.Consent.At.IsZero():
		return refuse(AlreadyAgreed, notice.Params{"who": notice.User(x.Consent.By), "at": notice.Time(x.Consent.At)})
	case c.Word == askWord && x.Asker.InSlack() && !asker:
		x.askConsent(c)
		return nil
	case c.Word == askWord && !asker, !asker && c.Text == "":
		return refuse(NeedHow, nil)
	}
	x.Consent = Consent{By: c.Actor, Text: c.Text, At: x.at}
	x.event(Event{Kind: string(VerbConsent), To: x.Factual(), Text: c.Text})
	x.after = append(x.after, func() {
		x.prompt(x.Factual(), notice.Consented, notice.Params{"by": notice.User(c.Actor), "text": notice.Text(c.Text)})
	})
	return nil
}

// askConsent asks the asker for their yes in their own messages.
func (x *turn) askConsent(c Command) {
	x.event(Event{Kind: "consent_asked", To: x.Asker.User, Text: c.Text})
	x.show(Face{
		Slot: "consent/" + strconv.Itoa(x.Said), Kind: notice.ConsentAsked, To: notice.Recipient{User: x.Asker.User},
		Params: notice.Params{"by": notice.User(c.Actor), "text": notice.Text(c.Text)},
	})
}

// mayDeal says why the asker may not deal with a third party themselves; nil if
// they may, or need not.
func (x *turn) mayDeal(c Command) error {
	switch {
	case c.Word != directWord:
		return nil
	case x.rules.Policy.DirectThirdParty == policy.DirectNever:
		return refuse(NeverDirect, nil)
	case x.Consent.At.IsZero():
		p := notice.Params{}
		if x.Asker.InSlack() {
			p["who"] = notice.User(x.Asker.User)
		}
		return refuse(NeedYes, p)
	default:
		return nil
	}
}
