package sandbox_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/firstask/firstask/sandbox"
)

// handClock is a clock that tests move by hand.
type handClock struct {
	mu sync.Mutex
	at time.Time
}

func (c *handClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *handClock) Add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// office is a workspace with three people, four channels and an app without events.
type office struct {
	*sandbox.Slack
	clock *handClock
	app   sandbox.App
}

func mustOffice(tb testing.TB, app sandbox.App, opts ...func(*sandbox.Options)) *office {
	tb.Helper()
	clock := &handClock{at: time.Date(2026, 3, 3, 10, 0, 0, 0, time.UTC)}
	o := sandbox.Options{Now: clock.Now}
	for _, opt := range opts {
		opt(&o)
	}
	s := sandbox.New(o)
	tb.Cleanup(s.Close)
	furnish(s)
	if app.Events == nil {
		app.Events = []string{}
	}
	return &office{Slack: s, clock: clock, app: s.Install(app)}
}

// furnish adds Ann, Ben, Cleo (deactivated) and Eve (of another workspace), and channels for them.
func furnish(s *sandbox.Slack) {
	s.AddUser(sandbox.User{ID: "U0ANN", Name: "ann", Email: "ann@example.com", Locale: "de-DE", TZ: "Europe/Berlin"})
	s.AddUser(sandbox.User{ID: "U0BEN", Name: "ben"})
	s.AddUser(sandbox.User{ID: "U0CLEO", Name: "cleo", Deleted: true})
	s.AddUser(sandbox.User{ID: "U0EVE", Name: "eve", Stranger: true, TeamID: "T0OTHER"})
	s.AddUser(sandbox.User{ID: "U0BOT", Name: "firstask", Bot: true})
	s.AddChannel(sandbox.Channel{ID: "C0HELP", Name: "help", Members: []string{"U0ANN", "U0BEN", "U0BOT"}})
	s.AddChannel(sandbox.Channel{ID: "C0OPEN", Name: "open", Members: []string{"U0ANN"}})
	s.AddChannel(sandbox.Channel{ID: "C0OLD", Name: "old", Archived: true, Members: []string{"U0ANN", "U0BOT"}})
	s.AddChannel(sandbox.Channel{ID: "C0SECRET", Name: "secret", Private: true, Members: []string{"U0ANN"}})
	s.AddChannel(sandbox.Channel{ID: "C0BOARD", Name: "board", Private: true, Members: []string{"U0ANN", "U0BOT"}})
}

type object = map[string]any

// call makes a Web API request with a form body and the bot's token.
func (o *office) call(tb testing.TB, method string, args ...string) object {
	tb.Helper()
	form := url.Values{"token": {o.app.BotToken}}
	for i := 0; i+1 < len(args); i += 2 {
		form.Set(args[i], args[i+1])
	}
	return o.raw(tb, method, form)
}

func (o *office) raw(tb testing.TB, method string, form url.Values) object {
	tb.Helper()
	r := httptest.NewRequest(http.MethodPost, "/api/"+method, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return decode(tb, o.serve(r))
}

// callJSON makes a Web API request with a JSON body and a bearer token.
func (o *office) callJSON(tb testing.TB, method string, body any) object {
	tb.Helper()
	r := httptest.NewRequest(http.MethodPost, "/api/"+method, strings.NewReader(encode(tb, body)))
	r.Header.Set("Content-Type", "application/json; charset=utf-8")
	r.Header.Set("Authorization", "Bearer "+o.app.BotToken)
	return decode(tb, o.serve(r))
}

func (o *office) serve(r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	o.Handler().ServeHTTP(w, r)
	return w
}

// respond posts to a response_url.
func (o *office) respond(tb testing.TB, address string, body any) object {
	tb.Helper()
	u, err := url.Parse(address)
	if err != nil {
		tb.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, u.Path, strings.NewReader(encode(tb, body)))
	r.Header.Set("Content-Type", "application/json")
	return decode(tb, o.serve(r))
}

func decode(tb testing.TB, w *httptest.ResponseRecorder) object {
	tb.Helper()
	var out object
	if err := json.Unmarshal(w.Body.Bytes(), &out); err != nil {
		tb.Fatalf("status %d, body %q: %v", w.Code, w.Body, err)
	}
	return out
}

func encode(tb testing.TB, v any) string {
	tb.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		tb.Fatal(err)
	}
	return string(b)
}

// wantOK fails unless the answer is ok.
func wantOK(tb testing.TB, got object) object {
	tb.Helper()
	if got["ok"] != true {
		tb.Fatalf("got %v, want ok", got)
	}
	return got
}

// wantError fails unless the answer carries the code.
func wantError(tb testing.TB, got object, code string) {
	tb.Helper()
	if got["ok"] != false || got["error"] != code {
		tb.Errorf("got ok=%v error=%v %v, want error %s", got["ok"], got["error"], got["response_metadata"], code)
	}
}

// at follows keys and indices into decoded JSON.
func at(tb testing.TB, v any, path ...any) any {
	tb.Helper()
	for _, step := range path {
		switch step := step.(type) {
		case string:
			m, ok := v.(object)
			if !ok {
				tb.Fatalf("no %q in %v", step, v)
			}
			v = m[step]
		case int:
			list, ok := v.([]any)
			if !ok || step >= len(list) {
				tb.Fatalf("no item %d in %v", step, v)
			}
			v = list[step]
		}
	}
	return v
}

// text follows a path to a string.
func text(tb testing.TB, v any, path ...any) string {
	tb.Helper()
	s, ok := at(tb, v, path...).(string)
	if !ok {
		tb.Fatalf("no string at %v in %v", path, v)
	}
	return s
}

func must[T any](tb testing.TB) func(v T, err error) T {
	tb.Helper()
	return func(v T, err error) T {
		tb.Helper()
		if err != nil {
			tb.Fatal(err)
		}
		return v
	}
}

func mustNil(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}
