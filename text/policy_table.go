package text

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// table is which limit holds in which department: of the windows of one kind
// the earliest, if they start together at the given instant. Departments where
// the same holds stand together.
func (p *policyPen) table(at time.Time) string {
	var bodies []string
	names := map[string][]string{}
	for _, d := range p.org.Departments {
		body := p.holding(d, at)
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

// holding are the rows of one department: for each kind of window the one that
// holds for every request, then those that hold for some.
func (p *policyPen) holding(d *policy.Department, at time.Time) string {
	var rows []string
	for _, kind := range p.kinds() {
		of := p.candidates(kind, d)
		var usually []*policy.Window
		for _, w := range of {
			if some(w).IsZero() {
				usually = append(usually, w)
			}
		}
		usual := p.earliest(usually, d, at)
		if usual != nil {
			rows = append(rows, p.row("policy.row", kind, usual, d))
		}
		for i, w := range of {
			when := p.when(some(w))
			said := slices.ContainsFunc(of[:i], func(o *policy.Window) bool { return p.when(some(o)) == when })
			if some(w).IsZero() || said {
				continue
			}
			same := slices.DeleteFunc(slices.Clone(of), func(o *policy.Window) bool { return !some(o).IsZero() && p.when(some(o)) != when })
			if won := p.earliest(same, d, at); won != nil && won != usual {
				rows = append(rows, p.row("policy.row_for", kind, won, d))
			}
		}
	}
	return strings.Join(rows, "\n")
}

// some is what narrows a window beyond its departments.
func some(w *policy.Window) policy.When {
	when := w.When
	when.Departments = nil
	return when
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

// earliest is the window whose limit comes first; nil for none. One without a
// limit of its own comes last.
func (p *policyPen) earliest(of []*policy.Window, d *policy.Department, at time.Time) *policy.Window {
	var first *policy.Window
	var due time.Time
	for _, w := range of {
		r, err := ticket.Explain(p.v.Rules, w.Rule, at, d.ID)
		if err != nil {
			continue
		}
		if first == nil || (!r.Clock.Due.IsZero() && (due.IsZero() || r.Clock.Due.Before(due))) {
			first, due = w, r.Clock.Due
		}
	}
	return first
}

func (p *policyPen) row(key, kind string, w *policy.Window, d *policy.Department) string {
	title := p.kind(kind)
	if w.Kind == "" {
		title = p.title(w)
	}
	return "  " + p.say(key, data{
		"kind": title, "rule": w.Rule, "limit": p.limit(w.Limit, p.org.CalendarOf(w.Calendar, d.ID)), "when": p.when(some(w)),
		"book": cmp.Or(p.words.Presets[w.Preset].In(p.locale), w.Preset, p.say("policy.own", nil)),
	})
}
