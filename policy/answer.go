package policy

import (
	"cmp"
	"slices"
	"time"
	"unicode/utf8"
)

// MostAnswers is how many standard answers are shown for one request: more are
// not read.
const MostAnswers = 3

// Answer is a standard answer (标准答案): how a question that comes often shows,
// and what is said to it.
type Answer struct {
	// ID is what it is called in commands, Title what people call it.
	ID    string `json:"id"`
	Title Name   `json:"title"`
	Rule  string `json:"rule,omitempty"` // "" for the organisation's own
	When  When   `json:"when,omitzero"`
	// Words are those by which the question shows, each in every script it is to
	// be found in.
	Words []string `json:"words"`
	Text  Name     `json:"text"`
	// Facts stand below it, each under its label: what a card of a product says.
	Facts []Fact `json:"facts,omitempty"`
	// Link leads to a form, a template or more to read; "" for none.
	Link string `json:"link,omitempty"`
}

// Fact is one line of a standard answer.
type Fact struct {
	Label Name `json:"label"`
	Text  Name `json:"text"`
}

// AnswerFirst says that whoever asks for themselves in private gets a standard
// answer before a ticket opens, and how long it waits for their word; the zero
// one opens every ticket at once.
type AnswerFirst struct {
	Rule string        `json:"rule,omitempty"`
	Wait time.Duration `json:"wait,omitempty"`
}

// StandardAnswer finds a standard answer by its id; nil if this version knows none.
func (p *Policy) StandardAnswer(id string) *Answer {
	for i := range p.Answers {
		if p.Answers[i].ID == id {
			return &p.Answers[i]
		}
	}
	return nil
}

// AnswersTo are the standard answers whose words stand in a text, as Mentions
// finds them; the longest word first, and at most MostAnswers.
func (p *Policy) AnswersTo(text string, holds func(*When) bool) []*Answer {
	return p.answers(func(a *Answer) int {
		if !holds(&a.When) {
			return 0
		}
		return longest(text, a.Words)
	})
}

// FindAnswers are those that somebody may mean who types a few words: the words
// of the answer stand in what was typed, or what was typed stands in its words or
// title, in any language.
func (p *Policy) FindAnswers(typed string) []*Answer {
	return p.answers(func(a *Answer) int {
		if n := longest(typed, a.Words); n > 0 {
			return n
		}
		for _, text := range slices.Concat(a.Words, a.Title.all()) {
			if Mentions(text, typed) {
				return 1
			}
		}
		return 0
	})
}

// answers are the best by how well each fits; those that do not at all are left out.
func (p *Policy) answers(fits func(*Answer) int) []*Answer {
	score := map[*Answer]int{}
	var all []*Answer
	for i := range p.Answers {
		a := &p.Answers[i]
		if score[a] = fits(a); score[a] > 0 {
			all = append(all, a)
		}
	}
	slices.SortStableFunc(all, func(a, b *Answer) int { return cmp.Compare(score[b], score[a]) })
	return all[:min(len(all), MostAnswers)]
}

// longest is the length of the longest of some words that a text has; 0 for none.
func longest(text string, words []string) int {
	n := 0
	for _, w := range words {
		if size := utf8.RuneCountInString(w); size > n && Mentions(text, w) {
			n = size
		}
	}
	return n
}

// all are the names in all languages, by locale.
func (n Name) all() []string {
	names := make([]string, 0, len(n))
	for _, l := range sortedKeys(n) {
		names = append(names, n[l])
	}
	return names
}
