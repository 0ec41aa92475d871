package config_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestRolesAreFilled(t *testing.T) {
	c := mustLoad(t, "testdata/good/every_key.yaml")
	want := map[string][]string{"top_leader": {"U0HE"}, "supervision": {"U0SUP", "sup@example.com", "S0SUPERVISION"}, "functional_dept": {}}
	if diff := cmp.Diff(want, c.Org.Roles); diff != "" {
		t.Errorf("roles (-want +got):\n%s", diff)
	}
	org, err := c.Resolve(directory{"sup@example.com": {"U0SUP2"}, "S0SUPERVISION": {"U0SUP", "U0SUP3"}, "S0SUPPORT": {"U0X"}, "vice@example.com": {"U0VICE"}}.find)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"U0SUP", "U0SUP2", "U0SUP3"}, org.Fill("supervision", "support", nil)); diff != "" {
		t.Errorf("resolved (-want +got):\n%s", diff)
	}
	if got := org.Fill("top_leader", "support", nil); !cmp.Equal(got, []string{"U0VICE"}) {
		t.Errorf("the department's own: %v", got)
	}
	if len(c.Org.Roles["supervision"]) != 3 || c.Org.Roles["supervision"][1] != "sup@example.com" {
		t.Errorf("the configuration itself changed: %v", c.Org.Roles)
	}
}

func TestWarningsOfRolesAndSuperiors(t *testing.T) {
	const asks = "windows: {FA-15: {ladder: [head, functional_dept, fallback]}, FA-18.response: {ladder: [head, functional_dept, fallback]}}\n"
	tests := []struct {
		name, more string
		want, not  []string
	}{
		{"nobody fills it: once", asks, []string{"nobody fills functional_dept: the step is skipped"}, nil},
		{"somebody does", asks + "roles: {functional_dept: U0HE}\n", nil, []string{"nobody fills"}},
		{"nobody on purpose is nobody", asks + "roles: {functional_dept: []}\n", []string{"nobody fills functional_dept"}, nil},
		{"a mistyped role", "roles: {functional_dep: U0HE}\n", []string{`no rule book knows the role functional_dep and no ladder asks it (did you mean "functional_dept"?`}, nil},
		{"a role of one's own", "roles: {chief: U0HE}\nwindows: {FA-15: {ladder: [head, chief, fallback]}}\n", nil, []string{"no rule book knows"}},
		{"a mistyped job", "jobs: {digst: \"workdays 09:00\"}\n", []string{`no rule book has a job "digst" (did you mean "digest"?`}, nil},
		{"the head has nobody above", "", []string{"nobody above U0ZHAO and no deputy: their silence and their absence lead straight to the fallback channel"}, []string{"nobody above U0CHEN"}},
		{"somebody outside, too", "roles: {functional_dept: U0HE}\n", []string{"nobody above U0HE"}, nil},
		{"learning from a holiday on", "learning: {from: 2026-10-01, for: 3wd}\n", []string{"2026-10-01 is no working day"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := lines(mustParse(t, head+tail+tt.more).Warnings)
			for _, want := range tt.want {
				if strings.Count(got, want) != 1 {
					t.Errorf("%d times %q in:\n%s", strings.Count(got, want), want, got)
				}
			}
			for _, not := range tt.not {
				if strings.Contains(got, not) {
					t.Errorf("%q in:\n%s", not, got)
				}
			}
		})
	}
}

// A role on every ladder is a superior too.
func TestARoleOnEveryLadderIsEnough(t *testing.T) {
	book := library()
	const told = "  - {rule: G-told, on: nobody, while: [CAPTURED], limit: 1h, calendar: office, then: inform, ladder: [head]}\n"
	book["all.yaml"] = &fstest.MapFile{Data: append(book["ground.yaml"].Data, told...)}
	src := strings.Replace(head, "first-asked", "./all.yaml", 1) + tail + `settings: {promise_alone: 3wd, reopen_within: 10wd, calendar: office, urge: {first: 15m, every: 30m, per_day: 3, asker_every: 2h}, news: {round: 30m}, return_reasons: [no_capacity]}
roles: {chief: U0HE}
windows:
  G-take: {ladder: [head, chief, fallback]}
  G-tell: {ladder: [chief, fallback]}
`
	for any, want := range map[string]int{"head, chief": 0, "head": 1} {
		c, err := parseIn(src+"  G-any: {ladder: ["+any+", fallback]}\n", book)
		if err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(lines(c.Warnings), "nobody above U0ZHAO"); n != want {
			t.Errorf("%s: %d warnings:\n%s", any, n, lines(c.Warnings))
		}
	}
}
