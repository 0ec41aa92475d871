package handlers

import (
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/firstask/firstask/policy"
)

// leadingDesk finds the longest name of a department, post or topic that a text
// begins with, in any language, and what comes after it as it was typed; "" for
// none. A name in letters ends where its word ends; one in Chinese characters
// may be followed by more of them.
func leadingDesk(s string, org *policy.Org) (name, rest string) {
	s = strings.TrimSpace(s)
	best := 0
	for _, dept := range org.Departments {
		all := names(dept)
		for _, p := range dept.Posts {
			all = append(append(all, p.ID), p.Topics...)
		}
		for _, n := range all {
			if end := leads(s, n); end > best {
				name, best = n, end
			}
		}
	}
	return name, strings.TrimLeftFunc(s[best:], between)
}

// leadingMatter is the matter whose name, id or word a text begins with, and what
// comes after it; "" if it begins with none.
func leadingMatter(s string, matters []*policy.Matter) (id, rest string) {
	s = strings.TrimSpace(s)
	best := 0
	for _, m := range matters {
		for _, n := range append(append(slices.Collect(maps.Values(m.Name)), m.ID), m.Topics...) {
			if end := leads(s, n); end > best {
				id, best = m.ID, end
			}
		}
	}
	return id, strings.TrimLeftFunc(s[best:], between)
}

// leads is where a text goes on after a name that it begins with; 0 if it does
// not. Case does not matter, nor how many spaces there are.
func leads(s, name string) int {
	at, last := 0, rune(0)
	for _, want := range name {
		if unicode.IsSpace(want) {
			spaces := len(s[at:]) - len(strings.TrimLeftFunc(s[at:], unicode.IsSpace))
			if spaces == 0 {
				return 0
			}
			at += spaces
			continue
		}
		got, size := utf8.DecodeRuneInString(s[at:])
		if size == 0 || unicode.ToLower(got) != unicode.ToLower(want) {
			return 0
		}
		at, last = at+size, want
	}
	next, size := utf8.DecodeRuneInString(s[at:])
	if size > 0 && !unicode.Is(unicode.Han, last) && (unicode.IsLetter(next) || unicode.IsDigit(next)) {
		return 0
	}
	return at
}

// firstWords splits a text after its first n words. Punctuation that ends a
// name is of neither.
func firstWords(s string, n int) (head, rest string) {
	s = strings.TrimSpace(s)
	end := 0
	for range n {
		end += len(s[end:]) - len(strings.TrimLeftFunc(s[end:], unicode.IsSpace))
		word := strings.IndexFunc(s[end:], func(r rune) bool { return between(r) && r != '.' })
		if word < 0 {
			end = len(s)
			break
		}
		end += word
	}
	return strings.TrimPrefix(s[:end], "@"), strings.TrimLeftFunc(s[end:], between)
}

// nameHead is a beginning of a text that may name a person, and what comes then.
type nameHead struct{ name, rest string }

// nameHeads are the beginnings of a text that may name a person, the longest
// first: up to four words, the last of which ends where Chinese follows letters,
// or the first few characters of one in Chinese, which has no spaces.
func nameHeads(s string) []nameHead {
	const words, characters = 4, 4
	var heads []nameHead
	add := func(name, rest string) {
		if h := (nameHead{name, rest}); name != "" && !slices.Contains(heads, h) {
			heads = append(heads, h)
		}
	}
	for n := min(len(strings.Fields(s)), words); n > 0; n-- {
		name, rest := firstWords(s, n)
		add(name, rest)
		if at := lettersEnd(name); at > 0 {
			add(name[:at], after(s, name[:at]))
		}
	}
	first, _ := firstWords(s, 1)
	for n := characters; n > 1; n-- {
		if name := hanHead(first, n); name != first {
			add(name, after(s, name))
		}
	}
	return heads
}

// after is what follows a name at the beginning of a text.
func after(s, name string) string {
	_, rest, _ := strings.Cut(s, name)
	return strings.TrimLeftFunc(rest, between)
}

// lettersEnd is where Chinese characters follow letters without a space; 0 if
// they do not.
func lettersEnd(s string) int {
	letters := false
	for at, r := range s {
		if letters && unicode.Is(unicode.Han, r) {
			return at
		}
		letters = unicode.IsLetter(r) && !unicode.Is(unicode.Han, r)
	}
	return 0
}

// hanHead is the first n characters of a word if all of them are Chinese.
func hanHead(s string, n int) string {
	runes := []rune(s)
	if len(runes) < n || slices.ContainsFunc(runes[:n], func(r rune) bool { return !unicode.Is(unicode.Han, r) }) {
		return ""
	}
	return string(runes[:n])
}

// between reports whether a rune only stands between a name and what is said.
func between(r rune) bool {
	return unicode.IsSpace(r) || strings.ContainsRune(",:;.\uff0c\uff1a\uff1b\u3001\u3002", r)
}
