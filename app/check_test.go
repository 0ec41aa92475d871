package app_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/firstask/firstask/app"
	"github.com/firstask/firstask/config"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/sandbox"
	"github.com/firstask/firstask/store"
	"github.com/firstask/firstask/ticket"
)

func mustFile(tb testing.TB, name, content string) string {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		tb.Fatal(err)
	}
	return path
}

// demoWith is the demo's company with lines of its own.
func demoWith(tb testing.TB, more string) string {
	tb.Helper()
	src, err := os.ReadFile("demo.yaml")
	if err != nil {
		tb.Fatal(err)
	}
	return mustFile(tb, "firstask.yaml", string(src)+more)
}

func streams(out, errs *bytes.Buffer) app.Streams {
	return app.Streams{Out: out, Err: errs, ReadFile: os.ReadFile, Env: func(string) (string, bool) { return "", false }}
}

func TestCheckExplain(t *testing.T) {
	bound := "windows: {FA-15: {soft: 20m}}\n"
	tests := []struct {
		name string
		cmd  app.CheckCmd
		want string
	}{
		{
			"a working day over a make-up Saturday",
			app.CheckCmd{Explain: "FA-18.handling", From: "2026-02-13 16:00", Locale: "en"},
			`FA-18.handling  Solve it
rule book   First-asked responsibility (first-asked)
window      within 1 working day (office)
department  Customer Support (support), assumed: name another with --department
starts      Fri 2026-02-13 16:00
counted     Fri 2026-02-13 16:00–18:00  2 h, together 2 h
            Sat 2026-02-14 09:00–12:00  3 h, together 5 h (workday: Make-up day for Spring Festival)
            Sat 2026-02-14 13:30–16:00  2 h 30 min, together 7 h 30 min (workday: Make-up day for Spring Festival)
reminders   Sat 2026-02-14 15:00
limit       Sat 2026-02-14 16:00
silence     Sat 2026-02-14 16:00  U0ZHAO is asked
            Sat 2026-02-14 17:00  U0HE is asked
            Tue 2026-02-24 09:00  C0ADMIN is asked
`,
		},
		{
			"a department, a soft limit, days off",
			app.CheckCmd{Explain: "FA-15", From: "2026-03-06T17:50:00+08:00", Department: "finance", Locale: "zh-Hans"},
			`FA-15  受理或移交
制度        首问责任制度（first-asked）
时限        在 30 分钟（按 office 工作时间）内；当班人员在 15 分钟（按 office 工作时间）内
部门        财务部（finance）
起算        2026-03-06 周五 17:50
计入        2026-03-06 周五 17:50–18:00  10 分钟，累计 10 分钟
            2026-03-07 周六  不计
            2026-03-08 周日  不计
            2026-03-09 周一 09:00–09:20  20 分钟，累计 30 分钟
提醒        2026-03-09 周一 09:05
            2026-03-09 周一 09:14
先行提示    2026-03-09 周一 09:10
到时        2026-03-09 周一 09:20
无人回应    2026-03-09 周一 09:20  请 U0ZHOU 协助
            2026-03-09 周一 10:20  请 U0HE 协助
            2026-03-09 周一 11:20  请 C0ADMIN 协助
`,
		},
		{
			"a time that somebody gives",
			app.CheckCmd{Explain: "FA-18.supervise", From: "2026-03-06 17:50", Locale: "en"},
			`FA-18.supervise  Done by the supervised date
rule book   First-asked responsibility (first-asked)
window      by the time that was given
department  Customer Support (support), assumed: name another with --department
starts      Fri 2026-03-06 17:50
limit       a time that is given to the ticket
`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out, errs bytes.Buffer
			tt.cmd.File = demoWith(t, bound)
			if err := tt.cmd.Run(t.Context(), streams(&out, &errs)); err != nil {
				t.Fatalf("%v\n%s", err, &errs)
			}
			if diff := cmp.Diff(tt.want, out.String()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// three is the demo's company with three rule books: one for complaints, one
// for finance.
func three(t *testing.T) string {
	t.Helper()
	src, err := os.ReadFile("demo.yaml")
	if err != nil {
		t.Fatal(err)
	}
	const books = "presets: [first-asked, {use: CM, types: [complaint.customer, complaint.employee]}, {use: MG, departments: [finance]}]"
	const roles = "roles: {functional_dept: U0HE, top_leader: U0HE, hr_manager: U0HE, gm: U0HE, complaints_office: U0HE}\n"
	return mustFile(t, "firstask.yaml", strings.Replace(string(src), "presets: [first-asked]", books, 1)+roles)
}

// Several rule books: what competes with a limit, who wins, and what a day off
// does to it. What can never meet in the department is not named.
func TestCheckExplainNamesTheRivals(t *testing.T) {
	file := three(t)
	tests := []struct {
		name, rule, from, department string
		says, never                  string
	}{
		{"one that ends first", "FA-18.handling", "2026-03-10 10:00", "", "it yields to CM-5.2.3 of Complaints of customers and employees (CM) (within 30 min of office time: Tue 2026-03-10 10:30)", "MG-"},
		{"the one that wins", "CM-5.2.3", "2026-03-10 10:00", "", "it wins over FA-18.handling", "CM-7.1.1b"},
		{"of two that end together, the first", "FA-15", "2026-03-10 10:00", "", "it wins over CM-5.2.2", "MG-"},
		{"and the second", "CM-5.2.2", "2026-03-10 10:00", "", "it yields to FA-15", "it wins"},
		{"a department's own", "FA-15", "2026-03-10 10:00", "finance", "it wins over MG-2.2.2.returned", "MG-1.1.1"},
		{"a rule of another department", "MG-1.1.1", "2026-03-10 10:00", "", "department  Finance (finance), assumed", "yields"},
		{"where it does not hold", "MG-1.1.1", "2026-03-10 10:00", "support", "Customer Support (support), where it does not hold", "yields"},
		{"days of the calendar", "CM-7.1.1b", "2026-02-13 16:00", "", "limit       Mon 2026-02-16 16:00 (day off: Spring Festival)\n", "not counted"},
		{"a Sunday by the clock", "MG-1.1.1", "2026-03-07 16:00", "", "limit       Sun 2026-03-08 16:00 (day off)\n", "not counted"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out, errs bytes.Buffer
			c := app.CheckCmd{File: file, Explain: tt.rule, From: tt.from, Department: tt.department, Locale: "en"}
			err := c.Run(t.Context(), streams(&out, &errs))
			if said := out.String(); err != nil || !strings.Contains(said, tt.says) || strings.Contains(said, tt.never) {
				t.Errorf("wants %q and not %q: %v\n%s%s", tt.says, tt.never, err, said, &errs)
			}
		})
	}
}

// Every window of every rule book stands in the table of each department where
// it may hold.
func TestCheckSayLeavesNoWindowOut(t *testing.T) {
	file := three(t)
	conf, err := config.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, locale := range []string{"en", "zh-Hans", "zh-Hant"} {
		var out, errs bytes.Buffer
		if err := (&app.CheckCmd{File: file, Say: true, Locale: locale}).Run(t.Context(), streams(&out, &errs)); err != nil {
			t.Fatal(err)
		}
		parts := strings.Split(out.String(), "\n\n")
		table := strings.Join(parts[len(parts)-4:], "\n")
		for i := range conf.Policy.Windows {
			w := &conf.Policy.Windows[i]
			want := 2 // one block for finance, one for all others
			if len(w.When.Departments) > 0 {
				want = 1
			}
			if got := strings.Count(table, w.Rule+",") + strings.Count(table, w.Rule+"，"); got != want {
				t.Errorf("%s: %s stands in the table %d times, want %d:\n%s", locale, w.Rule, got, want, table)
			}
		}
	}
}

func TestCheckRefuses(t *testing.T) {
	good := demoWith(t, "")
	tests := []struct {
		name string
		cmd  app.CheckCmd
		says string
	}{
		{"an unknown rule", app.CheckCmd{File: good, Explain: "FA-99"}, `no window is called "FA-99"; there are FA-15, `},
		{"an unknown department", app.CheckCmd{File: good, Explain: "FA-15", Department: "moon"}, `no department is called "moon"`},
		{"a bad configuration", app.CheckCmd{File: demoWith(t, "loclae: en\n"), Say: true}, "loclae"},
		{"records that are none", app.CheckCmd{File: good, Replay: mustFile(t, "t.jsonl", "{\"ticket\": {}, \"events\": []}\n")}, "record 1"},
		{"a file that is not there", app.CheckCmd{File: good, Replay: "nowhere.jsonl"}, "nowhere.jsonl"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out, errs bytes.Buffer
			err := tt.cmd.Run(t.Context(), streams(&out, &errs))
			if err == nil {
				t.Fatalf("it is good:\n%s", &out)
			}
			if said := err.Error() + errs.String(); !strings.Contains(said, tt.says) {
				t.Errorf("does not say %q: %s", tt.says, said)
			}
		})
	}
}

// lived is the main story of the demo in a store of its own, as a ticket of T1.
func lived(t *testing.T, redisURL string) {
	t.Helper()
	conf, err := config.Load("demo.yaml")
	if err != nil {
		t.Fatal(err)
	}
	rules := policy.Rules{Policy: conf.Policy, Org: conf.Org}
	client, err := store.Dial(redisURL)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = client.Close() }()
	s, err := store.Open(t.Context(), store.Options{Client: client, Team: "T1"})
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 3, 10, 2, 0, 0, 0, time.UTC)
	from := store.Saved{}
	save := func(d ticket.Decision) {
		t.Helper()
		if err := s.Commit(t.Context(), store.Commit{From: from, Decision: d, Now: now}); err != nil {
			t.Fatal(err)
		}
		if from, err = s.Load(t.Context(), 1); err != nil {
			t.Fatal(err)
		}
	}
	apply := func(c ticket.Command) {
		t.Helper()
		c.At = now
		d, err := ticket.Apply(&from.Ticket, c, rules, now)
		if err != nil {
			t.Fatal(err)
		}
		save(d)
	}
	if _, err := s.NextNumber(t.Context()); err != nil {
		t.Fatal(err)
	}
	save(ticket.Capture(ticket.Request{
		Number: 1, Post: ticket.Post{Channel: "C0HELP", TS: "1.1", Author: "U0TANG"}, Text: "the name is <wrong>", By: "U0TANG",
		Asker: ticket.Asker{Kind: ticket.AskerMember, User: "U0TANG"}, At: now,
	}, rules, now))
	now = now.Add(4 * time.Minute)
	apply(ticket.Command{Verb: ticket.VerbHandoff, Actor: "U0CHEN", To: ticket.Target{User: "U0LIWEN", Rule: "person"}, Text: "yours"})
	apply(ticket.Command{Verb: ticket.VerbDelivered, Clock: "FA-18.response/1/1", User: "U0LIWEN"})
	for due := from.Ticket.Due(); due.Before(now.Add(40 * time.Minute)); due = from.Ticket.Due() {
		if now = due; now.Hour() > 2 || now.Minute() > 40 {
			break
		}
		save(ticket.Fire(&from.Ticket, rules, now))
	}
	now = time.Date(2026, 3, 10, 2, 45, 0, 0, time.UTC)
	apply(ticket.Command{Verb: ticket.VerbResolve, Actor: "U0LIWEN", Text: "reissued"})
	apply(ticket.Command{Verb: ticket.VerbConfirm, Actor: "U0TANG"})
	doc := []byte(`{"person":{"id":"U0ZHOU","name":"Zhou Hang"}}`)
	if err := s.PutPeople(t.Context(), map[string][]byte{"U0ZHOU": doc}); err != nil {
		t.Fatal(err)
	}
}

