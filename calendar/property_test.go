package calendar_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/firstask/firstask/calendar"
)

// slowCount is the model: it walks minute by minute and asks of each whether the latest time
// the clock has shown so far lies in a span. It shares no code with the package.
type slowCount struct {
	zone    *time.Location
	week    map[time.Weekday][]calendar.Span
	special map[string][]calendar.Span // by date, with the hours that count
}

func (s slowCount) open(shown time.Time) bool {
	for back := range 3 {
		day := shown.AddDate(0, 0, -back)
		minute := calendar.Minute(back*24*60 + shown.Hour()*60 + shown.Minute())
		spans, found := s.special[day.Format(time.DateOnly)]
		if !found {
			spans = s.week[day.Weekday()]
		}
		for _, span := range spans {
			if span.From <= minute && minute < span.To {
				return true
			}
		}
	}
	return false
}

// minutes calls visit for each minute from start on, until visit returns false.
func (s slowCount) minutes(start time.Time, visit func(minute time.Time, open bool) bool) {
	var shown time.Time
	for at := start.Add(-72 * time.Hour); ; at = at.Add(time.Minute) {
		local := at.In(s.zone)
		wall := time.Date(local.Year(), local.Month(), local.Day(), local.Hour(), local.Minute(), 0, 0, time.UTC)
		if wall.After(shown) {
			shown = wall
		}
		if !at.Before(start) && !visit(at, s.open(shown)) {
			return
		}
	}
}

func (s slowCount) between(from, to time.Time) time.Duration {
	var sum time.Duration
	s.minutes(from, func(at time.Time, open bool) bool {
		if at.Before(to) && open {
			sum += time.Minute
		}
		return at.Before(to)
	})
	return sum
}

func (s slowCount) add(from time.Time, d time.Duration) time.Time {
	result := from
	s.minutes(from, func(at time.Time, open bool) bool {
		if open && d > 0 {
			d -= time.Minute
			result = at.Add(time.Minute)
		}
		return d > 0
	})
	return result
}

// world is a calendar, its model and an instant near something special.
type world struct {
	calendar *calendar.Calendar
	slow     slowCount
	near     time.Time
}

// templates are hours that may stand on neighbouring days within one family.
func templates() [][]string {
	return [][]string{
		{"", "09:00-12:00,13:30-18:00", "00:00-24:00", "01:00-02:30", "00:00-01:30,01:30-04:00", "23:00-24:00", "02:10-02:20"},
		{"", "22:00-06:00", "06:00-30:00", "08:00-16:00,22:00-30:00", "20:00-25:30", "23:59-00:01"},
		{"", "20:00-26:00", "02:30-26:30", "02:30-02:45,12:00-13:00"},
		{"", "12:00-36:00", "23:30-36:00"},
	}
}

// places are days near which a clock changes, a year ends or holidays fall.
func places() [][2]string {
	return [][2]string{
		{"America/New_York", "2026-03-08"},
		{"America/New_York", "2026-11-01"},
		{"Australia/Lord_Howe", "2026-04-05"},
		{"Australia/Lord_Howe", "2026-10-04"},
		{"Europe/Berlin", "2026-03-29"},
		{"Europe/Berlin", "2026-10-25"},
		{"Asia/Shanghai", "2026-02-14"},
		{"Asia/Shanghai", "2026-12-31"},
		{"Asia/Beirut", "2026-03-29"},    // skips midnight
		{"America/Havana", "2026-11-01"}, // repeats midnight
		{"Pacific/Apia", "2011-12-30"},   // a day that did not exist
		{"Europe/Berlin", "2027-01-01"},
	}
}

func drawWorld(t *rapid.T) world {
	family := rapid.SampledFrom(templates()).Draw(t, "family")
	place := rapid.SampledFrom(places()).Draw(t, "place")
	zone, err := time.LoadLocation(place[0])
	if err != nil {
		t.Fatal(err)
	}
	slow := slowCount{zone: zone, week: map[time.Weekday][]calendar.Span{}, special: map[string][]calendar.Span{}}
	slow.week[time.Wednesday] = drawSpans(t, family[1:], "wed")
	for _, day := range []time.Weekday{0, 1, 2, 4, 5, 6} {
		slow.week[day] = drawSpans(t, family, day.String())
	}
	middle, _ := calendar.ParseDate(place[1])
	lines := slow.drawSpecial(t, family, middle)
	c := mustNew(t, calendar.Spec{
		Zone: zone, Hours: slow.week, Holidays: []calendar.Holidays{mustHolidays(t, lines...)},
	})
	offset := rapid.IntRange(-3*24*60, 3*24*60).Draw(t, "minute")
	return world{c, slow, middle.In(zone).Add(time.Duration(offset) * time.Minute)}
}

func drawSpans(t *rapid.T, family []string, name string) []calendar.Span {
	text := rapid.SampledFrom(family).Draw(t, name)
	if text == "" {
		return nil
	}
	return mustSpans(t, text)
}

