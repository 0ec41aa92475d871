package store_test

import (
	"testing"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"

	"github.com/firstask/firstask/store/storetest"
)

func TestEmbedded(t *testing.T) {
	t.Parallel()
	storetest.Run(t, mustEmbedded)
}

func TestRealRedis(t *testing.T) {
	t.Parallel()
	server := storetest.RealRedis(t)
	storetest.Run(t, mustEmpty(server))
}

// TestCluster runs the suite on a server that refuses commands and scripts
// whose keys lie in several slots.
func TestCluster(t *testing.T) {
	t.Parallel()
	server := storetest.RealCluster(t)
	storetest.Run(t, mustEmpty(server))
}

// mustEmbedded is a client to a Redis in this process.
func mustEmbedded(t *testing.T) redis.UniversalClient {
	t.Helper()
	client := redis.NewClient(&redis.Options{Addr: miniredis.RunT(t).Addr(), MaxRetries: -1})
	t.Cleanup(func() { _ = client.Close() })
	return client
}

// mustEmpty makes new clients to a server, which it empties for each.
func mustEmpty(server *storetest.Server) func(*testing.T) redis.UniversalClient {
	return func(t *testing.T) redis.UniversalClient {
		t.Helper()
		client := server.Client(t)
		if err := client.FlushAll(t.Context()).Err(); err != nil {
			t.Fatal(err)
		}
		return client
	}
}
