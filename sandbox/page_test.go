package sandbox_test

import (
	"bufio"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func help(messages int) func(state) bool {
	return func(s state) bool { return len(s.Messages) == messages }
}

func ask(st *stage) string {
	st.mustDo(map[string]any{"as": "U0TANG", "kind": "say", "channel": "C0HELP", "text": "The invoice is wrong"})
	return "as=U0TANG&channel=C0HELP"
}

func TestStateShowsWhatThePersonMaySee(t *testing.T) {
	t.Parallel()
	st := mustStage(t)
	at := ask(st)
	st.until(at, "question, receipt and the note only Tang Ning sees", help(3))
	st.until("as=U0CHEN", "Chen Mo's DM", func(s state) bool { return len(s.Channels) == 2 && s.Channels[1].Unread == 1 })
	tests := map[string]struct {
		query    string
		channels []string
		texts    []string
	}{
		"asker":                    {"as=U0TANG&channel=C0HELP", []string{"help", "firstask"}, []string{"The invoice is wrong", "Got it, <@U0CHEN> looks after this.", "Saved."}},
		"others miss the note":     {"as=U0SUN&channel=C0HELP", []string{"help", "firstask"}, []string{"The invoice is wrong", "Got it, <@U0CHEN> looks after this."}},
		"a DM with news is opened": {"as=U0CHEN", []string{"help", "firstask"}, []string{"#1 is yours"}},
		"members see private":      {"as=U0LIWEN&channel=finance", []string{"help", "finance", "firstask"}, []string{}},
		"others do not":            {"as=U0SUN&channel=C0FIN", []string{"help", "firstask"}, []string{"The invoice is wrong", "Got it, <@U0CHEN> looks after this."}},
		"an unopened DM is empty":  {"as=U0SUN&channel=app-dm", []string{"help", "firstask"}, []string{}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := st.see(tt.query)
			names, texts := make([]string, 0, len(got.Channels)), make([]string, 0, len(got.Messages))
			for _, c := range got.Channels {
				names = append(names, c.Name)
			}
			for _, m := range got.Messages {
				texts = append(texts, m.Text)
			}
			if diff := cmp.Diff(tt.channels, names); diff != "" {
				t.Errorf("channels (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.texts, texts); diff != "" {
				t.Errorf("messages (-want +got):\n%s", diff)
			}
		})
	}
}

func TestUnreadIsCountedPerPersonAndClearedBySeeing(t *testing.T) {
	t.Parallel()
	st := mustStage(t)
	ask(st)
	unread := func(s state) [2]int { return [2]int{s.Channels[0].Unread, s.Channels[0].Mentions} }
	st.until("as=U0CHEN", "receipt and DM", func(s state) bool {
		return unread(s) == [2]int{2, 1} && s.Channels[1].Unread == 1
	})
	st.see("as=U0CHEN&channel=C0HELP&seen=1")
	got := st.see("as=U0CHEN&channel=C0HELP")
	if unread(got) != [2]int{0, 0} || got.Channels[1].Unread != 1 {
		t.Errorf("after looking at #help: %+v", got.Channels)
	}
	if other := st.see("as=U0BEN&channel=C0HELP"); unread(other) != [2]int{2, 0} {
		t.Errorf("Ben Carter's marks changed too: %+v", other.Channels)
	}
	if mine := st.until("as=U0TANG", "own posts do not count", func(s state) bool { return s.Channels[0].Mentions == 1 }); mine.Channels[0].Unread != 2 {
		t.Errorf("Tang Ning: %+v", mine.Channels[0])
	}
	i := slices.IndexFunc(got.People, func(p seenPerson) bool { return p.ID == "U0CHEN" })
	if got.People[i].Unread != 1 {
		t.Errorf("the badge at Chen Mo's name: %+v", got.People[i])
	}
}

func TestStateSpeaksTheLanguageAskedFor(t *testing.T) {
	t.Parallel()
	st := mustStage(t)
	tests := map[string]struct{ workspace, name, help, step string }{
		"en":      {"Spruce Office", "Chen Mo", "Take it", "A customer asks"},
		"zh-Hans": {"云杉办公", "陈默", "shouli", "客户提问"},
		"zh-Hant": {"雲杉辦公", "陳默", "Take it", "客戶提問"},
		"fr":      {"Spruce Office", "Chen Mo", "Take it", "A customer asks"},
	}
	for lang, tt := range tests {
		got := st.see("as=U0TANG&lang=" + lang)
		have := struct{ workspace, name, help, step string }{got.Workspace, got.People[1].Name, got.Hints[0].Help, got.Guide.Steps[0].Title}
		if have != tt {
			t.Errorf("%s: got %+v, want %+v", lang, have, tt)
		}
	}
}

func TestDoRefuses(t *testing.T) {
	t.Parallel()
	st := mustStage(t)
	tests := map[string]struct {
		body map[string]any
		code string
	}{
		"an unknown person":     {map[string]any{"as": "U0NOBODY", "kind": "say"}, "bad_gesture"},
		"an unknown kind":       {map[string]any{"as": "U0TANG", "kind": "dance"}, "bad_gesture"},
		"a channel not entered": {map[string]any{"as": "U0TANG", "kind": "say", "channel": "C0FIN", "text": "hi"}, "no_channel"},
		"a view not open":       {map[string]any{"as": "U0TANG", "kind": "submit", "view": "V0"}, "no_view"},
		"a step nobody knows":   {map[string]any{"as": "U0TANG", "kind": "walk", "step": "sideways"}, "bad_step"},
		"an unknown guide step": {map[string]any{"as": "U0TANG", "kind": "skip", "step": "nope"}, "no_step"},
	}
	for name, tt := range tests {
		if out := st.do(tt.body); out.OK || out.Error != tt.code {
			t.Errorf("%s: got %+v, want the error %s", name, out, tt.code)
		}
	}
}

func TestOnlyThePageItselfMayAct(t *testing.T) {
	t.Parallel()
	st := mustStage(t)
	body := `{"as":"U0TANG","kind":"say","channel":"C0HELP","text":"forged"}`
	tests := map[string]struct {
		kind, site string
		status     int
	}{
		"the page":      {"application/json", "same-origin", http.StatusOK},
		"another site":  {"application/json", "cross-site", http.StatusForbidden},
		"another tab":   {"application/json", "same-site", http.StatusForbidden},
		"a plain form":  {"text/plain", "", http.StatusUnsupportedMediaType},
		"no type named": {"", "", http.StatusUnsupportedMediaType},
	}
	for name, tt := range tests {
		r, _ := http.NewRequest(http.MethodPost, st.web.URL+"/page/do", strings.NewReader(body))
		r.Header.Set("Content-Type", tt.kind)
		if tt.site != "" {
			r.Header.Set("Sec-Fetch-Site", tt.site)
		}
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != tt.status {
			t.Errorf("%s: status %d, want %d", name, resp.StatusCode, tt.status)
		}
	}
}

func TestGesturesReachTheWorkspace(t *testing.T) {
	t.Parallel()
	st := mustStage(t)
	at := ask(st)
	got := st.until(at, "receipt and note", help(3))
	root := got.Messages[0].TS
	gesture := func(kind string, more map[string]any) map[string]any {
		out := map[string]any{"as": "U0TANG", "kind": kind, "channel": "C0HELP", "ts": root}
		maps.Copy(out, more)
		return out
	}
	st.mustDo(gesture("reply", map[string]any{"thread": root, "text": "Still there?"}))
	st.mustDo(gesture("react", map[string]any{"emoji": "ticket"}))
	st.mustDo(gesture("edit", map[string]any{"text": "The invoice is *wrong*"}))
	st.mustDo(gesture("slash", map[string]any{"command": "/firstask", "text": "new chair"}))
	got = st.see(at)
	first := got.Messages[0]
	if first.Text != "The invoice is *wrong*" || !first.Edited || len(first.Reactions) != 1 {
		t.Errorf("the root reads %+v", first)
	}
	last := got.Messages[len(got.Messages)-1]
	if last.Text != "#1 saved" || !last.Ephemeral || !last.Bot {
		t.Errorf("the answer of the command reads %+v", last)
	}
	if reply := got.Messages[3]; reply.Text != "Still there?" || reply.Thread != root {
		t.Errorf("the reply reads %+v", reply)
	}
}

func TestTheFirstDMOpensTheConversation(t *testing.T) {
	t.Parallel()
	st := mustStage(t)
	st.mustDo(map[string]any{"as": "U0BEN", "kind": "say", "channel": "app-dm", "text": "hello"})
	got := st.see("as=U0BEN&channel=app-dm")
	if got.Channel == "app-dm" || len(got.Messages) != 1 || got.Messages[0].Text != "hello" {
		t.Errorf("got channel %q with %+v", got.Channel, got.Messages)
	}
}

func TestLocaleChangesEverybody(t *testing.T) {
	t.Parallel()
	st := mustStage(t)
	if st.see("as=U0TANG").LangChosen {
		t.Error("a language was chosen before anybody did")
	}
	st.mustDo(map[string]any{"as": "U0TANG", "kind": "locale", "lang": "zh-Hant"})
	if len(st.locales) != 8 || st.locales["U0LIWEN"] != "zh-TW" {
		t.Errorf("locales: %v", st.locales)
	}
	if !st.see("as=U0TANG").LangChosen {
		t.Error("the choice is forgotten")
	}
}

func TestStreamTicksAndEndsWithTheWorkspace(t *testing.T) {
	t.Parallel()
	st := mustStage(t)
	resp, err := http.Get(st.web.URL + "/page/stream")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	lines := bufio.NewScanner(resp.Body)
	if !lines.Scan() || lines.Text() != ": open" {
		t.Fatalf("the stream begins with %q", lines.Text())
	}
	ask(st)
	ticked := false
	for !ticked && lines.Scan() {
		ticked = lines.Text() == "event: changed"
	}
	if !ticked {
		t.Fatal("no tick after a message")
	}
	st.settle()
	st.s.Close()
	if _, err := io.Copy(io.Discard, resp.Body); err != nil {
		t.Errorf("the stream broke instead of ending: %v", err)
	}
	if status, _, _ := mustGet(t, st, "/page/state"); status != http.StatusServiceUnavailable {
		t.Errorf("after Close: status %d", status)
	}
}
