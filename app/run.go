package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/firstask/firstask/bot"
)

// Run serves until ctx ends, then stops in order: first no new requests, then
// the clocks, last the sender, which finishes what it has in flight. What was
// acknowledged is saved; nothing else needs to be waited for. It returns the
// first fault that ended it, or nil.
func (a *App) Run(ctx context.Context) error {
	defer a.Close()
	listener, err := a.listen(ctx)
	if err != nil {
		return err
	}
	// The parts outlive ctx by the grace period: they are stopped one by one.
	base := context.WithoutCancel(ctx)
	fault := make(chan error, 1) // the first one counts
	front := a.group(base, fault, a.serve(listener), a.socketRun(), a.keepDirectory, a.watch())
	clocks := a.group(base, fault, a.lookAtRosters, a.clocks.Run)
	sender := a.group(base, fault, a.sender.Run)
	a.o.Log.Info().Str("team", a.me.Team).Str("policy", a.conf().Policy.ID).Bool("socket", a.socket != nil).Msg("serving")
	select {
	case <-ctx.Done():
	case err = <-fault:
	}
	front()
	clocks()
	sender()
	a.o.Log.Info().Msg("stopped")
	return err
}

// group starts parts and returns what stops them and waits.
func (a *App) group(base context.Context, fault chan<- error, parts ...func(context.Context) error) (stop func()) {
	ctx, cancel := context.WithCancel(base)
	var wg sync.WaitGroup
	for _, part := range parts {
		if part == nil {
			continue
		}
		wg.Go(func() {
			if err := part(ctx); err != nil && !errors.Is(err, context.Canceled) {
				select {
				case fault <- err:
				default:
				}
			}
		})
	}
	return func() { cancel(); wg.Wait() }
}

// lookAtRosters makes the rosters of this configuration known. What fails is
// tried again when the book is due, and with the next word about duty.
func (a *App) lookAtRosters(ctx context.Context) error {
	if err := a.desk.LookAtRosters(ctx); err != nil && ctx.Err() == nil {
		a.o.Log.Warn().Err(err).Msg("rosters were not looked at")
	}
	return nil // never a reason to stop
}

// socketRun receives over Socket Mode; nil over HTTP.
func (a *App) socketRun() func(context.Context) error {
	if a.socket == nil {
		return nil
	}
	return a.socket.Run
}

func (a *App) listen(ctx context.Context) (net.Listener, error) {
	if a.o.Listener != nil {
		return a.o.Listener, nil
	}
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", a.o.Settings.Listen)
	if err != nil {
		return nil, fmt.Errorf("app: listen: %w", err)
	}
	return l, nil
}

// serve answers HTTP until its context ends, then lets running requests finish
// and closes what is still open after the grace period.
func (a *App) serve(l net.Listener) func(context.Context) error {
	return func(ctx context.Context) error {
		s := &http.Server{Handler: a.handler(), ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute}
		ctx, stop := context.WithCancel(ctx)
		var wg sync.WaitGroup
		wg.Go(func() {
			<-ctx.Done()
			grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), a.o.Grace)
			defer cancel()
			if s.Shutdown(grace) != nil {
				_ = s.Close()
			}
		})
		err := s.Serve(l)
		stop()
		wg.Wait()
		if a.http != nil {
			a.http.Close()
		}
		if errors.Is(err, http.ErrServerClosed) {
			return nil
		}
		return fmt.Errorf("app: serve: %w", err)
	}
}

// openEdge makes the way in: Socket Mode where there is an app token, else HTTP.
func (a *App) openEdge(context.Context) error {
	if a.o.Settings.SocketMode() {
		a.socket = bot.NewSocket(a.inbound())
	} else {
		a.http = bot.NewHTTP(a.inbound())
	}
	return nil
}
