package calendar

import (
	"fmt"
	"strconv"
	"strings"
)

const (
	minutesPerDay Minute = 24 * 60
	lastMinute           = 2 * minutesPerDay
)

// Minute is a local time of day in minutes after midnight, 0 to 48 hours: 540 is 09:00 and
// 1800 is 06:00 of the next day.
type Minute int

// ParseMinute reads "09:00", "9:00" or, for the next day, up to "48:00". It wraps ErrFormat
// for anything else.
func ParseMinute(s string) (Minute, error) {
	hour, minute, found := strings.Cut(s, ":")
	h, hourOK := digits(hour, 1)
	m, minuteOK := digits(minute, 2)
	at := Minute(h*60 + m)
	if !found || !hourOK || !minuteOK || m > 59 || at > lastMinute {
		return 0, fmt.Errorf("calendar: time %q: %w", s, ErrFormat)
	}
	return at, nil
}

// digits reads a number of at least least and at most two decimal digits.
func digits(s string, least int) (int, bool) {
	if len(s) < least || len(s) > 2 {
		return 0, false
	}
	n, err := strconv.ParseUint(s, 10, 8)
	return int(n), err == nil
}

// String returns the time in the form "09:00"; times of the next day continue with "24:00".
func (m Minute) String() string { return fmt.Sprintf("%02d:%02d", int(m)/60, int(m)%60) }

// Span is a stretch of a day's hours: from From, included, to To, excluded. Both count from
// the midnight that begins the day, so a To beyond 24 hours lies in the next day.
type Span struct{ From, To Minute }

// ParseSpan reads "09:00-12:00". An end before the start lies in the next day:
// "22:00-06:00" ends 30 hours after midnight, and so does "22:00-30:00". It wraps ErrFormat
// or ErrSpan.
func ParseSpan(s string) (Span, error) {
	start, end, found := strings.Cut(s, "-")
	if !found {
		return Span{}, fmt.Errorf("calendar: span %q: %w", s, ErrFormat)
	}
	from, err := ParseMinute(strings.TrimSpace(start))
	if err != nil {
		return Span{}, fmt.Errorf("calendar: span %q: %w", s, err)
	}
	to, err := ParseMinute(strings.TrimSpace(end))
	if err != nil {
		return Span{}, fmt.Errorf("calendar: span %q: %w", s, err)
	}
	if to < from {
		to += minutesPerDay
	}
	span := Span{From: from, To: to}
	return span, span.Validate()
}

// ParseSpans reads spans separated by commas, "09:00-12:00,13:30-18:00", and checks that
// they ascend without overlap. It wraps what ParseSpan wraps, ErrOrder or ErrOverlap.
func ParseSpans(s string) ([]Span, error) {
	var spans []Span
	for part := range strings.SplitSeq(s, ",") {
		span, err := ParseSpan(strings.TrimSpace(part))
		if err != nil {
			return nil, err
		}
		spans = append(spans, span)
	}
	return spans, checkSpans(spans)
}

// Validate returns an error that wraps ErrSpan unless the span begins within its day, is
// not empty and ends within 48 hours.
func (s Span) Validate() error {
	if s.From < 0 || s.From >= minutesPerDay || s.To <= s.From || s.To > lastMinute {
		return fmt.Errorf("calendar: span %s-%s: %w", s.From, s.To, ErrSpan)
	}
	return nil
}

// String returns the shortest form that ParseSpan reads back.
func (s Span) String() string {
	if end := s.To - minutesPerDay; end > 0 && end < s.From {
		return s.From.String() + "-" + end.String()
	}
	return s.From.String() + "-" + s.To.String()
}

// checkSpans checks the spans of one day.
func checkSpans(spans []Span) error {
	for i, span := range spans {
		if err := span.Validate(); err != nil {
			return err
		}
		if i == 0 {
			continue
		}
		previous := spans[i-1]
		if span.From < previous.From {
			return fmt.Errorf("calendar: %s after %s: %w", span, previous, ErrOrder)
		}
		if span.From < previous.To {
			return fmt.Errorf("calendar: %s and %s: %w", previous, span, ErrOverlap)
		}
	}
	return nil
}
