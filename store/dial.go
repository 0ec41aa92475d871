package store

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/logging"
	"github.com/redis/go-redis/v9/maintnotifications"
)

// Waiting times of a client. A person waits at most 3 s for Slack's answer.
const (
	dialTimeout = 2 * time.Second
	ioTimeout   = 1500 * time.Millisecond
	poolTimeout = time.Second
	poolSize    = 32
)

// Dial makes a client from a URL; it does not connect yet. The forms are
//
//	redis://[user:password@]host[:port][/db]
//	redis-sentinel://master[:password]@host[:port],host…[/db]
//	redis-cluster://[user:password@]host[:port],host…
//
// each with rediss for TLS. Parameters: username (of the servers behind
// sentinels), sentinel_username, sentinel_password. Errors never repeat the
// URL, which may hold a password.
//
// The client repeats nothing by itself: after a lost answer only the caller
// knows whether a repeat is safe. A commit with a deduplication key is.
// Options are applied last.
func Dial(rawURL string, options ...func(*redis.UniversalOptions)) (redis.UniversalClient, error) {
	o, err := parseURL(rawURL)
	if err != nil {
		return nil, fmt.Errorf("store: redis url: %w", err)
	}
	o.DialTimeout, o.ReadTimeout, o.WriteTimeout, o.PoolTimeout = dialTimeout, ioTimeout, ioTimeout, poolTimeout
	o.PoolSize, o.MaxRetries, o.DialerRetries = poolSize, -1, 1
	o.ContextTimeoutEnabled, o.DisableIdentity = true, true
	o.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	for _, option := range options {
		option(o)
	}
	return redis.NewUniversalClient(o), nil
}

// Quiet turns the client library's own log off for the whole program: all it
// has to say is returned as errors too. Call it once, before the first Dial.
func Quiet() { logging.Disable() }

func parseURL(raw string) (*redis.UniversalOptions, error) {
	scheme, rest, _ := strings.Cut(raw, "://")
	kind, ok := strings.CutPrefix(scheme, "rediss")
	secure := ok
	if !ok {
		kind, ok = strings.CutPrefix(scheme, "redis")
	}
	if !ok || !slices.Contains([]string{"", "-sentinel", "-cluster"}, kind) {
		return nil, errors.New("it begins with none of redis://, rediss://, redis-sentinel://, redis-cluster://")
	}
	port := ":6379"
	if kind == "-sentinel" {
		port = ":26379"
	}
	u, hosts, err := splitHosts(rest, port)
	if err != nil {
		return nil, err
	}
	password, _ := u.User.Password()
	o := &redis.UniversalOptions{Addrs: hosts, Username: u.User.Username(), Password: password}
	switch {
	case kind == "" && len(hosts) != 1:
		return nil, errors.New("several hosts need redis-sentinel:// or redis-cluster://")
	case kind == "-sentinel" && o.Username == "":
		return nil, errors.New("the name of the master is missing: redis-sentinel://master@host,host")
	case kind == "-sentinel":
		o.MasterName, o.Username = o.Username, ""
	case kind == "-cluster":
		o.IsClusterMode = true
	}
	if secure {
		o.TLSConfig = &tls.Config{MinVersion: tls.VersionTLS12}
		if kind == "" {
			o.TLSConfig.ServerName = u.Hostname()
		}
	}
	if err := database(o, strings.Trim(u.Path, "/")); err != nil {
		return nil, err
	}
	return o, parameters(o, u.Query())
}

// splitHosts takes the list of hosts out of an URL, which knows one only. The
// URL returned has the first. Hosts without a port get the one given.
func splitHosts(rest, port string) (*url.URL, []string, error) {
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	authority, tail := rest[:end], rest[end:]
	user, list := "", authority
	if at := strings.LastIndex(authority, "@"); at >= 0 {
		user, list = authority[:at+1], authority[at+1:]
	}
	hosts := strings.Split(list, ",")
	u, err := url.Parse("redis://" + user + hosts[0] + tail)
	if err != nil {
		return nil, nil, errors.New("malformed user, host or path")
	}
	for i, host := range hosts {
		if host == "" {
			return nil, nil, errors.New("a host is missing")
		}
		if colon := strings.LastIndex(host, ":"); colon <= strings.LastIndex(host, "]") {
			hosts[i] = host + port
		}
	}
	return u, hosts, nil
}

func database(o *redis.UniversalOptions, path string) error {
	if path == "" {
		return nil
	}
	db, err := strconv.Atoi(path)
	if err != nil || db < 0 {
		return fmt.Errorf("%q is no database number", path)
	}
	if o.IsClusterMode && db != 0 {
		return errors.New("a cluster has database 0 only")
	}
	o.DB = db
	return nil
}

func parameters(o *redis.UniversalOptions, query url.Values) error {
	for name := range query {
		switch name {
		case "username":
			o.Username = query.Get(name)
		case "sentinel_username":
			o.SentinelUsername = query.Get(name)
		case "sentinel_password":
			o.SentinelPassword = query.Get(name)
		default:
			return fmt.Errorf("unknown parameter %q", name)
		}
	}
	return nil
}
