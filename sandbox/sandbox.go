// Package sandbox is a Slack workspace in one process: its Web API, its deliveries to an app over HTTP or
// Socket Mode, and the gestures of its people. It is made for demos and tests and speaks Slack's wire only.
package sandbox

import (
	"context"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Options configure a workspace; the zero value works.
type Options struct {
	// Now is the workspace's clock; default time.Now. Time-outs and retries always run on package time.
	Now func() time.Time
	// SignNow is the clock of request signatures, where it must differ from Now (a demo with a frozen clock); default Now.
	SignNow func() time.Time
	// Log receives one line per journal entry.
	Log io.Writer
	// BaseURL is where Handler is reachable, without a slash at the end; default http://slack.test.
	BaseURL string
	// HTTPClient calls the app's endpoints; default a client of its own.
	HTTPClient *http.Client
	// Limits enforces Slack's rate limits.
	Limits bool
	// PingEvery is how often Socket Mode connections are pinged; default 10 s.
	PingEvery time.Duration
	// Go starts background goroutines; default the go statement. Close waits for them in any case.
	Go func(func())
	// Team names the workspace; defaults are made up.
	Team Team
}

// Slack is one workspace. All methods are safe for concurrent use.
type Slack struct {
	opt  Options
	base func() context.Context // ends when Close begins
	end  context.CancelFunc
	wg   sync.WaitGroup

	mu                   sync.Mutex
	closed               bool
	team                 Team
	app                  App
	uninstalled, revoked bool
	ids                  ids
	people               directory
	rooms                rooms
	notes                []*message // ephemeral messages
	triggers             map[string]*trigger
	hooks                map[string]*hook
	modals               modals
	files                []*File
	journal              []Entry
	faults               []*Fault
	lag                  time.Duration
	editable             time.Duration
	post                 postOffice
	sockets              sockets
	buckets              map[string]*bucket
	watchers             map[chan struct{}]struct{}
	busy                 int // gestures waiting for an ack
}

// New makes an empty workspace. It starts nothing by itself; Close it when done.
func New(o Options) *Slack {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.SignNow == nil {
		o.SignNow = o.Now
	}
	if o.PingEvery <= 0 {
		o.PingEvery = pingEvery
	}
	if o.BaseURL == "" {
		o.BaseURL = "http://slack.test"
	}
	o.BaseURL = strings.TrimRight(o.BaseURL, "/")
	if o.HTTPClient == nil {
		o.HTTPClient = &http.Client{Transport: &http.Transport{}}
	}
	if o.Go == nil {
		o.Go = func(f func()) { go f() }
	}
	ctx, end := context.WithCancel(context.Background())
	s := &Slack{
		opt: o, base: func() context.Context { return ctx }, end: end,
		team: teamOr(o.Team), people: newDirectory(), rooms: newRooms(),
		triggers: map[string]*trigger{}, hooks: map[string]*hook{}, modals: newModals(),
		sockets: newSockets(), buckets: map[string]*bucket{}, watchers: map[chan struct{}]struct{}{},
	}
	return s
}

func teamOr(t Team) Team {
	if t.ID == "" {
		t.ID = "T0SANDBOX"
	}
	if t.Name == "" {
		t.Name = "Sandbox"
	}
	if t.Domain == "" {
		t.Domain = "sandbox"
	}
	return t
}

// Close stops delivery, closes the sockets and waits for every goroutine of the workspace. It may be called twice.
func (s *Slack) Close() {
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.end()
	s.wg.Wait()
	s.opt.HTTPClient.CloseIdleConnections()
}

// Handler serves the platform side: /api/ methods, the /link websocket and /response/ URLs.
func (s *Slack) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/api/{method}", s.serveAPI)
	mux.HandleFunc("/response/{token}", s.serveResponse)
	mux.HandleFunc("POST /upload/{id}", s.serveUpload)
	mux.HandleFunc("/link", s.serveLink)
	mux.HandleFunc("/link/", s.serveLink)
	return s.counted(mux)
}

// counted makes Close wait for requests in progress and refuses those that come after it.
func (s *Slack) counted(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.enter() {
			http.Error(w, "the workspace is closed", http.StatusServiceUnavailable)
			return
		}
		defer s.wg.Done()
		h.ServeHTTP(w, r)
	})
}

func (s *Slack) enter() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return false
	}
	s.wg.Add(1)
	return true
}

// spawn runs f in a goroutine that Close waits for; the caller holds s.mu.
func (s *Slack) spawn(f func()) {
	if s.closed {
		return
	}
	s.wg.Add(1)
	s.opt.Go(func() {
		defer s.wg.Done()
		f()
	})
}

// Now is the workspace's time.
func (s *Slack) Now() time.Time { return s.opt.Now() }

// Team names the workspace.
func (s *Slack) Team() Team {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.team
}

// pause waits for d of package time; false means the workspace is closing.
func (s *Slack) pause(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return ctx.Err() == nil
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	case <-s.base().Done():
		return false
	}
}
