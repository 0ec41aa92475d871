package policy_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/firstask/firstask/calendar"
	"github.com/firstask/firstask/policy"
)

func TestTurn(t *testing.T) {
	three := []string{"A", "B", "C"}
	tests := []struct {
		name   string
		zone   string
		every  int
		starts string
		at     calendar.Minute
		people []string
		when   string
		want   string
	}{
		{"the first instant", "UTC", 7, "2026-01-05", 540, three, "2026-01-05 09:00:00", "A"},
		{"before the rotation", "UTC", 7, "2026-01-05", 540, three, "2026-01-05 08:59:59", ""},
		{"the last second of a week", "UTC", 7, "2026-01-05", 540, three, "2026-01-12 08:59:59", "A"},
		{"the second week", "UTC", 7, "2026-01-05", 540, three, "2026-01-12 09:00:00", "B"},
		{"after everybody the first again", "UTC", 7, "2026-01-05", 540, three, "2026-01-26 09:00:00", "A"},
		{"daily, over the year's end", "UTC", 1, "2026-12-30", 0, three, "2026-12-31 23:59:59", "B"},
		{"daily, on New Year", "UTC", 1, "2026-12-30", 0, three, "2027-01-01 00:00:00", "C"},
		{"weekly, over the year's end", "UTC", 7, "2026-12-28", 540, three, "2027-01-04 08:59:00", "A"},
		{"weekly, in the new year", "UTC", 7, "2026-12-28", 540, three, "2027-01-04 09:00:00", "B"},
		{"daily, over a leap day", "UTC", 1, "2028-02-28", 0, three, "2028-03-01 00:00:00", "C"},
		{"every ten days", "UTC", 10, "2026-01-01", 0, three, "2026-01-10 23:59:59", "A"},
		{"every ten days, the second", "UTC", 10, "2026-01-01", 0, three, "2026-01-11 00:00:00", "B"},
		{"by the local clock, not by UTC", "Asia/Shanghai", 1, "2026-01-05", 540, three, "2026-01-06 08:59:59", "A"},
		{"weekly over spring forward", "America/New_York", 7, "2026-03-02", 540, three, "2026-03-09 08:59:59", "A"},
		{"weekly over spring forward, the turn", "America/New_York", 7, "2026-03-02", 540, three, "2026-03-09 09:00:00", "B"},
		{"weekly over fall back", "America/New_York", 7, "2026-10-26", 540, three, "2026-11-02 08:59:59", "A"},
		{"weekly over fall back, the turn", "America/New_York", 7, "2026-10-26", 540, three, "2026-11-02 09:00:00", "B"},
		{"a turn in the skipped hour happens after it", "America/New_York", 1, "2026-03-07", 150, three, "2026-03-08 03:00:00", "B"},
		{"and not before it", "America/New_York", 1, "2026-03-07", 150, three, "2026-03-08 01:59:59", "A"},
		{"nobody in it", "UTC", 7, "2026-01-05", 0, nil, "2026-01-06 00:00:00", ""},
		{"no length", "UTC", 0, "2026-01-05", 0, three, "2026-01-06 00:00:00", ""},
		{"one person for ever", "UTC", 7, "2026-01-05", 0, three[:1], "2031-07-01 00:00:00", "A"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			zone := mustZone(t, tt.zone)
			r := policy.Roster{Every: tt.every, Starts: mustDate(t, tt.starts), At: tt.at, People: tt.people}
			if got := r.Turn(mustTime(t, tt.when, zone).UTC(), zone); got != tt.want {
				t.Errorf("%q has the turn, want %q", got, tt.want)
			}
		})
	}
}

// A turn in the hour that the clock repeats happens once: nobody gets it back.
func TestTurnInTheRepeatedHour(t *testing.T) {
	zone := mustZone(t, "America/New_York")
	r := policy.Roster{Every: 1, Starts: mustDate(t, "2026-10-31"), At: 90, People: []string{"A", "B", "C"}}
	first := time.Date(2026, 11, 1, 5, 30, 0, 0, time.UTC) // 01:30 for the first time
	for m := -60; m < 120; m++ {
		want := "A"
		if m >= 0 {
			want = "B"
		}
		if got := r.Turn(first.Add(time.Duration(m)*time.Minute), zone); got != want {
			t.Fatalf("%d minutes from the turn: %s, want %s", m, got, want)
		}
	}
}

