package calendar_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/firstask/firstask/calendar"
)

func TestParseHolidays(t *testing.T) {
	t.Parallel()
	text := "\ufeff# a comment\r\n" +
		"covers 2026-01-01 2026-12-31\r\n\r\n" +
		"2026-12-24 half 09:00-12:00,13:00-14:00 Christmas Eve | de Heiligabend\n" +
		"  2026-02-15\toff   Spring Festival \n" +
		"2026-02-14 work as mon Make-up\n" +
		"2026-02-28 work\n"
	holidays, err := calendar.ParseHolidays("test", strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	want := []calendar.Day{
		{Date: mustDate(t, "2026-02-14"), Kind: calendar.KindMakeUp, Label: "Make-up"},
		{Date: mustDate(t, "2026-02-15"), Kind: calendar.KindOff, Label: "Spring Festival"},
		{Date: mustDate(t, "2026-02-28"), Kind: calendar.KindMakeUp},
		{
			Date: mustDate(t, "2026-12-24"), Kind: calendar.KindHalf,
			Label: "Christmas Eve | de Heiligabend", Hours: mustSpans(t, "09:00-12:00,13:00-14:00"),
		},
	}
	if diff := cmp.Diff(want, holidays.Days()); diff != "" {
		t.Errorf("days (-want +got):\n%s", diff)
	}
	if holidays.Name() != "test" || holidays.Provisional() || holidays.CoveredUntil().String() != "2026-12-31" {
		t.Errorf("name %s, provisional %t, until %s", holidays.Name(), holidays.Provisional(), holidays.CoveredUntil())
	}
}

func TestHolidaysQuestions(t *testing.T) {
	t.Parallel()
	h := mustHolidays(t, "2026-02-14 work M", "2026-02-15 off S | zh-Hans X", "2026-12-24 half 09:00-12:00 E")
	work, off, half := mustDate(t, "2026-02-14"), mustDate(t, "2026-02-15"), mustDate(t, "2026-12-24")
	if !h.Work(work) || h.Off(work) || h.Work(off) || !h.Off(off) || h.Off(half) || h.Work(half) {
		t.Error("Off and Work mix up the days")
	}
	spans, isHalf := h.Half(half)
	if diff := cmp.Diff(mustSpans(t, "09:00-12:00"), spans); !isHalf || diff != "" {
		t.Errorf("Half (-want +got):\n%s", diff)
	}
	if _, isHalf := h.Half(off); isHalf {
		t.Error("a day off is a half day")
	}
	label := h.Label(off)
	if label.String() != "S" || label.In("zh-hans") != "X" || label.In("fr") != "S" || h.Label(mustDate(t, "2026-03-01")) != "" {
		t.Errorf("label %q", label)
	}
	if got := h.CoveredUntil(); got != half {
		t.Errorf("without a covers line CoveredUntil = %s, want the last day", got)
	}
}

func TestParseHolidaysReportsEveryMistake(t *testing.T) {
	t.Parallel()
	text := strings.Join([]string{
		"2026-02-30 off No such day",
		"2026-02-14 free Unknown kind",
		"2026-02-15 off Fine",
		"2026-02-15 work Again",
		"2026-12-24 half 12:00-09:00-1 Bad span",
		"2026-12-25 half 09:00-09:00 Empty",
		"2026-12-26 half 13:00-14:00,09:00-10:00 Order",
		"2026-12-27 half 09:00-11:00,10:00-12:00 Overlap",
		"2026-02-28 work as mom Typing",
		"covers 2026-01-01",
		"covers 2026-12-31 2026-01-01",
		"2026-03-01",
		"2026-03-02 off \xff",
		"covers 2026-01-01 2026-12-31",
		"covers 2026-01-01 2026-12-31",
		"2027-01-01 off Next year",
	}, "\n")
	_, err := calendar.ParseHolidays("bad", strings.NewReader(text))
	if err == nil {
		t.Fatal("no error")
	}
	var lines []string
	for line := range strings.SplitSeq(err.Error(), "\n") {
		number, _, _ := strings.Cut(strings.TrimPrefix(line, "calendar: bad: line "), ":")
		lines = append(lines, number)
	}
	want := []string{"1", "2", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "15", "16"}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("reported lines (-want +got):\n%s\n%v", diff, err)
	}
	for _, kind := range []error{
		calendar.ErrFormat, calendar.ErrSpan, calendar.ErrOrder, calendar.ErrOverlap, calendar.ErrTwice, calendar.ErrNotCovered,
	} {
		if !errors.Is(err, kind) {
			t.Errorf("the error does not wrap %q", kind)
		}
	}
}

