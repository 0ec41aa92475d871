package sandbox_test

import (
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/url"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gorilla/websocket"

	"github.com/firstask/firstask/sandbox"
)

// request is what the app received.
type request struct {
	at     time.Duration // since the app began
	path   string
	header http.Header
	body   []byte
}

// inner is the event inside an envelope.
func (r request) inner(tb testing.TB) object {
	tb.Helper()
	e, ok := r.envelope(tb)["event"].(object)
	if !ok {
		tb.Fatalf("no event in %s", r.body)
	}
	return e
}

func (r request) envelope(tb testing.TB) object {
	tb.Helper()
	var e object
	if err := json.Unmarshal(r.body, &e); err != nil {
		tb.Fatalf("%v in %s", err, r.body)
	}
	return e
}

// bubble is a workspace and an HTTP app in a synctest bubble, connected by pipes.
type bubble struct {
	*sandbox.Slack
	net    *sandbox.PipeNet
	client *http.Client
	app    sandbox.App
	start  time.Time

	mu     sync.Mutex
	got    []request
	answer func(r request, w http.ResponseWriter)
}

// mustBubble makes, inside a synctest bubble, an office whose app listens on http://app.test; socket gives it no
// URLs. What it started ends with the test.
func mustBubble(t *testing.T, socket bool) *bubble {
	t.Helper()
	n := sandbox.NewPipeNet()
	client := &http.Client{Transport: &http.Transport{DialContext: n.DialContext}}
	b := &bubble{net: n, client: client, start: time.Now()}
	b.Slack = sandbox.New(sandbox.Options{HTTPClient: client})
	furnish(b.Slack)
	app := sandbox.App{}
	if !socket {
		app.EventsURL, app.CommandURL, app.InteractionURL = "http://app.test/e", "http://app.test/c", "http://app.test/i"
	}
	b.app = b.Install(app)
	stopSlack := serve(n.ListenHost("slack.test"), b.Handler())
	stopApp := serve(n.ListenHost("app.test"), http.HandlerFunc(b.receive))
	t.Cleanup(func() {
		b.Close()
		client.CloseIdleConnections()
		stopApp()
		stopSlack()
	})
	return b
}

func serve(l net.Listener, h http.Handler) func() {
	srv := &http.Server{Handler: h}
	var wg sync.WaitGroup
	wg.Go(func() { _ = srv.Serve(l) })
	return func() {
		_ = srv.Close()
		wg.Wait()
	}
}

func (b *bubble) receive(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	got := request{at: time.Since(b.start), path: r.URL.Path, header: r.Header.Clone(), body: body}
	b.mu.Lock()
	b.got = append(b.got, got)
	answer := b.answer
	b.mu.Unlock()
	if answer != nil {
		answer(got, w)
	}
}

// onRequest sets how the app answers.
func (b *bubble) onRequest(f func(r request, w http.ResponseWriter)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.answer = f
}

// received waits until nothing moves and returns (and forgets) what the app got.
func (b *bubble) received() []request {
	time.Sleep(time.Second)
	synctest.Wait()
	b.mu.Lock()
	defer b.mu.Unlock()
	got := b.got
	b.got = nil
	return got
}

// dialSocket opens a websocket as an app does.
func (b *bubble) dialSocket(t *testing.T, query string) *websocket.Conn {
	t.Helper()
	resp, err := b.client.PostForm("http://slack.test/api/apps.connections.open", url.Values{"token": {b.app.AppToken}})
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var opened struct {
		OK  bool
		URL string
	}
	if err := json.NewDecoder(resp.Body).Decode(&opened); err != nil || !opened.OK {
		t.Fatalf("apps.connections.open: %+v %v", opened, err)
	}
	d := websocket.Dialer{NetDialContext: b.net.DialContext}
	conn, hresp, err := d.DialContext(context.Background(), opened.URL+query, nil)
	if err != nil {
		t.Fatal(err)
	}
	_ = hresp.Body.Close()
	return conn
}
