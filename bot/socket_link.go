package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
)

const (
	writeTime = 5 * time.Second
	maxFrame  = 2 << 20
	maxAck    = 20 << 10 // Slack drops a larger acknowledgement without a word
)

// The reasons for which a connection is replaced, labels of the metrics.
const (
	reasonClosed   = "closed"
	reasonWarning  = "warning"
	reasonRefresh  = "refresh_requested"
	reasonDisabled = "link_disabled"
	reasonTooMany  = "too_many_websockets"
	reasonOther    = "other"
)

// frame is anything Slack sends on a connection.
type frame struct {
	Type         string          `json:"type"`
	EnvelopeID   string          `json:"envelope_id"`
	Payload      json.RawMessage `json:"payload"`
	Accepts      bool            `json:"accepts_response_payload"`
	RetryAttempt int             `json:"retry_attempt"`
	RetryReason  string          `json:"retry_reason"`
	Reason       string          `json:"reason"`
	Connections  int             `json:"num_connections"`
}

// link is one connection.
type link struct {
	conn     *websocket.Conn
	next     chan string // gets one reason, when the next connection is wanted
	steady   atomic.Bool
	watchdog *time.Timer // closes the connection when Slack is silent
	age      *time.Timer

	hello   bool // reader only
	leaving bool // reader only: Slack will close it
	write   sync.Mutex
	work    sync.WaitGroup
}

func newLink(conn *websocket.Conn) *link {
	l := &link{conn: conn, next: make(chan string, 1)}
	l.watchdog = time.AfterFunc(helloTime, func() { _ = conn.Close() })
	l.age = time.AfterFunc(steadyTime, func() { l.steady.Store(true) })
	conn.SetReadLimit(maxFrame)
	conn.SetPingHandler(func(data string) error {
		l.heard()
		// No deadline of its own: a stuck connection is closed by the watchdog.
		_ = conn.WriteControl(websocket.PongMessage, []byte(data), time.Time{})
		return nil
	})
	return l
}

// heard restarts the watchdog. A connection that Slack is about to close gets no more time.
func (l *link) heard() {
	if l.hello && !l.leaving {
		l.watchdog.Reset(silence)
	}
}

// replace asks for the next connection, once.
func (l *link) replace(why string) {
	select {
	case l.next <- why:
	default:
	}
}

// serve reads a connection to its end, then waits for the handlers it started
// so that they can acknowledge on it.
func (s *Socket) serve(ctx context.Context, l *link) {
	interrupt := context.AfterFunc(ctx, func() { _ = l.conn.NetConn().SetReadDeadline(time.Unix(1, 0)) })
	for {
		_, raw, err := l.conn.ReadMessage()
		if err != nil {
			break
		}
		s.frame(ctx, l, raw)
	}
	interrupt()
	l.work.Wait()
	l.close(ctx)
	if l.hello {
		s.live.Add(-1)
	}
	if !l.leaving {
		l.replace(reasonClosed)
	}
}

func (l *link) close(ctx context.Context) {
	l.watchdog.Stop()
	l.age.Stop()
	if ctx.Err() != nil {
		bye := websocket.FormatCloseMessage(websocket.CloseGoingAway, "")
		_ = l.send(websocket.CloseMessage, bye)
	}
	_ = l.conn.Close()
}

// frame handles what was read. Frames of unknown kinds are acknowledged: Slack
// would send them for ever.
func (s *Socket) frame(ctx context.Context, l *link, raw []byte) {
	var f frame
	if err := decode(raw, &f); err != nil {
		s.Metrics.unknown.WithLabelValues("socket").Inc()
		s.Log.Warn().Int("bytes", len(raw)).Msg("frame is not JSON")
		return
	}
	switch f.Type {
	case "hello":
		s.greeted(l, f)
	case "disconnect":
		l.leaving = true
		l.replace(disconnectReason(f.Reason))
		if f.Reason == reasonDisabled {
			s.Log.Error().Msg("socket mode was switched off in the app's settings")
		}
	case "events_api", "slash_commands", "interactive":
		s.dispatch(ctx, l, f)
	default:
		s.Metrics.unknown.WithLabelValues("socket").Inc()
		if f.EnvelopeID != "" {
			s.acknowledge(ctx, l, f, answer{})
		}
	}
}

