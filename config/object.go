package config

import (
	"fmt"
	"slices"

	"github.com/goccy/go-yaml/ast"
)

// field is a key that an object may have, and how its value is read.
type field struct {
	key  string
	must bool
	read func(value)
}

func may(key string, read func(value)) field  { return field{key: key, read: read} }
func must(key string, read func(value)) field { return field{key: key, must: true, read: read} }

// pair is one line of a mapping.
type pair struct {
	key   str
	value value
}

// object reads a group of known keys. Unknown, repeated and missing keys are
// problems; what is right is read all the same.
func (r *reader) object(v value, fields ...field) {
	keys := make([]string, 0, len(fields))
	for _, f := range fields {
		keys = append(keys, f.key)
	}
	r.know(v.pattern, keys)
	pairs, ok := r.pairs(v, "")
	if !ok {
		return
	}
	for _, f := range fields {
		i := slices.IndexFunc(pairs, func(p pair) bool { return p.key.string == f.key })
		switch {
		case i >= 0:
			f.read(pairs[i].value)
		case f.must:
			r.fail(v.spot, "", "%s is missing", f.key)
		}
	}
	for _, p := range pairs {
		if !slices.Contains(keys, p.key.string) {
			r.fail(p.key.spot, hintOf(p.key.string, keys), "unknown key %q", p.key.string)
		}
	}
}

func (r *reader) know(pattern string, keys []string) {
	if r.known == nil {
		r.known = map[string][]string{}
	}
	if _, ok := r.known[pattern]; !ok {
		r.known[pattern] = keys
	}
}

// each reads a group whose keys are free, in the order of the file.
func (r *reader) each(v value, read func(key str, v value)) {
	pairs, ok := r.pairs(v, "*")
	if !ok {
		return
	}
	for _, p := range pairs {
		read(p.key, p.value)
	}
}

// pairs are the lines of a mapping without repeated keys.
func (r *reader) pairs(v value, free string) ([]pair, bool) {
	m, ok := v.node.(ast.MapNode)
	if !ok {
		r.wrong(v, "a group of keys")
		return nil, false
	}
	var pairs []pair
	for it := m.MapRange(); it.Next(); {
		p, ok := r.pair(v, it.KeyValue(), free)
		if !ok {
			continue
		}
		if i := slices.IndexFunc(pairs, func(o pair) bool { return o.key.string == p.key.string }); i >= 0 {
			r.fail(p.key.spot, fmt.Sprintf("the first one is on line %d", pairs[i].key.line), "key %q is given twice", p.key.string)
			continue
		}
		pairs = append(pairs, p)
	}
	return pairs, true
}

func (r *reader) pair(owner value, n *ast.MappingValueNode, free string) (pair, bool) {
	at := r.place(owner, n)
	if n.Key == nil || n.Key.IsMergeKey() {
		r.fail(at, "write the keys out", "merge keys (<<) are not read")
		return pair{}, false
	}
	t := n.Key.GetToken()
	if _, ok := n.Key.(*ast.MappingKeyNode); ok || t == nil {
		r.fail(at, "write key: value", "a key must be a plain word")
		return pair{}, false
	}
	at.path = join(owner.path, t.Value)
	p := pair{key: str{t.Value, at}, value: value{node: n.Value, pattern: join(owner.pattern, t.Value)}}
	if free != "" {
		p.value.pattern = join(owner.pattern, free)
	}
	p.value.spot = at
	if n.Value != nil {
		p.value.spot = r.place(value{spot: at}, n.Value)
	}
	return p, true
}

// list reads every entry of a list.
func (r *reader) list(v value, read func(value)) {
	s, ok := v.node.(*ast.SequenceNode)
	if !ok {
		r.wrong(v, "a list")
		return
	}
	for i, n := range s.Values {
		entry := value{node: n, pattern: v.pattern + "[]", spot: v.spot}
		entry.path = fmt.Sprintf("%s[%d]", v.path, i)
		if n != nil {
			entry.spot = r.place(entry, n)
		}
		read(entry)
	}
}

// wrong reports a value of the wrong kind.
func (r *reader) wrong(v value, want string) {
	switch n := v.node.(type) {
	case nil, *ast.NullNode:
		r.fail(v.spot, "give it a value or remove the key", "is empty, wants %s", want)
	case *ast.AnchorNode, *ast.AliasNode, *ast.TagNode:
		r.fail(v.spot, "write the value out", "anchors, aliases and tags are not read")
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		hint := ""
		if want == "text" {
			hint = "put it in quotes"
		}
		r.fail(v.spot, hint, "wants %s, found %s (%s)", want, kindOf(n), n.GetToken().Value)
	default:
		r.fail(v.spot, "", "wants %s, found %s", want, kindOf(n))
	}
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}