func mustRedis(t *testing.T) string {
	t.Helper()
	redis, err := sandbox.StartRedis()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(redis.Close)
	return "redis://" + redis.Addr()
}

// What is exported is played again: under the same rules nothing changes, under
// others the head is asked at another time.
func TestExportAndReplay(t *testing.T) {
	url := mustRedis(t)
	lived(t, url)
	file := filepath.Join(t.TempDir(), "tickets.jsonl")
	var out, errs bytes.Buffer
	if err := (&app.ExportCmd{Team: "T1", RedisURL: url, Out: file}).Run(t.Context(), streams(&out, &errs)); err != nil || errs.String() != "1 ticket of T1\n" {
		t.Fatalf("%v\n%s", err, &errs)
	}
	raw, err := os.ReadFile(file)
	if err != nil || bytes.Count(raw, []byte("\n")) != 1 || !json.Valid(raw) {
		t.Fatalf("%v: not one line of JSON:\n%s", err, raw)
	}
	for more, want := range map[string][]string{
		"": {"0 of 1 tickets would have gone another way\n", "limits passed on people 1 → 1", "messages to Zhou Hang 1 → 1"},
		"windows: {FA-18.response: {limit: 20m}}\n": {
			"#1  CLOSED → CLOSED\n", "- Tue 2026-03-10 10:34  Zhou Hang is asked to help (FA-18.response)", "+ Tue 2026-03-10 10:24  Zhou Hang is asked to help (FA-18.response)",
			"= Tue 2026-03-10 10:04  U0LIWEN is asked to take it", "1 of 1 tickets would have gone another way\n",
		},
	} {
		out.Reset()
		c := app.CheckCmd{File: demoWith(t, more), Replay: file}
		if err := c.Run(t.Context(), streams(&out, &errs)); err != nil {
			t.Fatal(err)
		}
		for _, line := range want {
			if !strings.Contains(out.String(), line) {
				t.Errorf("with %q it does not say %q:\n%s", more, line, &out)
			}
		}
	}
}

