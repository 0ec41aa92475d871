package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"strings"
	"syscall"
	_ "time/tzdata" // zones are there in the smallest container, too

	"github.com/rs/zerolog"

	"github.com/firstask/firstask/bot"
	"github.com/firstask/firstask/config"
	"github.com/firstask/firstask/store"
)

// Streams are where commands read and write.
type Streams struct {
	Out, Err io.Writer
	// In is where questions are answered; nil where nobody can be asked.
	In       io.Reader
	Env      func(string) (string, bool)
	ReadFile func(string) ([]byte, error)
}

// ErrChecks is the error of a command whose checks found something wrong; it
// was printed already.
var ErrChecks = errors.New("not everything is in order")

// SettingFlags are the settings as flags; each has an environment variable of
// the same name, and a flag beats it.
type SettingFlags struct {
	SlackBotToken      string `help:"Bot token, xoxb-… ($SLACK_BOT_TOKEN)."`
	SlackSigningSecret string `help:"Signing secret of HTTP mode ($SLACK_SIGNING_SECRET)."`
	SlackAppToken      string `help:"App-level token, xapp-…; Socket Mode when set ($SLACK_APP_TOKEN)."`
	SlackAPIURL        string `name:"slack-api-url" help:"Root of the Web API, ends in /api/ ($SLACK_API_URL)."`
	RedisURL           string `help:"Where the state is ($REDIS_URL)."`
	FirstaskConfig     string `name:"config" help:"Configuration file ($FIRSTASK_CONFIG)." type:"path"`
	FirstaskListen     string `name:"listen" help:"Address of HTTP, :8080 by default ($FIRSTASK_LISTEN)."`
	FirstaskLogLevel   string `name:"log-level" help:"trace, debug, info, warn or error ($FIRSTASK_LOG_LEVEL)."`
}

// settings reads flags, then the environment.
func (f SettingFlags) settings(s Streams) (config.Settings, error) {
	given := map[string]string{
		"SLACK_BOT_TOKEN": f.SlackBotToken, "SLACK_SIGNING_SECRET": f.SlackSigningSecret, "SLACK_APP_TOKEN": f.SlackAppToken,
		"SLACK_API_URL": f.SlackAPIURL, "REDIS_URL": f.RedisURL, "FIRSTASK_CONFIG": f.FirstaskConfig,
		"FIRSTASK_LISTEN": f.FirstaskListen, "FIRSTASK_LOG_LEVEL": f.FirstaskLogLevel,
	}
	return config.FromEnv(func(name string) (string, bool) {
		if given[strings.TrimSuffix(name, "_FILE")] != "" && strings.HasSuffix(name, "_FILE") {
			return "", false // a flag beats the file, too
		}
		if v := given[name]; v != "" {
			return v, true
		}
		return s.Env(name)
	}, s.ReadFile)
}

func logger(w io.Writer, level string) zerolog.Logger {
	l, err := zerolog.ParseLevel(level)
	if err != nil {
		l = zerolog.InfoLevel
	}
	return zerolog.New(w).Level(l).With().Timestamp().Logger()
}

// ServeCmd is `firstask serve`.
type ServeCmd struct {
	SettingFlags `embed:""`
}

// Run serves until ctx ends.
func (c *ServeCmd) Run(ctx context.Context, s Streams) error {
	settings, err := c.settings(s)
	if err != nil {
		return err
	}
	store.Quiet()
	again := make(chan os.Signal, 1)
	signal.Notify(again, syscall.SIGHUP)
	defer signal.Stop(again)
	a, err := New(ctx, Options{Settings: settings, Log: logger(s.Err, settings.LogLevel), Pace: bot.SlackPace(), Reload: again})
	if err != nil {
		return err
	}
	return a.Run(ctx)
}

// DemoCmd is `firstask demo`.
type DemoCmd struct {
	Play   bool   `help:"Tell the main story here in the terminal and exit."`
	Listen string `help:"Address of the page, on this machine." default:"127.0.0.1:4242"`
}

// Run shows the demo until ctx ends, or tells the story once.
func (c *DemoCmd) Run(ctx context.Context, s Streams) error {
	addr := c.Listen
	if c.Play {
		addr = "127.0.0.1:0"
	}
	l, err := demoListener(ctx, addr)
	if err != nil {
		return err
	}
	store.Quiet()
	d, err := StartDemo(ctx, l, logger(s.Err, "error"))
	if err != nil {
		return err
	}
	defer d.Close()
	if c.Play {
		return d.Tell(ctx, s.Out)
	}
	_, _ = fmt.Fprintf(s.Out, "\n  Spruce Office is open: %s\n\n  It is Tuesday 10:00 there. Follow the guide on the page; Ctrl-C closes the office.\n\n", d.URL())
	select {
	case <-ctx.Done():
		return nil
	case <-d.ended:
		return d.fault
	}
}

// demoListener takes the usual port, or any free one if that is taken.
func demoListener(ctx context.Context, addr string) (net.Listener, error) {
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", addr)
	if err == nil {
		return l, nil
	}
	host, _, splitErr := net.SplitHostPort(addr)
	if splitErr != nil {
		return nil, fmt.Errorf("app: demo: %w", err)
	}
	return lc.Listen(ctx, "tcp", net.JoinHostPort(host, "0"))
}

// ManifestCmd is `firstask manifest`.
type ManifestCmd struct {
	Socket  bool   `help:"For Socket Mode: no URLs."`
	URL     string `name:"url" help:"Where Slack reaches the service, https://…" placeholder:"URL"`
	Minimal bool   `help:"Without reading channels: slash command, shortcuts, mentions and DMs only."`
	Reasons bool   `help:"Print why each scope is needed instead."`
}

// Run prints the manifest.
func (c *ManifestCmd) Run(s Streams) error {
	if c.Reasons {
		for _, r := range bot.ScopeReasons() {
			_, _ = fmt.Fprintf(s.Out, "%-20s %s\n", r.Scope, r.Why)
		}
		return nil
	}
	raw, err := bot.Manifest(bot.ManifestOptions{Socket: c.Socket, URL: c.URL, Minimal: c.Minimal})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.Out, "%s\n", raw)
	return err
}
