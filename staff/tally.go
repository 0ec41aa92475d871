package staff

import (
	"slices"
	"time"

	"github.com/firstask/firstask/calendar"
)

// Tally is what the shifts of a roster left to the next in a month: of those
// whose people hand over.
type Tally struct {
	Roster string        `json:"roster"`
	Month  calendar.Date `json:"month"` // its first day
	// Shifts have ended, Leaving of them left something, Carried is how many matters.
	Shifts  int `json:"shifts"`
	Leaving int `json:"leaving,omitempty"`
	Carried int `json:"carried,omitempty"`
}

// tally is the month that a shift belongs to. Those of more than a year ago make
// room.
func (x *turn) tally(w *Watch) *Tally {
	month := firstOf(w.Day)
	oldest := calendar.Date{Year: month.Year - 1, Month: month.Month, Day: 1}
	x.Duty.Months = drop(x.Duty.Months, func(t Tally) bool { return t.Month.Compare(oldest) < 0 })
	i := slices.IndexFunc(x.Duty.Months, func(t Tally) bool { return t.Roster == w.Roster && t.Month == month })
	if i < 0 {
		x.Duty.Months = append(x.Duty.Months, Tally{Roster: w.Roster, Month: month})
		i = len(x.Duty.Months) - 1
	}
	return &x.Duty.Months[i]
}

func firstOf(d calendar.Date) calendar.Date {
	return calendar.Date{Year: d.Year, Month: d.Month, Day: 1}
}

// Left is what the shifts of a roster have left to the next in the month that an
// instant lies in; the zero Tally where none has ended.
func (b *Book) Left(roster string, at time.Time, zone *time.Location) Tally {
	month := firstOf(calendar.DateOf(at, zone))
	for _, t := range b.Duty.Months {
		if t.Roster == roster && t.Month == month {
			return t
		}
	}
	return Tally{}
}

// Grown is how much more all shifts have left than by an older book.
func (b *Book) Grown(older *Book) Tally {
	var more Tally
	for _, t := range b.Duty.Months {
		was := Tally{}
		if i := slices.IndexFunc(older.Duty.Months, func(o Tally) bool { return o.Roster == t.Roster && o.Month == t.Month }); i >= 0 {
			was = older.Duty.Months[i]
		}
		more.Shifts += t.Shifts - was.Shifts
		more.Leaving += t.Leaving - was.Leaving
		more.Carried += t.Carried - was.Carried
	}
	return more
}
