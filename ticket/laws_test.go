package ticket_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// life is a ticket under any sequence of commands and fires, with all that was
// ever said and recorded.
type life struct {
	*world
	rt     *rapid.T
	step   string
	seq    int
	keys   map[string]bool
	slots  map[string]notice.Recipient
	public []notice.Kind
}

// Whatever anybody does in any order, the laws hold.
func TestLaws(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		l := newLife(rt)
		l.capture(l.request())
		l.laws(ticket.Ticket{}, ticket.Command{})
		for range rapid.IntRange(1, 40).Draw(rt, "steps") {
			l.advance()
			if rapid.IntRange(0, 2).Draw(rt, "what") == 0 {
				l.fired()
			} else {
				l.commanded()
			}
		}
	})
}

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

// unchanged: the ticket that was given is not touched.
func (l *life) unchanged(before *ticket.Ticket, image string) {
	l.rt.Helper()
	if now := mustJSON(l.rt, *before); now != image {
		l.rt.Fatalf("%s changed its input:\n%s", l.step, cmp.Diff(image, now))
	}
}

func mustJSON(tb tester, v any) string {
	tb.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		tb.Fatal(err)
	}
	return string(data)
}

// laws are all that must hold after every decision.
func (l *life) laws(before ticket.Ticket, c ticket.Command) {
	l.held()
	l.clocked()
	l.moved(before, c)
	l.promised(before, c)
	l.judged(before, c)
	l.recorded()
	l.spoken()
	l.stored()
}

func (l *life) must(ok bool, format string, args ...any) {
	l.rt.Helper()
	if !ok {
		l.rt.Fatalf("after %s in %s: "+format, append([]any{l.step, l.t.State}, args...)...)
	}
}

// held: exactly one accountable person per level while it is open, nobody after.
func (l *life) held() {
	t := &l.t
	open := map[ticket.HoldAs][]string{}
	for _, h := range t.Chain {
		if h.End == "" && h.To.IsZero() {
			open[h.As] = append(open[h.As], h.User)
		}
	}
	if t.State.Ended() {
		l.must(len(open) == 0 && len(t.Clocks) == 0 && t.Handoff == nil && t.End.How != "", "held %v, clocks %v, end %+v", open, t.Clocks, t.End)
		return
	}
	l.must(t.End == (ticket.End{}), "open with an end %+v", t.End)
	l.must(t.Factual() != "" && t.Natural.User != "", "nobody follows it")
	follows := some(t.Follower())
	if !t.Released.IsZero() {
		follows = nil
	}
	l.must(slices.Equal(open[ticket.AsNatural], follows), "natural holds %v", open)
	l.must(t.Follower() != "" && t.Teller() != "", "nobody follows it, or nobody tells")
	l.must(!t.Leadless() || t.Handoff == nil, "handed over while it waits for a lead")
	l.must(slices.Equal(open[ticket.AsResponsible], some(t.Responsible)), "responsible holds %v", open)
	l.must(slices.Equal(open[ticket.AsReceiver], some(t.Holder(policy.Receiver))), "receiver holds %v", open)
	l.must((t.Handoff != nil) == (t.State == ticket.HandedOff), "offer %+v", t.Handoff)
	l.must(t.State.Taking() || t.Responsible != "", "solved or accepted by nobody")
}

func some(user string) []string {
	if user == "" {
		return nil
	}
	return []string{user}
}

