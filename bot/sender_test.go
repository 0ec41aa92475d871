package bot_test

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/firstask/firstask/bot"
	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/sandbox"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

func diff(t *testing.T, what string, got, want any) {
	t.Helper()
	if d := gocmp.Diff(want, got); d != "" {
		t.Errorf("%s (-want +got):\n%s", what, d)
	}
}

func TestSendsToChannelThreadAndDM(t *testing.T) {
	inRig(t, func(r *rig) {
		root, err := r.slack.Say("U0ANN", "C0HELP", "help me")
		if err != nil {
			t.Fatal(err)
		}
		r.queue.put(saying("channel", inChannel("C0HELP")))
		r.queue.put(saying("thread", notice.Recipient{Channel: "C0HELP", Thread: root}))
		r.queue.put(saying("dm", toUser("U0ANN")))
		r.queue.put(saying("dm again", toUser("U0ANN")))
		r.run(5 * time.Second)
		diff(t, "channel", r.said("C0HELP"), []string{"#42 handoff zh-Hans channel", "#42 handoff zh-Hans thread"})
		diff(t, "dm", r.said("U0ANN"), []string{"#42 handoff en dm", "#42 handoff en dm again"})
		if n := r.calls("conversations.open"); n != 1 {
			t.Errorf("conversations.open was called %d times, want 1", n)
		}
		threads := map[string]int{}
		for _, m := range r.slack.Messages("C0HELP")[1:] {
			threads[m.ThreadTS]++
			if !strings.Contains(string(m.Metadata), `"event_type":"firstask_delivery"`) || !strings.Contains(string(m.Metadata), `"id":"42/`) {
				t.Errorf("metadata is %s", m.Metadata)
			}
			if !strings.Contains(string(m.Blocks), `"value":"42"`) {
				t.Errorf("no button in %s", m.Blocks)
			}
		}
		diff(t, "threads", threads, map[string]int{"": 1, root: 1})
		for _, e := range r.slack.Journal() {
			if e.Method == "chat.postMessage" && (e.Params["unfurl_links"] != "false" || e.Params["unfurl_media"] != "false") {
				t.Errorf("unfurling was not turned off: %v", e.Params)
			}
		}
	})
}

func TestLiveMessageIsEditedInPlace(t *testing.T) {
	inRig(t, func(r *rig) {
		card := func(what string, c notice.Class) notice.Notice {
			n := saying(what, inChannel("C0WORK"))
			n.Kind, n.Slot, n.Class = notice.Card, ticket.CardSlot, c
			return n
		}
		r.queue.put(card("one", notice.Answer))
		r.run(time.Second)
		r.queue.put(card("two", notice.Edit))
		r.run(time.Second)
		r.queue.put(card("two", notice.Edit)) // looks the same: no call
		r.run(time.Second)
		r.queue.put(card("stale", notice.Edit)) // not to be sent: the place stays
		r.run(time.Second)
		r.queue.put(card("three", notice.Edit))
		r.queue.put(card("four", notice.Edit)) // overwrites what waits
		r.run(time.Second)
		diff(t, "channel", r.said("C0WORK"), []string{"#42 card zh-Hans four"})
		diff(t, "posts and updates", [2]int{r.calls("chat.postMessage"), r.calls("chat.update")}, [2]int{1, 2})
		diff(t, "told", len(r.told.lines), 1)
		mention := saying("mention", notice.Recipient{Channel: "C0WORK", Thread: ticket.CardSlot})
		r.queue.put(mention)
		r.run(2 * time.Second)
		all := r.slack.Messages("C0WORK")
		diff(t, "mention's thread", all[1].ThreadTS, all[0].TS)
	})
}

func TestLaneOrderAndPriority(t *testing.T) {
	inRig(t, func(r *rig) {
		for _, s := range []struct {
			say   string
			class notice.Class
		}{{"edit", notice.Edit}, {"alert one", notice.Alert}, {"answer one", notice.Answer}, {"alert two", notice.Alert}, {"answer two", notice.Answer}} {
			n := saying(s.say, inChannel("C0HELP"))
			n.Class = s.class
			r.queue.put(n)
		}
		r.run(10 * time.Second)
		said := r.said("C0HELP")
		for i, s := range said {
			said[i] = strings.TrimPrefix(s, "#42 handoff zh-Hans ")
		}
		diff(t, "order", said, []string{"answer one", "answer two", "alert one", "alert two", "edit"})
	})
}

func TestOneReplicaSends(t *testing.T) {
	inRig(t, func(r *rig) {
		one := bot.NewSender(r.opts)
		r.opts.Holder = "two"
		two := bot.NewSender(r.opts)
		ctx, stop := context.WithCancel(r.t.Context())
		defer stop()
		var wg sync.WaitGroup
		wg.Go(func() { _ = one.Run(ctx) })
		wg.Go(func() { r.runSender(two, time.Minute) })
		for i := range 20 {
			r.queue.put(saying(strconv.Itoa(i), inChannel("C0HELP")))
			time.Sleep(time.Second)
			if i == 10 {
				stop() // the other one takes over
			}
		}
		wg.Wait()
		diff(t, "said", len(r.said("C0HELP")), 20)
	})
}

func TestEndFinishesWhatIsUnderWay(t *testing.T) {
	inRig(t, func(r *rig) {
		r.slack.Inject(sandbox.Fault{Method: "chat.postMessage", Delay: 3 * time.Second})
		r.queue.put(saying("slow", inChannel("C0HELP")))
		began := time.Now()
		r.run(time.Second)
		if took := time.Since(began); took < 3*time.Second {
			t.Errorf("ended after %v, before the message was out", took)
		}
		diff(t, "said and waiting", [2]int{len(r.said("C0HELP")), r.queue.waiting()}, [2]int{1, 0})
		if r.queue.holder != "" {
			t.Error("the lease was not given back")
		}
	})
}

