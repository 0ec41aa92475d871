package store

import (
	"context"
	"fmt"
	"time"

	"github.com/firstask/firstask/notice"
)

// SayOnce queues what is to be said about a configuration; content names it and
// what became of it. Replicas notice a change each for itself: the first one says it,
// the others get ErrConflict, and nothing of theirs is queued.
func (s *Store) SayOnce(ctx context.Context, content string, ns []notice.Notice, now time.Time) error {
	queued, err := queue(ns, func(i int) string { return fmt.Sprintf("once/%s/%d/%d", content, now.UnixMilli(), i) })
	if err != nil {
		return fmt.Errorf("store: say once: %w", err)
	}
	k := s.keys
	args := append([]any{content, floor(now), k.lane()}, queued...)
	return marked("say once")(s.run(ctx, s.scripts.once, []string{k.reload(), k.outbox(), k.slots(), k.lanes(), k.held()}, args...))
}

// Unsaid forgets what SayOnce was told last, unless it was about this content:
// who starts with another one may change to that one again and must say so.
func (s *Store) Unsaid(ctx context.Context, content string) error {
	last, ok, err := s.get(ctx, "unsaid", s.keys.reload())
	if err != nil || !ok || last == content {
		return err
	}
	return wrap("unsaid", s.client.Del(ctx, s.keys.reload()).Err())
}
