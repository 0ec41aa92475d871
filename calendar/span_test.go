package calendar_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/firstask/firstask/calendar"
)

func TestParseSpan(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, text string
		want       calendar.Span
		shown      string
		err        error
	}{
		{"office", "09:00-18:00", calendar.Span{From: 540, To: 1080}, "09:00-18:00", nil},
		{"one digit", "9:00 - 18:00", calendar.Span{From: 540, To: 1080}, "09:00-18:00", nil},
		{"overnight", "22:00-06:00", calendar.Span{From: 1320, To: 1800}, "22:00-06:00", nil},
		{"overnight, long form", "22:00-30:00", calendar.Span{From: 1320, To: 1800}, "22:00-06:00", nil},
		{"until midnight", "22:00-24:00", calendar.Span{From: 1320, To: 1440}, "22:00-24:00", nil},
		{"until midnight, short form", "22:00-00:00", calendar.Span{From: 1320, To: 1440}, "22:00-24:00", nil},
		{"the whole day", "00:00-24:00", calendar.Span{From: 0, To: 1440}, "00:00-24:00", nil},
		{"more than a day", "08:00-33:00", calendar.Span{From: 480, To: 1980}, "08:00-33:00", nil},
		{"two days", "00:00-48:00", calendar.Span{From: 0, To: 2880}, "00:00-48:00", nil},
		{"empty", "09:00-09:00", calendar.Span{}, "", calendar.ErrSpan},
		{"begins tomorrow", "24:00-25:00", calendar.Span{}, "", calendar.ErrSpan},
		{"beyond two days", "09:00-48:01", calendar.Span{}, "", calendar.ErrFormat},
		{"no dash", "09:00", calendar.Span{}, "", calendar.ErrFormat},
		{"no colon", "9-18", calendar.Span{}, "", calendar.ErrFormat},
		{"minute 60", "09:60-18:00", calendar.Span{}, "", calendar.ErrFormat},
		{"sign", "+9:00-18:00", calendar.Span{}, "", calendar.ErrFormat},
		{"one-digit minute", "09:0-18:00", calendar.Span{}, "", calendar.ErrFormat},
		{"nothing", "", calendar.Span{}, "", calendar.ErrFormat},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			got, err := calendar.ParseSpan(tc.text)
			if !errors.Is(err, tc.err) {
				t.Fatalf("ParseSpan(%q) error %v, want %v", tc.text, err, tc.err)
			}
			if err == nil && (got != tc.want || got.String() != tc.shown) {
				t.Errorf("ParseSpan(%q) = %d-%d shown as %s, want %s", tc.text, got.From, got.To, got, tc.shown)
			}
		})
	}
}

func TestParseSpans(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, text string
		want       []calendar.Span
		err        error
	}{
		{"two", "09:00-12:00, 13:30-18:00", []calendar.Span{{From: 540, To: 720}, {From: 810, To: 1080}}, nil},
		{"touching", "09:00-12:00,12:00-18:00", []calendar.Span{{From: 540, To: 720}, {From: 720, To: 1080}}, nil},
		{"overlapping", "09:00-12:00,11:59-18:00", nil, calendar.ErrOverlap},
		{"out of order", "13:00-18:00,09:00-12:00", nil, calendar.ErrOrder},
		{"a hole", "09:00-12:00,,13:00-18:00", nil, calendar.ErrFormat},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			got, err := calendar.ParseSpans(tc.text)
			if !errors.Is(err, tc.err) {
				t.Fatalf("ParseSpans(%q) error %v, want %v", tc.text, err, tc.err)
			}
			if diff := cmp.Diff(tc.want, got); err == nil && diff != "" {
				t.Errorf("ParseSpans(%q) (-want +got):\n%s", tc.text, diff)
			}
		})
	}
}

func FuzzParseSpan(f *testing.F) {
	for _, seed := range []string{"09:00-18:00", "22:00-06:00", "00:00-48:00", "24:00-1:00", "9-18", "-", ":-:"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		span, err := calendar.ParseSpan(text)
		if err != nil {
			return
		}
		if err := span.Validate(); err != nil {
			t.Fatalf("ParseSpan(%q) let an invalid span through: %v", text, err)
		}
		again, err := calendar.ParseSpan(span.String())
		if err != nil || again != span {
			t.Fatalf("ParseSpan(%q) = %v, its text %q gives %v, %v", text, span, span.String(), again, err)
		}
	})
}
