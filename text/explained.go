package text

import (
	"strings"

	"github.com/firstask/firstask/ticket"
)

// What cannot be done is explained: whoever asked reads it as an explanation, and
// nobody reads of it that it was solved.

// Explained cuts the word off a result that says that it explains why something
// cannot be done: "explained: …"; false for any other.
func (c *Catalog) Explained(line string) (rest string, ok bool) {
	at := strings.IndexAny(line, ":\uff1a")
	if at < 0 {
		return line, false
	}
	for _, w := range c.verbs.explained {
		if strings.EqualFold(strings.TrimSpace(line[:at]), w) {
			return strings.TrimSpace(strings.TrimLeft(line[at:], ":\uff1a")), true
		}
	}
	return line, false
}

// formResolve asks for a result, and whether it explains why there is none.
func (p *pen) formResolve(f FormData) []Field {
	explained := p.field(Radio, "resolve", FieldExplained, true)
	explained.Options = []Option{{Label: p.say("form.resolve.explained_yes", nil), Value: Yes}}
	return append(p.formAccount("resolve", f, false), explained)
}

// outcome is the key of words about the result, by what it is.
func (p *pen) outcome(key string) string {
	if p.t != nil && p.t.Result.Explained {
		return key + "_" + ticket.Explained
	}
	return key
}
