package app_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"

	"github.com/rs/zerolog"

	"github.com/firstask/firstask/app"
	"github.com/firstask/firstask/bot"
	"github.com/firstask/firstask/config"
	"github.com/firstask/firstask/sandbox"
)

// world is one story's workspace with the program running against it.
type world struct {
	t       *testing.T
	line    int
	zone    *time.Location
	net     *sandbox.PipeNet
	redis   *sandbox.Redis
	slack   *sandbox.Slack
	serve   *http.Server
	conf    string
	files   fstest.MapFS // what the configuration names
	wire    string
	runs    []*run
	ids     map[string]string // "@chen", "#help" to ids
	read    map[string]bool   // messages a story expected, by channel/ts
	acks    map[string]sandbox.Ack
	said    map[string]string // last post of a person, as channel/ts
	from    time.Time         // the instant the story is at
	everRan bool
	started int
	log     io.Writer
	tick    time.Duration
	watch   time.Duration // how often the program looks at its files; 0: it has none
	folder  *folder
}

// run is one replica of the program.
type run struct {
	app  *app.App
	stop context.CancelFunc
	done sync.WaitGroup
	line *wires
	hup  chan os.Signal
}

// wires are the connections of a replica: cutting them is pulling its plug.
type wires struct {
	mu    sync.Mutex
	dial  func(context.Context, string, string) (net.Conn, error)
	conns []net.Conn
	cut   bool
}

func (l *wires) Dial(ctx context.Context, network, addr string) (net.Conn, error) {
	c, err := l.dial(ctx, network, addr)
	l.mu.Lock()
	defer l.mu.Unlock()
	if err == nil && l.cut {
		_ = c.Close()
		return nil, net.ErrClosed
	}
	if err == nil {
		l.conns = append(l.conns, c)
	}
	return c, err
}

func (l *wires) pull() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.cut = true
	for _, c := range l.conns {
		_ = c.Close()
	}
}

func newWorld(t *testing.T, redis *sandbox.Redis, wire string, parts map[string]string) *world {
	t.Helper()
	w := &world{
		t: t, redis: redis, wire: wire, conf: parts["config.yaml"] + parts["over.yaml"], files: fstest.MapFS{}, tick: 15 * time.Minute, zone: mustZone(t, "Asia/Shanghai"), net: sandbox.NewPipeNet(),
		ids: map[string]string{}, read: map[string]bool{}, acks: map[string]sandbox.Ack{}, said: map[string]string{},
	}
	for name, data := range parts {
		w.files[name] = &fstest.MapFile{Data: []byte(data)}
	}
	if zone, ok := parts["zone"]; ok {
		w.zone = mustZone(t, strings.TrimSpace(zone))
	}
	if every, ok := parts["tick"]; ok {
		w.tick, _ = time.ParseDuration(strings.TrimSpace(every))
	}
	if every, ok := parts["watch"]; ok {
		w.watch, _ = time.ParseDuration(strings.TrimSpace(every))
	}
	w.slack = sandbox.New(sandbox.Options{
		Now: time.Now, BaseURL: "http://slack.test", Limits: true, PingEvery: 30 * time.Second,
		HTTPClient: &http.Client{Transport: &http.Transport{DialContext: w.net.DialContext}},
	})
	app.Furnish(w.slack)
	if wire == "http" {
		a := w.slack.App()
		a.CommandURL, a.InteractionURL, a.EventsURL = "http://bot.test/slack/command", "http://bot.test/slack/interaction", "http://bot.test/slack/events"
		a.OpenChannels = []string{"C0HELP", "C0DESK", "C0ADMIN"}
		w.slack.Install(a)
	}
	w.name()
	w.serve = &http.Server{Handler: w.slack.Handler(), ReadHeaderTimeout: time.Minute}
	listener := w.net.ListenHost("slack.test")
	go func() { _ = w.serve.Serve(listener) }()
	return w
}

func (w *world) name() {
	for _, u := range w.slack.Users() {
		w.ids["@"+u.Name] = u.ID
	}
	for _, c := range w.slack.Channels() {
		w.ids["#"+c.Name] = c.ID
	}
	w.ids["@bot"] = w.slack.App().BotUserID
}

func (w *world) start() {
	conf := over(app.SpruceConfig(), w.conf)
	c, err := config.Parse("story.yaml", conf, w.files)
	if err != nil {
		w.fatal("configuration: %v", err)
	}
	hup := make(chan os.Signal, 1)
	w.started++
	line := &wires{dial: w.net.DialContext}
	a := w.slack.App()
	s := config.Settings{BotToken: config.Secret(a.BotToken), APIURL: "http://slack.test/api/", RedisURL: config.Secret("redis://" + w.redis.Addr())}
	o := app.Options{
		Settings: s, Config: c, Now: time.Now, Log: w.logger(), Tick: w.tick,
		HTTPClient: &http.Client{Transport: &http.Transport{DialContext: line.Dial}, Timeout: 10 * time.Second},
		Dial:       line.Dial, Instance: fmt.Sprintf("replica-%d", w.started), Pace: bot.SlackPace(),
	}
	if w.watch > 0 {
		o.Config, o.Files, o.Watch, o.Reload, o.Settings.ConfigPath = nil, w.opened(conf), w.watch, hup, "story.yaml"
	}
	if w.wire == "http" {
		o.Settings.SigningSecret = config.Secret(a.SigningSecret)
		o.Listener = w.net.ListenHost("bot.test")
	} else {
		o.Settings.AppToken = config.Secret(a.AppToken)
		o.Listener = w.net.ListenHost(o.Instance + ".test")
	}
	ctx, stop := context.WithCancel(w.t.Context())
	program, err := app.New(ctx, o)
	if err != nil {
		stop()
		w.fatal("start: %v", err)
	}
	r := &run{app: program, stop: stop, line: line, hup: hup}
	r.done.Go(func() {
		if err := program.Run(ctx); err != nil && !line.cut {
			w.t.Errorf("line %d: run: %v", w.line, err)
		}
	})
	w.runs = append(w.runs, r)
	synctest.Wait()
	time.Sleep(100 * time.Millisecond)
}

