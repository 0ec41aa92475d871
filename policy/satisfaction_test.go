package policy_test

import (
	"testing"
	"time"

	"github.com/firstask/firstask/policy"
)

func TestPeriodOver(t *testing.T) {
	zone := time.FixedZone("east", 8*60*60)
	for _, tt := range []struct {
		name   string
		period policy.Period
		at     time.Time
		want   string
	}{
		{"a month", policy.Monthly, time.Date(2026, 2, 28, 23, 59, 0, 0, zone), "2026-03-01"},
		{"the last month of a year", policy.Monthly, time.Date(2026, 12, 1, 0, 0, 0, 0, zone), "2027-01-01"},
		{"a quarter from its first instant", policy.Quarterly, time.Date(2026, 4, 1, 0, 0, 0, 0, zone), "2026-07-01"},
		{"the last quarter", policy.Quarterly, time.Date(2026, 10, 5, 0, 0, 0, 0, zone), "2027-01-01"},
		{"a year", policy.Yearly, time.Date(2026, 5, 5, 0, 0, 0, 0, zone), "2027-01-01"},
		{"the next month already, on the clock of the zone", policy.Monthly, time.Date(2026, 3, 31, 20, 0, 0, 0, time.UTC), "2026-05-01"},
	} {
		if got := tt.period.Over(tt.at, zone).Format("2006-01-02"); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
	if got := policy.Period("").Over(time.Date(2026, 5, 5, 0, 0, 0, 0, zone), zone); !got.IsZero() {
		t.Errorf("no period is over at %s", got)
	}
}
