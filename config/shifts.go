package config

import (
	"time"

	"github.com/firstask/firstask/calendar"
	"github.com/firstask/firstask/policy"
)

// layerDoc is a rotation with hours of its own, over those before it.
type layerDoc struct {
	id       str
	calendar str
	rotation rotationDoc
}

// overrideDoc names the people of single days.
type overrideDoc struct {
	from, to calendar.Date
	layer    str
	people   []str
}

// standingDoc is how shifts are stood; what is not given is left to the rule book.
type standingDoc struct {
	checkIn, handover, record *bool
	within                    time.Duration
	staff                     staffDoc
	rounds                    []policy.Round
}

// staffDoc is how many stand a shift together.
type staffDoc struct {
	policy.Staff
	calendar str
}

// shiftsDoc is what a rule book says of duty.
type shiftsDoc struct {
	standingDoc
	rules map[string]string
}

func (l *loader) layers(v value) []layerDoc {
	var all []layerDoc
	ids := []str{}
	l.list(v, func(v value) {
		y := layerDoc{}
		l.object(v,
			must("id", func(v value) { y.id = l.id(v) }),
			may("calendar", func(v value) { y.calendar, _ = l.text(v) }),
			must("rotation", func(v value) { y.rotation = l.rotation(v) }))
		if l.unique(y.id, ids) {
			ids = append(ids, y.id)
		}
		all = append(all, y)
	})
	return all
}

func (l *loader) overrides(v value) []overrideDoc {
	var all []overrideDoc
	l.list(v, func(v value) {
		o := overrideDoc{}
		var day calendar.Date
		before := len(l.problems)
		l.object(v,
			may("date", func(v value) { _, day = l.date(v) }),
			may("from", func(v value) { _, o.from = l.date(v) }),
			may("to", func(v value) { _, o.to = l.date(v) }),
			may("layer", func(v value) { o.layer, _ = l.text(v) }),
			must("people", func(v value) { o.people = l.onRoster(v) }))
		whole := !o.from.IsZero() && !o.to.IsZero()
		switch {
		case len(l.problems) > before:
		case day.IsZero() != whole || o.from.IsZero() != o.to.IsZero():
			l.fail(v.spot, "date: 2026-05-01, or from: and to:", "an override has a day, or a first and a last one")
		case whole && o.to.Compare(o.from) < 0:
			l.fail(v.spot, "from: the first day, to: the last", "%s is before %s", o.to, o.from)
		case !day.IsZero():
			o.from, o.to = day, day
		}
		all = append(all, o)
	})
	return all
}

func (r *reader) staff(v value) staffDoc {
	s := staffDoc{}
	r.object(v,
		may("normal", func(v value) { s.Normal = r.count(v) }),
		may("holiday", func(v value) { s.Holiday = r.count(v) }),
		may("calendar", func(v value) { s.calendar, _ = r.text(v) }))
	s.Calendar = s.calendar.string
	return s
}

// yes reads true or false, so that false is told from nothing said.
func (r *reader) yes(v value) *bool {
	b := r.flag(v)
	return &b
}

func (r *reader) shifts(v value) shiftsDoc {
	s := shiftsDoc{}
	r.object(v,
		may("check_in", func(v value) { s.checkIn = r.yes(v) }),
		may("handover", func(v value) { s.handover = r.yes(v) }),
		may("handover_within", func(v value) { s.within = r.span(v) }),
		may("min_staff", func(v value) { s.staff = r.staff(v) }),
		may("record", func(v value) { s.record = r.yes(v) }),
		may("rounds", func(v value) { s.rounds = r.rounds(v) }),
		may("rules", func(v value) { s.rules = r.matters(v) }))
	return s
}

// rounds reads what is looked at in a shift: each with its points, or its times.
func (r *reader) rounds(v value) []policy.Round {
	all := []policy.Round{}
	var ids []str
	r.list(v, func(v value) {
		one := policy.Round{}
		var id str
		r.object(v,
			must("id", func(v value) { id = r.code(v) }),
			must("name", func(v value) { one.Name = r.name(v) }),
			may("points", func(v value) { one.Points = r.points(v) }),
			may("at", func(v value) {
				r.list(v, func(v value) {
					if m, _, ok := r.minute(v); ok {
						one.At = append(one.At, m)
					}
				})
			}))
		if one.ID = id.string; len(one.Points) > 0 && len(one.At) > 0 {
			r.fail(v.spot, "points: or at:", "a round with times has no points: make a round of each")
		}
		if r.unique(id, ids) {
			ids = append(ids, id)
		}
		all = append(all, one)
	})
	return all
}

