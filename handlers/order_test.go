package handlers_test

import (
	"testing"

	"github.com/firstask/firstask/handlers"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// WK-7: an order goes to the unit's counterpart in the same turn; a line that is
// none stays a request.
func TestOrdersAreTyped(t *testing.T) {
	for _, line := range []string{"new --dispatch finance list the open invoices", "新建 --派单 财务部 list the open invoices", "登記 —派單 finance: list the open invoices"} {
		w := newWorld(t)
		reply := w.must(slash(zhao, line))
		equal(t, line, reply.Key, "dispatched")
		order := w.ticket(reply.Ticket)
		equal(t, "text of "+line, order.Text, "list the open invoices")
		equal(t, "receiver of "+line, order.Handoff.To, zhou)
		equal(t, "state of "+line, order.State, ticket.HandedOff)
	}
	w := newWorld(t)
	equal(t, "by topic", w.ticket(w.must(slash(zhao, "new --dispatch invoice list them")).Ticket).Handoff.To, li)
	equal(t, "to nobody known", w.must(slash(zhao, "new --dispatch gardeners list them")).Key, "dispatch_where")
	equal(t, "without words", w.must(slash(zhao, "new --dispatch finance")).Key, "dispatch_where")
	equal(t, "to oneself", w.code(slash(zhou, "new --dispatch finance list them")), ticket.SelfHandoff)
	equal(t, "a colleague", w.code(slash(chen, "new --dispatch finance list them")), ticket.NotYours)
	equal(t, "a plain request", w.must(slash(chen, "new dispatch rules, please")).Key, "saved")
}

// The roles that a rule book names give orders too.
func TestOrdersByRole(t *testing.T) {
	w := under(t, func(p *policy.Policy) { p.Dispatch = policy.Mandate{Rule: "X-7", By: []string{"desk_officer"}} })
	org := *w.book.rules.Org
	org.Roles = map[string][]string{"desk_officer": {ann}}
	w.book.rules.Org = &org
	equal(t, "the desk officer", w.must(slash(ann, "new --dispatch finance list them")).Key, "dispatched")
}

// An order cannot be returned; disputed it stays, until who gave it says so.
func TestDispute(t *testing.T) {
	for name, r := range map[string]handlers.Request{
		"typed": slash(li, "dispute 1 not ours"), "in Chinese": slash(li, "异议1 不归我们"), "form": form(li, "dispute", 1, map[string]string{"text": "not ours"}),
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.must(slash(zhao, "new --dispatch invoice list them"))
			equal(t, "return", w.code(slash(li, "return 1 not ours")), ticket.DisputeInstead)
			equal(t, "answer", w.must(r).Key, "disputed")
			equal(t, "receiver", w.ticket(1).Handoff.To, li)
			equal(t, "said again", w.code(slash(li, "dispute 1 not ours")), ticket.AlreadyMarked)
			equal(t, "stays", w.must(slash(zhao, "dispute 1 it is yours")).Key, "order_stays")
			w.must(slash(li, "dispute 1 but see")) // may be said anew
			w.must(slash(zhao, "handoff 1 @Ben Carter then yours"))
			equal(t, "goes on", w.ticket(1).Handoff.To, ben)
		})
	}
}

// FA-17: direct contact wants the recorded yes; the asker is asked, or somebody
// writes down how they agreed.
func TestDirectContact(t *testing.T) {
	w := asked(t)
	direct := slash(chen, "thirdparty 1 the power company direct")
	equal(t, "without consent", w.code(direct), ticket.NeedYes)
	equal(t, "asked", w.must(slash(chen, "consent 1 ask")).Key, "consent_asked")
	equal(t, "still without", w.code(direct), ticket.NeedYes)
	equal(t, "agreed", w.must(click(tang, "consent", 1, "agree")).Key, "consented")
	equal(t, "direct", w.must(direct).Key, "waiting_direct")
	saved := w.ticket(1)
	equal(t, "who", saved.Consent.By, tang)
	equal(t, "waits for", saved.Waits.Text, "the power company")
	equal(t, "has it", saved.Responsible, chen)
}

// WK-3.2, IM-4.2: what is missing is asked for in the dialog of the handoff,
// and what was typed is kept.
func TestTheHandoffAsksForWhatIsMissing(t *testing.T) {
	w := under(t, func(p *policy.Policy) {
		p.Needs = []policy.Need{{Rule: "X-1", Verb: "handoff", Have: []string{"contact.name", "contact.phone", "contact.unit"}}}
	})
	data, _, _, err := w.desk.Form(t.Context(), chen, "handoff", 1)
	if err != nil || len(data.Contact) != 2 || data.Contact[0] != "phone" || data.Contact[1] != "unit" {
		t.Fatalf("the dialog asks for %q: %v", data.Contact, err)
	}
	refused, err := w.do(slash(chen, "handoff 1 @Li Wen hers"))
	equal(t, "typed", refused.Typed, "@Li Wen hers")
	if err == nil {
		t.Error("handed over without a phone number")
	}
	w.must(slash(chen, "登记信息1 电话：13900001234，单位：“枫林 咖啡”"))
	noted := w.ticket(1).Contact
	equal(t, "phone", noted["phone"], "13900001234")
	equal(t, "unit", noted["unit"], "枫林 咖啡")
	w.must(slash(chen, "handoff 1 @Li Wen hers"))
	with := under(t, func(p *policy.Policy) {
		p.Needs = []policy.Need{{Rule: "X-1", Verb: "handoff", Have: []string{"contact.phone"}}}
	})
	with.must(form(chen, "handoff", 1, map[string]string{"to": li, "contact.phone": "13900001234"}))
	equal(t, "with the form", with.ticket(1).Contact["phone"], "13900001234")
}
