package app

import (
	"context"
	"errors"
	"time"

	"github.com/firstask/firstask/handlers"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/store"
	"github.com/firstask/firstask/ticket"
)

// tickets plugs the store in where handlers say what they need.
type tickets struct{ s *store.Store }

var (
	_ handlers.Tickets = tickets{}
	_ handlers.Finder  = tickets{}
)

func (k tickets) NextNumber(ctx context.Context) (int64, error) { return k.s.NextNumber(ctx) }

func (k tickets) Load(ctx context.Context, number int64) (handlers.Saved, error) {
	v, err := k.s.Load(ctx, number)
	if err != nil {
		return handlers.Saved{}, known(err)
	}
	return handlers.Saved{Ticket: v.Ticket, Mark: v}, nil
}

func (k tickets) LoadMany(ctx context.Context, numbers []int64) ([]handlers.Saved, error) {
	found, err := k.s.LoadMany(ctx, numbers) // what can be read comes beside the error
	out := make([]handlers.Saved, len(found))
	for i, v := range found {
		out[i] = handlers.Saved{Ticket: v.Ticket, Mark: v}
	}
	return out, known(err)
}

func (k tickets) Commit(ctx context.Context, c handlers.Change) error {
	return known(k.s.Commit(ctx, commitOf(c)))
}

func (k tickets) CommitMany(ctx context.Context, cs []handlers.Change) []error {
	commits := make([]store.Commit, len(cs))
	for i, c := range cs {
		commits[i] = commitOf(c)
	}
	errs := k.s.CommitMany(ctx, commits)
	for i, err := range errs {
		errs[i] = known(err)
	}
	return errs
}

func (k tickets) Keep(ctx context.Context, key string, value []byte) (bool, error) {
	return k.s.Keep(ctx, key, value)
}

func (k tickets) Seen(ctx context.Context, key string) ([]byte, bool, error) {
	return k.s.Seen(ctx, key)
}

func (k tickets) ByPost(ctx context.Context, channel, ts string) (int64, bool, error) {
	return k.s.ByPost(ctx, channel, ts)
}

func (k tickets) LastOf(ctx context.Context, author string) (int64, time.Time, bool, error) {
	return k.s.LastOf(ctx, author)
}

func (k tickets) Unfinished(ctx context.Context) ([]int64, error) { return k.s.Unfinished(ctx) }

func (k tickets) Of(ctx context.Context, user string) ([]int64, error) { return k.s.Of(ctx, user) }

func (k tickets) Due(ctx context.Context, now time.Time, skip, limit int) ([]int64, error) {
	return k.s.Due(ctx, now, skip, limit)
}

func (k tickets) History(ctx context.Context, v handlers.Saved) ([]ticket.Event, error) {
	saved, _ := v.Mark.(store.Saved)
	return k.s.History(ctx, saved)
}

func (k tickets) Outages(ctx context.Context, since time.Time) ([]policy.Outage, error) {
	return k.s.Outages(ctx, since)
}

func commitOf(c handlers.Change) store.Commit {
	from, _ := c.From.Mark.(store.Saved)
	out := store.Commit{Key: c.Key, Reply: c.Reply, From: from, Decision: c.Decision, Now: c.Now, Author: c.Author}
	for _, p := range c.Posts {
		out.PostKeys = append(out.PostKeys, store.PostKey(p.Channel, p.TS))
	}
	return out
}

// known says the store's outcomes in the words of handlers; other errors pass.
func known(err error) error {
	if repeated, ok := errors.AsType[*store.Repeated](err); ok {
		return &handlers.Repeated{Reply: repeated.Reply}
	}
	if taken, ok := errors.AsType[*store.PostTaken](err); ok {
		return &handlers.PostTaken{Number: taken.Number}
	}
	switch {
	case errors.Is(err, store.ErrConflict):
		return handlers.ErrConflict
	case errors.Is(err, store.ErrNotFound):
		return handlers.ErrNotFound
	default:
		return err
	}
}
