package calendar_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/firstask/firstask/calendar"
)

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	office := mustHours(t, officeHours)
	special := func(lines ...string) []calendar.Holidays {
		return []calendar.Holidays{mustHolidays(t, lines...)}
	}
	day := func(spans ...calendar.Span) map[time.Weekday][]calendar.Span {
		return map[time.Weekday][]calendar.Span{time.Monday: spans}
	}
	cases := []struct {
		name string
		spec calendar.Spec
		want error
		text string
	}{
		{"no zone", calendar.Spec{Hours: office}, calendar.ErrNoZone, ""},
		{"clock time without a zone", calendar.Spec{Always: true}, calendar.ErrNoZone, ""},
		{"no hours", calendar.Spec{Zone: time.UTC}, calendar.ErrNoHours, ""},
		{"only empty days", calendar.Spec{Zone: time.UTC, Hours: day()}, calendar.ErrNoHours, ""},
		{"clock time with hours", calendar.Spec{Zone: time.UTC, Hours: office, Always: true}, calendar.ErrAlways, ""},
		{"clock time with holidays", calendar.Spec{Zone: time.UTC, Holidays: special(), Always: true}, calendar.ErrAlways, ""},
		{"reversed span", calendar.Spec{Zone: time.UTC, Hours: day(calendar.Span{From: 600, To: 540})}, calendar.ErrSpan, "mon"},
		{"span begins tomorrow", calendar.Spec{Zone: time.UTC, Hours: day(calendar.Span{From: 1440, To: 1500})}, calendar.ErrSpan, "mon"},
		{
			"spans out of order",
			calendar.Spec{Zone: time.UTC, Hours: day(calendar.Span{From: 800, To: 900}, calendar.Span{From: 540, To: 600})},
			calendar.ErrOrder, "mon",
		},
		{
			"overlap within a day",
			calendar.Spec{Zone: time.UTC, Hours: day(calendar.Span{From: 540, To: 700}, calendar.Span{From: 600, To: 800})},
			calendar.ErrOverlap, "mon",
		},
		{
			"overlap across midnight",
			calendar.Spec{Zone: time.UTC, Hours: mustHours(t, "mon 22:00-06:00; tue 05:59-12:00")},
			calendar.ErrOverlap, "mon and tue",
		},
		{
			"overlap across the week's end",
			calendar.Spec{Zone: time.UTC, Hours: mustHours(t, "sat 22:00-06:00; sun 05:00-12:00")},
			calendar.ErrOverlap, "sat and sun",
		},
		{
			"no such weekday",
			calendar.Spec{Zone: time.UTC, Hours: map[time.Weekday][]calendar.Span{7: {{From: 540, To: 600}}}},
			calendar.ErrFormat, "weekday 7",
		},
		{
			"half day under the shift before",
			calendar.Spec{Zone: time.UTC, Hours: mustHours(t, "mon-fri 22:00-06:00"), Holidays: special("2026-11-18 half 05:00-12:00 H")},
			calendar.ErrOverlap, "2026-11-17",
		},
		{
			"half day into the shift after",
			calendar.Spec{Zone: time.UTC, Hours: office, Holidays: special("2026-11-18 half 20:00-10:00 H")},
			calendar.ErrOverlap, "2026-11-18",
		},
		{
			"make-up day as a day without hours",
			calendar.Spec{Zone: time.UTC, Hours: office, Holidays: special("2026-11-21 work as sun M")},
			calendar.ErrNoHours, "2026-11-21",
		},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			tc.spec.Name = "desk"
			c, err := calendar.New(tc.spec)
			if c != nil || !errors.Is(err, tc.want) {
				t.Fatalf("New = %v, %v, want an error that wraps %q", c, err, tc.want)
			}
			if !strings.Contains(err.Error(), tc.text) || !strings.Contains(err.Error(), "desk") {
				t.Errorf("error %q does not name the calendar and %q", err, tc.text)
			}
		})
	}
}

func TestNewReportsEveryMistake(t *testing.T) {
	t.Parallel()
	_, err := calendar.New(calendar.Spec{Hours: map[time.Weekday][]calendar.Span{
		time.Monday: {{From: 600, To: 540}}, time.Friday: {{From: 540, To: 700}, {From: 600, To: 800}},
	}})
	for _, want := range []error{calendar.ErrNoZone, calendar.ErrSpan, calendar.ErrOverlap} {
		if !errors.Is(err, want) {
			t.Errorf("error %v does not wrap %q", err, want)
		}
	}
}

