package presets_test

import (
	"errors"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"github.com/firstask/firstask/policy/presets"
)

func TestNamesAndSources(t *testing.T) {
	if !slices.Contains(presets.Names(), "first-asked") {
		t.Errorf("names: %v", presets.Names())
	}
	for _, id := range presets.Names() {
		src, err := presets.Source(id)
		if err != nil || !strings.Contains(string(src), "\nid: "+id+"\n") {
			t.Errorf("%s: its file names another id (%v)", id, err)
		}
	}
}

func TestNoOtherFileIsASource(t *testing.T) {
	for _, id := range []string{"", "none", "first-asked.yaml", "./first-asked", "../presets/first-asked", "presets.go"} {
		if _, err := presets.Source(id); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%q: %v", id, err)
		}
	}
}
