package handlers_test

import (
	"strings"
	"testing"

	"github.com/firstask/firstask/handlers"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// sharing is a house that shares work and lets the first-asked person go.
func sharing(tb testing.TB, mode policy.Shared) *world {
	tb.Helper()
	return under(tb, func(p *policy.Policy) { p.SharedMode, p.Release = mode, policy.ReleaseTakeover })
}

func TestShare(t *testing.T) {
	for _, r := range []struct{ line, want string }{
		{"share 1 Finance", "finance"},
		{"share 1 invoice", "finance"},
		{"share 1 finance, delivery and Installation", "finance delivery"},
		{"share 1 Finance Delivery and Installation why", "finance delivery"},
		{"会办 1 财务部、配送安装部", "finance delivery"},
	} {
		w := sharing(t, policy.SharedOwn)
		equal(t, r.line, w.must(slash(chen, r.line)).Key, "shared")
		shared := w.ticket(1).Shared
		got := make([]string, len(shared))
		for i, s := range shared {
			got[i] = s.Department
		}
		equal(t, r.line, strings.Join(got, " "), r.want)
	}
	w := sharing(t, policy.SharedOwn)
	equal(t, "nobody", w.code(slash(chen, "share 1")), ticket.NeedReceiver)
	equal(t, "no department", w.code(slash(chen, "share 1 Marketing")), ticket.NoCounterpart)
	equal(t, "its own", w.code(slash(chen, "share 1 Customer Support")), ticket.AlreadyShared)
	equal(t, "not theirs", w.code(slash(li, "share 1 Finance")), ticket.NotYours)
	equal(t, "by asking", asked(t).code(slash(chen, "share 1 Finance")), ticket.AskInstead)
	w = sharing(t, policy.SharedLead)
	reply := w.must(slash(chen, "share 1 Finance"))
	equal(t, "says", w.says(chen, reply), "#1: they have been told. It waits until U0BOSS names who leads it.")
}

func TestLead(t *testing.T) {
	waits := func(t *testing.T) *world {
		t.Helper()
		w := sharing(t, policy.SharedLead)
		w.must(slash(chen, "share 1 Finance"))
		return w
	}
	for name, r := range map[string]handlers.Request{
		"by mention":    slash(boss, "lead 1 <@U0BEN> he knows both"),
		"by name":       slash(boss, "牵头 1 Ben Carter 他都熟悉"),
		"by department": slash(boss, "lead 1 Delivery and Installation"),
		"by form":       form(boss, "lead", 1, map[string]string{"to": ben, "text": "he knows both"}),
	} {
		t.Run(name, func(t *testing.T) {
			w := waits(t)
			equal(t, "answer", w.must(r).Key, "lead_named")
			equal(t, "state", w.ticket(1).State, ticket.Accepted)
			if who := w.ticket(1).Responsible; who != ben && who != sun {
				t.Errorf("%s has it", who)
			}
		})
	}
	equal(t, "nobody", waits(t).code(slash(boss, "lead 1")), ticket.NeedReceiver)
	equal(t, "who had it", waits(t).code(slash(chen, "lead 1 <@U0BEN>")), ticket.NotYours)
	equal(t, "nothing waits", asked(t).code(slash(boss, "lead 1 <@U0BEN>")), ticket.NoLeadWanted)
	equal(t, "nobody begins", waits(t).code(slash(chen, "accept 1")), ticket.NoLead)
	if _, _, _, err := waits(t).desk.Form(t.Context(), boss, "lead", 1); err != nil {
		t.Errorf("the dialog: %v", err)
	}
	if _, _, _, err := asked(t).desk.Form(t.Context(), boss, "lead", 1); err == nil {
		t.Error("a dialog where no lead is wanted")
	}
	w := sharing(t, policy.SharedLead)
	p := *w.book.rules.Policy
	p.LeadBy = policy.LeadByNatural
	w.book.rules.Policy = &p
	w.must(slash(chen, "share 1 Finance"))
	equal(t, "an offer", w.must(slash(chen, "lead 1 <@U0LI>")).Key, "handed_off")
	equal(t, "offered", w.ticket(1).Handoff.To, li)
}

func TestTakeover(t *testing.T) {
	w := sharing(t, policy.SharedOwn)
	w.must(click(chen, "handoff", 1, li))
	equal(t, "before they accept", w.code(slash(li, "takeover 1")), ticket.AcceptFirst)
	equal(t, "by themselves", w.code(slash(chen, "release 1")), ticket.NotTakenOver)
	w.must(click(li, "accept", 1, ""))
	equal(t, "by themselves, accepted", w.code(slash(chen, "takeover 1")), ticket.NotTakenOver)
	reply := w.must(slash(li, "接洽 1"))
	equal(t, "says", w.says(li, reply), "#1: you have the person since 10:00. U0CHEN is released.")
	equal(t, "twice", w.code(slash(li, "takeover 1")), ticket.AlreadyReleased)
	equal(t, "follows", w.ticket(1).Follower(), li)
	equal(t, "first asked", w.ticket(1).Natural.User, chen)
	equal(t, "to the end", asked(t).code(slash(chen, "takeover 1")), ticket.NoRelease)
}

// Who passes a ticket on once too often reads that it stays; so does who has it.
func TestPassedOnTooOften(t *testing.T) {
	w := under(t, func(p *policy.Policy) { p.PingPong = policy.PingPong{Handoffs: 1} })
	reply := w.must(slash(chen, "handoff 1 <@U0LI> hers"))
	equal(t, "says", w.says(chen, reply), "#1 was passed on too often to be handed over once more. It stays with U0CHEN until U0BOSS names who leads it.")
	equal(t, "once more", w.code(slash(chen, "handoff 1 <@U0LI> hers")), ticket.StaysPut)
}

// A colleague is urged, and watched over, by name: the level next to one, or
// any by a head.
func TestLevelsByName(t *testing.T) {
	w := asked(t)
	w.must(click(chen, "handoff", 1, li))
	w.must(click(li, "accept", 1, ""))
	w.must(slash(li, "ask 1 <@U0BEN> which?"))
	w.now = w.now.Add(20 * 60e9)
	equal(t, "two levels down", w.code(slash(chen, "urge 1 <@U0BEN>")), ticket.AskLevel)
	equal(t, "their own", w.must(slash(chen, "urge 1 <@U0LI> any news?")).Key, "urged")
	equal(t, "watched over", w.must(slash(sun, "supervise 1 <@U0BEN> by 17:00")).Key, "supervised")
}
