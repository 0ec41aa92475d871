package policy

import (
	"slices"

	"github.com/firstask/firstask/calendar"
)

// Book is what a rule book says about itself.
type Book struct {
	ID string `json:"id"`
	// Of are the rule books it is made of: itself, then those it extends.
	Of []string `json:"of"`
	// Owner is who explains it and changes it; nil where nobody is named.
	Owner Name `json:"owner,omitempty"`
	// From is the day from which it holds; zero where the book names no whole date.
	From calendar.Date `json:"from,omitzero"`
	// Begins is how the book itself says from when it holds: a Begin, or a date
	// with an open year ("????-03-01"); "" for nothing.
	Begins string `json:"begins,omitempty"`
	// Link leads to its full text.
	Link string `json:"link,omitempty"`
	// Channels and Types are the words of intake that it adds.
	Channels []string `json:"channels,omitempty"`
	Types    []string `json:"types,omitempty"`
	// When are the tickets it is bound to.
	When When `json:"when,omitzero"`
}

// Begin says from when a rule book holds that names no date.
type Begin string

// The ways to say it.
const (
	AtPublication  Begin = "publication"
	AtIntroduction Begin = "introduction"
)

// Begins are all ways to say it.
func Begins() []Begin { return []Begin{AtPublication, AtIntroduction} }

// GuidanceFor says what a text of a rule book is for, and so where it is shown.
type GuidanceFor string

// What texts are for. All of them are shown by guide.
const (
	ForPurpose  GuidanceFor = "purpose"  // why there is the book
	ForConduct  GuidanceFor = "conduct"  // how people are treated
	ForDuty     GuidanceFor = "duty"     // what is asked of everybody
	ForScript   GuidanceFor = "script"   // how to go about such a request; stands with it
	ForEscalate GuidanceFor = "escalate" // what to do when it gets hard; read by who calls for a head
	ForReport   GuidanceFor = "report"   // where violations are reported
)

// GuidanceFors are all of them, in the order in which they are shown.
func GuidanceFors() []GuidanceFor {
	return []GuidanceFor{ForPurpose, ForConduct, ForDuty, ForScript, ForEscalate, ForReport}
}

// Guidance is what a rule book says to people and no program can do for them.
type Guidance struct {
	Rule string      `json:"rule"`
	Book string      `json:"book"`
	For  GuidanceFor `json:"for"`
	When When        `json:"when,omitzero"`
	Text Name        `json:"text"`
}

// Book finds a rule book that the configuration names by its id; nil if this
// version knows none.
func (p *Policy) Book(id string) *Book {
	i := slices.IndexFunc(p.Books, func(b Book) bool { return b.ID == id })
	if i < 0 {
		return nil
	}
	return &p.Books[i]
}

// Guides are the texts of a rule book and of those it extends that are for
// something, in the order of the book.
func (p *Policy) Guides(b *Book, of GuidanceFor) []Guidance {
	return slices.DeleteFunc(slices.Clone(p.Guidance), func(g Guidance) bool { return g.For != of || !slices.Contains(b.Of, g.Book) })
}

// holdsIn reports whether it holds for requests to a department in one of some
// channels.
func (b *Book) holdsIn(o *Org, department string, channels []string) bool {
	here := len(b.When.Departments) == 0 || o.Within(department, b.When.Departments)
	return here && (len(b.When.Channels) == 0 || slices.ContainsFunc(channels, func(c string) bool { return slices.Contains(b.When.Channels, c) }))
}

// BooksIn are the rule books that hold for requests to a department in one of
// some channels.
func (p *Policy) BooksIn(o *Org, department string, channels ...string) []Book {
	return slices.DeleteFunc(slices.Clone(p.Books), func(b Book) bool { return !b.holdsIn(o, department, channels) })
}
