package handlers_test

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/firstask/firstask/handlers"
	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// private opens ticket 1 in a private channel: Ben typed it, Sun heads him.
func private(tb testing.TB) *world {
	tb.Helper()
	w := newWorld(tb)
	r := slash(ben, "the budget is wrong")
	r.Post = ticket.Post{Channel: "C0PRIV", Private: true, Hidden: true}
	equal(tb, "answer", w.must(r).Key, "saved_private")
	return w
}

func TestWhoMayRead(t *testing.T) {
	open := func(w *world) {
		w.change(1, func(t *ticket.Ticket) { t.Open = true })
	}
	for name, r := range map[string]struct {
		world  func(testing.TB) *world
		before func(*world)
		actor  string
		may    bool
	}{
		"the asker":                           {asked, nil, tang, true},
		"a colleague":                         {asked, nil, ben, true},
		"a stranger":                          {asked, nil, stranger, false},
		"private: who typed it":               {private, nil, ben, true},
		"private: a colleague":                {private, nil, li, false},
		"private: the head":                   {private, nil, sun, true},
		"private: the head above":             {private, nil, boss, true},
		"private: another head":               {private, nil, zhou, false},
		"private: once it was handed there":   {private, func(w *world) { w.must(click(ben, "handoff", 1, li)) }, zhou, true},
		"private: who was asked":              {private, func(w *world) { w.must(click(ben, "handoff", 1, li)) }, li, true},
		"private: a colleague when it's open": {private, open, li, true},
		"private: a stranger when it's open":  {private, open, stranger, false},
	} {
		t.Run(name, func(t *testing.T) {
			w := r.world(t)
			if r.before != nil {
				r.before(w)
			}
			for _, verb := range []string{"show", "why"} {
				want := verb
				if w.people.known[r.actor].Outside {
					want = "mine" // number and state, no chain and no reasons
				}
				if reply := w.must(slash(r.actor, verb+" 1")); (reply.Key == want) != r.may {
					t.Errorf("%s answers %s", verb, reply.Key)
				}
			}
			// What somebody may not know of, they cannot act on by its number.
			for _, line := range []string{"note 1 psst", "accept 1", "handoff 1 nobody"} {
				commits := w.shelf.commits
				reply, _ := w.do(slash(r.actor, line))
				if hidden := reply.Key == "not_found" || reply.Key == "foreign"; hidden == r.may && !w.people.known[r.actor].Outside {
					t.Errorf("%s answers %q", line, reply.Key)
				}
				if !r.may && w.shelf.commits != commits {
					t.Errorf("%s was saved", line)
				}
			}
			_, got, _, err := w.desk.Form(t.Context(), r.actor, "note", 1)
			if (err == nil && got != nil) != r.may {
				t.Errorf("the form gives %v, %v", got, err)
			}
		})
	}
}

// change edits a saved ticket behind the desk's back.
func (w *world) change(n int64, edit func(*ticket.Ticket)) {
	w.tb.Helper()
	saved, err := w.shelf.Load(w.tb.Context(), n)
	if err != nil {
		w.tb.Fatal(err)
	}
	edit(&saved.Ticket)
	if err := w.shelf.Commit(w.tb.Context(), handlers.Change{From: saved, Decision: ticket.Decision{Ticket: saved.Ticket}}); err != nil {
		w.tb.Fatal(err)
	}
}

func numbers(r handlers.Reply) string {
	all := make([]string, 0, len(r.Tickets))
	for i := range r.Tickets {
		all = append(all, strconv.FormatInt(r.Tickets[i].Number, 10))
	}
	return strings.Join(all, " ")
}

