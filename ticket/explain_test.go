package ticket_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/firstask/firstask/ticket"
)

func TestExplain(t *testing.T) {
	w := newWorld(t)
	w.window("FA-18.response").Soft = minutes(20)
	r, err := ticket.Explain(w.rules, "FA-18.response", clock(t, "11:45"), "finance")
	if err != nil {
		t.Fatal(err)
	}
	c := r.Clock
	if !c.Due.Equal(clock(t, "13:45")) || !c.Soft.Equal(clock(t, "13:35")) || c.Subject != "" || r.Counted != 30*time.Minute || len(r.Intervals) != 2 {
		t.Errorf("%+v", r)
	}
	if diff := cmp.Diff([]time.Time{clock(t, "13:30"), clock(t, "13:39")}, c.Points); diff != "" {
		t.Errorf("reminders (-want +got):\n%s", diff)
	}
	asked := make([]string, 0, 3)
	for _, u := range ticket.Silence(w.rules, r) {
		asked = append(asked, u.At.In(w.rules.Org.Zone).Format("15:04 ")+u.To.Lane())
	}
	if diff := cmp.Diff([]string{"13:45 " + zhou, "14:45 " + boss, "15:45 " + admins}, asked); diff != "" {
		t.Errorf("silence (-want +got):\n%s", diff)
	}
}

// A department counts in the hours it keeps.
func TestExplainInADepartmentOfItsOwnHours(t *testing.T) {
	w := newWorld(t)
	w.rules.Org.Calendars["office@finance"] = w.rules.Org.Calendars["always"]
	r, err := ticket.Explain(w.rules, "FA-18.response", clock(t, "11:45"), "finance")
	if err != nil || r.Calendar != "office@finance" || !r.Clock.Due.Equal(clock(t, "12:15")) {
		t.Errorf("%+v, %v", r.Clock, err)
	}
}

// What is explained is what would happen.
func TestExplainAgreesWithTheClock(t *testing.T) {
	w := asked(t).at("10:04").handoff(chen, li)
	got := w.t.Clock("FA-18.response/1/1")
	r, err := ticket.Explain(w.rules, got.Rule, got.Start, got.Department)
	if err != nil || !r.Clock.Due.Equal(got.Due) || !cmp.Equal(r.Clock.Points, got.Points) {
		t.Errorf("explained %+v, runs %+v, %v", r.Clock, got, err)
	}
}

func TestExplainWithoutALimit(t *testing.T) {
	w := newWorld(t)
	r, err := ticket.Explain(w.rules, "FA-18.supervise", w.now, "")
	if err != nil || !r.Clock.Due.IsZero() || r.Intervals != nil || ticket.Silence(w.rules, r) != nil {
		t.Errorf("%+v, %v", r, err)
	}
	if _, err := ticket.Explain(w.rules, "FA-99", w.now, ""); !errors.Is(err, ticket.ErrNoWindow) {
		t.Errorf("an unknown rule: %v", err)
	}
	if _, err := ticket.Explain(w.rules, "FA-15", w.now, "moon"); !errors.Is(err, ticket.ErrNoDepartment) {
		t.Errorf("an unknown department: %v", err)
	}
}

// Whom silence reaches depends on what the limit does.
func TestSilenceByAction(t *testing.T) {
	w := newWorld(t)
	w.rules.Policy = extended()
	for rule, want := range map[string]int{"OUR-urgent": 2, "FA-02.whole": 1, "FA-02.confirm": 0, "OUR-progress": 0} {
		r, err := ticket.Explain(w.rules, rule, w.now, "finance")
		if err != nil {
			t.Fatal(err)
		}
		if got := ticket.Silence(w.rules, r); len(got) != want {
			t.Errorf("%s (%s) asks %v, want %d", rule, r.Clock.Then, got, want)
		}
	}
}
