package sandbox_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/firstask/firstask/sandbox"
)

func plain(n int) object  { return object{"type": "plain_text", "text": letters(n)} }
func mrkdwn(n int) object { return object{"type": "mrkdwn", "text": letters(n)} }

// letters uses a letter of three bytes: limits count characters.
func letters(n int) string { return strings.Repeat("\u20ac", n) }

func repeat(n int, item func(i int) any) []any {
	out := make([]any, n)
	for i := range n {
		out[i] = item(i)
	}
	return out
}

func name(prefix string, i int) string {
	return prefix + string(rune('a'+i/26)) + string(rune('a'+i%26))
}

func section(text object) object { return object{"type": "section", "text": text} }

func actions(elements ...any) object { return object{"type": "actions", "elements": elements} }

func button(edit object) object {
	return with(object{"type": "button", "text": plain(2), "action_id": "go"}, edit)
}

func with(o, edit object) object {
	maps.Copy(o, edit)
	return o
}

func option(text, value, description int) object {
	o := object{"text": plain(text), "value": letters(value)}
	if description > 0 {
		o["description"] = plain(description)
	}
	return o
}

func options(n int) []any {
	return repeat(n, func(i int) any { return object{"text": plain(1), "value": name("v", i)} })
}

func menu(kind string, n int) object {
	return actions(object{"type": kind, "action_id": "pick", "options": options(n)})
}

func groups(n int) object {
	return actions(object{"type": "static_select", "action_id": "pick", "option_groups": repeat(n, func(i int) any {
		return object{"label": plain(1), "options": []any{object{"text": plain(1), "value": name("v", i)}}}
	})})
}

func confirm(title, text, yes int) object {
	return actions(button(object{"confirm": object{"title": plain(title), "text": plain(text), "confirm": plain(yes), "deny": plain(2)}}))
}

func input(label, hint int, element object) object {
	return object{"type": "input", "label": plain(label), "hint": plain(hint), "element": element}
}

func textInput(edit object) object {
	return with(object{"type": "plain_text_input", "action_id": "say"}, edit)
}

func table(rows, cells int) object {
	return object{"type": "table", "rows": repeat(rows, func(int) any {
		return repeat(cells, func(int) any { return object{"type": "raw_text", "text": "x"} })
	})}
}

