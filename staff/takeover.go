package staff

import (
	"slices"
	"strconv"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// List is what somebody leaves, as it waits for the relief's yes.
type List struct {
	From    string
	Roster  string
	Offered time.Time // tells it from another of the same
	Carried []Carried
}

// Waiting is the list that waits for somebody's yes, the oldest first; false for none.
func Waiting(b *Book, relief string) (List, bool) {
	for _, w := range b.Duty.Watches {
		if w.Relief == relief && !w.Offered.IsZero() {
			return List{From: w.User, Roster: w.Roster, Offered: w.Offered, Carried: slices.Clone(w.Carried)}, true
		}
	}
	return List{}, false
}

// TakenOver notes that the relief said yes to a list; moved are those that went
// to them. What has come to who goes since the list was made is asked for anew:
// held is what they still have.
func TakenOver(b *Book, l List, moved []int64, held Held, by string, rules policy.Rules, now time.Time) (Decision, error) {
	x := begin(b, rules, now, by)
	i := slices.IndexFunc(x.Duty.Watches, func(w Watch) bool {
		return w.Relief == by && w.User == l.From && w.Roster == l.Roster && w.Offered.Equal(l.Offered) && !w.Offered.IsZero()
	})
	if i < 0 {
		return Decision{}, refuse(ticket.NoHandover, nil)
	}
	w := &x.Duty.Watches[i]
	x.event(ticket.Event{Kind: "taken_over", To: w.User, Rule: x.rule(policy.MatterLeft), Facts: map[string]string{
		"roster": w.Roster, "day": w.Day.String(), "carried": strconv.Itoa(len(moved)), "open": strconv.Itoa(w.Open),
	}})
	x.passed(w, moved)
	p := x.about(w.Roster, x.now, w.To, policy.MatterHandover)
	p["who"], p["what"], p["n"] = notice.User(by), notice.Word("duty_news.taken"), notice.Number(len(moved))
	x.news(w.User, "taken", p)
	rest := w.without(held.of(w))
	w.Asked, w.Offered, w.Relief, w.Until, w.Carried = time.Time{}, time.Time{}, "", time.Time{}, nil
	if len(rest) > 0 {
		x.ask(w, Held{w.User: {w.Roster: rest}})
	} else if !w.Ended.IsZero() {
		x.forget(w)
	}
	return x.fresh(), nil
}

// passed counts what a shift has left to the next, and remembers it of each matter.
func (x *turn) passed(w *Watch, moved []int64) {
	t := x.tally(w)
	if len(moved) > 0 && w.Given == 0 {
		t.Leaving++
	}
	t.Carried += len(moved)
	w.Given += len(moved)
	for _, n := range moved {
		p := Passed{Ticket: n, Roster: w.Roster, To: x.by, Times: x.Times(n, w.User) + 1, At: x.now}
		x.Duty.Passed = append(drop(x.Duty.Passed, func(o Passed) bool { return o.Ticket == n }), p)
	}
}
