package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Problem is one mistake, or one warning, at one place of a file.
type Problem struct {
	File string
	Line int // from 1; 0 when the file as a whole is meant
	Col  int // in characters, from 1
	// Path names the place as keys and indexes: "departments[0].posts[1].holder".
	Path    string
	Message string // what is wrong
	Hint    string // what would be right; may be empty
}

// String returns "file:line:col: path: message (hint)" in one line.
func (p Problem) String() string {
	var b strings.Builder
	b.WriteString(p.place())
	b.WriteString(": ")
	b.WriteString(p.said())
	if p.Hint != "" {
		fmt.Fprintf(&b, " (%s)", p.Hint)
	}
	return b.String()
}

func (p Problem) place() string {
	if p.Line == 0 {
		return p.File
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col)
}

func (p Problem) said() string {
	if p.Path == "" {
		return p.Message
	}
	return p.Path + ": " + p.Message
}

// Problems are all mistakes of a configuration in the order of their places.
// It is an error that wraps ErrInvalid.
type Problems []Problem //nolint:errname // it is a list of problems first, an error second

// Error returns one line per problem.
func (ps Problems) Error() string {
	lines := make([]string, 0, len(ps))
	for _, p := range ps {
		lines = append(lines, p.String())
	}
	return strings.Join(lines, "\n")
}

// Is reports that problems are ErrInvalid.
func (ps Problems) Is(target error) bool { return target == ErrInvalid }

func (ps Problems) sorted() Problems {
	slices.SortStableFunc(ps, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
	})
	return slices.Compact(ps)
}
