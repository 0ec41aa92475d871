package sandbox_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/firstask/firstask/sandbox"
)

// stage is a workspace with its page and a small app behind it.
type stage struct {
	tb    testing.TB
	s     *sandbox.Slack
	clock *sandbox.Clock
	web   *httptest.Server
	// walked and locales record the calls of the page's hooks.
	walked  []string
	locales map[string]string
}

var demoStart = time.Date(2026, 1, 6, 2, 0, 0, 0, time.UTC) // a Tuesday, 10:00 in the stage's zone

func stageZone() *time.Location { return time.FixedZone("UTC+8", 8*3600) }

// mustStage plays the Spruce Office demo with an app that answers every post in #help with a receipt and a DM to
// Chen Mo, opens a form for the action handoff, and tells Li Wen when it is sent.
func mustStage(tb testing.TB) *stage {
	tb.Helper()
	guide, err := sandbox.DemoGuide()
	if err != nil {
		tb.Fatal(err)
	}
	st := &stage{tb: tb, clock: sandbox.NewClock(demoStart), locales: map[string]string{}}
	mux := http.NewServeMux()
	st.web = httptest.NewServer(mux)
	st.s = sandbox.New(sandbox.Options{Now: st.clock.Now, BaseURL: st.web.URL})
	tb.Cleanup(func() {
		st.settle()
		st.s.Close()
		st.web.Close()
	})
	everybody := make([]string, 0, len(guide.Cast))
	for _, p := range guide.Cast {
		st.s.AddUser(sandbox.User{ID: p.ID, RealName: p.Name})
		everybody = append(everybody, p.ID)
	}
	st.s.AddChannel(sandbox.Channel{ID: "C0HELP", Name: "help", Members: everybody})
	st.s.AddChannel(sandbox.Channel{ID: "C0FIN", Name: "finance", Private: true, Members: []string{"U0LIWEN", "U0ZHOU"}})
	st.s.Install(sandbox.App{
		EventsURL: st.web.URL + "/app/events", CommandURL: st.web.URL + "/app/command",
		InteractionURL: st.web.URL + "/app/interaction", OpenChannels: []string{"C0HELP", "C0FIN"},
	})
	mux.Handle("/api/", st.s.Handler())
	mux.HandleFunc("/app/events", st.events)
	mux.HandleFunc("/app/command", st.command)
	mux.HandleFunc("/app/interaction", st.interaction)
	mux.Handle("/", st.s.Page(sandbox.PageOptions{
		Guide: guide, Zone: stageZone(), Walk: st.walk, SetLocale: st.setLocale,
		Hints: []sandbox.Hint{{Verb: "accept", Usage: "accept 42", Help: "Take it", HelpIn: map[string]string{"zh-Hans": "shouli"}}},
	}))
	return st
}

func (st *stage) setLocale(user, locale string) error {
	st.locales[user] = locale
	return nil
}

// settle waits until the app has dealt with all that was sent to it.
func (st *stage) settle() {
	ticks, stop := st.s.Watch()
	defer stop()
	for !st.s.Quiet() {
		<-ticks
	}
}

func jsonBody(tb testing.TB, v map[string]any) io.Reader {
	tb.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		tb.Error(err)
	}
	return bytes.NewReader(raw)
}

// api calls a Web API method as the app.
func (st *stage) api(method string, args map[string]any) map[string]any {
	r, _ := http.NewRequest(http.MethodPost, st.web.URL+"/api/"+method, jsonBody(st.tb, args))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+st.s.App().BotToken)
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		st.tb.Errorf("%s: %v", method, err)
		return nil
	}
	defer resp.Body.Close()
	var out map[string]any
	if err := json.NewDecoder(resp.Body).Decode(&out); err != nil || out["ok"] != true {
		st.tb.Errorf("%s: %v %v", method, out, err)
	}
	return out
}

func (st *stage) dm(user, text string) {
	channel := st.api("conversations.open", map[string]any{"users": user})["channel"].(map[string]any)["id"]
	st.api("chat.postMessage", map[string]any{"channel": channel, "text": text, "blocks": []any{
		map[string]any{"type": "actions", "elements": []any{map[string]any{
			"type": "button", "action_id": "handoff:1", "text": map[string]any{"type": "plain_text", "text": "Hand over"}, "value": "1",
		}}},
	}})
}

