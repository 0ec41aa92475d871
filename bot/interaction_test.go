package bot_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/firstask/firstask/handlers"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

const clickPayload = `{"type":"block_actions","user":{"id":"U0ANN","username":"ann","name":"ann","team_id":"T0ACME"},
 "api_app_id":"A1","token":"x","team":{"id":"T0ACME","domain":"acme"},"enterprise":null,"is_enterprise_install":false,
 "trigger_id":"1.2.3","state":{"values":[]},
 "container":{"type":"message","message_ts":"1768903200.000100","channel_id":"C0HELP","is_ephemeral":false,"thread_ts":"1768903000.000100"},
 "channel":{"id":"C0HELP","name":"help"},"message":{"type":"message","user":"U0BOT","bot_id":"B0BOT","ts":"1768903200.000100","text":"#42"},
 "actions":[{"type":"button","action_id":"accept","block_id":"t42.7.3","text":{"type":"plain_text","text":"Accept"},"value":"42","action_ts":"1.1"}],
 "response_url":"http://slack.test/hook"}`

// menuOf is a choice in a menu of buttons.
func menuOf(choice, block string) string {
	return strings.NewReplacer(
		`"type":"button","action_id":"accept"`, `"type":"overflow","action_id":"menu"`, `"t42.7.3"`, `"`+block+`"`,
		`"text":{"type":"plain_text","text":"Accept"},"value":"42"`, `"selected_option":{"text":{"type":"plain_text","text":"x"},"value":"`+choice+`"}`,
	).Replace(clickPayload)
}

func formPayload(values, blocks string) string {
	return `{"type":"view_submission","team":{"id":"T0ACME"},"user":{"id":"U0ANN","team_id":"T0ACME"},"trigger_id":"9.9.9",
 "view":{"id":"V0FORM","team_id":"T0ACME","type":"modal","callback_id":"form:handoff","hash":"156.abc","blocks":` + blocks + `,
  "private_metadata":"{\"verb\":\"handoff\",\"ticket\":42,\"channel\":\"C0HELP\",\"thread\":\"1768903000.000100\"}",
  "state":{"values":` + values + `}},"response_urls":[]}`
}

const formBlocks = `[{"type":"section","block_id":"intro"},{"type":"input","block_id":"to"},{"type":"input","block_id":"text"}]`

const shortcutPayload = `{"type":"message_action","team":{"id":"T0ACME"},"user":{"id":"U0ANN"},"channel":{"id":"C0HELP","name":"help"},
 "callback_id":"ticket_from_message","trigger_id":"5.5.5","message_ts":"1768903200.000100",
 "message":{"type":"message","user":"U0BEN","text":"my invoice &amp; more","ts":"1768903200.000100","thread_ts":"1768903000.000100"},
 "response_url":"http://slack.test/hook"}`

