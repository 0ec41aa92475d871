package sandbox

import (
	"fmt"
	"strconv"
	"unicode/utf8"
)

// Where blocks are shown.
const (
	surfaceMessage = "message"
	surfaceModal   = "modal"
	surfaceHome    = "home"
)

// The cumulative cap of a message is not documented. Slack was seen to refuse 11,341 characters in 17,694 bytes and
// to accept 9,597 in 15,561; the line is drawn between. Markdown has its own cap, tables are not counted.
const (
	messageCharsMost = 10_000
	messageBytesMost = 16_000
	markdownMost     = 12_000
)

// report is what a check of blocks found.
type report struct {
	errors                 []string
	chars, bytes, markdown int
	inputs                 int
}

func (r report) tooLong() bool {
	return r.chars > messageCharsMost || r.bytes > messageBytesMost || r.markdown > markdownMost
}

// checker walks blocks and collects Slack's complaints with their JSON pointers.
type checker struct {
	report
	surface string
	ids     map[string]bool
}

type object = map[string]any

// checkBlocks checks a list of blocks found at /blocks.
func checkBlocks(list []any, surface string) report {
	k := &checker{surface: surface, ids: map[string]bool{}}
	k.blocks(list, "/blocks")
	return k.report
}

func (k *checker) fail(path, format string, args ...any) {
	k.errors = append(k.errors, fmt.Sprintf("[ERROR] "+format+" [json-pointer:%s]", append(args, path)...))
}

func (k *checker) blocks(list []any, path string) {
	most := messageBlocks
	if k.surface != surfaceMessage {
		most = 100
	}
	k.count(len(list), 0, most, path)
	for i, v := range list {
		at := path + "/" + strconv.Itoa(i)
		b, ok := v.(object)
		if !ok {
			k.fail(at, "must be an object")
			continue
		}
		k.block(b, at)
		if b["type"] != "table" && b["type"] != "markdown" {
			k.bytes += len(raw(b))
		}
	}
}

func (k *checker) block(b object, at string) {
	kind, _ := b["type"].(string)
	check, ok := map[string]func(object, string){
		"section": k.section, "header": k.header, "context": k.context, "actions": k.actions, "divider": func(object, string) {},
		"image": k.image, "input": k.input, "markdown": k.markdownBlock, "table": k.table, "rich_text": k.richText, "video": k.video,
	}[kind]
	if !ok {
		k.fail(at+"/type", "unsupported type: %s", kind)
		return
	}
	k.optional(b, "block_id", at, 255)
	if id, _ := b["block_id"].(string); id != "" {
		if k.ids[id] {
			k.fail(at+"/block_id", "`block_id` %q already exists for other block", id)
		}
		k.ids[id] = true
	}
	check(b, at)
}

// count checks the number of items of a list.
func (k *checker) count(n, least, most int, path string) {
	if n > most {
		k.fail(path, "no more than %d items allowed", most)
	}
	if n < least {
		k.fail(path, "no fewer than %d items allowed", least)
	}
}

// required checks a string of 1 to most characters.
func (k *checker) required(o object, key, at string, most int) string {
	v, ok := o[key].(string)
	switch {
	case o[key] == nil:
		k.fail(at, "missing required field: %s", key)
	case !ok:
		k.fail(at+"/"+key, "must provide a string")
	case v == "":
		k.fail(at+"/"+key, "must be more than 0 characters")
	default:
		k.optional(o, key, at, most)
	}
	return v
}

// optional checks that a string, if there is one, has at most most characters.
func (k *checker) optional(o object, key, at string, most int) {
	v, ok := o[key].(string)
	if o[key] != nil && !ok {
		k.fail(at+"/"+key, "must provide a string")
	}
	if utf8.RuneCountInString(v) > most {
		k.fail(at+"/"+key, "must be less than %d characters", most+1)
	}
}

// text checks a text object; plain demands plain_text.
func (k *checker) text(o object, key, at string, most int, plain, needed bool) {
	path := at + "/" + key
	if o[key] == nil {
		if needed {
			k.fail(at, "missing required field: %s", key)
		}
		return
	}
	t, ok := o[key].(object)
	if !ok {
		k.fail(path, "must provide an object")
		return
	}
	k.textObject(t, path, most, plain)
}

