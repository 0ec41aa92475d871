package handlers_test

import (
	"strings"
	"testing"

	"github.com/firstask/firstask/handlers"
	"github.com/firstask/firstask/ticket"
)

// FA-07: what is proposed names the head it waits for, in any of the languages,
// by mention or by name; what cannot be read is asked back.
func TestCorrectProposed(t *testing.T) {
	for _, line := range []string{
		"correct 1 <@U0ANN> she asked at the door", "correct 1 Ann Lee she asked at the door", "更正 1 <@U0ANN> 她当面问的", "更正首問1 Ann Lee 她當面問的",
	} {
		w := asked(t)
		reply := w.must(slash(chen, line))
		equal(t, line, reply.Key, "correction_asked")
		equal(t, line+": who agrees", reply.Params["to"].Raw(), zhao)
		c := w.ticket(1).Correction
		if c == nil || c.To != ann || c.By != chen || c.Reason == "" || w.ticket(1).Natural.User != chen {
			t.Errorf("%s: %+v, natural %s", line, c, w.ticket(1).Natural.User)
		}
		if got := w.says(chen, reply); !strings.Contains(got, "nothing changes") {
			t.Errorf("%q", got)
		}
	}
	for line, want := range map[string]ticket.Code{
		"correct 1": ticket.NeedReceiver, "correct 1 <@U0TANG> it was her": ticket.Outsider, "correct 1 <@U0LEFT> it was him": ticket.PersonGone,
		"correct 1 <@U0ANN>": ticket.NeedReason, "correct 1 agree": ticket.NoCorrection,
	} {
		if got := asked(t).code(slash(chen, line)); got != want {
			t.Errorf("%s: %s, want %s", line, got, want)
		}
	}
}

// Of several people of one name one is chosen by a button, which carries the reason.
func TestCorrectToOneOfSeveral(t *testing.T) {
	w := asked(t)
	w.people.known["U0LI2"] = handlers.Person{ID: "U0LI2", Name: "Li Wen"}
	reply := w.must(slash(chen, "correct 1 Li Wen it was her invoice"))
	equal(t, "answer", reply.Key, "choose_person")
	equal(t, "verb", reply.Params["verb"].Raw(), "correct")
	chosen := click(chen, "correct", 1, li)
	chosen.Values = map[string]string{"text": "it was her invoice"}
	w.must(chosen)
	if c := w.ticket(1).Correction; c == nil || c.To != li || c.Reason != "it was her invoice" {
		t.Errorf("proposed %+v", c)
	}
}

// A press of "Decline…" asks why; what is sent then ends it.
func TestCorrectDeclinedByAButton(t *testing.T) {
	w := asked(t)
	w.must(slash(chen, "correct 1 <@U0ANN> she asked at the door"))
	equal(t, "form", w.must(click(zhao, "correct", 1, "decline")).Form, "correct:decline")
	sent := form(zhao, "correct:decline", 1, map[string]string{"text": "ask her first"})
	equal(t, "answer", w.must(sent).Key, "correction_declined")
	if c := w.ticket(1).Correction; c != nil {
		t.Errorf("it still waits: %+v", c)
	}
	equal(t, "code", w.code(click(zhao, "correct", 1, "agree")), ticket.NoCorrection)
}
