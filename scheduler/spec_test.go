package scheduler_test

import (
	"errors"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/firstask/firstask/calendar"
	"github.com/firstask/firstask/scheduler"
)

// week works from Monday to Friday, but for the days off, and on those made up.
type week struct{ off, on map[string]bool }

func (w week) WorkingDay(d calendar.Date) bool {
	weekend := d.Weekday() == time.Saturday || d.Weekday() == time.Sunday
	return !w.off[d.String()] && (!weekend || w.on[d.String()])
}

func mustZone(tb testing.TB, name string) *time.Location {
	tb.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		tb.Fatal(err)
	}
	return zone
}

func mustSpec(tb testing.TB, text string, zone *time.Location) scheduler.Spec {
	tb.Helper()
	spring := week{off: map[string]bool{"2026-02-02": true, "2026-02-27": true}, on: map[string]bool{"2026-02-01": true, "2026-02-28": true}}
	s, err := scheduler.ParseSpec(text, zone, spring)
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

// TestSpecNext: the next three runs after an instant, as the clock shows them.
func TestSpecNext(t *testing.T) {
	const berlin, newYork, lordHowe, shanghai = "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Shanghai"
	rows := []struct {
		name, zone, spec, after string
		want                    [3]string
	}{
		{"daily", shanghai, "daily 02:00", "2026-03-03 02:00", [3]string{"03-04 02:00 CST", "03-05 02:00 CST", "03-06 02:00 CST"}},
		{"still today", shanghai, "daily 02:00", "2026-03-03 01:59", [3]string{"03-03 02:00 CST", "03-04 02:00 CST", "03-05 02:00 CST"}},
		{"working days", shanghai, "workdays 09:15", "2026-02-26 10:00", [3]string{"02-28 09:15 CST", "03-02 09:15 CST", "03-03 09:15 CST"}},
		{"first working day", shanghai, "first-workday 09:00", "2026-01-15 10:00", [3]string{"02-01 09:00 CST", "03-02 09:00 CST", "04-01 09:00 CST"}},
		{"last day", shanghai, "month-end 17:00", "2026-01-31 17:00", [3]string{"02-28 17:00 CST", "03-31 17:00 CST", "04-30 17:00 CST"}},
		{"last working day", shanghai, "month-end-workday 17:00", "2026-02-01 00:00", [3]string{"02-28 17:00 CST", "03-31 17:00 CST", "04-30 17:00 CST"}},
		{"last working day before a weekend", shanghai, "month-end-workday 17:00", "2026-05-01 00:00", [3]string{"05-29 17:00 CST", "06-30 17:00 CST", "07-31 17:00 CST"}},
		{"weekly", shanghai, "weekly fri 17:00", "2026-12-20 00:00", [3]string{"12-25 17:00 CST", "01-01 17:00 CST", "01-08 17:00 CST"}},
		{"weekly, written out", shanghai, "weekly  Friday 17:00", "2026-03-06 17:00", [3]string{"03-13 17:00 CST", "03-20 17:00 CST", "03-27 17:00 CST"}},
		{"quarterly", shanghai, "quarterly 09:00", "2026-01-01 09:00", [3]string{"04-01 09:00 CST", "07-01 09:00 CST", "10-01 09:00 CST"}},
		{"cron", shanghai, "30 8 1,15 * *", "2026-03-03 00:00", [3]string{"03-15 08:30 CST", "04-01 08:30 CST", "04-15 08:30 CST"}},
		{"cron by weekday", shanghai, "0 9 * * mon-tue", "2026-03-03 09:00", [3]string{"03-09 09:00 CST", "03-10 09:00 CST", "03-16 09:00 CST"}},
		{"leap day", shanghai, "0 9 29 2 *", "2026-03-03 09:00", [3]string{"02-29 09:00 CST", "02-29 09:00 CST", "02-29 09:00 CST"}},
		{"in the gap", berlin, "daily 02:30", "2026-03-28 02:30", [3]string{"03-29 03:00 CEST", "03-30 02:30 CEST", "03-31 02:30 CEST"}},
		{"cron in the gap", berlin, "30 2 * * *", "2026-03-28 02:30", [3]string{"03-29 03:00 CEST", "03-30 02:30 CEST", "03-31 02:30 CEST"}},
		{"several in the gap run once", berlin, "0,20,40 2,3 * * *", "2026-03-29 01:00", [3]string{"03-29 03:00 CEST", "03-29 03:20 CEST", "03-29 03:40 CEST"}},
		{"shown twice", newYork, "daily 01:30", "2026-10-31 01:30", [3]string{"11-01 01:30 EDT", "11-02 01:30 EST", "11-03 01:30 EST"}},
		{"cron shown twice", newYork, "30 1 * * *", "2026-10-31 01:30", [3]string{"11-01 01:30 EDT", "11-02 01:30 EST", "11-03 01:30 EST"}},
		{"an hour shown twice counts once", newYork, "*/30 * * * *", "2026-11-01 01:00", [3]string{"11-01 01:30 EDT", "11-01 02:00 EST", "11-01 02:30 EST"}},
		{"half an hour skipped", lordHowe, "daily 02:15", "2026-10-03 12:00", [3]string{"10-04 02:30 +11", "10-05 02:15 +11", "10-06 02:15 +11"}},
		{"half an hour twice", lordHowe, "15 1,2 * * *", "2026-04-04 12:00", [3]string{"04-05 01:15 +11", "04-05 02:15 +1030", "04-06 01:15 +1030"}},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			zone := mustZone(t, row.zone)
			at, err := time.ParseInLocation("2006-01-02 15:04", row.after, zone)
			if err != nil {
				t.Fatal(err)
			}
			spec := mustSpec(t, row.spec, zone)
			for i, want := range row.want {
				if at = spec.Next(at); at.Format("01-02 15:04 MST") != want {
					t.Errorf("run %d is %s, want %s", i+1, at.Format("2006-01-02 15:04 MST"), want)
				}
			}
		})
	}
}

