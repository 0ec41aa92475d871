package store_test

import (
	"crypto/tls"
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/redis/go-redis/v9"

	"github.com/firstask/firstask/store"
)

// dialled is what of a client's options comes from the URL.
type dialled struct {
	Addrs                          []string
	User, Password, Master         string
	SentinelUser, SentinelPassword string
	DB                             int
	Cluster, TLS                   bool
	ServerName                     string
}

func TestDial(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		url  string
		want dialled
	}{
		"plain":            {"redis://localhost", dialled{Addrs: []string{"localhost:6379"}}},
		"port and base":    {"redis://h:7000/3", dialled{Addrs: []string{"h:7000"}, DB: 3}},
		"user":             {"redis://me:p%40ss@h:1/", dialled{Addrs: []string{"h:1"}, User: "me", Password: "p@ss"}},
		"password only":    {"redis://:secret@h:1", dialled{Addrs: []string{"h:1"}, Password: "secret"}},
		"TLS":              {"rediss://h", dialled{Addrs: []string{"h:6379"}, TLS: true, ServerName: "h"}},
		"IPv6":             {"redis://[::1]:7/0", dialled{Addrs: []string{"[::1]:7"}}},
		"IPv6 and no port": {"redis://[::1]", dialled{Addrs: []string{"[::1]:6379"}}},
		"sentinel":         {"redis-sentinel://master@h1,h2:7", dialled{Addrs: []string{"h1:26379", "h2:7"}, Master: "master"}},
		"sentinel with everything": {
			"rediss-sentinel://m:pw@h1,h2/2?username=u&sentinel_username=su&sentinel_password=sp",
			dialled{
				Addrs: []string{"h1:26379", "h2:26379"}, Master: "m", Password: "pw", User: "u",
				SentinelUser: "su", SentinelPassword: "sp", DB: 2, TLS: true,
			},
		},
		"cluster":          {"redis-cluster://h1:1,h2", dialled{Addrs: []string{"h1:1", "h2:6379"}, Cluster: true}},
		"cluster with TLS": {"rediss-cluster://u:p@h1/0", dialled{Addrs: []string{"h1:6379"}, Cluster: true, TLS: true, User: "u", Password: "p"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var o redis.UniversalOptions
			client, err := store.Dial(row.url, func(given *redis.UniversalOptions) { o = *given })
			if err != nil {
				t.Fatal(err)
			}
			defer client.Close()
			got := dialled{
				Addrs: o.Addrs, User: o.Username, Password: o.Password, Master: o.MasterName, DB: o.DB, Cluster: o.IsClusterMode,
				SentinelUser: o.SentinelUsername, SentinelPassword: o.SentinelPassword, TLS: o.TLSConfig != nil,
			}
			if o.TLSConfig != nil {
				got.ServerName = o.TLSConfig.ServerName
				if o.TLSConfig.MinVersion < tls.VersionTLS12 {
					t.Error("TLS older than 1.2 is allowed")
				}
			}
			if diff := cmp.Diff(row.want, got); diff != "" {
				t.Errorf("options (-want +got):\n%s", diff)
			}
			if o.MaxRetries != -1 || o.DialTimeout != 2*time.Second || o.ReadTimeout != 1500*time.Millisecond {
				t.Errorf("retries %d, dial %s, read %s", o.MaxRetries, o.DialTimeout, o.ReadTimeout)
			}
			if _, cluster := client.(*redis.ClusterClient); cluster != row.want.Cluster {
				t.Errorf("client is a %T", client)
			}
		})
	}
}

func TestDialRefuses(t *testing.T) {
	t.Parallel()
	for name, url := range map[string]string{
		"nothing": "", "another scheme": "http://h", "no scheme": "localhost:6379", "an unknown kind": "redis-ring://h",
		"several hosts": "redis://h1,h2", "no host": "redis://", "an empty host": "redis-cluster://h1,,h2",
		"no master": "redis-sentinel://h1,h2", "a word as database": "redis://h/tickets", "a negative database": "redis://h/-1",
		"a database in a cluster": "redis-cluster://h/1", "an unknown parameter": "redis://h?pool=9",
		"a broken host": "redis://u:secret@h:x", "a broken escape": "redis://u:secret%zz@h", "a broken query": "redis://h/%zz",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := store.Dial(url)
			if err == nil {
				t.Fatal("no error")
			}
			if strings.Contains(err.Error(), "secret") {
				t.Errorf("the error tells the password: %v", err)
			}
		})
	}
}

// TestSilentServer: a server that takes the connection and never answers is unavailable.
func TestSilentServer(t *testing.T) {
	t.Parallel()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	client, err := store.Dial("redis://"+l.Addr().String(), func(o *redis.UniversalOptions) { o.ReadTimeout = 50 * time.Millisecond })
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	_, err = store.Open(t.Context(), store.Options{Client: client, Team: "T1"})
	if !errors.Is(err, store.ErrUnavailable) {
		t.Errorf("error %v, want ErrUnavailable", err)
	}
}
