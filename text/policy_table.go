package text

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// table is which limits hold in which department. Windows of one kind that
// compete stand together: which of them ends first depends on the day, on the
// hour and on the request. Departments where the same holds stand together.
func (p *policyPen) table() string {
	var bodies []string
	names := map[string][]string{}
	for _, d := range p.org.Departments {
		body := p.holding(d)
		if !slices.Contains(bodies, body) {
			bodies = append(bodies, body)
		}
		names[body] = append(names[body], p.department(d.ID))
	}
	parts := make([]string, 0, 1+len(bodies))
	parts = append(parts, p.say("policy.table", nil))
	for _, body := range bodies {
		parts = append(parts, p.lines(p.listed(names[body]), body))
	}
	return strings.Join(parts, "\n\n")
}

// holding are the rows of one department: every window that may hold there, by
// kind.
func (p *policyPen) holding(d *policy.Department) string {
	var rows []string
	for _, kind := range p.kinds() {
		var alone, rivals []string
		of := p.candidates(kind, d)
		for _, w := range of {
			if len(ticket.Rivals(p.v.Rules, w.Rule, d.ID)) > 0 {
				rivals = append(rivals, "    "+p.row("policy.rival", "", w, d))
				continue
			}
			title := p.kind(kind)
			if len(of) > 1 || w.Kind == "" {
				title = p.title(w)
			}
			alone = append(alone, "  "+p.row("policy.row", title, w, d))
		}
		if len(rivals) > 0 {
			rows = append(append(rows, "  "+p.say("policy.rivals", data{"kind": p.kind(kind)})), rivals...)
		}
		rows = append(rows, alone...)
	}
	return strings.Join(rows, "\n")
}

// some says what narrows a window beyond its departments; "" for nothing.
func (p *policyPen) some(w *policy.Window) string {
	var parts []string
	when := w.When
	when.Departments, when.Since = nil, time.Time{}
	if !when.IsZero() {
		parts = append(parts, p.when(when))
	}
	if !w.Unless.IsZero() {
		parts = append(parts, p.say("policy.except", data{"what": p.when(w.Unless)}))
	}
	return p.pen.listed(parts)
}

// kinds are the kinds of windows in the order in which they first stand.
func (p *policyPen) kinds() []string {
	var kinds []string
	for i := range p.policy.Windows {
		w := &p.policy.Windows[i]
		if k := cmp.Or(w.Kind, w.Rule); !slices.Contains(kinds, k) {
			kinds = append(kinds, k)
		}
	}
	return kinds
}

// candidates are the windows of a kind that may run in a department.
func (p *policyPen) candidates(kind string, d *policy.Department) []*policy.Window {
	var of []*policy.Window
	for i := range p.policy.Windows {
		w := &p.policy.Windows[i]
		in := len(w.When.Departments) == 0 || p.org.Within(d.ID, w.When.Departments)
		if cmp.Or(w.Kind, w.Rule) == kind && in {
			of = append(of, w)
		}
	}
	return of
}

// row is one window, by a key or, where it holds for some requests only, by that
// key with "_for".
func (p *policyPen) row(key, title string, w *policy.Window, d *policy.Department) string {
	when := p.some(w)
	if when != "" {
		key += "_for"
	}
	return p.say(key, data{
		"kind": title, "rule": w.Rule, "limit": p.limit(w.Limit, p.org.CalendarOf(w.Calendar, d.ID)), "when": when,
		"book": cmp.Or(p.words.Presets[w.Preset].In(p.locale), w.Preset, p.say("policy.own", nil)),
	})
}
