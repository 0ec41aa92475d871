package bot

import (
	"context"
	"errors"
	"time"

	"github.com/rs/zerolog"

	"github.com/firstask/firstask/handlers"
	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/ticket"
)

const (
	settle     = 3 * time.Second // until Slack's history shows what was posted
	patience   = 3 * time.Second // the longest a lane waits for our own pace
	retryFirst = time.Second     // of the first retry, before jitter
	retryTop   = 5 * time.Minute
	unknownMax = 3 // tries after an error that nobody knows
)

// landing is a message that stands in Slack.
type landing struct {
	at     Place  // the message
	root   string // the message that stays the live one, if it is another
	posted bool   // false for an edit
	when   time.Time
	unseen map[int64]bool // tickets that are not in the message, because they cannot be read
}

// arrived notes that the message stands in Slack now.
func (d *delivery) arrived(ctx context.Context, at Place, outcome string, posted bool) {
	d.land(ctx, landing{at: at, root: d.root, posted: posted, when: d.o.Now(), unseen: d.unseen}, outcome)
}

// land tells the desk and marks the entry. The desk is told first: if the
// program ends between the two, it is told again, which changes nothing.
func (d *delivery) land(ctx context.Context, l landing, outcome string) {
	d.notes.keepLanding(d.Notice.Key, l)
	d.unseen = l.unseen
	if (l.posted || d.Notice.Class != notice.Edit) && !d.tellEach(ctx, tellsOfDelivery, func(ctx context.Context, n notice.Notice) error {
		return d.o.Reports.Delivered(ctx, n, l.at.Channel, l.at.TS, l.when)
	}) {
		d.lease.doubt()
		return
	}
	if len(d.Notice.Items) > 0 || d.fold != nil {
		d.notes.keepDrawn(l.at)
	}
	d.o.Metrics.late.Observe(l.when.Sub(d.Queued).Seconds())
	next := d.o.Now()
	if l.posted {
		next = next.Add(d.pace.perChannel)
	}
	l.at.TS = orElse(l.root, l.at.TS)
	d.mark(ctx, outcome, func(ctx context.Context) error { return d.o.Outbox.Sent(ctx, d.token, d.Outbound, l.at, next) })
}

// remove ends an entry without a word; the live message of its slot stays where it is.
func (d *delivery) remove(ctx context.Context, outcome string) {
	now := d.o.Now()
	d.mark(ctx, outcome, func(ctx context.Context) error {
		return d.o.Outbox.Sent(ctx, d.token, d.Outbound, d.place(), now)
	})
}

// failed deals with a failure by its class. Ambiguous says that an earlier try
// may have posted the message.
func (d *delivery) failed(ctx context.Context, f failure, ambiguous bool) {
	switch f.class {
	case classInstall, classRefresh, classMigrating:
		if d.stop(ctx, f) {
			d.putBack(ctx, probeEvery, ambiguous)
			return
		}
		d.retry(ctx, f, ambiguous)
	case classConfig, classBug:
		d.giveUp(ctx, f)
	case classPlace, classEdit:
		d.unreached(ctx, f)
	case classAmbiguous:
		d.o.Metrics.ambiguous.Inc()
		d.retry(ctx, f, true)
	case classSafe, classUnknown, classWords:
		d.retry(ctx, f, ambiguous)
	}
}

// unreached finds another way to say it. A channel's card moves, another
// notice goes to the DM of To.Else; a person's absence is told to the desk.
func (d *delivery) unreached(ctx context.Context, f failure) {
	to := d.Notice.To
	switch {
	case to.Channel == "":
		d.personGone(ctx, f)
	case to.Else == "":
		d.giveUp(ctx, f)
	case d.Notice.Slot == ticket.CardSlot:
		where := notice.Recipient{User: to.Else}
		if !d.tell(ctx, func(ctx context.Context) error { return d.o.Reports.Moved(ctx, d.Notice.Ticket, where) }) {
			d.retry(ctx, failure{class: classSafe, code: "store", err: f.err}, false)
			return
		}
		d.remove(ctx, "moved")
	default:
		where := notice.Recipient{User: to.Else}
		d.mark(ctx, "redirected", func(ctx context.Context) error {
			return d.o.Outbox.Redirect(ctx, d.token, d.Outbound, where, d.o.Now())
		})
	}
}

