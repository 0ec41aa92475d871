package bot

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"github.com/firstask/firstask/text"
)

// The sizes of a dialog.
const (
	mostViewTitle    = 24
	mostViewBlocks   = 100
	mostMetadata     = 3000
	mostInputLabel   = 2000
	mostInput        = 3000
	mostOptions      = 100
	mostRadio        = 10
	mostOptionLabel  = 75
	mostOptionValue  = 150
	mostPlaceholders = 150
)

// FormPrefix begins the callback id of every dialog; the verb follows it.
const FormPrefix = "form:"

// InputAction is the action id of every input; its block id is the field's id.
const InputAction = "value"

// FormMeta travels with a dialog and comes back with what was typed.
type FormMeta struct {
	Verb    string `json:"verb"`
	Ticket  int64  `json:"ticket,omitempty"`
	Channel string `json:"channel,omitempty"`
	TS      string `json:"ts,omitempty"`
	Thread  string `json:"thread,omitempty"`
	Link    string `json:"link,omitempty"`
	Author  string `json:"author,omitempty"`
	Private bool   `json:"private,omitempty"`
	DM      bool   `json:"dm,omitempty"`
}

// ReadFormMeta reads what FormView put into the private metadata; metadata of
// another shape is a zero FormMeta.
func ReadFormMeta(private string) FormMeta {
	var m FormMeta
	if err := json.Unmarshal([]byte(private), &m); err != nil {
		return FormMeta{}
	}
	return m
}

func (m FormMeta) encode() string {
	raw, err := json.Marshal(m)
	if err != nil || utf8.RuneCount(raw) > mostMetadata {
		m = FormMeta{Verb: cutRunes(m.Verb, mostID), Ticket: m.Ticket, Channel: m.Channel, TS: m.TS}
		raw, err = json.Marshal(m)
	}
	if err != nil {
		return "{}"
	}
	return string(raw)
}

// FormView draws a form as a modal view within Slack's limits. The callback id
// is form:VERB, each input's block id is its field's id, and what a field
// starts with (its Initial) is what the person sees in it. An Instant starts
// with Unix seconds or RFC 3339.
func FormView(f text.Form, meta FormMeta) slack.ModalViewRequest {
	v := slack.ModalViewRequest{
		Type: slack.VTModal, Title: plainText(orElse(f.Title, f.Verb), mostViewTitle),
		CallbackID: cutRunes(FormPrefix+f.Verb, mostID), PrivateMetadata: meta.encode(),
	}
	if f.Cancel != "" {
		v.Close = plainText(f.Cancel, mostViewTitle)
	}
	inputs := false
	for i, field := range f.Fields[:min(len(f.Fields), mostViewBlocks)] {
		b := fieldBlock(field, i)
		inputs = inputs || b.BlockType() == slack.MBTInput
		v.Blocks.BlockSet = append(v.Blocks.BlockSet, b)
	}
	if len(v.Blocks.BlockSet) == 0 {
		v.Blocks.BlockSet = []slack.Block{&slack.SectionBlock{Type: slack.MBTSection, Text: plainText(orElse(f.Title, f.Verb), mostSection)}}
	}
	if inputs || f.Submit != "" {
		v.Submit = plainText(orElse(f.Submit, f.Title, f.Verb), mostViewTitle)
	}
	return v
}

func fieldBlock(f text.Field, n int) slack.Block {
	id := cutRunes(orElse(f.ID, "field"+strconv.Itoa(n)), mostID)
	if f.Kind == text.Note {
		return &slack.SectionBlock{Type: slack.MBTSection, BlockID: id, Text: rich(orElse(f.Label, f.Hint, "…"), mostSection)}
	}
	b := slack.NewInputBlock(id, plainText(orElse(f.Label, id), mostInputLabel), nil, fieldInput(f))
	if f.Hint != "" {
		b.Hint = plainText(f.Hint, mostInputLabel)
	}
	b.Optional = f.Optional
	return b
}

// fieldInput is the element a field is typed or chosen in. A choice among
// nothing is typed.
func fieldInput(f text.Field) slack.BlockElement {
	switch f.Kind {
	case text.Person:
		e := slack.NewOptionsSelectBlockElement(slack.OptTypeUser, nil, InputAction)
		if slackID(f.Initial) {
			e.InitialUser = f.Initial
		}
		return e
	case text.People:
		e := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeUser, nil, InputAction)
		e.InitialUsers = slices.DeleteFunc(several(f.Initial), func(id string) bool { return !slackID(id) })
		return e
	case text.Choice, text.Choices, text.Radio:
		if len(f.Options) > 0 {
			return choice(f)
		}
	case text.Day:
		e := slack.NewDatePickerBlockElement(InputAction)
		if _, err := time.Parse(time.DateOnly, f.Initial); err == nil {
			e.InitialDate = f.Initial
		}
		return e
	case text.Instant:
		e := slack.NewDateTimePickerBlockElement(InputAction)
		e.InitialDateTime = unixOf(f.Initial)
		return e
	case text.Line, text.Lines, text.Note:
	}
	return typed(f)
}

func typed(f text.Field) *slack.PlainTextInputBlockElement {
	e := slack.NewPlainTextInputBlockElement(nil, InputAction)
	e.Multiline = f.Kind == text.Lines
	e.MaxLength = mostInput
	if f.Max > 0 {
		e.MaxLength = min(f.Max, mostInput)
	}
	e.InitialValue = cutRunes(f.Initial, e.MaxLength)
	return e
}

// several are the values of a field that takes any number.
func several(values string) []string {
	return strings.FieldsFunc(values, func(r rune) bool { return r == ',' })
}

// choice is a row of radio buttons while all fit, else a menu.
func choice(f text.Field) slack.BlockElement {
	options, chosen := optionsOf(f)
	if f.Kind == text.Choices {
		e := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeStatic, nil, InputAction, options...)
		e.InitialOptions = chosen
		return e
	}
	var initial *slack.OptionBlockObject
	if len(chosen) > 0 {
		initial = chosen[0]
	}
	if f.Kind == text.Radio && len(options) <= mostRadio {
		e := slack.NewRadioButtonsBlockElement(InputAction, options...)
		e.InitialOption = initial
		return e
	}
	e := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, nil, InputAction, options...)
	e.InitialOption = initial
	return e
}

func optionsOf(f text.Field) (options, chosen []*slack.OptionBlockObject) {
	seen := map[string]bool{}
	initial := []string{f.Initial}
	if f.Kind == text.Choices {
		initial = several(f.Initial)
	}
	for _, o := range f.Options {
		value := cutRunes(orElse(o.Value, o.Label), mostOptionValue)
		if value == "" || seen[value] || len(options) == mostOptions {
			continue
		}
		seen[value] = true
		option := slack.NewOptionBlockObject(value, plainText(orElse(o.Label, value), mostOptionLabel), nil)
		options = append(options, option)
		if slices.Contains(initial, o.Value) && o.Value != "" {
			chosen = append(chosen, option)
		}
	}
	return options, chosen
}

// unixOf reads Unix seconds or RFC 3339; 0 for neither.
func unixOf(s string) int64 {
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return n
	}
	if t, err := time.Parse(time.RFC3339Nano, s); err == nil {
		return t.Unix()
	}
	return 0
}

// orElse is the first that is not blank.
func orElse(all ...string) string {
	for _, s := range all {
		if strings.TrimSpace(s) != "" {
			return s
		}
	}
	return ""
}
