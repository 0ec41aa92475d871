package config_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/firstask/firstask/config"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

func TestWindowStatesAreThoseOfTickets(t *testing.T) {
	if diff := cmp.Diff(words(ticket.States()), config.States()); diff != "" {
		t.Errorf("-ticket +config:\n%s", diff)
	}
}

// mustConstants are the values of the constants of a type in a file of ticket/,
// in their order.
func mustConstants(tb testing.TB, file, typ string) []string {
	tb.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), "../ticket/"+file, nil, 0)
	if err != nil {
		tb.Fatal(err)
	}
	var values []string
	ast.Inspect(f, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		name, _ := spec.Type.(*ast.Ident)
		for _, v := range spec.Values {
			if lit, ok := v.(*ast.BasicLit); ok && name != nil && name.Name == typ {
				s, _ := strconv.Unquote(lit.Value)
				values = append(values, s)
			}
		}
		return true
	})
	if len(values) == 0 {
		tb.Fatalf("no constants of %s in %s", typ, file)
	}
	return values
}

// What people do, without what the sender and Slack report.
func TestVerbsAreThoseOfTickets(t *testing.T) {
	reports := []string{"delivered", "unreachable", "edited", "moved", "joined"}
	verbs := slices.DeleteFunc(mustConstants(t, "apply.go", "Verb"), func(v string) bool { return slices.Contains(reports, v) })
	if diff := cmp.Diff(verbs, config.Verbs()); diff != "" {
		t.Errorf("-ticket +config:\n%s", diff)
	}
}

func TestConditionsNameWhatTicketsHave(t *testing.T) {
	sorted := func(all []string) []string { return slices.Sorted(slices.Values(all)) }
	for _, tt := range []struct {
		name      string
		got, want []string
	}{
		{"marks", config.Marks(), mustConstants(t, "marks.go", "MarkName")},
		{"askers", config.Askers(), mustConstants(t, "ticket.go", "AskerKind")},
		{"urgencies", config.Urgencies(), text.Urgencies()},
	} {
		if diff := cmp.Diff(sorted(tt.want), sorted(tt.got)); diff != "" {
			t.Errorf("%s (-ticket +config):\n%s", tt.name, diff)
		}
	}
}
