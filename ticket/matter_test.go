package ticket_test

import (
	"slices"
	"testing"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// matters are a rule book's: money back wants the opinion of works and of
// quality, a big project is a major matter of the top.
func matters(p *policy.Policy) {
	p.Matters = []policy.Matter{
		{ID: "money", Rule: "OUR-money", Topics: []string{"refund", "退货"}, With: []string{"works", "quality"}, Opinions: true},
		{ID: "project", Rule: "OUR-project", Mark: "major", With: []string{"top"}},
	}
	p.Needs = append(p.Needs,
		policy.Need{Rule: "OUR-money", Verb: "resolve", Have: []string{"opinions"}},
		policy.Need{Rule: "OUR-money", Verb: "reply", Have: []string{"opinions"}})
	p.Windows = append(p.Windows, policy.Window{
		Rule: "OUR-opinion", Kind: "opinion", On: policy.Consulted, Limit: minutes(30), Calendar: "office",
		While:  words(ticket.Captured, ticket.Triaged, ticket.HandedOff, ticket.Accepted, ticket.WaitNextLevel, ticket.WaitCustomer, ticket.WaitThirdParty),
		Ladder: []policy.Step{policy.Head, policy.Fallback}, Step: time.Hour, Promise: policy.Promise{Never: true},
	})
}

// wanting is a request under rules with matters, of which roles are filled so.
func wanting(tb tester, text string, roles map[string][]string) *world {
	tb.Helper()
	w := newWorld(tb)
	matters(w.rules.Policy)
	w.rules.Org.Roles = roles
	r := customerPost(w.now)
	r.Text = text
	return w.capture(r).delivered()
}

func twoRoles() map[string][]string {
	return map[string][]string{"works": {ben}, "quality": {wu}, "top": {boss}}
}

func answerOf(who, text string) ticket.Command {
	return ticket.Command{Verb: ticket.VerbAnswer, Actor: who, Text: text}
}

// CM-6.2: both are asked at once, each has a clock of their own, and nothing is
// solved or told before both have spoken.
func TestOpinionsComeBeforeTheResult(t *testing.T) {
	w := wanting(t, "I want a refund", twoRoles())
	w.wantSaid("receipt to "+helpDesk, "card to "+workroom, "asked to "+chen, "shared to "+ben, "mention to "+workroom, "shared to "+wu, "mention to "+workroom)
	resolve := ticket.Command{Verb: ticket.VerbResolve, Actor: chen, Text: "paid back"}
	w.refused(resolve, ticket.NeedOpinions)
	w.refused(ticket.Command{Verb: ticket.VerbReply, Actor: chen, Text: "you get it"}, ticket.NeedOpinions)
	w.do(ticket.VerbAccept, chen)
	for _, who := range []string{chen, tang, stranger, li} {
		w.refused(answerOf(who, "yes"), ticket.NoQuestion)
	}
	w.apply(answerOf(ben, "a new table"))
	w.wantSaid("answer_up to " + chen)
	w.refused(resolve, ticket.NeedOpinions)
	w.fire("10:30").wantSaid("limit to "+wu, "escalation to "+zhou)
	w.apply(ticket.Command{Verb: ticket.VerbAnswer, Actor: wu, Until: clock(t, "wed 10:00")})
	if s := w.t.Opinions()[1]; !s.Until.Equal(clock(t, "wed 10:00")) || s.Waits() {
		t.Errorf("opinion %+v", s)
	}
	if until, ok := w.said(notice.AnswerUp).Params["until"].Instant(); !ok || !until.Equal(clock(t, "wed 10:00")) {
		t.Errorf("said %v", w.said(notice.AnswerUp).Params)
	}
	w.apply(resolve)
	w.wantHeld(ticket.Answered, chen, "")
}

// A person who fills both roles is asked once and answers for both.
func TestOnePersonInBothRoles(t *testing.T) {
	w := wanting(t, "I want a refund", map[string][]string{"works": {wu}, "quality": {wu}})
	w.wantSaid("receipt to "+helpDesk, "card to "+workroom, "asked to "+chen, "shared to "+wu, "mention to "+workroom)
	w.do(ticket.VerbAccept, chen).fire("10:30").wantSaid("limit to "+wu, "escalation to "+zhou)
	if n := len(w.t.Breaches); n != 1 {
		t.Errorf("one silence is booked %d times", n)
	}
	w.apply(answerOf(wu, "pay it back"))
	w.do(ticket.VerbResolve, chen).wantHeld(ticket.Answered, chen, "")
}

// A role that nobody fills is asked in the fallback channel: whoever knows may
// speak, but not who has the request, and not who asked.
func TestUnfilledRoleAsksTheFallback(t *testing.T) {
	w := wanting(t, "I want a refund", map[string][]string{"works": {ben}})
	if n := w.said(notice.Shared); n.To.Channel != admins {
		t.Errorf("asked %v", n.To)
	}
	w.apply(answerOf(ben, "a new table"))
	w.do(ticket.VerbAccept, chen)
	for _, who := range []string{chen, tang, stranger} {
		w.refused(answerOf(who, "yes"), ticket.NoQuestion)
	}
	w.apply(answerOf(sun, "fine with us"))
	w.do(ticket.VerbResolve, chen).wantHeld(ticket.Answered, chen, "")
}

// Whoever stands in is asked for who is not there, also later; a head may speak
// for theirs, and nobody is asked about what they asked themselves.
func TestOpinionOfWhoIsNotThere(t *testing.T) {
	w := newWorld(t)
	matters(w.rules.Policy)
	w.rules.Org.Roles = map[string][]string{"works": {li}, "quality": {tang, ben}}
	w.rules.Gone[li] = true
	r := customerPost(w.now)
	r.Text = "退货"
	w.capture(r).delivered()
	asked := func(want ...string) {
		t.Helper()
		opinions := w.t.Opinions()
		got := make([]string, 0, len(opinions))
		for _, s := range opinions {
			got = append(got, s.User)
		}
		if !slices.Equal(got, want) {
			t.Errorf("asked %v, want %v", got, want)
		}
	}
	asked(wu, ben)
	w.rules.Gone[ben] = true
	w.last = ticket.Relieve(&w.t, ticket.Leave{User: ben, Sweep: "1", Why: "left"}, w.rules, w.now)
	w.t = w.last.Ticket
	asked(wu, sun)
	w.apply(answerOf(zhou, "as their head: pay"))
	asked(zhou, sun)
	w.apply(answerOf(sun, "pay"))
	w.do(ticket.VerbResolve, chen).wantHeld(ticket.Answered, chen, "")
}

// Where nobody is left to stand in, the fallback channel is asked at once.
func TestOpinionOfNobodyLeft(t *testing.T) {
	w := wanting(t, "I want a refund", map[string][]string{"works": {ben}, "quality": {boss}})
	w.rules.Gone[boss] = true
	w.last = ticket.Relieve(&w.t, ticket.Leave{User: boss, Sweep: "1", Why: "left"}, w.rules, w.now)
	w.t = w.last.Ticket
	w.wantSaid("shared to " + admins)
	w.apply(answerOf(ben, "a new table"))
	w.apply(answerOf(li, "fine with us"))
	w.do(ticket.VerbResolve, chen).wantHeld(ticket.Answered, chen, "")
}

// A matter shows later in a note or a handoff, or is brought in by who has the
// request; what somebody answers names it and brings in nobody.
func TestMatterShowsLater(t *testing.T) {
	note := func(text string) ticket.Command {
		return ticket.Command{Verb: ticket.VerbNote, Actor: chen, Text: text}
	}
	w := wanting(t, "it wobbles", twoRoles())
	w.do(ticket.VerbAccept, chen)
	w.apply(ticket.Command{Verb: ticket.VerbReply, Actor: chen, Text: "a refund is not what they want"})
	if len(w.t.Shared) != 0 {
		t.Fatalf("brought in %+v", w.t.Shared)
	}
	w.apply(note("now they want a REFUND"))
	w.wantSaid("shared to "+ben, "mention to "+workroom, "shared to "+wu, "mention to "+workroom)
	w.apply(note("the refund again"))
	w.wantSaid()

	share := ticket.Command{Verb: ticket.VerbShare, Actor: chen, Word: "money", Text: "they said so on the phone"}
	w = wanting(t, "it wobbles", twoRoles())
	w.rules.Policy.SharedMode = policy.SharedChain
	for who, code := range map[string]ticket.Code{li: ticket.NotYours, stranger: ticket.NotYours} {
		c := share
		c.Actor = who
		w.refused(c, code)
	}
	w.refused(ticket.Command{Verb: ticket.VerbShare, Actor: chen, Word: "project"}, ticket.NeedMatter)
	w.apply(share)
	w.wantEvents("share", "concern", "concern")
	w.refused(share, ticket.AlreadyShared)
	if !ticket.Permits(&w.t, ticket.VerbAnswer, wu, w.rules) || ticket.Permits(&w.t, ticket.VerbAnswer, li, w.rules) {
		t.Error("the table knows another who may answer")
	}
}

// What was asked in private brings in nobody by its words, and nothing of it goes
// to a channel: for a role that nobody fills a head is asked.
func TestPrivateMatter(t *testing.T) {
	w := newWorld(t)
	matters(w.rules.Policy)
	w.rules.Org.Roles = map[string][]string{"works": {ben}}
	r := customerPost(w.now)
	r.Text, r.Addressed, r.By, r.Post.Private, r.Post.Author = "I want a refund", []string{chen}, chen, true, chen
	w.capture(r).delivered()
	if len(w.t.Shared) != 0 {
		t.Fatalf("brought in %+v", w.t.Shared)
	}
	w.apply(ticket.Command{Verb: ticket.VerbShare, Actor: chen, Word: "money"})
	w.wantSaid("shared to "+ben, "shared to "+zhao)
}

// CM-6.3: a matter with a mark brings in its people beside the mark; without one
// where the rules have no window for it, the person is asked which it is.
func TestMajorMatter(t *testing.T) {
	w := wanting(t, "the tower", twoRoles())
	major := ticket.Command{Verb: ticket.VerbMajor, Actor: chen, Text: "forty floors"}
	w.refused(major, ticket.NeedMatter)
	major.Word = "money"
	w.refused(major, ticket.NeedMatter)
	major.Word = "project"
	w.apply(major)
	w.wantSaid("shared to "+boss, "mention to "+workroom).wantEvents("major", "concern")
	w.refused(major, ticket.AlreadyMarked)
	w.apply(answerOf(boss, "I call them"))
	w.do(ticket.VerbResolve, chen).wantHeld(ticket.Answered, chen, "")
}
