package text_test

import (
	"strings"
	"testing"
	"time"

	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/text"
)

// everyCourse is how a request goes, in all that a policy can say of it.
func everyCourse(p *policy.Policy) {
	some := p.Windows[0].When
	p.Routes = []policy.Route{
		{Rule: "T-r", When: some, Topics: []string{"bill"}, To: policy.Place{Department: "finance"}, With: []policy.Place{{Role: "gm"}, {Post: "invoices"}}},
		{To: policy.Place{Role: "gm"}},
	}
	p.Rulings = []policy.Ruling{{Rule: "T-u", When: some, By: []string{"gm"}, Final: []string{"gm", "top_leader"}, Review: "T-v", Major: "T-w"}}
	p.Outcomes = []policy.Outcome{{Rule: "T-o", When: some}}
	p.Endorsements = []policy.Endorsement{{Rule: "T-e", When: some, By: []string{"gm"}}}
	for _, by := range policy.ReplyBys() {
		p.Replies = append(p.Replies, policy.Reply{Rule: "T-y", When: some, By: by, Role: "gm", Asked: "top_leader"})
	}
	p.Dispatch, p.Manage = policy.Mandate{Rule: "T-d", By: []string{"gm"}}, policy.Mandate{Rule: "T-g", By: []string{"gm"}}
	p.Watch = []policy.Mandate{{Rule: "T-h", By: []string{"gm"}}}
	p.Stages, p.CallbackBy, p.PingPong = policy.Stages(), "gm", policy.PingPong{Handoffs: 3, Returns: 1}
	p.Forms = []policy.Form{{ID: "page", Rule: "T-f"}}
	p.Retention, p.RepeatWithin = policy.Limit{Days: 3}, policy.Limit{Time: time.Hour}
}

// everyWay says a policy in each of the ways that a setting of it may have.
func everyWay(tb testing.TB, c *text.Catalog, locale string, see func(way, got string)) {
	tb.Helper()
	rules := everyRule(tb)
	plain := *rules.Policy
	say := func(way string, change func(*policy.Policy)) {
		p := plain
		change(&p)
		rules.Policy = &p
		see(way, c.Policy(rules, policy.Labels{}, locale, mustTime(tb, "2026-03-02 10:00")))
	}
	for _, way := range policy.Redirects() {
		say(string(way), func(p *policy.Policy) { p.Redirect = way })
	}
	for _, way := range policy.SharedModes() {
		say(string(way), func(p *policy.Policy) { p.SharedMode = way })
	}
	say("lead by natural", func(p *policy.Policy) { p.SharedMode, p.LeadBy = policy.SharedLead, policy.LeadByNatural })
	for _, way := range policy.Releases()[1:] {
		say(string(way), func(p *policy.Policy) { p.Release = way })
	}
	for _, way := range policy.ReplyBys()[1:] {
		say(string(way), func(p *policy.Policy) { p.ReplyBy, p.ReplyRole = way, "gm" })
	}
	say("third party", func(p *policy.Policy) { p.DirectThirdParty = policy.DirectNever })
	say("callback", func(p *policy.Policy) { p.CallbackBy = "" })
}

// What becomes of a request is said with the rule behind it.
func TestPolicySaysHowARequestGoes(t *testing.T) {
	c := mustLoad(t)
	got := policies(t, c, "en")
	for _, want := range []string{
		"finance is proposed as the receiver (T-r); once it is handed over, also told: gm, finance (invoices). Only for:", "with the words “bill”",
		"gm is proposed as the receiver.", "gm rules on (T-u)", "top_leader, once either side asks for a review (T-v); a major matter goes there at once (T-w).",
		"hears it too (T-o)", "waits for the word of gm (T-e)", "hears the result from gm (T-y), once top_leader was asked for help.",
		"cannot decline (T-d)", "rights of their head (T-g)", "changes none (T-h)", "gm calls customers back", "After 3 handoffs or one return ", "“page” (T-f)",
		"archived after 3 working days", "within 1 working h of the end", "Before “Hand over to a stand-in”",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("not said: %q\n%s", want, got)
		}
	}
}

// Every way to go about something has its own sentence.
func TestPolicySaysEveryWay(t *testing.T) {
	c := mustLoad(t)
	for _, locale := range text.Locales() {
		seen := map[string]string{}
		everyWay(t, c, locale, func(way, got string) {
			if before := seen[got]; before != "" || strings.Contains(got, "policy.") || strings.Contains(got, "no value") {
				t.Errorf("%s: %s has no sentence of its own (%s):\n%s", locale, way, before, got)
			}
			seen[got] = way
		})
	}
}
