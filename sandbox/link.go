package sandbox

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/gorilla/websocket"
)

const (
	pingEvery     = 10 * time.Second
	pongWait      = 35 * time.Second
	writeWait     = 10 * time.Second
	linkLife      = 18060 * time.Second
	linkDebugLife = 360 * time.Second
	linkNotice    = 10 * time.Second
)

// link is one websocket of the app. The request's goroutine writes, a second one reads.
type link struct {
	conn     *websocket.Conn
	out      chan frame
	done     chan struct{}
	draining bool // guarded by Slack.mu
}

// frame is a message to write; after the last one the connection ends, stay later.
type frame struct {
	body []byte
	last bool
	stay time.Duration
}

func (l *link) push(ctx context.Context, f frame) {
	select {
	case l.out <- f:
	case <-l.done:
	case <-ctx.Done():
	}
}

// over reports whether the connection has ended.
func (l *link) over() bool {
	select {
	case <-l.done:
		return true
	default:
		return false
	}
}

func (s *Slack) serveLink(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	ticket := r.URL.Query().Get("ticket")
	known := s.sockets.tickets[ticket]
	delete(s.sockets.tickets, ticket)
	s.mu.Unlock()
	if !known {
		http.Error(w, "the ticket is used or unknown", http.StatusNotFound)
		return
	}
	up := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	conn, err := up.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	life := linkLife
	if r.URL.Query().Get("debug_reconnects") == "true" {
		life = linkDebugLife
	}
	s.runLink(&link{conn: conn, out: make(chan frame, 64), done: make(chan struct{})}, life)
}

// runLink greets the app and writes until the connection ends.
func (s *Slack) runLink(l *link, life time.Duration) {
	defer l.conn.Close()
	if !s.register(l, life) {
		_ = l.write(disconnectFrame("too_many_websockets"))
		return
	}
	defer s.unregister(l)
	ping := time.NewTicker(s.opt.PingEvery)
	defer ping.Stop()
	notice := time.NewTimer(life - linkNotice)
	defer notice.Stop()
	var leave *time.Timer
	defer func() {
		if leave != nil {
			leave.Stop()
		}
	}()
	for {
		select {
		case f := <-l.out:
			if l.write(f.body) != nil || f.last && f.stay == 0 {
				return
			}
			if f.last {
				leave = time.NewTimer(f.stay)
			}
		case <-ping.C:
			if l.conn.WriteControl(websocket.PingMessage, []byte("ping"), time.Now().Add(writeWait)) != nil {
				return
			}
		case <-notice.C:
			s.drain(l)
			if l.write(disconnectFrame("warning")) != nil {
				return
			}
			leave = time.NewTimer(linkNotice)
		case <-after(leave):
			_ = l.write(disconnectFrame("refresh_requested"))
			return
		case <-l.done:
			return
		case <-s.base().Done():
			return
		}
	}
}

func (s *Slack) drain(l *link) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l.draining = true
}

func (l *link) write(body []byte) error {
	if err := l.conn.SetWriteDeadline(time.Now().Add(writeWait)); err != nil {
		return err
	}
	return l.conn.WriteMessage(websocket.TextMessage, body)
}

// register adds the connection with its hello, unless the app has too many.
func (s *Slack) register(l *link, life time.Duration) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.sockets.links) >= socketsMost || s.closed {
		s.note(Entry{Kind: KindSocket, Method: "hello", Error: "too_many_websockets"})
		return false
	}
	s.sockets.links = append(s.sockets.links, l)
	l.out <- frame{body: mustJSON(map[string]any{
		"type": "hello", "num_connections": len(s.sockets.links),
		"debug_info":      map[string]any{"host": "sandbox", "approximate_connection_time": int(life.Seconds())},
		"connection_info": map[string]any{"app_id": s.app.AppID},
	})}
	s.note(Entry{Kind: KindSocket, Method: "hello"})
	s.spawn(func() { s.readLink(l) })
	return true
}

func (s *Slack) unregister(l *link) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sockets.links = slices.DeleteFunc(s.sockets.links, func(x *link) bool { return x == l })
	s.note(Entry{Kind: KindSocket, Method: "closed"})
}

// readLink takes acks until the connection ends, and ends the writer with it.
func (s *Slack) readLink(l *link) {
	defer close(l.done)
	alive := func(string) error { return l.conn.SetReadDeadline(time.Now().Add(pongWait)) }
	l.conn.SetPongHandler(alive)
	l.conn.SetReadLimit(bodyMost)
	_ = alive("")
	for {
		_, message, err := l.conn.ReadMessage()
		if err != nil {
			return
		}
		_ = alive("")
		s.acknowledge(message)
	}
}