func TestParseHolidaysReportsAReadError(t *testing.T) {
	t.Parallel()
	_, err := calendar.ParseHolidays("long", strings.NewReader("2026-02-15 off S\n#"+strings.Repeat("x", 1<<17)))
	if err == nil || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("a line of 128 KB gives %v, want an error for line 2", err)
	}
}

func TestMerge(t *testing.T) {
	t.Parallel()
	country := mustHolidays(t, "covers 2026-01-01 2026-12-31", "2026-02-14 work M", "2026-02-15 off S")
	company := mustHolidays(t, "# provisional: to be confirmed", "2026-02-14 off We stay at home", "2027-12-24 half 09:00-12:00 Eve")
	merged := country.Merge(company)
	if !merged.Off(mustDate(t, "2026-02-14")) || !merged.Off(mustDate(t, "2026-02-15")) || len(merged.Days()) != 3 {
		t.Errorf("merged days %v", merged.Days())
	}
	if !merged.Provisional() || merged.CoveredUntil().String() != "2026-12-31" {
		t.Errorf("provisional %t, until %s; a provisional part must not extend the cover", merged.Provisional(), merged.CoveredUntil())
	}
	if !country.Work(mustDate(t, "2026-02-14")) || len(country.Days()) != 2 {
		t.Error("Merge changed its receiver")
	}
	if got := (calendar.Holidays{}).Merge(country); got.CoveredUntil() != country.CoveredUntil() {
		t.Errorf("the zero value merged covers until %s", got.CoveredUntil())
	}
}

func TestBuiltinNames(t *testing.T) {
	t.Parallel()
	want := []string{"cn-2026", "cn-2027", "us-2026", "us-2027"}
	if diff := cmp.Diff(want, calendar.BuiltinNames()); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
	for _, name := range []string{"xx-2026", "", "../data/cn-2026", "cn-2026.txt"} {
		if _, err := calendar.Builtin(name); !errors.Is(err, calendar.ErrUnknown) || !strings.Contains(err.Error(), "us-2027") {
			t.Errorf("Builtin(%q) error %v, want ErrUnknown with the known names", name, err)
		}
	}
}

// TestBuiltinChina checks what the law lets us know without the data: a make-up workday falls
// on a weekend, and weekdays off less make-up workdays are the 13 statutory days.
func TestBuiltinChina(t *testing.T) {
	t.Parallel()
	holidays := mustBuiltin(t, "cn-2026")[0]
	statutory := 0
	for _, day := range holidays.Days() {
		weekend := day.Date.Weekday() == time.Saturday || day.Date.Weekday() == time.Sunday
		switch {
		case day.Kind == calendar.KindMakeUp && !weekend:
			t.Errorf("make-up day %s is a %s", day.Date, day.Date.Weekday())
		case day.Kind == calendar.KindMakeUp:
			statutory--
		case day.Kind == calendar.KindOff && !weekend:
			statutory++
		}
		if day.Label.In("zh-Hans") == day.Label.In("") || day.Label.In("zh-Hant") == day.Label.In("") {
			t.Errorf("label of %s is not translated: %q", day.Date, day.Label)
		}
	}
	if statutory != 13 || len(holidays.Days()) != 33+6 {
		t.Errorf("%d statutory days in %d lines, want 13 in 39", statutory, len(holidays.Days()))
	}
	if holidays.Provisional() || holidays.CoveredUntil().String() != "2026-12-31" {
		t.Errorf("provisional %t, until %s", holidays.Provisional(), holidays.CoveredUntil())
	}
	next := mustBuiltin(t, "cn-2027")[0]
	if !next.Provisional() || !next.CoveredUntil().IsZero() || len(next.Days()) != 13 {
		t.Errorf("2027: provisional %t, until %s, %d days", next.Provisional(), next.CoveredUntil(), len(next.Days()))
	}
}

