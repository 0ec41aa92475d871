package storetest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/redis/go-redis/v9"
	"pgregory.net/rapid"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/store"
)

// outboxModel drives the outbox and a plain model of it with the same steps
// and compares what both answer. Each run has a workspace of its own.
func outboxModel(t *testing.T, client redis.UniversalClient) {
	t.Helper()
	run := 0
	rapid.Check(t, func(rt *rapid.T) {
		run++
		s, err := store.Open(t.Context(), store.Options{Client: client, Team: fmt.Sprintf("T%d", run)})
		if err != nil {
			rt.Fatal(err)
		}
		m := &model{
			T: t, rt: rt, s: s, now: time.Date(2026, 3, 3, 10, 0, 0, 0, time.UTC), places: map[string]store.Place{},
			next: map[string]time.Time{}, fate: map[string]string{},
		}
		m.begin()
		rt.Repeat(map[string]func(*rapid.T){
			"": m.check, "commit": m.commit, "claim": m.claim, "mark": m.mark, "absorb": m.absorb, "take over": m.takeOver, "wait": m.wait,
		})
		m.drain()
	})
}

// model is the outbox as it ought to be: entries in the order of their places.
type model struct {
	*testing.T
	rt  *rapid.T
	s   *store.Store
	now time.Time

	token   int64
	holder  int
	keys    int
	waiting []*place // in the order in which their places in a lane began
	next    map[string]time.Time
	places  map[string]store.Place
	// fate of every notice by key: "" until it is sent, overwritten or dead.
	fate map[string]string
}

type place struct {
	store.Entry
	inFlight bool
	// held is until when it is held; zero for one that waits in its lane.
	held time.Time
	// settles are the notices that this one speaks for, besides its own.
	settles []string
	certain bool // may be overwritten: it waits and was never ambiguous
	since   int  // grows: which of two places of a class began first
}

func (m *model) must(err error) {
	if err != nil {
		m.rt.Fatal(err)
	}
}

func (m *model) same(what string, got, want any) {
	if diff := gocmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		m.rt.Fatalf("%s (-model +store):\n%s", what, diff)
	}
}

func (m *model) begin() {
	number, err := m.s.NextNumber(m.Context())
	m.must(err)
	c := store.Commit{Now: m.now}
	c.Decision.Ticket.Number = number
	m.must(m.s.Commit(m.Context(), c))
	m.takeOver(m.rt)
}

func (m *model) takeOver(*rapid.T) {
	m.now = m.now.Add(time.Minute)
	m.holder++
	token, ok, err := m.s.Lease(m.Context(), fmt.Sprint("holder ", m.holder), m.now, time.Second)
	m.must(err)
	m.same("lease", []any{ok, token > m.token}, []any{true, true})
	m.token = token
	for _, p := range m.waiting {
		if p.inFlight {
			p.inFlight, p.Claimed, m.next[p.Lane] = false, true, m.now
		}
	}
}

func (m *model) wait(rt *rapid.T) {
	m.now = m.now.Add(time.Duration(rapid.IntRange(0, 30_000).Draw(rt, "ms")) * time.Millisecond)
}

func (m *model) commit(rt *rapid.T) {
	saved, err := m.s.Load(m.Context(), 1)
	m.must(err)
	c := store.Commit{From: saved, Now: m.now}
	c.Decision.Ticket = saved.Ticket
	for range rapid.IntRange(1, 3).Draw(rt, "notices") {
		m.keys++
		n := dm(fmt.Sprint("n", m.keys), rapid.SampledFrom([]string{"U0LI", "U0BEN", "U0SUN"}).Draw(rt, "to"),
			notice.Class(rapid.IntRange(0, 2).Draw(rt, "class")), rapid.SampledFrom([]string{"", "card", "asked"}).Draw(rt, "slot"))
		if wait := rapid.IntRange(-20, 20).Draw(rt, "after"); wait != 0 {
			n.After = m.now.Add(time.Duration(max(wait, -1)) * time.Second)
		}
		c.Decision.Notices = append(c.Decision.Notices, n)
		m.queue(n)
	}
	m.must(m.s.Commit(m.Context(), c))
}

// queue overwrites what may be overwritten, else begins a place.
func (m *model) queue(n notice.Notice) {
	m.fate[n.Key] = ""
	lane, held, queued := n.To.Lane(), time.Time{}, m.now
	if n.After.After(m.now) {
		held, queued = n.After, n.After
	}
	for _, p := range m.waiting {
		if n.Slot == "" || p.Notice.Slot != n.Slot || !p.certain {
			continue
		}
		m.fate[p.Notice.Key] = "overwritten"
		if n.Class == notice.Edit && held.IsZero() && !p.held.IsZero() {
			held, queued = p.held, p.held // an edit makes nothing come sooner
		}
		if was := p.held; !was.IsZero() || !held.IsZero() {
			p.since, p.Queued, p.held = m.tick(), queued, held
		} else if n.Class < p.Notice.Class || lane != p.Lane {
			p.since = m.tick()
		}
		n.Class = min(n.Class, p.Notice.Class)
		if held.IsZero() {
			m.wake(lane)
		}
		p.Notice, p.Lane, p.Attempt = n, lane, 0
		return
	}
	m.waiting = append(m.waiting, &place{
		Entry: store.Entry{ID: n.Key, Lane: lane, Notice: n, Queued: queued}, certain: true, held: held, since: m.tick(),
	})
	if held.IsZero() {
		m.wake(lane)
	}
}

