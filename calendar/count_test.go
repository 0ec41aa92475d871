package calendar_test

import (
	"testing"
	"time"

	"github.com/firstask/firstask/calendar"
)

// addCases name the calendar by zone, hours and special days.
var addCases = []struct {
	name, zone, hours string
	special           []string
	start             string
	add               time.Duration
	want              string
}{
	{"within a span", "Asia/Shanghai", officeHours, nil, "2026-11-17 10:04", 30 * time.Minute, "2026-11-17 10:34:00 +0800"},
	{"nothing to add outside hours", "Asia/Shanghai", officeHours, nil, "2026-11-17 03:00", 0, "2026-11-17 03:00:00 +0800"},
	{"across lunch", "Asia/Shanghai", officeHours, nil, "2026-11-17 11:50", 30 * time.Minute, "2026-11-17 13:50:00 +0800"},
	{"ends with the span, not with the next", "Asia/Shanghai", officeHours, nil, "2026-11-17 11:50", 10 * time.Minute, "2026-11-17 12:00:00 +0800"},
	{"starts in the lunch break", "Asia/Shanghai", officeHours, nil, "2026-11-17 12:30", time.Minute, "2026-11-17 13:31:00 +0800"},
	{"seconds count", "Asia/Shanghai", officeHours, nil, "2026-11-17 11:59:58", 3 * time.Second, "2026-11-17 13:30:01 +0800"},
	{"over night", "Asia/Shanghai", officeHours, nil, "2026-11-17 17:50", 30 * time.Minute, "2026-11-18 09:20:00 +0800"},
	{"over a weekend", "Asia/Shanghai", officeHours, nil, "2026-11-20 17:50", 30 * time.Minute, "2026-11-23 09:20:00 +0800"},
	{
		"a half day ends at noon", "Asia/Shanghai", officeHours,
		[]string{"2026-12-24 half 09:00-12:00 Eve"},
		"2026-12-24 11:00", 2 * time.Hour, "2026-12-25 10:00:00 +0800",
	},
	{
		"a chain of holidays", "Asia/Shanghai", officeHours,
		[]string{"2026-10-01 off A", "2026-10-02 off B", "2026-10-05 off C", "2026-10-06 off D"},
		"2026-09-30 17:00", 2 * time.Hour, "2026-10-07 10:00:00 +0800",
	},
	{
		"a make-up Saturday has Friday's hours", "Asia/Shanghai", "mon-thu 09:00-17:00; fri 10:00-12:00",
		[]string{"2026-02-14 work Make-up"},
		"2026-02-13 11:30", time.Hour, "2026-02-14 10:30:00 +0800",
	},
	{
		"a make-up Sunday has Monday's hours", "Asia/Shanghai", "mon 08:00-17:00; tue-fri 10:00-12:00",
		[]string{"2026-09-20 work Make-up"},
		"2026-09-18 12:00", time.Hour, "2026-09-20 09:00:00 +0800",
	},
	{
		"a make-up Sunday prefers Monday to a short Saturday", "Asia/Shanghai", "mon-fri 08:00-17:00; sat 10:00-12:00",
		[]string{"2026-09-20 work Make-up"},
		"2026-09-19 12:00", time.Hour, "2026-09-20 09:00:00 +0800",
	},
	{
		"a make-up day in a weekend-only calendar", "Asia/Shanghai", "sat 10:00-12:00",
		[]string{"2026-09-21 work Make-up"},
		"2026-09-19 12:00", time.Hour, "2026-09-21 11:00:00 +0800",
	},
	{
		"the earlier of two days as near", "Asia/Shanghai", "mon-tue 08:00-17:00; thu-fri 10:00-12:00",
		[]string{"2026-11-18 work Make-up"},
		"2026-11-17 17:00", time.Hour, "2026-11-18 09:00:00 +0800",
	},
	{
		"a make-up Saturday as Monday", "Asia/Shanghai", "mon 08:00-17:00; tue-fri 10:00-12:00",
		[]string{"2026-02-14 work as mon Make-up"},
		"2026-02-13 12:00", time.Hour, "2026-02-14 09:00:00 +0800",
	},
	{"overnight shift", "Asia/Shanghai", "mon-fri 22:00-06:00", nil, "2026-11-17 23:00", 4 * time.Hour, "2026-11-18 03:00:00 +0800"},
	{"Friday's night shift ends on Saturday", "Asia/Shanghai", "mon-fri 22:00-06:00", nil, "2026-11-21 05:00", 2 * time.Hour, "2026-11-23 23:00:00 +0800"},
	{
		"a holiday removes the shift that begins on it", "Asia/Shanghai", "mon-fri 22:00-06:00",
		[]string{"2026-11-18 off H"},
		"2026-11-18 05:00", 2 * time.Hour, "2026-11-19 23:00:00 +0800",
	},
	{
		"the night before a holiday still works", "Asia/Shanghai", "mon-fri 22:00-06:00",
		[]string{"2026-11-18 off H"},
		"2026-11-17 23:00", 7 * time.Hour, "2026-11-18 06:00:00 +0800",
	},
	{"year's end over night", "Asia/Shanghai", "mon-fri 22:00-06:00", nil, "2026-12-31 23:30", 3 * time.Hour, "2027-01-01 02:30:00 +0800"},
	{"year's end in the office", "Asia/Shanghai", officeHours, []string{"2027-01-01 off New Year"}, "2026-12-31 17:30", time.Hour, "2027-01-04 09:30:00 +0800"},
	{"the last instant of a year's hours", "Asia/Shanghai", officeHours, nil, "2026-12-31 17:00", time.Hour, "2026-12-31 18:00:00 +0800"},
	{"back to the first instant of a year's hours", "Asia/Shanghai", officeHours, nil, "2027-01-01 10:00", -time.Hour, "2027-01-01 09:00:00 +0800"},
	{"spring forward shortens a night", "America/New_York", "sun-sat 00:00-08:00", nil, "2026-03-08 00:00 -0500", 3 * time.Hour, "2026-03-08 04:00:00 -0400"},
	{"the skipped hour is not counted", "America/New_York", "sun-sat 01:30-03:30", nil, "2026-03-08 01:30 -0500", time.Hour, "2026-03-08 03:30:00 -0400"},
	{"a span that ends in the gap ends at its end", "America/New_York", "sun-sat 01:00-02:30", nil, "2026-03-08 01:00 -0500", time.Hour, "2026-03-08 03:00:00 -0400"},
	{"a span inside the gap is no time", "America/New_York", "sun-sat 02:00-02:45", nil, "2026-03-08 00:00 -0500", time.Minute, "2026-03-09 02:01:00 -0400"},
	{"autumn lengthens a night", "America/New_York", "sun-sat 00:00-08:00", nil, "2026-11-01 00:00 -0400", 3 * time.Hour, "2026-11-01 02:00:00 -0500"},
	{"an edge in the repeated hour is its first reading", "America/New_York", "sun-sat 01:30-04:00", nil, "2026-11-01 00:00 -0400", 30 * time.Minute, "2026-11-01 01:00:00 -0500"},
	{"half an hour on Lord Howe", "Australia/Lord_Howe", "sun-sat 00:00-08:00", nil, "2026-10-04 00:00 +1030", 3 * time.Hour, "2026-10-04 03:30:00 +1100"},
	{"back within a span", "Asia/Shanghai", officeHours, nil, "2026-11-17 10:34", -30 * time.Minute, "2026-11-17 10:04:00 +0800"},
	{"back across lunch", "Asia/Shanghai", officeHours, nil, "2026-11-17 14:00", -time.Hour, "2026-11-17 11:30:00 +0800"},
	{"back over the year's end", "Asia/Shanghai", officeHours, []string{"2027-01-01 off New Year"}, "2027-01-04 09:30", -time.Hour, "2026-12-31 17:30:00 +0800"},
	{"back from a night shift in January", "Asia/Shanghai", "mon-fri 22:00-06:00", nil, "2027-01-01 02:30", -3 * time.Hour, "2026-12-31 23:30:00 +0800"},
}