// drawSpecial adds special days around middle to the model and returns them as lines.
func (s slowCount) drawSpecial(t *rapid.T, family []string, middle calendar.Date) []string {
	var lines []string
	for offset := -4; offset <= 5; offset++ {
		date := middle.AddDays(offset).String()
		switch rapid.IntRange(0, 5).Draw(t, date) {
		case 0:
			lines = append(lines, date+" off Holiday")
			s.special[date] = nil
		case 1:
			lines = append(lines, date+" work as wed Make-up")
			s.special[date] = s.week[time.Wednesday]
		case 2:
			hours := rapid.SampledFrom(family[1:]).Draw(t, "half "+date)
			lines = append(lines, fmt.Sprintf("%s half %s Half", date, hours))
			s.special[date] = mustSpans(t, hours)
		}
	}
	return lines
}

func drawMinutes(t *rapid.T, name string, most int) time.Duration {
	return time.Duration(rapid.IntRange(0, most).Draw(t, name)) * time.Minute
}

func TestAddAndBetweenAgreeWithTheSlowCount(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		d := drawMinutes(t, "add", 1500)
		want := w.slow.add(w.near, d)
		if got := w.calendar.Add(w.near, d); !got.Equal(want) {
			t.Fatalf("Add(%s, %s) = %s, want %s", w.near, d, got, want)
		}
		end := w.near.Add(drawMinutes(t, "length", 5*24*60))
		if got, want := w.calendar.Between(w.near, end), w.slow.between(w.near, end); got != want {
			t.Fatalf("Between(%s, %s) = %s, want %s", w.near, end, got, want)
		}
	})
}

func TestOpenAgreesWithTheSlowCount(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		next := w.slow.add(w.near, time.Minute).Add(-time.Minute)
		if got := w.calendar.NextOpen(w.near); !got.Equal(next) {
			t.Fatalf("NextOpen(%s) = %s, want %s", w.near, got, next)
		}
		if got, want := w.calendar.Open(w.near), next.Equal(w.near); got != want {
			t.Fatalf("Open(%s) = %t, want %t", w.near, got, want)
		}
	})
}

func TestIntervalsAgreeWithTheSlowCount(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		end := w.near.Add(drawMinutes(t, "length", 4*24*60))
		inside := map[int64]bool{}
		previous := w.near.Add(-time.Nanosecond)
		for _, interval := range w.calendar.Intervals(w.near, end) {
			if !interval.From.After(previous) && previous.After(w.near) && !interval.From.Equal(previous) {
				t.Fatalf("intervals overlap at %s", interval.From)
			}
			for at := interval.From; at.Before(interval.To); at = at.Add(time.Minute) {
				inside[at.Unix()] = true
			}
			previous = interval.To
		}
		want := map[int64]bool{}
		w.slow.minutes(w.near, func(at time.Time, open bool) bool {
			if open && at.Before(end) {
				want[at.Unix()] = true
			}
			return at.Before(end)
		})
		if diff := cmp.Diff(want, inside); diff != "" {
			t.Fatalf("counted minutes (-want +got):\n%s", diff)
		}
	})
}

func TestAddLaws(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		start := w.near.Add(time.Duration(rapid.Int64Range(0, int64(time.Minute)).Draw(t, "fraction")))
		a := time.Duration(rapid.Int64Range(0, int64(900*time.Hour)).Draw(t, "a"))
		b := time.Duration(rapid.Int64Range(0, int64(900*time.Hour)).Draw(t, "b"))
		sum := w.calendar.Add(start, a+b)
		if got := w.calendar.Add(w.calendar.Add(start, a), b); !got.Equal(sum) {
			t.Fatalf("Add in two steps = %s, in one = %s", got, sum)
		}
		if got := w.calendar.Between(start, sum); got != a+b {
			t.Fatalf("Between(t, Add(t, %s)) = %s", a+b, got)
		}
		if later := w.calendar.Add(start.Add(a), b); later.Before(w.calendar.Add(start, b)) {
			t.Fatalf("Add is not monotone: %s later gives %s", a, later)
		}
		back := w.calendar.Add(sum, -(a + b))
		if back.Before(start) || w.calendar.Between(back, sum) != a+b {
			t.Fatalf("Add back = %s, want the last instant %s before %s", back, a+b, sum)
		}
	})
}

func TestAddBackIsTheLastInstant(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		d := drawMinutes(t, "back", 1500) + time.Nanosecond
		back := w.calendar.Add(w.near, -d)
		if got := w.calendar.Between(back, w.near); got != d {
			t.Fatalf("Between(back, t) = %s, want %s", got, d)
		}
		if got := w.calendar.Between(back.Add(time.Nanosecond), w.near); got != d-time.Nanosecond {
			t.Fatalf("a later instant also counts %s", got)
		}
	})
}

func TestAddDaysLaws(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		n := rapid.IntRange(-400, 400).Draw(t, "n")
		got := w.calendar.AddDays(w.near, n)
		if later := w.calendar.AddDays(w.near, n+1); later.Before(got) {
			t.Fatalf("AddDays(%d) = %s, AddDays(%d) = %s", n, got, n+1, later)
		}
		later := w.near.Add(drawMinutes(t, "later", 3000))
		if w.calendar.AddDays(later, n).Before(got) {
			t.Fatalf("AddDays(%s, %d) is before AddDays(%s, %d) = %s", later, n, w.near, n, got)
		}
		instant := got.Add(-time.Nanosecond)
		if !w.calendar.Open(got) && !w.calendar.Open(instant) {
			t.Fatalf("AddDays(%d) = %s lies outside the hours", n, got)
		}
	})
}
