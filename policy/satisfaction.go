package policy

import (
	"time"

	"github.com/firstask/firstask/calendar"
)

// MostQuestions is how many questions about an answer somebody may be asked:
// each is one press, and more are not answered.
const MostQuestions = 3

// Question is what a rule book asks of whoever got an answer. The first one
// decides: who is not satisfied there has the request opened again. One with a
// period belongs to a survey: it is asked once the period in which the request
// was closed is over, and its answer changes nothing else.
type Question struct {
	ID    string `json:"id"`
	Name  Name   `json:"name"` // the question, as it is put
	Rule  string `json:"rule"`
	When  When   `json:"when,omitzero"`
	Every Period `json:"every,omitempty"`
}

// Period is a stretch of the calendar year.
type Period string

// The periods of a survey.
const (
	Monthly   Period = "month"
	Quarterly Period = "quarter"
	Yearly    Period = "year"
)

// Periods are all periods, the shortest first.
func Periods() []Period { return []Period{Monthly, Quarterly, Yearly} }

// Over is the midnight with which the period that t lies in is over, on the
// clock of zone; zero for a period that is none.
func (p Period) Over(t time.Time, zone *time.Location) time.Time {
	months := map[Period]int{Monthly: 1, Quarterly: 3, Yearly: 12}[p]
	if months == 0 {
		return time.Time{}
	}
	d := calendar.DateOf(t, zone)
	next := (int(d.Month)-1)/months*months + months // counted from January as 0
	return calendar.Date{Year: d.Year + next/12, Month: time.Month(next%12 + 1), Day: 1}.In(zone)
}
