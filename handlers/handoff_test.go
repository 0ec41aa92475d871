package handlers_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/firstask/firstask/handlers"
	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/ticket"
)

func TestHandoffFindsTheReceiver(t *testing.T) {
	for name, r := range map[string]struct{ rest, to, rule, department, topic, reason string }{
		"mention":                       {"<@U0LI|li> hers", li, "person", "finance", "", "hers"},
		"to a mention":                  {"to <@U0LI>: hers", li, "person", "finance", "", "hers"},
		"given in Chinese":              {"给<@U0LI> 发票抬头", li, "person", "finance", "", "发票抬头"},
		"reason of two lines":           {"<@U0LI> one\n  two", li, "person", "finance", "", "one\n  two"},
		"somebody without a department": {"<@U0NEWLY> yours", stranger, "person", "", "", "yours"},
		"department id":                 {"finance please look", zhou, "head", "finance", "", "please look"},
		"department in capitals":        {"FINANCE", zhou, "head", "finance", "", ""},
		"name with spaces":              {"Delivery and Installation a screw  is missing", sun, "head", "delivery", "", "a screw  is missing"},
		"name with more spaces":         {"to delivery  AND installation, soon", sun, "head", "delivery", "", "soon"},
		"name in Chinese":               {"财务部 发票抬头有误", zhou, "head", "finance", "", "发票抬头有误"},
		"name in Chinese, glued":        {"给財務部發票抬頭有誤", zhou, "head", "finance", "", "發票抬頭有誤"},
		"topic":                         {"invoice wrong name", li, "post", "finance", "invoice", "wrong name"},
		"topic in Chinese":              {"发票：抬头有误", li, "post", "finance", "发票", "抬头有误"},
		"topic of two words":            {"price list is old", li, "post", "finance", "price list", "is old"},
		"topic nobody holds":            {"screw is missing", sun, "head", "delivery", "screw", "is missing"},
		"post by its id":                {"invoices", li, "post", "finance", "invoices", ""},
		"the longest name":              {"财务部柜子坏了", sun, "head", "delivery", "财务部柜子", "坏了"},
		"person by two words":           {"Li Wen, invoices are hers", li, "person", "finance", "", "invoices are hers"},
		"person by one word":            {"Carter please", ben, "person", "delivery", "", "please"},
		"person with an at":             {"@Carter please", ben, "person", "delivery", "", "please"},
		"longer word than a topic":      {"Robotics", "", "", "", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			w := asked(t)
			reply, err := w.do(slash(chen, "handoff 1 "+r.rest))
			h := w.ticket(1).Handoff
			if r.to == "" {
				if h != nil || err == nil {
					t.Errorf("handed to %+v", h)
				}
				return
			}
			if err != nil || h == nil {
				t.Fatalf("not handed over: %+v, %v", reply, err)
			}
			want := ticket.Handoff{N: 1, From: chen, To: r.to, Rule: r.rule, Department: r.department, Topic: r.topic, Reason: r.reason, At: w.now}
			if r.topic != "" {
				want.Post = map[string]string{"finance": "invoices", "delivery": "parts"}[r.department]
			}
			equal(t, "handoff", *h, want)
			equal(t, "answer", reply.Key, "handed_off")
			equal(t, "receiver of the answer", reply.Params["to"].Raw(), r.to)
		})
	}
}

// Where the rules send it, one press or the verb alone hands it there.
func TestHandoffWhereTheRulesSendIt(t *testing.T) {
	for name, r := range map[string]handlers.Request{"typed": slash(chen, "handoff 1"), "pressed": click(chen, "handoff", 1, "route")} {
		t.Run(name, func(t *testing.T) {
			w := asked(t)
			if diff := cmp.Diff(ticket.Route{Department: "finance", Post: "invoices", Topic: "invoice"}, *w.ticket(1).Route); diff != "" {
				t.Errorf("goes to (-want +got):\n%s", diff)
			}
			equal(t, "not theirs", w.code(click(ben, "handoff", 1, "route")), ticket.NotYours)
			w.must(r)
			equal(t, "receiver", w.ticket(1).Handoff.To, li)
			equal(t, "rule", w.ticket(1).Handoff.Rule, "post")
		})
	}
}

