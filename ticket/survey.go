package ticket

import (
	"slices"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// Surveys are the questions that whoever asked is asked once the period in which
// such a ticket was closed is over; at most policy.MostQuestions.
func Surveys(t *Ticket, rules policy.Rules) []policy.Question {
	x := &turn{Ticket: *t, rules: rules}
	return x.surveys()
}

func (x *turn) surveys() []policy.Question {
	return x.asked(func(q *policy.Question) bool { return q.Every != "" })
}

// surveyFrom is when somebody is asked about a request that ends now: with the
// first working time after its period. It is zero where there is no survey, for
// who is outside Slack, and for a request that was in a survey before.
func (x *turn) surveyFrom() time.Time {
	all := x.surveys()
	if len(all) == 0 || !x.Surveyed.IsZero() || !x.Asker.InSlack() {
		return time.Time{}
	}
	at := all[0].Every.Over(x.now, x.rules.Org.Zone)
	if c := x.rules.Org.Calendar(x.rules.Policy.Calendar); c != nil {
		at = c.NextOpen(at)
	}
	return at
}

// surveying is when the ticket is to be asked about; zero for never, once it was,
// and if the asker has said already how satisfied they are.
func (t *Ticket) surveying() time.Time {
	if t.State != Closed || !t.Surveyed.IsZero() || len(t.Ratings) > 0 {
		return time.Time{}
	}
	return t.End.SurveyAt
}

// survey asks about a closed request once its period is over. That the rules
// have no survey any more is recorded, and nobody is asked.
func (x *turn) survey() {
	at := x.surveying()
	if at.IsZero() || at.After(x.now) {
		return
	}
	x.Surveyed = x.now
	all := x.surveys()
	if len(all) == 0 {
		x.event(Event{Kind: "survey", Facts: map[string]string{"said": "no"}})
		return
	}
	x.event(Event{Kind: "survey", To: x.Asker.User, Rule: all[0].Rule})
	x.after = append(x.after, func() {
		x.show(Face{Slot: "survey", Kind: notice.Survey, To: notice.Recipient{User: x.Asker.User}})
	})
}

// inSurvey reports whether this is a question of a survey that has begun.
func (x *turn) inSurvey(question string) bool {
	return x.State == Closed && !x.Surveyed.IsZero() &&
		slices.ContainsFunc(x.surveys(), func(q policy.Question) bool { return q.ID == question })
}
