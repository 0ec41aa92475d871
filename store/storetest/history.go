package storetest

import (
	"strconv"
	"strings"

	"github.com/redis/go-redis/v9"

	"github.com/firstask/firstask/store"
	"github.com/firstask/firstask/ticket"
)

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

func historyTests() map[string]func(*fixture) {
	return map[string]func(*fixture){
		"events come back as they were": func(f *fixture) {
			c := f.request()
			c.Decision.Events[0].Facts = map[string]string{"z": "1", "a": "<&>", "link": "https://x/?a=1&b=2"}
			f.must(f.s.Commit(f.Context(), c))
			saved := f.change(f.load(1), "accept", func(c *store.Commit) {
				c.Decision.Events = append(c.Decision.Events, ticket.Event{Seq: 3, At: f.now, Kind: "delivered"})
			})
			events, err := f.s.History(f.Context(), saved)
			f.must(err)
			f.same("first", events[0], c.Decision.Events[0])
			f.same("kinds", []string{events[1].Kind, events[2].Kind}, []string{"accept", "delivered"})
			f.same("ids", len(saved.Events), 3)
		},
		"no events": func(f *fixture) {
			events, err := f.s.History(f.Context(), f.create(func(c *store.Commit) { c.Decision.Events = nil }))
			f.must(err)
			f.same("events", events, []ticket.Event{})
		},
		"more than a page": func(f *fixture) {
			saved := f.create(func(c *store.Commit) {
				for i := range 250 {
					c.Decision.Events = append(c.Decision.Events, ticket.Event{Seq: i + 2, Kind: "note"})
				}
			})
			events, err := f.s.History(f.Context(), saved)
			f.must(err)
			f.same("events", len(events), 251)
		},
		"what was tampered with is found": tampered,
	}
}

// rewrite puts a changed copy of an event at the end of the stream, and its id
// where the first one's was: what somebody with the server in hand could do.
func (f *fixture) rewrite(saved *store.Saved, at int, change func(map[string]any)) {
	f.Helper()
	stream := f.keyOf(":events")
	found, err := f.client.XRange(f.Context(), stream, saved.Events[at], saved.Events[at]).Result()
	f.must(err)
	change(found[0].Values)
	id, err := f.client.XAdd(f.Context(), &redis.XAddArgs{Stream: stream, Values: found[0].Values}).Result()
	f.must(err)
	saved.Events[at] = id
}

func tampered(f *fixture) {
	swap := func(from, to string) func(map[string]any) {
		return func(v map[string]any) { v["e"] = strings.Replace(v["e"].(string), from, to, 1) }
	}
	rows := map[string]func(*store.Saved){
		"text changed":         func(s *store.Saved) { f.rewrite(s, 0, swap("invoice", "Invoice")) },
		"last event changed":   func(s *store.Saved) { f.rewrite(s, 2, swap("resolve", "return")) },
		"no JSON any more":     func(s *store.Saved) { f.rewrite(s, 1, swap("{", "")) },
		"hash before it":       func(s *store.Saved) { f.rewrite(s, 1, func(v map[string]any) { v["p"] = strings.Repeat("0", 64) }) },
		"of another ticket":    func(s *store.Saved) { f.rewrite(s, 0, func(v map[string]any) { v["t"] = "999" }) },
		"of another workspace": func(s *store.Saved) { f.rewrite(s, 0, func(v map[string]any) { v["w"] = "T9" }) },
		"deleted":              func(s *store.Saved) { f.must(f.client.XDel(f.Context(), f.keyOf(":events"), s.Events[1]).Err()) },
		"first left out":       func(s *store.Saved) { s.Events = s.Events[1:] },
		"middle left out":      func(s *store.Saved) { s.Events = append(s.Events[:1:1], s.Events[2]) },
		"last left out":        func(s *store.Saved) { s.Events = s.Events[:2] },
		"all left out":         func(s *store.Saved) { s.Events = nil },
		"one twice":            func(s *store.Saved) { s.Events = append(s.Events, s.Events[2]) },
		"exchanged":            func(s *store.Saved) { s.Events[0], s.Events[1] = s.Events[1], s.Events[0] },
		"last hash":            func(s *store.Saved) { s.LastHash = strings.Repeat("0", 64) },
	}
	for name, spoil := range rows {
		saved := f.change(f.change(f.create(), "accept"), "resolve")
		if _, err := f.s.History(f.Context(), saved); err != nil {
			f.Fatalf("before anything was done: %v", err)
		}
		spoil(&saved)
		events, err := f.s.History(f.Context(), saved)
		if err == nil {
			f.Errorf("%s: not found in %v", name, events)
			continue
		}
		f.is(err, store.ErrTampered)
	}
	saved := f.create()
	f.rewrite(&saved, 0, func(v map[string]any) { v["v"] = "2" })
	_, err := f.s.History(f.Context(), saved)
	f.is(err, store.ErrFormat)
}
