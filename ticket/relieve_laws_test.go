package ticket_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// staffed is a life in which people go away, come back, leave and lose their
// place in the organisation; what they hold is swept at once.
type staffed struct {
	*life
	plain   policy.Rules
	away    []policy.Absence
	dropped []string
	sweeps  int
	moved   []string // the sweeps that moved something
	backups map[string][]string
}

// Whatever anybody does, and whoever goes: each level of an open ticket has
// somebody who is known, active and not away, or it is with the fallback channel.
func TestSomebodyIsAlwaysThere(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		l := newLife(rt)
		s := &staffed{life: l, plain: l.rules, backups: map[string][]string{}}
		for _, post := range []string{"invoices", "dispatch"} {
			s.backups[post] = rapid.SliceOfNDistinct(rapid.SampledFrom([]string{wu, ann, chen, ben, li}), 0, 3, rapid.ID).Draw(rt, "backups of "+post)
		}
		s.look()
		r := l.request()
		if s.out(r.By) {
			r.By = map[bool]string{true: zhao, false: boss}[s.out(boss)]
		}
		if s.out(r.Order.User) {
			r.Order = ticket.Target{}
		}
		l.capture(r)
		l.laws(ticket.Ticket{}, ticket.Command{})
		for range rapid.IntRange(1, 40).Draw(rt, "steps") {
			l.advance()
			s.comeBack()
			s.oneStep()
			s.there()
		}
	})
}

func (s *staffed) oneStep() {
	switch rapid.IntRange(0, 8).Draw(s.rt, "what") {
	case 0:
		s.goAway()
	case 1:
		s.leave()
	case 2:
		s.drop()
	case 3:
		s.undo()
	case 4, 5:
		s.fired()
	default:
		s.commandedBy(func(c *ticket.Command) bool {
			with := slices.ContainsFunc(c.With, func(t ticket.Target) bool { return s.out(t.User) })
			s.askByPost(&c.To)
			return !with && !s.out(c.Actor) && !s.out(c.To.User)
		})
	}
}

func (s *staffed) out(user string) bool {
	return user != "" && (s.rules.Out()[user] || slices.Contains(s.dropped, user))
}

// look makes the rules of now.
func (s *staffed) look() {
	r := s.plain
	org := organisation(s.rt)
	for _, d := range org.Departments {
		for i := range d.Posts {
			if list, drawn := s.backups[d.Posts[i].ID]; drawn {
				d.Posts[i].Backups = slices.DeleteFunc(slices.Clone(list), func(u string) bool { return u == d.Posts[i].Holder })
			}
		}
	}
	for _, u := range s.dropped {
		without(org, u)
	}
	r.Org = org
	s.rules = r.WithAway(s.away, s.now)
}

// without takes a person out of an organisation.
func without(org *policy.Org, user string) {
	not := func(u string) string {
		if u == user {
			return ""
		}
		return u
	}
	gone := func(u string) bool { return u == user }
	for _, r := range org.Rosters {
		r.People = slices.DeleteFunc(r.People, gone)
	}
	for id, people := range org.Roles {
		org.Roles[id] = slices.DeleteFunc(slices.Clone(people), gone)
	}
	for _, d := range org.Departments {
		d.Head, d.Deputy = not(d.Head), not(d.Deputy)
		d.Members = slices.DeleteFunc(d.Members, func(u string) bool { return u == user })
		for i, p := range d.Posts {
			d.Posts[i].Holder = not(p.Holder)
			d.Posts[i].Backups = slices.DeleteFunc(p.Backups, func(u string) bool { return u == user })
		}
	}
}

func (s *staffed) goAway() {
	a := policy.Absence{User: s.person("away"), From: s.now, To: s.now.Add(time.Duration(rapid.IntRange(1, 3000).Draw(s.rt, "minutes away")) * time.Minute)}
	if rapid.Bool().Draw(s.rt, "somebody stands in") {
		a.Delegate = s.person("delegate")
	}
	if s.out(a.User) || a.Delegate != "" && (!s.rules.Org.Knows(a.Delegate) || policy.Circle(a, s.away)) {
		return
	}
	s.away = append(s.away, a)
	s.sweep(a.User, "away", a.To)
}

func (s *staffed) leave() {
	u := s.person("leaver")
	s.plain.Gone[u] = true
	s.sweep(u, "left", time.Time{})
}

