package sandbox_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/firstask/firstask/sandbox"
)

// answering makes the app answer every gesture with this body.
func (b *bubble) answering(body any) {
	b.onRequest(func(_ request, w http.ResponseWriter) {
		if body == nil {
			return
		}
		if words, ok := body.(string); ok {
			_, _ = w.Write([]byte(words))
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(body)
	})
}

// last returns the payload of the last gesture.
func (b *bubble) last(t *testing.T) object {
	t.Helper()
	got := slices.DeleteFunc(b.received(), func(r request) bool { return r.path == "/e" })
	if len(got) == 0 {
		t.Fatal("the app got nothing")
	}
	form, err := url.ParseQuery(string(got[len(got)-1].body))
	if err != nil {
		t.Fatal(err)
	}
	if form.Get("payload") == "" {
		flat := object{}
		for k := range form {
			flat[k] = form.Get(k)
		}
		return flat
	}
	var p object
	if err := json.Unmarshal([]byte(form.Get("payload")), &p); err != nil {
		t.Fatal(err)
	}
	return p
}

func TestSlashForm(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := mustBubble(t, false)
		must[sandbox.Ack](t)(b.Slash("U0ANN", "C0HELP", "/firstask", "handoff 1 @ben in #help & now"))
		p := b.last(t)
		want := object{
			"command": "/firstask", "text": "handoff 1 <@U0BEN|ben> in <#C0HELP|help> &amp; now", "user_id": "U0ANN",
			"user_name": "ann", "channel_id": "C0HELP", "channel_name": "help", "team_id": b.Team().ID,
			"api_app_id": b.app.AppID, "is_enterprise_install": "false",
		}
		for k, v := range want {
			if p[k] != v {
				t.Errorf("%s is %v, want %v", k, p[k], v)
			}
		}
		if p["trigger_id"] == nil || p["response_url"] == nil {
			t.Errorf("no trigger or response_url in %v", p)
		}
		must[sandbox.Ack](t)(b.Slash("U0ANN", "", "/firstask", "mine"))
		if p := b.last(t); p["channel_name"] != "directmessage" || p["channel_id"] != b.DMChannel("U0ANN") {
			t.Errorf("in the DM: %v", p)
		}
		must[sandbox.Ack](t)(b.Slash("U0ANN", "C0SECRET", "/firstask", ""))
		if p := b.last(t); p["channel_name"] != "privategroup" {
			t.Errorf("in a private channel: %v", p["channel_name"])
		}
	})
}

func TestSlashAnswers(t *testing.T) {
	t.Parallel()
	rows := []struct {
		name             string
		body             any
		whisper, message string
		code             string
	}{
		{"nothing", nil, "", "", ""},
		{"text", "saved", "saved", "", ""},
		{"json", object{"text": "saved"}, "saved", "", ""},
		{"in channel", object{"text": "saved", "response_type": "in_channel"}, "", "saved", ""},
		{"bad blocks", object{"blocks": []any{object{"type": "dinner"}}}, "", "", "invalid_blocks"},
		{"empty object", object{}, "", "", ""},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				b := mustBubble(t, false)
				b.answering(row.body)
				ack := must[sandbox.Ack](t)(b.Slash("U0ANN", "C0SECRET", "/firstask", "help"))
				if ack.Error != row.code {
					t.Errorf("error %q, want %q", ack.Error, row.code)
				}
				if diff := cmp.Diff(row.whisper, firstText(b.Ephemerals("U0ANN"))); diff != "" {
					t.Error("whispered:", diff)
				}
				if diff := cmp.Diff(row.message, firstText(b.Messages("C0SECRET"))); diff != "" {
					t.Error("posted:", diff)
				}
			})
		})
	}
}

func firstText(list []sandbox.Message) string {
	if len(list) == 0 {
		return ""
	}
	return list[0].Text
}

