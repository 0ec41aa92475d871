package sandbox

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// placed is an interactive element with its block.
type placed struct {
	block, action string
	element       object
	input         object // the input block around it, nil elsewhere
}

// elementsOf lists the interactive elements of blocks in order.
func elementsOf(list []any) []placed {
	var out []placed
	add := func(b object, v any, input object) {
		if e, ok := v.(object); ok && e["type"] != "image" {
			block, _ := b["block_id"].(string)
			action, _ := e["action_id"].(string)
			out = append(out, placed{block, action, e, input})
		}
	}
	for _, v := range list {
		b, _ := v.(object)
		switch b["type"] {
		case "section":
			add(b, b["accessory"], nil)
		case "actions":
			elements, _ := b["elements"].([]any)
			for _, e := range elements {
				add(b, e, nil)
			}
		case "input":
			add(b, b["element"], b)
		}
	}
	return out
}

// nameActions gives every element without an action id one.
func nameActions(list []any, next func(string) string) {
	for _, p := range elementsOf(list) {
		if p.action == "" {
			p.element["action_id"] = next("a")
		}
	}
}

// initialState is the state of fresh blocks: every element that holds a value, at its first value.
func initialState(list []any) object {
	state := object{}
	for _, p := range elementsOf(list) {
		if value := firstValue(p.element); value != nil {
			setState(state, p, value)
		}
	}
	return state
}

func setState(state object, p placed, value object) {
	inner, ok := state[p.block].(object)
	if !ok {
		inner = object{}
		state[p.block] = inner
	}
	inner[p.action] = value
}

// stateKey names the field that holds an element's value and the field of its first value; "" for buttons.
func stateKey(kind string) (key, initial string) {
	switch kind {
	case "plain_text_input", "email_text_input", "url_text_input", "number_input":
		return "value", "initial_value"
	case "static_select", "external_select", "radio_buttons":
		return "selected_option", "initial_option"
	case "multi_static_select", "multi_external_select", "checkboxes":
		return "selected_options", "initial_options"
	case "users_select":
		return "selected_user", "initial_user"
	case "multi_users_select":
		return "selected_users", "initial_users"
	case "conversations_select":
		return "selected_conversation", "initial_conversation"
	case "multi_conversations_select":
		return "selected_conversations", "initial_conversations"
	case "channels_select":
		return "selected_channel", "initial_channel"
	case "multi_channels_select":
		return "selected_channels", "initial_channels"
	case "datepicker":
		return "selected_date", "initial_date"
	case "timepicker":
		return "selected_time", "initial_time"
	case "datetimepicker":
		return "selected_date_time", "initial_date_time"
	default:
		return "", ""
	}
}

func firstValue(e object) object {
	kind, _ := e["type"].(string)
	key, initial := stateKey(kind)
	if key == "" {
		return nil
	}
	value := e[initial]
	if value == nil && strings.HasPrefix(key, "selected_") && strings.HasSuffix(key, "s") {
		value = []any{}
	}
	return object{"type": kind, key: value}
}

// keepState takes over the values of elements that have the same block, action and type as before.
func keepState(fresh, old object, list []any) object {
	for _, p := range elementsOf(list) {
		before, _ := old[p.block].(object)
		if value, ok := before[p.action].(object); ok && value["type"] == p.element["type"] {
			setState(fresh, p, value)
		}
	}
	return fresh
}

// valueFor makes the state of an element from what a person enters: a string, or several.
func valueFor(e object, entered any) (object, error) {
	kind, _ := e["type"].(string)
	key, _ := stateKey(kind)
	several := strings.HasPrefix(key, "selected_") && strings.HasSuffix(key, "s")
	texts, err := entries(entered)
	if err != nil || key == "" || !several && len(texts) > 1 {
		return nil, fmt.Errorf("%w: %v in a %s", ErrBadValue, entered, kind)
	}
	values := make([]any, 0, len(texts))
	for _, t := range texts {
		v, err := oneValue(e, kind, t)
		if err != nil {
			return nil, err
		}
		values = append(values, v)
	}
	switch {
	case several:
		return object{"type": kind, key: values}, nil
	case len(values) == 0:
		return object{"type": kind, key: nil}, nil
	default:
		return object{"type": kind, key: values[0]}, nil
	}
}

// entries reads a value as a list; an empty string is an empty list.
func entries(v any) ([]string, error) {
	switch v := v.(type) {
	case nil:
		return nil, nil
	case string:
		if v == "" {
			return nil, nil
		}
		return []string{v}, nil
	case []string:
		return v, nil
	case []any:
		out := make([]string, 0, len(v))
		for _, x := range v {
			out = append(out, fmt.Sprint(x))
		}
		return out, nil
	default:
		return nil, ErrBadValue
	}
}

// oneValue checks one entered text against its element.
func oneValue(e object, kind, text string) (any, error) {
	switch key, _ := stateKey(kind); key {
	case "selected_option", "selected_options":
		if o := optionOf(e, text); o != nil {
			return o, nil
		}
		return nil, fmt.Errorf("%w: %q is not among the options", ErrBadValue, text)
	case "selected_date_time":
		at, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("%w: %q is not a unix time", ErrBadValue, text)
		}
		return at, nil
	case "value":
		return text, fits(e, text)
	default:
		return text, nil
	}
}

// fits checks an entered text against min_length and max_length.
func fits(e object, text string) error {
	n := utf8.RuneCountInString(text)
	most, bounded := e["max_length"].(float64)
	least, _ := e["min_length"].(float64)
	if !bounded {
		most = 3000
	}
	if n > int(most) || n < int(least) {
		return fmt.Errorf("%w: %d characters", ErrBadValue, n)
	}
	return nil
}

// optionOf finds an option by its value, or else by its text.
func optionOf(e object, text string) object {
	list, _ := e["options"].([]any)
	list = slices.Clone(list)
	groups, _ := e["option_groups"].([]any)
	for _, g := range groups {
		group, _ := g.(object)
		inner, _ := group["options"].([]any)
		list = append(list, inner...)
	}
	for _, v := range list {
		if o, ok := v.(object); ok && o["value"] == text {
			return o
		}
	}
	for _, v := range list {
		o, _ := v.(object)
		if label, _ := o["text"].(object); label["text"] == text {
			return o
		}
	}
	return nil
}

// empty reports whether a state value holds nothing.
func empty(value object) bool {
	kind, _ := value["type"].(string)
	key, _ := stateKey(kind)
	switch v := value[key].(type) {
	case nil:
		return true
	case string:
		return strings.TrimSpace(v) == ""
	case []any:
		return len(v) == 0
	default:
		return false
	}
}
