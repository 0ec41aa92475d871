package handlers

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/ticket"
)

// digestMost is how many matters a list carries; it says how many more there are.
const digestMost = 200

// Digest makes the lists of a morning: for everybody who has a part in an open
// ticket what waits for them and what they follow. Nobody gets an empty one.
func (d *Desk) Digest(ctx context.Context, day time.Time) ([]notice.Notice, error) {
	rules, err := d.current(ctx)
	if err != nil {
		return nil, err
	}
	lists := map[string][]row{}
	err = d.eachOpen(ctx, func(t *ticket.Ticket) {
		if t.State == ticket.Answered {
			return // the asker has the word
		}
		for _, user := range t.Listed() {
			lists[user] = append(lists[user], rowOf(t, user))
		}
	})
	if err != nil {
		return nil, err
	}
	var all []notice.Notice
	for _, user := range slices.Sorted(maps.Keys(lists)) {
		if !rules.Out()[user] && rules.Org.Knows(user) {
			all = append(all, digestOf(user, day.In(rules.Org.Zone), lists[user]))
		}
	}
	return all, nil
}

// row is a ticket on somebody's list, with what puts it in its place.
type row struct {
	number int64
	mine   bool
	due    time.Time
}

func rowOf(t *ticket.Ticket, user string) row {
	r := row{number: t.Number}
	if c := t.ClockOf(user); c != nil {
		r.mine, r.due = true, c.Due
	} else if c := t.Lead(); c != nil {
		r.due = c.Due
	}
	return r
}

func digestOf(user string, day time.Time, rows []row) notice.Notice {
	slices.SortStableFunc(rows, func(a, b row) int {
		switch {
		case a.mine != b.mine && a.mine:
			return -1
		case a.mine != b.mine:
			return 1
		default:
			return cmp.Or(a.due.Compare(b.due), cmp.Compare(a.number, b.number))
		}
	})
	n := notice.Notice{
		Key: "digest/" + day.Format(time.DateOnly) + "/" + user, Kind: notice.Digest, To: notice.Recipient{User: user},
		Params: notice.Params{"day": notice.Time(day)}, Class: notice.Alert,
	}
	for _, r := range rows[:min(len(rows), digestMost)] {
		n.Items = append(n.Items, notice.Item{Kind: notice.Digest, Ticket: r.number})
	}
	return n
}

// eachOpen shows every open ticket, some at a time. What cannot be read is left
// out as long as something can.
func (d *Desk) eachOpen(ctx context.Context, show func(*ticket.Ticket)) error {
	numbers, err := d.Finder.Unfinished(ctx)
	if err != nil {
		return d.unsaved("unfinished", err)
	}
	slices.Sort(numbers)
	var seen int64 // one that can be read: with it beside them, nothing found means the store is away
	for part := range slices.Chunk(numbers, chunk) {
		found, err := d.Tickets.LoadMany(ctx, part)
		if err != nil && len(found) == 0 && seen != 0 {
			if found, err = d.Tickets.LoadMany(ctx, append(slices.Clone(part), seen)); len(found) > 0 {
				found = slices.DeleteFunc(found, func(s Saved) bool { return s.Ticket.Number == seen })
				err = nil
			}
		}
		if err != nil && len(found) == 0 {
			return d.unsaved("load", err)
		}
		for i := range found {
			show(&found[i].Ticket)
			seen = found[i].Ticket.Number
		}
	}
	return nil
}
