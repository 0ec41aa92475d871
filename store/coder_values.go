package store

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

func writePairs[V any](c *coder, m map[string]V, item func(*coder, *V)) {
	var value V
	var room [2 * few]string
	keys := room[:0]
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	for n, key := range keys {
		c.another(n, len(m), '}')
		c.quote(key)
		c.token(':')
		value = m[key]
		item(c, &value)
	}
}

func readPairs[M ~map[string]V, V any](c *coder, item func(*coder, *V)) M {
	m := M{}
	for n := 0; c.another(n, 0, '}'); n++ {
		key := c.unquote()
		c.token(':')
		var value V
		item(c, &value)
		m[key] = value
	}
	return m
}

// text is a string.
func text[S ~string](c *coder, name string, v *S) {
	if c.field(name, false) {
		str(c, v)
	}
}

func textIf[S ~string](c *coder, name string, v *S) {
	if c.field(name, *v == "") {
		str(c, v)
	}
}

func str[S ~string](c *coder, v *S) {
	if c.writes {
		c.quote(string(*v))
		return
	}
	*v = S(c.unquote())
}

func (c *coder) quote(s string) {
	if !plain(s) {
		raw, err := standard(s)
		c.out, c.err = append(c.out, raw...), cmp.Or(c.err, err)
		return
	}
	c.out = append(c.out, '"')
	c.out = append(c.out, s...)
	c.out = append(c.out, '"')
}

// plain reports whether a string stands in JSON as it is.
func plain(s string) bool {
	ascii := true
	for i := range len(s) {
		switch b := s[i]; {
		case b < ' ' || b == '"' || b == '\\':
			return false
		case b >= utf8.RuneSelf:
			ascii = false
		}
	}
	return ascii || utf8.ValidString(s) && !strings.Contains(s, "\u2028") && !strings.Contains(s, "\u2029")
}

func (c *coder) unquote() string {
	if !c.token('"') {
		return ""
	}
	length := strings.IndexByte(c.in[c.at:], '"')
	if length < 0 {
		c.odd = true
		return ""
	}
	if s := c.in[c.at : c.at+length]; plain(s) {
		c.at += length + 1
		return s
	}
	return c.escaped()
}

// escaped reads what follows the opening quote of a string that is not plain.
func (c *coder) escaped() string {
	start := c.at - 1
	for ; c.at < len(c.in) && c.in[c.at] != '"'; c.at++ {
		if c.in[c.at] == '\\' {
			c.at++
		}
	}
	c.at = min(c.at+1, len(c.in))
	var s string
	if err := json.Unmarshal([]byte(c.in[start:c.at]), &s); err != nil {
		c.odd = true
	}
	return s
}

// number is a whole number.
func number[N ~int | ~int64](c *coder, name string, v *N) {
	if c.field(name, false) {
		integer(c, v)
	}
}

func numberIf[N ~int | ~int64](c *coder, name string, v *N) {
	if c.field(name, *v == 0) {
		integer(c, v)
	}
}

func integer[N ~int | ~int64](c *coder, v *N) {
	if c.writes {
		c.out = strconv.AppendInt(c.out, int64(*v), 10)
		return
	}
	end := c.at
	for end < len(c.in) && (c.in[end] == '-' || '0' <= c.in[end] && c.in[end] <= '9') {
		end++
	}
	digits := c.in[c.at:end]
	n, err := strconv.ParseInt(digits, 10, 64)
	if c.at = end; err != nil || int64(N(n)) != n || len(digits) > 1 && strings.TrimPrefix(digits, "-")[0] == '0' {
		c.odd = true
	}
	*v = N(n)
}

// flagIf is a yes.
func flagIf(c *coder, name string, v *bool) {
	if !c.field(name, !*v) {
		return
	}
	if is := c.word("true"); !c.writes {
		*v, c.odd = is, !is
	}
}

// instant is a time.
func instant(c *coder, name string, v *time.Time) {
	if c.field(name, false) {
		moment(c, v)
	}
}

func instantIf(c *coder, name string, v *time.Time) {
	if c.field(name, v.IsZero()) {
		moment(c, v)
	}
}

func moment(c *coder, v *time.Time) {
	if c.writes {
		c.token('"')
		raw, err := v.AppendText(c.out)
		c.out, c.err = raw, cmp.Or(c.err, err)
		c.token('"')
		return
	}
	if err := v.UnmarshalText([]byte(c.unquote())); err != nil {
		c.odd = true
	}
}
