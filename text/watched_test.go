package text_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// watched are rules with a window for everything the engine can run.
func watched(tb testing.TB) policy.Rules {
	tb.Helper()
	rules := mustRules(tb)
	p := rules.Policy
	p.First = []policy.FirstRule{{By: policy.ByAddress, Rule: "T-1"}, {By: policy.ByDuty, Rule: "T-2"}, {By: policy.ByHead, Rule: "T-3"}, {By: policy.ByTypist, Rule: "T-4"}}
	p.ComplainUp = []policy.Step{policy.Head, policy.ParentHead}
	p.Forms = []policy.Form{{ID: "order", Rule: "T-5", Lines: policy.Lines()}}
	limit := policy.Limit{Time: time.Hour}
	add := func(w policy.Window) {
		w.Calendar, w.Remind = "office", []policy.Reminder{{Percent: 50}}
		w.Step = time.Hour
		if w.Ladder == nil {
			w.Ladder = []policy.Step{policy.Head, policy.Fallback}
		}
		p.Windows = append(p.Windows, w)
	}
	marked := func(m ticket.MarkName) policy.When { return policy.When{Marks: []string{string(m)}} }
	open := []string{"CAPTURED", "TRIAGED", "HANDED_OFF", "ACCEPTED", "WAIT_NEXT_LEVEL", "WAIT_CUSTOMER", "WAIT_THIRD_PARTY"}
	for i := range p.Windows {
		if w := &p.Windows[i]; w.On == policy.Responsible {
			w.Preset, w.Soft, w.Pause = "first-asked", policy.Limit{Time: 2 * time.Hour}, []string{"WAIT_CUSTOMER", "WAIT_THIRD_PARTY", "WAIT_NEXT_LEVEL"}
			w.Promise.Consent = true
		}
	}
	add(policy.Window{Rule: "T-asked", On: policy.NextAsked, While: []string{"WAIT_NEXT_LEVEL"}, Limit: policy.Limit{Time: 30 * time.Minute}})
	add(policy.Window{Rule: "T-taken", On: policy.NextTaken, While: []string{"WAIT_NEXT_LEVEL"}, Limit: policy.Limit{Days: 1}})
	add(policy.Window{Rule: "T-callback", On: policy.Natural, While: []string{"CALLBACK_DUE"}, Limit: limit})
	add(policy.Window{Rule: "T-top", On: policy.Superior, Asked: policy.ParentHead, While: open, Limit: limit})
	add(policy.Window{Rule: "T-urgent", On: policy.Factual, While: open, Limit: policy.Limit{None: true}, When: marked(ticket.Urgent), Then: policy.Alarm, Repeat: 5 * time.Minute, Ladder: []policy.Step{policy.Head, policy.ParentHead, policy.Work}})
	add(policy.Window{Rule: "T-major", On: policy.Factual, While: open, Limit: limit, When: marked(ticket.Major)})
	add(policy.Window{Rule: "T-supervise", On: policy.Factual, While: open, Limit: policy.Limit{Given: true}, When: marked(ticket.Supervised)})
	add(policy.Window{Rule: "T-task", On: policy.Natural, While: open, Limit: policy.Limit{Given: true}, When: marked(ticket.Assigned)})
	add(policy.Window{Rule: "T-progress", On: policy.Responsible, While: []string{"ACCEPTED"}, Limit: policy.Limit{Time: 90 * time.Minute}, Then: policy.Remind})
	return rules
}

func labels(words string) policy.Labels {
	name := policy.Name{"en": words, "zh-Hans": words, "zh-Hant": words}
	all := policy.Labels{Presets: map[string]policy.Name{"first-asked": name}, Windows: map[string]policy.Name{}, Notes: map[string]policy.Name{}}
	all.Forms, all.Lines = map[string]policy.Name{"order": name}, map[string]policy.Name{"order/contact.unit": name}
	for _, rule := range []string{"FA-18.handling", "T-asked", "FA-15"} {
		all.Windows[rule], all.Notes[rule] = name, name
	}
	return all
}

