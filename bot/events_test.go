package bot_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/firstask/firstask/handlers"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

const channelPost = `{"type":"message","client_msg_id":"c1","user":"U0ANN","text":"my printer &amp; me","ts":"1768903200.000100",
 "team":"T0ACME","blocks":[],"channel":"C0HELP","event_ts":"1768903200.000100","channel_type":"channel"}`

const rootTS = "1768903000.000100"

func with(old, replacement string) string { return strings.Replace(channelPost, old, replacement, 1) }

func TestEventsMakeRequests(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 1, 20, 10, 0, 0, 100000, time.UTC)
	const link = "https://acme.slack.com/archives/C0HELP/p1768903200000100"
	post := func(change func(r *handlers.Request)) *handlers.Request {
		r := &handlers.Request{
			Key: "event:Ev1", Source: handlers.Message, Actor: ann, Line: "my printer & me", PostText: "my printer & me", PostAt: at,
			Post: ticket.Post{Channel: "C0HELP", TS: "1768903200.000100", Link: link, Author: ann},
		}
		if change != nil {
			change(r)
		}
		return r
	}
	mention := func(line, text string) *handlers.Request {
		return post(func(r *handlers.Request) {
			r.Key, r.Source, r.Line, r.PostText = "mention:C0HELP:1768903200.000100", handlers.Mention, line, text
		})
	}
	rows := map[string]struct {
		event string
		want  *handlers.Request
	}{
		"a post": {channelPost, post(nil)},
		"a reply": {with(`"ts"`, `"thread_ts":"`+rootTS+`","ts"`), post(func(r *handlers.Request) {
			r.Post.Thread, r.Post.Link = rootTS, link+"?thread_ts="+rootTS+"&cid=C0HELP"
		})},
		"the root of a thread": {with(`"ts"`, `"thread_ts":"1768903200.000100","ts"`), post(nil)},
		"a mention":            {with("my printer &amp; me", "<@U0BOT> accept 42"), mention("accept 42", "<@U0BOT> accept 42")},
		"the other report of a mention": {
			strings.Replace(with("my printer &amp; me", "<@U0BOT> accept 42"), `"message"`, `"app_mention"`, 1),
			mention("accept 42", "<@U0BOT> accept 42"),
		},
		"a mention by name": {with("my printer &amp; me", "<@U0BOT|firstask>: accept 42"), mention("accept 42", "<@U0BOT|firstask>: accept 42")},
		"mentioned inside":  {with("my printer &amp; me", "hey <@U0BOT>, help"), mention("hey help", "hey <@U0BOT>, help")},
		"somebody else":     {with("my printer &amp; me", "<@U0BEN> help"), post(func(r *handlers.Request) { r.Line, r.PostText = "<@U0BEN> help", "<@U0BEN> help" })},
		"a private channel": {strings.NewReplacer("C0HELP", "G0HR", `"channel_type":"channel"`, `"channel_type":"group"`).Replace(channelPost), post(func(r *handlers.Request) {
			r.Post.Channel, r.Post.Private, r.Post.Link = "G0HR", true, "https://acme.slack.com/archives/G0HR/p1768903200000100"
		})},
		"a channel nobody knows": {strings.NewReplacer("C0HELP", "C0NEW").Replace(channelPost), post(func(r *handlers.Request) {
			r.Post.Channel, r.Post.Link = "C0NEW", "https://acme.slack.com/archives/C0NEW/p1768903200000100"
		})},
		"a direct message": {strings.NewReplacer("C0HELP", "D0ANN", `"channel_type":"channel"`, `"channel_type":"im"`).Replace(channelPost), post(func(r *handlers.Request) {
			r.Source = handlers.Direct
			r.Post = ticket.Post{Channel: "D0ANN", TS: r.Post.TS, Author: ann, DM: true, Private: true, Link: "https://acme.slack.com/archives/D0ANN/p1768903200000100"}
		})},
		"only a file": {strings.NewReplacer("my printer &amp; me", "", `"ts"`, `"subtype":"file_share","files":[{"title":"bill.pdf"},{"name":"b.png"}],"ts"`).Replace(channelPost), post(func(r *handlers.Request) { r.Line, r.PostText = "bill.pdf, b.png", "bill.pdf, b.png" })},
		"also to channel": {with(`"ts"`, `"subtype":"thread_broadcast","root":{},"thread_ts":"`+rootTS+`","ts"`), post(func(r *handlers.Request) {
			r.Post.Thread, r.Post.Link = rootTS, link+"?thread_ts="+rootTS+"&cid=C0HELP"
		})},
		"emoji": {`{"type":"reaction_added","user":"U0BEN","reaction":"ticket::skin-tone-2","item_user":"U0ANN","item":{"type":"message","channel":"C0HELP","ts":"1768903200.000100"},"event_ts":"1"}`, post(func(r *handlers.Request) {
			r.Source, r.Actor, r.Detail, r.Line, r.PostText = handlers.Reaction, "U0BEN", "ticket", "", ""
		})},
		"emoji on a file":      {`{"type":"reaction_added","user":"U0BEN","reaction":"ticket","item":{"type":"file","file":"F1"}}`, nil},
		"emoji of the bot":     {`{"type":"reaction_added","user":"U0BOT","reaction":"ticket","item":{"type":"message","channel":"C0HELP","ts":"1.1"}}`, nil},
		"the bot's own":        {with(`"user":"U0ANN"`, `"user":"U0BOT","bot_id":"B0BOT"`), nil},
		"another bot":          {with(`"user"`, `"subtype":"bot_message","bot_id":"B9","username"`), nil},
		"a bot that is a user": {with(`"ts"`, `"bot_id":"B9","ts"`), nil},
		"hidden":               {with(`"ts"`, `"hidden":true,"ts"`), nil},
		"somebody joined":      {with(`"ts"`, `"subtype":"channel_join","ts"`), nil},
		"home opened":          {`{"type":"app_home_opened","user":"U0ANN","channel":"D0ANN","tab":"messages","view":[]}`, nil},
		"bent":                 {`{"type":"message","user":{"id":7},"channel":["C0HELP"],"ts":12}`, nil},
		"unknown":              {`{"type":"telepathy_received","user":"U0ANN"}`, nil},
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := newInbound(t)
			if w := in.event(t, row.event); w.Code != 200 {
				t.Errorf("status %d", w.Code)
			}
			var want []handlers.Request
			if row.want != nil {
				want = []handlers.Request{*row.want}
			}
			if diff := cmp.Diff(want, in.desk.seen(), ignoreAt); diff != "" {
				t.Error(diff)
			}
			if got := in.reports.all(); len(got) != 0 {
				t.Errorf("reported %v", got)
			}
		})
	}
}

