package staff_test

import (
	"slices"
	"testing"
	"time"

	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/staff"
	"github.com/firstask/firstask/ticket"
)

// open are tickets that A has at a desk.
func open(numbers ...int64) staff.Held {
	return staff.Held{"A": {"desk": numbers}}
}

// passed lets the time come to an instant at which people have something open.
func (d *desk) passed(clock string, held staff.Held) {
	d.tb.Helper()
	last, err := time.Parse("15:04", clock)
	if err != nil {
		d.tb.Fatal(err)
	}
	d.at(last.Add(-time.Minute).Format("15:04"))
	d.now = d.now.Add(time.Minute)
	d.last = staff.FireWith(&d.book, held, d.rules, d.now)
	d.book = d.last.Book
}

func (d *desk) carry(held staff.Held, numbers ...int64) {
	d.tb.Helper()
	for _, n := range numbers {
		d.must(staff.Carry(&d.book, staff.Carried{Ticket: n, Reason: "parts"}, held, "A", d.rules, d.now))
	}
}

func (d *desk) list(relief string) staff.List {
	d.tb.Helper()
	l, ok := staff.Waiting(&d.book, relief)
	if !ok {
		d.tb.Fatalf("no list waits for %s: %+v", relief, d.book.Duty.Watches)
	}
	return l
}

func handing(tb testing.TB) *desk {
	tb.Helper()
	return newDesk(tb, policy.Standing{Handover: true, Within: 30 * time.Minute})
}

// Of two presses at once the second one finds the list taken: it takes no other
// one with it that waits for the same person.
func TestTwoPressesTakeOneList(t *testing.T) {
	d := handing(t)
	d.passed("14:00", open(4))
	d.carry(open(4), 4)
	both := d.list("B")
	d.must(staff.TakenOver(&d.book, both, []int64{4}, staff.Held{"A": {}}, "B", d.rules, d.now))
	d.book.Duty.Watches = append(d.book.Duty.Watches, staff.Watch{
		Roster: "desk", User: "A", Hands: true, From: d.now, To: d.now,
		Handover: staff.Handover{Offered: d.now.Add(time.Minute), Asked: d.now, Relief: "B"},
	})
	dec, err := staff.TakenOver(&d.book, both, nil, staff.Held{"A": {}}, "B", d.rules, d.now)
	d.refused(ticket.NoHandover, dec, err)
}

// What comes to somebody after their list was made is asked for as well: nothing
// goes over, or stays, without a word.
func TestWhatComesAfterTheListIsAskedFor(t *testing.T) {
	d := handing(t)
	d.passed("14:00", open(4))
	d.carry(open(4), 4)
	d.must(staff.TakenOver(&d.book, d.list("B"), []int64{4}, open(9), "B", d.rules, d.now))
	if told := d.told(); !slices.Equal(told, []string{"A handover_due ", "A taken"}) {
		t.Errorf("told: %v", told)
	}
	if n := d.book.Times(4, "B"); n != 1 {
		t.Errorf("went over %d times", n)
	}
	d.carry(open(9), 9)
	d.must(staff.TakenOver(&d.book, d.list("B"), []int64{9}, staff.Held{"A": {}}, "B", d.rules, d.now))
	if got := d.book.Left("desk", d.now, time.UTC); got.Shifts != 1 || got.Leaving != 1 || got.Carried != 2 {
		t.Errorf("kept: %+v", got)
	}
}

// A list that is given and taken before the end is not the last word: what is
// open at the end is asked for, and the shift leaves the book.
func TestHandedOverBeforeTheEnd(t *testing.T) {
	for name, c := range map[string]struct {
		left []int64
		told []string
	}{
		"nothing more": {nil, []string{}},
		"one more":     {[]int64{9}, []string{"A handover_due "}},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, policy.Standing{CheckIn: true, Handover: true})
			d.at("13:40")
			d.must(staff.Start(&d.book, "B", d.rules, d.now)) // there before the time
			d.carry(open(4), 4)
			d.must(staff.HandOver(&d.book, open(4), "A", d.rules, d.now))
			d.must(staff.TakenOver(&d.book, d.list("B"), []int64{4}, staff.Held{"A": {}}, "B", d.rules, d.now))
			d.passed("14:00", open(c.left...))
			if told := d.told(); !slices.Equal(told, c.told) {
				t.Errorf("told: %v", told)
			}
			d.passed("20:00", open(c.left...))
			if len(d.book.Duty.Watches) > 1 || len(d.book.Duty.Watches) == 1 && d.book.Duty.Watches[0].User != "B" {
				t.Errorf("left: %+v", d.book.Duty.Watches)
			}
		})
	}
}

// The list opens the relief's shift: who comes only in the morning reads it then,
// and has their time from then.
func TestListOpensTheShift(t *testing.T) {
	d := handing(t)
	d.rules.Org.Rosters["desk"].Layers[1].People = []string{"A"} // A all day, then B
	d.rules.Org.Rosters["desk"].Overrides = []policy.Override{{From: march(4), To: march(4), People: []string{"B"}}}
	d.passed("20:00", open(4))
	if told := d.told(); !slices.Equal(told, []string{"A handover_due "}) {
		t.Fatalf("told: %v", told)
	}
	d.carry(open(4), 4)
	if _, waits := staff.Waiting(&d.book, "B"); waits {
		t.Error("the list is there before the shift")
	}
	d.at("+1 08:00")
	d.list("B")
	if told := d.told(); !slices.Equal(told, []string{"B handover_list "}) {
		t.Errorf("told: %v", told)
	}
	d.at("+1 08:30")
	if told := d.told(); !slices.Equal(told, []string{"B unconfirmed", "H unconfirmed"}) {
		t.Errorf("told: %v", told)
	}
}

