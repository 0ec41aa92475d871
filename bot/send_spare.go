package bot

import (
	"context"
	"time"

	"github.com/firstask/firstask/notice"
)

// full reports whether the reader was told as much as the notice's quota allows,
// in the last hour or in the last 24, or was spared what is drawn again. One
// lane has one entry under way, so what is counted here is all that was said.
func (d *delivery) full(ctx context.Context) (bool, error) {
	if d.wasSpared() {
		return true, nil
	}
	now, q := d.o.Now(), d.Notice.Quota
	for _, part := range []struct {
		span time.Duration
		most int
	}{{time.Hour, q.Hour}, {24 * time.Hour, q.Day}} {
		if part.most == 0 {
			continue
		}
		told, err := d.o.Shelf.Told(ctx, d.Lane, now.Add(-part.span))
		if err != nil || told >= part.most {
			return err == nil, err
		}
	}
	return false, nil
}

// spared is what stands for the looks of a live message that was never posted.
const spared = "spared"

// wasSpared reports whether an edit would post what was spared before.
func (d *delivery) wasSpared() bool {
	at := d.place()
	return d.Notice.Class == notice.Edit && at.TS == "" && at.Hash == spared
}

// spare ends an entry that its reader finds on their list of the morning, and
// with it the edits of its slot; with an error it is put back. Nobody is told:
// nothing runs from it.
func (d *delivery) spare(ctx context.Context, err error) {
	if err != nil {
		d.retry(ctx, failure{class: classSafe, code: "store", err: err}, false)
		return
	}
	at := d.place()
	if at.TS == "" {
		at.Hash = spared
	}
	now := d.o.Now()
	d.mark(ctx, spared, func(ctx context.Context) error { return d.o.Outbox.Sent(ctx, d.token, d.Outbound, at, now) })
}

// quotaOf is the quota of a message of several matters: none where one of them
// is always said.
func quotaOf(o Outbound, others []Outbound) notice.Quota {
	for i := range others {
		if others[i].Notice.Quota == (notice.Quota{}) {
			return notice.Quota{}
		}
	}
	return o.Notice.Quota
}
