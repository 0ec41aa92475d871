package config_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/firstask/firstask/config"
	"github.com/firstask/firstask/policy"
)

const holesHead = `timezone: Asia/Shanghai
presets: [first-asked]
fallback: C0ADMIN
default_department: support
calendars: {office: {hours: {mon-fri: ["09:00-12:00"]}, holidays: [us-2026]}}
departments:
  - {id: company, head: U0HE}
`

// G30, ST-1, MG-1.1.0, FA-11: where a request could be left with nobody who is
// there and known, check fails and names the place, with the rules that ask for it.
func TestG30ADepartmentWithoutAnybodyFailsCheck(t *testing.T) {
	const line = "test.yaml:8:"
	tests := []struct {
		name, departments string
		want              []string // no problem if empty
	}{
		{"no head", "  - {id: support, parent: company, members: [U0CHEN]}\n", []string{line + "5: departments[1]: department support has no head: what nobody else takes is nobody's (ST-1, MG-1.1.0)"}},
		{"one person is all of it and above it", "  - {id: support, parent: company, head: U0HE, members: [U0HE]}\n", []string{"departments[1].head: U0HE is everybody in department support and above it: when they are away, nobody has its requests (MG-1.1.0)"}},
		{"also over two levels", "  - {id: support, parent: company, head: U0HE}\n  - {id: team, parent: support, head: U0HE}\n", []string{"everybody in department support", "everybody in department team"}},
		{"a member is enough", "  - {id: support, parent: company, head: U0HE, members: [U0CHEN]}\n", nil},
		{"another head is enough", "  - {id: support, parent: company, head: U0ZHAO}\n", nil},
		{"a deputy above is enough", "  - {id: support, parent: over, head: U0ZHAO}\n  - {id: over, head: U0ZHAO, deputy: U0LI}\n", nil},
		{"a stranger on duty", "  - {id: support, parent: company, head: U0ZHAO, duty: desk}\nrosters: {desk: {rotation: {starts: 2026-01-05, people: [U0ZHAO, U0CHEN]}}}\n", []string{"test.yaml:9:66: rosters.desk.rotation.people[1]: U0CHEN is on duty and belongs to no department (ST-1, FA-11)"}},
		{"on duty who is known elsewhere", "  - {id: support, parent: company, head: U0ZHAO, duty: desk}\nrosters: {desk: {rotation: {starts: 2026-01-05, people: [U0HE]}}}\n", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := config.Parse("test.yaml", []byte(holesHead+tt.departments), nil)
			said := ""
			if err != nil {
				said = err.Error()
			}
			for _, want := range tt.want {
				if !strings.Contains(said, want) {
					t.Errorf("does not say %q:\n%s", want, said)
				}
			}
			if err != nil && len(tt.want) != strings.Count(said, "\n")+1 {
				t.Errorf("says more:\n%s", said)
			}
		})
	}
}

// Who is on duty may be the one behind an e-mail address or in a user group:
// check warns, and the start refuses when it is known.
func TestStrangersBehindAnAddress(t *testing.T) {
	c := mustParse(t, holesHead+"  - {id: support, parent: company, head: U0ZHAO, members: [chen@example.com], duty: desk}\nrosters: {desk: {rotation: {starts: 2026-01-05, people: [U0CHEN]}}}\n")
	if warned := lines(c.Warnings); !strings.Contains(warned, "U0CHEN is on duty and belongs to no department") {
		t.Errorf("does not warn:\n%s", warned)
	}
	for found, want := range map[string]string{"U0CHEN": "", "U0OTHER": "test.yaml:9:11: rosters.desk: U0CHEN is on it and belongs to no department"} {
		_, err := c.Resolve(func(string) ([]string, error) { return []string{found}, nil })
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v", found, err)
		}
	}
}

// Every ground is named by a message, and every message has one.
func TestGrounds(t *testing.T) {
	all, err := config.Grounds()
	if err != nil || len(all) != 7 {
		t.Fatal(all, err)
	}
	for what, rules := range all {
		if len(rules) == 0 {
			t.Errorf("%s has no rule", what)
		}
	}
}

