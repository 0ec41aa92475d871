package bot

import (
	"context"
	"errors"
	"time"

	"github.com/rs/zerolog"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// lookError says that the ticket could not be read now.
type lookError struct{ error }

// Unwrap is what went wrong.
func (e *lookError) Unwrap() error { return e.error }

// delivery is one entry on its way.
type delivery struct {
	*Sender
	Outbound
	token  int64
	began  time.Time
	places map[string]Place
	// elseDM is the DM of To.Else when the live message stands there; "" otherwise.
	elseDM string
	// root is the message in whose thread a drawing was posted anew; "" for none.
	root string
	// fold is the message of several that the live message is a part of; nil for none.
	fold *notice.Notice
	// looks are the tickets as they were first seen on this way; unseen those that cannot be read.
	looks  map[int64]look
	unseen map[int64]bool
}

// run deals with the entry to the end: sent, put back, redirected or given up.
func (d *delivery) run(ctx context.Context) {
	if l, ok := d.notes.landed(d.Notice.Key); ok {
		d.land(ctx, l, "marked")
		return
	}
	ready, err := d.gather(ctx)
	if err == nil && !ready {
		return
	}
	var w wire
	if err == nil {
		w, err = d.prepare(ctx)
	}
	switch {
	case err != nil:
		d.notReady(ctx, err)
	case d.edits(w):
		d.edit(ctx, w)
	default:
		d.say(ctx, w)
	}
}

// guard makes a dead letter of an entry that cannot be drawn without a panic:
// one strange ticket must not stop the others, nor come back after a restart.
func (d *delivery) guard(ctx context.Context) {
	if p := recover(); p != nil {
		d.giveUp(ctx, failure{class: classWords, code: "panic", err: panicked(p)})
	}
}

// prepare draws the message and finds where it goes.
func (d *delivery) prepare(ctx context.Context) (wire, error) {
	if err := d.findPlaces(ctx); err != nil {
		return wire{}, err
	}
	if err := d.findElse(ctx); err != nil {
		return wire{}, err
	}
	if err := d.findFold(ctx); err != nil {
		return wire{}, err
	}
	w, err := d.draw(ctx)
	if err != nil {
		return wire{}, err
	}
	if w.channel, err = d.channel(ctx); err != nil {
		return wire{}, err
	}
	w.thread = d.thread(w.channel)
	return w, nil
}

func (d *delivery) findPlaces(ctx context.Context) error {
	if d.Notice.Ticket == 0 || d.Notice.Slot == "" && d.Notice.To.Thread != ticket.CardSlot {
		return nil
	}
	places, err := d.o.Shelf.Places(ctx, d.Notice.Ticket)
	if err != nil {
		return &lookError{err}
	}
	d.places = places
	return nil
}

// findElse finds out whether the live message had to move to somebody's DM: it
// is edited there.
func (d *delivery) findElse(ctx context.Context) error {
	to, at := d.Notice.To, d.place()
	if to.Channel == "" || to.Else == "" || at.TS == "" || at.Channel == to.Channel {
		return nil
	}
	dm, err := d.openPaced(ctx, to.Else)
	if err == nil && dm == at.Channel {
		d.elseDM = dm
	}
	return err
}

// channel is the conversation the notice goes to.
func (d *delivery) channel(ctx context.Context) (string, error) {
	to := d.Notice.To
	if to.Channel == "" {
		return d.openPaced(ctx, to.User)
	}
	return orElse(d.elseDM, to.Channel), nil
}

func (d *delivery) openPaced(ctx context.Context, user string) (string, error) {
	if d.notes.dm(user) == "" {
		if wait := d.pace.take(methodOpen, d.o.Now()); wait > 0 {
			return "", paceError(wait)
		}
	}
	return d.open(ctx, user)
}

// place is where the slot's live message stands; zero for none.
func (d *delivery) place() Place {
	if d.Notice.Slot == "" {
		return Place{}
	}
	return d.places[d.Notice.Slot]
}

// thread is the message to answer under; the working card stands for itself.
func (d *delivery) thread(channel string) string {
	to := d.Notice.To
	if channel != to.Channel {
		return ""
	}
	if to.Thread != ticket.CardSlot {
		return to.Thread
	}
	if card := d.places[ticket.CardSlot]; card.Channel == channel {
		return card.TS
	}
	return ""
}

// notReady deals with what went wrong before anything was said.
func (d *delivery) notReady(ctx context.Context, err error) {
	var look *lookError
	var pace paceError
	switch {
	case errors.Is(err, text.ErrStale):
		d.remove(ctx, "stale")
	case errors.Is(err, text.ErrNoTicket), errors.Is(err, text.ErrUnknownKind):
		d.giveUp(ctx, failure{class: classWords, code: "no_words", err: err})
	case errors.As(err, &look):
		d.retry(ctx, failure{class: classSafe, code: "store", err: err}, d.Claimed)
	case errors.As(err, &pace):
		d.putBack(ctx, time.Duration(pace), d.Claimed)
	default:
		d.failed(ctx, classify(err), d.Claimed)
	}
}

// paceError says how long a call must wait for our own pace.
type paceError time.Duration

// Error implements error.
func (paceError) Error() string { return "bot: too fast" }

// edits reports whether the slot's live message stands where the notice goes.
func (d *delivery) edits(w wire) bool {
	at := d.place()
	return at.TS != "" && at.Channel == w.channel
}

// edit draws a live message again; one that cannot be edited is posted anew.
func (d *delivery) edit(ctx context.Context, w wire) {
	at := d.place()
	if d.fold != nil {
		at.Hash = orElse(d.notes.drawn(at), at.Hash) // another matter's edit may have drawn it since
	}
	if at.Hash == w.hash {
		d.arrived(ctx, at, "unchanged", false)
		return
	}
	if wait := d.pace.take(methodUpdate, d.o.Now()); wait > 0 {
		d.putBack(ctx, min(wait, patience), d.Claimed)
		return
	}
	err := d.update(ctx, w, at.TS)
	if err != nil && classify(err).class == classBug {
		d.note(zerolog.WarnLevel, classify(err), "blocks refused: plain text instead")
		w.blocks = nil
		err = d.update(ctx, w, at.TS)
	}
	if err == nil {
		at.Hash = w.hash
		d.arrived(ctx, at, "edited", false)
		return
	}
	d.notEdited(ctx, w, at, classify(err))
}

func (d *delivery) notEdited(ctx context.Context, w wire, at Place, f failure) {
	switch {
	case (f.class == classEdit || f.class == classPlace) && d.fold != nil:
		d.leaveFold(ctx)
		return
	case f.class == classEdit || f.class == classPlace:
		d.sayAnew(ctx, w, at, f.code)
		return
	case f.class == classAmbiguous:
		f.class = classSafe // an edit may be repeated
	case f.limited:
		f.after = min(f.after, patience) // the method is paused; what is more pressing shall not wait with it
	}
	d.failed(ctx, f, d.Claimed)
}

// sayAnew posts a live message again. Where Slack only forbids the edit, the
// new drawing goes under the old message in a channel, which stays the root of
// the thread; else it stands alone and is the live message from now on.
func (d *delivery) sayAnew(ctx context.Context, w wire, old Place, code string) {
	if d.Notice.To.User == "" && w.thread == "" && (code == "edit_window_closed" || code == "cant_update_message") {
		w.thread = old.TS
		d.root = old.TS
	}
	d.say(ctx, w)
}

// say posts the message, unless it was posted before or is spared its reader.
func (d *delivery) say(ctx context.Context, w wire) {
	if d.Claimed && !d.mayRepeat(ctx, w) {
		return
	}
	if full, err := d.full(ctx); err != nil || full {
		d.spare(ctx, err)
		return
	}
	if wait := d.pace.take(methodPost, d.o.Now()); wait > 0 {
		d.putBack(ctx, wait, false)
		return
	}
	at, err := d.postSomehow(ctx, w)
	if err != nil {
		d.failed(ctx, classify(err), false)
		return
	}
	d.arrived(ctx, at, "sent", true)
}

// postSomehow posts the message; as plain text if Slack refuses its blocks, and
// outside the working card's thread if the card is gone.
func (d *delivery) postSomehow(ctx context.Context, w wire) (Place, error) {
	at, err := d.post(ctx, w)
	if err == nil {
		return at, nil
	}
	f := classify(err)
	if threadGone(f.code) && d.Notice.To.Thread == ticket.CardSlot {
		w.thread = ""
		return d.post(ctx, w)
	}
	if f.class != classBug || len(w.blocks) == 0 {
		return at, err
	}
	d.note(zerolog.WarnLevel, f, "blocks refused: plain text instead")
	w.blocks = nil
	return d.post(ctx, w)
}

// tellsOfDelivery reports whether the desk must know that this notice arrived.
func tellsOfDelivery(n notice.Notice) bool {
	return n.Kind == notice.Card || n.Params["clock"] != ""
}