// taken is a ticket that Li Wen works on since 10:10.
func taken(tb testing.TB, words string, change ...func(*ticket.Request)) *story {
	tb.Helper()
	s := beginUnder(tb, watched(tb), words, change...).handOff()
	return s.at("10:10").do(ticket.Command{Verb: ticket.VerbAccept, Actor: liwn})
}

// question puts a question of Li Wen's to Chen's head.
func (s *story) question() *story {
	s.tb.Helper()
	return s.at("10:20").do(ticket.Command{Verb: ticket.VerbAsk, Actor: liwn, Text: s.t.Text, To: ticket.Target{User: zhao, Rule: "person"}})
}

func wish(s *story) *story {
	return s.at("10:20").do(ticket.Command{Verb: ticket.VerbPromise, Actor: liwn, Consent: true, Text: s.t.Text, Until: s.now.AddDate(0, 0, 9)})
}

func assignedTask(words string) func(*ticket.Request) {
	return func(r *ticket.Request) {
		r.Typed, r.By, r.Addressed, r.Mark, r.Post = true, zhao, []string{liwn}, ticket.Assigned, ticket.Post{Channel: "C0TEAM"}
		r.Asker, r.Text, r.Given = ticket.Asker{Kind: ticket.AskerMember, User: zhao}, words, r.At.Add(5*time.Hour)
	}
}

// watchedLives are tickets that went through the next levels, the waits, the
// marks, wishes, complaints, calls back and tasks.
func watchedLives(tb testing.TB, words string) []*story {
	tb.Helper()
	upward := func() *story {
		rules := watched(tb)
		rules.Policy.Windows = append(rules.Policy.Windows, policy.Window{
			Rule: "T-up", On: policy.Factual, When: policy.When{Marks: []string{"major"}}, While: []string{"CAPTURED"}, Until: []string{"ack"},
			Limit: policy.Limit{None: true}, Calendar: "always", Then: policy.Alarm, Repeat: time.Hour, Ladder: []policy.Step{policy.Head},
		})
		return beginUnder(tb, rules, words).do(ticket.Command{Verb: ticket.VerbMajor, Actor: chen, Text: words})
	}
	answer := func(s *story) *story {
		return s.at("10:40").do(ticket.Command{Verb: ticket.VerbAnswer, Actor: zhao, Text: words})
	}
	asksAsker := ticket.Command{Verb: ticket.VerbAsk, Actor: liwn, Word: "customer", Text: words}
	third := ticket.Command{Verb: ticket.VerbThirdParty, Actor: liwn, Text: words}
	urgent := ticket.Command{Verb: ticket.VerbUrgent, Actor: tang, Text: words}
	outside := func(r *ticket.Request) {
		r.Asker = ticket.Asker{Kind: ticket.AskerCustomer, Name: words}
	}
	return []*story{
		upward(), upward().do(ticket.Command{Verb: ticket.VerbAck, Actor: zhao}),
		taken(tb, words).question(), taken(tb, words, private).question(),
		taken(tb, words).question().at("10:25").do(ticket.Command{Verb: ticket.VerbAccept, Actor: zhao}).
			do(ticket.Command{Verb: ticket.VerbAsk, Actor: zhao, Text: words, To: ticket.Target{User: "U0SPEC", Rule: "person"}}),
		answer(taken(tb, words).question()),
		taken(tb, words).question().do(ticket.Command{Verb: ticket.VerbReturn, Actor: zhao, Text: words, Word: "not_my_area"}),
		taken(tb, words).question().do(ticket.Command{Verb: ticket.VerbResume, Actor: liwn}),
		taken(tb, words).question().fire("10:36").fire("10:51").fire("11:55"),
		inform(taken(tb, words), words), inform(taken(tb, words), words).unclear(words), inform(taken(tb, words), words).do(ticket.Command{Verb: ticket.VerbUnderstood, Actor: tang}),
		taken(tb, words).do(asksAsker), taken(tb, words, outside).do(asksAsker),
		taken(tb, words).do(asksAsker).at("11:00").do(ticket.Command{Verb: ticket.VerbAnswer, Actor: tang, Text: words}),
		taken(tb, words).do(third), taken(tb, words, private).do(third).at("11:00").do(ticket.Command{Verb: ticket.VerbResume, Actor: liwn, Text: words}),
		taken(tb, words).do(urgent), taken(tb, words, private).do(urgent), taken(tb, words).do(urgent).at("10:12").do(ticket.Command{Verb: ticket.VerbAck, Actor: zhou}),
		taken(tb, words).do(ticket.Command{Verb: ticket.VerbMajor, Actor: zhou, Text: words}).do(ticket.Command{Verb: ticket.VerbReport, Actor: zhou, Text: words}),
		taken(tb, words).do(ticket.Command{Verb: ticket.VerbSupervise, Actor: chen, Until: mustTime(tb, "2026-03-04 17:00"), Text: words}),
		taken(tb, words, private).do(ticket.Command{Verb: ticket.VerbSupervise, Actor: chen, Until: mustTime(tb, "2026-03-04 17:00"), Text: words}),
		taken(tb, words).fire("11:45").fire("14:20").fire("16:00"),
		wish(taken(tb, words)), wish(taken(tb, words)).do(ticket.Command{Verb: ticket.VerbPromise, Actor: zhou, Word: "agree"}),
		wish(taken(tb, words)).do(ticket.Command{Verb: ticket.VerbPromise, Actor: zhou, Word: "decline", Text: words}),
		complained(tb, words, false), complained(tb, words, true),
		called(tb, words), called(tb, words).do(ticket.Command{Verb: ticket.VerbCallback, Actor: chen, Word: "ok"}),
		called(tb, words).do(ticket.Command{Verb: ticket.VerbCallback, Actor: chen, Word: "recurred", Text: words}),
		beginUnder(tb, watched(tb), words, assignedTask(words)),
		beginUnder(tb, watched(tb), words, assignedTask(words)).do(ticket.Command{Verb: ticket.VerbAccept, Actor: liwn}),
		beginUnder(tb, watched(tb), words).do(ticket.Command{Verb: ticket.VerbHandoff, Actor: chen, Text: words, To: ticket.Target{User: zhao, Rule: ticket.Unclear}}),
		agreed(taken(tb, words)), agreed(taken(tb, words, private)),
		sentOn(taken(tb, words), "finance", ""), sentOn(taken(tb, words, private), "", words), sentOn(taken(tb, words, outside), "", words),
		beginUnder(tb, watched(tb), words, orderTo(words)), disputed(tb, words),
		disputed(tb, words).do(ticket.Command{Verb: ticket.VerbDispute, Actor: zhao, Text: words}),
	}
}

