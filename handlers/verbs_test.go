package handlers_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/firstask/firstask/handlers"
	"github.com/firstask/firstask/ticket"
)

// course is a verb with what has to happen before it on ticket 1.
type course struct {
	verb   string
	actor  string
	rest   string            // typed after the number
	values map[string]string // of a form or a button's dialog
	detail string            // of a button
	before []handlers.Request
	key    string
	state  ticket.State
}

func courses() []course {
	accept, hand := click(chen, "accept", 1, ""), click(chen, "handoff", 1, li)
	solved := form(chen, "resolve", 1, map[string]string{"text": "done"})
	customer := click(tang, "asker", 1, "customer")
	later := map[string]string{"until": "2026-03-04T03:00:00Z", "text": "parts"}
	said := map[string]string{"text": "because"}
	question := form(chen, "ask", 1, map[string]string{"to": li, "text": "who made it?"})
	third := form(chen, "thirdparty", 1, map[string]string{"who": "the bank"})
	urgent := form(chen, "urgent", 1, said)
	away := map[string]string{"body": "the tax office", "text": "They issue these."}
	phone := map[string]string{"contact.phone": "13900001234"}
	return []course{
		{"accept", chen, "", nil, "", nil, "accepted", ticket.Accepted},
		{"handoff", chen, "<@U0LI> hers", map[string]string{"to": li}, li, nil, "handed_off", ticket.HandedOff},
		{"return", li, "not my area", map[string]string{"why": "not_my_area"}, "not_my_area", []handlers.Request{hand}, "returned", ticket.Triaged},
		{"urge", zhao, "", nil, "", []handlers.Request{hand}, "urged", ticket.HandedOff},
		{"promise", chen, "tomorrow 11:00 parts", later, "", []handlers.Request{accept}, "promised", ticket.Accepted},
		{"resolve", chen, "because", said, "", nil, "resolved", ticket.Answered},
		{"resolve", chen, "because", said, "", []handlers.Request{customer}, "resolved_tell", ticket.ResultReady},
		{"reply", chen, "", nil, "", []handlers.Request{customer, solved}, "replied", ticket.Closed},
		{"confirm", tang, "", nil, "", []handlers.Request{solved}, "confirmed", ticket.Closed},
		{"reopen", tang, "because", said, "", []handlers.Request{solved}, "reopened", ticket.Accepted},
		{"escalate", chen, "", nil, "", nil, "escalated", ticket.Captured},
		{"withdraw", tang, "because", said, "", nil, "withdrawn", ticket.Withdrawn},
		{"withdraw", chen, "not a request", nil, "not_request", nil, "withdrawn", ticket.Withdrawn},
		{"asker", tang, "customer Maple", map[string]string{"colleague": ben}, "customer", nil, "asker_set", ticket.Captured},
		{"ask", chen, "<@U0LI> who made it?", map[string]string{"to": li, "text": "who made it?"}, li, nil, "asked_level", ticket.WaitNextLevel},
		{"answer", li, "because", said, "", []handlers.Request{question}, "answered", ticket.Accepted},
		{"accept", li, "", nil, "", []handlers.Request{question}, "accepted", ticket.WaitNextLevel},
		{"return", li, "not my area", map[string]string{"why": "not_my_area"}, "not_my_area", []handlers.Request{question}, "returned", ticket.Accepted},
		{"thirdparty", chen, "the bank: a statement", map[string]string{"who": "the bank", "text": "a statement"}, "", nil, "waiting", ticket.WaitThirdParty},
		{"consent", chen, "by phone at ten", map[string]string{"text": "by phone at ten"}, "", nil, "consented", ticket.Captured},
		{"consent", tang, "", map[string]string{}, "agree", nil, "consented", ticket.Captured},
		{"redirect", chen, "--external the tax office: They issue these.", away, "", nil, "redirected", ticket.Redirected},
		{"redirect", chen, "finance They issue these.", map[string]string{"department": "finance", "text": "They issue these."}, "", []handlers.Request{customer}, "redirect_tell", ticket.ResultReady},
		{"field", chen, "phone=13900001234", phone, "", nil, "fielded", ticket.Captured},
		{"reveal", chen, "to call back", nil, "", []handlers.Request{form(chen, "field", 1, phone)}, "revealed", ticket.Captured},
		{"resume", chen, "it came", map[string]string{"text": "it came"}, "", []handlers.Request{third}, "resumed", ticket.Accepted},
		{"supervise", zhao, "by tomorrow 11:00 parts", later, "", nil, "supervised", ticket.Captured},
		{"correct", zhao, "agree", nil, "agree", []handlers.Request{slash(chen, "correct 1 <@U0ANN> at the door")}, "correction_agreed", ticket.Captured},
		{"plan", chen, "a new bill on Friday", map[string]string{"text": "a new bill on Friday"}, "", nil, "planned", ticket.Captured},
		{"inform", chen, "bring the bill", map[string]string{"text": "bring the bill"}, "", nil, "informed", ticket.Captured},
		{"understood", tang, "", nil, "", []handlers.Request{slash(chen, "inform 1 bring the bill")}, "understood", ticket.Captured},
		{"about", chen, "<@U0BEN> on the telephone", map[string]string{"to": ben, "text": "on the telephone"}, ben, nil, "about_set", ticket.Captured},
		{"rule", zhou, "because", said, "", nil, "ruled", ticket.Answered},
		{"review", tang, "because", said, "", []handlers.Request{form(zhou, "rule", 1, said)}, "review_asked", ticket.UnderReview},
		{"final", boss, "because", said, "", []handlers.Request{form(zhou, "rule", 1, said), form(tang, "review", 1, said)}, "ruled_finally", ticket.Answered},
		{"urgent", chen, "because", said, "", nil, "marked", ticket.Captured},
		{"ack", zhao, "", nil, "", []handlers.Request{urgent}, "acked", ticket.Captured},
		{"report", chen, "because", said, "", nil, "reported", ticket.Captured},
		{"note", tang, "number 7", said, "", nil, "noted", ticket.Captured},
		{"show", chen, "", nil, "", nil, "show", ticket.Captured},
		{"show", tang, "", nil, "", nil, "mine", ticket.Captured}, // from outside: no chain, no reasons
		{"why", chen, "", nil, "", nil, "why", ticket.Captured},
		{"why", tang, "", nil, "", nil, "mine", ticket.Captured},
	}
}

