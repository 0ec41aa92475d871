package app

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/firstask/firstask/bot"
	"github.com/firstask/firstask/config"
	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

const (
	// directoryWait bounds how long a start waits for the directory.
	directoryWait = 30 * time.Second
	// directoryEvery is how often it is read again: an event reaches one replica
	// only, and user groups change.
	directoryEvery = time.Hour
)

// openDirectory learns who is in the workspace. A large one is read on while
// serving, unless the configuration names people by e-mail: then nothing can
// be decided before everybody is known.
func (a *App) openDirectory(ctx context.Context) error {
	org := a.conf().Org
	a.dir = bot.NewDirectory(bot.DirectoryOptions{
		Client: a.client, Store: a.store, Me: a.me, Locale: org.Locale, Zone: org.Zone, Now: a.o.Now, Log: a.o.Log,
	})
	if err := a.dir.Restore(ctx); err != nil {
		return err
	}
	if len(a.conf().Unresolved) > 0 {
		return a.dir.Load(ctx)
	}
	soon, cancel := context.WithTimeout(ctx, directoryWait)
	defer cancel()
	err := a.dir.Load(soon)
	if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
		a.o.Log.Info().Msg("the directory is large, it is read on while serving")
		a.reload, err = true, nil
	}
	return err
}

// keepDirectory reads the directory again now and then, and resolves e-mail
// addresses and user groups anew. A failure leaves what was known.
func (a *App) keepDirectory(ctx context.Context) error {
	wait := time.NewTimer(directoryEvery)
	defer wait.Stop()
	a.leavers(ctx) // who left while the program was down
	for first := a.reload; ; first = false {
		if !first {
			select {
			case <-ctx.Done():
				return nil
			case <-wait.C:
			}
		}
		if err := a.refresh(ctx); err != nil && ctx.Err() == nil {
			a.o.Log.Warn().Err(err).Msg("the directory was not read again")
		}
		a.leavers(ctx)
		wait.Reset(directoryEvery)
	}
}

// leavers sends what people hold who have left to others. An event tells of one
// who leaves at once; this finds those whose event did not arrive.
func (a *App) leavers(ctx context.Context) {
	if err := a.desk.Leavers(ctx); err != nil && ctx.Err() == nil {
		a.o.Log.Warn().Err(err).Msg("what leavers hold was not moved, trying again in an hour")
	}
}

func (a *App) refresh(ctx context.Context) error {
	if err := a.dir.Load(ctx); err != nil {
		return err
	}
	a.changing.Lock()
	defer a.changing.Unlock()
	org, err := a.resolve(ctx, a.conf())
	if err != nil {
		return err
	}
	a.rules.reorganise(org)
	a.drop(ctx)
	return nil
}

// openRules replaces e-mail addresses and user groups by people, once the
// directory knows them.
func (a *App) openRules(ctx context.Context) error {
	org, err := a.resolve(ctx, a.conf())
	if err != nil {
		return err
	}
	a.warnOfChannels(org)
	if a.keeper != nil {
		if err := a.store.Unsaid(ctx, fate(notice.Reloaded, a.keeper.held)); err != nil {
			return err
		}
	}
	a.rules, err = openRulebook(ctx, a.store, a.conf().Policy, org)
	return err
}

func (a *App) resolve(ctx context.Context, conf *config.Config) (*policy.Org, error) {
	return conf.Resolve(func(ref string) ([]string, error) { return a.find(ctx, ref) })
}

var errNobody = errors.New("nobody in this workspace")

// find is who an e-mail address or a user group of the configuration means.
func (a *App) find(ctx context.Context, ref string) ([]string, error) {
	if !strings.Contains(ref, "@") {
		return a.dir.Group(ctx, ref)
	}
	if p, ok := a.dir.ByEmail(ref); ok {
		return []string{p.ID}, nil
	}
	return nil, errNobody
}

// warnOfChannels says which channels of the configuration the bot is not in: a
// desk there hears nothing, and in a private one no ladder can end.
func (a *App) warnOfChannels(org *policy.Org) {
	needed := map[string]string{org.Fallback: "fallback"}
	for _, d := range org.Departments {
		needed[d.WorkChannel] = "work_channel of " + d.ID
		for _, c := range d.Channels {
			needed[c.ID] = "channel of " + d.ID
		}
	}
	for id, as := range needed {
		if c, known := a.dir.Channel(id); id != "" && (!known || !c.Member) {
			a.o.Log.Warn().Str("channel", id).Str("as", as).Msg("the bot is not in a channel of the configuration: invite it")
		}
	}
}
