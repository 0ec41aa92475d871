package storetest

import (
	"time"

	"github.com/firstask/firstask/policy"
)

func beatTests() map[string]func(*fixture) {
	return map[string]func(*fixture){
		"a gap between two beats is an outage": beatGap,
		"a clock that runs behind notes none":  beatBehind,
		"old outages are forgotten":            beatForgets,
	}
}

func (f *fixture) beat(at time.Time) {
	f.Helper()
	f.must(f.s.Beat(f.Context(), at, 20*time.Second))
}

func (f *fixture) outages(since time.Time) []policy.Outage {
	f.Helper()
	all, err := f.s.Outages(f.Context(), since)
	f.must(err)
	return all
}

func beatGap(f *fixture) {
	f.beat(f.now)
	f.beat(f.now.Add(20 * time.Second))
	f.same("none", f.outages(time.Time{}.Add(time.Hour)), []policy.Outage{})
	f.beat(f.now.Add(10 * time.Minute))
	f.beat(f.now.Add(10*time.Minute + 5*time.Second))
	one := policy.Outage{From: f.now.Add(20 * time.Second), To: f.now.Add(10 * time.Minute)}
	f.same("one", f.outages(f.now), []policy.Outage{one})
	f.same("ended before", f.outages(one.To), []policy.Outage{})
	f.beat(f.now.Add(time.Hour))
	f.same("two, oldest first", len(f.outages(f.now)), 2)
}

// Another replica's clock may run a little behind.
func beatBehind(f *fixture) {
	f.beat(f.now)
	f.beat(f.now.Add(-time.Hour))
	f.beat(f.now.Add(time.Second))
	f.same("none", f.outages(f.now.Add(-2*time.Hour)), []policy.Outage{})
}

func beatForgets(f *fixture) {
	f.beat(f.now)
	f.beat(f.now.Add(time.Hour))
	f.beat(f.now.Add(100 * 24 * time.Hour))
	f.same("the last", len(f.outages(f.now)), 1)
}
