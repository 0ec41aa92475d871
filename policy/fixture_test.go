package policy_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/firstask/firstask/calendar"
	"github.com/firstask/firstask/policy"
)

func mustZone(tb testing.TB, name string) *time.Location {
	tb.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		tb.Fatal(err)
	}
	return zone
}

func mustTime(tb testing.TB, s string, zone *time.Location) time.Time {
	tb.Helper()
	t, err := time.ParseInLocation("2006-01-02 15:04:05", s, zone)
	if err != nil {
		tb.Fatal(err)
	}
	return t
}

func mustDate(tb testing.TB, s string) calendar.Date {
	tb.Helper()
	d, err := calendar.ParseDate(s)
	if err != nil {
		tb.Fatal(err)
	}
	return d
}

func mustCalendar(tb testing.TB, name, hours string, zone *time.Location) *calendar.Calendar {
	tb.Helper()
	spec := calendar.Spec{Name: name, Zone: zone, Always: hours == ""}
	if hours != "" {
		spans, err := calendar.ParseSpans(hours)
		if err != nil {
			tb.Fatal(err)
		}
		spec.Hours = map[time.Weekday][]calendar.Span{}
		for d := time.Monday; d <= time.Friday; d++ {
			spec.Hours[d] = spans
		}
	}
	c, err := calendar.New(spec)
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

func wantEqual(t *testing.T, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// company is a tree of four departments with every kind of place in it.
func company(tb testing.TB) *policy.Org {
	tb.Helper()
	zone := mustZone(tb, "Asia/Shanghai")
	return &policy.Org{
		Zone: zone,
		Calendars: map[string]*calendar.Calendar{
			"office": mustCalendar(tb, "office", "09:00-12:00,13:30-18:00", zone), "always": mustCalendar(tb, "always", "", zone),
		},
		Rosters: map[string]*policy.Roster{
			"desk": {Calendar: "office", Every: 7, Starts: mustDate(tb, "2026-01-05"), At: 540, People: []string{"A", "B"}},
		},
		Departments: []*policy.Department{
			{ID: "company", Head: "BOSS", Name: policy.Name{"en": "Company"}},
			{
				ID: "support", Head: "HS", Deputy: "DS", Parent: "company", Members: []string{"A", "B", "BOTH"}, Duty: "desk",
				Name:     policy.Name{"en": "Support", "de": "Kundendienst"},
				Channels: []policy.Desk{{ID: "C1", As: "online", EveryMessage: true}, {ID: "C2"}},
			},
			{
				ID: "finance", Head: "HF", Parent: "company", Members: []string{"BOTH"},
				Posts: []policy.Post{
					{ID: "invoices", Holder: "LI", Backups: []string{"WU", "XU"}, Topics: []string{"Invoice", "refund"}}, {ID: "tax", Topics: []string{"VAT"}},
				},
			},
			{ID: "team", Head: "HT", Parent: "support", Members: []string{"HF"}},
		},
	}
}

func gone(users ...string) map[string]bool {
	m := map[string]bool{}
	for _, u := range users {
		m[u] = true
	}
	return m
}
