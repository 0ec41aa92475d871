package ticket

import (
	"github.com/firstask/firstask/notice"
)

// thirdParty notes that somebody outside has to do something first; the
// ticket stays with whoever has it, also where the asker, who agreed to it,
// deals with them direct (FA-17).
func (x *turn) thirdParty(c Command) error {
	switch {
	case x.State.Ended() || x.solved():
		return x.ended()
	case c.Actor != x.Factual() && !x.superior(c.Actor):
		return refuse(NotYours, notice.Params{"who": notice.User(x.Factual()), "verb": notice.Word(string(VerbThirdParty))})
	case c.Text == "":
		return refuse(NeedText, nil)
	case !x.timed(WaitThirdParty):
		return refuse(NoWindow, notice.Params{"verb": notice.Word(string(VerbThirdParty))})
	}
	if err := x.mayDeal(c); err != nil {
		return err
	}
	x.takeToAct(c)
	x.dropLevels(string(VerbThirdParty))
	x.Waits = Wait{For: "third_party", Text: c.Text, Since: x.at, Direct: c.Word == directWord}
	e := Event{Kind: string(VerbThirdParty), Text: c.Text}
	if x.Waits.Direct {
		e.Facts = map[string]string{"mode": directWord}
	}
	x.move(WaitThirdParty, e)
	return nil
}

// resume ends a wait: for the asker, a third party or the next level, whose
// question is taken back.
func (x *turn) resume(c Command) error {
	switch {
	case x.State.Ended() || x.solved():
		return x.ended()
	case !x.State.waiting():
		return refuse(NotWaiting, nil)
	case x.levelBelow(c.Actor) != nil && x.LevelOf(c.Actor) != nil:
		x.dropFrom(x.levelBelow(c.Actor).N, string(VerbResume)) // theirs to answer again
		x.event(Event{Kind: string(VerbResume), To: c.Actor, Text: c.Text})
		return nil
	case !x.inCharge(c.Actor):
		return refuse(NotYours, notice.Params{"who": notice.User(x.Factual()), "verb": notice.Word(string(VerbResume))})
	}
	x.backToWork(Event{Kind: string(VerbResume), Text: c.Text})
	x.after = append(x.after, func() { x.resumed(c) })
	return nil
}

// backToWork ends every wait.
func (x *turn) backToWork(e Event) {
	x.dropLevels(e.Kind)
	x.move(x.working(), e)
}

// resumed tells who is responsible that the wait is over, and by when it is due now.
func (x *turn) resumed(c Command) {
	p := notice.Params{"by": notice.User(c.Actor), "answer": notice.Text(c.Text)}
	if clock := x.ClockOf(x.Responsible); clock != nil {
		p["limit"], p["clock"] = notice.Time(clock.Due), notice.Text(clock.ID())
	}
	x.tell(x.Responsible, notice.Resumed, p)
}