// agreed is a ticket whose asker deals with a third party themselves; how they
// are reached is noted.
func agreed(s *story) *story {
	s.do(ticket.Command{Verb: ticket.VerbField, Actor: chen, Fields: map[string]string{"phone": "13900001234", "unit": s.t.Text}})
	s.do(ticket.Command{Verb: ticket.VerbConsent, Actor: liwn, Word: "ask"})
	s.do(ticket.Command{Verb: ticket.VerbConsent, Actor: tang, Text: s.t.Text})
	return s.do(ticket.Command{Verb: ticket.VerbThirdParty, Actor: liwn, Text: s.t.Text, Word: "direct"})
}

// sentOn belongs elsewhere: to a department, or a body outside.
func sentOn(s *story, department, body string) *story {
	return s.do(ticket.Command{Verb: ticket.VerbRedirect, Actor: liwn, Text: s.t.Text, Body: body, To: ticket.Target{Department: department}})
}

// orderTo is an order of Zhao's for Li Wen.
func orderTo(words string) func(*ticket.Request) {
	return func(r *ticket.Request) {
		r.Typed, r.By, r.Post = true, zhao, ticket.Post{Channel: "C0TEAM"}
		r.Asker, r.Text = ticket.Asker{Kind: ticket.AskerMember, User: zhao}, words
		r.Order = ticket.Target{User: liwn, Rule: "post", Department: "finance"}
	}
}

// disputed is an order that Li Wen holds to be another unit's.
func disputed(tb testing.TB, words string) *story {
	tb.Helper()
	return beginUnder(tb, watched(tb), words, orderTo(words)).do(ticket.Command{Verb: ticket.VerbDispute, Actor: liwn, Text: words})
}

