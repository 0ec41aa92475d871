package sandbox

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// sign is Slack's request signature over the raw body.
func sign(secret, stamp string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	fmt.Fprintf(mac, "v0:%s:%s", stamp, body)
	return "v0=" + hex.EncodeToString(mac.Sum(nil))
}

// request makes a signed request to the app.
func (s *Slack) request(ctx context.Context, app App, target, contentType string, body []byte) (*http.Request, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, target, strings.NewReader(string(body)))
	if err != nil {
		return nil, fmt.Errorf("sandbox: request to the app: %w", err)
	}
	stamp := strconv.FormatInt(s.opt.SignNow().Unix(), 10)
	r.Header.Set("Content-Type", contentType)
	r.Header.Set("User-Agent", "Slackbot 1.0 (+https://api.slack.com/robots)")
	r.Header.Set("X-Slack-Request-Timestamp", stamp)
	r.Header.Set("X-Slack-Signature", sign(app.SigningSecret, stamp, body))
	return r, nil
}

func (s *Slack) attemptHTTP(ctx context.Context, app App, d *delivery, n int, reason string) outcome {
	ctx, cancel := context.WithTimeout(ctx, ackDeadline)
	defer cancel()
	r, err := s.request(ctx, app, app.EventsURL, "application/json", d.body)
	if err != nil {
		return outcome{reason: "unknown_error"}
	}
	if n > 0 {
		r.Header.Set("X-Slack-Retry-Num", strconv.Itoa(n))
		r.Header.Set("X-Slack-Retry-Reason", reason)
	}
	resp, err := s.opt.HTTPClient.Do(r)
	if err != nil {
		return outcome{reason: retryReason(err)}
	}
	defer resp.Body.Close()
	_, err = io.Copy(io.Discard, io.LimitReader(resp.Body, bodyMost))
	out := outcome{status: resp.StatusCode, noRetry: resp.Header.Get("X-Slack-No-Retry") == "1"}
	switch {
	case err != nil:
		out.reason = retryReason(err)
	case resp.StatusCode < 200 || resp.StatusCode > 299:
		out.reason = "http_error"
	}
	return out
}

func retryReason(err error) string {
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return "http_timeout"
	case strings.Contains(err.Error(), "redirects"):
		return "too_many_redirects"
	case strings.Contains(err.Error(), "tls:"), strings.Contains(err.Error(), "x509:"):
		return "ssl_error"
	default:
		return "connection_failed"
	}
}

// sendForm posts a slash command or an interaction and returns what came back within the deadline.
func (s *Slack) sendForm(app App, target string, form url.Values) Ack {
	ctx, cancel := context.WithTimeout(s.base(), ackDeadline)
	defer cancel()
	r, err := s.request(ctx, app, target, "application/x-www-form-urlencoded", []byte(form.Encode()))
	if err != nil {
		return Ack{Error: "dispatch_failed"}
	}
	resp, err := s.opt.HTTPClient.Do(r)
	if err != nil {
		return failedAck(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, bodyMost))
	if err != nil {
		return failedAck(err)
	}
	ack := Ack{Status: resp.StatusCode, Body: jsonBody(resp.Header.Get("Content-Type"), body)}
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		ack.Error = "http_error"
	}
	return ack
}

func failedAck(err error) Ack {
	if errors.Is(err, context.DeadlineExceeded) {
		return Ack{TimedOut: true, Error: "operation_timeout"}
	}
	return Ack{Error: "dispatch_failed"}
}

// jsonBody keeps a JSON answer and quotes any other text.
func jsonBody(contentType string, body []byte) json.RawMessage {
	text := strings.TrimSpace(string(body))
	switch {
	case text == "":
		return nil
	case strings.HasPrefix(contentType, "application/json") && json.Valid(body):
		return json.RawMessage(text)
	case strings.HasPrefix(text, "{") && json.Valid(body) && !strings.HasPrefix(contentType, "text/plain"):
		return json.RawMessage(text)
	default:
		return mustJSON(text)
	}
}

// VerifyURL sends url_verification to the app's events endpoint, as Slack does when the address is entered, and
// fails unless the challenge comes back.
func (s *Slack) VerifyURL(ctx context.Context) error {
	const challenge = "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"
	app := s.App()
	ctx, cancel := context.WithTimeout(ctx, ackDeadline)
	defer cancel()
	body := mustJSON(map[string]any{"token": "verification", "challenge": challenge, "type": "url_verification"})
	r, err := s.request(ctx, app, app.EventsURL, "application/json", body)
	if err != nil {
		return err
	}
	resp, err := s.opt.HTTPClient.Do(r)
	if err != nil {
		return fmt.Errorf("sandbox: url_verification: %w", err)
	}
	defer resp.Body.Close()
	got, err := io.ReadAll(io.LimitReader(resp.Body, bodyMost))
	if err != nil {
		return fmt.Errorf("sandbox: url_verification: %w", err)
	}
	if resp.StatusCode != http.StatusOK || !strings.Contains(string(got), challenge) {
		return fmt.Errorf("sandbox: url_verification: status %d without the challenge", resp.StatusCode)
	}
	return nil
}

// after is a timer channel that can be nil.
func after(t *time.Timer) <-chan time.Time {
	if t == nil {
		return nil
	}
	return t.C
}
