package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/firstask/firstask/calendar"
	"github.com/firstask/firstask/policy/presets"
)

// Check reads the configuration at path and writes what an operator should
// know: every mistake with its line and a hint, then warnings, those that
// depend on the day included, then one line that sums it up. It reports whether
// the file is good; warnings do not spoil it. Fit judges the calendar jobs, see
// JobProblems.
func Check(w io.Writer, path string, now time.Time, fit func(c *Config) func(name, spec string) error) bool {
	c, err := Load(path)
	lines := sources{dir: filepath.Dir(path), main: path, files: map[string][][]byte{}}
	var problems Problems
	switch {
	case errors.As(err, &problems):
	case err != nil:
		fmt.Fprintf(w, "%v\n1 problem\n", err)
		return false
	}
	if err == nil && fit != nil {
		problems = c.JobProblems(fit(c))
	}
	lines.explain(w, "", problems)
	if len(problems) > 0 {
		fmt.Fprintln(w, counted(len(problems), "problem"))
		return false
	}
	warnings := slices.Concat(c.Warnings, c.Dated(calendar.DateOf(now, c.Org.Zone)))
	lines.explain(w, "warning: ", warnings)
	c.summary(w, len(warnings))
	return true
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func (c *Config) summary(w io.Writer, warnings int) {
	posts := 0
	for _, d := range c.Org.Departments {
		posts += len(d.Posts)
	}
	parts := []string{
		counted(len(c.Org.Departments), "department"), counted(posts, "post"), counted(len(c.Org.Rosters), "roster"),
		counted(len(c.Policy.Windows), "window") + " of " + strings.Join(c.Policy.Presets, ", "),
	}
	if n := len(c.Unresolved); n > 0 {
		parts = append(parts, fmt.Sprintf("%d to look up in Slack", n))
	}
	fmt.Fprintf(w, "ok: %s; rules %s", strings.Join(parts, ", "), c.Policy.ID[:12])
	if warnings > 0 {
		fmt.Fprintf(w, "; %s", counted(warnings, "warning"))
	}
	fmt.Fprintln(w)
}

// sources shows lines of the files that problems are in.
type sources struct {
	dir, main string
	files     map[string][][]byte
}

func (s *sources) explain(w io.Writer, mark string, problems Problems) {
	for _, p := range problems {
		fmt.Fprintf(w, "%s: %s%s\n", p.place(), mark, p.said())
		if line, ok := s.line(p.File, p.Line); ok {
			fmt.Fprintf(w, "%5d | %s\n      | %s^\n", p.Line, line, lead(line, p.Col))
		}
		if p.Hint != "" {
			fmt.Fprintf(w, "        %s\n", p.Hint)
		}
		fmt.Fprintln(w)
	}
}

// line is a line of a file without its end; false if there is none to show.
func (s *sources) line(file string, n int) (string, bool) {
	if _, ok := s.files[file]; !ok {
		s.files[file] = bytes.Split(s.read(file), []byte("\n"))
	}
	lines := s.files[file]
	if n < 1 || n > len(lines) {
		return "", false
	}
	line := strings.TrimRight(string(lines[n-1]), "\r")
	const longest = 160
	if line == "" || len([]rune(line)) > longest {
		return "", false
	}
	return strings.ReplaceAll(line, "\t", " "), true
}

func (s *sources) read(file string) []byte {
	if id, ok := strings.CutPrefix(file, builtinPreset); ok {
		src, _ := presets.Source(id)
		return src
	}
	path := file
	if file != s.main {
		path = filepath.Join(s.dir, file)
	}
	src, err := os.ReadFile(path) //nolint:gosec // the configuration names its files
	if err != nil {
		return nil
	}
	return bytes.TrimPrefix(src, []byte("\ufeff"))
}

// lead is the space before a caret: Chinese characters are two columns wide.
func lead(line string, col int) string {
	var b strings.Builder
	for i, r := range []rune(line) {
		if i >= col-1 {
			break
		}
		b.WriteByte(' ')
		if wide(r) {
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// wide reports whether a terminal draws a character over two columns: scripts
// of East Asia, full-width forms and emoji.
func wide(r rune) bool {
	switch {
	case r < 0x1100:
		return false
	case r <= 0x115f, r >= 0x2e80 && r <= 0xa4cf, r >= 0xac00 && r <= 0xd7a3, r >= 0xf900 && r <= 0xfaff,
		r >= 0xfe30 && r <= 0xfe6f, r >= 0xff00 && r <= 0xff60, r >= 0xffe0 && r <= 0xffe6, r >= 0x1f300 && r <= 0x1faff,
		r >= 0x20000 && r <= 0x3fffd:
		return true
	default:
		return false
	}
}
