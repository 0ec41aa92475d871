package sandbox_test

import (
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func mustGet(tb testing.TB, st *stage, path string) (status int, header http.Header, body string) {
	tb.Helper()
	resp, err := http.Get(st.web.URL + path)
	if err != nil {
		tb.Fatal(err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		tb.Fatal(err)
	}
	return resp.StatusCode, resp.Header, string(raw)
}

func TestPageIsServedUnderAStrictPolicy(t *testing.T) {
	t.Parallel()
	st := mustStage(t)
	_, header, html := mustGet(t, st, "/")
	policy := header.Get("Content-Security-Policy")
	if !strings.Contains(policy, "script-src 'self'") || strings.Contains(policy, "unsafe") {
		t.Errorf("policy %q", policy)
	}
	if bad := regexp.MustCompile(`(?i)<script>|<style|\sstyle=|\son\w+=|https?://`).FindString(html); bad != "" {
		t.Errorf("the page holds %q", bad)
	}
	refs := regexp.MustCompile(`(?:src|href)="(/static/[^"]+)"`).FindAllStringSubmatch(html, -1)
	if len(refs) < 5 {
		t.Fatalf("only %d files are referred to", len(refs))
	}
	for _, ref := range refs {
		if status, _, _ := mustGet(t, st, ref[1]); status != http.StatusOK {
			t.Errorf("%s: status %d", ref[1], status)
		}
	}
	if status, _, _ := mustGet(t, st, "/nothing"); status != http.StatusNotFound {
		t.Errorf("an unknown path: status %d", status)
	}
}

func mustTexts(tb testing.TB) map[string]map[string]string {
	tb.Helper()
	raw, err := os.ReadFile("web/i18n.json")
	if err != nil {
		tb.Fatal(err)
	}
	var out map[string]map[string]string
	if err := json.Unmarshal(raw, &out); err != nil {
		tb.Fatal(err)
	}
	return out
}

func TestPageTextsAreCompleteInAllLanguages(t *testing.T) {
	t.Parallel()
	texts := mustTexts(t)
	want := slices.Sorted(maps.Keys(texts["en"]))
	slots := regexp.MustCompile(`\{\w+\}`)
	for _, lang := range []string{"zh-Hans", "zh-Hant"} {
		if diff := cmp.Diff(want, slices.Sorted(maps.Keys(texts[lang]))); diff != "" {
			t.Errorf("%s has other keys (-en +%s):\n%s", lang, lang, diff)
		}
		for key, text := range texts[lang] {
			if text == "" || !cmp.Equal(slots.FindAllString(text, -1), slots.FindAllString(texts["en"][key], -1)) {
				t.Errorf("%s %s: %q", lang, key, text)
			}
		}
	}
}

// TestScriptsUseKnownTexts finds t("key") and data-i18n keys that no language has.
func TestScriptsUseKnownTexts(t *testing.T) {
	t.Parallel()
	known := mustTexts(t)["en"]
	files, err := filepath.Glob("web/*.*")
	if err != nil {
		t.Fatal(err)
	}
	used := regexp.MustCompile(`\bt\("(\w+)"[,)]|data-i18n(?:-label)?="(\w+)"`)
	found := 0
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range used.FindAllStringSubmatch(string(raw), -1) {
			found++
			if key := m[1] + m[2]; known[key] == "" {
				t.Errorf("%s uses the unknown text %q", file, key)
			}
		}
	}
	if found < 40 {
		t.Errorf("only %d uses found: does the pattern still fit?", found)
	}
}

func TestScriptsParseNoHTML(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("web/*.js")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	bad := regexp.MustCompile(`innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function`)
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if hit := bad.Find(raw); hit != nil {
			t.Errorf("%s uses %s", file, hit)
		}
	}
}
