package ticket_test

import (
	"testing"

	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// Windows of one kind compete where one ticket can have both.
func TestRivals(t *testing.T) {
	org := &policy.Org{Departments: []*policy.Department{{ID: "company"}, {ID: "support", Parent: "company"}, {ID: "finance", Parent: "company"}}}
	in := func(ids ...string) policy.When { return policy.When{Departments: ids} }
	typed := func(types ...string) policy.When { return policy.When{Types: types} }
	tests := []struct {
		name       string
		one, other policy.Window
		department string
		want       bool
	}{
		{"for everything", policy.Window{}, policy.Window{}, "", true},
		{"another kind", policy.Window{}, policy.Window{Kind: "tell"}, "", false},
		{"never in one state", policy.Window{}, policy.Window{While: []string{"HANDED_OFF"}}, "", false},
		{"one stands still", policy.Window{}, policy.Window{While: []string{"HANDED_OFF"}, Pause: []string{"CAPTURED"}}, "", true},
		{"some types and all", policy.Window{When: typed("berth")}, policy.Window{}, "", true},
		{"a type and its subtype", policy.Window{When: typed("berth")}, policy.Window{When: typed("berth.late")}, "", true},
		{"two types", policy.Window{When: typed("berth")}, policy.Window{When: typed("pilot")}, "", false},
		{"a ticket may have two marks", policy.Window{When: policy.When{Marks: []string{"major"}}}, policy.Window{When: policy.When{Marks: []string{"task"}}}, "", true},
		{"two kinds of asker", policy.Window{When: policy.When{Askers: []string{"customer"}}}, policy.Window{When: policy.When{Askers: []string{"member"}}}, "", false},
		{"kept from what the other is for", policy.Window{Unless: policy.When{Marks: []string{"task"}}}, policy.Window{When: policy.When{Marks: []string{"task"}}}, "", false},
		{"kept from some of it", policy.Window{Unless: policy.When{Marks: []string{"task"}}}, policy.Window{When: policy.When{Marks: []string{"task", "major"}}}, "", true},
		{"a department and one above", policy.Window{When: in("support")}, policy.Window{When: in("company")}, "", true},
		{"two departments", policy.Window{When: in("support")}, policy.Window{When: in("finance")}, "", false},
		{"asked in the other's department", policy.Window{}, policy.Window{When: in("finance")}, "finance", true},
		{"asked elsewhere", policy.Window{}, policy.Window{When: in("finance")}, "support", false},
		{"it does not hold there itself", policy.Window{When: in("finance")}, policy.Window{}, "support", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.one.Rule, tt.other.Rule = "T-1", "T-2"
			for _, w := range []*policy.Window{&tt.one, &tt.other} {
				if w.Kind == "" {
					w.Kind = "take"
				}
				if w.While == nil {
					w.While = []string{"CAPTURED"}
				}
			}
			rules := policy.Rules{Org: org, Policy: &policy.Policy{Windows: []policy.Window{tt.one, tt.other}}}
			if got := len(ticket.Rivals(rules, "T-1", tt.department)) == 1; got != tt.want {
				t.Errorf("compete is %v", got)
			}
			if got := len(ticket.Rivals(rules, "T-2", tt.department)) == 1; got != tt.want {
				t.Errorf("the other way round it is %v", got)
			}
		})
	}
}

func TestAWindowWithoutAKindHasNoRivals(t *testing.T) {
	w := policy.Window{While: []string{"CAPTURED"}}
	one, other := w, w
	one.Rule, other.Rule = "T-1", "T-2"
	rules := policy.Rules{Org: &policy.Org{}, Policy: &policy.Policy{Windows: []policy.Window{one, other}}}
	if got := ticket.Rivals(rules, "T-1", ""); got != nil {
		t.Errorf("%v", got)
	}
	if got := ticket.Rivals(rules, "T-9", ""); got != nil {
		t.Errorf("no such rule: %v", got)
	}
}
