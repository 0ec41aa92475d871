package bot_test

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/firstask/firstask/bot"
	"github.com/firstask/firstask/handlers"
	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/sandbox"
	"github.com/firstask/firstask/ticket"
)

func errUnsaved() error { return fmt.Errorf("commit: %w", handlers.ErrUnsaved) }

func TestClassOfEveryKnownError(t *testing.T) {
	for want, codes := range map[string]string{
		"install":     "account_inactive token_revoked invalid_auth not_authed two_factor_setup_required accesslimited",
		"refresh":     "token_expired",
		"config":      "missing_scope not_allowed_token_type method_deprecated not_enabled plan_upgrade_required permission_denied",
		"retry":       "ratelimited service_unavailable",
		"ambiguous":   "internal_error fatal_error request_timeout rate_limited unknown_error",
		"wait_out":    "team_added_to_org org_login_required",
		"destination": "channel_not_found is_archived not_in_channel restricted_action no_permission access_denied ekm_access_denied user_disabled messages_tab_disabled team_access_not_granted cannot_dm_bot user_not_found user_not_visible thread_not_found",
		"edit_lost":   "message_not_found edit_window_closed cant_update_message is_inactive",
		"bug":         "invalid_blocks invalid_blocks_format msg_blocks_too_long msg_too_long invalid_arguments invalid_arg_name view_too_large metadata_too_large",
		"unknown":     "something_new",
	} {
		for code := range strings.FieldsSeq(codes) {
			if got := bot.ClassOf(code); got != want {
				t.Errorf("%s is %s, want %s", code, got, want)
			}
		}
	}
}