func TestClickPayload(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := mustBubble(t, false)
		o := &office{Slack: b.Slack, app: b.app}
		blocks := []any{
			with(actions(button(object{"action_id": "accept", "value": "7"})), object{"block_id": "card"}),
			with(actions(object{"type": "static_select", "action_id": "who", "options": options(2)}), object{"block_id": "who"}),
			object{"type": "section", "block_id": "row", "text": plain(8), "accessory": object{
				"type": "overflow", "action_id": "menu", "options": []any{
					object{"text": plain(6), "value": "accept"}, object{"text": plain(7), "value": "promise:form"},
				},
			}},
		}
		posted := wantOK(t, o.callJSON(t, "chat.postMessage", object{"channel": "C0HELP", "text": "card", "blocks": blocks}))
		ts := text(t, posted, "ts")
		must[sandbox.Ack](t)(b.Click("U0BEN", "C0HELP", ts, "accept"))
		p := b.last(t)
		for path, want := range map[string]any{
			"action_id": "accept", "block_id": "card", "value": "7", "type": "button",
		} {
			if got := at(t, p, "actions", 0, path); got != want {
				t.Errorf("action %s is %v, want %v", path, got, want)
			}
		}
		if at(t, p, "container", "message_ts") != ts || at(t, p, "message", "text") != "card" || at(t, p, "user", "id") != "U0BEN" {
			t.Errorf("payload is %v", p)
		}
		must[sandbox.Ack](t)(b.Choose("U0BEN", "C0HELP", ts, "who", "vab"))
		p = b.last(t)
		if at(t, p, "actions", 0, "selected_option", "value") != "vab" || at(t, p, "state", "values", "who", "who", "selected_option", "value") != "vab" {
			t.Errorf("chosen: %v", p["actions"])
		}
		must[sandbox.Ack](t)(b.Choose("U0BEN", "C0HELP", ts, "row/menu", "promise:form"))
		p = b.last(t)
		for path, want := range map[string]any{"type": "overflow", "block_id": "row", "action_id": "menu"} {
			if got := at(t, p, "actions", 0, path); got != want {
				t.Errorf("menu: %s is %v, want %v", path, got, want)
			}
		}
		if got := at(t, p, "actions", 0, "selected_option", "value"); got != "promise:form" {
			t.Errorf("chosen in the menu: %v", got)
		}
		for _, values := range [][]string{nil, {"nothing"}, {"accept", "promise:form"}} {
			if _, err := b.Choose("U0BEN", "C0HELP", ts, "row/menu", values...); !errors.Is(err, sandbox.ErrBadValue) {
				t.Errorf("%v in a menu: %v", values, err)
			}
		}
		refusals := map[error]func() (sandbox.Ack, error){
			sandbox.ErrNoAction:    func() (sandbox.Ack, error) { return b.Click("U0BEN", "C0HELP", ts, "nothing") },
			sandbox.ErrBadValue:    func() (sandbox.Ack, error) { return b.Choose("U0BEN", "C0HELP", ts, "who", "zz") },
			sandbox.ErrNoMessage:   func() (sandbox.Ack, error) { return b.Click("U0BEN", "C0HELP", "1.000001", "accept") },
			sandbox.ErrNoChannel:   func() (sandbox.Ack, error) { return b.Click("U0BEN", "C0BOARD", ts, "accept") },
			sandbox.ErrDeactivated: func() (sandbox.Ack, error) { return b.Click("U0CLEO", "C0HELP", ts, "accept") },
			sandbox.ErrNoUser:      func() (sandbox.Ack, error) { return b.Click("U0NONE", "C0HELP", ts, "accept") },
		}
		for want, do := range refusals {
			if _, err := do(); !errors.Is(err, want) {
				t.Errorf("got %v, want %v", err, want)
			}
		}
	})
}

func TestMessageShortcut(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := mustBubble(t, false)
		ts := must[string](t)(b.Say("U0ANN", "C0OPEN", "please help"))
		must[sandbox.Ack](t)(b.MessageShortcut("U0BEN", "C0OPEN", ts, "ticket_from_message"))
		p := b.last(t)
		if p["type"] != "message_action" || p["message_ts"] != ts || at(t, p, "message", "user") != "U0ANN" || p["response_url"] == nil {
			t.Errorf("payload is %v", p)
		}
	})
}

