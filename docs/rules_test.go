package docs_test

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/firstask/firstask/config"
	"github.com/firstask/firstask/docs"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// systems are the rule books with the ids of their rules, in their order: 305
// in all. One id may stand for several rules.
func systems() []system {
	return []system{
		{"FA", 34, "01; 02; 03; 04; 05; 06; 07; 08; 08.1; 08.2; 08.3; 09.1; 09.2; 09.3; 09.4; 10; 11; 12; 13; 14; 15; 16; 17; 18; 19; 20; 21, 22, 23; 24; 25; 26; 27; 28.1–4; 29; 30"},
		{"CM", 43, "1; 2; 3; 4.1.1a–b; 4.1.1c; 4.1.2a–b; 4.1.3a–b; 4.2.1a; 4.2.1b; 4.2.1c–d; 4.2.2a–c; 4.2.2d; 4.2.3a–b; 4.2.3c; 4.2.4a–b; 5.1.1; 5.1.2.1; 5.1.2.2; 5.1.2.3; 5.1.3; 5.2.1; 5.2.2.1; 5.2.2.2; 5.2.3; 5.2.4; 5.2.5; 5.2.6; 5.2.7; 6.1; 6.2; 6.3; 7.1.1.1; 7.1.1.2; 7.2.1.1; 7.2.1.2; 7.2.2; 7.2.3; 7.2.4; 7.2.5; 7.2.6; 7.2.7; 7.2.8; 8"},
		{"DR", 16, "0; 1.1; 1.2; 1.3; 1.4; 1.5; 1.6; 1.7, 2.1; 1.8; 1.9; 2.2; 2.3; 2.4; 2.5; 2.6; 2.7"},
		{"TS", 7, "1; 2; 3; 4; 5; 6; 7"},
		{"CD", 14, "1; 2; 3; 4; 5; 6; 7; 8, 9; 10; 11; 12; 13; 14; 15"},
		{"WK", 11, "0; 1; 2; 3.1; 3.2; 3.3; 4; 5.1; 5.2; 6; 7"},
		{"MG", 17, "1; 1.1.0; 1.1.1; 1.1.2; 1.1.3; 1.1.4; 1.2a; 1.2b; 1.2c; 2.1.1; 2.1.2; 2.2.1; 2.2.2; 2.2.3; 2.3.1; 2.3.2; 2.4"},
		{"NX", 11, "1; 2; 3.1; 3.2; 4; 5.1; 5.2; 5.3; 5.4; 5.5; 5.6"},
		{"PL", 11, "1, 4, 5; 2.1–3; 3.1a; 3.1b; 3.1c; 3.2a; 3.2b; 3.3a; 3.3b; 3.4a; 3.4b"},
		{"RD", 11, "1; 2; 3; 4; 5; 6; 7; 8; 9; 10.1–3; 11, 12"},
		{"RE", 10, "1; 2; 3; 4; 5; 6; 7; 8; 9; 10"},
		{"ST", 7, "0; 1; 2; 3; 4; 5; B1–4"},
		{"IM", 13, "1; 2; 3; 4.1; 4.2; 5.1; 5.2.1; 5.2.2; 5.3; 6; 7; 8; 9"},
		{"SD", 44, "1; 2.1; 2.2; 3.1–2; 3.3; 4.1; 4.2.1–3; 4.2.4; 4.3; 5.1.1; 5.1.2; 5.2.1; 5.2.1a; 5.2.1b; 5.2.1c; 5.2.1d; 5.2.1e; 5.2.1f; 5.2.1.1; 5.2.1.2; 5.2.1.3; 5.2.1.4; 5.2.1.5; 5.2.1.6; 5.2.1.7; 5.2.2a; 5.2.2b; 5.2.2c; 5.2.3a–b; 5.2.3c1; 5.2.3c2; 5.2.3c3; 5.2.3c4; 5.2.3c5; 5.2.4a; 5.2.4b; 5.2.4c; 5.2.4d; 5.2.4e; 5.2.4f; 6.1–6; 6.7; 7; A1, A2"},
		{"DM", 30, "1.1–2; 1.3.1–4; 2.1.1–4; 2.2.1; 2.2.2; 2.2.3; 2.3.1–4; 3.1.1; 3.1.2; 3.1.3; 3.1.4; 3.1.5; 3.1.6; 3.2.1; 3.2.2; 3.2.3; 3.2.4; 3.3.1; 3.3.2; 4.1.1; 4.1.2; 4.2.1; 4.2.2; 5.1; 5.2.1–3; 5.3.1; 5.3.2; 5.3.3; 6.1, 6.2.1–4; 6.3.1–4"},
		{"FZ", 26, "1.1–2; 1.3.1–4; 2.1.1–3; 2.2.1–3; 2.3.1; 2.3.2; 2.4.1–3; 2.5.1; 2.5.2; 2.5.3; 3.1.1–3; 3.2.1; 3.2.2; 3.2.3; 3.3.1–3; 4.1.1–3; 4.2.1; 4.2.2; 4.2.3; 4.3.1; 4.3.2; 4.3.3; 4.4.1; 4.4.2; 4.4.3; 5.1"},
	}
}

