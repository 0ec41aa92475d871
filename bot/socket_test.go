package bot_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/gorilla/websocket"
	"github.com/rs/zerolog"

	"github.com/firstask/firstask/bot"
	"github.com/firstask/firstask/handlers"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// relay is the far end of Socket Mode: a websocket server on pipes.
type relay struct {
	*inbound

	t     *testing.T // of the bubble
	conns chan net.Conn
	srv   *http.Server
	mu    sync.Mutex
	ends  []*end
	opens []time.Time
	mute  bool // says no hello
}

// end is the server's end of one connection.
type end struct {
	conn *websocket.Conn
	out  sync.Mutex
	mu   sync.Mutex
	acks []string
	pong int
	gone bool
	bye  bool
}

func (r *relay) Accept() (net.Conn, error) {
	c, ok := <-r.conns
	if !ok {
		return nil, net.ErrClosed
	}
	return c, nil
}
func (r *relay) Close() error   { return nil }
func (r *relay) Addr() net.Addr { return &net.IPAddr{} }

func (r *relay) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	near, far := net.Pipe()
	select {
	case r.conns <- far:
		return near, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// run starts a socket against a relay and gives f both; everything is over when it returns.
func run(t *testing.T, f func(r *relay, s *bot.Socket), adjust ...func(*relay)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		r := &relay{inbound: newInbound(t), t: t, conns: make(chan net.Conn)}
		r.slack.set("apps.connections.open", `{"ok":true,"url":"ws://wss.test/link"}`)
		r.options.Dial = r.dial
		for _, a := range adjust {
			a(r)
		}
		r.srv = &http.Server{Handler: http.HandlerFunc(r.accept), ReadHeaderTimeout: time.Minute}
		var all sync.WaitGroup
		all.Go(func() { _ = r.srv.Serve(r) })
		s := bot.NewSocket(r.options)
		ctx, cancel := context.WithCancel(t.Context())
		all.Go(func() {
			if err := s.Run(ctx); err != nil {
				t.Error(err)
			}
		})
		time.Sleep(time.Second)
		f(r, s)
		cancel()
		synctest.Wait()
		close(r.conns)
		for _, e := range r.all() {
			_ = e.conn.Close()
		}
		_ = r.srv.Close()
		all.Wait()
	})
}

func (r *relay) accept(w http.ResponseWriter, req *http.Request) {
	up := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	conn, err := up.Upgrade(w, req, nil)
	if err != nil {
		return
	}
	e := &end{conn: conn}
	conn.SetPongHandler(func(string) error { e.mu.Lock(); e.pong++; e.mu.Unlock(); return nil })
	conn.SetCloseHandler(func(int, string) error { e.mu.Lock(); e.bye = true; e.mu.Unlock(); return nil })
	r.mu.Lock()
	r.ends, r.opens = append(r.ends, e), append(r.opens, time.Now())
	n := len(r.ends)
	r.mu.Unlock()
	if !r.mute {
		e.say(fmt.Sprintf(`{"type":"hello","num_connections":%d,"connection_info":{"app_id":"A1"}}`, n))
	}
	for {
		_, raw, err := conn.ReadMessage()
		e.mu.Lock()
		if err != nil {
			e.gone = true
			e.mu.Unlock()
			return
		}
		e.acks = append(e.acks, strings.TrimSpace(string(raw)))
		e.mu.Unlock()
	}
}

func (r *relay) all() []*end {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]*end(nil), r.ends...)
}

func (e *end) say(s string) {
	e.out.Lock()
	defer e.out.Unlock()
	_ = e.conn.WriteMessage(websocket.TextMessage, []byte(s))
}

func (e *end) ping() {
	_ = e.conn.WriteControl(websocket.PingMessage, []byte("Ping from"), time.Time{})
}

func (e *end) acked() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return append([]string(nil), e.acks...)
}

func (e *end) pongs() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.pong
}

// over reports whether the connection is gone, and whether the bot said goodbye.
func (e *end) over() (gone, bye bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.gone, e.bye
}

func frame(kind, id, payload string, accepts bool) string {
	return fmt.Sprintf(`{"type":%q,"envelope_id":%q,"payload":%s,"accepts_response_payload":%v}`, kind, id, payload, accepts)
}

