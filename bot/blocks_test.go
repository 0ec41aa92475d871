package bot_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/slack-go/slack"
	"pgregory.net/rapid"

	"github.com/firstask/firstask/bot"
	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/text"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares JSON with a file of testdata/golden.
func golden(t *testing.T, name string, v any) {
	t.Helper()
	var got bytes.Buffer
	e := json.NewEncoder(&got)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("testdata", "golden", name+".json")
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	diff(t, name, got.String(), string(want))
}

var rich = bot.Encoder{Names: func(id string) string { return map[string]string{"U0ANN": "Ann <3"}[id] }}

func TestBlocksGolden(t *testing.T) {
	at := time.Date(2026, 3, 3, 10, 34, 0, 0, time.UTC)
	for name, m := range map[string]text.Message{
		"card": {Parts: []text.Part{
			{Kind: text.Title, Text: "#42 Waiting for Li Wen to accept"},
			{Kind: text.Para, Text: rich.Bold("First asked:") + " " + rich.Name("U0ANN")},
			{Kind: text.Fields, Facts: []string{"Now: " + rich.Mention("U0WEN"), "By: " + rich.Time(at, "10:34"), ""}},
			{Kind: text.Para, Text: rich.Escape("The name on our <invoice> is *wrong* & snake_case stays, as does https://x.test/~a_/b")},
			{Kind: text.Divider},
			{Kind: text.Context, Text: "Next: " + rich.Time(at, "Tue 10:34"), Facts: []string{rich.Link("https://acme.slack.com/archives/C1/p1?a=1&b=2", "the post"), rich.Channel("C0HELP")}},
			{Kind: text.Buttons, Buttons: []text.Button{
				{Label: "Accept", Verb: "accept", Primary: true},
				{Label: "Return\u2026", Verb: "return", Detail: "form"},
				{Label: "Not a request", Verb: "withdraw", Detail: "not_request", Danger: true, Confirm: "Close it?"},
				{Label: "Pick Ann", Verb: "handoff", Detail: "pick", Value: "U0ANN"},
				{Label: "Pick Ben", Verb: "handoff", Detail: "pick", Value: "U0BEN"},
			}},
		}},
		"menu": {Parts: []text.Part{
			{Kind: text.Menu, Ticket: 43, Text: rich.Bold("#43") + " needs your help", Buttons: []text.Button{
				{Label: "I'll take it", Verb: "accept", Primary: true, Value: "43"},
				{Label: "Assign\u2026", Verb: "handoff", Detail: "form", Value: "43"},
				{Label: "Not a request", Verb: "withdraw", Detail: "not_request", Confirm: "Close it?"},
				{Label: "Says more", Verb: "note", Value: "43 more"},
				{Label: "Again", Verb: "accept"},
				{Label: "Why", Verb: "why"},
			}},
			{Kind: text.Menu, Ticket: 44, Text: "One choice", Buttons: []text.Button{{Label: "Why", Verb: "why"}}},
			{Kind: text.Menu, Ticket: 45, Text: "None"},
			{Kind: text.Buttons, Ticket: 46, Buttons: []text.Button{{Label: "Accept", Verb: "accept"}}},
			{Kind: text.Context, Text: "The message's own"},
		}},
		"plain": {Parts: []text.Part{{Kind: text.Para, Text: "Nothing here is markup."}, {Kind: text.Para, Text: "  "}}},
	} {
		t.Run(name, func(t *testing.T) {
			blocks := bot.Blocks(m, bot.BlockContext{Ticket: 42, Rev: 7, Revs: map[int64]int64{43: 8, 44: 9}})
			checkBlocks(t, blocks, 50)
			golden(t, "blocks_"+name, blocks)
		})
	}
}

func TestBlocksWithoutRevision(t *testing.T) {
	blocks := bot.Blocks(text.Message{Parts: []text.Part{{Text: "a"}, {Text: "b"}}}, bot.BlockContext{Ticket: 42})
	diff(t, "ids", []string{blocks[0].ID(), blocks[1].ID()}, []string{"t42.1", "t42.2"})
}

