package sandbox

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The places an element can stand.
type place int

const (
	inSection place = 1 << iota
	inActions
	inInput
)

// placesOf says where an element type may stand; 0 for a type Slack does not know.
func placesOf(kind string) place {
	switch kind {
	case "button", "overflow", "workflow_button":
		return inSection | inActions
	case "image":
		return inSection
	case "plain_text_input", "number_input", "email_text_input", "url_text_input", "file_input":
		return inInput
	case "rich_text_input":
		return inInput | inActions
	case "datetimepicker":
		return inActions | inInput
	case "datepicker", "timepicker", "checkboxes", "radio_buttons":
		return inSection | inActions | inInput
	}
	if _, single := strings.CutSuffix(kind, "_select"); single && selectKind(kind) {
		return inSection | inActions | inInput
	}
	return 0
}

func selectKind(kind string) bool {
	return slices.Contains([]string{"static", "external", "users", "conversations", "channels"},
		strings.TrimPrefix(strings.TrimSuffix(kind, "_select"), "multi_"))
}

// element checks one interactive element; ids are the action ids its block already has.
func (k *checker) element(e object, at string, where place, ids map[string]bool) {
	kind, _ := e["type"].(string)
	if placesOf(kind)&where == 0 {
		k.fail(at+"/type", "unsupported type: %s", kind)
		return
	}
	if kind == "image" {
		k.imageParts(e, at)
		return
	}
	k.optional(e, "action_id", at, 255)
	if id, _ := e["action_id"].(string); id != "" {
		if ids[id] {
			k.fail(at+"/action_id", "`action_id` %q already exists for other action", id)
		}
		ids[id] = true
	}
	k.text(e, "placeholder", at, 150, true, false)
	k.confirm(e, at)
	k.byKind(kind, e, at)
}

func (k *checker) byKind(kind string, e object, at string) {
	switch kind {
	case "button":
		k.button(e, at)
	case "overflow":
		k.options(e, at, 5)
	case "checkboxes", "radio_buttons":
		k.options(e, at, 10)
	case "static_select", "multi_static_select":
		k.staticSelect(e, at)
	case "plain_text_input":
		k.textInput(e, at)
	case "datepicker":
		k.dated(e, at, "initial_date", "0000-00-00")
	case "timepicker":
		k.dated(e, at, "initial_time", "00:00")
	}
}

func (k *checker) button(e object, at string) {
	k.text(e, "text", at, 75, true, true)
	k.optional(e, "value", at, 2000)
	k.optional(e, "url", at, 3000)
	k.optional(e, "accessibility_label", at, 75)
	if style := e["style"]; style != nil && style != "primary" && style != "danger" {
		k.fail(at+"/style", "must be one of: primary, danger")
	}
}

func (k *checker) confirm(e object, at string) {
	c, ok := e["confirm"].(object)
	if !ok {
		return
	}
	at += "/confirm"
	k.text(c, "title", at, 100, true, true)
	k.text(c, "text", at, 300, false, true)
	k.text(c, "confirm", at, 30, true, false)
	k.text(c, "deny", at, 30, true, false)
}

// options checks a list of options and that initial options are among them.
func (k *checker) options(e object, at string, most int) {
	list, _ := e["options"].([]any)
	k.count(len(list), 1, most, at+"/options")
	for i, o := range list {
		k.item(o, at+"/options/"+strconv.Itoa(i), k.option)
	}
	k.initial(e, at, list)
}

func (k *checker) option(o object, at string) {
	k.text(o, "text", at, 75, false, true)
	k.text(o, "description", at, 75, false, false)
	k.required(o, "value", at, 150)
	k.optional(o, "url", at, 3000)
}

// initial checks that what is chosen at first is one of the options.
func (k *checker) initial(e object, at string, list []any) {
	chosen, _ := e["initial_options"].([]any)
	if one, ok := e["initial_option"].(object); ok {
		chosen = append(chosen, one)
	}
	for _, c := range chosen {
		if !slices.ContainsFunc(list, func(o any) bool { return string(raw(o)) == string(raw(c)) }) {
			k.fail(at, "initial option does not match any option")
		}
	}
}

func (k *checker) staticSelect(e object, at string) {
	groups, grouped := e["option_groups"].([]any)
	if !grouped {
		k.options(e, at, 100)
		return
	}
	k.count(len(groups), 1, 100, at+"/option_groups")
	var all []any
	for i, g := range groups {
		k.item(g, at+"/option_groups/"+strconv.Itoa(i), func(o object, path string) {
			k.text(o, "label", path, 75, true, true)
			k.options(o, path, 100)
			list, _ := o["options"].([]any)
			all = append(all, list...)
		})
	}
	k.initial(e, at, all)
}

func (k *checker) textInput(e object, at string) {
	for _, key := range []string{"min_length", "max_length"} {
		n, ok := e[key].(float64)
		if e[key] != nil && (!ok || n < 0 || n > 3000) {
			k.fail(at+"/"+key, "must be between 0 and 3000")
		}
	}
	if most, ok := e["max_length"].(float64); ok {
		if v, _ := e["initial_value"].(string); utf8.RuneCountInString(v) > int(most) {
			k.fail(at+"/initial_value", "must be less than %d characters", int(most)+1)
		}
	}
	k.optional(e, "initial_value", at, 3000)
}

// dated checks the shape of a date or time; shape has 0 for every digit.
func (k *checker) dated(e object, at, key, shape string) {
	v, ok := e[key].(string)
	if e[key] == nil || ok && v == "" {
		return
	}
	if len(v) != len(shape) {
		k.fail(at+"/"+key, "must be in the format %s", shape)
		return
	}
	for i := range len(v) {
		digit := v[i] >= '0' && v[i] <= '9'
		if (shape[i] == '0') != digit || shape[i] != '0' && v[i] != shape[i] {
			k.fail(at+"/"+key, "must be in the format %s", shape)
			return
		}
	}
}