func TestSpecRefused(t *testing.T) {
	for name, text := range map[string]string{
		"nothing": "", "blanks": "  ", "no time": "daily", "no such time": "daily 25:00", "the next day": "daily 24:00", "no weekday": "weekly 17:00",
		"no such weekday": "weekly moonday 17:00", "an unknown word": "hourly 17:00", "two days": "weekly fri sat 17:00",
		"six fields": "0 30 8 1 * *", "four fields": "30 8 1 *", "out of range": "60 8 * * *", "a descriptor": "@daily",
		"a zone": "TZ=UTC 30 8 * * *", "a bare zone": "TZ=UTC", "it never runs": "0 9 30 2 *", "more words": "daily 09:00 now",
	} {
		t.Run(name, func(t *testing.T) {
			if s, err := scheduler.ParseSpec(text, time.UTC, week{}); !errors.Is(err, scheduler.ErrSpec) {
				t.Errorf("%v, error %v", s, err)
			}
		})
	}
	if _, err := scheduler.ParseSpec("daily 09:00", nil, week{}); !errors.Is(err, scheduler.ErrSpec) {
		t.Errorf("no zone: %v", err)
	}
	if _, err := scheduler.ParseSpec("workdays 09:00", time.UTC, nil); !errors.Is(err, scheduler.ErrSpec) {
		t.Errorf("no working days: %v", err)
	}
	never := week{off: map[string]bool{}}
	if s, err := scheduler.ParseSpec(" daily   09:00 ", time.UTC, never); err != nil || s.String() != "daily 09:00" {
		t.Errorf("%q, %v", s, err)
	}
	if at := (scheduler.Spec{}).Next(time.Now()); !at.IsZero() {
		t.Errorf("the zero Spec runs at %s", at)
	}
}

