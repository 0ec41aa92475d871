package bot_test

import (
	"strings"
	"testing"
	"time"

	"github.com/firstask/firstask/bot"
	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/sandbox"
	"github.com/firstask/firstask/ticket"
)

func TestExactlyOnce(t *testing.T) {
	slow := 20 * time.Second // longer than the client waits
	for name, f := range map[string]sandbox.Fault{
		"hang up":                  {HangUp: true},
		"hang up after commit":     {HangUp: true, AfterCommit: true},
		"500":                      {Status: 500},
		"500 after commit":         {Status: 500, AfterCommit: true},
		"503 after commit":         {Status: 503, HTML: true, AfterCommit: true},
		"web page":                 {HTML: true},
		"web page after commit":    {HTML: true, AfterCommit: true},
		"fatal error after commit": {Error: "fatal_error", AfterCommit: true},
		"internal error":           {Error: "internal_error"},
		"rate_limited but posted":  {Error: "rate_limited", AfterCommit: true},
		"time-out":                 {Delay: slow},
		"time-out after commit":    {Delay: slow, AfterCommit: true},
		"service unavailable":      {Error: "service_unavailable"},
		"429 without a header":     {Status: 429},
		"unknown error":            {Error: "something_new"},
	} {
		for _, to := range []notice.Recipient{inChannel("C0HELP"), toUser("U0ANN"), {Channel: "C0HELP", Thread: "root"}} {
			t.Run(name+" "+to.Lane()+to.Thread, func(t *testing.T) {
				inRig(t, func(r *rig) {
					if to.Thread != "" {
						to.Thread, _ = r.slack.Say("U0EVE", "C0HELP", "root")
					}
					f.Method, f.Times = "chat.postMessage", 2
					r.slack.Inject(f)
					r.slack.SetHistoryLag(5 * time.Second) // longer than until the first look
					r.queue.put(saying("once", to))
					r.queue.put(saying("and then", to))
					r.run(5 * time.Minute)
					if got := r.said(to.Lane()); len(got) != 2 || !strings.HasSuffix(got[0], "once") {
						t.Errorf("said %q", got)
					}
					if r.queue.waiting() != 0 || len(r.queue.dead) != 0 {
						t.Errorf("%d still wait, dead %v", r.queue.waiting(), r.queue.dead)
					}
				})
			})
		}
	}
}

func TestEditIsRepeatedWithoutALook(t *testing.T) {
	inRig(t, func(r *rig) {
		n := saying("one", inChannel("C0HELP"))
		n.Slot = ticket.CardSlot
		r.queue.put(n)
		r.run(time.Second)
		r.slack.Inject(sandbox.Fault{Method: "chat.update", HangUp: true, AfterCommit: true, Times: 3})
		n.Params, n.Class, n.Key = notice.Params{"say": notice.Text("two")}, notice.Edit, ""
		r.queue.put(n)
		r.run(time.Minute)
		diff(t, "said", r.said("C0HELP"), []string{"#42 handoff zh-Hans two"})
		diff(t, "looks", r.calls("conversations.history"), 0)
	})
}

func TestUnreadableHistory(t *testing.T) {
	for name, row := range map[string]struct {
		class notice.Class
		posts int
		dead  int
	}{
		"an answer is said again":    {notice.Answer, 2, 0},
		"an alert is said again":     {notice.Alert, 2, 0},
		"a drawing is left to later": {notice.Edit, 1, 1},
	} {
		t.Run(name, func(t *testing.T) {
			inRig(t, func(r *rig) {
				r.slack.Inject(sandbox.Fault{Method: "chat.postMessage", HangUp: true, AfterCommit: true})
				n := saying("x", inChannel("C0HELP"))
				n.Class = row.class
				r.queue.put(n)
				r.run(time.Minute)
				diff(t, "posts and dead", [2]int{len(r.said("C0HELP")), len(r.queue.dead)}, [2]int{row.posts, row.dead})
			}, func(_ *sandbox.Options, a *sandbox.App, _ *bot.SenderOptions) {
				a.Scopes = []string{"chat:write", "im:write"}
			})
		})
	}
}

func TestMarkThatFails(t *testing.T) {
	for _, op := range []string{"sent", "claim", "lease"} {
		t.Run(op, func(t *testing.T) {
			inRig(t, func(r *rig) {
				r.queue.wrong(op, 7)
				n := saying("once", toUser("U0ANN"))
				n.Params["clock"] = notice.Text("c1")
				r.queue.put(n)
				r.run(30 * time.Second)
				diff(t, "said", len(r.said("U0ANN")), 1)
				diff(t, "waiting", r.queue.waiting(), 0)
				diff(t, "looks", r.calls("conversations.history"), 0)
				for _, line := range r.told.lines {
					diff(t, "the first delivery counts", line, r.told.lines[0])
				}
			})
		})
	}
}

func TestCrashBetweenSendAndMark(t *testing.T) {
	inRig(t, func(r *rig) {
		r.queue.put(saying("once", inChannel("C0HELP")))
		r.queue.wrong("sent", -1)
		r.run(2 * time.Second)
		r.queue.wrong("", 0)
		r.opts.Holder = "two"
		r.run(time.Minute)
		diff(t, "said", len(r.said("C0HELP")), 1)
		diff(t, "waiting", r.queue.waiting(), 0)
	})
}

func TestUnsavedReportIsToldAgain(t *testing.T) {
	inRig(t, func(r *rig) {
		r.told.err = errUnsaved()
		n := saying("x", toUser("U0ANN"))
		n.Params["clock"] = notice.Text("c1")
		r.queue.put(n)
		s := bot.NewSender(r.opts)
		r.runSender(s, 10*time.Second)
		diff(t, "waiting", r.queue.waiting(), 1)
		r.told.err = nil
		r.runSender(s, 20*time.Second)
		diff(t, "said, waiting", [2]int{len(r.said("U0ANN")), r.queue.waiting()}, [2]int{1, 0})
		diff(t, "told", r.told.lines, []string{"delivered handoff " + r.slack.DMChannel("U0ANN") + " 00:00:00"})
	})
}
