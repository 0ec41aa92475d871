package app_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/firstask/firstask/app"
	"github.com/firstask/firstask/sandbox"
)

// get asks the program over HTTP.
func (w *world) get(path string) (int, string) {
	w.t.Helper()
	return w.request(http.MethodGet, path, "", nil)
}

func (w *world) request(method, path, body string, header map[string]string) (int, string) {
	w.t.Helper()
	client := &http.Client{Transport: &http.Transport{DialContext: w.net.DialContext, DisableKeepAlives: true}}
	req, err := http.NewRequestWithContext(w.t.Context(), method, "http://bot.test"+path, strings.NewReader(body))
	if err != nil {
		w.fatal("%v", err)
	}
	for k, v := range header {
		req.Header.Set(k, v)
	}
	res, err := client.Do(req)
	if err != nil {
		w.fatal("%s %s: %v", method, path, err)
	}
	defer func() { _ = res.Body.Close() }()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		w.fatal("%s %s: %v", method, path, err)
	}
	return res.StatusCode, string(raw)
}

func inWorld(t *testing.T, story func(w *world)) {
	t.Helper()
	redis, err := sandbox.StartRedis()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(redis.Close)
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, redis, "http", nil)
		defer w.close()
		w.step([]string{"at", "2026-03-03", "10:00"})
		story(w)
	})
}

func TestOperationsProbesAndMetrics(t *testing.T) {
	inWorld(t, func(w *world) {
		w.step(split(`say @tang #help "Invoice please"`))
		time.Sleep(5 * time.Second)
		if code, body := w.get("/healthz"); code != http.StatusOK || !strings.Contains(body, "ok") {
			t.Errorf("/healthz: %d %s", code, body)
		}
		_, metrics := w.get("/metrics")
		for _, want := range []string{
			`firstask_commits_total{outcome="saved"}`, "firstask_clock_lateness_seconds_bucket", "firstask_sender_entries_total",
			"firstask_sender_outbox_entries 0", "firstask_sender_dead_letters_total", "firstask_sender_rate_limited_total", `firstask_reloads_total{outcome="accepted"}`,
		} {
			if !strings.Contains(metrics, strings.Split(want, "_total")[0]) {
				t.Errorf("/metrics lacks %s:\n%s", want, metrics)
			}
		}
		w.redis.Away(true)
		if code, body := w.get("/readyz"); code != http.StatusServiceUnavailable || !strings.Contains(body, `"store":"away"`) {
			t.Errorf("/readyz without a store: %d %s", code, body)
		}
		if code, _ := w.get("/healthz"); code != http.StatusOK {
			t.Errorf("/healthz without a store: %d", code)
		}
		w.redis.Away(false)
	})
}

// A broken or forged request is refused and writes nothing.
func TestOperationsForgedRequests(t *testing.T) {
	inWorld(t, func(w *world) {
		form := map[string]string{"Content-Type": "application/x-www-form-urlencoded"}
		for name, tt := range map[string]struct {
			method, body string
			header       map[string]string
			code         int
		}{
			"unsigned":   {http.MethodPost, "team_id=T0SANDBOX&user_id=U0BEN&text=hello&trigger_id=1", form, http.StatusUnauthorized},
			"forged":     {http.MethodPost, "team_id=T0SANDBOX&user_id=U0BEN&text=hello&trigger_id=1", map[string]string{"Content-Type": form["Content-Type"], "X-Slack-Signature": "v0=" + strings.Repeat("0", 64), "X-Slack-Request-Timestamp": "1772503200"}, http.StatusUnauthorized},
			"too large":  {http.MethodPost, strings.Repeat("x", 2<<20), form, http.StatusRequestEntityTooLarge},
			"not a POST": {http.MethodGet, "", nil, http.StatusMethodNotAllowed},
		} {
			if code, body := w.request(tt.method, "/slack/command", tt.body, tt.header); code != tt.code {
				t.Errorf("%s: %d %s, want %d", name, code, body, tt.code)
			}
		}
		if _, _, err := w.runs[0].app.Look(w.t.Context(), 1); err == nil {
			t.Error("a forged request made a ticket")
		}
		if _, metrics := w.get("/metrics"); !strings.Contains(metrics, `reason="bad_signature"`) {
			t.Error("a forged request is not counted")
		}
	})
}

// The text of a request is never logged above debug, tokens never at all.
func TestOperationsLogsKeepSecrets(t *testing.T) {
	var log lockedBuffer
	inWorld(t, func(w *world) {
		w.log = &log
		w.halt(false)
		w.start()
		w.step(split(`say @tang #help "my secret illness"`))
		w.step(split(`slash @chen resolve 1 nobody may know`))
		w.step(split(`fault chat.postMessage error=invalid_blocks times=3`))
		w.step(split(`say @tang #help "another secret illness"`))
		w.redis.Away(true)
		w.step(split(`slash @ben a third secret illness`))
		w.redis.Away(false)
		time.Sleep(time.Minute)
		for _, s := range []string{"illness", "nobody may know", w.slack.App().BotToken, w.slack.App().SigningSecret} {
			if strings.Contains(log.String(), s) {
				t.Errorf("the log shows %q:\n%s", s, log.String())
			}
		}
		if !strings.Contains(log.String(), "not saved") && !strings.Contains(log.String(), "request failed") {
			t.Errorf("the log says nothing of the failure:\n%s", log.String())
		}
	})
}

// The embedded company's configuration is a copy: nobody can change it.
func TestSpruceConfigIsACopy(t *testing.T) {
	a := app.SpruceConfig()
	a[0] = '!'
	if app.SpruceConfig()[0] == '!' {
		t.Error("the embedded configuration was changed")
	}
}