// TestSpecProperties walks through years in four zones. Runs ascend; each is the
// first instant at which the clock shows the minute of its day, or the first after
// the gap; every day that is meant has exactly one; and where the walk begins
// makes no difference.
func TestSpecProperties(t *testing.T) {
	zones := map[string]*time.Location{}
	for _, name := range []string{"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Shanghai"} {
		zones[name] = mustZone(t, name)
	}
	rapid.Check(t, func(rt *rapid.T) {
		zone := zones[rapid.SampledFrom(slices.Sorted(maps.Keys(zones))).Draw(rt, "zone")]
		minute := rapid.OneOf(rapid.IntRange(0, 4*60), rapid.IntRange(0, 24*60-1)).Draw(rt, "minute")
		words := time.Date(0, 1, 1, 0, minute, 0, 0, time.UTC).Format("daily 15:04")
		if rapid.Bool().Draw(rt, "cron") {
			words = time.Date(0, 1, 1, 0, minute, 0, 0, time.UTC).Format("4 15 * * *")
		}
		spec := mustSpec(t, words, zone)
		first := calendar.Date{Year: rapid.IntRange(1990, 2035).Draw(rt, "year"), Month: time.January, Day: 1}
		at := first.In(zone).Add(-time.Nanosecond)
		for day := range 366 {
			date := first.AddDays(day)
			before := at
			at = spec.Next(at)
			if !at.After(before) || calendar.DateOf(at, zone) != date {
				rt.Fatalf("run of %s is %s, after %s", date, at, before)
			}
			checkShown(rt, at, minute)
			between := before.Add(time.Duration(rapid.Int64Range(0, int64(at.Sub(before))-1).Draw(rt, "between")))
			if again := spec.Next(between); !again.Equal(at) {
				rt.Fatalf("from %s the next is %s, from %s it is %s", before, at, between, again)
			}
		}
	})
}

// checkShown: the clock shows the minute at this instant and showed it never
// before on that day; or it shows a later one, having skipped it just now.
func checkShown(rt *rapid.T, at time.Time, minute int) {
	shown := at.Hour()*60 + at.Minute()
	before := at.Add(-time.Nanosecond)
	switch shownBefore := before.Hour()*60 + before.Minute(); {
	case at.Second() != 0 || at.Nanosecond() != 0:
		rt.Fatalf("%s is no full minute", at)
	case shown == minute:
		const shift = 30 * time.Minute // by which these clocks are put forward and back, or by twice as much
		for back := at.Add(-shift); back.Day() == at.Day() && at.Sub(back) < 3*time.Hour; back = back.Add(-shift) {
			if back.Hour()*60+back.Minute() == minute {
				rt.Fatalf("%s was shown before, at %s", at, back)
			}
		}
	case shownBefore >= minute || shown <= minute:
		rt.Fatalf("%s is not the end of a gap with minute %d", at, minute)
	}
}

// TestWeeklyYear: a year of a weekly job has 52 runs, or 53 where the weekday comes so often.
func TestWeeklyYear(t *testing.T) {
	for _, name := range []string{"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Shanghai"} {
		zone := mustZone(t, name)
		for _, words := range []string{"weekly sun 02:30", "30 1 * * sun", "weekly thu 17:00"} {
			spec := mustSpec(t, words, zone)
			for year := 2000; year < 2040; year++ {
				begin := calendar.Date{Year: year, Month: time.January, Day: 1}
				end := calendar.Date{Year: year + 1, Month: time.January, Day: 1}
				weekday, want := spec.Next(begin.In(zone)).Weekday(), 0
				for d := begin; d != end; d = d.AddDays(1) {
					if d.Weekday() == weekday {
						want++
					}
				}
				runs := 0
				for at := spec.Next(begin.In(zone).Add(-1)); at.Before(end.In(zone)); at = spec.Next(at) {
					runs++
				}
				if runs != want {
					t.Errorf("%s, %s, %d: %d runs, want %d", zone, words, year, runs, want)
				}
			}
		}
	}
}
