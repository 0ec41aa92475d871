package store_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"

	"github.com/firstask/firstask/store"
	"github.com/firstask/firstask/ticket"
)

func TestUnavailable(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		err  error
		want bool
	}{
		"refused connection": {&net.OpError{Op: "dial", Err: errors.New("connection refused")}, true},
		"end of connection":  {fmt.Errorf("read: %w", io.EOF), true},
		"half an answer":     {io.ErrUnexpectedEOF, true},
		"no answer in time":  {context.DeadlineExceeded, true},
		"closed client":      {redis.ErrClosed, true},
		"no free connection": {redis.ErrPoolTimeout, true},
		"loading":            {errors.New("LOADING Redis is loading the dataset in memory"), true},
		"read-only":          {errors.New("READONLY You can't write against a read only replica"), true},
		"cluster down":       {errors.New("CLUSTERDOWN The cluster is down"), true},
		"out of memory":      {errors.New("OOM command not allowed when used memory > 'maxmemory'"), true},
		"no master":          {errors.New("MASTERDOWN Link with MASTER is down"), true},
		"disk full":          {errors.New("MISCONF Errors writing to the AOF file"), true},
		"no replica":         {errors.New("NOREPLICAS Not enough good replicas to write"), true},
		"slot moves":         {errors.New("TRYAGAIN Multiple keys request during rehashing of slot"), true},
		"a script runs":      {errors.New("BUSY Redis is busy running a script"), true},
		"too many clients":   {errors.New("ERR max number of clients reached"), true},
		"no sentinel":        {errors.New("redis: all sentinels specified in configuration are unreachable"), true},
		"wrong type":         {errors.New("WRONGTYPE Operation against a key holding the wrong kind of value"), false},
		"crossing slots":     {errors.New("CROSSSLOT Keys in request don't hash to the same slot"), false},
		"wrong password":     {errors.New("WRONGPASS invalid username-password pair"), false},
		"the caller gave up": {context.Canceled, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := store.Unavailable(row.err); got != row.want {
				t.Errorf("unavailable: %t", got)
			}
		})
	}
}

// answers is a hook that answers one command itself.
type answers struct {
	command string
	answer  func(redis.Cmder)
}

func (a answers) DialHook(next redis.DialHook) redis.DialHook { return next }

func (a answers) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		if cmd.Name() != a.command {
			return next(ctx, cmd)
		}
		a.answer(cmd)
		return cmd.Err()
	}
}

func (a answers) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return next
}

func TestServerVersion(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		info string
		err  error
		want error
	}{
		"6.2":                   {info: "# Server\r\nredis_version:6.2.7\r\n", want: store.ErrVersion},
		"7.0":                   {info: "# Server\r\nredis_version:7.0.0\r\n"},
		"10":                    {info: "redis_version:10.1.0\r\n"},
		"Valkey":                {info: "redis_version:7.2.4\r\nserver_name:valkey\r\nvalkey_version:8.0.1\r\n"},
		"not told":              {info: "# Server\r\n"},
		"not understood":        {info: "redis_version:unstable\r\n"},
		"hidden by the service": {err: errors.New("NOPERM this user has no permissions to run the 'info' command")},
		"loading":               {err: errors.New("LOADING Redis is loading the dataset in memory"), want: store.ErrUnavailable},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := mustEmbedded(t)
			client.AddHook(answers{"info", func(cmd redis.Cmder) {
				if row.err != nil {
					cmd.SetErr(row.err)
					return
				}
				cmd.(*redis.StringCmd).SetVal(row.info)
			}})
			_, err := store.Open(t.Context(), store.Options{Client: client, Team: "T1"})
			if !errors.Is(err, row.want) {
				t.Errorf("error %v, want %v", err, row.want)
			}
		})
	}
}

// TestStrangeAnswer: a script's answer that cannot be is an error, never success.
func TestStrangeAnswer(t *testing.T) {
	t.Parallel()
	for name, words := range map[string][]any{"unknown code": {"fine"}, "nothing": {}, "number": {int64(1)}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := mustEmbedded(t)
			s := mustOpen(t, client)
			client.AddHook(answers{"evalsha", func(cmd redis.Cmder) { cmd.(*redis.Cmd).SetVal(words) }})
			c := store.Commit{Decision: ticket.Decision{Ticket: ticket.Ticket{Number: 1}}}
			if err := s.Commit(t.Context(), c); err == nil {
				t.Error("no error")
			}
		})
	}
}

func TestErrorsSayWhat(t *testing.T) {
	t.Parallel()
	for err, want := range map[error]string{
		&store.PostTaken{Number: 42}: "ticket 42",
		&store.Repeated{}:            "carried out before",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q does not say %q", err, want)
		}
	}
}

func mustOpen(tb testing.TB, client redis.UniversalClient) *store.Store {
	tb.Helper()
	s, err := store.Open(tb.Context(), store.Options{Client: client, Team: storeTeam})
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

const storeTeam = "T0TEST"