// TestBlockLimits has a value at each limit of Block Kit, which is accepted, and one above it, which is not.
func TestBlockLimits(t *testing.T) {
	rows := []struct {
		name    string
		limit   int
		block   func(n int) object
		pointer string
		says    string
	}{
		{"section text", 3000, func(n int) object { return section(mrkdwn(n)) }, "/blocks/0/text/text", "must be less than 3001 characters"},
		{"section fields", 10, func(n int) object {
			return object{"type": "section", "fields": repeat(n, func(int) any { return mrkdwn(3) })}
		}, "/blocks/0/fields", "no more than 10 items allowed"},
		{"section field", 2000, func(n int) object { return object{"type": "section", "fields": []any{mrkdwn(n)}} }, "/blocks/0/fields/0/text", "less than 2001"},
		{"header", 150, func(n int) object { return object{"type": "header", "text": plain(n)} }, "/blocks/0/text/text", "less than 151"},
		{"context elements", 10, func(n int) object {
			return object{"type": "context", "elements": repeat(n, func(int) any { return mrkdwn(3) })}
		}, "/blocks/0/elements", "no more than 10"},
		{"actions elements", 25, func(n int) object {
			return actions(repeat(n, func(i int) any { return button(object{"action_id": name("b", i)}) })...)
		}, "/blocks/0/elements", "no more than 25"},
		{"table rows", 100, func(n int) object { return table(n, 1) }, "/blocks/0/rows", "no more than 100"},
		{"table cells", 20, func(n int) object { return table(1, n) }, "/blocks/0/rows/0", "no more than 20"},
		{"image alt", 2000, func(n int) object { return object{"type": "image", "image_url": "u", "alt_text": letters(n)} }, "/blocks/0/alt_text", "less than 2001"},
		{"image url", 3000, func(n int) object { return object{"type": "image", "image_url": letters(n), "alt_text": "a"} }, "/blocks/0/image_url", "less than 3001"},
		{"button text", 75, func(n int) object { return actions(button(object{"text": plain(n)})) }, "/blocks/0/elements/0/text/text", "less than 76"},
		{"button value", 2000, func(n int) object { return actions(button(object{"value": letters(n)})) }, "/blocks/0/elements/0/value", "less than 2001"},
		{"button url", 3000, func(n int) object { return actions(button(object{"url": letters(n)})) }, "/blocks/0/elements/0/url", "less than 3001"},
		{"button label", 75, func(n int) object { return actions(button(object{"accessibility_label": letters(n)})) }, "/blocks/0/elements/0/accessibility_label", "less than 76"},
		{"action id", 255, func(n int) object { return actions(button(object{"action_id": letters(n)})) }, "/blocks/0/elements/0/action_id", "less than 256"},
		{"block id", 255, func(n int) object { return object{"type": "divider", "block_id": letters(n)} }, "/blocks/0/block_id", "less than 256"},
		{"option text", 75, func(n int) object {
			return actions(object{"type": "static_select", "action_id": "p", "options": []any{option(n, 1, 0)}})
		}, "/blocks/0/elements/0/options/0/text/text", "less than 76"},
		{"option value", 150, func(n int) object {
			return actions(object{"type": "static_select", "action_id": "p", "options": []any{option(1, n, 0)}})
		}, "/blocks/0/elements/0/options/0/value", "less than 151"},
		{"option description", 75, func(n int) object {
			return actions(object{"type": "static_select", "action_id": "p", "options": []any{option(1, 1, n)}})
		}, "/blocks/0/elements/0/options/0/description/text", "less than 76"},
		{"select options", 100, func(n int) object { return menu("static_select", n) }, "/blocks/0/elements/0/options", "no more than 100"},
		{"select groups", 100, groups, "/blocks/0/elements/0/option_groups", "no more than 100"},
		{"overflow", 5, func(n int) object { return menu("overflow", n) }, "/blocks/0/elements/0/options", "no more than 5"},
		{"checkboxes", 10, func(n int) object { return menu("checkboxes", n) }, "/blocks/0/elements/0/options", "no more than 10"},
		{"radio buttons", 10, func(n int) object { return menu("radio_buttons", n) }, "/blocks/0/elements/0/options", "no more than 10"},
		{"placeholder", 150, func(n int) object { return input(1, 1, textInput(object{"placeholder": plain(n)})) }, "/blocks/0/element/placeholder/text", "less than 151"},
		{"confirm title", 100, func(n int) object { return confirm(n, 1, 1) }, "/blocks/0/elements/0/confirm/title/text", "less than 101"},
		{"confirm text", 300, func(n int) object { return confirm(1, n, 1) }, "/blocks/0/elements/0/confirm/text/text", "less than 301"},
		{"confirm button", 30, func(n int) object { return confirm(1, 1, n) }, "/blocks/0/elements/0/confirm/confirm/text", "less than 31"},
		{"input label", 2000, func(n int) object { return input(n, 1, textInput(nil)) }, "/blocks/0/label/text", "less than 2001"},
		{"input hint", 2000, func(n int) object { return input(1, n, textInput(nil)) }, "/blocks/0/hint/text", "less than 2001"},
		{"input max_length", 3000, func(n int) object { return input(1, 1, textInput(object{"max_length": n})) }, "/blocks/0/element/max_length", "between 0 and 3000"},
		{"input initial value", 3000, func(n int) object { return input(1, 1, textInput(object{"initial_value": letters(n)})) }, "/blocks/0/element/initial_value", "less than 3001"},
	}
	o := mustOffice(t, sandbox.App{})
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			wantOK(t, o.call(t, "chat.postMessage", "channel", "C0HELP", "blocks", encode(t, []any{row.block(row.limit)})))
			got := o.call(t, "chat.postMessage", "channel", "C0HELP", "blocks", encode(t, []any{row.block(row.limit + 1)}))
			wantError(t, got, "invalid_blocks")
			wantComplaint(t, got, row.says, row.pointer)
		})
	}
}

func wantComplaint(tb testing.TB, got object, says, pointer string) {
	tb.Helper()
	all := encode(tb, got["response_metadata"])
	if !strings.Contains(all, says) || !strings.Contains(all, "[json-pointer:"+pointer+"]") {
		tb.Errorf("got %s, want %q at %s", all, says, pointer)
	}
}

// TestBlockRefusals are shapes that are wrong whatever their size.
func TestBlockRefusals(t *testing.T) {
	rows := []struct {
		name, pointer, says string
		blocks              []any
	}{
		{"unknown block", "/blocks/0/type", "unsupported type: dinner", []any{object{"type": "dinner"}}},
		{"unknown element", "/blocks/0/elements/0/type", "unsupported type", []any{actions(object{"type": "lever"})}},
		{"input in actions", "/blocks/0/elements/0/type", "unsupported type", []any{actions(textInput(nil))}},
		{"button in input", "/blocks/0/element/type", "unsupported type", []any{input(1, 1, button(nil))}},
		{"empty text", "/blocks/0/text/text", "must be more than 0 characters", []any{section(mrkdwn(0))}},
		{"no text", "/blocks/0", "missing required field", []any{object{"type": "section"}}},
		{"mrkdwn header", "/blocks/0/text/type", "unsupported type: mrkdwn", []any{object{"type": "header", "text": mrkdwn(2)}}},
		{"two blocks of one id", "/blocks/1/block_id", "already exists", []any{
			object{"type": "divider", "block_id": "x"}, object{"type": "divider", "block_id": "x"},
		}},
		{"two actions of one id", "/blocks/0/elements/1/action_id", "already exists", []any{actions(button(nil), button(nil))}},
		{"no actions", "/blocks/0/elements", "no fewer than 1", []any{actions()}},
		{"odd style", "/blocks/0/elements/0/style", "must be one of", []any{actions(button(object{"style": "pink"}))}},
		{"initial option elsewhere", "/blocks/0/elements/0", "initial option", []any{actions(object{
			"type": "static_select", "action_id": "p", "options": options(2), "initial_option": object{"text": plain(1), "value": "zz"},
		})}},
		{"bad date", "/blocks/0/element/initial_date", "format", []any{input(1, 1, object{"type": "datepicker", "initial_date": "3 May"})}},
		{"emoji on mrkdwn", "/blocks/0/text", "additional property: emoji", []any{section(with(mrkdwn(2), object{"emoji": true}))}},
	}
	o := mustOffice(t, sandbox.App{})
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			got := o.callJSON(t, "chat.postMessage", object{"channel": "C0HELP", "blocks": row.blocks})
			wantError(t, got, "invalid_blocks")
			wantComplaint(t, got, row.says, row.pointer)
		})
	}
}