func TestLists(t *testing.T) {
	w := asked(t) // 1: support
	w.must(slash(ben, "my lamp"))
	w.must(slash(li, "an offer"))
	hidden := slash(ben, "the budget")
	hidden.Post = ticket.Post{Channel: "C0PRIV", Private: true}
	w.must(hidden)
	w.must(slash(ben, "over"))
	w.must(slash(ben, "withdraw 5"))
	w.must(click(ben, "handoff", 2, li))
	for name, r := range map[string]struct{ actor, line, want string }{
		"mine":                          {ben, "mine", "2 4"},
		"mine in Chinese":               {ben, "我的", "2 4"},
		"mine of the receiver":          {li, "mine", "2 3"},
		"mine of the asker":             {tang, "mine", "1"},
		"mine of nobody":                {stranger, "mine", ""},
		"own department":                {ann, "list", "1"},
		"own part and department":       {li, "list", "2 3"},
		"head: what their people hold":  {sun, "list", "2 4"},
		"head of the receiver":          {zhou, "list", "2 3"},
		"head of all":                   {boss, "list", "1 2 3 4"},
		"a stranger":                    {stranger, "list", ""},
		"a department by id":            {li, "list support", "1"},
		"a department by its name":      {li, "list Customer Support", "1"},
		"a department in Chinese":       {li, "列表 客服部", "1"},
		"a department in Chinese glued": {li, "列表客服部", "1"},
		"an empty one":                  {li, "list finance", ""},
		"a guest's":                     {tang, "list support", "1"},
	} {
		t.Run(name, func(t *testing.T) {
			reply := w.must(slash(r.actor, r.line))
			equal(t, "tickets", numbers(reply), r.want)
			if reply.Key != "mine" && reply.Key != "list" {
				t.Errorf("answers %s", reply.Key)
			}
		})
	}
	w.must(slash(li, "list of broken chairs"))
	w.must(slash(li, "print list support"))
	equal(t, "text that begins like a list", w.ticket(7).Text, "print list support")
}

func TestListsAreBounded(t *testing.T) {
	w := asked(t)
	first, _ := w.shelf.Load(t.Context(), 1)
	for n := int64(2); n <= 5100; n++ {
		tk := first.Ticket
		tk.Number = n
		if err := w.shelf.Commit(t.Context(), handlers.Change{Decision: ticket.Decision{Ticket: tk}}); err != nil {
			t.Fatal(err)
		}
	}
	w.shelf.loaded = 0
	reply := w.must(slash(zhao, "list"))
	equal(t, "rows", len(reply.Tickets), 20)
	equal(t, "the first waits longest", reply.Tickets[0].Number, 1)
	equal(t, "more", reply.Params["more"].Raw(), "5080")
	if w.shelf.loaded > 5000 {
		t.Errorf("%d tickets were loaded", w.shelf.loaded)
	}
	w.shelf.broken[3] = true
	equal(t, "one cannot be read", w.must(slash(zhao, "list")).Tickets[2].Number, 4)
}

func TestDuty(t *testing.T) {
	w := newWorld(t)
	reply := w.must(slash(ben, "duty"))
	equal(t, "rows", len(reply.Duties), 1)
	equal(t, "on duty", reply.Duties[0].User, chen)
	equal(t, "open", reply.Duties[0].Open, true)
	for _, line := range []string{"duty support", "duty Customer Support", "值班 客服部", "值班客服部", "duty support?"} {
		equal(t, line, len(w.must(slash(ben, line)).Duties), 1)
	}
	none := w.must(slash(ben, "duty finance"))
	equal(t, "a department without a roster", none.Key, "whois")
	equal(t, "who", none.Params["who"].Raw(), zhou)
	w.now = w.now.Add(10 * time.Hour)
	equal(t, "at night", w.must(slash(ben, "duty")).Duties[0].Open, false)
	gone(w, chen)
	equal(t, "a hole in the roster", w.must(slash(ben, "duty")).Duties[0].User, "")
}

func TestWhois(t *testing.T) {
	w := newWorld(t)
	equal(t, "stands in", w.must(slash(ben, "whois invoice")).Params["backup"].Raw(), wu)
	equal(t, "no second", w.must(slash(ben, "whois screw")).Params["backup"].Raw(), "")
	gone(w, wu)
	equal(t, "has left", w.must(slash(ben, "whois invoice")).Params["backup"].Raw(), "")
	for what, want := range map[string]struct{ who, how, department string }{
		"a wrong invoice": {li, "found.post", "finance"}, "the price list": {li, "found.post", "finance"}, "发票抬头": {li, "found.post", "finance"}, "invoiceless": {"", "", ""},
		"invoice": {li, "found.post", "finance"}, "Invoice?": {li, "found.post", "finance"}, "发票？": {li, "found.post", "finance"},
		"screw": {sun, "found.head", "delivery"}, "客服部": {chen, "found.duty", "support"}, "tea": {"", "", ""},
	} {
		reply := w.must(slash(ben, "whois "+what))
		equal(t, what+": answer", reply.Key, "whois")
		equal(t, what+": who", reply.Params["who"].Raw(), want.who)
		equal(t, what+": how", reply.Params["how"].Raw(), want.how)
		equal(t, what+": department", reply.Params["department"].Raw(), want.department)
	}
}

