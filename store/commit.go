package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/redis/go-redis/v9"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/ticket"
)

// Commit writes a decision with one script: ticket, due instant, indexes,
// events and notices together, or nothing at all. It returns *Repeated when the
// key was seen, ErrConflict when the ticket changed since it was loaded (or
// exists, for a create), *PostTaken when a post of a create has a ticket.
// After ErrUnavailable it may have been written: repeat it with the same key.
func (s *Store) Commit(ctx context.Context, c Commit) error {
	keys, args, err := s.order(&c)
	if err != nil {
		return fmt.Errorf("store: commit: %w", err)
	}
	return committed(s.run(ctx, s.scripts.commit, keys, args...))
}

// CommitMany writes decisions of different tickets in one pipeline. Each stands
// for itself: the error at its index is what Commit would have returned.
func (s *Store) CommitMany(ctx context.Context, cs []Commit) []error {
	errs := make([]error, len(cs))
	orders := make([]func(redis.Scripter) *redis.Cmd, len(cs))
	todo := make([]int, 0, len(cs))
	for i := range cs {
		keys, args, err := s.order(&cs[i])
		if err != nil {
			errs[i] = fmt.Errorf("store: commit: %w", err)
			continue
		}
		orders[i] = func(to redis.Scripter) *redis.Cmd { return s.scripts.commit.EvalSha(ctx, to, keys, args...) }
		todo = append(todo, i)
	}
	if again := s.pipeline(ctx, todo, orders, errs); len(again) > 0 {
		if err := s.scripts.commit.Load(ctx, s.client).Err(); err != nil {
			for _, i := range again {
				errs[i] = wrap("load script commit", err)
			}
			return errs
		}
		s.pipeline(ctx, again, orders, errs)
	}
	return errs
}

// pipeline runs the orders at the indexes given, notes their errors, and
// returns those that found no script: a pipeline cannot send its source instead.
func (s *Store) pipeline(ctx context.Context, todo []int, orders []func(redis.Scripter) *redis.Cmd, errs []error) (again []int) {
	if len(todo) == 0 {
		return nil
	}
	pipe := s.client.Pipeline()
	cmds := make([]*redis.Cmd, 0, len(todo))
	for _, i := range todo {
		cmds = append(cmds, orders[i](pipe))
	}
	_, failed := pipe.Exec(ctx)
	for n, i := range todo {
		cmd := cmds[n]
		if failed != nil && cmd.Err() == nil && cmd.Val() == nil {
			cmd.SetErr(failed)
		}
		errs[i] = committed(answer(cmd))
		if redis.HasErrorPrefix(cmd.Err(), "NOSCRIPT") {
			again = append(again, i)
		}
	}
	return again
}

// committed turns the script's answer into an error.
func committed(code string, rest []string, err error) error {
	if err != nil {
		return wrap("commit", err)
	}
	switch code {
	case "ok":
		return nil
	case "conflict":
		return fmt.Errorf("store: commit: %w", ErrConflict)
	case "seen":
		return fmt.Errorf("store: commit: %w", &Repeated{Reply: []byte(rest[0])})
	case "taken":
		number, err := strconv.ParseInt(rest[0], 10, 64)
		return errors.Join(fmt.Errorf("store: commit: %w", &PostTaken{Number: number}), err)
	default:
		return fmt.Errorf("store: commit: unknown answer %q", code)
	}
}

// order is what the script gets: its keys and arguments, as its head says.
func (s *Store) order(c *Commit) ([]string, []any, error) {
	t := &c.Decision.Ticket
	if t.Number <= 0 || c.From.Rev > 0 && c.From.Ticket.Number != t.Number {
		return nil, nil, fmt.Errorf("ticket number %d, loaded as %d", t.Number, c.From.Ticket.Number)
	}
	links, hash, err := s.links(t.Number, c.From.LastHash, c.Decision.Events)
	if err != nil {
		return nil, nil, err
	}
	document, err := encode(t)
	if err != nil {
		return nil, nil, err
	}
	add, take := people(c)
	keys := s.commitKeys(c, add, take)
	args := []any{
		t.Number, revision(c.From.Rev), header(c.From.Rev+1, hash, c.From.Events, len(links) > 0), document,
		dueOf(t), flag(!t.State.Ended()), floor(c.Now),
		keep.Milliseconds(), flag(c.Key != ""), c.Reply, lastOf(c), s.keys.lane(), s.team,
		len(c.PostKeys), len(add), len(take), len(links), len(c.Decision.Notices),
	}
	for _, l := range links {
		args = append(args, l.before, l.event)
	}
	queued, err := queue(c.Decision.Notices, func(i int) string { return fmt.Sprintf("%d/%d/%d", t.Number, c.From.Rev+1, i) })
	return keys, append(args, queued...), err
}

// queue is what the scripts get for each notice: id, lane, class, slot, the
// instant before which it must not be said, and the notice.
func queue(ns []notice.Notice, nameless func(i int) string) ([]any, error) {
	args := make([]any, 0, 6*len(ns))
	for i := range ns {
		n := &ns[i]
		raw, err := encode(n)
		if err != nil {
			return nil, err
		}
		id := n.Key
		if id == "" {
			id = nameless(i)
		}
		after := ""
		if !n.After.IsZero() {
			after = ceil(n.After)
		}
		args = append(args, id, word(n.To.Lane()), int(class(n.Class)), slotOf(n), after, raw)
	}
	return args, nil
}

func (s *Store) commitKeys(c *Commit, add, take []string) []string {
	k := s.keys
	keys := make([]string, 0, 10+len(c.PostKeys)+len(add)+len(take))
	keys = append(keys, k.ticket(c.Decision.Ticket.Number), k.due(), k.open(), k.events(), k.outbox(), k.slots(), k.lanes(),
		k.seen(c.Key), k.last(c.Author), k.held())
	for _, post := range c.PostKeys {
		keys = append(keys, k.post(post))
	}
	for _, user := range slices.Concat(add, take) {
		keys = append(keys, k.of(user))
	}
	return keys
}

// people are those whose lists the ticket joins and leaves with this commit.
func people(c *Commit) (add, take []string) {
	var before []string
	if c.From.Rev > 0 {
		before = listed(&c.From.Ticket)
	}
	after := listed(&c.Decision.Ticket)
	without := func(users, others []string) []string {
		return slices.DeleteFunc(slices.Clone(users), func(u string) bool { return slices.Contains(others, u) })
	}
	return without(after, before), without(before, after)
}

// listed are the lists a ticket is in: of all who are concerned with it while
// it is open, and of who asked it, by their tags, for good.
func listed(t *ticket.Ticket) []string {
	if t.State.Ended() {
		return t.AskedBy()
	}
	return append(t.Parts(), t.AskedBy()...)
}

// dueOf is the ticket's score in the due set; "" where nothing is to come.
func dueOf(t *ticket.Ticket) string {
	due := t.Due()
	if due.IsZero() {
		return ""
	}
	return ceil(due)
}

func lastOf(c *Commit) string {
	if c.Author == "" {
		return ""
	}
	return stamp(c.Decision.Ticket.Number, c.Now)
}

// slotOf names a notice's slot in the workspace; "" if it has none.
func slotOf(n *notice.Notice) string {
	if n.Slot == "" {
		return ""
	}
	return strconv.FormatInt(n.Ticket, 10) + "/" + word(n.Slot)
}

// class keeps to the classes there are: one that nobody sends would be lost.
func class(c notice.Class) notice.Class { return min(max(c, notice.Answer), notice.Edit) }

func flag(b bool) string {
	if b {
		return "1"
	}
	return "0"
}