// TestMessageLimits are limits of whole messages: an accepted and a refused one each.
func TestMessageLimits(t *testing.T) {
	sections := func(n, chars int) []any { return repeat(n, func(int) any { return section(plain(chars)) }) }
	ascii := func(n, chars int) []any {
		return repeat(n, func(int) any { return section(object{"type": "plain_text", "text": strings.Repeat("x", chars)}) })
	}
	meta := func(n int) object {
		return object{"event_type": "t", "event_payload": object{"id": strings.Repeat("x", n)}}
	}
	rows := []struct {
		name, method, code string
		good, bad          object
	}{
		{"blocks", "chat.postMessage", "invalid_blocks", object{"blocks": sections(50, 1)}, object{"blocks": sections(51, 1)}},
		{"characters together", "chat.postMessage", "msg_blocks_too_long", object{"blocks": ascii(5, 2000)}, object{"blocks": ascii(5, 2001)}},
		{"bytes together", "chat.postMessage", "msg_blocks_too_long", object{"blocks": sections(2, 2500)}, object{"blocks": sections(3, 2000)}},
		{
			"markdown", "chat.postMessage", "msg_blocks_too_long",
			object{"blocks": []any{object{"type": "markdown", "text": letters(12000)}}},
			object{"blocks": []any{object{"type": "markdown", "text": letters(12001)}}},
		},
		{
			"attachments", "chat.postMessage", "too_many_attachments",
			object{"attachments": repeat(100, func(int) any { return object{"text": "a"} })},
			object{"attachments": repeat(101, func(int) any { return object{"text": "a"} })},
		},
		{"metadata", "chat.postMessage", "metadata_too_large", object{"text": "a", "metadata": meta(16_000)}, object{"text": "a", "metadata": meta(16_384)}},
		{"ephemeral text", "chat.postEphemeral", "msg_too_long", object{"user": "U0ANN", "text": letters(4000)}, object{"user": "U0ANN", "text": letters(4001)}},
		{"nothing to say", "chat.postMessage", "no_text", object{"text": "a"}, object{"text": "", "blocks": []any{}}},
		{"metadata shape", "chat.postMessage", "invalid_metadata_schema", object{"text": "a", "metadata": object{}}, object{"text": "a", "metadata": object{"event_type": "x"}}},
		{"blocks shape", "chat.postMessage", "invalid_blocks_format", object{"text": "a"}, object{"text": "a", "blocks": "{"}},
	}
	o := mustOffice(t, sandbox.App{})
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			wantOK(t, o.callJSON(t, row.method, with(row.good, object{"channel": "C0HELP"})))
			wantError(t, o.callJSON(t, row.method, with(row.bad, object{"channel": "C0HELP"})), row.code)
		})
	}
}

// TestUpdateTextLimit: an update refuses what a post only truncates.
func TestUpdateTextLimit(t *testing.T) {
	t.Parallel()
	o := mustOffice(t, sandbox.App{})
	long := o.call(t, "chat.postMessage", "channel", "C0HELP", "text", letters(40_000))
	if long["warning"] != nil {
		t.Errorf("40,000 characters were warned about: %v", long["warning"])
	}
	cut := wantOK(t, o.call(t, "chat.postMessage", "channel", "C0HELP", "text", letters(40_001)))
	if cut["warning"] != "message_truncated" || text(t, cut, "message", "text") != letters(40_000) {
		t.Errorf("a longer text was not cut with a warning")
	}
	ts := text(t, cut, "ts")
	wantOK(t, o.call(t, "chat.update", "channel", "C0HELP", "ts", ts, "text", letters(4000)))
	wantError(t, o.call(t, "chat.update", "channel", "C0HELP", "ts", ts, "text", letters(4001)), "msg_too_long")
}
