package bot

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/rs/zerolog"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/text"
)

// gather lets what folds wait for its like, or brings together all that waits
// for the same person. False means that there is nothing to send now: the entry
// was put aside. What may stand in Slack already stays what it is.
func (d *delivery) gather(ctx context.Context) (ready bool, err error) {
	if !folds(d.Outbound) {
		return true, nil
	}
	if err = d.findPlaces(ctx); err != nil || d.place().TS != "" {
		return true, err // an edit: nobody is disturbed by it
	}
	own, err := d.standing(ctx, d.Outbound)
	if err != nil {
		return false, err
	}
	until, err := d.foldsAgain(ctx)
	if err != nil {
		return false, err
	}
	if until.After(d.o.Now()) {
		d.mark(ctx, "held", func(ctx context.Context) error { return d.o.Outbox.Hold(ctx, d.token, d.Outbound, until) })
		return false, nil
	}
	return true, d.join(ctx, own)
}

// folds reports whether an entry may become part of a message of several.
// One of several that failed before is sent as it is.
func folds(o Outbound) bool {
	n := o.Notice
	return n.Fold > 0 && n.Class != notice.Edit && !o.Claimed && (len(n.Items) == 0 || o.Attempt == 0)
}

// foldsAgain is until when the lane is spared another message that folds; zero
// if it had none.
func (d *delivery) foldsAgain(ctx context.Context) (time.Time, error) {
	at, ok, err := d.o.Shelf.FoldedAt(ctx, d.Lane)
	if err != nil {
		return time.Time{}, &lookError{err}
	}
	if !ok {
		return time.Time{}, nil
	}
	return at.Add(d.Notice.Fold), nil
}

// join makes one message of the entry's own matters and of all that wait with
// it and still hold. An entry that is alone stays as it is.
func (d *delivery) join(ctx context.Context, own []notice.Item) error {
	waiting, err := d.o.Outbox.Waiting(ctx, d.token, d.Lane)
	if err != nil && !errors.Is(err, ErrUnreadable) { // what cannot be read stays where it is
		return &lookError{err}
	}
	items, gone := own, []Outbound(nil)
	for _, o := range waiting {
		more, joins := d.joining(ctx, o)
		if joins {
			items, gone = append(items, more...), append(gone, o)
		}
	}
	if len(gone) == 0 && len(items) == max(1, len(d.Notice.Items)) {
		return nil
	}
	slices.SortStableFunc(items, func(a, b notice.Item) int { return cmp.Compare(a.Ticket, b.Ticket) })
	into := d.Outbound
	if len(items) > 1 || len(into.Notice.Items) > 0 {
		into.Notice = together(d.Notice, items)
		into.Notice.Quota = quotaOf(d.Outbound, gone)
	}
	if err := d.o.Outbox.Absorb(ctx, d.token, into, gone); err != nil {
		return &lookError{err}
	}
	d.Outbound = into
	return nil
}

// together is one notice of several matters, under a key of its own.
func together(n notice.Notice, items []notice.Item) notice.Notice {
	key := n.Key
	if i := strings.LastIndexByte(key, '/'); len(n.Items) == 0 && i >= 0 {
		key = key[:i+1] + string(notice.Folded)
	}
	return notice.Notice{Key: key, Kind: notice.Folded, To: n.To, Class: n.Class, Fold: n.Fold, Items: items}
}

// joining are the matters that a waiting entry brings into the message; none
// if it is settled. False leaves the entry where it is: it is not of the kind,
// edits a message that stands, or cannot be drawn.
func (d *delivery) joining(ctx context.Context, o Outbound) (items []notice.Item, joins bool) {
	if !folds(o) || o.Notice.To != d.Notice.To || o.Notice.Class != d.Notice.Class {
		return nil, false
	}
	defer func() {
		if p := recover(); p != nil {
			d.write(d.o.Log, zerolog.ErrorLevel, panicked(p), "not joined")
			items, joins = nil, false
		}
	}()
	if o.Notice.Slot != "" {
		places, err := d.o.Shelf.Places(ctx, o.Notice.Ticket)
		if err != nil || places[o.Notice.Slot].TS != "" {
			return nil, false
		}
	}
	items, err := d.standing(ctx, o)
	return items, err == nil || errors.Is(err, text.ErrStale)
}

// standing are the matters of an entry that still hold; text.ErrStale if none does.
func (d *delivery) standing(ctx context.Context, o Outbound) ([]notice.Item, error) {
	var items []notice.Item
	for _, i := range itemsOf(o.Notice) {
		n := i.Notice(o.Notice)
		v, err := d.view(ctx, n)
		if err == nil {
			_, err = d.o.Words.Notice(n, v)
		}
		switch {
		case err == nil:
			items = append(items, i)
		case errors.Is(err, text.ErrStale):
		default:
			return nil, err
		}
	}
	if len(items) == 0 {
		return nil, text.ErrStale
	}
	return items, nil
}

// itemsOf are the matters of a notice: its items, or itself.
func itemsOf(n notice.Notice) []notice.Item {
	if len(n.Items) > 0 {
		return n.Items
	}
	return []notice.Item{n.Item()}
}

// findFold finds out whether the live message is a part of a message of
// several: then that one is drawn again as a whole.
func (d *delivery) findFold(ctx context.Context) error {
	at := d.place()
	if at.TS == "" || len(d.Notice.Items) > 0 {
		return nil
	}
	n, ok, err := d.o.Shelf.Fold(ctx, at.Channel, at.TS)
	if err != nil {
		return &lookError{err}
	}
	if ok && slices.ContainsFunc(n.Items, func(i notice.Item) bool { return i.Slot == d.Notice.Slot && i.Ticket == d.Notice.Ticket }) {
		n.Class = notice.Edit
		d.fold = &n
	}
	return nil
}

// leaveFold says a matter by itself where the message of several cannot be
// edited any more: each of its matters then has a live message of its own.
func (d *delivery) leaveFold(ctx context.Context) {
	d.fold = nil
	w, err := d.draw(ctx)
	if err == nil {
		w.channel, err = d.channel(ctx)
	}
	if err != nil {
		d.notReady(ctx, err)
		return
	}
	d.say(ctx, w)
}

// tellEach tells the desk of every notice that is in the message, where the
// test wants it; false if something could not be saved now. The rows of a list
// have no key: they are nobody's notice.
func (d *delivery) tellEach(ctx context.Context, wanted func(notice.Notice) bool, report func(context.Context, notice.Notice) error) bool {
	if len(d.Notice.Items) == 0 {
		return !wanted(d.Notice) || d.tell(ctx, func(ctx context.Context) error { return report(ctx, d.Notice) })
	}
	for _, i := range d.Notice.Items {
		n := i.Notice(d.Notice)
		if n.Key == "" || d.unseen[n.Ticket] || !wanted(n) {
			continue
		}
		if !d.tell(ctx, func(ctx context.Context) error { return report(ctx, n) }) {
			return false
		}
	}
	return true
}
