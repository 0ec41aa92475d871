package text

import (
	"strings"
	"unicode"
)

// Greeting reports whether a post is nothing but a greeting, in any of the
// languages: alone it opens nothing yet.
func (c *Catalog) Greeting(s string) bool {
	rest := strings.TrimFunc(c.verbs.mention.ReplaceAllString(s, ""), isOrnament)
	rest = foldAll(rest)
	if rest == "" {
		return false
	}
	for rest != "" {
		next, ok := c.afterGreeting(rest)
		if !ok {
			return false
		}
		rest = strings.TrimLeftFunc(next, isOrnament)
	}
	return true
}

func (c *Catalog) afterGreeting(s string) (string, bool) {
	best, found := s, false
	for _, w := range c.hello {
		if rest, ok := strings.CutPrefix(s, w); ok && hasWord(s, w) && len(rest) < len(best) {
			best, found = rest, true
		}
	}
	return best, found
}

func isOrnament(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsPunct(r) || unicode.IsSymbol(r) || unicode.Is(unicode.Mn, r) || r == '\u200d'
}
