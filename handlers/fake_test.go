package handlers_test

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/firstask/firstask/handlers"
	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/staff"
	"github.com/firstask/firstask/ticket"
)

var errAway = errors.New("store away")

// shelf is a store in memory: honest about revisions, deduplication keys and
// taken posts, and about what a codec keeps.
type shelf struct {
	mu       sync.Mutex
	number   int64
	docs     map[int64][]byte
	revs     map[int64]int
	seen     map[string][]byte
	posts    map[string]int64
	last     map[string]stamp
	history  map[int64][]ticket.Event
	notices  []notice.Notice
	commits  int
	loaded   int
	conflict int             // so many commits lose a race first
	away     map[string]bool // operations that fail
	broken   map[int64]bool  // tickets that cannot be read
	due      []int64         // overrides what is due
	staff    staff.Book
	staffRev int
	outages  []policy.Outage
}

type stamp struct {
	number int64
	at     time.Time
}

func newShelf() *shelf {
	return &shelf{
		docs: map[int64][]byte{}, revs: map[int64]int{}, seen: map[string][]byte{}, posts: map[string]int64{},
		last: map[string]stamp{}, history: map[int64][]ticket.Event{}, away: map[string]bool{}, broken: map[int64]bool{},
	}
}

func (s *shelf) fail(op string) error {
	if s.away[op] {
		return errAway
	}
	return nil
}

func (s *shelf) NextNumber(context.Context) (int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.number++
	return s.number, s.fail("number")
}

func (s *shelf) Load(_ context.Context, n int64) (handlers.Saved, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.load(n)
}

func (s *shelf) load(n int64) (handlers.Saved, error) {
	doc, ok := s.docs[n]
	switch {
	case s.away["load"]:
		return handlers.Saved{}, errAway
	case !ok:
		return handlers.Saved{}, handlers.ErrNotFound
	case s.broken[n]:
		return handlers.Saved{}, errors.New("unknown format")
	}
	s.loaded++
	saved := handlers.Saved{Mark: s.revs[n]}
	return saved, json.Unmarshal(doc, &saved.Ticket)
}

func (s *shelf) LoadMany(_ context.Context, numbers []int64) ([]handlers.Saved, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.fail("load many"); err != nil {
		return nil, err
	}
	var found []handlers.Saved
	var unreadable error
	for _, n := range numbers {
		saved, err := s.load(n)
		switch {
		case err == nil:
			found = append(found, saved)
		case !errors.Is(err, handlers.ErrNotFound):
			unreadable = errors.Join(unreadable, err)
		}
	}
	return found, unreadable
}

func (s *shelf) Commit(_ context.Context, c handlers.Change) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.commit(c)
}

func (s *shelf) commit(c handlers.Change) error {
	if err := s.fail("commit"); err != nil {
		return err
	}
	if reply, ok := s.seen[c.Key]; ok && c.Key != "" {
		return &handlers.Repeated{Reply: reply}
	}
	t := c.Decision.Ticket
	from, _ := c.From.Mark.(int)
	if s.conflict > 0 || s.revs[t.Number] != from {
		s.conflict--
		return handlers.ErrConflict
	}
	for _, p := range c.Posts {
		if n, taken := s.posts[p.Channel+"/"+p.TS]; taken && from == 0 {
			return &handlers.PostTaken{Number: n}
		}
	}
	return s.write(c)
}

func (s *shelf) write(c handlers.Change) error {
	t := c.Decision.Ticket
	doc, err := json.Marshal(t)
	if err != nil {
		return err
	}
	s.docs[t.Number], s.revs[t.Number] = doc, s.revs[t.Number]+1
	s.history[t.Number] = append(s.history[t.Number], c.Decision.Events...)
	s.notices = append(s.notices, c.Decision.Notices...)
	s.commits++
	if c.Key != "" {
		s.seen[c.Key] = c.Reply
	}
	for _, p := range c.Posts {
		if _, taken := s.posts[p.Channel+"/"+p.TS]; !taken {
			s.posts[p.Channel+"/"+p.TS] = t.Number
		}
	}
	if c.Author != "" {
		s.last[c.Author] = stamp{t.Number, c.Now}
	}
	return nil
}

func (s *shelf) CommitMany(_ context.Context, cs []handlers.Change) []error {
	s.mu.Lock()
	defer s.mu.Unlock()
	errs := make([]error, len(cs))
	for i, c := range cs {
		errs[i] = s.commit(c)
	}
	return errs
}

func (s *shelf) Keep(_ context.Context, key string, value []byte) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.fail("keep"); err != nil {
		return false, err
	}
	if _, ok := s.seen[key]; ok {
		return false, nil
	}
	s.seen[key] = value
	return true, nil
}

func (s *shelf) Seen(_ context.Context, key string) ([]byte, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	raw, ok := s.seen[key]
	return raw, ok, s.fail("seen")
}

func (s *shelf) LoadStaff(context.Context) (handlers.SavedStaff, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return handlers.SavedStaff{Book: s.staff, Mark: s.staffRev}, s.fail("staff")
}

