package app_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/firstask/firstask/sandbox"
	"github.com/firstask/firstask/ticket"
)

// TestStories runs every story over the real wire: the whole program against
// the sandbox, in virtual time, over Socket Mode and again over HTTP. The store
// is a Redis outside the bubble. Any message nobody expected fails a story.
// Under the race detector, at ten times the price, those with trouble in them and
// every third of the others take one wire each; scripts/test.sh runs all of them
// over both without it.
func TestStories(t *testing.T) {
	troubled := regexp.MustCompile(`(?m)^(crash|start|stop|redis|fault|redeliver|reverse|disconnect|hangup|save)\b`)
	files, err := filepath.Glob("testdata/stories/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no stories: %v", err)
	}
	for i, file := range files {
		parts := mustParts(t, file)
		wires := []string{"socket", "http"}
		if only, ok := parts["wire"]; ok { // the story says on which wire alone it makes sense
			wires = []string{strings.TrimSpace(only)}
		} else if racing {
			wires = wires[i%2 : i%2+1]
		}
		if racing && i%3 != 0 && !troubled.MatchString(parts["story"]) {
			continue
		}
		for _, wire := range wires {
			t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar")+"/"+wire, func(t *testing.T) {
				runStory(t, parts, wire)
			})
		}
	}
}

// mustParts are the parts of a story by name.
func mustParts(t *testing.T, file string) map[string]string {
	t.Helper()
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	for _, f := range txtar.Parse(src).Files {
		parts[f.Name] = string(f.Data)
	}
	return parts
}

func runStory(t *testing.T, parts map[string]string, wire string) {
	t.Helper()
	redis, err := sandbox.StartRedis()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(redis.Close)
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, redis, wire, parts)
		defer w.close()
		for n, line := range strings.Split(parts["story"], "\n") {
			w.line = n + 1
			if words := split(line); len(words) > 0 {
				w.step(words)
			}
			if t.Failed() {
				w.dump()
				return
			}
		}
		w.quiet()
		if t.Failed() {
			w.dump()
		}
	})
}

// split cuts a line into words; "quoted words" stay together, # starts a comment
// at the beginning of a line only, since #1 and #help are names.
func split(line string) []string {
	line = strings.TrimSpace(line)
	if line == "" || strings.HasPrefix(line, "# ") {
		return nil
	}
	var words []string
	for line != "" {
		var word string
		if rest, ok := strings.CutPrefix(line, `"`); ok {
			word, line, _ = strings.Cut(rest, `"`)
			word = `"` + word
		} else {
			word, line, _ = strings.Cut(line, " ")
		}
		line = strings.TrimLeft(line, " ")
		if word != "" {
			words = append(words, word)
		}
	}
	return words
}

// text is a quoted word without its mark.
func text(word string) string { return strings.TrimPrefix(word, `"`) }

// shanghai is the zone of all stories that do not say another.
func mustZone(tb testing.TB, name string) *time.Location {
	tb.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		tb.Fatal(err)
	}
	return zone
}

// TestOneStoryHasEveryState: one walk shows every state that a ticket can come
// to. Those of later are not reached by any step yet; a new state moves from the
// list into the story.
func TestOneStoryHasEveryState(t *testing.T) {
	later := []ticket.State{ticket.RulingPending, ticket.Final}
	story := mustParts(t, "testdata/stories/a_ticket_that_passes_through_every_state.txtar")["story"]
	for _, s := range ticket.States() {
		if shown := regexp.MustCompile(`(?m)^state #\d+ ` + string(s) + `\b`).MatchString(story); shown == slices.Contains(later, s) {
			t.Errorf("%s: shown %v", s, shown)
		}
	}
}