// TestEveryVerbFromEverywhere: what a button does can be typed, and the other
// way round; in the ticket's thread without its number.
func TestEveryVerbFromEverywhere(t *testing.T) {
	for _, c := range courses() {
		line := c.verb + " 1 " + c.rest
		pressed := click(c.actor, c.verb, 1, c.detail)
		pressed.Values = c.values
		for name, r := range map[string]handlers.Request{
			"slash":   slash(c.actor, line),
			"mention": post(handlers.Mention, c.actor, team, "5.1", line),
			"dm":      post(handlers.Direct, c.actor, "D0"+c.actor, "5.1", line),
			"thread":  inThread(post(handlers.Mention, c.actor, help, "5.1", c.verb+" "+c.rest)),
			"click":   pressed,
			"form":    form(c.actor, c.verb, 1, c.values),
		} {
			if c.values == nil && name == "form" {
				continue // has no dialog
			}
			t.Run(c.verb+" "+c.key+" by "+name, func(t *testing.T) {
				w := asked(t)
				for _, b := range c.before {
					w.must(b)
				}
				reply := w.must(r)
				equal(t, "answer", reply.Key, c.key)
				equal(t, "number", reply.Ticket, 1)
				equal(t, "state", w.ticket(1).State, c.state)
				if reply.View == nil {
					t.Error("the words have no ticket")
				}
			})
		}
	}
}

