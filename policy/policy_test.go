package policy_test

import (
	"os"
	"regexp"
	"testing"
	"time"

	"github.com/firstask/firstask/policy"
)

func ruleBook() *policy.Policy {
	return &policy.Policy{
		ID: "abc", Presets: []string{"first-asked"}, Calendar: "office", Grace: 5 * time.Minute,
		Windows: []policy.Window{{
			Rule: "FA-15", On: policy.Natural, While: []string{"CAPTURED"}, Limit: policy.Limit{Time: 30 * time.Minute},
			OnDuty: policy.Limit{Time: 15 * time.Minute}, Calendar: "office", Remind: []policy.Reminder{{Percent: 50}},
			OnDutyRemind: []policy.Reminder{{Percent: 60}}, Ladder: policy.Steps(), Step: time.Hour, Daily: "09:30", Apology: true,
		}},
		PromiseAlone: policy.Limit{Days: 3},
	}
}

func TestWindow(t *testing.T) {
	p := ruleBook()
	w, ok := p.Window("FA-15")
	if !ok || !w.Runs("CAPTURED") || w.Runs("CLOSED") {
		t.Errorf("%+v, %v", w, ok)
	}
	if _, ok := p.Window("FA-99"); ok {
		t.Error("a window that is not there was found")
	}
	if !(policy.Limit{}).IsZero() || w.Limit.IsZero() || p.PromiseAlone.IsZero() {
		t.Error("IsZero")
	}
}

// What a preset may name is listed, each once: every constant of its type.
func TestListsAreWhole(t *testing.T) {
	source, err := os.ReadFile("window.go")
	if err != nil {
		t.Fatal(err)
	}
	declared := func(typ string) []string {
		found := regexp.MustCompile(`(?m)^\s+\w+\s+`+typ+`\s+= "([^"]*)"`).FindAllSubmatch(source, -1)
		all := make([]string, len(found))
		for i, m := range found {
			all[i] = string(m[1])
		}
		return all
	}
	wantEqual(t, plain(policy.Roles()), declared("Role"))
	wantEqual(t, plain(policy.Actions()), declared("Action"))
	wantEqual(t, plain(policy.Steps()), declared("Step"))
	wantEqual(t, plain(policy.Starts()), declared("Start"))
}

func plain[T ~string](list []T) []string {
	all := make([]string, len(list))
	for i, v := range list {
		all[i] = string(v)
	}
	return all
}

func TestLimitString(t *testing.T) {
	for want, l := range map[string]policy.Limit{
		"": {}, "30m": {Time: 30 * time.Minute}, "1h30m": {Time: 90 * time.Minute}, "24h": {Time: 24 * time.Hour}, "3s": {Time: 3 * time.Second},
		"2wd": {Days: 2}, "1wd 3h": {Days: 1, Time: 3 * time.Hour}, "3d": {Dates: 3}, "today": {DayEnd: 1}, "today+1": {DayEnd: 2},
		"fri 17:00": {Week: policy.Week{Set: true, Day: time.Friday, At: 17 * 60}}, "given": {Given: true}, "news": {News: true}, "news-10m": {News: true, Time: -10 * time.Minute}, "at once": {None: true},
	} {
		if got := l.String(); got != want || l.IsZero() != (want == "") {
			t.Errorf("%+v is %q, want %q", l, got, want)
		}
	}
}

func TestStepBefore(t *testing.T) {
	w := policy.Window{Step: time.Hour}
	if w.StepBefore(0) != 0 || w.StepBefore(1) != time.Hour || w.StepBefore(9) != time.Hour {
		t.Error("steps of one length")
	}
	w.Steps = []time.Duration{time.Minute, 2 * time.Minute}
	if w.StepBefore(0) != time.Minute || w.StepBefore(1) != 2*time.Minute || w.StepBefore(2) != time.Hour {
		t.Error("steps of their own")
	}
}

func TestLearningOn(t *testing.T) {
	from := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	l := policy.Learning{From: from, To: from.Add(time.Hour)}
	for at, want := range map[time.Time]bool{from.Add(-1): false, from: true, from.Add(time.Hour - 1): true, from.Add(time.Hour): false} {
		if l.On(at) != want {
			t.Errorf("%s: %v", at, !want)
		}
	}
	if (policy.Learning{}).On(from) {
		t.Error("nobody learns without a date")
	}
}
