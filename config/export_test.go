package config

import "testing"

// States are the ticket states that windows may name.
func States() []string { return states() }

// Keys reads a configuration and returns the keys that the decoder would have
// read, by the pattern of their owner: of the file, and of its presets.
func Keys(tb testing.TB, name string, src []byte) (file, preset map[string][]string) {
	tb.Helper()
	l := &loader{}
	l.config(name, src)
	if len(l.problems) > 0 {
		tb.Fatal(l.problems)
	}
	return l.known, l.presetKeys
}
