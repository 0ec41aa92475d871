package policy

import (
	"time"

	"github.com/firstask/firstask/calendar"
)

// Roster says who is on duty when: a rotation over people, within the hours of
// a calendar.
type Roster struct {
	Calendar string
	// Every is the length of a turn in days: 1 daily, 7 weekly.
	Every int
	// Starts is the first day of the first person's turn; At the minute of the
	// day at which turns change, local time (DST moves nothing).
	Starts calendar.Date
	At     calendar.Minute
	People []string
}

// Duty is an answer to "who is on duty": the person, and when duty begins,
// which is the asked instant inside staffed hours, else the next opening.
type Duty struct {
	User string
	From time.Time
	Open bool // staffed at the asked instant
}

// Turn is whose turn it is at t, regardless of hours; "" before the rotation
// starts or with nobody in it.
func (r *Roster) Turn(t time.Time, zone *time.Location) string {
	if len(r.People) == 0 || r.Every <= 0 {
		return ""
	}
	day := calendar.DateOf(t, zone)
	if t.Before(day.At(r.At, zone)) {
		day = day.AddDays(-1)
	}
	since := r.Starts.DaysUntil(day)
	if since < 0 {
		return ""
	}
	return r.People[since/r.Every%len(r.People)]
}

// OnDuty answers for a roster at an instant: inside the hours of its calendar
// the person whose turn it is, outside them the person of the next opening
// (FA-08.1). False if the roster is unknown or names nobody then.
func (o *Org) OnDuty(roster string, t time.Time) (Duty, bool) {
	r := o.Rosters[roster]
	if r == nil {
		return Duty{}, false
	}
	cal := o.Calendar(r.Calendar)
	if cal == nil {
		return Duty{}, false
	}
	from := cal.NextOpen(t)
	if from.IsZero() {
		return Duty{}, false
	}
	d := Duty{User: r.Turn(from, o.Zone), From: from, Open: from.Equal(t)}
	return d, d.User != ""
}

// Counterpart is who a request for a department, or for a topic of it, goes to
// and by which rule: the post's holder, its backup, the person on duty, the
// acting head (FA-09.4). The rule is "post", "backup", "duty" or "head"; an
// empty user means that nobody is left.
func (o *Org) Counterpart(d *Department, p Post, t time.Time, gone map[string]bool) (user, rule string) {
	if p.Holder != "" && !gone[p.Holder] {
		return p.Holder, "post"
	}
	if p.Backup != "" && !gone[p.Backup] {
		return p.Backup, "backup"
	}
	if duty, ok := o.OnDuty(d.Duty, t); ok && !gone[duty.User] {
		return duty.User, "duty"
	}
	for _, h := range o.Superiors(d.ID, gone) {
		return h, "head"
	}
	return "", "head"
}