func disconnectReason(s string) string {
	switch s {
	case reasonWarning, reasonRefresh, reasonDisabled, reasonTooMany:
		return s
	default:
		return reasonOther
	}
}

func (s *Socket) greeted(l *link, f frame) {
	if l.hello {
		return
	}
	l.hello = true
	l.heard()
	live := int(s.live.Add(1))
	if expected := s.Replicas - 1 + live; s.Replicas > 0 && f.Connections > expected {
		s.Log.Warn().Int("connections", f.Connections).Int("expected", expected).
			Msg("another program uses this app's socket mode: each gets only a part of what people do")
	}
}

// dispatch starts a handler; with all workers busy the connection waits.
func (s *Socket) dispatch(ctx context.Context, l *link, f frame) {
	at := s.Now()
	select {
	case s.slots <- struct{}{}:
	case <-ctx.Done():
		return
	}
	l.work.Go(func() {
		defer func() { <-s.slots }()
		s.handle(ctx, l, f, at)
	})
}

// handle carries a payload out and acknowledges it on the connection it came
// by, unless Slack is to deliver it again.
func (s *Socket) handle(ctx context.Context, l *link, f frame, at time.Time) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), deadline)
	defer cancel()
	if f.RetryAttempt > 0 {
		s.retried(f.RetryReason)
	}
	a := s.carryOut(ctx, f, at)
	s.count(a, at)
	if !a.again {
		s.acknowledge(ctx, l, f, a)
	}
}

func (s *Socket) carryOut(ctx context.Context, f frame, at time.Time) answer {
	switch f.Type {
	case "slash_commands":
		var c slashCommand
		if decode(f.Payload, &c) != nil {
			return answer{source: "slash", outcome: badForm}
		}
		return s.slash(ctx, c, at)
	case "interactive":
		return s.interactive(ctx, f.Payload, at)
	default:
		return s.event(ctx, f.Payload, at, f.RetryAttempt)
	}
}

// acknowledge sends the answer with the acknowledgement if it fits, else to
// the answer's hook.
func (s *Socket) acknowledge(ctx context.Context, l *link, f frame, a answer) {
	ack := struct {
		EnvelopeID string          `json:"envelope_id"`
		Payload    json.RawMessage `json:"payload,omitempty"`
	}{EnvelopeID: f.EnvelopeID}
	carried := a.body == nil
	if f.Accepts && len(a.body)+len(f.EnvelopeID)+64 < maxAck {
		ack.Payload, carried = a.body, true
	}
	raw, err := encode(ack)
	if err == nil {
		err = l.send(websocket.TextMessage, raw)
	}
	if err != nil {
		s.Log.Warn().Err(err).Str("type", f.Type).Msg("payload was not acknowledged")
		carried = a.body == nil
	}
	if !carried && a.hook != "" {
		s.after(ctx, a.source, func(ctx context.Context) {
			if err := s.postHook(ctx, a.hook, a.body); err != nil {
				s.Log.Warn().Err(err).Msg("answer was not delivered")
			}
		})
	}
}

// send writes one message; a connection that does not take it in time is closed.
func (l *link) send(kind int, raw []byte) error {
	l.write.Lock()
	defer l.write.Unlock()
	stuck := time.AfterFunc(writeTime, func() { _ = l.conn.Close() })
	defer stuck.Stop()
	if err := l.conn.WriteMessage(kind, raw); err != nil {
		return fmt.Errorf("bot: write: %w", err)
	}
	return nil
}
