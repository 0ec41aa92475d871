package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"github.com/redis/go-redis/v9"
)

// The errors of the store; test for them with errors.Is.
var (
	// ErrUnavailable means that the store cannot be used now: no connection, no
	// answer in time, loading, read-only, out of memory. What was asked may or may
	// not have happened; only a repeat with the same deduplication key is safe.
	ErrUnavailable = errors.New("store unavailable")
	// ErrNotFound means that there is no such ticket or policy.
	ErrNotFound = errors.New("not found")
	// ErrConflict means that the ticket, or a job's next run, changed since it was
	// loaded: nothing was written; load it again and decide again.
	ErrConflict = errors.New("changed meanwhile")
	// ErrPartitions means that the store was set up with another number of partitions.
	ErrPartitions = errors.New("another number of partitions")
	// ErrVersion means that the server is older than Redis 7.0.
	ErrVersion = errors.New("server too old")
	// ErrFormat means that a stored value was written in a format this program does not know.
	ErrFormat = errors.New("unknown stored format")
	// ErrTampered means that a ticket's history is not the one that was written:
	// an event is missing, changed, or not in its place.
	ErrTampered = errors.New("history does not match its hash chain")
	// ErrLeaseLost means that somebody else holds the sender's lease: stop sending.
	ErrLeaseLost = errors.New("lease lost")
	// ErrMoved means that an entry to be taken into another one waits no longer as
	// it did: nothing was written; read again what waits.
	ErrMoved = errors.New("an entry changed meanwhile")
	// ErrNotClaimed means that an entry to be marked is not the one claimed on its lane.
	ErrNotClaimed = errors.New("entry is not claimed")
)

// Repeated is the error of a commit whose deduplication key was seen before:
// nothing was written, and Reply is what was stored with the key the first time.
//
//nolint:errname // it is an outcome with a value, and is named as one
type Repeated struct{ Reply []byte }

// Error says that the request was carried out before.
func (r *Repeated) Error() string { return "carried out before" }

// PostTaken is the error of a create for a post that already has a ticket:
// nothing was written.
//
//nolint:errname // it is an outcome with a value, and is named as one
type PostTaken struct{ Number int64 }

// Error names the ticket that the post has.
func (p *PostTaken) Error() string { return fmt.Sprintf("the post already has ticket %d", p.Number) }

// wrap names the operation and marks errors that mean "unavailable".
func wrap(op string, err error) error {
	switch {
	case err == nil:
		return nil
	case unavailable(err):
		return fmt.Errorf("store: %s: %w: %w", op, ErrUnavailable, err)
	default:
		return fmt.Errorf("store: %s: %w", op, err)
	}
}

// unavailable reports whether an error of the client says that the server
// cannot be used now, rather than that the request was wrong.
func unavailable(err error) bool {
	if errors.Is(err, context.Canceled) {
		return false
	}
	var network net.Error
	if errors.As(err, &network) || errors.Is(err, context.DeadlineExceeded) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, redis.ErrClosed) || errors.Is(err, redis.ErrPoolTimeout) || errors.Is(err, redis.ErrPoolExhausted) {
		return true
	}
	text := err.Error()
	for _, prefix := range []string{
		"LOADING", "READONLY", "CLUSTERDOWN", "OOM", "MASTERDOWN", "TRYAGAIN", "NOREPLICAS", "MISCONF", "BUSY",
		"UNBLOCKED", "ERR max number of clients", "redis: all sentinels", "redis: connection pool",
	} {
		if strings.HasPrefix(text, prefix) {
			return true
		}
	}
	return false
}
