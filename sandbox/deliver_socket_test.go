package sandbox_test

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gorilla/websocket"

	"github.com/firstask/firstask/sandbox"
)

// socketApp reads everything from one websocket and answers as it is told.
type socketApp struct {
	conn *websocket.Conn
	wg   sync.WaitGroup
	mu   sync.Mutex
	got  []object
	ping int
	ack  func(frame object) any // the ack's payload; noAck for none
}

type noAck struct{}

func mustSocket(t *testing.T, b *bubble, query string, ack func(frame object) any) *socketApp {
	t.Helper()
	a := &socketApp{conn: b.dialSocket(t, query), ack: ack}
	pong := a.conn.PingHandler()
	a.conn.SetPingHandler(func(data string) error {
		a.mu.Lock()
		a.ping++
		a.mu.Unlock()
		return pong(data)
	})
	a.wg.Go(a.read)
	synctest.Wait() // the hello has come
	return a
}

func (a *socketApp) read() {
	for {
		var frame object
		if a.conn.ReadJSON(&frame) != nil {
			return
		}
		a.mu.Lock()
		a.got = append(a.got, frame)
		ack := a.ack
		a.mu.Unlock()
		if frame["envelope_id"] == nil {
			continue
		}
		reply := object{"envelope_id": frame["envelope_id"]}
		if ack != nil {
			payload := ack(frame)
			if payload == (noAck{}) {
				continue
			}
			reply["payload"] = payload
		}
		_ = a.conn.WriteJSON(reply)
	}
}

// frames waits until nothing moves and returns the types and reasons of what came, without forgetting it.
func (a *socketApp) frames() []object {
	synctest.Wait()
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.got)
}

func (a *socketApp) close() {
	_ = a.conn.Close()
	a.wg.Wait()
}

func TestSocketHelloEventsAndPings(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := mustBubble(t, true)
		a := mustSocket(t, b, "", nil)
		defer a.close()
		hello := a.frames()[0]
		if hello["type"] != "hello" || hello["num_connections"] != 1.0 || at(t, hello, "connection_info", "app_id") != b.app.AppID {
			t.Errorf("hello is %v", hello)
		}
		must[string](t)(b.Say("U0ANN", "C0HELP", "hi"))
		event := a.frames()[1]
		if event["type"] != "events_api" || event["accepts_response_payload"] != false || at(t, event, "payload", "event", "text") != "hi" {
			t.Errorf("the event is %v", event)
		}
		time.Sleep(61 * time.Second)
		a.mu.Lock()
		defer a.mu.Unlock()
		if a.ping != 6 {
			t.Errorf("%d pings in a minute, want 6", a.ping)
		}
		if len(a.got) != 2 {
			t.Errorf("an acknowledged event came again: %v", a.got[2:])
		}
	})
}

func TestSocketRoundRobin(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := mustBubble(t, true)
		one, two := mustSocket(t, b, "", nil), mustSocket(t, b, "", nil)
		defer one.close()
		defer two.close()
		for range 6 {
			must[string](t)(b.Say("U0ANN", "C0HELP", "hi"))
		}
		if n, m := len(one.frames())-1, len(two.frames())-1; n != 3 || m != 3 {
			t.Errorf("the connections got %d and %d events, want 3 and 3", n, m)
		}
		if two.frames()[0]["num_connections"] != 2.0 {
			t.Errorf("the second hello is %v", two.frames()[0])
		}
	})
}

func TestSocketRedelivery(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := mustBubble(t, true)
		a := mustSocket(t, b, "", func(object) any { return noAck{} })
		defer a.close()
		must[string](t)(b.Say("U0ANN", "C0HELP", "hi"))
		time.Sleep(5 * time.Second)
		got := a.frames()
		if len(got) != 3 {
			t.Fatalf("%d frames after 5 s, want hello and two deliveries", len(got))
		}
		first, again := got[1], got[2]
		if again["retry_attempt"] != 1.0 || again["retry_reason"] != "timeout" || first["envelope_id"] == again["envelope_id"] {
			t.Errorf("the redelivery is %v", again)
		}
		if at(t, first, "payload", "event_id") != at(t, again, "payload", "event_id") {
			t.Error("the redelivery has another event id")
		}
		if _, err := b.Slash("U0ANN", "C0HELP", "/firstask", "help"); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Hour)
		slashes := 0
		for _, f := range a.frames() {
			if f["type"] == "slash_commands" {
				slashes++
			}
		}
		if slashes != 1 || len(a.frames()) != 6 {
			t.Errorf("%d slash frames, %d frames", slashes, len(a.frames()))
		}
	})
}

