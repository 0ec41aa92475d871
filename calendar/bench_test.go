package calendar_test

import (
	"testing"
	"time"

	"github.com/firstask/firstask/calendar"
)

func BenchmarkAdd(b *testing.B) {
	office := mustOffice(b)
	start := mustTime(b, office.Zone(), "2026-01-05 10:04")
	for _, bc := range []struct {
		name string
		add  time.Duration
	}{
		{"30m", 30 * time.Minute},
		{"week", 37 * time.Hour},
		{"year", 248 * 450 * time.Minute},
		{"year back", -248 * 450 * time.Minute},
	} {
		b.Run(bc.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				office.Add(start, bc.add)
			}
		})
	}
}

func BenchmarkAddDays(b *testing.B) {
	office := mustOffice(b)
	start := mustTime(b, office.Zone(), "2026-01-05 10:04")
	b.ReportAllocs()
	for b.Loop() {
		office.AddDays(start, 248)
	}
}

func BenchmarkBetweenYear(b *testing.B) {
	office := mustOffice(b)
	start := mustTime(b, office.Zone(), "2026-01-05 10:04")
	end := start.AddDate(1, 0, 0)
	b.ReportAllocs()
	for b.Loop() {
		office.Between(start, end)
	}
}

func BenchmarkIntervalsWeek(b *testing.B) {
	office := mustOffice(b)
	start := mustTime(b, office.Zone(), "2026-11-16 10:04")
	end := start.AddDate(0, 0, 7)
	b.ReportAllocs()
	for b.Loop() {
		office.Intervals(start, end)
	}
}

// BenchmarkFirstUse includes building the calendar and its first year.
func BenchmarkFirstUse(b *testing.B) {
	zone := mustZone(b, "America/New_York")
	spec := calendar.Spec{Zone: zone, Hours: mustHours(b, officeHours), Holidays: mustBuiltin(b, "us-2026", "us-2027")}
	start := mustTime(b, zone, "2026-01-05 10:04 -0500")
	b.ReportAllocs()
	for b.Loop() {
		mustNew(b, spec).Add(start, time.Hour)
	}
}
