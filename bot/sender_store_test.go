package bot_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/firstask/firstask/bot"
	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/sandbox"
	"github.com/firstask/firstask/store"
	"github.com/firstask/firstask/ticket"
)

// adapted is the store in the sender's types, as app/ adapts it.
type adapted struct{ *store.Store }

func entryOf(o bot.Outbound) store.Entry { return store.Entry(o) }

func (a adapted) Claim(ctx context.Context, token int64, now time.Time, lanes int) ([]bot.Outbound, error) {
	entries, err := a.Store.Claim(ctx, token, now, lanes)
	out := make([]bot.Outbound, len(entries))
	for i, e := range entries {
		out[i] = bot.Outbound(e)
	}
	return out, unreadable(err)
}

// unreadable says that what could be read is there.
func unreadable(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w: %w", bot.ErrUnreadable, err)
}

func (a adapted) Sent(ctx context.Context, token int64, o bot.Outbound, at bot.Place, next time.Time) error {
	return a.Store.Sent(ctx, token, entryOf(o), store.Receipt(at), next)
}

func (a adapted) Later(ctx context.Context, token int64, o bot.Outbound, at time.Time, ambiguous bool) error {
	return a.Store.Later(ctx, token, entryOf(o), at, ambiguous)
}

func (a adapted) Dead(ctx context.Context, token int64, o bot.Outbound, reason string, now time.Time) error {
	return a.Store.Dead(ctx, token, entryOf(o), reason, now)
}

func (a adapted) Redirect(ctx context.Context, token int64, o bot.Outbound, to notice.Recipient, now time.Time) error {
	return a.Store.Redirect(ctx, token, entryOf(o), to, now)
}

func (a adapted) Hold(ctx context.Context, token int64, o bot.Outbound, until time.Time) error {
	return a.Store.Hold(ctx, token, entryOf(o), until)
}

func (a adapted) Waiting(ctx context.Context, token int64, lane string) ([]bot.Outbound, error) {
	entries, err := a.Store.Waiting(ctx, token, lane)
	out := make([]bot.Outbound, len(entries))
	for i, e := range entries {
		out[i] = bot.Outbound(e)
	}
	return out, unreadable(err)
}

func (a adapted) Absorb(ctx context.Context, token int64, into bot.Outbound, gone []bot.Outbound) error {
	entries := make([]store.Entry, len(gone))
	for i, o := range gone {
		entries[i] = entryOf(o)
	}
	return a.Store.Absorb(ctx, token, entryOf(into), entries)
}

func (a adapted) Places(ctx context.Context, number int64) (map[string]bot.Place, error) {
	places, err := a.Store.Places(ctx, number)
	out := make(map[string]bot.Place, len(places))
	for slot, p := range places {
		out[slot] = bot.Place(p)
	}
	return out, err
}

// handClock moves only when it is told to.
type handClock struct {
	mu sync.Mutex
	at time.Time
}

