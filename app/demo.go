package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/rs/zerolog"

	"github.com/firstask/firstask/bot"
	"github.com/firstask/firstask/calendar"
	"github.com/firstask/firstask/config"
	"github.com/firstask/firstask/sandbox"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// Demo is a whole company in one process: the sandbox's workspace with its
// page, an embedded store, and the program itself, on a clock that stands
// still until somebody walks it.
type Demo struct {
	clock *sandbox.Clock
	redis *sandbox.Redis
	slack *sandbox.Slack
	serve *http.Server
	front sync.WaitGroup // waits for serve
	url   string
	zone  *time.Location
	app   *App
	stop  context.CancelFunc
	ended chan struct{} // closed when the program has ended; fault says why
	fault error
}

// StartDemo starts the demo on a listener of this machine. Close it when done.
func StartDemo(ctx context.Context, l net.Listener, log zerolog.Logger) (*Demo, error) {
	start, err := time.Parse(time.RFC3339, spruceStart)
	if err != nil {
		return nil, fmt.Errorf("app: demo: %w", err)
	}
	d := &Demo{clock: sandbox.NewClock(start), url: "http://" + l.Addr().String(), ended: make(chan struct{})}
	if d.redis, err = sandbox.StartRedis(); err != nil {
		return nil, err
	}
	d.slack = sandbox.New(sandbox.Options{ //nolint:contextcheck // the workspace lives until Close
		Now: d.clock.Now, SignNow: time.Now, BaseURL: d.url, Team: sandbox.Team{ID: "T0SPRUCE", Name: "Spruce Office", Domain: "spruce"}})
	Furnish(d.slack)
	if err := d.slack.Join(d.slack.App().BotUserID, "C0TEAM"); err != nil { // so that a mention or an emoji works there, too
		d.Close()
		return nil, fmt.Errorf("app: demo: %w", err)
	}
	if err := d.run(ctx, l, log); err != nil {
		d.Close()
		return nil, err
	}
	return d, nil
}

// run serves the workspace, then starts the program against it.
func (d *Demo) run(ctx context.Context, l net.Listener, log zerolog.Logger) error {
	conf, err := config.Parse("demo.yaml", spruceConfig, nil)
	if err != nil {
		return fmt.Errorf("app: demo: %w", err)
	}
	d.zone = conf.Org.Zone
	page := &lateHandler{}
	mux := http.NewServeMux()
	mux.Handle("/", d.slack.Handler())
	for _, path := range []string{"/{$}", "/static/", "/page/"} {
		mux.Handle(path, page)
	}
	d.serve = &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	d.front.Go(func() { _ = d.serve.Serve(l) })
	installed := d.slack.App()
	ctx, d.stop = context.WithCancel(ctx)
	d.app, err = New(ctx, Options{
		Moved: true,
		Settings: config.Settings{
			BotToken: config.Secret(installed.BotToken), AppToken: config.Secret(installed.AppToken),
			APIURL: d.url + "/api/", RedisURL: config.Secret("redis://" + d.redis.Addr()), Listen: "127.0.0.1:0",
		},
		Config: conf, Now: d.clock.Now, Log: log, Tick: 200 * time.Millisecond, Instance: "demo", Pace: bot.Pace{},
	})
	if err != nil {
		return err
	}
	go func() {
		defer close(d.ended)
		d.fault = d.app.Run(ctx)
	}()
	if err := d.settle(ctx); err != nil {
		return err
	}
	return d.openPage(page)
}

// URL is where the page is.
func (d *Demo) URL() string { return d.url }

// Close stops the program and the workspace.
func (d *Demo) Close() {
	if d.stop != nil {
		d.stop()
	}
	if d.app != nil {
		select {
		case <-d.ended:
		case <-time.After(5 * time.Second):
		}
	}
	d.slack.Close()
	if d.serve != nil {
		_ = d.serve.Close()
	}
	d.front.Wait()
	d.redis.Close()
}

// Walk moves the clock by a step of the page: "+5m", "22:00" or
// "next-workday". It goes from due time to due time and waits for quiet at
// each, so that nothing looks late.
func (d *Demo) Walk(ctx context.Context, step string) error {
	target, err := d.target(step)
	if err != nil {
		return err
	}
	var failed error
	d.clock.Walk(target, func() (time.Time, bool) {
		next, ok, err := d.app.store.NextDue(ctx)
		failed = errors.Join(failed, err)
		return next, ok && failed == nil
	}, func() { failed = errors.Join(failed, d.settle(ctx)) })
	return failed
}

