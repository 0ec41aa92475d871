package store

import (
	"strings"
)

//go:generate go run ./fieldsgen

// coder writes and reads the documents that come by with every command. One
// list of fields (fields.go) serves both ways, so neither forgets what the other
// knows. It writes the bytes of encoding/json without the escapes that HTML
// needs, and reads only such bytes, every field in its place; all else, be it
// an older or a later document or a string with escapes, it leaves to
// encoding/json. So it is some three times as fast and understands little.
type coder struct {
	writes bool
	out    []byte
	// in is read, up to at. Strings are cut from it, not copied.
	in string
	at int
	// more is true once the object at hand has a field.
	more bool
	// odd is true after what a coder would not have written; err is what cannot
	// be written at all.
	odd bool
	err error
}

// written is the document of a value; size is about how long it becomes.
func written[T any](v *T, fields func(*coder, *T), size int) ([]byte, error) {
	c := &coder{writes: true, out: make([]byte, 0, size)}
	object(c, v, fields)
	return c.out, c.err
}

// read fills a zero value from a document that a coder wrote. For any other it
// returns false and leaves the value zero.
func read[T any](in string, v *T, fields func(*coder, *T)) bool {
	c := &coder{in: in}
	object(c, v, fields)
	if !c.odd && c.at == len(in) {
		return true
	}
	var zero T
	*v = zero
	return false
}

// few is how many things most lists and maps of a ticket hold at most.
const few = 4

// object is a struct.
func object[T any](c *coder, v *T, fields func(*coder, *T)) {
	outer := c.open()
	fields(c, v)
	c.end(outer)
}

// open begins an object; end ends it and goes on with the one around it.
func (c *coder) open() (outer bool) {
	outer, c.more = c.more, false
	c.token('{')
	return outer
}

func (c *coder) end(outer bool) {
	c.token('}')
	c.more = outer
}

// token writes a byte, or reads just this one.
func (c *coder) token(b byte) bool {
	switch {
	case c.writes:
		c.out = append(c.out, b)
	case c.odd || c.at >= len(c.in) || c.in[c.at] != b:
		c.odd = true
	default:
		c.at++
	}
	return !c.odd
}

// ahead reports whether this is what is read next.
func (c *coder) ahead(s string) bool { return !c.odd && strings.HasPrefix(c.in[c.at:], s) }

// word writes a bare word, or reads it if it is what comes next.
func (c *coder) word(s string) bool {
	switch {
	case c.writes:
		c.out = append(c.out, s...)
		return true
	case c.ahead(s):
		c.at += len(s)
		return true
	default:
		return false
	}
}

// field begins a field: written unless it is to be left out, read if it is what
// comes next. It reports whether the value follows.
func (c *coder) field(name string, leave bool) bool {
	if !c.writes {
		return c.next(name)
	}
	if leave {
		return false
	}
	if c.more {
		c.out = append(c.out, ',')
	}
	c.more = true
	c.out = append(c.out, '"')
	c.out = append(c.out, name...)
	c.out = append(c.out, '"', ':')
	return true
}

func (c *coder) next(name string) bool {
	at := c.at
	switch {
	case c.odd:
		return false
	case !c.more:
	case at < len(c.in) && c.in[at] == ',':
		at++
	default:
		return false
	}
	end := at + len(name) + 3
	if end > len(c.in) || c.in[at] != '"' || c.in[at+1] != name[0] || c.in[at+1:end-2] != name || c.in[end-2] != '"' || c.in[end-1] != ':' {
		return false
	}
	c.at, c.more = end, true
	return true
}

// A function whose name ends in "If" leaves its field out when it has nothing to say.

// part is a struct within a struct.
func part[T any](c *coder, name string, v *T, fields func(*coder, *T)) {
	if c.field(name, false) {
		object(c, v, fields)
	}
}

func partIf[T comparable](c *coder, name string, v *T, fields func(*coder, *T)) {
	var zero T
	if c.field(name, *v == zero) {
		object(c, v, fields)
	}
}

// refIf is a struct behind a pointer.
func refIf[T any](c *coder, name string, v **T, fields func(*coder, *T)) {
	if !c.field(name, *v == nil) {
		return
	}
	if !c.writes {
		*v = new(T)
	}
	object(c, *v, fields)
}

// rows is a list of structs.
func rows[T any](c *coder, name string, v *[]T, fields func(*coder, *T)) {
	if c.field(name, false) {
		items(c, v, fields, true)
	}
}

func rowsIf[T any](c *coder, name string, v *[]T, fields func(*coder, *T)) {
	if c.field(name, len(*v) == 0) {
		items(c, v, fields, true)
	}
}

// listIf is a list of strings, numbers or times.
func listIf[T any](c *coder, name string, v *[]T, item func(*coder, *T)) {
	if c.field(name, len(*v) == 0) {
		items(c, v, item, false)
	}
}

func items[T any](c *coder, v *[]T, item func(*coder, *T), objects bool) {
	if (*v == nil || !c.writes) && c.word("null") || !c.token('[') {
		return
	}
	if !c.writes {
		*v = make([]T, 0, few)
	}
	for n := 0; c.another(n, len(*v), ']'); n++ {
		if !c.writes {
			var zero T
			*v = append(*v, zero)
		}
		if objects {
			object(c, &(*v)[n], item)
		} else {
			item(c, &(*v)[n])
		}
	}
	c.token(']')
}

// another goes on to the n-th thing in a list or map: to be written while there
// are any, to be read until the closing bracket.
func (c *coder) another(n, all int, closing byte) bool {
	if c.writes && n == all || !c.writes && (c.odd || c.at < len(c.in) && c.in[c.at] == closing) {
		return false
	}
	return n == 0 || c.token(',')
}

// mapIf is a map; its keys are in order.
func mapIf[M ~map[string]V, V any](c *coder, name string, v *M, item func(*coder, *V)) {
	if !c.field(name, len(*v) == 0) {
		return
	}
	c.token('{')
	if c.writes {
		writePairs(c, *v, item)
	} else {
		*v = readPairs[M](c, item)
	}
	c.token('}')
}