const slashPayload = `{"team_id":"T0ACME","channel_id":"C0HELP","channel_name":"help","user_id":"U0ANN","command":"/firstask","text":"my printer",
 "response_url":"http://slack.test/hook","trigger_id":"1.2.3"}`

func TestSocketAcknowledges(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 21_000)
	rows := map[string]struct {
		frame  string
		reply  handlers.Reply
		err    error
		ack    string
		hooked int
	}{
		"slash":                {frame: frame("slash_commands", "e1", slashPayload, true), ack: `{"envelope_id":"e1"}`},
		"slash with an answer": {frame: frame("slash_commands", "e1", slashPayload, true), reply: handlers.Reply{Answer: text.Answer{Key: "saved"}}, ack: `{"envelope_id":"e1","payload":{"blocks":`},
		"slash, unsaved":       {frame: frame("slash_commands", "e1", slashPayload, true), err: handlers.ErrUnsaved, ack: `{"envelope_id":"e1","payload":{"blocks":`},
		"slash, no payload allowed": {
			frame: frame("slash_commands", "e1", slashPayload, false), reply: handlers.Reply{Answer: text.Answer{Key: "saved"}},
			ack: `{"envelope_id":"e1"}`, hooked: 1,
		},
		"slash, too large an answer": {
			frame: frame("slash_commands", "e1", slashPayload, true), reply: handlers.Reply{Answer: text.Answer{Key: long}},
			ack: `{"envelope_id":"e1"}`, hooked: 1,
		},
		"event":            {frame: frame("events_api", "e1", envelope(channelPost), false), ack: `{"envelope_id":"e1"}`},
		"event, refused":   {frame: frame("events_api", "e1", envelope(channelPost), false), err: &ticket.Refusal{Code: ticket.NotYours}, ack: `{"envelope_id":"e1"}`},
		"event, unsaved":   {frame: frame("events_api", "e1", envelope(channelPost), false), err: handlers.ErrUnsaved},
		"event, a fault":   {frame: frame("events_api", "e1", envelope(channelPost), false), err: errors.New("bug")},
		"event, malformed": {frame: frame("events_api", "e1", `{"type":"event_callback"}`, false), ack: `{"envelope_id":"e1"}`},
		"event, bent":      {frame: frame("events_api", "e1", `[]`, false), ack: `{"envelope_id":"e1"}`},
		"click":            {frame: frame("interactive", "e1", clickPayload, false), ack: `{"envelope_id":"e1"}`},
		"click, unsaved":   {frame: frame("interactive", "e1", clickPayload, false), err: handlers.ErrUnsaved, ack: `{"envelope_id":"e1"}`, hooked: 1},
		"form, refused": {
			frame: frame("interactive", "e1", formPayload(`{}`, formBlocks), true), err: &ticket.Refusal{Code: ticket.MovedOn},
			ack: `{"envelope_id":"e1","payload":{"errors":{"to":"zh-Hans:refused moved_on"},"response_action":"errors"}}`,
		},
		"unknown kind": {frame: frame("hologram", "e1", `{}`, false), ack: `{"envelope_id":"e1"}`},
		"not JSON":     {frame: `{"type":`},
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run(t, func(r *relay, _ *bot.Socket) {
				t := r.t
				r.desk.do = func(context.Context, handlers.Request) (handlers.Reply, error) { return row.reply, row.err }
				r.all()[0].say(row.frame)
				time.Sleep(time.Second)
				got := strings.Join(r.all()[0].acked(), "\n")
				if !strings.HasPrefix(got, row.ack) || (row.ack == "") != (got == "") {
					t.Errorf("acknowledged %.300s, want %s", got, row.ack)
				}
				if n := len(r.slack.made("hook")); n != row.hooked {
					t.Errorf("%d answers by the hook, want %d", n, row.hooked)
				}
			})
		})
	}
}