// complained is a passed limit that the first-asked person wants brought up.
func complained(tb testing.TB, words string, pressed bool) *story {
	tb.Helper()
	s := beginUnder(tb, watched(tb), words).handOff().fire("10:34").at("10:40")
	s.do(ticket.Command{Verb: ticket.VerbComplainUp, Actor: chen, Text: words})
	if pressed {
		s.do(ticket.Command{Verb: ticket.VerbComplainUp, Actor: zhao, Text: words})
	}
	return s
}

// called is a solved ticket whose customer is to be called back, and was not in time.
func called(tb testing.TB, words string) *story {
	tb.Helper()
	s := taken(tb, words).do(ticket.Command{Verb: ticket.VerbResolve, Actor: liwn, Text: words})
	return s.do(ticket.Command{Verb: ticket.VerbConfirm, Actor: tang}).fire("10:41").fire("11:12").fire("13:50")
}

func TestWatchingNoticesGrowOld(t *testing.T) {
	c := mustLoad(t)
	settle := func(s *story) {
		s.do(ticket.Command{Verb: ticket.VerbResolve, Actor: liwn, Text: "done"})
	}
	rows := map[string]struct {
		kind   notice.Kind
		story  *story
		before []string // buttons
		then   func(*story)
		after  string // what a live message says then
		drops  bool   // not said any more if it was not said yet
	}{
		"question taken": {notice.Question, taken(t, "x").question(), []string{"accept", "answer:form", "return:form", "why"}, func(s *story) {
			s.do(ticket.Command{Verb: ticket.VerbAccept, Actor: zhao})
		}, "Li Wen asks you: x, by Wed 10:20", false},
		"question answered": {notice.Question, taken(t, "x").question(), []string{"accept", "answer:form", "return:form", "why"}, func(s *story) {
			s.do(ticket.Command{Verb: ticket.VerbAnswer, Actor: zhao, Text: "yes"})
		}, "Zhao Min answered it at 10:20.", true},
		"question taken back": {notice.Question, taken(t, "x").question(), []string{"accept", "answer:form", "return:form", "why"}, func(s *story) {
			s.do(ticket.Command{Verb: ticket.VerbResume, Actor: liwn})
		}, "The question was taken back at 10:20", true},
		"told in one go": {notice.FullNotice, inform(taken(t, "x"), "by noon"), []string{"understood", "understood:not_clear"}, func(s *story) {
			s.do(ticket.Command{Verb: ticket.VerbUnderstood, Actor: tang})
		}, "You said at", true},
		"not clear": {notice.FullNotice, inform(taken(t, "x"), "by noon").unclear("which noon?"), []string{"understood", "understood:not_clear"}, func(s *story) {
			s.do(ticket.Command{Verb: ticket.VerbResolve, Actor: liwn, Text: "done"})
		}, "Li Wen solved it at", true},
		"asker asked": {notice.AskAsker, taken(t, "x").do(ticket.Command{Verb: ticket.VerbAsk, Actor: liwn, Word: "customer", Text: "which?"}), []string{"answer:form"}, func(s *story) {
			s.do(ticket.Command{Verb: ticket.VerbAnswer, Actor: tang, Text: "that"})
		}, "Li Wen goes on with it.", true},
		"alarm seen": {notice.Alarm, taken(t, "x").do(ticket.Command{Verb: ticket.VerbUrgent, Actor: tang, Text: "fire"}), []string{"ack", "accept", "why"}, func(s *story) {
			s.do(ticket.Command{Verb: ticket.VerbAck, Actor: zhou})
		}, "Zhou Hang has seen it at 10:10.", true},
		"wish agreed": {notice.ExtensionAsked, wish(taken(t, "x")), []string{"promise:agree", "promise:decline", "why"}, func(s *story) {
			s.do(ticket.Command{Verb: ticket.VerbPromise, Actor: zhou, Word: "agree"})
		}, "A time was agreed: 12 Mar 10:20.", true},
		"wish declined": {notice.ExtensionAsked, wish(taken(t, "x")), []string{"promise:agree", "promise:decline", "why"}, func(s *story) {
			s.do(ticket.Command{Verb: ticket.VerbPromise, Actor: zhou, Word: "decline", Text: "no"})
		}, "It was not agreed.", true},
		"brought up": {notice.ComplaintProposed, complained(t, "x", false), []string{"complain-up", "why"}, func(s *story) {
			s.do(ticket.Command{Verb: ticket.VerbComplainUp, Actor: zhao})
		}, "It was brought before the superiors.", true},
		"solved before it was brought up": {notice.ComplaintProposed, complained(t, "x", false), []string{"complain-up", "why"}, settle, "Li Wen solved it at 10:40.", true},
		"called back": {notice.CallbackDue, called(t, "x"), []string{"callback:ok", "callback:recurred", "why"}, func(s *story) {
			s.do(ticket.Command{Verb: ticket.VerbCallback, Actor: chen, Word: "ok"})
		}, "The customer was called back.", true},
		"agreed": {notice.ConsentAsked, taken(t, "x").do(ticket.Command{Verb: ticket.VerbConsent, Actor: liwn, Word: "ask"}), []string{"consent:agree", "note:form"}, func(s *story) {
			s.do(ticket.Command{Verb: ticket.VerbConsent, Actor: tang})
		}, "Agreed at 10:10.", true},
		"an order stays": {notice.Disputed, disputed(t, "x"), []string{"handoff:form", "dispute:form", "why"}, func(s *story) {
			s.do(ticket.Command{Verb: ticket.VerbDispute, Actor: zhao, Text: "it is"})
		}, "Li Wen held this order to be another unit's: x.", true},
		"sent on": {notice.Redirected, sentOn(taken(t, "x"), "", "the tax office"), []string{"reopen:form"}, func(s *story) {
			s.do(ticket.Command{Verb: ticket.VerbReopen, Actor: tang, Text: "no"})
		}, "x", true},
		"task taken": {notice.Task, beginUnder(t, watched(t), "x", assignedTask("x")), []string{"accept", "resolve:form", "handoff:form", "why"}, settle, "Li Wen solved it at 10:00.", true},
	}
	for name, r := range rows {
		t.Run(name, func(t *testing.T) {
			n := r.story.last(r.kind)
			first := n
			first.Class = notice.Answer
			if got := verbs(mustNotice(t, c, first, r.story.view(n.To.User, "en"))); !slices.Equal(got, r.before) {
				t.Errorf("buttons %q, want %q", got, r.before)
			}
			r.then(r.story)
			if _, err := c.Notice(first, r.story.view(n.To.User, "en")); (err != nil) != r.drops {
				t.Errorf("said again: %v", err)
			}
			n.Class = notice.Edit
			m := mustNotice(t, c, n, r.story.view(n.To.User, "en"))
			if got := verbs(m); !strings.Contains(m.Plain, r.after) || (r.drops && len(got) > 0) {
				t.Errorf("live: %q with %q, want %q", m.Plain, got, r.after)
			}
		})
	}
}