// clocked: what waits for somebody has a clock on them.
func (l *life) clocked() {
	t := &l.t
	var want []string
	add := func(ok bool, rule, subject string) {
		if ok {
			want = append(want, rule+" on "+subject)
		}
	}
	below := t.State == ticket.WaitNextLevel
	waits := t.State == ticket.WaitCustomer || t.State == ticket.WaitThirdParty
	working := t.State == ticket.Accepted || t.State == ticket.HandedOff || below || waits
	review := t.Mark(ticket.Reviewed) != nil && !t.State.Ended()
	l.must(!review || t.State == ticket.UnderReview || below || waits, "under review")
	l.must(review || t.State != ticket.UnderReview, "no review waits")
	add(review, "T-review", t.Responsible)
	add(t.State == ticket.Captured || t.State == ticket.Triaged, "FA-15", t.Follower())
	add(t.State == ticket.HandedOff, "FA-18.response", t.Holder(policy.Receiver))
	add(working && t.Responsible != "", "FA-18.handling", t.Responsible)
	add(t.State == ticket.ResultReady, "FA-20.tell", t.Teller())
	add((t.State.Taking() || working) && t.Namer() != "", "OUR-lead", t.Namer())
	add(t.State == ticket.Answered, "FA-02.confirm", "")
	add(t.State.Taking() || working || t.State == ticket.ResultReady, "FA-02.whole", "")
	for _, lv := range t.Levels {
		add(lv.Open() && lv.Taken.IsZero(), "FA-19.response", lv.User)
		add(lv.Open() && !lv.Taken.IsZero(), "FA-19.handling", lv.User)
	}
	owing := map[string]bool{} // once for each, in whatever roles
	for _, s := range t.Opinions() {
		owing[s.User] = owing[s.User] || s.Waits() && s.User != ""
	}
	for user, owes := range owing {
		add((t.State.Taking() || working) && owes, "OUR-opinion", user)
	}
	add((t.State.Taking() || working) && t.Mark(ticket.Supervised) != nil && t.Given.After(l.now), "FA-18.supervise", t.Factual())
	add(working && t.Responsible != "", "OUR-progress", t.Responsible)
	urgent := t.Mark(ticket.Urgent)
	add((t.State.Taking() || working) && urgent != nil && t.Fulfilled["OUR-urgent"].IsZero(), "OUR-urgent", "")
	l.must(below == (t.Below() != nil), "levels %+v", t.Levels)
	got := make([]string, 0, len(t.Clocks))
	for _, c := range t.Clocks {
		if c.Rule == "FA-18.supervise" && !t.Given.After(l.now) {
			want = append(want, "FA-18.supervise on "+t.Factual()) // it runs on, or was never begun
			want = slices.Compact(slices.Sorted(slices.Values(want)))
		}
		still, should := !c.Paused.IsZero(), waits && c.Rule == "FA-18.handling" || c.Rule == "FA-15" && t.Mark(ticket.Leaderless) != nil && t.Namer() != ""
		unseen := c.Breached.IsZero() && !l.now.Before(c.Due) // a limit that has passed is seen first
		l.must(still == should || (should && unseen), "%s stands still since %s", c.ID(), c.Paused)
		got = append(got, c.Rule+" on "+c.Subject)
		l.must(!c.Start.Before(t.CreatedAt), "%s starts before the ticket", c.ID())
		l.must(c.Promised || c.Limit.Given || !c.Due.Before(c.Start), "%s ends before it starts", c.ID())
		l.must(slices.IsSortedFunc(c.Points, time.Time.Compare), "points %v", c.Points)
		l.must(c.Subject == "" || c.Breached.IsZero() || c.Rung > 0 || !c.Next.IsZero(), "%s is breached and climbs nowhere", c.ID())
		l.must(!c.NextAt().IsZero() || !c.Paused.IsZero() || !c.Breached.IsZero(), "%s has no next point", c.ID())
	}
	slices.Sort(got)
	slices.Sort(want)
	l.must(slices.Equal(got, want), "clocks %v, want %v", got, want)
}