func TestHandoffIsRefused(t *testing.T) {
	twice := func(w *world) { w.people.known["U0LI2"] = handlers.Person{ID: "U0LI2", Name: "Li Wen"} }
	for name, r := range map[string]struct {
		before  func(*world)
		request handlers.Request
		code    ticket.Code
		typed   string
	}{
		"to nobody":               {func(w *world) { gone(w, zhou, boss, li, wu) }, slash(chen, "handoff 1"), ticket.NeedReceiver, ""},
		"a name nobody has":       {nil, slash(chen, "handoff 1 Peter he knows"), ticket.UnknownPerson, "Peter he knows"},
		"a bot":                   {nil, slash(chen, "handoff 1 <@U0ROBOT> go"), ticket.BotReceiver, "<@U0ROBOT> go"},
		"an outsider":             {nil, slash(chen, "handoff 1 <@U0TANG> go"), ticket.Outsider, "<@U0TANG> go"},
		"an outsider by name":     {nil, slash(chen, "handoff 1 Tang Ning go"), ticket.Outsider, "Tang Ning go"},
		"a leaver":                {nil, slash(chen, "handoff 1 <@U0LEFT> go"), ticket.PersonGone, "<@U0LEFT> go"},
		"fetched as a leaver":     {func(w *world) { w.people.late["U0X"] = handlers.Person{ID: "U0X", Name: "X", Deleted: true} }, slash(chen, "handoff 1 <@U0X> go"), ticket.PersonGone, "<@U0X> go"},
		"unknown to Slack":        {func(w *world) { w.people.late["U0X"] = handlers.Person{ID: "U0X", Deleted: true} }, slash(chen, "handoff 1 <@U0X> go"), ticket.UnknownPerson, "<@U0X> go"},
		"fetched as an outsider":  {func(w *world) { w.people.late["U0X"] = handlers.Person{ID: "U0X", Outside: true} }, slash(chen, "handoff 1 <@U0X> go"), ticket.Outsider, "<@U0X> go"},
		"oneself":                 {nil, slash(chen, "handoff 1 <@U0CHEN>"), ticket.SelfHandoff, "<@U0CHEN>"},
		"not theirs":              {nil, slash(ben, "handoff 1 <@U0LI> go"), ticket.NotYours, "<@U0LI> go"},
		"not theirs, and unclear": {twice, slash(ben, "handoff 1 Li Wen go"), ticket.NotYours, "Li Wen go"},
		"over, and to nobody":     {func(w *world) { w.must(slash(tang, "withdraw 1")) }, slash(chen, "handoff 1 Peter"), ticket.AlreadyEnded, "Peter"},
		"form to nobody":          {nil, form(chen, "handoff", 1, map[string]string{"text": "go"}), ticket.NeedReceiver, ""},
		"form to a bot":           {nil, form(chen, "handoff", 1, map[string]string{"to": robot}), ticket.BotReceiver, ""},
		"form to a removed topic": {nil, form(chen, "handoff", 1, map[string]string{"topic": "tea"}), ticket.NoCounterpart, ""},
		"form of another":         {nil, form(ben, "handoff", 1, map[string]string{"to": li}), ticket.NotYours, ""},
		"nobody is left":          {func(w *world) { gone(w, zhou, boss, li, wu) }, slash(chen, "handoff 1 finance go"), ticket.NoCounterpart, "finance go"},
	} {
		t.Run(name, func(t *testing.T) {
			w := asked(t)
			if r.before != nil {
				r.before(w)
			}
			commits := w.shelf.commits
			equal(t, "code", w.code(r.request), r.code)
			reply, _ := w.do(r.request)
			equal(t, "typed", reply.Typed, r.typed)
			equal(t, "number", reply.Ticket, 1)
			equal(t, "commits", w.shelf.commits, commits)
			if reply.View == nil {
				t.Error("the words have no ticket")
			}
			if form := r.request.Source == handlers.Form; form != (len(reply.Problems) == 1) {
				t.Errorf("problems %v", reply.Problems)
			}
		})
	}
}

