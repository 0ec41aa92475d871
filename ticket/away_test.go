package ticket_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// away sends a request out of the house.
func away(actor string) ticket.Command {
	return ticket.Command{Verb: ticket.VerbRedirect, Actor: actor, Body: "the tax office", Text: "They issue these, 12 Main Street."}
}

// orderFor is an order of ann for somebody of finance.
func orderFor(by, to string) ticket.Request {
	r := typedBy(by, team)
	r.Asker = ticket.Asker{Kind: ticket.AskerMember, User: by}
	r.Order = ticket.Target{User: to, Rule: "post", Department: "finance", Topic: "invoice"}
	return r
}

// RD-7, RE-9: where it belongs and the words for the asker are a must; the asker
// in Slack is told and it ends.
func TestRedirect(t *testing.T) {
	w := scene(t, "accepted")
	nowhere, wordless := away(li), away(li)
	nowhere.Body, wordless.Text = "", ""
	w.refused(nowhere, ticket.NeedWhere)
	w.refused(wordless, ticket.NeedText)
	w.refused(away(chen), ticket.NotYours)
	w.apply(away(li))
	w.wantHeld(ticket.Redirected, li, "").wantEvents("redirect").wantSaid("redirected to "+tang, "closed to "+chen)
	if p := w.said(notice.Redirected).Params; p["body"] != notice.Text("the tax office") || w.t.End.How != ticket.SentOn {
		t.Errorf("said %v, ended %+v", p, w.t.End)
	}
	w.refused(away(li), ticket.AlreadyEnded)
	w.do(ticket.VerbReopen, tang).wantHeld(ticket.Accepted, li, "")
	if !w.t.Redirect.At.IsZero() {
		t.Errorf("still sent away: %+v", w.t.Redirect)
	}
}

func TestRedirectIsAllowedOrNot(t *testing.T) {
	w := scene(t, "captured")
	w.rules.Policy.Redirect = policy.RedirectNever
	w.refused(away(chen), ticket.NeverAway)
	w.rules.Policy.Redirect = policy.RedirectAssist
	w.apply(away(chen))
	w.wantHeld(ticket.ResultReady, chen, "").wantSaid("redirected to "+tang, "tell_customer to "+chen)
	w.do(ticket.VerbReply, chen).wantHeld(ticket.Redirected, chen, "")
}

// Who asked outside Slack is told by a person first.
func TestRedirectOfSomebodyOutside(t *testing.T) {
	w := typed(t)
	w.apply(away(ann))
	w.wantHeld(ticket.ResultReady, ann, "").wantSaid("tell_customer to " + ann)
	w.do(ticket.VerbReply, ann).wantHeld(ticket.Redirected, ann, "")
}

// FA-17: direct contact only after the asker's yes, which is recorded with who,
// when and how; the ticket stays with who has it.
func TestConsent(t *testing.T) {
	direct := ticket.Command{Verb: ticket.VerbThirdParty, Actor: li, Text: "ACME", Word: "direct"}
	yes := ticket.Command{Verb: ticket.VerbConsent, Actor: li, Text: "by phone at 10:20"}
	how, stranger := yes, yes
	how.Text, stranger.Actor = "", ben
	w := scene(t, "accepted").at("10:20")
	w.refused(direct, ticket.NeedYes)
	w.refused(how, ticket.NeedHow)
	w.refused(stranger, ticket.NotYours)
	w.apply(yes)
	w.wantEvents("consent").wantSaid()
	w.refused(yes, ticket.AlreadyAgreed)
	w.apply(direct)
	w.wantHeld(ticket.WaitThirdParty, li, "")
	want := ticket.Consent{By: li, Text: "by phone at 10:20", At: clock(t, "10:20").UTC()}
	if diff := cmp.Diff(want, w.t.Consent); diff != "" || !w.t.Waits.Direct {
		t.Errorf("consent (-want +got):\n%s; waits %+v", diff, w.t.Waits)
	}
	w = scene(t, "accepted")
	w.rules.Policy.DirectThirdParty = policy.DirectNever
	w.refused(direct, ticket.NeverDirect)
	w.refused(yes, ticket.NeverDirect)
	direct.Word = ""
	w.apply(direct)
	w.wantHeld(ticket.WaitThirdParty, li, "")
}

