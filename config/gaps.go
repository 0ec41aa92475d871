package config

import (
	"slices"
	"strings"

	"github.com/firstask/firstask/policy"
)

// held are the states of a request in which it lies with somebody, and who is
// there then beside the first-asked person.
func held() []heldState {
	return []heldState{
		{"CAPTURED", nil},
		{"HANDED_OFF", []policy.Role{policy.Receiver, policy.Handler}},
		{"ACCEPTED", []policy.Role{policy.Responsible, policy.Handler}},
		{"RESULT_READY", []policy.Role{policy.Responsible, policy.Handler, policy.Teller}},
	}
}

type heldState struct {
	state string
	roles []policy.Role
}

// checkGaps warns where a request may lie with somebody who has no limit at
// all: silence would never be noticed. States with the same gap share a line.
func (l *loader) checkGaps(org *policy.Org, p *policy.Policy) {
	if l.incomplete || len(l.doc.uses) == 0 {
		return
	}
	var gaps []string
	states := map[string][]string{}
	for _, h := range held() {
		if gap, ok := h.gap(org, p); ok {
			if !slices.Contains(gaps, gap) {
				gaps = append(gaps, gap)
			}
			states[gap] = append(states[gap], h.state)
		}
	}
	for _, gap := range gaps {
		l.warn(l.doc.uses[0].spot, "a window that runs then on whoever has the request, without when:", "nobody has a limit while %s%s", strings.Join(states[gap], ", "), gap)
	}
}

// gap says for which requests of a state nobody has a limit, as the end of a
// sentence; false if there are none.
func (h heldState) gap(org *policy.Org, p *policy.Policy) (string, bool) {
	var open, some []string
	asked := 0
	for _, d := range org.Departments {
		if len(d.Channels) == 0 && d.ID != org.Default {
			continue
		}
		asked++
		whole, parts := h.limits(org, p, d.ID)
		if whole {
			continue
		}
		open = append(open, d.ID)
		for _, w := range parts {
			if !slices.Contains(some, w) {
				some = append(some, w)
			}
		}
	}
	said := ""
	if len(open) < asked {
		said += " in " + strings.Join(open, ", ")
	}
	if len(some) > 0 {
		said += ", but for requests of some kinds: " + strings.Join(some, "; ")
	}
	return said, len(open) > 0
}

// limits reports whether some window puts a limit on somebody for every request
// of a department; else for which ones.
func (h heldState) limits(org *policy.Org, p *policy.Policy, department string) (whole bool, parts []string) {
	for i := range p.Windows {
		w := &p.Windows[i]
		who := w.On == policy.Natural || w.On == policy.Factual || slices.Contains(h.roles, w.On)
		here := len(w.When.Departments) == 0 || org.Within(department, w.When.Departments)
		given := w.Limit.Given // a limit only where somebody gave one
		if !who || !here || given || w.Then != policy.Breach || !slices.Contains(w.While, h.state) {
			continue
		}
		if part := narrowed(w.When); part != "" {
			parts = append(parts, part)
			continue
		}
		return true, nil
	}
	return false, parts
}

// narrowed is what a condition wants beside departments, as it is written.
func narrowed(w policy.When) string {
	var parts []string
	for _, list := range []struct {
		key   string
		words []string
	}{{"channels", w.Channels}, {"via", w.Via}, {"types", w.Types}, {"urgency", w.Urgency}, {"marks", w.Marks}, {"askers", w.Askers}} {
		if len(list.words) > 0 {
			parts = append(parts, list.key+" "+strings.Join(list.words, ", "))
		}
	}
	return strings.Join(parts, " and ")
}

// checkSizes warns of a window that has no reminders and did not ask for that:
// the lines for its size do not reach that far.
func (l *loader) checkSizes(w windowDoc) {
	if w.remind != nil || !w.reminds() || l.incomplete {
		return
	}
	for _, limit := range []policy.Limit{w.limit, w.onDuty} {
		if _, fits := bySize(w.sizes, limit); !fits && !limit.IsZero() {
			l.warn(w.rule.spot, "a last line without a size, {at: [60m]}; or remind: []", "no reminder line fits %s (%s): nobody is reminded", w.rule.string, limit)
		}
	}
}
