package sandbox_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/firstask/firstask/sandbox"
)

// TestRefusedGestures: what people cannot do fails before anything is sent.
func TestRefusedGestures(t *testing.T) {
	t.Parallel()
	o := mustOffice(t, sandbox.App{})
	ts := must[string](t)(o.Say("U0ANN", "C0HELP", "mine"))
	said := func(_ string, err error) error { return err }
	acked := func(_ sandbox.Ack, err error) error { return err }
	rows := []struct {
		name string
		err  error
		want error
	}{
		{"outsider speaks", said(o.Say("U0BEN", "C0OPEN", "x")), sandbox.ErrNotMember},
		{"unseen channel", said(o.Say("U0BEN", "C0SECRET", "x")), sandbox.ErrNoChannel},
		{"archived", said(o.Say("U0ANN", "C0OLD", "x")), sandbox.ErrArchived},
		{"left the company", said(o.Say("U0CLEO", "C0HELP", "x")), sandbox.ErrDeactivated},
		{"unknown thread", said(o.Reply("U0ANN", "C0HELP", "1.000001", "x")), sandbox.ErrNoMessage},
		{"another's message", o.Edit("U0BEN", "C0HELP", ts, "x"), sandbox.ErrNotYours},
		{"delete another's", o.Delete("U0BEN", "C0HELP", ts), sandbox.ErrNotYours},
		{"bad emoji", o.React("U0BEN", "C0HELP", ts, "no emoji"), sandbox.ErrBadValue},
		{"unknown group", o.SetGroup("S0NONE", nil), nil},
		{"slash where one cannot look", acked(o.Slash("U0BEN", "C0SECRET", "/firstask", "x")), sandbox.ErrNoChannel},
		{"unknown person joins", o.Invite("C0HELP", "U0NONE"), sandbox.ErrNoUser},
	}
	for _, row := range rows {
		if row.err == nil || row.want != nil && !errors.Is(row.err, row.want) {
			t.Errorf("%s: %v, want %v", row.name, row.err, row.want)
		}
	}
	if empty := sandbox.New(sandbox.Options{}); true {
		defer empty.Close()
		empty.AddUser(sandbox.User{ID: "U0ANN"})
		if _, err := empty.GlobalShortcut("U0ANN", "x"); !errors.Is(err, sandbox.ErrNoApp) {
			t.Errorf("without an app: %v", err)
		}
	}
}

// TestLists: what the page shows of the workspace.
func TestLists(t *testing.T) {
	t.Parallel()
	o := mustOffice(t, sandbox.App{})
	o.AddGroup("", "desk", []string{"U0ANN"})
	list := o.ChannelsOf("U0BEN")
	seen := make([]string, 0, len(list))
	for _, c := range list {
		seen = append(seen, c.Name)
	}
	if diff := cmp.Diff([]string{"help", "open", "old"}, seen); diff != "" {
		t.Errorf("ben sees (-want +got):\n%s", diff)
	}
	if n := len(o.Users()); n != 5 {
		t.Errorf("%d users", n)
	}
	if g := o.Groups(); len(g) != 1 || g[0].Handle != "desk" || g[0].ID == "" {
		t.Errorf("groups are %+v", g)
	}
	if o.Team().Domain != "sandbox" || !o.App().SocketMode() || !o.Now().Equal(o.clock.Now()) {
		t.Error("team, app or clock are wrong")
	}
}

// TestPeopleChange: groups, languages, tabs and channels that come back.
func TestPeopleChange(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := mustBubble(t, false)
		b.AddGroup("S0DESK", "desk", []string{"U0ANN"})
		mustNil(t, b.SetGroup("S0DESK", []string{"U0BEN"}))
		got := b.received()
		if diff := cmp.Diff([]string{"subteam_updated", "subteam_members_changed"}, kindsOf(t, got)); diff != "" {
			t.Fatalf("events (-want +got):\n%s", diff)
		}
		if e := got[1].inner(t); at(t, e, "added_users", 0) != "U0BEN" || at(t, e, "removed_users", 0) != "U0ANN" {
			t.Errorf("members changed: %v", e)
		}
		mustNil(t, b.SetLocale("U0BEN", "zh-TW"))
		if e := b.received()[0].inner(t); at(t, e, "user", "locale") != "zh-TW" {
			t.Errorf("user_change is %v", e)
		}
		mustNil(t, b.Deactivate("U0BEN"))
		if g := b.Groups(); len(g[0].Users) != 0 {
			t.Errorf("a deactivated person stays in %v", g)
		}
		b.received()
		mustNil(t, b.OpenMessagesTab("U0ANN"))
		if e := b.received()[0].inner(t); e["tab"] != "messages" {
			t.Errorf("tab is %v", e)
		}
		mustNil(t, b.Archive("C0OPEN"))
		mustNil(t, b.Unarchive("C0OPEN"))
		mustNil(t, b.Join("U0ANN", "C0OPEN"))
		ts := must[string](t)(b.Say("U0ANN", "C0OPEN", "back"))
		mustNil(t, b.React("U0ANN", "C0OPEN", ts, "eyes"))
		mustNil(t, b.Unreact("U0ANN", "C0OPEN", ts, "eyes"))
		if m := b.Messages("C0OPEN")[0]; len(m.Reactions) != 0 {
			t.Errorf("reactions are %v", m.Reactions)
		}
	})
}

