package sandbox_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/firstask/firstask/sandbox"
)

// TestFaults: what the app sees of a fault, and whether the message was posted all the same.
func TestFaults(t *testing.T) {
	t.Parallel()
	rows := []struct {
		name   string
		fault  sandbox.Fault
		status int
		says   string
		header string
		broken bool
		posted int
		takes  time.Duration
	}{
		{"429", sandbox.Fault{Status: 429, RetryAfter: 7}, 429, "ratelimited", "7", false, 0, 0},
		{"503", sandbox.Fault{Status: 503}, 503, "service_unavailable", "", false, 0, 0},
		{"500 after commit", sandbox.Fault{Status: 500, AfterCommit: true}, 500, "internal_error", "", false, 1, 0},
		{"error code", sandbox.Fault{Error: "token_expired"}, 200, "token_expired", "", false, 0, 0},
		{"fatal after commit", sandbox.Fault{Error: "fatal_error", AfterCommit: true}, 200, "fatal_error", "", false, 1, 0},
		{"web page", sandbox.Fault{HTML: true}, 200, "<html>", "", false, 0, 0},
		{"hang up", sandbox.Fault{HangUp: true}, 0, "", "", true, 0, 0},
		{"hang up after commit", sandbox.Fault{HangUp: true, AfterCommit: true}, 0, "", "", true, 1, 0},
		{"slow", sandbox.Fault{Delay: 5 * time.Second}, 200, `"ok":true`, "", false, 1, 5 * time.Second},
		{"slow after commit", sandbox.Fault{Delay: 5 * time.Second, AfterCommit: true}, 200, `"ok":true`, "", false, 1, 5 * time.Second},
		{"another method", sandbox.Fault{Method: "chat.update", Status: 500}, 200, `"ok":true`, "", false, 1, 0},
		{"every method", sandbox.Fault{Method: "*", Status: 500}, 500, "internal_error", "", false, 0, 0},
		{"this channel", sandbox.Fault{Channel: "C0HELP", Status: 500}, 500, "internal_error", "", false, 0, 0},
		{"another channel", sandbox.Fault{Channel: "C0OPEN", Status: 500}, 200, `"ok":true`, "", false, 1, 0},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				b := mustBubble(t, false)
				if row.fault.Method == "" {
					row.fault.Method = "chat.postMessage"
				}
				b.Inject(row.fault)
				before := time.Now()
				resp, err := b.client.PostForm("http://slack.test/api/chat.postMessage",
					url.Values{"token": {b.app.BotToken}, "channel": {"C0HELP"}, "text": {"x"}})
				if took := time.Since(before); took != row.takes {
					t.Errorf("took %v, want %v", took, row.takes)
				}
				if (err != nil) != row.broken {
					t.Fatalf("error %v", err)
				}
				if n := len(b.Messages("C0HELP")); n != row.posted {
					t.Errorf("%d messages posted, want %d", n, row.posted)
				}
				if err != nil {
					return
				}
				defer resp.Body.Close()
				body, _ := io.ReadAll(resp.Body)
				if resp.StatusCode != row.status || !strings.Contains(string(body), row.says) || resp.Header.Get("Retry-After") != row.header {
					t.Errorf("status %d, %q, Retry-After %q", resp.StatusCode, body, resp.Header.Get("Retry-After"))
				}
			})
		})
	}
}

func TestFaultTimes(t *testing.T) {
	t.Parallel()
	o := mustOffice(t, sandbox.App{})
	o.Inject(sandbox.Fault{Method: "auth.test", Error: "fatal_error", Times: 2})
	for range 2 {
		wantError(t, o.call(t, "auth.test"), "fatal_error")
	}
	wantOK(t, o.call(t, "auth.test"))
	o.Inject(sandbox.Fault{Method: "auth.test", Error: "fatal_error", Times: -1})
	for range 5 {
		wantError(t, o.call(t, "auth.test"), "fatal_error")
	}
	o.ClearFaults()
	wantOK(t, o.call(t, "auth.test"))
}

func TestResponseURLFaults(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := mustBubble(t, false)
		o := &office{Slack: b.Slack, app: b.app}
		must[sandbox.Ack](t)(b.Slash("U0ANN", "C0HELP", "/firstask", "x"))
		address := text(t, b.last(t), "response_url")
		b.Inject(sandbox.Fault{Method: "response_url", Status: 500})
		b.Inject(sandbox.Fault{Method: "response_url", Status: 500, AfterCommit: true})
		for i, want := range []int{0, 1} {
			wantError(t, o.respond(t, address, object{"text": "x"}), "internal_error")
			if n := len(b.Ephemerals("U0ANN")); n != want {
				t.Errorf("fault %d: %d messages, want %d", i, n, want)
			}
		}
		wantOK(t, o.respond(t, address, object{"text": "y"}))
	})
}

// TestJournal holds every request once, in order, without tokens.
func TestJournal(t *testing.T) {
	t.Parallel()
	o := mustOffice(t, sandbox.App{})
	o.Inject(sandbox.Fault{Method: "chat.postMessage", Status: http.StatusServiceUnavailable})
	o.call(t, "chat.postMessage", "channel", "C0HELP", "text", "one")
	o.call(t, "chat.postMessage", "channel", "C0HELP", "text", "two", "metadata", `{"event_type":"t","event_payload":{"id":"7"}}`)
	o.call(t, "chat.postMessage", "channel", "C0NONE", "text", "three")
	j := o.Journal()
	if len(j) != 3 {
		t.Fatalf("%d entries", len(j))
	}
	for i, want := range []struct {
		status    int
		err, text string
	}{{503, "fault", "one"}, {200, "", "two"}, {200, "channel_not_found", "three"}} {
		e := j[i]
		if e.Kind != sandbox.KindAPI || e.Status != want.status || e.Error != want.err || e.Params["text"] != want.text {
			t.Errorf("entry %d is %+v", i, e)
		}
		if e.Params["token"] != nil {
			t.Error("the journal holds a token")
		}
	}
	if at(t, j[1].Params, "metadata", "event_payload", "id") != "7" {
		t.Errorf("metadata is %v", j[1].Params["metadata"])
	}
}

func TestWatchTicks(t *testing.T) {
	t.Parallel()
	o := mustOffice(t, sandbox.App{})
	ticks, stop := o.Watch()
	defer stop()
	must[string](t)(o.Say("U0ANN", "C0HELP", "hi"))
	select {
	case <-ticks:
	default:
		t.Error("a message does not tick")
	}
	select {
	case <-ticks:
		t.Error("a tick without a change")
	default:
	}
}

func TestEmbeddedRedis(t *testing.T) {
	t.Parallel()
	r, err := sandbox.StartRedis()
	if err != nil || r.Addr() == "" {
		t.Fatal(r, err)
	}
	r.Close()
}
