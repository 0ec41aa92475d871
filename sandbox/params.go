package sandbox

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

const bodyMost = 1 << 20

// params are the arguments of a request. Form values are strings; JSON bodies bring any value.
type params map[string]any

var (
	errBadForm = errors.New("invalid_form_data")
	errBadJSON = errors.New("invalid_json")
)

// readParams decodes the query and the body, be it a form or JSON.
func readParams(r *http.Request) (params, error) {
	p := params{}
	addForm(p, r.URL.Query())
	body, err := io.ReadAll(io.LimitReader(r.Body, bodyMost))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errBadForm, err)
	}
	if len(bytes.TrimSpace(body)) == 0 {
		return p, nil
	}
	if strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		if err := json.Unmarshal(body, &p); err != nil {
			return nil, fmt.Errorf("%w: %w", errBadJSON, err)
		}
		return p, nil
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errBadForm, err)
	}
	addForm(p, form)
	return p, nil
}

func addForm(p params, form url.Values) {
	for k, v := range form {
		if len(v) > 0 {
			p[k] = v[0]
		}
	}
}

// has reports whether the argument was sent and is not null.
func (p params) has(name string) bool { return p[name] != nil }

// sent reports whether the argument carries anything, be it an empty list or object.
func (p params) sent(name string) bool { return p.has(name) && p[name] != "" }

func (p params) str(name string) string {
	switch v := p[name].(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	default:
		return ""
	}
}

func (p params) flag(name string) bool {
	switch p.str(name) {
	case "true", "1":
		return true
	default:
		return false
	}
}

func (p params) number(name string, fallback int) int {
	if n, err := strconv.Atoi(p.str(name)); err == nil && n > 0 {
		return n
	}
	return fallback
}

// list reads "a,b" or ["a","b"].
func (p params) list(name string) []string {
	var out []string
	if items, ok := p[name].([]any); ok {
		for _, v := range items {
			out = append(out, fmt.Sprint(v))
		}
		return out
	}
	for part := range strings.SplitSeq(p.str(name), ",") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// value reads an argument that is JSON, or a string that holds JSON. An absent, null or empty argument is nil.
func (p params) value(name string) (any, error) {
	text, ok := p[name].(string)
	if !ok {
		return p[name], nil
	}
	if strings.TrimSpace(text) == "" {
		return nil, nil //nolint:nilnil // absent is no error
	}
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return v, nil
}

// shown is a copy for the journal: no tokens, and JSON in strings opened up.
func (p params) shown() map[string]any {
	out := make(map[string]any, len(p))
	for k, v := range p {
		switch k {
		case "token":
		case "blocks", "view", "metadata", "attachments":
			if opened, err := p.value(k); err == nil && opened != nil {
				v = opened
			}
			out[k] = v
		default:
			out[k] = v
		}
	}
	return out
}
