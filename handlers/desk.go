package handlers

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// Saved is a ticket as loaded. Mark is the store's own (its revision and more)
// and goes back with the change.
type Saved struct {
	Ticket ticket.Ticket
	Mark   any
}

// Change is one atomic change: all of it is saved, or none.
type Change struct {
	// From is what it was decided on; the zero Mark creates.
	From     Saved
	Decision ticket.Decision
	// Key and Reply deduplicate the request: a repeat returns the reply.
	Key   string
	Reply []byte
	// Posts are channel/ts pairs that lead to this ticket from now on.
	Posts []ticket.Post
	// Author is remembered with the ticket, so that their next posts can join it.
	Author string
	Now    time.Time
}

// Tickets is where tickets are kept. Every error that is not one of this
// room's means that nothing was saved.
type Tickets interface {
	// NextNumber never gives the same number twice; gaps are allowed.
	NextNumber(ctx context.Context) (int64, error)
	// Load returns ErrNotFound for a number that was never given out here.
	Load(ctx context.Context, number int64) (Saved, error)
	// LoadMany leaves out those that do not exist. Those that cannot be read are
	// named in the error beside all the others.
	LoadMany(ctx context.Context, numbers []int64) ([]Saved, error)
	// Commit returns ErrConflict, *Repeated or *PostTaken if it saved nothing for that reason.
	Commit(ctx context.Context, c Change) error
	CommitMany(ctx context.Context, cs []Change) []error
	// Keep remembers a value under a key for a day; false if there is one already.
	Keep(ctx context.Context, key string, value []byte) (first bool, err error)
	// Seen returns the reply saved under a key, or what was kept there.
	Seen(ctx context.Context, key string) ([]byte, bool, error)
}

// Finder finds tickets by something else than their number.
type Finder interface {
	ByPost(ctx context.Context, channel, ts string) (int64, bool, error)
	LastOf(ctx context.Context, author string) (int64, time.Time, bool, error)
	Unfinished(ctx context.Context) ([]int64, error)
	Of(ctx context.Context, user string) ([]int64, error)
	// Due are at most limit tickets that are due at now, the earliest first, without the first skip ones.
	Due(ctx context.Context, now time.Time, skip, limit int) ([]int64, error)
	History(ctx context.Context, s Saved) ([]ticket.Event, error)
	// Outages are when nobody was there to take an answer, if they ended after an instant.
	Outages(ctx context.Context, since time.Time) ([]policy.Outage, error)
}

// Person is what the directory knows of somebody.
type Person struct {
	ID      string
	Name    string
	Deleted bool
	Bot     bool
	// Outside: a guest or somebody of another workspace; they may ask, never accept.
	Outside bool
	// Guest: a guest of this workspace. One whom the organisation names works in it,
	// and reads only what they have a part in.
	Guest bool
	// Locale as Slack writes it and Zone are what their words are read in; "" and nil: not known.
	Locale string
	Zone   *time.Location
}

// People is the directory of the workspace.
type People interface {
	// Person answers from what is known; Fetch asks Slack once, briefly.
	Person(id string) (Person, bool)
	Fetch(ctx context.Context, id string) (Person, bool)
	Find(name string) []Person
	// Gone are those who can't be reached.
	Gone() map[string]bool
}

// Rulebook gives the rules: today's organisation with a policy version.
type Rulebook interface {
	// Rules returns the given version; "" is the current one.
	Rules(ctx context.Context, policy string) (policy.Rules, error)
}

// Options are what a Desk needs.
type Options struct {
	Tickets  Tickets
	Finder   Finder
	Staff    Staff
	Events   Events
	People   People
	Rulebook Rulebook
	Words    *text.Catalog
	// Labels are the words that came with the rule books of today, for forms.
	Labels func() policy.Labels
	Now    func() time.Time
	// Changed is called after each commit: something may be due or waiting to be sent.
	Changed func()
	// Meter may be nil.
	Meter Meter
}

// Meter counts what the desk does.
type Meter interface {
	// Commit counts by outcome: saved, conflict, repeated, failed.
	Commit(outcome string)
	Late(by time.Duration)
	// Shifts counts those that ended, of them those that left something to the
	// next, and how many matters went over.
	Shifts(ended, leaving, matters int)
}

// Desk carries out requests. It holds no state of its own and is safe for
// concurrent use.
type Desk struct {
	Options
	verbs []verb
}

// New makes a desk.
func New(o Options) *Desk {
	d := &Desk{Options: o}
	d.verbs = d.allVerbs()
	return d
}

// attempts bounds the retries of a lost race. Each loser reloads what the
// winner wrote, so a loss is never repeated for the same reason.
const attempts = 12

// decide is how a command reads a ticket and says what becomes of it.
type decide func(t *ticket.Ticket, rules policy.Rules) (ticket.Decision, error)

// task is a change of one ticket that is still to be decided.
type task struct {
	number int64
	key    string
	decide decide
	say    func(*ticket.Ticket) Reply // nil says nothing
	posts  []ticket.Post
	author string
	actor  string // who gave it, and in which words
	typed  string
}

