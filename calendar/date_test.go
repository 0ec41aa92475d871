package calendar_test

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/firstask/firstask/calendar"
)

func TestParseDateRefuses(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "2026-2-14", "2026-02-30", "2026/02/14", "2026-02-14 ", "0000-01-01", "20260214", "-026-02-14"} {
		if got, err := calendar.ParseDate(text); !errors.Is(err, calendar.ErrFormat) {
			t.Errorf("ParseDate(%q) = %v, %v, want ErrFormat", text, got, err)
		}
	}
}

func TestDateAgreesWithTime(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		day := rapid.IntRange(-600_000, 2_900_000).Draw(t, "day")
		n := rapid.IntRange(-5000, 5000).Draw(t, "n")
		at := time.Unix(int64(day)*86400, 0).UTC()
		date := calendar.DateOf(at, time.UTC)
		if date.Weekday() != at.Weekday() {
			t.Fatalf("%s is a %s, want %s", date, date.Weekday(), at.Weekday())
		}
		later := date.AddDays(n)
		if later != calendar.DateOf(at.AddDate(0, 0, n), time.UTC) || date.DaysUntil(later) != n {
			t.Fatalf("%s and %d days = %s", date, n, later)
		}
		if got, want := date.Compare(later), at.Compare(at.AddDate(0, 0, n)); got != want {
			t.Fatalf("Compare(%s, %s) = %d, want %d", date, later, got, want)
		}
		if at.Year() < 1 || at.Year() > 9999 {
			return
		}
		again, err := calendar.ParseDate(date.String())
		if err != nil || again != date {
			t.Fatalf("ParseDate(%q) = %s, %v", date, again, err)
		}
	})
}

func TestDateIn(t *testing.T) {
	t.Parallel()
	cases := []struct{ name, zone, date, want string }{
		{"plain", "Asia/Shanghai", "2026-02-14", "2026-02-14 00:00:00 +0800"},
		{"midnight skipped", "Asia/Beirut", "2026-03-29", "2026-03-29 01:00:00 +0300"},
		{"midnight repeated", "America/Havana", "2026-11-01", "2026-11-01 00:00:00 -0400"},
		{"a day that did not exist", "Pacific/Apia", "2011-12-30", "2011-12-31 00:00:00 +1400"},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			got := mustDate(t, tc.date).In(mustZone(t, tc.zone)).Format(wallFormat)
			if got != tc.want {
				t.Errorf("%s begins at %s, want %s", tc.date, got, tc.want)
			}
		})
	}
}

func TestDateAt(t *testing.T) {
	t.Parallel()
	cases := []struct{ name, zone, date, minute, want string }{
		{"plain", "Asia/Shanghai", "2026-02-14", "09:15", "2026-02-14 09:15:00 +0800"},
		{"tomorrow", "Asia/Shanghai", "2026-02-14", "30:00", "2026-02-15 06:00:00 +0800"},
		{"skipped", "America/New_York", "2026-03-08", "02:30", "2026-03-08 03:00:00 -0400"},
		{"shown twice", "America/New_York", "2026-11-01", "01:30", "2026-11-01 01:30:00 -0400"},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			minute, err := calendar.ParseMinute(tc.minute)
			if err != nil {
				t.Fatal(err)
			}
			got := mustDate(t, tc.date).At(minute, mustZone(t, tc.zone)).Format(wallFormat)
			if got != tc.want {
				t.Errorf("%s at %s is %s, want %s", tc.date, tc.minute, got, tc.want)
			}
		})
	}
}

func TestDateAsText(t *testing.T) {
	t.Parallel()
	type doc struct{ A, B calendar.Date }
	data, err := json.Marshal(doc{A: mustDate(t, "2026-02-14")})
	if err != nil || string(data) != `{"A":"2026-02-14","B":""}` {
		t.Fatalf("marshalled as %s, %v", data, err)
	}
	got := doc{B: mustDate(t, "2020-01-01")}
	if err := json.Unmarshal(data, &got); err != nil || got.A.String() != "2026-02-14" || !got.B.IsZero() {
		t.Errorf("unmarshalled as %+v, %v", got, err)
	}
	if err := json.Unmarshal([]byte(`{"A":"14.2.2026"}`), &got); !errors.Is(err, calendar.ErrFormat) {
		t.Errorf("a foreign form gives %v, want ErrFormat", err)
	}
}