func gone(w *world, ids ...string) {
	for _, id := range ids {
		p := w.people.known[id]
		p.Deleted = true
		w.people.known[id] = p
	}
}

func TestHandoffUnknownToTheDirectory(t *testing.T) {
	w := asked(t)
	w.people.late["U0X"] = handlers.Person{ID: "U0X", Name: "Late"}
	w.must(slash(chen, "handoff 1 <@U0X>"))
	equal(t, "receiver", w.ticket(1).Handoff.To, "U0X")
	w.must(slash(chen, "handoff 1 <@U0Y> Slack gave no answer")) // believed: the sender finds out
	equal(t, "receiver", w.ticket(1).Handoff.To, "U0Y")
	equal(t, "fetched", strings.Join(w.people.asked, " "), "U0X U0Y")
}

func TestHandoffToSeveral(t *testing.T) {
	w := asked(t)
	w.people.known["U0LI2"] = handlers.Person{ID: "U0LI2", Name: "Li Wen"}
	w.people.known["U0LI3"] = handlers.Person{ID: "U0LI3", Name: "Li Wen", Outside: true}
	reply := w.must(slash(chen, "handoff 1 Li Wen  hers, I think"))
	equal(t, "answer", reply.Key, "choose_person")
	equal(t, "options", optionLabels(reply.Options), "Li Wen|Li Wen")
	equal(t, "typed", reply.Typed, "Li Wen  hers, I think")
	equal(t, "reason", reply.Params["reason"].Raw(), "hers, I think")
	equal(t, "verb", reply.Params["verb"].Raw(), "handoff")
	if reply.View == nil || reply.Ticket != 1 {
		t.Error("the buttons have no ticket")
	}
	chosen := click(chen, "handoff", 1, reply.Options[1].Value)
	chosen.Values = map[string]string{"text": "hers, I think"}
	w.must(chosen)
	if h := w.ticket(1).Handoff; h == nil || h.To != "U0LI2" || h.Reason != "hers, I think" {
		t.Errorf("handed over as %+v", h)
	}
	equal(t, "unknown number", w.must(slash(chen, "handoff 9 Li Wen hers")).Key, "not_found")
}

func TestHandoffByForm(t *testing.T) {
	for name, r := range map[string]struct {
		values   map[string]string
		to, rule string
	}{
		"person":                {map[string]string{"to": li}, li, "person"},
		"person before a desk":  {map[string]string{"to": ben, "topic": "invoice"}, ben, "person"},
		"topic":                 {map[string]string{"topic": "invoice"}, li, "post"},
		"topic before its desk": {map[string]string{"topic": "screw", "department": "finance"}, sun, "head"},
		"department":            {map[string]string{"department": "finance"}, zhou, "head"},
	} {
		t.Run(name, func(t *testing.T) {
			w := asked(t)
			r.values["text"] = " why "
			w.must(form(chen, "handoff", 1, r.values))
			h := w.ticket(1).Handoff
			if h == nil || h.To != r.to || h.Rule != r.rule || h.Reason != "why" {
				t.Errorf("handed over as %+v", h)
			}
		})
	}
	w := asked(t)
	gone(w, li)
	w.must(form(chen, "handoff", 1, map[string]string{"topic": "invoice"}))
	equal(t, "the post's backup", w.ticket(1).Handoff.To, wu)
	equal(t, "told", count(w.shelf.said(wu), string(notice.Handoff)), 1)
}

