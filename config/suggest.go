package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// didYouMean is the known word nearest to a mistyped one: the same but for
// case and dashes, else one that it begins, else one a few letters away; ""
// when none is near.
func didYouMean(word string, known []string) string {
	given := simple(word)
	begun, near, limit := "", "", max(1, len([]rune(word))/3)+1
	for _, k := range known {
		switch candidate := simple(k); {
		case candidate == given:
			return k
		case len(given) > 1 && begun == "" && strings.HasPrefix(candidate, given):
			begun = k
		default:
			if d := distance([]rune(given), []rune(candidate)); d < limit {
				near, limit = k, d
			}
		}
	}
	return cmp.Or(begun, near)
}

// simple leaves out what people are unsure of: case, dashes and spaces.
func simple(s string) string {
	return strings.NewReplacer("-", "", "_", "", " ", "").Replace(strings.ToLower(s))
}

// hintOf says which words are known, and the likeliest first.
func hintOf(word string, known []string) string {
	if len(known) == 0 {
		return "none is defined"
	}
	list := slices.Compact(slices.Sorted(slices.Values(known)))
	all := "one of: " + strings.Join(list, ", ")
	if best := didYouMean(word, known); best != "" {
		return fmt.Sprintf("did you mean %q? %s", best, all)
	}
	return all
}

// distance is the number of letters to add, drop, change or swap with their
// neighbour to turn a into b.
func distance(a, b []rune) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			change := 1
			if a[i-1] == b[j-1] {
				change = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}