func (k *checker) textObject(t object, path string, most int, plain bool) {
	switch kind, _ := t["type"].(string); {
	case kind == "plain_text":
		if t["verbatim"] != nil {
			k.fail(path, "additional property: verbatim")
		}
	case kind == "mrkdwn" && !plain:
		if t["emoji"] != nil {
			k.fail(path, "additional property: emoji")
		}
	default:
		k.fail(path+"/type", "unsupported type: %s", kind)
	}
	k.chars += utf8.RuneCountInString(k.required(t, "text", path, most))
}

func (k *checker) section(b object, at string) {
	fields, _ := b["fields"].([]any)
	if b["text"] == nil && len(fields) == 0 {
		k.fail(at, "missing required field: text or fields")
	}
	k.text(b, "text", at, 3000, false, false)
	k.count(len(fields), 0, 10, at+"/fields")
	for i, f := range fields {
		k.item(f, at+"/fields/"+strconv.Itoa(i), func(t object, path string) { k.textObject(t, path, 2000, false) })
	}
	if a, ok := b["accessory"].(object); ok {
		k.element(a, at+"/accessory", inSection, map[string]bool{})
	}
}

// item checks an element of a list that must be an object.
func (k *checker) item(v any, at string, check func(object, string)) {
	o, ok := v.(object)
	if !ok {
		k.fail(at, "must be an object")
		return
	}
	check(o, at)
}

func (k *checker) header(b object, at string) { k.text(b, "text", at, 150, true, true) }

func (k *checker) context(b object, at string) {
	list, _ := b["elements"].([]any)
	k.count(len(list), 1, 10, at+"/elements")
	for i, e := range list {
		k.item(e, at+"/elements/"+strconv.Itoa(i), func(o object, path string) {
			if o["type"] == "image" {
				k.imageParts(o, path)
				return
			}
			k.textObject(o, path, 3000, false)
		})
	}
}

func (k *checker) actions(b object, at string) {
	list, _ := b["elements"].([]any)
	k.count(len(list), 1, 25, at+"/elements")
	ids := map[string]bool{}
	for i, e := range list {
		k.item(e, at+"/elements/"+strconv.Itoa(i), func(o object, path string) { k.element(o, path, inActions, ids) })
	}
}

func (k *checker) image(b object, at string) {
	k.text(b, "title", at, 2000, true, false)
	k.imageParts(b, at)
}

func (k *checker) imageParts(o object, at string) {
	if o["slack_file"] == nil {
		k.required(o, "image_url", at, 3000)
	}
	k.required(o, "alt_text", at, 2000)
}

func (k *checker) input(b object, at string) {
	k.inputs++
	k.text(b, "label", at, 2000, true, true)
	k.text(b, "hint", at, 2000, true, false)
	e, ok := b["element"].(object)
	if !ok {
		k.fail(at, "missing required field: element")
		return
	}
	k.element(e, at+"/element", inInput, map[string]bool{})
}

func (k *checker) markdownBlock(b object, at string) {
	v := k.required(b, "text", at, 1<<30)
	k.markdown += utf8.RuneCountInString(v)
}

func (k *checker) table(b object, at string) {
	rows, _ := b["rows"].([]any)
	k.count(len(rows), 1, 100, at+"/rows")
	for i, row := range rows {
		cells, _ := row.([]any)
		k.count(len(cells), 1, 20, at+"/rows/"+strconv.Itoa(i))
	}
}

func (k *checker) richText(b object, at string) {
	list, ok := b["elements"].([]any)
	if !ok {
		k.fail(at, "missing required field: elements")
	}
	for i, e := range list {
		k.item(e, at+"/elements/"+strconv.Itoa(i), func(o object, path string) {
			switch o["type"] {
			case "rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote":
				k.chars += richChars(o)
			default:
				k.fail(path+"/type", "unsupported type: %v", o["type"])
			}
		})
	}
}

// richChars counts the text inside rich text elements.
func richChars(o object) int {
	text, _ := o["text"].(string)
	n := utf8.RuneCountInString(text)
	list, _ := o["elements"].([]any)
	for _, e := range list {
		if inner, ok := e.(object); ok {
			n += richChars(inner)
		}
	}
	return n
}

func (k *checker) video(b object, at string) {
	k.required(b, "alt_text", at, 2000)
	k.required(b, "video_url", at, 3000)
	k.required(b, "thumbnail_url", at, 3000)
	k.text(b, "title", at, 199, true, true)
}
