package presets_test

import (
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/firstask/firstask/config"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/policy/presets"
)

// The company of these tests, as far as they name its people.
const (
	zhao = "U0ZHAO" // head of support
	chen = "U0CHEN" // support, on duty
	ben  = "U0BEN"  // delivery
	plum = "U0PLUM" // makes what delivery brings
	top  = "U0TOP"  // top leader
	hr   = "U0HR"   // HR manager

	company = `timezone: Asia/Shanghai
fallback: C0ADMIN
default_department: support
calendars: {office: {hours: {mon-fri: ["09:00-12:00", "13:30-18:00"]}}}
departments:
  - {id: company, head: U0HE}
  - {id: support, parent: company, head: U0ZHAO, members: [U0CHEN], channels: [{id: C0HELP}], duty: desk, work_channel: C0DESK}
  - {id: delivery, parent: company, head: U0SUN, members: [U0BEN]}
  - {id: making, parent: company, head: U0MEI, members: [U0PLUM]}
rosters: {desk: {rotation: {starts: 2026-01-05, people: [U0CHEN]}}}
roles: {functional_dept: U0HE, top_leader: U0TOP, hr_manager: U0HR, gm: U0HE, complaints_office: U0HR}
`
	// limits are those that the source of a book leaves blank.
	limits = "windows: {DM-3.1.2: {limit: 1wd}, DM-3.1.6: {limit: 1wd}, DM-4.2.1: {limit: 5wd}}\n"

	complaints = "{use: CM, types: [complaint.customer, complaint.employee]}"
)

func mustUse(tb testing.TB, books string) *config.Config {
	tb.Helper()
	src := company + "presets: [" + books + "]\n"
	if strings.Contains(books, "DM") {
		src += limits
	}
	c, err := config.Parse("test.yaml", []byte(src), nil)
	if err != nil {
		tb.Fatalf("%s: %v", books, err)
	}
	return c
}

func TestNamesAndSources(t *testing.T) {
	if want := []string{"CM", "DM", "DR", "IM", "MG", "NX", "PL", "RD", "RE", "WK", "base", "first-asked"}; !slices.Equal(presets.Names(), want) {
		t.Errorf("names: %v, want %v", presets.Names(), want)
	}
	for _, id := range presets.Names() {
		src, err := presets.Source(id)
		if err != nil || !strings.Contains(string(src), "\nid: "+id+"\n") {
			t.Errorf("%s: its file names another id (%v)", id, err)
		}
	}
}

func TestNoOtherFileIsASource(t *testing.T) {
	for _, id := range []string{"", "none", "first-asked.yaml", "./first-asked", "../presets/first-asked", "presets.go"} {
		if _, err := presets.Source(id); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%q: %v", id, err)
		}
	}
}

// What a rule book calls something, people read in their own language; and
// each window says what is the source's and what is ours.
func TestEverythingHasItsWords(t *testing.T) {
	for _, id := range presets.Names() {
		c := mustUse(t, id)
		words := map[string]policy.Name{"title": c.Labels.Presets[id]}
		for i := range c.Policy.Windows {
			w := &c.Policy.Windows[i]
			words[w.Rule], words[w.Rule+" note"], words["kind "+w.Kind] = c.Labels.Windows[w.Rule], c.Labels.Notes[w.Rule], c.Labels.Kinds[w.Kind]
			for _, s := range w.Ladder {
				if !slices.Contains(policy.Steps(), s) {
					words["role "+string(s)] = c.Labels.Roles[string(s)]
				}
			}
		}
		for _, code := range c.Policy.Channels {
			words["channel "+code] = c.Labels.Channels[code]
		}
		for _, code := range c.Policy.Types {
			words["type "+code] = c.Labels.Types[code]
		}
		for _, defect := range c.Labels.Defects[id] {
			words["defect "+defect["en"]] = defect
		}
		for what, name := range words {
			for _, locale := range []string{"en", "zh-Hans", "zh-Hant"} {
				if name[locale] == "" {
					t.Errorf("%s: %s has no words in %s", id, what, locale)
				}
			}
		}
	}
}

func TestSourcesWithDefectsSaySo(t *testing.T) {
	for _, id := range presets.Names() {
		if n := len(mustUse(t, id).Labels.Defects[id]); (n == 0) != (id == "base") {
			t.Errorf("%s has %d notes on its source", id, n)
		}
	}
}

