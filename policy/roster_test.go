package policy_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/firstask/firstask/calendar"
	"github.com/firstask/firstask/policy"
)

func mustHours(tb testing.TB, zone *time.Location, hours map[time.Weekday]string, days string) *calendar.Calendar {
	tb.Helper()
	spec := calendar.Spec{Name: "test", Zone: zone, Hours: map[time.Weekday][]calendar.Span{}}
	for weekday, s := range hours {
		span, err := calendar.ParseSpan(s)
		if err != nil {
			tb.Fatal(err)
		}
		spec.Hours[weekday] = []calendar.Span{span}
	}
	if days != "" {
		h, err := calendar.ParseHolidays("days", strings.NewReader("covers 2026-01-01 2026-12-31\n"+days))
		if err != nil {
			tb.Fatal(err)
		}
		spec.Holidays = append(spec.Holidays, h)
	}
	c, err := calendar.New(spec)
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

func daily(span string) map[time.Weekday]string {
	all := map[time.Weekday]string{}
	for d := time.Sunday; d <= time.Saturday; d++ {
		all[d] = span
	}
	return all
}

// shifts is a desk that is staffed from 08:00 to 06:00: a day shift by week, a
// late one and a night shift by day, over midnight.
func shifts(tb testing.TB, zone *time.Location) *policy.Org {
	tb.Helper()
	start := mustDate(tb, "2026-01-05")
	return &policy.Org{
		Zone: zone,
		Calendars: map[string]*calendar.Calendar{
			"desk": mustHours(tb, zone, daily("08:00-30:00"), ""), "night": mustHours(tb, zone, daily("22:00-06:00"), ""),
			"noon": mustHours(tb, zone, daily("12:00-13:00"), ""),
		},
		Rosters: map[string]*policy.Roster{"desk": {
			Calendar: "desk", Every: 7, Starts: start, People: []string{"A", "B"}, Cover: []string{"C"},
			Layers: []policy.Layer{
				{ID: "night", Calendar: "night", Every: 1, Starts: start, People: []string{"N", "M"}},
				{ID: "noon", Calendar: "noon", Every: 1, Starts: start, People: []string{"L"}},
			},
			Overrides: []policy.Override{{From: mustDate(tb, "2026-01-07"), To: mustDate(tb, "2026-01-08"), Layer: "night", People: []string{"X"}}},
			Swaps: []policy.Swap{
				{Layer: "", Day: mustDate(tb, "2026-01-09"), From: "A", To: "S"}, {Layer: "", Day: mustDate(tb, "2026-01-09"), From: "S", To: "T", Since: mustTime(tb, "2026-01-09 15:00:00", zone), Relief: true},
			},
		}},
	}
}

func TestLayersOfARoster(t *testing.T) {
	zone := mustZone(t, "Asia/Shanghai")
	tests := []struct {
		name, when string
		gone       map[string]bool
		want       policy.Duty
	}{
		{"the rotation", "2026-01-05 09:00:00", nil, policy.Duty{User: "A", Open: true, How: policy.HowTurn}},
		{"a layer with hours of its own", "2026-01-05 12:30:00", nil, policy.Duty{User: "L", Open: true, How: policy.HowTurn}},
		{"before midnight", "2026-01-05 23:00:00", nil, policy.Duty{User: "N", Open: true, How: policy.HowTurn}},
		{"the same shift after midnight", "2026-01-06 05:59:59", nil, policy.Duty{User: "N", Open: true, How: policy.HowTurn}},
		{"between shifts the next one", "2026-01-06 07:00:00", nil, policy.Duty{User: "A", How: policy.HowTurn}},
		{"an override", "2026-01-08 23:00:00", nil, policy.Duty{User: "X", Open: true, How: policy.HowOverride}},
		{"an override of another layer", "2026-01-08 09:00:00", nil, policy.Duty{User: "A", Open: true, How: policy.HowTurn}},
		{"a swap", "2026-01-09 09:00:00", nil, policy.Duty{User: "S", Open: true, How: policy.HowSwap, For: "A"}},
		{"a relief within the shift", "2026-01-09 15:00:00", nil, policy.Duty{User: "T", Open: true, How: policy.HowRelief, For: "S"}},
		{"somebody steps in", "2026-01-05 09:00:00", map[string]bool{"A": true}, policy.Duty{User: "C", Open: true, How: policy.HowCover, For: "A"}},
		{"nobody is left", "2026-01-05 09:00:00", map[string]bool{"A": true, "C": true}, policy.Duty{Open: true, How: policy.HowTurn}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rules := policy.Rules{Org: shifts(t, zone), Gone: tt.gone}
			got, ok := rules.OnDuty("desk", mustTime(t, tt.when, zone))
			if ok != (tt.want.User != "") {
				t.Errorf("ok %v", ok)
			}
			got.Shift, got.From, got.Want = policy.Shift{}, time.Time{}, 0
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Error(d)
			}
		})
	}
}

// A shift has the hours of the day it begins on; the clock that goes forward or
// back makes it shorter or longer and moves no turn.
func TestShiftOverMidnightAndTheClock(t *testing.T) {
	zone := mustZone(t, "America/New_York")
	for name, tt := range map[string]struct {
		when, day string
		hours     float64
	}{
		"an ordinary night": {"2026-03-05 02:00:00", "2026-03-04", 8},
		"the short night":   {"2026-03-08 04:00:00", "2026-03-07", 7},
		"the long night":    {"2026-11-01 04:00:00", "2026-10-31", 9},
	} {
		t.Run(name, func(t *testing.T) {
			o := shifts(t, zone)
			d, ok := o.OnDuty("desk", mustTime(t, tt.when, zone))
			if !ok || d.Shift.Layer != "night" || d.Shift.Day != mustDate(t, tt.day) || d.Shift.To.Sub(d.Shift.From).Hours() != tt.hours {
				t.Errorf("%+v, %v", d, ok)
			}
			if at := d.Shift.To.In(zone).Format("15:04"); at != "06:00" {
				t.Errorf("ends at %s", at)
			}
		})
	}
}

