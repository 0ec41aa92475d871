package handlers_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/firstask/firstask/handlers"
	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// under changes the world's rules before anything is asked.
func under(tb testing.TB, change func(*policy.Policy)) *world {
	tb.Helper()
	w := newWorld(tb)
	p := *w.book.rules.Policy
	p.Windows = slices.Clone(p.Windows)
	change(&p)
	w.book.rules.Policy = &p
	w.must(post(handlers.Message, tang, help, "1.1", "The name on our invoice is wrong"))
	return w
}

// window is a window of the tests' own.
func window(rule string, on policy.Role, states ...string) policy.Window {
	return policy.Window{
		Rule: rule, On: on, While: states, Limit: policy.Limit{Time: time.Hour}, Calendar: "office",
		Ladder: []policy.Step{policy.Head, policy.Fallback}, Step: time.Hour,
	}
}

// said is how a time is said back to somebody.
func (w *world) says(actor string, reply handlers.Reply) string {
	w.tb.Helper()
	v := text.View{Ticket: reply.View, Rules: w.book.rules, Now: w.now, Reader: text.Reader{User: actor, Locale: "en"}}
	return w.desk.Words.Answer(reply.Answer, v).Plain
}

func TestPromiseSaysWhatWasUnderstood(t *testing.T) {
	for line, want := range map[string]string{
		"promise 1 2h":                         "agreed, Tue 3 Mar, 12:00.",
		"promise 1 tomorrow 3pm parts":         "agreed, Wed 4 Mar, 15:00.",
		"约定1 明天下午三点":                           "agreed, Wed 4 Mar, 15:00.",
		"promise 1 by Friday 10:00":            "agreed, Fri 6 Mar, 10:00.",
		"promise 1 in 2 working days":          "agreed, Thu 5 Mar, 10:00 (2 working days: Wed 4 Mar, Thu 5 Mar).",
		"约定1 两个工作日 等配件":                        "agreed, Thu 5 Mar, 10:00 (2 working days: Wed 4 Mar, Thu 5 Mar).",
		"约定1 周四下午5点前":                          "agreed, Thu 5 Mar, 17:00.",
		"promise 1 next working day":           "agreed, Wed 4 Mar, 18:00 (1 working day: Wed 4 Mar).",
		"supervise 1 by Thursday 17:00":        "watched over until Thu 5 Mar, 17:00.",
		"督办1 两个工作日":                            "(2 working days: Wed 4 Mar, Thu 5 Mar)",
		"promise 1 6 working days, the bank":   "Wed 11 Mar, 10:00 (6 working days: \u2026",
		"task <@U0LI> by 16:30: send the bill": "#2 is given to U0LI, due Tue 3 Mar, 16:30.",
	} {
		w := asked(t)
		w.must(click(chen, "accept", 1, ""))
		actor := chen
		if strings.HasPrefix(want, "watched") || strings.HasPrefix(line, "督办") { // nobody watches over themselves
			actor = zhao
		}
		if got := w.says(actor, w.must(slash(actor, line))); !strings.Contains(got, want) {
			t.Errorf("%s: %q lacks %q", line, got, want)
		}
	}
}

