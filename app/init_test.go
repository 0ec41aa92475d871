package app_test

import (
	"bytes"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/firstask/firstask/app"
	"github.com/firstask/firstask/config"
	"github.com/firstask/firstask/sandbox"
)

// mustWorkspace is Spruce Office, with what change adds, and where its API is.
func mustWorkspace(tb testing.TB, change func(s *sandbox.Slack)) (*sandbox.Slack, string) {
	tb.Helper()
	s := sandbox.New(sandbox.Options{})
	tb.Cleanup(s.Close)
	app.Furnish(s)
	if change != nil {
		change(s)
	}
	server := httptest.NewServer(s.Handler())
	tb.Cleanup(server.Close)
	return s, server.URL + "/api/"
}

func withGroups(s *sandbox.Slack) {
	s.AddGroup("S0SUP", "support", []string{"U0CHEN", "U0ZHAO", "U0TANG"})
	s.AddGroup("S0FIN", "finance", []string{"U0LIWEN", "U0ZHOU"})
	s.AddGroup("S0EMPTY", "customers", []string{"U0TANG"}) // no staff: no department
}

// initialise runs init in a workspace; answers are what somebody types, "" is no terminal.
func initialise(tb testing.TB, change func(s *sandbox.Slack), c app.InitCmd, answers string) (file, said string, err error) {
	tb.Helper()
	slack, api := mustWorkspace(tb, change)
	c.Out, c.SlackBotToken, c.SlackAPIURL = filepath.Join(tb.TempDir(), "firstask.yaml"), slack.App().BotToken, api
	var out, errs bytes.Buffer
	s := streams(&out, &errs)
	if answers != "" {
		s.In = strings.NewReader(answers)
	}
	err = c.Run(tb.Context(), s)
	raw, _ := os.ReadFile(c.Out)
	return string(raw), strings.ReplaceAll(out.String(), c.Out, "firstask.yaml") + errs.String(), err
}

// mustPass is the configuration of a file that check accepts.
func mustPass(tb testing.TB, file string) *config.Config {
	tb.Helper()
	c, err := config.Parse("firstask.yaml", []byte(file), nil)
	if err != nil {
		tb.Fatalf("%v in\n%s", err, file)
	}
	return c
}

// Whoever says everything by flags gets a file without a question that flags could answer.
func TestInitByFlags(t *testing.T) {
	file, said, err := initialise(t, withGroups, app.InitCmd{
		Head: []string{"support=@zhao", "finance=zhou@spruce.example"}, Desk: []string{"support=#help"}, Work: []string{"support=support-desk"},
		Fallback: "#admin", Default: "support",
	}, "")
	if err != nil {
		t.Fatal(err)
	}
	mustPass(t, file)
	want, err := os.ReadFile("testdata/init.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), file); diff != "" {
		t.Errorf("testdata/init.yaml (-want +got):\n%s", diff)
	}
	if want := "firstask.yaml is written: 2 departments, 7 people, 4 channels seen.\n"; !strings.HasPrefix(said, want) {
		t.Errorf("said %q", said)
	}
}

// Without a terminal and flags, nobody types anything and the file passes all the same.
func TestInitWithoutAnybody(t *testing.T) {
	tests := []struct {
		name   string
		change func(s *sandbox.Slack)
		says   string
		check  func(t *testing.T, c *config.Config)
	}{
		{"groups", withGroups, "", func(t *testing.T, c *config.Config) {
			t.Helper()
			if len(c.Org.Departments) != 2 || c.Org.Department("support").Head != "U0CHEN" || c.Org.Department("support").Members[0] != "S0SUP" {
				t.Errorf("departments: %+v", c.Org.Departments)
			}
		}},
		{"no groups", nil, "", func(t *testing.T, c *config.Config) {
			t.Helper()
			d := c.Org.Departments[0]
			if len(c.Org.Departments) != 1 || d.ID != "company" || len(d.Members) != 7 || slices.Contains(d.Members, "U0TANG") {
				t.Errorf("%+v", d)
			}
		}},
		{"no permission to see groups and private channels", func(s *sandbox.Slack) {
			withGroups(s)
			s.AddChannel(sandbox.Channel{ID: "C0SECRET", Name: "secret", Private: true, Members: []string{s.App().BotUserID}})
			a := s.App()
			a.Scopes = slices.DeleteFunc(a.Scopes, func(scope string) bool { return scope == "usergroups:read" || scope == "groups:read" })
			s.Install(a)
		}, "missing: groups:read, usergroups:read", func(t *testing.T, c *config.Config) {
			t.Helper()
			if len(c.Org.Departments) != 1 || c.Org.Fallback == "C0SECRET" {
				t.Errorf("%+v, fallback %s", c.Org.Departments, c.Org.Fallback)
			}
		}},
		{"the private channel of the bot is the fallback", func(s *sandbox.Slack) {
			s.AddChannel(sandbox.Channel{ID: "C0HEADS", Name: "heads", Private: true, Members: []string{s.App().BotUserID}})
		}, "", func(t *testing.T, c *config.Config) {
			t.Helper()
			if c.Org.Fallback != "C0HEADS" {
				t.Errorf("fallback %s", c.Org.Fallback)
			}
		}},
		{"names that are no names", func(s *sandbox.Slack) {
			s.AddUser(sandbox.User{ID: "U0EVIL", Name: "evil", RealName: "A\n  - {id: x}\u2028# \"'", TZ: "Mars/Olympus"})
			s.AddGroup("S0A", "客服", []string{"U0EVIL"})
			s.AddGroup("S0B", "Support!", []string{"U0EVIL", "U0CHEN"})
			s.AddGroup("S0C", "support", []string{"U0CHEN"})
			s.AddGroup("S0D", "{a: \"b\\", []string{"U0CHEN"})
		}, "", func(t *testing.T, c *config.Config) {
			t.Helper()
			ids := make([]string, 0, len(c.Org.Departments))
			for _, d := range c.Org.Departments {
				ids = append(ids, d.ID)
			}
			slices.Sort(ids)
			if !slices.Equal(ids, []string{"a-b", "department-2", "department-4", "support"}) {
				t.Errorf("ids %v", ids)
			}
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			file, said, err := initialise(t, tt.change, app.InitCmd{}, "")
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(said, tt.says) || strings.Contains(said, ">") || !strings.Contains(file, "# DECIDE: who heads it?") {
				t.Errorf("said %q, wrote\n%s", said, file)
			}
			tt.check(t, mustPass(t, file))
		})
	}
}

