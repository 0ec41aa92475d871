package config_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/firstask/firstask/config"
	"github.com/firstask/firstask/policy"
)

// library are small rule books to be put together: one that may stand for the
// program's own, and companies' that extend it.
func library() fstest.MapFS {
	window := func(rule, kind, rest string) string {
		return fmt.Sprintf("  - {rule: %s, kind: %s, on: natural, while: [CAPTURED], limit: 1h, calendar: office, ladder: [head, fallback], step: 1h%s}\n", rule, kind, rest)
	}
	books := map[string]string{
		"ground": "id: ground\nsettings: {join: 1m, grace: 1m, news: {within: 1h}}\njobs: {digest: \"workdays 09:15\", chain: \"daily 02:00\"}\n" +
			"reminders: [{at: [33%]}]\ncomplain_up: [head]\nnatural_fr_rules: [{by: duty, rule: G-1}]\n" +
			"vocabulary: {types: [{id: order}, {id: order.late}, {id: loss}]}\nneeds: [{rule: G-N, verb: resolve, have: [reason]}]\n" +
			"windows:\n" + window("G-take", "take", "") + window("G-tell", "tell", "") + window("G-any", "any", ", when: {types: [order]}"),
		"one": "id: one\nextends: ./ground.yaml\nsettings: {join: 2m, fold: 2m}\njobs: {digest: \"workdays 10:00\", chain: \"off\"}\n" +
			"natural_fr_rules: [{by: addressed, rule: O-1}]\nneeds: [{rule: O-N, verb: handoff, when: {departments: [company]}, have: [type]}]\n" +
			"windows:\n" + window("O-take", "take", ", remind: [50%]"),
		"two": "id: two\nextends: ground.yaml\nsettings: {join: 3m, gather: 3s}\ncomplain_up: [parent-head]\n" +
			"windows:\n" + window("T-take", "take", "") + window("T-tell", "tell", ", when: {types: [order.late]}"),
		"three": "id: three\nwindows:\n" + window("H-any", "any", ""),
		"same":  "id: same\nextends: ./two.yaml\nwindows:\n" + window("T-take", "other", ""),
	}
	fs := fstest.MapFS{}
	for name, text := range books {
		fs[name+".yaml"] = &fstest.MapFile{Data: []byte(text)}
	}
	return fs
}

