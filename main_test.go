package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/firstask/firstask/app"
)

// The exit codes and what is said with them are a promise to scripts.
func TestRun(t *testing.T) {
	bad := filepath.Join(t.TempDir(), "bad.yaml")
	if err := os.WriteFile(bad, []byte("timezone: Mars/Olympus\npresets: [first-aksed]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name string
		args string
		env  map[string]string
		code int
		says []string
	}{
		{"help", "--help", nil, 0, []string{"serve", "demo", "init", "check", "doctor", "export", "manifest"}},
		{"version", "--version", nil, 0, []string{"firstask", "go1."}},
		{"no command", "", nil, 2, []string{"firstask --help"}},
		{"unknown command", "sreve", nil, 2, []string{"sreve"}},
		{"unknown flag", "serve --prot 1", nil, 2, []string{"--prot"}},
		{"serve says every setting that is missing", "serve", nil, 1, []string{"SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "REDIS_URL", "FIRSTASK_CONFIG"}},
		{"serve never shows a secret", "serve", map[string]string{"SLACK_BOT_TOKEN": "hunter2"}, 1, []string{"xoxb-"}},
		{"a good configuration", "check docs/example.yaml", nil, 0, []string{"ok"}},
		{"what a limit counts", "check docs/example.yaml --explain FA-15 --from 2026-03-03T10:00:00+08:00", nil, 0, []string{"FA-15", "2026-03-03 10:30"}},
		{"a policy in sentences", "check docs/example.yaml --say --locale zh-Hans", nil, 0, []string{"FA-18.response", "首问责任人"}},
		{"a language that is none", "check docs/example.yaml --say --locale fr", nil, 2, []string{"--locale"}},
		{"a time that is none", "check docs/example.yaml --explain FA-15 --from noon", nil, 2, []string{"noon"}},
		{"two questions at once", "check docs/example.yaml --say --coverage", nil, 2, []string{"--say", "--coverage"}},
		{"check of nothing", "check", nil, 2, []string{"configuration file"}},
		{"coverage needs no file", "check --coverage", nil, 0, []string{"FA-01", "of 297"}},
		{"init says what is missing", "init --out nowhere/firstask.yaml", nil, 1, []string{"SLACK_BOT_TOKEN"}},
		{"init never overwrites", "init --out docs/example.yaml --slack-bot-token xoxb-x", nil, 1, []string{"is there already"}},
		{"export says what is missing", "export --team T1", nil, 1, []string{"REDIS_URL"}},
		{"a bad configuration, every mistake", "check " + bad, nil, 1, []string{"1:11", "Mars/Olympus", "2:11", "first-asked"}},
		{"a configuration that is not there", "check nowhere.yaml", nil, 1, []string{"nowhere.yaml"}},
		{"manifest for Socket Mode", "manifest --socket", nil, 0, []string{"socket_mode_enabled", "/firstask"}},
		{"manifest for a URL", "manifest --url https://desk.example.com", nil, 0, []string{"https://desk.example.com/slack/events"}},
		{"manifest without channel history", "manifest --socket --minimal", nil, 0, []string{"app_mention"}},
		{"why each scope is needed", "manifest --reasons", nil, 0, []string{"chat:write.public"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out bytes.Buffer
			s := app.Streams{Out: &out, Err: &out, ReadFile: os.ReadFile, Env: func(name string) (string, bool) { v, ok := tt.env[name]; return v, ok }}
			if code := run(t.Context(), strings.Fields(tt.args), s); code != tt.code {
				t.Errorf("exit code %d, want %d\n%s", code, tt.code, &out)
			}
			for _, want := range tt.says {
				if !strings.Contains(out.String(), want) {
					t.Errorf("does not say %q:\n%s", want, &out)
				}
			}
			if strings.Contains(out.String(), "hunter2") {
				t.Errorf("shows the secret:\n%s", &out)
			}
			if tt.name == "manifest without channel history" && strings.Contains(out.String(), "channels:history") {
				t.Errorf("asks for channel history:\n%s", &out)
			}
		})
	}
}