// FA-17: an asker in Slack is asked, and agrees themselves.
func TestConsentOfTheAskerThemselves(t *testing.T) {
	ask := ticket.Command{Verb: ticket.VerbConsent, Actor: li, Word: "ask"}
	w := scene(t, "accepted")
	w.apply(ask)
	w.wantEvents("consent_asked").wantSaid("consent_asked to " + tang)
	w.apply(ticket.Command{Verb: ticket.VerbConsent, Actor: tang})
	w.wantEvents("consent").wantSaid("consented to " + li)
	outside := typed(t)
	ask.Actor = ann
	outside.refused(ask, ticket.NeedHow)
}

// WK-3.2, IM-4.2: the fields that a rule book wants come before a handoff, all
// that are missing are named at once, and what the ticket says itself is there.
func TestFieldsComeBeforeAHandoff(t *testing.T) {
	w := typed(t)
	w.rules.Policy.Needs = []policy.Need{
		{Rule: "X-1", Verb: "handoff", Have: []string{"contact.name", "contact.phone", "contact.content", "contact.time", "contact.receiver"}},
		{Rule: "X-2", Verb: "handoff", Have: []string{"contact.phone", "contact.unit"}},
	}
	w.t.Asker.Name = ""
	p := w.refused(handTo(ann, li), ticket.NeedContact)
	if p["fields"] != notice.Text("name phone unit") || p["rule"] != notice.Text("X-1") {
		t.Errorf("refused with %v", p)
	}
	w.refused(handTo(ben, li), ticket.NotYours)
	w.refused(ticket.Command{Verb: ticket.VerbField, Actor: ann}, ticket.NeedFields)
	w.apply(ticket.Command{Verb: ticket.VerbField, Actor: ann, Fields: map[string]string{"name": "Gao", "phone": "139"}})
	w.wantEvents("field")
	with := handTo(ann, li)
	with.Fields = map[string]string{"unit": "house 4"}
	w.apply(with)
	w.wantEvents("field", "handoff").wantHeld(ticket.HandedOff, "", li)
	if diff := cmp.Diff(map[string]string{"name": "Gao", "phone": "139", "unit": "house 4"}, w.t.Contact); diff != "" {
		t.Errorf("noted (-want +got):\n%s", diff)
	}
	w.apply(ticket.Command{Verb: ticket.VerbField, Actor: ann, Fields: map[string]string{"unit": ""}})
	if _, known := w.t.Contact["unit"]; known {
		t.Error("an emptied field is still there")
	}
}

// WK-7: an order goes to the unit at once, cannot be returned, sent away or
// handed out of the unit; disputed, it stays with the unit until its giver says.
func TestOrders(t *testing.T) {
	w := scene(t, "ordered")
	w.wantHeld(ticket.HandedOff, "", li)
	if w.t.Natural.User != ann || w.t.Department != "finance" {
		t.Errorf("followed by %s in %s", w.t.Natural.User, w.t.Department)
	}
	back := ticket.Command{Verb: ticket.VerbReturn, Actor: li, Text: "not ours"}
	if p := w.refused(back, ticket.DisputeInstead); p["who"] != notice.User(ann) {
		t.Errorf("refused with %v", p)
	}
	w.refused(handTo(li, ben), ticket.DisputeInstead)
	w.refused(handTo(zhou, ben), ticket.DisputeInstead)
	w.refused(away(zhou), ticket.DisputeInstead)
	w.refused(ticket.Command{Verb: ticket.VerbDispute, Actor: ann, Text: "no"}, ticket.NotDisputed)
	w.refused(ticket.Command{Verb: ticket.VerbDispute, Actor: li}, ticket.NeedReason)
	w.do(ticket.VerbDispute, li).wantHeld(ticket.HandedOff, "", li).wantSaid("disputed to " + ann)
	w.refused(ticket.Command{Verb: ticket.VerbDispute, Actor: zhou, Text: "no"}, ticket.AlreadyMarked)
	w.do(ticket.VerbDispute, ann).wantHeld(ticket.HandedOff, "", li).wantSaid("order_stays to " + li)
	w.do(ticket.VerbAccept, li)
	w.refused(handTo(li, ben), ticket.DisputeInstead)
	w.do(ticket.VerbDispute, li)
	to := handTo(ann, ben)
	to.To.Department = "delivery"
	w.apply(to)
	w.wantHeld(ticket.HandedOff, li, ben)
	if w.t.Mark(ticket.Disputed) != nil || w.t.Department != "delivery" {
		t.Errorf("marks %+v in %s", w.t.Marks, w.t.Department)
	}
	scene(t, "accepted").refused(ticket.Command{Verb: ticket.VerbDispute, Actor: li, Text: "no"}, ticket.NotDispatched)
}

