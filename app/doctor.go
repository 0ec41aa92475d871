package app

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/firstask/firstask/bot"
	"github.com/firstask/firstask/config"
	"github.com/firstask/firstask/store"
)

// DoctorCmd is `firstask doctor`.
type DoctorCmd struct {
	SettingFlags `embed:""`

	Minimal bool `help:"The app was made from the minimal manifest."`
}

// Run looks at everything the service would meet and says what to do about
// what is wrong. It changes nothing. The error is ErrChecks if the service
// could not work.
func (c *DoctorCmd) Run(ctx context.Context, s Streams) error {
	settings, err := c.settings(s)
	if err != nil {
		return err
	}
	store.Quiet()
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	client := bot.NewClient(bot.ClientOptions{Token: settings.BotToken.Reveal(), AppToken: settings.AppToken.Reveal(), APIURL: settings.APIURL})
	checks := bot.Doctor(ctx, client, bot.DoctorOptions{Now: time.Now, Minimal: c.Minimal, Socket: settings.SocketMode()})
	checks = append(checks, redisChecks(ctx, settings.RedisURL.Reveal(), time.Now)...)
	checks = append(checks, configCheck(settings.ConfigPath))
	return report(s.Out, checks)
}

func report(w io.Writer, checks []bot.Check) error {
	good := true
	for _, c := range checks {
		mark := "ok  "
		switch {
		case !c.OK:
			mark, good = "FAIL", false
		case c.Warn:
			mark = "warn"
		}
		_, _ = fmt.Fprintf(w, "%s  %-14s %s\n", mark, c.Name, c.Detail)
		if c.Fix != "" {
			_, _ = fmt.Fprintf(w, "      %-14s %s\n", "", c.Fix)
		}
	}
	if !good {
		return ErrChecks
	}
	return nil
}

// redisChecks looks at what decides whether an acknowledged ticket survives.
func redisChecks(ctx context.Context, url string, now func() time.Time) []bot.Check {
	client, err := store.Dial(url)
	if err != nil {
		return []bot.Check{{Name: "redis", Detail: err.Error(), Fix: "Mend REDIS_URL; docs/operations.md shows the forms."}}
	}
	defer func() { _ = client.Close() }()
	server, err := store.Inspect(ctx, client)
	if err != nil {
		return []bot.Check{{Name: "redis", Detail: "does not answer: " + err.Error(), Fix: "Start Redis 7.0 or newer and let this machine reach it."}}
	}
	skew := now().Sub(server.Time).Round(time.Millisecond)
	clock := bot.Check{Name: "redis clock", OK: skew.Abs() <= maxSkew, Detail: "differs by " + skew.String()}
	if !clock.OK {
		clock.Fix = "Let both machines follow a time server: /readyz fails over 2 s."
	}
	return []bot.Check{{Name: "redis", OK: true, Detail: "version " + server.Version}, clock, durable(server), evicts(server)}
}

func durable(s store.Server) bot.Check {
	c := bot.Check{Name: "redis log", OK: true, Detail: "appendonly " + s.AppendOnly + ", appendfsync " + s.Fsync}
	switch {
	case s.AppendOnly == "":
		c.Warn, c.Detail, c.Fix = true, "cannot be seen: CONFIG is not allowed", "Make sure that appendonly is yes and appendfsync always (docs/redis.conf)."
	case s.AppendOnly != "yes":
		c.OK, c.Fix = false, "Set appendonly yes: without it a restart loses tickets that people were told are saved."
	case s.Fsync != "always":
		c.Warn, c.Fix = true, "With "+s.Fsync+" a crash can lose up to 2 s of acknowledged tickets; appendfsync always loses none."
	}
	return c
}

func evicts(s store.Server) bot.Check {
	c := bot.Check{Name: "redis memory", OK: true, Detail: "maxmemory-policy " + s.Eviction}
	if s.Eviction != "" && s.Eviction != "noeviction" {
		c.OK, c.Fix = false, "Set maxmemory-policy noeviction: any other forgets tickets when memory is short."
	}
	return c
}

func configCheck(path string) bot.Check {
	conf, err := config.Load(path)
	if err != nil {
		return bot.Check{Name: "configuration", Detail: "has mistakes", Fix: "Run firstask check " + path}
	}
	c := bot.Check{Name: "configuration", OK: true, Detail: fmt.Sprintf("policy %s, %d departments, %d warnings", conf.Policy.ID, len(conf.Org.Departments), len(conf.Warnings))}
	if len(conf.Warnings) > 0 {
		c.Warn, c.Fix = true, "Run firstask check "+path+" to read them."
	}
	return c
}