func TestALaterTimeIsForTheHead(t *testing.T) {
	far := slash(chen, "promise 1 8 working days, the parts come then")
	t.Run("asked", func(t *testing.T) {
		w := asked(t)
		w.must(click(chen, "accept", 1, ""))
		reply := w.must(far)
		equal(t, "answer", reply.Key, "promise_asked")
		equal(t, "to", reply.Params["to"].Raw(), zhao)
		if got := w.says(chen, reply); !strings.Contains(got, "(alone until Fri 10:00)") {
			t.Errorf("%q does not say how far they may alone", got)
		}
		equal(t, "not theirs", w.code(slash(ben, "promise 1 agree")), ticket.NotYours)
		until := w.ticket(1).Wish.Until
		reply = w.must(click(zhao, "promise", 1, "agree"))
		equal(t, "answer", reply.Key, "wish_agreed")
		at, _ := reply.Params["at"].Instant()
		equal(t, "agreed", at.UTC(), until.UTC())
		equal(t, "due", w.ticket(1).Lead().Due, until)
		equal(t, "again", w.code(click(zhao, "promise", 1, "agree")), ticket.NoWish)
	})
	t.Run("declined by form", func(t *testing.T) {
		w := asked(t)
		w.must(click(chen, "accept", 1, ""))
		w.must(far)
		reply := w.must(click(zhao, "promise", 1, "decline"))
		equal(t, "form", reply.Form, "promise:decline")
		equal(t, "of ticket", reply.Ticket, 1)
		if w.ticket(1).Wish == nil {
			t.Fatal("a press alone declined it")
		}
		w.must(form(zhao, reply.Form, 1, map[string]string{"text": "too long"}))
		if w.ticket(1).Wish != nil {
			t.Error("the wish still waits")
		}
	})
	t.Run("declined in words", func(t *testing.T) {
		w := asked(t)
		w.must(click(chen, "accept", 1, ""))
		w.must(far)
		equal(t, "answer", w.must(slash(zhao, "约定1 不同意 太久了")).Key, "wish_declined")
		history := w.shelf.history[1]
		equal(t, "reason", history[len(history)-1].Text, "太久了")
	})
}

func TestPromiseWithConsent(t *testing.T) {
	consent := func(p *policy.Policy) {
		for i := range p.Windows {
			p.Windows[i].Promise.Consent = p.Windows[i].On == policy.Responsible
		}
	}
	for name, r := range map[string]struct {
		request handlers.Request
		code    ticket.Code
	}{
		"without":    {slash(chen, "promise 1 3h parts"), ticket.NeedConsent},
		"denied":     {slash(chen, "约定1 明天 客户不同意"), ticket.NeedConsent},
		"in English": {slash(chen, "promise 1 3h Customer agreed, parts"), ""},
		"in Chinese": {slash(chen, "约定1 明天11点，客户同意"), ""},
		"by form":    {form(chen, "promise", 1, map[string]string{"until": "2026-03-04T03:00:00Z", "consent": "yes"}), ""},
		"unticked":   {form(chen, "promise", 1, map[string]string{"until": "2026-03-04T03:00:00Z"}), ticket.NeedConsent},
	} {
		t.Run(name, func(t *testing.T) {
			w := under(t, consent)
			w.must(click(chen, "accept", 1, ""))
			if r.code != "" {
				equal(t, "code", w.code(r.request), r.code)
				return
			}
			equal(t, "answer", w.must(r.request).Key, "promised")
			equal(t, "consent", w.ticket(1).Promise.Consent, true)
		})
	}
	w := under(t, consent)
	w.must(click(chen, "accept", 1, ""))
	data, tk, rules, err := w.desk.Form(t.Context(), chen, "promise", 1)
	if err != nil {
		t.Fatal(err)
	}
	f := w.desk.Words.Form("promise", data, text.View{Ticket: tk, Rules: rules, Now: w.now, Reader: text.Reader{User: chen, Locale: "en"}})
	equal(t, "fields with consent", len(f.Fields), 3)
	reply := w.must(form(chen, "promise", 1, map[string]string{"until": "2026-03-04T03:00:00Z"}))
	if _, under := reply.Problems["consent"]; !under {
		t.Errorf("the refusal stands under %v", reply.Problems)
	}
}