// A shift of the rotation ends where a layer above begins.
func TestShiftEndsWhereALayerBegins(t *testing.T) {
	zone := mustZone(t, "Asia/Shanghai")
	o := shifts(t, zone)
	d, _ := o.OnDuty("desk", mustTime(t, "2026-01-05 14:00:00", zone))
	if !d.Shift.To.Equal(mustTime(t, "2026-01-05 22:00:00", zone)) {
		t.Errorf("%+v", d.Shift)
	}
}

func TestIncumbentGoesBeforeTheRoster(t *testing.T) {
	zone := mustZone(t, "Asia/Shanghai")
	rules := policy.Rules{Org: shifts(t, zone)}
	rules.Org.Rosters["desk"].Incumbent = policy.Incumbent{User: "A", Since: mustTime(t, "2026-01-05 22:00:00", zone), Until: mustTime(t, "2026-01-06 06:00:00", zone)}
	for when, want := range map[string]string{"2026-01-05 21:59:59": "A", "2026-01-05 23:00:00": "A", "2026-01-06 06:00:00": "A", "2026-01-06 23:00:00": "M"} {
		if d, _ := rules.OnDuty("desk", mustTime(t, when, zone)); d.User != want {
			t.Errorf("%s: %+v", when, d)
		}
	}
	if d, _ := rules.Org.Rostered("desk", mustTime(t, "2026-01-05 23:00:00", zone), nil); d.User != "N" {
		t.Errorf("by the roster: %+v", d)
	}
}

// DR-1.9: a day off in the calendar of holidays has more people.
func TestHolidayHasMorePeople(t *testing.T) {
	zone := mustZone(t, "Asia/Shanghai")
	o := shifts(t, zone)
	o.Calendars["office"] = mustHours(t, zone, daily("09:00-18:00"), "2026-01-06 off | A holiday\n")
	r := o.Rosters["desk"]
	r.Staff = policy.Staff{Normal: 1, Holiday: 2, Calendar: "office"}
	for day, want := range map[string]policy.Duty{"2026-01-05": {User: "A", Want: 1}, "2026-01-06": {User: "A", With: []string{"B"}, Want: 2}} {
		d, _ := o.OnDuty("desk", mustTime(t, day+" 09:00:00", zone))
		if d.User != want.User || !cmp.Equal(d.With, want.With) || d.Want != want.Want {
			t.Errorf("%s: %+v", day, d)
		}
	}
	holes := o.Holes("desk", mustTime(t, "2026-01-05 08:00:00", zone), mustTime(t, "2026-01-07 00:00:00", zone), nil)
	want := []policy.Hole{{Roster: "desk", From: mustTime(t, "2026-01-06 12:00:00", zone), To: mustTime(t, "2026-01-06 13:00:00", zone), Have: 1, Want: 2}}
	if d := cmp.Diff(want, holes); d != "" {
		t.Error(d)
	}
}

func TestHoles(t *testing.T) {
	zone := mustZone(t, "Asia/Shanghai")
	o := shifts(t, zone)
	r := o.Rosters["desk"]
	r.People, r.Cover = nil, nil // the hours of the desk stay
	holes := o.Holes("desk", mustTime(t, "2026-01-05 08:00:00", zone), mustTime(t, "2026-01-06 07:00:00", zone), nil)
	want := []policy.Hole{
		{Roster: "desk", From: mustTime(t, "2026-01-05 08:00:00", zone), To: mustTime(t, "2026-01-05 12:00:00", zone), Want: 1},
		{Roster: "desk", From: mustTime(t, "2026-01-05 13:00:00", zone), To: mustTime(t, "2026-01-05 22:00:00", zone), Want: 1},
	}
	if d := cmp.Diff(want, holes); d != "" {
		t.Error(d)
	}
	all := o.Holes("desk", mustTime(t, "2026-01-05 22:00:00", zone), mustTime(t, "2026-01-06 07:00:00", zone), map[string]bool{"N": true})
	if len(all) != 1 || all[0].Have != 0 || all[0].To.Sub(all[0].From) != 8*time.Hour {
		t.Errorf("a night without its person: %+v", all)
	}
}

// Day and night a turn lasts from its hour to the same hour of the next day.
func TestShiftOfADayAndNight(t *testing.T) {
	zone := mustZone(t, "Asia/Shanghai")
	all, err := calendar.New(calendar.Spec{Name: "always", Zone: zone, Always: true})
	if err != nil {
		t.Fatal(err)
	}
	nine, err := calendar.ParseSpan("09:00-10:00")
	if err != nil {
		t.Fatal(err)
	}
	o := &policy.Org{
		Zone: zone, Calendars: map[string]*calendar.Calendar{"always": all},
		Rosters: map[string]*policy.Roster{"desk": {Calendar: "always", Every: 1, Starts: mustDate(t, "2026-01-05"), At: nine.From, People: []string{"A", "B"}}},
	}
	for when, want := range map[string]string{"2026-01-06 08:59:59": "A", "2026-01-06 09:00:00": "B"} {
		d, _ := o.OnDuty("desk", mustTime(t, when, zone))
		if d.User != want || d.Shift.To.Sub(d.Shift.From) != 24*time.Hour {
			t.Errorf("%s: %+v", when, d)
		}
	}
}
