package ticket

import (
	"fmt"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// Explained is the word of a result that is none: it cannot be done, and the text
// says why (SD-5.2.1.6).
const Explained = "explained"

// resolve records the result (FA-16: also on the spot, before anybody
// accepted). An asker in Slack is asked to confirm; somebody outside is told,
// by whom the rule book names, before the ticket can close.
func (x *turn) resolve(c Command) error {
	if x.State.Ended() || x.solved() {
		return x.ended()
	}
	if x.Responsible != c.Actor {
		if err := x.mayTake(c.Actor, VerbResolve); err != nil {
			return err
		}
	}
	if c.Text = wording(c); c.Text == "" {
		return refuse(NeedText, nil)
	}
	before := x.Responsible
	x.takeToDecide(c)
	e := Event{Kind: string(VerbResolve), Text: c.Text}
	x.keepParts(c, &e)
	known := x.rules.Policy.StandardAnswer(c.Word)
	switch {
	case c.Word == Explained:
		e.fact("answer", Explained)
	case known != nil:
		e.Rule = known.Rule
		e.fact("answer", known.ID)
	}
	x.conclude(c, before, e)
	switch {
	case c.Word == Explained:
		x.Result.Explained = true
	case known != nil:
		x.Result.Answer = known.ID
	}
	return nil
}

// takeToDecide makes whoever gives the result responsible for it.
func (x *turn) takeToDecide(c Command) {
	if x.Responsible == c.Actor {
		x.dropOffer(string(c.Verb))
		return
	}
	x.take(c.Actor, Event{Kind: string(VerbAccept), To: c.Actor, Facts: map[string]string{"on_the_spot": "yes"}})
}

// conclude records a result; before is who had it.
func (x *turn) conclude(c Command, before string, e Event) {
	x.dropLevels(string(c.Verb))
	x.Result = Result{Text: c.Text, By: c.Actor, At: x.now}
	x.thaw(false)
	x.dissolve()
	if before != x.Follower() {
		x.after = append(x.after, func() { x.tellSolved(before) })
	}
	e.To = x.Asker.User
	x.after = append(x.after, func() { x.tellJoined(c.Text) })
	if x.Asker.InSlack() {
		x.move(Answered, e)
		x.passOn()
		x.after = append(x.after, x.answered)
		return
	}
	x.Result.Teller = x.teller()
	x.move(ResultReady, e)
	x.after = append(x.after, x.askToTell)
}

// answered tells the asker: the third public line, or their DM after a
// reopening. A ruling is for the parties alone, and never public. The natural
// FR, who follows to the end, hears it too.
func (x *turn) answered() {
	p := notice.Params{"result": notice.Text(x.Result.Text), "by": notice.User(x.Result.By)}
	to, ok := x.askerFace()
	slot := fmt.Sprintf("solved/%d", x.Reopened)
	if x.Ruling != nil {
		to, slot = notice.Recipient{User: x.Asker.User}, fmt.Sprintf("solved/ruled/%d", x.Seq)
	}
	if ok && !x.Public.Solved {
		x.Public.Solved = true
		x.show(Face{Slot: "solved", Kind: notice.Solved, To: to, Params: p})
	} else if x.Asker.InSlack() {
		x.show(Face{Slot: slot, Kind: notice.SolvedAgain, To: notice.Recipient{User: x.Asker.User}, Params: p})
	}
	if x.Follower() != x.Asker.User {
		x.tellSolved(x.Follower())
	}
}

// tellSolved tells somebody who held the ticket that another solved it.
func (x *turn) tellSolved(user string) {
	how := "state." + string(x.State)
	if x.Result.Explained {
		how += "_" + Explained
	}
	x.tell(user, notice.Closed, notice.Params{"how": notice.Word(how), "by": notice.User(x.Result.By)})
}

func (x *turn) askToTell() {
	p := x.withClock(policy.Teller, notice.Params{"result": notice.Text(x.Result.Text), "by": notice.User(x.Result.By)})
	if x.Result.Explained {
		p["explained"] = notice.Text("yes")
	}
	x.show(Face{Slot: "tell/" + p["clock"].Raw(), Kind: notice.TellCustomer, To: notice.Recipient{User: x.Teller()}, Params: p})
	if x.Teller() != x.Follower() {
		x.tellSolved(x.Follower())
	}
}
