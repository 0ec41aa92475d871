package staff_test

import (
	"slices"
	"testing"
	"time"

	"github.com/firstask/firstask/calendar"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/staff"
	"github.com/firstask/firstask/ticket"
)

func march(day int) calendar.Date { return calendar.Date{Year: 2026, Month: time.March, Day: day} }

// A roster that is taken out of the configuration, or whose people need not say
// anything any more, leaves nothing behind that would be due for ever.
func TestRosterThatIsTakenAwayLeavesNothing(t *testing.T) {
	for name, change := range map[string]func(*policy.Org){
		"taken out":    func(o *policy.Org) { o.Rosters, o.Departments[1].Duty = map[string]*policy.Roster{}, "" },
		"by the clock": func(o *policy.Org) { o.Rosters["desk"].Standing = policy.Standing{} },
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, policy.Standing{CheckIn: true, Handover: true})
			d.at("09:00")
			change(d.rules.Org)
			d.fire(d.now, nil)
			later := d.now.Add(30 * time.Hour)
			if d.fire(later, nil); len(d.book.Duty.Watches) != 0 || !d.book.Due().IsZero() && !d.book.Due().After(later) {
				t.Errorf("due %s, left %+v", d.book.Due(), d.book.Duty.Watches)
			}
		})
	}
}

// Of two who stand a shift together the second one's word lets nobody go.
func TestBesideSomebodyNobodyIsRelieved(t *testing.T) {
	d := newDesk(t, policy.Standing{CheckIn: true})
	early := &d.rules.Org.Rosters["desk"].Layers[0]
	early.People, d.rules.Org.Rosters["desk"].Staff.Normal = []string{"A", "C"}, 2
	d.at("09:00")
	dec, err := staff.Start(&d.book, "C", d.rules, d.now)
	d.refused(ticket.OnDutyAlready, dec, err)
	late := &d.rules.Org.Rosters["desk"].Layers[1]
	late.People = []string{"B", "G"}
	d.at("13:50")
	d.must(staff.Start(&d.book, "G", d.rules, d.now)) // one of the two who come is there
	if d.at("14:00"); d.onDuty() != "B" || len(d.told()) != 0 {
		t.Errorf("on duty %s, told %v", d.onDuty(), d.told())
	}
}

// Who goes on at another desk begins there all the same.
func TestStartAtTheSecondDesk(t *testing.T) {
	d := newDesk(t, policy.Standing{CheckIn: true})
	second := *d.rules.Org.Rosters["desk"]
	second.Layers = slices.Clone(second.Layers)
	second.Layers[0].People, second.Layers[1].People = []string{"C"}, []string{"A"}
	d.rules.Org.Rosters["zz"] = &second
	d.rules.Org.Departments = append(d.rules.Org.Departments, &policy.Department{ID: "zz", Parent: "company", Head: "H", Duty: "zz"})
	d.fire(d.now, nil)
	d.at("13:00")
	d.must(staff.Start(&d.book, "A", d.rules, d.now))
	if e := d.last.Events[0]; e.Kind != "duty_ready" || e.Facts["roster"] != "zz" {
		t.Errorf("kept: %+v", e)
	}
}

// Overtime counts to the instant at which duty was over, whatever ended it.
func TestOvertimeEndsWithTheHours(t *testing.T) {
	d := newDesk(t, policy.Standing{CheckIn: true})
	d.at("19:59")
	d.at("20:00")
	for _, e := range d.last.Events {
		if e.Kind == "duty_end" && e.Facts["overtime"] != "6h0m0s" {
			t.Errorf("kept: %+v", e)
		}
	}
	if d.onDuty() == "" || len(d.book.Duty.Watches) != 0 {
		t.Errorf("left: %+v", d.book.Duty.Watches)
	}
}

// A swap that stands on another one ends with it, and all of them hear of it.
func TestSwapOfASwapEndsWithIt(t *testing.T) {
	d := newDesk(t, policy.Standing{})
	agree := func(from, to string) {
		d.must(staff.Offer(&d.book, staff.Wish{To: to, Day: march(4)}, from, d.rules, d.now))
		d.must(staff.AnswerSwap(&d.book, 0, true, to, d.rules, d.now))
	}
	agree("A", "B")
	agree("B", "C")
	d.must(staff.UndoSwap(&d.book, 0, "A", d.rules, d.now))
	if told := d.told(); !slices.Contains(told, "C void") || !slices.Contains(told, "B undone") {
		t.Errorf("told: %v", told)
	}
	if len(d.book.Duty.Swaps) != 0 {
		t.Errorf("left: %+v", d.book.Duty.Swaps)
	}
}

// Where the configuration comes to name another, or a person is gone, a swap of
// the shift means nothing any more: it does not stay in the dark.
func TestSwapWithoutItsShiftIsVoid(t *testing.T) {
	for name, change := range map[string]func(*desk){
		"another is named": func(d *desk) {
			d.rules.Org.Rosters["desk"].Overrides = []policy.Override{{From: march(4), To: march(4), Layer: "early", People: []string{"B"}}}
		},
		"the layer is gone":        func(d *desk) { d.rules.Org.Rosters["desk"].Layers = d.rules.Org.Rosters["desk"].Layers[1:] },
		"who was to come has left": func(d *desk) { d.rules.Gone = map[string]bool{"C": true} },
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, policy.Standing{})
			d.must(staff.Offer(&d.book, staff.Wish{To: "C", Day: march(4)}, "A", d.rules, d.now))
			d.must(staff.AnswerSwap(&d.book, 0, true, "C", d.rules, d.now))
			change(d)
			d.fire(d.now, nil)
			if told := d.told(); len(d.book.Duty.Swaps) != 0 || !slices.Contains(told, "A void") || !slices.Contains(told, "H void") {
				t.Errorf("told %v, left %+v", told, d.book.Duty.Swaps)
			}
		})
	}
}
