package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"time"
)

// longStory spans three days of ladders; over Socket Mode it runs the whole
// program against the sandbox in virtual time.
const longStory = "G05_silence_climbs_to_the_top"

// runStory times the story: real seconds for a virtual hour.
func runStory(ctx context.Context, dir string) (Row, error) {
	src, err := os.ReadFile( //nolint:gosec // a file of the repository
		filepath.Join(dir, "app/testdata/stories", longStory+".txtar"))
	if err != nil {
		return Row{}, err
	}
	span, err := Span(string(src))
	if err != nil {
		return Row{}, err
	}
	said, err := goTest(ctx, dir, "-v", "-run", "^TestStories$/^"+longStory+"$/^socket$", "./app")
	if err != nil {
		return Row{}, err
	}
	took, err := Elapsed(said, "TestStories/"+longStory+"/socket")
	if err != nil {
		return Row{}, err
	}
	return Row{
		What:     fmt.Sprintf("a story of %.0f virtual hours, the whole program over the wire", span.Hours()),
		Measured: fmt.Sprintf("%.2f s, %.1f ms a virtual hour", took.Seconds(), took.Seconds()*1000/span.Hours()),
	}, nil
}

// Span is the virtual time between the first and the last dated step of a story.
func Span(story string) (time.Duration, error) {
	found := regexp.MustCompile(`(?m)^at (\d{4}-\d\d-\d\d \d\d:\d\d)`).FindAllStringSubmatch(story, -1)
	if len(found) < 2 {
		return 0, errors.New("the story has no two dates")
	}
	first, err := time.Parse("2006-01-02 15:04", found[0][1])
	if err != nil {
		return 0, err
	}
	last, err := time.Parse("2006-01-02 15:04", found[len(found)-1][1])
	return last.Sub(first), err
}

// Elapsed is how long a test took by what go test -v said.
func Elapsed(said, test string) (time.Duration, error) {
	found := regexp.MustCompile(`--- PASS: ` + regexp.QuoteMeta(test) + ` \(([0-9.]+s)\)`).FindStringSubmatch(said)
	if found == nil {
		return 0, fmt.Errorf("no word of %s", test)
	}
	return time.ParseDuration(found[1])
}
