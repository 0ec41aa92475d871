package store_test

import (
	"errors"
	"fmt"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/store"
	"github.com/firstask/firstask/store/storetest"
	"github.com/firstask/firstask/ticket"
)

// newTicket is the commit that creates a ticket: one event, one notice, one post.
func newTicket(number int64, now time.Time) store.Commit {
	return store.Commit{
		Key: fmt.Sprint("trigger-", number), Reply: fmt.Append(nil, number), Now: now,
		PostKeys: []string{store.PostKey("C0HELP", strconv.FormatInt(number, 10))},
		Author:   "C0HELP/U0TANG",
		Decision: ticket.Decision{
			Ticket: ticket.Ticket{
				Format: ticket.Format, Number: number, State: ticket.Captured, CreatedAt: now, Text: "The name on our invoice is wrong",
				Asker:   ticket.Asker{Kind: ticket.AskerMember, User: "U0TANG"},
				Natural: ticket.NaturalFR{User: "U0CHEN", Rule: "FA-08.1", From: now},
				Clocks:  []ticket.Clock{{Rule: "FA-15", Run: 1, Subject: "U0CHEN", Start: now, Due: now.Add(15 * time.Minute)}},
			},
			Events:  []ticket.Event{{Seq: 1, At: now, Kind: "captured", To: "U0CHEN", State: ticket.Captured}},
			Notices: []notice.Notice{{Key: fmt.Sprintf("%d/1/receipt", number), Kind: notice.Receipt, Ticket: number, To: notice.Recipient{User: "U0TANG"}, Slot: "card"}},
		},
	}
}

// TestKillLosesNothing kills the server while tickets are created. After its
// restart all that was answered is there and whole, and what was not answered
// can be repeated with its key: every ticket exists once.
func TestKillLosesNothing(t *testing.T) {
	t.Parallel()
	server := storetest.RealRedis(t)
	s := mustOpen(t, server.Client(t))
	now := time.Date(2026, 3, 3, 10, 0, 0, 0, time.UTC)
	results := createUntilKilled(t, s, server, now)
	server.Start(t)

	acked, unsure := 0, 0
	for number, failed := range results {
		saved, err := s.Load(t.Context(), number)
		switch {
		case failed == nil && err != nil:
			t.Errorf("ticket %d was answered and is lost: %v", number, err)
		case failed == nil:
			acked++
		case !errors.Is(failed, store.ErrUnavailable):
			t.Errorf("ticket %d: %v, want ErrUnavailable", number, failed)
		default:
			unsure++
			saved = mustRepeat(t, s, newTicket(number, now), err == nil)
		}
		checkWhole(t, s, saved)
	}
	if acked == 0 || unsure == 0 {
		t.Errorf("%d answered, %d not: the kill came at the wrong time", acked, unsure)
	}
	depth, _, err := s.Depth(t.Context(), now)
	if open, _ := s.Unfinished(t.Context()); err != nil || depth != len(results) || len(open) != len(results) {
		t.Errorf("%d tickets, %d open, %d notices, %v", len(results), len(open), depth, err)
	}
}

// createUntilKilled creates tickets from many goroutines and kills the server
// in the middle; it returns each ticket's error by number.
func createUntilKilled(t *testing.T, s *store.Store, server *storetest.Server, now time.Time) map[int64]error {
	t.Helper()
	results := map[int64]error{}
	var mu sync.Mutex
	enough := make(chan struct{})
	var workers sync.WaitGroup
	for range 16 {
		workers.Go(func() {
			for {
				number, err := s.NextNumber(t.Context())
				if err != nil {
					return // killed
				}
				err = s.Commit(t.Context(), newTicket(number, now))
				mu.Lock()
				results[number] = err
				if len(results) == 300 {
					close(enough)
				}
				mu.Unlock()
			}
		})
	}
	<-enough
	server.Kill(t)
	workers.Wait()
	return results
}

// mustRepeat repeats a commit whose answer was lost: it is done now, or was done then.
func mustRepeat(t *testing.T, s *store.Store, c store.Commit, wasDone bool) store.Saved {
	t.Helper()
	err := s.Commit(t.Context(), c)
	var repeated *store.Repeated
	switch {
	case wasDone && (!errors.As(err, &repeated) || string(repeated.Reply) != string(c.Reply)):
		t.Errorf("ticket %d, written before the kill: %v", c.Decision.Ticket.Number, err)
	case !wasDone && err != nil:
		t.Errorf("ticket %d, not written before the kill: %v", c.Decision.Ticket.Number, err)
	}
	saved, err := s.Load(t.Context(), c.Decision.Ticket.Number)
	if err != nil {
		t.Fatal(err)
	}
	return saved
}

// checkWhole asks for everything that the commit wrote.
func checkWhole(t *testing.T, s *store.Store, saved store.Saved) {
	t.Helper()
	number := saved.Ticket.Number
	if events, err := s.History(t.Context(), saved); err != nil || len(events) != 1 {
		t.Errorf("ticket %d: history %v, %v", number, events, err)
	}
	if has, _, err := s.ByPost(t.Context(), "C0HELP", strconv.FormatInt(number, 10)); err != nil || has != number {
		t.Errorf("ticket %d: its post has %d, %v", number, has, err)
	}
}

// TestFullServer: a server without memory refuses a commit as a whole.
func TestFullServer(t *testing.T) {
	t.Parallel()
	client := storetest.RealRedis(t).Client(t)
	s := mustOpen(t, client)
	now := time.Date(2026, 3, 3, 10, 0, 0, 0, time.UTC)
	before := client.DBSize(t.Context()).Val()
	mustConfig(t, client, "maxmemory", "1")
	refusesWrites(t, s, newTicket(1, now))
	if after := client.DBSize(t.Context()).Val(); after != before {
		t.Errorf("%d keys, %d before the refused commit", after, before)
	}
	mustConfig(t, client, "maxmemory", "0")
	if err := s.Commit(t.Context(), newTicket(1, now)); err != nil {
		t.Errorf("with memory again: %v", err)
	}
}

// TestReadOnlyServer: a replica refuses writes, alone and in a pipeline.
func TestReadOnlyServer(t *testing.T) {
	t.Parallel()
	client := storetest.RealRedis(t).Client(t)
	s := mustOpen(t, client)
	if err := client.Do(t.Context(), "REPLICAOF", "127.0.0.1", "1").Err(); err != nil {
		t.Fatal(err)
	}
	refusesWrites(t, s, newTicket(1, time.Date(2026, 3, 3, 10, 0, 0, 0, time.UTC)))
}

func refusesWrites(t *testing.T, s *store.Store, c store.Commit) {
	t.Helper()
	_, err := s.NextNumber(t.Context())
	_, _, leased := s.Lease(t.Context(), "a", c.Now, time.Second)
	for name, err := range map[string]error{
		"next number": err, "commit": s.Commit(t.Context(), c), "lease": leased,
		"commit many": s.CommitMany(t.Context(), []store.Commit{c})[0],
	} {
		if !errors.Is(err, store.ErrUnavailable) {
			t.Errorf("%s: error %v, want ErrUnavailable", name, err)
		}
	}
}

func mustConfig(t *testing.T, client redis.UniversalClient, name, value string) {
	t.Helper()
	if err := client.ConfigSet(t.Context(), name, value).Err(); err != nil {
		t.Fatal(err)
	}
}