// hostile is text that has broken messages before.
func hostile() map[string]string {
	return map[string]string{
		"mentions":    strings.Repeat("<!channel> <!here> <@U0ANN> <#C0HELP> <!subteam^S1> <https://evil.test|nice> ", 200),
		"markup":      strings.Repeat("*bold* _it_ ~no~ `code` ```block``` > quote\n", 300),
		"entities":    strings.Repeat("&<>&amp;", 2000),
		"direction":   strings.Repeat("\u202eevil\u202c \u2066x\u2069 \u05d0\u05d1 ", 800),
		"emoji":       strings.Repeat("\U0001F469\u200d\U0001F469\u200d\U0001F467 :tada: ", 1500),
		"cjk":         strings.Repeat("\u53d1\u7968\u62ac\u5934\u5199\u9519\u4e86\uff0c", 1300),
		"one word":    strings.Repeat("x", 10_000),
		"bytes":       "\xff\xfe" + strings.Repeat("\x00\x07a", 4000),
		"empty":       "",
		"only spaces": strings.Repeat(" \n", 50),
	}
}

func TestBlocksHoldHostileText(t *testing.T) {
	for name, s := range hostile() {
		t.Run(name, func(t *testing.T) {
			m := text.Message{Parts: []text.Part{
				{Kind: text.Title, Text: s},
				{Kind: text.Para, Text: rich.Bold("Asked:") + " " + rich.Escape(s)},
				{Kind: text.Fields, Facts: slices.Repeat([]string{rich.Escape(s), rich.Bold(rich.Escape(s))}, 8)},
				{Kind: text.Context, Text: rich.Escape(s)},
				{Kind: text.Buttons, Buttons: []text.Button{{Label: s, Verb: "accept", Confirm: s, Value: s, Detail: s}, {Label: "Return", Verb: "return"}}},
			}}
			raw := checkBlocks(t, bot.Blocks(m, bot.BlockContext{Ticket: 42}), 50)
			for _, bad := range []string{"<!", "<@", "<#", "<https://evil"} {
				for _, s := range markdownIn(raw) {
					if strings.Contains(s, bad) {
						t.Errorf("%s came through: %.200s", bad, s)
					}
				}
			}
			if !strings.Contains(string(raw), `"action_id":"return"`) {
				t.Error("a button was lost")
			}
		})
	}
}

func TestBlocksCutNeverBreaksATokenOrEntity(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pieces := rapid.SliceOfN(rapid.SampledFrom([]string{"<@U0ANN>", "&amp;", "&lt;", "word ", "\u53d1\u7968", "*b*", "\n", "<!date^1772534040^{time}|10:34>"}), 900, 1500).Draw(t, "pieces")
		for _, s := range markdownIn(checkBlocks(t, bot.Blocks(text.Message{Parts: []text.Part{{Text: strings.Join(pieces, "")}}}, bot.BlockContext{}), 50)) {
			if strings.Count(s, "<") != strings.Count(s, ">") {
				t.Fatalf("a token is broken: …%s", s[max(0, len(s)-60):])
			}
			if i := strings.LastIndexByte(s, '&'); i >= 0 && !strings.Contains(s[i:], ";") {
				t.Fatalf("an entity is broken: …%s", s[i:])
			}
		}
	})
}

func TestBlocksOfAnyMessageKeepTheLimits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		part := rapid.Custom(func(t *rapid.T) text.Part {
			s := rapid.SampledFrom([]string{"", " ", "word", "<!channel>", "&amp;", "\u53d1\u7968", "*_~`", "\U0001F469\u200d\U0001F467", strings.Repeat("long ", 40), "\u202e\x00", strings.Repeat("\u62ac", 900)})
			long := strings.Repeat(s.Draw(t, "text"), rapid.IntRange(1, 60).Draw(t, "times"))
			p := text.Part{Kind: text.PartKind(rapid.IntRange(0, 6).Draw(t, "kind")), Text: rich.Escape(long), Facts: rapid.SliceOfN(s, 0, 25).Draw(t, "facts")}
			for range rapid.SampledFrom([]int{0, 1, 3, 30}).Draw(t, "buttons") {
				p.Buttons = append(p.Buttons, text.Button{Label: s.Draw(t, "label"), Verb: s.Draw(t, "verb"), Value: s.Draw(t, "value"), Confirm: s.Draw(t, "confirm")})
			}
			return p
		})
		checkBlocks(t, bot.Blocks(text.Message{Parts: rapid.SliceOfN(part, 0, 9).Draw(t, "parts")}, bot.BlockContext{Ticket: 1}), 50)
	})
}