func (r *reader) points(v value) []policy.Spot {
	var all []policy.Spot
	var ids []str
	r.list(v, func(v value) {
		p := policy.Spot{}
		var id str
		r.object(v,
			must("id", func(v value) { id = r.code(v) }),
			must("name", func(v value) { p.Name = r.name(v) }))
		if p.ID = id.string; r.unique(id, ids) {
			ids = append(ids, id)
		}
		all = append(all, p)
	})
	return all
}

// matters are the rules behind the matters of duty.
func (r *reader) matters(v value) map[string]string {
	rules := map[string]string{}
	fields := make([]field, 0, len(policy.ShiftMatters()))
	for _, m := range policy.ShiftMatters() {
		fields = append(fields, may(m, func(v value) {
			if s, ok := r.text(v); ok {
				rules[m] = s.string
			}
		}))
	}
	r.object(v, fields...)
	return rules
}

func (s *shiftsDoc) put(to *policy.Shifts) {
	s.standingDoc.put(&to.Standing, &to.Staff)
	for m, rule := range s.rules {
		if to.Rules == nil {
			to.Rules = map[string]string{}
		}
		to.Rules[m] = rule
	}
}

func (s *standingDoc) put(to *policy.Standing, staff *policy.Staff) {
	if s.checkIn != nil {
		to.CheckIn = *s.checkIn
	}
	if s.handover != nil {
		to.Handover = *s.handover
	}
	if s.record != nil {
		to.Record = *s.record
	}
	if s.rounds != nil {
		to.Rounds = s.rounds
	}
	over(&to.Within, s.within)
	over(&staff.Normal, s.staff.Normal)
	over(&staff.Holiday, s.staff.Holiday)
	over(&staff.Calendar, s.staff.Calendar)
}

// standRosters says of every roster how its shifts are stood: as the rule books
// say, where the roster does not say otherwise.
func (l *loader) standRosters(p *policy.Policy, org *policy.Org) {
	for i := range l.doc.rosters {
		r := &l.doc.rosters[i]
		r.Standing, r.Staff = p.Shifts.Standing, p.Shifts.Staff
		r.standing.put(&r.Standing, &r.Staff)
		if r.Staff.Calendar == "" {
			r.Staff.Calendar = office
		}
		if at := r.standing.staff.calendar; at.string != "" {
			l.mustKnow(at, "a calendar", l.calendarNames())
		}
		if org.Rosters[r.id.string] != nil {
			*org.Rosters[r.id.string] = r.Roster
		}
	}
}

// checkLayers looks at what lies over the rotation.
func (l *loader) checkLayers(r *rosterDoc) {
	ids := make([]string, 0, len(r.layers))
	for i := range r.layers {
		y := &r.layers[i]
		ids = append(ids, y.id.string)
		if y.calendar.string != "" {
			l.mustKnow(y.calendar, "a calendar", l.calendarNames())
		}
		l.checkRotation(&y.rotation)
	}
	for _, o := range r.overrides {
		if o.layer.string != "" {
			l.mustKnow(o.layer, "a layer of this roster", ids)
		}
	}
}

// people are all people of a roster, as they are written.
func (r *rosterDoc) people() []str {
	all := append([]str{}, r.rotation.people...)
	for _, y := range r.layers {
		all = append(all, y.rotation.people...)
	}
	for _, o := range r.overrides {
		all = append(all, o.people...)
	}
	return append(all, r.cover...)
}

// rotations are the roster's own rotation and those of its layers.
func (r *rosterDoc) rotations() []rotationDoc {
	var all []rotationDoc
	if len(r.rotation.people) > 0 {
		all = append(all, r.rotation)
	}
	for _, y := range r.layers {
		all = append(all, y.rotation)
	}
	return all
}

// holesAhead is how many days of a roster are looked at for times that nobody stands.
const holesAhead = 28

// unstood warns of rosters that have not begun, and of hours in the next weeks
// in which fewer than wanted are on duty.
func (c *Config) unstood(today calendar.Date) Problems {
	var all Problems
	for _, r := range c.rosters {
		late := false
		for _, t := range r.rotations() {
			if t.first.Compare(today) > 0 {
				all, late = append(all, t.starts.problem("", "nobody is on duty before %s", t.first)), true
			}
		}
		if late {
			continue
		}
		zone := c.Org.Zone
		holes := c.Org.Holes(r.id.string, today.In(zone), today.AddDays(holesAhead).In(zone), nil)
		if len(holes) == 0 {
			continue
		}
		h, more := holes[0], ""
		if len(holes) > 1 {
			more = ", and " + counted(len(holes)-1, "more time") + " like it within four weeks"
		}
		all = append(all, r.id.problem("another layer, an override or more people", "%d of %d on duty from %s to %s%s",
			h.Have, h.Want, h.From.In(zone).Format("2006-01-02 15:04"), h.To.In(zone).Format("2006-01-02 15:04"), more))
	}
	return all
}
