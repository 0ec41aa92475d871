package bot

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack"
)

const (
	helloTime    = 15 * time.Second // from the dial to Slack's hello
	silence      = 60 * time.Second // without a ping a connection counts as dead
	steadyTime   = 30 * time.Second // a connection that lives so long is a good one
	firstBackoff = 500 * time.Millisecond
	mostBackoff  = 30 * time.Second
)

// Socket receives what Slack sends over Socket Mode. When Slack announces the
// end of a connection, the next one is opened before it closes.
type Socket struct {
	*edge

	dialer websocket.Dialer
	slots  chan struct{} // handlers at work, over all connections
	links  sync.WaitGroup
	live   atomic.Int64 // connections that said hello and have not ended
}

// NewSocket makes the receiver; Run does the work.
func NewSocket(o Options) *Socket {
	e := newEdge(o)
	s := &Socket{edge: e, slots: make(chan struct{}, e.Workers)}
	s.dialer = websocket.Dialer{NetDialContext: o.Dial, HandshakeTimeout: helloTime}
	if o.Dial == nil {
		s.dialer.Proxy = http.ProxyFromEnvironment
	}
	return s
}

// Ready reports whether a connection is open on which Slack was heard of
// within the last 60 s.
func (s *Socket) Ready() bool { return s.live.Load() > 0 }

// Run receives until ctx ends, then finishes and acknowledges what was begun
// and returns nil. ErrSocketRefused means that Slack does not accept the token.
func (s *Socket) Run(ctx context.Context) error {
	defer s.tails.wait()
	defer s.links.Wait()
	for try := 0; ; try++ {
		good, pause, err := s.once(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if refusedToken(err) {
			return fmt.Errorf("bot: socket mode: %w: %w", ErrSocketRefused, err)
		}
		if good {
			try = -1
			continue
		}
		if sleep(ctx, max(backoff(try), pause)) != nil {
			return nil
		}
	}
}

// once opens a connection and returns when it is time for the next one. good:
// it lived long enough for the next to be opened at once. pause is the least
// to wait otherwise.
func (s *Socket) once(ctx context.Context) (good bool, pause time.Duration, err error) {
	l, err := s.dial(ctx)
	if err != nil {
		s.Log.Warn().Err(err).Msg("socket mode is not connected")
		if limited, ok := errors.AsType[*slack.RateLimitedError](err); ok {
			pause = limited.RetryAfter
		}
		return false, pause, err
	}
	s.links.Go(func() { s.serve(ctx, l) })
	select {
	case <-ctx.Done():
		return false, 0, nil
	case why := <-l.next:
		s.Metrics.reconnects.WithLabelValues(why).Inc()
		s.Log.Info().Str("reason", why).Msg("socket mode opens its next connection")
		if why == reasonDisabled || why == reasonTooMany {
			return false, mostBackoff, nil
		}
		return l.steady.Load(), 0, nil
	}
}

// dial opens a connection; its address is a ticket for one use.
func (s *Socket) dial(ctx context.Context) (*link, error) {
	ctx, cancel := context.WithTimeout(ctx, helloTime)
	defer cancel()
	_, address, err := s.Client.StartSocketModeContext(ctx)
	if err != nil {
		return nil, fmt.Errorf("bot: open connection: %w", err)
	}
	conn, res, err := s.dialer.DialContext(ctx, address, nil)
	if res != nil && res.Body != nil {
		_ = res.Body.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("bot: dial: %w", err)
	}
	return newLink(conn), nil
}

// refusedToken reports whether trying again is no use until somebody changes
// the token or the app.
func refusedToken(err error) bool {
	switch apiError(err) {
	case "invalid_auth", "not_authed", "account_inactive", "token_revoked", "not_allowed_token_type", "missing_scope",
		"two_factor_setup_required":
		return true
	default:
		return false
	}
}

// backoff is how long to wait before a try: longer each time up to a cap, and
// at random, so that many processes do not come back at once.
func backoff(try int) time.Duration {
	most := min(firstBackoff<<min(try, 10), mostBackoff)
	return most/2 + rand.N(most/2) //nolint:gosec // it spreads load and guards nothing
}
