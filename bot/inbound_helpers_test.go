package bot_test

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"github.com/firstask/firstask/bot"
	"github.com/firstask/firstask/handlers"
	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

const (
	secret  = "8f742231b10e8888abcd99yyyzzz85a5"
	team    = "T0ACME"
	botUser = "U0BOT"
	ann     = "U0ANN"
)

// What app/ plugs in.
var (
	_ bot.Desk    = (*handlers.Desk)(nil)
	_ bot.Reports = (*handlers.Desk)(nil)
	_ bot.Words   = (*text.Catalog)(nil)
)

// deskStub answers every request with what it is told to, and remembers it.
type deskStub struct {
	mu       sync.Mutex
	requests []handlers.Request
	do       func(ctx context.Context, r handlers.Request) (handlers.Reply, error)
	form     func(ctx context.Context) (text.FormData, *ticket.Ticket, error)
	forms    []string
}

func (d *deskStub) Do(ctx context.Context, r handlers.Request) (handlers.Reply, error) {
	d.mu.Lock()
	d.requests = append(d.requests, r)
	do := d.do
	d.mu.Unlock()
	if do == nil {
		return handlers.Reply{}, nil
	}
	return do(ctx, r)
}

func (d *deskStub) Form(ctx context.Context, actor, verb string, number int64) (text.FormData, *ticket.Ticket, policy.Rules, error) {
	d.mu.Lock()
	d.forms = append(d.forms, actor+" "+verb+" "+strconv.FormatInt(number, 10))
	form := d.form
	d.mu.Unlock()
	if form == nil {
		return text.FormData{}, nil, policy.Rules{}, nil
	}
	data, t, err := form(ctx)
	return data, t, policy.Rules{}, err
}

func (d *deskStub) Look(context.Context, int64) (*ticket.Ticket, policy.Rules, error) {
	return nil, policy.Rules{}, nil
}

func (d *deskStub) seen() []handlers.Request {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]handlers.Request(nil), d.requests...)
}

// reportsStub notes what it is told, one line each.
type reportsStub struct {
	mu    sync.Mutex
	lines []string
	err   error
}

func (r *reportsStub) add(words ...string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lines = append(r.lines, strings.Join(words, " "))
	return r.err
}

func (r *reportsStub) all() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]string(nil), r.lines...)
}

func (r *reportsStub) Delivered(context.Context, notice.Notice, string, string, time.Time) error {
	return r.add("delivered")
}

func (r *reportsStub) Unreachable(_ context.Context, _ notice.Notice, user, why string) error {
	return r.add("unreachable", user, why)
}

func (r *reportsStub) Moved(context.Context, int64, notice.Recipient) error { return r.add("moved") }

func (r *reportsStub) Invited(_ context.Context, channel string) error {
	return r.add("invited", channel)
}

func (r *reportsStub) Edited(_ context.Context, key, channel, ts, words string, deleted bool, _ time.Time) error {
	return r.add("edited", key, channel, ts, strconv.FormatBool(deleted), words)
}

func (r *reportsStub) PersonChanged(_ context.Context, user string) error {
	return r.add("person", user)
}

// wordsStub says keys instead of words, with the reader's locale.
type wordsStub struct{}

func (wordsStub) Answer(a text.Answer, v text.View) text.Message {
	plain := v.Reader.Locale + ":" + a.Key
	if a.Typed != "" {
		plain += " [" + a.Typed + "]"
	}
	return text.Message{Plain: plain, Parts: []text.Part{{Kind: text.Para, Text: plain}}}
}

func (wordsStub) Refused(r *ticket.Refusal, v text.View) text.Message {
	return text.Message{Plain: v.Reader.Locale + ":refused " + string(r.Code)}
}

func (wordsStub) Form(verb string, _ text.FormData, v text.View) text.Form {
	title := verb
	if v.Ticket != nil {
		title += " " + strconv.FormatInt(v.Ticket.Number, 10)
	}
	return text.Form{Verb: verb, Title: title, Submit: "OK", Fields: []text.Field{{ID: "text", Kind: text.Lines, Label: "Text"}}}
}