func TestShowAndWhy(t *testing.T) {
	w := asked(t)
	w.must(click(chen, "accept", 1, ""))
	show := w.must(slash(chen, "show 1"))
	equal(t, "events", len(show.Events), 2)
	equal(t, "ticket", show.View.Number, 1)
	why := w.must(slash(chen, "why 1"))
	equal(t, "rule of the natural FR", why.Params["natural_rule"].Raw(), "FA-08.1")
	if len(why.Reasons) == 0 || why.View == nil {
		t.Errorf("no reasons: %+v", why)
	}
	help := w.must(slash(chen, "help"))
	equal(t, "what is left", help.Params["more"], notice.Number(len(w.desk.Verbs())-len(help.Verbs)))
}

func TestHelpShowsWhatThePersonMayUse(t *testing.T) {
	w := newWorld(t)
	names := func(actor, line string) []string {
		t.Helper()
		listed := w.must(slash(actor, line)).Verbs
		all := make([]string, len(listed))
		for i, v := range listed {
			all[i] = v.Verb
		}
		return all
	}
	if few := names(chen, "help"); len(few) > 15 || !slices.Contains(few, "accept") || slices.Contains(few, "complain-up") {
		t.Errorf("the short list is %q", few)
	}
	for _, line := range []string{"help all", "帮助 全部"} {
		equal(t, line, len(names(chen, line)), len(w.desk.Verbs()))
	}
	for _, line := range []string{"help", "help all"} {
		if guest := names(tang, line); slices.Contains(guest, "accept") || !slices.Contains(guest, "confirm") {
			t.Errorf("a guest reads %q", guest)
		}
	}
	equal(t, "one of them", strings.Join(names(chen, "help supervise"), " "), "supervise")
}

// What help says of a ticket is what the person can do with it now.
func TestHelpWithATicket(t *testing.T) {
	w := newWorld(t)
	w.must(post(handlers.Message, tang, help, "5.1", "my invoice is wrong"))
	can := func(actor, line string) string {
		t.Helper()
		listed := w.must(slash(actor, line)).Verbs
		names := make([]string, len(listed))
		for i, v := range listed {
			names[i] = v.Verb
		}
		return strings.Join(names, " ")
	}
	equal(t, "the first-asked person", can(chen, "help 1"), "accept handoff ask promise plan inform resolve reply escalate correct triage thirdparty consent redirect field declare urgent report about note show why")
	equal(t, "their head", can(zhao, "help 1"), "accept handoff urge promise plan inform resolve reply escalate supervise correct triage thirdparty consent redirect field declare urgent report about note show why")
	equal(t, "a colleague elsewhere", can(ben, "help 1"), "correct urgent note show why")
	equal(t, "the guest who asked", can(tang, "help 1"), "consent field urgent withdraw asker note show why")
	thread := post(handlers.Mention, chen, help, "5.2", "help")
	thread.Post.Thread = "5.1"
	equal(t, "in the thread", w.must(thread).Ticket, 1)
	if _, err := w.desk.Do(t.Context(), w.request(slash(stranger, "help 1"))); err != nil {
		t.Errorf("a stranger: %v", err)
	}
}

func TestABareVerbOpensNoTicket(t *testing.T) {
	for _, c := range []struct{ line, key, say string }{
		{"accept", "which", "Which one? accept 42. Nothing was done."},
		{"why?", "which", "Which one? why 42."},
		{"urgent", "which", "Which one? urgent 42."},
		{"确认", "which", "Which one? 确认 42."},
		{"受里 1", "near_verb", "Did you mean: 受理 1?"},
		{"whois", "near_verb", "Did you mean: whois invoice?"},
	} {
		for name, r := range map[string]handlers.Request{
			"slash": slash(chen, c.line), "dm": post(handlers.Direct, chen, "D1", "5.1", c.line), "mention": post(handlers.Mention, chen, team, "5.1", c.line),
		} {
			w := asked(t)
			reply := w.must(r)
			equal(t, c.line+" by "+name, reply.Key, c.key)
			equal(t, c.line+" handed back", reply.Typed, c.line)
			equal(t, "commits", w.shelf.commits, 1)
			if got := w.says(chen, reply); !strings.Contains(got, c.say) {
				t.Errorf("%q lacks %q", got, c.say)
			}
		}
	}
	w := asked(t)
	equal(t, "in the thread", w.must(inThread(post(handlers.Mention, chen, help, "5.1", "accept"))).Key, "accepted")
	equal(t, "a word in the thread is a note", w.must(inThread(post(handlers.Mention, chen, help, "5.2", "whois"))).Key, "noted")
	w.must(post(handlers.Message, tang, ask, "6.1", "accept"))
	w.must(post(handlers.Message, tang, help, "6.2", "urgent"))
	equal(t, "a post in a channel is text", w.ticket(1).State, ticket.Accepted)
	if w.shelf.commits < 4 {
		t.Errorf("the post was dropped: %d commits", w.shelf.commits)
	}
}

