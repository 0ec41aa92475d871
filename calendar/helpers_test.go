package calendar_test

import (
	"strings"
	"time"

	"github.com/firstask/firstask/calendar"
)

// tester is what *testing.T, *testing.B and *rapid.T share.
type tester interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

const wallFormat = "2006-01-02 15:04:05 -0700"

func mustZone(tb tester, name string) *time.Location {
	tb.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		tb.Fatal(err)
	}
	return zone
}

func mustSpans(tb tester, text string) []calendar.Span {
	tb.Helper()
	spans, err := calendar.ParseSpans(text)
	if err != nil {
		tb.Fatal(err)
	}
	return spans
}

func mustDate(tb tester, text string) calendar.Date {
	tb.Helper()
	date, err := calendar.ParseDate(text)
	if err != nil {
		tb.Fatal(err)
	}
	return date
}

func mustHolidays(tb tester, lines ...string) calendar.Holidays {
	tb.Helper()
	holidays, err := calendar.ParseHolidays("test", strings.NewReader(strings.Join(lines, "\n")))
	if err != nil {
		tb.Fatal(err)
	}
	return holidays
}

func mustBuiltin(tb tester, names ...string) []calendar.Holidays {
	tb.Helper()
	list := make([]calendar.Holidays, 0, len(names))
	for _, name := range names {
		holidays, err := calendar.Builtin(name)
		if err != nil {
			tb.Fatal(err)
		}
		list = append(list, holidays)
	}
	return list
}

func mustNew(tb tester, spec calendar.Spec) *calendar.Calendar {
	tb.Helper()
	c, err := calendar.New(spec)
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

// mustHours reads "mon-fri 09:00-12:00,13:30-18:00; sat 09:00-12:00".
func mustHours(tb tester, text string) map[time.Weekday][]calendar.Span {
	tb.Helper()
	hours := map[time.Weekday][]calendar.Span{}
	for rule := range strings.SplitSeq(text, ";") {
		days, spans, _ := strings.Cut(strings.TrimSpace(rule), " ")
		first, last, isRange := strings.Cut(days, "-")
		if !isRange {
			last = first
		}
		from, err := calendar.ParseWeekday(first)
		if err != nil {
			tb.Fatal(err)
		}
		to, err := calendar.ParseWeekday(last)
		if err != nil {
			tb.Fatal(err)
		}
		for day := from; ; day = (day + 1) % 7 {
			hours[day] = mustSpans(tb, spans)
			if day == to {
				break
			}
		}
	}
	return hours
}

const officeHours = "mon-fri 09:00-12:00,13:30-18:00"

func mustOffice(tb tester) *calendar.Calendar {
	tb.Helper()
	return mustNew(tb, calendar.Spec{
		Name: "office", Zone: mustZone(tb, "Asia/Shanghai"),
		Hours: mustHours(tb, officeHours), Holidays: mustBuiltin(tb, "cn-2026", "cn-2027"),
	})
}

// mustTime reads "2026-02-13 17:00", with seconds and "-0400" when given, else in zone.
func mustTime(tb tester, zone *time.Location, text string) time.Time {
	tb.Helper()
	for _, layout := range []string{wallFormat, "2006-01-02 15:04 -0700", "2006-01-02 15:04:05", "2006-01-02 15:04"} {
		if t, err := time.ParseInLocation(layout, text, zone); err == nil {
			return t.In(zone)
		}
	}
	tb.Fatalf("time %q", text)
	return time.Time{}
}
