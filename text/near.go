package text

import (
	"slices"
	"unicode"
)

// near finds the verb somebody may have meant by a misspelt one before a
// number. Short verbs and everyday words have no near ones: a request must not
// be stopped by a question without need.
func (x *lexicon) near(l typed) Command {
	const longest = 16
	if len(l.folded) > 0 && unicode.Is(unicode.Han, l.folded[0]) {
		return x.nearChinese(l)
	}
	word := l.word(0)
	n, _, ok := x.number(l, l.breaks(len([]rune(word))))
	if !ok || len(word) < 4 || len(word) > longest || !isLatin(word) || slices.Contains(x.notNear, word) {
		return Command{}
	}
	best, verb := 3, ""
	for _, a := range x.aliases {
		if !a.latin || !a.rule.needs.takesNumber() || len(a.word) < 4 {
			continue
		}
		if d := misspelt([]rune(word), a.word); d > 0 && d < best {
			best, verb = d, a.rule.verb
		}
	}
	if verb == "" {
		return Command{}
	}
	return Command{Near: verb, Say: verb, Number: n}
}

// nearChinese is near for a word in Chinese: one character of it is wrong, or
// two have changed places, and a number follows, with nothing after it but
// somebody who is mentioned. Everyday words that differ so are left alone.
func (x *lexicon) nearChinese(l typed) Command {
	for _, a := range x.aliases {
		size := len(a.word)
		if a.latin || !a.rule.needs.takesNumber() || size < 2 || size > len(l.folded) {
			continue
		}
		word := l.folded[:size]
		n, next, ok := x.number(l, l.breaks(size))
		switch {
		case !ok || distance(word, a.word) != 1 || slices.Contains(x.notNear, string(word)):
		case l.ends(next) || l.mention(l.breaks(next)):
			return Command{Near: a.rule.verb, Say: a.say(), Number: n}
		}
	}
	return Command{}
}

// misspelt is the edit distance if a word may be a misspelling of a verb, else 0.
func misspelt(word, verb []rune) int {
	d := distance(word, verb)
	switch {
	case d == 0 || d > 2:
		return 0
	case d == 2 && (word[0] != verb[0] || len(verb) < 6):
		return 0
	case len(verb) <= 4 && len(word) == len(verb) && !sameLetters(word, verb):
		return 0
	}
	return d
}

func sameLetters(a, b []rune) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

// distance counts the letters to add, drop, change or swap with their neighbour.
func distance(a, b []rune) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range b {
		rows[0][j+1] = j + 1
	}
	for i := range a {
		for j := range b {
			change := 1
			if a[i] == b[j] {
				change = 0
			}
			d := min(rows[i][j]+change, rows[i][j+1]+1, rows[i+1][j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				d = min(d, rows[i-1][j-1]+1)
			}
			rows[i+1][j+1] = d
		}
	}
	return rows[len(a)][len(b)]
}