// TestSocketLostConnection: what one connection took and did not acknowledge comes on the next one.
func TestSocketLostConnection(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := mustBubble(t, true)
		dead := mustSocket(t, b, "", func(object) any { return noAck{} })
		must[string](t)(b.Say("U0ANN", "C0HELP", "hi"))
		dead.frames()
		dead.close()
		time.Sleep(time.Second)
		live := mustSocket(t, b, "", nil)
		defer live.close()
		got := live.frames()
		if len(got) != 2 || got[1]["retry_attempt"] != 1.0 {
			t.Errorf("the new connection got %v", got)
		}
	})
}

func TestSocketDisconnects(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := mustBubble(t, true)
		warned := mustSocket(t, b, "", nil)
		b.DisconnectSockets("warning")
		if f := warned.frames()[1]; f["type"] != "disconnect" || f["reason"] != "warning" || b.Connections() != 1 {
			t.Errorf("got %v with %d connections", f, b.Connections())
		}
		next := mustSocket(t, b, "", nil)
		must[string](t)(b.Say("U0ANN", "C0HELP", "hi"))
		if len(next.frames()) != 2 || len(warned.frames()) != 2 {
			t.Error("a warned connection still gets events")
		}
		time.Sleep(10 * time.Second)
		synctest.Wait()
		if b.Connections() != 1 {
			t.Errorf("%d connections after the notice", b.Connections())
		}
		b.DisconnectSockets("refresh_requested")
		if f := next.frames()[2]; f["reason"] != "refresh_requested" || b.Connections() != 0 {
			t.Errorf("got %v with %d connections", f, b.Connections())
		}
		warned.close()
		next.close()
	})
}

func TestSocketDebugReconnects(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := mustBubble(t, true)
		a := mustSocket(t, b, "&debug_reconnects=true", nil)
		time.Sleep(361 * time.Second)
		synctest.Wait()
		got := a.frames()
		if len(got) != 3 || got[1]["reason"] != "warning" || got[2]["reason"] != "refresh_requested" || b.Connections() != 0 {
			t.Errorf("got %v with %d connections", got, b.Connections())
		}
		a.close()
	})
}

func TestSocketCapAndTickets(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := mustBubble(t, true)
		for range 10 {
			a := mustSocket(t, b, "", nil)
			defer a.close()
		}
		extra := mustSocket(t, b, "", nil)
		defer extra.close()
		if f := extra.frames(); len(f) != 1 || f[0]["reason"] != "too_many_websockets" || b.Connections() != 10 {
			t.Errorf("the eleventh connection got %v", f)
		}
		d := websocket.Dialer{NetDialContext: b.net.DialContext}
		_, resp, err := d.DialContext(t.Context(), "ws://slack.test/link/?ticket=ticket-000001", nil)
		if err == nil {
			t.Fatal("a used ticket opens a connection")
		}
		_ = resp.Body.Close()
	})
}

// TestSocketAcks: an ack may carry an answer below 20 kB, of the right shape, in time.
func TestSocketAcks(t *testing.T) {
	t.Parallel()
	rows := []struct {
		name    string
		ack     any
		seen    string
		timeout bool
		code    string
	}{
		{"plain", nil, "", false, ""},
		{"answer", object{"text": "done"}, "done", false, ""},
		{"too large", object{"text": strings.Repeat("x", 21_000)}, "", true, "operation_timeout"},
		{"no object", "done", "", false, "invalid_response"},
		{"none", noAck{}, "", true, "operation_timeout"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				b := mustBubble(t, true)
				a := mustSocket(t, b, "", func(object) any { return row.ack })
				defer a.close()
				a.frames()
				ack, err := b.Slash("U0ANN", "C0HELP", "/firstask", "help")
				if err != nil || ack.TimedOut != row.timeout || ack.Error != row.code {
					t.Errorf("ack %+v, %v", ack, err)
				}
				seen := ""
				if list := b.Ephemerals("U0ANN"); len(list) > 0 {
					seen = list[0].Text
				}
				if seen != row.seen {
					t.Errorf("ann sees %q, want %q", seen, row.seen)
				}
			})
		})
	}
}

// TestSocketNobodyThere: without a connection a command fails at once and events wait for their retries.
func TestSocketNobodyThere(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := mustBubble(t, true)
		ack := must[sandbox.Ack](t)(b.Slash("U0ANN", "C0HELP", "/firstask", "help"))
		if ack.Error != "dispatch_failed" {
			t.Errorf("ack %+v", ack)
		}
		must[string](t)(b.Say("U0ANN", "C0HELP", "hi"))
		time.Sleep(20 * time.Second)
		a := mustSocket(t, b, "", nil)
		defer a.close()
		time.Sleep(time.Minute)
		if got := a.frames(); len(got) != 2 || got[1]["retry_attempt"] != 2.0 {
			t.Errorf("got %v", got)
		}
	})
}
