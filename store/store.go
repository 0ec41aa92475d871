// Package store keeps tickets, their clocks, their history and what is to be
// said in Redis. One script per transition compares a revision and writes;
// which rules hold is decided before, in Go.
package store

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

//go:embed lua/*.lua
var sources embed.FS

// Store keeps the tickets of one workspace. It is safe for concurrent use.
type Store struct {
	client  redis.UniversalClient
	keys    keys
	team    string
	scripts scripts
}

// scripts are the store's scripts, known to the server by their content: old
// and new programs can run together.
type scripts struct {
	commit, lease, release, claim, sent, later, dead, redirect *redis.Script
	hold, waiting, absorb, ensure, job, beat, once             *redis.Script
}

const (
	defaultPartitions = 16
	maxPartitions     = 1000
	oldestServer      = 7
	// keep is how long deduplication keys, deliveries and authors are remembered.
	keep = 24 * time.Hour
	// keepFold is how long a message of several matters can be drawn again.
	keepFold = 30 * 24 * time.Hour
)

// Open checks the server and the number of partitions, loads the scripts and
// returns the store of a workspace. Errors: ErrVersion, ErrPartitions,
// ErrUnavailable. The client stays the caller's to close.
func Open(ctx context.Context, o Options) (*Store, error) {
	if o.Partitions == 0 {
		o.Partitions = defaultPartitions
	}
	if o.Partitions < 1 || o.Partitions > maxPartitions {
		return nil, fmt.Errorf("store: open: %d partitions: from 1 to %d are possible", o.Partitions, maxPartitions)
	}
	if !regexp.MustCompile(`^[A-Za-z0-9_.-]+$`).MatchString(o.Team) {
		return nil, fmt.Errorf("store: open: %q is no team id", o.Team)
	}
	s := &Store{client: o.Client, team: o.Team, keys: newKeys(o.Team, o.Partitions)}
	if err := s.checkServer(ctx); err != nil {
		return nil, err
	}
	if err := s.checkPartitions(ctx, o.Partitions); err != nil {
		return nil, err
	}
	return s, s.load(ctx)
}

// Ping reports whether the server answers; ErrUnavailable if not.
func (s *Store) Ping(ctx context.Context) error { return wrap("ping", s.client.Ping(ctx).Err()) }

// ServerTime is the server's clock. No rule depends on it; it shows how far our
// own clock is off.
func (s *Store) ServerTime(ctx context.Context) (time.Time, error) {
	now, err := s.client.Time(ctx).Result()
	return now.UTC(), wrap("server time", err)
}

// checkServer refuses a server older than 7.0. One that does not tell its
// version is accepted: some hosted and embedded ones do not.
func (s *Store) checkServer(ctx context.Context) error {
	info, err := s.client.Info(ctx, "server").Result()
	if err != nil && (unavailable(err) || ctx.Err() != nil) {
		return wrap("server version", err)
	}
	version := infoField(info, "redis_version")
	major, _, _ := strings.Cut(version, ".")
	if n, err := strconv.Atoi(major); err == nil && n < oldestServer {
		return fmt.Errorf("store: %w: Redis %s, but 7.0 is needed", ErrVersion, version)
	}
	return nil
}

func (s *Store) checkPartitions(ctx context.Context, want int) error {
	if err := s.client.SetNX(ctx, partitionsKey, want, 0).Err(); err != nil {
		return wrap("partitions", err)
	}
	has, err := s.client.Get(ctx, partitionsKey).Int()
	if err != nil {
		return wrap("partitions", err)
	}
	if has != want {
		return fmt.Errorf("store: %w: set up with %d, asked for %d", ErrPartitions, has, want)
	}
	return nil
}

// load reads the scripts and gives them to every master of the server.
func (s *Store) load(ctx context.Context) error {
	queue, err := sources.ReadFile("lua/queue.lua")
	if err != nil {
		return fmt.Errorf("store: script queue: %w", err)
	}
	for name, script := range map[string]**redis.Script{
		"commit": &s.scripts.commit, "lease": &s.scripts.lease, "release": &s.scripts.release,
		"claim": &s.scripts.claim, "sent": &s.scripts.sent, "later": &s.scripts.later,
		"dead": &s.scripts.dead, "redirect": &s.scripts.redirect, "hold": &s.scripts.hold,
		"waiting": &s.scripts.waiting, "absorb": &s.scripts.absorb, "ensure": &s.scripts.ensure, "job": &s.scripts.job, "beat": &s.scripts.beat, "once": &s.scripts.once,
	} {
		source, err := sources.ReadFile("lua/" + name + ".lua")
		if err != nil {
			return fmt.Errorf("store: script %s: %w", name, err)
		}
		if name == "commit" || name == "claim" || name == "job" || name == "once" {
			source = slices.Concat(queue, source)
		}
		*script = redis.NewScript(string(source))
		if err := (*script).Load(ctx, s.client).Err(); err != nil {
			return wrap("load script "+name, err)
		}
	}
	return nil
}

// run calls a script and returns its answer: a code and what belongs to it.
func (s *Store) run(ctx context.Context, script *redis.Script, keys []string, args ...any) (code string, rest []string, err error) {
	return answer(script.Run(ctx, s.client, keys, args...))
}

func answer(cmd *redis.Cmd) (code string, rest []string, err error) {
	words, err := cmd.StringSlice()
	if err != nil {
		return "", nil, err
	}
	if len(words) == 0 {
		return "", nil, errors.New("a script answered nothing")
	}
	return words[0], words[1:], nil
}

// floor is an instant as a script gets it: ms, never later than it is.
func floor(t time.Time) string { return strconv.FormatInt(t.UnixMilli(), 10) }

// ceil is an instant at which something is due: ms, never earlier than it is,
// so that what the store calls due is due.
func ceil(t time.Time) string {
	return strconv.FormatInt(t.Add(time.Millisecond-time.Nanosecond).UnixMilli(), 10)
}

func fromScore(score float64) time.Time { return time.UnixMilli(int64(score)).UTC() }
