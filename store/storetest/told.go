package storetest

import (
	"fmt"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/store"
)

// stamp is Slack's for a message of an instant.
func stamp(at time.Time) string { return fmt.Sprintf("%d.%06d", at.Unix(), at.Nanosecond()/1000) }

// post queues a notice and marks it as posted under a stamp; "" posts nothing.
func (f *fixture) post(n notice.Notice, ts string) {
	f.Helper()
	f.change(f.load(1), "note", say(n))
	token := f.lease("a", f.now)
	e := f.only(token, f.now)
	r := store.Receipt{Channel: "D0SUN", TS: ts, Hash: "h"}
	f.must(f.s.Sent(f.Context(), token, e, r, f.now))
	f.must(f.s.Sent(f.Context(), token, e, r, f.now)) // a repeat
}

func (f *fixture) told(lane string, span time.Duration) int {
	f.Helper()
	n, err := f.s.Told(f.Context(), lane, f.now.Add(-span))
	f.must(err)
	return n
}

// told: every message to a person counts once, and what else stands in their
// lane does not.
func told(f *fixture) {
	const day = 24 * time.Hour
	f.create()
	first := stamp(f.now)
	for i, row := range []struct {
		what      string
		wait      time.Duration
		change    func(n *notice.Notice)
		ts        string
		hour, day int
	}{
		{what: "a message", hour: 1, day: 1, ts: first},
		{what: "drawn again", wait: time.Minute, change: func(n *notice.Notice) { n.Class = notice.Edit }, ts: first, hour: 1, day: 1},
		{what: "nothing was posted", ts: "", hour: 1, day: 1},
		{what: "a list of the morning", change: func(n *notice.Notice) { n.Kind = notice.Digest }, ts: stamp(f.now.Add(time.Second)), hour: 1, day: 1},
		{what: "a list of an evening", change: func(n *notice.Notice) { n.Kind = notice.Observed }, ts: stamp(f.now.Add(2 * time.Second)), hour: 1, day: 1},
		{what: "several matters", change: func(n *notice.Notice) {
			n.Kind, n.Items = notice.Folded, []notice.Item{{Key: "a", Ticket: 1}, {Key: "b", Ticket: 2}}
		}, ts: stamp(f.now.Add(time.Minute)), hour: 2, day: 2},
		{what: "to the second an hour on", wait: 59 * time.Minute, ts: stamp(f.now.Add(time.Hour)), hour: 2, day: 3},
		{what: "no stamp of Slack's", ts: "7", hour: 3, day: 4},
		{what: "a day on", wait: 23 * time.Hour, ts: stamp(f.now.Add(day)), hour: 1, day: 4},
		{what: "one of long ago drawn again", wait: day - time.Minute, change: func(n *notice.Notice) { n.Class = notice.Edit }, ts: first, hour: 0, day: 1},
	} {
		f.now = f.now.Add(row.wait)
		n := dm("k"+strconv.Itoa(i), "U0SUN", notice.Alert, "")
		if row.change != nil {
			row.change(&n)
		}
		f.post(n, row.ts)
		f.same(row.what, []int{f.told("U0SUN", time.Hour), f.told("U0SUN", day)}, []int{row.hour, row.day})
	}
	f.same("what is out of date is forgotten", f.client.ZCard(f.Context(), f.keyOf(":told:U0SUN")).Val(), int64(1))
	n := dm("channel", "", notice.Alert, "")
	n.To = notice.Recipient{Channel: "C0WORK", Else: "U0SUN"}
	f.post(n, stamp(f.now))
	f.same("a channel, and somebody else", []int{f.told("C0WORK", day), f.told("U0BEN", day)}, []int{0, 0})
}

func toldMany(f *fixture) {
	f.create()
	f.post(dm("first", "U0SUN", notice.Alert, ""), stamp(f.now))
	key := f.keyOf(":told:U0SUN")
	for i := range 1000 {
		at := f.now.Add(time.Duration(i+1) * time.Millisecond)
		f.must(f.client.ZAdd(f.Context(), key, redis.Z{Score: float64(at.UnixMilli()), Member: stamp(at)}).Err())
	}
	f.now = f.now.Add(time.Minute)
	f.post(dm("one more", "U0SUN", notice.Alert, ""), stamp(f.now))
	f.same("counted", f.told("U0SUN", time.Hour), 1000)
	f.same("the newest", f.told("U0SUN", time.Second), 1)
	f.same("the oldest", f.client.ZRange(f.Context(), key, 0, 0).Val(), []string{stamp(f.now.Add(2*time.Millisecond - time.Minute))})
}

// nowhere: the slot of what was not posted keeps its hash and counts nothing.
func nowhere(f *fixture) {
	f.create()
	for i := range 2 {
		f.change(f.load(1), "note", say(dm(strconv.Itoa(i), "U0SUN", notice.Edit, "reminder")))
		token := f.lease("a", f.now)
		places, err := f.s.Places(f.Context(), 1)
		f.must(err)
		r := store.Receipt(places["reminder"])
		if i == 0 {
			r.Hash = "spared"
		}
		f.must(f.s.Sent(f.Context(), token, f.only(token, f.now), r, f.now))
		places, err = f.s.Places(f.Context(), 1)
		f.must(err)
		f.same("places", places, map[string]store.Place{"reminder": {Hash: "spared"}})
	}
	f.same("told", f.told("U0SUN", time.Hour), 0)
}