func TestEveryVerbIsTested(t *testing.T) {
	w := newWorld(t)
	bare := []string{"new", "task", "mine", "list", "duty", "away", "back", "whois", "guide", "kb", "post", "help"}
	tested := append(append(make([]string, 0, 40), bare...), "complain-up", "major", "callback", "rate", "dispute", "declare", "duplicate", "triage", "endorse", "lead", "share", "taskforce", "takeover", "export") // in engine_test.go, order_test.go, triage_test.go, endorse_test.go, chain_test.go and export_test.go
	for _, c := range courses() {
		tested = append(tested, c.verb)
	}
	for _, v := range w.desk.Verbs() {
		if !slices.Contains(tested, v.Verb) || !v.Allowed {
			t.Errorf("%s is not tested", v.Verb)
		}
		if v.Number == slices.Contains(bare, v.Verb) {
			t.Errorf("%s: number is %v", v.Verb, v.Number)
		}
	}
}

// TestQuickReasons: typed words that say what a button would say are kept as
// that, and are not said twice.
func TestQuickReasons(t *testing.T) {
	for rest, want := range map[string]struct{ word, text string }{
		"not my area":                   {"not_my_area", ""},
		"不属于我的职责。":                      {"not_my_area", ""},
		"details missing: which order?": {"details_missing", "details missing: which order?"},
		"no idea why I got it":          {"", "no idea why I got it"},
	} {
		w := asked(t)
		w.must(click(chen, "handoff", 1, li))
		w.must(slash(li, "return 1 "+rest))
		last := w.shelf.history[1][2]
		equal(t, rest+": word", last.Facts["reason"], want.word)
		equal(t, rest+": text", last.Text, want.text)
	}
	w := asked(t)
	w.must(click(chen, "handoff", 1, li))
	equal(t, "without a reason", w.code(slash(li, "return 1")), ticket.NeedReason)
	w = asked(t)
	w.must(slash(chen, "withdraw 1 not a request"))
	equal(t, "ending", w.ticket(1).End.How, ticket.NotRequest)
}

func TestRefusalsKeepWhatWasTyped(t *testing.T) {
	w := asked(t)
	w.must(click(chen, "accept", 1, ""))
	for line, want := range map[string]struct {
		actor, typed string
		code         ticket.Code
	}{
		"resolve 1 a long story":          {ben, "a long story", ticket.AlreadyAccepted},
		"accept 1":                        {ann, "", ticket.AlreadyAccepted},
		"return 1 a long story":           {chen, "a long story", ticket.HandOverInstead},
		"reopen 1 a long story":           {tang, "a long story", ticket.NotClosed},
		"promise 1 2h a long story":       {ben, "2h a long story", ticket.NotYours},
		"withdraw 1 a long story":         {ben, "a long story", ticket.NotYours},
		"escalate 1 a long story":         {ben, "a long story", ticket.NotYours},
		"asker 1 customer a long story":   {ben, "customer a long story", ticket.NotYours},
		"promise 1 2020-01-01 10:00 oops": {chen, "2020-01-01 10:00 oops", ticket.InThePast},
	} {
		reply, err := w.do(slash(want.actor, line))
		equal(t, line+": typed", reply.Typed, want.typed)
		equal(t, line+": code", codeOf(t, err), want.code)
		mention, err := w.do(post(handlers.Mention, want.actor, team, "7."+line, line))
		equal(t, line+": a post stands where it is", mention.Typed, "")
		equal(t, line+": code", codeOf(t, err), want.code)
	}
	lost := w.must(slash(ben, "resolve 77 a long story"))
	equal(t, "typed for an unknown number", lost.Typed, "a long story")
	equal(t, "number", lost.Params["number"].Raw(), "77")
	if p := w.must(form(ben, "resolve", 77, map[string]string{"text": "x"})).Problems; len(p) != 1 {
		t.Errorf("the form of an unknown ticket closes: %v", p)
	}
	for verb, values := range map[string]map[string]string{
		"resolve": {"text": "x"}, "return": {"text": "x"}, "reopen": {"text": "x"}, "withdraw": {"text": "x"}, "note": {"text": ""},
		"promise": {"until": "2026-03-04T03:00:00Z"}, "asker": {"colleague": sun},
	} {
		if p := w.must(form(ben, verb, 1, values)).Problems; len(p) != 1 {
			t.Errorf("the refused form of %s closes: %v", verb, p)
		}
	}
}

