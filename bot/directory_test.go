package bot_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"github.com/firstask/firstask/bot"
)

func TestDirectoryAnswersFromMemory(t *testing.T) {
	t.Parallel()
	in := newInbound(t)
	before := len(in.slack.calls)
	p, ok := in.dir.Person(ann)
	if !ok || p.Name != "Ann" || p.RealName != "Ann Lee" || p.Email != "ann@acme.test" || p.Stranger {
		t.Errorf("%+v", p)
	}
	if p, _ := in.dir.Person("U0EXT"); !p.Stranger {
		t.Errorf("somebody of another team: %+v", p)
	}
	if r := in.dir.Reader(ann); r.Locale != "zh-Hans" || r.Zone.String() != "Asia/Shanghai" {
		t.Errorf("reader %+v", r)
	}
	if r := in.dir.Reader("U0NOBODY"); r.Locale != "en" || r.Zone != time.UTC {
		t.Errorf("a reader nobody knows: %+v", r)
	}
	if diff := cmp.Diff(map[string]bool{"U0OLD": true}, in.dir.Gone()); diff != "" {
		t.Error(diff)
	}
	if p, ok := in.dir.ByEmail("ANN@acme.test"); !ok || p.ID != ann {
		t.Errorf("by e-mail: %+v", p)
	}
	if _, ok := in.dir.ByEmail(""); ok {
		t.Error("found somebody without an e-mail")
	}
	names := []string{in.dir.Name(ann), in.dir.Name("C0HELP"), in.dir.Name("G0HR"), in.dir.Name("U0NOBODY")}
	if diff := cmp.Diff([]string{"Ann", "#help", "G0HR", "U0NOBODY"}, names); diff != "" {
		t.Error(diff)
	}
	if len(in.slack.calls) != before {
		t.Error("slack was asked")
	}
}

func TestDirectoryFindsPeopleByName(t *testing.T) {
	t.Parallel()
	in := newInbound(t)
	for name, want := range map[string][]string{
		"ann": {ann}, "@Ann": {ann}, "Ann Lee": {ann}, "carter": {"U0BEN"}, "BEN": {"U0BEN"}, "old": {}, "": {}, "@": {}, "e": {ann, "U0BEN", "U0EXT"},
	} {
		found := in.dir.Find(name)
		got := make([]string, 0, len(found))
		for _, p := range found {
			got = append(got, p.ID)
		}
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: %s", name, diff)
		}
	}
}

func TestDirectorySurvivesARestart(t *testing.T) {
	t.Parallel()
	in := newInbound(t)
	again := bot.NewDirectory(bot.DirectoryOptions{Store: in.people, Locale: "en-US", Now: time.Now, Log: zerolog.Nop()})
	in.people.entries["U0BAD"] = []byte("{")
	if err := again.Restore(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{ann, "U0BEN", "U0OLD", "U0EXT"} {
		want, _ := in.dir.Person(id)
		got, ok := again.Person(id)
		if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b *time.Location) bool {
			return (a == nil) == (b == nil) && (a == nil || a.String() == b.String())
		})); !ok || diff != "" {
			t.Errorf("%s: %s", id, diff)
		}
	}
	want, _ := in.dir.Channel("G0HR")
	if got, _ := again.Channel("G0HR"); got != want {
		t.Errorf("channel %+v, want %+v", got, want)
	}
	if !again.Gone()["U0OLD"] {
		t.Error("who left is back")
	}
}

func TestDirectoryLoadsPageByPageAndWaits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		in := newInbound(t)
		in.slack.calls = nil
		in.slack.headers["users.list"] = http.Header{"Retry-After": {"7"}}
		in.slack.set("users.list", strings.Replace(workspace, `"ok":true,`, `"ok":true,"response_metadata":{"next_cursor":"p2"},`, 1))
		in.slack.set("users.list#p2", `{"ok":true,"members":[{"id":"U0LATE","name":"late"}],"response_metadata":{"next_cursor":""}}`)
		began := time.Now()
		if err := in.dir.Load(t.Context()); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(began); took != 7*time.Second {
			t.Errorf("took %s", took)
		}
		if n := len(in.slack.made("users.list")); n != 3 {
			t.Errorf("%d calls", n)
		}
		if _, ok := in.dir.Person("U0LATE"); !ok {
			t.Error("the second page is missing")
		}
	})
}

func TestDirectorySaysWhatSlackRefuses(t *testing.T) {
	t.Parallel()
	in := newInbound(t)
	in.slack.set("users.list", `{"ok":false,"error":"missing_scope","needed":"users:read","provided":"commands"}`)
	if err := in.dir.Load(t.Context()); err == nil || !strings.Contains(err.Error(), "missing_scope") {
		t.Errorf("%v", err)
	}
}

func TestDirectoryGivesUpWithItsContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		in := newInbound(t)
		in.slack.set("users.list", `{"ok":false,"error":"internal_error"}`)
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		if err := in.dir.Load(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%v", err)
		}
	})
}

func TestFetch(t *testing.T) {
	t.Parallel()
	rows := map[string]struct {
		answer string
		ok     bool
		want   bot.Person
	}{
		"found":       {`{"ok":true,"user":{"id":"U0NEW","team_id":"T0ACME","name":"new","is_restricted":true,"profile":{"fields":[]}}}`, true, bot.Person{ID: "U0NEW", Name: "new", Handle: "new", Guest: true, Team: team}},
		"never there": {`{"ok":false,"error":"user_not_found"}`, true, bot.Person{ID: "U0NEW", Deleted: true}},
		"not shown":   {`{"ok":false,"error":"user_not_visible"}`, true, bot.Person{ID: "U0NEW", Stranger: true}},
		"a failure":   {`{"ok":false,"error":"internal_error"}`, false, bot.Person{}},
		"a page":      {`<html>`, false, bot.Person{}},
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := newInbound(t)
			in.slack.set("users.info", row.answer)
			got, ok := in.dir.Fetch(t.Context(), "U0NEW")
			if diff := cmp.Diff(row.want, got); diff != "" || ok != row.ok {
				t.Error(ok, diff)
			}
			if _, known := in.dir.Person("U0NEW"); known != row.ok {
				t.Errorf("remembered: %v", known)
			}
		})
	}
}

func TestGroupIsAskedForEveryFiveMinutes(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		in := newInbound(t)
		in.slack.set("usergroups.users.list", `{"ok":true,"users":["U0ANN","U0BEN"]}`)
		ask := func() {
			users, err := in.dir.Group(t.Context(), "S0DESK")
			if diff := cmp.Diff([]string{ann, "U0BEN"}, users); err != nil || diff != "" {
				t.Error(err, diff)
			}
		}
		ask()
		time.Sleep(4 * time.Minute)
		ask()
		if n := len(in.slack.made("usergroups.users.list")); n != 1 {
			t.Errorf("asked %d times in four minutes", n)
		}
		in.event(t, `{"type":"subteam_members_changed","subteam_id":"S0DESK","added_users_count":"1"}`)
		ask()
		time.Sleep(6 * time.Minute)
		ask()
		if n := len(in.slack.made("usergroups.users.list")); n != 3 {
			t.Errorf("asked %d times", n)
		}
	})
}
