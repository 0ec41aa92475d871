package ticket_test

import (
	"testing"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// strict has a phrase that is held, with a role that hears of it, and one that
// only nudges.
func strict(tb tester) *world {
	tb.Helper()
	w := asked(tb).at("10:02")
	w.do(ticket.VerbAccept, chen)
	p := *w.rules.Policy
	p.Forbidden = []policy.Phrase{
		{ID: "X/1", Rule: "X-1", Words: []string{"not my job"}, Tell: []string{"quality"}},
		{ID: "X/2", Rule: "X-2", Words: []string{"probably"}, Nudge: true},
	}
	w.rules.Policy = &p
	w.rules.Org.Roles = map[string][]string{"quality": {boss, chen}}
	return w
}

func saying(v ticket.Verb, actor, text string) ticket.Command {
	return ticket.Command{Verb: v, Actor: actor, Text: text}
}

func TestForbiddenPhrases(t *testing.T) {
	thread := saying(ticket.VerbNote, chen, "that is not my job")
	thread.Where = notice.Recipient{Channel: helpDesk, Thread: "1.1"}
	card := saying(ticket.VerbNote, chen, "that is not my job")
	card.Where = notice.Recipient{Channel: "C0DESK", Thread: "7.7"}
	asker := saying(ticket.VerbNote, tang, "he said that is not my job")
	asker.Where = thread.Where
	toAsker, toLevel := saying(ticket.VerbAsk, chen, ""), askOf(chen, li)
	toAsker.Word = "customer"
	toAsker.Text, toLevel.Text = "which one? not my job otherwise", "not my job, is it yours?"
	handedOver := handTo(chen, li)
	handedOver.Text = "not my job"
	for name, c := range map[string]struct {
		command    ticket.Command
		said, held bool
		events     []string
		told       []string
	}{
		"a result is held":                      {saying(ticket.VerbResolve, chen, "Not my job."), true, true, []string{"phrase"}, []string{"forbidden_phrase to " + boss}},
		"a question to the asker is held":       {toAsker, true, true, []string{"phrase"}, []string{"forbidden_phrase to " + boss}},
		"a result that only nudges is sent":     {saying(ticket.VerbResolve, chen, "It is probably done."), true, false, []string{"resolve", "phrase"}, []string{"solved to " + helpDesk}},
		"a result that quotes is sent":          {saying(ticket.VerbResolve, chen, "They said “not my job”; done."), false, false, []string{"resolve"}, []string{"solved to " + helpDesk}},
		"what stands in the thread is recorded": {thread, true, false, []string{"note", "phrase"}, []string{"forbidden_phrase to " + boss}},
		"what stands under the card is ours":    {card, false, false, []string{"note"}, nil},
		"the asker may say what they like":      {asker, false, false, []string{"note"}, []string{"notes_added to " + chen}},
		"a question to a colleague is ours":     {toLevel, false, false, []string{"ask"}, []string{"question to " + li}},
	} {
		t.Run(name, func(t *testing.T) {
			w := strict(t)
			before := w.t.State
			w.apply(c.command)
			if got := w.last.Said != nil; got != c.said || w.last.Held != c.held {
				t.Errorf("said %v, held %v; want %v, %v", got, w.last.Held, c.said, c.held)
			}
			w.wantEvents(c.events...).wantSaid(c.told...)
			if c.held && (w.t.State != before || len(w.t.Result.Text) > 0) {
				t.Errorf("a held command was carried out: %s, %q", w.t.State, w.t.Result.Text)
			}
		})
	}
	t.Run("whoever may not act hears that first", func(t *testing.T) {
		w := strict(t)
		w.refused(saying(ticket.VerbResolve, ben, "not my job"), ticket.AlreadyAccepted)
	})
	t.Run("an organisation may turn it off", func(t *testing.T) {
		w := strict(t)
		w.rules.Policy.PhraseCheck = policy.PhraseOff
		w.apply(saying(ticket.VerbResolve, chen, "not my job"))
		w.wantEvents("resolve")
	})
	t.Run("or let it pass", func(t *testing.T) {
		w := strict(t)
		w.rules.Policy.PhraseCheck = policy.PhraseNudge
		w.apply(saying(ticket.VerbResolve, chen, "not my job"))
		w.wantEvents("resolve", "phrase")
	})
	t.Run("a handoff is among colleagues", func(t *testing.T) {
		w := strict(t)
		w.apply(handedOver)
		w.wantEvents("handoff")
	})
}
