package config

import (
	"io/fs"
	"testing"
)

// States are the ticket states that windows may name.
func States() []string { return states() }

// Verbs, Marks, Askers and Urgencies are what windows and needs may name.
func Verbs() []string     { return verbs() }
func Marks() []string     { return marks() }
func Askers() []string    { return askers() }
func Urgencies() []string { return urgencies() }

// Life are the states that from and to may name, Needed what a verb may need.
func Life() []string   { return life() }
func Needed() []string { return needed() }

// Keys reads a configuration and returns the keys that the decoder would have
// read, by the pattern of their owner: of the file, and of its presets.
func Keys(tb testing.TB, name string, src []byte, base fs.FS) (file, preset map[string][]string) {
	tb.Helper()
	l := &loader{base: base}
	l.config(name, src)
	if len(l.problems) > 0 {
		tb.Fatal(l.problems)
	}
	return l.known, l.presetKeys
}
