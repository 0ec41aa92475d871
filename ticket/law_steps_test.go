package ticket_test

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"pgregory.net/rapid"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

func newLife(rt *rapid.T) *life {
	l := &life{
		world: newWorld(rt), rt: rt, step: "capture",
		keys: map[string]bool{}, slots: map[string]notice.Recipient{},
	}
	l.rules.Policy = l.policy()
	l.now = clock(rt, rapid.SampledFrom([]string{"10:00", "11:50", "12:30", "17:55", "22:00", "fri 17:30", "sat 11:00"}).Draw(rt, "at"))
	l.maybeGone()
	return l
}

// policy is a rule book with any way of sharing, releasing and telling.
func (l *life) policy() *policy.Policy {
	p := judged(chained())
	p.PingPong = rapid.SampledFrom([]policy.PingPong{{}, {Handoffs: 3, Returns: 2}, {Handoffs: 1}, {Returns: 1}}).Draw(l.rt, "passed on")
	p.SharedMode = rapid.SampledFrom(policy.SharedModes()).Draw(l.rt, "shared")
	p.LeadBy = rapid.SampledFrom(policy.LeadBys()).Draw(l.rt, "lead by")
	p.Release = rapid.SampledFrom(policy.Releases()).Draw(l.rt, "release")
	if rapid.Bool().Draw(l.rt, "matters") {
		matters(p)
		p.Matters[0].Topics = rapid.SampledFrom([][]string{{"hello"}, {"because"}}).Draw(l.rt, "words")
		l.rules.Org.Roles = map[string][]string{"works": {l.person("works")}, "quality": {wu}}
	}
	p.ReplyBy = rapid.SampledFrom(policy.ReplyBys()[:3]).Draw(l.rt, "reply by")
	return p
}

func (l *life) person(label string) string {
	people := []string{boss, zhao, deng, chen, ann, zhou, li, wu, sun, ben, tang, stranger}
	favoured := []string{l.t.About, l.t.Natural.User, l.t.Responsible, l.t.Asker.User, l.t.Holder(policy.Receiver)}
	favoured = slices.DeleteFunc(favoured, func(u string) bool { return u == "" })
	if len(favoured) > 0 && rapid.Bool().Draw(l.rt, label+" favoured") {
		return rapid.SampledFrom(favoured).Draw(l.rt, label)
	}
	return rapid.SampledFrom(people).Draw(l.rt, label)
}

func (l *life) maybeGone() {
	if rapid.IntRange(0, 3).Draw(l.rt, "somebody leaves") == 0 {
		l.rules.Gone[l.person("leaver")] = true
	}
}

func (l *life) request() ticket.Request {
	by := l.person("by")
	var r ticket.Request
	if rapid.Bool().Draw(l.rt, "typed") {
		r = typedBy(by, rapid.SampledFrom([]string{team, helpDesk, financeDesk}).Draw(l.rt, "channel"))
		if rapid.Bool().Draw(l.rt, "outside") {
			r.Asker = ticket.Asker{Kind: ticket.AskerCustomer, Name: "Mr Gao"}
		}
	} else {
		r = post(rapid.SampledFrom([]string{helpDesk, financeDesk, team}).Draw(l.rt, "channel"), l.person("author"), "")
		r.By = by
	}
	if rapid.IntRange(0, 3).Draw(l.rt, "addressed") == 0 {
		r.Addressed = []string{l.person("to")}
	}
	if r.Typed && rapid.IntRange(0, 3).Draw(l.rt, "ordered") == 0 {
		r.Order = ticket.Target{User: l.person("unit"), Rule: "person", Department: "finance"}
	}
	r.Post.Private = rapid.IntRange(0, 3).Draw(l.rt, "private") == 0
	r.Post.Hidden = r.Post.Private && rapid.Bool().Draw(l.rt, "hidden")
	r.Post.DM = r.Post.Private && rapid.Bool().Draw(l.rt, "direct")
	r.At = l.now.Add(-time.Duration(rapid.SampledFrom([]int{0, 0, 1, 600, 90000}).Draw(l.rt, "seconds ago")) * time.Second)
	return r
}

