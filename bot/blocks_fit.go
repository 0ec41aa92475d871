package bot

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"
)

const ellipsis = "…"

// leastText is the length below which text is no longer shortened to fit.
const leastText = 80

// fit shortens the longest texts until the whole message keeps within its
// budget. When nothing is long any more, blocks without buttons are left out
// from the end; only a message of buttons alone loses its last ones.
func fit(blocks []slack.Block) []slack.Block {
	for size(blocks).over() {
		t := longest(blocks)
		if t == nil || utf8.RuneCountInString(t.Text) <= leastText {
			shorter, ok := dropLast(blocks)
			if !ok {
				return blocks
			}
			blocks = shorter
			continue
		}
		shorten(t, utf8.RuneCountInString(t.Text)*2/3)
	}
	return blocks
}

type weight struct{ chars, bytes int }

func (w weight) over() bool { return w.chars > budgetChars || w.bytes > budgetJSON }

func size(blocks []slack.Block) weight {
	raw, err := json.Marshal(blocks)
	if err != nil {
		return weight{}
	}
	w := weight{bytes: len(raw)}
	for _, t := range texts(blocks) {
		w.chars += utf8.RuneCountInString(t.Text)
	}
	return w
}

func shorten(t *slack.TextBlockObject, most int) {
	if t.Type == slack.PlainTextType {
		t.Text = cutRunes(t.Text, most)
		return
	}
	t.Text = cutMarkup(t.Text, most)
}

// longest is the longest text that may be shortened, by the bytes it takes.
func longest(blocks []slack.Block) *slack.TextBlockObject {
	var most *slack.TextBlockObject
	for _, t := range prose(blocks) {
		if most == nil || len(t.Text) > len(most.Text) {
			most = t
		}
	}
	return most
}

// prose are the texts of a message without those of its buttons.
func prose(blocks []slack.Block) []*slack.TextBlockObject {
	var all []*slack.TextBlockObject
	for _, b := range blocks {
		switch b := b.(type) {
		case *slack.SectionBlock:
			if b.Text != nil {
				all = append(all, b.Text)
			}
			all = append(all, b.Fields...)
		case *slack.HeaderBlock:
			all = append(all, b.Text)
		case *slack.ContextBlock:
			for _, e := range b.ContextElements.Elements {
				if t, ok := e.(*slack.TextBlockObject); ok {
					all = append(all, t)
				}
			}
		}
	}
	return all
}

func texts(blocks []slack.Block) []*slack.TextBlockObject {
	all := prose(blocks)
	for _, b := range blocks {
		all = append(all, options(b)...)
		row, ok := b.(*slack.ActionBlock)
		if !ok {
			continue
		}
		for _, e := range row.Elements.ElementSet {
			if button, ok := e.(*slack.ButtonBlockElement); ok {
				all = append(all, button.Text)
				if c := button.Confirm; c != nil {
					all = append(all, c.Title, c.Text, c.Confirm)
				}
			}
		}
	}
	return all
}

// options are the texts of a menu beside a paragraph.
func options(b slack.Block) []*slack.TextBlockObject {
	section, ok := b.(*slack.SectionBlock)
	if !ok || section.Accessory == nil || section.Accessory.OverflowElement == nil {
		return nil
	}
	var all []*slack.TextBlockObject
	for _, o := range section.Accessory.OverflowElement.Options {
		all = append(all, o.Text)
	}
	return all
}

// acts reports whether a block has something to press.
func acts(b slack.Block) bool {
	section, ok := b.(*slack.SectionBlock)
	return b.BlockType() == slack.MBTAction || ok && section.Accessory != nil
}

// dropLast leaves out the last block without anything to press, else the last
// of several; a single row is halved.
func dropLast(blocks []slack.Block) ([]slack.Block, bool) {
	for i, b := range slices.Backward(blocks) {
		if !acts(b) {
			return append(append([]slack.Block{}, blocks[:i]...), blocks[i+1:]...), true
		}
	}
	if len(blocks) > 1 {
		return blocks[:len(blocks)-1], true
	}
	if len(blocks) == 1 {
		if row, ok := blocks[0].(*slack.ActionBlock); ok && len(row.Elements.ElementSet) > 1 {
			row.Elements.ElementSet = row.Elements.ElementSet[:len(row.Elements.ElementSet)/2]
			return blocks, true
		}
	}
	return blocks, false
}

// cutRunes shortens text to at most so many characters, with an ellipsis where
// something is missing.
func cutRunes(s string, most int) string {
	s = strings.ToValidUTF8(s, "")
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	if most < 1 {
		return ""
	}
	return strings.TrimRight(string([]rune(s)[:most-1]), " \n") + ellipsis
}

// cutMarkup is cutRunes for encoded text: it never cuts inside an entity or a
// <…> token, and leaves no bold open.
func cutMarkup(s string, most int) string {
	s = strings.ToValidUTF8(s, "")
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	kept := string([]rune(s)[:max(0, most-2)])
	if i := strings.LastIndexByte(kept, '<'); i >= 0 && !strings.Contains(kept[i:], ">") {
		kept = kept[:i]
	}
	if i := strings.LastIndexByte(kept, '&'); i >= 0 && !strings.Contains(kept[i:], ";") {
		kept = kept[:i]
	}
	kept = strings.TrimRight(kept, " \n")
	if strings.Count(kept[strings.LastIndexByte(kept, '\n')+1:], "*")%2 == 1 {
		kept += "*"
	}
	return kept + ellipsis
}
