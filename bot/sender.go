package bot

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/rs/zerolog"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// Outbound is a notice that waits to be sent.
type Outbound struct {
	// ID names its place in the outbox.
	ID string
	// Lane is the channel or person it waits for.
	Lane   string
	Notice notice.Notice
	// Attempt counts the sends that failed through what is sent or how Slack took it.
	Attempt int
	// Claimed is true when its message may stand in Slack already: it is looked
	// for before it is sent again.
	Claimed bool
	// Queued is when it began to wait.
	Queued time.Time
}

// Place is where a live message stands. A zero Place means nowhere.
type Place struct {
	Channel, TS string
	// Hash is that of what was drawn last, so that an edit which changes nothing is left out.
	Hash string
}

// Outbox is the queue that the sender empties. app/ adapts store.Store to it
// with nothing but conversions: bot.Outbound(entry), store.Entry(outbound),
// store.Receipt(place), bot.Place(storePlace); store.ErrFormat is wrapped in
// ErrUnreadable, other errors pass as they are. After an error the sender gives
// its lease back and takes a new one, and what it had claimed comes back with
// Claimed set.
type Outbox interface {
	// Claim takes one entry of each due lane, of at most so many lanes. Entries
	// that come with an error are claimed none the less; see ErrUnreadable.
	Claim(ctx context.Context, token int64, now time.Time, lanes int) ([]Outbound, error)
	// Sent ends an entry and keeps the place of its slot; with a zero place and
	// no slot nothing was posted. The lane may go on at next.
	Sent(ctx context.Context, token int64, o Outbound, at Place, next time.Time) error
	// Later puts an entry back until at, with its Attempt as given; its lane waits with it.
	Later(ctx context.Context, token int64, o Outbound, at time.Time, ambiguous bool) error
	// Dead gives an entry up.
	Dead(ctx context.Context, token int64, o Outbound, reason string, now time.Time) error
	// Redirect moves an entry to another recipient's lane.
	Redirect(ctx context.Context, token int64, o Outbound, to notice.Recipient, now time.Time) error

	Gatherer
}

// Gatherer is the part of an Outbox that lets notices to one person become one message.
type Gatherer interface {
	// Hold puts a claimed entry aside until an instant; its lane goes on at once.
	Hold(ctx context.Context, token int64, o Outbound, until time.Time) error
	// Waiting are the entries of a claimed lane that were never claimed, in the order they will be sent.
	Waiting(ctx context.Context, token int64, lane string) ([]Outbound, error)
	// Absorb gives the claimed entry into its new notice, which has Items, and
	// takes what joined it out of the queue; all or nothing.
	Absorb(ctx context.Context, token int64, into Outbound, gone []Outbound) error
}

// Shelf is what the sender keeps beside the queue; store.Store has the same
// methods but for the type Place.
type Shelf interface {
	// Lease takes or renews the right to send until now + ttl; false while another
	// replica has it. Holder is new with every start of the program.
	Lease(ctx context.Context, holder string, now time.Time, ttl time.Duration) (token int64, ok bool, err error)
	// Release gives the right back.
	Release(ctx context.Context, token int64) error
	// NextSend is when the next lane may send; false if nothing waits.
	NextSend(ctx context.Context) (time.Time, bool, error)
	// Places are a ticket's live messages by slot.
	Places(ctx context.Context, number int64) (map[string]Place, error)
	// Depth is how many entries wait, and for how long the oldest.
	Depth(ctx context.Context, now time.Time) (depth int, oldest time.Duration, err error)
	// Told is how many messages were posted to a person after an instant of the
	// last 24 hours; edits and lists do not count.
	Told(ctx context.Context, lane string, after time.Time) (int, error)

	Folds
}

// Folds remembers the messages of several matters.
type Folds interface {
	// Fold is the notice of the message of several that stands in a place; false if none does.
	Fold(ctx context.Context, channel, ts string) (notice.Notice, bool, error)
	// FoldedAt is when something that folds was last sent in a lane; false for never.
	FoldedAt(ctx context.Context, lane string) (time.Time, bool, error)
}