func TestInteractionsMakeRequests(t *testing.T) {
	t.Parallel()
	clicked := ticket.Post{
		Channel: "C0HELP", TS: "1768903200.000100", Thread: "1768903000.000100",
		Link: "https://acme.slack.com/archives/C0HELP/p1768903200000100?thread_ts=1768903000.000100&cid=C0HELP",
	}
	click := func(verb, detail string, number int64) *handlers.Request {
		return &handlers.Request{
			Key: "click:1.2.3", Source: handlers.Click, Actor: ann, Verb: verb, Detail: detail, Ticket: number, Post: clicked,
		}
	}
	pointed := clicked
	pointed.Author = "U0BEN"
	shortcut := handlers.Request{
		Key: "shortcut:5.5.5", Source: handlers.Shortcut, Actor: ann, Post: pointed, PostText: "my invoice & more",
		PostAt: time.Date(2026, 1, 20, 10, 0, 0, 100000, time.UTC),
	}
	botPost := shortcut
	botPost.Post.Author = ""
	form := func(values map[string]string) *handlers.Request {
		return &handlers.Request{
			Key: "form:V0FORM:156.abc", Source: handlers.Form, Actor: ann, Verb: "handoff", Ticket: 42, Values: values,
			Post: ticket.Post{Channel: "C0HELP"},
		}
	}
	rows := map[string]struct {
		payload string
		want    *handlers.Request
	}{
		"click":                       {clickPayload, click("accept", "", 42)},
		"click with a detail":         {strings.Replace(clickPayload, `"accept"`, `"asker:customer"`, 1), click("asker", "customer", 42)},
		"click on a block of another": {strings.Replace(clickPayload, `"t42.7.3"`, `"x1"`, 1), click("accept", "", 42)},
		"click without a ticket":      {strings.NewReplacer(`"t42.7.3"`, `"t0.1"`, `"value":"42"`, `"value":""`).Replace(clickPayload), click("accept", "", 0)},
		"a person chosen": {
			strings.Replace(clickPayload, `"type":"button","action_id":"accept"`, `"type":"users_select","selected_user":"U0BEN","action_id":"handoff"`, 1),
			click("handoff", "", 42),
		},
		"chosen in a menu":              {menuOf("accept", "t42.7.3"), click("accept", "", 42)},
		"chosen in a menu, with a form": {menuOf("asker:customer", "t7.1.2"), click("asker", "customer", 7)},
		"a menu of no ticket":           {menuOf("mine", "t0.2"), click("mine", "", 0)},
		"no action":                     {strings.Replace(clickPayload, `"actions":[`, `"acts":[`, 1), nil},
		"form":                          {formPayload(`{"to":{"value":{"type":"users_select","selected_user":"U0BEN"}},"text":{"value":{"type":"plain_text_input","value":"a & b"}}}`, formBlocks), form(map[string]string{"to": "U0BEN", "text": "a & b"})},
		"form, others":                  {formPayload(`{"why":{"value":{"type":"radio_buttons","selected_option":{"value":"busy"}}},"until":{"value":{"selected_date_time":1768903200}},"text":{"value":{"value":null}}}`, formBlocks), form(map[string]string{"why": "busy", "until": "2026-01-20T10:00:00Z"})},
		"form, bent":                    {formPayload(`[]`, `{}`), form(map[string]string{})},
		"form, foreign":                 {strings.Replace(formPayload(`{}`, formBlocks), "form:handoff", "other", 1), nil},
		"shortcut":                      {shortcutPayload, &shortcut},
		"shortcut on a bot's post": {
			strings.Replace(shortcutPayload, `"user":"U0BEN"`, `"user":"U0APP","bot_id":"B0APP"`, 1), &botPost,
		},
		"another shortcut": {strings.Replace(shortcutPayload, "ticket_from_message", "other", 1), nil},
		"view closed":      {`{"type":"view_closed","team":{"id":"T0ACME"},"user":{"id":"U0ANN"},"view":{"id":"V1"}}`, nil},
		"unknown":          {`{"type":"telepathy","team":{"id":"T0ACME"},"user":{"id":"U0ANN"}}`, nil},
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := newInbound(t)
			in.interact(t, row.payload)
			var want []handlers.Request
			if row.want != nil {
				want = []handlers.Request{*row.want}
			}
			if name == "a person chosen" {
				want[0].Detail = "U0BEN"
			}
			if diff := cmp.Diff(want, in.desk.seen(), ignoreAt); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestClickIsAnsweredByItsHook(t *testing.T) {
	t.Parallel()
	rows := map[string]struct {
		reply   handlers.Reply
		err     error
		want    string
		replace bool
	}{
		"silent":   {},
		"said":     {reply: handlers.Reply{Answer: text.Answer{Key: "accepted"}, Ticket: 42}, want: "zh-Hans:accepted"},
		"replaced": {reply: handlers.Reply{Answer: text.Answer{Key: "asker_set"}, Replace: true}, want: "zh-Hans:asker_set", replace: true},
		"refused":  {err: &ticket.Refusal{Code: ticket.AlreadyYours}, want: "zh-Hans:refused already_yours"},
		"unsaved":  {err: handlers.ErrUnsaved, want: "zh-Hans:not_changed"},
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := newInbound(t)
			in.desk.do = func(context.Context, handlers.Request) (handlers.Reply, error) { return row.reply, row.err }
			if w := in.interact(t, clickPayload); w.Code != 200 || w.Body.Len() != 0 {
				t.Errorf("acknowledged with %d %s", w.Code, w.Body)
			}
			calls := in.slack.made("hook")
			if row.want == "" {
				if len(calls) != 0 {
					t.Errorf("said %v", calls)
				}
				return
			}
			if len(calls) != 1 {
				t.Fatalf("%d answers", len(calls))
			}
			got := calls[0].Args
			if got["text"] != row.want || got["response_type"] != "ephemeral" || got["replace_original"] != row.replace {
				t.Errorf("said %v", got)
			}
		})
	}
}

