package text

import (
	"strings"
	"unicode"
)

// Detail reads what follows a verb and its number: what its first words say in
// a button's words (Command.Detail), and what comes after them as it was typed.
// Without such words it is "" and all of it.
func (c *Catalog) Detail(verb, rest string) (detail, after string) {
	l := newTyped(rest)
	detail, n := c.verbs.detailEnd(verb, l.folds(0))
	if detail == "" {
		return "", l.rest(0)
	}
	return detail, strings.TrimLeftFunc(l.rest(n), isBetween)
}

// Given reads what follows "handoff 42": a leading "to" is left out, user is
// the person it goes on with, "" if that is no mention, and after is what comes then.
func (c *Catalog) Given(rest string) (user, after string) {
	l := newTyped(rest)
	i := 0
	for _, g := range c.verbs.give {
		end := len([]rune(g))
		if l.starts(0, strings.ToLower(g)) && (!isLatin(g) || l.at(end) == ' ') {
			i = l.spaces(end)
			break
		}
	}
	after = l.rest(i)
	if at := c.verbs.mention.FindStringSubmatchIndex(after); at != nil && at[0] == 0 {
		return after[at[2]:at[3]], strings.TrimLeftFunc(after[at[1]:], isBetween)
	}
	return "", after
}

// isBetween reports whether a rune only stands between two things said.
func isBetween(r rune) bool {
	return unicode.IsSpace(r) || strings.ContainsRune(",:;.\uff0c\uff1a\uff1b\u3001\u3002", r)
}

// Without is a text without one of the words of a kind ("with") before it.
func (c *Catalog) Without(kind, s string) string {
	l := newTyped(s)
	for _, w := range c.list("typed." + kind) {
		end := len([]rune(w))
		if l.starts(0, strings.ToLower(w)) && (!isLatin(w) || l.at(end) == ' ') {
			return l.rest(end)
		}
	}
	return s
}
