package text

import (
	"slices"
	"strings"
	"unicode"
)

// Posting is what was typed of a post: which one, what of it, and what that is
// to be. Part is holder, backup, topics, file or keep; "" where only the post is
// named.
type Posting struct{ Post, Part, Value string }

// Posting reads what follows the verb post: "invoices holder @li". A post of
// several words ends where a word begins that says what of it is meant.
func (c *Catalog) Posting(rest string) Posting { return c.verbs.posting(rest) }

func (x *lexicon) posting(rest string) Posting {
	rest = strings.TrimSpace(rest)
	for at, r := range rest {
		if !unicode.IsSpace(r) {
			continue
		}
		said := strings.TrimSpace(rest[at:])
		if part, runes := x.detailEnd("post", foldAll(said)); part != "" {
			value := strings.TrimLeftFunc(string([]rune(said)[runes:]), func(r rune) bool { return unicode.IsSpace(r) || r == ':' || r == '\uff1a' })
			return Posting{Post: rest[:at], Part: part, Value: value}
		}
	}
	return Posting{Post: strings.TrimRightFunc(rest, unicode.IsPunct)}
}

// Topics reads a list of topics: between commas of any width, semicolons, lines.
func (c *Catalog) Topics(s string) []string {
	var all []string
	for _, topic := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(",;\n\uff0c\uff1b\u3001", r) }) {
		if topic = strings.Join(strings.Fields(topic), " "); topic != "" && !slices.ContainsFunc(all, func(o string) bool { return strings.EqualFold(o, topic) }) {
			all = append(all, topic)
		}
	}
	return all
}
