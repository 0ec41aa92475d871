package text

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/firstask/firstask/calendar"
)

// Assignment is a task as somebody typed it: for whom, until when, and what.
type Assignment struct {
	// User is the person mentioned; else Name is what they were called.
	User string
	Name string
	// Until is when it is due; What is to be done.
	Until Moment
	What  string
}

// mostNamed is how many words of a line may name a person.
const mostNamed = 3

// Assignment reads "@person by TIME: TEXT", what follows the verb task. It is
// false for any other line: that is text. Times are read as Until reads them.
func (c *Catalog) Assignment(s string, now time.Time, zone *time.Location, cal *calendar.Calendar) (Assignment, bool) {
	l := newTyped(s)
	timeAt, what, ok := c.verbs.assignment(c, l, 0)
	if !ok {
		return Assignment{}, false
	}
	var a Assignment
	if a.Until, _, ok = c.Until(string(l.raw[timeAt:]), now, zone, cal); !ok {
		return Assignment{}, false
	}
	who := strings.TrimFunc(string(l.raw[:timeAt]), isBetween)
	a.User, a.Name = c.Given(who)
	a.What = l.rest(what)
	return a, true
}

// assignment finds where the time of a task begins and where its text does,
// from i on: a mention or a few words of a name, a time, a colon, and text.
func (x *lexicon) assignment(c *Catalog, l typed, i int) (timeAt, what int, ok bool) {
	for words, at := 0, i; words < mostNamed; words++ {
		next := l.nameEnd(at)
		if next == at {
			return 0, 0, false
		}
		at = l.spaces(next)
		if end, fits := timeThen(c, l, at); fits && !l.done(end) {
			return at, end, !slices.Contains(c.times.lead, strings.TrimSpace(string(l.folded[i:at])))
		}
	}
	return 0, 0, false
}

// nameEnd is where a word of a name ends: a mention at its bracket, which may
// be followed by anything, another word at a space.
func (l typed) nameEnd(i int) int {
	i = l.spaces(i)
	if l.at(i) == '<' && l.at(i+1) == '@' {
		if end := l.skip(i, func(r rune) bool { return r != '>' }); !l.done(end) {
			return end + 1
		}
	}
	return l.skip(i, func(r rune) bool { return !unicode.IsSpace(r) && r != ':' })
}

// timeThen reads a time and the colon after it; end is where the text goes on.
func timeThen(c *Catalog, l typed, i int) (end int, ok bool) {
	if l.done(i) {
		return i, false
	}
	_, next, ok := c.times.scan(l.folded[i:])
	next = l.spaces(i + next)
	if !ok || l.at(next) != ':' {
		return i, false
	}
	return l.spaces(next + 1), true
}

// Consent reports whether a text says that the customer agreed.
func (c *Catalog) Consent(s string) bool {
	folded := foldAll(s)
	for at := range folded {
		if at > 0 && isWord(folded[:at]) {
			continue
		}
		for _, w := range c.verbs.agreed {
			if hasWord(folded[at:], w) {
				return true
			}
		}
	}
	return false
}

// isWord reports whether a text ends within a Latin word.
func isWord(s string) bool {
	last := s[len(s)-1]
	return last >= 'a' && last <= 'z' || last >= '0' && last <= '9'
}
