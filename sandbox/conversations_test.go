package sandbox_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/firstask/firstask/sandbox"
)

// TestAccess: which conversations the bot may read, and with which scope.
func TestAccess(t *testing.T) {
	t.Parallel()
	only := func(scopes ...string) sandbox.App { return sandbox.App{Scopes: scopes} }
	rows := []struct {
		name, method, channel, code string
		app                         sandbox.App
	}{
		{"info of a public channel", "conversations.info", "C0OPEN", "", sandbox.App{}},
		{"info of a private one", "conversations.info", "C0SECRET", "channel_not_found", sandbox.App{}},
		{"info inside a private one", "conversations.info", "C0BOARD", "", sandbox.App{}},
		{"info without the scope", "conversations.info", "C0BOARD", "missing_scope", only("channels:read")},
		{"members", "conversations.members", "C0OPEN", "", sandbox.App{}},
		{"history as a member", "conversations.history", "C0HELP", "", sandbox.App{}},
		{"history from outside", "conversations.history", "C0OPEN", "not_in_channel", sandbox.App{}},
		{"history without the scope", "conversations.history", "C0HELP", "missing_scope", only("channels:read")},
		{"join without the scope", "conversations.join", "C0OPEN", "missing_scope", sandbox.App{}},
		{"join", "conversations.join", "C0OPEN", "", only("channels:join")},
		{"join an archived one", "conversations.join", "C0OLD", "is_archived", only("channels:join")},
		{"join a private one", "conversations.join", "C0BOARD", "method_not_supported_for_channel_type", only("channels:join")},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			got := mustOffice(t, row.app).call(t, row.method, "channel", row.channel)
			if row.code == "" {
				wantOK(t, got)
				return
			}
			wantError(t, got, row.code)
		})
	}
}

func TestConversationsOpen(t *testing.T) {
	t.Parallel()
	o := mustOffice(t, sandbox.App{})
	first := wantOK(t, o.call(t, "conversations.open", "users", "U0ANN"))
	id := text(t, first, "channel", "id")
	if id[0] != 'D' || first["already_open"] != nil {
		t.Errorf("first open: %v", first)
	}
	again := wantOK(t, o.call(t, "conversations.open", "users", "U0ANN"))
	if again["already_open"] != true || text(t, again, "channel", "id") != id || o.DMChannel("U0ANN") != id {
		t.Errorf("second open: %v, DM %s", again, o.DMChannel("U0ANN"))
	}
	if posted := wantOK(t, o.call(t, "chat.postMessage", "channel", "U0ANN", "text", "hi")); posted["channel"] != id {
		t.Errorf("a post to the person went to %v", posted["channel"])
	}
	for user, code := range map[string]string{
		"": "users_list_not_supplied", "U0CLEO": "user_disabled", "U0EVE": "user_not_visible", "U0NONE": "user_not_found",
		"U0ANN,U0BEN": "missing_scope",
	} {
		wantError(t, o.call(t, "conversations.open", "users", user), code)
	}
}

func TestListsArePaged(t *testing.T) {
	t.Parallel()
	o := mustOffice(t, sandbox.App{})
	var ids []string
	cursor := ""
	for range 10 {
		got := wantOK(t, o.call(t, "conversations.list", "types", "public_channel,private_channel", "limit", "2", "cursor", cursor))
		for _, c := range at(t, got, "channels").([]any) {
			ids = append(ids, text(t, c, "id"))
		}
		if cursor = text(t, got, "response_metadata", "next_cursor"); cursor == "" {
			break
		}
	}
	if diff := cmp.Diff([]string{"C0HELP", "C0OPEN", "C0OLD", "C0BOARD"}, ids); diff != "" {
		t.Errorf("channels (-want +got):\n%s", diff)
	}
	wantError(t, o.call(t, "conversations.list", "cursor", "!!"), "invalid_cursor")
	wantError(t, o.call(t, "conversations.list", "types", "im"), "missing_scope")
	mine := wantOK(t, o.call(t, "users.conversations", "exclude_archived", "true"))
	if n := len(at(t, mine, "channels").([]any)); n != 1 {
		t.Errorf("the bot is in %d public channels, want 1", n)
	}
}

