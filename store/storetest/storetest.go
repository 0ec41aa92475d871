// Package storetest is what every server behind the store has to pass: one
// suite, run on the embedded Redis and on real ones. It also starts real ones.
package storetest

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/redis/go-redis/v9"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/store"
	"github.com/firstask/firstask/ticket"
)

// Team is the workspace that the suite keeps tickets for.
const Team = "T0TEST"

// Run runs the suite. Each test gets a client of its own to an empty server.
func Run(t *testing.T, open func(t *testing.T) redis.UniversalClient) {
	t.Helper()
	groups := map[string]map[string]func(*fixture){
		"open": openTests(), "commit": commitTests(), "read": readTests(), "history": historyTests(),
		"events": eventsTests(), "outbox": outboxTests(), "held": heldTests(), "fold": foldTests(), "jobs": jobsTests(), "beat": beatTests(), "staff": staffTests(), "lease": leaseTests(), "directory": directoryTests(),
	}
	for group, tests := range groups {
		t.Run(group, func(t *testing.T) {
			for name, test := range tests {
				t.Run(name, func(t *testing.T) { test(newFixture(t, open(t))) })
			}
		})
	}
	t.Run("outbox against its model", func(t *testing.T) { outboxModel(t, open(t)) })
}

// Fill uses the store in every way there is, so that every kind of key exists.
func Fill(t *testing.T, client redis.UniversalClient) {
	t.Helper()
	f := newFixture(t, client)
	f.create(func(c *store.Commit) {
		c.Key, c.Author = "trigger-1", "C0HELP/U0TANG"
		c.PostKeys = []string{store.PostKey("C0HELP", "1.1")}
		c.Decision.Notices = []notice.Notice{
			dm("sent", "U0LI", notice.Answer, "card"), dm("dead", "U0BEN", notice.Answer, ""),
			dm("claimed", "U0ZHOU", notice.Edit, "mine"), dm("waiting", "U0CHEN", notice.Alert, "asked"),
		}
	})
	token := f.lease("filler", f.now)
	for _, e := range f.claim(token, f.now, 3) {
		switch e.Notice.Key {
		case "sent":
			f.must(f.s.Sent(t.Context(), token, e, store.Receipt{Channel: "D0LI", TS: "2.2", Hash: "h"}, f.now))
		case "dead":
			f.must(f.s.Dead(t.Context(), token, e, "gone", f.now))
		default:
			f.must(f.s.Later(t.Context(), token, e, f.now, false))
		}
	}
	f.claim(token, f.now, 10)
	f.change(f.load(1), "note", say(dm("waiting again", "U0CHEN", notice.Edit, "asked")))
	held := dm("held", "U0CHEN", notice.Alert, "")
	held.After = f.now.Add(time.Hour)
	f.change(f.load(1), "note", say(held, fold("folded", "U0SUN", "escalation/1", 15*time.Minute)))
	e := f.only(token, f.now)
	e.Notice.Items = []notice.Item{e.Notice.Item()}
	f.sent(token, e, f.now)
	f.must(f.s.EnsureJob(t.Context(), "digest", "daily 09:00", f.now))
	f.must(f.s.CommitStaff(t.Context(), f.staffed(f.staff(), "away")))
	f.must(f.s.SayOnce(t.Context(), "c1", nil, f.now))
	f.beat(f.now)
	f.beat(f.now.Add(time.Hour))
	f.must(f.s.SavePolicy(t.Context(), "p1", []byte("{}")))
	f.must(f.s.PutPeople(t.Context(), map[string][]byte{"U0LI": []byte("{}")}))
}

// fixture is a store on an empty server, at a fixed instant.
type fixture struct {
	*testing.T
	client redis.UniversalClient
	s      *store.Store
	now    time.Time
}

func newFixture(t *testing.T, client redis.UniversalClient) *fixture {
	t.Helper()
	f := &fixture{T: t, client: client, now: time.Date(2026, 3, 3, 10, 0, 0, 0, time.UTC)}
	f.s = f.open(Team)
	return f
}

func (f *fixture) open(team string) *store.Store {
	f.Helper()
	s, err := store.Open(f.Context(), store.Options{Client: f.client, Team: team})
	f.must(err)
	return s
}

func (f *fixture) must(err error) {
	f.Helper()
	if err != nil {
		f.Fatal(err)
	}
}

func (f *fixture) is(err, want error) {
	f.Helper()
	if !errors.Is(err, want) {
		f.Fatalf("error %v, want %v", err, want)
	}
}

