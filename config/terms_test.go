package config_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/firstask/firstask/policy"
)

// Every key of the language, as the engine gets it.
func TestEveryKeyReachesTheEngine(t *testing.T) {
	c := mustLoad(t, "testdata/good/every_key.yaml")
	look := policy.Window{
		Rule: "EK-2", Preset: "EK", Kind: "look", On: policy.Natural,
		When: policy.When{
			Departments: []string{"support"}, Channels: []string{"C0HELP"}, Via: []string{"counter"}, Types: []string{"order.late"},
			Urgency: []string{"normal", "urgent"}, Marks: []string{"urgent", "major", "supervised", "task"}, Askers: []string{"customer", "member", "unknown"},
			Since: time.Date(2026, 3, 1, 0, 0, 0, 0, c.Org.Zone),
		},
		Unless: policy.When{
			Departments: []string{"company"}, Channels: []string{"C0HELP", "C0OTHER"}, Via: []string{"counter"}, Types: []string{"order.late"},
			Urgency: []string{"normal", "urgent"}, Marks: []string{"urgent", "major", "supervised", "task"}, Askers: []string{"customer", "member", "unknown"},
		},
		While: []string{"CAPTURED", "REGISTERED", "TRIAGED"}, Pause: []string{"WAIT_CUSTOMER"},
		Until: []string{"handoff", "resolve"}, Again: []string{"reply", "note"}, Starts: policy.AtDelivery,
		Limit: policy.Limit{Time: 4 * time.Hour}, OnDuty: policy.Limit{Time: 2 * time.Hour}, Soft: policy.Limit{Time: 2 * time.Hour},
		Calendar: "office", Remind: []policy.Reminder{{Percent: 50}}, Explicit: true,
		Ladder: []policy.Step{"head", "top_leader", "fallback"}, Step: time.Hour, Steps: []time.Duration{0, 30 * time.Minute, time.Hour},
		Daily: "09:30", Apology: true, Promise: policy.Promise{Consent: true, Customer: true, Alone: policy.Limit{Dates: 3}},
	}
	support := policy.When{Departments: []string{"support"}, Channels: []string{"C0HELP"}, Types: []string{"order"}, Since: look.When.Since}
	want := []policy.Window{
		look,
		{
			Rule: "EK-3a", Preset: "EK", Kind: "look", When: support, On: policy.Superior, Asked: policy.Head, While: []string{"INVESTIGATING"},
			Limit: policy.Limit{Time: time.Hour}, Calendar: "office", Remind: []policy.Reminder{{Percent: 50}, {Percent: 80}}, Ladder: []policy.Step{"top_leader", policy.Fallback}, Step: time.Hour,
		},
		{
			Rule: "EK-3b", Preset: "EK", When: support, On: policy.Superior, Asked: "top_leader", While: []string{"INVESTIGATING"}, After: "EK-3a", Shared: true, PartOf: "EK-4",
			Limit: policy.Limit{Time: 2 * time.Hour}, Calendar: "office", Remind: []policy.Reminder{{Percent: 50}, {Percent: 80}}, Ladder: []policy.Step{policy.Upper, policy.Fallback}, Step: time.Hour,
		},
		{
			Rule: "EK-4", Preset: "EK", Kind: "whole", When: support, On: policy.Nobody, While: []string{"CAPTURED"},
			Limit: policy.Limit{Days: 1, Time: 4 * time.Hour}, Calendar: "office", Then: policy.Inform, Ladder: []policy.Step{policy.Work},
		},
		{
			Rule: "EK-5", Preset: "EK", When: support, On: policy.Factual, While: []string{"CAPTURED"}, Until: []string{"ack"}, Limit: policy.Limit{None: true}, Calendar: "always",
			Then: policy.Alarm, Repeat: 10 * time.Minute, Ladder: []policy.Step{policy.Head, policy.ParentHead, policy.Work, "supervision"}, Promise: policy.Promise{Never: true},
		},
	}
	var got []policy.Window
	for _, w := range c.Policy.Windows {
		if w.Preset == "EK" {
			got = append(got, w)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if n := c.Policy.Needs[len(c.Policy.Needs)-1]; n.Rule != "EK-10" || len(n.Have) != 8 || !cmp.Equal(n.When.Channels, []string{"C0HELP"}) {
		t.Errorf("need %+v", n)
	}
	if r := c.Policy.Routes[0]; r.Rule != "OUR-1" || !cmp.Equal(r.With, []policy.Place{{Department: "company"}, {Role: "supervision"}}) {
		t.Errorf("route %+v", r)
	}
	if o := c.Policy.Outcomes; len(o) != 1 || o[0].Rule != "EK-18" || !cmp.Equal(o[0].When.Types, []string{"order.late"}) {
		t.Errorf("outcomes %+v", o)
	}
	replies := []policy.Reply{
		{Rule: "OUR-2", When: policy.When{Departments: []string{"support"}}, By: policy.ReplyDesignated, Role: "supervision", Asked: "supervision"},
		{By: policy.ReplyNatural},
		{Rule: "EK-14", When: policy.When{Departments: []string{"support"}, Channels: []string{"C0HELP"}, Types: []string{"order.late"}, Since: look.When.Since}, By: policy.ReplyDesignated, Role: "supervision", Asked: "supervision"},
	}
	if diff := cmp.Diff(replies, c.Policy.Replies); diff != "" {
		t.Errorf("replies (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(policy.Mandate{Rule: "EK-15", By: []string{"supervision"}}, c.Policy.Manage); diff != "" {
		t.Errorf("manage -want +got:\n%s", diff)
	}
	if diff := cmp.Diff([]policy.Mandate{{Rule: "EK-16", By: []string{"supervision"}}}, c.Policy.Watch); diff != "" {
		t.Errorf("watch -want +got:\n%s", diff)
	}
	truck := policy.Matter{
		ID: "late_truck", Name: policy.Name{"en": "A truck is late"}, Rule: "EK-14", Topics: []string{"truck", "卡车"}, Mark: "major", With: []string{"supervision"}, Opinions: true,
		When: policy.When{Departments: []string{"support"}, Channels: []string{"C0HELP"}, Types: []string{"order.late"}, Since: look.When.Since},
	}
	if diff := cmp.Diff([]policy.Matter{truck}, c.Policy.Matters); diff != "" {
		t.Errorf("matters -want +got:\n%s", diff)
	}
	if c.Labels.Roles["top_leader"]["en"] != "Top leader" || c.Labels.Kinds["look"]["en"] != "Look at it" || len(c.Labels.Defects["EK"]) != 2 {
		t.Errorf("labels %+v", c.Labels)
	}
	if q := c.Policy.Quiet; q != (policy.Quiet{From: 20 * 60, To: 8 * 60, Calendar: "office"}) {
		t.Errorf("quiet %+v", q)
	}
}

func TestLimits(t *testing.T) {
	for limit, want := range map[string]policy.Limit{
		"90s":        {Time: 90 * time.Second},
		"1h30m":      {Time: 90 * time.Minute},
		"2wd":        {Days: 2},
		"1wd 4h":     {Days: 1, Time: 4 * time.Hour},
		"3d":         {Dates: 3},
		"today":      {DayEnd: 1},
		"today+1":    {DayEnd: 2},
		"today + 2":  {DayEnd: 3},
		"fri 17:00":  {Week: policy.Week{Set: true, Day: time.Friday, At: 17 * 60}},
		"Sunday 8:5": {},
		"sun 0:00":   {Week: policy.Week{Set: true, Day: time.Sunday}},
		"given":      {Given: true},
	} {
		c, err := parse(head + tail + "windows: {FA-02.confirm: {limit: " + limit + "}}\n")
		switch {
		case want.IsZero() && err == nil:
			t.Errorf("%s passes", limit)
		case want.IsZero():
		case err != nil:
			t.Error(err)
		default:
			w := mustWindow(t, c, "FA-02.confirm")
			if w.Limit != want {
				t.Errorf("%s is %+v", limit, w.Limit)
			}
			back, err := parse(head + tail + "windows: {FA-02.confirm: {limit: " + w.Limit.String() + "}}\n")
			if err != nil || mustWindow(t, back, "FA-02.confirm").Limit != want {
				t.Errorf("%s is not read as it is written: %v", w.Limit, err)
			}
		}
	}
}

// Limits that are no mere time count as long ones; an alarm has no reminder.
func TestRemindersBySizeOfOtherLimits(t *testing.T) {
	for limit, want := range map[string]int{"3d": 1, "today": 1, "fri 17:00": 1, "given": 1, "1wd 4h": 1, "10m": 1, "4h": 2} {
		c := mustParse(t, head+tail+"windows: {FA-18.response: {limit: "+limit+"}}\n")
		if w := mustWindow(t, c, "FA-18.response"); len(w.Remind) != want || limit != "10m" && want == 1 && w.Remind[0].Before != time.Hour {
			t.Errorf("%s has %v", limit, w.Remind)
		}
	}
}

func TestOverridesOfTheLanguage(t *testing.T) {
	const rule = "FA-18.handling"
	tests := []struct {
		name, over string
		want       func(w *policy.Window)
	}{
		{"a soft limit", "{soft: 4h}", func(w *policy.Window) { w.Soft = policy.Limit{Time: 4 * time.Hour} }},
		{"starts, pause and urgent", "{starts: delivery, pause: [WAIT_CUSTOMER], urgent: true}", func(w *policy.Window) {
			w.Starts, w.Pause, w.Urgent = policy.AtDelivery, []string{"WAIT_CUSTOMER"}, true
		}},
		{"no pause", "{pause: []}", func(w *policy.Window) { w.Pause = nil }},
		{"a promise", "{promise: {alone: 2wd}}", func(w *policy.Window) { w.Promise = policy.Promise{Alone: policy.Limit{Days: 2}} }},
		{"a ladder of roles", "{ladder: [{to: functional_dept, after: 10m}, head, fallback]}", func(w *policy.Window) {
			w.Ladder = []policy.Step{"functional_dept", policy.Head, policy.Fallback}
			w.Steps = []time.Duration{10 * time.Minute, time.Hour, time.Hour}
		}},
		{"steps for each rung need no other", "{ladder: [natural, {to: upper, after: 1m}, {to: fallback, after: 2m}], step: 3m}", func(w *policy.Window) {
			w.Ladder, w.Step = []policy.Step{policy.First, policy.Upper, policy.Fallback}, 3*time.Minute
			w.Steps = []time.Duration{0, time.Minute, 2 * time.Minute}
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want := mustWindow(t, mustParse(t, head+tail), rule)
			tt.want(&want)
			c := mustParse(t, head+tail+"windows: {"+rule+": "+tt.over+"}\n")
			if diff := cmp.Diff(want, mustWindow(t, c, rule)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// A new limit that leaves no room for the rule book's soft one does without it.
func TestASoftLimitYieldsToAShorterLimit(t *testing.T) {
	book := library()
	book["soft.yaml"] = book["ground.yaml"]
	text := strings.Replace(string(book["ground.yaml"].Data), "limit: 1h", "limit: 48h, soft: 24h", 1)
	book["ground.yaml"].Data = []byte(text)
	for limit, want := range map[string]policy.Limit{"72h": {Time: 24 * time.Hour}, "24h": {}, "10s": {}, "2wd": {Time: 24 * time.Hour}} {
		c, err := parseIn(strings.Replace(head, "first-asked", "first-asked, ./ground.yaml", 1)+tail+"windows: {G-take: {limit: "+limit+"}}\n", book)
		if err != nil {
			t.Fatal(err)
		}
		if w := mustWindow(t, c, "G-take"); w.Soft != want {
			t.Errorf("%s leaves %v", limit, w.Soft)
		}
	}
}

func TestQuietHours(t *testing.T) {
	for given, want := range map[string]policy.Quiet{
		"{}":                           {},
		`{from: "22:00", to: "06:00"}`: {From: 22 * 60, To: 6 * 60, Calendar: "office"},
		`{from: "00:00", to: "06:00"}`: {To: 6 * 60, Calendar: "office"},
		`{calendar: always}`:           {From: 20 * 60, To: 8 * 60, Calendar: "always"},
		`{from: "21:00", to: "07:00", calendar: always}`: {From: 21 * 60, To: 7 * 60, Calendar: "always"},
	} {
		if got := mustParse(t, head+tail+"settings: {quiet: "+given+"}\n").Policy.Quiet; got != want {
			t.Errorf("%s is %+v", given, got)
		}
	}
}

func TestNoise(t *testing.T) {
	for given, want := range map[string]policy.Noise{
		"":                                       {Hour: 6, Day: 20},
		"settings: {noise: {}}\n":                {},
		"settings: {noise: {day: 9}}\n":          {Hour: 6, Day: 9},
		"settings: {noise: {hour: 2, day: 3}}\n": {Hour: 2, Day: 3},
	} {
		if got := mustParse(t, head+tail+given).Policy.Noise; got != want {
			t.Errorf("%q is %+v, want %+v", given, got, want)
		}
	}
}

func TestLearning(t *testing.T) {
	for given, want := range map[string][2]string{
		"{from: 2026-11-23, for: 10wd}": {"2026-11-23", "2026-12-05"}, // to the end of Friday the 4th
		"{from: 2026-11-28, for: 1wd}":  {"2026-11-28", "2026-12-01"}, // a Saturday: Monday counts
		"{from: 2026-09-30, for: 2wd}":  {"2026-09-30", "2026-10-09"}, // over the holidays of October
		"{from: 2026-11-23, for: 14d}":  {"2026-11-23", "2026-12-07"},
	} {
		c := mustParse(t, head+tail+"learning: "+given+"\n")
		day := func(s string) time.Time {
			at, err := time.ParseInLocation("2006-01-02", s, c.Org.Zone)
			if err != nil {
				t.Fatal(err)
			}
			return at
		}
		l := c.Policy.Learning
		if !l.From.Equal(day(want[0])) || !l.To.Equal(day(want[1])) {
			t.Errorf("%s is %s to %s", given, l.From, l.To)
		}
		if l.On(l.From.Add(-time.Second)) || !l.On(l.From) || !l.On(l.To.Add(-time.Second)) || l.On(l.To) {
			t.Errorf("%s: its ends", given)
		}
	}
}