// release lets go of what is held no longer, the earliest first.
func (m *model) release() {
	due := slices.DeleteFunc(slices.Clone(m.waiting), func(p *place) bool { return p.held.IsZero() || p.held.After(m.now) })
	slices.SortFunc(due, func(a, b *place) int { return cmp.Or(a.held.Compare(b.held), strings.Compare(a.ID, b.ID)) })
	for _, p := range due {
		p.held, p.since = time.Time{}, m.tick()
		m.wake(p.Lane)
	}
}

func (m *model) tick() int { m.keys++; return m.keys }

func (m *model) wake(lane string) {
	if _, known := m.next[lane]; !known {
		m.next[lane] = m.now
	}
}

// head is what a lane sends next; nil if nothing waits in it.
func (m *model) head(lane string) *place {
	var head *place
	for _, p := range m.waiting {
		if p.Lane == lane && p.held.IsZero() && (head == nil || p.Notice.Class < head.Notice.Class ||
			p.Notice.Class == head.Notice.Class && p.since < head.since) {
			head = p
		}
	}
	return head
}

func (m *model) flying(lane string) *place {
	for _, p := range m.waiting {
		if p.Lane == lane && p.inFlight {
			return p
		}
	}
	return nil
}

func (m *model) claim(*rapid.T) {
	got, err := m.s.Claim(m.Context(), m.token, m.now, 10)
	m.must(err)
	m.release()
	var want []store.Entry
	for lane, at := range m.next {
		if at.After(m.now) || m.flying(lane) != nil {
			continue
		}
		p := m.head(lane)
		if p == nil {
			delete(m.next, lane)
			continue
		}
		want = append(want, p.Entry)
		p.inFlight, p.certain = true, false
	}
	byLane := func(a, b store.Entry) int { return strings.Compare(a.Lane, b.Lane) }
	slices.SortFunc(got, byLane)
	slices.SortFunc(want, byLane)
	m.same("claimed", got, want)
}

func (m *model) mark(rt *rapid.T) {
	var flying []*place
	for _, p := range m.waiting {
		if p.inFlight {
			flying = append(flying, p)
		}
	}
	if len(flying) == 0 {
		rt.Skip("nothing is claimed")
	}
	p := rapid.SampledFrom(flying).Draw(rt, "entry")
	at := m.now.Add(time.Duration(rapid.IntRange(0, 5000).Draw(rt, "ms")) * time.Millisecond)
	switch rapid.SampledFrom([]string{"sent", "later", "ambiguous", "hold", "dead", "redirect", "stale"}).Draw(rt, "how") {
	case "sent":
		m.sent(p, at)
	case "later":
		p.Attempt++
		m.must(m.s.Later(m.Context(), m.token, p.Entry, at, false))
		m.putBack(p, at, false)
	case "ambiguous":
		m.must(m.s.Later(m.Context(), m.token, p.Entry, at, true))
		m.putBack(p, at, true)
	case "hold":
		m.hold(p, at)
	case "dead":
		m.must(m.s.Dead(m.Context(), m.token, p.Entry, "reason", m.now))
		m.remove(p, m.now, "dead")
	case "redirect":
		m.redirect(p, rapid.SampledFrom([]string{"U0LI", "U0BEN", "C0WORK"}).Draw(rt, "to"))
	default:
		err := m.s.Later(m.Context(), m.token-1, p.Entry, at, false)
		if err == nil {
			rt.Fatal("an old token marked an entry")
		}
	}
}

func (m *model) hold(p *place, until time.Time) {
	m.must(m.s.Hold(m.Context(), m.token, p.Entry, until))
	m.putBack(p, p.Queued, p.Claimed)
	if p.held = until; !p.Claimed {
		p.Queued = until
		m.takeDrawing(p)
	}
}

// takeDrawing lets what is held speak for a drawing of its slot that came since it was claimed.
func (m *model) takeDrawing(p *place) {
	for _, o := range m.waiting {
		if o == p || !o.certain || p.Notice.Slot == "" || o.Notice.Slot != p.Notice.Slot ||
			o.Notice.Class != notice.Edit || o.Lane != p.Lane || !o.held.IsZero() {
			continue
		}
		m.fate[p.Notice.Key] = "overwritten"
		o.Notice.Class = p.Notice.Class
		p.Notice, p.certain = o.Notice, true
		m.waiting = slices.DeleteFunc(m.waiting, func(q *place) bool { return q == o })
		return
	}
}