type system struct {
	id    string
	count int
	rules string
}

func mustRules(tb testing.TB) []config.Rule {
	tb.Helper()
	rules, err := config.Rules(docs.Rules())
	if err != nil {
		tb.Fatal(err)
	}
	return rules
}

func TestRulesAreThoseOfTheRuleBooks(t *testing.T) {
	rules := mustRules(t)
	want, found := make([]string, 0, len(rules)), make([]string, 0, len(rules))
	for _, s := range systems() {
		ids := strings.Split(s.rules, "; ")
		if len(ids) != s.count {
			t.Errorf("%s: %d ids are listed, it has %d", s.id, len(ids), s.count)
		}
		for _, id := range ids {
			want = append(want, s.id+"-"+id)
		}
	}
	for _, r := range rules {
		found = append(found, r.ID)
	}
	same(t, "docs/rules.yaml", found, want)
	if !t.Failed() && !slices.Equal(found, want) {
		t.Error("docs/rules.yaml has another order than the rule books")
	}
}

func TestRulesKeepTheirKinds(t *testing.T) {
	found := map[config.RuleKind]int{}
	for _, r := range mustRules(t) {
		found[r.Kind]++
		if (r.Kind == config.Out) != (r.ID == "CD-3") {
			t.Errorf("%s is %s", r.ID, r.Kind)
		}
	}
	want := map[config.RuleKind]int{config.Enforce: 175, config.Support: 100, config.Teach: 29, config.Out: 1}
	if !maps.Equal(found, want) {
		t.Errorf("kinds %v, want %v", found, want)
	}
}

// TestProofsNameTheirRule: a proof exists and names one of the entry's rules;
// together they name all of them.
func TestProofsNameTheirRule(t *testing.T) {
	src := mustProofs(t)
	for _, r := range mustRules(t) {
		named := map[string]bool{}
		for _, proof := range r.Proof {
			said, ok := src[proof]
			ids := namedIn(said, r.ID)
			switch {
			case !ok:
				t.Errorf("%s: there is no story and no test %s", r.ID, proof)
			case len(ids) == 0:
				t.Errorf("%s: %s does not name it", r.ID, proof)
			}
			for _, id := range ids {
				named[id] = true
			}
		}
		for _, id := range members(r.ID) {
			if r.Covered() && !named[id] {
				t.Errorf("%s: no proof names %s", r.ID, id)
			}
		}
	}
}

// namedIn are the rules of an entry that a text names: all, if it has the
// entry's id as it is written.
func namedIn(said, entry string) []string {
	ids := members(entry)
	if names(said, entry) {
		return ids
	}
	return slices.DeleteFunc(ids, func(id string) bool { return !names(said, id) })
}