func mustUse(tb testing.TB, uses, more string) *config.Config {
	tb.Helper()
	src := `timezone: Asia/Shanghai
presets: ` + uses + `
fallback: C0ADMIN
calendars: {office: {hours: {mon-fri: ["09:00-12:00", "13:30-18:00"]}, holidays: [cn-2026]}}
default_department: support
departments:
  - {id: company, head: U0HE}
  - {id: support, parent: company, head: U0ZHAO, members: [U0CHEN], channels: [{id: C0HELP}], duty: desk}
  - {id: online, parent: support, head: U0SUN, work_channel: C0ONLINE, posts: [{id: shop, holder: U0BEN}]}
  - {id: finance, parent: company, head: U0ZHOU, work_channel: C0FINANCE, posts: [{id: invoices, holder: U0LI}]}
rosters:
  desk: {rotation: {starts: 2026-01-05, people: [U0CHEN]}}
settings: {promise_alone: 3wd, reopen_within: 10wd, calendar: office, urge: {first: 15m, every: 30m, per_day: 3, asker_every: 2h}, news: {round: 30m}, return_reasons: [no_capacity]}
` + more
	c, err := config.Parse("test.yaml", []byte(src), library())
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

// held is each window with what it is bound to, in order.
func held(c *config.Config) []string {
	all := make([]string, 0, len(c.Policy.Windows))
	for _, w := range c.Policy.Windows {
		all = append(all, strings.Trim(fmt.Sprintf("%s %s", w.Rule, bound(w.When)), " "))
	}
	return all
}

func bound(w policy.When) string {
	return strings.TrimSpace(strings.Join(w.Departments, "|") + " " + strings.Join(w.Channels, "|") + " " + strings.Join(w.Types, "|"))
}

func TestSeveralRuleBooks(t *testing.T) {
	tests := []struct {
		name, uses string
		presets    []string
		held       []string
	}{
		{
			"alone", "[./ground.yaml]",
			[]string{"ground"},
			[]string{"G-take", "G-tell", "G-any order"},
		},
		{
			"a window of the same kind replaces the one below", "[./one.yaml]",
			[]string{"ground", "one"},
			[]string{"O-take", "G-tell", "G-any order"},
		},
		{
			"what several need comes once", "[./one.yaml, ./two.yaml]",
			[]string{"ground", "one", "two"},
			[]string{"O-take", "T-take", "T-tell order.late", "G-tell", "G-any order"},
		},
		{
			"the one below may stand for itself too", "[./one.yaml, ./ground.yaml]",
			[]string{"ground", "one"},
			[]string{"O-take", "G-take", "G-tell", "G-any order"},
		},
		{
			"a window for the same rule replaces it, of any kind", "[./same.yaml]",
			[]string{"ground", "two", "same"},
			[]string{"T-take", "G-any order", "T-tell order.late"},
		},
		{
			"bound by department", "[{use: ./one.yaml, departments: [support]}]",
			[]string{"ground", "one"},
			[]string{"O-take support", "G-tell support", "G-any support  order"},
		},
		{
			"bound by type: what both have in common", "[{use: ./two.yaml, types: [order, loss]}]",
			[]string{"ground", "two"},
			[]string{"T-take order|loss", "T-tell order.late", "G-any order"},
		},
		{
			"a binding to a kind below narrows further", "[{use: ./ground.yaml, types: [order.late], channels: [C0HELP]}]",
			[]string{"ground"},
			[]string{"G-take C0HELP order.late", "G-tell C0HELP order.late", "G-any C0HELP order.late"},
		},
		{
			"what two bound ones need holds where either does", "[{use: ./one.yaml, departments: [support]}, {use: ./two.yaml, departments: [finance]}]",
			[]string{"ground", "one", "two"},
			[]string{"O-take support", "T-take finance", "T-tell finance  order.late", "G-tell support", "G-any support|finance  order"},
		},
		{
			"one that holds for all frees what it needs", "[{use: ./one.yaml, departments: [support]}, ./two.yaml]",
			[]string{"ground", "one", "two"},
			[]string{"O-take support", "T-take", "T-tell order.late", "G-tell support", "G-any order"},
		},
		{
			"bound by different lists: for all", "[{use: ./one.yaml, departments: [support]}, {use: ./two.yaml, channels: [C0HELP]}]",
			[]string{"ground", "one", "two"},
			[]string{"O-take support", "T-take C0HELP", "T-tell C0HELP order.late", "G-tell support", "G-any order"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := mustUse(t, tt.uses, "")
			if diff := cmp.Diff(tt.presets, c.Policy.Presets); diff != "" {
				t.Errorf("presets (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.held, held(c)); diff != "" {
				t.Errorf("windows (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAWindowNamesItsRuleBookAndHasItsReminders(t *testing.T) {
	c := mustUse(t, "[./one.yaml, ./two.yaml]", "")
	for rule, want := range map[string]policy.Window{
		"O-take": {Preset: "one", Kind: "take", Remind: []policy.Reminder{{Percent: 50}}},
		"T-take": {Preset: "two", Kind: "take", Remind: []policy.Reminder{{Percent: 33}}}, // of the one it extends
		"G-tell": {Preset: "ground", Kind: "tell", Remind: []policy.Reminder{{Percent: 33}}},
	} {
		w := mustWindow(t, c, rule)
		if w.Preset != want.Preset || w.Kind != want.Kind || !cmp.Equal(w.Remind, want.Remind) {
			t.Errorf("%s: %+v", rule, w)
		}
	}
}

// Two lists that lie in each other have the narrower one in common, also along
// the tree of departments.
func TestDepartmentsInDepartmentsNarrow(t *testing.T) {
	for to, want := range map[string]string{"support": "support", "online": "online", "company": "company"} {
		c := mustUse(t, "[{use: ./one.yaml, departments: ["+to+"]}]", "")
		i := len(c.Policy.Needs) - 1
		if n := c.Policy.Needs[i]; n.Rule != "O-N" || bound(n.When) != want {
			t.Errorf("bound to %s: %+v", to, n)
		}
	}
}

func TestSettingsOfSeveralRuleBooks(t *testing.T) {
	tests := []struct {
		name, uses, more         string
		join, fold, gather       time.Duration
		digest, chain, up, first string
	}{
		{
			"extended first, then each in order", "[./one.yaml, ./two.yaml]", "",
			3 * time.Minute, 2 * time.Minute, 3 * time.Second, "workdays 10:00", "", "parent-head", "O-1",
		},
		{
			"the other order", "[./two.yaml, ./one.yaml]", "",
			2 * time.Minute, 2 * time.Minute, 3 * time.Second, "workdays 10:00", "", "parent-head", "O-1",
		},
		{
			"a bound one where no other says anything", "[./one.yaml, {use: ./two.yaml, types: [order]}]", "",
			2 * time.Minute, 2 * time.Minute, 3 * time.Second, "workdays 10:00", "", "head", "O-1",
		},
		{
			"all bound: in order", "[{use: ./one.yaml, types: [order]}, {use: ./two.yaml, types: [loss, order]}]", "",
			3 * time.Minute, 2 * time.Minute, 3 * time.Second, "workdays 10:00", "", "parent-head", "O-1",
		},
		{
			"the file last", "[./one.yaml]", "jobs: {digest: \"workdays 08:00\", chain: \"daily 03:00\"}\n",
			2 * time.Minute, 2 * time.Minute, 0, "workdays 08:00", "daily 03:00", "head", "O-1",
		},
		{
			"a job taken away", "[./ground.yaml]", "jobs: {digest: \"off\"}\n",
			time.Minute, 0, 0, "", "daily 02:00", "head", "G-1",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := mustUse(t, tt.uses, tt.more).Policy
			if p.Join != tt.join || p.Fold != tt.fold || p.Gather != tt.gather {
				t.Errorf("join %s, fold %s, gather %s", p.Join, p.Fold, p.Gather)
			}
			if p.Jobs["digest"] != tt.digest || p.Jobs["chain"] != tt.chain {
				t.Errorf("jobs %v", p.Jobs)
			}
			if len(p.ComplainUp) != 1 || string(p.ComplainUp[0]) != tt.up || p.First[0].Rule != tt.first {
				t.Errorf("complain up %v, first %v", p.ComplainUp, p.First)
			}
		})
	}
}

func TestNeedsOfAllRuleBooksHold(t *testing.T) {
	c := mustUse(t, "[{use: ./one.yaml, types: [order]}, {use: ./two.yaml, types: [loss]}]", "")
	want := []policy.Need{
		{Rule: "G-N", Verb: "resolve", When: policy.When{Types: []string{"order", "loss"}}, Have: []string{"reason"}},
		{Rule: "O-N", Verb: "handoff", When: policy.When{Departments: []string{"company"}, Types: []string{"order"}}, Have: []string{"type"}},
	}
	if diff := cmp.Diff(want, c.Policy.Needs); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestBindingsThatLoseWindowsAreNamed(t *testing.T) {
	for uses, want := range map[string]string{
		"[{use: ./two.yaml, types: [loss]}]":                                                 "windows of two never run, for tickets that it is not bound to: T-tell",
		"[{use: ./one.yaml, departments: [support]}, {use: ./two.yaml, channels: [C0HELP]}]": "ground, which several rule books extend, holds for more than they do together",
	} {
		c := mustUse(t, uses, "")
		if !strings.Contains(c.Warnings.Error(), want) {
			t.Errorf("%s: %s", uses, c.Warnings.Error())
		}
	}
}

// Where rule books are bound by different lists, what they extend is not spread
// over a company that has a window of that kind.
func TestWhatIsCoveredIsNotWidened(t *testing.T) {
	c := mustUse(t, "[./three.yaml, {use: ./one.yaml, departments: [support]}, {use: ./two.yaml, channels: [C0HELP]}]", "")
	if diff := cmp.Diff([]string{"H-any", "O-take support", "T-take C0HELP", "T-tell C0HELP order.late", "G-tell support"}, held(c)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