// moved: responsibility moves only to who takes it, the natural FR only by "me".
func (l *life) moved(before ticket.Ticket, c ticket.Command) {
	if before.Natural.User == "" {
		return
	}
	record, was := l.t.Natural, before.Natural // who stands in comes and goes
	record.Stands, was.Stands = "", ""
	if was != record {
		own := before.Natural.User == c.Actor && before.Natural.By == policy.ByTypist && c.Asker.User == c.Actor
		l.must(c.Verb == ticket.VerbAsker && own && before.State == ticket.Captured, "the natural FR became %+v", l.t.Natural)
	}
	if before.Responsible == l.t.Responsible {
		return
	}
	if c.Verb == ticket.VerbReopen && l.rules.Out()[before.Responsible] {
		return // whoever stands in for somebody who left while it was closed
	}
	if party := c.Verb == ticket.VerbAbout; party || c.Verb == ticket.VerbReview {
		l.must(!party || before.Responsible == l.t.About, "%s gave it up for %s", before.Responsible, l.t.Responsible)
		return // whom the rules find
	}
	if c.Verb == ticket.VerbLead {
		had := slices.ContainsFunc(before.Chain, func(h ticket.Hold) bool { return h.User == c.Actor })
		l.must(l.t.Responsible == c.To.User && before.Leadless(), "%s leads it", l.t.Responsible)
		l.must(!had || c.Actor == before.Follower(), "%s had it and decides who gets it", c.Actor)
		return
	}
	takes := slices.Contains([]ticket.Verb{ticket.VerbAccept, ticket.VerbResolve, ticket.VerbAsk, ticket.VerbThirdParty, ticket.VerbRedirect, ticket.VerbRule, ticket.VerbFinal}, c.Verb)
	l.must(takes && l.t.Responsible == c.Actor, "responsible became %s", l.t.Responsible)
	if c.Verb == ticket.VerbRule || c.Verb == ticket.VerbFinal {
		return // judged says who may
	}
	known := before.Open && l.rules.Org.Knows(c.Actor)
	back := slices.ContainsFunc(before.StandIns(), func(r ticket.Relief) bool { return r.From == c.Actor })
	vacant := before.Open && (l.rules.Out()[before.Responsible] || before.IsAbout(before.Responsible))
	free := (before.Responsible == "" || vacant) && (c.Actor == before.Follower() || known || slices.Contains(before.Asked, c.Actor))
	helper := slices.Contains(before.Helpers, c.Actor)
	superior := helper || (l.rules.Org.HeadsAny(c.Actor) && (!before.Post.Private || before.Concerned(c.Actor)))
	l.must(free || back || superior || c.Actor == before.Holder(policy.Receiver), "%s had no right to it", c.Actor)
}

// judged: no party to a matter decides anything of it or hears what is not
// theirs to know, and what was decided for good stands.
func (l *life) judged(before ticket.Ticket, c ticket.Command) {
	t := &l.t
	l.must(t.About == "" || t.About != t.Asker.User, "%s asked it and it is about them", t.About)
	if r := t.Ruling; r != nil && before.Ruling != r && r.Seen.IsZero() && c.Verb != "" {
		l.must(r.By == c.Actor && r.By != t.Asker.User && !t.IsAbout(r.By), "ruled by %s", r.By)
		l.must(before.Ruling == nil || r.Final && r.By != before.Ruling.By, "%+v after %+v", r, before.Ruling)
	}
	if before.Ruling != nil && before.Ruling.Final && c.Verb != ticket.VerbCallback {
		l.must(t.Ruling != nil && t.Ruling.Final && (t.State != ticket.UnderReview), "%+v is no more", before.Ruling)
	}
	if t.About == "" {
		return
	}
	for _, holder := range []string{t.Follower(), t.Responsible} {
		l.must(t.State.Ended() || !t.IsAbout(holder) || t.Vacant(holder), "%s has a matter about themselves", holder)
	}
	l.must(!t.IsAbout(t.Holder(policy.Receiver)) && !slices.ContainsFunc(t.Shared, func(s ticket.Share) bool { return t.IsAbout(s.User) }), "asked to take it")
	for _, n := range l.last.Notices {
		theirs := []notice.Kind{notice.Ruled, notice.ReviewAsked, notice.Question, notice.TakenBack}
		level := before.LevelOf(t.About) != nil || t.LevelOf(t.About) != nil
		l.must(n.To.User != t.About || n.Class == notice.Edit || level || slices.Contains(theirs, n.Kind), "%s tells %s", n.Kind, t.About)
	}
	for _, f := range t.Faces {
		l.must(f.To.User != t.About || f.Slot == ticket.CardSlot || slices.Contains([]notice.Kind{notice.Ruled, notice.ReviewAsked, notice.Question}, f.Kind),
			"%s goes on telling %s", f.Kind, t.About)
	}
}

