package handlers

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// gap is a topic of a department that no post answers for.
type gap struct{ department, topic string }

// Gaps makes the lists of a month: to each head what came to them because no
// post of their department answers for it (FA-09.4), how often and in which
// tickets. It is about the months from that of the last list to the one before
// now; about the one before if there was none. Nobody gets an empty list.
func (d *Desk) Gaps(ctx context.Context, last, now time.Time) ([]notice.Notice, error) {
	rules, err := d.current(ctx)
	if err != nil {
		return nil, err
	}
	to := monthOf(now.In(rules.Org.Zone))
	from := to.AddDate(0, -1, 0)
	if !last.IsZero() {
		from = monthOf(last.In(rules.Org.Zone))
	}
	found := map[gap][]int64{}
	err = d.Events.EventsBetween(ctx, from, to, []string{string(ticket.VerbHandoff)}, func(number int64, e ticket.Event) error {
		if dept, topic, ok := strings.Cut(e.Facts["no_counterpart"], "/"); ok {
			g := gap{dept, topic}
			found[g] = append(found[g], number)
		}
		return nil
	})
	if err != nil {
		return nil, d.unsaved("events", err)
	}
	return gapLists(rules, to.AddDate(0, 0, -1), found), nil
}

// monthOf is the beginning of a day's month.
func monthOf(day time.Time) time.Time {
	return time.Date(day.Year(), day.Month(), 1, 0, 0, 0, 0, day.Location())
}

// gapLists are the lists of all heads, what came most often first.
func gapLists(rules policy.Rules, day time.Time, found map[gap][]int64) []notice.Notice {
	lists := map[string][]notice.Item{}
	often := slices.SortedFunc(maps.Keys(found), func(a, b gap) int {
		return cmp.Or(cmp.Compare(len(found[b]), len(found[a])), cmp.Compare(a.department, b.department), cmp.Compare(a.topic, b.topic))
	})
	for _, g := range often {
		heads := rules.Org.Superiors(g.department, rules.Gone)
		if len(heads) == 0 {
			continue
		}
		lists[heads[0]] = append(lists[heads[0]], gapItem(g, found[g]))
	}
	all := make([]notice.Notice, 0, len(lists))
	for _, head := range slices.Sorted(maps.Keys(lists)) {
		all = append(all, notice.Notice{
			Key: "gaps/" + day.Format("2006-01") + "/" + head, Kind: notice.Gaps, To: notice.Recipient{User: head},
			Params: notice.Params{"day": notice.Time(day)}, Items: lists[head][:min(len(lists[head]), digestMost)], Class: notice.Alert,
		})
	}
	return all
}

func gapItem(g gap, numbers []int64) notice.Item {
	named := slices.Compact(slices.Sorted(slices.Values(numbers)))
	tickets := make([]string, len(named))
	for i, n := range named {
		tickets[i] = "#" + strconv.FormatInt(n, 10)
	}
	return notice.Item{Kind: notice.Gaps, Ticket: named[0], Params: notice.Params{
		"department": notice.Text(g.department), "topic": notice.Text(g.topic),
		"count": notice.Number(len(numbers)), "tickets": notice.Text(strings.Join(tickets, " ")),
	}}
}
