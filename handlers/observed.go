package handlers

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// Events is the record of what happened to all tickets.
type Events interface {
	// EventsBetween shows the events of some kinds from one instant on and before another.
	EventsBetween(ctx context.Context, from, to time.Time, kinds []string, each func(number int64, e ticket.Event) error) error
}

// settled is how long an event may be on its way into the record: what is not
// surely there yet is for the next report.
const settled = time.Minute

// Observed tells the heads what would have happened since the last time, while
// the organisation learns: no ladder was climbed and nobody is blamed.
func (d *Desk) Observed(ctx context.Context, from, to time.Time) ([]notice.Notice, error) {
	rules, err := d.current(ctx)
	if err != nil {
		return nil, err
	}
	learning := rules.Policy.Learning
	if learning.From.IsZero() || to.Before(learning.From) || from.After(learning.To) {
		return nil, nil
	}
	if from.IsZero() {
		from = learning.From.Add(settled)
	}
	from, to = from.Add(-settled), to.Add(-settled)
	lists := map[string][]notice.Item{}
	err = d.Events.EventsBetween(ctx, from, to, []string{"would"}, func(number int64, e ticket.Event) error {
		if head := headOf(rules, e); head != "" {
			lists[head] = append(lists[head], wouldItem(number, e))
		}
		return nil
	})
	if err != nil {
		return nil, d.unsaved("events", err)
	}
	all := make([]notice.Notice, 0, len(lists))
	for _, head := range slices.Sorted(maps.Keys(lists)) {
		items := lists[head]
		slices.SortStableFunc(items, func(a, b notice.Item) int { return cmp.Compare(a.Params["limit"], b.Params["limit"]) })
		all = append(all, notice.Notice{
			Key: "observed/" + to.UTC().Format(time.RFC3339) + "/" + head, Kind: notice.Observed, To: notice.Recipient{User: head},
			Items: items[:min(len(items), digestMost)], Class: notice.Alert,
		})
	}
	return all, nil
}

// headOf is who hears of a limit that would have been a breach.
func headOf(rules policy.Rules, e ticket.Event) string {
	for _, h := range rules.Org.Superiors(e.Facts["department"], rules.Out(), e.To) {
		return h
	}
	return ""
}

func wouldItem(number int64, e ticket.Event) notice.Item {
	p := notice.Params{"rule": notice.Text(e.Rule)}
	if e.To != "" {
		p["subject"] = notice.User(e.To)
	}
	if at, err := time.Parse(time.RFC3339, e.Facts["limit"]); err == nil {
		p["limit"] = notice.Time(at)
	}
	if asked := e.Facts["asked"]; asked != "" {
		p["to"] = notice.Value(asked)
	}
	return notice.Item{Kind: notice.Observed, Ticket: number, Params: p}
}

// Chains looks every night whether the living could all be helped: who has a
// superior on paper, and today nobody who can be reached, is named in the
// fallback channel. Those without a superior on paper are known from `check`.
func (d *Desk) Chains(ctx context.Context, day time.Time) ([]notice.Notice, error) {
	rules, err := d.current(ctx)
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for _, o := range rules.Org.Orphans(nil) {
		known[o.User] = true
	}
	var all []notice.Notice
	for _, o := range rules.Org.Orphans(rules.Out()) {
		dept := rules.Org.Department(o.Department)
		if known[o.User] || dept == nil {
			continue
		}
		all = append(all, notice.Notice{
			Key:  "chain/" + day.UTC().Format(time.DateOnly) + "/" + o.User,
			Kind: notice.Broken, To: notice.Recipient{Channel: rules.Org.Fallback}, Class: notice.Alert,
			Params: notice.Params{"who": notice.User(o.User), "departments": notice.Text(dept.Name.In(rules.Org.Locale))},
		})
	}
	return all, nil
}
