package policy

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// PhraseCheck says what becomes of words that have a forbidden phrase in them.
type PhraseCheck string

// The ways; the zero one is PhraseHold. The last is an organisation's only.
const (
	PhraseHold  PhraseCheck = "hold"  // they are not sent, and something better is proposed
	PhraseNudge PhraseCheck = "nudge" // they are sent, and something better is proposed
	PhraseOff   PhraseCheck = "off"   // nothing is looked for
)

// PhraseChecks are all ways.
func PhraseChecks() []PhraseCheck { return []PhraseCheck{PhraseHold, PhraseNudge, PhraseOff} }

// Phrase is a forbidden phrase of a rule book: what nobody says to people who
// ask, for tickets that When names.
type Phrase struct {
	// ID names it among all of a policy; the words to say instead have it too.
	ID   string `json:"id"`
	Rule string `json:"rule,omitempty"` // "" for the organisation's own
	When When   `json:"when,omitzero"`
	// Words are the ways to say it, each in every script it is to be found in.
	Words []string `json:"words"`
	// Except are longer texts that have such words in them and mean no harm.
	Except []string `json:"except,omitempty"`
	// Nudge lets the words pass: who wrote them is told, privately.
	Nudge bool `json:"nudge,omitempty"`
	// Tell are the roles that hear of it.
	Tell []string `json:"tell,omitempty"`
}

// In finds which of the words stands in a text, as Mentions does, the longest
// first; "" for none. What the text quotes (lines that begin with >, and what
// stands in quotation marks) are another's words and do not count; neither do
// spaces between Chinese characters.
func (p *Phrase) In(text string) string {
	text = plain(unquoted(text))
	for _, word := range p.Except {
		text = strings.ReplaceAll(text, plain(word), "\n") // what stood around it does not become a word
	}
	found := ""
	for _, word := range p.Words {
		if utf8.RuneCountInString(word) > utf8.RuneCountInString(found) && Mentions(text, plain(word)) {
			found = word
		}
	}
	return found
}

// quoted is another's words in a text: a line of a quotation as people and as
// Slack write it, or a pair of quotation marks.
var quoted = regexp.MustCompile(`(?m)^\s*(?:>|&gt;).*$|“[^”]*”|„[^“”]*[“”]|"[^"\n]*"|«[^»]*»|「[^」]*」|『[^』]*』`)

func unquoted(text string) string { return quoted.ReplaceAllString(text, "\n") }

// plain writes a text in small letters, its Chinese characters without spaces
// between them.
func plain(text string) string {
	runes := []rune(strings.ToLower(text))
	var b strings.Builder
	last := rune(0)
	for i, r := range runes {
		if r != '\n' && unicode.IsSpace(r) && unicode.Is(unicode.Han, last) && unicode.Is(unicode.Han, next(runes[i:])) {
			continue
		}
		b.WriteRune(r)
		last = r
	}
	return b.String()
}

// next is the first character that is no space; 0 if the line has none.
func next(runes []rune) rune {
	for _, r := range runes {
		if r == '\n' || !unicode.IsSpace(r) {
			return r
		}
	}
	return 0
}