func TestSlowChannelHoldsNobodyUp(t *testing.T) {
	inRig(t, func(r *rig) {
		r.slack.Inject(sandbox.Fault{Method: "chat.postMessage", Delay: 10 * time.Second, Channel: "C0HELP"})
		r.queue.put(saying("slow", inChannel("C0HELP")))
		for i := range 20 {
			r.queue.put(saying(strconv.Itoa(i), inChannel("C0WORK")))
		}
		s := bot.NewSender(r.opts)
		var wg sync.WaitGroup
		wg.Go(func() { r.runSender(s, 5*time.Second) })
		time.Sleep(2 * time.Second)
		diff(t, "said", len(r.said("C0WORK")), 20)
		wg.Wait()
	})
}

func TestRunOnceWithAFrozenClock(t *testing.T) {
	inRig(t, func(r *rig) {
		now := time.Now().Add(24 * time.Hour)
		r.opts.Now = func() time.Time { return now }
		for i := range 30 {
			r.queue.put(saying(strconv.Itoa(i), toUser("U0ANN")))
		}
		for i := range 12 {
			r.queue.put(saying(strconv.Itoa(i), inChannel(fmt.Sprintf("C%d", i)))) // no such channels
		}
		n, err := bot.NewSender(r.opts).RunOnce(r.t.Context(), now)
		if err != nil || n != 42 {
			t.Errorf("dealt with %d, %v; want 42", n, err)
		}
		diff(t, "said and dead", [2]int{len(r.said("U0ANN")), len(r.queue.dead)}, [2]int{30, 12})
	})
}

func TestLostInstallationKeepsTheQueue(t *testing.T) {
	inRig(t, func(r *rig) {
		var lost []string
		var s *bot.Sender
		r.opts.Lost = func(reason string) { lost = append(lost, reason+" "+s.Halted()) }
		r.slack.Inject(sandbox.Fault{Method: "*", Error: "token_revoked", Times: -1})
		for i := range 3 {
			r.queue.put(saying(strconv.Itoa(i), inChannel("C0HELP")))
			r.queue.put(saying(strconv.Itoa(i), toUser("U0ANN")))
		}
		s = bot.NewSender(r.opts)
		r.runSender(s, 2*time.Hour)
		diff(t, "lost", lost, []string{"token_revoked token_revoked"})
		diff(t, "waiting, dead", [2]int{r.queue.waiting(), len(r.queue.dead)}, [2]int{6, 0})
		if s.Halted() != "token_revoked" {
			t.Errorf("halted: %q", s.Halted())
		}
		if n := r.calls("auth.test"); n < 110 || n > 130 {
			t.Errorf("asked Slack %d times in two hours, want one a minute", n)
		}
		r.slack.ClearFaults()
		r.runSender(s, 2*time.Minute)
		diff(t, "said", [2]int{len(r.said("C0HELP")), len(r.said("U0ANN"))}, [2]int{3, 3})
	})
}

func TestExpiredTokenIsRefreshed(t *testing.T) {
	inRig(t, func(r *rig) {
		var lost, fresh int
		r.opts.Lost = func(string) { lost++ }
		r.opts.Refresh = func(context.Context) error { fresh++; r.slack.ClearFaults(); return nil }
		r.slack.Inject(sandbox.Fault{Method: "*", Error: "token_expired", Times: -1})
		r.queue.put(saying("x", inChannel("C0HELP")))
		r.run(time.Minute)
		diff(t, "said, refreshed, lost", [3]int{len(r.said("C0HELP")), fresh, lost}, [3]int{1, 1, 0})
	})
}

func TestPanicIsADeadLetter(t *testing.T) {
	inRig(t, func(r *rig) {
		r.opts.Words = speech(func(n notice.Notice, v text.View) (text.Message, error) {
			if n.Params["say"] == notice.Text("boom") {
				panic("boom")
			}
			return briefly(n, v)
		})
		r.queue.put(saying("boom", inChannel("C0HELP")))
		r.queue.put(saying("next", inChannel("C0HELP")))
		r.run(10 * time.Second)
		diff(t, "said", r.said("C0HELP"), []string{"#42 handoff zh-Hans next"})
		diff(t, "dead", r.queue.dead, []string{"42/1: panic"})
	})
}

func TestUnreadableEntriesKeepTheLease(t *testing.T) {
	inRig(t, func(r *rig) {
		r.queue.fail = func(op string) error {
			if op == "claim" {
				return fmt.Errorf("entry: %w", bot.ErrUnreadable)
			}
			return nil
		}
		r.run(time.Minute)
		diff(t, "leases taken", r.queue.token, int64(1))
	})
}

func TestLogsNeverHoldText(t *testing.T) {
	inRig(t, func(r *rig) {
		for _, f := range []sandbox.Fault{{Error: "invalid_blocks", Times: 2}, {HangUp: true}, {Error: "missing_scope"}, {Status: 500}} {
			f.Method = "chat.postMessage"
			r.slack.Inject(f)
			r.queue.put(saying("my secret", inChannel("C0HELP")))
		}
		r.run(10 * time.Minute)
		if r.log.Len() == 0 || strings.Contains(r.log.String(), "secret") || strings.Contains(r.log.String(), "xoxb") {
			t.Errorf("log:\n%s", r.log)
		}
	})
}