func TestEventsMakeReports(t *testing.T) {
	t.Parallel()
	edited := func(before, after string) string {
		return `{"type":"message","subtype":"message_changed","hidden":true,"channel":"C0HELP","ts":"1768903300.000100","event_ts":"1768903300.000100",
 "message":{"user":"U0ANN","text":"` + after + `","ts":"1768903200.000100","edited":{"user":"U0ANN"}},
 "previous_message":{"user":"U0ANN","text":"` + before + `","ts":"1768903200.000100"}}`
	}
	rows := map[string]struct {
		event string
		want  []string
		lost  []string
	}{
		"edited":           {event: edited("a", "b &lt;c&gt;"), want: []string{"edited event:Ev1 C0HELP 1768903200.000100 false b <c>"}},
		"a link unfurled":  {event: edited("a", "a")},
		"a bot's own edit": {event: strings.Replace(edited("a", "b"), `"user":"U0ANN","text":"b"`, `"user":"U0BOT","bot_id":"B0BOT","text":"b"`, 1)},
		"deleted":          {event: `{"type":"message","subtype":"message_deleted","hidden":true,"channel":"C0HELP","deleted_ts":"1.1","event_ts":"2.1","previous_message":{"user":"U0ANN","ts":"1.1"}}`, want: []string{"edited event:Ev1 C0HELP 1.1 true "}},
		"deleted with a thread": {
			event: `{"type":"message","subtype":"message_changed","hidden":true,"channel":"C0HELP","event_ts":"2.1","message":{"subtype":"tombstone","user":"USLACKBOT","ts":"1.1"},"previous_message":{"user":"U0ANN","text":"a","ts":"1.1"}}`,
			want:  []string{"edited event:Ev1 C0HELP 1.1 true "},
		},
		"the bot invited":    {event: `{"type":"member_joined_channel","user":"U0BOT","channel":"G0NEW","channel_type":"G","team":"T0ACME","inviter":"U0ANN"}`, want: []string{"invited G0NEW"}},
		"somebody invited":   {event: `{"type":"member_joined_channel","user":"U0BEN","channel":"G0NEW","channel_type":"G"}`},
		"a person changed":   {event: `{"type":"user_change","user":{"id":"U0ANN","team_id":"T0ACME","name":"ann","deleted":true,"profile":{"fields":[]}},"cache_ts":1}`, want: []string{"person U0ANN"}},
		"uninstalled":        {event: `{"type":"app_uninstalled"}`, lost: []string{"app_uninstalled"}},
		"token revoked":      {event: `{"type":"tokens_revoked","tokens":{"oauth":[],"bot":["U0BOT"]}}`, lost: []string{"tokens_revoked"}},
		"a person's revoked": {event: `{"type":"tokens_revoked","tokens":{"oauth":["U0ANN"],"bot":[]}}`},
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := newInbound(t)
			if w := in.event(t, row.event); w.Code != 200 {
				t.Errorf("status %d", w.Code)
			}
			if diff := cmp.Diff(row.want, in.reports.all()); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(row.lost, in.lost); diff != "" {
				t.Error(diff)
			}
			if got := in.desk.seen(); len(got) != 0 {
				t.Errorf("requests %+v", got)
			}
		})
	}
}

