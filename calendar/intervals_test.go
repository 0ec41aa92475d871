package calendar_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/firstask/firstask/calendar"
)

func TestIntervals(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, hours string
		special     []string
		from, to    string
		want        []string
	}{
		{
			"split hours, cut at both ends", officeHours, nil, "2026-11-17 11:30", "2026-11-17 14:00",
			[]string{"11-17 11:30 11-17 12:00 regular 2026-11-17", "11-17 13:30 11-17 14:00 regular 2026-11-17"},
		},
		{
			"make-up and half day", officeHours,
			[]string{"2026-11-21 work Make-up", "2026-11-20 half 09:00-12:00 Half"},
			"2026-11-20 11:00", "2026-11-21 10:00",
			[]string{"11-20 11:00 11-20 12:00 half 2026-11-20 Half", "11-21 09:00 11-21 10:00 make-up 2026-11-21 Make-up"},
		},
		{
			"days that touch are one", "sun-sat 00:00-24:00", nil, "2026-11-16 12:00", "2026-11-18 12:00",
			[]string{"11-16 12:00 11-18 12:00 regular 2026-11-16"},
		},
		{
			"another reason is another interval", "sun-sat 00:00-24:00",
			[]string{"2026-11-17 work M"},
			"2026-11-16 12:00", "2026-11-18 12:00",
			[]string{"11-16 12:00 11-17 00:00 regular 2026-11-16", "11-17 00:00 11-18 00:00 make-up 2026-11-17 M", "11-18 00:00 11-18 12:00 regular 2026-11-18"},
		},
		{
			"another label is another interval", "sun-sat 00:00-24:00",
			[]string{"2026-11-17 work M", "2026-11-18 work N"},
			"2026-11-17 12:00", "2026-11-18 12:00",
			[]string{"11-17 12:00 11-18 00:00 make-up 2026-11-17 M", "11-18 00:00 11-18 12:00 make-up 2026-11-18 N"},
		},
		{
			"a night shift belongs to its first day", "mon-fri 22:00-06:00", nil, "2026-11-21 01:00", "2026-11-22 00:00",
			[]string{"11-21 01:00 11-21 06:00 regular 2026-11-20"},
		},
		{
			"over the year's end", "mon-fri 22:00-06:00", nil, "2026-12-31 23:00", "2027-01-01 23:00",
			[]string{"12-31 23:00 01-01 06:00 regular 2026-12-31", "01-01 22:00 01-01 23:00 regular 2027-01-01"},
		},
		{
			"a span of two days", "mon 00:00-48:00", nil, "2026-11-16 00:00", "2026-11-20 00:00",
			[]string{"11-16 00:00 11-18 00:00 regular 2026-11-16"},
		},
		{"outside hours", officeHours, nil, "2026-11-21 00:00", "2026-11-22 00:00", nil},
		{"reversed", officeHours, nil, "2026-11-18 00:00", "2026-11-17 00:00", nil},
		{"empty", officeHours, nil, "2026-11-17 10:00", "2026-11-17 10:00", nil},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			zone := mustZone(t, "Asia/Shanghai")
			c := mustNew(t, calendar.Spec{
				Zone: zone, Hours: mustHours(t, tc.hours),
				Holidays: []calendar.Holidays{mustHolidays(t, tc.special...)},
			})
			from, to := mustTime(t, zone, tc.from), mustTime(t, zone, tc.to)
			var got []string
			var sum time.Duration
			for _, i := range c.Intervals(from.UTC(), to.UTC()) {
				const layout = "01-02 15:04"
				line := fmt.Sprintf("%s %s %s %s %s", i.From.Format(layout), i.To.Format(layout), i.Kind, i.Day, i.Label)
				got = append(got, strings.TrimSpace(line))
				sum += i.Length()
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("intervals (-want +got):\n%s", diff)
			}
			if between := max(0, c.Between(from, to)); sum != between {
				t.Errorf("lengths sum up to %s, Between gives %s", sum, between)
			}
		})
	}
}
