package bot_test

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"github.com/firstask/firstask/bot"
	"github.com/firstask/firstask/text"
)

func many(n int) []text.Option {
	out := make([]text.Option, n)
	for i := range out {
		out[i] = text.Option{Label: "Option " + strconv.Itoa(i), Value: strconv.Itoa(i)}
	}
	return out
}

func TestFormGolden(t *testing.T) {
	f := text.Form{
		Verb: "handoff", Title: "Hand over #42", Submit: "Hand over", Cancel: "Cancel",
		Fields: []text.Field{
			{Kind: text.Note, Label: "Ann follows until somebody accepts."},
			{ID: "to", Kind: text.Person, Label: "To", Initial: "U0WEN", Hint: "Away until Thursday, backup: Ben"},
			{ID: "also", Kind: text.People, Label: "Also", Initial: "U0WEN,U0LI,nobody", Optional: true},
			{ID: "with", Kind: text.Choices, Label: "With", Options: many(3), Initial: "2,0", Optional: true},
			{ID: "topic", Kind: text.Choice, Label: "Topic", Options: many(3), Initial: "1", Optional: true},
			{ID: "why", Kind: text.Radio, Label: "Why", Options: many(4), Initial: "2"},
			{ID: "at", Kind: text.Instant, Label: "By", Initial: "2026-03-03T10:34:00Z", Optional: true},
			{ID: "reason", Kind: text.Lines, Label: "Reason", Initial: "as <typed> & kept", Max: 500},
			{ID: "line", Kind: text.Line, Label: "Title", Optional: true},
		},
	}
	meta := bot.FormMeta{Verb: "handoff", Ticket: 42, Channel: "C0HELP", TS: "1.2", Link: "https://acme.slack.com/archives/C0HELP/p12"}
	v := bot.FormView(f, meta)
	checkView(t, v)
	golden(t, "form_handoff", v)
	diff(t, "meta", bot.ReadFormMeta(v.PrivateMetadata), meta)
}

func TestFormLimits(t *testing.T) {
	long := strings.Repeat("\u53d1<!channel>&", 1000)
	for name, f := range map[string]text.Form{
		"long everything": {Verb: "new", Title: long, Submit: long, Cancel: long, Fields: []text.Field{
			{ID: "a", Kind: text.Line, Label: long, Hint: long, Initial: long, Max: 10_000},
			{ID: "b", Kind: text.Choice, Label: long, Options: []text.Option{{Label: long, Value: long}}, Initial: long},
			{Kind: text.Note, Label: long},
		}},
		"too many options":     {Verb: "new", Title: "T", Submit: "S", Fields: []text.Field{{ID: "a", Kind: text.Choice, Label: "A", Options: many(250), Initial: "249"}}},
		"too many radios":      {Verb: "new", Title: "T", Submit: "S", Fields: []text.Field{{ID: "a", Kind: text.Radio, Label: "A", Options: many(11)}}},
		"same option twice":    {Verb: "new", Title: "T", Submit: "S", Fields: []text.Field{{ID: "a", Kind: text.Radio, Label: "A", Options: append(many(2), many(2)...)}}},
		"choice among nothing": {Verb: "new", Title: "T", Submit: "S", Fields: []text.Field{{ID: "a", Kind: text.Choice, Label: "A"}}},
		"nothing at all":       {Verb: "new"},
		"input without submit": {Verb: "new", Title: "T", Fields: []text.Field{{Kind: text.Lines}}},
		"bad initials": {Verb: "new", Title: "T", Submit: "S", Fields: []text.Field{
			{ID: "a", Kind: text.Person, Label: "A", Initial: "ann"}, {ID: "b", Kind: text.Instant, Label: "B", Initial: "soon"},
		}},
		"too many fields": {Verb: "new", Title: "T", Submit: "S", Fields: func() (all []text.Field) {
			for i := range 120 {
				all = append(all, text.Field{ID: strconv.Itoa(i), Kind: text.Line, Label: "L"})
			}
			return all
		}()},
	} {
		t.Run(name, func(t *testing.T) {
			checkView(t, bot.FormView(f, bot.FormMeta{Verb: "new", Ticket: 42, Channel: "C", TS: "1.2", Link: long}))
		})
	}
}

func TestFormMetaThatIsTooLongKeepsWhatMatters(t *testing.T) {
	v := bot.FormView(text.Form{Verb: "new"}, bot.FormMeta{Verb: "new", Ticket: 42, Channel: "C", TS: "1.2", Link: strings.Repeat("x", 4000)})
	diff(t, "meta", bot.ReadFormMeta(v.PrivateMetadata), bot.FormMeta{Verb: "new", Ticket: 42, Channel: "C", TS: "1.2"})
	diff(t, "of another shape", bot.ReadFormMeta("{"), bot.FormMeta{})
}

// checkView fails unless Slack would open the view.
func checkView(t *testing.T, v slack.ModalViewRequest) {
	t.Helper()
	raw := checkBlocks(t, v.Blocks.BlockSet, 100)
	for what, o := range map[string]*slack.TextBlockObject{"title": v.Title, "submit": v.Submit, "close": v.Close} {
		if o == nil {
			continue
		}
		if n := utf8.RuneCountInString(o.Text); n < 1 || n > 24 || o.Type != slack.PlainTextType {
			t.Errorf("%s has %d characters of %s", what, n, o.Type)
		}
	}
	if v.Title == nil || len(v.Blocks.BlockSet) == 0 || len(v.PrivateMetadata) > 3000 || len(v.CallbackID) > 255 {
		t.Errorf("view %+v", v)
	}
	if strings.Contains(string(raw), `"type":"input"`) && v.Submit == nil {
		t.Error("an input without a submit button")
	}
	if whole, err := json.Marshal(v); err != nil || len(whole) > 250_000 {
		t.Errorf("view of %d bytes, %v", len(whole), err)
	}
}