func TestDispatches(t *testing.T) {
	rules := scene(t, "captured").rules
	rules.Policy.Dispatch = policy.Mandate{Rule: "X-7", By: []string{"desk_officer"}}
	rules.Org.Roles = map[string][]string{"desk_officer": {ann}}
	for user, want := range map[string]bool{ann: true, zhao: true, chen: false, stranger: false} {
		if ticket.Dispatches(rules, user) != want {
			t.Errorf("%s dispatches: %t", user, !want)
		}
	}
}

// PL-3.2a: the first route that fits says where a request goes, else the topic
// that its text names; nothing moves by it.
func TestRoutes(t *testing.T) {
	by := func(to policy.Place, when policy.When, topics ...string) policy.Route {
		return policy.Route{Rule: "X-1", When: when, Topics: topics, To: to}
	}
	complaints := policy.When{Types: []string{"complaint"}}
	tests := map[string]struct {
		text, kind string
		routes     []policy.Route
		want       ticket.Target
	}{
		"by a topic of the organisation": {text: "a wrong invoice", want: ticket.Target{User: li, Rule: "post", Department: "finance", Topic: "invoice", Post: "invoices"}},
		"a post without holder":          {text: "A SCREW is missing", want: ticket.Target{User: sun, Rule: "head", Department: "delivery", Topic: "screw", Post: "parts"}},
		"nothing fits":                   {text: "how high?"},
		"by type": {
			text: "a wrong invoice", kind: "complaint.customer", routes: []policy.Route{by(policy.Place{Department: "delivery"}, complaints)},
			want: ticket.Target{User: sun, Rule: "head", Department: "delivery"},
		},
		"of another type": {
			text: "a wrong invoice", kind: "query", routes: []policy.Route{by(policy.Place{Department: "delivery"}, complaints)},
			want: ticket.Target{User: li, Rule: "post", Department: "finance", Topic: "invoice", Post: "invoices"},
		},
		"to a role, by a word": {
			text: "the lift is stuck", routes: []policy.Route{by(policy.Place{Role: "lift_man"}, policy.When{}, "stairs", "lift")},
			want: ticket.Target{User: ben, Rule: "role", Department: "delivery", Topic: "lift"},
		},
		"a role that nobody fills": {text: "the lift is stuck", routes: []policy.Route{by(policy.Place{Role: "nobody"}, policy.When{}, "lift")}},
		"to who has it already":    {text: "the lift", routes: []policy.Route{by(policy.Place{Role: "first"}, policy.When{}, "lift")}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.rules.Policy.Routes = tt.routes
			w.rules.Org.Roles = map[string][]string{"lift_man": {ben}, "first": {chen}}
			r := customerPost(w.now)
			r.Text, r.Type = tt.text, tt.kind
			w.capture(r)
			if got := ticket.Destination(&w.t, w.rules, w.now); got != tt.want {
				t.Errorf("goes to %+v, want %+v", got, tt.want)
			}
			w.wantHeld(ticket.Captured, "", "")
		})
	}
}

// A post that was captured by an emoji has no text at first: where it goes is
// seen as soon as the text is there, and a later edit changes nothing of it.
func TestRoutesOfATextThatComesLater(t *testing.T) {
	w := newWorld(t)
	r := customerPost(w.now)
	r.Text = ""
	w.capture(r)
	w.apply(ticket.Command{Verb: ticket.VerbEdited, Text: "a wrong invoice"})
	if got := ticket.Destination(&w.t, w.rules, w.now); got.User != li {
		t.Errorf("goes to %+v, want %s", got, li)
	}
	w.apply(ticket.Command{Verb: ticket.VerbEdited, Text: "a screw is missing"})
	if got := ticket.Destination(&w.t, w.rules, w.now); got.User != li {
		t.Errorf("after an edit it goes to %+v, want %s", got, li)
	}
}

func TestFieldsAreListedOnce(t *testing.T) {
	if all := ticket.Fields(); !slices.Contains(all, "phone") || len(slices.Compact(slices.Sorted(slices.Values(all)))) != len(all) {
		t.Errorf("fields %v", all)
	}
}

// Contact details are for those who have a part in it, and superiors who were asked.
func TestReads(t *testing.T) {
	w := scene(t, "overrun")
	for user, want := range map[string]bool{tang: true, chen: true, li: true, zhou: true, sun: false, "": false} {
		if w.t.Reads(user) != want {
			t.Errorf("%q reads: %t", user, !want)
		}
	}
}