func TestWaitingIsShown(t *testing.T) {
	c := mustLoad(t)
	card := notice.Notice{Kind: notice.Card, To: notice.Recipient{Channel: desk}}
	for name, r := range map[string]struct {
		story   *story
		says    []string
		buttons []string
	}{
		"next level": {taken(t, "x").question(), []string{"Li Wen waits for Zhao Min to answer, since 10:20", "Li Wen asked Zhao Min: x, until 10:50"}, []string{"resume", "resolve:form", "handoff:form", "why"}},
		"customer":   {taken(t, "x").do(ticket.Command{Verb: ticket.VerbAsk, Actor: liwn, Word: "customer", Text: "which order?"}), []string{"Li Wen waits for the customer since 10:10", "Waiting for: which order?"}, []string{"resume", "resolve:form", "handoff:form", "why"}},
		"third":      {taken(t, "x").do(ticket.Command{Verb: ticket.VerbThirdParty, Actor: liwn, Text: "the bank"}), []string{"Li Wen waits for the bank since 10:10"}, []string{"resume", "resolve:form", "handoff:form", "why"}},
		"callback":   {called(t, "x"), []string{"Solved, Chen Mo calls the customer back"}, []string{"callback:ok", "callback:recurred", "why"}},
		"urgent":     {taken(t, "x").do(ticket.Command{Verb: ticket.VerbUrgent, Actor: tang, Text: "fire"}), []string{"Marked: urgent (Tang Ning, 10:10)"}, []string{"resolve:form", "handoff:form", "promise:form", "ask:form", "why"}},
		"supervised": {taken(t, "x").do(ticket.Command{Verb: ticket.VerbSupervise, Actor: chen, Until: mustTime(t, "2026-03-03 17:00")}), []string{"watched over until 17:00 (Chen Mo)"}, []string{"resolve:form", "handoff:form", "promise:form", "ask:form", "why"}},
		"wish":       {wish(taken(t, "x")), []string{"Li Wen asks Zhou Hang to agree to 12 Mar 10:20"}, []string{"resolve:form", "handoff:form", "promise:form", "ask:form", "why"}},
	} {
		t.Run(name, func(t *testing.T) {
			m := mustNotice(t, c, card, r.story.view("", "en"))
			for _, want := range r.says {
				if !strings.Contains(m.Plain, want) {
					t.Errorf("%q lacks %q", m.Plain, want)
				}
			}
			if got := verbs(m); !slices.Equal(got, r.buttons) {
				t.Errorf("buttons %q, want %q", got, r.buttons)
			}
		})
	}
}

