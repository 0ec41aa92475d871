package config

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"strings"
	"time"
)

// Source is what a configuration was read from: the file and those it names.
type Source struct {
	// Hash names the content of all of them: it is another one as soon as a byte of
	// any of them is, or one of them comes or goes.
	Hash string
	// Files are their paths in the folder, the configuration first; also those that
	// it names and that could not be read.
	Files []string
}

// Open reads the configuration called name in a folder, as Load does. What it
// was read from comes with every answer, so that a refused one can be looked at
// again when one of its files has changed.
func Open(folder fs.FS, name string) (*Config, Source, error) {
	w := &witness{folder: folder, seen: map[string]bool{}}
	src, err := fs.ReadFile(w, name)
	if err != nil {
		return nil, w.source(), fmt.Errorf("config: %w", err)
	}
	c, err := Parse(name, src, w)
	return c, w.source(), err
}

// Stamp is when each file of a source was changed last, and how long it is: a
// cheap way to see that it is time to read them again. A file that is not there
// has a stamp too.
func (s Source) Stamp(folder fs.FS) string {
	var b strings.Builder
	for _, name := range s.Files {
		info, err := fs.Stat(folder, name)
		if err != nil {
			fmt.Fprintf(&b, "%s away\n", name)
			continue
		}
		fmt.Fprintf(&b, "%s %s %d\n", name, info.ModTime().UTC().Format(time.RFC3339Nano), info.Size())
	}
	return b.String()
}

// witness is a folder that remembers what was read from it.
type witness struct {
	folder fs.FS
	names  []string
	seen   map[string]bool
	text   strings.Builder
}

// Open implements fs.FS; only whole files are read here, with ReadFile.
func (w *witness) Open(name string) (fs.File, error) {
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
}

// ReadFile implements fs.ReadFileFS.
func (w *witness) ReadFile(name string) ([]byte, error) {
	data, err := fs.ReadFile(w.folder, name)
	if !w.seen[name] {
		w.seen[name] = true
		w.names = append(w.names, name)
		fmt.Fprintf(&w.text, "%s %d %v\n%s\n", name, len(data), err == nil, data)
	}
	return data, err
}

func (w *witness) source() Source {
	sum := sha256.Sum256([]byte(w.text.String()))
	return Source{Hash: hex.EncodeToString(sum[:])[:32], Files: w.names}
}