// Another workspace has no tickets here; the export says so, and so does a
// replay of nothing.
func TestExportOfAnotherWorkspace(t *testing.T) {
	url := mustRedis(t)
	lived(t, url)
	file := filepath.Join(t.TempDir(), "tickets.jsonl")
	var out, errs bytes.Buffer
	if err := (&app.ExportCmd{Team: "T0", RedisURL: url, Out: file}).Run(t.Context(), streams(&out, &errs)); err != nil || errs.String() != "0 tickets of T0\n" {
		t.Errorf("%v\n%s", err, &errs)
	}
	if err := (&app.CheckCmd{File: demoWith(t, ""), Replay: file}).Run(t.Context(), streams(&out, &errs)); err != nil || out.String() != "nothing to play: there is no ticket in it\n" {
		t.Errorf("%v\n%s", err, &out)
	}
}

func TestExportNamesABrokenHistory(t *testing.T) {
	url := mustRedis(t)
	lived(t, url)
	client, err := store.Dial(url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = client.Close() }()
	streamKeys, err := client.Keys(t.Context(), "*:events").Result()
	if err != nil || len(streamKeys) != 1 {
		t.Fatalf("%v %v", streamKeys, err)
	}
	all, err := client.XRange(t.Context(), streamKeys[0], "-", "+").Result()
	if err == nil {
		err = client.XDel(t.Context(), streamKeys[0], all[2].ID).Err()
	}
	if err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	err = (&app.ExportCmd{Team: "T1", RedisURL: url}).Run(t.Context(), streams(&out, &errs))
	if !errors.Is(err, app.ErrChecks) || !strings.Contains(errs.String(), "ticket 1") || out.Len() > 0 {
		t.Errorf("%v\nstderr: %s\nstdout: %s", err, &errs, &out)
	}
}