// personGone tells the desk that somebody cannot be reached. A DM that was
// opened long ago is opened once more first.
func (d *delivery) personGone(ctx context.Context, f failure) {
	user := d.Notice.To.User
	if !personGone(f.code) && d.notes.dm(user) != "" && d.Attempt == 0 {
		d.notes.keepDM(user, "")
		d.retry(ctx, f, false)
		return
	}
	d.notes.keepDM(user, "")
	told := d.tellEach(ctx, func(notice.Notice) bool { return true }, func(ctx context.Context, n notice.Notice) error {
		return d.o.Reports.Unreachable(ctx, n, user, f.code)
	})
	if !told {
		d.retry(ctx, failure{class: classSafe, code: "store", err: f.err}, false)
		return
	}
	d.giveUp(ctx, f)
}

// retry puts the entry back with a growing, random delay; after too many
// failures of its own it is given up.
func (d *delivery) retry(ctx context.Context, f failure, ambiguous bool) {
	longest := retryFirst << min(d.Attempt, 16)
	switch {
	case !f.faultless():
		if d.Attempt++; d.Attempt >= d.most(f) {
			d.giveUp(ctx, f)
			return
		}
	case f.after == 0: // nobody counts the tries, and Slack named no time
		longest = max(retryFirst, d.o.Now().Sub(d.Queued))
	}
	wait := time.Duration(d.o.Random() * float64(min(retryTop, longest)))
	if ambiguous {
		wait += settle
	}
	wait = max(wait, f.after, least)
	d.note(zerolog.WarnLevel, f, "put back")
	d.later(ctx, wait, ambiguous, "retry")
}

// most is after how many failed sends an entry is given up.
func (d *delivery) most(f failure) int {
	if f.class == classUnknown {
		return min(d.o.MaxAttempts, unknownMax)
	}
	return d.o.MaxAttempts
}

// putBack is retry for an entry that was not tried.
func (d *delivery) putBack(ctx context.Context, wait time.Duration, ambiguous bool) {
	d.later(ctx, wait, ambiguous, "paced")
}

func (d *delivery) later(ctx context.Context, wait time.Duration, ambiguous bool, outcome string) {
	at := d.o.Now().Add(wait)
	d.mark(ctx, outcome, func(ctx context.Context) error { return d.o.Outbox.Later(ctx, d.token, d.Outbound, at, ambiguous) })
}

// giveUp makes a dead letter of the entry.
func (d *delivery) giveUp(ctx context.Context, f failure) {
	d.note(zerolog.ErrorLevel, f, "dead letter")
	d.o.Metrics.dead.WithLabelValues(string(f.class)).Inc()
	d.mark(ctx, "dead", func(ctx context.Context) error { return d.o.Outbox.Dead(ctx, d.token, d.Outbound, f.code, d.o.Now()) })
}

// mark writes the outcome to the outbox, trying more than once. If it cannot,
// the entry comes back after a new lease, and what was posted is remembered.
func (d *delivery) mark(ctx context.Context, outcome string, write func(ctx context.Context) error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), markTime)
	defer cancel()
	if err := d.patiently(ctx, write); err != nil {
		d.lease.doubt()
		d.write(d.o.Log, zerolog.ErrorLevel, err, "unmarked")
		return
	}
	if outcome != "retry" && outcome != "paced" {
		d.notes.forget(d.Outbound)
	}
	d.o.Metrics.sends.WithLabelValues(kindLabel(d.Notice.Kind), outcome).Inc()
	d.write(d.o.Log, zerolog.DebugLevel, nil, outcome)
}

// patiently tries thrice with a short pause.
func (d *delivery) patiently(ctx context.Context, f func(ctx context.Context) error) (err error) {
	for _, pause := range []time.Duration{100 * time.Millisecond, 500 * time.Millisecond, 0} {
		if err = f(ctx); err == nil || pause == 0 || sleep(ctx, pause) != nil {
			break
		}
	}
	return err
}

// tell tells the desk; false if it could not save it now. A refusal is an
// answer too: the ticket has moved on.
func (d *delivery) tell(ctx context.Context, report func(ctx context.Context) error) bool {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), markTime)
	defer cancel()
	var refusal *ticket.Refusal
	err := d.patiently(ctx, func(ctx context.Context) error {
		err := report(ctx)
		if errors.As(err, &refusal) || errors.Is(err, handlers.ErrNotFound) {
			return nil
		}
		return err
	})
	if err == nil {
		return true
	}
	d.write(d.o.Log, zerolog.ErrorLevel, err, "not reported")
	return !errors.Is(err, handlers.ErrUnsaved) && !errors.Is(err, handlers.ErrConflict)
}
