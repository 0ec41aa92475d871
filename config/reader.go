package config

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

const (
	// maxSize bounds a file: nobody writes a megabyte of rules by hand.
	maxSize = 1 << 20
	// maxDepth bounds nesting: the parser's time grows with its square.
	maxDepth = 1000
)

// spot is a place in a file.
type spot struct {
	file      string
	line, col int
	path      string
}

// value is a YAML value at its place. Pattern is its path with [] for indexes
// and * for free keys; it names what the decoder knows.
type value struct {
	node ast.Node
	spot
	pattern string
}

// str is a text at its place.
type str struct {
	string
	spot
}

// reader collects what is wrong while values are read, so that one run finds
// every mistake. Known are the keys it was ready to read, by pattern.
type reader struct {
	problems Problems
	warnings Problems
	known    map[string][]string
}

func (r *reader) fail(at spot, hint, format string, args ...any) {
	r.problems = append(r.problems, at.problem(hint, format, args...))
}

func (r *reader) warn(at spot, hint, format string, args ...any) {
	r.warnings = append(r.warnings, at.problem(hint, format, args...))
}

func (s spot) problem(hint, format string, args ...any) Problem {
	return Problem{File: s.file, Line: s.line, Col: s.col, Path: s.path, Message: fmt.Sprintf(format, args...), Hint: hint}
}

// parse reads a file into its root mapping; false if it has none.
func (r *reader) parse(name string, src []byte) (value, bool) {
	whole := spot{file: name}
	if len(src) > maxSize {
		r.fail(whole, "split what is data from what is rules", "the file has more than %d KiB", maxSize>>10)
		return value{}, false
	}
	src = bytes.TrimPrefix(src, []byte("\ufeff"))
	if depth(src) > maxDepth {
		r.fail(whole, "", "lists or brackets are nested more than %d deep", maxDepth)
		return value{}, false
	}
	file, err := parseYAML(src)
	if err != nil {
		r.syntax(whole, err)
		return value{}, false
	}
	return r.root(whole, file)
}

// parseYAML turns a panic of the parser into an error: what an operator typed
// must never stop a running service.
func parseYAML(src []byte) (file *ast.File, err error) {
	defer func() {
		if p := recover(); p != nil {
			file, err = nil, fmt.Errorf("config: cannot be read as YAML: %v", p)
		}
	}()
	return parser.ParseBytes(src, 0, parser.AllowDuplicateMapKey())
}

// depth is how deep brackets and one-line lists nest, roughly: brackets in
// comments and quotes count too, which the generous bound allows for.
func depth(src []byte) int {
	deepest, level := 0, 0
	for line := range bytes.Lines(src) {
		begin := line[:len(line)-len(bytes.TrimLeft(line, " -?"))]
		deepest = max(deepest, bytes.Count(begin, []byte("- "))+bytes.Count(begin, []byte("? ")))
		for _, c := range line {
			switch c {
			case '[', '{':
				level++
			case ']', '}':
				level = max(0, level-1)
			}
			deepest = max(deepest, level)
		}
	}
	return deepest
}

func (r *reader) syntax(at spot, err error) {
	var e yaml.Error
	if !errors.As(err, &e) {
		r.fail(at, "", "%v", err)
		return
	}
	if t := e.GetToken(); t != nil && t.Position != nil {
		at.line, at.col = t.Position.Line, t.Position.Column
	}
	hint := ""
	if strings.Contains(e.GetMessage(), "'\t'") {
		hint = "indent with spaces, not with tabs"
	}
	r.fail(at, hint, "not YAML: %s", e.GetMessage())
}

func (r *reader) root(whole spot, file *ast.File) (value, bool) {
	var bodies []ast.Node
	for _, d := range file.Docs {
		if d != nil && d.Body != nil {
			bodies = append(bodies, d.Body)
		}
	}
	if len(bodies) == 0 {
		r.fail(whole, "docs/example.yaml shows a whole one", "the file is empty")
		return value{}, false
	}
	for _, extra := range bodies[1:] {
		r.fail(r.place(value{spot: whole}, extra), "put all of it above the line ---", "only one document is read")
	}
	root := value{node: bodies[0], spot: r.place(value{spot: whole}, bodies[0])}
	if _, ok := bodies[0].(ast.MapNode); !ok {
		r.fail(root.spot, "keys and values, as in docs/example.yaml", "the file is %s", kindOf(bodies[0]))
		return value{}, false
	}
	return root, true
}

// place is where a node begins, on the path of its owner.
func (r *reader) place(owner value, n ast.Node) spot {
	s := owner.spot
	t := first(n)
	if t != nil && t.Position != nil {
		s.line, s.col = t.Position.Line, t.Position.Column
	}
	return s
}

// first is the token a person would point at: for a block mapping its first key.
func first(n ast.Node) *token.Token {
	if m, ok := n.(*ast.MappingNode); ok && len(m.Values) > 0 && !m.IsFlowStyle {
		return m.Values[0].Key.GetToken()
	}
	if m, ok := n.(*ast.MappingValueNode); ok {
		return m.Key.GetToken()
	}
	return n.GetToken()
}

// kindOf names a node in plain words.
func kindOf(n ast.Node) string {
	switch n.(type) {
	case ast.MapNode:
		return "a group of keys"
	case *ast.SequenceNode:
		return "a list"
	case *ast.StringNode, *ast.LiteralNode:
		return "text"
	case *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		return "a number"
	case *ast.BoolNode:
		return "true or false"
	case *ast.NullNode:
		return "empty"
	case *ast.AnchorNode, *ast.AliasNode, *ast.MergeKeyNode:
		return "an anchor or an alias"
	default:
		return "something else"
	}
}
