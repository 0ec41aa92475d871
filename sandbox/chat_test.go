package sandbox_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/firstask/firstask/sandbox"
)

// TestWhereTheBotCanPost walks channel types, membership, archives and people.
func TestWhereTheBotCanPost(t *testing.T) {
	t.Parallel()
	noPublic := sandbox.App{Scopes: []string{"chat:write"}}
	rows := []struct {
		name, channel, code string
		app                 sandbox.App
	}{
		{"member", "C0HELP", "", sandbox.App{}},
		{"by name", "#help", "", sandbox.App{}},
		{"private member", "C0BOARD", "", sandbox.App{}},
		{"public with chat:write.public", "C0OPEN", "", sandbox.App{}},
		{"public without it", "C0OPEN", "not_in_channel", noPublic},
		{"private", "C0SECRET", "channel_not_found", sandbox.App{}},
		{"unknown", "C0NONE", "channel_not_found", sandbox.App{}},
		{"archived", "C0OLD", "is_archived", sandbox.App{}},
		{"person", "U0ANN", "", sandbox.App{}},
		{"deactivated person", "U0CLEO", "user_disabled", sandbox.App{}},
		{"stranger", "U0EVE", "user_not_visible", sandbox.App{}},
		{"messages tab off", "U0ANN", "messages_tab_disabled", sandbox.App{NoMessagesTab: true}},
		{"no scope", "C0HELP", "missing_scope", sandbox.App{Scopes: []string{"commands"}}},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			o := mustOffice(t, row.app)
			got := o.call(t, "chat.postMessage", "channel", row.channel, "text", "hi")
			if row.code == "" {
				wantOK(t, got)
				return
			}
			wantError(t, got, row.code)
		})
	}
}

func TestMissingScopeNamesBoth(t *testing.T) {
	t.Parallel()
	o := mustOffice(t, sandbox.App{Scopes: []string{"commands", "im:write"}})
	got := o.call(t, "chat.postMessage", "channel", "C0HELP", "text", "hi")
	if got["needed"] != "chat:write" || got["provided"] != "commands,im:write" {
		t.Errorf("needed %v, provided %v", got["needed"], got["provided"])
	}
	r := httptest.NewRequest(http.MethodPost, "/api/auth.test", nil)
	r.Header.Set("Authorization", "Bearer "+o.app.BotToken)
	if scopes := o.serve(r).Header().Get("X-OAuth-Scopes"); scopes != "commands,im:write" {
		t.Errorf("X-OAuth-Scopes is %q", scopes)
	}
}

// TestTokens checks what each kind of token may do.
func TestTokens(t *testing.T) {
	o := mustOffice(t, sandbox.App{})
	rows := []struct{ name, method, token, code string }{
		{"none", "auth.test", "", "not_authed"},
		{"wrong", "auth.test", "nonsense", "invalid_auth"},
		{"bot", "auth.test", o.app.BotToken, ""},
		{"app token for a bot method", "chat.postMessage", o.app.AppToken, "not_allowed_token_type"},
		{"bot token for sockets", "apps.connections.open", o.app.BotToken, "not_allowed_token_type"},
		{"app token for sockets", "apps.connections.open", o.app.AppToken, ""},
		{"unknown method", "chat.shout", o.app.BotToken, "unknown_method"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			got := o.raw(t, row.method, url.Values{"token": {row.token}})
			if row.code == "" {
				wantOK(t, got)
				return
			}
			wantError(t, got, row.code)
		})
	}
	o.Uninstall()
	wantError(t, o.call(t, "auth.test"), "account_inactive")
	o.Install(o.app)
	wantOK(t, o.call(t, "auth.revoke"))
	wantError(t, o.call(t, "auth.test"), "token_revoked")
}