// TestEveryInputKind: the state of each element, at first and after a choice.
func TestEveryInputKind(t *testing.T) {
	t.Parallel()
	several := []string{"vaa", "vab"}
	rows := []struct {
		kind    string
		edit    object
		enter   any
		field   string
		initial any
	}{
		{"plain_text_input", object{"initial_value": "a"}, "b", "value", "a"},
		{"email_text_input", nil, "a@b.example", "value", nil},
		{"number_input", object{"is_decimal_allowed": false}, "7", "value", nil},
		{"static_select", object{"options": options(3), "initial_option": options(3)[0]}, "vab", "selected_option", options(3)[0]},
		{"multi_static_select", object{"options": options(3)}, several, "selected_options", []any{}},
		{"radio_buttons", object{"options": options(3)}, "vac", "selected_option", nil},
		{"checkboxes", object{"options": options(3)}, several, "selected_options", []any{}},
		{"users_select", object{"initial_user": "U0ANN"}, "U0BEN", "selected_user", "U0ANN"},
		{"multi_users_select", nil, []string{"U0ANN", "U0BEN"}, "selected_users", []any{}},
		{"conversations_select", nil, "C0HELP", "selected_conversation", nil},
		{"channels_select", nil, "C0HELP", "selected_channel", nil},
		{"datepicker", object{"initial_date": "2026-03-03"}, "2026-03-04", "selected_date", "2026-03-03"},
		{"timepicker", nil, "09:30", "selected_time", nil},
		{"datetimepicker", nil, "1772532000", "selected_date_time", nil},
	}
	for _, row := range rows {
		t.Run(row.kind, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				b := mustBubble(t, false)
				o := &office{Slack: b.Slack, app: b.app}
				element := with(object{"type": row.kind, "action_id": "a"}, row.edit)
				opened := wantOK(t, o.open(t, "U0ANN", modal(object{"submit": plain(2), "blocks": []any{
					with(input(1, 1, element), object{"block_id": "b"}),
				}})))
				if diff := cmp.Diff(encode(t, row.initial), encode(t, at(t, opened, "view", "state", "values", "b", "a", row.field))); diff != "" {
					t.Errorf("at first (-want +got):\n%s", diff)
				}
				must[sandbox.Ack](t)(b.Submit("U0ANN", text(t, opened, "view", "id"), map[string]any{"b/a": row.enter}))
				state := at(t, b.last(t), "view", "state", "values", "b", "a")
				if at(t, state, "type") != row.kind || at(t, state, row.field) == nil {
					t.Errorf("after: %v", state)
				}
				if want := entered(row.enter); !strings.Contains(encode(t, state), want) {
					t.Errorf("after: %v, want %s in it", state, want)
				}
			})
		})
	}
}

func entered(v any) string {
	if list, ok := v.([]string); ok {
		return list[len(list)-1]
	}
	s, _ := v.(string)
	return s
}

// TestOddRequests: a body that is no form and no JSON, hostile values, and a closed workspace.
func TestOddRequests(t *testing.T) {
	t.Parallel()
	o := mustOffice(t, sandbox.App{})
	r := httptest.NewRequest(http.MethodPost, "/api/auth.test", strings.NewReader("{"))
	r.Header.Set("Content-Type", "application/json")
	wantError(t, decode(t, o.serve(r)), "invalid_json")
	r = httptest.NewRequest(http.MethodPost, "/api/auth.test", strings.NewReader("a=%zz"))
	wantError(t, decode(t, o.serve(r)), "invalid_form_data")
	values := []any{nil, true, 1.5, "x", "{", []any{}, []any{nil, 1.0, "x", object{}}, object{}, object{"type": 1.0, "blocks": []any{nil}}}
	methods := []string{
		"chat.postMessage", "chat.update", "chat.delete", "chat.postEphemeral", "views.open", "views.push", "views.update",
		"views.publish", "conversations.open", "conversations.info", "conversations.replies", "reactions.add", "users.info",
	}
	keys := []string{"channel", "text", "blocks", "view", "metadata", "attachments", "users", "user", "ts", "cursor", "limit", "user_id"}
	for _, m := range methods {
		for _, k := range keys {
			for _, v := range values {
				args := object{"channel": "C0HELP", "text": "t", "ts": "1.000001", "user": "U0ANN", "user_id": "U0ANN"}
				args[k] = v
				if got := o.callJSON(t, m, args); got["error"] == "internal_error" {
					t.Errorf("%s with %s=%v: %v", m, k, v, got)
				}
			}
		}
	}
	o.Close()
	r = httptest.NewRequest(http.MethodPost, "/api/auth.test", nil)
	if w := o.serve(r); w.Code != http.StatusServiceUnavailable {
		t.Errorf("a closed workspace answers %d", w.Code)
	}
}
