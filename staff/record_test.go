package staff_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/firstask/firstask/calendar"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/staff"
	"github.com/firstask/firstask/ticket"
)

func recorded() policy.Standing {
	return policy.Standing{Record: true, Rounds: []policy.Round{
		{ID: "hall", Points: []policy.Spot{{ID: "floor"}, {ID: "lamps"}}},
		{ID: "doors", At: []calendar.Minute{9 * 60, 13 * 60, 15 * 60}},
	}}
}

// wrote carries out one line of the record of A.
func (d *desk) wrote(text string, result bool) {
	d.tb.Helper()
	d.must(staff.Log(&d.book, text, result, "A", d.rules, d.now))
}

// What "duty end" still asks for, shift by shift (DR-1.3).
func TestRecordIsAskedFor(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(*desk)
		want ticket.Code
	}{
		{"nothing written", func(*desk) {}, ticket.RecordLacks},
		{"only what happened", func(d *desk) { d.wrote("a lamp broke", false) }, ticket.RecordLacks},
		{"only what came of it", func(d *desk) { d.wrote("it was mended", true) }, ticket.RecordLacks},
		{"both", func(d *desk) { d.wrote("a lamp broke", false); d.wrote("it was mended", true) }, ""},
		{"both, and rounds left out", func(d *desk) { d.wrote("quiet", false); d.wrote("nothing", true) }, ""},
		{"not at the place", func(d *desk) {
			d.rules.Org.Rosters["desk"].Place = "Room 204"
			d.wrote("quiet", false)
			d.wrote("nothing", true)
		}, ticket.RecordLacks},
		{"no record wanted any more", func(d *desk) { d.rules.Org.Rosters["desk"].Record = false }, ticket.NotOnDuty},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDesk(t, recorded())
			d.fire(d.now, nil)
			c.do(d)
			d.at("14:05")
			_, err := staff.End(&d.book, nil, "A", d.rules, d.now)
			if codeOf(err) != c.want {
				t.Errorf("%v, want %q", err, c.want)
			}
		})
	}
}

// A round with times is ticked once for each, the earliest first, and never for
// the shift of somebody else (DR-1.5).
func TestTicksOfARoundWithTimes(t *testing.T) {
	d := newDesk(t, recorded())
	d.fire(d.now, nil)
	tick := func(r staff.Ticked) { d.must(staff.Tick(&d.book, r, "A", d.rules, d.now)) }
	d.at("13:30")
	tick(staff.Ticked{Round: "doors"})
	tick(staff.Ticked{Round: "hall", Point: "lamps", Text: "one is dark"})
	mine := staff.Records(&d.book, "A", d.rules, d.now)[0]
	if got := mine.Looked(mine.Missed(d.now)); got != "hall/floor doors@2026-03-03T13:00:00Z" {
		t.Errorf("missed %q", got)
	}
	tick(staff.Ticked{Round: "doors"})
	tick(staff.Ticked{Round: "hall"})
	mine = staff.Records(&d.book, "A", d.rules, d.now)[0]
	if left := mine.Open(); len(left) != 0 {
		t.Errorf("left %+v", left)
	}
	if _, err := staff.Tick(&d.book, staff.Ticked{Round: "pool"}, "A", d.rules, d.now); codeOf(err) != ticket.NoRound {
		t.Errorf("a round that is none: %v", err)
	}
}

// Who reads what was written down: who wrote it, who comes next, the heads.
func TestWhoReadsARecord(t *testing.T) {
	d := newDesk(t, recorded())
	d.fire(d.now, nil)
	d.wrote("a lamp broke", false)
	d.at("14:05")
	var reads []string
	for _, by := range []string{"A", "B", "C", "G", "H", "stranger"} {
		all := staff.Records(&d.book, by, d.rules, d.now)
		if slices.ContainsFunc(all, func(r staff.Record) bool { return r.User == "A" }) {
			reads = append(reads, by)
		}
	}
	if want := []string{"A", "B", "G", "H"}; !slices.Equal(reads, want) {
		t.Errorf("%v read it, want %v", reads, want)
	}
}

// codeOf is why something was refused; "" for nothing.
func codeOf(err error) ticket.Code {
	if r, is := errors.AsType[*ticket.Refusal](err); is {
		return r.Code
	}
	return ""
}
