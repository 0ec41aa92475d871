package docs_test

import (
	"strings"
	"testing"

	"github.com/firstask/firstask/staff"
	"github.com/firstask/firstask/ticket"
)

// The page on permissions holds the table that decides, row by row.
func TestPermissionsPage(t *testing.T) {
	_, table, found := strings.Cut(mustRead(t, "docs/permissions.md"), "| Verb | Who may |\n|---|---|\n")
	if !found {
		t.Fatal("no table")
	}
	var want strings.Builder
	for _, p := range ticket.Permissions() {
		who := make([]string, len(p.May))
		for i, r := range p.May {
			who[i] = string(r)
		}
		star := ""
		if p.Judges {
			star = " *"
		}
		want.WriteString("| `" + string(p.Verb) + "`" + star + " | " + strings.Join(who, ", ") + " |\n")
	}
	if table != want.String() {
		t.Errorf("docs/permissions.md should end with:\n%s", want.String())
	}
}

// And the table of what is said of duty and absence.
func TestPermissionsOfDutyPage(t *testing.T) {
	_, table, found := strings.Cut(mustRead(t, "docs/permissions.md"), "| Said | Who may say it |\n|---|---|\n")
	table, _, ended := strings.Cut(table, "\n\n")
	if !found || !ended {
		t.Fatal("no table")
	}
	var want strings.Builder
	for _, p := range staff.Permissions() {
		who := make([]string, len(p.May))
		for i, r := range p.May {
			who[i] = string(r)
		}
		want.WriteString("| `" + string(p.Verb) + "` | " + strings.Join(who, ", ") + " |\n")
	}
	if table+"\n" != want.String() {
		t.Errorf("docs/permissions.md should say:\n%s", want.String())
	}
}