func TestSocketOpensTheNextConnectionFirst(t *testing.T) {
	t.Parallel()
	for _, reason := range []string{"warning", "refresh_requested"} {
		t.Run(reason, func(t *testing.T) {
			t.Parallel()
			run(t, func(r *relay, s *bot.Socket) {
				t := r.t
				old := r.all()[0]
				time.Sleep(31 * time.Second)
				old.ping()
				old.say(`{"type":"disconnect","reason":"` + reason + `","debug_info":{"host":"a"}}`)
				time.Sleep(time.Second)
				if gone, _ := old.over(); len(r.all()) != 2 || gone || !s.Ready() {
					t.Fatalf("%d connections, old gone: %v, ready: %v", len(r.all()), gone, s.Ready())
				}
				old.say(frame("events_api", "late", envelope(channelPost), false))
				time.Sleep(time.Second)
				if diff := cmp.Diff([]string{`{"envelope_id":"late"}`}, old.acked()); diff != "" {
					t.Error("on the old connection:", diff)
				}
				_ = old.conn.Close()
				time.Sleep(10 * time.Second)
				if len(r.all()) != 2 || !s.Ready() {
					t.Errorf("%d connections, ready: %v", len(r.all()), s.Ready())
				}
				r.all()[1].say(frame("events_api", "new", envelope(channelPost), false))
				time.Sleep(time.Second)
				if diff := cmp.Diff([]string{`{"envelope_id":"new"}`}, r.all()[1].acked()); diff != "" {
					t.Error("on the new connection:", diff)
				}
			})
		})
	}
}

func TestSocketComesBack(t *testing.T) {
	t.Parallel()
	rows := map[string]struct {
		end         func(e *end)
		after, most time.Duration // until the next connection
	}{
		"cut at once":       {end: func(e *end) { _ = e.conn.Close() }, after: 250 * time.Millisecond, most: 500 * time.Millisecond},
		"cut after a while": {end: func(e *end) { time.Sleep(40 * time.Second); _ = e.conn.Close() }, after: 40 * time.Second, most: 40 * time.Second},
		"silent":            {end: func(*end) {}, after: 59 * time.Second, most: 60 * time.Second},
		"too many":          {end: func(e *end) { e.say(`{"type":"disconnect","reason":"too_many_websockets"}`); _ = e.conn.Close() }, after: 30 * time.Second, most: 30 * time.Second},
		"switched off":      {end: func(e *end) { e.say(`{"type":"disconnect","reason":"link_disabled"}`); _ = e.conn.Close() }, after: 30 * time.Second, most: 30 * time.Second},
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run(t, func(r *relay, s *bot.Socket) {
				t := r.t
				began := time.Now()
				if !s.Ready() {
					t.Error("not ready after hello")
				}
				row.end(r.all()[0])
				for len(r.all()) < 2 && time.Since(began) < 5*time.Minute {
					time.Sleep(10 * time.Millisecond)
				}
				if took := r.opens[1].Sub(began); took < row.after || took > row.most+20*time.Millisecond {
					t.Errorf("came back after %s", took)
				}
			})
		})
	}
}

func TestSocketStaysWhilePinged(t *testing.T) {
	t.Parallel()
	run(t, func(r *relay, s *bot.Socket) {
		t := r.t
		for range 100 {
			time.Sleep(50 * time.Second)
			r.all()[0].ping()
		}
		time.Sleep(time.Second)
		if len(r.all()) != 1 || !s.Ready() || r.all()[0].pongs() != 100 {
			t.Errorf("%d connections, ready %v, pongs %d", len(r.all()), s.Ready(), r.all()[0].pongs())
		}
	})
}

func TestSocketWithoutHelloIsNotReady(t *testing.T) {
	t.Parallel()
	run(t, func(r *relay, s *bot.Socket) {
		t := r.t
		if s.Ready() {
			t.Error("ready before hello")
		}
		time.Sleep(16 * time.Second)
		if len(r.all()) != 2 {
			t.Errorf("%d connections", len(r.all()))
		}
	}, func(r *relay) { r.mute = true })
}

func TestSocketBoundsItsWork(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	now, most := 0, 0
	run(t, func(r *relay, _ *bot.Socket) {
		t := r.t
		for i := range 12 {
			r.all()[0].say(frame("slash_commands", fmt.Sprint("e", i), slashPayload, true))
		}
		time.Sleep(20 * time.Second)
		if n := len(r.all()[0].acked()); most != 3 || n != 12 {
			t.Errorf("%d at once, %d acknowledged", most, n)
		}
	}, func(r *relay) {
		r.options.Workers = 3
		r.desk.do = func(context.Context, handlers.Request) (handlers.Reply, error) {
			mu.Lock()
			now++
			most = max(most, now)
			mu.Unlock()
			time.Sleep(time.Second)
			mu.Lock()
			now--
			mu.Unlock()
			return handlers.Reply{}, nil
		}
	})
}

