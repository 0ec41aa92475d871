package docs_test

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// tree is the repository as these tests see it: paths from its root, with
// slashes; what .gitignore leaves out is not in it.
type tree struct{ files, dirs []string }

func mustTree(tb testing.TB) tree {
	tb.Helper()
	ignored := strings.Fields(comments.ReplaceAllString(mustRead(tb, ".gitignore"), ""))
	out := func(p string, dir bool) bool {
		return slices.ContainsFunc(ignored, func(pattern string) bool {
			name, rooted := strings.CutPrefix(pattern, "/")
			name, onlyDir := strings.CutSuffix(name, "/")
			subject := path.Base(p)
			if rooted {
				subject = p
			}
			hit, err := path.Match(name, subject)
			return err == nil && hit && (dir || !onlyDir)
		})
	}
	var t tree
	err := fs.WalkDir(os.DirFS(".."), ".", func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (p == ".git" || out(p, true)):
			return fs.SkipDir
		case d.IsDir():
			t.dirs = append(t.dirs, p)
		case !out(p, false):
			t.files = append(t.files, p)
		}
		return nil
	})
	if err != nil {
		tb.Fatal(err)
	}
	return t
}

var comments = regexp.MustCompile(`(?m)^#.*$`)

// has reports whether a path exists, as seen from a directory or from the
// root. A bare file name or a pattern may be anywhere.
func (t tree) has(from, p string) bool {
	p = strings.TrimSuffix(p, "/")
	all := slices.Concat(t.files, t.dirs)
	if slices.Contains(all, path.Clean(p)) || slices.Contains(all, path.Join(from, p)) {
		return true
	}
	return slices.ContainsFunc(all, func(known string) bool {
		hit, err := path.Match(p, known)
		if err == nil && !hit && !strings.Contains(p, "/") {
			hit, err = path.Match(p, path.Base(known))
		}
		return err == nil && hit
	})
}

func (t tree) ending(suffix string) []string {
	return slices.DeleteFunc(slices.Clone(t.files), func(p string) bool { return !strings.HasSuffix(p, suffix) })
}

// mustRead reads a file by its path from the root.
func mustRead(tb testing.TB, p string) string {
	tb.Helper()
	src, err := os.ReadFile(filepath.Join("..", filepath.FromSlash(p)))
	if err != nil {
		tb.Fatal(err)
	}
	return string(src)
}

// section is the text under a heading, up to the next of its rank or higher.
func section(tb testing.TB, text, heading string) string {
	tb.Helper()
	_, after, found := strings.Cut("\n"+text, "\n"+heading+"\n")
	if !found {
		tb.Fatalf("no heading %q", heading)
	}
	rank := strings.Count(strings.Fields(heading)[0], "#")
	next := regexp.MustCompile(`(?m)^#{1,` + string(rune('0'+rank)) + `} `)
	if at := next.FindStringIndex(after); at != nil {
		after = after[:at[0]]
	}
	return after
}

// cells are the rows of the tables in a text, without their heads.
func cells(text string) [][]string {
	var rows [][]string
	body := false
	for line := range strings.SplitSeq(text, "\n") {
		switch {
		case !strings.HasPrefix(line, "|"):
			body = false
		case strings.HasPrefix(line, "|--"), strings.HasPrefix(line, "|:-"):
			body = true
		case body:
			var row []string
			for cell := range strings.SplitSeq(strings.Trim(line, "|"), "|") {
				row = append(row, strings.TrimSpace(cell))
			}
			rows = append(rows, row)
		}
	}
	return rows
}

var ticked = regexp.MustCompile("`([^`\n]+)`")

// firsts are the first words in backticks of the first cells of a table.
func firsts(text string) []string {
	var names []string
	for _, row := range cells(text) {
		if m := ticked.FindStringSubmatch(row[0]); m != nil {
			names = append(names, m[1])
		}
	}
	return names
}

// all are the first groups of a pattern's matches in a text.
func all(pattern, text string) []string {
	matches := regexp.MustCompile(pattern).FindAllStringSubmatch(text, -1)
	found := make([]string, len(matches))
	for i, m := range matches {
		found[i] = m[1]
	}
	return found
}

// same compares two lists without their order and says what either lacks.
func same(tb testing.TB, what string, documented, present []string) {
	tb.Helper()
	for _, d := range documented {
		if !slices.Contains(present, d) {
			tb.Errorf("%s: %s is described and does not exist", what, d)
		}
	}
	for _, r := range present {
		if !slices.Contains(documented, r) {
			tb.Errorf("%s: %s exists and is not described", what, r)
		}
	}
	if len(documented) == 0 || len(present) == 0 {
		tb.Errorf("%s: nothing to compare: %d described, %d present", what, len(documented), len(present))
	}
	if sorted := slices.Sorted(slices.Values(documented)); len(slices.Compact(sorted)) != len(documented) {
		tb.Errorf("%s: something is described twice", what)
	}
}
