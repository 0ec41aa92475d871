package ticket_test

import (
	"testing"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// FA-09.3, FA-19: the next level has a clock of its own, owes the answer to who
// asked, and the responsible person's clock runs on.
func TestAskOpensTheNextLevel(t *testing.T) {
	w := scene(t, "accepted").at("10:20")
	w.apply(askOf(li, ben))
	w.wantHeld(ticket.WaitNextLevel, li, "").wantSaid("question to " + ben)
	wantEqual(t, w.said(notice.Question).Params, notice.Params{
		"from": notice.User(li), "question": notice.Text("which stage?"), "limit": notice.Time(clock(t, "10:50")),
		"clock": notice.Text("FA-19.response/2/1"), "rule": notice.Text("FA-19.response"),
	})
	w.delivered().at("10:30").do(ticket.VerbAccept, ben)
	if c := w.t.ClockOn(policy.NextTaken); c == nil || c.Subject != ben || !c.Due.Equal(clock(t, "wed 10:30")) {
		t.Errorf("clock of the answer: %+v", c)
	}
	if c := w.t.ClockOn(policy.Responsible); c == nil || !c.Due.Equal(clock(t, "wed 10:10")) {
		t.Errorf("clock of the responsible person: %+v", c)
	}
	w.at("10:40").do(ticket.VerbAnswer, ben)
	w.wantHeld(ticket.Accepted, li, "").wantSaid("answer_up to " + li)
	if l := w.t.Levels[0]; l.End != "answer" || l.Answer != "because" || w.t.ClockOn(policy.NextTaken) != nil {
		t.Errorf("level %+v", l)
	}
}

// FA-19, FA-20: silence of the next level is theirs, and climbs to their own
// head; a rule book may have the level above asked first.
func TestSilenceOfTheNextLevel(t *testing.T) {
	scene(t, "asked further").fire("10:50").wantSaid("limit to "+ben, "escalation to "+sun)
	w := scene(t, "asked further")
	w.window("FA-19.response").Ladder = []policy.Step{policy.Upper, policy.Head, policy.Fallback}
	w.fire("10:50").wantSaid("limit to "+ben, "escalation to "+li)
	if b := w.t.Breaches; len(b) != 1 || b[0].Subject != ben || b[0].Rule != "FA-19.response" || b[0].System {
		t.Errorf("breaches %+v", b)
	}
	w.fire("11:50").wantSaid("escalation to " + sun)
}

// FA-09.3: answers climb back level by level, any depth; a circle is refused, and nobody
// is asked twice at a time.
func TestAnswersClimbLevelByLevel(t *testing.T) {
	w := scene(t, "asked further").at("10:25").ask(ben, wu)
	if len(w.t.Levels) != 2 || w.t.Levels[1].N != 3 || w.t.Levels[0].Taken.IsZero() {
		t.Fatalf("levels %+v", w.t.Levels)
	}
	w.refused(askOf(wu, li), ticket.InTheChain)
	w.refused(askOf(wu, ben), ticket.InTheChain)
	w.refused(askOf(wu, chen), ticket.InTheChain)
	w.refused(askOf(li, sun), ticket.WaitsBelow)
	w.refused(askOf(chen, sun), ticket.NotYours)
	w.refused(ticket.Command{Verb: ticket.VerbAnswer, Actor: ben, Text: "soon"}, ticket.WaitsBelow)
	w.refused(ticket.Command{Verb: ticket.VerbAnswer, Actor: sun, Text: "soon"}, ticket.NoQuestion)
	w.do(ticket.VerbAnswer, wu).wantSaid("answer_up to "+ben).wantHeld(ticket.WaitNextLevel, li, "")
	w.do(ticket.VerbAnswer, ben).wantSaid("answer_up to "+li).wantHeld(ticket.Accepted, li, "")
}

// A question can be given back with a reason, or taken back by what makes it void.
func TestQuestionsEnd(t *testing.T) {
	w := scene(t, "asked further")
	w.refused(ticket.Command{Verb: ticket.VerbReturn, Actor: ben}, ticket.NeedReason)
	w.do(ticket.VerbReturn, ben).wantSaid("declined to "+li).wantHeld(ticket.Accepted, li, "")
	w.ask(li, wu).do(ticket.VerbResolve, li)
	w.wantHeld(ticket.Answered, li, "")
	if w.t.Below() != nil || w.t.Levels[1].End != "resolve" {
		t.Errorf("levels %+v", w.t.Levels)
	}
	w = scene(t, "asked further").do(ticket.VerbResume, li).wantHeld(ticket.Accepted, li, "")
	w.refused(ticket.Command{Verb: ticket.VerbResume, Actor: li}, ticket.NotWaiting)
}

// FA-19: each level urges and supervises the one below it, and no other.
func TestUrgeGoesOneLevelDown(t *testing.T) {
	w := scene(t, "asked further").at("10:25").ask(ben, wu).at("11:30")
	w.do(ticket.VerbUrge, li).wantSaid("urge to " + ben)
	w.do(ticket.VerbUrge, ben).wantSaid("urge to " + wu)
	w.do(ticket.VerbUrge, chen).wantSaid("urge to " + li)
	watch := func(actor string) ticket.Command {
		return ticket.Command{Verb: ticket.VerbSupervise, Actor: actor, Until: clock(t, "15:00")}
	}
	w.apply(watch(li))
	w.wantSaid("supervised to " + ben)
	w.refused(watch(wu), ticket.NotYours)
}

// Who asks before accepting has accepted; the receiver of a handoff accepts first.
func TestAskTakes(t *testing.T) {
	w := asked(t).at("10:05").ask(chen, ben)
	w.wantHeld(ticket.WaitNextLevel, chen, "")
	w = scene(t, "handed over")
	w.refused(askOf(li, ben), ticket.AcceptFirst)
	w.refused(ticket.Command{Verb: ticket.VerbAsk, Actor: chen, To: ticket.Target{User: ben}}, ticket.NeedQuestion)
	w.refused(askOf(chen, tang), ticket.AskLevel)
}
