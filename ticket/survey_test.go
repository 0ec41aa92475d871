package ticket_test

import (
	"testing"
	"time"

	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// polled is a scene under rules with a monthly survey and no other question.
func polled(tb tester, name string) *world {
	tb.Helper()
	w := scene(tb, name)
	p := *w.rules.Policy
	p.Satisfaction = []policy.Question{{ID: "how", Rule: "T-5", Every: policy.Monthly}}
	w.rules.Policy = &p
	return w
}

// passed lets the time of the ticket's next clock come.
func passed(w *world) {
	w.now = w.t.Due()
	w.last = ticket.Fire(&w.t, w.rules, w.now)
	w.t = w.last.Ticket
}

// ST-5: asked once the period is over, and once ever.
func TestSurvey(t *testing.T) {
	w := polled(t, "answered")
	w.apply(by(ticket.VerbConfirm, tang))
	due := w.t.Due()
	if over := policy.Monthly.Over(w.now, w.rules.Org.Zone); due.Before(over) || due.Sub(over) > 7*24*time.Hour {
		t.Fatalf("asked at %s, the month is over at %s", due, over)
	}
	wantCode(t, rating(w, tang, "how", ticket.Satisfied), ticket.NoSurvey)
	passed(w)
	w.wantEvents("survey").wantSaid("survey to " + tang)
	if !w.t.Due().IsZero() {
		t.Errorf("due again at %s", w.t.Due())
	}
	wantCode(t, rating(w, chen, "how", ticket.Satisfied), ticket.NotYours)
	wantCode(t, rating(w, tang, "", ticket.Satisfied), ticket.NoSurvey)
	w.now = w.now.AddDate(0, 6, 0)
	w.apply(ticket.Command{Verb: ticket.VerbRate, Actor: tang, Question: "how", Word: ticket.Unsatisfied})
	if w.t.State != ticket.Closed || w.t.Ratings["how"] != ticket.Unsatisfied {
		t.Errorf("%s, said %v", w.t.State, w.t.Ratings)
	}
}

func TestSurveyOfNobody(t *testing.T) {
	for name, tt := range map[string]struct {
		scene string
		end   ticket.Command
	}{
		"withdrawn":     {"captured", by(ticket.VerbWithdraw, tang)},
		"outside Slack": {"result ready", by(ticket.VerbReply, ann)},
		"a double":      {"accepted", ticket.Command{Verb: ticket.VerbDuplicate, Actor: li, Number: 40}},
	} {
		t.Run(name, func(t *testing.T) {
			w := polled(t, tt.scene)
			w.apply(tt.end)
			if !w.t.Due().IsZero() {
				t.Errorf("asked at %s", w.t.Due())
			}
		})
	}
	t.Run("said already", func(t *testing.T) {
		w := polled(t, "answered")
		w.rules.Policy.Satisfaction = append(w.rules.Policy.Satisfaction, policy.Question{ID: "result"})
		w.apply(ticket.Command{Verb: ticket.VerbRate, Actor: tang, Word: ticket.Satisfied})
		if !w.t.Due().IsZero() {
			t.Errorf("asked at %s", w.t.Due())
		}
	})
}

// What is archived first is not asked about; rules that ask no more ask nobody.
func TestSurveyThatCannotBe(t *testing.T) {
	w := polled(t, "answered")
	w.rules.Policy.Retention = policy.Limit{Dates: 1}
	w.apply(by(ticket.VerbConfirm, tang))
	passed(w)
	if w.t.State != ticket.Archived || !w.t.Due().IsZero() {
		t.Errorf("%s, due %s", w.t.State, w.t.Due())
	}
	w = polled(t, "answered")
	w.apply(by(ticket.VerbConfirm, tang))
	w.rules.Policy.Satisfaction = nil
	passed(w)
	w.wantEvents("survey").wantSaid()
	if !w.t.Due().IsZero() {
		t.Errorf("due again at %s", w.t.Due())
	}
}