// company is any organisation, good or not, as a file says it.
func company(t *rapid.T) string {
	people := []string{"U0A", "U0B", "U0C", "U0D", "U0E"}
	anybody := func(what string) string { return rapid.SampledFrom(people).Draw(t, what) }
	some := func(what string) []string {
		return rapid.SliceOfNDistinct(rapid.SampledFrom(people), 0, 3, rapid.ID).Draw(t, what)
	}
	ids := []string{"company", "support", "finance", "team"}[:rapid.IntRange(1, 4).Draw(t, "departments")]
	var b strings.Builder
	b.WriteString("timezone: Asia/Shanghai\npresets: [first-asked]\nfallback: C0ADMIN\ndefault_department: company\ndepartments:\n")
	for i, id := range ids {
		fmt.Fprintf(&b, "  - {id: %s, members: [%s], duty: desk", id, strings.Join(some("members"), ", "))
		if rapid.IntRange(0, 9).Draw(t, "headed") > 0 {
			fmt.Fprintf(&b, ", head: %s", anybody("head"))
		}
		if rapid.Bool().Draw(t, "deputised") {
			fmt.Fprintf(&b, ", deputy: %s", anybody("deputy"))
		}
		if i > 0 && rapid.IntRange(0, 3).Draw(t, "below") > 0 {
			fmt.Fprintf(&b, ", parent: %s", rapid.SampledFrom(ids).Draw(t, "parent"))
		}
		fmt.Fprintf(&b, ", posts: [{id: p%d, holder: %s, backup: [%s]}, {id: q%d}]}\n", i, anybody("holder"), strings.Join(some("backups"), ", "), i)
	}
	fmt.Fprintf(&b, "rosters: {desk: {rotation: {every: day, starts: 2026-01-05, people: [%s]}}}\n", strings.Join(append(some("on duty"), "U0A"), ", "))
	return b.String()
}

// ST-1, MG-1.1.0: in whatever organisation check lets pass, and whoever is away
// but for the heads at the top, each department and post has somebody who is
// there and known, and each limit ends with a superior who is there or in the
// fallback channel.
func TestWhatCheckLetsPassIsNeverNobodys(t *testing.T) {
	passed, refused := 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		c, err := config.Parse("test.yaml", []byte(company(rt)), nil)
		if err != nil {
			refused++
			return
		}
		passed++
		gone := map[string]bool{}
		for _, u := range rapid.SliceOf(rapid.SampledFrom([]string{"U0A", "U0B", "U0C", "U0D", "U0E"})).Draw(rt, "gone") {
			gone[u] = true
		}
		for _, d := range c.Org.Departments {
			if d.Parent == "" {
				delete(gone, d.Head)
			}
		}
		now := time.Date(2026, 1, 5+rapid.IntRange(0, 20).Draw(rt, "day"), rapid.IntRange(0, 23).Draw(rt, "hour"), 0, 0, 0, time.UTC)
		for _, d := range c.Org.Departments {
			holdsSomebody(rt, c, d, now, gone)
		}
	})
	if passed < 5 || refused < 5 {
		t.Errorf("%d pass, %d are refused: the property looks at nothing", passed, refused)
	}
}

func holdsSomebody(t *rapid.T, c *config.Config, d *policy.Department, now time.Time, gone map[string]bool) {
	there := func(what, user string) {
		if user == "" || gone[user] || !c.Org.Knows(user) {
			t.Errorf("%s of %s: %q", what, d.ID, user)
		}
	}
	for _, p := range append(slices.Clone(d.Posts), policy.Post{}) {
		user, rule := c.Org.Counterpart(d, p, now, gone)
		there(rule, user)
	}
	superiors := c.Org.Superiors(d.ID, gone)
	if len(superiors) == 0 {
		t.Errorf("nobody above %s", d.ID)
	}
	for _, u := range superiors {
		there("superior", u)
	}
	for i := range c.Policy.Windows {
		w := &c.Policy.Windows[i]
		if end := len(w.Ladder); w.Then == policy.Breach && (w.Ladder[end-1] != policy.Fallback || c.Org.Fallback == "") {
			t.Errorf("%s ends with %v in %q", w.Rule, w.Ladder, c.Org.Fallback)
		}
		for _, step := range w.Ladder {
			for _, u := range c.Org.Fill(string(step), d.ID, gone) {
				if gone[u] {
					t.Errorf("%s asks %s, who is gone", w.Rule, u)
				}
			}
		}
	}
}
