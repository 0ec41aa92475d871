package bot_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"github.com/firstask/firstask/bot"
	"github.com/firstask/firstask/handlers"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

var ignoreAt = cmpopts.IgnoreFields(handlers.Request{}, "At")

func TestRefusedRequestsReachNobody(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 3, 10, 0, 0, 0, time.UTC)
	const body = "team_id=T0ACME&user_id=U0ANN&trigger_id=1.2.3&channel_id=C0HELP&text=hello"
	rows := map[string]struct {
		change func(r *http.Request)
		body   string
		at     time.Time
		status int
		reason string
	}{
		"fresh":       {status: 200},
		"300 s old":   {at: now.Add(-300 * time.Second), status: 200},
		"300 s early": {at: now.Add(300 * time.Second), status: 200},
		"301 s old":   {at: now.Add(-301 * time.Second), status: 401, reason: "stale_or_early"},
		"301 s early": {at: now.Add(301 * time.Second), status: 401, reason: "stale_or_early"},
		"other body": {change: func(r *http.Request) {
			r.Body = httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body+"!")).Body
		}, status: 401, reason: "bad_signature"},
		"no signature":             {change: func(r *http.Request) { r.Header.Del("X-Slack-Signature") }, status: 401, reason: "unsigned"},
		"no time":                  {change: func(r *http.Request) { r.Header.Del("X-Slack-Request-Timestamp") }, status: 401, reason: "unsigned"},
		"time is no number":        {change: func(r *http.Request) { r.Header.Set("X-Slack-Request-Timestamp", "now") }, status: 401, reason: "unsigned"},
		"time moved after signing": {change: func(r *http.Request) { r.Header.Set("X-Slack-Request-Timestamp", strconv.FormatInt(now.Unix()+1, 10)) }, status: 401, reason: "bad_signature"},
		"signature of another kind": {change: func(r *http.Request) {
			r.Header.Set("X-Slack-Signature", strings.ToUpper(r.Header.Get("X-Slack-Signature")))
		}, status: 401, reason: "bad_signature"},
		"signature without its kind": {change: func(r *http.Request) { r.Header.Set("X-Slack-Signature", r.Header.Get("X-Slack-Signature")[3:]) }, status: 401, reason: "bad_signature"},
		"too large":                  {body: "text=" + strings.Repeat("x", 1<<20), status: 413, reason: "too_large"},
		"get":                        {change: func(r *http.Request) { r.Method = http.MethodGet }, status: 405, reason: "method"},
		"no form":                    {body: "text=%zz", status: 400, reason: "malformed"},
		"nobody":                     {body: "team_id=T0ACME&text=hello", status: 400, reason: "malformed"},
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := newInbound(t)
			registry := prometheus.NewRegistry()
			in.options.Metrics = bot.NewInboundMetrics(registry)
			in.options.Now = func() time.Time { return now }
			if row.at.IsZero() {
				row.at = now
			}
			if row.body == "" {
				row.body = body
			}
			r := signed("/slack/command", row.body, row.at)
			if row.change != nil {
				row.change(r)
			}
			h := bot.NewHTTP(in.options)
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			h.Close()
			if w.Code != row.status {
				t.Errorf("status %d, want %d", w.Code, row.status)
			}
			if heard := len(in.desk.seen()); (heard > 0) != (row.status == 200) {
				t.Errorf("the desk heard %d requests at status %d", heard, w.Code)
			}
			if row.reason == "" {
				return
			}
			want := "# HELP firstask_inbound_refused_total HTTP requests refused before they were read, by reason.\n" +
				"# TYPE firstask_inbound_refused_total counter\n" +
				"firstask_inbound_refused_total{reason=\"" + row.reason + "\"} 1\n"
			if err := testutil.GatherAndCompare(registry, strings.NewReader(want), "firstask_inbound_refused_total"); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestReplayedRequestHasTheSameKey(t *testing.T) {
	t.Parallel()
	in := newInbound(t)
	in.command(t, "text", "hello")
	in.command(t, "text", "hello")
	got := in.desk.seen()
	if len(got) != 2 || got[0].Key == "" || got[0].Key != got[1].Key {
		t.Errorf("requests %+v", got)
	}
}