// over is the demo's configuration with other top-level keys: those of over take
// the place of its own. One with a time zone is whole in itself.
func over(base []byte, changes string) []byte {
	key := regexp.MustCompile(`(?m)^([a-z_]+):`)
	if strings.Contains("\n"+changes, "\ntimezone:") {
		return []byte(changes)
	}
	given := map[string]bool{}
	for _, m := range key.FindAllStringSubmatch(changes, -1) {
		given[m[1]] = true
	}
	var kept strings.Builder
	at := key.FindAllStringSubmatchIndex(string(base), -1)
	for i, m := range at {
		end := len(base)
		if i+1 < len(at) {
			end = at[i+1][0]
		}
		if !given[string(base[m[2]:m[3]])] {
			kept.Write(base[m[0]:end])
		}
	}
	return []byte(kept.String() + "\n" + changes)
}

// logger shows warnings of a story, or writes everything above debug to log.
func (w *world) logger() zerolog.Logger {
	if w.log != nil {
		return zerolog.New(w.log).Level(zerolog.InfoLevel)
	}
	return zerolog.New(zerolog.NewTestWriter(w.t)).Level(zerolog.ErrorLevel)
}

// halt stops the newest replica: gracefully, or by pulling its plug.
func (w *world) halt(crash bool) {
	if len(w.runs) == 0 {
		return
	}
	r := w.runs[len(w.runs)-1]
	w.runs = w.runs[:len(w.runs)-1]
	if crash {
		r.line.pull()
	}
	r.stop()
	r.done.Wait()
}

func (w *world) close() {
	for len(w.runs) > 0 {
		w.halt(false)
	}
	w.slack.Close()
	_ = w.serve.Close()
	synctest.Wait()
}

func (w *world) fatal(format string, args ...any) {
	w.t.Helper()
	w.t.Fatalf("line %d: %s", w.line, fmt.Sprintf(format, args...))
}

func (w *world) errorf(format string, args ...any) {
	w.t.Helper()
	w.t.Errorf("line %d (%s): %s", w.line, time.Now().In(w.zone).Format("Mon 15:04:05"), fmt.Sprintf(format, args...))
}

// id turns @name or #channel into a Slack id; other words stay.
func (w *world) id(word string) string {
	if id, ok := w.ids[word]; ok {
		return id
	}
	if strings.HasPrefix(word, "@") || (strings.HasPrefix(word, "#") && strings.Trim(word[1:], "0123456789") != "") {
		w.fatal("nobody and nothing is called %s", word)
	}
	return word
}

// heard is a message of the program, with what its metadata says it is.
type heard struct {
	sandbox.Message
	who  string
	kind string
}

// said lists what the program posted and no story line expected yet, oldest first.
func (w *world) unexpected() []heard {
	var all []heard
	for _, c := range w.slack.Channels() {
		for _, m := range w.slack.Messages(c.ID) {
			if m.BotID == "" || w.read[m.Channel+"/"+m.TS] {
				continue
			}
			all = append(all, heard{Message: m, who: w.whose(c), kind: kindOf(m)})
		}
	}
	return all
}

func (w *world) whose(c sandbox.Channel) string {
	if !c.IM {
		return "#" + c.Name
	}
	for name, id := range w.ids {
		if strings.HasPrefix(name, "@") && w.slack.DMChannel(id) == c.ID {
			return name
		}
	}
	return c.ID
}

func kindOf(m sandbox.Message) string {
	var meta struct {
		Payload struct {
			ID string `json:"id"`
		} `json:"event_payload"`
	}
	if json.Unmarshal(m.Metadata, &meta) != nil {
		return "?"
	}
	parts := strings.Split(meta.Payload.ID, "/")
	switch {
	case len(parts) < 3:
		return "?"
	case parts[0] == "staff": // of who is there
		return parts[2]
	case strings.Trim(parts[0], "0123456789") != "": // of no one ticket: a list
		return parts[0]
	default:
		return parts[2] + " #" + parts[0]
	}
}

// quiet fails for every message that no line expected.
func (w *world) quiet() {
	w.t.Helper()
	synctest.Wait()
	time.Sleep(2 * time.Second)
	synctest.Wait()
	for _, m := range w.unexpected() {
		w.errorf("nobody expected: expect %s %s at %s: %s", m.who, m.kind, m.At.In(w.zone).Format("Mon 15:04:05"), oneLine(m.Text))
	}
}

func oneLine(s string) string { return strings.ReplaceAll(s, "\n", " / ") }

// dump prints what happened, for a failed story.
func (w *world) dump() {
	for _, e := range w.slack.Journal() {
		if e.Method == "users.list" || e.Method == "users.conversations" || e.Method == "auth.test" {
			continue
		}
		w.t.Logf("%s %s %s %v -> %d %s", e.At.In(w.zone).Format("15:04:05.000"), e.Kind, e.Method, short(e.Params), e.Status, e.Error)
	}
}

func short(p map[string]any) string {
	s := fmt.Sprint(p)
	if len(s) > 240 {
		s = s[:240] + "…"
	}
	return oneLine(s)
}
