package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/firstask/firstask/calendar"
	"github.com/firstask/firstask/config"
	"github.com/firstask/firstask/handlers"
	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/store"
)

// keeper knows where the configuration is and what of it was read last. One
// goroutine uses it.
type keeper struct {
	folder fs.FS
	name   string
	source config.Source // of what was read last, accepted or refused
	held   string        // content hash of what holds
	stamp  string        // of source when it was read
	seen   string        // at the last look: only what stands still is read
}

func newKeeper(o Options) *keeper {
	k := &keeper{folder: o.Files, name: filepath.Base(o.Settings.ConfigPath)}
	if k.folder == nil {
		k.folder = os.DirFS(filepath.Dir(o.Settings.ConfigPath))
	}
	return k
}

// read reads the configuration with a stamp that is older than what was read:
// whatever changes meanwhile is seen at the next look.
func (k *keeper) read() (c *config.Config, source config.Source, stamp string, err error) {
	_, before, _ := config.Open(k.folder, k.name) // for the names of its files
	stamp = before.Stamp(k.folder)
	c, source, err = config.Open(k.folder, k.name)
	return c, source, stamp, err
}

// keep remembers what was read as dealt with.
func (k *keeper) keep(source config.Source, stamp string) {
	k.source, k.stamp, k.seen = source, stamp, stamp
}

// moved reports whether a file has changed since it was read, and stood still
// since the last look: nobody is in the middle of writing it.
func (k *keeper) moved() bool {
	stamp := k.source.Stamp(k.folder)
	still := stamp == k.seen
	k.seen = stamp
	return still && stamp != k.stamp
}

// watch reads the configuration anew when one of its files has changed, or when
// it is told to, until ctx ends; nil where there is no file to look at.
func (a *App) watch() func(context.Context) error {
	if a.keeper == nil {
		return nil
	}
	return func(ctx context.Context) error {
		look := time.NewTicker(a.o.Watch)
		defer look.Stop()
		for {
			select {
			case <-ctx.Done():
				return nil
			case <-a.o.Reload:
				a.reread(ctx, true)
			case <-look.C:
				if a.keeper.moved() {
					a.reread(ctx, false)
				}
			}
		}
	}
}

// reread reads the configuration and lets it hold, all of it or nothing. What
// cannot be done now, because the store is away, is tried at the next look.
func (a *App) reread(ctx context.Context, asked bool) {
	k := a.keeper
	conf, source, stamp, err := k.read()
	if source.Hash == k.source.Hash && (!asked || source.Hash == k.held) {
		k.keep(source, stamp)
		a.o.Log.Info().Msg("the configuration is as it was")
		a.meter.reload("unchanged")
		return
	}
	if err == nil {
		err = a.adopt(ctx, conf, source)
	} else {
		err = refused{err}
	}
	if no, is := errors.AsType[refused](err); is {
		err = a.refuse(ctx, no, source)
		if err == nil {
			k.keep(source, stamp)
			a.meter.reload("refused")
			return
		}
	}
	if err != nil {
		a.o.Log.Error().Err(err).Msg("the changed configuration was not taken, trying again")
		a.meter.reload("failed")
		return
	}
	k.keep(source, stamp)
	k.held = source.Hash
	a.meter.reload("accepted")
}

// refused is why a configuration does not hold.
type refused struct{ error }

// Unwrap is the reason.
func (r refused) Unwrap() error { return r.error }

// adopt lets a configuration take the place of the one that holds: rules,
// people, words, calendar jobs. The error is refused if it cannot; any other
// passes. Nothing has changed then.
func (a *App) adopt(ctx context.Context, conf *config.Config, source config.Source) error {
	if _, err := a.resolve(ctx, conf); err != nil { // whom it names may be new in Slack
		if err := a.dir.Load(ctx); err != nil {
			return fmt.Errorf("app: reload: %w", err)
		}
	}
	a.changing.Lock()
	defer a.changing.Unlock()
	org, err := a.resolve(ctx, conf)
	if err != nil {
		return refused{err}
	}
	jobs, err := registry(conf, a.desk)
	if err != nil {
		return refused{err}
	}
	was, err := a.rules.Rules(ctx, "")
	if err != nil {
		return err
	}
	if err := savePolicy(ctx, a.store, conf.Policy); err != nil {
		return err
	}
	said := handlers.Reloaded(was, policy.Rules{Policy: conf.Policy, Org: org}, source.Hash, a.o.Now())
	if len(said.Items) > 0 || a.keeper.source.Hash != a.keeper.held { // a change of comments is told nobody
		if err := a.sayOnce(ctx, source.Hash, said); err != nil {
			return err
		}
	}
	a.rules.replace(conf.Policy, org)
	a.dropped = append(a.dropped, was.Org.Missing(org)...)
	a.drop(ctx)
	a.held.Store(conf)
	a.dir.Default(org.Locale, org.Zone)
	a.clocks.SetJobs(jobs)
	a.warn(conf)
	a.warnOfChannels(org)
	_ = a.lookAtRosters(ctx)
	a.o.Log.Info().Str("policy", conf.Policy.ID).Int("changes", len(said.Items)).Msg("the configuration was read anew")
	return a.desk.Reread(ctx)
}

// drop sends what people hold who have no place in the organisation any more to
// others; with the store away, at the next look at the directory.
func (a *App) drop(ctx context.Context) {
	if err := a.desk.Dropped(ctx, a.dropped); err != nil {
		a.o.Log.Warn().Err(err).Msg("what people hold who were taken out of the configuration was not moved, trying again")
		return
	}
	a.dropped = nil
}

// refuse logs and says why a configuration does not hold.
func (a *App) refuse(ctx context.Context, why error, source config.Source) error {
	var problems config.Problems
	if !errors.As(why, &problems) {
		problems = config.Problems{{File: a.keeper.name, Message: why.Error()}}
	}
	mistakes := make([]handlers.Mistake, len(problems))
	for i, p := range problems {
		mistakes[i] = handlers.Mistake{Text: p.Message}
		if p.Line > 0 {
			mistakes[i].Place = fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col)
		}
		a.o.Log.Error().Str("file", p.File).Int("line", p.Line).Str("mistake", p.Message).Msg("the changed configuration is refused, the old one stays")
	}
	return a.sayOnce(ctx, source.Hash, handlers.ReloadRefused(a.rules.today(), mistakes, source.Hash, a.o.Now()))
}

// sayOnce queues a notice about a configuration; another replica may have said
// it already.
func (a *App) sayOnce(ctx context.Context, content string, n notice.Notice) error {
	err := a.store.SayOnce(ctx, fate(n.Kind, content), []notice.Notice{n}, a.o.Now())
	if errors.Is(err, store.ErrConflict) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("app: reload: %w", err)
	}
	a.sender.Wake()
	return nil
}

// fate is what became of a configuration: the same content may be refused, and
// hold later.
func fate(kind notice.Kind, content string) string { return string(kind) + "/" + content }

// warn logs what of a configuration is allowed and probably not meant.
func (a *App) warn(c *config.Config) {
	for _, w := range append(c.Warnings, c.Dated(calendar.DateOf(a.o.Now(), c.Org.Zone))...) {
		a.o.Log.Warn().Str("file", w.File).Int("line", w.Line).Str("warning", w.Message).Msg("configuration")
	}
}
