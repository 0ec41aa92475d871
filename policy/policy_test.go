package policy_test

import (
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

// What a preset may name is listed, each once.
func TestListsAreWhole(t *testing.T) {
	wantEqual(t, policy.Roles(), []policy.Role{policy.Natural, policy.Receiver, policy.Responsible, policy.Nobody})
	wantEqual(t, policy.Actions(), []policy.Action{policy.Breach, policy.Close, policy.Inform})
	wantEqual(t, policy.Steps(), []policy.Step{policy.Head, policy.ParentHead, policy.Fallback})
}