// advance lets time pass: to the next point of the ticket, or by some minutes.
func (l *life) advance() {
	if due := l.t.Due(); due.After(l.now) && rapid.Bool().Draw(l.rt, "to the next point") {
		l.now = due
		return
	}
	l.now = l.now.Add(time.Duration(rapid.SampledFrom([]int{0, 1, 7, 30, 45, 180, 1440, 4000}).Draw(l.rt, "minutes")) * time.Minute)
}

func (l *life) fired() {
	before, image := l.t, mustJSON(l.rt, l.t)
	l.step = "fire"
	l.last = ticket.Fire(&l.t, l.rules, l.now)
	l.unchanged(&before, image)
	l.t = l.last.Ticket
	l.laws(before, ticket.Command{})
	again := ticket.Fire(&l.t, l.rules, l.now)
	if len(again.Events)+len(again.Notices) > 0 || mustJSON(l.rt, again.Ticket) != mustJSON(l.rt, l.t) {
		l.rt.Fatalf("the second fire did %+v", again.Events)
	}
	if due := l.t.Due(); !due.IsZero() && !due.After(l.now) {
		l.rt.Fatalf("still due at %s", due)
	}
	l.planned()
}

// planned: the plan begins with the next point of the clock that matters; with
// a superior who was asked early, with the end of their time.
func (l *life) planned() {
	plan, lead := ticket.Plan(&l.t, l.rules, l.now), l.t.Lead()
	if lead == nil || lead.NextAt().IsZero() {
		if len(plan) > 0 {
			l.rt.Fatalf("plan %+v of no clock", plan)
		}
		return
	}
	early := lead.Breached.IsZero() && lead.Rung > 0
	if len(plan) == 0 || plan[0].At.Before(lead.NextAt()) || (!early && !plan[0].At.Equal(lead.NextAt())) {
		l.rt.Fatalf("plan %+v, next point %s of %+v", plan, lead.NextAt(), lead)
	}
}

func (l *life) commanded() { l.commandedBy(func(*ticket.Command) bool { return true }) }

// commandedBy is any command that may be.
func (l *life) commandedBy(may func(*ticket.Command) bool) {
	all := []ticket.Verb{
		ticket.VerbAccept, ticket.VerbHandoff, ticket.VerbReturn, ticket.VerbUrge, ticket.VerbPromise, ticket.VerbResolve,
		ticket.VerbReply, ticket.VerbConfirm, ticket.VerbReopen, ticket.VerbEscalate, ticket.VerbWithdraw, ticket.VerbAsker,
		ticket.VerbNote, ticket.VerbEdited, ticket.VerbDelivered, ticket.VerbUnreachable, ticket.VerbMoved,
		ticket.VerbAccept, ticket.VerbHandoff, ticket.VerbHandoff, ticket.VerbResolve, ticket.VerbReopen,
		ticket.VerbAsk, ticket.VerbAsk, ticket.VerbAnswer, ticket.VerbAnswer, ticket.VerbThirdParty, ticket.VerbResume,
		ticket.VerbSupervise, ticket.VerbComplainUp, ticket.VerbUrgent, ticket.VerbMajor, ticket.VerbAck, ticket.VerbReport,
		ticket.VerbCallback, ticket.VerbConsent, ticket.VerbRedirect, ticket.VerbField, ticket.VerbDispute,
		ticket.VerbCallback, ticket.VerbLead, ticket.VerbLead, ticket.VerbShare, ticket.VerbTakeover, ticket.VerbTriage,
		ticket.VerbAbout, ticket.VerbAbout, ticket.VerbRule, ticket.VerbRule, ticket.VerbReview, ticket.VerbReview, ticket.VerbFinal, ticket.VerbFinal,
		ticket.VerbDuplicate, ticket.VerbDuplicate, ticket.VerbJoined,
	}
	c := ticket.Command{Verb: rapid.SampledFrom(all).Draw(l.rt, "verb"), Actor: l.person("actor"), Text: "because", At: l.now}
	if judging := []ticket.Verb{ticket.VerbRule, ticket.VerbFinal}; slices.Contains(judging, c.Verb) && rapid.Bool().Draw(l.rt, "who may") {
		c.Actor = rapid.SampledFrom([]string{zhou, boss}).Draw(l.rt, "judge")
	}
	if rapid.IntRange(0, 4).Draw(l.rt, "decided late") == 0 {
		c.At = l.now.Add(-2 * time.Minute)
	}
	l.details(&c)
	if !may(&c) {
		return
	}
	before, image := l.t, mustJSON(l.rt, l.t)
	l.step = fmt.Sprintf("%s by %s", c.Verb, c.Actor)
	err := l.try(c)
	l.unchanged(&before, image)
	r, refused := errors.AsType[*ticket.Refusal](err)
	switch {
	case refused:
		l.named("refusal "+string(r.Code), r.Params)
	case err != nil:
		l.rt.Fatalf("%s: %v", l.step, err)
	default:
		l.laws(before, c)
	}
}