func TestOutsidersOnlyAsk(t *testing.T) {
	w := asked(t)
	for _, verb := range []string{"accept", "resolve", "handoff", "return", "promise", "escalate"} {
		for name, r := range map[string]handlers.Request{
			"slash": slash(tang, verb+" 1"), "click": click(tang, verb, 1, ""), "thread": inThread(post(handlers.Mention, tang, help, "6."+verb, verb)),
		} {
			equal(t, verb+" by "+name, w.must(r).Key, "foreign")
		}
		if p := w.must(form(tang, verb, 1, map[string]string{"text": "x"})).Problems; len(p) != 1 {
			t.Errorf("%s by form: %v", verb, p)
		}
	}
	equal(t, "commits", w.shelf.commits, 1)
	w.must(slash(tang, "a second lamp"))
	equal(t, "natural of a guest's own", w.ticket(2).Natural.User, chen)
	equal(t, "typed is handed back", w.must(slash(tang, "resolve 1 it works again")).Typed, "it works again")
}

// A guest whom the organisation names works in it and reads what is theirs;
// people of other workspaces do neither, named or not.
func TestGuestsOfADepartmentWorkThere(t *testing.T) {
	w := asked(t)
	w.people.known[li] = handlers.Person{ID: li, Name: "Li Wen", Outside: true, Guest: true}
	w.people.known[ben] = handlers.Person{ID: ben, Name: "Ben Carter", Outside: true}
	if _, err := w.do(slash(chen, "handoff 1 <@"+ben+"> go")); codeOf(t, err) != ticket.Outsider {
		t.Errorf("of another workspace: %v", err)
	}
	w.must(slash(tang, "a second lamp"))
	equal(t, "no part in it", w.must(slash(li, "show 2")).Key, "not_found")
	w.must(slash(chen, "handoff 1 <@"+li+"> go"))
	w.must(slash(li, "accept 1"))
	equal(t, "responsible", w.ticket(1).Responsible, li)
	equal(t, "a part in it", w.must(slash(li, "show 1")).Key, "show")
	w.must(slash(li, "promise 1 2h parts"))
}

func TestPromise(t *testing.T) {
	berlin := mustZone(t, "Europe/Berlin")
	for name, r := range map[string]struct {
		request handlers.Request
		key     string
		until   string // UTC
	}{
		"hours":                  {slash(chen, "promise 1 2h parts"), "promised", "2026-03-03 04:00"},
		"the organisation's day": {slash(chen, "promise 1 15:30"), "promised", "2026-03-03 07:30"},
		"in Chinese":             {slash(chen, "约定1 明天下午三点"), "promised", "2026-03-04 07:00"},
		"the typist's own day":   {slash(ann, "promise 1 15:30"), "promised", "2026-03-03 14:30"},
		"form":                   {form(chen, "promise", 1, map[string]string{"until": "2026-03-04T03:00:00Z"}), "promised", "2026-03-04 03:00"},
		"unclear":                {slash(chen, "promise 1 when pigs fly"), "unclear_when", ""},
		"nothing":                {slash(chen, "promise 1"), "unclear_when", ""},
		"form without a time":    {form(chen, "promise", 1, map[string]string{"text": "soon"}), "", ""},
		"form with a bad one":    {form(chen, "promise", 1, map[string]string{"until": "soon"}), "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			w := asked(t)
			w.people.known[ann] = handlers.Person{ID: ann, Name: "Ann Lee", Zone: berlin}
			if r.request.Actor == ann {
				w.must(click(chen, "handoff", 1, ann))
			}
			w.must(click(r.request.Actor, "accept", 1, ""))
			reply := w.must(r.request)
			equal(t, "answer", reply.Key, r.key)
			lead := w.ticket(1).Lead()
			if r.until == "" {
				if lead.Promised || (r.key == "" && len(reply.Problems) != 1) {
					t.Errorf("promised %v, problems %v", lead.Promised, reply.Problems)
				}
				return
			}
			equal(t, "promised", lead.Due.Format("2006-01-02 15:04"), r.until)
		})
	}
}

func codeOf(tb testing.TB, err error) ticket.Code {
	tb.Helper()
	var refusal *ticket.Refusal
	if !errors.As(err, &refusal) {
		tb.Errorf("not refused: %v", err)
		return ""
	}
	return refusal.Code
}