func TestWhySaysWhichBookWonAndWhatStoodStill(t *testing.T) {
	c := mustLoad(t)
	s := taken(t, "x").do(ticket.Command{Verb: ticket.VerbThirdParty, Actor: liwn, Text: "the bank"}).at("10:40")
	for i := range s.t.Clocks {
		if c := &s.t.Clocks[i]; c.Rule == "FA-18.handling" {
			c.Over, c.Stood, c.Soft = []string{"MG-9"}, 20*time.Minute, s.now
		}
	}
	all := policy.Labels{
		Presets: map[string]policy.Name{"first-asked": {"en": "First asked"}},
		Windows: map[string]policy.Name{"FA-18.handling": {"en": "Solve it"}},
		Notes:   map[string]policy.Name{"FA-18.handling": {"en": "The source states no pauses."}},
	}
	m := c.Answer(text.Answer{Key: "why", Reasons: ticket.Why(&s.t, s.rules, s.now), Labels: all}, s.view(chen, "en"))
	for _, want := range []string{
		"Solve it \u00b7 First asked", "Earlier than: MG-9", "Stands still since 10:10.", "Stood still so far: 20 min",
		"First, soft limit: 10:40", "on duty at", "(T-2)",
	} {
		if !strings.Contains(m.Plain, want) {
			t.Errorf("%q lacks %q", m.Plain, want)
		}
	}
	if strings.Contains(m.Plain, "The source") {
		t.Errorf("%q has what is for those who read the rule book", m.Plain)
	}
}

func TestATaskNamesItsOwnDate(t *testing.T) {
	c := mustLoad(t)
	s := beginUnder(t, watched(t), "x", assignedTask("count the screws"))
	m := mustNotice(t, c, s.last(notice.Task), s.view(liwn, "en"))
	if !strings.Contains(m.Plain, "#1 Zhao Min gives you a task: count the screws, by 15:00.") {
		t.Errorf("%q", m.Plain)
	}
}

func TestOldTicketsKnowWhyByTheirRule(t *testing.T) {
	c := mustLoad(t)
	s := beginUnder(t, watched(t), "x")
	s.t.Natural.By, s.t.Natural.Rule = "", "T-1"
	if m := c.Answer(text.Answer{Key: "show"}, s.view(chen, "en")); !strings.Contains(m.Plain, "addressed by name (T-1)") {
		t.Errorf("%q does not say why", m.Plain)
	}
}

// inform has had the asker told in one go all that it takes.
func inform(s *story, words string) *story {
	telling := *s.rules.Policy
	telling.FullNotice = []policy.Point{{ID: "papers", Name: policy.Name{"en": "Bring the papers."}, Rule: "T-6"}}
	s.rules.Policy = &telling
	return s.do(ticket.Command{Verb: ticket.VerbInform, Actor: liwn, Text: words})
}

// unclear has the asker say what was not clear of it.
func (s *story) unclear(words string) *story {
	return s.do(ticket.Command{Verb: ticket.VerbUnderstood, Actor: tang, Word: ticket.NotClear, Text: words})
}
