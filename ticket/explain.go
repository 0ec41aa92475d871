package ticket

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// Errors of Explain.
var (
	// ErrNoWindow means that the rules have no window of that id.
	ErrNoWindow = errors.New("ticket: no such window")
	// ErrNoDepartment means that the organisation has no department of that id.
	ErrNoDepartment = errors.New("ticket: no such department")
)

// nobodyYet stands for the person of an explained clock: it is nobody's id, and
// a clock on nobody would have no reminders.
const nobodyYet = "-"

// Explain is the clock of a rule as if it started at from in a department (""
// for none): its limits and reminders, and the counted pieces up to the limit.
// It has no subject. A limit that somebody gives a ticket is not known yet: Due
// is then zero and nothing is counted. The error wraps ErrNoWindow or
// ErrNoDepartment.
func Explain(rules policy.Rules, rule string, from time.Time, department string) (Reason, error) {
	w, ok := rules.Policy.Window(rule)
	if !ok {
		return Reason{}, fmt.Errorf("%w: %q", ErrNoWindow, rule)
	}
	if department != "" && rules.Org.Department(department) == nil {
		return Reason{}, fmt.Errorf("%w: %q", ErrNoDepartment, department)
	}
	x := begin(&Ticket{Department: department}, rules, from, from, "")
	c := Clock{
		Rule: rule, Level: 1, Run: 1, Role: w.On, Then: w.Then, Department: department,
		Calendar: rules.Org.CalendarOf(w.Calendar, department), Limit: w.Limit, Start: x.at,
	}
	x.aim(&c, w)
	if w.On != policy.Nobody {
		c.Subject = nobodyYet
	}
	c.Points = x.points(w, &c)
	c.Subject = ""
	r := Reason{Clock: c, Window: w, Preset: rules.Policy.Presets, Calendar: c.Calendar}
	if !c.Due.IsZero() {
		r.count(rules, c.Due)
	}
	return r, nil
}

// Silence is whom an explained clock's ladder asks, one after the other, if
// everybody is silent, and when. Steps that depend on the ticket are left out;
// none without a limit or where the limit asks nobody.
func Silence(rules policy.Rules, r Reason) []Upcoming {
	c := r.Clock
	if r.Window == nil || c.Due.IsZero() || c.Then == policy.Close || c.Then == policy.Remind {
		return nil
	}
	x := begin(&Ticket{Department: c.Department}, rules, c.Due, c.Due, "")
	if c.Then == policy.Breach {
		return x.rungs(&c, r.Window, x.firstRung(&c, r.Window))
	}
	var all []Upcoming
	for _, to := range x.everyRung(&c, r.Window) {
		all = append(all, Upcoming{At: c.Due, Kind: notice.Escalation, Rule: c.Rule, To: to})
		if c.Then == policy.Inform {
			break
		}
	}
	return all
}

// Rivals are the other windows of a rule's kind that compete with it: some
// ticket asked in the department ("" for any) may have both in one state. They
// are in the order of the rules; there are none for a window without a kind.
func Rivals(rules policy.Rules, rule, department string) []*policy.Window {
	w, ok := rules.Policy.Window(rule)
	if !ok || w.Kind == "" || !within(rules.Org, w, department) {
		return nil
	}
	var all []*policy.Window
	for i := range rules.Policy.Windows {
		o := &rules.Policy.Windows[i]
		if o.Kind == w.Kind && o.Rule != w.Rule && within(rules.Org, o, department) && overlap(w, o) && compatible(rules.Org, w, o) {
			all = append(all, o)
		}
	}
	return all
}

// within reports whether a window may hold for what is asked in a department.
func within(org *policy.Org, w *policy.Window, department string) bool {
	return department == "" || len(w.When.Departments) == 0 || org.Within(department, w.When.Departments)
}

// overlap reports whether two windows run, or stand still, in one state.
func overlap(a, b *policy.Window) bool {
	return slices.ContainsFunc(slices.Concat(a.While, a.Pause), b.Runs)
}

// compatible reports whether one ticket may have both windows.
func compatible(org *policy.Org, a, b *policy.Window) bool {
	return meet(org, &a.When, &b.When) && !excludes(org, &a.Unless, &b.When) && !excludes(org, &b.Unless, &a.When)
}

// excludes reports whether every ticket that a condition holds for is one of
// those that another window is kept from.
func excludes(org *policy.Org, unless, when *policy.When) bool {
	in := func(all, some []string, is func(a, b string) bool) bool {
		return len(all) == 0 || len(some) > 0 && !slices.ContainsFunc(some, func(s string) bool {
			return !slices.ContainsFunc(all, func(a string) bool { return is(s, a) })
		})
	}
	same := func(a, b string) bool { return a == b }
	sub := func(a, b string) bool { return a == b || strings.HasPrefix(a, b+".") }
	below := func(a, b string) bool { return org.Within(a, []string{b}) }
	return !unless.IsZero() && in(unless.Departments, when.Departments, below) && in(unless.Types, when.Types, sub) &&
		in(unless.Channels, when.Channels, same) && in(unless.Via, when.Via, same) && in(unless.Urgency, when.Urgency, same) &&
		in(unless.Marks, when.Marks, same) && in(unless.Askers, when.Askers, same)
}

// meet reports whether one ticket may have what both conditions want. It may
// have several marks, and one of everything else.
func meet(org *policy.Org, a, b *policy.When) bool {
	same := func(a, b string) bool { return a == b }
	sub := func(a, b string) bool { return a == b || strings.HasPrefix(a, b+".") || strings.HasPrefix(b, a+".") }
	below := func(a, b string) bool { return org.Within(a, []string{b}) || org.Within(b, []string{a}) }
	return share(a.Departments, b.Departments, below) && share(a.Types, b.Types, sub) && share(a.Channels, b.Channels, same) &&
		share(a.Via, b.Via, same) && share(a.Urgency, b.Urgency, same) && share(a.Askers, b.Askers, same)
}

// share reports whether two lists have entries that fit; an empty list fits all.
func share(a, b []string, fit func(a, b string) bool) bool {
	return len(a) == 0 || len(b) == 0 || slices.ContainsFunc(a, func(x string) bool {
		return slices.ContainsFunc(b, func(y string) bool { return fit(x, y) })
	})
}
