package sandbox_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/firstask/firstask/sandbox"
)

// TestWhichEventsReachTheApp: each gesture and the events Slack sends for it.
func TestWhichEventsReachTheApp(t *testing.T) {
	t.Parallel()
	rows := []struct {
		name string
		do   func(tb testing.TB, b *bubble) error
		want []string
	}{
		{"post where the bot is", func(_ testing.TB, b *bubble) error { return say(b, "C0HELP", "hi") }, []string{"message"}},
		{"post elsewhere", func(_ testing.TB, b *bubble) error { return say(b, "C0OPEN", "hi") }, nil},
		{"private post", func(_ testing.TB, b *bubble) error { return say(b, "C0BOARD", "hi") }, []string{"message"}},
		{"mention", func(_ testing.TB, b *bubble) error { return say(b, "C0HELP", "@firstask hi") }, []string{"message", "app_mention"}},
		{"mention elsewhere", func(_ testing.TB, b *bubble) error { return say(b, "C0OPEN", "<@U0BOT> hi") }, nil},
		{"mention in the DM", func(_ testing.TB, b *bubble) error { _, err := b.DM("U0ANN", "<@U0BOT> hi"); return err }, []string{"message"}},
		{"reaction", func(tb testing.TB, b *bubble) error {
			tb.Helper()
			ts := must[string](tb)(b.Say("U0ANN", "C0HELP", "hi"))
			return b.React("U0BEN", "C0HELP", ts, "ticket")
		}, []string{"message", "reaction_added"}},
		{"reaction elsewhere", func(tb testing.TB, b *bubble) error {
			tb.Helper()
			ts := must[string](tb)(b.Say("U0ANN", "C0OPEN", "hi"))
			return b.React("U0ANN", "C0OPEN", ts, "ticket")
		}, nil},
		{"edit and delete", func(tb testing.TB, b *bubble) error {
			tb.Helper()
			ts := must[string](tb)(b.Say("U0ANN", "C0HELP", "hi"))
			mustNil(tb, b.Edit("U0ANN", "C0HELP", ts, "ho"))
			return b.Delete("U0ANN", "C0HELP", ts)
		}, []string{"message", "message/message_changed", "message/message_deleted"}},
		{"preview", func(tb testing.TB, b *bubble) error {
			tb.Helper()
			ts := must[string](tb)(b.Say("U0ANN", "C0HELP", "hi"))
			return b.Unfurl("C0HELP", ts)
		}, []string{"message", "message/message_changed"}},
		{"broadcast reply", func(tb testing.TB, b *bubble) error {
			tb.Helper()
			ts := must[string](tb)(b.Say("U0ANN", "C0HELP", "hi"))
			_, err := b.ReplyBroadcast("U0ANN", "C0HELP", ts, "all")
			return err
		}, []string{"message", "message/thread_broadcast"}},
		{"bot is invited", func(_ testing.TB, b *bubble) error { return b.Invite("C0OPEN", "U0BOT", "U0ANN") }, []string{"member_joined_channel"}},
		{"bot is removed", func(_ testing.TB, b *bubble) error { return b.Kick("C0HELP", "U0BOT") }, []string{"member_left_channel"}},
		{"others join elsewhere", func(_ testing.TB, b *bubble) error { return b.Invite("C0OPEN", "U0BEN") }, nil},
		{"archive", func(_ testing.TB, b *bubble) error { return b.Archive("C0HELP") }, []string{"channel_archive"}},
		{"rename", func(_ testing.TB, b *bubble) error { return b.Rename("C0HELP", "assist") }, []string{"channel_rename"}},
		{"deactivation", func(_ testing.TB, b *bubble) error { return b.Deactivate("U0BEN") }, []string{"user_change"}},
		{"home", func(_ testing.TB, b *bubble) error { return b.OpenHome("U0ANN") }, []string{"app_home_opened"}},
		{"uninstall", func(_ testing.TB, b *bubble) error { b.Uninstall(); return nil }, []string{"app_uninstalled", "tokens_revoked"}},
		{"anything subscribed", func(_ testing.TB, b *bubble) error { b.Emit("grid_migration_started", nil); return nil }, []string{"grid_migration_started"}},
		{"not subscribed", func(_ testing.TB, b *bubble) error { b.Emit("star_added", nil); return nil }, nil},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				b := mustBubble(t, false)
				mustNil(t, row.do(t, b))
				if diff := cmp.Diff(row.want, kindsOf(t, b.received()), cmpopts.EquateEmpty()); diff != "" {
					t.Errorf("events (-want +got):\n%s", diff)
				}
			})
		})
	}
}

