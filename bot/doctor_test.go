package bot_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/firstask/firstask/bot"
)

const authTest = `{"ok":true,"url":"https://acme.slack.com/","team":"Acme","user":"firstask","team_id":"T0ACME","user_id":"U0BOT","bot_id":"B0BOT"}`

func TestDoctor(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 3, 10, 0, 0, 0, time.UTC)
	all := strings.Join(bot.Scopes(false), ",")
	rows := map[string]struct {
		auth, open string
		scopes     string
		date       time.Time
		minimal    bool
		check      string // the finding in question
		ok, warn   bool
		detail     string
	}{
		"token":                {check: "token", ok: true, detail: "U0BOT"},
		"token refused":        {auth: `{"ok":false,"error":"invalid_auth"}`, check: "token", detail: "invalid_auth"},
		"scopes":               {check: "scopes", ok: true},
		"scope missing":        {scopes: strings.Replace(all, "im:write,", "", 1), check: "scopes", detail: "im:write"},
		"optional missing":     {scopes: strings.Replace(all, ",users:read.email", "", 1), check: "scopes", ok: true, warn: true, detail: "users:read.email"},
		"minimal":              {scopes: strings.Join(bot.Scopes(true), ","), minimal: true, check: "scopes", ok: true},
		"minimal, not meant":   {scopes: strings.Join(bot.Scopes(true), ","), check: "scopes", detail: "channels:history"},
		"clock":                {check: "clock", ok: true},
		"clock a minute late":  {date: now.Add(61 * time.Second), check: "clock", ok: true, warn: true, detail: "1m1s"},
		"clock far off":        {date: now.Add(-301 * time.Second), check: "clock", warn: true, detail: "5m1s"},
		"direct messages":      {check: "direct messages", ok: true},
		"direct messages shut": {open: `{"ok":false,"error":"missing_scope"}`, check: "direct messages", detail: "missing_scope"},
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := newInbound(t)
			if row.scopes == "" {
				row.scopes = all
			}
			if row.date.IsZero() {
				row.date = now
			}
			in.slack.headers["auth.test"] = http.Header{"X-Oauth-Scopes": {row.scopes}, "Date": {row.date.Format(http.TimeFormat)}}
			in.slack.set("auth.test", authTest)
			if row.auth != "" {
				in.slack.set("auth.test", row.auth)
			}
			in.slack.set("conversations.open", row.open)
			checks := bot.Doctor(t.Context(), in.options.Client, bot.DoctorOptions{Now: func() time.Time { return now }, Minimal: row.minimal, User: ann})
			for _, c := range checks {
				if c.Name != row.check {
					continue
				}
				if c.OK != row.ok || c.Warn != row.warn || !strings.Contains(c.Detail, row.detail) || (!c.OK && c.Fix == "") {
					t.Errorf("%+v", c)
				}
				return
			}
			t.Errorf("no finding %s in %+v", row.check, checks)
		})
	}
}

func TestDoctorCountsConnections(t *testing.T) {
	t.Parallel()
	run(t, func(r *relay, _ *bot.Socket) {
		t := r.t
		r.slack.set("auth.test", authTest)
		checks := bot.Doctor(t.Context(), r.options.Client, bot.DoctorOptions{Now: time.Now, Socket: true, Dial: r.dial})
		c := checks[len(checks)-1]
		if !c.OK || !c.Warn || !strings.Contains(c.Detail, "1 other") {
			t.Errorf("%+v", c)
		}
		r.slack.set("apps.connections.open", `{"ok":false,"error":"not_allowed_token_type"}`)
		checks = bot.Doctor(t.Context(), r.options.Client, bot.DoctorOptions{Now: time.Now, Socket: true, Dial: r.dial})
		if c := checks[len(checks)-1]; c.OK || c.Fix == "" || !strings.Contains(c.Detail, "not_allowed_token_type") {
			t.Errorf("%+v", c)
		}
	})
}
