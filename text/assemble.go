package text

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// What one message may hold, under the platform's own limits.
const (
	mostParts   = 45
	mostRunes   = 8000
	mostBytes   = 10_000
	mostPlain   = 3000
	mostInRow   = 5
	mostLabel   = 75
	mostConfirm = 300
	mostRows    = 20
)

// message writes a message twice: its parts, and the plain words of the same.
func (p *pen) message(write func(*pen) []Part) Message {
	return Message{Plain: plainOf(write(p.plain())), Parts: tidy(write(p))}
}

func para(text string) Part  { return Part{Kind: Para, Text: text} }
func small(text string) Part { return Part{Kind: Context, Text: text} }
func row(buttons ...Button) Part {
	return Part{Kind: Buttons, Buttons: slices.DeleteFunc(buttons, func(b Button) bool { return b.Verb == "" })}
}
func paras(texts ...string) []Part    { return partsOf(Para, texts) }
func contexts(texts ...string) []Part { return partsOf(Context, texts) }

func partsOf(k PartKind, texts []string) []Part {
	var parts []Part
	for _, t := range texts {
		if t != "" {
			parts = append(parts, Part{Kind: k, Text: t})
		}
	}
	return parts
}

// plainOf is all that a message says, line by line, without its buttons.
func plainOf(parts []Part) string {
	var lines []string
	for _, part := range parts {
		if part.Text != "" {
			lines = append(lines, part.Text)
		}
		lines = append(lines, part.Facts...)
	}
	return cut(strings.Join(lines, "\n"), mostPlain)
}

// tidy keeps a message within its limits: empty parts go, long rows are split,
// and words beyond the limit are left out, never the buttons.
func tidy(parts []Part) []Part {
	var out []Part
	runes, bytes := 0, 0
	for _, part := range parts {
		if part.Kind == Buttons {
			out = append(out, rows(part)...)
			continue
		}
		if part.Text == "" && len(part.Facts) == 0 && part.Kind != Divider {
			continue
		}
		size := part.Text + strings.Join(part.Facts, "")
		runes, bytes = runes+utf8.RuneCountInString(size), bytes+len(size)
		if runes <= mostRunes && bytes <= mostBytes {
			out = append(out, part)
		}
	}
	return out[:min(len(out), mostParts)]
}

func rows(part Part) []Part {
	var out []Part
	for chunk := range slices.Chunk(part.Buttons, mostInRow) {
		for i := range chunk {
			chunk[i].Label, chunk[i].Confirm = cut(chunk[i].Label, mostLabel), cut(chunk[i].Confirm, mostConfirm)
		}
		out = append(out, Part{Kind: Buttons, Buttons: chunk, Ticket: part.Ticket})
	}
	return out
}

// fitted is a sentence whose "what" is cut so that its beginning, up to the
// value named last, lies within the first look at a notification.
func (p *pen) fitted(key string, values data, what, last string) string {
	values["what"] = ""
	bare := p.plain()
	empty := bare.say(key, values)
	end := strings.LastIndex(empty, values[last])
	if last == "" || values[last] == "" || end < 0 || !p.bare {
		values["what"] = p.gist(what, gistText)
		return p.say(key, values)
	}
	room := firstLook - utf8.RuneCountInString(empty[:end+len(values[last])])
	values["what"] = p.gist(what, min(max(room, 12), gistText))
	return p.say(key, values)
}
