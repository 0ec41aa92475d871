package bot_test

import (
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/rs/zerolog"

	"github.com/firstask/firstask/bot"
)

// FuzzPayload sends anything at all, well signed, to every path: nothing may
// panic, and nothing but 200 or 400 comes back.
func FuzzPayload(f *testing.F) {
	for _, s := range []string{
		clickPayload, shortcutPayload, formPayload(`{"text":{"value":{"value":"x"}}}`, formBlocks), formPayload(`[]`, `{}`), slashPayload,
		envelope(channelPost), envelope(`{"type":"user_change","user":[]}`), envelope(`{"type":"channel_rename","channel":{"id":1}}`),
		envelope(`{"type":"reaction_added","item":null}`), envelope(`null`), `{"type":"event_callback","event":"message"}`, `[]`, `{}`, ``, `null`,
		`{"type":"block_actions","user":{"id":"U"},"actions":[{"action_id":":","block_id":"t-1.","value":"9223372036854775808"}]}`,
		`{"type":"message_action","callback_id":"ticket_from_message","user":{"id":"U"},"channel":{"id":"C"},"message_ts":"99999999999999999999.1"}`,
		envelope(with("my printer &amp; me", "<@U0BOT|<@U0BOT>")), envelope(with("my printer &amp; me", "<@U0BOT|")),
	} {
		f.Add(s)
	}
	in := newInbound(f)
	var log syncBuffer
	in.options.Log = zerolog.New(&log)
	f.Fuzz(func(t *testing.T, payload string) {
		h := bot.NewHTTP(in.options)
		defer h.Close()
		form := url.Values{"payload": {payload}}.Encode()
		for path, body := range map[string]string{"/slack/events": payload, "/slack/interaction": form, "/slack/command": payload} {
			w := httptest.NewRecorder()
			h.ServeHTTP(w, signed(path, body, in.options.Now()))
			if w.Code != 200 && w.Code != 400 {
				t.Errorf("%s: status %d for %q", path, w.Code, payload)
			}
		}
		if said := log.String(); strings.Contains(said, "panic") {
			t.Fatalf("%s\nfor %q", said, payload)
		}
	})
}
