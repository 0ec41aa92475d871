package storetest

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

// Server is a redis-server of its own for one test, with an append-only file
// that is synced at every write. It ends with the test.
type Server struct {
	Addr string

	binary, dir string
	flags       []string
	cmd         *exec.Cmd
	out         *output
}

// RealRedis starts a redis-server on a free port: the binary of
// $FIRSTASK_TEST_REDIS, else redis-server or valkey-server of the PATH. Without
// any it fails the test. Flags are added to the command line.
func RealRedis(tb testing.TB, flags ...string) *Server {
	tb.Helper()
	s := &Server{binary: mustFindRedis(tb), dir: tb.TempDir(), flags: flags}
	s.Start(tb)
	tb.Cleanup(func() { s.Kill(tb) })
	return s
}

// RealCluster starts a redis-server that is a cluster of one: it serves all
// slots and refuses commands whose keys lie in several.
func RealCluster(tb testing.TB) *Server {
	tb.Helper()
	s := RealRedis(tb, "--cluster-enabled", "yes")
	c := redis.NewClient(&redis.Options{Addr: s.Addr})
	defer c.Close()
	if err := c.ClusterAddSlotsRange(tb.Context(), 0, 16383).Err(); err != nil {
		tb.Fatalf("storetest: give the cluster its slots: %v", err)
	}
	mustWait(tb, "the cluster is ready", func(ctx context.Context) bool {
		info, err := c.ClusterInfo(ctx).Result()
		return err == nil && strings.Contains(info, "cluster_state:ok")
	})
	return s
}

// Start starts the server, again after Kill: with what is in its file, at the same address.
func (s *Server) Start(tb testing.TB) {
	tb.Helper()
	if s.Addr == "" {
		s.Addr = mustFreeAddr(tb)
	}
	_, port, _ := net.SplitHostPort(s.Addr)
	args := append([]string{
		"--port", port, "--bind", "127.0.0.1", "--dir", s.dir, "--save", "",
		"--appendonly", "yes", "--appendfsync", "always",
	}, s.flags...)
	s.out = &output{}
	//nolint:gosec,noctx // the binary under test, named by whoever runs the tests; Kill ends it
	s.cmd = exec.Command(s.binary, args...)
	s.cmd.Stdout, s.cmd.Stderr = s.out, s.out
	if err := s.cmd.Start(); err != nil {
		tb.Fatalf("storetest: start %s: %v", s.binary, err)
	}
	c := redis.NewClient(&redis.Options{Addr: s.Addr, MaxRetries: -1})
	defer c.Close()
	mustWait(tb, "redis-server answers", func(ctx context.Context) bool { return c.Ping(ctx).Err() == nil })
}

// Kill ends the server with SIGKILL and waits for its end.
func (s *Server) Kill(tb testing.TB) {
	tb.Helper()
	if s.cmd.ProcessState != nil {
		return
	}
	if err := s.cmd.Process.Kill(); err != nil {
		tb.Errorf("storetest: kill redis-server: %v", err)
	}
	_ = s.cmd.Wait() // it was killed: that is its error
	if tb.Failed() {
		tb.Logf("redis-server said:\n%s", s.out)
	}
}

// Client connects to the server until the test ends.
func (s *Server) Client(tb testing.TB) redis.UniversalClient {
	tb.Helper()
	cluster := strings.Contains(strings.Join(s.flags, " "), "--cluster-enabled yes")
	c := redis.NewUniversalClient(&redis.UniversalOptions{
		Addrs: []string{s.Addr}, MaxRetries: -1, DialerRetries: 1, IsClusterMode: cluster,
	})
	tb.Cleanup(func() { _ = c.Close() })
	return c
}

func mustFindRedis(tb testing.TB) string {
	tb.Helper()
	if path := os.Getenv("FIRSTASK_TEST_REDIS"); path != "" {
		if _, err := exec.LookPath(path); err != nil {
			tb.Fatalf("storetest: FIRSTASK_TEST_REDIS: %v", err)
		}
		return path
	}
	for _, name := range []string{"redis-server", "valkey-server"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	tb.Fatal("storetest: no redis-server: run scripts/setup.sh, or name one in FIRSTASK_TEST_REDIS")
	return ""
}

func mustFreeAddr(tb testing.TB) string {
	tb.Helper()
	for range 100 {
		l, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // a test's own port, closed at once
		if err != nil {
			tb.Fatalf("storetest: find a free port: %v", err)
		}
		port := l.Addr().(*net.TCPAddr).Port
		_ = l.Close()
		if port < 55535 { // a cluster also takes the port 10000 above
			return fmt.Sprintf("127.0.0.1:%d", port)
		}
	}
	tb.Fatal("storetest: no free port below 55535")
	return ""
}

// mustWait polls until something is true; it fails after ten seconds.
func mustWait(tb testing.TB, what string, is func(context.Context) bool) {
	tb.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	for !is(ctx) {
		select {
		case <-ctx.Done():
			tb.Fatalf("storetest: not within ten seconds: %s", what)
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// output keeps what the server says, for a test that fails.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}
