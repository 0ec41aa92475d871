package config

import (
	_ "embed"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
)

//go:embed grounds.yaml
var groundsSource []byte

// Grounds are the rules that ask for what check looks at in an organisation, by
// what is missing. The error is of the program, not of a configuration.
func Grounds() (map[string][]string, error) {
	var all map[string][]string
	if err := yaml.UnmarshalWithOptions(groundsSource, &all, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("config: grounds: %w", err)
	}
	return all, nil
}

// asks is the end of a message about the organisation: which rules ask for what
// is missing.
func (l *loader) asks(what string) string {
	if l.grounds == nil {
		l.grounds, _ = Grounds() // a test reads them
	}
	return "(" + strings.Join(l.grounds[what], ", ") + ")"
}
