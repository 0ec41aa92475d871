package staff_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/firstask/firstask/calendar"
	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/staff"
	"github.com/firstask/firstask/ticket"
)

// desk is a company whose desk has two shifts a day, A's and B's, under a head H.
type desk struct {
	tb    testing.TB
	book  staff.Book
	rules policy.Rules
	now   time.Time
	last  staff.Decision
}

func newDesk(tb testing.TB, how policy.Standing) *desk {
	tb.Helper()
	hours := func(span string) *calendar.Calendar {
		spec := calendar.Spec{Name: span, Zone: time.UTC, Hours: map[time.Weekday][]calendar.Span{}}
		for d := time.Sunday; d <= time.Saturday; d++ {
			s, err := calendar.ParseSpan(span)
			if err != nil {
				tb.Fatal(err)
			}
			spec.Hours[d] = []calendar.Span{s}
		}
		c, err := calendar.New(spec)
		if err != nil {
			tb.Fatal(err)
		}
		return c
	}
	start := calendar.Date{Year: 2026, Month: 1, Day: 5}
	layer := func(id, who string) policy.Layer {
		return policy.Layer{ID: id, Calendar: id, Every: 7, Starts: start, People: []string{who}}
	}
	org := &policy.Org{
		Zone: time.UTC, Default: "desk", Fallback: "C0ADMIN",
		Calendars: map[string]*calendar.Calendar{"day": hours("08:00-20:00"), "early": hours("08:00-14:00"), "late": hours("14:00-20:00")},
		Departments: []*policy.Department{
			{ID: "company", Head: "G"}, {ID: "desk", Parent: "company", Head: "H", Members: []string{"A", "B", "C"}, Duty: "desk"},
		},
		Rosters: map[string]*policy.Roster{"desk": {Calendar: "day", Layers: []policy.Layer{layer("early", "A"), layer("late", "B")}, Standing: how}},
	}
	d := &desk{tb: tb, rules: policy.Rules{Org: org, Policy: &policy.Policy{Shifts: policy.Shifts{Rules: map[string]string{policy.MatterRelief: "X-1"}}}}}
	d.at("08:00")
	return d
}

// at lets the time of a day pass, with whatever becomes due; "+1 08:00" is the next day.
func (d *desk) at(clock string) {
	d.tb.Helper()
	day := 3
	if rest, ok := strings.CutPrefix(clock, "+1 "); ok {
		day, clock = 4, rest
	}
	t, err := time.Parse("15:04", clock)
	if err != nil {
		d.tb.Fatal(err)
	}
	now := time.Date(2026, 3, day, t.Hour(), t.Minute(), 0, 0, time.UTC)
	for n := 0; d.book.Duty.Next.IsZero() || !d.book.Due().After(now); n++ {
		at := d.book.Due()
		if d.book.Duty.Next.IsZero() {
			at = now
		}
		d.fire(at, nil)
		if n > 100 {
			d.tb.Fatalf("always due: %s", d.book.Due())
		}
	}
	d.now = now
}

func (d *desk) fire(at time.Time, open []int64) {
	held := staff.Held{}
	for _, user := range staff.Leaving(&d.book, at) {
		held[user] = map[string][]int64{"desk": open}
	}
	d.last = staff.FireWith(&d.book, held, d.rules, at)
	d.book = d.last.Book
}

func (d *desk) do(dec staff.Decision, err error) error {
	if err == nil {
		d.last, d.book = dec, dec.Book
	}
	return err
}

func (d *desk) must(dec staff.Decision, err error) {
	d.tb.Helper()
	if err = d.do(dec, err); err != nil {
		d.tb.Fatal(err)
	}
}

func (d *desk) onDuty() string {
	rules := d.book.Over(d.rules, d.now)
	on, _ := rules.OnDuty("desk", d.now)
	return on.User
}

func (d *desk) told() []string {
	all := make([]string, 0, len(d.last.Notices))
	for _, n := range d.last.Notices {
		all = append(all, n.To.User+" "+strings.TrimPrefix(string(n.Kind)+" "+n.Params["what"].Raw(), "duty_news duty_news."))
	}
	slices.Sort(all)
	return all
}

