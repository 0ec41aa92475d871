package app

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"sync"
	"sync/atomic"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/firstask/firstask/bot"
	"github.com/firstask/firstask/config"
	"github.com/firstask/firstask/handlers"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/scheduler"
	"github.com/firstask/firstask/store"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// App is one running program: one replica for one workspace.
type App struct {
	o      Options
	held   atomic.Pointer[config.Config] // the configuration that holds
	keeper *keeper                       // nil where it came with the options
	client *bot.Client
	me     bot.Identity
	redis  io.Closer
	store  *store.Store
	dir    *bot.Directory
	words  *text.Catalog
	rules  *rulebook
	desk   *handlers.Desk
	clocks *scheduler.Loop
	sender *bot.Sender
	socket *bot.Socket // nil over HTTP
	http   *bot.HTTP   // nil over Socket Mode
	reg    *prometheus.Registry
	reload bool // the directory was not read to its end at start
	meter  *meter

	changing sync.Mutex // held while the organisation is replaced
	dropped  []string   // who has no place in it any more, and whose matters are still to go to others; under changing
}

// New builds a program and everything it needs: it asks Slack who it is,
// opens the store, fills the directory and saves the policy. What is wrong
// with the configuration or the settings is an error here, never later.
func New(ctx context.Context, o Options) (*App, error) {
	a := &App{o: o.withDefaults(), reg: prometheus.NewRegistry()}
	for _, step := range []struct {
		name string
		do   func(context.Context) error
	}{
		{"configuration", a.openConfig},
		{"slack", a.openSlack},
		{"store", a.openStore},
		{"directory", a.openDirectory},
		{"rules", a.openRules},
		{"desk", a.openDesk},
		{"sender", a.openSender},
		{"edge", a.openEdge},
		{"staff book", func(ctx context.Context) error { return a.desk.Reread(ctx) }}, // the configuration may be another one
	} {
		if err := step.do(ctx); err != nil {
			a.Close()
			return nil, fmt.Errorf("app: %s: %w", step.name, err)
		}
	}
	return a, nil
}

// Close lets go of what New opened. It may be called twice.
func (a *App) Close() {
	if a.redis != nil {
		_ = a.redis.Close()
		a.redis = nil
	}
}

// conf is the configuration that holds now.
func (a *App) conf() *config.Config { return a.held.Load() }

func (a *App) openConfig(context.Context) (err error) {
	conf := a.o.Config
	if conf == nil {
		a.keeper = newKeeper(a.o)
		var source config.Source
		var stamp string
		if conf, source, stamp, err = a.keeper.read(); err != nil {
			return err
		}
		a.keeper.keep(source, stamp)
		a.keeper.held = source.Hash
	}
	a.held.Store(conf)
	a.warn(conf)
	if a.words, err = text.Load(); err == nil {
		a.words.Labels = func() policy.Labels { return a.conf().Labels }
	}
	return err
}

func (a *App) openSlack(ctx context.Context) (err error) {
	s := a.o.Settings
	a.client = bot.NewClient(bot.ClientOptions{Token: s.BotToken.Reveal(), AppToken: s.AppToken.Reveal(), APIURL: s.APIURL, HTTPClient: a.o.HTTPClient})
	a.me, err = bot.Identify(ctx, a.client)
	return err
}

func (a *App) openStore(ctx context.Context) error {
	client, err := store.Dial(a.o.Settings.RedisURL.Reveal())
	if err != nil {
		return err
	}
	a.redis = client
	a.store, err = store.Open(ctx, store.Options{Client: client, Team: a.me.Team})
	return err
}

func (a *App) openDesk(context.Context) error {
	a.meter = newMeter(a.reg)
	a.desk = handlers.New(handlers.Options{
		Tickets: tickets{a.store}, Finder: tickets{a.store}, Staff: staffs{a.store}, Events: a.store, People: people{a.dir}, Rulebook: a.rules, Words: a.words, Labels: func() policy.Labels { return a.conf().Labels },
		Now: a.o.Now, Meter: a.meter, Changed: func() { a.clocks.Wake(); a.sender.Wake() },
	})
	all, err := registry(a.conf(), a.desk)
	if err != nil {
		return err
	}
	var pulse scheduler.Pulse = a.store
	if a.o.Moved {
		pulse = nil
	}
	a.clocks = scheduler.New(scheduler.Options{
		Firer: a.desk, Clocks: a.store, Pulse: pulse, Jobs: jobs{a.store, func() { a.sender.Wake() }}, Registry: all,
		Now: a.o.Now, Tick: a.o.Tick, Log: a.o.Log,
	})
	return nil
}

// sendAttempts spans some four hours of a Slack that answers with errors: the
// waits grow to five minutes. A Slack that is not reached at all is waited for
// without end.
const sendAttempts = 60

func (a *App) openSender(context.Context) error {
	a.sender = bot.NewSender(bot.SenderOptions{
		Client: a.client, Outbox: outbox{a.store}, Shelf: shelf{a.store}, Tickets: a.desk, Reports: a.desk, Words: a.words,
		People: a.dir, Now: a.o.Now, Holder: a.o.Instance, Pace: a.o.Pace, Log: a.o.Log, Metrics: bot.NewSenderMetrics(a.reg), Lost: a.lost,
		Tick: a.o.Tick, TTL: a.o.Lease, MaxAttempts: sendAttempts,
	})
	return nil
}

func (a *App) inbound() bot.Options {
	return bot.Options{
		Desk: a.desk, Reports: a.desk, Words: a.words, Client: a.client, Directory: a.dir, Me: a.me,
		SigningSecret: a.o.Settings.SigningSecret.Reveal(), Now: a.o.Now, Log: a.o.Log,
		Metrics: bot.NewInboundMetrics(a.reg), Lost: a.lost, Dial: a.o.Dial, Hooks: a.o.HTTPClient,
	}
}

// lost is told that Slack took the bot's rights away: nothing is dropped, the
// queue waits for a new installation.
func (a *App) lost(reason string) {
	a.o.Log.Error().Str("reason", reason).Msg("the workspace took the bot's access away")
}

// Look is a ticket as it is now, with the rules it is judged by.
func (a *App) Look(ctx context.Context, number int64) (*ticket.Ticket, policy.Rules, error) {
	return a.desk.Look(ctx, number)
}

// History is what happened to a ticket, oldest first, checked against its hash chain.
func (a *App) History(ctx context.Context, number int64) ([]ticket.Event, error) {
	saved, err := a.store.Load(ctx, number)
	if err != nil {
		return nil, fmt.Errorf("app: history: %w", err)
	}
	return a.store.History(ctx, saved)
}

// instance is a name that no other run of the program has, also not in a
// container, where the host and the process are called the same every time.
func instance() string {
	host, err := os.Hostname()
	if err != nil {
		host = "firstask"
	}
	return host + "-" + rand.Text()
}