func TestSenderTextIsQuiet(t *testing.T) {
	for name, s := range hostile() {
		t.Run(name, func(t *testing.T) {
			inRig(t, func(r *rig) {
				n := saying(s, inChannel("C0HELP"))
				n.Slot = "s"
				r.queue.put(n)
				r.run(time.Second)
				n.Key, n.Params = "", notice.Params{"say": notice.Text(s + "!")}
				r.queue.put(n)
				r.run(time.Second)
				got := r.said("C0HELP")
				if len(got) != 1 || strings.ContainsAny(got[0], "<>") || utf8.RuneCountInString(got[0]) > 3000 || !strings.HasPrefix(got[0], "#42") {
					t.Errorf("said %.200q", got)
				}
				if strings.Contains(r.log.String(), "plain text") {
					t.Errorf("Slack refused the blocks: %s", r.log)
				}
			})
		})
	}
}

func TestEncoder(t *testing.T) {
	at := time.Unix(1772534040, 0)
	for name, row := range map[string]struct{ got, want string }{
		"escape":              {rich.Escape("a < b & c > d <!channel>"), "a &lt; b &amp; c &gt; d &lt;!channel&gt;"},
		"marks at an edge":    {rich.Escape("*a* _b_ ~c~ `d`"), "\u2217a\u2217 \u02cdb\u02cd \u223cc\u223c \u02cbd\u02cb"},
		"marks inside words":  {rich.Escape("a_b 2*3 x~y"), "a_b 2*3 x~y"},
		"marks in an address": {rich.Escape("see https://x.test/~a/_b_ _c_"), "see https://x.test/~a/_b_ \u02cdc\u02cd"},
		"direction":           {rich.Escape("a\u202eb\u2066c\x07d\u200fe"), "abcd\u200fe"},
		"mention":             {rich.Mention("U0ANN"), "<@U0ANN>"},
		"mention of no id":    {rich.Mention("<!channel>"), ""},
		"name":                {rich.Name("U0ANN"), "Ann &lt;3"},
		"channel":             {rich.Channel("C0HELP"), "<#C0HELP>"},
		"time today":          {rich.Time(at, "10:34"), "<!date^1772534040^{time}|10:34>"},
		"time another day":    {rich.Time(at, "Mon 10:34"), "<!date^1772534040^{date_short_pretty} {time}|Mon 10:34>"},
		"hostile fallback":    {rich.Time(at, "<a|b^c>"), "<!date^1772534040^{date_short_pretty} {time}|a/bc>"},
		"no time":             {rich.Time(time.Time{}, "soon"), "soon"},
		"link":                {rich.Link("https://a.test/?x=1&y=<b>|c", "post"), "<https://a.test/?x=1&amp;y=%3Cb%3E%7Cc|post>"},
		"link elsewhere":      {rich.Link("javascript:alert(1)", "post"), "post"},
		"bold":                {rich.Bold(" a "), "\u200b*a*\u200b"},
		"bold of nothing":     {rich.Bold("  "), "  "},
		"bold over lines":     {rich.Bold("a\nb"), "a\nb"},
		"bare escape":         {bot.Bare{}.Escape("<!channel>\u202e"), "\u2039!channel\u203a"},
		"bare mention":        {bot.Bare(rich).Mention("U0ANN"), "Ann \u20393"},
		"bare channel":        {bot.Bare{}.Channel("help"), "#help"},
		"bare link":           {bot.Bare{}.Link("https://a.test", "post"), "post"},
		"bare time":           {bot.Bare{}.Time(at, "10:34"), "10:34"},
	} {
		if row.got != row.want {
			t.Errorf("%s: got %q, want %q", name, row.got, row.want)
		}
	}
}

// reporter is a test or a rapid check.
type reporter interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// checkBlocks fails unless Slack would take the blocks, and returns their JSON.
func checkBlocks(t reporter, blocks []slack.Block, most int) []byte {
	t.Helper()
	raw, err := json.Marshal(blocks)
	if err != nil {
		t.Fatalf("%v", err)
	}
	c := &limits{t: t, ids: map[string]bool{}}
	if len(blocks) > most {
		t.Errorf("%d blocks", len(blocks))
	}
	for _, b := range decodeList(t, raw) {
		c.block(b)
	}
	if most == 50 && (c.chars > 9000 || len(raw) > 15_000) {
		t.Errorf("%d characters, %d bytes", c.chars, len(raw))
	}
	return raw
}

func decodeList(t reporter, raw []byte) []map[string]any {
	var list []map[string]any
	if err := json.Unmarshal(raw, &list); err != nil {
		t.Fatalf("%v", err)
	}
	return list
}

// markdownIn are all mrkdwn texts of blocks.
func markdownIn(raw []byte) []string {
	var out []string
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, x := range v {
				walk(x)
			}
		case map[string]any:
			if v["type"] == "mrkdwn" {
				out = append(out, v["text"].(string))
			}
			for _, x := range v {
				walk(x)
			}
		}
	}
	var v any
	_ = json.Unmarshal(raw, &v)
	walk(v)
	return out
}

