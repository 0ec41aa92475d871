package bot

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"github.com/firstask/firstask/text"
)

// The sizes Slack allows, in characters or items. A message as a whole is kept
// under a budget: Slack refuses sums that no single limit forbids.
const (
	mostBlocks      = 50
	mostFields      = 10
	mostButtons     = 25
	mostContext     = 10
	mostSection     = 3000
	mostField       = 2000
	mostHeader      = 150
	mostLabel       = 75
	mostValue       = 2000
	mostConfirm     = 300
	mostTitle       = 100
	mostConfirmOK   = 30
	mostMenu        = 5
	mostID          = 255
	budgetChars     = 9_000
	budgetJSON      = 15_000
	mostMessageText = 3_000
)

// BlockContext says which ticket a message is about, for its buttons.
type BlockContext struct {
	// Ticket is the number; 0 for none.
	Ticket int64
	// Rev tells the drawings of a live message apart; 0 for a message drawn once.
	Rev int64
	// Revs are the revisions of the tickets a message of several speaks of.
	Revs map[int64]int64
}

// menuAction is the action id of every menu: what was chosen says the verb.
const menuAction = "menu"

// Blocks draws a message as Block Kit within every limit of Slack: at most 50
// blocks, 9,000 characters and 15,000 bytes, long text cut by characters and
// never inside a mention or an entity. A block id is t<number>.<n>, with the
// revision between the two if there is one; an action id is VERB or VERB:detail;
// a button's value is its own or else the ticket's number. In a message of
// several each part has the number and revision of its own ticket. The options
// of a menu have the action id of the button as their value.
func Blocks(m text.Message, c BlockContext) []slack.Block {
	blocks := drawBlocks(m, c)
	return fit(blocks[:min(len(blocks), mostBlocks)])
}

// drawBlocks draws a message whatever its size; see fits.
func drawBlocks(m text.Message, c BlockContext) []slack.Block {
	d := drawing{}
	for _, p := range m.Parts {
		d.BlockContext = c
		if p.Ticket != 0 {
			d.Ticket, d.Rev = p.Ticket, c.Revs[p.Ticket]
		}
		d.part(p)
	}
	return d.blocks
}

// fits reports whether Slack takes the blocks as they are.
func fits(blocks []slack.Block) bool { return len(blocks) <= mostBlocks && !size(blocks).over() }

// drawing collects the blocks of one message; the context is that of the part being drawn.
type drawing struct {
	BlockContext
	blocks []slack.Block
}

func (d *drawing) id() string {
	n := len(d.blocks) + 1
	if d.Rev == 0 {
		return fmt.Sprintf("t%d.%d", d.Ticket, n)
	}
	return fmt.Sprintf("t%d.%d.%d", d.Ticket, d.Rev, n)
}

func (d *drawing) add(b slack.Block) { d.blocks = append(d.blocks, b) }

func (d *drawing) part(p text.Part) {
	switch p.Kind {
	case text.Para:
		if strings.TrimSpace(p.Text) != "" {
			d.add(&slack.SectionBlock{Type: slack.MBTSection, BlockID: d.id(), Text: rich(p.Text, mostSection)})
		}
	case text.Title:
		if strings.TrimSpace(p.Text) != "" {
			d.add(&slack.HeaderBlock{Type: slack.MBTHeader, BlockID: d.id(), Text: plainText(p.Text, mostHeader)})
		}
	case text.Fields:
		d.fields(p.Facts)
	case text.Context:
		d.context(p)
	case text.Buttons:
		d.buttons(p.Buttons)
	case text.Menu:
		d.menu(p)
	case text.Divider:
		d.add(&slack.DividerBlock{Type: slack.MBTDivider, BlockID: d.id()})
	}
}

func (d *drawing) fields(facts []string) {
	facts = spoken(facts)
	for chunk := range slices.Chunk(facts, mostFields) {
		b := &slack.SectionBlock{Type: slack.MBTSection, BlockID: d.id()}
		for _, f := range chunk {
			b.Fields = append(b.Fields, rich(f, mostField))
		}
		d.add(b)
	}
}

func (d *drawing) context(p text.Part) {
	for chunk := range slices.Chunk(spoken(append([]string{p.Text}, p.Facts...)), mostContext) {
		b := &slack.ContextBlock{Type: slack.MBTContext, BlockID: d.id()}
		for _, s := range chunk {
			b.ContextElements.Elements = append(b.ContextElements.Elements, rich(s, mostSection))
		}
		d.add(b)
	}
}