func (s *staffed) drop() {
	u := s.person("dropped")
	if !s.rules.Org.Knows(u) {
		return
	}
	s.dropped = append(s.dropped, u)
	s.sweep(u, "dropped", time.Time{})
}

// sweep moves what somebody holds; a second time moves nothing.
func (s *staffed) sweep(user, why string, until time.Time) {
	s.look()
	s.sweeps++
	l := ticket.Leave{User: user, Sweep: fmt.Sprintf("s%d", s.sweeps), Why: why, Until: until}
	before := s.t
	s.decided(user+" is "+why, func() ticket.Decision { return ticket.Relieve(&s.t, l, s.rules, s.now) })
	s.byTheirPost(&before, l)
	if len(s.last.Events) > 0 {
		s.moved = append(s.moved, l.Sweep)
	}
	s.must(len(ticket.Relieve(&s.t, l, s.rules, s.now).Events) == 0, "the second sweep moves something")
}

// askByPost lets some of those who are asked be asked by a post.
func (s *staffed) askByPost(to *ticket.Target) {
	if to.User == "" {
		return
	}
	_, p := s.rules.Org.Post(rapid.SampledFrom([]string{"", "invoices", "dispatch"}).Draw(s.rt, "by the post"))
	for _, u := range p.People() {
		if u != "" && !s.out(u) {
			to.User, to.Post = u, p.ID
			return
		}
	}
}

// byTheirPost: what came by a post goes to the first of its people who is there,
// unless whoever goes has named somebody.
func (s *staffed) byTheirPost(before *ticket.Ticket, l ticket.Leave) {
	came := map[ticket.HoldAs]string{}
	for _, h := range before.Chain {
		if h.End == "" {
			came[h.As] = h.Post
		}
	}
	for _, r := range s.t.Reliefs {
		_, post := s.rules.Org.Post(came[r.As])
		if r.Sweep != l.Sweep || post.ID == "" || r.How == policy.ByDelegate || r.How == ticket.ByGiver {
			continue
		}
		able := slices.DeleteFunc(post.People(), func(u string) bool { return u == "" || s.out(u) || u == l.User || u == before.Asker.User })
		if len(able) > 0 {
			s.must(r.To == able[0], "%s of the post %s has it and not %s: %+v", r.To, post.ID, able[0], r)
		}
	}
}

func (s *staffed) comeBack() {
	for _, a := range slices.Clone(s.away) {
		if a.To.After(s.now) {
			continue
		}
		s.away = slices.DeleteFunc(s.away, func(o policy.Absence) bool { return o == a })
		s.look()
		s.decided(a.User+" is back", func() ticket.Decision { return ticket.Return(&s.t, a.User, s.rules, s.now) })
	}
	s.look()
}

func (s *staffed) undo() {
	if len(s.moved) == 0 {
		return
	}
	sweep := rapid.SampledFrom(s.moved).Draw(s.rt, "undo")
	s.decided("undo", func() ticket.Decision { return ticket.Restore(&s.t, sweep, boss, s.rules, s.now) })
}

func (s *staffed) decided(step string, decide func() ticket.Decision) {
	before, image := s.t, mustJSON(s.rt, s.t)
	s.step = step
	s.last = decide()
	s.unchanged(&before, image)
	s.t = s.last.Ticket
	s.laws(ticket.Ticket{}, ticket.Command{})
	s.must(before.Natural.User == s.t.Natural.User, "the record of who was asked first changed")
}

// there: every holder is there, or their place is with the fallback channel.
func (s *staffed) there() {
	t := &s.t
	if t.State.Ended() {
		return
	}
	holders := []string{t.Follower(), t.Responsible}
	for _, u := range holders {
		s.must(!s.out(u) || t.Vacant(u), "%s has it and is not there; reliefs %+v", u, t.Reliefs)
	}
	s.must(!s.out(t.Teller()) || t.Vacant(t.Teller()), "%s is to tell and is not there", t.Teller())
	for _, share := range t.Shared {
		s.must(!s.out(share.User), "%s has a part in it and is not there", share.User)
	}
	s.must(!s.out(t.Namer()), "%s is to name the lead and is not there", t.Namer())
	s.must(!s.out(t.Holder(policy.Receiver)), "%s is asked to take it and is not there", t.Holder(policy.Receiver))
	for _, l := range t.Levels {
		s.must(!l.Open() || !s.out(l.User), "%s owes an answer and is not there", l.User)
	}
}