func (d *Demo) target(step string) (time.Time, error) {
	now := d.clock.Now().In(d.zone)
	if rest, ok := strings.CutPrefix(step, "+"); ok {
		by, err := time.ParseDuration(rest)
		if err != nil || by < 0 || by > 400*24*time.Hour {
			return time.Time{}, fmt.Errorf("app: demo: no step %q", step)
		}
		return now.Add(by), nil
	}
	if step == "next-workday" {
		day := calendar.DateOf(now, d.zone).AddDays(1).In(d.zone)
		return d.app.conf().Org.Calendar(d.app.conf().Policy.Calendar).NextOpen(day), nil
	}
	m, err := calendar.ParseMinute(step)
	if err != nil {
		return time.Time{}, fmt.Errorf("app: demo: no step %q", step)
	}
	at := time.Date(now.Year(), now.Month(), now.Day(), 0, int(m), 0, 0, d.zone)
	if !at.After(now) {
		at = at.AddDate(0, 0, 1)
	}
	return at, nil
}

// settle waits until nothing is due, nothing waits to be sent and nothing is
// on its way to the program.
func (d *Demo) settle(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 15*time.Second)
	defer cancel()
	for calm := 0; calm < 3; {
		d.app.clocks.Wake()
		d.app.sender.Wake()
		quiet, err := d.quiet(ctx)
		if err != nil {
			return err
		}
		if calm++; !quiet {
			calm = 0
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("app: demo does not come to rest: %w", ctx.Err())
		case <-time.After(10 * time.Millisecond):
		}
	}
	return nil
}

func (d *Demo) quiet(ctx context.Context) (bool, error) {
	due, ok, err := d.app.store.NextDue(ctx)
	if err != nil {
		return false, err
	}
	depth, _, err := d.app.store.Depth(ctx, d.clock.Now())
	if err != nil {
		return false, err
	}
	idle := d.app.socket == nil || d.app.socket.Ready()
	return idle && depth == 0 && d.slack.Quiet() && (!ok || due.After(d.clock.Now())), nil
}

// openPage puts the page up once the program can answer for it.
func (d *Demo) openPage(h *lateHandler) error {
	guide, err := sandbox.DemoGuide()
	if err != nil {
		return err
	}
	h.set(d.slack.Page(sandbox.PageOptions{
		Guide: guide, Clock: d.clock.Now, Zone: d.zone, Walk: d.Walk, Hints: d.hints(), Emoji: d.app.conf().Org.Emoji,
		SetLocale: func(user, locale string) error { return d.speak(guide.Cast, user, locale) },
	}))
	return nil
}

// hints are the verbs with their words in every language. A request is typed
// without one.
func (d *Demo) hints() []sandbox.Hint {
	verbs := d.app.desk.Verbs()
	hints := make([]sandbox.Hint, 0, len(verbs))
	for _, v := range verbs {
		h := sandbox.Hint{Verb: v.Verb, UsageIn: map[string]string{}, HelpIn: map[string]string{}}
		if v.Verb == string(ticket.VerbNew) {
			h.Verb = ""
		}
		for _, lang := range text.Locales() {
			h.UsageIn[lang] = d.app.words.Say(lang, "usage."+v.Verb, nil)
			h.HelpIn[lang] = d.app.words.Say(lang, "does."+v.Verb, nil)
		}
		hints = append(hints, h)
	}
	return hints
}

// speak changes a person's language and the name they go by in it, and with
// it the channels': a visitor reads one language.
func (d *Demo) speak(cast []sandbox.PagePerson, user, locale string) error {
	d.app.rules.speak(text.Match(locale))
	return d.slack.ChangeUser(user, func(u *sandbox.User) {
		u.Locale = locale
		for _, p := range cast {
			if p.ID == user {
				u.RealName = p.NameIn(text.Match(locale))
			}
		}
	})
}

// Tell writes the main story to w, line by line, as it happens; it takes a few
// seconds of real time for fifty-two virtual minutes.
func (d *Demo) Tell(ctx context.Context, w io.Writer) error {
	t := &teller{d: d, w: w, seen: map[string]bool{}}
	return t.story(ctx)
}
