package config

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"

	"github.com/firstask/firstask/calendar"
	"github.com/firstask/firstask/policy"
)

const durationHint = "a time with its unit: 90s, 30m, 4h or 1h30m"

// text reads a text that is not empty.
func (r *reader) text(v value) (str, bool) {
	var s string
	switch n := v.node.(type) {
	case *ast.StringNode:
		s = n.Value
	case *ast.LiteralNode:
		s = n.Value.Value
	default:
		r.wrong(v, "text")
		return str{}, false
	}
	if s = strings.TrimSpace(s); s == "" {
		r.fail(v.spot, "give it a value or remove the key", "is empty, wants text")
		return str{}, false
	}
	return str{s, v.spot}, true
}

// word reads one of a closed set of words.
func (r *reader) word(v value, what string, known []string) (str, bool) {
	s, ok := r.text(v)
	if ok && !slices.Contains(known, s.string) {
		r.fail(s.spot, hintOf(s.string, known), "%q is not %s", s.string, what)
		return str{}, false
	}
	return s, ok
}

// texts reads a list of texts that names nothing twice.
func (r *reader) texts(v value) []str {
	var all []str
	r.list(v, func(e value) {
		if s, ok := r.text(e); ok && r.unique(s, all) {
			all = append(all, s)
		}
	})
	return all
}

func (r *reader) unique(s str, before []str) bool {
	i := slices.IndexFunc(before, func(o str) bool { return o.string == s.string })
	if i < 0 {
		return true
	}
	r.fail(s.spot, fmt.Sprintf("the first one is on line %d", before[i].line), "%q is named twice", s.string)
	return false
}

func (r *reader) flag(v value) bool {
	b, ok := v.node.(*ast.BoolNode)
	if !ok {
		r.wrong(v, "true or false")
		return false
	}
	return b.Value
}

// count reads a whole number from 1 up.
func (r *reader) count(v value) int {
	n, ok := v.node.(*ast.IntegerNode)
	if !ok {
		r.wrong(v, "a whole number")
		return 0
	}
	i, err := strconv.Atoi(n.GetToken().Value)
	if err != nil || i < 1 || i > math.MaxInt32 {
		r.fail(v.spot, "a whole number from 1 up", "%s is out of range", n.GetToken().Value)
		return 0
	}
	return i
}

// measure reads a text with a unit; a bare number gets the question which unit.
func (r *reader) measure(v value, hint string) (str, bool) {
	switch v.node.(type) {
	case *ast.IntegerNode, *ast.FloatNode:
		given := v.node.GetToken().Value
		r.fail(v.spot, fmt.Sprintf("%s, for instance %sm for minutes", hint, given), "%s has no unit", given)
		return str{}, false
	}
	return r.text(v)
}

// span reads a duration above zero.
func (r *reader) span(v value) time.Duration {
	s, ok := r.measure(v, durationHint)
	if !ok {
		return 0
	}
	if regexp.MustCompile(`^-?\d+\s*w?d$`).MatchString(s.string) {
		r.fail(s.spot, durationHint, "days are not possible here: %q", s.string)
		return 0
	}
	return r.duration(s, durationHint)
}

func (r *reader) duration(s str, hint string) time.Duration {
	d, err := time.ParseDuration(s.string)
	switch {
	case err != nil:
		r.fail(s.spot, unitHint(s.string, hint), "%q is not a duration", s.string)
	case d <= 0:
		r.fail(s.spot, hint, "%q is not above zero", s.string)
	case d%time.Second != 0:
		r.fail(s.spot, "whole seconds", "%q is finer than a second", s.string)
	default:
		return d
	}
	return 0
}

// unitHint answers the units people try first.
func unitHint(s, hint string) string {
	m := regexp.MustCompile(`^(\d+)\s*(d|days?|w|weeks?|m|min|mins|minutes?|h|hours?|hrs?|s|secs?|seconds?)$`).FindStringSubmatch(s)
	if m == nil {
		return hint
	}
	n, err := strconv.Atoi(m[1])
	if err != nil || n > 10000 {
		return hint
	}
	switch m[2][0] {
	case 'd':
		return inDays(n, hint)
	case 'w':
		return inDays(7*n, hint)
	default:
		return fmt.Sprintf("%d%c; %s", n, m[2][0], hint)
	}
}

// inDays is how so many days of the clock are written; working days are fewer.
func inDays(n int, hint string) string {
	if hint == limitHint || hint == periodHint {
		return fmt.Sprintf("%dd for days on the calendar, or %dwd for working days", n, max(1, n-n/7*2))
	}
	return fmt.Sprintf("%dh", 24*n)
}

// reminder is a reminder at its place.
type reminder struct {
	policy.Reminder
	spot
}

// reminders reads a list of shares of the window and times before its end; nil
// if there are mistakes in it, so that none is derived from them.
func (r *reader) reminders(v value) []reminder {
	all, before := []reminder{}, len(r.problems)
	r.list(v, func(e value) {
		if m, ok := r.reminder(e); ok {
			all = append(all, m)
		}
	})
	if len(r.problems) > before {
		return nil
	}
	return all
}

func (r *reader) reminder(v value) (reminder, bool) {
	const hint = "a share of the window (50%) or a time before its end (60m)"
	s, ok := r.measure(v, hint)
	if !ok {
		return reminder{}, false
	}
	share, is := strings.CutSuffix(s.string, "%")
	if !is {
		before := r.duration(str{strings.TrimPrefix(s.string, "-"), s.spot}, hint)
		return reminder{policy.Reminder{Before: before}, s.spot}, before > 0
	}
	n, err := strconv.Atoi(strings.TrimSpace(share))
	if err != nil || n < 1 || n > 99 {
		r.fail(s.spot, "from 1% to 99%", "%q is not a share of the window", s.string)
		return reminder{}, false
	}
	return reminder{policy.Reminder{Percent: n}, s.spot}, true
}

// name reads a name: one text for every language, or one by locale.
func (r *reader) name(v value) policy.Name {
	if _, ok := v.node.(*ast.StringNode); ok {
		s, _ := r.text(v)
		return policy.Name{"en": s.string}
	}
	n := policy.Name{}
	fields := make([]field, 0, len(locales()))
	for _, l := range locales() {
		fields = append(fields, may(l, func(v value) {
			if s, ok := r.text(v); ok {
				n[l] = s.string
			}
		}))
	}
	r.object(v, fields...)
	return n
}

// minute reads a time of day.
func (r *reader) minute(v value) (calendar.Minute, str, bool) {
	s, ok := r.text(v)
	if !ok {
		return 0, s, false
	}
	m, err := calendar.ParseMinute(s.string)
	if err != nil || m >= 24*60 {
		r.fail(s.spot, `a time of day in quotes: "09:30"`, "%q is not a time of day", s.string)
		return 0, s, false
	}
	return m, s, true
}
