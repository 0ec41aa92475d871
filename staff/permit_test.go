package staff_test

import (
	"slices"
	"testing"
	"time"

	"github.com/firstask/firstask/calendar"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/staff"
)

// try is one way to say a verb, and what it is about.
type try struct {
	about staff.About
	do    func(d *desk, by string) error
}

// tries are all verbs with all they could be said of.
func tries() map[staff.Verb][]try {
	held := staff.Held{"A": {"desk": {4}}, "B": {"desk": nil}}
	said := func(do func(d *desk, by string) (staff.Decision, error)) try {
		return try{do: func(d *desk, by string) error { _, err := do(d, by); return err }}
	}
	all := map[staff.Verb][]try{
		staff.SayAgree: {said(func(d *desk, by string) (staff.Decision, error) {
			return staff.AnswerSwap(&d.book, 0, true, by, d.rules, d.now)
		})},
		staff.SayDecline: {said(func(d *desk, by string) (staff.Decision, error) {
			return staff.AnswerSwap(&d.book, 0, false, by, d.rules, d.now)
		})},
		staff.SayUndo: {said(func(d *desk, by string) (staff.Decision, error) {
			return staff.UndoSwap(&d.book, 0, by, d.rules, d.now)
		})},
		staff.SayStart: {said(func(d *desk, by string) (staff.Decision, error) { return staff.Start(&d.book, by, d.rules, d.now) })},
		staff.SayEnd:   {said(func(d *desk, by string) (staff.Decision, error) { return staff.End(&d.book, nil, by, d.rules, d.now) })},
		staff.SayHandover: {
			said(func(d *desk, by string) (staff.Decision, error) {
				return staff.HandOver(&d.book, nil, by, d.rules, d.now)
			}),
			said(func(d *desk, by string) (staff.Decision, error) {
				return staff.Carry(&d.book, staff.Carried{Ticket: 4, Reason: "parts"}, staff.Held{by: held["A"]}, by, d.rules, d.now)
			}),
		},
		staff.SayTaken: {said(func(d *desk, by string) (staff.Decision, error) {
			l, _ := staff.Waiting(&d.book, "B")
			return staff.TakenOver(&d.book, l, nil, held, by, d.rules, d.now)
		})},
		staff.SayHere: {said(func(d *desk, by string) (staff.Decision, error) { return staff.Here(&d.book, by, d.rules, d.now) })},
		staff.SayLog: {said(func(d *desk, by string) (staff.Decision, error) {
			return staff.Log(&d.book, "the lift stood still", false, by, d.rules, d.now)
		})},
		staff.SayResult: {said(func(d *desk, by string) (staff.Decision, error) {
			return staff.Log(&d.book, "it runs again", true, by, d.rules, d.now)
		})},
		staff.SayRound: {said(func(d *desk, by string) (staff.Decision, error) {
			return staff.Tick(&d.book, staff.Ticked{Round: "hall"}, by, d.rules, d.now)
		})},
		staff.SayCall: {said(func(d *desk, by string) (staff.Decision, error) {
			return staff.Took(&d.book, staff.Call{Number: "139", Ticket: 7}, by, d.rules, d.now)
		})},
		staff.SayUndone: {{staff.About{User: "C", Sweep: "s1"}, func(d *desk, by string) error {
			_, err := staff.Undo(&d.book, staff.Moved{Sweep: "s1"}, by, d.rules, d.now)
			return err
		}}},
		staff.SayPost: {{staff.About{Department: "desk"}, func(d *desk, by string) error {
			_, err := staff.EditPost(&d.book, "desk", "lamps", map[staff.Part][]string{staff.Backup: {"C"}}, by, d.rules, d.now)
			return err
		}}},
	}
	for _, user := range []string{"A", "B", "C", "H"} {
		for _, day := range []int{3, 4} {
			all[staff.SaySwap] = append(all[staff.SaySwap], said(func(d *desk, by string) (staff.Decision, error) {
				return staff.Offer(&d.book, staff.Wish{To: user, Day: calendar.Date{Year: 2026, Month: time.March, Day: day}}, by, d.rules, d.now)
			}))
		}
		all[staff.SayRelieve] = append(all[staff.SayRelieve], try{staff.About{Roster: "desk"}, func(d *desk, by string) error {
			_, err := staff.Relieve(&d.book, user, "C", by, d.rules, d.now)
			return err
		}})
		all[staff.SayRelease] = append(all[staff.SayRelease], try{staff.About{Roster: "desk"}, func(d *desk, by string) error {
			_, err := staff.Release(&d.book, user, by, d.rules, d.now)
			return err
		}})
		all[staff.SayAway] = append(all[staff.SayAway], try{staff.About{User: user}, func(d *desk, by string) error {
			_, err := staff.Enter(&d.book, staff.Absence{Absence: policy.Absence{User: user, From: d.now}, By: by}, d.rules, d.now)
			return err
		}})
		all[staff.SayBack] = append(all[staff.SayBack], try{staff.About{User: user}, func(d *desk, by string) error {
			_, err := staff.ComeBack(&d.book, user, by, d.rules, d.now)
			return err
		}})
	}
	return all
}