func (f *fixture) same(what string, got, want any) {
	f.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		f.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// request is a new ticket's first commit: one event, two clocks, no notices.
func (f *fixture) request() store.Commit {
	f.Helper()
	number, err := f.s.NextNumber(f.Context())
	f.must(err)
	t := ticket.Ticket{
		Format: ticket.Format, Number: number, Policy: "p1", State: ticket.Captured, CreatedAt: f.now,
		Text: "The name on our invoice is wrong <@U0CHEN> & \u53d1\u7968", CapturedBy: "U0TANG",
		Asker:   ticket.Asker{Kind: ticket.AskerMember, User: "U0TANG"},
		Natural: ticket.NaturalFR{User: "U0CHEN", Rule: "FA-08.1", From: f.now, OnDuty: true},
		Clocks: []ticket.Clock{
			{Rule: "FA-15", Run: 1, Subject: "U0CHEN", Start: f.now, Due: f.now.Add(15 * time.Minute), Points: []time.Time{f.now.Add(9 * time.Minute)}},
			{Rule: "whole", Run: 1, Start: f.now, Due: f.now.Add(48 * time.Hour)},
		},
		Seq: 1,
	}
	return store.Commit{Now: f.now, Decision: ticket.Decision{
		Ticket: t,
		Events: []ticket.Event{{Seq: 1, At: f.now, Kind: "captured", To: "U0CHEN", State: ticket.Captured, Text: t.Text}},
	}}
}

// create commits a new ticket, changed as the test wants, and loads it.
func (f *fixture) create(change ...func(*store.Commit)) store.Saved {
	f.Helper()
	c := f.request()
	for _, do := range change {
		do(&c)
	}
	f.must(f.s.Commit(f.Context(), c))
	return f.load(c.Decision.Ticket.Number)
}

func (f *fixture) load(number int64) store.Saved {
	f.Helper()
	saved, err := f.s.Load(f.Context(), number)
	f.must(err)
	return saved
}

// next is a further commit of a ticket: one event, and what the test changes.
func (f *fixture) next(from store.Saved, kind string, change ...func(*store.Commit)) store.Commit {
	f.Helper()
	t := from.Ticket
	t.Seq++
	c := store.Commit{From: from, Now: f.now, Decision: ticket.Decision{
		Ticket: t, Events: []ticket.Event{{Seq: t.Seq, At: f.now, Kind: kind, By: "U0CHEN"}},
	}}
	for _, do := range change {
		do(&c)
	}
	return c
}

// change commits a further step and loads the ticket.
func (f *fixture) change(from store.Saved, kind string, change ...func(*store.Commit)) store.Saved {
	f.Helper()
	f.must(f.s.Commit(f.Context(), f.next(from, kind, change...)))
	return f.load(from.Ticket.Number)
}

func end(c *store.Commit) {
	c.Decision.Ticket.State = ticket.Closed
	c.Decision.Ticket.Clocks = nil
}

// say puts notices into a commit.
func say(notices ...notice.Notice) func(*store.Commit) {
	return func(c *store.Commit) {
		for i := range notices {
			notices[i].Ticket = c.Decision.Ticket.Number
		}
		c.Decision.Notices = notices
	}
}

// dm is a notice to a person.
func dm(key, user string, class notice.Class, slot string) notice.Notice {
	return notice.Notice{Key: key, Kind: notice.Handoff, Ticket: 1, To: notice.Recipient{User: user}, Slot: slot, Class: class}
}

func (f *fixture) lease(holder string, now time.Time) int64 {
	f.Helper()
	token, ok, err := f.s.Lease(f.Context(), holder, now, 10*time.Second)
	f.must(err)
	if !ok {
		f.Fatalf("%s did not get the lease", holder)
	}
	return token
}

func (f *fixture) claim(token int64, now time.Time, lanes int) []store.Entry {
	f.Helper()
	entries, err := f.s.Claim(f.Context(), token, now, lanes)
	f.must(err)
	return entries
}

// only is the one entry that a claim gives.
func (f *fixture) only(token int64, now time.Time) store.Entry {
	f.Helper()
	entries := f.claim(token, now, 10)
	if len(entries) != 1 {
		f.Fatalf("claimed %s, want one entry", said(entries))
	}
	return entries[0]
}

// said are the notice keys of entries.
func said(entries []store.Entry) []string {
	keys := make([]string, 0, len(entries))
	for i := range entries {
		keys = append(keys, entries[i].Notice.Key)
	}
	return keys
}

func (f *fixture) sent(token int64, e store.Entry, nextAt time.Time) {
	f.Helper()
	r := store.Receipt{Channel: e.Lane, TS: "77." + e.Notice.Key, Hash: "hash of " + e.Notice.Key}
	f.must(f.s.Sent(f.Context(), token, e, r, nextAt))
}

func key(i int) string { return fmt.Sprintf("k%02d", i) }
