package config_test

import (
	"os"
	"slices"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/firstask/firstask/config"
)

// The example says of itself that it has every key there is.
func TestTheExampleHasEveryKey(t *testing.T) {
	const path = "../docs/example.yaml"
	var doc any
	if err := yaml.Unmarshal(mustRead(t, path), &doc); err != nil {
		t.Fatal(err)
	}
	known, _ := mustKeys(t)
	seen := map[string][]string{}
	usedKeys(doc, "", known, seen)
	for pattern, keys := range known {
		for _, key := range keys {
			if !slices.Contains(seen[pattern], key) {
				t.Errorf("%q of %q is not in %s", key, pattern, path)
			}
		}
	}
	if config.Keys(t, "example.yaml", mustRead(t, path), os.DirFS("../docs")); t.Failed() {
		t.Logf("seen: %v", seen)
	}
}

// usedKeys collects the keys of a document by the pattern of their owner: [] for
// entries, * for keys that are free.
func usedKeys(node any, pattern string, known, seen map[string][]string) {
	switch n := node.(type) {
	case map[string]any:
		for key, v := range n {
			below := pattern + "." + key
			if _, ok := known[pattern]; ok {
				seen[pattern] = append(seen[pattern], key)
			} else {
				below = pattern + ".*"
			}
			if pattern == "" {
				below = key
			}
			usedKeys(v, below, known, seen)
		}
	case []any:
		for _, v := range n {
			usedKeys(v, pattern+"[]", known, seen)
		}
	}
}