// TestFailureBehaviour is what happens to a notice when its post fails.
func TestFailureBehaviour(t *testing.T) {
	elseBen := notice.Recipient{Channel: "C0HELP", Else: "U0BEN"}
	for name, row := range map[string]struct {
		fault  sandbox.Fault
		to     notice.Recipient
		slot   string
		span   time.Duration
		said   map[string]int // messages by channel or person
		dead   string
		told   string
		logged string
	}{
		"missing scope: dead letter with the scope": {
			fault: sandbox.Fault{Method: "chat.postMessage", Error: "missing_scope"}, to: inChannel("C0HELP"), dead: "missing_scope", logged: "dead letter",
		},
		"archived channel": {to: inChannel("C0OLD"), dead: "is_archived"},
		"no such channel":  {to: inChannel("C0NONE"), dead: "channel_not_found"},
		"private channel without us, somebody else told": {
			to: notice.Recipient{Channel: "C0SECRET", Thread: "1.2", Else: "U0ANN"}, said: map[string]int{"U0ANN": 1},
		},
		"card of a private channel moves": {
			to: notice.Recipient{Channel: "C0SECRET", Else: "U0ANN"}, slot: ticket.CardSlot, told: "moved 42 U0ANN",
		},
		"thread gone, somebody else told": {
			to: notice.Recipient{Channel: "C0HELP", Thread: "1.000001", Else: "U0ANN"}, said: map[string]int{"U0ANN": 1, "C0HELP": 0},
		},
		"no card yet: outside a thread": {
			to: notice.Recipient{Channel: "C0HELP", Thread: ticket.CardSlot}, said: map[string]int{"C0HELP": 1},
		},
		"deactivated person":  {to: toUser("U0GONE"), dead: "user_disabled", told: "unreachable handoff U0GONE user_disabled"},
		"unknown person":      {to: toUser("U0NOBODY"), dead: "user_not_found", told: "unreachable handoff U0NOBODY user_not_found"},
		"messages tab is off": {fault: sandbox.Fault{Method: "chat.postMessage", Error: "messages_tab_disabled"}, to: toUser("U0ANN"), dead: "messages_tab_disabled", told: "unreachable handoff U0ANN messages_tab_disabled"},
		"a bot":               {fault: sandbox.Fault{Method: "conversations.open", Error: "cannot_dm_bot"}, to: toUser("U0ANN"), dead: "cannot_dm_bot", told: "unreachable handoff U0ANN cannot_dm_bot"},
		"stale DM channel is opened again": {
			fault: sandbox.Fault{Method: "chat.postMessage", Error: "channel_not_found"}, to: toUser("U0ANN"), said: map[string]int{"U0ANN": 1},
		},
		"invalid blocks: plain text once": {
			fault: sandbox.Fault{Method: "chat.postMessage", Error: "invalid_blocks"}, to: inChannel("C0HELP"), said: map[string]int{"C0HELP": 1}, logged: "plain text",
		},
		"invalid blocks twice: dead letter": {
			fault: sandbox.Fault{Method: "chat.postMessage", Error: "invalid_blocks", Times: 2}, to: inChannel("C0HELP"), said: map[string]int{"C0HELP": 0}, dead: "invalid_blocks",
		},
		"blocks too long: plain text": {
			fault: sandbox.Fault{Method: "chat.postMessage", Error: "msg_blocks_too_long"}, to: toUser("U0ANN"), said: map[string]int{"U0ANN": 1},
		},
		"migration: waits without a lost installation": {
			fault: sandbox.Fault{Method: "*", Error: "team_added_to_org", Times: 20}, to: inChannel("C0HELP"), span: 30 * time.Minute, said: map[string]int{"C0HELP": 1},
		},
		"auth error that auth.test does not confirm": {
			fault: sandbox.Fault{Method: "chat.postMessage", Error: "invalid_auth", Times: 2}, to: inChannel("C0HELP"), said: map[string]int{"C0HELP": 1},
		},
		"unknown error: three tries": {
			fault: sandbox.Fault{Method: "chat.postMessage", Error: "something_new", Times: -1}, to: inChannel("C0HELP"), dead: "something_new",
		},
		"always 500: twelve tries": {
			fault: sandbox.Fault{Method: "chat.postMessage", Status: 500, Times: -1}, to: inChannel("C0HELP"), span: 2 * time.Hour, dead: "http_5xx",
		},
		"429 for half an hour is no failure": {
			fault: sandbox.Fault{Method: "chat.postMessage", Status: 429, RetryAfter: 60, Times: 30}, to: elseBen, span: time.Hour, said: map[string]int{"C0HELP": 1, "U0BEN": 0},
		},
	} {
		t.Run(name, func(t *testing.T) {
			inRig(t, func(r *rig) {
				var lost []string
				r.opts.Lost = func(reason string) { lost = append(lost, reason) }
				if row.fault.Method != "" {
					r.slack.Inject(row.fault)
				}
				n := saying("x", row.to)
				n.Slot = row.slot
				r.queue.put(n)
				r.run(max(row.span, 5*time.Minute))
				diff(t, "waiting", r.queue.waiting(), 0)
				diff(t, "dead", strings.Join(r.queue.dead, "; "), prefixed("42/1: ", row.dead))
				diff(t, "told", strings.Join(r.told.lines, "; "), row.told)
				for where, want := range row.said {
					diff(t, "said in "+where, len(r.said(where)), want)
				}
				diff(t, "lost", len(lost), 0)
				if !strings.Contains(r.log.String(), row.logged) {
					t.Errorf("log has no %q:\n%s", row.logged, r.log)
				}
			})
		})
	}
}

// outage is a network without a way to Slack until an instant.
type outage struct {
	http.RoundTripper
	until time.Time
}

func (o outage) RoundTrip(req *http.Request) (*http.Response, error) {
	if time.Now().Before(o.until) {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("no route to host")}
	}
	return o.RoundTripper.RoundTrip(req)
}

func TestNothingIsGivenUpWhileSlackIsOutOfReach(t *testing.T) {
	inRig(t, func(r *rig) {
		r.http.Transport = outage{r.http.Transport, time.Now().Add(6 * time.Hour)}
		r.queue.put(saying("x", inChannel("C0HELP")))
		r.run(7 * time.Hour)
		diff(t, "said and dead", [2]int{len(r.said("C0HELP")), len(r.queue.dead)}, [2]int{1, 0})
		if n := strings.Count(r.log.String(), "put back"); n > 250 {
			t.Errorf("tried %d times in six hours", n)
		}
	})
}

