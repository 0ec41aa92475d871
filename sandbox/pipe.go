package sandbox

import (
	"context"
	"fmt"
	"net"
	"sync"
)

// PipeNet is a network of in-memory pipes for tests inside a synctest bubble, where real sockets would keep time
// from moving. Listeners are found by host name.
type PipeNet struct {
	mu    sync.Mutex
	hosts map[string]*pipeListener
}

// NewPipeNet returns a network without listeners.
func NewPipeNet() *PipeNet { return &PipeNet{hosts: map[string]*pipeListener{}} }

// Listen returns a listener that answers every host no ListenHost claims.
func (n *PipeNet) Listen() net.Listener { return n.ListenHost("") }

// ListenHost returns a listener for one host name, such as slack.test; it replaces an older one of that name.
func (n *PipeNet) ListenHost(host string) net.Listener {
	l := &pipeListener{host: host, conns: make(chan net.Conn), done: make(chan struct{})}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.hosts[host] = l
	return l
}

// DialContext connects to the listener of the address's host; it fits http.Transport and websocket.Dialer.
// A host nobody listens on, or whose listener is closed, refuses the connection.
func (n *PipeNet) DialContext(ctx context.Context, _, address string) (net.Conn, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		host = address
	}
	n.mu.Lock()
	l := n.hosts[host]
	if l == nil {
		l = n.hosts[""]
	}
	n.mu.Unlock()
	if l == nil {
		return nil, fmt.Errorf("sandbox: dial %s: connection refused", host)
	}
	return l.dial(ctx)
}

type pipeListener struct {
	host  string
	conns chan net.Conn
	done  chan struct{}
	once  sync.Once
}

func (l *pipeListener) dial(ctx context.Context) (net.Conn, error) {
	near, far := net.Pipe()
	select {
	case l.conns <- far:
		return near, nil
	case <-l.done:
		return nil, fmt.Errorf("sandbox: dial %s: connection refused", l.host)
	case <-ctx.Done():
		return nil, fmt.Errorf("sandbox: dial %s: %w", l.host, ctx.Err())
	}
}

// Accept waits for the next connection; after Close it returns net.ErrClosed.
func (l *pipeListener) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.done:
		return nil, net.ErrClosed
	}
}

// Close ends the listener; it may be called twice.
func (l *pipeListener) Close() error {
	l.once.Do(func() { close(l.done) })
	return nil
}

// Addr names the listener's host.
func (l *pipeListener) Addr() net.Addr { return pipeAddr(l.host) }

type pipeAddr string

// Network is always "pipe".
func (pipeAddr) Network() string { return "pipe" }

// String is the host name.
func (a pipeAddr) String() string { return string(a) }
