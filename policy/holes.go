package policy

import (
	"slices"
	"time"

	"github.com/firstask/firstask/calendar"
)

// Hole is a time in which a roster has fewer people on duty than it is to have.
type Hole struct {
	Roster   string
	From, To time.Time
	Have     int
	Want     int
}

// Holes are the times from from to to, excluded, in which fewer than wanted are
// on duty inside the hours of a roster, in order. Who is gone stands nothing.
func (o *Org) Holes(roster string, from, to time.Time, gone map[string]bool) []Hole {
	r := o.Rosters[roster]
	if r == nil {
		return nil
	}
	var holes []Hole
	for t := o.opens(r, from); !t.IsZero() && t.Before(to); {
		d, ok := o.Rostered(roster, t, gone)
		until := o.changes(r, t, to)
		if d.Shift.To.After(t) && d.Shift.To.Before(until) {
			until = d.Shift.To
		}
		have := 0
		if ok {
			have = 1 + len(d.With)
		}
		if want := max(1, d.Want); have < want {
			holes = appendHole(holes, Hole{Roster: roster, From: t, To: until, Have: have, Want: want})
		}
		t = o.opens(r, until)
	}
	return holes
}

// changes is the next instant after t, at most to, at which hours of a roster
// begin or end.
func (o *Org) changes(r *Roster, t, to time.Time) time.Time {
	next := to
	for _, name := range o.hours(r) {
		cal := o.Calendar(name)
		if cal == nil || cal.Always() {
			continue
		}
		at := cal.NextOpen(t)
		if at.Equal(t) {
			at = cal.Intervals(t, to)[0].To
		}
		if at.After(t) && at.Before(next) {
			next = at
		}
	}
	return next
}

// appendHole makes one hole of two that touch and lack as many.
func appendHole(holes []Hole, h Hole) []Hole {
	if n := len(holes); n > 0 && holes[n-1].To.Equal(h.From) && holes[n-1].Have == h.Have && holes[n-1].Want == h.Want {
		holes[n-1].To = h.To
		return holes
	}
	return append(holes, h)
}

// Rota are the names of all rosters that a department has as its duty, in order.
func (o *Org) Rota() []string {
	var names []string
	for _, d := range o.Departments {
		if o.Rosters[d.Duty] != nil && !slices.Contains(names, d.Duty) {
			names = append(names, d.Duty)
		}
	}
	return names
}

// ShiftsOn are the shifts of a roster that begin on a day, in order, with who
// stands them; nobody where all are gone.
func (o *Org) ShiftsOn(roster string, day calendar.Date, gone map[string]bool) []Duty {
	all := o.ShiftsFrom(roster, day.In(o.Zone), day.AddDays(1).In(o.Zone), gone)
	return slices.DeleteFunc(all, func(d Duty) bool { return d.Shift.Day != day })
}

// ShiftsFrom are the shifts of a roster that last at from or begin before to, in order.
func (o *Org) ShiftsFrom(roster string, from, to time.Time, gone map[string]bool) []Duty {
	r := o.Rosters[roster]
	if r == nil {
		return nil
	}
	var all []Duty
	for t := o.opens(r, from); !t.IsZero() && t.Before(to); {
		d, _ := o.Rostered(roster, t, gone)
		if d.Shift.To.IsZero() { // a hole
			t = o.opens(r, o.changes(r, t, to))
			continue
		}
		all = append(all, d)
		t = o.opens(r, d.Shift.To)
	}
	return all
}