// What check asks of an organisation it asks because of rules that there are.
func TestGroundsAreRules(t *testing.T) {
	grounds, err := config.Grounds()
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, r := range mustRules(t) {
		known[r.ID] = true
	}
	for what, ids := range grounds {
		for _, id := range ids {
			if !known[id] {
				t.Errorf("%s: there is no rule %s", what, id)
			}
		}
	}
}

func TestNames(t *testing.T) {
	tests := map[string]struct {
		text, id string
		want     bool
	}{
		"alone":                {"XX-1.2", "XX-1.2", true},
		"in a sentence":        {"as XX-1.2, XX-1.3 and XX-1.4. So", "XX-1.4", true},
		"a window of the rule": {"breach #1 XX-15.response @li", "XX-15", true},
		"an item of it":        {"XX-08.1", "XX-08", false},
		"a longer number":      {"XX-12", "XX-1", false},
		"a letter more":        {"XX-5.2.1a", "XX-5.2.1", false},
		"inside another word":  {"AXX-1", "XX-1", false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := names(tt.text, tt.id); got != tt.want {
				t.Errorf("%q names %s: %t", tt.text, tt.id, got)
			}
		})
	}
}

func TestMembers(t *testing.T) {
	for id, want := range map[string]string{
		"XX-1":             "XX-1",
		"XX-21, 22, 23":    "XX-21 XX-22 XX-23",
		"XX-28.1–3":        "XX-28.1 XX-28.2 XX-28.3",
		"XX-4.1a–c":        "XX-4.1a XX-4.1b XX-4.1c",
		"XX-6.1, 6.2.1–2":  "XX-6.1 XX-6.2.1 XX-6.2.2",
		"XX-B1–2":          "XX-B1 XX-B2",
		"XX-5.2.3c1":       "XX-5.2.3c1",
		"XX-A1, A2":        "XX-A1 XX-A2",
		"XX-1.7, 2.1":      "XX-1.7 XX-2.1",
		"XX-1.1.0":         "XX-1.1.0",
		"XX-5.2.3a–b, 7–8": "XX-5.2.3a XX-5.2.3b XX-7 XX-8",
	} {
		if got := strings.Join(members(id), " "); got != want {
			t.Errorf("%s stands for %q, want %q", id, got, want)
		}
	}
}

// members are the rules that an id stands for.
func members(id string) []string {
	system, rest, _ := strings.Cut(id, "-")
	var ids []string
	for part := range strings.SplitSeq(rest, ", ") {
		from, last, ranged := strings.Cut(part, "–")
		if !ranged {
			last = from
		}
		stem := from[:len(from)-1]
		for c := from[len(from)-1]; c <= last[len(last)-1]; c++ {
			ids = append(ids, fmt.Sprintf("%s-%s%c", system, stem, c))
		}
	}
	return ids
}

// names reports whether a text names a rule, by itself or by a window of it.
func names(text, id string) bool {
	return regexp.MustCompile(`(^|[^\w-])` + regexp.QuoteMeta(id) + `($|[^\w.]|\.($|\D))`).MatchString(text)
}

// mustProofs are the stories by name, and the tests as room.TestName, with what
// each says: a story without its configuration, a test with its comment.
func mustProofs(tb testing.TB) map[string]string {
	tb.Helper()
	found := map[string]string{}
	files := mustTree(tb)
	for _, file := range files.ending(".txtar") {
		story := txtar.Parse([]byte(mustRead(tb, file)))
		said := story.Comment
		for _, part := range story.Files {
			if part.Name == "story" {
				said = append(said, part.Data...)
			}
		}
		found[strings.TrimSuffix(path.Base(file), ".txtar")] = string(said)
	}
	test := regexp.MustCompile(`(?ms)^((?://[^\n]*\n)*)func (Test\w+)\(.*?^}`)
	for _, file := range files.ending("_test.go") {
		for _, m := range test.FindAllStringSubmatch(mustRead(tb, file), -1) {
			found[path.Base(path.Dir(file))+"."+m[2]] = m[0]
		}
	}
	return found
}