func TestUpdateAndDelete(t *testing.T) {
	t.Parallel()
	o := mustOffice(t, sandbox.App{})
	posted := wantOK(t, o.callJSON(t, "chat.postMessage", object{
		"channel": "C0HELP", "text": "one", "blocks": []any{section(plain(3))},
		"metadata": object{"event_type": "t", "event_payload": object{"id": "7"}},
	}))
	ts := text(t, posted, "ts")
	human := must[string](t)(o.Say("U0ANN", "C0HELP", "mine"))

	wantOK(t, o.call(t, "chat.update", "channel", "C0HELP", "ts", ts, "text", "two"))
	m := o.Messages("C0HELP")[0]
	if m.Text != "two" || m.Blocks != nil || !m.Edited || m.Metadata == nil {
		t.Errorf("a text without blocks left %+v", m)
	}
	wantOK(t, o.call(t, "chat.update", "channel", "C0HELP", "ts", ts, "text", "three", "metadata", "{}"))
	if m := o.Messages("C0HELP")[0]; m.Metadata != nil {
		t.Errorf("{} kept the metadata %s", m.Metadata)
	}
	wantError(t, o.call(t, "chat.update", "channel", "C0HELP", "ts", human, "text", "x"), "cant_update_message")
	wantError(t, o.call(t, "chat.update", "channel", "C0HELP", "ts", "1.000001", "text", "x"), "message_not_found")
	wantError(t, o.call(t, "chat.update", "channel", "U0ANN", "ts", ts, "text", "x"), "channel_not_found")
	wantError(t, o.call(t, "chat.delete", "channel", "C0HELP", "ts", human), "cant_delete_message")
	o.SetEditWindow(time.Minute)
	o.clock.Add(2 * time.Minute)
	wantError(t, o.call(t, "chat.update", "channel", "C0HELP", "ts", ts, "text", "x"), "edit_window_closed")
	wantOK(t, o.call(t, "chat.delete", "channel", "C0HELP", "ts", ts))
	wantError(t, o.call(t, "chat.delete", "channel", "C0HELP", "ts", ts), "message_not_found")
	mustNil(t, o.Archive("C0HELP"))
	wantError(t, o.call(t, "chat.update", "channel", "C0HELP", "ts", ts, "text", "x"), "is_inactive")
}

func TestThreads(t *testing.T) {
	t.Parallel()
	o := mustOffice(t, sandbox.App{})
	root := must[string](t)(o.Say("U0ANN", "C0HELP", "root"))
	reply := text(t, wantOK(t, o.call(t, "chat.postMessage", "channel", "C0HELP", "text", "r1", "thread_ts", root)), "ts")
	must[string](t)(o.Reply("U0BEN", "C0HELP", reply, "r2"))
	wantError(t, o.call(t, "chat.postMessage", "channel", "C0HELP", "text", "x", "thread_ts", "1.000001"), "thread_not_found")
	wantError(t, o.call(t, "chat.postMessage", "channel", "C0HELP", "text", "x", "thread_ts", reply), "cannot_reply_to_message")

	got := wantOK(t, o.call(t, "conversations.replies", "channel", "C0HELP", "ts", root))
	if n := len(at(t, got, "messages").([]any)); n != 3 {
		t.Fatalf("the thread has %d messages, want 3", n)
	}
	if at(t, got, "messages", 0, "reply_count") != 2.0 || at(t, got, "messages", 2, "parent_user_id") != "U0ANN" {
		t.Errorf("root %v, reply %v", at(t, got, "messages", 0), at(t, got, "messages", 2))
	}
	history := wantOK(t, o.call(t, "conversations.history", "channel", "C0HELP"))
	if n := len(at(t, history, "messages").([]any)); n != 1 {
		t.Errorf("history shows %d messages, want the root alone", n)
	}
	mustNil(t, o.Delete("U0ANN", "C0HELP", root))
	if m := o.Messages("C0HELP")[0]; !m.Deleted || m.TS != root {
		t.Errorf("a deleted root with replies left %+v", m)
	}
}

func TestMetadataIsStrippedOnReading(t *testing.T) {
	t.Parallel()
	rows := []struct {
		name, all string
		declared  []string
		want      any
	}{
		{"undeclared", "", nil, nil},
		{"asked for", "true", nil, "7"},
		{"declared", "", []string{"delivery"}, "7"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			o := mustOffice(t, sandbox.App{MetadataTypes: row.declared})
			wantOK(t, o.call(t, "chat.postMessage", "channel", "C0HELP", "text", "a",
				"metadata", `{"event_type":"delivery","event_payload":{"id":"7"}}`))
			got := wantOK(t, o.call(t, "conversations.history", "channel", "C0HELP", "include_all_metadata", row.all))
			if id := at(t, got, "messages", 0, "metadata", "event_payload", "id"); id != row.want {
				t.Errorf("the payload's id reads %v, want %v", id, row.want)
			}
			if at(t, got, "messages", 0, "metadata", "event_type") != "delivery" {
				t.Error("the event type is gone")
			}
		})
	}
}