// Looker shows a ticket as it is when something is said of it; a Desk does.
type Looker interface {
	Look(ctx context.Context, number int64) (*ticket.Ticket, text.Rules, error)
}

// Outcomes is what the desk must know of what was sent; Reports are more.
type Outcomes interface {
	Delivered(ctx context.Context, n notice.Notice, channel, ts string, at time.Time) error
	Unreachable(ctx context.Context, n notice.Notice, user, why string) error
	Moved(ctx context.Context, number int64, to notice.Recipient) error
}

// Notices puts a notice into a reader's language; *text.Catalog does.
type Notices interface {
	Notice(n notice.Notice, v text.View) (text.Message, error)
}

// Readers says how people read and what they are called; *Directory does.
type Readers interface {
	Reader(id string) text.Reader
	Name(id string) string
}

// SenderOptions are what a sender is made from. Those without a default must be set.
type SenderOptions struct {
	Client  *Client
	Outbox  Outbox
	Shelf   Shelf
	Tickets Looker
	Reports Outcomes
	Words   Notices
	People  Readers
	Now     func() time.Time
	// Holder names this run of the program in the lease; another run must have another.
	Holder string
	// Pace keeps within Slack's rate limits; the zero Pace does not wait.
	Pace Pace
	Log  zerolog.Logger
	// Metrics may be nil.
	Metrics *SenderMetrics
	// Lost is called once when Slack no longer knows the installation; the
	// argument is its error. The queue is kept, and sending goes on when Slack
	// accepts the token again. May be nil.
	Lost func(reason string)
	// Refresh gets a new token after token_expired; nil treats it as lost.
	Refresh func(ctx context.Context) error
	// Random gives the jitter of retries, from 0 to below 1; nil is a true random.
	Random func() float64
	// Tick is how often the queue is looked at whatever is known of it; 0 is 1 s.
	Tick time.Duration
	// TTL is how long a silent replica keeps the lease; 0 is 15 ticks.
	TTL time.Duration
	// Lanes is how many messages are under way at once; 0 is 8.
	Lanes int
	// MaxAttempts is how often an entry may fail before it is a dead letter; 0 is
	// 12. Waiting for Slack's pace, or for a connection to it, is no failure.
	MaxAttempts int
}

const (
	defaultTick = time.Second      // looks at the queue at least this often
	sendTime    = 30 * time.Second // for one entry, with all its calls
	markTime    = 5 * time.Second
	probeEvery  = time.Minute // of a lost installation
	depthEvery  = 10 * time.Second
	least       = 5 * time.Millisecond // between two looks at the queue
	ttlTicks    = 15
	defaultSend = 8
	defaultMost = 12
)

// Sender says what waits in the outbox: one sender per workspace, whichever
// replica holds the lease. It draws each message from the ticket as it is at
// that moment, sends it within Slack's limits and marks it. Nothing is lost and
// nothing said twice: what may have been posted is looked for first.
type Sender struct {
	o    SenderOptions
	pace *pacer
	wake chan struct{}
	wg   sync.WaitGroup

	lease leaseState
	halt  halt
	notes notes
	depth time.Time // when the depth was last measured; used by the loop only
}

// NewSender makes a sender; Run or RunOnce set it to work.
func NewSender(o SenderOptions) *Sender {
	if o.Metrics == nil {
		o.Metrics = NewSenderMetrics(nil)
	}
	if o.Lost == nil {
		o.Lost = func(string) {}
	}
	if o.Random == nil {
		o.Random = rand.Float64
	}
	if o.Tick <= 0 {
		o.Tick = defaultTick
	}
	if o.TTL <= 0 {
		o.TTL = ttlTicks * o.Tick
	}
	if o.Lanes <= 0 {
		o.Lanes = defaultSend
	}
	if o.MaxAttempts <= 0 {
		o.MaxAttempts = defaultMost
	}
	return &Sender{o: o, pace: newPacer(o.Pace), wake: make(chan struct{}, 1), notes: newNotes()}
}

