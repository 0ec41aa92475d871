package sandbox

import (
	"maps"
	"slices"
	"strings"
)

const (
	viewMost      = 250_000 // bytes
	viewTitleMost = 24
)

// checkView checks a modal or Home tab and returns the complaints, which point below /view.
func checkView(v object, surface string) []string {
	k := &checker{surface: surface, ids: map[string]bool{}}
	if kind, _ := v["type"].(string); kind != surface {
		k.fail("/view/type", "must be %s", surface)
	}
	k.viewKeys(v)
	list, ok := v["blocks"].([]any)
	if !ok {
		k.fail("/view", "missing required field: blocks")
	}
	if surface == surfaceModal {
		k.count(len(list), 1, 100, "/view/blocks")
		k.text(v, "title", "/view", viewTitleMost, true, true)
		k.text(v, "submit", "/view", viewTitleMost, true, false)
		k.text(v, "close", "/view", viewTitleMost, true, false)
	}
	k.optional(v, "private_metadata", "/view", 3000)
	k.optional(v, "callback_id", "/view", 255)
	k.optional(v, "external_id", "/view", 255)
	k.blocks(list, "/view/blocks")
	if surface == surfaceModal && k.inputs > 0 && v["submit"] == nil {
		k.fail("/view", "missing required field: submit")
	}
	if k.markdown > markdownMost {
		k.fail("/view/blocks", "must be less than %d characters", markdownMost+1)
	}
	return slices.Compact(k.errors)
}

// viewKeys refuses keys a view cannot have.
func (k *checker) viewKeys(v object) {
	known := "type title submit close blocks private_metadata callback_id external_id clear_on_close notify_on_close submit_disabled "
	for _, key := range slices.Sorted(maps.Keys(v)) {
		if !strings.Contains(known, key+" ") {
			k.fail("/view", "additional property: %s", key)
		}
	}
}
