package policy

import (
	"slices"
	"time"

	"github.com/firstask/firstask/calendar"
)

// DutyHow says what made somebody the person on duty.
type DutyHow string

// The ways.
const (
	HowTurn      DutyHow = "turn"
	HowOverride  DutyHow = "override"
	HowSwap      DutyHow = "swap"
	HowRelief    DutyHow = "relief" // a head put them there
	HowCover     DutyHow = "cover"
	HowIncumbent DutyHow = "incumbent" // their shift is over, their relief has not come
)

// Duty is an answer to "who is on duty": the person, and when duty begins,
// which is the asked instant inside staffed hours, else the next opening.
type Duty struct {
	User string
	From time.Time
	Open bool // staffed at the asked instant
	// With are those who stand the shift beside them.
	With []string
	// Shift is the shift in question; zero where no layer has hours then.
	Shift Shift
	// How is why it is them; For is in whose place, "" for nobody's.
	How DutyHow
	For string
	// Want is how many were to stand it.
	Want int
}

// Stands reports whether somebody stands the shift, first or beside others.
func (d *Duty) Stands(user string) bool {
	return user != "" && (d.User == user || slices.Contains(d.With, user))
}

// OnDuty answers for a roster at an instant as if everybody were there; see
// Rules.OnDuty.
func (o *Org) OnDuty(roster string, t time.Time) (Duty, bool) { return o.onDuty(roster, t, nil) }

// OnDuty answers for a roster at an instant: inside the hours of a layer the
// people of that shift, outside all hours those of the next opening (FA-08.1).
// Who is gone is passed over; where nobody of a shift is left, somebody covers.
// Who stays on until their relief comes goes before. False if the roster is
// unknown or has nobody then.
func (r Rules) OnDuty(roster string, t time.Time) (Duty, bool) {
	return r.Org.onDuty(roster, t, r.Gone)
}

func (o *Org) onDuty(roster string, t time.Time, gone map[string]bool) (Duty, bool) {
	r := o.Rosters[roster]
	if r == nil {
		return Duty{}, false
	}
	stays := r.Incumbent
	if stays.User != "" && !gone[stays.User] && !t.Before(stays.Since) && t.Before(stays.Until) {
		return Duty{User: stays.User, From: t, Open: true, How: HowIncumbent, Shift: Shift{Roster: roster, To: stays.Until}}, true
	}
	return o.Rostered(roster, t, gone)
}

// Rostered is OnDuty by the roster alone, without those who stay on.
func (o *Org) Rostered(roster string, t time.Time, gone map[string]bool) (Duty, bool) {
	r := o.Rosters[roster]
	if r == nil {
		return Duty{}, false
	}
	from := o.opens(r, t)
	if from.IsZero() {
		return Duty{}, false
	}
	d := Duty{From: from, Open: from.Equal(t), Want: 1}
	l := o.layerAt(r, from)
	if l == nil {
		return d, false
	}
	d.Shift = o.shiftOf(r, l, from)
	d.Shift.Roster = roster
	o.stand(r, l, &d, gone)
	return d, d.User != ""
}

// opens is the first instant from t on at which somebody is to be on duty; zero
// for none.
func (o *Org) opens(r *Roster, t time.Time) time.Time {
	var first time.Time
	for _, name := range o.hours(r) {
		cal := o.Calendar(name)
		if cal == nil {
			continue
		}
		if at := cal.NextOpen(t); !at.IsZero() && (first.IsZero() || at.Before(first)) {
			first = at
		}
	}
	return first
}

// hours are the calendars of a roster: its own and those of its layers.
func (o *Org) hours(r *Roster) []string {
	names := append(make([]string, 0, 1+len(r.Layers)), r.Calendar)
	for _, l := range r.Layers {
		names = append(names, l.Calendar)
	}
	return names
}

// layerAt is the layer that counts at t; nil if none has hours then.
func (o *Org) layerAt(r *Roster, t time.Time) *Layer {
	for _, l := range r.layers() {
		if o.isOpen(l.Calendar, t) {
			return l
		}
	}
	return nil
}

func (o *Org) isOpen(name string, t time.Time) bool {
	cal := o.Calendar(name)
	return cal != nil && cal.NextOpen(t).Equal(t)
}

// shiftOf is the shift of a layer that t lies in: all hours that begin on one
// day, cut where turns change within them and where a layer above begins.
func (o *Org) shiftOf(r *Roster, l *Layer, t time.Time) Shift {
	s := o.whole(l, t)
	for _, above := range r.layers() {
		if above.ID == l.ID {
			break
		}
		if cal := o.Calendar(above.Calendar); cal != nil {
			if at := cal.NextOpen(t); !at.IsZero() && at.Before(s.To) {
				s.To = at
			}
		}
	}
	return s
}

