package bot

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

const (
	maxBody     = 1 << 20
	signedFor   = 300 * time.Second
	formType    = "application/x-www-form-urlencoded"
	sslCheck    = "ssl_check"
	retryHeader = "X-Slack-Retry-Num"
)

// The reasons for refusing a request, labels of the metrics.
const (
	reasonMethod     = "method"
	reasonTooLarge   = "too_large"
	reasonUnreadable = "unreadable"
	reasonUnsigned   = "unsigned"
	reasonTime       = "stale_or_early"
	reasonSignature  = "bad_signature"
	reasonMalformed  = "malformed"
)

// HTTP receives what Slack sends to /slack/command, /slack/interaction and
// /slack/events. Nothing is read of a request whose signature does not hold.
type HTTP struct {
	*edge

	mux *http.ServeMux
}

// NewHTTP makes the handler; Close must be called after the last request.
func NewHTTP(o Options) *HTTP {
	h := &HTTP{edge: newEdge(o), mux: http.NewServeMux()}
	h.mux.HandleFunc("/slack/command", h.verified(h.command))
	h.mux.HandleFunc("/slack/interaction", h.verified(h.interaction))
	h.mux.HandleFunc("/slack/events", h.verified(h.events))
	return h
}

// ServeHTTP implements http.Handler.
func (h *HTTP) ServeHTTP(w http.ResponseWriter, r *http.Request) { h.mux.ServeHTTP(w, r) }

// Close waits for the answers still under way, at most ten seconds.
func (h *HTTP) Close() { h.tails.wait() }

// refusal is why a request is not read.
type refusal struct {
	status int
	reason string
}

type payloadHandler func(ctx context.Context, w http.ResponseWriter, r *http.Request, body []byte, at time.Time)

// verified reads the body and checks its signature before anything looks at it.
func (h *HTTP) verified(next payloadHandler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		at := h.Now()
		if r.URL.Query().Get(sslCheck) != "" { // Slack looks at the certificate
			w.WriteHeader(http.StatusOK)
			return
		}
		body, why := h.read(w, r)
		if why.status == 0 {
			why = h.verify(r.Header, body, at)
		}
		if why.status != 0 {
			h.refuse(w, why)
			return
		}
		ctx, cancel := context.WithTimeout(r.Context(), deadline)
		defer cancel()
		next(ctx, w, r, body, at)
	}
}

func (h *HTTP) read(w http.ResponseWriter, r *http.Request) ([]byte, refusal) {
	if r.Method != http.MethodPost {
		return nil, refusal{http.StatusMethodNotAllowed, reasonMethod}
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return nil, refusal{http.StatusRequestEntityTooLarge, reasonTooLarge}
	}
	if err != nil {
		return nil, refusal{http.StatusBadRequest, reasonUnreadable}
	}
	return body, refusal{}
}

// verify checks Slack's signature over the raw body. A request counts for five
// minutes before and after its time.
func (h *HTTP) verify(header http.Header, body []byte, now time.Time) refusal {
	stamp, signature := header.Get("X-Slack-Request-Timestamp"), header.Get("X-Slack-Signature")
	if stamp == "" || signature == "" || h.SigningSecret == "" {
		return refusal{http.StatusUnauthorized, reasonUnsigned}
	}
	sec, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil {
		return refusal{http.StatusUnauthorized, reasonUnsigned}
	}
	if age := now.Sub(time.Unix(sec, 0)); age > signedFor || age < -signedFor {
		return refusal{http.StatusUnauthorized, reasonTime}
	}
	mac := hmac.New(sha256.New, []byte(h.SigningSecret))
	mac.Write([]byte("v0:" + stamp + ":"))
	mac.Write(body)
	want := "v0=" + hex.EncodeToString(mac.Sum(nil))
	if !hmac.Equal([]byte(want), []byte(signature)) {
		return refusal{http.StatusUnauthorized, reasonSignature}
	}
	return refusal{}
}

func (h *HTTP) refuse(w http.ResponseWriter, why refusal) {
	h.Metrics.refused.WithLabelValues(why.reason).Inc()
	h.Log.Warn().Str("reason", why.reason).Msg("request refused")
	if why.status == http.StatusBadRequest {
		w.Header().Set("X-Slack-No-Retry", "1") // it would be the same again
	}
	http.Error(w, http.StatusText(why.status), why.status)
}

func (h *HTTP) command(ctx context.Context, w http.ResponseWriter, _ *http.Request, body []byte, at time.Time) {
	form, err := url.ParseQuery(string(body))
	if err != nil {
		h.refuse(w, refusal{http.StatusBadRequest, reasonMalformed})
		return
	}
	if form.Get(sslCheck) != "" {
		w.WriteHeader(http.StatusOK)
		return
	}
	h.finish(w, h.slash(ctx, slashCommand{
		TeamID: form.Get("team_id"), ChannelID: form.Get("channel_id"), ChannelName: form.Get("channel_name"),
		UserID: form.Get("user_id"), Text: form.Get("text"), ResponseURL: form.Get("response_url"), TriggerID: form.Get("trigger_id"),
	}, at), at)
}

func (h *HTTP) interaction(ctx context.Context, w http.ResponseWriter, _ *http.Request, body []byte, at time.Time) {
	form, err := url.ParseQuery(string(body))
	if err != nil || form.Get("payload") == "" {
		h.refuse(w, refusal{http.StatusBadRequest, reasonMalformed})
		return
	}
	h.finish(w, h.interactive(ctx, json.RawMessage(form.Get("payload")), at), at)
}

func (h *HTTP) events(ctx context.Context, w http.ResponseWriter, r *http.Request, body []byte, at time.Time) {
	var env struct {
		Type      string `json:"type"`
		Challenge string `json:"challenge"`
	}
	if err := decode(body, &env); err != nil {
		h.refuse(w, refusal{http.StatusBadRequest, reasonMalformed})
		return
	}
	if env.Type == "url_verification" {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		_, _ = io.WriteString(w, env.Challenge)
		return
	}
	attempt := 0
	if n := r.Header.Get(retryHeader); n != "" {
		attempt, _ = strconv.Atoi(n)
		h.retried(r.Header.Get("X-Slack-Retry-Reason"))
	}
	h.finish(w, h.event(ctx, body, at, attempt), at)
}

// retried counts a repeated delivery by Slack's reason.
func (e *edge) retried(reason string) {
	switch reason {
	case "http_timeout", "too_many_redirects", "connection_failed", "ssl_error", "http_error":
	default:
		reason = "other"
	}
	e.Metrics.retries.WithLabelValues(reason).Inc()
}

// finish acknowledges: 503 brings an event again, all else is done.
func (h *HTTP) finish(w http.ResponseWriter, a answer, at time.Time) {
	h.count(a, at)
	switch {
	case a.again:
		http.Error(w, "not saved", http.StatusServiceUnavailable)
	case a.outcome == badForm:
		h.refuse(w, refusal{http.StatusBadRequest, reasonMalformed})
	case a.body == nil:
		w.WriteHeader(http.StatusOK)
	default:
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		_, _ = w.Write(a.body)
	}
}
