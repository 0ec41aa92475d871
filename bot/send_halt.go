package bot

import (
	"context"
	"net/url"
	"sync"
	"time"

	"github.com/rs/zerolog"
)

// halt is a pause of all sending: the token is dead, or the workspace is moving.
type halt struct {
	mu     sync.Mutex
	reason string // "" while sending
	probe  time.Time
}

// Halted is why nothing is sent; "" while all is well.
func (s *Sender) Halted() string {
	s.halt.mu.Lock()
	defer s.halt.mu.Unlock()
	return s.halt.reason
}

// stop pauses all sending if Slack confirms the failure; the queue stays.
// False means that the installation is alive after all.
func (d *delivery) stop(ctx context.Context, f failure) bool {
	if d.Halted() != "" {
		return true
	}
	if f.class == classRefresh && d.o.Refresh != nil {
		if err := d.o.Refresh(ctx); err == nil {
			return false
		}
	}
	if f.class != classMigrating && d.alive(ctx) {
		return false
	}
	if !d.halt.begin(f.code, d.o.Now().Add(probeEvery)) {
		return true
	}
	d.o.Metrics.paused.Set(1)
	d.o.Log.Error().Str("reason", f.code).Msg("slack does not accept the installation: sending stops, the queue is kept")
	if f.class != classMigrating {
		d.o.Lost(f.code)
	}
	return true
}

// begin notes the first reason; false if there was one already.
func (h *halt) begin(reason string, probe time.Time) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.reason != "" {
		return false
	}
	h.reason, h.probe = reason, probe
	return true
}

// due reports whether Slack shall be asked again; the next time is at next.
func (h *halt) due(now, next time.Time) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if now.Before(h.probe) {
		return false
	}
	h.probe = next
	return true
}

func (h *halt) end() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.reason = ""
}

// alive asks Slack whether it knows the token; no answer is no "no".
func (s *Sender) alive(ctx context.Context) bool {
	err := s.probe(ctx)
	return err == nil || !classify(err).halts()
}

func (s *Sender) probe(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, markTime)
	defer cancel()
	return s.call(ctx, methodTest, url.Values{}, nil)
}

// resumed reports whether sending may go on; while halted it asks Slack once a minute.
func (s *Sender) resumed(ctx context.Context, now time.Time) bool {
	if s.Halted() == "" {
		return true
	}
	if !s.halt.due(now, now.Add(probeEvery)) || s.probe(ctx) != nil {
		return false
	}
	s.halt.end()
	s.o.Metrics.paused.Set(0)
	s.o.Log.Info().Msg("slack accepts the installation again: sending goes on")
	return true
}

// note logs a failure that is being dealt with; never what was said.
func (d *delivery) note(level zerolog.Level, f failure, outcome string) {
	log := d.o.Log.With().Str("class", string(f.class)).Str("reason", f.code).Logger()
	if f.needed != "" {
		log = log.With().Str("needed_scope", f.needed).Logger()
	}
	if len(f.messages) > 0 {
		log = log.With().Strs("slack_says", f.messages).Logger()
	}
	d.write(log, level, f.err, outcome)
}

func (d *delivery) write(log zerolog.Logger, level zerolog.Level, err error, outcome string) {
	log.WithLevel(level).Err(err).Int64("ticket", d.Notice.Ticket).Str("kind", string(d.Notice.Kind)).Str("lane", d.Lane).
		Int("attempt", d.Attempt).Str("outcome", outcome).Dur("took", d.o.Now().Sub(d.began)).Msg("notice")
}