// apiCall is one call the bot made: a Web API method, or "hook" with the address.
type apiCall struct {
	Method string
	At     time.Time
	Args   map[string]any
}

// slackStub is a Web API of canned answers that needs no network.
type slackStub struct {
	mu      sync.Mutex
	calls   []apiCall
	answers map[string]string
	headers map[string]http.Header
	delay   map[string]time.Duration
	hook    int // status of response URLs; 0 is 200
}

func newSlackStub() *slackStub {
	return &slackStub{
		answers: map[string]string{"views.open": `{"ok":true,"view":{"id":"V1","hash":"1.a"}}`},
		headers: map[string]http.Header{}, delay: map[string]time.Duration{},
	}
}

func (s *slackStub) RoundTrip(r *http.Request) (*http.Response, error) {
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	method := r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:]
	call := apiCall{Method: method, At: time.Now(), Args: map[string]any{}}
	if strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		_ = json.Unmarshal(raw, &call.Args)
	} else if form, err := url.ParseQuery(string(raw)); err == nil {
		for k := range form {
			call.Args[k] = form.Get(k)
		}
	}
	s.mu.Lock()
	s.calls = append(s.calls, call)
	if cursor, _ := call.Args["cursor"].(string); cursor != "" && s.answers[method+"#"+cursor] != "" {
		method += "#" + cursor
	}
	answer, header, delay, status := s.answers[method], s.headers[method].Clone(), s.delay[method], http.StatusOK
	if method == "hook" && s.hook != 0 {
		status = s.hook
	}
	s.mu.Unlock()
	if delay > 0 {
		select {
		case <-time.After(delay):
		case <-r.Context().Done():
			return nil, r.Context().Err()
		}
	}
	if answer == "" {
		answer = `{"ok":true}`
	}
	if header == nil {
		header = http.Header{}
	}
	if header.Get("Retry-After") != "" {
		status = http.StatusTooManyRequests
		s.mu.Lock()
		delete(s.headers, method)
		s.mu.Unlock()
	}
	return &http.Response{
		StatusCode: status, Status: strconv.Itoa(status), Header: header,
		Body: io.NopCloser(strings.NewReader(answer)), Request: r,
	}, nil
}

func (s *slackStub) made(method string) []apiCall {
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []apiCall
	for _, c := range s.calls {
		if c.Method == method {
			found = append(found, c)
		}
	}
	return found
}

func (s *slackStub) set(method, answer string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answers[method] = answer
}

// peopleStub keeps the directory's entries in memory.
type peopleStub struct {
	mu      sync.Mutex
	entries map[string][]byte
}

func (p *peopleStub) PutPeople(_ context.Context, entries map[string][]byte) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.entries == nil {
		p.entries = map[string][]byte{}
	}
	maps.Copy(p.entries, entries)
	return nil
}

func (p *peopleStub) People(context.Context) (map[string][]byte, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return maps.Clone(p.entries), nil
}

// inbound is everything around the edge, made of stubs.
type inbound struct {
	desk    *deskStub
	reports *reportsStub
	slack   *slackStub
	people  *peopleStub
	dir     *bot.Directory
	options bot.Options
	lost    []string
}

const workspace = `{"ok":true,"members":[
 {"id":"U0ANN","team_id":"T0ACME","name":"ann","real_name":"Ann Lee","tz":"Asia/Shanghai","tz_offset":28800,"locale":"zh-CN",
  "profile":{"display_name":"Ann","email":"ann@acme.test","fields":[]}},
 {"id":"U0BEN","team_id":"T0ACME","name":"ben","real_name":"Ben Carter","tz":"America/New_York","locale":"en-US","profile":{}},
 {"id":"U0OLD","team_id":"T0ACME","name":"old","deleted":true,"profile":{"real_name":"Old Hand"}},
 {"id":"U0EXT","team_id":"T0OTHER","name":"ext","real_name":"Eve Ext","profile":{}}]}`

const channels = `{"ok":true,"channels":[
 {"id":"C0HELP","name":"help","is_member":true},
 {"id":"G0HR","name":"hr","is_private":true,"is_member":true}]}`

