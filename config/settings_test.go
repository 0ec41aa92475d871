package config_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/firstask/firstask/config"
)

type env map[string]string

func (e env) lookup(name string) (string, bool) {
	v, ok := e[name]
	return v, ok
}

// with is the environment with more variables; an empty one is removed.
func (e env) with(more env) env {
	out := env{}
	maps.Copy(out, e)
	maps.Copy(out, more)
	return out
}

func readSecrets(path string) ([]byte, error) {
	switch path {
	case "/run/token":
		return []byte("xoxb-from-a-file\n"), nil
	case "/run/empty":
		return []byte(" \n"), nil
	default:
		return nil, &fs.PathError{Op: "open", Path: path, Err: fs.ErrNotExist}
	}
}

func socketEnv() env {
	return env{
		"SLACK_BOT_TOKEN": "xoxb-1-abc", "SLACK_APP_TOKEN": "xapp-1-abc",
		"REDIS_URL": "redis://:hush@localhost:6379/0", "FIRSTASK_CONFIG": "firstask.yaml",
	}
}

func TestSettings(t *testing.T) {
	usual := config.Settings{
		BotToken: "xoxb-1-abc", AppToken: "xapp-1-abc", RedisURL: "redis://:hush@localhost:6379/0", ConfigPath: "firstask.yaml",
		APIURL: "https://slack.com/api/", Listen: ":8080", LogLevel: "info",
	}
	tests := []struct {
		name string
		env  env
		want func(*config.Settings)
	}{
		{"socket mode", socketEnv(), func(*config.Settings) {}},
		{"http", socketEnv().with(env{"SLACK_APP_TOKEN": "", "SLACK_SIGNING_SECRET": "8f74"}), func(s *config.Settings) { s.AppToken, s.SigningSecret = "", "8f74" }},
		{"from a file", socketEnv().with(env{"SLACK_BOT_TOKEN": "", "SLACK_BOT_TOKEN_FILE": "/run/token"}), func(s *config.Settings) { s.BotToken = "xoxb-from-a-file" }},
		{"everything", socketEnv().with(env{
			"SLACK_API_URL": "http://127.0.0.1:9000/api/", "FIRSTASK_LISTEN": "127.0.0.1:0", "FIRSTASK_LOG_LEVEL": "debug", "REDIS_URL": "rediss-sentinel://main:pw@a:1,b:2/3",
		}), func(s *config.Settings) {
			s.APIURL, s.Listen, s.LogLevel, s.RedisURL = "http://127.0.0.1:9000/api/", "127.0.0.1:0", "debug", "rediss-sentinel://main:pw@a:1,b:2/3"
		}},
		{"space around values", socketEnv().with(env{"SLACK_BOT_TOKEN": " xoxb-1-abc\n"}), func(*config.Settings) {}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := config.FromEnv(tt.env.lookup, readSecrets)
			if err != nil {
				t.Fatal(err)
			}
			want := usual
			tt.want(&want)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if got.SocketMode() != (want.AppToken != "") {
				t.Errorf("socket mode is %v", got.SocketMode())
			}
		})
	}
}

func TestSettingsReportEveryMistake(t *testing.T) {
	tests := []struct {
		name string
		env  env
		want []string // one for each line
	}{
		{"nothing set", env{}, []string{
			"SLACK_BOT_TOKEN is missing", "SLACK_SIGNING_SECRET is missing", "REDIS_URL is missing", "FIRSTASK_CONFIG is missing",
		}},
		{"all wrong", env{
			"SLACK_BOT_TOKEN": "xoxp-SECRET", "SLACK_APP_TOKEN": "xoxb-SECRET", "SLACK_SIGNING_SECRET": "SECRET with spaces", "SLACK_API_URL": "https://slack.com/api",
			"REDIS_URL": "http://SECRET", "FIRSTASK_CONFIG": "f", "FIRSTASK_LISTEN": "8080", "FIRSTASK_LOG_LEVEL": "loud",
		}, []string{
			"this is a person's token", "must begin with xapp-; this is a bot token", "SLACK_SIGNING_SECRET holds spaces", "ends in /api/",
			"REDIS_URL must begin with", `FIRSTASK_LISTEN must be an address with a port, like :8080 or 127.0.0.1:8080, and is "8080"`, "trace, debug, info",
		}},
		{"both ways", socketEnv().with(env{"REDIS_URL_FILE": "/run/token"}), []string{"REDIS_URL and REDIS_URL_FILE are both set"}},
		{"the secret where its path belongs", socketEnv().with(env{"SLACK_APP_TOKEN": "", "SLACK_APP_TOKEN_FILE": "xapp-SECRET"}), []string{
			"SLACK_APP_TOKEN_FILE names a file that cannot be read: file does not exist",
		}},
		{"an empty file", socketEnv().with(env{"REDIS_URL": "", "REDIS_URL_FILE": "/run/empty"}), []string{"REDIS_URL_FILE names a file that is empty"}},
		{"a token with a line break", socketEnv().with(env{"SLACK_BOT_TOKEN": "xoxb-SEC\nRET"}), []string{"characters that do not belong there"}},
		{"a port out of range", socketEnv().with(env{"FIRSTASK_LISTEN": ":99999"}), []string{"FIRSTASK_LISTEN"}},
		{"no host", socketEnv().with(env{"REDIS_URL": "redis:///0"}), []string{"name a host"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, err := config.FromEnv(tt.env.lookup, readSecrets)
			if !errors.Is(err, config.ErrSettings) {
				t.Fatalf("got %v, %v", s, err)
			}
			said := strings.Split(err.Error(), "\n")[1:]
			if len(said) != len(tt.want) {
				t.Errorf("%d sentences, want %d:\n%s", len(said), len(tt.want), err)
			}
			for i := range min(len(said), len(tt.want)) {
				if !strings.Contains(said[i], tt.want[i]) {
					t.Errorf("%q does not say %q", said[i], tt.want[i])
				}
			}
			if strings.Contains(err.Error(), "SECRET") && !strings.Contains(err.Error(), "SLACK_SIGNING_SECRET") || strings.Contains(err.Error(), "-SECRET") {
				t.Errorf("a secret leaks: %s", err)
			}
		})
	}
}

func TestSecretsShowStars(t *testing.T) {
	s, err := config.FromEnv(socketEnv().with(env{"SLACK_SIGNING_SECRET": "8f74"}).lookup, readSecrets)
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.Write(data)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
		fmt.Fprintf(&b, verb, s)
		fmt.Fprintf(&b, verb, s.BotToken)
	}
	shown := b.String()
	for _, secret := range []string{"xoxb", "xapp", "8f74", "hush", fmt.Sprintf("%x", "xoxb")} {
		if strings.Contains(shown, secret) {
			t.Errorf("%q is shown: %s", secret, shown)
		}
	}
	if !strings.Contains(shown, "***") || s.BotToken.Reveal() != "xoxb-1-abc" {
		t.Errorf("shown: %s", shown)
	}
}