func (d *desk) refused(want ticket.Code, dec staff.Decision, err error) {
	d.tb.Helper()
	var r *ticket.Refusal
	if !errors.As(err, &r) || r.Code != want {
		d.tb.Errorf("refused with %v, want %s", err, want)
	}
	if len(dec.Events) > 0 {
		d.tb.Errorf("refused, and changed: %v", dec.Events)
	}
}

func TestSwapCountsFromTheYesToTheEndOfTheShift(t *testing.T) {
	d := newDesk(t, policy.Standing{})
	today := calendar.Date{Year: 2026, Month: 3, Day: 3}
	wish := staff.Wish{To: "C", Day: today}
	d.must(staff.Offer(&d.book, wish, "B", d.rules, d.now))
	over := d.book.Over(d.rules, d.now)
	if on, _ := over.OnDuty("desk", d.now.Add(7*time.Hour)); on.User != "B" {
		t.Errorf("asked only, and it counts already: %s", on.User)
	}
	if d.at("14:00"); d.onDuty() != "B" || len(d.book.Duty.Swaps) != 0 {
		t.Errorf("an offer without an answer lapses: %s, %v", d.onDuty(), d.book.Duty.Swaps)
	}
	d = newDesk(t, policy.Standing{})
	d.must(staff.Offer(&d.book, wish, "B", d.rules, d.now))
	d.must(staff.AnswerSwap(&d.book, 0, true, "C", d.rules, d.now))
	if got := d.told(); !slices.Equal(got, []string{"B agreed", "H swapped"}) {
		t.Errorf("told: %v", got)
	}
	if d.onDuty() != "A" {
		t.Errorf("before the shift: %s", d.onDuty())
	}
	if d.at("14:00"); d.onDuty() != "C" {
		t.Errorf("in the shift: %s", d.onDuty())
	}
	_, err := staff.UndoSwap(&d.book, 0, "B", d.rules, d.now)
	d.refused(ticket.ShiftBegan, staff.Decision{}, err)
	if d.at("20:00"); len(d.book.Duty.Swaps) != 0 {
		t.Errorf("after the shift: %v", d.book.Duty.Swaps)
	}
	if d.at("+1 14:00"); d.onDuty() != "B" {
		t.Errorf("the day after: %s", d.onDuty())
	}
}

func TestShiftLastsUntilTheReliefHasBegun(t *testing.T) {
	d := newDesk(t, policy.Standing{CheckIn: true})
	d.at("14:00")
	if got := d.told(); !slices.Equal(got, []string{"A stays", "H late"}) {
		t.Errorf("told: %v", got)
	}
	if d.at("15:30"); d.onDuty() != "A" {
		t.Errorf("on duty is %s", d.onDuty())
	}
	dec, err := staff.End(&d.book, nil, "A", d.rules, d.now)
	d.refused(ticket.NoRelief, dec, err)
	d.must(staff.Start(&d.book, "B", d.rules, d.now))
	if got := d.told(); !slices.Equal(got, []string{"A started", "H started"}) || d.onDuty() != "B" {
		t.Errorf("told: %v; on duty %s", got, d.onDuty())
	}
	if e := d.last.Events[0]; e.Kind != "duty_end" || e.To != "A" || e.Facts["overtime"] != "1h30m0s" || e.Rule != "X-1" {
		t.Errorf("kept: %+v", e)
	}
}

// The end of the hours ends a shift: there is nobody to wait for.
func TestShiftEndsWithTheHours(t *testing.T) {
	d := newDesk(t, policy.Standing{CheckIn: true})
	d.at("13:00")
	d.must(staff.Start(&d.book, "B", d.rules, d.now)) // before the time
	if d.onDuty() != "A" {
		t.Errorf("too soon: %s", d.onDuty())
	}
	d.at("14:00")
	if len(d.told()) != 0 || d.onDuty() != "B" {
		t.Errorf("told: %v; on duty %s", d.told(), d.onDuty())
	}
	if d.at("20:00"); len(d.told()) != 0 || len(d.book.Duty.Watches) != 0 {
		t.Errorf("told: %v; %v", d.told(), d.book.Duty.Watches)
	}
	if d.at("+1 08:00"); d.onDuty() != "A" || len(d.told()) != 0 {
		t.Errorf("told: %v; on duty %s", d.told(), d.onDuty())
	}
}