// absorb makes a claimed entry speak for some of those that wait behind it.
func (m *model) absorb(rt *rapid.T) {
	var flying []*place
	for _, p := range m.waiting {
		if p.inFlight {
			flying = append(flying, p)
		}
	}
	if len(flying) == 0 {
		rt.Skip("nothing is claimed")
	}
	into := rapid.SampledFrom(flying).Draw(rt, "into")
	got, err := m.s.Waiting(m.Context(), m.token, into.Lane)
	m.must(err)
	others := slices.DeleteFunc(slices.Clone(m.waiting), func(p *place) bool {
		return p.Lane != into.Lane || p.inFlight || p.Claimed || !p.held.IsZero()
	})
	slices.SortFunc(others, func(a, b *place) int {
		return cmp.Or(cmp.Compare(a.Notice.Class, b.Notice.Class), cmp.Compare(a.since, b.since))
	})
	want := make([]store.Entry, len(others))
	for i, p := range others {
		want[i] = p.Entry
	}
	m.same("waiting", got, want)
	others = others[:rapid.IntRange(0, len(others)).Draw(rt, "how many")]
	all := into.Entry
	all.Notice.Items, all.Notice.Slot = itemsOf(into.Notice), ""
	for _, p := range others {
		all.Notice.Items = slices.Concat(all.Notice.Items, itemsOf(p.Notice))
		into.settles = append(append(into.settles, p.Notice.Key), p.settles...)
	}
	m.must(m.s.Absorb(m.Context(), m.token, all, want[:len(others)]))
	into.Entry = all
	m.waiting = slices.DeleteFunc(m.waiting, func(p *place) bool { return slices.Contains(others, p) })
}

func (m *model) sent(p *place, at time.Time) {
	r := store.Receipt{Channel: p.Lane, TS: "1." + p.Notice.Key, Hash: "h"}
	m.must(m.s.Sent(m.Context(), m.token, p.Entry, r, at))
	for _, slot := range append(slotsOf(p.Notice.Items), p.Notice.Slot) {
		if slot != "" {
			m.places[slot] = store.Place(r)
		}
	}
	m.remove(p, at, "sent")
}

// itemsOf are the matters of a notice: its items, or itself.
func itemsOf(n notice.Notice) []notice.Item {
	if len(n.Items) > 0 {
		return n.Items
	}
	return []notice.Item{n.Item()}
}

func slotsOf(items []notice.Item) []string {
	slots := make([]string, 0, len(items))
	for _, i := range items {
		slots = append(slots, i.Slot)
	}
	return slots
}

func (m *model) remove(p *place, at time.Time, fate string) {
	m.next[p.Lane] = at
	for _, key := range append(p.settles, p.Notice.Key) {
		m.fate[key] = fate
	}
	m.waiting = slices.DeleteFunc(m.waiting, func(o *place) bool { return o == p })
}

func (m *model) putBack(p *place, at time.Time, ambiguous bool) {
	m.next[p.Lane] = at
	p.inFlight, p.Claimed = false, ambiguous
	p.certain = !ambiguous && !m.slotWaits(p)
}

// slotWaits reports whether a newer notice of the slot waits, to be overwritten first.
func (m *model) slotWaits(p *place) bool {
	return slices.ContainsFunc(m.waiting, func(o *place) bool { return o != p && o.certain && o.Notice.Slot == p.Notice.Slot })
}

func (m *model) redirect(p *place, to string) {
	recipient := notice.Recipient{User: to}
	m.must(m.s.Redirect(m.Context(), m.token, p.Entry, recipient, m.now))
	m.next[p.Lane] = m.now
	p.inFlight, p.Claimed, p.Attempt = false, false, 0
	p.certain = !m.slotWaits(p)
	p.Lane, p.Notice.To, p.since = to, recipient, m.tick()
	m.wake(to)
}

// check compares what can be asked at any time.
func (m *model) check(*rapid.T) {
	depth, _, err := m.s.Depth(m.Context(), m.now)
	m.must(err)
	m.same("depth", depth, len(m.waiting))
	places, err := m.s.Places(m.Context(), 1)
	m.must(err)
	m.same("places", places, m.places)
	var want time.Time
	for lane, at := range m.next {
		if m.flying(lane) == nil && (want.IsZero() || at.Before(want)) {
			want = at
		}
	}
	for _, p := range m.waiting {
		if !p.held.IsZero() && (want.IsZero() || p.held.Before(want)) {
			want = p.held
		}
	}
	got, _, err := m.s.NextSend(m.Context())
	m.must(err)
	m.same("next send", got, want)
}

// drain sends what is left, and asks what became of every notice ever queued:
// said, overwritten by a newer one of its slot, or given up.
func (m *model) drain() {
	m.takeOver(m.rt)
	m.now = m.now.Add(time.Hour)
	for len(m.waiting) > 0 {
		m.claim(m.rt)
		for _, p := range slices.Clone(m.waiting) {
			if p.inFlight {
				m.sent(p, m.now)
			}
		}
	}
	m.check(m.rt)
	for key, fate := range m.fate {
		if fate == "" {
			m.rt.Fatalf("%s was lost", key)
		}
		_, ok, err := m.s.Delivered(m.Context(), key)
		m.must(err)
		m.same(key+" delivered", ok, fate == "sent")
	}
}
