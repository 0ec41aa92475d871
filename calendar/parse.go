package calendar

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"
)

// ParseHolidays reads a list of special days, one line each:
//
//	2026-02-15 off Label              a day off
//	2026-02-14 work Label             a make-up workday with the hours of the nearest weekday
//	2026-02-14 work as mon Label      the same with Monday's hours
//	2026-12-24 half 09:00-12:00 Label hours of its own, several separated by commas
//	covers 2026-01-01 2026-12-31      the dates the list speaks for
//
// Empty lines and lines that begin with # are skipped, but "# provisional: …" marks the
// list as provisional. A label may be empty and may carry translations, see Label. Every
// mistake is reported with its line number; the errors are joined and wrap ErrFormat,
// ErrSpan, ErrOrder, ErrOverlap, ErrTwice or ErrNotCovered.
func ParseHolidays(name string, r io.Reader) (Holidays, error) {
	p := holidayParser{
		holidays: Holidays{name: name, marks: map[Date]mark{}},
		lines:    map[Date]int{},
	}
	scanner := bufio.NewScanner(r)
	for scanner.Scan() {
		p.line++
		p.report(p.line, p.read(scanner.Text()))
	}
	if err := scanner.Err(); err != nil {
		p.report(p.line+1, err)
	}
	p.finish()
	if err := errors.Join(p.errs...); err != nil {
		return Holidays{}, err
	}
	return p.holidays, nil
}

type holidayParser struct {
	holidays Holidays
	lines    map[Date]int // where each date was given
	line     int
	covers   [2]Date
	errs     []error
}

func (p *holidayParser) report(line int, err error) {
	if err != nil {
		p.errs = append(p.errs, fmt.Errorf("calendar: %s: line %d: %w", p.holidays.name, line, err))
	}
}

func (p *holidayParser) read(text string) error {
	if p.line == 1 {
		text = strings.TrimPrefix(text, "\ufeff")
	}
	text = strings.TrimSpace(text)
	if !utf8.ValidString(text) {
		return fmt.Errorf("text is not UTF-8: %w", ErrFormat)
	}
	comment, isComment := strings.CutPrefix(text, "#")
	word, rest := nextWord(text)
	switch {
	case text == "":
		return nil
	case isComment:
		if strings.HasPrefix(strings.TrimSpace(comment), "provisional:") {
			p.holidays.provisional = true
		}
		return nil
	case word == "covers":
		return p.readCovers(rest)
	default:
		return p.readDay(word, rest)
	}
}

func (p *holidayParser) readCovers(text string) error {
	first, rest := nextWord(text)
	last, more := nextWord(rest)
	from, err := ParseDate(first)
	if err != nil {
		return err
	}
	to, err := ParseDate(last)
	if err != nil {
		return err
	}
	if more != "" || to.Compare(from) < 0 || !p.covers[0].IsZero() {
		return fmt.Errorf("want one line «covers FIRST LAST»: %w", ErrFormat)
	}
	p.covers = [2]Date{from, to}
	return nil
}

func (p *holidayParser) readDay(word, rest string) error {
	date, err := ParseDate(word)
	if err != nil {
		return err
	}
	kind, rest := nextWord(rest)
	m, err := readMark(kind, rest)
	if err != nil {
		return err
	}
	if line, found := p.lines[date]; found {
		return fmt.Errorf("%s, first in line %d: %w", date, line, ErrTwice)
	}
	p.lines[date] = p.line
	p.holidays.marks[date] = m
	return nil
}

func readMark(kind, rest string) (mark, error) {
	switch kind {
	case "off":
		return mark{kind: KindOff, label: Label(rest), as: asNearest}, nil
	case "work":
		as, label, err := readAs(rest)
		return mark{kind: KindMakeUp, label: Label(label), as: as}, err
	case "half":
		hours, label := nextWord(rest)
		spans, err := ParseSpans(hours)
		return mark{kind: KindHalf, label: Label(label), hours: spans, as: asNearest}, err
	default:
		return mark{}, fmt.Errorf("want off, work or half, not %q: %w", kind, ErrFormat)
	}
}

// readAs reads the optional "as mon" before the label of a make-up workday.
func readAs(text string) (time.Weekday, string, error) {
	word, rest := nextWord(text)
	if word != "as" {
		return asNearest, text, nil
	}
	name, label := nextWord(rest)
	day, err := ParseWeekday(name)
	return day, label, err
}

// ParseWeekday reads "mon" to "sun" or a full English name, in any case. It wraps ErrFormat
// for anything else.
func ParseWeekday(s string) (time.Weekday, error) {
	for day := time.Sunday; day <= time.Saturday; day++ {
		if strings.EqualFold(s, day.String()) || strings.EqualFold(s, day.String()[:3]) {
			return day, nil
		}
	}
	return 0, fmt.Errorf("calendar: weekday %q: %w", s, ErrFormat)
}

// finish checks the dates against the covered range and sets how far the list reaches.
func (p *holidayParser) finish() {
	var last Date
	for _, day := range p.holidays.Days() {
		last = day.Date
		outside := day.Date.Compare(p.covers[0]) < 0 || day.Date.Compare(p.covers[1]) > 0
		if !p.covers[0].IsZero() && outside {
			p.report(p.lines[day.Date], fmt.Errorf("%s: %w", day.Date, ErrNotCovered))
		}
	}
	if !p.covers[0].IsZero() {
		last = p.covers[1]
	}
	if !p.holidays.provisional {
		p.holidays.until = last
	}
}

// nextWord cuts the first word off text and returns it with what follows.
func nextWord(text string) (word, rest string) {
	text = strings.TrimSpace(text)
	if end := strings.IndexAny(text, " \t"); end >= 0 {
		return text[:end], strings.TrimSpace(text[end:])
	}
	return text, ""
}
