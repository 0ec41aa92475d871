package ticket_test

import (
	"testing"

	"github.com/firstask/firstask/ticket"
)

// FZ-2.3.1: who has a part in it is shown how the asker is reached; each time is on
// record, and so is who was not shown. Nothing else comes of it.
func TestRevealIsOnRecord(t *testing.T) {
	w := scene(t, "accepted")
	w.refused(ticket.Command{Verb: ticket.VerbReveal, Actor: li}, ticket.NothingNoted)
	w.apply(ticket.Command{Verb: ticket.VerbField, Actor: li, Fields: map[string]string{"phone": "13900001234"}})
	for actor, want := range map[string]string{chen: "reveal", li: "reveal", sun: "reveal_refused", zhou: "reveal_refused"} {
		before := len(w.t.Clocks)
		w.apply(ticket.Command{Verb: ticket.VerbReveal, Actor: actor, Text: "to call back"})
		if n := len(w.last.Events); n != 1 || w.last.Events[0].Kind != want || w.last.Events[0].By != actor || w.last.Events[0].Text != "to call back" {
			t.Errorf("%s: %+v", actor, w.last.Events)
		}
		refused := w.last.Held && w.last.Said != nil && w.last.Said.Code == ticket.NotShown
		if refused != (want == "reveal_refused") || len(w.t.Clocks) != before || len(w.last.Notices) > 0 {
			t.Errorf("%s: refused %v, said %v", actor, refused, w.last.Notices)
		}
	}
	w.t.Helpers = []string{zhou}
	w.apply(ticket.Command{Verb: ticket.VerbReveal, Actor: zhou})
	if w.last.Held {
		t.Error("a head who was asked to help is not shown it")
	}
}