func (c *handClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *handClock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// TestSenderOnTheRealStore sends what real commits queued, with a hang-up after
// each first post, a restart and an edit, and counts what people see.
func TestSenderOnTheRealStore(t *testing.T) {
	ctx := t.Context()
	clock := &handClock{at: time.Date(2026, 3, 3, 10, 0, 0, 0, time.UTC)}
	slack := sandbox.New(sandbox.Options{Now: clock.Now})
	slack.AddUser(sandbox.User{ID: "U0ANN", Name: "ann"})
	slack.AddChannel(sandbox.Channel{ID: "C0WORK", Name: "work", Members: []string{"U0ANN", "U0BOT"}})
	slack.AddChannel(sandbox.Channel{ID: "C0SECRET", Name: "secret", Private: true, Members: []string{"U0ANN"}})
	app := slack.Install(sandbox.App{Events: []string{}, OpenChannels: []string{"C0WORK"}})
	server := httptest.NewServer(slack.Handler())
	t.Cleanup(func() { server.Close(); slack.Close() })
	kept := mustStore(t)

	metrics := bot.NewSenderMetrics(prometheus.NewRegistry())
	sender := func(holder string) *bot.Sender {
		return bot.NewSender(bot.SenderOptions{
			Client: bot.NewClient(bot.ClientOptions{Token: app.BotToken, APIURL: server.URL + "/api/"}),
			Outbox: kept, Shelf: kept, Tickets: &desk{}, Reports: &told{}, Words: speech(briefly), People: crew{},
			Now: clock.Now, Holder: holder, Random: func() float64 { return 0 }, Metrics: metrics,
		})
	}
	settle := func(s *bot.Sender) {
		t.Helper()
		for range 20 {
			if _, err := s.RunOnce(ctx, clock.Now()); err != nil {
				t.Fatal(err)
			}
			clock.add(2 * time.Second)
		}
	}
	seen := func(channel string) int {
		n := 0
		for _, m := range slack.Messages(channel) {
			if m.BotID != "" {
				n++
			}
		}
		return n
	}

	for _, channel := range []string{"C0WORK", ""} {
		slack.Inject(sandbox.Fault{Method: "chat.postMessage", HangUp: true, AfterCommit: true, Channel: channel})
	}
	card := saying("card", inChannel("C0WORK"))
	card.Slot, card.Kind = ticket.CardSlot, notice.Card
	rev := int64(0)
	commit := func(notices ...notice.Notice) {
		t.Helper()
		for i := range notices {
			notices[i].Key = fmt.Sprintf("42/%d/%d", rev, i)
		}
		tk := ticket.Ticket{Format: ticket.Format, Number: 42}
		err := kept.Commit(ctx, store.Commit{From: store.Saved{Ticket: tk, Rev: rev}, Decision: ticket.Decision{Ticket: tk, Notices: notices}, Now: clock.Now()})
		if err != nil {
			t.Fatal(err)
		}
		rev++
	}
	commit(card, saying("mention", notice.Recipient{Channel: "C0WORK", Thread: ticket.CardSlot}), saying("dm", toUser("U0ANN")),
		saying("private", notice.Recipient{Channel: "C0SECRET", Else: "U0ANN"}), saying("nowhere", inChannel("C0NONE")))
	settle(sender("one"))
	card.Params, card.Class = notice.Params{"say": notice.Text("changed")}, notice.Edit
	commit(card)
	settle(sender("two")) // a restart

	diff(t, "in the channel and DM", [2]int{seen("C0WORK"), seen(slack.DMChannel("U0ANN"))}, [2]int{2, 2})
	all := slack.Messages("C0WORK")
	diff(t, "card, thread", []string{all[0].Text, all[1].ThreadTS}, []string{"#42 card zh-Hans changed", all[0].TS})
	letters, err := kept.DeadLetters(ctx, 10)
	if err != nil || len(letters) != 1 || letters[0].Reason != "channel_not_found" {
		t.Errorf("dead letters %+v, %v", letters, err)
	}
	if depth, _, err := kept.Depth(ctx, clock.Now()); depth != 0 || err != nil {
		t.Errorf("depth %d, %v", depth, err)
	}
	if n, ok, err := kept.ByPost(ctx, "C0WORK", all[0].TS); n != 42 || !ok || err != nil {
		t.Errorf("the card leads to %d, %v, %v", n, ok, err)
	}
}

// TestFoldsOnTheRealStore: one message of three, edited as a whole, and the
// next one no sooner than a quarter of an hour later.
func TestFoldsOnTheRealStore(t *testing.T) {
	ctx := t.Context()
	clock := &handClock{at: time.Date(2026, 3, 3, 10, 0, 0, 0, time.UTC)}
	slack := sandbox.New(sandbox.Options{Now: clock.Now})
	slack.AddUser(sandbox.User{ID: "U0BEN", Name: "ben"})
	app := slack.Install(sandbox.App{Events: []string{}})
	server := httptest.NewServer(slack.Handler())
	t.Cleanup(func() { server.Close(); slack.Close() })
	kept := mustStore(t)
	m := &matters{settled: map[int64]bool{}}
	sender := bot.NewSender(bot.SenderOptions{
		Client: bot.NewClient(bot.ClientOptions{Token: app.BotToken, APIURL: server.URL + "/api/"}),
		Outbox: kept, Shelf: kept, Tickets: m, Reports: &told{}, Words: speech(m.several), People: crew{}, Now: clock.Now, Holder: "one",
	})
	revs := map[int64]int64{}
	commit := func(n notice.Notice) {
		t.Helper()
		n.Key = fmt.Sprintf("%d/%d/%s", n.Ticket, revs[n.Ticket], n.Kind)
		tk := ticket.Ticket{Format: ticket.Format, Number: n.Ticket}
		err := kept.Commit(ctx, store.Commit{From: store.Saved{Ticket: tk, Rev: revs[n.Ticket]}, Decision: ticket.Decision{Ticket: tk, Notices: []notice.Notice{n}}, Now: clock.Now()})
		if err != nil {
			t.Fatal(err)
		}
		revs[n.Ticket]++
	}
	said := func(after time.Duration) []string {
		t.Helper()
		for end := clock.Now().Add(after); clock.Now().Before(end); clock.add(time.Minute) {
			if _, err := sender.RunOnce(ctx, clock.Now()); err != nil {
				t.Fatal(err)
			}
		}
		messages := slack.Messages(slack.DMChannel("U0BEN"))
		all := make([]string, len(messages))
		for i, m := range messages {
			all[i] = m.Text
		}
		return all
	}
	ben := toUser("U0BEN")
	for n := range int64(3) {
		commit(helping(n+1, ben))
	}
	diff(t, "at once", said(time.Minute), []string{"folded: #1 open; #2 open; #3 open"})
	m.settle(2)
	commit(redrawn(2, ben))
	commit(helping(4, ben))
	commit(helping(5, ben))
	diff(t, "within the quarter", said(13*time.Minute), []string{"folded: #1 open; #2 settled; #3 open"})
	diff(t, "after it", said(3*time.Minute), []string{"folded: #1 open; #2 settled; #3 open", "folded: #4 open; #5 open"})
	m.settle(5)
	commit(redrawn(5, ben))
	diff(t, "the second is edited", said(time.Minute)[1:], []string{"folded: #4 open; #5 settled"})
	if depth, _, err := kept.Depth(ctx, clock.Now()); depth != 0 || err != nil {
		t.Errorf("depth %d, %v", depth, err)
	}
}

func mustStore(t *testing.T) adapted {
	t.Helper()
	redis, err := sandbox.StartRedis()
	if err != nil {
		t.Fatal(err)
	}
	client, err := store.Dial("redis://" + redis.Addr())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close(); redis.Close() })
	s, err := store.Open(t.Context(), store.Options{Client: client, Team: "T0SANDBOX"})
	if err != nil {
		t.Fatal(err)
	}
	return adapted{s}
}