func TestAdd(t *testing.T) {
	t.Parallel()
	for _, tc := range addCases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			zone := mustZone(t, tc.zone)
			c := mustNew(t, calendar.Spec{
				Zone: zone, Hours: mustHours(t, tc.hours),
				Holidays: []calendar.Holidays{mustHolidays(t, tc.special...)},
			})
			start := mustTime(t, zone, tc.start)
			got := c.Add(start, tc.add)
			if got.Format(wallFormat) != tc.want {
				t.Errorf("Add(%s, %s) = %s, want %s", tc.start, tc.add, got.Format(wallFormat), tc.want)
			}
			if counted := c.Between(start, got); counted != tc.add {
				t.Errorf("Between gives %s, want %s", counted, tc.add)
			}
		})
	}
}

func TestAddInChina(t *testing.T) {
	t.Parallel()
	office := mustOffice(t)
	zone := office.Zone()
	cases := []struct {
		name, start string
		add         time.Duration
		want        string
	}{
		{"Spring Festival: make-up Saturday, nine days off", "2026-02-14 17:00", 2 * time.Hour, "2026-02-24 10:00"},
		{"the Friday before has the Saturday after it", "2026-02-13 17:30", time.Hour, "2026-02-14 09:30"},
		{"make-up Sunday in September", "2026-09-18 18:00", time.Hour, "2026-09-20 10:00"},
		{"National Day", "2026-09-30 18:00", 2 * time.Hour, "2026-10-08 11:00"},
		{"New Year 2027", "2026-12-31 17:00", 2 * time.Hour, "2027-01-04 10:00"},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			want := mustTime(t, zone, tc.want)
			if got := office.Add(mustTime(t, zone, tc.start), tc.add); !got.Equal(want) {
				t.Errorf("Add(%s, %s) = %s, want %s", tc.start, tc.add, got, want)
			}
		})
	}
}