func TestAskSomebody(t *testing.T) {
	for name, r := range map[string]struct {
		rest, to, question string
		state              ticket.State
	}{
		"mention":               {"<@U0LI> which bank?", li, "which bank?", ticket.WaitNextLevel},
		"name":                  {"Li Wen: which bank?", li, "which bank?", ticket.WaitNextLevel},
		"topic":                 {"invoice which bank?", li, "which bank?", ticket.WaitNextLevel},
		"department in Chinese": {"财务部 哪家银行？", zhou, "哪家银行？", ticket.WaitNextLevel},
		"customer":              {"customer which order?", "", "which order?", ticket.WaitCustomer},
		"customer in Chinese":   {"客户，哪个订单？", "", "哪个订单？", ticket.WaitCustomer},
		"the asker":             {"the asker which order?", "", "which order?", ticket.WaitCustomer},
		"a desk of that name":   {"Customer Support which order?", zhao, "which order?", ticket.WaitNextLevel},
	} {
		t.Run(name, func(t *testing.T) {
			w := asked(t)
			gone(w, ann)
			actor := chen
			if r.to == zhao {
				gone(w, chen)
				actor = ben
				w.must(click(zhao, "handoff", 1, ben))
				w.must(click(ben, "accept", 1, ""))
			}
			w.must(slash(actor, "ask 1 "+r.rest))
			got := w.ticket(1)
			equal(t, "state", got.State, r.state)
			if r.to != "" {
				equal(t, "to", got.Below().User, r.to)
				equal(t, "question", got.Below().Question, r.question)
				return
			}
			equal(t, "question", got.Waits.Text, r.question)
			equal(t, "the asker may answer", w.must(slash(tang, "answer 1 number 7")).Key, "answered")
			equal(t, "goes on", w.ticket(1).State, ticket.Accepted)
		})
	}
	w := asked(t)
	w.must(slash(chen, "ask 1 <@U0LI> which bank?"))
	equal(t, "one word says both in Chinese", w.must(slash(li, "答复1 工商银行")).Key, "answered")
	equal(t, "answer", w.ticket(1).Levels[0].Answer, "工商银行")
	w = asked(t)
	equal(t, "no question", w.code(slash(chen, "ask 1 <@U0LI>")), ticket.NeedQuestion)
	equal(t, "nobody", w.code(slash(chen, "ask 1 Peter why?")), ticket.UnknownPerson)
	equal(t, "not theirs", w.code(slash(ben, "ask 1 Peter why?")), ticket.NotYours)
	if p := w.must(form(chen, "ask", 1, map[string]string{"to": li, "text": " "})).Problems; len(p) != 1 {
		t.Errorf("a form without a question closes: %v", p)
	}
	w.people.known["U0LI2"] = handlers.Person{ID: "U0LI2", Name: "Li Wen"}
	reply := w.must(slash(chen, "ask 1 Li Wen which bank?"))
	equal(t, "several", reply.Key, "choose_person")
	equal(t, "verb", reply.Params["verb"].Raw(), "ask")
	equal(t, "question", reply.Params["reason"].Raw(), "which bank?")
}

func TestCallback(t *testing.T) {
	due := func(t *testing.T) *world {
		t.Helper()
		w := under(t, func(p *policy.Policy) {
			p.Windows = append(p.Windows, window("T-callback", policy.Natural, "CALLBACK_DUE"))
		})
		w.must(form(chen, "resolve", 1, map[string]string{"text": "done"}))
		w.must(click(tang, "confirm", 1, ""))
		equal(t, "state", w.ticket(1).State, ticket.CallbackDue)
		return w
	}
	for name, r := range map[string]struct {
		request handlers.Request
		key     string
		state   ticket.State
	}{
		"button":     {click(chen, "callback", 1, "ok"), "called_back", ticket.Closed},
		"typed":      {slash(chen, "callback 1 ok"), "called_back", ticket.Closed},
		"in Chinese": {slash(chen, "回访1 一切正常，谢谢"), "called_back", ticket.Closed},
		"came back":  {slash(chen, "callback 1 it came back: wrong name again"), "called_again", ticket.Accepted},
		"not ok":     {slash(chen, "callback 1 not ok, the name"), "called_again", ticket.Accepted},
		"form":       {form(chen, "callback", 1, map[string]string{"result": "ok"}), "called_back", ticket.Closed},
		"its form":   {form(chen, "callback:recurred", 1, map[string]string{"result": "recurred", "text": "again"}), "called_again", ticket.Accepted},
		"unclear":    {slash(chen, "callback 1 he sings"), "unclear_result", ticket.CallbackDue},
		"no choice":  {form(chen, "callback", 1, map[string]string{"text": "x"}), "", ticket.CallbackDue},
	} {
		t.Run(name, func(t *testing.T) {
			w := due(t)
			equal(t, "answer", w.must(r.request).Key, r.key)
			equal(t, "state", w.ticket(1).State, r.state)
		})
	}
	w := due(t)
	equal(t, "form", w.must(click(chen, "callback", 1, "recurred")).Form, "callback:recurred")
	data, _, _, err := w.desk.Form(t.Context(), chen, "callback:recurred", 1)
	if err != nil || data.Initial["result"] != "recurred" {
		t.Errorf("the form begins with %v, %v", data.Initial, err)
	}
	w = due(t)
	w.must(slash(chen, "callback 1 ok"))
	equal(t, "on demand", w.must(slash(zhao, "回访1 需要")).Key, "callback_wished")
	equal(t, "on demand", w.ticket(1).State, ticket.CallbackDue)
	equal(t, "nothing is due", asked(t).code(slash(chen, "callback 1 ok")), ticket.NoCallback)
}

