package bot_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rs/zerolog"

	"github.com/firstask/firstask/bot"
	"github.com/firstask/firstask/handlers"
	"github.com/firstask/firstask/sandbox"
	"github.com/firstask/firstask/text"
)

// office is a whole workspace with the edge connected to it by pipes.
type office struct {
	*sandbox.Slack

	t    *testing.T
	desk *deskStub
	dir  *bot.Directory
}

// inOffice runs f in a workspace that reaches the bot by HTTP, then in one that does by Socket Mode.
func inOffice(t *testing.T, f func(o *office)) {
	t.Helper()
	for _, socket := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			network := sandbox.NewPipeNet()
			client := &http.Client{Transport: &http.Transport{DialContext: network.DialContext}}
			o := &office{Slack: sandbox.New(sandbox.Options{HTTPClient: client}), t: t, desk: &deskStub{}}
			o.AddUser(sandbox.User{ID: ann, Name: "Ann", RealName: "Ann Lee", Locale: "zh-CN", TZ: "Asia/Shanghai"})
			o.AddUser(sandbox.User{ID: "U0BEN", Name: "Ben", RealName: "Ben Carter", Locale: "en-US", TZ: "Europe/London"})
			o.AddChannel(sandbox.Channel{ID: "C0HELP", Name: "help", Members: []string{ann, "U0BEN"}})
			o.AddChannel(sandbox.Channel{ID: "G0BOSS", Name: "boss", Private: true, Members: []string{ann}})
			app := sandbox.App{OpenChannels: []string{"C0HELP"}}
			if !socket {
				app.CommandURL, app.InteractionURL, app.EventsURL = "http://bot.test/slack/command", "http://bot.test/slack/interaction", "http://bot.test/slack/events"
			}
			app = o.Install(app)
			var all sync.WaitGroup
			serve := func(host string, h http.Handler) *http.Server {
				srv := &http.Server{Handler: h, ReadHeaderTimeout: time.Minute}
				l := network.ListenHost(host)
				all.Go(func() { _ = srv.Serve(l) })
				return srv
			}
			slackServer := serve("slack.test", o.Handler())
			api := bot.NewClient(bot.ClientOptions{Token: app.BotToken, AppToken: app.AppToken, APIURL: "http://slack.test/api/", HTTPClient: client})
			me, err := bot.Identify(t.Context(), api)
			if err != nil || me.BotUser != app.BotUserID || me.Team != app.TeamID {
				t.Fatal(me, err)
			}
			o.dir = bot.NewDirectory(bot.DirectoryOptions{Client: api, Store: &peopleStub{}, Me: me, Locale: "en", Now: time.Now, Log: zerolog.Nop()})
			if err := o.dir.Load(t.Context()); err != nil {
				t.Fatal(err)
			}
			options := bot.Options{
				Desk: o.desk, Reports: &reportsStub{}, Words: wordsStub{}, Client: api, Directory: o.dir, Me: me,
				SigningSecret: app.SigningSecret, Now: time.Now, Log: zerolog.New(zerolog.NewTestWriter(t)), Hooks: client, Dial: network.DialContext,
			}
			ctx, cancel := context.WithCancel(t.Context())
			web := bot.NewHTTP(options)
			botServer := serve("bot.test", web)
			if socket {
				all.Go(func() {
					if err := bot.NewSocket(options).Run(ctx); err != nil {
						t.Error(err)
					}
				})
				time.Sleep(time.Second)
			}
			f(o)
			time.Sleep(time.Second)
			cancel()
			synctest.Wait()
			web.Close()
			o.Close()
			client.CloseIdleConnections()
			_, _ = botServer.Close(), slackServer.Close()
			all.Wait()
		})
	}
}

// heard are the requests since the last call, in words.
func (o *office) heard() []string {
	o.desk.mu.Lock()
	defer o.desk.mu.Unlock()
	words := make([]string, 0, len(o.desk.requests))
	for _, r := range o.desk.requests {
		words = append(words, strings.Join([]string{string(r.Source), r.Actor, r.Verb, r.Detail, r.Line, r.PostText}, "|"))
	}
	o.desk.requests = nil
	return words
}