func TestSenderMetrics(t *testing.T) {
	registry := prometheus.NewRegistry()
	inRig(t, func(r *rig) {
		r.opts.Metrics = bot.NewSenderMetrics(registry)
		r.slack.Inject(sandbox.Fault{Method: "chat.postMessage", HangUp: true, AfterCommit: true})
		r.slack.Inject(sandbox.Fault{Method: "chat.postMessage", Status: 429, RetryAfter: 1})
		r.queue.put(saying("x", inChannel("C0HELP")))
		r.queue.put(saying("y", inChannel("C0HELP")))
		r.queue.put(saying("z", inChannel("C0NONE")))
		strange := saying("w", inChannel("C0WORK"))
		strange.Kind = "something from an old store"
		r.queue.put(strange)
		r.run(time.Minute)
	})
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	counted := map[string]float64{}
	for _, f := range families {
		for _, m := range f.GetMetric() {
			counted[f.GetName()] += m.GetCounter().GetValue()
			for _, l := range m.GetLabel() {
				if l.GetName() == "kind" && l.GetValue() != "handoff" && l.GetValue() != "other" {
					t.Errorf("kind %q", l.GetValue())
				}
			}
		}
	}
	for _, name := range []string{"rate_limited", "dead_letters", "ambiguous", "reconciled"} {
		if got := counted["firstask_sender_"+name+"_total"]; got != 1 {
			t.Errorf("%s counted %v times, want once", name, got)
		}
	}
}
