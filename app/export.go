package app

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/rs/zerolog"

	"github.com/firstask/firstask/bot"
	"github.com/firstask/firstask/config"
	"github.com/firstask/firstask/replay"
	"github.com/firstask/firstask/store"
	"github.com/firstask/firstask/ticket"
)

// ExportCmd is `firstask export`.
type ExportCmd struct {
	Out           string `help:"The file to write; the terminal by default." placeholder:"FILE" type:"path"`
	Team          string `help:"The workspace, T…; without it Slack is asked." placeholder:"T…"`
	RedisURL      string `help:"Where the state is ($REDIS_URL)."`
	SlackBotToken string `help:"Bot token, xoxb-…; not needed with --team ($SLACK_BOT_TOKEN)."`
	SlackAPIURL   string `name:"slack-api-url" help:"Root of the Web API, ends in /api/ ($SLACK_API_URL)."`
}

// Run writes every ticket of the workspace, open and ended, with its history,
// one JSON object a line, and says how many there were: a workspace that is not
// in this store has none. A ticket whose history is not intact is left out and
// named; the error is then ErrChecks. Nothing is changed.
func (c *ExportCmd) Run(ctx context.Context, s Streams) error {
	store.Quiet()
	url, err := setting(s, "REDIS_URL", c.RedisURL)
	if err != nil {
		return err
	}
	team, err := c.team(ctx, s)
	if err != nil {
		return err
	}
	client, err := store.Dial(url)
	if err != nil {
		return err
	}
	defer func() { _ = client.Close() }()
	kept, err := store.Open(ctx, store.Options{Client: client, Team: team})
	if err != nil {
		return err
	}
	write := func(w io.Writer) error { return export(ctx, kept, w, s.Err, team, time.Now()) }
	if c.Out == "" {
		return write(s.Out)
	}
	return c.toFile(write)
}

// toFile writes the file whole or says so: what people wrote is in it, so only
// its owner may read it.
func (c *ExportCmd) toFile(write func(io.Writer) error) error {
	const ownersOnly = 0o600
	file, err := os.OpenFile(c.Out, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, ownersOnly)
	if err != nil {
		return fmt.Errorf("app: export: %w", err)
	}
	err = write(file)
	if closed := file.Close(); closed != nil {
		err = errors.Join(err, fmt.Errorf("app: export: %w", closed))
	}
	return err
}

// team is the workspace: as given, else as Slack says whose the token is.
func (c *ExportCmd) team(ctx context.Context, s Streams) (string, error) {
	if c.Team != "" {
		return c.Team, nil
	}
	token, err := setting(s, "SLACK_BOT_TOKEN", c.SlackBotToken)
	if err != nil {
		return "", fmt.Errorf("%w, or --team T…", err)
	}
	api, _ := s.Env("SLACK_API_URL")
	me, err := bot.Identify(ctx, bot.NewClient(bot.ClientOptions{Token: token, APIURL: cmp.Or(c.SlackAPIURL, api, config.DefaultAPIURL)}))
	if err != nil {
		return "", fmt.Errorf("app: export: %w", err)
	}
	return me.Team, nil
}

// setting is one setting by its flag, its variable, or the file that the
// variable with _FILE names. The error never holds a value.
func setting(s Streams, name, flag string) (string, error) {
	if flag != "" {
		return flag, nil
	}
	if v, _ := s.Env(name); v != "" {
		return strings.TrimSpace(v), nil
	}
	if path, _ := s.Env(name + "_FILE"); path != "" {
		raw, err := s.ReadFile(path)
		if err != nil {
			return "", fmt.Errorf("app: %s_FILE names a file that cannot be read", name)
		}
		return strings.TrimSpace(string(raw)), nil
	}
	return "", fmt.Errorf("app: %s is missing", name)
}

// export writes all tickets of a workspace's store by number; what is not
// intact is named on problems, and at the end how many were written.
func export(ctx context.Context, s *store.Store, w, problems io.Writer, team string, now time.Time) error {
	x := &exporter{store: s, lines: json.NewEncoder(w), problems: problems, now: now.UTC()}
	x.lines.SetEscapeHTML(false)
	x.people = bot.NewDirectory(bot.DirectoryOptions{Store: s, Now: time.Now, Log: zerolog.Nop()})
	if err := x.people.Restore(ctx); err != nil {
		return err
	}
	last, err := lastNumber(ctx, s)
	x.broken(err)
	const page = 100
	for first := int64(1); first <= last; first += page {
		if err := x.page(ctx, upTo(first, min(first+page-1, last))); err != nil {
			return fmt.Errorf("app: export: %w", err)
		}
	}
	_, _ = fmt.Fprintf(problems, "%s of %s\n", counted(x.written, "ticket"), team)
	if x.wrong {
		return ErrChecks
	}
	return nil
}

// exporter writes tickets and remembers whether any was not intact.
type exporter struct {
	store    *store.Store
	lines    *json.Encoder
	problems io.Writer
	people   *bot.Directory
	now      time.Time
	written  int
	wrong    bool
}

// broken names what cannot be written; nil is nothing.
func (x *exporter) broken(err error) {
	if err != nil {
		x.wrong = true
		_, _ = fmt.Fprintln(x.problems, err)
	}
}

// page writes some tickets. The error is that of a store or a file that fails.
func (x *exporter) page(ctx context.Context, numbers []int64) error {
	found, err := x.store.LoadMany(ctx, numbers)
	if found == nil && err != nil {
		return err
	}
	x.broken(err)
	for _, saved := range found {
		events, err := x.store.History(ctx, saved)
		switch {
		case ctx.Err() != nil, errors.Is(err, store.ErrUnavailable):
			return errors.Join(ctx.Err(), err)
		case err != nil:
			x.broken(err)
			continue
		}
		rec := recorded{Record: replay.Record{Ticket: saved.Ticket, Events: events, Until: x.now}, People: named(x.people, events)}
		if err := x.lines.Encode(rec); err != nil {
			return err
		}
		x.written++
	}
	return nil
}

// lastNumber is the highest number of a ticket there is.
func lastNumber(ctx context.Context, s *store.Store) (int64, error) {
	last := int64(0)
	open, err := s.Unfinished(ctx)
	if err != nil {
		return 0, err
	}
	if len(open) > 0 {
		last = slices.Max(open)
	}
	err = s.EventsBetween(ctx, time.Time{}, time.Time{}, nil, func(number int64, _ ticket.Event) error {
		last = max(last, number)
		return nil
	})
	return last, err
}

func upTo(first, last int64) []int64 {
	numbers := make([]int64, 0, last-first+1)
	for n := first; n <= last; n++ {
		numbers = append(numbers, n)
	}
	return numbers
}

// named are the names of those that events speak of, as far as they are known.
func named(dir *bot.Directory, events []ticket.Event) map[string]string {
	names := map[string]string{}
	for i := range events {
		for _, id := range []string{events[i].By, events[i].To} {
			if p, ok := dir.Person(id); ok && p.Name != "" {
				names[id] = p.Name
			}
		}
	}
	return names
}
