package config_test

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/firstask/firstask/config"
)

func TestCheck(t *testing.T) {
	now := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
	for path, good := range map[string]bool{
		"testdata/bad/people.yaml":     false,
		"testdata/bad/rule_books.yaml": false,
		"testdata/bad/calendars.yaml":  false,
		"testdata/bad/wide.yaml":       false,
		"testdata/bad/empty.yaml":      false,
		"testdata/good/spruce.yaml":    true,
		"testdata/good/emails.yaml":    true,
		"testdata/good/minimal.yaml":   true,
	} {
		t.Run(path, func(t *testing.T) {
			var out bytes.Buffer
			if got := config.Check(&out, path, now, nil); got != good {
				t.Errorf("good is %v", got)
			}
			said := regexp.MustCompile(`rules [0-9a-f]{12}`).ReplaceAllString(out.String(), "rules …")
			golden(t, strings.TrimSuffix(path, ".yaml")+".check.golden", said)
		})
	}
}

func TestCheckOfAFileThatIsNotThere(t *testing.T) {
	var out bytes.Buffer
	if config.Check(&out, filepath.Join(t.TempDir(), "none.yaml"), time.Time{}, nil) || !strings.Contains(out.String(), "no such file") {
		t.Errorf("said %q", out.String())
	}
}

// FuzzParse: whatever an operator types, Parse answers with a configuration or
// with problems that lie inside the file.
func FuzzParse(f *testing.F) {
	for _, pattern := range []string{"testdata/bad/*.yaml", "testdata/good/*.yaml", "../docs/example.yaml"} {
		for _, path := range mustGlob(f, pattern) {
			f.Add(mustRead(f, path))
		}
	}
	for _, src := range []string{
		"a: [[[", "{", "? - : -", "a: &a [*a]", "- - - - - -", "\x00", "a: !<x> b", "windows: {? : }", "departments: [{id: ", "%YAML 9\n---\n",
		"timezone:\n  - {}\n", "a: |\n", "\"\\", "a: 'b", "a: 1\n a: 2", "departments: [null, ~, 1, {}]",
	} {
		f.Add([]byte(src))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		c, err := config.Parse("fuzz.yaml", src, nil)
		if err == nil {
			if c.Policy.ID == "" || len(c.Org.Departments) == 0 {
				t.Errorf("an empty configuration passes: %+v", c)
			}
			return
		}
		var problems config.Problems
		if !errors.As(err, &problems) || len(problems) == 0 {
			t.Fatalf("not problems: %v", err)
		}
		last := bytes.Count(src, []byte("\n")) + bytes.Count(src, []byte("\r")) + 1
		for _, p := range problems {
			if p.Message == "" || p.File == "fuzz.yaml" && p.Line > last+1 {
				t.Errorf("%s of %d lines", fmt.Sprintf("%+v", p), last)
			}
		}
	})
}

func TestHostileFilesAreRefusedAtOnce(t *testing.T) {
	for name, src := range map[string]string{
		"too big":        strings.Repeat("# nothing\n", 1<<17),
		"deep lists":     strings.Repeat("[", 1<<19),
		"deep groups":    strings.Repeat("{a: ", 1<<17),
		"lists in lists": strings.Repeat("- ", 1<<18),
		"odd keys":       strings.Repeat("? ", 1<<18),
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := config.Parse("test.yaml", []byte(src), nil); !errors.Is(err, config.ErrInvalid) {
				t.Errorf("got %v", err)
			}
		})
	}
}
