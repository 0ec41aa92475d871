package ticket

import (
	"fmt"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

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
	if c.Text == "" {
		return refuse(NeedText, nil)
	}
	before := x.Responsible
	if x.Responsible == c.Actor {
		x.dropOffer(string(VerbResolve))
	} else {
		x.take(c.Actor, Event{Kind: string(VerbAccept), To: c.Actor, Facts: map[string]string{"on_the_spot": "yes"}})
	}
	x.dropLevels(string(VerbResolve))
	x.Result = Result{Text: c.Text, By: c.Actor, At: x.now}
	x.thaw(false)
	if before != x.Follower() {
		x.after = append(x.after, func() { x.tellSolved(before) })
	}
	e := Event{Kind: string(VerbResolve), Text: c.Text, To: x.Asker.User}
	if x.Asker.InSlack() {
		x.move(Answered, e)
		x.after = append(x.after, x.answered)
		return nil
	}
	x.Result.Teller = x.teller()
	x.move(ResultReady, e)
	x.after = append(x.after, x.askToTell)
	return nil
}

// answered tells the asker: the third public line, or their DM after a
// reopening. The natural FR, who follows to the end, hears it too.
func (x *turn) answered() {
	p := notice.Params{"result": notice.Text(x.Result.Text), "by": notice.User(x.Result.By)}
	if to, ok := x.askerFace(); ok && !x.Public.Solved {
		x.Public.Solved = true
		x.show(Face{Slot: "solved", Kind: notice.Solved, To: to, Params: p})
	} else if x.Asker.InSlack() {
		x.show(Face{Slot: fmt.Sprintf("solved/%d", x.Reopened), Kind: notice.SolvedAgain, To: notice.Recipient{User: x.Asker.User}, Params: p})
	}
	if x.Follower() != x.Asker.User {
		x.tellSolved(x.Follower())
	}
}

// tellSolved tells somebody who held the ticket that another solved it.
func (x *turn) tellSolved(user string) {
	x.tell(user, notice.Closed, notice.Params{"how": notice.Word("state." + string(x.State)), "by": notice.User(x.Result.By)})
}

func (x *turn) askToTell() {
	p := x.withClock(policy.Teller, notice.Params{"result": notice.Text(x.Result.Text), "by": notice.User(x.Result.By)})
	x.show(Face{Slot: "tell/" + p["clock"].Raw(), Kind: notice.TellCustomer, To: notice.Recipient{User: x.Teller()}, Params: p})
	if x.Teller() != x.Follower() {
		x.tellSolved(x.Follower())
	}
}
