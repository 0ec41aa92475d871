package config_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/firstask/firstask/calendar"
	"github.com/firstask/firstask/config"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/policy/presets"
)

const (
	head = `timezone: Asia/Shanghai
presets: [first-asked]
fallback: C0ADMIN
calendars: {office: {hours: {mon-fri: ["09:00-12:00", "13:30-18:00"]}, holidays: [cn-2026]}}
`
	tail = `departments:
  - {id: support, head: U0ZHAO, members: [U0CHEN], channels: [{id: C0HELP}], duty: desk}
rosters:
  desk: {rotation: {starts: 2026-01-05, people: [U0CHEN]}}
`
)

func mustParse(tb testing.TB, src string) *config.Config {
	tb.Helper()
	c, err := config.Parse("test.yaml", []byte(src), nil)
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

func mustLoad(tb testing.TB, path string) *config.Config {
	tb.Helper()
	c, err := config.Load(path)
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

func mustWindow(tb testing.TB, c *config.Config, rule string) policy.Window {
	tb.Helper()
	w, ok := c.Policy.Window(rule)
	if !ok {
		tb.Fatalf("no window %s", rule)
	}
	return *w
}

func goodFiles(tb testing.TB) []string {
	tb.Helper()
	return append(mustGlob(tb, "testdata/good/*.yaml"), "../docs/example.yaml")
}

func TestGoodFilesLoadWithTheWarningsBesideThem(t *testing.T) {
	for _, path := range goodFiles(t) {
		t.Run(filepath.Base(path), func(t *testing.T) {
			c := mustLoad(t, path)
			name := strings.TrimSuffix(filepath.Base(path), ".yaml")
			golden(t, "testdata/good/"+name+".warnings.golden", lines(c.Warnings))
		})
	}
}

func TestTheDemoLoads(t *testing.T) { mustLoad(t, "../app/demo.yaml") }

func TestAFileThatCannotBeReadIsNoProblemOfItsContent(t *testing.T) {
	_, err := config.Load(filepath.Join(t.TempDir(), "none.yaml"))
	if !errors.Is(err, os.ErrNotExist) || errors.Is(err, config.ErrInvalid) {
		t.Errorf("got %v", err)
	}
}

// The numbers of experience.md, window by window.
func TestTheFirstAskedPreset(t *testing.T) {
	c := mustParse(t, head+tail)
	type row struct{ on, limit, duty, remind, ladder string }
	const full = "head parent-head fallback"
	want := map[string]row{
		"FA-15":          {"natural", "30m", "15m", "50% 80%", full},
		"FA-18.response": {"receiver", "30m", "", "50% 80%", full},
		"FA-18.handling": {"responsible", "1wd", "", "1h", full},
		"FA-20.tell":     {"teller", "4h", "", "50% 80%", full},
		"FA-02.confirm":  {"nobody", "2wd", "", "", ""},
		"FA-02.whole":    {"nobody", "2wd", "", "", "head"},
		"FA-19.response": {"next-asked", "30m", "", "50% 80%", full},
		"FA-19.handling": {"next-taken", "1wd", "", "1h", full},
	}
	for rule, want := range want {
		w := mustWindow(t, c, rule)
		var remind []string
		for _, r := range w.Remind {
			if r.Percent > 0 {
				remind = append(remind, fmt.Sprintf("%d%%", r.Percent))
			} else {
				remind = append(remind, policy.Limit{Time: r.Before}.String())
			}
		}
		got := row{string(w.On), w.Limit.String(), w.OnDuty.String(), strings.Join(remind, " "), strings.Join(words(w.Ladder), " ")}
		if got != want {
			t.Errorf("%s is %v, want %v", rule, got, want)
		}
		if w.Calendar != "office" || w.Preset != "first-asked" || w.Explicit || len(w.Ladder) > 1 && (w.Step != time.Hour || w.Daily != "09:30") {
			t.Errorf("%s: %+v", rule, w)
		}
	}
	got := *c.Policy
	if diff := cmp.Diff([]string{"base", "first-asked"}, got.Presets); diff != "" {
		t.Errorf("presets (-want +got):\n%s", diff)
	}
	got.Windows, got.ID, got.Presets, got.Channels, got.Types = nil, "", nil, nil, nil
	got.Books, got.Guidance = nil, nil // see TestBooksSayWhoseTheyAre
	phrases := make([]string, 0, len(got.Forbidden))
	for _, p := range got.Forbidden {
		phrases = append(phrases, fmt.Sprintf("%s %s %v", p.Rule, p.Words[0], p.Nudge))
	}
	if diff := cmp.Diff([]string{"FA-12 \u4e0d\u77e5\u9053 false", "FA-12 \u4e0d\u5f52\u6211\u7ba1 false", "FA-16 \u5dee\u4e0d\u591a\u5427 true"}, phrases); diff != "" {
		t.Errorf("forbidden phrases (-want +got):\n%s", diff)
	}
	got.First, got.ComplainUp, got.Jobs, got.Needs, got.Forbidden = nil, nil, nil, nil, nil
	rest := policy.Policy{
		Hosted:        []string{"meeting", "visit"},
		ReturnReasons: []string{"not_my_area", "details_missing", "better_person", "no_capacity"},
		Urge:          policy.Urge{First: 15 * time.Minute, Every: 30 * time.Minute, PerDay: 3, AskerEvery: 2 * time.Hour},
		News:          policy.News{Within: time.Hour, Round: 30 * time.Minute},
		PromiseAlone:  policy.Limit{Days: 3}, ReopenWithin: policy.Limit{Days: 10},
		Join: 5 * time.Minute, Grace: 5 * time.Minute, Gap: policy.Gap{Between: 5 * time.Minute, Before: 3 * time.Minute}, Calendar: "office",
		Quiet: policy.Quiet{From: 20 * 60, To: 8 * 60, Calendar: "office"}, Noise: policy.Noise{Hour: 6, Day: 20}, Fold: 15 * time.Minute, Gather: 20 * time.Second,
		Absence:  policy.AbsenceRules{Undo: 2 * time.Hour},
		PingPong: policy.PingPong{Handoffs: 3, Returns: 2}, SharedMode: policy.SharedChain, LeadBy: policy.LeadByHead,
		Release: policy.ReleaseNever, ReplyBy: policy.ReplyNatural,
	}
	if diff := cmp.Diff(rest, got); diff != "" {
		t.Errorf("the rest (-want +got):\n%s", diff)
	}
}

func TestEveryWordOfThePresetHasItsLabels(t *testing.T) {
	c := mustParse(t, head+tail)
	names := map[string]policy.Name{"preset": c.Labels.Presets["first-asked"]}
	for _, code := range c.Policy.Channels {
		names[code] = c.Labels.Channels[code]
	}
	for _, code := range c.Policy.Types {
		names[code] = c.Labels.Types[code]
	}
	for _, w := range c.Policy.Windows {
		names[w.Rule], names[w.Rule+" note"] = c.Labels.Windows[w.Rule], c.Labels.Notes[w.Rule]
	}
	for what, name := range names {
		for _, locale := range []string{"en", "zh-Hans", "zh-Hant"} {
			if name[locale] == "" {
				t.Errorf("%s has no label in %s", what, locale)
			}
		}
	}
}

func TestOverrides(t *testing.T) {
	tests := []struct {
		name, rule, over string
		want             func(w *policy.Window)
	}{
		{"a new limit brings the reminders of its size", "FA-18.response", "{limit: 10m}", func(w *policy.Window) {
			w.Limit, w.Remind = policy.Limit{Time: 10 * time.Minute}, []policy.Reminder{{Percent: 60}}
		}},
		{"just twenty minutes is not under twenty", "FA-18.response", "{limit: 20m}", func(w *policy.Window) {
			w.Limit = policy.Limit{Time: 20 * time.Minute}
		}},
		{"over four hours one reminder an hour before", "FA-18.response", "{limit: 4h1s}", func(w *policy.Window) {
			w.Limit, w.Remind = policy.Limit{Time: 4*time.Hour + time.Second}, []policy.Reminder{{Before: time.Hour}}
		}},
		{"a new limit holds on duty too", "FA-15", "{limit: 3s}", func(w *policy.Window) {
			w.Limit, w.OnDuty, w.OnDutyRemind = policy.Limit{Time: 3 * time.Second}, policy.Limit{}, nil
			w.Remind = []policy.Reminder{{Percent: 60}}
		}},
		{"the limit on duty alone", "FA-15", "{on_duty: 25m}", func(w *policy.Window) {
			w.OnDuty, w.OnDutyRemind = policy.Limit{Time: 25 * time.Minute}, []policy.Reminder{{Percent: 50}, {Percent: 80}}
		}},
		{"reminders that are given hold on duty too", "FA-15", "{remind: [10%]}", func(w *policy.Window) {
			w.Remind, w.OnDutyRemind, w.Explicit = []policy.Reminder{{Percent: 10}}, nil, true
		}},
		{"reminders that are given are explicit", "FA-18.handling", "{remind: [10%, -90m, 30m]}", func(w *policy.Window) {
			w.Remind, w.Explicit = []policy.Reminder{{Percent: 10}, {Before: 90 * time.Minute}, {Before: 30 * time.Minute}}, true
		}},
		{"no reminder at all", "FA-18.handling", "{remind: []}", func(w *policy.Window) { w.Remind, w.Explicit = nil, true }},
		{"a ladder", "FA-20.tell", "{ladder: [head, fallback], step: 5m, daily: \"8:00\"}", func(w *policy.Window) {
			w.Ladder, w.Step, w.Daily = []policy.Step{policy.Head, policy.Fallback}, 5*time.Minute, "08:00"
		}},
		{"a calendar and an apology", "FA-20.tell", "{calendar: always, apology: true}", func(w *policy.Window) { w.Calendar, w.Apology = "always", true }},
		{"no apology", "FA-15", "{apology: false}", func(w *policy.Window) { w.Apology = false }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want := mustWindow(t, mustParse(t, head+tail), tt.rule)
			tt.want(&want)
			c := mustParse(t, head+tail+"windows: {"+tt.rule+": "+tt.over+"}\n")
			if diff := cmp.Diff(want, mustWindow(t, c, tt.rule)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestSettingsOverride(t *testing.T) {
	c := mustParse(t, head+tail+"settings: {urge: {per_day: 1}, join: 1m, return_reasons: [no_capacity]}\n")
	if u := c.Policy.Urge; u.PerDay != 1 || u.First != 15*time.Minute {
		t.Errorf("urge is %+v, want one a day and the rest as it was", u)
	}
	if c.Policy.Join != time.Minute || len(c.Policy.ReturnReasons) != 1 {
		t.Errorf("join %s, reasons %v", c.Policy.Join, c.Policy.ReturnReasons)
	}
}

func TestTheOrganisation(t *testing.T) {
	c := mustLoad(t, "testdata/good/spruce.yaml")
	monday := time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC) // 10:00 in Shanghai
	duty, ok := c.Org.OnDuty("support-desk", monday)
	if !ok || duty.User != "U0CHEN" || !duty.Open {
		t.Errorf("on duty: %+v, %v", duty, ok)
	}
	d, p, ok := c.Org.Topic("Screw")
	if !ok || d.ID != "delivery" || p.ID != "parts" {
		t.Fatalf("screw: %v %v", d, p)
	}
	if user, rule := c.Org.Counterpart(d, p, monday, nil); user != "U0SUN" || rule != "head" {
		t.Errorf("parts go to %s by %s, want the head", user, rule)
	}
	if got := c.Org.Superiors("finance", nil); !cmp.Equal(got, []string{"U0ZHOU", "U0HE"}) {
		t.Errorf("superiors: %v", got)
	}
	if c.Org.Emoji != "ticket" || c.Org.Locale != "zh-Hans" || c.Org.Default != "support" || c.Org.Zone.String() != "Asia/Shanghai" {
		t.Errorf("org: %+v", c.Org)
	}
	if desk := c.Org.Departments[1].Channels[0]; desk != (policy.Desk{ID: "C0HELP", As: "online", EveryMessage: true}) {
		t.Errorf("desk: %+v", desk)
	}
}

func TestDefaultsOfAShortFile(t *testing.T) {
	c := mustLoad(t, "testdata/good/minimal.yaml")
	if c.Org.Default != "support" || c.Org.Locale != "en" || c.Org.Emoji != "ticket" {
		t.Errorf("org: %+v", c.Org)
	}
	cal := c.Org.Calendar("office")
	if at := time.Date(2026, 3, 2, 4, 30, 0, 0, time.UTC); cal == nil || cal.Open(at) || !cal.Open(at.Add(time.Hour)) {
		t.Error("office has no lunch break")
	}
	if c.Org.Calendar("always") == nil || !c.Org.Calendar("always").Always() {
		t.Error("no calendar of clock time")
	}
}

func TestTheIDNamesTheContent(t *testing.T) {
	one, same := mustParse(t, head+tail), mustParse(t, "# a comment\n"+head+"emoji: sos\n"+tail)
	other := mustParse(t, head+tail+"windows: {FA-15: {limit: 31m}}\n")
	if one.Policy.ID != same.Policy.ID || len(one.Policy.ID) < 16 {
		t.Errorf("ids %q and %q of equal rules", one.Policy.ID, same.Policy.ID)
	}
	if one.Policy.ID == other.Policy.ID {
		t.Error("other rules, same id")
	}
	data, err := one.Policy.Encode()
	if err != nil {
		t.Fatal(err)
	}
	back, err := policy.Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(one.Policy, back); diff != "" {
		t.Errorf("after the store (-want +got):\n%s", diff)
	}
}

func TestEveryBuiltInPresetLoads(t *testing.T) {
	for _, id := range presets.Names() {
		src := strings.Replace(head, "first-asked", id, 1) + tail
		if id == "DM" { // its source leaves three limits blank
			src += "windows: {DM-3.1.2: {limit: 1wd}, DM-3.1.6: {limit: 1wd}, DM-4.2.1: {limit: 5wd}}\n"
		}
		c := mustParse(t, src)
		if n := len(c.Policy.Presets); c.Policy.Presets[n-1] != id {
			t.Errorf("presets %v, want %s", c.Policy.Presets, id)
		}
	}
}

func TestFilesAreFoundInTheGivenFolder(t *testing.T) {
	base := fstest.MapFS{"days/our.txt": {Data: []byte("2026-06-01 off Founder's Day\n")}}
	src := strings.Replace(head, "cn-2026", "./days/our.txt", 1) + tail
	c, err := config.Parse("test.yaml", []byte(src), base)
	if err != nil {
		t.Fatal(err)
	}
	if c.Org.Calendar("office").WorkingDay(calendar.Date{Year: 2026, Month: 6, Day: 1}) {
		t.Error("the list was not used")
	}
	if _, err := config.Parse("test.yaml", []byte(src), nil); !errors.Is(err, config.ErrInvalid) {
		t.Errorf("without a folder: %v", err)
	}
}

func TestLineEndsAndByteOrderMarks(t *testing.T) {
	for name, src := range map[string]string{
		"windows line ends": strings.ReplaceAll(head+tail, "\n", "\r\n"),
		"byte order mark":   "\ufeff" + head + tail,
		"no last line end":  strings.TrimRight(head+tail, "\n"),
	} {
		t.Run(name, func(t *testing.T) { mustParse(t, src) })
	}
	_, err := config.Parse("test.yaml", []byte("\ufefftimezon: x\r\n"), nil)
	if err == nil || !strings.Contains(err.Error(), "test.yaml:1:1: timezon") {
		t.Errorf("got %v", err)
	}
}

func TestTurns(t *testing.T) {
	for every, want := range map[string]int{"day": 1, "week": 7, "weeks": 7, "3 days": 3, "2 weeks": 14, "10 day": 10} {
		c := mustParse(t, head+strings.Replace(tail, "{starts:", "{every: "+every+", starts:", 1))
		if got := c.Org.Rosters["desk"].Every; got != want {
			t.Errorf("%s is %d days, want %d", every, got, want)
		}
	}
	c := mustParse(t, head+strings.Replace(tail, "{starts:", "{at: 8:30, starts:", 1))
	if r := c.Org.Rosters["desk"]; r.Every != 7 || r.At != 8*60+30 || r.Calendar != "office" || r.Starts.String() != "2026-01-05" {
		t.Errorf("roster %+v", r)
	}
}

func TestManyDepartmentsOnOneLineEach(t *testing.T) {
	var b strings.Builder
	for i := range 1200 {
		fmt.Fprintf(&b, "  - {id: d%d, head: U0ZHAO, members: [U%04d], work_channel: C%04d, channels: [{id: C1%04d}], posts: [{id: p%d, holder: U0LI}]}\n", i, i, i, i, i)
	}
	c := mustParse(t, head+strings.Replace(tail, "departments:\n", "default_department: d7\ndepartments:\n"+b.String(), 1))
	if len(c.Org.Departments) != 1201 || len(c.Warnings) != 3 { // nobody above U0ZHAO, nobody in a role, no work channel of the first
		t.Errorf("%d departments, warnings %v", len(c.Org.Departments), c.Warnings)
	}
}

func TestWarningsOfTheDay(t *testing.T) {
	c := mustParse(t, head+strings.Replace(tail, "2026-01-05", "2026-03-02", 1))
	tests := []struct {
		today string
		want  int
	}{
		{"2026-02-01", 1}, // the roster has not begun
		{"2026-03-02", 0},
		{"2026-08-31", 0},
		{"2026-09-01", 1}, // the next year is missing
		{"2026-11-01", 1},
		{"2026-11-02", 1}, // 59 days of holidays left
		{"2027-01-01", 1}, // none
	}
	for _, tt := range tests {
		day, err := calendar.ParseDate(tt.today)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.Dated(day); len(got) != tt.want {
			t.Errorf("%s: %d warnings, want %d: %v", tt.today, len(got), tt.want, got)
		}
	}
}