func TestRate(t *testing.T) {
	answered := func(t *testing.T) *world {
		t.Helper()
		w := under(t, func(p *policy.Policy) {
			p.Satisfaction = []policy.Question{{ID: "result", Rule: "T-1"}, {ID: "speed", Rule: "T-1"}}
		})
		w.must(form(chen, "resolve", 1, map[string]string{"text": "done"}))
		return w
	}
	for name, c := range map[string]struct {
		request handlers.Request
		key     string
		state   ticket.State
	}{
		"button":        {click(tang, "rate", 1, "good"), "rated", ticket.Closed},
		"typed":         {slash(tang, "rate 1 so-so"), "rated", ticket.Closed},
		"in Chinese":    {slash(tang, "评价1 很满意，谢谢"), "rated", ticket.Closed},
		"not satisfied": {slash(tang, "rate 1 not satisfied: wrong name"), "reopened", ticket.Accepted},
		"不满意":           {slash(tang, "評價 1 不滿意，名字錯了"), "reopened", ticket.Accepted},
		"its form":      {form(tang, "rate:poor", 1, map[string]string{"text": "wrong name"}), "reopened", ticket.Accepted},
		"unclear":       {slash(tang, "rate 1 he sings"), "unclear_rating", ticket.Answered},
	} {
		t.Run(name, func(t *testing.T) {
			w := answered(t)
			equal(t, "answer", w.must(c.request).Key, c.key)
			equal(t, "state", w.ticket(1).State, c.state)
		})
	}
	w := answered(t)
	equal(t, "form", w.must(click(tang, "rate", 1, "poor")).Form, "rate:poor")
	w.must(click(tang, "rate", 1, "good"))
	equal(t, "by its name", w.must(slash(tang, "rate 1 speed not satisfied")).Key, "rated")
	equal(t, "speed", w.ticket(1).Ratings["speed"], ticket.Unsatisfied)
	equal(t, "no reason", answered(t).code(slash(tang, "rate 1 not satisfied")), ticket.NeedReason)
}

func TestComplainUp(t *testing.T) {
	late := func(t *testing.T) *world {
		t.Helper()
		w := asked(t)
		w.must(click(chen, "handoff", 1, li))
		if err := w.desk.Delivered(t.Context(), w.last(notice.Handoff), "D0LI", "9.1", w.now); err != nil {
			t.Fatal(err)
		}
		w.now = w.now.Add(30 * time.Minute)
		if _, err := w.desk.Fire(t.Context(), w.now); err != nil {
			t.Fatal(err)
		}
		return w
	}
	equal(t, "too early", asked(t).code(slash(chen, "complain-up 1 slow")), ticket.NotBreached)
	w := late(t)
	equal(t, "by the first asked", w.must(slash(chen, "complain-up 1 no answer at all")).Key, "complaint_wished")
	equal(t, "by the head", w.must(click(zhao, "complain-up", 1, "")).Key, "complaint_sent")
	equal(t, "once", w.code(click(zhao, "complain-up", 1, "")), ticket.Complained)
	equal(t, "in Chinese", late(t).must(slash(zhao, "向上反映1 无人回应")).Key, "complaint_sent")
	if p := late(t).must(form(ben, "complain-up", 1, map[string]string{"text": "x"})).Problems; len(p) != 1 {
		t.Errorf("a refused form closes: %v", p)
	}
}