func TestAnswerFindsItsWay(t *testing.T) {
	t.Parallel()
	rows := map[string]struct {
		payload   string
		ephemeral string // Slack's answer
		want      string // "method channel thread"
	}{
		"hook refuses": {clickPayload, "", "chat.postEphemeral C0HELP 1768903000.000100"},
		"not in there": {clickPayload, `{"ok":false,"error":"user_not_in_channel"}`, "chat.postMessage U0ANN "},
		"form":         {formPayload(`{"text":{"value":{"value":"x"}}}`, formBlocks), "", "chat.postEphemeral C0HELP 1768903000.000100"},
		"form without a place": {
			strings.Replace(formPayload(`{}`, formBlocks), `\"channel\":\"C0HELP\",\"thread\":\"1768903000.000100\"`, `\"channel\":\"\"`, 1), "",
			"chat.postMessage U0ANN ",
		},
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := newInbound(t)
			in.slack.hook = http.StatusNotFound
			if row.ephemeral != "" {
				in.slack.set("chat.postEphemeral", row.ephemeral)
			}
			in.desk.do = func(context.Context, handlers.Request) (handlers.Reply, error) {
				return handlers.Reply{Answer: text.Answer{Key: "saved"}}, nil
			}
			in.interact(t, row.payload)
			calls := append(in.slack.made("chat.postEphemeral"), in.slack.made("chat.postMessage")...)
			if len(calls) == 0 {
				t.Fatal("no answer")
			}
			last := calls[len(calls)-1]
			thread, _ := last.Args["thread_ts"].(string)
			if got := last.Method + " " + last.Args["channel"].(string) + " " + thread; got != row.want {
				t.Errorf("sent %s, want %s", got, row.want)
			}
		})
	}
}

func TestSubmittedFormKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	rows := map[string]struct {
		blocks string
		reply  handlers.Reply
		err    error
		want   map[string]any
	}{
		"closed": {blocks: formBlocks},
		"a problem": {
			blocks: formBlocks, reply: handlers.Reply{Problems: map[string]text.Answer{"text": {Key: "empty"}}},
			want: map[string]any{"response_action": "errors", "errors": map[string]any{"text": "zh-Hans:empty"}},
		},
		"a problem of no field": {
			blocks: formBlocks, reply: handlers.Reply{Problems: map[string]text.Answer{"nowhere": {Key: "empty"}}},
			want: map[string]any{"response_action": "errors", "errors": map[string]any{"to": "zh-Hans:empty"}},
		},
		"refused": {
			blocks: formBlocks, err: &ticket.Refusal{Code: ticket.MovedOn},
			want: map[string]any{"response_action": "errors", "errors": map[string]any{"to": "zh-Hans:refused moved_on"}},
		},
		"unsaved": {
			blocks: formBlocks, err: handlers.ErrUnsaved,
			want: map[string]any{"response_action": "errors", "errors": map[string]any{"to": "zh-Hans:not_changed [keep me]"}},
		},
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := newInbound(t)
			in.desk.do = func(context.Context, handlers.Request) (handlers.Reply, error) { return row.reply, row.err }
			w := in.interact(t, formPayload(`{"text":{"value":{"type":"plain_text_input","value":"keep me"}}}`, row.blocks))
			if row.want == nil {
				if w.Code != 200 || w.Body.Len() != 0 {
					t.Errorf("%d %s", w.Code, w.Body)
				}
				return
			}
			if diff := cmp.Diff(row.want, mustJSON(t, w.Body.Bytes())); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRefusalWithoutAFieldIsShownInTheDialog(t *testing.T) {
	t.Parallel()
	in := newInbound(t)
	in.desk.do = func(context.Context, handlers.Request) (handlers.Reply, error) {
		return handlers.Reply{}, &ticket.Refusal{Code: ticket.MovedOn}
	}
	w := in.interact(t, formPayload(`{}`, `[{"type":"section","block_id":"intro"}]`))
	if body := mustJSON(t, w.Body.Bytes()); body["response_action"] != "update" || !strings.Contains(w.Body.String(), "moved_on") {
		t.Errorf("%s", w.Body)
	}
}

func TestDialogOpensBeforeAnythingElse(t *testing.T) {
	t.Parallel()
	rows := map[string]struct {
		act  func(t *testing.T, in *inbound)
		form string
		meta string
	}{
		"slash alone": {
			func(t *testing.T, in *inbound) { t.Helper(); in.command(t, "trigger_id", "7.7") }, "U0ANN new 0",
			`{"verb":"new","channel":"C0HELP"}`,
		},
		"global shortcut": {
			func(t *testing.T, in *inbound) {
				t.Helper()
				in.interact(t, `{"type":"shortcut","team":{"id":"T0ACME"},"user":{"id":"U0ANN"},"callback_id":"ticket_new","trigger_id":"7.7"}`)
			},
			"U0ANN new 0", `{"verb":"new"}`,
		},
		"a button": {
			func(t *testing.T, in *inbound) {
				t.Helper()
				in.interact(t, strings.NewReplacer(`"accept"`, `"handoff:form"`, "1.2.3", "7.7").Replace(clickPayload))
			},
			"U0ANN handoff 42", "",
		},
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := newInbound(t)
			row.act(t, in)
			if got := in.desk.seen(); len(got) != 0 {
				t.Errorf("the desk was asked first: %+v", got)
			}
			opened := in.slack.made("views.open")
			if len(opened) != 1 || opened[0].Args["trigger_id"] != "7.7" {
				t.Fatalf("opened %v", opened)
			}
			if diff := cmp.Diff([]string{row.form}, in.desk.forms); diff != "" {
				t.Error(diff)
			}
			view := opened[0].Args["view"].(map[string]any)
			if got := view["private_metadata"]; row.meta != "" && got != row.meta {
				t.Errorf("metadata %v", got)
			}
		})
	}
}