// At a terminal what Slack cannot know is asked for until it is understood.
func TestInitAsks(t *testing.T) {
	answers := strings.Join([]string{
		"@marketing", "@support @finance", // which groups, in which order
		"nobody", "a", "chen", "#nowhere", "#help #team", "#help", "#support-desk", // support: head, desks, work
		"U0ZHOU", "#team", "#support-desk", "", "", // finance: both are taken
		"#admin", "sales", "support",
	}, "\n") + "\n"
	file, said, err := initialise(t, withGroups, app.InitCmd{}, answers)
	if err != nil {
		t.Fatal(err)
	}
	c := mustPass(t, file)
	support, finance := c.Org.Department("support"), c.Org.Department("finance")
	if support.Head != "U0CHEN" || finance.Head != "U0ZHOU" || len(support.Channels) != 2 || support.WorkChannel != "C0DESK" || len(finance.Channels) != 0 || c.Org.Fallback != "C0ADMIN" || c.Org.Default != "support" {
		t.Errorf("%+v\n%+v", support, finance)
	}
	for _, want := range []string{
		"no user group with staff in it is called @marketing", "nobody on the staff is called nobody", "a may be any of", "the bot sees no channel #nowhere",
		"#help is a channel of support already: others would read the working cards", "#team is a channel of support already", "#support-desk is a channel of support already",
		"sales is none of support, finance",
	} {
		if !strings.Contains(said, want) {
			t.Errorf("did not say %q:\n%s", want, said)
		}
	}
	if strings.Contains(file, "Nobody chose") {
		t.Errorf("asks again what was answered:\n%s", file)
	}
}

func TestInitRefuses(t *testing.T) {
	tests := []struct {
		name string
		cmd  app.InitCmd
		want string
	}{
		{"a department that is none", app.InitCmd{Head: []string{"sales=@zhao"}}, "--head sales=@zhao: wants DEPARTMENT=…, with one of finance, support"},
		{"no department", app.InitCmd{Desk: []string{"#help"}}, "--desk #help: wants DEPARTMENT=…"},
		{"nobody of that name", app.InitCmd{Head: []string{"support=@tang"}}, "nobody on the staff is called @tang"},
		{"no such channel", app.InitCmd{Fallback: "#nowhere"}, "sees no channel #nowhere"},
		{"a channel twice", app.InitCmd{Desk: []string{"support=#help", "finance=#help"}}, "#help is a channel of"},
		{"no such group", app.InitCmd{Group: []string{"customers"}}, "no user group with staff in it is called customers"},
		{"no such default", app.InitCmd{Default: "sales"}, "--default sales: wants one of finance, support"},
		{"no such zone", app.InitCmd{Timezone: "Mars/Olympus"}, "--timezone Mars/Olympus is no time zone"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			file, _, err := initialise(t, withGroups, tt.cmd, "")
			if err == nil || !strings.Contains(err.Error(), tt.want) || file != "" {
				t.Errorf("%v; wrote %q", err, file)
			}
		})
	}
}

// What is there stays there, and Slack is not even asked.
func TestInitNeverOverwrites(t *testing.T) {
	path := mustFile(t, "firstask.yaml", "ours")
	var out, errs bytes.Buffer
	err := (&app.InitCmd{Out: path, SlackBotToken: "xoxb-x", SlackAPIURL: "http://127.0.0.1:1/api/"}).Run(t.Context(), streams(&out, &errs))
	raw, _ := os.ReadFile(path)
	if err == nil || !strings.Contains(err.Error(), "is there already") || string(raw) != "ours" {
		t.Errorf("%v, %q", err, raw)
	}
}
