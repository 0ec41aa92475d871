package app

import (
	"context"

	"github.com/firstask/firstask/handlers"
	"github.com/firstask/firstask/store"
)

// staffs plugs the store in where handlers keep the staff book.
type staffs struct{ s *store.Store }

var _ handlers.Staff = staffs{}

func (k staffs) LoadStaff(ctx context.Context) (handlers.SavedStaff, error) {
	v, err := k.s.LoadStaff(ctx)
	return handlers.SavedStaff{Book: v.Book, Mark: v}, err
}

func (k staffs) CommitStaff(ctx context.Context, c handlers.StaffChange) error {
	from, _ := c.From.Mark.(store.SavedStaff)
	return known(k.s.CommitStaff(ctx, store.StaffCommit{From: from, Decision: c.Decision, Key: c.Key, Reply: c.Reply, Now: c.Now}))
}