func newInbound(tb testing.TB) *inbound {
	tb.Helper()
	in := &inbound{desk: &deskStub{}, reports: &reportsStub{}, slack: newSlackStub(), people: &peopleStub{}}
	in.slack.set("users.list", workspace)
	in.slack.set("users.conversations", channels)
	me := bot.Identity{Team: team, URL: "https://acme.slack.com/", BotUser: botUser, Bot: "B0BOT"}
	web := &http.Client{Transport: in.slack}
	client := bot.NewClient(bot.ClientOptions{Token: "xoxb-1", AppToken: "xapp-1", APIURL: "http://slack.test/api", HTTPClient: web})
	in.dir = bot.NewDirectory(bot.DirectoryOptions{
		Client: client, Store: in.people, Me: me, Locale: "en-US", Now: time.Now, Log: zerolog.Nop(),
	})
	if err := in.dir.Load(tb.Context()); err != nil {
		tb.Fatal(err)
	}
	in.options = bot.Options{
		Desk: in.desk, Reports: in.reports, Words: wordsStub{}, Client: client, Directory: in.dir, Me: me,
		SigningSecret: secret, Now: time.Now, Log: zerolog.Nop(), Hooks: web,
		Lost: func(reason string) { in.lost = append(in.lost, reason) },
	}
	return in
}

// post sends a signed request through the HTTP handler and waits for what it started.
func (in *inbound) post(tb testing.TB, path, kind, body string, header ...string) *httptest.ResponseRecorder {
	tb.Helper()
	h := bot.NewHTTP(in.options)
	defer h.Close()
	r := signed(path, body, in.options.Now())
	r.Header.Set("Content-Type", kind)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func (in *inbound) command(tb testing.TB, fields ...string) *httptest.ResponseRecorder {
	tb.Helper()
	form := url.Values{
		"team_id": {team}, "channel_id": {"C0HELP"}, "channel_name": {"help"}, "user_id": {ann}, "command": {"/firstask"},
		"response_url": {"http://slack.test/hook"}, "trigger_id": {"13345224609.738474920.8088930838"},
	}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	return in.post(tb, "/slack/command", "application/x-www-form-urlencoded", form.Encode())
}

func (in *inbound) interact(tb testing.TB, payload string) *httptest.ResponseRecorder {
	tb.Helper()
	return in.post(tb, "/slack/interaction", "application/x-www-form-urlencoded", url.Values{"payload": {payload}}.Encode())
}

func (in *inbound) event(tb testing.TB, event string, header ...string) *httptest.ResponseRecorder {
	tb.Helper()
	return in.post(tb, "/slack/events", "application/json", envelope(event), header...)
}

func envelope(event string) string {
	return `{"token":"x","team_id":"T0ACME","api_app_id":"A1","event":` + event + `,"type":"event_callback","event_id":"Ev1",` +
		`"event_time":1768903200,"is_ext_shared_channel":false,"context_enterprise_id":null,` +
		`"authorizations":[{"enterprise_id":null,"team_id":"T0ACME","user_id":"U0BOT","is_bot":true}]}`
}

func signed(path, body string, at time.Time) *http.Request {
	r := httptest.NewRequest(http.MethodPost, path, bytes.NewReader([]byte(body)))
	stamp := strconv.FormatInt(at.Unix(), 10)
	r.Header.Set("X-Slack-Request-Timestamp", stamp)
	r.Header.Set("X-Slack-Signature", sign(stamp, body))
	return r
}

func sign(stamp, body string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	_, _ = io.WriteString(mac, "v0:"+stamp+":"+body)
	return "v0=" + hex.EncodeToString(mac.Sum(nil))
}

func mustJSON(tb testing.TB, raw []byte) map[string]any {
	tb.Helper()
	var v map[string]any
	if err := json.Unmarshal(raw, &v); err != nil {
		tb.Fatalf("%v: %s", err, raw)
	}
	return v
}

// events sends events one after another through one handler.
func (in *inbound) events(tb testing.TB, bodies ...string) {
	tb.Helper()
	h := bot.NewHTTP(in.options)
	defer h.Close()
	for _, body := range bodies {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, signed("/slack/events", body, in.options.Now()))
		if w.Code != 200 {
			tb.Errorf("status %d for %s", w.Code, body)
		}
	}
}