func TestCertificateCheckAndUrlVerification(t *testing.T) {
	t.Parallel()
	in := newInbound(t)
	h := bot.NewHTTP(in.options)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/slack/command?ssl_check=1", http.NoBody))
	if w.Code != 200 {
		t.Errorf("ssl check: %d", w.Code)
	}
	w = in.post(t, "/slack/events", "application/json", `{"token":"x","challenge":"3eZbrw1aB","type":"url_verification"}`)
	if w.Code != 200 || w.Body.String() != "3eZbrw1aB" {
		t.Errorf("challenge: %d %q", w.Code, w.Body)
	}
	if w = in.post(t, "/slack/command", "", "ssl_check=1&token=x"); w.Code != 200 || len(in.desk.seen()) != 0 {
		t.Errorf("ssl check by post: %d", w.Code)
	}
}

func TestSlashMakesARequest(t *testing.T) {
	t.Parallel()
	rows := map[string]struct {
		fields []string
		want   handlers.Request
	}{
		"in a channel": {
			fields: []string{"text", "  the <@U0BEN|ben> &amp; co &lt;b&gt; "},
			want: handlers.Request{
				Key: "slash:13345224609.738474920.8088930838", Source: handlers.Slash, Actor: ann,
				Line: "the <@U0BEN|ben> & co <b>", Post: ticket.Post{Channel: "C0HELP"},
			},
		},
		"in a private channel with the bot": {
			fields: []string{"text", "x", "channel_id", "G0HR", "channel_name", "privategroup", "trigger_id", "1"},
			want:   handlers.Request{Key: "slash:1", Source: handlers.Slash, Actor: ann, Line: "x", Post: ticket.Post{Channel: "G0HR", Private: true}},
		},
		"in a private channel without the bot": {
			fields: []string{"text", "x", "channel_id", "C0SECRET", "channel_name", "privategroup", "trigger_id", "1"},
			want:   handlers.Request{Key: "slash:1", Source: handlers.Slash, Actor: ann, Line: "x", Post: ticket.Post{Channel: "C0SECRET", Private: true, Hidden: true}},
		},
		"in a public channel without the bot": {
			fields: []string{"text", "x", "channel_id", "C0NEW", "channel_name", "new", "trigger_id", "1"},
			want:   handlers.Request{Key: "slash:1", Source: handlers.Slash, Actor: ann, Line: "x", Post: ticket.Post{Channel: "C0NEW"}},
		},
		"in the bot's own conversation": {
			fields: []string{"text", "x", "channel_id", "D0ANN", "channel_name", "directmessage", "trigger_id", "1"},
			want:   handlers.Request{Key: "slash:1", Source: handlers.Slash, Actor: ann, Line: "x", Post: ticket.Post{Channel: "D0ANN", DM: true, Private: true}},
		},
		"in a conversation of two others": {
			fields: []string{"text", "x", "channel_id", "D0ANNBEN", "channel_name", "directmessage", "trigger_id", "1"},
			want:   handlers.Request{Key: "slash:1", Source: handlers.Slash, Actor: ann, Line: "x", Post: ticket.Post{Channel: "D0ANNBEN", DM: true, Private: true, Hidden: true}},
		},
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := newInbound(t)
			in.slack.set("conversations.open", `{"ok":true,"channel":{"id":"D0ANN"}}`)
			before := time.Now()
			if w := in.command(t, row.fields...); w.Code != 200 || w.Body.Len() != 0 {
				t.Errorf("%d %s", w.Code, w.Body)
			}
			got := in.desk.seen()
			if diff := cmp.Diff([]handlers.Request{row.want}, got, ignoreAt); diff != "" {
				t.Fatal(diff)
			}
			if at := got[0].At; at.Before(before) || at.After(time.Now()) {
				t.Errorf("arrived at %s", at)
			}
		})
	}
}

