package handlers_test

import (
	"errors"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/firstask/firstask/handlers"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

func TestFormData(t *testing.T) {
	w := asked(t)
	w.people.known[ann] = handlers.Person{ID: ann, Locale: "zh-TW"}
	data, tk, rules, err := w.desk.Form(t.Context(), ben, "new", 0)
	if err != nil || tk != nil || rules.Policy == nil {
		t.Fatalf("form of new: %v, %v", tk, err)
	}
	equal(t, "types", optionLabels(data.Types), "Product question|Commercial question|Product fault|Complaint|Need or suggestion|On-site support|Training and certification")
	equal(t, "channels", len(data.Channels), 10)
	equal(t, "a channel's value", data.Channels[0].Value, "hotline")
	equal(t, "urgencies", optionLabels(data.Urgencies), "Normal|Urgent")
	equal(t, "urgency at first", data.Initial[text.FieldUrgency], "normal")
	data, _, _, _ = w.desk.Form(t.Context(), ann, "new", 0)
	equal(t, "types in Ann's language", data.Types[3].Label, "投訴")
	equal(t, "urgencies in Ann's language", optionLabels(data.Urgencies), "一般|緊急")
	w.desk.Labels = func() policy.Labels { return policy.Labels{} }
	data, _, _, _ = w.desk.Form(t.Context(), ann, "new", 0)
	equal(t, "a type without a label", data.Types[3].Label, "complaint")

	data, tk, _, err = w.desk.Form(t.Context(), chen, "handoff", 1)
	if err != nil || tk == nil {
		t.Fatalf("form of handoff: %v", err)
	}
	equal(t, "departments", optionLabels(data.Departments), "Spruce Office|Customer Support|Finance|Delivery and Installation")
	equal(t, "topics", optionLabels(data.Topics), "invoice · 发票 · price list|screw · 财务部柜子")
	w.must(click(chen, "accept", 1, ""))
	data, tk, _, _ = w.desk.Form(t.Context(), chen, "promise", 1)
	equal(t, "until", data.Initial[text.FieldUntil], strconv.FormatInt(tk.Lead().Due.Unix(), 10))
	if _, _, _, err = w.desk.Form(t.Context(), chen, "handoff", 7); !errors.Is(err, handlers.ErrNotFound) {
		t.Errorf("form of no ticket: %v", err)
	}
}

func TestNewByForm(t *testing.T) {
	for name, r := range map[string]struct {
		values  map[string]string
		asker   ticket.Asker
		natural string
		key     string
	}{
		"only text":                   {map[string]string{}, ticket.Asker{Kind: ticket.AskerUnknown}, ben, "saved"},
		"a customer":                  {map[string]string{"asker": "customer", "customer": " Maple Grove "}, ticket.Asker{Kind: ticket.AskerCustomer, Name: "Maple Grove"}, ben, "saved"},
		"a customer without a name":   {map[string]string{"asker": "customer"}, ticket.Asker{Kind: ticket.AskerCustomer}, ben, "saved"},
		"a customer's name alone":     {map[string]string{"customer": "Maple"}, ticket.Asker{Kind: ticket.AskerCustomer, Name: "Maple"}, ben, "saved"},
		"a colleague":                 {map[string]string{"asker": "colleague", "colleague": sun}, ticket.Asker{Kind: ticket.AskerMember, User: sun}, ben, "saved"},
		"a colleague's name alone":    {map[string]string{"colleague": sun}, ticket.Asker{Kind: ticket.AskerMember, User: sun}, ben, "saved"},
		"a colleague, unnamed":        {map[string]string{"asker": "colleague"}, ticket.Asker{Kind: ticket.AskerUnknown}, ben, "saved"},
		"me":                          {map[string]string{"asker": "me"}, ticket.Asker{Kind: ticket.AskerMember, User: ben}, chen, "saved_desk"},
		"me, with a name left behind": {map[string]string{"asker": "me", "customer": "Maple"}, ticket.Asker{Kind: ticket.AskerMember, User: ben}, chen, "saved_desk"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			r.values["text"] = "a broken chair"
			request := form(ben, "new", 0, r.values)
			request.Post.Channel = team
			reply := w.must(request)
			equal(t, "answer", reply.Key, r.key)
			got := w.ticket(1)
			equal(t, "asker", got.Asker, r.asker)
			equal(t, "natural", got.Natural.User, r.natural)
			equal(t, "where", got.Post.Channel, team)
		})
	}
}

func TestNewByFormVocabulary(t *testing.T) {
	w := newWorld(t)
	values := map[string]string{"text": "x", "type": "complaint", "channel": "hotline", "urgency": "urgent"}
	r := form(ben, "new", 0, values)
	r.Post.Channel = ask // as mailbox
	w.must(r)
	values["type"], values["channel"], values["urgency"] = "weather", "pigeon", "yesterday"
	r = form(ben, "new", 0, values)
	r.Post.Channel = ask
	w.must(r)
	type registered struct{ Via, Type, Urgency string }
	want := []registered{{"hotline", "complaint", "urgent"}, {"mailbox", "", ""}}
	got := make([]registered, 0, 2)
	for n := range int64(2) {
		tk := w.ticket(n + 1)
		got = append(got, registered{tk.Via, tk.Type, tk.Urgency})
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("registered (-want +got):\n%s", diff)
	}
}

func TestNewByFormRefused(t *testing.T) {
	for name, id := range map[string]string{"a leaver": leaver, "a bot": robot} {
		w := newWorld(t)
		reply := w.must(form(ben, "new", 0, map[string]string{"text": "x", "asker": "colleague", "colleague": id}))
		if a, ok := reply.Problems[text.FieldColleague]; !ok || a.Refused == nil {
			t.Errorf("%s: %+v", name, reply.Problems)
		}
		equal(t, name+": commits", w.shelf.commits, 0)
	}
	w := newWorld(t)
	r := form(ben, "new", 0, map[string]string{"text": "x", "asker": "colleague", "colleague": leaver})
	r.Key = "form:V1:h1"
	w.must(r)
	r.Values["colleague"] = sun // the same dialog, put right
	equal(t, "put right", w.must(r).Key, "saved")
	equal(t, "sent once more", w.must(r).Ticket, 1)
	equal(t, "commits", w.shelf.commits, 1)
}
