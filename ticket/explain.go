package ticket

import (
	"errors"
	"fmt"
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
