package bot_test

import (
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/firstask/firstask/bot"
	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/sandbox"
	"github.com/firstask/firstask/ticket"
)

func TestPacePerChannel(t *testing.T) {
	inRig(t, func(r *rig) {
		r.opts.Pace = bot.SlackPace()
		for i := range 5 {
			r.queue.put(saying(strconv.Itoa(i), inChannel("C0HELP")))
			r.queue.put(saying(strconv.Itoa(i), inChannel("C0WORK")))
		}
		r.run(4500 * time.Millisecond)
		for _, c := range []string{"C0HELP", "C0WORK"} {
			at := r.slack.Messages(c)
			if len(at) != 5 {
				t.Fatalf("%s has %d messages, want 5", c, len(at))
			}
			for i := 1; i < len(at); i++ {
				if gap := at[i].At.Sub(at[i-1].At); gap < time.Second || gap > 1200*time.Millisecond {
					t.Errorf("%s: gap of %v", c, gap)
				}
			}
		}
	})
}

func TestFloodOfEditsStaysWithinSlacksLimits(t *testing.T) {
	inRig(t, func(r *rig) {
		r.opts.Pace = bot.SlackPace()
		channels := []string{"C0HELP", "C0WORK"}
		for i := range 120 {
			n := saying("card", inChannel(channels[i%2]))
			n.Ticket, n.Slot, n.Kind = int64(i+1), ticket.CardSlot, notice.Card
			r.queue.put(n)
		}
		r.run(70 * time.Second)
		for i := range 120 {
			n := saying("changed", inChannel(channels[i%2]))
			n.Ticket, n.Slot, n.Kind, n.Class = int64(i+1), ticket.CardSlot, notice.Card, notice.Edit
			r.queue.put(n)
		}
		s := bot.NewSender(r.opts)
		var wg sync.WaitGroup
		wg.Go(func() { r.runSender(s, 4*time.Minute) })
		time.Sleep(30 * time.Second)
		began := time.Now()
		r.queue.put(saying("answer", inChannel("C0HELP")))
		wg.Wait()
		all := r.slack.Messages("C0HELP")
		if late := all[len(all)-1].At.Sub(began); !strings.Contains(all[len(all)-1].Text, "answer") || late > 5*time.Second {
			t.Errorf("an answer waited %v behind edits", late)
		}
		if r.queue.waiting() != 0 || len(r.queue.dead) != 0 {
			t.Errorf("%d still wait, dead: %v", r.queue.waiting(), r.queue.dead)
		}
		for _, e := range r.slack.Journal() {
			if e.Error == "ratelimited" {
				t.Fatalf("Slack had to limit %s at %v", e.Method, e.At)
			}
		}
	}, func(o *sandbox.Options, _ *sandbox.App, _ *bot.SenderOptions) { o.Limits = true })
}

func TestRateLimitStopsOnlyItsMethod(t *testing.T) {
	inRig(t, func(r *rig) {
		r.queue.places[42] = map[string]bot.Place{}
		card := saying("card", inChannel("C0WORK"))
		card.Slot = ticket.CardSlot
		r.queue.put(card)
		r.run(time.Second)
		r.slack.Inject(sandbox.Fault{Method: "chat.postMessage", Status: 429, RetryAfter: 30, Channel: "C0HELP"})
		began := time.Now()
		r.queue.put(saying("late", inChannel("C0HELP")))
		s := bot.NewSender(r.opts)
		r.runSender(s, time.Second)
		edit := saying("edited", inChannel("C0WORK"))
		edit.Slot, edit.Class = ticket.CardSlot, notice.Edit
		r.queue.put(edit)
		r.queue.put(saying("also late", toUser("U0BEN")))
		r.runSender(s, time.Second)
		diff(t, "an edit goes on", r.said("C0WORK"), []string{"#42 handoff zh-Hans edited"})
		if n := len(r.said("U0BEN")) + len(r.said("C0HELP")); n != 0 {
			t.Errorf("%d posts while the method is paused", n)
		}
		r.runSender(s, 40*time.Second)
		diff(t, "posts", [2]int{len(r.said("C0HELP")), len(r.said("U0BEN"))}, [2]int{1, 1})
		if at := r.slack.Messages("C0HELP")[0].At.Sub(began); at < 30*time.Second || at > 35*time.Second {
			t.Errorf("posted after %v, want 30 s", at)
		}
	})
}