func TestFormsAreForThoseWhoMay(t *testing.T) {
	w := asked(t)
	barred := func(actor, verb string) ticket.Code {
		t.Helper()
		_, tk, _, err := w.desk.Form(t.Context(), actor, verb, 1)
		if err != nil && tk == nil {
			t.Errorf("%s: the ticket is gone with %v", verb, err)
		}
		if err == nil {
			return ""
		}
		return codeOf(t, err)
	}
	commits := w.shelf.commits
	for name, r := range map[string]struct {
		actor, verb string
		code        ticket.Code
	}{
		"resolve by who was asked":     {chen, "resolve", ""},
		"resolve by the asker":         {tang, "resolve", ticket.NotYours},
		"hand over by who was asked":   {chen, "handoff", ""},
		"hand over by a colleague":     {ann, "handoff", ticket.NotYours},
		"return of nothing":            {chen, "return", ticket.NothingToReturn},
		"reopen what is open":          {tang, "reopen", ticket.NotClosed},
		"a note is for everybody":      {ann, "note", ""},
		"promise by somebody else":     {ann, "promise", ticket.NotYours},
		"answer without a question":    {ann, "answer", ticket.NoQuestion},
		"a new request has no ticket":  {ann, "new", ""},
		"agree a time, by the head":    {zhao, "promise", ""},
		"ask, by who was asked first":  {chen, "ask", ""},
		"ask, by somebody without one": {ann, "ask", ticket.NotYours},
	} {
		t.Run(name, func(t *testing.T) { equal(t, "code", barred(r.actor, r.verb), r.code) })
	}
	w.must(click(chen, "handoff", 1, li))
	equal(t, "ask before accepting", barred(li, "ask"), ticket.AcceptFirst)
	reply, err := w.do(slash(li, "ask 1 <@U0ANN> why?"))
	equal(t, "typed", codeOf(t, err), ticket.AcceptFirst)
	if got := w.refused(li, reply, err); !strings.Contains(got, "#1: accept it first; then you can ask.") {
		t.Errorf("%q", got)
	}
	equal(t, "commits", w.shelf.commits, commits+1)
}

// refused are the words of a refusal.
func (w *world) refused(actor string, reply handlers.Reply, err error) string {
	w.tb.Helper()
	refusal, ok := errors.AsType[*ticket.Refusal](err)
	if !ok {
		w.tb.Fatalf("not refused: %v", err)
	}
	return w.desk.Words.Refused(refusal, text.View{Ticket: reply.View, Now: w.now, Reader: text.Reader{User: actor, Locale: "en"}}).Plain
}

func TestNamesWithSpaces(t *testing.T) {
	for line, want := range map[string]struct{ to, question string }{
		"请教 1 @Zhou Hang 能红冲吗":          {zhou, "能红冲吗"},
		"请教 1 @Zhou Hang能红冲吗":           {zhou, "能红冲吗"},
		"ask 1 Ben Carter which lorry?": {ben, "which lorry?"},
		"请教1 周航能红冲吗":                    {"U0ZH", "能红冲吗"},
		"ask 1 Maria del Mar: when?":    {"U0MAR", "when?"},
	} {
		w := asked(t)
		w.people.known["U0ZH"] = handlers.Person{ID: "U0ZH", Name: "周航"}
		w.people.known["U0MAR"] = handlers.Person{ID: "U0MAR", Name: "Maria del Mar"}
		w.must(click(chen, "accept", 1, ""))
		reply := w.must(slash(chen, line))
		equal(t, line, reply.Key, "asked_level")
		if l := w.ticket(1).Below(); l == nil || l.User != want.to || l.Question != want.question {
			t.Errorf("%s asks %+v", line, l)
		}
	}
}

func mustZone(tb testing.TB, name string) *time.Location {
	tb.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		tb.Fatal(err)
	}
	return zone
}
