package docs_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/firstask/firstask/policy/presets"
)

// book is what of a preset must stand nowhere in Go.
type book struct {
	ID         string            `yaml:"id"`
	Title      map[string]string `yaml:"title"`
	Vocabulary struct {
		Roles, Types, Channels, Kinds []struct {
			ID   string            `yaml:"id"`
			Name map[string]string `yaml:"name"`
		}
	} `yaml:"vocabulary"`
	Windows []struct {
		Rule  string            `yaml:"rule"`
		Title map[string]string `yaml:"title"`
	} `yaml:"windows"`
}

func mustBooks(tb testing.TB) []book {
	tb.Helper()
	books := make([]book, 0, len(presets.Names()))
	for _, name := range presets.Names() {
		src, err := presets.Source(name)
		if err != nil {
			tb.Fatal(err)
		}
		var b book
		if err := yaml.Unmarshal(src, &b); err != nil {
			tb.Fatal(err)
		}
		books = append(books, b)
	}
	return books
}

// literals are the strings in the program's own Go, by place; tests and what
// only tests use are left out.
func literals(tb testing.TB) map[string]string {
	tb.Helper()
	all := map[string]string{}
	eachGo(tb, func(_ string, fset *token.FileSet, f *ast.File) {
		ast.Inspect(f, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if ok && lit.Kind == token.STRING {
				if s, err := strconv.Unquote(lit.Value); err == nil {
					all[fset.Position(lit.Pos()).String()] = s
				}
			}
			return true
		})
	})
	return all
}

func eachGo(tb testing.TB, look func(path string, fset *token.FileSet, f *ast.File)) {
	tb.Helper()
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			if d != nil && d.IsDir() && (strings.HasPrefix(d.Name(), ".") && d.Name() != ".." || d.Name() == "storetest" || d.Name() == "testdata") {
				return filepath.SkipDir
			}
			return err
		}
		if filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, path, src, 0)
		if err != nil {
			return err
		}
		look(path, fset, f)
		return nil
	})
	if err != nil {
		tb.Fatal(err)
	}
}

// A new rule book needs no Go: no id, role or word of any preset stands in it.
func TestNoRuleBookStandsInGo(t *testing.T) {
	words, rules := map[string]string{}, map[string]string{}
	for _, b := range mustBooks(t) {
		words[b.ID] = b.ID
		for _, title := range b.Title {
			words[title] = b.ID
		}
		for _, r := range b.Vocabulary.Roles {
			words[r.ID] = b.ID
		}
		for _, list := range [][]struct {
			ID   string            `yaml:"id"`
			Name map[string]string `yaml:"name"`
		}{b.Vocabulary.Roles, b.Vocabulary.Types, b.Vocabulary.Channels, b.Vocabulary.Kinds} {
			for _, entry := range list {
				for _, name := range entry.Name {
					words[name] = b.ID
				}
			}
		}
		for _, w := range b.Windows {
			rules[w.Rule] = b.ID
			for _, title := range w.Title {
				words[title] = b.ID
			}
		}
	}
	numbered := regexp.MustCompile(`\b(FA|CM|DR|TS|CD|WK|MG|NX|PL|RD|RE|ST|IM|SD|DM|FZ)-[0-9]`)
	for place, s := range literals(t) {
		if of, ok := words[s]; ok && len(s) > 1 {
			t.Errorf("%s: %q is of the rule book %s", place, s, of)
		}
		if _, ok := rules[s]; ok || numbered.MatchString(s) {
			t.Errorf("%s: %q names a rule", place, s)
		}
	}
}

// No time limit of an organisation stands in the rooms that decide: the only
// lengths there are the units themselves.
func TestNoDurationStandsInTheRules(t *testing.T) {
	rooms := []string{"ticket", "policy", "handlers"}
	eachGo(t, func(path string, fset *token.FileSet, f *ast.File) {
		if !slices.Contains(rooms, filepath.Base(filepath.Dir(path))) {
			return
		}
		ast.Inspect(f, func(n ast.Node) bool {
			product, ok := n.(*ast.BinaryExpr)
			if !ok || product.Op != token.MUL {
				return true
			}
			unit, ok := product.Y.(*ast.SelectorExpr)
			number, constant := product.X.(*ast.BasicLit)
			if !ok || !constant || !slices.Contains([]string{"Second", "Minute", "Hour"}, unit.Sel.Name) {
				return true
			}
			t.Errorf("%s: %s %ss stand in Go", fset.Position(n.Pos()), number.Value, strings.ToLower(unit.Sel.Name))
			return true
		})
	})
}
