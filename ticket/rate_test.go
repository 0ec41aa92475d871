package ticket_test

import (
	"errors"
	"testing"

	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

func rating(w *world, actor, question, word string) error {
	return w.try(ticket.Command{Verb: ticket.VerbRate, Actor: actor, Question: question, Word: word})
}

// DM-4.1.2: one press says it; not satisfied wants a reason and opens it again.
func TestRate(t *testing.T) {
	w := scene(t, "answered")
	w.rules.Policy = everything()
	wantCode(t, rating(w, chen, "", ticket.Satisfied), ticket.NotYours)
	wantCode(t, rating(w, tang, "", ticket.Unsatisfied), ticket.NeedReason)
	wantCode(t, rating(w, tang, "colour", ticket.Satisfied), ticket.NoSurvey)
	w.apply(ticket.Command{Verb: ticket.VerbRate, Actor: tang, Word: ticket.Unsatisfied, Text: "the wrong name"})
	w.wantHeld(ticket.Accepted, li, "")
	if w.t.Reopened != 1 || len(w.t.Ratings) != 0 {
		t.Errorf("reopened %d times, said %v", w.t.Reopened, w.t.Ratings)
	}
	wantCode(t, rating(w, tang, "", ticket.Satisfied), ticket.NotSolved)
	w.do(ticket.VerbResolve, li)
	w.apply(ticket.Command{Verb: ticket.VerbRate, Actor: tang, Word: ticket.SoSo})
	w.wantHeld(ticket.CallbackDue, li, "")
	w.apply(ticket.Command{Verb: ticket.VerbRate, Actor: tang, Question: "speed", Word: ticket.Unsatisfied})
	w.wantHeld(ticket.CallbackDue, li, "")
	if w.t.Ratings["result"] != ticket.SoSo || w.t.Ratings["speed"] != ticket.Unsatisfied {
		t.Errorf("said %v", w.t.Ratings)
	}
}

// Where the rules ask nothing, nothing can be said to it.
func TestRateUnasked(t *testing.T) {
	wantCode(t, rating(scene(t, "answered"), tang, "", ticket.Satisfied), ticket.NoSurvey)
}

// What somebody outside Slack said is written down by others, never by who worked on it.
func TestRateForSomebodyOutside(t *testing.T) {
	w := scene(t, "told")
	w.rules.Policy = everything()
	for _, who := range []string{chen, li, ann, zhou} {
		err := rating(w, who, "", ticket.Satisfied)
		if may := err == nil; may != (who != w.t.Factual() && (who == w.t.Follower() || who == w.t.CapturedBy)) {
			t.Errorf("%s: %v", who, err)
		}
	}
}

// IM-8: whoever worked on it does not call back, also where they alone fill the role.
func TestCallerIsNotTheHandler(t *testing.T) {
	for name, c := range map[string]struct {
		role []string
		want string
	}{
		"nobody fills it":        {nil, chen},
		"the handler alone":      {[]string{li}, chen},
		"another beside them":    {[]string{li, wu}, wu},
		"the asker never":        {[]string{tang, wu}, wu},
		"the first who fills it": {[]string{wu, ben}, wu},
	} {
		t.Run(name, func(t *testing.T) {
			w := called(t, c.role)
			if w.t.Caller() != c.want {
				t.Errorf("%s calls, want %s", w.t.Caller(), c.want)
			}
			wantCode(t, w.try(ticket.Command{Verb: ticket.VerbCallback, Actor: li, Word: "ok"}), ticket.NotYours)
		})
	}
	w := scene(t, "accepted")
	own := w.t.Follower()
	w.t.Responsible = own
	called2 := finishCalled(w, []string{own})
	if called2.t.Caller() == own {
		t.Error("who followed it and handled it calls back")
	}
	wantCode(t, called2.try(ticket.Command{Verb: ticket.VerbCallback, Actor: own, Word: "ok"}), ticket.NotYours)
}

func called(tb tester, role []string) *world {
	tb.Helper()
	return finishCalled(scene(tb, "accepted"), role)
}

func finishCalled(w *world, role []string) *world {
	w.rules.Policy = everything()
	for i := range w.rules.Policy.Windows {
		if v := &w.rules.Policy.Windows[i]; v.Rule == "OUR-callback" {
			v.On = policy.Caller
		}
	}
	org := *w.rules.Org
	org.Roles = map[string][]string{"care": role}
	w.rules.Org, w.rules.Policy.CallbackBy = &org, "care"
	w.do(ticket.VerbResolve, w.t.Factual())
	w.do(ticket.VerbConfirm, tang)
	return w
}

func wantCode(t *testing.T, err error, want ticket.Code) {
	t.Helper()
	refusal, _ := errors.AsType[*ticket.Refusal](err)
	if refusal == nil || refusal.Code != want {
		t.Errorf("%v, want %s", err, want)
	}
}
