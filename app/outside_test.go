package app_test

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/firstask/firstask/app"
	"github.com/firstask/firstask/sandbox"
	"github.com/firstask/firstask/store/storetest"
)

// quick is a rule book whose windows take seconds, so that a real clock can
// show an escalation.
const quick = `timezone: UTC
presets: [first-asked]
fallback: C0ADMIN
default_department: support
calendars: {always: {}}
departments:
  - {id: company, name: {en: Spruce Office}, head: U0HE}
  - {id: support, name: {en: Support}, head: U0ZHAO, parent: company, members: [U0CHEN], channels: [{id: C0HELP, as: online, intake: every-message}], duty: desk, work_channel: C0DESK}
  - {id: finance, name: {en: Finance}, head: U0ZHOU, parent: company, posts: [{id: invoices, holder: U0LIWEN, topics: [invoice]}]}
rosters:
  desk: {calendar: always, rotation: {every: day, starts: 2020-01-01, at: "00:00", people: [U0CHEN]}}
windows:
  FA-15: {limit: 60s, on_duty: 60s, calendar: always, remind: []}
  FA-18.response: {limit: 3s, calendar: always, remind: [50%], step: 60s}
  FA-18.handling: {limit: 60s, calendar: always, remind: []}
  FA-20.tell: {calendar: always}
  FA-02.confirm: {limit: 3s, calendar: always}
  FA-02.whole: {limit: 120s, calendar: always}
`

// binary builds the real program once.
func binary(t *testing.T) string {
	t.Helper()
	out := filepath.Join(t.TempDir(), "firstask")
	build := exec.Command("go", "build", "-o", out, "github.com/firstask/firstask")
	if msg, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, msg)
	}
	return out
}