// change is the one load-decide-commit-retry loop. It returns the ticket as
// saved, or with a refusal as it was read; errors are *ticket.Refusal,
// ErrNotFound, *Repeated or wrap ErrUnsaved.
func (d *Desk) change(ctx context.Context, k task) (Reply, error) {
	for range attempts {
		reply, err := d.try(ctx, k)
		if !errors.Is(err, ErrConflict) {
			return reply, err
		}
		d.count("conflict")
	}
	return Reply{Ticket: k.number}, fmt.Errorf("handlers: ticket %d: %w: %w", k.number, ErrUnsaved, ErrConflict)
}

func (d *Desk) try(ctx context.Context, k task) (Reply, error) {
	saved, rules, err := d.load(ctx, k.number)
	if err != nil {
		return Reply{Ticket: k.number}, err
	}
	dec, err := k.decide(&saved.Ticket, rules)
	if err != nil {
		return Reply{Ticket: k.number, View: &saved.Ticket}, err
	}
	if err = d.link(ctx, &dec, rules); err != nil {
		return Reply{Ticket: k.number}, err
	}
	if k.key == "" && len(dec.Events) == 0 && len(k.posts) == 0 {
		return Reply{Ticket: k.number, View: &dec.Ticket}, nil
	}
	var reply Reply
	switch {
	case dec.Said != nil:
		reply = d.said(k, &dec)
	case k.say != nil:
		reply = k.say(&dec.Ticket)
	}
	reply.Ticket, reply.View = k.number, &dec.Ticket
	key := k.key
	if dec.Held {
		key = heldKey(k.key, k.typed)
	}
	err = d.commit(ctx, Change{From: saved, Decision: dec, Key: key, Posts: k.posts, Author: k.author}, reply)
	if err == nil && dec.Held {
		err = dec.Said
	}
	return reply, err
}

// load reads a ticket with the rules it is judged by.
func (d *Desk) load(ctx context.Context, number int64) (Saved, policy.Rules, error) {
	saved, err := d.Tickets.Load(ctx, number)
	if err != nil {
		return Saved{}, policy.Rules{}, d.unsaved("load", err)
	}
	rules, err := d.rules(ctx, saved.Ticket.Policy)
	return saved, rules, err
}

// rules are a policy version with today's organisation and what people said of
// it in Slack; "" is the current one.
func (d *Desk) rules(ctx context.Context, version string) (policy.Rules, error) {
	saved, err := d.Staff.LoadStaff(ctx)
	if err != nil {
		return policy.Rules{}, d.unsaved("load staff", err)
	}
	rules, err := d.plainRules(ctx, version)
	return saved.Book.Over(rules, d.Now()), err
}

// plainRules are the rules without what people said.
func (d *Desk) plainRules(ctx context.Context, version string) (policy.Rules, error) {
	rules, err := d.Rulebook.Rules(ctx, version)
	if err != nil {
		return policy.Rules{}, d.unsaved("rules", err)
	}
	rules.Org, rules.Gone = rules.Org.At(d.Now()), d.People.Gone()
	rules.ZoneOf = func(user string) *time.Location {
		p, _ := d.People.Person(user)
		return p.Zone
	}
	return rules, nil
}

// commit saves a change with its reply and wakes who waits for work.
func (d *Desk) commit(ctx context.Context, c Change, reply Reply) error {
	raw, err := keep(reply)
	if err != nil {
		return err
	}
	c.Reply, c.Now = raw, d.Now()
	if err := d.Tickets.Commit(ctx, c); err != nil {
		return d.unsaved("commit", err)
	}
	d.count("saved")
	d.Changed()
	return nil
}

// kept is the part of a reply that a repeated request gets again.
type kept struct {
	Answer text.Answer `json:"answer"`
	Ticket int64       `json:"ticket,omitempty"`
}

func keep(reply Reply) ([]byte, error) {
	raw, err := json.Marshal(kept{Answer: reply.Answer, Ticket: reply.Ticket})
	if err != nil {
		return nil, fmt.Errorf("handlers: reply: %w", err)
	}
	return raw, nil
}

// again returns the first reply of a request that was seen before.
func (d *Desk) again(ctx context.Context, raw []byte) (Reply, error) {
	var k kept
	if err := json.Unmarshal(raw, &k); err != nil {
		return Reply{}, fmt.Errorf("handlers: repeated reply: %w", err)
	}
	d.count("repeated")
	reply := Reply{Answer: k.Answer, Ticket: k.Ticket}
	if k.Ticket == 0 {
		return reply, nil
	}
	if k.Answer.Paper.ID != "" {
		return d.filledIn(ctx, reply)
	}
	if saved, err := d.Tickets.Load(ctx, k.Ticket); err == nil {
		reply.View = &saved.Ticket
	}
	return reply, nil
}

// unsaved passes this room's own errors through and marks all others: the
// person must hear that nothing was saved.
func (d *Desk) unsaved(op string, err error) error {
	var repeated *Repeated
	var taken *PostTaken
	switch {
	case errors.Is(err, ErrConflict), errors.Is(err, ErrNotFound), errors.As(err, &repeated), errors.As(err, &taken):
		return err
	default:
		d.count("failed")
		return fmt.Errorf("handlers: %s: %w: %w", op, ErrUnsaved, err)
	}
}

func (d *Desk) count(outcome string) {
	if d.Meter != nil {
		d.Meter.Commit(outcome)
	}
}