// kindsOf lists the types of events, with their subtypes.
func kindsOf(tb testing.TB, list []request) []string {
	tb.Helper()
	out := make([]string, 0, len(list))
	for _, r := range list {
		e := r.inner(tb)
		kind := text(tb, e, "type")
		if sub, ok := e["subtype"].(string); ok {
			kind += "/" + sub
		}
		out = append(out, kind)
	}
	return out
}

func say(b *bubble, channel, words string) error {
	_, err := b.Say("U0ANN", channel, words)
	return err
}

// TestMessageAndMention: the pair has one ts and two event ids, and the fields Slack gives them.
func TestMessageAndMention(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := mustBubble(t, false)
		root := must[string](t)(b.Say("U0BEN", "C0HELP", "root"))
		ts := must[string](t)(b.Reply("U0ANN", "C0HELP", root, "@firstask look at #help & <here>"))
		got := b.received()
		if len(got) != 3 {
			t.Fatalf("got %d events", len(got))
		}
		message, mention := got[1].inner(t), got[2].inner(t)
		if got[1].envelope(t)["event_id"] == got[2].envelope(t)["event_id"] {
			t.Error("both have the same event id")
		}
		want := object{
			"type": "message", "ts": ts, "thread_ts": root, "user": "U0ANN", "channel": "C0HELP", "channel_type": "channel",
			"event_ts": ts, "parent_user_id": "U0BEN", "text": "<@U0BOT> look at <#C0HELP|help> &amp; &lt;here&gt;",
		}
		for k, v := range want {
			if message[k] != v {
				t.Errorf("message %s is %v, want %v", k, message[k], v)
			}
		}
		if mention["ts"] != ts || mention["channel_type"] != nil || mention["client_msg_id"] != message["client_msg_id"] {
			t.Errorf("mention is %v", mention)
		}
		env := got[1].envelope(t)
		if env["team_id"] != b.Team().ID || at(t, env, "authorizations", 0, "user_id") != "U0BOT" {
			t.Errorf("envelope is %v", env)
		}
	})
}

// TestOwnEcho: the bot hears itself with its bot id, and its edits.
func TestOwnEcho(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := mustBubble(t, false)
		o := &office{Slack: b.Slack, app: b.app}
		posted := wantOK(t, o.call(t, "chat.postMessage", "channel", "C0HELP", "text", "<@U0BOT> one"))
		wantOK(t, o.call(t, "chat.postMessage", "channel", "C0OPEN", "text", "not a member"))
		wantOK(t, o.call(t, "chat.update", "channel", "C0HELP", "ts", text(t, posted, "ts"), "text", "two"))
		got := b.received()
		if len(got) != 2 {
			t.Fatalf("got %d events, want the echo and the change", len(got))
		}
		if e := got[0].inner(t); e["bot_id"] != b.app.BotID || e["user"] != b.app.BotUserID || e["app_id"] != b.app.AppID {
			t.Errorf("the echo is %v", e)
		}
		if e := got[1].inner(t); at(t, e, "message", "text") != "two" || !strings.Contains(text(t, e, "previous_message", "text"), "one") {
			t.Errorf("the change is %v", e)
		}
	})
}

func TestClockWalk(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, 3, 3, 10, 0, 0, 0, time.UTC)
	minute := func(n int) time.Time { return start.Add(time.Duration(n) * time.Minute) }
	rows := []struct {
		name   string
		target time.Time
		due    []time.Time
		want   []time.Time
	}{
		{"nothing due", minute(5), nil, []time.Time{minute(5)}},
		{"step by step", minute(30), []time.Time{minute(4), minute(19), minute(45)}, []time.Time{minute(4), minute(19), minute(30)}},
		{"exactly at the target", minute(4), []time.Time{minute(4)}, []time.Time{minute(4), minute(4)}},
		{"overdue does not go back", minute(5), []time.Time{minute(-9)}, []time.Time{start, minute(5)}},
		{"a target in the past", minute(-5), nil, []time.Time{start}},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			c := sandbox.NewClock(start)
			due := row.due
			var seen []time.Time
			c.Walk(row.target, func() (time.Time, bool) {
				if len(due) == 0 {
					return time.Time{}, false
				}
				return due[0], true
			}, func() {
				seen = append(seen, c.Now())
				if len(due) > 0 {
					due = due[1:]
				}
			})
			if diff := cmp.Diff(row.want, seen); diff != "" {
				t.Errorf("settled at (-want +got):\n%s", diff)
			}
		})
	}
}

// TestWalkEnds even when a due time is never worked off.
func TestWalkEnds(t *testing.T) {
	t.Parallel()
	c := sandbox.NewClock(time.Unix(0, 0))
	stuck := time.Unix(60, 0)
	c.Walk(time.Unix(120, 0), func() (time.Time, bool) { return stuck, true }, func() {})
	if !c.Now().Equal(time.Unix(120, 0)) {
		t.Errorf("the clock stopped at %v", c.Now())
	}
}
