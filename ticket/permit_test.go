package ticket_test

import (
	"cmp"
	"errors"
	"slices"
	"testing"

	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// attempts are every verb of the table, with all it could need.
func attempts(tb tester, verb ticket.Verb, actor string) []ticket.Command {
	tb.Helper()
	base := ticket.Command{Verb: verb, Actor: actor, Text: "because"}
	with := func(change func(*ticket.Command)) ticket.Command {
		c := base
		change(&c)
		return c
	}
	switch verb { //nolint:exhaustive // the others need no more
	case ticket.VerbHandoff, ticket.VerbAsk:
		return []ticket.Command{
			with(func(c *ticket.Command) { c.To = ticket.Target{User: deng, Rule: "person"} }),
			with(func(c *ticket.Command) { c.To = ticket.Target{User: wu, Rule: "person"} }),
		}
	case ticket.VerbTaskforce:
		return []ticket.Command{
			with(func(c *ticket.Command) { c.To, c.Force = ticket.Target{User: ben}, []ticket.Member{{User: wu}} }),
			with(func(c *ticket.Command) { c.To = ticket.Target{User: actor} }),
		}
	case ticket.VerbLead:
		return []ticket.Command{with(func(c *ticket.Command) { c.To = ticket.Target{User: ben, Rule: "person"} })}
	case ticket.VerbShare:
		return []ticket.Command{with(func(c *ticket.Command) { c.With = []ticket.Target{{User: sun, Department: "delivery"}} })}
	case ticket.VerbTriage:
		return []ticket.Command{with(func(c *ticket.Command) { c.Type = "query" })}
	case ticket.VerbPromise, ticket.VerbSupervise:
		return []ticket.Command{
			with(func(c *ticket.Command) { c.Until = clock(tb, "wed 17:00") }),
			with(func(c *ticket.Command) { c.Word = "agree" }),
		}
	case ticket.VerbCorrect:
		return []ticket.Command{
			with(func(c *ticket.Command) { c.To = ticket.Target{User: deng, Rule: "person"} }),
			with(func(c *ticket.Command) { c.To = ticket.Target{User: actor, Rule: "person"} }),
			with(func(c *ticket.Command) { c.Word = "agree" }),
		}
	case ticket.VerbAbout:
		return []ticket.Command{with(func(c *ticket.Command) { c.To = ticket.Target{User: ben, Rule: "person"} })}
	case ticket.VerbRedirect:
		return []ticket.Command{with(func(c *ticket.Command) { c.Body = "the tax office" })}
	case ticket.VerbField:
		return []ticket.Command{with(func(c *ticket.Command) { c.Fields = map[string]string{"phone": "13900001234"} })}
	case ticket.VerbAsker:
		return []ticket.Command{with(func(c *ticket.Command) { c.Asker = ticket.Asker{Kind: ticket.AskerCustomer, Name: "Mr Gao"} })}
	case ticket.VerbDuplicate:
		return []ticket.Command{with(func(c *ticket.Command) { c.Number = 40 }), with(func(c *ticket.Command) { c.Word = "undo" })}
	case ticket.VerbWithdraw:
		return []ticket.Command{base, with(func(c *ticket.Command) { c.Word = "not_request" })}
	default:
		return []ticket.Command{base}
	}
}

// heldOff is why the last command was held back and only noted; nil where it was not.
func heldOff(w *world) error {
	if w.last.Held {
		return w.last.Said
	}
	return nil
}

func permitScenes() []string {
	return []string{
		"captured", "handed over", "returned", "accepted", "handed on", "answered", "result ready", "confirmed", "told",
		"withdrawn", "not a request", "private", "private, handed over", "private, escalated", "asked further", "alarmed",
		"to call back", "overrun", "to the fallback", "waits for the asker", "waits outside", "major", "on the phone",
		"to correct", "private, to correct", "told in one go", "told on the phone",
		"ordered", "ordered, accepted", "disputed", "redirected", "merged", "reachable",
		"level overrun", "shared", "without a lead", "without a lead, the first asked names it", "frozen", "frozen, nobody above",
		"the handler tells", "about somebody", "ruled", "ruled, asked by telephone", "under review", "ruled for good", "to be ruled for good", "another calls back", "brought in", "brought in, nobody fills it",
		"to be endorsed", "not endorsed", "not endorsed, accepted",
	}
}

func permitScene(tb tester, name string) *world {
	tb.Helper()
	var w *world
	switch name {
	case "waits for the asker":
		w = scene(tb, "accepted")
		w.apply(ticket.Command{Verb: ticket.VerbAsk, Actor: li, Word: "customer", Text: "which?"})
	case "waits outside":
		w = scene(tb, "accepted").do(ticket.VerbThirdParty, li)
	case "major":
		w = scene(tb, "accepted")
		w.rules.Policy = everything()
		w.do(ticket.VerbMajor, li)
	case "ordered, accepted":
		w = scene(tb, "ordered").do(ticket.VerbAccept, li)
	case "disputed":
		w = scene(tb, "ordered").do(ticket.VerbDispute, li)
	case "reachable":
		w = scene(tb, "accepted")
		w.apply(ticket.Command{Verb: ticket.VerbField, Actor: li, Fields: map[string]string{"phone": "13900001234"}})
		w.t.CapturedBy, w.t.Helpers = ann, []string{zhou}
		w.t.Shared = []ticket.Share{{Department: "delivery", User: sun}}
	case "merged":
		w = merged(scene(tb, "handed over"), chen)
	case "on the phone":
		w = typed(tb)
	case "told in one go":
		w = scene(tb, "accepted").do(ticket.VerbInform, li)
	case "told on the phone":
		w = typed(tb)
		w.do(ticket.VerbInform, w.t.Factual())
	case "to correct":
		w = correction(scene(tb, "captured"), zhao, ann)
	case "private, to correct":
		w = correction(scene(tb, "private"), chen, ann)
	case "without a lead, the first asked names it":
		w = scene(tb, "without a lead")
		w.rules.Policy.LeadBy = policy.LeadByNatural
		return w
	case "another calls back":
		w = scene(tb, "result ready")
		w.rules.Policy = everything()
		w.rules.Policy.CallbackBy = "care"
		org := *w.rules.Org
		org.Roles = map[string][]string{"care": {wu, w.t.Factual()}}
		w.rules.Org = &org
		return w.do(ticket.VerbReply, w.t.Teller())
	case "the handler tells":
		w = typed(tb).handoff(ann, li)
		w.rules.Policy = everything()
		w.rules.Policy.ReplyBy = policy.ReplyHandler
		return w
	case "to be ruled", "about somebody", "ruled", "ruled, asked by telephone", "under review", "ruled for good", "to be ruled for good":
		return judgedScene(tb, name)
	case "to be endorsed", "not endorsed", "not endorsed, accepted":
		return endorsedScene(tb, name)
	default:
		w = scene(tb, name)
	}
	w.rules.Policy = everything()
	return w
}

// Every verb, by every person, in every state: what is carried out stands in
// the table of permissions, and every entry of the table is carried out by
// somebody somewhere. So the table is all there is to say.
func TestPermissionsAreWhatHappens(t *testing.T) {
	people := []string{boss, zhao, deng, chen, ann, zhou, li, wu, sun, ben, tang, stranger}
	used := map[ticket.Verb]map[ticket.Relation]bool{}
	for _, p := range ticket.Permissions() {
		used[p.Verb] = map[ticket.Relation]bool{}
		for _, name := range permitScenes() {
			w := permitScene(t, name)
			for _, at := range []string{"", "14:20"} {
				if at != "" {
					w.at(at)
				}
				for _, actor := range people {
					relations := ticket.Relations(&w.t, actor, w.rules)
					for _, c := range attempts(t, p.Verb, actor) {
						try := *w
						if try.try(c) == nil && heldOff(&try) == nil {
							for _, r := range relations {
								used[p.Verb][r] = true
							}
							if !slices.ContainsFunc(relations, func(r ticket.Relation) bool { return slices.Contains(p.May, r) }) {
								t.Errorf("%s: %s may %s, being only %v", name, actor, c.Verb, relations)
							}
						}
					}
				}
			}
		}
	}
	for _, p := range ticket.Permissions() {
		for _, r := range p.May {
			if !used[p.Verb][r] {
				t.Errorf("%s stands in the table for %s, but is never carried out by one", p.Verb, r)
			}
		}
	}
}

// The guard holds where a verb forgets to look: the verb alone would let them.
func TestNobodyIsNobody(t *testing.T) {
	for _, name := range permitScenes() {
		w := permitScene(t, name)
		for _, p := range ticket.Permissions() {
			for _, c := range attempts(t, p.Verb, stranger) {
				var refused *ticket.Refusal
				if err := cmp.Or(w.try(c), heldOff(w)); p.Verb != ticket.VerbNote && !errors.As(err, &refused) {
					t.Errorf("%s: a stranger may %s", name, p.Verb)
				}
			}
			if p.Verb != ticket.VerbNote && ticket.Permits(&w.t, p.Verb, stranger, w.rules) {
				t.Errorf("%s: the table lets a stranger %s", name, p.Verb)
			}
		}
	}
}

// Nobody decides what is about themselves, whatever else they are to it.
func TestNobodyJudgesThemselves(t *testing.T) {
	own := func(w *world, c ticket.Command) {
		t.Helper()
		if err := w.try(c); err == nil {
			t.Errorf("%s by %s about themselves", c.Verb, c.Actor)
		}
	}
	late := asked(t).at("10:04").handoff(chen, sun).fire("10:34") // a head was silent
	late.do(ticket.VerbAccept, sun).at("10:40")
	own(late, ticket.Command{Verb: ticket.VerbSupervise, Actor: sun, Until: clock(t, "wed 17:00"), Text: "x"})
	own(late, ticket.Command{Verb: ticket.VerbComplainUp, Actor: sun, Text: "x"})
	wish := ticket.Command{Verb: ticket.VerbPromise, Actor: sun, Until: clock(t, "tue2 17:00"), Text: "parts"}
	late.apply(wish)
	if late.t.Wish == nil || late.t.Wish.To == sun {
		t.Fatalf("wish %+v", late.t.Wish)
	}
	own(late, ticket.Command{Verb: ticket.VerbPromise, Actor: sun, Word: "agree"})
	own(scene(t, "answered"), ticket.Command{Verb: ticket.VerbConfirm, Actor: li})
	wrong := correction(scene(t, "captured"), zhao, ann)
	own(wrong, ticket.Command{Verb: ticket.VerbCorrect, Actor: zhao, Word: "agree"})
	own(wrong, ticket.Command{Verb: ticket.VerbCorrect, Actor: chen, Word: "agree"})
	loud := scene(t, "accepted")
	loud.rules.Policy = everything()
	loud.do(ticket.VerbUrgent, zhou)
	own(loud, ticket.Command{Verb: ticket.VerbAck, Actor: zhou})
	own(loud, ticket.Command{Verb: ticket.VerbAck, Actor: li})
}
