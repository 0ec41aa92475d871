package storetest

import (
	"slices"
	"strings"

	"github.com/redis/go-redis/v9"

	"github.com/firstask/firstask/store"
)

func readTests() map[string]func(*fixture) {
	return map[string]func(*fixture){
		"a ticket that does not exist": func(f *fixture) {
			_, err := f.s.Load(f.Context(), 404)
			f.is(err, store.ErrNotFound)
		},
		"numbers ascend and never repeat": func(f *fixture) {
			for want := range int64(3) {
				number, err := f.s.NextNumber(f.Context())
				f.must(err)
				f.same("number", number, want+1)
			}
		},
		"many, in order, without the missing": func(f *fixture) {
			var want []int64
			for range 120 { // more than one page
				c := f.request()
				f.must(f.s.Commit(f.Context(), c))
				want = append([]int64{c.Decision.Ticket.Number}, want...)
			}
			saved, err := f.s.LoadMany(f.Context(), slices.Concat([]int64{404}, want, []int64{405}))
			f.must(err)
			got := make([]int64, 0, len(saved))
			for i := range saved {
				got = append(got, saved[i].Ticket.Number)
			}
			f.same("numbers", got, want)
		},
		"none":                          func(f *fixture) { _, err := f.s.LoadMany(f.Context(), nil); f.must(err) },
		"a format from the future":      unreadable,
		"a document in redis-cli reads": readable,
	}
}

// spoil changes stored values whose key ends as given.
func (f *fixture) spoil(suffix string, change func(string) string) {
	f.Helper()
	key := f.keyOf(suffix)
	raw, err := f.client.Get(f.Context(), key).Result()
	f.must(err)
	f.must(f.client.Set(f.Context(), key, change(raw), 0).Err())
}

// keyOf finds the one key that ends as given.
func (f *fixture) keyOf(suffix string) string {
	f.Helper()
	all, err := f.client.Keys(f.Context(), "*"+suffix).Result()
	f.must(err)
	if len(all) != 1 {
		f.Fatalf("%d keys end with %s", len(all), suffix)
	}
	return all[0]
}

func unreadable(f *fixture) {
	for name, change := range map[string]func(string) string{
		"another header":   func(s string) string { return strings.Replace(s, " 1 ", " 2 ", 1) },
		"no header":        func(string) string { return "{}" },
		"no document":      func(s string) string { return s[:20] },
		"broken document":  func(s string) string { return s[:len(s)-1] },
		"broken revision":  func(s string) string { return "00000000000x" + s[12:] },
		"nothing in there": func(string) string { return "" },
	} {
		saved, other := f.create(), f.create()
		number := saved.Ticket.Number
		f.spoil(":t:"+itoa(number), change)
		_, err := f.s.Load(f.Context(), number)
		f.is(err, store.ErrFormat)
		many, err := f.s.LoadMany(f.Context(), []int64{number, other.Ticket.Number})
		f.is(err, store.ErrFormat)
		f.same(name+": the others", len(many), 1)
	}
}

func readable(f *fixture) {
	saved := f.create()
	raw, err := f.client.Get(f.Context(), f.keyOf(":t:1")).Result()
	f.must(err)
	head := "000000000001 1 " + saved.LastHash + " " + saved.Events[0] + "\n{\"format\":1,\"number\":1,"
	if !strings.HasPrefix(raw, head) || !strings.Contains(raw, "<@U0CHEN> &") {
		f.Errorf("stored as %q, want it to begin with %q", raw, head)
	}
	f.is(f.client.Get(f.Context(), "fa:nothing").Err(), redis.Nil)
}
