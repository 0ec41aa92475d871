package policy

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// FieldKind says what a field of a request takes.
type FieldKind string

// The kinds of field.
const (
	FieldText   FieldKind = "text"
	FieldNumber FieldKind = "number"
	FieldDate   FieldKind = "date"
	FieldChoice FieldKind = "choice"
)

// FieldKinds are all kinds of field.
func FieldKinds() []FieldKind { return []FieldKind{FieldText, FieldNumber, FieldDate, FieldChoice} }

// MostField is how long what is noted in one field may be, in characters.
const MostField = 500

// Field is something that a rule book has noted of a request, beside what is
// noted of whoever asked.
type Field struct {
	// ID is what it is called in the rule book, Name what people call it.
	ID   string    `json:"id"`
	Name Name      `json:"name"`
	Kind FieldKind `json:"kind,omitempty"` // "" is text
	// Choices are what a choice is made from.
	Choices []Choice `json:"choices,omitempty"`
	// Personal: it tells of a person, and is whole only for those with a part in it.
	Personal bool `json:"personal,omitempty"`
	// When says of which requests it is asked for without being needed; the zero
	// When asks for it nowhere.
	When When `json:"when,omitzero"`
}

// Choice is one of the values of a field.
type Choice struct {
	ID   string `json:"id"`
	Name Name   `json:"name"`
}

// Field finds a field by its id; nil if this version knows none.
func (p *Policy) Field(id string) *Field {
	if p == nil {
		return nil
	}
	if i := slices.IndexFunc(p.Fields, func(f Field) bool { return f.ID == id }); i >= 0 {
		return &p.Fields[i]
	}
	return nil
}

// Choice finds what may be chosen by its id; false for none.
func (f *Field) Choice(id string) (Choice, bool) {
	i := slices.IndexFunc(f.Choices, func(c Choice) bool { return c.ID == id })
	if i < 0 {
		return Choice{}, false
	}
	return f.Choices[i], true
}

// Read is what was typed as it is kept: a number without spaces and commas, a
// date as 2006-01-02, a choice by its id; false if it is none. A field that is
// nil is text.
func (f *Field) Read(typed string) (value string, ok bool) {
	typed = strings.TrimSpace(typed)
	if typed == "" || f == nil {
		return typed, utf8.RuneCountInString(typed) <= MostField
	}
	switch f.Kind {
	case FieldNumber:
		return number(typed)
	case FieldDate:
		return day(typed)
	case FieldChoice:
		return f.chosen(typed)
	case FieldText:
		fallthrough
	default:
		return typed, utf8.RuneCountInString(typed) <= MostField
	}
}

func number(typed string) (string, bool) {
	s := strings.NewReplacer(",", "", "\uff0c", "", " ", "").Replace(halfWidth(typed))
	return s, regexp.MustCompile(`^-?\d{1,15}(\.\d{1,6})?$`).MatchString(s)
}

func day(typed string) (string, bool) {
	s := halfWidth(typed)
	for _, layout := range []string{"2006-1-2", "2006/1/2", "2006.1.2", "2006\u5e741\u67082\u65e5", "20060102"} {
		if at, err := time.Parse(layout, s); err == nil {
			return at.Format(time.DateOnly), true
		}
	}
	return "", false
}

// chosen finds a choice by its id or by its name in any language.
func (f *Field) chosen(typed string) (string, bool) {
	for _, c := range f.Choices {
		if strings.EqualFold(c.ID, typed) {
			return c.ID, true
		}
		for _, name := range c.Name {
			if strings.EqualFold(name, typed) {
				return c.ID, true
			}
		}
	}
	return "", false
}

// halfWidth is a text with the digits and signs of a Chinese keyboard as others have them.
func halfWidth(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '\uff0d' && r <= '\uff19' {
			return r - 0xfee0
		}
		return r
	}, s)
}