func TestUnsavedEventComesAgain(t *testing.T) {
	t.Parallel()
	invited := `{"type":"member_joined_channel","user":"U0BOT","channel":"C0HELP","channel_type":"C"}`
	rows := map[string]struct {
		event  string
		err    error
		retry  string
		status int
		said   string
	}{
		"saved":                  {event: channelPost, status: 200},
		"refused":                {event: channelPost, err: &ticket.Refusal{Code: ticket.NotYours}, status: 200, said: "zh-Hans:refused not_yours"},
		"unsaved":                {event: channelPost, err: handlers.ErrUnsaved, status: 503},
		"a fault":                {event: channelPost, err: errors.New("bug"), status: 503},
		"unsaved, second retry":  {event: channelPost, err: handlers.ErrUnsaved, retry: "2", status: 503},
		"unsaved, last retry":    {event: channelPost, err: handlers.ErrUnsaved, retry: "3", status: 503, said: "zh-Hans:not_saved [my printer & me]"},
		"an unsaved invitation":  {event: invited, err: handlers.ErrUnsaved, status: 503},
		"an unsaved emoji":       {event: `{"type":"reaction_added","user":"U0ANN","reaction":"ticket","item":{"type":"message","channel":"C0HELP","ts":"1.1"}}`, err: handlers.ErrUnsaved, status: 503},
		"an unsaved edit":        {event: `{"type":"message","subtype":"message_deleted","channel":"C0HELP","deleted_ts":"1.1","previous_message":{"user":"U0ANN"}}`, err: handlers.ErrUnsaved, status: 503},
		"an unsaved user_change": {event: `{"type":"user_change","user":{"id":"U0ANN"}}`, err: handlers.ErrUnsaved, status: 503},
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := newInbound(t)
			in.reports.err = row.err
			in.desk.do = func(context.Context, handlers.Request) (handlers.Reply, error) { return handlers.Reply{}, row.err }
			var header []string
			if row.retry != "" {
				header = []string{"X-Slack-Retry-Num", row.retry, "X-Slack-Retry-Reason", "http_error"}
			}
			if w := in.event(t, row.event, header...); w.Code != row.status {
				t.Errorf("status %d", w.Code)
			}
			var said any = ""
			if calls := in.slack.made("chat.postEphemeral"); len(calls) > 0 {
				said = calls[0].Args["text"]
			}
			if said != row.said {
				t.Errorf("said %v", said)
			}
		})
	}
}

func TestEventDeliveredTwiceIsAnsweredOnce(t *testing.T) {
	t.Parallel()
	in := newInbound(t)
	in.desk.do = func(context.Context, handlers.Request) (handlers.Reply, error) {
		return handlers.Reply{Answer: text.Answer{Key: "accepted"}, Ticket: 42}, nil
	}
	reply := with("my printer &amp; me", "<@U0BOT> accept")
	in.events(t, envelope(reply), envelope(strings.Replace(reply, `"message"`, `"app_mention"`, 1)), envelope(reply))
	if got := in.desk.seen(); len(got) != 3 || got[0].Key != got[1].Key {
		t.Errorf("requests %+v", got)
	}
	said := in.slack.made("chat.postEphemeral")
	if len(said) != 1 || said[0].Args["user"] != ann || said[0].Args["channel"] != "C0HELP" {
		t.Errorf("said %v", said)
	}
}

