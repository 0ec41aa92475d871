package ticket_test

import (
	"testing"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

func shouldBe(actor, to string) ticket.Command {
	return ticket.Command{Verb: ticket.VerbCorrect, Actor: actor, To: ticket.Target{User: to, Rule: "person"}, Text: "asked at the door"}
}

// correction has somebody propose another natural FR.
func correction(w *world, by, to string) *world {
	w.tb.Helper()
	w.apply(shouldBe(by, to))
	return w
}

func agreed(by string) ticket.Command {
	return ticket.Command{Verb: ticket.VerbCorrect, Actor: by, Word: "agree"}
}

// FA-07: until a head agrees nothing changes but that it is on record who waits
// for whom; then who follows it is another, from that moment on.
func TestCorrectTakesTwo(t *testing.T) {
	w := scene(t, "captured").at("10:05")
	before := w.t
	correction(w, chen, ann).wantSaid("correction_asked to " + zhao).wantEvents("correction")
	wantEqual(t, w.said(notice.CorrectionAsked).Params, notice.Params{
		"by": notice.User(chen), "from": notice.User(chen), "to": notice.User(ann), "reason": notice.Text("asked at the door"),
	})
	wantEqual(t, w.t.Natural, before.Natural)
	wantEqual(t, w.t.Clocks, before.Clocks)
	wantEqual(t, w.t.Chain, before.Chain)
	w.refused(shouldBe(ann, ann), ticket.AskedToCorrect)

	w.at("10:20")
	w.last = ticket.Fire(&w.t, w.rules, w.now) // the limit of the one who did not take it
	w.t = w.last.Ticket
	w.apply(agreed(zhao))
	w.wantSaid("corrected to "+ann, "corrected to "+chen, "asker_news to "+tang).wantEvents("correct")
	wantEqual(t, w.t.Natural, ticket.NaturalFR{User: ann, By: policy.ByCorrection, From: clock(t, "10:20")})
	if f := w.last.Events[0].Facts; f["from"] != chen || f["proposed_by"] != chen {
		t.Errorf("both keys and who it was are not on record: %v", f)
	}
	if len(w.t.Corrected) != 1 || w.t.Corrected[0].User != chen || w.t.Correction != nil {
		t.Errorf("corrected %+v, waits %+v", w.t.Corrected, w.t.Correction)
	}
	if len(w.t.Breaches) != 1 || w.t.Breaches[0].Subject != chen {
		t.Errorf("breaches %+v", w.t.Breaches)
	}
	c, runs := rules(w)["FA-15"]
	if !runs || c.Subject != ann || !c.Due.Equal(clock(t, "10:50")) {
		t.Errorf("clock %+v", c)
	}
	if !w.t.Concerned(chen) || !w.t.Concerned(ann) {
		t.Error("who was asked first before, or is now, has no part in it")
	}
	w.refused(agreed(zhao), ticket.NoCorrection)
}

// Who proposed it, whom it is about and who asked do not decide; of the heads
// the next one above is asked then.
func TestCorrectIsJudgedByAnother(t *testing.T) {
	for name, tt := range map[string]struct{ by, to, head string }{
		"by the first asked":             {chen, ann, zhao},
		"by the person who should be":    {ann, ann, zhao},
		"by their head: the next above":  {zhao, ann, boss},
		"their head should be: as above": {chen, zhao, boss},
		"by the head of all":             {boss, ann, zhao},
	} {
		t.Run(name, func(t *testing.T) {
			w := correction(scene(t, "captured").at("10:05"), tt.by, tt.to)
			w.wantSaid("correction_asked to " + tt.head)
			for _, u := range []string{tt.by, tt.to, chen, tang, ann, li, zhou, stranger} {
				w.refused(agreed(u), ticket.NotYours)
			}
			w.apply(agreed(tt.head))
			if w.t.Natural.User != tt.to {
				t.Errorf("natural FR %+v", w.t.Natural)
			}
		})
	}
	asker := typedBy(boss, team)
	asker.Addressed, asker.Asker = []string{chen}, ticket.Asker{Kind: ticket.AskerMember, User: boss}
	w := newWorld(t).capture(asker)
	w.rules.Gone = map[string]bool{zhao: true, deng: true}
	w.refused(shouldBe(chen, ann), ticket.NoSuperior) // nobody is left but who asked
}

func TestCorrectIsRefused(t *testing.T) {
	for name, tt := range map[string]struct {
		scene string
		c     ticket.Command
		code  ticket.Code
	}{
		"nobody named":            {"captured", shouldBe(chen, ""), ticket.NeedReceiver},
		"they are":                {"captured", shouldBe(chen, chen), ticket.FirstAlready},
		"by a colleague":          {"captured", shouldBe(li, ann), ticket.NotYours},
		"by the asker":            {"captured", shouldBe(tang, ann), ticket.NotYours},
		"to the asker":            {"captured", shouldBe(chen, tang), ticket.AskerFirst},
		"to a stranger":           {"captured", shouldBe(chen, stranger), ticket.UnknownPerson},
		"without a reason":        {"captured", ticket.Command{Verb: ticket.VerbCorrect, Actor: chen, To: ticket.Target{User: ann}}, ticket.NeedReason},
		"nothing to agree to":     {"captured", agreed(zhao), ticket.NoCorrection},
		"closed":                  {"confirmed", shouldBe(chen, ann), ticket.AlreadyEnded},
		"withdrawn":               {"withdrawn", shouldBe(chen, ann), ticket.AlreadyEnded},
		"private, a head unasked": {"private, to correct", agreed(boss), ticket.NotYours},
	} {
		t.Run(name, func(t *testing.T) { permitScene(t, tt.scene).refused(tt.c, tt.code) })
	}
	w := scene(t, "captured")
	w.rules.Gone = map[string]bool{ann: true}
	w.refused(shouldBe(chen, ann), ticket.PersonGone)
	w.rules.Gone = nil
	correction(w, chen, ann)
	w.rules.Gone = map[string]bool{ann: true}
	w.refused(agreed(zhao), ticket.PersonGone)
	w.rules.Gone = map[string]bool{zhao: true}
	correction(w, chen, ann).wantSaid("correction_asked to " + deng) // the head who was asked has left
}

// Who waited for whom, and who works on it, stays; what is the natural FR's
// goes to the new one.
func TestCorrectWhileOthersWork(t *testing.T) {
	w := correction(scene(t, "handed over").at("10:10"), chen, ann)
	w.apply(agreed(zhao))
	w.wantHeld(ticket.HandedOff, "", li)
	w.do(ticket.VerbReturn, li).wantHeld(ticket.Triaged, "", "")
	if c := rules(w)["FA-15"]; c.Subject != ann {
		t.Errorf("what was returned runs on %s", c.Subject)
	}
	w = correction(scene(t, "accepted").at("10:30"), chen, ann)
	w.apply(agreed(zhao))
	w.wantHeld(ticket.Accepted, li, "")
	if c := rules(w)["FA-18.handling"]; c.Subject != li {
		t.Errorf("the work runs on %s", c.Subject)
	}
	w = correction(scene(t, "result ready").at("10:35"), ann, chen)
	w.apply(agreed(zhao))
	if c := rules(w)["FA-20.tell"]; c.Subject != chen || !c.Start.Equal(clock(t, "10:35")) {
		t.Errorf("telling the customer runs on %+v", c)
	}
	w = correction(scene(t, "handed over").at("10:10"), chen, li)
	w.apply(agreed(zhao))
	w.do(ticket.VerbAccept, li).wantHeld(ticket.Accepted, li, "") // first asked and asked to take it at once
}

// Whoever was released follows nothing any more: there is nothing to put right.
func TestCorrectAfterARelease(t *testing.T) {
	w := scene(t, "handed over")
	w.rules.Policy.Release = policy.ReleaseAccept
	correction(w.at("10:10"), chen, ann).do(ticket.VerbAccept, li)
	if w.t.Correction != nil {
		t.Errorf("it still waits: %+v", w.t.Correction)
	}
	w.refused(agreed(zhao), ticket.AlreadyReleased)
	w.refused(shouldBe(chen, ann), ticket.AlreadyReleased)
}

// A head says no: it is as before, and may be proposed again.
func TestCorrectDeclined(t *testing.T) {
	w := correction(scene(t, "captured").at("10:05"), chen, ann)
	before := w.t.Natural
	w.apply(ticket.Command{Verb: ticket.VerbCorrect, Actor: zhao, Word: "decline", Text: "you were at the desk"})
	w.wantSaid("correction_refused to " + chen).wantEvents("correction_refused")
	wantEqual(t, w.t.Natural, before)
	correction(w, chen, ann).wantSaid("correction_asked to " + zhao)
	w.do(ticket.VerbWithdraw, tang)
	w.refused(agreed(zhao), ticket.AlreadyEnded)
}
