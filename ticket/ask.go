package ticket

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// customer is the word of an ask that goes to the asker and not to a colleague.
const customer = "customer"

// ask opens the next level: whoever has the ticket, or owes an answer
// themselves, asks somebody who then owes the answer to them (FA-09.3). Asked of
// the asker, the ticket waits for them. Who asks before accepting has accepted.
func (x *turn) ask(c Command) error {
	if err := x.mayAsk(c); err != nil {
		return err
	}
	x.takeToAct(c)
	if c.Word == customer {
		x.Waits = Wait{For: customer, Text: c.Text, Since: x.at}
		x.move(WaitCustomer, Event{Kind: string(VerbAsk), To: x.Asker.User, Text: c.Text, Facts: map[string]string{"of": customer}})
		if x.Asker.InSlack() {
			p := notice.Params{"by": notice.User(c.Actor), "question": notice.Text(c.Text)}
			x.show(Face{Slot: "ask_asker/" + strconv.Itoa(x.Said), Kind: notice.AskAsker, To: notice.Recipient{User: x.Asker.User}, Params: p})
		}
		return nil
	}
	l := Level{N: 2, User: c.To.User, From: c.Actor, Question: c.Text, At: x.at, Post: c.To.Post}
	if below := x.Below(); below != nil {
		if below.Taken.IsZero() {
			below.Taken = x.at // who asks further has said yes
		}
		l.N = below.N + 1
	}
	x.Levels = append(x.Levels, l)
	if !slices.Contains(x.Asked, l.User) {
		x.Asked = append(x.Asked, l.User)
	}
	x.move(WaitNextLevel, Event{Kind: string(VerbAsk), To: l.User, Text: c.Text, Facts: map[string]string{"level": strconv.Itoa(l.N)}})
	x.after = append(x.after, func() { x.question(l, "") })
	return nil
}

// question tells the next level what they are asked; occasion names the message
// of one that is asked anew.
func (x *turn) question(l Level, occasion string) {
	p := notice.Params{"from": notice.User(l.From), "question": notice.Text(l.Question)}
	if clock := x.ClockOf(l.User); clock != nil {
		p["limit"], p["clock"], p["rule"] = notice.Time(clock.Due), notice.Text(clock.ID()), notice.Text(clock.Rule)
	}
	slot := fmt.Sprintf("question/%d/%d", l.N, len(x.Levels)) + occasion
	x.show(Face{Slot: slot, Kind: notice.Question, To: notice.Recipient{User: l.User}, Params: p})
}

func (x *turn) mayAsk(c Command) error {
	below := x.Below()
	switch {
	case x.State.Ended() || x.solved():
		return x.ended()
	case x.isReceiver(c.Actor) && c.Actor != x.Factual():
		return refuse(AcceptFirst, nil)
	case below != nil && c.Actor != below.User:
		if c.Actor == x.Factual() || x.LevelOf(c.Actor) != nil {
			return refuse(WaitsBelow, notice.Params{"who": notice.User(below.User)})
		}
		return refuse(NotYours, notice.Params{"who": notice.User(x.Factual()), "verb": notice.Word(string(VerbAsk))})
	case below == nil && c.Actor != x.Factual():
		return refuse(NotYours, notice.Params{"who": notice.User(x.Factual()), "verb": notice.Word(string(VerbAsk))})
	case c.Text == "":
		return refuse(NeedQuestion, nil)
	case c.Word == customer && below != nil:
		return refuse(NotYours, notice.Params{"who": notice.User(x.Factual()), "verb": notice.Word(string(VerbAsk))})
	case !x.timed(x.asksFor(c)):
		return refuse(NoWindow, notice.Params{"verb": notice.Word(string(VerbAsk))})
	case c.Word == customer:
		return nil
	case c.To.User == "":
		return refuse(NeedReceiver, nil)
	case x.rules.Gone[c.To.User]:
		return refuse(PersonGone, notice.Params{"who": notice.User(c.To.User)})
	case c.To.User == x.Asker.User:
		return refuse(AskLevel, notice.Params{"who": notice.User(c.To.User)})
	case c.To.User == c.Actor, c.To.User == x.Factual(), c.To.User == x.Follower(), x.LevelOf(c.To.User) != nil:
		return refuse(InTheChain, notice.Params{"who": notice.User(c.To.User)})
	default:
		return nil
	}
}

// asksFor is the state in which a question is waited for.
func (x *turn) asksFor(c Command) State {
	if c.Word == customer {
		return WaitCustomer
	}
	return WaitNextLevel
}