func TestNewKeepsItsOwnHours(t *testing.T) {
	t.Parallel()
	hours := mustHours(t, officeHours)
	c := mustNew(t, calendar.Spec{Zone: time.UTC, Hours: hours})
	hours[time.Tuesday][0].From = 0
	if c.Open(mustTime(t, time.UTC, "2026-11-17 08:00")) {
		t.Error("a change of the specification reached the calendar")
	}
	c.Day(mustDate(t, "2026-11-17")).Hours[0].From = 0
	if c.Day(mustDate(t, "2026-11-17")).Hours[0].From != 540 {
		t.Error("a change of Day's answer reached the calendar")
	}
}

func TestDay(t *testing.T) {
	t.Parallel()
	zone := mustZone(t, "Asia/Shanghai")
	c := mustNew(t, calendar.Spec{
		Name: "office", Zone: zone, Hours: mustHours(t, officeHours),
		Holidays: []calendar.Holidays{mustHolidays(t, "2026-11-18 off H", "2026-11-21 work M", "2026-11-20 half 09:00-12:00 E")},
	})
	cases := []struct {
		name, date string
		kind       calendar.Kind
		label      calendar.Label
		hours      string
	}{
		{"regular", "2026-11-17", calendar.KindRegular, "", "09:00-12:00,13:30-18:00"},
		{"free", "2026-11-22", calendar.KindFree, "", ""},
		{"off", "2026-11-18", calendar.KindOff, "H", ""},
		{"make-up", "2026-11-21", calendar.KindMakeUp, "M", "09:00-12:00,13:30-18:00"},
		{"half", "2026-11-20", calendar.KindHalf, "E", "09:00-12:00"},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			want := calendar.Day{Date: mustDate(t, tc.date), Kind: tc.kind, Label: tc.label}
			if tc.hours != "" {
				want.Hours = mustSpans(t, tc.hours)
			}
			if diff := cmp.Diff(want, c.Day(want.Date)); diff != "" {
				t.Errorf("Day (-want +got):\n%s", diff)
			}
			if tc.kind.String() != tc.name {
				t.Errorf("kind is called %s, want %s", tc.kind, tc.name)
			}
		})
	}
	if c.Name() != "office" || c.Zone() != zone || c.Always() {
		t.Error("name, zone or clock time differ from the specification")
	}
}

func TestCoveredUntil(t *testing.T) {
	t.Parallel()
	hours := mustHours(t, officeHours)
	cases := []struct {
		name        string
		lists       []string
		want        string
		provisional bool
	}{
		{"no data", nil, "", false},
		{"one year", []string{"cn-2026"}, "2026-12-31", false},
		{"a provisional year does not count", []string{"cn-2026", "cn-2027"}, "2026-12-31", true},
		{"two years in any order", []string{"us-2027", "us-2026"}, "2027-12-31", false},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			c := mustNew(t, calendar.Spec{Zone: time.UTC, Hours: hours, Holidays: mustBuiltin(t, tc.lists...)})
			if got := c.CoveredUntil().String(); got != tc.want || c.Provisional() != tc.provisional {
				t.Errorf("CoveredUntil = %q, provisional %t, want %q, %t", got, c.Provisional(), tc.want, tc.provisional)
			}
		})
	}
}

func TestConcurrentUse(t *testing.T) {
	t.Parallel()
	shared, own := mustOffice(t), mustOffice(t)
	var group sync.WaitGroup
	for worker := range 4 {
		group.Go(func() {
			for year := range 200 { // more years than are kept at once
				start := time.Date(1950+year, 3, 3+worker, 10, 0, 0, 0, time.UTC)
				if got := shared.Between(start, shared.Add(start, 100*time.Hour)); got != 100*time.Hour {
					t.Errorf("100 hours from %s count %s", start, got)
				}
			}
		})
	}
	group.Wait()
	start := time.Date(2026, 3, 3, 10, 0, 0, 0, time.UTC)
	if got, want := shared.Add(start, 1000*time.Hour), own.Add(start, 1000*time.Hour); !got.Equal(want) {
		t.Errorf("after use by many Add = %s, want %s", got, want)
	}
}
