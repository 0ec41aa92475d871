package storetest

import (
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/firstask/firstask/store"
	"github.com/firstask/firstask/ticket"
)

func eventsTests() map[string]func(*fixture) {
	return map[string]func(*fixture){
		"none":                                   func(f *fixture) { f.same("events", f.between(0, 0), []string{}) },
		"from one instant on and before another": eventsBetween,
		"of the kinds asked for":                 eventsOfKinds,
		"more than a page":                       eventsPages,
		"not in the order of their instants":     eventsDisorder,
		"of this workspace only":                 eventsOfOthers,
		"an error ends it":                       eventsError,
		"an event from the future":               eventsOdd,
	}
}

// happened commits a new ticket whose one event has an instant of its own.
func (f *fixture) happened(at time.Duration, kind string) {
	f.Helper()
	f.create(func(c *store.Commit) { c.Decision.Events = []ticket.Event{{Seq: 1, At: f.now.Add(at), Kind: kind}} })
}

// between are the events of some minutes, as "ticket kind"; no end when to is 0.
func (f *fixture) between(from, to int, kinds ...string) []string {
	f.Helper()
	end := time.Time{}
	if to != 0 {
		end = f.now.Add(time.Duration(to) * time.Minute)
	}
	var found []string
	f.must(f.s.EventsBetween(f.Context(), f.now.Add(time.Duration(from)*time.Minute), end, kinds, func(number int64, e ticket.Event) error {
		found = append(found, fmt.Sprint(number, " ", e.Kind))
		return nil
	}))
	return found
}

func eventsBetween(f *fixture) {
	for i := range 30 {
		f.happened(time.Duration(i)*4*time.Hour, "e"+strconv.Itoa(i))
	}
	f.same("the first is in, the last is not", f.between(10*240, 12*240), []string{"11 e10", "12 e11"})
	f.same("nothing between", f.between(10*240+1, 11*240), []string{})
	f.same("to the end", f.between(28*240, 0), []string{"29 e28", "30 e29"})
	f.same("from the beginning", f.between(-1000*240, 1), []string{"1 e0"})
	f.same("later", f.between(1000*240, 0), []string{})
}

func eventsOfKinds(f *fixture) {
	for i, kind := range []string{"captured", "accept", "breach", "accept"} {
		f.happened(time.Duration(i)*time.Minute, kind)
	}
	f.same("two kinds", f.between(0, 3, "breach", "accept"), []string{"2 accept", "3 breach"})
}

func eventsPages(f *fixture) {
	f.create(func(c *store.Commit) {
		c.Decision.Events = nil
		for i := range 1200 {
			c.Decision.Events = append(c.Decision.Events, ticket.Event{Seq: i + 1, At: f.now.Add(time.Duration(i) * time.Minute), Kind: "e" + strconv.Itoa(i)})
		}
	})
	found := f.between(100, 1150)
	f.same("how many, first and last", []any{len(found), found[0], found[1049]}, []any{1050, "1 e100", "1 e1149"})
}

func eventsDisorder(f *fixture) {
	for _, minute := range []int{-300, 0, 50, 10, 59, 1, 60, 30, 300, 250, 600} {
		f.happened(time.Duration(minute)*time.Minute, "e"+strconv.Itoa(minute))
	}
	f.same("found", f.between(0, 60), []string{"2 e0", "3 e50", "4 e10", "5 e59", "6 e1", "8 e30"})
	f.same("after it", f.between(60, 300), []string{"7 e60", "10 e250"})
}

func eventsOfOthers(f *fixture) {
	f.happened(0, "mine")
	for i := range 200 { // some of them share the partition
		other := f.open("T" + strconv.Itoa(i))
		c := f.request()
		c.Decision.Ticket.Number = 1
		f.must(other.Commit(f.Context(), c))
	}
	f.same("found", f.between(0, 1), []string{"1 mine"})
}

func eventsError(f *fixture) {
	f.happened(0, "a")
	f.happened(0, "b")
	stop, times := errors.New("stop"), 0
	err := f.s.EventsBetween(f.Context(), f.now, time.Time{}, nil, func(int64, ticket.Event) error { times++; return stop })
	f.is(err, stop)
	f.same("times", times, 1)
}

func eventsOdd(f *fixture) {
	saved := f.create()
	for _, field := range []string{"v", "e", "t"} {
		f.rewrite(&saved, 0, func(v map[string]any) { v[field] = "?" })
		err := f.s.EventsBetween(f.Context(), f.now, time.Time{}, nil, func(int64, ticket.Event) error { return nil })
		f.is(err, store.ErrFormat)
		f.must(f.client.XDel(f.Context(), f.keyOf(":events"), saved.Events[0]).Err())
		saved = f.create()
	}
}