// outside is the real binary with a real redis-server, real sockets and the
// real clock; only Slack is the sandbox.
type outside struct {
	t     *testing.T
	slack *sandbox.Slack
	bin   string
	env   []string
	cmd   *exec.Cmd
	log   lockedBuffer
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func newOutside(t *testing.T, wire string) *outside {
	t.Helper()
	o := &outside{t: t, bin: binary(t)}
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	o.slack = sandbox.New(sandbox.Options{BaseURL: server.URL})
	mux.Handle("/", o.slack.Handler())
	app.Furnish(o.slack)
	file := filepath.Join(t.TempDir(), "firstask.yaml")
	if err := os.WriteFile(file, []byte(quick), 0o600); err != nil {
		t.Fatal(err)
	}
	listen := freeAddr(t)
	a := o.slack.App()
	o.env = append(os.Environ(), "SLACK_BOT_TOKEN="+a.BotToken, "SLACK_API_URL="+server.URL+"/api/",
		"REDIS_URL=redis://"+storetest.RealRedis(t).Addr, "FIRSTASK_CONFIG="+file, "FIRSTASK_LISTEN="+listen)
	if wire == "http" {
		base := "http://" + listen
		a.CommandURL, a.InteractionURL, a.EventsURL = base+"/slack/command", base+"/slack/interaction", base+"/slack/events"
		a.OpenChannels = []string{"C0HELP", "C0DESK", "C0ADMIN"}
		o.slack.Install(a)
		o.env = append(o.env, "SLACK_SIGNING_SECRET="+a.SigningSecret)
	} else {
		o.env = append(o.env, "SLACK_APP_TOKEN="+a.AppToken)
	}
	t.Cleanup(func() {
		o.kill()
		o.slack.Close()
		server.Close()
		if t.Failed() {
			t.Log(o.log.String())
		}
	})
	o.start()
	return o
}

func freeAddr(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

func (o *outside) start() {
	o.t.Helper()
	o.cmd = exec.CommandContext(o.t.Context(), o.bin, "serve")
	o.cmd.Env, o.cmd.Stdout, o.cmd.Stderr = o.env, &o.log, &o.log
	if err := o.cmd.Start(); err != nil {
		o.t.Fatal(err)
	}
	addr := ""
	for _, e := range o.env {
		if v, ok := strings.CutPrefix(e, "FIRSTASK_LISTEN="); ok {
			addr = v
		}
	}
	o.until("ready", func() bool {
		res, err := http.Get("http://" + addr + "/readyz")
		if err != nil {
			return false
		}
		_ = res.Body.Close()
		return res.StatusCode == http.StatusOK
	})
}

// kill is kill -9.
func (o *outside) kill() {
	if o.cmd == nil || o.cmd.Process == nil {
		return
	}
	_ = o.cmd.Process.Kill()
	_ = o.cmd.Wait()
	o.cmd = nil
}

// until waits for a condition of the world outside; 30 seconds are far more
// than anything here takes.
func (o *outside) until(what string, ok func() bool) {
	o.t.Helper()
	ctx, cancel := context.WithTimeout(o.t.Context(), 30*time.Second)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !ok() {
		select {
		case <-ctx.Done():
			o.t.Fatalf("never %s\n%s", what, o.log.String())
		case <-tick.C:
		}
	}
}

// count says how often a kind of notice stands in the workspace.
func (o *outside) count(kind string) int {
	n := 0
	for _, c := range o.slack.Channels() {
		for _, m := range o.slack.Messages(c.ID) {
			if m.BotID != "" && kindOf(m) == kind {
				n++
			}
		}
	}
	return n
}

func (o *outside) sees(kind string) {
	o.t.Helper()
	o.until("saw "+kind, func() bool { return o.count(kind) > 0 })
}

func (o *outside) slash(user, line string) {
	o.t.Helper()
	ack, err := o.slack.Slash(user, "C0TEAM", "/firstask", line)
	if err != nil || !ack.OK() {
		o.t.Fatalf("slash %s: %v %+v", line, err, ack)
	}
}

func (o *outside) say(user, channel, text string) {
	o.t.Helper()
	if _, err := o.slack.Say(user, channel, text); err != nil {
		o.t.Fatal(err)
	}
}

// TestOutsideWindowsOfSeconds: FA-18 in real time on a real Redis, over both wires.
func TestOutsideWindowsOfSeconds(t *testing.T) {
	t.Parallel()
	for _, wire := range []string{"socket", "http"} {
		t.Run(wire, func(t *testing.T) {
			t.Parallel()
			o := newOutside(t, wire)
			o.say("U0TANG", "C0HELP", "My invoice is wrong")
			o.sees("asked #1")
			o.slash("U0CHEN", "handoff 1 invoice")
			o.sees("reminder #1")
			o.sees("escalation #1")
			o.slash("U0LIWEN", "resolve 1 reissued")
			o.sees("solved #1")
			o.sees("closed #1")
			for kind, want := range map[string]int{"escalation #1": 1, "limit #1": 1, "handoff #1": 1, "receipt #1": 1, "solved #1": 1} {
				if got := o.count(kind); got != want {
					t.Errorf("%s stands there %d times, want %d", kind, got, want)
				}
			}
		})
	}
}

// TestOutsideKilledBetweenCommitAndSend: law 4. The program is killed with -9
// after it acknowledged a handoff and before it could mark the message as
// sent; after the restart the message stands there exactly once, whether Slack
// had posted it already or not.
func TestOutsideKilledBetweenCommitAndSend(t *testing.T) {
	t.Parallel()
	for _, posted := range []bool{false, true} {
		t.Run(fmt.Sprintf("posted=%t", posted), func(t *testing.T) {
			t.Parallel()
			o := newOutside(t, "socket")
			o.say("U0TANG", "C0HELP", "My invoice is wrong")
			o.sees("asked #1")
			o.sees("card #1")
			o.slack.Inject(sandbox.Fault{Method: "chat.postMessage", Times: -1, Delay: time.Hour, AfterCommit: posted, HangUp: true})
			o.slash("U0CHEN", "handoff 1 invoice")
			if posted {
				o.sees("handoff #1")
			}
			o.kill()
			o.slack.ClearFaults()
			o.start()
			for _, kind := range []string{"handoff #1", "mention #1", "escalation #1", "receipt #1"} {
				o.sees(kind) // each comes by a lane of its own
			}
			for _, kind := range []string{"handoff #1", "mention #1", "escalation #1", "receipt #1", "card #1"} {
				if got := o.count(kind); got != 1 {
					t.Errorf("%s stands there %d times, want once", kind, got)
				}
			}
		})
	}
}
