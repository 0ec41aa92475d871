package ticket_test

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/firstask/firstask/ticket"
)

// constants are the string constants of a type in a Go file, by name.
func constants(tb testing.TB, file, typ string) map[string]string {
	tb.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		tb.Fatal(err)
	}
	found := map[string]string{}
	ast.Inspect(f, func(n ast.Node) bool {
		s, ok := n.(*ast.ValueSpec)
		if !ok || len(s.Values) != 1 {
			return true
		}
		name, isType := s.Type.(*ast.Ident)
		lit, isString := s.Values[0].(*ast.BasicLit)
		if isType && isString && name.Name == typ {
			value, err := strconv.Unquote(lit.Value)
			if err != nil {
				tb.Fatal(err)
			}
			found[s.Names[0].Name] = value
		}
		return true
	})
	if len(found) == 0 {
		tb.Fatalf("no constants of %s in %s", typ, file)
	}
	return found
}

func verbs(tb testing.TB) []string {
	tb.Helper()
	return slices.Collect(maps.Values(constants(tb, "apply.go", "Verb")))
}

// Every verb does something to a ticket; "new" makes one and is Capture.
func TestEveryVerbIsHandled(t *testing.T) {
	w := asked(t)
	if _, ok := errors.AsType[*ticket.Refusal](w.try(ticket.Command{Verb: "no such verb"})); !ok {
		t.Fatal("an unknown verb is not refused")
	}
	for _, v := range verbs(t) {
		if v == string(ticket.VerbNew) {
			continue
		}
		handled := false
		for _, s := range []string{"captured", "handed over", "accepted", "answered", "result ready", "asked further", "told in one go", "alarmed", "to call back", "overrun", "ordered", "frozen", "to be ruled", "ruled", "under review", "to be endorsed", "reachable"} {
			for _, who := range []string{tang, chen, li, ann, zhou, ben, boss} {
				w := permitScene(t, s)
				w.rules.Policy = endorsing(judged(everything()))
				w.now = clock(t, "17:00")
				c := handTo(who, ben)
				c.Fields, c.Body = map[string]string{"phone": "13900001234"}, "the tax office"
				c.Type = "query"
				c.Verb, c.Word, c.Until = ticket.Verb(v), "", clock(t, "wed 10:00")
				c.Force = []ticket.Member{{User: wu}}
				c.With = []ticket.Target{{User: ben, Department: "delivery"}}
				c.Number, c.Asker = 40, ticket.Asker{Kind: ticket.AskerMember, User: ann}
				handled = handled || w.try(c) == nil
			}
		}
		if !handled {
			t.Errorf("the verb %s is refused by every ticket", v)
		}
	}
}

// Every reason for refusing and every kind of notice is used by the program.
func TestEveryCodeAndKindIsUsed(t *testing.T) {
	source := mustProgram(t)
	for name := range constants(t, "refusal.go", "Code") {
		if !strings.Contains(source, "refuse("+name) && !strings.Contains(source, "Code: "+name) && !strings.Contains(source, "ticket."+name) {
			t.Errorf("the code %s is never given", name)
		}
	}
	elsewhere := map[string]bool{"Folded": true, "Digest": true, "Observed": true, "Broken": true, "Gaps": true} // of several tickets: the sender's and the jobs'
	for name := range constants(t, "../notice/kinds.go", "Kind") {
		if !elsewhere[name] && !strings.Contains(source, "notice."+name) {
			t.Errorf("the kind %s is never said", name)
		}
	}
}

// mustProgram is the source of ticket, handlers and staff, tests left out.
func mustProgram(tb testing.TB) string {
	tb.Helper()
	var all strings.Builder
	for _, dir := range []string{".", "../handlers", "../staff"} {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
				return err
			}
			source, err := os.ReadFile(path)
			all.Write(source)
			return err
		})
		if err != nil {
			tb.Fatal(err)
		}
	}
	return all.String()
}

// All states are listed once, and the kinds of state exclude each other.
func TestStates(t *testing.T) {
	listed := map[string]bool{}
	for _, s := range ticket.States() {
		listed[string(s)] = true
		if s.Ended() && s.Taking() {
			t.Errorf("%s is an end and waits for somebody", s)
		}
	}
	all := constants(t, "state.go", "State")
	for name, value := range all {
		if !listed[value] {
			t.Errorf("%s is not listed", name)
		}
	}
	if len(listed) != len(all) || len(ticket.States()) != len(all) {
		t.Errorf("%d states, %d listed", len(all), len(ticket.States()))
	}
}

func TestConcerned(t *testing.T) {
	w := scene(t, "handed over")
	w.t.CapturedBy = ann
	for user, want := range map[string]bool{tang: true, chen: true, li: true, ann: true, "": false, stranger: false, zhou: false} {
		if w.t.Concerned(user) != want {
			t.Errorf("%q concerned: %v", user, !want)
		}
	}
	w.do(ticket.VerbAccept, zhou)
	if !w.t.Concerned(zhou) {
		t.Error("the person responsible is not concerned")
	}
}
