package ticket

import (
	"cmp"
	"slices"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// What an asker says to a question about the answer they got.
const (
	Satisfied   = "good"
	SoSo        = "fair"
	Unsatisfied = "poor"
)

// Questions are those that whoever asked is asked about their answer, as the
// rules have them for such a ticket; at most policy.MostQuestions.
func Questions(t *Ticket, rules policy.Rules) []policy.Question {
	x := &turn{Ticket: *t, rules: rules}
	return x.questions()
}

func (x *turn) questions() []policy.Question {
	return x.asked(func(q *policy.Question) bool { return q.Every == "" })
}

// asked are the questions of one sort that hold for this ticket.
func (x *turn) asked(of func(*policy.Question) bool) []policy.Question {
	var all []policy.Question
	for i := range x.rules.Policy.Satisfaction {
		if q := &x.rules.Policy.Satisfaction[i]; len(all) < policy.MostQuestions && of(q) && x.holds(&q.When) {
			all = append(all, *q)
		}
	}
	return all
}

// rate is how satisfied the asker is (DM-4.1.2): their own word, or that of
// somebody outside Slack as whoever spoke to them heard it, never as whoever
// worked on it did. What a survey asks is answered whenever it comes, and changes
// nothing. The first question closes what was answered; who is not
// satisfied says why, and has it opened again.
func (x *turn) rate(c Command) error {
	all := x.questions()
	survey := x.inSurvey(c.Question)
	first := !survey && len(all) > 0 && cmp.Or(c.Question, all[0].ID) == all[0].ID
	switch {
	case x.State.Ended() && x.State != Closed:
		return x.ended()
	case x.State != Answered && x.State != CallbackDue && x.State != Closed:
		return refuse(NotSolved, notice.Params{"who": notice.User(x.turnOf())})
	case !x.mayRate(c.Actor):
		return refuse(NotYours, notice.Params{"who": notice.User(x.withdrawer()), "verb": notice.Word(string(VerbRate))})
	case !first && !survey && !slices.ContainsFunc(all, func(q policy.Question) bool { return q.ID == c.Question }):
		return refuse(NoSurvey, nil)
	case x.State.Ended() && !survey && x.tooLate():
		return refuse(ReopenTooLate, notice.Params{"at": notice.Time(x.End.At)})
	case first && c.Word == Unsatisfied && c.Text == "":
		return refuse(NeedReason, nil)
	}
	question := c.Question
	if question == "" {
		question = all[0].ID
	}
	e := Event{Kind: string(VerbRate), Text: c.Text, Facts: map[string]string{"question": question, "answer": c.Word}}
	if first && c.Word == Unsatisfied {
		x.bringBack(c, e)
		return nil
	}
	if x.Ratings == nil {
		x.Ratings = map[string]string{}
	}
	x.Ratings[question] = c.Word
	if x.State == Answered {
		x.finish(Confirmed, c.Actor, e)
		return nil
	}
	x.event(e)
	return nil
}

// mayRate reports whether somebody may say how satisfied the asker is.
func (x *turn) mayRate(user string) bool {
	if x.Asker.InSlack() {
		return user == x.Asker.User
	}
	return user != x.Factual() && (x.mayReopen(user) || user == x.Caller())
}
