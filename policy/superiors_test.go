package policy_test

import (
	"testing"

	"github.com/firstask/firstask/policy"
)

func TestOrphans(t *testing.T) {
	tests := []struct {
		name   string
		gone   []string
		change func(o *policy.Org)
		want   []policy.Orphan
	}{
		{"only the top has nobody above", nil, nil, []policy.Orphan{{User: "BOSS", Department: "company"}}},
		{"a deputy at the top has the head", nil, func(o *policy.Org) { o.Departments[0].Deputy = "VICE" }, []policy.Orphan{{User: "BOSS", Department: "company"}}},
		{"the top is gone: the heads below have nobody", []string{"BOSS"}, nil, []policy.Orphan{{User: "HS", Department: "support"}, {User: "HF", Department: "finance"}}},
		{"a role of somebody outside", nil, func(o *policy.Org) { o.Roles = map[string][]string{"auditor": {"AUD", "LI"}} }, []policy.Orphan{{User: "BOSS", Department: "company"}, {User: "AUD"}}},
		{"a role of a department", nil, func(o *policy.Org) { o.Departments[0].Roles = map[string][]string{"auditor": {"AUD", "BOSS"}} }, []policy.Orphan{{User: "BOSS", Department: "company"}}},
		{"those who are gone are left out", []string{"BOSS", "HS", "DS", "HF"}, nil, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := company(t)
			if tt.change != nil {
				tt.change(o)
			}
			got := o.Orphans(gone(tt.gone...))
			if tt.want != nil {
				wantEqual(t, got, tt.want)
				return
			}
			for _, x := range got {
				if gone(tt.gone...)[x.User] {
					t.Errorf("%s is gone and an orphan", x.User)
				}
			}
		})
	}
}

func TestReaches(t *testing.T) {
	o := company(t)
	o.Roles = map[string][]string{"chief": {"HS", "CHIEF"}, "alone": {"BOSS"}, "empty": nil}
	tests := []struct {
		name         string
		ladder       []policy.Step
		user, within string
		gone         []string
		want         bool
	}{
		{"a head", []policy.Step{policy.Head, policy.Fallback}, "A", "support", nil, true},
		{"no head above the top", []policy.Step{policy.Head, policy.ParentHead, policy.Fallback}, "BOSS", "company", nil, false},
		{"channels are nobody", []policy.Step{policy.Work, policy.Fallback}, "A", "support", nil, false},
		{"levels may be the person", []policy.Step{policy.First, policy.Upper}, "A", "support", nil, false},
		{"a role of others", []policy.Step{"chief"}, "BOSS", "company", nil, true},
		{"a role of two, one of them the person", []policy.Step{"chief"}, "HS", "support", nil, true},
		{"a role of the person alone", []policy.Step{"alone"}, "BOSS", "company", nil, false},
		{"a role of nobody", []policy.Step{"empty"}, "A", "support", nil, false},
		{"a role whose others are gone", []policy.Step{"chief"}, "HS", "support", []string{"CHIEF"}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := o.Reaches(tt.ladder, tt.user, tt.within, gone(tt.gone...)); got != tt.want {
				t.Errorf("reaches somebody: %v", got)
			}
		})
	}
}