func TestSocketFinishesWhatItBegan(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := &relay{inbound: newInbound(t), t: t, conns: make(chan net.Conn)}
		r.slack.set("apps.connections.open", `{"ok":true,"url":"ws://wss.test/link"}`)
		r.options.Dial = r.dial
		r.desk.do = func(context.Context, handlers.Request) (handlers.Reply, error) {
			time.Sleep(time.Second)
			return handlers.Reply{}, nil
		}
		r.srv = &http.Server{Handler: http.HandlerFunc(r.accept), ReadHeaderTimeout: time.Minute}
		var all sync.WaitGroup
		all.Go(func() { _ = r.srv.Serve(r) })
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		s := bot.NewSocket(r.options)
		go func() { done <- s.Run(ctx) }()
		time.Sleep(time.Second)
		r.all()[0].say(frame("events_api", "e1", envelope(channelPost), false))
		synctest.Wait()
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		synctest.Wait()
		_, bye := r.all()[0].over()
		if diff := cmp.Diff([]string{`{"envelope_id":"e1"}`}, r.all()[0].acked()); diff != "" || !bye || s.Ready() {
			t.Error(diff, "said goodbye:", bye, "ready:", s.Ready())
		}
		close(r.conns)
		_ = r.srv.Close()
		all.Wait()
	})
}

func TestSocketEndsWhenTheTokenIsRefused(t *testing.T) {
	t.Parallel()
	for _, word := range []string{"invalid_auth", "not_allowed_token_type", "account_inactive"} {
		in := newInbound(t)
		in.slack.set("apps.connections.open", `{"ok":false,"error":"`+word+`"}`)
		err := bot.NewSocket(in.options).Run(t.Context())
		if !errors.Is(err, bot.ErrSocketRefused) || !strings.Contains(err.Error(), word) {
			t.Errorf("%s: %v", word, err)
		}
	}
}

func TestSocketWaitsForSlack(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		in := newInbound(t)
		in.slack.set("apps.connections.open", `{"ok":false,"error":"internal_error"}`)
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
		defer cancel()
		if err := bot.NewSocket(in.options).Run(ctx); err != nil {
			t.Error(err)
		}
		if n := len(in.slack.made("apps.connections.open")); n < 20 || n > 60 {
			t.Errorf("%d tries in ten minutes", n)
		}
	})
}

func TestSocketWarnsOfStrangers(t *testing.T) {
	t.Parallel()
	for connections, warned := range map[int]bool{1: false, 2: false, 3: true} {
		var log syncBuffer
		run(t, func(r *relay, _ *bot.Socket) {
			t := r.t
			r.all()[0].say(fmt.Sprintf(`{"type":"hello","num_connections":%d}`, connections))
			time.Sleep(time.Second)
			if got := strings.Contains(log.String(), "another program"); got != warned {
				t.Errorf("%d connections: warned %v: %s", connections, got, log.String())
			}
		}, func(r *relay) {
			r.mute, r.options.Replicas, r.options.Log = true, 2, zerolog.New(&log)
		})
	}
}

// syncBuffer is a log to look into.
type syncBuffer struct {
	mu sync.Mutex
	b  strings.Builder
}

func (s *syncBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *syncBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

func TestSocketCountsRetries(t *testing.T) {
	t.Parallel()
	run(t, func(r *relay, _ *bot.Socket) {
		t := r.t
		r.desk.do = func(context.Context, handlers.Request) (handlers.Reply, error) {
			return handlers.Reply{}, handlers.ErrUnsaved
		}
		raw, _ := json.Marshal(json.RawMessage(envelope(channelPost)))
		r.all()[0].say(`{"type":"events_api","envelope_id":"e1","payload":` + string(raw) + `,"retry_attempt":3,"retry_reason":"timeout"}`)
		time.Sleep(time.Second)
		if said := r.slack.made("chat.postEphemeral"); len(said) != 1 || len(r.all()[0].acked()) != 0 {
			t.Errorf("said %v, acknowledged %v", said, r.all()[0].acked())
		}
	})
}
