package text

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// timeWords are the words of time that people type, of all languages.
type timeWords struct {
	lead, trail []string // "by …", "… from now"
	units       []unitWord
	working     []string // working days
	half        []string
	andHalf     []string // and a half, with its counting word
	one         []string
	days        []dayWord
	shortDays   []dayWord // the first half of words like "tonight"
	shortParts  []dayWord // the other half
	weekdays    []dayWord
	next, this  []string
	parts       []dayWord
	months      []dayWord
	oclock      []string
	quarter     []string
	minute      []string
	year, month []string
	dayOf       []string
	digits      map[rune]int
	ten         rune
}

// unitWord is a word for a length, dayWord one for a number of any kind.
type (
	unitWord struct {
		word   string
		length time.Duration
	}
	dayWord struct {
		word string
		n    int
	}
)

func (c *Catalog) readTimeWords() timeWords {
	w := timeWords{
		lead: c.list("typed.time_lead"), trail: c.list("typed.trail"), half: c.list("typed.half"), andHalf: c.list("typed.and_half"), working: c.list("typed.working_days"), one: c.list("typed.one"),
		next: c.list("typed.next"), this: c.list("typed.this"), oclock: c.list("typed.oclock"), quarter: c.list("typed.quarter"), minute: c.list("typed.minute_mark"),
		year: c.list("typed.year_mark"), month: c.list("typed.month_mark"), dayOf: c.list("typed.day_mark"), digits: map[rune]int{},
	}
	for key, length := range map[string]time.Duration{
		"typed.seconds": time.Second, "typed.minutes": time.Minute, "typed.hours": time.Hour,
		"typed.days": 24 * time.Hour, "typed.weeks": 7 * 24 * time.Hour,
	} {
		for _, word := range c.list(key) {
			w.units = append(w.units, unitWord{word, length})
		}
	}
	slices.SortFunc(w.units, func(a, b unitWord) int { return len(b.word) - len(a.word) })
	w.days = c.numbered("typed.day_", 0, 3)
	w.shortDays = c.numbered("typed.short_day_", 0, 2)
	w.shortParts = append(c.numbered("typed.short_part_", int(morning), int(morning)), c.numbered("typed.short_part_", int(evening), int(evening))...)
	w.weekdays = c.numbered("typed.weekday_", 0, 6)
	w.parts = c.numbered("typed.part_", int(morning), int(dayEnd))
	w.months = c.numbered("typed.month_", 1, 12)
	for i := range 10 {
		for _, d := range c.list("typed.digit_" + strconv.Itoa(i)) {
			w.digits[[]rune(d)[0]] = i
		}
	}
	w.ten = []rune(c.list("typed.ten")[0])[0]
	for _, l := range []*[]string{&w.lead, &w.trail, &w.half, &w.one, &w.next, &w.this, &w.oclock, &w.minute, &w.working} {
		longestFirst(*l)
	}
	return w
}

func longestFirst(words []string) {
	slices.SortFunc(words, func(a, b string) int { return len(b) - len(a) })
}

// numbered lists the words of keys that end in a number, longest word first.
func (c *Catalog) numbered(prefix string, from, to int) []dayWord {
	var words []dayWord
	for i := from; i <= to; i++ {
		for _, w := range c.list(prefix + strconv.Itoa(i)) {
			words = append(words, dayWord{strings.ToLower(w), i})
		}
	}
	slices.SortFunc(words, func(a, b dayWord) int { return len(b.word) - len(a.word) })
	return words
}

// word matches one of the words at i; a Latin word must end there.
func word(s []rune, i int, words []string) (int, bool) {
	for _, w := range words {
		if next, ok := wordAt(s, i, w); ok {
			return next, true
		}
	}
	return i, false
}

func wordAt(s []rune, i int, w string) (int, bool) {
	runes := []rune(w)
	end := i + len(runes)
	if end > len(s) || !slices.Equal(s[i:end], runes) {
		return i, false
	}
	if isLatin(w) && end < len(s) && unicode.IsLetter(s[end]) && s[end] <= unicode.MaxLatin1 {
		return i, false
	}
	return end, true
}

func numberedAt(s []rune, i int, words []dayWord) (n, next int, ok bool) {
	for _, w := range words {
		if next, ok := wordAt(s, i, w.word); ok {
			return w.n, next, true
		}
	}
	return 0, i, false
}

func spaces(s []rune, i int) int {
	for i < len(s) && s[i] == ' ' {
		i++
	}
	return i
}

// digitsAt reads digits of at most max places.
func digitsAt(s []rune, i, most int) (n, next int, ok bool) {
	end := i
	for end < len(s) && end-i < most && s[end] >= '0' && s[end] <= '9' {
		n = n*10 + int(s[end]-'0')
		end++
	}
	return n, end, end > i
}

// numeral reads digits or a Chinese numeral up to ninety-nine.
func (w *timeWords) numeral(s []rune, i int) (n, next int, ok bool) {
	if n, next, ok := digitsAt(s, i, 4); ok {
		return n, next, true
	}
	n, next = 0, i
	if d, found := w.digit(s, next); found {
		n, next = d, next+1
	}
	if next < len(s) && s[next] == w.ten {
		n, next = max(n, 1)*10, next+1
		if d, found := w.digit(s, next); found {
			n, next = n+d, next+1
		}
	} else if d, found := w.digit(s, next); found && next > i {
		n, next = n*10+d, next+1
	}
	return n, next, next > i
}

func (w *timeWords) digit(s []rune, i int) (int, bool) {
	if i >= len(s) {
		return 0, false
	}
	d, ok := w.digits[s[i]]
	return d, ok
}
