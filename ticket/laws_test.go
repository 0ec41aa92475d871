package ticket_test

import (
	"encoding/json"
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