func TestExportSaysWhatIsMissing(t *testing.T) {
	for name, c := range map[string]app.ExportCmd{
		"REDIS_URL": {Team: "T1"}, "SLACK_BOT_TOKEN": {RedisURL: "redis://127.0.0.1:1"},
	} {
		var out, errs bytes.Buffer
		if err := c.Run(t.Context(), streams(&out, &errs)); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("does not say %s: %v", name, err)
		}
	}
}

// The doctor counts the warnings of the configuration and says where they are.
func TestDoctorSaysWhereTheWarningsAre(t *testing.T) {
	var out, errs bytes.Buffer
	env := map[string]string{
		"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "0123456789abcdef0123456789abcdef", "SLACK_API_URL": "http://127.0.0.1:1/api/",
		"REDIS_URL": "redis://127.0.0.1:1", "FIRSTASK_CONFIG": "demo.yaml",
	}
	s := streams(&out, &errs)
	s.Env = func(name string) (string, bool) { v, ok := env[name]; return v, ok }
	if err := (&app.DoctorCmd{}).Run(t.Context(), s); !errors.Is(err, app.ErrChecks) {
		t.Errorf("neither Slack nor Redis is there: %v", err)
	}
	if said := out.String(); !strings.Contains(said, "warn  configuration ") || !strings.Contains(said, "Run firstask check demo.yaml to read them.") {
		t.Errorf("%s", said)
	}
}

// A calendar job that does nothing, or runs at no time, is a mistake of the
// file with its line; the program does not start with it.
func TestCheckOfJobs(t *testing.T) {
	for name, tt := range map[string]struct{ more, want string }{
		"no such job": {"jobs: {gossip: \"workdays 09:15\"}\n", "jobs.gossip: \"gossip\": no such job; there are chain, digest, gaps, observed"},
		"no time":     {"jobs: {digest: \"sometimes\"}\n", "jobs.digest:"},
	} {
		t.Run(name, func(t *testing.T) {
			var out, errs bytes.Buffer
			path := demoWith(t, tt.more)
			err := (&app.CheckCmd{File: path}).Run(t.Context(), streams(&out, &errs))
			if !errors.Is(err, app.ErrChecks) || !strings.Contains(out.String(), tt.want) || !strings.Contains(out.String(), ":54:16: ") {
				t.Errorf("%v:\n%s", err, out.String())
			}
		})
	}
}
