package calendar_test

import (
	"testing"
	"time"

	"github.com/firstask/firstask/calendar"
)

func TestAddDays(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, zone, hours string
		special           []string
		start             string
		days              int
		want              string
	}{
		{"the same time tomorrow", "Asia/Shanghai", officeHours, nil, "2026-11-17 10:04:30", 1, "2026-11-18 10:04:30 +0800"},
		{"three days over a weekend", "Asia/Shanghai", officeHours, nil, "2026-11-19 10:04", 3, "2026-11-24 10:04:00 +0800"},
		{"after hours counts from the next opening", "Asia/Shanghai", officeHours, nil, "2026-11-17 19:00", 1, "2026-11-19 09:00:00 +0800"},
		{"closing time is after hours", "Asia/Shanghai", officeHours, nil, "2026-11-17 18:00", 1, "2026-11-19 09:00:00 +0800"},
		{"before hours counts from the opening", "Asia/Shanghai", officeHours, nil, "2026-11-17 07:00", 1, "2026-11-18 09:00:00 +0800"},
		{"in a break counts from its end", "Asia/Shanghai", officeHours, nil, "2026-11-17 12:30", 1, "2026-11-18 13:30:00 +0800"},
		{"Saturday counts from Monday", "Asia/Shanghai", officeHours, nil, "2026-11-21 12:00", 1, "2026-11-24 09:00:00 +0800"},
		{"no days: the start itself", "Asia/Shanghai", officeHours, nil, "2026-11-17 10:04", 0, "2026-11-17 10:04:00 +0800"},
		{"no days from a Sunday: the next opening", "Asia/Shanghai", officeHours, nil, "2026-11-15 10:04", 0, "2026-11-16 09:00:00 +0800"},
		{
			"cut to the end of a half day", "Asia/Shanghai", officeHours,
			[]string{"2026-12-24 half 09:00-12:00 Eve"},
			"2026-12-23 15:00", 1, "2026-12-24 12:00:00 +0800",
		},
		{
			"moved to a later opening", "Asia/Shanghai", officeHours,
			[]string{"2026-12-24 half 10:00-12:00 Eve"},
			"2026-12-23 09:15", 1, "2026-12-24 10:00:00 +0800",
		},
		{
			"moved out of the other day's break", "Asia/Shanghai", "mon 09:00-18:00; tue-fri 09:00-12:00,13:30-18:00", nil,
			"2026-11-16 12:45", 1, "2026-11-17 13:30:00 +0800",
		},
		{
			"the start of the other day's break", "Asia/Shanghai", "mon 09:00-18:00; tue-fri 09:00-12:00,13:30-18:00", nil,
			"2026-11-16 12:00", 1, "2026-11-17 13:30:00 +0800",
		},
		{
			"holidays and make-up days", "Asia/Shanghai", officeHours,
			[]string{"2026-11-20 off H", "2026-11-21 work M"},
			"2026-11-19 10:04", 2, "2026-11-23 10:04:00 +0800",
		},
		{"overnight: 02:00 belongs to the day before", "Asia/Shanghai", "mon-fri 22:00-06:00", nil, "2026-11-21 02:00", 1, "2026-11-24 02:00:00 +0800"},
		{"over the year's end", "Asia/Shanghai", officeHours, nil, "2026-12-31 10:04", 1, "2027-01-01 10:04:00 +0800"},
		{"a time the clock skips becomes the gap's end", "America/New_York", "sun-sat 00:00-08:00", nil, "2026-03-07 02:30:40", 1, "2026-03-08 03:00:00 -0400"},
		{"the last second the clock skips", "America/New_York", "sun-sat 00:00-08:00", nil, "2026-03-07 02:59:59", 1, "2026-03-08 03:00:00 -0400"},
		{"the same wall time after spring forward", "America/New_York", "sun-sat 00:00-08:00", nil, "2026-03-07 05:00", 1, "2026-03-08 05:00:00 -0400"},
		{"the first of two readings", "America/New_York", "sun-sat 00:00-08:00", nil, "2026-10-31 01:30", 1, "2026-11-01 01:30:00 -0400"},
		{"back over a weekend", "Asia/Shanghai", officeHours, nil, "2026-11-23 10:04", -1, "2026-11-20 10:04:00 +0800"},
		{"back from a Saturday", "Asia/Shanghai", officeHours, nil, "2026-11-21 10:04", -1, "2026-11-20 09:00:00 +0800"},
		{"back over the year's end", "Asia/Shanghai", officeHours, nil, "2027-01-01 10:04", -1, "2026-12-31 10:04:00 +0800"},
		{"a thousand days", "UTC", "sun-sat 09:00-17:00", nil, "2026-01-01 10:00", 1000, "2028-09-27 10:00:00 +0000"},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			zone := mustZone(t, tc.zone)
			c := mustNew(t, calendar.Spec{
				Zone: zone, Hours: mustHours(t, tc.hours),
				Holidays: []calendar.Holidays{mustHolidays(t, tc.special...)},
			})
			got := c.AddDays(mustTime(t, zone, tc.start), tc.days).Format(wallFormat)
			if got != tc.want {
				t.Errorf("AddDays(%s, %d) = %s, want %s", tc.start, tc.days, got, tc.want)
			}
		})
	}
}

