// Package presets holds the rule books that come with the program, as YAML
// files. They are data: config/ is the room that reads them.
package presets

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"
)

//go:embed *.yaml
var files embed.FS

// Names returns the ids of the built-in presets, in ascending order.
func Names() []string {
	entries, err := files.ReadDir(".")
	if err != nil {
		return nil
	}
	names := make([]string, 0, len(entries))
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), ".yaml"))
	}
	return names
}

// Source returns the YAML text of the built-in preset of that id. The error
// wraps fs.ErrNotExist when there is none.
func Source(id string) ([]byte, error) {
	if strings.ContainsAny(id, "/.") {
		return nil, fmt.Errorf("presets: %q: %w", id, fs.ErrNotExist)
	}
	src, err := files.ReadFile(id + ".yaml")
	if err != nil {
		return nil, fmt.Errorf("presets: %w", err)
	}
	return src, nil
}
