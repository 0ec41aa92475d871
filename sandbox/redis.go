package sandbox

import (
	"fmt"

	"github.com/alicebob/miniredis/v2"
)

// Redis is an embedded Redis that can be away for a while.
type Redis struct{ m *miniredis.Miniredis }

// StartRedis starts an embedded Redis on a free port of the loopback interface.
func StartRedis() (*Redis, error) {
	m, err := miniredis.Run()
	if err != nil {
		return nil, fmt.Errorf("sandbox: start the embedded redis: %w", err)
	}
	return &Redis{m: m}, nil
}

// Addr is host:port.
func (r *Redis) Addr() string { return r.m.Addr() }

// Away makes every command fail, as a Redis does that is loading its data;
// false brings it back with all it held.
func (r *Redis) Away(away bool) {
	if away {
		r.m.SetError("LOADING Redis is loading the dataset in memory")
		return
	}
	r.m.SetError("")
}

// Close stops it; what it held is gone.
func (r *Redis) Close() { r.m.Close() }