// whole is the shift of a layer that t lies in, whatever lies above.
func (o *Org) whole(l *Layer, t time.Time) Shift {
	cal := o.Calendar(l.Calendar)
	s := Shift{Layer: l.ID, Day: calendar.DateOf(t, o.Zone)}
	if cal.Always() {
		if t.Before(s.Day.At(l.At, o.Zone)) {
			s.Day = s.Day.AddDays(-1)
		}
		s.From, s.To = s.Day.At(l.At, o.Zone), s.Day.AddDays(1).At(l.At, o.Zone)
		return s
	}
	if now := cal.Intervals(t, t.Add(time.Second)); len(now) > 0 {
		s.Day = now[0].Day
	}
	hours, zone := cal.Day(s.Day).Hours, cal.Zone()
	s.From, s.To = s.Day.At(hours[0].From, zone), s.Day.At(hours[len(hours)-1].To, zone)
	change := s.Day.At(l.At, zone)
	switch {
	case l.At == 0 || !change.After(s.From):
	case t.Before(change):
		s.Day = s.Day.AddDays(-1)
		if change.Before(s.To) {
			s.To = change
		}
	default:
		s.From = change
	}
	return s
}

// stand puts those into a shift who stand it: whoever an override names, else
// those whose turn it is; with the swaps; without those who are gone; then who covers.
func (o *Org) stand(r *Roster, l *Layer, d *Duty, gone map[string]bool) {
	d.Want = o.want(r, d.Shift.Day)
	how, by := o.takers(r, l, d.Shift, d.From)
	d.How = by
	out := func(u string) bool { return gone[u] || o.absent != nil && o.absent(u, d.From) }
	here := slices.DeleteFunc(slices.Clone(how), func(one Duty) bool { return out(one.User) })
	for _, u := range append(slices.Clone(r.Cover), o.nextTurns(l, d.Shift.Day)...) {
		if len(here) == 0 && len(how) > 0 && !out(u) {
			here = append(here, Duty{User: u, How: HowCover, For: how[0].User})
		}
	}
	if len(here) == 0 {
		return
	}
	d.User, d.How, d.For = here[0].User, here[0].How, here[0].For
	for _, one := range here[1:] {
		if !d.Stands(one.User) {
			d.With = append(d.With, one.User)
		}
	}
}

// takers are who is to stand a shift by the roster and its swaps, there or not,
// and what said so before the swaps.
func (o *Org) takers(r *Roster, l *Layer, s Shift, at time.Time) (all []Duty, by DutyHow) {
	users, by := l.turns(s.Day, o.want(r, s.Day)), HowTurn
	if named := r.named(l.ID, s.Day); len(named) > 0 {
		users, by = named, HowOverride
	}
	for _, u := range users {
		all = append(all, r.inPlaceOf(Duty{User: u, How: by}, s, at))
	}
	return all, by
}

// Takes reports whether somebody is to stand the shift of a layer that begins on
// a day, by the roster and its swaps, be they there or not.
func (o *Org) Takes(user, roster, layer string, day calendar.Date) bool {
	for _, d := range o.ShiftsOn(roster, day, nil) {
		if d.Shift.Layer != layer {
			continue
		}
		r := o.Rosters[roster]
		takers, _ := o.takers(r, o.layerAt(r, d.From), d.Shift, d.From)
		return slices.ContainsFunc(takers, func(one Duty) bool { return one.User == user })
	}
	return false
}

// nextTurns are those whose turn comes after that of a day: they stand in where
// people are known to be away.
func (o *Org) nextTurns(l *Layer, day calendar.Date) []string {
	if o.absent == nil {
		return nil
	}
	return l.turns(day, len(l.People))
}

// inPlaceOf follows the swaps of a shift from one person to the last who took it.
func (r *Roster) inPlaceOf(one Duty, s Shift, t time.Time) Duty {
	for _, w := range r.Swaps {
		if w.Layer != s.Layer || w.Day != s.Day || w.From != one.User || t.Before(w.Since) {
			continue
		}
		one = Duty{User: w.To, How: HowSwap, For: w.From}
		if w.Relief {
			one.How = HowRelief
		}
	}
	return one
}

// want is how many are to stand a shift of a day.
func (o *Org) want(r *Roster, day calendar.Date) int {
	if o.Holiday(r, day) {
		return max(1, r.Staff.Normal, r.Staff.Holiday)
	}
	return max(1, r.Staff.Normal)
}

// Holiday reports whether a day is one on which a roster has more people.
func (o *Org) Holiday(r *Roster, day calendar.Date) bool {
	cal := o.Calendar(r.Staff.Calendar)
	return cal != nil && cal.Day(day).Kind == calendar.KindOff
}

// Served is the department that a roster is the duty of; nil if none has it.
func (o *Org) Served(roster string) *Department {
	i := slices.IndexFunc(o.Departments, func(d *Department) bool { return d.Duty == roster && roster != "" })
	if i < 0 {
		return nil
	}
	return o.Departments[i]
}

// Counterpart is who a request for a department, or for a topic of it, goes to
// and by which rule: the post's holder, its backups in order, the person on duty, the
// acting head (FA-09.4). The rule is "post", "backup", "duty" or "head"; an
// empty user means that nobody is left.
func (o *Org) Counterpart(d *Department, p Post, t time.Time, gone map[string]bool) (user, rule string) {
	if p.Holder != "" && !gone[p.Holder] {
		return p.Holder, "post"
	}
	for _, b := range p.Backups {
		if !gone[b] {
			return b, "backup"
		}
	}
	if duty, ok := o.onDuty(d.Duty, t, gone); ok {
		return duty.User, "duty"
	}
	for _, h := range o.Superiors(d.ID, gone) {
		return h, "head"
	}
	return "", "head"
}