// TestBuiltinUnitedStates computes the federal holidays from their rules.
func TestBuiltinUnitedStates(t *testing.T) {
	t.Parallel()
	for year, name := range map[int]string{2026: "us-2026", 2027: "us-2027"} {
		var got []calendar.Date
		for _, day := range mustBuiltin(t, name)[0].Days() {
			got = append(got, day.Date)
		}
		if diff := cmp.Diff(federalHolidays(year), got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func federalHolidays(year int) []calendar.Date {
	date := func(month time.Month, day int) calendar.Date {
		return calendar.Date{Year: year, Month: month, Day: day}
	}
	nth := func(month time.Month, weekday time.Weekday, n int) calendar.Date {
		first := date(month, 1)
		return first.AddDays((int(weekday-first.Weekday())+7)%7 + 7*(n-1))
	}
	mayEnd := date(time.May, 31)
	days := []calendar.Date{
		nth(time.January, time.Monday, 3), nth(time.February, time.Monday, 3),
		mayEnd.AddDays(-(int(mayEnd.Weekday()-time.Monday) + 7) % 7),
		nth(time.September, time.Monday, 1), nth(time.October, time.Monday, 2), nth(time.November, time.Thursday, 4),
	}
	fixed := []calendar.Date{
		date(time.January, 1), date(time.June, 19), date(time.July, 4), date(time.November, 11), date(time.December, 25),
		{Year: year + 1, Month: time.January, Day: 1},
	}
	for _, day := range fixed {
		days = append(days, day)
		if day.Weekday() == time.Saturday {
			days = append(days, day.AddDays(-1))
		}
		if day.Weekday() == time.Sunday {
			days = append(days, day.AddDays(1))
		}
	}
	days = slices.DeleteFunc(days, func(d calendar.Date) bool { return d.Year != year })
	slices.SortFunc(days, calendar.Date.Compare)
	return days
}

func FuzzParseHolidays(f *testing.F) {
	f.Add("2026-02-14 work Label\n2026-02-15 off Label\n2026-12-24 half 09:00-12:00 Label\n# comment")
	f.Add("covers 2026-01-01 2026-12-31\n# provisional: x\n2026-02-14 work as mon L | de M")
	f.Add("2026-02-14 work as\n2026-02-14 half\ncovers\n\ufeff#")
	f.Fuzz(func(t *testing.T, text string) {
		holidays, err := calendar.ParseHolidays("fuzz", strings.NewReader(text))
		if err != nil {
			if len(holidays.Days()) != 0 {
				t.Fatal("days beside an error")
			}
			return
		}
		for _, day := range holidays.Days() {
			if _, err := calendar.ParseDate(day.Date.String()); err != nil {
				t.Fatalf("accepted date %v: %v", day.Date, err)
			}
			for _, span := range day.Hours {
				if err := span.Validate(); err != nil {
					t.Fatal(err)
				}
			}
		}
		spec := calendar.Spec{Zone: time.UTC, Hours: mustHours(t, officeHours), Holidays: []calendar.Holidays{holidays}}
		c, err := calendar.New(spec)
		if err != nil {
			return
		}
		start := time.Date(2026, 2, 13, 12, 0, 0, 0, time.UTC)
		if end := c.Add(start, time.Hour); !end.IsZero() && c.Between(start, end) != time.Hour {
			t.Fatalf("an hour after %s is %s", start, end)
		}
	})
}
