package config_test

import (
	"errors"
	"io/fs"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/firstask/firstask/config"
)

// A source is another one as soon as any of its files is.
func TestOpenNamesWhatItRead(t *testing.T) {
	at := time.Date(2026, 3, 3, 10, 0, 0, 0, time.UTC)
	put := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text), ModTime: at} }
	const main, own = "presets: [./own.yaml]\n", "id: own\nextends: first-asked\nwindows: []\n"
	folder := fstest.MapFS{"office.yaml": put(twoDesks + main), "own.yaml": put(own), "other.yaml": put("x")}
	open := func() (config.Source, string, error) {
		_, s, err := config.Open(folder, "office.yaml")
		return s, s.Stamp(folder), err
	}
	first, stamp, err := open()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"office.yaml", "own.yaml"}, first.Files); diff != "" {
		t.Error(diff)
	}
	tests := []struct {
		name        string
		change      func()
		hash, stamp bool // whether it is another one
		good        bool
	}{
		{"nothing", func() {}, false, false, true},
		{"a file that it does not name", func() { folder["other.yaml"] = put("y") }, false, false, true},
		{"saved without a change", func() { folder["own.yaml"].ModTime = at.Add(time.Second) }, false, true, true},
		{"a comment in the rule book", func() { folder["own.yaml"] = put("# ours\n" + own) }, true, true, true},
		{"the rule book is gone", func() { delete(folder, "own.yaml") }, true, true, false},
		{"a mistake", func() { folder["office.yaml"] = put("timezone: [") }, true, true, false},
		{"the file is gone", func() { delete(folder, "office.yaml") }, true, true, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			folder = fstest.MapFS{"office.yaml": put(twoDesks + main), "own.yaml": put(own), "other.yaml": put("x")}
			tt.change()
			s, now, err := open()
			if (s.Hash != first.Hash) != tt.hash || (now != stamp) != tt.stamp || (err == nil) != tt.good || len(s.Files) == 0 {
				t.Errorf("hash %s, stamp %q, files %v, %v", s.Hash, now, s.Files, err)
			}
		})
	}
	if _, _, err := open(); err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is gone: %v", err)
	}
}