func TestAddKeepsTheLocation(t *testing.T) {
	t.Parallel()
	office := mustOffice(t)
	start := mustTime(t, office.Zone(), "2026-11-17 10:04").In(time.UTC)
	got := office.Add(start, time.Hour)
	if got.Location() != time.UTC || got.Format(time.DateTime) != "2026-11-17 03:04:00" {
		t.Errorf("got %s, want 03:04 in UTC", got)
	}
}

func TestAddGivesUp(t *testing.T) {
	t.Parallel()
	office := mustOffice(t)
	start := mustTime(t, office.Zone(), "2026-11-17 10:04")
	for name, add := range map[string]time.Duration{
		"too far ahead":    50_000 * time.Hour,
		"too far back":     -50_000 * time.Hour,
		"longest duration": 1<<63 - 1,
		"lowest duration":  -1 << 63,
	} {
		if got := office.Add(start, add); !got.IsZero() {
			t.Errorf("%s: got %s, want the zero time", name, got)
		}
	}
}

func TestCalendarBlottedOut(t *testing.T) {
	t.Parallel()
	var lines []string
	for day := mustDate(t, "2020-01-01"); day.Year < 2060; day = day.AddDays(1) {
		lines = append(lines, day.String()+" off Never")
	}
	c := mustNew(t, calendar.Spec{
		Zone: time.UTC, Hours: mustHours(t, officeHours),
		Holidays: []calendar.Holidays{mustHolidays(t, lines...)},
	})
	start := mustTime(t, time.UTC, "2030-01-01 00:00")
	if got := c.Add(start, time.Minute); !got.IsZero() {
		t.Errorf("Add = %s, want the zero time", got)
	}
	if got := c.NextOpen(start); !got.IsZero() {
		t.Errorf("NextOpen = %s, want the zero time", got)
	}
	if got := c.AddDays(start, 1); !got.IsZero() {
		t.Errorf("AddDays = %s, want the zero time", got)
	}
	if c.Open(time.Time{}) || c.Open(start) {
		t.Error("Open in a calendar without an opening")
	}
}

