package bot

import (
	"context"
	"net/url"
	"strconv"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/ticket"
)

const (
	lookBack  = time.Minute // before the entry was queued
	lookPages = 10
	lookLimit = 200
)

// mayRepeat looks for a message that an earlier try may have posted. True
// means that it is not there and may be posted; else the entry was dealt with.
func (d *delivery) mayRepeat(ctx context.Context, w wire) bool {
	at, found, err := d.lookFor(ctx, w)
	switch {
	case err != nil:
		return d.blind(ctx, classify(err))
	case found:
		d.o.Metrics.reconciled.WithLabelValues("found").Inc()
		d.land(ctx, landing{at: at, root: d.root, posted: true, when: d.posted(at), unseen: d.unseen}, "found")
		return false
	case !d.notes.lookedBefore(d.ID):
		d.putBack(ctx, settle, true) // Slack's history lags: look once more
		return false
	default:
		d.o.Metrics.reconciled.WithLabelValues("absent").Inc()
		return true
	}
}

// blind decides where the conversation cannot be read: what must not be lost
// is said again, a drawing is left to the next one.
func (d *delivery) blind(ctx context.Context, f failure) bool {
	if f.class != classPlace && f.class != classConfig {
		d.failed(ctx, f, true)
		return false
	}
	d.o.Metrics.reconciled.WithLabelValues("unreadable").Inc()
	if d.Notice.Class == notice.Edit {
		d.giveUp(ctx, f)
		return false
	}
	return true
}

// lookFor searches the conversation for our delivery.
func (d *delivery) lookFor(ctx context.Context, w wire) (Place, bool, error) {
	if w.thread != "" {
		at, found, err := d.search(ctx, methodReplies, url.Values{"channel": {w.channel}, "ts": {w.thread}})
		if found || err != nil && classify(err).code != "thread_not_found" {
			at.Hash = w.hash
			return at, found, err
		}
		if d.Notice.To.Thread != ticket.CardSlot {
			return Place{}, false, nil
		}
	}
	at, found, err := d.search(ctx, methodHistory, url.Values{"channel": {w.channel}})
	at.Hash = w.hash
	return at, found, err
}

// lookPage is as much of a conversation as a look needs: other apps' messages are
// not decoded.
type lookPage struct {
	Messages []struct {
		TS       string `json:"ts"`
		Metadata struct {
			Type    string `json:"event_type"`
			Payload struct {
				ID string `json:"id"`
			} `json:"event_payload"`
		} `json:"metadata"`
	} `json:"messages"`
	More struct {
		Cursor string `json:"next_cursor"`
	} `json:"response_metadata"`
}

func (d *delivery) search(ctx context.Context, method string, args url.Values) (Place, bool, error) {
	args.Set("include_all_metadata", "true")
	args.Set("limit", strconv.Itoa(lookLimit))
	args.Set("oldest", strconv.FormatInt(d.Queued.Add(-lookBack).Unix(), 10)+".000000")
	for range lookPages {
		if wait := d.pace.take(method, d.o.Now()); wait > 0 {
			if err := sleep(ctx, wait); err != nil {
				return Place{}, false, err
			}
		}
		var page lookPage
		if err := d.call(ctx, method, args, &page); err != nil {
			return Place{}, false, err
		}
		for _, m := range page.Messages {
			if m.Metadata.Type == deliveryEvent && m.Metadata.Payload.ID == d.Notice.Key {
				return Place{Channel: args.Get("channel"), TS: m.TS}, true, nil
			}
		}
		if page.More.Cursor == "" {
			return Place{}, false, nil
		}
		args.Set("cursor", page.More.Cursor)
	}
	return Place{}, false, nil
}

// posted is when an earlier try posted the message.
func (d *delivery) posted(at Place) time.Time {
	now := d.o.Now()
	if t := instant(at.TS); !t.IsZero() && t.Before(now) {
		return t
	}
	return now
}