func TestReplyMayAskForADialog(t *testing.T) {
	t.Parallel()
	in := newInbound(t)
	in.desk.do = func(context.Context, handlers.Request) (handlers.Reply, error) {
		return handlers.Reply{Form: "asker", Ticket: 42}, nil
	}
	in.interact(t, strings.Replace(clickPayload, `"accept"`, `"asker:colleague"`, 1))
	if len(in.slack.made("views.open")) != 1 || in.desk.forms[0] != "U0ANN asker 42" {
		t.Errorf("forms %v", in.desk.forms)
	}
}

func TestSlowDeskGetsAnEmptyDialogFirst(t *testing.T) {
	t.Parallel()
	rows := map[string]struct {
		err    error
		update string // Slack's answer
		want   string
	}{
		"filled":  {want: "handoff 42"},
		"refused": {err: &ticket.Refusal{Code: ticket.MovedOn}, want: "refused moved_on"},
		"closed":  {update: `{"ok":false,"error":"not_found"}`, want: "handoff 42"},
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				in := newInbound(t)
				if row.update != "" {
					in.slack.set("views.update", row.update)
				}
				in.desk.form = func(context.Context) (text.FormData, *ticket.Ticket, error) {
					time.Sleep(600 * time.Millisecond)
					return text.FormData{}, &ticket.Ticket{Number: 42}, row.err
				}
				began := time.Now()
				in.interact(t, strings.Replace(clickPayload, `"accept"`, `"handoff:form"`, 1))
				opened, updated := in.slack.made("views.open"), in.slack.made("views.update")
				if len(opened) != 1 || len(updated) != 1 {
					t.Fatalf("opened %d, updated %d", len(opened), len(updated))
				}
				if wait := opened[0].At.Sub(began); wait != 400*time.Millisecond {
					t.Errorf("the trigger waited %s", wait)
				}
				raw, _ := json.Marshal(updated[0].Args)
				if updated[0].Args["view_id"] != "V1" || !strings.Contains(string(raw), row.want) {
					t.Errorf("updated %s", raw)
				}
				if calls := in.slack.made("hook"); len(calls) != 0 {
					t.Errorf("said %v", calls)
				}
			})
		})
	}
}

func TestDialogThatCannotOpenIsSaid(t *testing.T) {
	t.Parallel()
	rows := map[string]struct {
		err  error
		open string
		want string
	}{
		"refused":   {err: &ticket.Refusal{Code: ticket.MovedOn}, want: "zh-Hans:refused moved_on"},
		"no ticket": {err: handlers.ErrNotFound, want: "zh-Hans:not_found"},
		"a fault":   {err: errors.New("bug"), want: "zh-Hans:failed"},
		"too late":  {open: `{"ok":false,"error":"expired_trigger_id"}`, want: "zh-Hans:failed"},
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := newInbound(t)
			if row.open != "" {
				in.slack.set("views.open", row.open)
			}
			in.desk.form = func(context.Context) (text.FormData, *ticket.Ticket, error) { return text.FormData{}, nil, row.err }
			in.interact(t, strings.Replace(clickPayload, `"accept"`, `"handoff:form"`, 1))
			if calls := in.slack.made("hook"); len(calls) != 1 || calls[0].Args["text"] != row.want {
				t.Errorf("said %v", calls)
			}
		})
	}
}
