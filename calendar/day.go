package calendar

import "strings"

// Kind says what a day, or a counted piece of time, is.
type Kind int

// The kinds of days. Free and Off days count no time.
const (
	KindFree    Kind = iota // a weekday without hours
	KindRegular             // the weekly hours
	KindOff                 // a holiday
	KindMakeUp              // a day made a workday by announcement
	KindHalf                // a day with hours of its own
	KindClock               // clock time, every instant counts
)

// String returns a stable lower-case name for logs and stored data.
func (k Kind) String() string {
	switch k {
	case KindFree:
		return "free"
	case KindRegular:
		return "regular"
	case KindOff:
		return "off"
	case KindMakeUp:
		return "make-up"
	case KindHalf:
		return "half"
	case KindClock:
		return "clock"
	default:
		return "unknown"
	}
}

// Label is the name of a special day, with translations after bars:
// "Spring Festival | de Chinesisches Neujahr".
type Label string

// In returns the label in the language of that tag, or the text before the first bar when
// there is no such translation.
func (l Label) In(lang string) string {
	first, rest, _ := strings.Cut(string(l), "|")
	for part := range strings.SplitSeq(rest, "|") {
		tag, text, found := strings.Cut(strings.TrimSpace(part), " ")
		if found && strings.EqualFold(tag, lang) {
			return strings.TrimSpace(text)
		}
	}
	return strings.TrimSpace(first)
}

// String returns the label without its translations.
func (l Label) String() string { return l.In("") }

// Day is one day and what makes it special. Hours are those of its own line in a holiday
// list; in the answer of Calendar.Day they are the hours that count.
type Day struct {
	Date  Date
	Kind  Kind
	Label Label
	Hours []Span
}
