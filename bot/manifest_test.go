package bot_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/firstask/firstask/bot"
)

// manifest is all that Slack's schema allows of what firstask uses; any other field is refused.
type manifest struct {
	Metadata struct {
		Major int `json:"major_version"`
		Minor int `json:"minor_version"`
	} `json:"_metadata"`
	Display struct {
		Name        string `json:"name"`
		Description string `json:"description"`
		Long        string `json:"long_description"`
		Color       string `json:"background_color"`
	} `json:"display_information"`
	Features struct {
		Home struct {
			Home     bool `json:"home_tab_enabled"`
			Messages bool `json:"messages_tab_enabled"`
			ReadOnly bool `json:"messages_tab_read_only_enabled"`
		} `json:"app_home"`
		Bot struct {
			Name   string `json:"display_name"`
			Online bool   `json:"always_online"`
		} `json:"bot_user"`
		Shortcuts []struct {
			Name        string `json:"name"`
			Type        string `json:"type"`
			Callback    string `json:"callback_id"`
			Description string `json:"description"`
		} `json:"shortcuts"`
		Commands []struct {
			Command     string `json:"command"`
			URL         string `json:"url"`
			Description string `json:"description"`
			Hint        string `json:"usage_hint"`
			Escape      bool   `json:"should_escape"`
		} `json:"slash_commands"`
	} `json:"features"`
	OAuth struct {
		Scopes struct {
			Bot      []string `json:"bot"`
			Optional []string `json:"bot_optional"`
		} `json:"scopes"`
	} `json:"oauth_config"`
	Settings struct {
		Events struct {
			URL    string   `json:"request_url"`
			Events []string `json:"bot_events"`
		} `json:"event_subscriptions"`
		Interactivity struct {
			On  bool   `json:"is_enabled"`
			URL string `json:"request_url"`
		} `json:"interactivity"`
		Org      bool `json:"org_deploy_enabled"`
		Socket   bool `json:"socket_mode_enabled"`
		Rotation bool `json:"token_rotation_enabled"`
	} `json:"settings"`
}

func mustManifest(tb testing.TB, o bot.ManifestOptions) manifest {
	tb.Helper()
	raw, err := bot.Manifest(o)
	if err != nil {
		tb.Fatal(err)
	}
	var m manifest
	d := json.NewDecoder(strings.NewReader(string(raw)))
	d.DisallowUnknownFields()
	if err := d.Decode(&m); err != nil {
		tb.Fatalf("%v in %s", err, raw)
	}
	return m
}

func TestManifestIsWithinSlacksLimits(t *testing.T) {
	t.Parallel()
	for _, o := range []bot.ManifestOptions{{Socket: true}, {URL: "https://desk.example.com/"}, {Socket: true, Minimal: true}, {URL: "https://a.b/c", Minimal: true}} {
		m := mustManifest(t, o)
		short := func(what, s string, most int) {
			t.Helper()
			if n := utf8.RuneCountInString(s); n == 0 || n > most {
				t.Errorf("%s has %d characters, %d are allowed", what, n, most)
			}
		}
		short("name", m.Display.Name, 35)
		short("description", m.Display.Description, 140)
		short("bot name", m.Features.Bot.Name, 80)
		for _, s := range m.Features.Shortcuts {
			short("shortcut", s.Name, 24)
			short("shortcut's description", s.Description, 150)
		}
		c := m.Features.Commands[0]
		short("hint", c.Hint, 1000)
		short("command", c.Command, 32)
		if !c.Escape || !m.Settings.Interactivity.On || m.Settings.Socket != o.Socket || !m.Features.Home.Messages {
			t.Errorf("%+v", m)
		}
		if o.Socket != (c.URL+m.Settings.Events.URL+m.Settings.Interactivity.URL == "") {
			t.Errorf("addresses %q %q %q", c.URL, m.Settings.Events.URL, m.Settings.Interactivity.URL)
		}
		for _, s := range m.OAuth.Scopes.Optional {
			if !slices.Contains(m.OAuth.Scopes.Bot, s) {
				t.Errorf("optional scope %s is not asked for", s)
			}
		}
		reads := slices.Contains(m.OAuth.Scopes.Bot, "channels:history") || slices.Contains(m.Settings.Events.Events, "message.channels")
		if reads == o.Minimal {
			t.Errorf("minimal %v reads channels %v", o.Minimal, reads)
		}
	}
}

func TestManifestAddresses(t *testing.T) {
	t.Parallel()
	m := mustManifest(t, bot.ManifestOptions{URL: "https://desk.example.com/firstask/"})
	got := []string{m.Features.Commands[0].URL, m.Settings.Interactivity.URL, m.Settings.Events.URL}
	want := []string{"https://desk.example.com/firstask/slack/command", "https://desk.example.com/firstask/slack/interaction", "https://desk.example.com/firstask/slack/events"}
	if !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
	for _, o := range []bot.ManifestOptions{{}, {Socket: true, URL: "https://a.b"}, {URL: "http://a.b"}, {URL: "desk.example.com"}, {URL: "https://a.b?x=1"}, {URL: "https://"}} {
		if _, err := bot.Manifest(o); err == nil {
			t.Errorf("%+v was accepted", o)
		}
	}
}

func TestEveryScopeHasItsReason(t *testing.T) {
	t.Parallel()
	guide, err := os.ReadFile("../docs/slack-app.md")
	if err != nil {
		t.Fatal(err)
	}
	m := mustManifest(t, bot.ManifestOptions{Socket: true})
	for i, r := range bot.ScopeReasons() {
		if m.OAuth.Scopes.Bot[i] != r.Scope || !strings.HasSuffix(r.Why, ".") {
			t.Errorf("scope %s: %q", m.OAuth.Scopes.Bot[i], r.Why)
		}
		if row := "| `" + r.Scope + "` | " + r.Why + " |\n"; !strings.Contains(string(guide), row) {
			t.Errorf("docs/slack-app.md lacks the row %s", row)
		}
	}
}
