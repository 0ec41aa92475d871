package bot_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/firstask/firstask/bot"
	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/sandbox"
	"github.com/firstask/firstask/store"
	"github.com/firstask/firstask/ticket"
)

// heldRig is a sender on the real store, whose keys a test can touch.
type heldRig struct {
	t      *testing.T
	clock  *handClock
	slack  *sandbox.Slack
	kept   adapted
	edit   func(key, field string, change func(string) string) // a value of a hash, behind the store's back
	expire func(key string, left time.Duration)
	left   func(key string) time.Duration
	m      *matters
	opts   bot.SenderOptions
	revs   map[int64]int64
	told   *told
}

// spying lets a test step in between what the sender asks of the store.
type spying struct {
	adapted
	beforeHold func()
}

func (s *spying) Hold(ctx context.Context, token int64, o bot.Outbound, until time.Time) error {
	if s.beforeHold != nil {
		f := s.beforeHold
		s.beforeHold = nil
		f()
	}
	return s.adapted.Hold(ctx, token, o, until)
}

func newHeldRig(t *testing.T) (*heldRig, *spying) {
	t.Helper()
	r := &heldRig{t: t, clock: &handClock{at: time.Date(2026, 3, 3, 10, 0, 0, 0, time.UTC)}, revs: map[int64]int64{}, told: &told{}}
	r.slack = sandbox.New(sandbox.Options{Now: r.clock.Now})
	r.slack.AddUser(sandbox.User{ID: "U0BEN", Name: "ben"})
	r.slack.AddUser(sandbox.User{ID: "U0GONE", Name: "gone", Deleted: true})
	app := r.slack.Install(sandbox.App{Events: []string{}})
	server := httptest.NewServer(r.slack.Handler())
	t.Cleanup(func() { server.Close(); r.slack.Close() })
	fake, err := sandbox.StartRedis()
	if err != nil {
		t.Fatal(err)
	}
	client, err := store.Dial("redis://" + fake.Addr())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close(); fake.Close() })
	only := func(pattern string) string {
		keys := client.Keys(t.Context(), pattern).Val()
		if len(keys) != 1 {
			t.Fatalf("%s: %v", pattern, keys)
		}
		return keys[0]
	}
	r.edit = func(key, field string, change func(string) string) {
		client.HSet(t.Context(), only(key), field, change(client.HGet(t.Context(), only(key), field).Val()))
	}
	r.expire = func(key string, left time.Duration) { client.Expire(t.Context(), only(key), left) }
	r.left = func(key string) time.Duration { return client.TTL(t.Context(), only(key)).Val() }
	s, err := store.Open(t.Context(), store.Options{Client: client, Team: "T0SANDBOX"})
	if err != nil {
		t.Fatal(err)
	}
	r.kept = adapted{s}
	r.m = &matters{settled: map[int64]bool{}, broken: map[int64]error{}, strange: map[int64]bool{}}
	spy := &spying{adapted: r.kept}
	r.opts = bot.SenderOptions{
		Client: bot.NewClient(bot.ClientOptions{Token: app.BotToken, APIURL: server.URL + "/api/"}),
		Outbox: spy, Shelf: r.kept, Tickets: r.m, Reports: r.told, Words: speech(r.m.several), People: crew{}, Now: r.clock.Now, Holder: "one",
		Random: func() float64 { return 0.5 },
	}
	return r, spy
}

func (r *heldRig) commit(n notice.Notice) {
	r.t.Helper()
	n.Key = fmt.Sprintf("%d/%d/%s", n.Ticket, r.revs[n.Ticket], n.Kind)
	tk := ticket.Ticket{Format: ticket.Format, Number: n.Ticket}
	err := r.kept.Commit(r.t.Context(), store.Commit{From: store.Saved{Ticket: tk, Rev: r.revs[n.Ticket]}, Decision: ticket.Decision{Ticket: tk, Notices: []notice.Notice{n}}, Now: r.clock.Now()})
	if err != nil {
		r.t.Fatal(err)
	}
	r.revs[n.Ticket]++
}