func TestDirectMessageIsAnsweredWhereItStands(t *testing.T) {
	t.Parallel()
	in := newInbound(t)
	in.desk.do = func(context.Context, handlers.Request) (handlers.Reply, error) {
		return handlers.Reply{Answer: text.Answer{Key: "saved"}, Ticket: 42}, nil
	}
	in.event(t, strings.NewReplacer("C0HELP", "D0ANN", `"channel_type":"channel"`, `"channel_type":"im"`).Replace(channelPost))
	said := in.slack.made("chat.postMessage")
	if len(said) != 1 || said[0].Args["channel"] != "D0ANN" || said[0].Args["user"] != nil {
		t.Errorf("said %v", said)
	}
	if c, ok := in.dir.Channel("D0ANN"); !ok || !c.IM {
		t.Errorf("channel %+v", c)
	}
}

func TestTextOfAMarkedPostIsFetchedAfterTheCommit(t *testing.T) {
	t.Parallel()
	const emoji = `{"type":"reaction_added","user":"U0BEN","reaction":"ticket","item_user":"U0ANN","item":{"type":"message","channel":"C0HELP","ts":"1768903200.000100"}}`
	const found = `{"ok":true,"messages":[{"user":"U0ANN","text":"parent","ts":"1768903000.000100"},{"user":"U0ANN","text":"a &amp; b","ts":"1768903200.000100"}]}`
	rows := map[string]struct {
		history, replies string
		view             *ticket.Ticket
		want             []string
	}{
		"in the channel":     {history: found, view: &ticket.Ticket{Number: 42}, want: []string{"edited text:C0HELP:1768903200.000100 C0HELP 1768903200.000100 false a & b"}},
		"in a thread":        {replies: found, view: &ticket.Ticket{Number: 42}, want: []string{"edited text:C0HELP:1768903200.000100 C0HELP 1768903200.000100 false a & b"}},
		"not readable":       {history: `{"ok":false,"error":"missing_scope"}`, view: &ticket.Ticket{Number: 42}},
		"known already":      {history: found, view: &ticket.Ticket{Number: 42, Text: "a"}},
		"not a ticket emoji": {history: found},
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := newInbound(t)
			in.slack.set("conversations.history", row.history)
			in.slack.set("conversations.replies", row.replies)
			in.desk.do = func(context.Context, handlers.Request) (handlers.Reply, error) {
				return handlers.Reply{View: row.view}, nil
			}
			in.event(t, emoji)
			if diff := cmp.Diff(row.want, in.reports.all()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestEventsKeepTheDirectory(t *testing.T) {
	t.Parallel()
	in := newInbound(t)
	in.events(t,
		envelope(`{"type":"channel_rename","channel":{"id":"C0HELP","name":"support","created":1}}`),
		envelope(`{"type":"member_joined_channel","user":"U0BOT","channel":"G0NEW","channel_type":"G"}`),
		envelope(`{"type":"member_left_channel","user":"U0BOT","channel":"G0HR","channel_type":"G"}`),
		envelope(`{"type":"channel_archive","channel":"G0NEW","user":"U0ANN"}`),
		envelope(`{"type":"user_change","user":{"id":"U0BEN","team_id":"T0ACME","name":"ben","real_name":"Ben C.","deleted":true,"profile":{"fields":[]}}}`),
		envelope(`{"type":"channel_id_changed","old_channel_id":"C0HELP","new_channel_id":"C0MOVED","event_ts":"1"}`),
	)
	if got := in.dir.Name("C0MOVED"); got != "#support" {
		t.Errorf("renamed and moved: %s", got)
	}
	if c, _ := in.dir.Channel("G0NEW"); !c.Member || !c.Private || !c.Archived {
		t.Errorf("joined: %+v", c)
	}
	if c, _ := in.dir.Channel("G0HR"); c.Member {
		t.Errorf("left: %+v", c)
	}
	p, _ := in.dir.Person("U0BEN")
	if !in.dir.Gone()["U0BEN"] || p.Locale != "en-US" || p.Zone.String() != "America/New_York" {
		t.Errorf("left the company: %+v", p)
	}
}