func TestEphemeral(t *testing.T) {
	t.Parallel()
	o := mustOffice(t, sandbox.App{})
	got := wantOK(t, o.call(t, "chat.postEphemeral", "channel", "C0HELP", "user", "U0ANN", "text", "psst"))
	ts := text(t, got, "message_ts")
	if list := o.Ephemerals("U0ANN"); len(list) != 1 || list[0].Text != "psst" || list[0].TS != ts {
		t.Errorf("ann sees %+v", list)
	}
	if len(o.Ephemerals("U0BEN")) != 0 || len(o.Messages("C0HELP")) != 0 {
		t.Error("others see it too")
	}
	wantError(t, o.call(t, "chat.update", "channel", "C0HELP", "ts", ts, "text", "x"), "message_not_found")
	wantError(t, o.call(t, "chat.postEphemeral", "channel", "C0BOARD", "user", "U0BEN", "text", "x"), "user_not_in_channel")
	wantError(t, o.call(t, "chat.postEphemeral", "channel", "C0OPEN", "user", "U0ANN", "text", "x"), "not_in_channel")
}

func TestPermalink(t *testing.T) {
	t.Parallel()
	o := mustOffice(t, sandbox.App{})
	ts := must[string](t)(o.Say("U0ANN", "C0HELP", "here"))
	r := httptest.NewRequest(http.MethodGet, "/api/chat.getPermalink?channel=C0HELP&message_ts="+ts, nil)
	r.Header.Set("Authorization", "Bearer "+o.app.BotToken)
	link := text(t, wantOK(t, decode(t, o.serve(r))), "permalink")
	if want := "https://sandbox.slack.com/archives/C0HELP/p" + strings.ReplaceAll(ts, ".", ""); link != want {
		t.Errorf("got %s, want %s", link, want)
	}
	channel, found, ok := o.FindPermalink(link)
	if !ok || channel != "C0HELP" || found != ts {
		t.Errorf("the link leads to %s %s %v", channel, found, ok)
	}
	if _, _, ok := o.FindPermalink("https://elsewhere.example.com/archives/C0HELP/p1"); ok {
		t.Error("a foreign link leads somewhere")
	}
}

func TestReactions(t *testing.T) {
	t.Parallel()
	o := mustOffice(t, sandbox.App{})
	ts := must[string](t)(o.Say("U0ANN", "C0HELP", "nice"))
	add := func(name string) object {
		return o.call(t, "reactions.add", "channel", "C0HELP", "timestamp", ts, "name", name)
	}
	wantOK(t, add("eyes"))
	wantError(t, add("eyes"), "already_reacted")
	wantError(t, add("not a name"), "invalid_name")
	mustNil(t, o.React("U0BEN", "C0HELP", ts, ":eyes:"))
	got := wantOK(t, o.call(t, "reactions.get", "channel", "C0HELP", "timestamp", ts))
	if at(t, got, "message", "reactions", 0, "count") != 2.0 {
		t.Errorf("reactions are %v", at(t, got, "message", "reactions"))
	}
	wantOK(t, o.call(t, "reactions.remove", "channel", "C0HELP", "timestamp", ts, "name", "eyes"))
	wantError(t, o.call(t, "reactions.remove", "channel", "C0HELP", "timestamp", ts, "name", "eyes"), "no_reaction")
	for i := range 22 {
		wantOK(t, add(name("e", i)))
	}
	wantError(t, add("one_more"), "too_many_emoji")
}

func TestRateLimits(t *testing.T) {
	t.Parallel()
	o := mustOffice(t, sandbox.App{}, func(opt *sandbox.Options) { opt.Limits = true })
	post := func(channel string) *httptest.ResponseRecorder {
		form := url.Values{"token": {o.app.BotToken}, "channel": {channel}, "text": {"x"}}
		r := httptest.NewRequest(http.MethodPost, "/api/chat.postMessage", strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		return o.serve(r)
	}
	wantOK(t, decode(t, post("C0HELP")))
	w := post("C0HELP")
	wantError(t, decode(t, w), "ratelimited")
	if w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") != "1" {
		t.Errorf("status %d, Retry-After %q", w.Code, w.Header().Get("Retry-After"))
	}
	wantOK(t, decode(t, post("C0BOARD")))
	o.clock.Add(time.Second)
	wantOK(t, decode(t, post("C0HELP")))
	for range 20 {
		wantOK(t, o.call(t, "users.list"))
	}
	wantError(t, o.call(t, "users.list"), "ratelimited")
	o.clock.Add(3 * time.Second)
	wantOK(t, o.call(t, "users.list"))
}