func TestResponseURL(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := mustBubble(t, false)
		o := &office{Slack: b.Slack, app: b.app}
		hook := func() string {
			must[sandbox.Ack](t)(b.Slash("U0ANN", "C0SECRET", "/firstask", "x"))
			return text(t, b.last(t), "response_url")
		}
		address := hook()
		for range 5 {
			wantOK(t, o.respond(t, address, object{"text": "only you"}))
		}
		wantError(t, o.respond(t, address, object{"text": "six"}), "used_url")
		if n := len(b.Ephemerals("U0ANN")); n != 5 {
			t.Errorf("%d ephemerals, want 5", n)
		}
		address = hook()
		wantOK(t, o.respond(t, address, object{"text": "all", "response_type": "in_channel"}))
		root := b.Messages("C0SECRET")[0].TS
		wantOK(t, o.respond(t, address, object{"text": "below", "response_type": "in_channel", "thread_ts": root, "replace_original": false}))
		if list := b.Messages("C0SECRET"); len(list) != 2 || list[1].ThreadTS != root {
			t.Errorf("the channel shows %+v", list)
		}
		wantError(t, o.respond(t, address, object{"delete_original": true}), "invalid_arguments")
		wantError(t, o.respond(t, address, object{}), "no_text")
		address = hook()
		time.Sleep(31 * time.Minute)
		wantError(t, o.respond(t, address, object{"text": "late"}), "expired_url")
	})
}

// TestResponseURLOfClicks rewrites and deletes the clicked message, ephemeral or not, where the cap does not apply.
func TestResponseURLOfClicks(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := mustBubble(t, false)
		o := &office{Slack: b.Slack, app: b.app}
		blocks := []any{actions(button(nil))}
		posted := wantOK(t, o.callJSON(t, "chat.postMessage", object{"channel": "C0HELP", "text": "card", "blocks": blocks}))
		ts := text(t, posted, "ts")
		must[sandbox.Ack](t)(b.Click("U0ANN", "C0HELP", ts, "go"))
		address := text(t, b.last(t), "response_url")
		wide := repeat(5, func(int) any { return section(plain(2500)) })
		wantError(t, o.callJSON(t, "chat.postMessage", object{"channel": "C0HELP", "blocks": wide}), "msg_blocks_too_long")
		wantOK(t, o.respond(t, address, object{"text": "new", "blocks": wide, "replace_original": true}))
		if m := b.Messages("C0HELP")[0]; m.Text != "new" {
			t.Errorf("the message reads %q", m.Text)
		}
		wantError(t, o.respond(t, address, object{"delete_original": true, "text": "x"}), "invalid_arguments")
		wantOK(t, o.respond(t, address, object{"delete_original": true}))
		if n := len(b.Messages("C0HELP")); n != 0 {
			t.Errorf("%d messages are left", n)
		}

		wantOK(t, o.callJSON(t, "chat.postEphemeral", object{"channel": "C0HELP", "user": "U0ANN", "text": "q", "blocks": blocks}))
		must[sandbox.Ack](t)(b.Click("U0ANN", "C0HELP", b.Ephemerals("U0ANN")[0].TS, "go"))
		p := b.last(t)
		if p["message"] != nil || at(t, p, "container", "is_ephemeral") != true {
			t.Errorf("an ephemeral click sent %v", p)
		}
		wantOK(t, o.respond(t, text(t, p, "response_url"), object{"text": "a", "replace_original": true, "response_type": "in_channel"}))
		if e := b.Ephemerals("U0ANN"); len(e) != 1 || e[0].Text != "a" || len(b.Messages("C0HELP")) != 0 {
			t.Errorf("ann sees %+v", e)
		}
		wantOK(t, o.respond(t, text(t, p, "response_url"), object{"delete_original": true}))
		if e := b.Ephemerals("U0ANN"); len(e) != 0 {
			t.Errorf("ann still sees %+v", e)
		}
	})
}
