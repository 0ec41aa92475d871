package handlers_test

import (
	"errors"
	"testing"

	"github.com/firstask/firstask/handlers"
	"github.com/firstask/firstask/ticket"
)

// Whom a matter is about is said in any of the languages, by mention, by name
// where the word leaves no doubt, and in a form; everyday words stay a request.
func TestAboutIsTyped(t *testing.T) {
	for name, r := range map[string]handlers.Request{
		"mention":     slash(chen, "about 1 <@U0BEN> at the door"),
		"简体":          slash(chen, "当事人 1 Ben Carter 当面"),
		"繁體":          slash(chen, "當事人1 <@U0BEN>"),
		"by form":     form(chen, "about", 1, map[string]string{"to": ben}),
		"by a button": click(chen, "about", 1, ben),
	} {
		w := asked(t)
		if reply := w.must(r); reply.Key != "about_set" || w.ticket(1).About != ben {
			t.Errorf("%s: %s, about %q", name, reply.Key, w.ticket(1).About)
		}
	}
	w := asked(t)
	if reply := w.must(slash(chen, "about 1 chair is broken")); reply.Ticket == 1 || w.ticket(1).About != "" {
		t.Errorf("%s of #%d", reply.Key, reply.Ticket)
	}
	w.people.known["U0LI2"] = handlers.Person{ID: "U0LI2", Name: "Li Wen"}
	reply := w.must(slash(chen, "当事人 1 Li Wen"))
	equal(t, "answer", reply.Key, "choose_person")
	equal(t, "verb", reply.Params["verb"].Raw(), "about")
}

// Whom a matter is about knows of it once they are asked or it is ruled, and
// then reads its outline; it stands on none of their lists. Nobody fills in a
// form in vain.
func TestWhatTheOneItIsAboutMayRead(t *testing.T) {
	w := asked(t)
	w.must(slash(chen, "handoff 1 <@U0BEN>"))
	w.must(slash(chen, "about 1 <@U0BEN>"))
	for _, verb := range []string{"show 1", "why 1", "note 1 no"} {
		equal(t, verb, w.must(slash(ben, verb)).Key, "not_found")
	}
	for _, verb := range []string{"mine", "list", "list support"} {
		if got := w.must(slash(ben, verb)); len(got.Tickets) > 0 {
			t.Errorf("%s lists %d", verb, len(got.Tickets))
		}
	}
	if _, _, _, err := w.desk.Form(t.Context(), ben, "review", 1); !errors.Is(err, handlers.ErrNotFound) {
		t.Errorf("a form: %v", err)
	}
	equal(t, "a button", w.code(click(ben, "accept", 1, "")), ticket.AboutYou)
	w.must(slash(zhou, "rule 1 settled"))
	for _, verb := range []string{"show 1", "why 1"} {
		reply := w.must(slash(ben, verb))
		if reply.Key != "mine" || len(reply.Events) > 0 {
			t.Errorf("%s: %s with %d events", verb, reply.Key, len(reply.Events))
		}
	}
	if _, _, _, err := w.desk.Form(t.Context(), ben, "review", 1); err != nil {
		t.Error(err)
	}
	for actor, verb := range map[string]string{li: "review", chen: "rule", zhou: "final"} {
		var refusal *ticket.Refusal
		if _, _, _, err := w.desk.Form(t.Context(), actor, verb, 1); !errors.As(err, &refusal) {
			t.Errorf("%s gets the form of %s: %v", actor, verb, err)
		}
	}
	equal(t, "the review", w.must(slash(ben, "复审 1 not so")).Params["to"].Raw(), boss)
	equal(t, "for good", w.must(slash(boss, "終審 1 it was so")).Key, "ruled_finally")
}
