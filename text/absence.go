package text

import (
	"slices"
	"strings"
	"time"

	"github.com/firstask/firstask/calendar"
)

// Leave is an absence as somebody typed it.
type Leave struct {
	// Who is whose it is, by id; "" for the typist themselves.
	Who string
	// From is zero for now, To zero where only a beginning was said.
	From, To time.Time
	// Delegate stands in: a person mentioned, or Name as they were called.
	Delegate, Name string
	Reason         string
	// Over says that an absence ends: "off", "back".
	Over bool
}

// Absence reads what follows the verb away: "until Thursday @wu", "3/5-3/8",
// "@li from Monday to Wednesday @wu trade fair", or a word that ends it. False if
// there is no time in it. A day without a time begins at midnight and ends as
// Until reads it; the end is read from the beginning on.
func (c *Catalog) Absence(s string, now time.Time, zone *time.Location, cal *calendar.Calendar) (Leave, bool) {
	l := newTyped(s)
	a := Leave{}
	i := 0
	if at := c.verbs.mention.FindStringSubmatchIndex(string(l.raw)); at != nil && at[0] == 0 {
		a.Who = string(l.raw)[at[2]:at[3]]
		i = l.breaks(len([]rune(string(l.raw)[:at[1]])))
	}
	if next, ok := word(l.folded, i, c.verbs.over); ok && (l.ends(next) || l.mention(l.spaces(next))) {
		a.Over = true
		return a, true
	}
	r, ok := c.verbs.leave(c, l, i)
	if !ok {
		return Leave{}, false
	}
	if !r.times(&a, now.In(zone), cal) {
		return Leave{}, false
	}
	c.verbs.whoStands(&a, l.rest(l.breaks(r.next)))
	return a, true
}

// span is a time from and to, as read.
type span struct {
	from, to       reading
	hasFrom, hasTo bool
	next           int
}

// leave reads the span of an absence at a place, with the words around it that
// only say that it is one.
func (x *lexicon) leave(c *Catalog, l typed, i int) (span, bool) {
	var r span
	i = x.skipLeave(l, i)
	if next, ok := word(l.folded, i, x.since); ok {
		i, r.hasFrom = l.spaces(next), true
	}
	if next, ok := x.upTo(l, i); ok && !r.hasFrom {
		to, end, ok := c.times.scanDay(l.folded, l.spaces(next))
		r.to, r.hasTo, r.next = to, true, x.skipLeave(l, end)
		return r, ok
	}
	first, end, ok := c.times.scanDay(l.folded, i)
	if !ok {
		first, end, ok = x.upToWord(c, l, i)
	}
	if !ok {
		return r, false
	}
	if next, more := x.upTo(l, l.spaces(end)); more {
		if to, after, ok := c.times.scanDay(l.folded, l.spaces(next)); ok {
			return span{from: first, to: to, hasFrom: true, hasTo: true, next: x.skipLeave(l, after)}, true
		}
	}
	r.next = x.skipLeave(l, end)
	if r.hasFrom {
		r.from = first
		return r, true
	}
	if !first.hasLength { // "tomorrow": that day
		r.from, r.hasFrom = first, true
	}
	r.to, r.hasTo = first, true
	return r, true
}

// upToWord reads a time that ends before a word between two times, where both
// together are none: "tomorrow to Thursday".
func (x *lexicon) upToWord(c *Catalog, l typed, i int) (reading, int, bool) {
	for k := i + 1; !l.done(k); k++ {
		if _, between := x.upTo(l, k); !between {
			continue
		}
		if r, end, ok := c.times.scanDay(l.folded[:k], i); ok && l.spaces(end) == k {
			return r, end, true
		}
	}
	return reading{}, i, false
}

// upTo reads what stands between two times, or before an end.
func (x *lexicon) upTo(l typed, i int) (int, bool) {
	if strings.ContainsRune("-~\u2013\u2014", l.at(i)) && !l.done(i) {
		return i + 1, true
	}
	return word(l.folded, i, x.through)
}

