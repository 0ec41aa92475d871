package sandbox_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestSignature(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := mustBubble(t, false)
		must[string](t)(b.Say("U0ANN", "C0HELP", "hi"))
		for _, r := range b.received() {
			stamp := r.header.Get("X-Slack-Request-Timestamp")
			mac := hmac.New(sha256.New, []byte(b.app.SigningSecret))
			mac.Write([]byte("v0:" + stamp + ":" + string(r.body)))
			if want := "v0=" + hex.EncodeToString(mac.Sum(nil)); r.header.Get("X-Slack-Signature") != want {
				t.Errorf("signature %q, want %q", r.header.Get("X-Slack-Signature"), want)
			}
			if r.header.Get("X-Slack-Retry-Num") != "" {
				t.Error("the first delivery is marked as a retry")
			}
		}
	})
}

// TestRetries: an event is tried at once, at once again, after a minute and after five more, with the reason.
func TestRetries(t *testing.T) {
	t.Parallel()
	rows := []struct {
		name, reason string
		answer       func(r request, w http.ResponseWriter)
		want         []time.Duration
	}{
		{"server error", "http_error", func(_ request, w http.ResponseWriter) { w.WriteHeader(http.StatusInternalServerError) }, []time.Duration{0, 0, time.Minute, 6 * time.Minute}},
		{"no answer", "http_timeout", func(request, http.ResponseWriter) { time.Sleep(4 * time.Second) }, []time.Duration{
			0, 3 * time.Second, 66 * time.Second, 6*time.Minute + 9*time.Second,
		}},
		{"hang up", "connection_failed", func(request, http.ResponseWriter) { panic(http.ErrAbortHandler) }, []time.Duration{0, 0, time.Minute, 6 * time.Minute}},
		{"no retry wanted", "", func(_ request, w http.ResponseWriter) {
			w.Header().Set("X-Slack-No-Retry", "1")
			w.WriteHeader(http.StatusInternalServerError)
		}, []time.Duration{0}},
		{"just in time", "", func(request, http.ResponseWriter) { time.Sleep(2900 * time.Millisecond) }, []time.Duration{0}},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				b := mustBubble(t, false)
				b.onRequest(row.answer)
				must[string](t)(b.Say("U0ANN", "C0HELP", "hi"))
				time.Sleep(time.Hour)
				got := b.received()
				times := make([]time.Duration, 0, len(got))
				for i, r := range got {
					times = append(times, r.at.Truncate(time.Millisecond))
					if i > 0 && (r.header.Get("X-Slack-Retry-Num") != string(rune('0'+i)) || r.header.Get("X-Slack-Retry-Reason") != row.reason) {
						t.Errorf("try %d is marked %q %q", i, r.header.Get("X-Slack-Retry-Num"), r.header.Get("X-Slack-Retry-Reason"))
					}
					if r.envelope(t)["event_id"] != got[0].envelope(t)["event_id"] {
						t.Error("a retry has another event id")
					}
				}
				if diff := cmp.Diff(row.want, times); diff != "" {
					t.Errorf("deliveries (-want +got):\n%s", diff)
				}
			})
		})
	}
}

// TestGesturesAreNeverRetried: slash commands, clicks and shortcuts get one chance of three seconds.
func TestGesturesAreNeverRetried(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := mustBubble(t, false)
		b.onRequest(func(_ request, w http.ResponseWriter) { w.WriteHeader(http.StatusServiceUnavailable) })
		ack, err := b.Slash("U0ANN", "C0HELP", "/firstask", "help")
		if err != nil || ack.OK() || ack.Status != 503 {
			t.Errorf("a failed command: %+v %v", ack, err)
		}
		b.onRequest(func(request, http.ResponseWriter) { time.Sleep(4 * time.Second) })
		before := time.Now()
		ack, err = b.GlobalShortcut("U0ANN", "ticket_new")
		if err != nil || !ack.TimedOut || time.Since(before) != 3*time.Second {
			t.Errorf("a slow shortcut: %+v %v after %v", ack, err, time.Since(before))
		}
		time.Sleep(time.Hour)
		if n := len(b.received()); n != 2 {
			t.Errorf("the app got %d requests, want 2", n)
		}
	})
}

func TestSlowAppDoesNotHoldOthersBack(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := mustBubble(t, false)
		b.onRequest(func(request, http.ResponseWriter) { time.Sleep(2 * time.Second) })
		for range 3 {
			must[string](t)(b.Say("U0ANN", "C0HELP", "hi"))
		}
		if b.Quiet() {
			t.Error("quiet while events are under way")
		}
		if n := len(b.received()); n != 3 {
			t.Errorf("after a second the app got %d events, want 3", n)
		}
		time.Sleep(5 * time.Second)
		if !b.Quiet() {
			t.Error("not quiet at the end")
		}
	})
}

func TestOrderAndChaos(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := mustBubble(t, false)
		say := func(words ...string) {
			for _, w := range words {
				must[string](t)(b.Say("U0ANN", "C0HELP", w))
			}
		}
		heard := func() (out []string) {
			for _, r := range b.received() {
				out = append(out, text(t, r.inner(t), "text")+r.header.Get("X-Slack-Retry-Num"))
			}
			return out
		}
		steps := []struct {
			name string
			do   func()
			want []string
		}{
			{"in order", func() { say("a", "b", "c") }, []string{"a", "b", "c"}},
			{"reversed", func() { b.ReverseNext(2); say("d", "e", "f") }, []string{"e", "d", "f"}},
			{"again", func() { b.Redeliver(2) }, []string{"e1", "f1"}},
			{"late", func() { b.DelayNext(1, time.Minute); say("g", "h") }, []string{"h"}},
			{"at last", func() { time.Sleep(time.Minute) }, []string{"g"}},
		}
		for _, step := range steps {
			step.do()
			if diff := cmp.Diff(step.want, heard()); diff != "" {
				t.Errorf("%s (-want +got):\n%s", step.name, diff)
			}
		}
	})
}

func TestVerifyURL(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := mustBubble(t, false)
		if b.VerifyURL(t.Context()) == nil {
			t.Error("an app without the challenge passes")
		}
		b.onRequest(func(r request, w http.ResponseWriter) { _, _ = w.Write([]byte(text(t, r.envelope(t), "challenge"))) })
		mustNil(t, b.VerifyURL(t.Context()))
	})
}

// TestCloseInTheMiddle: Close ends retries and slow deliveries; the bubble fails if a goroutine stays.
func TestCloseInTheMiddle(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := mustBubble(t, false)
		b.onRequest(func(_ request, w http.ResponseWriter) { w.WriteHeader(http.StatusInternalServerError) })
		must[string](t)(b.Say("U0ANN", "C0HELP", "hi"))
		time.Sleep(30 * time.Second)
		before := time.Now()
		b.Close()
		if waited := time.Since(before); waited != 0 {
			t.Errorf("Close waited %v", waited)
		}
		if _, err := b.Say("U0ANN", "C0HELP", "hi"); err == nil {
			t.Error("a closed workspace takes messages")
		}
	})
}