// Wake makes a running sender look at the queue at once; call it after a commit.
func (s *Sender) Wake() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// Run sends until ctx ends; then it finishes what is under way, marks it and
// gives the lease back. It returns nil: no failure of Slack or the store ends it.
func (s *Sender) Run(ctx context.Context) error {
	defer s.finish(ctx)
	for ctx.Err() == nil {
		wait := s.step(ctx, s.o.Now())
		s.measure(ctx)
		s.sleep(ctx, wait)
	}
	return nil
}

// RunOnce sends all that is due at now and returns how many entries it dealt
// with; 0 while another replica holds the lease. It is for tests and demos, not
// for use beside Run.
func (s *Sender) RunOnce(ctx context.Context, now time.Time) (int, error) {
	total := 0
	for {
		n, err := s.batch(ctx, now)
		s.wg.Wait()
		total += n
		if n == 0 || err != nil || ctx.Err() != nil {
			return total, err
		}
	}
}

// step starts what is due and says how long nothing else is.
func (s *Sender) step(ctx context.Context, now time.Time) time.Duration {
	_, err := s.batch(ctx, now)
	if err != nil {
		s.o.Log.Error().Err(err).Msg("outbox")
		return s.o.Tick
	}
	if !s.able() {
		return s.o.Tick
	}
	next, ok, err := s.o.Shelf.NextSend(ctx)
	if err != nil || !ok {
		return s.o.Tick
	}
	return min(s.o.Tick, max(least, next.Sub(now)))
}

// able reports whether a look at the queue can start anything now; if not,
// Wake says when it can.
func (s *Sender) able() bool {
	token, _, doubtful := s.lease.now()
	return token != 0 && !doubtful && s.notes.running() < s.o.Lanes && s.Halted() == ""
}

// batch claims what there is room for and starts sending it.
func (s *Sender) batch(ctx context.Context, now time.Time) (int, error) {
	token, err := s.hold(ctx, now)
	if err != nil || token == 0 {
		return 0, err
	}
	room := s.o.Lanes - s.notes.running()
	if room <= 0 || !s.resumed(ctx, now) {
		return 0, nil
	}
	entries, err := s.o.Outbox.Claim(ctx, token, now, room)
	for _, o := range entries {
		s.start(ctx, token, o)
	}
	if err != nil {
		if !errors.Is(err, ErrUnreadable) {
			s.lease.doubt()
		}
		return len(entries), fmt.Errorf("bot: claim: %w", err)
	}
	return len(entries), nil
}

// start sends one entry on its own; it is not interrupted when ctx ends.
func (s *Sender) start(ctx context.Context, token int64, o Outbound) {
	first := s.notes.begin(o.ID)
	s.wg.Go(func() {
		defer s.Wake()
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), sendTime)
		defer cancel()
		d := &delivery{Sender: s, Outbound: o, token: token, began: s.o.Now()}
		if !first {
			d.putBack(ctx, settle, true)
			return
		}
		defer s.notes.end(o.ID)
		defer d.guard(ctx)
		d.run(ctx)
	})
}

// finish waits for what is under way and gives the lease back.
func (s *Sender) finish(ctx context.Context) {
	s.wg.Wait()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), markTime)
	defer cancel()
	s.drop(ctx)
}

func (s *Sender) sleep(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	case <-s.wake:
	}
}

// measure sets the gauges of the queue now and then, on the replica that sends.
func (s *Sender) measure(ctx context.Context) {
	now := s.o.Now()
	if token, _, _ := s.lease.now(); token == 0 {
		s.o.Metrics.setDepth(0, 0) // the replica that sends says how much waits
		return
	}
	if now.Sub(s.depth) < depthEvery {
		return
	}
	s.depth = now
	depth, oldest, err := s.o.Shelf.Depth(ctx, now)
	if err != nil {
		s.o.Log.Warn().Err(err).Msg("outbox depth")
		return
	}
	s.o.Metrics.setDepth(depth, oldest)
}