// In the hour that a clock shows twice, whoever starts later is not due earlier.
func TestAddDaysInARepeatedHour(t *testing.T) {
	t.Parallel()
	zone := mustZone(t, "America/Havana")
	for name, spec := range map[string]calendar.Spec{
		"night shift": {Zone: zone, Hours: mustHours(t, "sun-sat 22:00-06:00")}, "clock time": {Zone: zone, Always: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := mustNew(t, spec)
			first := time.Date(2026, 11, 1, 4, 17, 0, 0, time.UTC) // 00:17 for the first time
			for _, row := range []struct {
				later time.Duration
				want  string
			}{
				{0, "2026-11-02 00:17"},
				{42 * time.Minute, "2026-11-02 00:59"},
				{43 * time.Minute, "2026-11-02 01:00"},           // 00:00 again
				{time.Hour + 30*time.Minute, "2026-11-02 01:00"}, // 00:47 again
				{2 * time.Hour, "2026-11-02 01:17"},
			} {
				got := c.AddDays(first.Add(row.later), 1).In(c.Zone()).Format("2006-01-02 15:04")
				if got != row.want {
					t.Errorf("%s later: %s, want %s", row.later, got, row.want)
				}
			}
		})
	}
}

func TestAddDaysGivesUp(t *testing.T) {
	t.Parallel()
	office := mustOffice(t)
	start := mustTime(t, office.Zone(), "2026-11-17 10:04")
	for _, days := range []int{7000, -7000, 1<<63 - 1, -1 << 63} {
		if got := office.AddDays(start, days); !got.IsZero() {
			t.Errorf("AddDays(%d) = %s, want the zero time", days, got)
		}
	}
}

func TestOpen(t *testing.T) {
	t.Parallel()
	office := mustOffice(t)
	cases := []struct {
		name, at, next string
	}{
		{"at opening", "2026-11-17 09:00", "2026-11-17 09:00"},
		{"just before", "2026-11-17 08:59:59", "2026-11-17 09:00"},
		{"last second", "2026-11-17 17:59:59", "2026-11-17 17:59:59"},
		{"at closing", "2026-11-17 18:00", "2026-11-18 09:00"},
		{"in the break", "2026-11-17 12:00", "2026-11-17 13:30"},
		{"make-up Saturday", "2026-10-10 10:00", "2026-10-10 10:00"},
		{"plain Saturday", "2026-10-17 10:00", "2026-10-19 09:00"},
		{"first day of Spring Festival", "2026-02-15 00:00", "2026-02-24 09:00"},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			at, next := mustTime(t, office.Zone(), tc.at), mustTime(t, office.Zone(), tc.next)
			if got := office.NextOpen(at); !got.Equal(next) {
				t.Errorf("NextOpen(%s) = %s, want %s", tc.at, got, tc.next)
			}
			if got, want := office.Open(at), tc.at == tc.next; got != want {
				t.Errorf("Open(%s) = %t, want %t", tc.at, got, want)
			}
		})
	}
}

func TestDayStartAndEnd(t *testing.T) {
	t.Parallel()
	zone := mustZone(t, "Asia/Shanghai")
	c := mustNew(t, calendar.Spec{Zone: zone, Hours: mustHours(t, "mon-thu 09:00-17:00; fri 22:00-06:00")})
	start, ok := c.DayStart(mustDate(t, "2026-11-20"))
	end, _ := c.DayEnd(mustDate(t, "2026-11-20"))
	if !ok || start.Format(wallFormat) != "2026-11-20 22:00:00 +0800" || end.Format(wallFormat) != "2026-11-21 06:00:00 +0800" {
		t.Errorf("Friday from %s to %s, want 22:00 to 06:00", start, end)
	}
	if start, ok := c.DayStart(mustDate(t, "2026-11-21")); ok {
		t.Errorf("Saturday starts at %s, want no start", start)
	}
	if _, ok := c.DayEnd(mustDate(t, "2026-11-21")); ok {
		t.Error("Saturday has an end, want none")
	}
	always := mustNew(t, calendar.Spec{Zone: zone, Always: true})
	start, _ = always.DayStart(mustDate(t, "2026-11-21"))
	end, _ = always.DayEnd(mustDate(t, "2026-11-21"))
	if start.Format(wallFormat) != "2026-11-21 00:00:00 +0800" || end.Sub(start) != 24*time.Hour {
		t.Errorf("clock time has the day from %s to %s", start, end)
	}
}

func TestWorkingDay(t *testing.T) {
	t.Parallel()
	office := mustOffice(t)
	for text, want := range map[string]bool{
		"2026-11-20": true, "2026-11-21": false, "2026-10-10": true, "2026-10-05": false,
		"2026-01-04": true, "2026-02-28": true, "2026-03-01": false, "2026-02-23": false,
	} {
		if got := office.WorkingDay(mustDate(t, text)); got != want {
			t.Errorf("WorkingDay(%s) = %t, want %t", text, got, want)
		}
	}
}