func (o *office) expect(want ...string) {
	o.t.Helper()
	time.Sleep(time.Second)
	got := o.heard()
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		o.t.Errorf("the desk heard\n%q\nwant\n%q", got, want)
	}
}

func must[T any](t *testing.T) func(v T, err error) T {
	t.Helper()
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// post is a message of the bot's own.
func (o *office) post(channel, words, blocks string) string {
	o.t.Helper()
	form := url.Values{"token": {o.App().BotToken}, "channel": {channel}, "text": {words}, "blocks": {blocks}}
	req := httptest.NewRequestWithContext(o.t.Context(), http.MethodPost, "/api/chat.postMessage", strings.NewReader(form.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	o.Handler().ServeHTTP(w, req)
	var a struct {
		OK bool
		TS string
	}
	if err := json.Unmarshal(w.Body.Bytes(), &a); err != nil || !a.OK {
		o.t.Fatalf("%s, %v", w.Body, err)
	}
	return a.TS
}

// A choice in the menu of a message of several is a press of that ticket's
// button, and its answer leaves the message as it is.
func TestMenuOverTheRealWire(t *testing.T) {
	t.Parallel()
	inOffice(t, func(o *office) {
		o.desk.do = func(_ context.Context, r handlers.Request) (handlers.Reply, error) {
			return handlers.Reply{Answer: text.Answer{Key: "said-" + r.Verb}, Ticket: r.Ticket}, nil
		}
		dm := must[string](o.t)(o.OpenDM(ann))
		row := func(n int64) text.Part {
			return text.Part{Kind: text.Menu, Text: "waits", Ticket: n, Buttons: []text.Button{{Label: "Accept", Verb: "accept"}, {Label: "No", Verb: "return", Detail: "busy"}}}
		}
		blocks, err := json.Marshal(bot.Blocks(text.Message{Parts: []text.Part{row(42), row(43)}}, bot.BlockContext{Revs: map[int64]int64{43: 5}}))
		if err != nil {
			o.t.Fatal(err)
		}
		ts := o.post(dm, "2 matters", string(blocks))
		must[sandbox.Ack](o.t)(o.Choose(ann, dm, ts, "t43.5.2/menu", "return:busy"))
		time.Sleep(time.Second)
		o.desk.mu.Lock()
		got := o.desk.requests[0]
		o.desk.mu.Unlock()
		if got.Ticket != 43 || got.Verb != "return" || got.Detail != "busy" || got.Source != handlers.Click || !got.Post.DM {
			o.t.Errorf("%+v", got)
		}
		if seen := o.Ephemerals(ann); len(seen) != 1 || seen[0].Text != "zh-Hans:said-return" {
			o.t.Errorf("answered %+v", seen)
		}
		if all := o.Messages(dm); len(all) != 1 || all[0].Text != "2 matters" {
			o.t.Errorf("the message is now %+v", all)
		}
	})
}

func TestGesturesOverTheRealWire(t *testing.T) {
	t.Parallel()
	inOffice(t, func(o *office) {
		bot, ts, ack := o.App().BotUserID, must[string](o.t), must[sandbox.Ack](o.t)
		o.desk.do = func(_ context.Context, r handlers.Request) (handlers.Reply, error) {
			return handlers.Reply{Answer: text.Answer{Key: "said-" + string(r.Source)}}, nil
		}
		a := ack(o.Slash(ann, "C0HELP", "/firstask", "my <printer> & me"))
		o.expect("slash|U0ANN|||my <printer> & me|")
		if !a.OK() || len(a.Ephemerals) != 1 || a.Ephemerals[0].Text != "zh-Hans:said-slash" {
			o.t.Errorf("%+v", a)
		}
		a = ack(o.Slash("U0BEN", "", "/firstask", "help"))
		o.expect("slash|U0BEN|||help|")
		if len(a.Ephemerals) != 1 || a.Ephemerals[0].Text != "en:said-slash" {
			o.t.Errorf("%+v", a)
		}
		post := ts(o.Say(ann, "C0HELP", "the coffee is out"))
		o.expect("message|U0ANN|||the coffee is out|the coffee is out")
		ack(o.MessageShortcut("U0BEN", "C0HELP", post, "ticket_from_message"))
		o.expect("shortcut|U0BEN||||the coffee is out")
		if err := o.React("U0BEN", "C0HELP", post, "ticket"); err != nil {
			o.t.Fatal(err)
		}
		o.expect("reaction|U0BEN||ticket||")
		ts(o.Reply("U0BEN", "C0HELP", post, "<@"+bot+"> accept"))
		mention := "mention|U0BEN|||accept|<@" + bot + "> accept"
		o.expect(mention, mention)
		said := 0
		for _, m := range o.Ephemerals("U0BEN") {
			if m.Text == "en:said-mention" && m.ThreadTS == post {
				said++
			}
		}
		if said != 1 {
			o.t.Errorf("a mention was answered %d times", said)
		}
		ts(o.DM(ann, "mine"))
		o.expect("dm|U0ANN|||mine|mine")
		if c, _ := o.dir.Channel(o.DMChannel(ann)); !c.IM {
			o.t.Errorf("%+v", c)
		}
	})
}

func TestDialogOverTheRealWire(t *testing.T) {
	t.Parallel()
	inOffice(t, func(o *office) {
		ack := must[sandbox.Ack](o.t)
		problems := map[string]text.Answer{"text": {Key: "empty"}}
		o.desk.do = func(context.Context, handlers.Request) (handlers.Reply, error) {
			if problems != nil {
				return handlers.Reply{Problems: problems}, nil
			}
			return handlers.Reply{Answer: text.Answer{Key: "saved"}, Ticket: 7}, nil
		}
		ack(o.Slash(ann, "C0HELP", "/firstask", ""))
		v, ok := o.View(ann)
		if !ok {
			o.t.Fatal("no dialog")
		}
		o.expect()
		a := ack(o.Submit(ann, v.ID, map[string]any{"text/value": "a & b"}))
		if a.Errors["text"] != "zh-Hans:empty" {
			o.t.Errorf("%+v", a)
		}
		if _, open := o.View(ann); !open {
			o.t.Error("the dialog was closed on a problem")
		}
		problems = nil
		a = ack(o.Submit(ann, v.ID, map[string]any{"text/value": "a & b"}))
		if _, open := o.View(ann); open || !a.OK() {
			o.t.Errorf("the dialog stands open: %+v", a)
		}
		time.Sleep(time.Second)
		last := o.Ephemerals(ann)
		if len(last) != 1 || last[0].Text != "zh-Hans:saved" || last[0].Channel != "C0HELP" {
			o.t.Errorf("said %+v", last)
		}
		ack(o.GlobalShortcut("U0BEN", "ticket_new"))
		if _, ok := o.View("U0BEN"); !ok {
			o.t.Error("no dialog for the shortcut")
		}
	})
}

func TestUnsavedPostComesAgainOverTheRealWire(t *testing.T) {
	t.Parallel()
	inOffice(t, func(o *office) {
		var tries atomic.Int64
		o.desk.do = func(context.Context, handlers.Request) (handlers.Reply, error) {
			if tries.Add(1) < 3 {
				return handlers.Reply{}, handlers.ErrUnsaved
			}
			return handlers.Reply{}, nil
		}
		must[string](o.t)(o.Say(ann, "C0HELP", "hello"))
		time.Sleep(10 * time.Minute)
		if tries.Load() != 3 || len(o.Ephemerals(ann)) != 0 {
			o.t.Errorf("%d tries, said %v", tries.Load(), o.Ephemerals(ann))
		}
	})
}