func TestAsker(t *testing.T) {
	open := func(w *world) { w.must(slash(ben, "the lamp")) }
	for name, r := range map[string]struct {
		request  handlers.Request
		key      string
		kind     ticket.AskerKind
		user     string
		customer string
		natural  string
		rule     string
	}{
		"button customer":        {click(ben, "asker", 1, "customer"), "asker_set", ticket.AskerCustomer, "", "", ben, "FA-08"},
		"button me":              {click(ben, "asker", 1, "me"), "asker_set", ticket.AskerMember, ben, "", chen, "FA-08.1"},
		"form colleague":         {form(ben, "asker", 1, map[string]string{"colleague": sun}), "asker_set", ticket.AskerMember, sun, "", ben, "FA-08"},
		"chosen from a list":     {click(ben, "asker", 1, sun), "asker_set", ticket.AskerMember, sun, "", ben, "FA-08"},
		"customer by name":       {slash(ben, "asker 1 customer Maple Grove"), "asker_set", ticket.AskerCustomer, "", "Maple Grove", ben, "FA-08"},
		"customer in Chinese":    {slash(ben, "提问人1 客户唐宁"), "asker_set", ticket.AskerCustomer, "", "唐宁", ben, "FA-08"},
		"me in Chinese":          {slash(ben, "提问人 1 我"), "asker_set", ticket.AskerMember, ben, "", chen, "FA-08.1"},
		"mention":                {slash(ben, "for 1 <@U0SUN>"), "asker_set", ticket.AskerMember, sun, "", ben, "FA-08"},
		"colleague and mention":  {slash(ben, "asker 1 colleague <@U0SUN>"), "asker_set", ticket.AskerMember, sun, "", ben, "FA-08"},
		"a guest":                {slash(ben, "asker 1 <@U0TANG>"), "asker_set", ticket.AskerMember, tang, "", ben, "FA-08"},
		"colleague by name":      {slash(ben, "asker 1 Sun Yan"), "asker_set", ticket.AskerMember, sun, "", ben, "FA-08"},
		"colleague and name":     {slash(ben, "asker 1 colleague Sun Yan"), "asker_set", ticket.AskerMember, sun, "", ben, "FA-08"},
		"a name nobody has":      {slash(ben, "asker 1 Peter"), "asker_unclear", ticket.AskerUnknown, "", "", ben, "FA-08"},
		"colleague without name": {slash(ben, "asker 1 colleague"), "asker_unclear", ticket.AskerUnknown, "", "", ben, "FA-08"},
		"empty form":             {form(ben, "asker", 1, nil), "", ticket.AskerUnknown, "", "", ben, "FA-08"},
		"several":                {slash(ben, "asker 1 U"), "choose_person", ticket.AskerUnknown, "", "", ben, "FA-08"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			open(w)
			reply := w.must(r.request)
			equal(t, "answer", reply.Key, r.key)
			got := w.ticket(1)
			equal(t, "asker", got.Asker, ticket.Asker{Kind: r.kind, User: r.user, Name: r.customer})
			equal(t, "natural", got.Natural.User, r.natural)
			equal(t, "rule", got.Natural.Rule, r.rule)
		})
	}
	w := newWorld(t)
	open(w)
	equal(t, "a leaver", w.code(slash(ben, "asker 1 <@U0LEFT>")), ticket.PersonGone)
	equal(t, "a bot", w.code(form(ben, "asker", 1, map[string]string{"colleague": robot})), ticket.BotReceiver)
	equal(t, "not theirs", w.code(slash(sun, "asker 1 me")), ticket.NotYours)
}

func TestAskerIsMe(t *testing.T) {
	t.Run("on duty oneself", func(t *testing.T) {
		w := newWorld(t)
		w.must(slash(chen, "my lamp"))
		w.must(click(chen, "asker", 1, "me"))
		equal(t, "natural", w.ticket(1).Natural.User, chen)
	})
	t.Run("nobody on duty", func(t *testing.T) {
		w := newWorld(t)
		gone(w, chen)
		w.must(slash(ben, "my lamp"))
		w.must(click(ben, "asker", 1, "me"))
		got := w.ticket(1).Natural
		equal(t, "natural", got.User, zhao)
		equal(t, "rule", got.Rule, "FA-09.4")
	})
	t.Run("no default department", func(t *testing.T) {
		w := newWorld(t)
		w.book.rules.Org.Default = ""
		w.must(slash(ben, "my lamp"))
		w.must(click(ben, "asker", 1, "me"))
		equal(t, "natural", w.ticket(1).Natural.User, ben)
	})
}