// TestRulesAreDoneByWhatExists: what an entry says it is done by is there.
func TestRulesAreDoneByWhatExists(t *testing.T) {
	known := mustMeans(t)
	for _, r := range mustRules(t) {
		for _, by := range r.By {
			noun, name, _ := strings.Cut(by, " ")
			list, ok := known[noun]
			switch {
			case !ok:
				t.Errorf("%s: by %q: no means is called %q", r.ID, by, noun)
			case noun == "setting":
				if name = name[strings.LastIndex(name, ".")+1:]; !slices.Contains(list, name) {
					t.Errorf("%s: there is no %s", r.ID, by)
				}
			case !slices.Contains(list, name):
				t.Errorf("%s: there is no %s", r.ID, by)
			}
		}
	}
}

// mustMeans are the things that may carry out a rule, by what they are called.
func mustMeans(tb testing.TB) map[string][]string {
	tb.Helper()
	var catalog map[string]any
	if err := json.Unmarshal([]byte(mustRead(tb, "text/locales/en.json")), &catalog); err != nil {
		tb.Fatal(err)
	}
	means := map[string][]string{
		"window": mustWindows(tb), "verb": verbs(), "text": slices.Collect(maps.Keys(catalog)),
		"field":   all(`(?m)^\t(\w+) +\S+ +.json:`, mustRead(tb, "ticket/ticket.go")),
		"setting": all(`"(\w+)": \{`, mustRead(tb, "docs/firstask.schema.json")+mustRead(tb, "docs/preset.schema.json")),
	}
	for _, s := range ticket.States() {
		means["state"] = append(means["state"], string(s))
	}
	for _, k := range text.Kinds() {
		means["notice"] = append(means["notice"], string(k))
	}
	for _, file := range mustTree(tb).files {
		switch path.Dir(file) {
		case "docs/adr":
			number, _, _ := strings.Cut(path.Base(file), "-")
			means["adr"] = append(means["adr"], number)
		case "policy/presets":
			for _, roles := range all(`(?m)^  roles:((?:.*\n    )*.*)`, mustRead(tb, file)) {
				means["role"] = append(means["role"], all(`\bid: (\w+)`, roles)...)
			}
		}
	}
	return means
}

// mustWindows are the rule ids of all windows of the built-in rule books.
func mustWindows(tb testing.TB) []string {
	tb.Helper()
	var windows []string
	for _, file := range mustTree(tb).ending(".yaml") {
		if path.Dir(file) == "policy/presets" {
			windows = append(windows, all(`(?m)^  - rule: (\S+)$`, mustRead(tb, file))...)
		}
	}
	return windows
}

// TestEveryWindowHasItsRule: a window that bears the id of a system carries out
// a rule of that system.
func TestEveryWindowHasItsRule(t *testing.T) {
	rules, known := mustRules(t), systems()
	for _, window := range mustWindows(t) {
		owner, _, _ := strings.Cut(window, "-")
		ours := !slices.ContainsFunc(known, func(s system) bool { return s.id == owner })
		claimed := slices.ContainsFunc(rules, func(r config.Rule) bool {
			return strings.HasPrefix(r.ID, owner+"-") && slices.Contains(r.By, "window "+window)
		})
		if !ours && !claimed {
			t.Errorf("no entry of docs/rules.yaml is done by window %s", window)
		}
	}
}

// TestCoverageOnlyRises holds the figure to docs/coverage.txt.
func TestCoverageOnlyRises(t *testing.T) {
	n, of, err := config.Coverage(io.Discard, docs.Rules())
	if err != nil {
		t.Fatal(err)
	}
	kept, err := strconv.Atoi(strings.TrimSpace(mustRead(t, "docs/coverage.txt")))
	switch {
	case err != nil:
		t.Fatal(err)
	case n < kept:
		t.Errorf("%d of %d rules have a proof, it was %d: the figure may only rise", n, of, kept)
	case n > kept:
		t.Errorf("%d of %d rules have a proof: write %d into docs/coverage.txt", n, of, n)
	}
	if of != 297 {
		t.Errorf("%d rules count, want 297", of)
	}
}