func dutyScenes() map[string]func(*desk) {
	both := func(d *desk) { d.rules.Org.Rosters["desk"].Standing = policy.Standing{CheckIn: true, Handover: true} }
	return map[string]func(*desk){
		"a shift lasts": func(*desk) {},
		"offered":       func(d *desk) { d.must(staff.Offer(&d.book, staff.Wish{To: "C", Day: march(4)}, "A", d.rules, d.now)) },
		"exchanged": func(d *desk) {
			d.must(staff.Offer(&d.book, staff.Wish{To: "B", Day: march(5), Return: march(4)}, "A", d.rules, d.now))
			d.must(staff.AnswerSwap(&d.book, 0, true, "B", d.rules, d.now))
		},
		"the relief is late": func(d *desk) { both(d); d.fire(d.now, nil); d.at("14:05") },
		"to hand over":       func(d *desk) { both(d); d.rules.Org.Rosters["desk"].CheckIn = false; d.passed("14:00", open(4)) },
		"a list waits": func(d *desk) {
			both(d)
			d.rules.Org.Rosters["desk"].CheckIn = false
			d.fire(d.now, nil)
			d.passed("14:00", open(4))
			d.carry(open(4), 4)
		},
		"it is written down": func(d *desk) {
			d.rules.Org.Rosters["desk"].Standing = policy.Standing{Record: true, Rounds: []policy.Round{{ID: "hall"}}}
			d.fire(d.now, nil)
		},
		"somebody is away": func(d *desk) {
			d.book.Away = []staff.Absence{{Absence: policy.Absence{User: "C", From: d.now, Delegate: "B"}, Begun: true}, {Absence: policy.Absence{User: "H", From: d.now.Add(100 * time.Hour)}}}
			d.book.Moved = []staff.Moved{{Sweep: "s1", User: "C", Why: staff.Away, To: "B", Until: d.now.Add(time.Hour)}}
		},
	}
}

// Every verb, by every person, in every scene: what is carried out stands in the
// table, and every entry of the table is carried out by somebody somewhere.
func TestPermissionsOfDutyAreWhatHappens(t *testing.T) {
	used := map[staff.Verb]map[staff.Relation]bool{}
	for name, scene := range dutyScenes() {
		d := newDesk(t, policy.Standing{Handover: true})
		d.rules.Org.Departments[1].Posts = []policy.Post{{ID: "lamps", Holder: "A", Topics: []string{"lamp"}}}
		d.rules.Org.Departments = append(d.rules.Org.Departments, &policy.Department{ID: "other", Parent: "company", Head: "K", Members: []string{"M"}})
		scene(d)
		for _, p := range staff.Permissions() {
			for _, by := range []string{"A", "B", "C", "G", "H", "K", "M", "stranger"} {
				for _, one := range tries()[p.Verb] {
					if one.do(d, by) != nil {
						continue
					}
					is := staff.Relations(&d.book, by, one.about, d.rules, d.now)
					if !slices.ContainsFunc(is, func(r staff.Relation) bool { return slices.Contains(p.May, r) }) {
						t.Errorf("%s: %s may %s about %+v, being only %v", name, by, p.Verb, one.about, is)
					}
					if !slices.Contains(staff.Permitted(&d.book, by, d.rules, d.now), p.Verb) {
						t.Errorf("%s: %s may %s, and help does not say so", name, by, p.Verb)
					}
					for _, r := range is {
						if used[p.Verb] == nil {
							used[p.Verb] = map[staff.Relation]bool{}
						}
						used[p.Verb][r] = true
					}
				}
			}
		}
	}
	for _, p := range staff.Permissions() {
		for _, r := range p.May {
			if !used[p.Verb][r] {
				t.Errorf("%s stands in the table for %s, but is never carried out by one", p.Verb, r)
			}
		}
	}
}

// Who is nothing in the house, or heads another one, may say nothing of this one.
func TestNobodyOfAnotherDepartmentDecides(t *testing.T) {
	for name, scene := range dutyScenes() {
		d := newDesk(t, policy.Standing{})
		d.rules.Org.Departments = append(d.rules.Org.Departments, &policy.Department{ID: "other", Parent: "company", Head: "K", Members: []string{"M"}})
		scene(d)
		for verb, all := range tries() {
			for _, one := range all {
				for _, by := range []string{"K", "M", "stranger"} {
					if one.do(d, by) == nil {
						t.Errorf("%s: %s may %s about %+v", name, by, verb, one.about)
					}
				}
			}
		}
	}
}

// Who may speak for others, by name.
func TestWhoSpeaksForOthers(t *testing.T) {
	heads := []string{"G", "H"}
	for _, c := range []struct {
		scene string
		verb  staff.Verb
		about string
		want  []string
	}{
		{"a shift lasts", staff.SayAway, "B", []string{"B", "G", "H"}},
		{"somebody is away", staff.SayBack, "C", []string{"C", "G", "H"}},
		{"somebody is away", staff.SayUndone, "C", []string{"B", "G", "H"}},
		{"a shift lasts", staff.SayRelieve, "", heads},
		{"the relief is late", staff.SayRelease, "", heads},
		{"a shift lasts", staff.SayPost, "", heads},
	} {
		d := newDesk(t, policy.Standing{Handover: true})
		d.rules.Org.Departments[1].Posts = []policy.Post{{ID: "lamps", Holder: "A", Topics: []string{"lamp"}}}
		dutyScenes()[c.scene](d)
		var may []string
		for _, by := range []string{"A", "B", "C", "G", "H"} {
			if slices.ContainsFunc(tries()[c.verb], func(one try) bool { return one.about.User == c.about && one.do(d, by) == nil }) {
				may = append(may, by)
			}
		}
		if !slices.Equal(may, c.want) {
			t.Errorf("%s, %s: %v may %s", c.scene, c.about, may, c.verb)
		}
	}
}