// limits checks blocks against the limits Slack publishes.
type limits struct {
	t     reporter
	ids   map[string]bool
	chars int
}

func (c *limits) text(where string, v any, most int) {
	c.t.Helper()
	o, _ := v.(map[string]any)
	s, _ := o["text"].(string)
	n := utf8.RuneCountInString(s)
	c.chars += n
	if n < 1 || n > most || !utf8.ValidString(s) {
		c.t.Errorf("%s has %d characters, most is %d", where, n, most)
	}
	if o["type"] != "plain_text" && o["type"] != "mrkdwn" {
		c.t.Errorf("%s is %v", where, o["type"])
	}
}

func (c *limits) count(where string, v any, most int) []any {
	c.t.Helper()
	list, _ := v.([]any)
	if len(list) < 1 || len(list) > most {
		c.t.Errorf("%s has %d items, allowed are 1 to %d", where, len(list), most)
	}
	return list
}

func (c *limits) block(b map[string]any) {
	c.t.Helper()
	id, _ := b["block_id"].(string)
	if len(id) > 255 || id != "" && c.ids[id] {
		c.t.Errorf("block id %q", id)
	}
	c.ids[id] = true
	switch b["type"] {
	case "section":
		if b["text"] != nil {
			c.text("section", b["text"], 3000)
		} else {
			for _, f := range c.count("fields", b["fields"], 10) {
				c.text("field", f, 2000)
			}
		}
		if a, ok := b["accessory"].(map[string]any); ok {
			c.beside(a)
		}
	case "header":
		c.text("header", b["text"], 150)
	case "context":
		for _, e := range c.count("context", b["elements"], 10) {
			c.text("context", e, 3000)
		}
	case "actions":
		seen := map[string]bool{}
		for _, e := range c.count("actions", b["elements"], 25) {
			c.button(e.(map[string]any), seen)
		}
	case "input":
		c.text("label", b["label"], 2000)
		if b["hint"] != nil {
			c.text("hint", b["hint"], 2000)
		}
		c.input(b["element"].(map[string]any))
	case "divider":
	default:
		c.t.Errorf("block %v", b["type"])
	}
}

func (c *limits) button(e map[string]any, seen map[string]bool) {
	c.t.Helper()
	c.text("button", e["text"], 75)
	id, _ := e["action_id"].(string)
	if id == "" || utf8.RuneCountInString(id) > 255 || seen[id] {
		c.t.Errorf("action id %q", id)
	}
	seen[id] = true
	if n := utf8.RuneCountInString(fmt.Sprint(e["accessibility_label"])); n > 75 {
		c.t.Errorf("accessibility label of %d", n)
	}
	if v, _ := e["value"].(string); utf8.RuneCountInString(v) > 2000 {
		c.t.Errorf("value of %d", len(v))
	}
	if q, ok := e["confirm"].(map[string]any); ok {
		c.text("confirm title", q["title"], 100)
		c.text("confirm text", q["text"], 300)
		c.text("confirm button", q["confirm"], 30)
	}
}

func (c *limits) input(e map[string]any) {
	c.t.Helper()
	switch e["type"] {
	case "static_select", "radio_buttons":
		most := map[any]int{"static_select": 100, "radio_buttons": 10}[e["type"]]
		options := c.count("options", e["options"], most)
		for _, o := range options {
			c.text("option", o.(map[string]any)["text"], 75)
			if v := o.(map[string]any)["value"].(string); v == "" || utf8.RuneCountInString(v) > 150 {
				c.t.Errorf("option value %q", v)
			}
		}
		if first := e["initial_option"]; first != nil && !slices.ContainsFunc(options, func(o any) bool { return fmt.Sprint(o) == fmt.Sprint(first) }) {
			c.t.Errorf("initial option %v is none of the options", first)
		}
	case "plain_text_input":
		most, _ := e["max_length"].(float64)
		s, _ := e["initial_value"].(string)
		if most < 1 || most > 3000 || utf8.RuneCountInString(s) > int(most) {
			c.t.Errorf("max %v, starts with %d", most, utf8.RuneCountInString(s))
		}
	case "multi_static_select":
		c.count("options", e["options"], 100)
	case "users_select", "multi_users_select", "datetimepicker":
	default:
		c.t.Errorf("input %v", e["type"])
	}
}