func TestSlashAnswersInTheAcknowledgement(t *testing.T) {
	t.Parallel()
	rows := map[string]struct {
		reply handlers.Reply
		err   error
		want  string
	}{
		"saved":    {reply: handlers.Reply{Answer: text.Answer{Key: "saved"}, Ticket: 42}, want: "zh-Hans:saved"},
		"refused":  {err: &ticket.Refusal{Code: ticket.NotYours}, want: "zh-Hans:refused not_yours"},
		"unsaved":  {err: errors.Join(errors.New("redis is away"), handlers.ErrUnsaved), want: "zh-Hans:not_saved [the printer is on fire]"},
		"a fault":  {err: errors.New("bug"), want: "zh-Hans:failed [the printer is on fire]"},
		"a number": {err: handlers.ErrNotFound, want: "zh-Hans:not_found"},
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := newInbound(t)
			in.desk.do = func(context.Context, handlers.Request) (handlers.Reply, error) { return row.reply, row.err }
			w := in.command(t, "text", "the printer is on fire")
			body := mustJSON(t, w.Body.Bytes())
			if w.Code != 200 || body["text"] != row.want || body["response_type"] != "ephemeral" {
				t.Errorf("%d %s", w.Code, w.Body)
			}
			if kind := w.Header().Get("Content-Type"); kind != "application/json; charset=utf-8" {
				t.Errorf("content type %q", kind)
			}
			if calls := in.slack.made("hook"); len(calls) != 0 {
				t.Errorf("answered a second time: %v", calls)
			}
		})
	}
}

func TestAnotherTeamIsRefused(t *testing.T) {
	t.Parallel()
	in := newInbound(t)
	if w := in.command(t, "team_id", "T0EVIL", "text", "hi"); w.Code != 200 || w.Body.Len() != 0 {
		t.Errorf("slash: %d %s", w.Code, w.Body)
	}
	in.interact(t, strings.ReplaceAll(clickPayload, team, "T0EVIL"))
	in.post(t, "/slack/events", "application/json", strings.ReplaceAll(envelope(channelPost), team, "T0EVIL"))
	if got := in.desk.seen(); len(got) != 0 {
		t.Errorf("the desk heard %+v", got)
	}
}

func TestUnknownActorIsAskedForOnce(t *testing.T) {
	t.Parallel()
	in := newInbound(t)
	in.slack.set("users.info", `{"ok":true,"user":{"id":"U0NEW","team_id":"T0ACME","name":"new","locale":"zh-TW","profile":{}}}`)
	in.desk.do = func(context.Context, handlers.Request) (handlers.Reply, error) {
		return handlers.Reply{Answer: text.Answer{Key: "saved"}}, nil
	}
	w := in.command(t, "user_id", "U0NEW", "text", "x")
	if got := mustJSON(t, w.Body.Bytes())["text"]; got != "zh-Hant:saved" {
		t.Errorf("said %v", got)
	}
	in.command(t, "user_id", "U0NEW", "text", "x")
	if n := len(in.slack.made("users.info")); n != 1 {
		t.Errorf("asked %d times", n)
	}
}

func TestSlackSilentAboutAPersonHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		in := newInbound(t)
		in.slack.delay["users.info"] = time.Minute
		began := time.Now()
		in.command(t, "user_id", "U0NEW", "text", "x")
		if took := time.Since(began); took != 800*time.Millisecond || len(in.desk.seen()) != 1 {
			t.Errorf("took %s, requests %d", took, len(in.desk.seen()))
		}
	})
}

func TestSlowDeskIsGivenUpBeforeSlackGivesUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		in := newInbound(t)
		in.desk.do = func(ctx context.Context, _ handlers.Request) (handlers.Reply, error) {
			<-ctx.Done()
			return handlers.Reply{}, errors.Join(handlers.ErrUnsaved, ctx.Err())
		}
		began := time.Now()
		w := in.command(t, "text", "x")
		if took := time.Since(began); took != 2*time.Second || !strings.Contains(w.Body.String(), "not_saved") {
			t.Errorf("took %s: %s", took, w.Body)
		}
	})
}

func TestAPanicIsOneFailedRequest(t *testing.T) {
	t.Parallel()
	in := newInbound(t)
	in.desk.do = func(context.Context, handlers.Request) (handlers.Reply, error) { panic("boom") }
	if w := in.command(t, "text", "x"); w.Code != 200 {
		t.Errorf("slash: %d", w.Code)
	}
	if w := in.event(t, channelPost); w.Code != 503 {
		t.Errorf("event: %d", w.Code)
	}
	in.desk.form = func(context.Context) (text.FormData, *ticket.Ticket, error) { panic("boom") }
	if w := in.command(t); w.Code != 200 || !strings.Contains(w.Body.String(), "failed") {
		t.Errorf("dialog: %d %s", w.Code, w.Body)
	}
}