// skipLeave skips words that only say that somebody is not there.
func (x *lexicon) skipLeave(l typed, i int) int {
	for {
		i = l.breaks(i)
		next, ok := word(l.folded, i, x.leaves)
		if !ok {
			return i
		}
		i = next
	}
}

// times works out the instants of a span. A day without an hour begins at its
// first minute, but never before now.
func (r *span) times(a *Leave, now time.Time, cal *calendar.Calendar) bool {
	from := now
	if r.hasFrom {
		m, ok := r.from.moment(now, cal)
		if !ok {
			return false
		}
		from = m.At
		if !r.from.hasTime && !r.from.hasLength && r.from.part == anyPart {
			from = time.Date(from.Year(), from.Month(), from.Day(), 0, 0, 0, 0, now.Location())
		}
		if from.After(now) {
			a.From = from
		}
	}
	if !r.hasTo {
		return true
	}
	if r.hasFrom && !r.to.hasDay() && !r.to.hasLength { // "tomorrow 14:00 to 16:00"
		r.to.day, r.to.month, r.to.year, r.to.hasDate = from.Day(), int(from.Month()), from.Year(), true
	}
	base := now
	if r.to.hasWeekday && from.After(now) {
		base = from.AddDate(0, 0, -1) // the coming one from the beginning on, that day too
	}
	m, ok := r.to.moment(base, cal)
	a.To = m.At
	return ok
}

// whoStands reads who stands in, and why somebody is not there.
func (x *lexicon) whoStands(a *Leave, rest string) {
	if at := x.mention.FindStringSubmatchIndex(rest); at != nil {
		a.Delegate = rest[at[2]:at[3]]
		rest = strings.TrimSpace(rest[:at[0]]) + " " + rest[at[1]:]
	} else if name, after, ok := strings.Cut(rest, "@"); ok && strings.TrimSpace(after) != "" {
		a.Name, rest = strings.TrimSpace(after), name
	}
	a.Reason = strings.TrimFunc(rest, isFiller)
}

// scanDay is scan at a place, which also reads days as "3/5": month and day.
func (w *timeWords) scanDay(s []rune, i int) (reading, int, bool) {
	i = spaces(s, i)
	if m, next, ok := digitsAt(s, i, 2); ok && next < len(s) && s[next] == '/' {
		d, end, ok := digitsAt(s, next+1, 2)
		var r reading
		if ok && (end >= len(s) || s[end] != '/') && r.setDate(0, m, d) {
			if clock, after, ok := w.scan(s[end:]); ok && clock.hasTime && !clock.hasDay() {
				r.hour, r.minute, r.hasTime, r.part, end = clock.hour, clock.minute, true, clock.part, end+after
			}
			return r, end, true
		}
	}
	r, next, ok := w.scan(s[min(i, len(s)):])
	return r, i + next, ok
}

// myself reads a line that says of its author that they are not there: "I'm on
// leave from Monday to Wednesday". It wants a word that says so beside the time.
func (x *lexicon) myself(c *Catalog, l typed) (Command, bool) {
	i, ok := word(l.folded, 0, x.me)
	if !ok {
		return Command{}, false
	}
	i = l.spaces(i)
	r, fits := x.leave(c, l, i)
	if !fits || !x.says(l, i, r.next) {
		return Command{}, false
	}
	rest := l.rest(r.next)
	if rest != "" && !l.mention(r.next) { // more is said than that: a request
		return Command{}, false
	}
	return Command{Verb: "away", Rest: l.rest(i)}, true
}

// says reports whether one of the words that say that somebody is not there
// stands in a part of a line.
func (x *lexicon) says(l typed, from, to int) bool {
	return slices.ContainsFunc(x.leaves, func(w string) bool {
		return strings.Contains(string(l.folded[from:min(to, len(l.folded))]), w)
	})
}
