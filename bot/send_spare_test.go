package bot_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/firstask/firstask/bot"
	"github.com/firstask/firstask/notice"
)

// waits is a reminder that may be left to the list of the morning.
func waits(what string, q notice.Quota) notice.Notice {
	n := saying(what, toUser("U0BEN"))
	n.Kind, n.Class, n.Quota = notice.Reminder, notice.Alert, q
	return n
}

// heardOf are the words of what Ben was told.
func heardOf(r *rig) string {
	words := r.said("U0BEN")
	for i, said := range words {
		words[i] = said[strings.LastIndexByte(said, ' ')+1:]
	}
	return strings.Join(words, " ")
}

// sparedIn is how many reminders the metrics say were spared.
func sparedIn(t *testing.T, registry *prometheus.Registry) int {
	t.Helper()
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	n := 0.0
	for _, f := range families {
		for _, m := range f.GetMetric() {
			if f.GetName() == "firstask_sender_entries_total" && strings.Contains(m.String(), `"spared"`) {
				n += m.GetCounter().GetValue()
			}
		}
	}
	return int(n)
}

func TestWhoIsToldMuchIsSpared(t *testing.T) {
	six := notice.Quota{Hour: 3, Day: 5}
	for name, row := range map[string]struct {
		queued []notice.Notice
		said   string
		spared int
	}{
		"without a quota all is said": {
			queued: []notice.Notice{waits("a", notice.Quota{}), waits("b", notice.Quota{}), waits("c", notice.Quota{}), waits("d", notice.Quota{})}, said: "a b c d",
		},
		"up to the quota of an hour": {
			queued: []notice.Notice{waits("a", six), waits("b", six), waits("c", six), waits("d", six), waits("e", six)}, said: "a b c", spared: 2,
		},
		"up to that of a day": {
			queued: []notice.Notice{waits("a", notice.Quota{Day: 2}), waits("b", notice.Quota{Day: 2}), waits("c", notice.Quota{Day: 2})}, said: "a b", spared: 1,
		},
		"what is always said passes, and counts": {
			queued: []notice.Notice{saying("a", toUser("U0BEN")), saying("b", toUser("U0BEN")), saying("c", toUser("U0BEN")), saying("d", toUser("U0BEN")), waits("e", six)},
			said:   "a b c d", spared: 1,
		},
		"what is settled counts nothing": {
			queued: []notice.Notice{waits("stale", six), waits("stale", six), waits("stale", six), waits("a", six)}, said: "a",
		},
		"another's lane is another's": {
			queued: []notice.Notice{saying("x", toUser("U0ANN")), saying("y", toUser("U0ANN")), saying("z", toUser("U0ANN")), waits("a", six)}, said: "a",
		},
	} {
		t.Run(name, func(t *testing.T) {
			inRig(t, func(r *rig) {
				registry := prometheus.NewRegistry()
				r.opts.Metrics = bot.NewSenderMetrics(registry)
				for _, n := range row.queued {
					r.queue.put(n)
				}
				r.run(20 * time.Second)
				diff(t, "said", heardOf(r), row.said)
				diff(t, "waiting", r.queue.waiting(), 0)
				diff(t, "told", len(r.told.lines), 0)
				diff(t, "spared", sparedIn(t, registry), row.spared)
			})
		})
	}
}

// An hour after the first message there is room for one more.
func TestSparedForAnHour(t *testing.T) {
	inRig(t, func(r *rig) {
		s, two := bot.NewSender(r.opts), notice.Quota{Hour: 2, Day: 4}
		for i, wait := range []time.Duration{10 * time.Minute, 10 * time.Minute, 39 * time.Minute, 2 * time.Minute, time.Hour, time.Hour, 21 * time.Hour} {
			r.queue.put(waits(strconv.Itoa(i), two))
			r.runSender(s, wait)
		}
		// 0 at 0:00, 1 at 0:10, 2 at 0:20, 3 at 0:59, 4 at 1:01, 5 at 2:01, 6 at 3:01: the fifth of a day
		diff(t, "said", heardOf(r), "0 1 4 5")
	})
}

// Edits are always made and count nothing.
func TestEditsAreNeverSpared(t *testing.T) {
	inRig(t, func(r *rig) {
		one := notice.Quota{Hour: 1}
		live := func(what string) notice.Notice {
			n := waits(what, one)
			n.Slot = "s"
			return n
		}
		for _, what := range []string{"a", "b", "c"} {
			r.queue.put(live(what))
			r.run(5 * time.Second)
		}
		diff(t, "said", heardOf(r), "c")
		r.queue.put(waits("d", notice.Quota{Hour: 2}))
		r.run(5 * time.Second)
		diff(t, "said", heardOf(r), "c d")
	})
}

// What was spared is not said later because its ticket moved.
func TestEditsOfWhatWasSpared(t *testing.T) {
	inRig(t, func(r *rig) {
		s := bot.NewSender(r.opts)
		live := func(what string, class notice.Class) notice.Notice {
			n := waits(what, notice.Quota{Hour: 1})
			n.Slot, n.Class = "reminder/1", class
			return n
		}
		r.queue.put(saying("a", toUser("U0BEN")))
		r.queue.put(live("b", notice.Alert))
		r.runSender(s, 3*time.Hour)
		r.queue.put(live("c", notice.Edit))
		r.runSender(s, time.Minute)
		r.queue.put(live("d", notice.Edit))
		r.runSender(bot.NewSender(r.opts), time.Minute) // after a restart too
		diff(t, "said", heardOf(r), "a")
		r.queue.put(live("e", notice.Alert))
		r.runSender(s, time.Minute)
		r.queue.put(live("f", notice.Edit))
		r.runSender(s, time.Minute)
		diff(t, "said again", heardOf(r), "a f")
	})
}

// A message of several is always said if one of them is, and counts as one.
func TestQuotaOfAFold(t *testing.T) {
	for name, row := range map[string]struct {
		quotas []notice.Quota
		said   int
	}{
		"all can wait":          {quotas: []notice.Quota{{Hour: 1}, {Hour: 1}}, said: 0},
		"one is always said":    {quotas: []notice.Quota{{Hour: 1}, {}}, said: 1},
		"the first is the one":  {quotas: []notice.Quota{{}, {Hour: 1}}, said: 1},
		"there is room for one": {quotas: []notice.Quota{{Hour: 2}, {Hour: 2}, {Hour: 2}}, said: 1},
	} {
		t.Run(name, func(t *testing.T) {
			inFolds(t, func(r *rig, _ *matters) {
				plain := helping(9, toUser("U0BEN"))
				plain.Fold = 0
				r.queue.put(plain)
				s := bot.NewSender(r.opts)
				r.runSender(s, 5*time.Second)
				for i, q := range row.quotas {
					n := helping(int64(i+1), toUser("U0BEN"))
					n.Quota = q
					r.queue.put(n)
				}
				r.runSender(s, 5*time.Second)
				diff(t, "said", len(r.said("U0BEN"))-1, row.said)
				diff(t, "waiting", r.queue.waiting(), 0)
			})
		})
	}
}

// While it cannot be counted nothing is lost and nothing said twice.
func TestQuotaThatCannotBeCounted(t *testing.T) {
	inRig(t, func(r *rig) {
		r.queue.put(waits("a", notice.Quota{Hour: 1}))
		r.queue.wrong("told", 3)
		r.run(time.Minute)
		diff(t, "said", heardOf(r), "a")
	})
}