// buttons fills rows; a second button with the same action id begins a new
// block, where the id may stand again.
func (d *drawing) buttons(all []text.Button) {
	seen := map[string]bool{}
	var row []slack.BlockElement
	flush := func() {
		if len(row) > 0 {
			d.add(&slack.ActionBlock{Type: slack.MBTAction, BlockID: d.id(), Elements: &slack.BlockElements{ElementSet: row}})
		}
		row, seen = nil, map[string]bool{}
	}
	for _, b := range all {
		if strings.TrimSpace(b.Label) == "" || b.Verb == "" {
			continue
		}
		if seen[actionID(b)] || len(row) == mostButtons {
			flush()
		}
		seen[actionID(b)] = true
		row = append(row, d.button(b))
	}
	flush()
}

// menu is a paragraph with its buttons in a menu at its side; a button alone
// stands there itself.
func (d *drawing) menu(p text.Part) {
	if strings.TrimSpace(p.Text) == "" {
		return
	}
	b := &slack.SectionBlock{Type: slack.MBTSection, BlockID: d.id(), Text: rich(p.Text, mostSection)}
	switch choices := d.choices(p.Buttons); len(choices) {
	case 0:
	case 1:
		b.Accessory = slack.NewAccessory(d.button(choices[0]))
	default:
		options := make([]*slack.OptionBlockObject, len(choices))
		for i, c := range choices {
			label := &slack.TextBlockObject{Type: slack.PlainTextType, Text: cutRunes(c.Label, mostOptionLabel)}
			options[i] = slack.NewOptionBlockObject(actionID(c), label, nil)
		}
		b.Accessory = slack.NewAccessory(slack.NewOverflowBlockElement(menuAction, options...))
	}
	d.add(b)
}

// choices are the buttons a menu can hold: those that say no more than their
// verb and detail and ask nothing first.
func (d *drawing) choices(all []text.Button) []text.Button {
	seen := map[string]bool{}
	kept := slices.DeleteFunc(slices.Clone(all), func(b text.Button) bool {
		id, plain := actionID(b), b.Value == "" || b.Value == strconv.FormatInt(d.Ticket, 10)
		bad := b.Verb == "" || strings.TrimSpace(b.Label) == "" || b.Confirm != "" || !plain || len(id) > mostOptionValue || seen[id]
		seen[id] = true
		return bad
	})
	return kept[:min(len(kept), mostMenu)]
}

func actionID(b text.Button) string {
	if b.Detail == "" {
		return cutRunes(b.Verb, mostID)
	}
	return cutRunes(b.Verb+":"+b.Detail, mostID)
}

func (d *drawing) button(b text.Button) *slack.ButtonBlockElement {
	value, label := b.Value, b.Label
	if d.Ticket != 0 {
		number := strconv.FormatInt(d.Ticket, 10)
		label = cutRunes(b.Label, mostLabel-len(number)-2) + " #" + number
		if value == "" {
			value = number
		}
	}
	e := slack.NewButtonBlockElement(actionID(b), cutRunes(value, mostValue), plainText(b.Label, mostLabel))
	e.AccessibilityLabel = cutRunes(label, mostLabel)
	switch {
	case b.Danger:
		e.Style = slack.StyleDanger
	case b.Primary:
		e.Style = slack.StylePrimary
	}
	if b.Confirm != "" {
		e.Confirm = question(b)
	}
	return e
}

func question(b text.Button) *slack.ConfirmationBlockObject {
	c := &slack.ConfirmationBlockObject{
		Title: plainText(b.Label, mostTitle), Text: plainText(b.Confirm, mostConfirm), Confirm: plainText(b.Label, mostConfirmOK),
	}
	if b.Danger {
		c.Style = slack.StyleDanger
	}
	return c
}

// rich is encoded text; text without any markup is sent as plain text, in
// which Slack looks for none.
func rich(s string, most int) *slack.TextBlockObject {
	if !strings.ContainsAny(s, "<>&*_~`") {
		return plainText(s, most)
	}
	return &slack.TextBlockObject{Type: slack.MarkdownType, Text: cutMarkup(s, most), Verbatim: true}
}

func plainText(s string, most int) *slack.TextBlockObject {
	emoji := true
	return &slack.TextBlockObject{Type: slack.PlainTextType, Text: cutRunes(s, most), Emoji: &emoji}
}

// spoken leaves out what is empty.
func spoken(facts []string) []string {
	return slices.DeleteFunc(slices.Clone(facts), func(s string) bool { return strings.TrimSpace(s) == "" })
}