// timed reports whether the rules have a window in a state: where they have
// none, a ticket would be forgotten there.
func (x *turn) timed(s State) bool {
	return slices.ContainsFunc(x.rules.Policy.Windows, func(w policy.Window) bool { return w.Runs(string(s)) && x.holds(&w.When) })
}

// takeToAct makes whoever acts on a request that nobody accepted responsible.
func (x *turn) takeToAct(c Command) {
	if x.Responsible == "" {
		x.take(c.Actor, Event{Kind: string(VerbAccept), To: c.Actor, Facts: map[string]string{"with": string(c.Verb)}})
		x.deeds = append(x.deeds, string(VerbAccept))
	}
	x.dropOffer(string(c.Verb))
}

// answer brings what was asked back one level up (FA-19, FA-20). The asker's
// answer ends the wait for them.
func (x *turn) answer(c Command) error {
	below := x.Below()
	switch {
	case x.State.Ended() || x.solved():
		return x.ended()
	case c.Text == "" && (c.Until.IsZero() || len(x.owing(c.Actor)) == 0):
		return refuse(NeedText, nil)
	case x.State == WaitCustomer && (c.Actor == x.Asker.User || c.Actor == x.Factual() || c.Actor == x.Follower()):
		e := Event{Kind: string(VerbAnswer), To: x.Factual(), Text: c.Text}
		if c.Verb != VerbAnswer {
			e.fact("with", string(c.Verb))
			if c.Word != "" {
				e.fact("as", c.Word)
			}
		}
		x.backToWork(e)
		x.after = append(x.after, func() { x.resumed(c) })
		return nil
	case x.LevelOf(c.Actor) == nil && (x.sharing(c.Actor) || len(x.owing(c.Actor)) > 0):
		x.contribute(c)
		return nil
	case below == nil, x.LevelOf(c.Actor) == nil:
		return refuse(NoQuestion, nil)
	case below.User != c.Actor:
		return refuse(WaitsBelow, notice.Params{"who": notice.User(below.User)})
	}
	x.endLevel(below, string(VerbAnswer), c.Text)
	l := *below
	p := notice.Params{"by": notice.User(c.Actor), "question": notice.Text(l.Question), "answer": notice.Text(c.Text)}
	x.climbBack(Event{Kind: string(VerbAnswer), To: l.From, Text: c.Text})
	x.tell(l.From, notice.AnswerUp, p)
	return nil
}

func (x *turn) endLevel(l *Level, end, answer string) {
	l.Ended, l.End, l.Answer = x.at, end, answer
}

// climbBack leaves the state as it is while another level still owes an answer.
func (x *turn) climbBack(e Event) {
	if x.Below() != nil {
		x.event(e)
		return
	}
	x.move(x.working(), e)
}

// takeQuestion is the next level's yes: the answer is theirs now.
func (x *turn) takeQuestion(l *Level) {
	l.Taken = x.at
	x.event(Event{Kind: "level", To: l.User, Facts: map[string]string{"level": strconv.Itoa(l.N)}})
}

// decline gives a question back with a reason.
func (x *turn) decline(l *Level, c Command) error {
	if c.Text == "" && c.Word == "" {
		return refuse(NeedReason, nil)
	}
	if below := x.Below(); below.N != l.N {
		return refuse(WaitsBelow, notice.Params{"who": notice.User(below.User)})
	}
	x.endLevel(l, string(VerbReturn), "")
	p := notice.Params{"by": notice.User(c.Actor), "reason": notice.Text(c.Text)}
	if c.Word != "" {
		p["why"] = notice.Word("reason." + c.Word)
	}
	from := l.From
	x.climbBack(Event{Kind: string(VerbReturn), To: from, Text: c.Text})
	x.tell(from, notice.Declined, p)
	return nil
}

// dropLevels takes every open question back: what it was for is over.
func (x *turn) dropLevels(end string) {
	x.dropFrom(0, end)
	x.Waits = Wait{}
}

// dropFrom takes back the open questions from a level down.
func (x *turn) dropFrom(level int, end string) {
	for i := range x.Levels {
		if l := &x.Levels[i]; l.Open() && l.N >= level {
			x.endLevel(l, end, "")
			if l.User != x.by {
				x.tell(l.User, notice.TakenBack, notice.Params{"by": notice.User(x.by)})
			}
		}
	}
}

// waiting reports whether the ticket waits for somebody its holder asked.
func (s State) waiting() bool {
	return s == WaitNextLevel || s == WaitCustomer || s == WaitThirdParty
}
