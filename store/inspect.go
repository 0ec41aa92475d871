package store

import (
	"context"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

// Server is what an operator should know of the Redis behind a client. What
// the server does not tell (CONFIG may be forbidden) is "".
type Server struct {
	Version    string
	AppendOnly string // yes or no
	Fsync      string // always, everysec or no
	Eviction   string // maxmemory-policy: anything but noeviction loses tickets
	Time       time.Time
}

// Inspect asks a server about itself. The error wraps ErrUnavailable when it
// does not answer.
func Inspect(ctx context.Context, c redis.UniversalClient) (Server, error) {
	at, err := c.Time(ctx).Result()
	if err != nil {
		return Server{}, wrap("inspect", err)
	}
	s := Server{Time: at}
	if info, err := c.Info(ctx, "server").Result(); err == nil {
		s.Version = infoField(info, "redis_version")
	}
	for name, field := range map[string]*string{"appendonly": &s.AppendOnly, "appendfsync": &s.Fsync, "maxmemory-policy": &s.Eviction} {
		if got, err := c.ConfigGet(ctx, name).Result(); err == nil {
			*field = got[name]
		}
	}
	return s, nil
}

// infoField is a field of what INFO answers; "" if it is not there.
func infoField(info, name string) string {
	for line := range strings.Lines(info) {
		if v, ok := strings.CutPrefix(strings.TrimSpace(line), name+":"); ok {
			return v
		}
	}
	return ""
}
