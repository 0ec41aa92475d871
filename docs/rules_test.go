package docs_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// rule is an entry of rules.yaml: its keys with what follows them.
type rule map[string]string

func (r rule) list(key string) []string {
	return strings.FieldsFunc(strings.Trim(r[key], "[]"), func(c rune) bool { return c == ',' || c == ' ' })
}

func mustRules(tb testing.TB) []rule {
	tb.Helper()
	var rules []rule
	line := regexp.MustCompile(`^(- |  )(\w+): (.+)$`)
	for n, s := range strings.Split(mustRead(tb, "docs/rules.yaml"), "\n") {
		if s == "" || strings.HasPrefix(s, "#") {
			continue
		}
		m := line.FindStringSubmatch(s)
		switch {
		case m == nil:
			tb.Fatalf("rules.yaml, line %d: not key and value: %s", n+1, s)
		case m[1] == "- ":
			rules = append(rules, rule{})
		case len(rules) == 0 || rules[len(rules)-1][m[2]] != "":
			tb.Fatalf("rules.yaml, line %d: out of place: %s", n+1, s)
		}
		rules[len(rules)-1][m[2]] = m[3]
	}
	return rules
}

// ids of the rule book: 30 articles, some with items of their own.
func ids() []string {
	var all []string
	for n := 1; n <= 30; n++ {
		id := fmt.Sprintf("FA-%02d", n)
		items := map[int]int{8: 3, 9: 4, 28: 4}[n]
		if items == 0 || n == 8 {
			all = append(all, id)
		}
		for i := 1; i <= items; i++ {
			all = append(all, fmt.Sprintf("%s.%d", id, i))
		}
	}
	return all
}

func TestRulesAreThoseOfTheRuleBook(t *testing.T) {
	rules := mustRules(t)
	found := make([]string, len(rules))
	for i, r := range rules {
		found[i] = r["id"]
	}
	same(t, "docs/rules.yaml", found, ids())
}

func TestRulesNameWhatExists(t *testing.T) {
	files := mustTree(t)
	preset := mustRead(t, "policy/presets/first-asked.yaml")
	windows := all(`(?m)^  - rule: (\S+)$`, preset)
	kinds := []string{"ENFORCE", "SUPPORT", "TEACH"}
	keys := []string{"id", "text", "kind", "windows", "verbs", "settings", "stories", "tests", "open"}
	for _, r := range mustRules(t) {
		t.Run(r["id"], func(t *testing.T) {
			for key := range r {
				if !slices.Contains(keys, key) {
					t.Errorf("no key is called %s", key)
				}
			}
			if r["text"] == "" || !slices.Contains(kinds, r["kind"]) {
				t.Errorf("text %q, kind %q", r["text"], r["kind"])
			}
			lists(t, r, "windows", windows)
			lists(t, r, "verbs", verbs())
			for _, story := range r.list("stories") {
				if !slices.Contains(files.files, "app/testdata/stories/"+story+".txtar") {
					t.Errorf("no story is called %s", story)
				}
			}
			for _, test := range r.list("tests") {
				room, name, _ := strings.Cut(test, ".")
				if !mustFind(t, files, room, name) {
					t.Errorf("no test is called %s", test)
				}
			}
			proved := len(r.list("stories"))+len(r.list("tests")) > 0
			if !proved && r["open"] != "all" {
				t.Error("no story and no test shows it, and it is not open")
			}
			if did := proved || r["windows"]+r["verbs"]+r["settings"] != ""; did && r["open"] == "all" {
				t.Error("it is all open and yet done")
			}
		})
	}
}

func lists(t *testing.T, r rule, key string, known []string) {
	t.Helper()
	for _, name := range r.list(key) {
		if !slices.Contains(known, name) {
			t.Errorf("%s: there is no %s", key, name)
		}
		if key == "windows" && name != r["id"] && !strings.HasPrefix(name, r["id"]+".") {
			t.Errorf("window %s belongs to another rule", name)
		}
	}
}

func mustFind(tb testing.TB, files tree, room, test string) bool {
	tb.Helper()
	return slices.ContainsFunc(files.ending("_test.go"), func(p string) bool {
		return strings.HasPrefix(p, room+"/") && strings.Contains(mustRead(tb, p), "\nfunc "+test+"(")
	})
}

// TestEveryWindowHasItsRule: a window of the preset is one that rules.yaml knows.
func TestEveryWindowHasItsRule(t *testing.T) {
	rules := mustRules(t)
	claimed := make([]string, 0, len(rules))
	for _, r := range rules {
		claimed = append(claimed, r.list("windows")...)
	}
	same(t, "windows of rules.yaml", claimed, all(`(?m)^  - rule: (\S+)$`, mustRead(t, "policy/presets/first-asked.yaml")))
}
