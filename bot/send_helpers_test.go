package bot_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rs/zerolog"

	"github.com/firstask/firstask/bot"
	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/sandbox"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// told records what the desk was told.
type told struct {
	mu    sync.Mutex
	lines []string
	err   error
	moved func(to notice.Recipient)
}

func (r *told) add(format string, args ...any) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.err != nil {
		return r.err
	}
	r.lines = append(r.lines, fmt.Sprintf(format, args...))
	return nil
}

func (r *told) Delivered(_ context.Context, n notice.Notice, channel, _ string, at time.Time) error {
	return r.add("delivered %s %s %s", n.Kind, channel, at.UTC().Format("15:04:05"))
}

func (r *told) Unreachable(_ context.Context, n notice.Notice, user, why string) error {
	return r.add("unreachable %s %s %s", n.Kind, user, why)
}

func (r *told) Moved(_ context.Context, number int64, to notice.Recipient) error {
	if r.moved != nil {
		r.moved(to)
	}
	return r.add("moved %d %s", number, to.Lane())
}

// desk shows the same ticket for every number.
type desk struct{ seq atomic.Int64 }

func (d *desk) Look(_ context.Context, number int64) (*ticket.Ticket, policy.Rules, error) {
	return &ticket.Ticket{Number: number, Seq: int(d.seq.Add(1))}, policy.Rules{Org: &policy.Org{Locale: "zh-Hans", Zone: time.UTC}}, nil
}

// speech words a notice.
type speech func(n notice.Notice, v text.View) (text.Message, error)

func (f speech) Notice(n notice.Notice, v text.View) (text.Message, error) { return f(n, v) }

// briefly says number, kind, locale and the fact "say", and offers one button.
func briefly(n notice.Notice, v text.View) (text.Message, error) {
	if n.Params["say"] == notice.Text("stale") {
		return text.Message{}, text.ErrStale
	}
	words := fmt.Sprintf("#%d %s %s %s", n.Ticket, n.Kind, v.Reader.Locale, n.Params["say"].Raw())
	return text.Message{Plain: v.Bare.Escape(words), Parts: []text.Part{
		{Kind: text.Para, Text: v.Rich.Escape(words)},
		{Kind: text.Buttons, Buttons: []text.Button{{Label: "Accept", Verb: "accept", Primary: true}}},
	}}, nil
}

// crew says how people read.
type crew struct{}

func (crew) Reader(id string) text.Reader {
	return text.Reader{User: id, Locale: "en", Zone: time.UTC}
}
func (crew) Name(id string) string { return strings.ToLower(id) }

// rig is a sender with a workspace in one bubble.
type rig struct {
	t     *testing.T
	slack *sandbox.Slack
	queue *queue
	told  *told
	desk  *desk
	opts  bot.SenderOptions
	log   *strings.Builder
	http  *http.Client
}

// inRig runs a test of the sender inside a bubble, where time is virtual.
func inRig(t *testing.T, test func(r *rig), change ...func(*sandbox.Options, *sandbox.App, *bot.SenderOptions)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		pipes := sandbox.NewPipeNet()
		so, app, opts := sandbox.Options{Now: time.Now}, sandbox.App{Events: []string{}}, bot.SenderOptions{}
		for _, c := range change {
			c(&so, &app, &opts)
		}
		slack := sandbox.New(so)
		for _, u := range []string{"U0ANN", "U0BEN", "U0EVE"} {
			slack.AddUser(sandbox.User{ID: u, Name: strings.ToLower(u[2:])})
		}
		slack.AddUser(sandbox.User{ID: "U0GONE", Name: "gone", Deleted: true})
		slack.AddUser(sandbox.User{ID: "U0BOT", Name: "firstask", Bot: true})
		slack.AddChannel(sandbox.Channel{ID: "C0HELP", Name: "help", Members: []string{"U0ANN", "U0BOT"}})
		slack.AddChannel(sandbox.Channel{ID: "C0WORK", Name: "work", Members: []string{"U0ANN", "U0BOT"}})
		slack.AddChannel(sandbox.Channel{ID: "C0OLD", Name: "old", Archived: true, Members: []string{"U0BOT"}})
		slack.AddChannel(sandbox.Channel{ID: "C0SECRET", Name: "secret", Private: true, Members: []string{"U0ANN"}})
		app = slack.Install(app)
		server := &http.Server{Handler: slack.Handler()}
		listener := pipes.Listen()
		var serving sync.WaitGroup
		serving.Go(func() { _ = server.Serve(listener) })
		client := &http.Client{Timeout: 15 * time.Second, Transport: &http.Transport{DialContext: pipes.DialContext, DisableKeepAlives: true}}
		r := &rig{t: t, slack: slack, queue: newQueue(), told: &told{}, desk: &desk{}, log: &strings.Builder{}, http: client}
		r.opts = opts
		r.opts.Client = bot.NewClient(bot.ClientOptions{Token: app.BotToken, APIURL: "http://slack.test/api/", HTTPClient: client})
		r.opts.Outbox, r.opts.Shelf, r.opts.Tickets, r.opts.Reports = r.queue, r.queue, r.desk, r.told
		r.opts.Words, r.opts.People, r.opts.Now, r.opts.Holder = speech(briefly), crew{}, time.Now, "one"
		r.opts.Random = func() float64 { return 0.5 }
		r.opts.Log = zerolog.New(zerolog.SyncWriter(r.log))
		if testing.Verbose() {
			defer func() { t.Log("\n" + r.log.String()) }()
		}
		test(r)
		client.CloseIdleConnections()
		_ = server.Close()
		serving.Wait()
		slack.Close()
	})
}

// run lets a new sender work for so long.
func (r *rig) run(d time.Duration) {
	r.t.Helper()
	r.runSender(bot.NewSender(r.opts), d)
}

func (r *rig) runSender(s *bot.Sender, d time.Duration) {
	r.t.Helper()
	ctx, cancel := context.WithCancel(r.t.Context())
	var wg sync.WaitGroup
	wg.Go(func() { _ = s.Run(ctx) })
	time.Sleep(d)
	cancel()
	wg.Wait()
}

// said are the texts the bot has in a channel or DM, each after its time.
func (r *rig) said(channel string) []string {
	if strings.HasPrefix(channel, "U") {
		channel = r.slack.DMChannel(channel)
	}
	var out []string
	for _, m := range r.slack.Messages(channel) {
		if m.BotID != "" && !m.Deleted {
			out = append(out, m.Text)
		}
	}
	return out
}

// calls counts the calls of a method that the workspace saw, good and bad.
func (r *rig) calls(method string) int {
	n := 0
	for _, e := range r.slack.Journal() {
		if e.Kind == sandbox.KindAPI && e.Method == method {
			n++
		}
	}
	return n
}

// say is a notice of a ticket.
func saying(what string, to notice.Recipient) notice.Notice {
	return notice.Notice{Kind: notice.Handoff, Ticket: 42, To: to, Params: notice.Params{"say": notice.Text(what)}}
}

func inChannel(id string) notice.Recipient { return notice.Recipient{Channel: id} }
func toUser(id string) notice.Recipient    { return notice.Recipient{User: id} }
