package ticket_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// registering is what a request is registered with.
func registering(have ...string) []policy.Need {
	return []policy.Need{{Rule: "X-new", Verb: "new", Have: have}}
}

// order are fields of a rule book: one of each kind, one for a kind of request.
func order() []policy.Field {
	return []policy.Field{
		{ID: "order_no", Name: policy.Name{"en": "order number"}, When: policy.When{Types: []string{"order"}}},
		{ID: "qty", Kind: policy.FieldNumber},
		{ID: "due", Kind: policy.FieldDate},
		{ID: "way", Kind: policy.FieldChoice, Choices: []policy.Choice{{ID: "sea", Name: policy.Name{"en": "By sea", "zh-Hans": "\u6d77\u8fd0"}}, {ID: "air"}}},
	}
}

// CM-5.2.1: a request stays captured until all is there that the rule book wants
// said of it; how much was there at first and is there now is kept.
func TestRegisteredOnceAllIsThere(t *testing.T) {
	w := newWorld(t)
	w.rules.Policy.Fields = order()
	w.rules.Policy.Needs = registering("contact.order_no", "contact.content", "contact.qty", "asker")
	w.capture(typedBy(ben, team))
	if w.t.State != ticket.Captured || w.t.Noted != (ticket.Noted{First: 1, Now: 1, Of: 4}) || w.last.Events[0].Facts["noted"] != "1/4" {
		t.Fatalf("%s with %+v: %v", w.t.State, w.t.Noted, w.last.Events)
	}
	lacks := func(want string) {
		t.Helper()
		got, rule := ticket.Lacking(&w.t, w.rules)
		if strings.Join(got, " ") != want || (rule == "X-new") != (want != "") {
			t.Errorf("lacks %v (%s), want %s", got, rule, want)
		}
	}
	lacks("contact.order_no contact.qty asker")
	w.apply(ticket.Command{Verb: ticket.VerbField, Actor: ben, Fields: map[string]string{"order_no": "4711", "qty": "10"}})
	w.wantEvents("field", "noted")
	lacks("asker")
	w.apply(ticket.Command{Verb: ticket.VerbNote, Actor: ben, Text: "no news"})
	w.wantEvents("note")
	w.apply(askerIs(ben, ticket.Asker{Kind: ticket.AskerCustomer, Name: "Gao"}))
	w.wantEvents("asker", "noted")
	if w.t.State != ticket.Registered || w.t.Noted != (ticket.Noted{First: 1, Now: 4, Of: 4}) || w.last.Events[1].State != ticket.Registered {
		t.Errorf("%s with %+v: %v", w.t.State, w.t.Noted, w.last.Events)
	}
	lacks("")
	// What is taken away again is missing, and is no way back.
	w.apply(ticket.Command{Verb: ticket.VerbField, Actor: ben, Fields: map[string]string{"qty": ""}})
	lacks("contact.qty")
	if w.t.State != ticket.Registered || w.t.Noted.Now != 3 {
		t.Errorf("%s with %+v", w.t.State, w.t.Noted)
	}
	w.do(ticket.VerbWithdraw, ben)
	lacks("")
}

// What comes with a request is noted in an event of its own, and may register it at once.
func TestRegisteredAsItIsCaptured(t *testing.T) {
	w := newWorld(t)
	w.rules.Policy.Fields, w.rules.Policy.Needs = order(), registering("contact.order_no")
	r := typedBy(ben, team)
	r.Fields = map[string]string{"order_no": "4711"}
	w.capture(r)
	w.wantEvents("captured", "field", "noted")
	if w.t.State != ticket.Registered || w.t.Noted != (ticket.Noted{First: 1, Now: 1, Of: 1}) {
		t.Errorf("%s with %+v", w.t.State, w.t.Noted)
	}
	said := newWorld(t) // by the text alone
	said.rules.Policy.Needs = registering("contact.content")
	said.capture(typedBy(ben, team))
	if said.t.State != ticket.Registered {
		t.Errorf("%s", said.t.State)
	}
}

// Where no rule book wants anything nothing is counted, and a need of another
// kind of request holds once it is judged to be one.
func TestOnlyWhatIsWantedIsCounted(t *testing.T) {
	w := scene(t, "captured")
	w.apply(ticket.Command{Verb: ticket.VerbField, Actor: chen, Fields: map[string]string{"phone": "139"}})
	w.wantEvents("field")
	if w.t.State != ticket.Captured || w.t.Noted != (ticket.Noted{}) {
		t.Errorf("%s with %+v", w.t.State, w.t.Noted)
	}
	w.rules.Policy.Needs = []policy.Need{{Rule: "X-new", Verb: "new", When: policy.When{Types: []string{"order"}}, Have: []string{"contact.unit"}}}
	w.apply(ticket.Command{Verb: ticket.VerbTriage, Actor: chen, Type: "order.late"})
	w.wantEvents("triage", "noted")
	if w.t.Noted != (ticket.Noted{Of: 1}) {
		t.Errorf("%+v", w.t.Noted)
	}
}

// A dialog asks for what is needed, then for what is offered for such a request,
// and not for what the ticket itself says.
func TestFieldsToAsk(t *testing.T) {
	w := scene(t, "captured")
	w.rules.Policy.Fields = order()
	w.rules.Policy.Needs = append(registering("contact.qty", "contact.content", "asker"), policy.Need{Rule: "X-2", Verb: "handoff", Have: []string{"contact.phone", "contact.qty"}})
	if got := ticket.FieldsToAsk(&w.t, chen, w.rules); !slices.Equal(got, []string{"qty", "phone"}) {
		t.Errorf("asks for %v", got)
	}
	w.t.Type = "order"
	if got := ticket.FieldsToAsk(&w.t, chen, w.rules); !slices.Equal(got, []string{"qty", "phone", "order_no"}) {
		t.Errorf("asks for %v", got)
	}
}

func TestReadFields(t *testing.T) {
	p := &policy.Policy{Fields: order()}
	typed := map[string]string{
		"phone": " 139 ", "order_no": strings.Repeat("\u53d1", policy.MostField), "qty": "1,200", "due": "2026/3/5", "way": "\u6d77\u8fd0", "unknown": "x", "unit": "",
	}
	want := map[string]string{
		"phone": "139", "order_no": typed["order_no"], "qty": "1200", "due": "2026-03-05", "way": "sea", "unit": "",
	}
	got, wrong := ticket.ReadFields(typed, p)
	if diff := cmp.Diff(want, got); diff != "" || wrong != nil {
		t.Errorf("(-want +got):\n%s%v", diff, wrong)
	}
	bad := map[string]string{"phone": strings.Repeat("1", policy.MostField+1), "qty": "ten", "due": "2026-02-30", "way": "by train"}
	got, wrong = ticket.ReadFields(bad, p)
	if len(got) > 0 || !slices.Equal(slices.Sorted(maps.Keys(wrong)), []string{"due", "phone", "qty", "way"}) {
		t.Errorf("%v, %v", got, wrong)
	}
	for id, kind := range map[string]policy.FieldKind{"phone": policy.FieldText, "qty": policy.FieldNumber, "due": policy.FieldDate, "way": policy.FieldChoice} {
		if r := wrong[id]; r == nil || r.Code != ticket.BadField || r.Params["kind"].Raw() != string(kind) || r.Params["field"].Raw() != id {
			t.Errorf("%s: %+v", id, r)
		}
	}
}
