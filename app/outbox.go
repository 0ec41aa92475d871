package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/firstask/firstask/bot"
	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/store"
)

// outbox and shelf plug the store in where the sender says what it needs.
type (
	outbox struct{ s *store.Store }
	shelf  struct{ s *store.Store }
)

var (
	_ bot.Outbox = outbox{}
	_ bot.Shelf  = shelf{}
)

func (b outbox) Claim(ctx context.Context, token int64, now time.Time, lanes int) ([]bot.Outbound, error) {
	return outbounds(b.s.Claim(ctx, token, now, lanes))
}

// outbounds are entries as the sender knows them; those that can be read come
// beside the error.
func outbounds(entries []store.Entry, err error) ([]bot.Outbound, error) {
	out := make([]bot.Outbound, len(entries))
	for i, e := range entries {
		out[i] = bot.Outbound(e)
	}
	if errors.Is(err, store.ErrFormat) {
		err = fmt.Errorf("%w: %w", bot.ErrUnreadable, err)
	}
	return out, err
}

func (b outbox) Sent(ctx context.Context, token int64, o bot.Outbound, at bot.Place, next time.Time) error {
	return b.s.Sent(ctx, token, store.Entry(o), store.Receipt(at), next)
}

func (b outbox) Later(ctx context.Context, token int64, o bot.Outbound, at time.Time, ambiguous bool) error {
	return b.s.Later(ctx, token, store.Entry(o), at, ambiguous)
}

func (b outbox) Dead(ctx context.Context, token int64, o bot.Outbound, reason string, now time.Time) error {
	return b.s.Dead(ctx, token, store.Entry(o), reason, now)
}

func (b outbox) Redirect(ctx context.Context, token int64, o bot.Outbound, to notice.Recipient, now time.Time) error {
	return b.s.Redirect(ctx, token, store.Entry(o), to, now)
}

func (b outbox) Hold(ctx context.Context, token int64, o bot.Outbound, until time.Time) error {
	return b.s.Hold(ctx, token, store.Entry(o), until)
}

func (b outbox) Waiting(ctx context.Context, token int64, lane string) ([]bot.Outbound, error) {
	return outbounds(b.s.Waiting(ctx, token, lane))
}

func (b outbox) Absorb(ctx context.Context, token int64, into bot.Outbound, gone []bot.Outbound) error {
	entries := make([]store.Entry, len(gone))
	for i, o := range gone {
		entries[i] = store.Entry(o)
	}
	return b.s.Absorb(ctx, token, store.Entry(into), entries)
}

func (h shelf) Lease(ctx context.Context, holder string, now time.Time, ttl time.Duration) (int64, bool, error) {
	return h.s.Lease(ctx, holder, now, ttl)
}

func (h shelf) Release(ctx context.Context, token int64) error { return h.s.Release(ctx, token) }

func (h shelf) NextSend(ctx context.Context) (time.Time, bool, error) { return h.s.NextSend(ctx) }

func (h shelf) Places(ctx context.Context, number int64) (map[string]bot.Place, error) {
	places, err := h.s.Places(ctx, number)
	out := make(map[string]bot.Place, len(places))
	for slot, p := range places {
		out[slot] = bot.Place(p)
	}
	return out, err
}

func (h shelf) Depth(ctx context.Context, now time.Time) (int, time.Duration, error) {
	return h.s.Depth(ctx, now)
}

func (h shelf) Fold(ctx context.Context, channel, ts string) (notice.Notice, bool, error) {
	return h.s.Fold(ctx, channel, ts)
}

func (h shelf) FoldedAt(ctx context.Context, lane string) (time.Time, bool, error) {
	return h.s.FoldedAt(ctx, lane)
}

func (h shelf) Told(ctx context.Context, lane string, after time.Time) (int, error) {
	return h.s.Told(ctx, lane, after)
}