func TestAlways(t *testing.T) {
	t.Parallel()
	zone := mustZone(t, "Europe/Berlin")
	c := mustNew(t, calendar.Spec{Name: "always", Zone: zone, Always: true})
	start := mustTime(t, zone, "2026-03-28 12:00 +0100")
	if got := c.Add(start, 24*time.Hour); !got.Equal(start.Add(24 * time.Hour)) {
		t.Errorf("Add = %s, want plain addition", got)
	}
	if got, want := c.AddDays(start, 1), mustTime(t, zone, "2026-03-29 12:00 +0200"); !got.Equal(want) {
		t.Errorf("AddDays = %s, want %s", got, want)
	}
	if got, want := c.AddDays(start.UTC(), 1), mustTime(t, zone, "2026-03-29 12:00 +0200"); !got.Equal(want) || got.Location() != time.UTC {
		t.Errorf("AddDays from UTC = %s, want %s in UTC", got, want)
	}
	skipped := mustTime(t, zone, "2026-03-28 02:30:10 +0100").Add(time.Millisecond)
	if got, want := c.AddDays(skipped, 1), mustTime(t, zone, "2026-03-29 03:00 +0200"); !got.Equal(want) {
		t.Errorf("AddDays into the gap = %s, want %s", got, want)
	}
	if got := c.AddDays(skipped, 0); !got.Equal(skipped) {
		t.Errorf("AddDays(0) = %s, want %s", got, skipped)
	}
	if got := c.Between(start, start.Add(-time.Hour)); got != -time.Hour {
		t.Errorf("Between = %s, want -1h", got)
	}
	if !c.Open(start) || !c.NextOpen(start).Equal(start) || !c.WorkingDay(mustDate(t, "2026-12-25")) {
		t.Error("clock time is not always open")
	}
	intervals := c.Intervals(start, start.Add(time.Hour))
	if len(intervals) != 1 || intervals[0].Length() != time.Hour || intervals[0].Kind != calendar.KindClock {
		t.Errorf("Intervals = %+v, want the hour", intervals)
	}
}

func TestBetween(t *testing.T) {
	t.Parallel()
	office := mustOffice(t)
	zone := office.Zone()
	cases := []struct {
		name, from, to string
		want           time.Duration
	}{
		{"a working day", "2026-11-17 00:00", "2026-11-18 00:00", 450 * time.Minute},
		{"a week with its weekend", "2026-11-16 00:00", "2026-11-23 00:00", 5 * 450 * time.Minute},
		{"nothing on a Sunday", "2026-11-15 00:00", "2026-11-16 00:00", 0},
		{"backwards is negative", "2026-11-17 14:00", "2026-11-17 11:00", -90 * time.Minute},
		{"all of 2026 has 248 working days", "2026-01-01 00:00", "2027-01-01 00:00", 248 * 450 * time.Minute},
		{"within a second", "2026-11-17 11:59:59", "2026-11-17 13:30", time.Second},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			got := office.Between(mustTime(t, zone, tc.from), mustTime(t, zone, tc.to))
			if got != tc.want {
				t.Errorf("Between(%s, %s) = %s, want %s", tc.from, tc.to, got, tc.want)
			}
		})
	}
}

func TestBetweenIsCutToTheRange(t *testing.T) {
	t.Parallel()
	c := mustNew(t, calendar.Spec{Zone: time.UTC, Hours: mustHours(t, "sun-sat 00:00-24:00")})
	far := time.Date(2500, 1, 1, 0, 0, 0, 0, time.UTC)
	if got := c.Between(time.Time{}, far); got != 1<<63-1 {
		t.Errorf("Between over 2500 years = %s, want the longest duration", got)
	}
}