// In any zone, over any year, turns follow each other in order and have equal days.
func TestTurnsFollowInOrder(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		name := rapid.SampledFrom([]string{"Asia/Shanghai", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca"}).Draw(rt, "zone")
		zone, err := time.LoadLocation(name)
		if err != nil {
			rt.Fatal(err)
		}
		people := []string{"A", "B", "C"}
		r := policy.Roster{Every: rapid.IntRange(1, 10).Draw(rt, "every"), People: people}
		r.Starts.Year, r.Starts.Month, r.Starts.Day = 2026, time.Month(rapid.IntRange(1, 12).Draw(rt, "month")), 20
		r.At = calendar.Minute(rapid.IntRange(0, 1439).Draw(rt, "at"))
		for n := range 40 {
			turn := r.Starts.AddDays(n*r.Every).At(r.At, zone)
			if got := r.Turn(turn, zone); got != people[n%3] {
				rt.Fatalf("turn %d at %s is %s", n, turn, got)
			}
			if n > 0 && r.Turn(turn.Add(-time.Nanosecond), zone) != people[(n-1)%3] {
				rt.Fatalf("turn %d came early", n)
			}
		}
	})
}

func TestOnDuty(t *testing.T) {
	o := company(t)
	at := func(s string) time.Time { return mustTime(t, s+":00", o.Zone) }
	tests := []struct {
		name, roster, when string
		user, from         string
		open, ok           bool
	}{
		{"inside hours", "desk", "2026-03-10 10:00", "B", "2026-03-10 10:00", true, true},
		{"at lunch", "desk", "2026-03-10 12:00", "B", "2026-03-10 13:30", false, true},
		{"in the evening", "desk", "2026-03-10 18:00", "B", "2026-03-11 09:00", false, true},
		{"on the weekend it is the next week's person", "desk", "2026-03-14 10:00", "A", "2026-03-16 09:00", false, true},
		{"before the rotation starts", "desk", "2025-12-30 10:00", "", "2025-12-30 10:00", true, false},
		{"an unknown roster", "no such", "2026-03-10 10:00", "", "", false, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, ok := o.OnDuty(tt.roster, at(tt.when))
			if ok != tt.ok || d.User != tt.user || d.Open != tt.open {
				t.Errorf("%+v, %v", d, ok)
			}
			if tt.from != "" && !d.From.Equal(at(tt.from)) {
				t.Errorf("from %s, want %s", d.From, tt.from)
			}
		})
	}
	o.Rosters["lost"] = &policy.Roster{Calendar: "no such", Every: 1, People: []string{"A"}}
	if _, ok := o.OnDuty("lost", at("2026-03-10 10:00")); ok {
		t.Error("a roster without a calendar has somebody on duty")
	}
}

// Holder, backup, duty, head, the heads above: in this order, whoever is there.
func TestCounterpart(t *testing.T) {
	tests := []struct {
		name, department string
		post             int // of the department; -1 for the department itself
		gone             map[string]bool
		user, rule       string
	}{
		{"the holder", "finance", 0, nil, "LI", "post"},
		{"the backup", "finance", 0, gone("LI"), "WU", "backup"},
		{"the next backup", "finance", 0, gone("LI", "WU"), "XU", "backup"},
		{"no roster: the head", "finance", 0, gone("LI", "WU", "XU"), "HF", "head"},
		{"a post nobody holds (FA-09.4)", "finance", 1, nil, "HF", "head"},
		{"the head is gone: above", "finance", 1, gone("HF"), "BOSS", "head"},
		{"nobody is left", "finance", 1, gone("HF", "BOSS"), "", "head"},
		{"the person on duty", "support", -1, nil, "B", "duty"},
		{"the person on duty is gone", "support", -1, gone("B"), "HS", "head"},
		{"and the head too: the deputy", "support", -1, gone("B", "HS"), "DS", "head"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := company(t)
			d := o.Department(tt.department)
			var p policy.Post
			if tt.post >= 0 {
				p = d.Posts[tt.post]
			}
			user, rule := o.Counterpart(d, p, mustTime(t, "2026-03-10 10:00:00", o.Zone), tt.gone)
			if user != tt.user || rule != tt.rule {
				t.Errorf("%q by %q, want %q by %q", user, rule, tt.user, tt.rule)
			}
		})
	}
}
