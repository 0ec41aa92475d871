package sandbox

import (
	"context"
	"encoding/json"
	"slices"
	"time"
)

const (
	socketsMost   = 10
	socketAckMost = 20 << 10
)

type sockets struct {
	links   []*link
	next    int
	tickets map[string]bool
	pending map[string]chan socketAck
}

// socketAck answers an envelope; lost means the connection ended first.
type socketAck struct {
	payload json.RawMessage
	lost    bool
}

func newSockets() sockets {
	return sockets{tickets: map[string]bool{}, pending: map[string]chan socketAck{}}
}

// pickLink takes the open connections in turn.
func (s *Slack) pickLink() *link {
	n := len(s.sockets.links)
	for range n {
		s.sockets.next = (s.sockets.next + 1) % n
		if l := s.sockets.links[s.sockets.next]; !l.draining && !l.over() {
			return l
		}
	}
	return nil
}

// awaitLink waits for a connection until ctx ends.
func (s *Slack) awaitLink(ctx context.Context) *link {
	tick, stop := s.Watch()
	defer stop()
	for {
		s.mu.Lock()
		l := s.pickLink()
		s.mu.Unlock()
		if l != nil {
			return l
		}
		select {
		case <-tick:
		case <-ctx.Done():
			return nil
		}
	}
}

// sendEnvelope hands an envelope to one connection and waits for its ack until ctx ends.
func (s *Slack) sendEnvelope(ctx context.Context, l *link, envelope map[string]any) (socketAck, bool) {
	got := make(chan socketAck, 1)
	s.mu.Lock()
	id := s.ids.next("envelope-")
	s.sockets.pending[id] = got
	s.mu.Unlock()
	defer s.forget(id)
	envelope["envelope_id"] = id
	select {
	case l.out <- frame{body: mustJSON(envelope)}:
	case <-l.done:
		return socketAck{lost: true}, false
	case <-ctx.Done():
		return socketAck{}, false
	}
	select {
	case ack := <-got:
		return ack, true
	case <-l.done:
		return socketAck{lost: true}, false
	case <-ctx.Done():
		return socketAck{}, false
	}
}

func (s *Slack) forget(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.sockets.pending, id)
}

func (s *Slack) attemptSocket(ctx context.Context, d *delivery, n int) outcome {
	ctx, cancel := context.WithTimeout(ctx, ackDeadline)
	defer cancel()
	l := s.awaitLink(ctx)
	if l == nil {
		return outcome{reason: "connection_failed"}
	}
	reason := ""
	if n > 0 {
		reason = "timeout"
	}
	_, ok := s.sendEnvelope(ctx, l, map[string]any{
		"type": "events_api", "payload": d.body, "accepts_response_payload": false, "retry_attempt": n, "retry_reason": reason,
	})
	if !ok {
		return outcome{reason: "timeout"}
	}
	return outcome{status: 200}
}

// sendOverSocket sends a slash command or interaction; these are never sent twice.
func (s *Slack) sendOverSocket(kind string, payload any, answerable bool) Ack {
	ctx, cancel := context.WithTimeout(s.base(), ackDeadline)
	defer cancel()
	s.mu.Lock()
	l := s.pickLink()
	s.mu.Unlock()
	if l == nil {
		return Ack{Error: "dispatch_failed"}
	}
	got, ok := s.sendEnvelope(ctx, l, map[string]any{"type": kind, "payload": payload, "accepts_response_payload": answerable})
	if !ok {
		return Ack{TimedOut: true, Error: "operation_timeout"}
	}
	if got.payload != nil && got.payload[0] != '{' {
		return Ack{Status: 200, Error: "invalid_response"}
	}
	return Ack{Status: 200, Body: got.payload}
}

// acknowledge takes a message from a connection. Large payloads are dropped without a word, as Slack does.
func (s *Slack) acknowledge(message []byte) {
	var ack struct {
		EnvelopeID string          `json:"envelope_id"`
		Payload    json.RawMessage `json:"payload"`
	}
	if json.Unmarshal(message, &ack) != nil {
		return
	}
	if string(ack.Payload) == "null" {
		ack.Payload = nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if ack.Payload != nil && len(message) >= socketAckMost {
		s.note(Entry{Kind: KindSocket, Method: "ack", Error: "too_large"})
		return
	}
	if got := s.sockets.pending[ack.EnvelopeID]; got != nil {
		select {
		case got <- socketAck{payload: ack.Payload}:
		default:
		}
	}
}

// DisconnectSockets tells every connection to go: warning (which leaves it ten seconds), refresh_requested or
// link_disabled (which end it at once). Events in flight are lost and delivered again elsewhere.
func (s *Slack) DisconnectSockets(reason string) {
	s.mu.Lock()
	links := slices.Clone(s.sockets.links)
	for _, l := range links {
		l.draining = true
	}
	s.note(Entry{Kind: KindSocket, Method: "disconnect", Error: reason})
	s.mu.Unlock()
	stay := time.Duration(0)
	if reason == "warning" {
		stay = 10 * time.Second
	}
	for _, l := range links {
		l.push(s.base(), frame{body: disconnectFrame(reason), last: true, stay: stay})
	}
}

// Connections returns how many websockets are open.
func (s *Slack) Connections() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.sockets.links)
}

func disconnectFrame(reason string) json.RawMessage {
	return mustJSON(map[string]any{"type": "disconnect", "reason": reason, "debug_info": map[string]any{"host": "sandbox"}})
}