func TestMarks(t *testing.T) {
	w := under(t, func(p *policy.Policy) {
		major := window("T-major", policy.Factual, "CAPTURED", "ACCEPTED")
		major.When.Marks = []string{"major"}
		p.Windows = append(p.Windows, major)
	})
	reply := w.must(slash(zhao, "重大1 三人受伤"))
	equal(t, "answer", reply.Key, "marked")
	equal(t, "mark", w.ticket(1).Mark(ticket.Major).Text, "三人受伤")
	equal(t, "says", w.says(zhao, reply), "#1 is marked: major. Those concerned are told at once.")
	equal(t, "twice", w.code(slash(zhao, "major 1 again")), ticket.AlreadyMarked)
	equal(t, "no rule for it", asked(t).code(slash(zhao, "major 1 big")), ticket.NoWindow)
	equal(t, "a report without words", w.code(form(chen, "report", 1, nil)), ticket.NeedText)
}

func TestTask(t *testing.T) {
	for name, r := range map[string]struct {
		line, who, what, until string // UTC
	}{
		"mention":    {"task <@U0LI> by Friday 17:00: write the summary", li, "write the summary", "2026-03-06 09:00"},
		"name":       {"task Li Wen by tomorrow 15:00: write it", li, "write it", "2026-03-04 07:00"},
		"at and one": {"task @Carter in 2 working days: count the screws", ben, "count the screws", "2026-03-05 02:00"},
		"in Chinese": {"交办 <@U0LI> 周五下午5点前：写总结，附表格", li, "写总结，附表格", "2026-03-06 09:00"},
		"glued":      {"任务<@U0LI>明天下午三点：写总结", li, "写总结", "2026-03-04 07:00"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			reply := w.must(slash(zhao, r.line))
			equal(t, "answer", reply.Key, "task_made")
			got := w.ticket(1)
			equal(t, "natural", got.Natural.User, r.who)
			equal(t, "text", got.Text, r.what)
			equal(t, "given", got.Given.UTC().Format("2006-01-02 15:04"), r.until)
			equal(t, "asker", got.Asker.User, zhao)
			if got.Mark(ticket.Assigned) == nil {
				t.Error("it bears no mark")
			}
			equal(t, "told", count(w.shelf.said(r.who), "task"), 1)
		})
	}
	for name, r := range map[string]struct {
		line string
		code ticket.Code
	}{
		"over":             {"task <@U0LI> by 09:00: x", ticket.InThePast},
		"a bot":            {"task <@U0ROBOT> by 17:00: x", ticket.BotReceiver},
		"a guest":          {"task <@U0TANG> by 17:00: x", ticket.Outsider},
		"without a place":  {"task <@U0NEWLY> by 17:00: x", ticket.UnknownPerson},
		"a name of nobody": {"task Peter by 17:00: x", ticket.UnknownPerson},
		"several":          {"task U by 17:00: x", ticket.UnknownPerson},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			equal(t, "code", w.code(slash(zhao, r.line)), r.code)
			reply, _ := w.do(slash(zhao, r.line))
			equal(t, "typed", "task "+reply.Typed, r.line)
			equal(t, "commits", w.shelf.commits, 0)
		})
	}
	w := newWorld(t)
	w.must(slash(ben, "task list please, by Friday"))
	equal(t, "text stays text", w.ticket(1).Text, "task list please, by Friday")
	equal(t, "a guest", w.must(slash(tang, "task <@U0LI> by 17:00: x")).Key, "foreign")
}