func (st *stage) events(_ http.ResponseWriter, r *http.Request) {
	var e struct {
		Event struct{ Type, Subtype, Channel, User, TS string }
	}
	var raw struct {
		Event struct {
			Bot    string `json:"bot_id"`
			Kind   string `json:"channel_type"`
			Thread string `json:"thread_ts"`
		}
	}
	body, _ := io.ReadAll(r.Body)
	if json.Unmarshal(body, &e) != nil || json.Unmarshal(body, &raw) != nil {
		return
	}
	if e.Event.Type != "message" || raw.Event.Bot != "" || e.Event.Subtype != "" ||
		raw.Event.Kind == "im" || raw.Event.Thread != "" {
		return
	}
	st.api("chat.postMessage", map[string]any{"channel": e.Event.Channel, "thread_ts": e.Event.TS, "text": "Got it, <@U0CHEN> looks after this."})
	st.api("chat.postEphemeral", map[string]any{"channel": e.Event.Channel, "user": e.Event.User, "text": "Saved."})
	st.dm("U0CHEN", "#1 is yours")
}

func (st *stage) command(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	fmt.Fprint(w, `{"response_type":"ephemeral","text":"#1 saved"}`)
}

const handoffForm = `{"type":"modal","callback_id":"handoff","title":{"type":"plain_text","text":"Hand over"},
"submit":{"type":"plain_text","text":"Send"},"blocks":[{"type":"input","block_id":"line",
"label":{"type":"plain_text","text":"Line"},"element":{"type":"plain_text_input","action_id":"v"}}]}`

func (st *stage) interaction(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	form, _ := url.ParseQuery(string(body))
	payload := form.Get("payload")
	var p struct {
		Type    string
		Trigger string `json:"trigger_id"`
	}
	_ = json.Unmarshal([]byte(payload), &p)
	switch {
	case p.Type == "block_actions":
		st.api("views.open", map[string]any{"trigger_id": p.Trigger, "view": json.RawMessage(handoffForm)})
	case p.Type == "view_submission" && strings.Contains(payload, `"short"`):
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, `{"response_action":"errors","errors":{"line":"Write more."}}`)
	case p.Type == "view_submission":
		st.dm("U0LIWEN", "#1 please take")
	}
}

type seenPerson struct {
	ID, Name, Title string
	Unread          int
}

// state is what the tests read of /page/state.
type state struct {
	Me, Lang, Workspace, Channel string
	Now                          int64
	LangChosen                   bool `json:"lang_chosen"`
	Hints                        []struct{ Verb, Help string }
	People                       []seenPerson
	Channels                     []struct {
		ID, Name         string
		DM               bool
		Unread, Mentions int
	}
	Messages []struct {
		TS, Text, User string
		Thread         string `json:"thread_ts"`
		Bot, Ephemeral bool
		Edited         bool
		Reactions      []struct{ Name string }
	}
	View  *struct{ ID, Title string }
	Guide *struct {
		Hint  string
		Steps []struct{ ID, Status, Title string }
		More  []struct{ ID, Status string }
		End   *struct {
			Rows []struct {
				Who     string
				Minutes int
			}
		}
	}
}

func (st *stage) see(query string) state {
	st.tb.Helper()
	resp, err := http.Get(st.web.URL + "/page/state?" + query)
	if err != nil {
		st.tb.Fatal(err)
	}
	defer resp.Body.Close()
	var out state
	if err := json.NewDecoder(resp.Body).Decode(&out); err != nil {
		st.tb.Fatal(err)
	}
	return out
}

// until asks again at every change until ok holds.
func (st *stage) until(query, what string, ok func(state) bool) state {
	st.tb.Helper()
	ticks, stop := st.s.Watch()
	defer stop()
	limit := time.After(10 * time.Second)
	for {
		if got := st.see(query); ok(got) {
			return got
		}
		select {
		case <-ticks:
		case <-limit:
			st.tb.Fatalf("never seen: %s; last %+v", what, st.see(query))
		}
	}
}

type reply struct {
	OK     bool
	Error  string
	Errors map[string]string
}

func (st *stage) do(body map[string]any) reply {
	st.tb.Helper()
	resp, err := http.Post(st.web.URL+"/page/do", "application/json", jsonBody(st.tb, body))
	if err != nil {
		st.tb.Fatal(err)
	}
	defer resp.Body.Close()
	var out reply
	if err := json.NewDecoder(resp.Body).Decode(&out); err != nil {
		st.tb.Fatal(err)
	}
	return out
}

func (st *stage) mustDo(body map[string]any) {
	st.tb.Helper()
	if out := st.do(body); !out.OK {
		st.tb.Fatalf("%v: %+v", body["kind"], out)
	}
}

func (st *stage) walk(_ context.Context, step string) error {
	d, err := time.ParseDuration(strings.TrimPrefix(step, "+"))
	if err != nil {
		return fmt.Errorf("step %q: %w", step, err)
	}
	st.walked = append(st.walked, step)
	st.clock.Walk(st.clock.Now().Add(d), func() (time.Time, bool) { return time.Time{}, false }, func() {})
	return nil
}