func (s *shelf) CommitStaff(_ context.Context, c handlers.StaffChange) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.fail("commit"); err != nil {
		return err
	}
	if reply, ok := s.seen[c.Key]; ok && c.Key != "" {
		return &handlers.Repeated{Reply: reply}
	}
	if c.From.Mark != s.staffRev {
		return handlers.ErrConflict
	}
	s.staff, s.staffRev = c.Decision.Book, s.staffRev+1
	s.history[0] = append(s.history[0], c.Decision.Events...)
	s.notices = append(s.notices, c.Decision.Notices...)
	s.commits++
	if c.Key != "" {
		s.seen[c.Key] = c.Reply
	}
	return nil
}

func (s *shelf) ByPost(_ context.Context, channel, ts string) (int64, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n, ok := s.posts[channel+"/"+ts]
	return n, ok, s.fail("by post")
}

func (s *shelf) LastOf(_ context.Context, author string) (int64, time.Time, bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l, ok := s.last[author]
	return l.number, l.at, ok, s.fail("last of")
}

func (s *shelf) Unfinished(context.Context) ([]int64, error) {
	return s.which(func(t *ticket.Ticket) bool { return !t.State.Ended() }), s.fail("unfinished")
}

func (s *shelf) Of(_ context.Context, user string) ([]int64, error) {
	return s.which(func(t *ticket.Ticket) bool {
		return !t.State.Ended() && slices.Contains(t.Parts(), user) || slices.Contains(t.AskedBy(), user)
	}), s.fail("of")
}

func (s *shelf) Due(_ context.Context, now time.Time, skip, limit int) ([]int64, error) {
	due := s.due
	if due == nil {
		due = s.which(func(t *ticket.Ticket) bool { return !t.Due().IsZero() && !t.Due().After(now) })
	}
	if at := s.staff.Due(); !at.IsZero() && !at.After(now) {
		due = append([]int64{0}, due...)
	}
	due = due[min(len(due), skip):]
	return due[:min(len(due), limit)], s.fail("due")
}

func (s *shelf) which(keep func(*ticket.Ticket) bool) []int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	var numbers []int64
	for n, doc := range s.docs {
		var t ticket.Ticket
		if json.Unmarshal(doc, &t) == nil && keep(&t) {
			numbers = append(numbers, n)
		}
	}
	slices.Sort(numbers)
	return numbers
}

func (s *shelf) History(_ context.Context, v handlers.Saved) ([]ticket.Event, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.history[v.Ticket.Number], s.fail("history")
}

func (s *shelf) Outages(context.Context, time.Time) ([]policy.Outage, error) {
	return s.outages, s.fail("outages")
}

// said are the kinds of notice to somebody so far, edits left out.
func (s *shelf) said(lane string) []string {
	var kinds []string
	for _, n := range s.notices {
		if n.To.Lane() == lane && n.Class != notice.Edit {
			kinds = append(kinds, string(n.Kind))
		}
	}
	return kinds
}

// people is a directory: Late is who only Fetch knows.
type people struct {
	known map[string]handlers.Person
	late  map[string]handlers.Person
	asked []string // whom Fetch was asked for
}

func (p *people) Person(id string) (handlers.Person, bool) {
	found, ok := p.known[id]
	return found, ok
}

func (p *people) Fetch(_ context.Context, id string) (handlers.Person, bool) {
	p.asked = append(p.asked, id)
	found, ok := p.late[id]
	return found, ok
}

// Find is as the real one: exact names first, then parts of them.
func (p *people) Find(name string) []handlers.Person {
	var exact, near []handlers.Person
	for _, x := range p.known {
		switch n := strings.ToLower(x.Name); {
		case x.Deleted || x.Bot || name == "":
		case n == strings.ToLower(name):
			exact = append(exact, x)
		case strings.Contains(n, strings.ToLower(name)):
			near = append(near, x)
		}
	}
	if len(exact) == 0 {
		exact = near
	}
	slices.SortFunc(exact, func(a, b handlers.Person) int { return cmp.Compare(a.ID, b.ID) })
	return exact
}

func (p *people) Gone() map[string]bool {
	gone := map[string]bool{}
	for id := range maps.Values(p.known) {
		if id.Deleted {
			gone[id.ID] = true
		}
	}
	return gone
}

// book is a rulebook with one version.
type book struct {
	rules policy.Rules
	away  bool
}

func (b *book) Rules(context.Context, string) (policy.Rules, error) {
	if b.away {
		return policy.Rules{}, errAway
	}
	return b.rules, nil
}

// meter counts outcomes.
type meter struct {
	outcomes map[string]int
	late     []time.Duration
	shifts   [3]int
}

func (m *meter) Commit(outcome string) { m.outcomes[outcome]++ }
func (m *meter) Late(by time.Duration) { m.late = append(m.late, by) }
func (m *meter) Shifts(ended, leaving, matters int) {
	m.shifts = [3]int{m.shifts[0] + ended, m.shifts[1] + leaving, m.shifts[2] + matters}
}