func TestHistoryWindowAndLag(t *testing.T) {
	t.Parallel()
	o := mustOffice(t, sandbox.App{})
	ts := make([]string, 0, 3)
	for _, w := range []string{"a", "b", "c"} {
		ts = append(ts, must[string](t)(o.Say("U0ANN", "C0HELP", w)))
		o.clock.Add(10 * time.Second)
	}
	read := func(args ...string) (out []string) {
		got := wantOK(t, o.call(t, "conversations.history", append([]string{"channel", "C0HELP"}, args...)...))
		for _, m := range at(t, got, "messages").([]any) {
			out = append(out, text(t, m, "text"))
		}
		return out
	}
	for want, args := range map[string][]string{
		"cba": nil, "c": {"oldest", ts[1]}, "cb": {"oldest", ts[1], "inclusive", "true"}, "a": {"latest", ts[1]}, "cb|": {"limit", "2"},
	} {
		if got := read(args...); !slices.Equal(got, letterList(want)) {
			t.Errorf("%v: got %v, want %s", args, got, want)
		}
	}
	o.SetHistoryLag(15 * time.Second)
	if got := read(); !slices.Equal(got, []string{"b", "a"}) {
		t.Errorf("with a lag: %v", got)
	}
}

func letterList(s string) (out []string) {
	for _, r := range s {
		if r != '|' {
			out = append(out, string(r))
		}
	}
	return out
}

func TestUsers(t *testing.T) {
	t.Parallel()
	o := mustOffice(t, sandbox.App{})
	got := wantOK(t, o.call(t, "users.info", "user", "U0ANN", "include_locale", "true"))
	if at(t, got, "user", "locale") != "de-DE" || at(t, got, "user", "tz_offset") != 3600.0 || at(t, got, "user", "profile", "email") != "ann@example.com" {
		t.Errorf("ann is %v", got)
	}
	plain := mustOffice(t, sandbox.App{Scopes: []string{"users:read"}})
	if got := wantOK(t, plain.call(t, "users.info", "user", "U0ANN")); at(t, got, "user", "profile", "email") != nil || at(t, got, "user", "locale") != nil {
		t.Errorf("without scope or request: %v", got)
	}
	wantError(t, o.call(t, "users.info", "user", "U0NONE"), "user_not_found")
	if got := wantOK(t, o.call(t, "users.lookupByEmail", "email", "ann@example.com")); at(t, got, "user", "id") != "U0ANN" {
		t.Errorf("by e-mail: %v", got)
	}
	wantError(t, o.call(t, "users.lookupByEmail", "email", "nobody@example.com"), "users_not_found")
	if got := wantOK(t, o.call(t, "users.info", "user", "U0EVE")); at(t, got, "user", "is_stranger") != true {
		t.Errorf("eve is %v", got)
	}
}

func TestGroups(t *testing.T) {
	t.Parallel()
	o := mustOffice(t, sandbox.App{})
	o.AddGroup("S0DESK", "desk", []string{"U0ANN"})
	got := wantOK(t, o.call(t, "usergroups.list", "include_users", "true"))
	if at(t, got, "usergroups", 0, "handle") != "desk" || at(t, got, "usergroups", 0, "users", 0) != "U0ANN" {
		t.Errorf("groups are %v", got)
	}
	wantError(t, o.call(t, "usergroups.users.list", "usergroup", "S0NONE"), "no_such_subteam")
	wantError(t, o.call(t, "usergroups.users.update", "usergroup", "S0DESK", "users", ""), "no_users_provided")
	wantError(t, o.call(t, "usergroups.users.update", "usergroup", "S0DESK", "users", "U0BEN,U0CLEO"), "invalid_users")
	wantOK(t, o.call(t, "usergroups.users.update", "usergroup", "S0DESK", "users", "U0BEN"))
	if got := wantOK(t, o.call(t, "usergroups.users.list", "usergroup", "S0DESK")); at(t, got, "users", 0) != "U0BEN" {
		t.Errorf("members are %v", got)
	}
}

func TestSmallMethods(t *testing.T) {
	t.Parallel()
	o := mustOffice(t, sandbox.App{})
	rows := []struct {
		method string
		args   []string
		path   []any
		want   any
	}{
		{"api.test", []string{"foo", "bar"}, []any{"args", "foo"}, "bar"},
		{"auth.test", nil, []any{"user_id"}, "U0BOT"},
		{"team.info", nil, []any{"team", "domain"}, "sandbox"},
		{"bots.info", []string{"bot", "B0BOT"}, []any{"bot", "user_id"}, "U0BOT"},
		{"auth.teams.list", nil, []any{"teams", 0, "name"}, "Sandbox"},
	}
	for _, row := range rows {
		if got := at(t, wantOK(t, o.call(t, row.method, row.args...)), row.path...); got != row.want {
			t.Errorf("%s: %v is %v, want %v", row.method, row.path, got, row.want)
		}
	}
	wantError(t, o.call(t, "api.test", "error", "my_error"), "my_error")
}