func TestOnlyAHeadRelieves(t *testing.T) {
	d := newDesk(t, policy.Standing{})
	dec, err := staff.Relieve(&d.book, "A", "C", "B", d.rules, d.now)
	d.refused(ticket.NotTheirHead, dec, err)
	d.must(staff.Relieve(&d.book, "A", "C", "H", d.rules, d.now))
	if got := d.told(); !slices.Equal(got, []string{"A relieved", "C relieves"}) || d.onDuty() != "C" {
		t.Errorf("told: %v; on duty %s", got, d.onDuty())
	}
	if d.at("14:00"); d.onDuty() != "B" {
		t.Errorf("the shift after: %s", d.onDuty())
	}
}

func TestHandover(t *testing.T) {
	d := newDesk(t, policy.Standing{Handover: true, Within: 30 * time.Minute})
	held := staff.Held{"A": {"desk": {4, 7}}}
	d.at("13:59")
	end := d.now.Add(time.Minute)
	d.fire(end, []int64{4, 7})
	d.now = end
	if got := d.told(); !slices.Equal(got, []string{"A handover_due "}) {
		t.Errorf("told: %v", got)
	}
	dec, err := staff.HandOver(&d.book, held, "A", d.rules, d.now)
	d.refused(ticket.CarryReason, dec, err)
	d.must(staff.Carry(&d.book, staff.Carried{Ticket: 4, Reason: "parts"}, held, "A", d.rules, d.now))
	dec, err = staff.End(&d.book, held, "A", d.rules, d.now)
	d.refused(ticket.CarryReason, dec, err)
	if r := new(ticket.Refusal); !errors.As(err, &r) || r.Params["what"] != notice.Text("#7") {
		t.Errorf("names %v", err)
	}
	if _, ok := staff.Waiting(&d.book, "B"); ok {
		t.Error("the relief has a list that is not whole")
	}
	d.must(staff.Carry(&d.book, staff.Carried{Ticket: 7, Reason: "the asker is out"}, held, "A", d.rules, d.now))
	list, ok := staff.Waiting(&d.book, "B")
	if !ok || list.From != "A" || len(list.Carried) != 2 {
		t.Errorf("the list: %+v %v", list, ok)
	}
	d.at("14:30")
	if got := d.told(); !slices.Equal(got, []string{"B unconfirmed", "H unconfirmed"}) {
		t.Errorf("told: %v", got)
	}
	d.must(staff.TakenOver(&d.book, list, []int64{4}, nil, "B", d.rules, d.now))
	if e := d.last.Events[0]; e.Facts["carried"] != "1" || e.Facts["open"] != "2" {
		t.Errorf("kept: %+v", e)
	}
	if w := d.book.Duty.Watches; len(w) != 1 || w[0].User != "B" {
		t.Errorf("left: %+v", w)
	}
}

func TestNothingOpenNeedsNoHandover(t *testing.T) {
	d := newDesk(t, policy.Standing{Handover: true, Within: 30 * time.Minute})
	if d.at("15:00"); len(d.told()) != 0 || len(d.book.Duty.Watches) != 1 {
		t.Errorf("told: %v; %v", d.told(), d.book.Duty.Watches)
	}
}

func TestGapIsWarnedOnce(t *testing.T) {
	d := newDesk(t, policy.Standing{})
	d.rules.Org.Rosters["desk"].Layers = d.rules.Org.Rosters["desk"].Layers[:1] // nobody from 14:00 on
	d.fire(d.now, nil)
	if got := d.told(); !slices.Equal(got, []string{"H roster_gap "}) {
		t.Errorf("today's hole: %v", got)
	}
	var told []string
	for _, at := range []string{"13:59", "14:00", "14:01", "20:00", "+1 08:00", "+1 13:59", "+1 14:00"} {
		before := d.book.Said
		if d.at(at); d.book.Said > before {
			told = append(told, at)
		}
	}
	if !slices.Equal(told, []string{"14:00", "+1 14:00"}) {
		t.Errorf("told at %v, warned %v", told, d.book.Duty.Warned)
	}
	n := d.book.Said
	for range 3 {
		d.fire(d.now, nil)
	}
	if d.book.Said != n {
		t.Errorf("told again: %v", d.told())
	}
}