func (r *heldRig) run(s *bot.Sender, d time.Duration) []string {
	for end := r.clock.Now().Add(d); r.clock.Now().Before(end); r.clock.add(10 * time.Second) {
		_, _ = s.RunOnce(r.t.Context(), r.clock.Now())
	}
	posted := r.slack.Messages(r.slack.DMChannel("U0BEN"))
	if len(posted) == 0 {
		return nil
	}
	all := make([]string, len(posted))
	for i, m := range posted {
		all[i] = m.Text
	}
	return all
}

// A drawing that is queued between claim and hold must wait with what is held.
func TestHoldRace(t *testing.T) {
	r, spy := newHeldRig(t)
	s := bot.NewSender(r.opts)
	ben := toUser("U0BEN")
	r.commit(helping(1, ben))
	r.run(s, time.Minute)
	r.commit(helping(2, ben))
	edit := redrawn(2, ben)
	edit.Fold = foldFor
	spy.beforeHold = func() { r.commit(edit) }
	diff(t, "within the quarter", r.run(s, 10*time.Minute), []string{"escalation: #1 open"})
	r.commit(helping(3, ben))
	diff(t, "after it", r.run(s, 10*time.Minute), []string{"escalation: #1 open", "folded: #2 open; #3 open"})
	if depth, _, err := r.kept.Depth(t.Context(), r.clock.Now()); depth != 0 || err != nil {
		t.Errorf("depth %d, %v", depth, err)
	}
}

// One entry of a later format in the lane costs nobody else their message.
func TestUnreadableCompanion(t *testing.T) {
	r, _ := newHeldRig(t)
	s := bot.NewSender(r.opts)
	ben := toUser("U0BEN")
	for n := range int64(3) {
		r.commit(helping(n+1, ben))
	}
	r.edit("*outbox", "2/0/escalation", func(raw string) string { return raw[:len(raw)-1] + `,"class":"loud"}` })
	got := r.run(s, 4*time.Hour)
	letters, _ := r.kept.DeadLetters(t.Context(), 10)
	for _, l := range letters {
		t.Errorf("dead letter %s: %s", l.Entry.ID, l.Reason)
	}
	diff(t, "said", got, []string{"folded: #1 open; #3 open"})
}

// What is settled before it was said stands nowhere.
func TestStaleStandsNowhere(t *testing.T) {
	r, _ := newHeldRig(t)
	s := bot.NewSender(r.opts)
	r.m.settle(1)
	r.commit(helping(1, toUser("U0BEN")))
	diff(t, "said", r.run(s, time.Minute), []string(nil))
	places, err := r.kept.Places(t.Context(), 1)
	if err != nil || len(places) != 0 {
		t.Errorf("places %+v, %v", places, err)
	}
	// open again: it folds like any other
	delete(r.m.settled, 1)
	r.commit(helping(1, toUser("U0BEN")))
	r.commit(helping(2, toUser("U0BEN")))
	diff(t, "said", r.run(s, time.Minute), []string{"folded: #1 open; #2 open"})
}

// A message of several that is still drawn anew is not forgotten: then an edit
// of one matter would wipe the others off it.
func TestFoldForgotten(t *testing.T) {
	r, _ := newHeldRig(t)
	s := bot.NewSender(r.opts)
	ben := toUser("U0BEN")
	for n := range int64(3) {
		r.commit(helping(n+1, ben))
	}
	r.run(s, time.Minute)
	r.expire("*:fold:*", time.Hour) // 29 days and more later
	r.m.settle(2)
	r.commit(redrawn(2, ben))
	diff(t, "edited", r.run(s, time.Minute), []string{"folded: #1 open; #2 settled; #3 open"})
	if left := r.left("*:fold:*"); left <= time.Hour {
		t.Errorf("forgotten in %s: then #1 alone takes the place of all three", left)
	}
}
