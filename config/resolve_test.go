package config_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/firstask/firstask/config"
)

type directory map[string][]string

func (d directory) find(ref string) ([]string, error) {
	ids, ok := d[ref]
	if !ok {
		return nil, errors.New("users_not_found")
	}
	return ids, nil
}

func TestResolve(t *testing.T) {
	c := mustLoad(t, "testdata/good/emails.yaml")
	refs := map[string]bool{}
	for _, r := range c.Unresolved {
		refs[r.Ref] = r.Group
	}
	want := map[string]bool{"zhao.min@example.com": false, "S0SUPPORT": true, "chen.mo@example.com": false, "li.wen@example.com": false}
	if diff := cmp.Diff(want, refs); diff != "" {
		t.Errorf("unresolved (-want +got):\n%s", diff)
	}
	org, err := c.Resolve(directory{
		"zhao.min@example.com": {"U0ZHAO"}, "chen.mo@example.com": {"U0CM"}, "li.wen@example.com": {"U0LI"},
		"S0SUPPORT": {"U0A", "U0CHEN", "U0B"},
	}.find)
	if err != nil {
		t.Fatal(err)
	}
	if org.Fallback != c.Org.Fallback || org.Default != "support" || org.Calendar("office") == nil || org.Departments[0].Channels[0].ID != "C0HELP" {
		t.Errorf("what is no person changed: %+v", org)
	}
	d := org.Departments[0]
	if d.Head != "U0ZHAO" || d.Posts[0].Holder != "U0LI" || !slices.Equal(d.Posts[0].Backups, []string{"U0ZHAO"}) {
		t.Errorf("department %+v", d)
	}
	if diff := cmp.Diff([]string{"U0A", "U0CHEN", "U0B", "U0CM"}, d.Members); diff != "" {
		t.Errorf("members (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"U0CM", "U0CHEN"}, org.Rosters["desk"].People); diff != "" {
		t.Errorf("roster (-want +got):\n%s", diff)
	}
	if before := c.Org.Departments[0]; before.Head != "zhao.min@example.com" || before.Posts[0].Holder != "li.wen@example.com" || len(before.Members) != 3 {
		t.Errorf("the configuration itself changed: %+v", before)
	}
}

func TestResolveReportsEveryoneItCannotFind(t *testing.T) {
	c := mustLoad(t, "testdata/good/emails.yaml")
	org, err := c.Resolve(directory{"zhao.min@example.com": {"U0A", "U0B"}, "S0SUPPORT": {}, "li.wen@example.com": {"U0LI"}}.find)
	if org != nil || !errors.Is(err, config.ErrInvalid) {
		t.Fatalf("got %v, %v", org, err)
	}
	golden(t, "testdata/good/emails.unresolved.golden", strings.ReplaceAll(err.Error(), "testdata/", "")+"\n")
}