func (l *life) details(c *ticket.Command) {
	switch c.Verb { //nolint:exhaustive // the others need no more
	case ticket.VerbHandoff, ticket.VerbLead, ticket.VerbAbout:
		c.To = ticket.Target{User: l.person("receiver"), Rule: "person"}
	case ticket.VerbShare:
		c.With = []ticket.Target{{User: l.person("sharing"), Department: rapid.SampledFrom([]string{"finance", "delivery"}).Draw(l.rt, "with")}}
	case ticket.VerbTriage:
		c.Type = rapid.SampledFrom([]string{"", "query", "complaint"}).Draw(l.rt, "kind")
		c.Urgency = rapid.SampledFrom([]string{"", "normal", "urgent"}).Draw(l.rt, "urgency")
		c.With = rapid.SampledFrom([][]ticket.Target{nil, {inFinance()}, {inFinance(), inDelivery()}}).Draw(l.rt, "concerns")
	case ticket.VerbAsk:
		c.To = ticket.Target{User: l.person("asked"), Rule: "person"}
		c.Word = rapid.SampledFrom([]string{"", "", "customer"}).Draw(l.rt, "of")
	case ticket.VerbPromise, ticket.VerbSupervise:
		c.Word = rapid.SampledFrom([]string{"", "", "agree", "decline"}).Draw(l.rt, "answer")
		if c.Verb == ticket.VerbSupervise {
			c.Word = ""
		}
		c.Until = l.now.Add(time.Duration(rapid.IntRange(-1, 200).Draw(l.rt, "hours")) * time.Hour)
	case ticket.VerbAsker:
		*c = me(c.Actor)
		if rapid.Bool().Draw(l.rt, "customer") {
			*c = askerIs(c.Actor, ticket.Asker{Kind: ticket.AskerCustomer})
		}
		c.At = l.now
	case ticket.VerbWithdraw:
		c.Word = rapid.SampledFrom([]string{"", "not_request"}).Draw(l.rt, "word")
	case ticket.VerbDelivered, ticket.VerbUnreachable:
		c.Actor, c.User = "", c.Actor
		c.Kind = rapid.SampledFrom([]notice.Kind{notice.Handoff, notice.Asked, notice.Escalation, notice.Card}).Draw(l.rt, "kind")
		if len(l.t.Clocks) > 0 && c.Kind != notice.Card {
			c.Clock = l.t.Clocks[0].ID()
		}
	case ticket.VerbThirdParty, ticket.VerbConsent:
		c.Word = rapid.SampledFrom([]string{"", "direct", "ask"}).Draw(l.rt, "mode")
	case ticket.VerbCallback:
		c.Word = rapid.SampledFrom([]string{"ok", "recurred", ticket.CallbackWish}).Draw(l.rt, "called")
	case ticket.VerbRedirect:
		c.Body = "the tax office"
		l.rules.Policy.Redirect = rapid.SampledFrom(policy.Redirects()).Draw(l.rt, "redirecting")
	case ticket.VerbField:
		c.Fields = map[string]string{"phone": rapid.SampledFrom([]string{"", "139"}).Draw(l.rt, "phone")}
	case ticket.VerbDuplicate, ticket.VerbJoined:
		c.Number, c.Asker = 40, ticket.Asker{Kind: ticket.AskerMember, User: l.person("other asker")}
		c.Word = rapid.SampledFrom([]string{"", "undo"}).Draw(l.rt, "undone")
	case ticket.VerbMoved:
		c.Actor, c.Where = "", notice.Recipient{User: c.Actor}
	}
}