// Of the windows that blame somebody, none is lost or starts anew because the
// ticket waits for a while: it runs on, or stands still.
func TestAWaitNeverStartsAClockAnew(t *testing.T) {
	waits := []string{"WAIT_NEXT_LEVEL", "WAIT_CUSTOMER", "WAIT_THIRD_PARTY"}
	for _, id := range presets.Names() {
		for _, w := range mustUse(t, id).Policy.Windows {
			for _, wait := range waits {
				if w.Then != policy.Remind && w.Runs("ACCEPTED") && !w.Runs(wait) {
					t.Errorf("%s of %s is over in %s", w.Rule, id, wait)
				}
			}
		}
	}
}

// Until somebody has a request, somebody is late with it: silence is blamed on
// a person whenever a rule book holds alone.
func TestSilenceIsAlwaysSomebodys(t *testing.T) {
	for _, books := range []string{"first-asked", "MG"} {
		c := mustUse(t, books)
		for state, on := range map[string][]policy.Role{
			"CAPTURED": {policy.Natural}, "TRIAGED": {policy.Natural}, "HANDED_OFF": {policy.Receiver, policy.Handler},
			"RESULT_READY": {policy.Natural, policy.Teller}, "WAIT_NEXT_LEVEL": {policy.NextAsked, policy.NextLevel},
		} {
			if !slices.ContainsFunc(c.Policy.Windows, func(w policy.Window) bool {
				return w.Then == policy.Breach && w.When.IsZero() && slices.Contains(w.While, state) && slices.Contains(on, w.On)
			}) {
				t.Errorf("%s: nobody is late in %s", books, state)
			}
		}
	}
}

// A rule book has what base has, unless it says the same itself.
func TestWhatComesFromBase(t *testing.T) {
	tests := []struct {
		books  string
		from   []string
		absent []string
	}{
		{
			"first-asked",
			[]string{"base.progress", "base.task", "base.urgent"},
			[]string{"base.confirm", "base.whole", "base.tell", "base.level.answer", "base.level.handle", "base.supervise"},
		},
		{
			"CM",
			[]string{"base.confirm", "base.whole", "base.level.handle", "base.progress", "base.supervise", "base.task", "base.urgent"},
			[]string{"base.tell", "base.level.answer"},
		},
		{
			"MG",
			[]string{"base.confirm", "base.whole", "base.tell", "base.level.answer", "base.level.handle", "base.supervise", "base.task", "base.urgent"},
			[]string{"base.progress"},
		},
	}
	for _, tt := range tests {
		c := mustUse(t, tt.books)
		for _, rule := range slices.Concat(tt.from, tt.absent) {
			if _, ok := c.Policy.Window(rule); ok != slices.Contains(tt.from, rule) {
				t.Errorf("%s: %s is there: %v", tt.books, rule, ok)
			}
		}
	}
}

// docs/clocks.md and the cards of the demo are in this order.
func TestTheOrderOfTheFirstBook(t *testing.T) {
	want := []string{"FA-15", "FA-18.response", "FA-18.handling", "FA-20.tell", "FA-02.confirm", "FA-02.whole"}
	windows := mustUse(t, "first-asked").Policy.Windows
	for i, rule := range want {
		if i >= len(windows) || windows[i].Rule != rule {
			t.Errorf("%s is not window %d", rule, i+1)
		}
	}
}

func TestAllBooksTogether(t *testing.T) {
	c := mustUse(t, "first-asked, MG, "+complaints)
	if want := []string{"base", "first-asked", "MG", "CM"}; !slices.Equal(c.Policy.Presets, want) {
		t.Errorf("books %v, want %v", c.Policy.Presets, want)
	}
	for _, f := range c.Policy.First {
		if strings.HasPrefix(f.Rule, "CM") {
			t.Errorf("a bound book decides for all who is asked first: %v", f)
		}
	}
}

// The rule book that docs/rule-books.md shows is one: another company's rules
// are a file and nothing else.
func TestTheBookOfTheDocumentation(t *testing.T) {
	page, err := os.ReadFile("../../docs/rule-books.md")
	if err != nil {
		t.Fatal(err)
	}
	_, after, found := strings.Cut(string(page), "```yaml\n# ours.yaml\n")
	book, _, closed := strings.Cut(after, "```\n")
	if !found || !closed {
		t.Fatal("the page shows no rule book")
	}
	src := strings.Replace(company, "roles: {", "presets: [./ours.yaml]\nroles: {harbour_master: U0HE, ", 1)
	c, err := config.Parse("test.yaml", []byte(src), fstest.MapFS{"ours.yaml": {Data: []byte(book)}})
	if err != nil {
		t.Fatal(err)
	}
	w, ok := c.Policy.Window("H-2")
	if !ok || w.On != policy.Handler || !slices.Equal(w.While, []string{"HANDED_OFF", "ACCEPTED", "INVESTIGATING", "EXECUTING"}) {
		t.Errorf("H-2: %+v", w)
	}
}