// promised: nobody alone moves their limit further than some days from its start.
func (l *life) promised(before ticket.Ticket, c ticket.Command) {
	lead := before.ClockOf(c.Actor)
	if c.Verb != ticket.VerbPromise || lead == nil || c.Word != "" {
		return
	}
	alone := l.rules.Org.Calendar("office").AddDays(lead.Start, l.rules.Policy.PromiseAlone.Days)
	now := l.t.Clock(lead.ID())
	l.must(now == nil || now.Due.Equal(lead.Due) || !now.Due.After(alone) || l.rules.Org.HeadsAny(c.Actor) ||
		slices.Contains(before.Helpers, c.Actor), "%s promised %s alone", c.Actor, c.Until)
	l.must(l.t.Wish == nil || l.t.Wish.To != c.Actor, "%s is to agree to their own wish", c.Actor)
}

// recorded: events only grow, breaches are recorded once.
func (l *life) recorded() {
	for _, e := range l.last.Events {
		l.seq++
		l.must(e.Seq == l.seq && e.At.Equal(l.now) && e.Kind != "", "event %+v, want number %d", e, l.seq)
		l.must(e.From != e.State || e.From == "", "event %+v changes nothing", e)
	}
	l.must(l.t.Seq == l.seq, "the ticket counts %d events, there were %d", l.t.Seq, l.seq)
	seen := map[string]bool{}
	for _, b := range l.t.Breaches {
		key := b.Clock + b.At.String()
		l.must(!seen[key] && b.Subject != "", "breach %+v", b)
		seen[key] = true
	}
}

// spoken: keys never repeat, every notice goes somewhere and names everybody,
// three public lines are the most, and what is private stays so.
func (l *life) spoken() {
	for _, n := range l.last.Notices {
		l.must(!l.keys[n.Key] && n.Key != "" && n.Ticket == l.t.Number, "notice %+v", n)
		l.keys[n.Key] = true
		l.must(n.To.Lane() != "", "%s goes nowhere", n.Kind)
		l.named(string(n.Kind), n.Params)
		if to, posted := l.slots[n.Slot]; posted && n.Kind != notice.Card {
			l.must(to == n.To && n.Class == notice.Edit, "slot %s of %+v is posted again to %+v", n.Slot, to, n.To)
		} else if n.Slot != "" {
			l.must(posted || n.Class != notice.Edit, "%s is edited before it was posted", n.Slot)
			l.slots[n.Slot] = n.To
		}
		if n.Kind == notice.Escalation {
			l.must(n.Class == notice.Edit || (notice.User(n.To.User) != n.Params["subject"] && n.To.User != l.t.Asker.User), "escalation %+v", n)
		}
		private := l.t.Post.Private && n.To.Channel != "" && n.To.Channel != l.t.Post.Channel
		spares := []notice.Kind{notice.Fallback, notice.LeadAsked, notice.Alarm, notice.Vacant}
		l.must(!private || slices.Contains(spares, n.Kind), "%s of a private post goes to %s", n.Kind, n.To.Channel)
		l.counted(n)
	}
}

func (l *life) counted(n notice.Notice) {
	line := n.Kind == notice.Receipt || n.Kind == notice.Delay || n.Kind == notice.Solved || n.Kind == notice.Merged && n.To.Channel != ""
	if n.Class == notice.Edit || (!line && (n.To.Thread == "" || n.To.Thread != l.t.Post.TS)) {
		return
	}
	l.must(line && !slices.Contains(l.public, n.Kind), "%s is said in public after %v", n.Kind, l.public)
	l.public = append(l.public, n.Kind)
	l.must(len(l.public) <= 3, "%v are said in public", l.public)
}

// named: no param is a person without a name or an instant that is none.
func (l *life) named(what string, p notice.Params) {
	for name, v := range p {
		at, isTime := v.Instant()
		l.must(v != notice.User("") && v != notice.Channel("") && (!isTime || !at.IsZero()), "%s has no %s: %q", what, name, v)
	}
}

// stored: the document is the ticket.
func (l *life) stored() {
	image := mustJSON(l.rt, l.t)
	var again ticket.Ticket
	if err := json.Unmarshal([]byte(image), &again); err != nil {
		l.rt.Fatal(err)
	}
	if diff := cmp.Diff(l.t, again, cmpopts.EquateEmpty()); diff != "" {
		l.must(false, "not the same from the store:\n%s", diff)
	}
}