// Who is sent in the relief's place gets the list, and the one before has it no more.
func TestListGoesToWhoComesInstead(t *testing.T) {
	d := handing(t)
	d.passed("14:00", open(4))
	d.carry(open(4), 4)
	d.list("B")
	d.must(staff.Relieve(&d.book, "B", "C", "H", d.rules, d.now))
	d.passed("14:01", nil)
	d.list("C")
	if _, waits := staff.Waiting(&d.book, "B"); waits {
		t.Error("B still has the list")
	}
}

// Nobody takes over: with the end of the relief's own shift it stays with who
// has it, they and the head know, and nothing is left in the book.
func TestWhatNobodyTakesOverStays(t *testing.T) {
	for name, reasons := range map[string]bool{"with reasons": true, "without": false} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, policy.Standing{Handover: true})
			d.passed("14:00", open(4))
			if reasons {
				d.carry(open(4), 4)
			}
			d.passed("20:00", open(4))
			if told := d.told(); !slices.Equal(told, []string{"A stays_yours", "H stays_with"}) {
				t.Errorf("told: %v", told)
			}
			for _, w := range d.book.Duty.Watches {
				if w.User == "A" {
					t.Errorf("left: %+v", w)
				}
			}
		})
	}
}

// Until the reasons are there it is the one who goes who is waited for.
func TestWhoIsWaitedFor(t *testing.T) {
	d := handing(t)
	d.passed("14:00", open(4))
	d.passed("14:30", nil)
	if told := d.told(); !slices.Equal(told, []string{"A explain", "H unexplained"}) {
		t.Errorf("told: %v", told)
	}
}

// Who left the desk because they are away, or gone, is asked for nothing: others
// have what was theirs.
func TestWhoIsNotThereHandsNothingOver(t *testing.T) {
	d := handing(t)
	d.at("10:00")
	d.rules.Gone = map[string]bool{"A": true}
	d.rules.Org.Rosters["desk"].Cover = []string{"C"}
	d.passed("10:01", open(4))
	if len(d.told()) != 0 || d.onDuty() != "C" {
		t.Errorf("told %v, on duty %s", d.told(), d.onDuty())
	}
	d.last = staff.FireWith(&d.book, staff.Held{"C": {"desk": {4}}}, d.rules, d.now.Add(4*time.Hour-time.Minute))
	if told := d.told(); !slices.Contains(told, "C handover_due ") {
		t.Errorf("who stood the shift: %v", told)
	}
}

// A list that waits comes before one's own.
func TestTakeOverFirst(t *testing.T) {
	d := handing(t)
	d.passed("14:00", open(4))
	d.carry(open(4), 4)
	dec, err := staff.HandOver(&d.book, nil, "B", d.rules, d.now)
	d.refused(ticket.TakeOverFirst, dec, err)
	d.must(staff.TakenOver(&d.book, d.list("B"), []int64{4}, staff.Held{"A": {}}, "B", d.rules, d.now))
	d.must(staff.HandOver(&d.book, nil, "B", d.rules, d.now))
}

// Of two desks each relief gets what belongs to theirs.
func TestTwoDesksTwoLists(t *testing.T) {
	d := handing(t)
	second := *d.rules.Org.Rosters["desk"]
	second.Layers = slices.Clone(second.Layers)
	second.Layers[1].People = []string{"C"}
	d.rules.Org.Rosters["zz"] = &second
	d.rules.Org.Departments = append(d.rules.Org.Departments, &policy.Department{ID: "zz", Parent: "company", Head: "H", Duty: "zz"})
	d.fire(d.now, nil)
	held := staff.Held{"A": {"desk": {4}, "zz": {7}}}
	d.passed("14:00", held)
	d.carry(held, 4, 7)
	for relief, want := range map[string]int64{"B": 4, "C": 7} {
		if l := d.list(relief); len(l.Carried) != 1 || l.Carried[0].Ticket != want {
			t.Errorf("%s has %+v", relief, l)
		}
	}
}

// A head who is away is told nothing of duty: whoever acts for them is.
func TestHeadWhoIsAwayIsNotTold(t *testing.T) {
	d := newDesk(t, policy.Standing{CheckIn: true})
	d.book.Away = []staff.Absence{{Absence: policy.Absence{User: "H", From: d.now}, Begun: true}}
	d.at("14:00")
	if told := d.told(); !slices.Equal(told, []string{"A stays", "G late"}) {
		t.Errorf("told: %v", told)
	}
}

// The months before the last twelve make room.
func TestMonthsAreBounded(t *testing.T) {
	d := handing(t)
	for range 30 * 30 {
		d.fire(d.book.Due(), nil)
	}
	if n := len(d.book.Duty.Months); n == 0 || n > 13 {
		t.Errorf("%d months: %+v", n, d.book.Duty.Months)
	}
	if n := len(d.book.Duty.Watches); n > 1 {
		t.Errorf("%d shifts", n)
	}
}
