package staff_test

import (
	"slices"
	"testing"
	"time"

	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/staff"
	"github.com/firstask/firstask/ticket"
)

// dutyOf is who is on duty at an hour of a day of March.
func (d *desk) dutyOf(day, hour int) string {
	at := time.Date(2026, 3, day, hour, 0, 0, 0, time.UTC)
	rules := d.book.Over(d.rules, d.now)
	on, _ := rules.OnDuty("desk", at)
	return on.User
}

// A's early shift of the 5th for B's late shift of the 4th: both at once.
func exchanged(tb testing.TB) *desk {
	tb.Helper()
	d := newDesk(tb, policy.Standing{})
	d.must(staff.Offer(&d.book, staff.Wish{To: "B", Day: march(5), Return: march(4)}, "A", d.rules, d.now))
	return d
}

func TestExchangeGoesOverAtOnceOrNotAtAll(t *testing.T) {
	d := exchanged(t)
	if told := d.told(); !slices.Equal(told, []string{"B swap_offered "}) || len(d.book.Duty.Swaps) != 2 {
		t.Errorf("told %v, %+v", told, d.book.Duty.Swaps)
	}
	dec, err := staff.AnswerSwap(&d.book, 0, true, "A", d.rules, d.now)
	d.refused(ticket.NoOffer, dec, err)
	dec, err = staff.UndoSwap(&d.book, 0, "B", d.rules, d.now)
	d.refused(ticket.NoOffer, dec, err)
	if d.dutyOf(4, 15) != "B" || d.dutyOf(5, 9) != "A" {
		t.Error("asked only, and it counts already")
	}
	declined := d.book
	d.must(staff.AnswerSwap(&declined, 0, false, "B", d.rules, d.now))
	if len(d.book.Duty.Swaps) != 0 {
		t.Errorf("declined, left: %+v", d.book.Duty.Swaps)
	}
	d = exchanged(t)
	d.must(staff.AnswerSwap(&d.book, 0, true, "B", d.rules, d.now))
	if d.dutyOf(4, 15) != "A" || d.dutyOf(5, 9) != "B" {
		t.Errorf("agreed: %s, %s", d.dutyOf(4, 15), d.dutyOf(5, 9))
	}
	d.must(staff.UndoSwap(&d.book, 0, "B", d.rules, d.now))
	if d.dutyOf(4, 15) != "B" || d.dutyOf(5, 9) != "A" {
		t.Error("taken back, and half of it counts")
	}
}

// When the first of the two shifts begins, the offer lapses, and what was agreed
// is not taken back any more.
func TestExchangeEndsWithTheFirstShift(t *testing.T) {
	d := exchanged(t)
	if d.at("+1 14:00"); len(d.book.Duty.Swaps) != 0 || !slices.Equal(d.told(), []string{"A lapsed"}) {
		t.Errorf("told %v, left %+v", d.told(), d.book.Duty.Swaps)
	}
	d = exchanged(t)
	d.must(staff.AnswerSwap(&d.book, 0, true, "B", d.rules, d.now))
	d.at("+1 14:00")
	for _, by := range []string{"A", "B"} {
		dec, err := staff.UndoSwap(&d.book, 0, by, d.rules, d.now)
		d.refused(ticket.ShiftBegan, dec, err)
	}
	if d.at("+1 20:00"); d.dutyOf(5, 9) != "B" {
		t.Errorf("the second shift: %s", d.dutyOf(5, 9))
	}
}

func TestExchangeIsRefusedWhere(t *testing.T) {
	for name, c := range map[string]struct {
		wish staff.Wish
		want ticket.Code
	}{
		"my shift has begun":    {staff.Wish{To: "B", Day: march(3), Return: march(4)}, ticket.ShiftBegan},
		"theirs has begun":      {staff.Wish{To: "B", Day: march(4), Return: march(3)}, ticket.ShiftBegan},
		"they have none":        {staff.Wish{To: "C", Day: march(4), Return: march(5)}, ticket.NoShift},
		"they are away on mine": {staff.Wish{To: "B", Day: march(6), Return: march(8)}, ticket.AwayThen},
		"I am away on theirs":   {staff.Wish{To: "B", Day: march(4), Return: march(7)}, ticket.AwayThen},
		"it is with oneself":    {staff.Wish{To: "A", Day: march(4), Return: march(5)}, ticket.SwapSelf},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, policy.Standing{})
			d.now = d.now.Add(6*time.Hour + time.Minute)
			day := func(n int) time.Time { return time.Date(2026, 3, n, 0, 0, 0, 0, time.UTC) }
			d.book.Away = []staff.Absence{
				{Absence: policy.Absence{User: "B", From: day(6), To: day(7)}}, {Absence: policy.Absence{User: "A", From: day(7), To: day(8)}},
			}
			dec, err := staff.Offer(&d.book, c.wish, "A", d.rules, d.now)
			d.refused(c.want, dec, err)
		})
	}
}

// What has changed since the offer is not agreed to.
func TestOfferOfWhatIsNotTheirsAnyMore(t *testing.T) {
	d := exchanged(t)
	d.rules.Org.Rosters["desk"].Overrides = []policy.Override{{From: march(5), To: march(5), Layer: "early", People: []string{"C"}}}
	dec, err := staff.AnswerSwap(&d.book, 0, true, "B", d.rules, d.now)
	d.refused(ticket.NoShift, dec, err)
}

// One half that means nothing any more takes the other with it while that has
// not begun.
func TestHalfAnExchangeIsNone(t *testing.T) {
	d := exchanged(t)
	d.must(staff.AnswerSwap(&d.book, 0, true, "B", d.rules, d.now))
	d.rules.Org.Rosters["desk"].Overrides = []policy.Override{{From: march(5), To: march(5), Layer: "early", People: []string{"C"}}}
	d.fire(d.now, nil)
	if len(d.book.Duty.Swaps) != 0 || d.dutyOf(4, 15) != "B" {
		t.Errorf("on duty %s, left %+v", d.dutyOf(4, 15), d.book.Duty.Swaps)
	}
}

func TestNobodyAwayIsSentIn(t *testing.T) {
	d := newDesk(t, policy.Standing{})
	d.book.Away = []staff.Absence{{Absence: policy.Absence{User: "C", From: d.now}, Begun: true}}
	dec, err := staff.Relieve(&d.book, "A", "C", "H", d.rules, d.now)
	d.refused(ticket.AwayThen, dec, err)
}