// What waited for Slack's pace under one sender has not failed for the next.
func TestWaitingIsNoFailureAfterARestart(t *testing.T) {
	inRig(t, func(r *rig) {
		r.slack.Inject(sandbox.Fault{Method: "chat.postMessage", Status: 429, RetryAfter: 60, Times: -1})
		r.queue.put(saying("x", inChannel("C0HELP")))
		r.run(time.Hour)
		r.slack.ClearFaults()
		r.slack.Inject(sandbox.Fault{Method: "chat.postMessage", Status: 500, Times: 1})
		r.run(5 * time.Minute)
		diff(t, "said and dead", [2]int{len(r.said("C0HELP")), len(r.queue.dead)}, [2]int{1, 0})
	})
}

func prefixed(prefix, s string) string {
	if s == "" {
		return ""
	}
	return prefix + s
}

// TestEditFailures is what happens to a live message that cannot be edited.
func TestEditFailures(t *testing.T) {
	for name, row := range map[string]struct {
		spoil  func(r *rig, ts string)
		to     notice.Recipient
		said   []string // without the number and kind
		thread bool     // the new one stands under the old one
		moved  bool     // the next edit goes to the new one
	}{
		"deleted by somebody: posted anew": {
			spoil: func(r *rig, ts string) { _ = r.slack.Delete("U0BOT", "C0HELP", ts) }, to: inChannel("C0HELP"), said: []string{"three"}, moved: true,
		},
		"edit window closed: under the old one": {
			spoil: func(r *rig, _ string) { r.slack.SetEditWindow(time.Second); time.Sleep(2 * time.Second) },
			to:    inChannel("C0HELP"), said: []string{"one", "two", "three"}, thread: true,
		},
		"edit window closed in a DM: posted anew": {
			spoil: func(r *rig, _ string) { r.slack.SetEditWindow(time.Second); time.Sleep(2 * time.Second) },
			to:    toUser("U0ANN"), said: []string{"one", "two", "three"},
		},
		"cannot be updated once": {
			spoil: func(r *rig, _ string) {
				r.slack.Inject(sandbox.Fault{Method: "chat.update", Error: "message_not_found"})
			},
			to: inChannel("C0HELP"), said: []string{"one", "three"}, moved: true,
		},
	} {
		t.Run(name, func(t *testing.T) {
			inRig(t, func(r *rig) {
				s := bot.NewSender(r.opts)
				var last string
				for i, what := range []string{"one", "two", "three"} {
					n := saying(what, row.to)
					n.Slot = "handoff/1"
					if i > 0 {
						n.Class = notice.Edit
					}
					r.queue.put(n)
					if i == 1 {
						row.spoil(r, last)
					}
					r.runSender(s, 5*time.Second)
					last = r.queue.places[42]["handoff/1"].TS
				}
				said := r.said(row.to.Lane())
				for i, m := range said {
					said[i] = m[strings.LastIndex(m, " ")+1:]
				}
				diff(t, "said", said, row.said)
				all := r.slack.Messages(r.queue.places[42]["handoff/1"].Channel)
				if row.thread {
					diff(t, "thread", all[1].ThreadTS, all[0].TS)
				}
				diff(t, "dead", len(r.queue.dead), 0)
			})
		})
	}
}

// TestMovedLiveMessageStaysInTheDM: a face whose channel is closed to us was
// redirected once and is edited in the DM from then on, in its reader's language.
func TestMovedLiveMessageStaysInTheDM(t *testing.T) {
	inRig(t, func(r *rig) {
		s := bot.NewSender(r.opts)
		for i, what := range []string{"one", "two", "three"} {
			n := saying(what, notice.Recipient{Channel: "C0SECRET", Thread: "1.2", Else: "U0ANN"})
			n.Slot = "solved"
			if i > 0 {
				n.Class = notice.Edit
			}
			r.queue.put(n)
			r.runSender(s, 5*time.Second)
		}
		diff(t, "said", r.said("U0ANN"), []string{"#42 handoff en three"})
		diff(t, "posts tried", r.calls("chat.postMessage"), 2)
	})
}
