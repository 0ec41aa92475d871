package main

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"time"
)

// suite is one room's benchmarks and what of them is shown.
type suite struct {
	pkg, pattern string
	time         string // instead of the usual benchmark time
	show         []shown
}

// shown is one measurement: of which benchmark, in which unit, against what.
type shown struct {
	bench, unit, what string
	aim               float64
}

const nanoseconds = "ns/op"

func suites() []suite {
	us := float64(time.Microsecond)
	return []suite{
		{pkg: "./calendar", pattern: "^(BenchmarkAdd|BenchmarkAddDays|BenchmarkBetweenYear)$", show: []shown{
			{"Add/30m", nanoseconds, "business time: add 30 minutes", 5 * us},
			{"Add/year", nanoseconds, "business time: add a year of hours", 5 * us},
			{"AddDays", nanoseconds, "business time: add a year of working days", 5 * us},
			{"BetweenYear", nanoseconds, "business time: count over a year", 5 * us},
		}},
		{pkg: "./store", pattern: "^Benchmark(Decide|Document)$", show: []shown{
			{"Decide/accept", "windows", "the most windows that rule books have together", 0},
			{"Decide/accept", "B/ticket", "the ticket they decide on", 0},
			{"Decide/accept", nanoseconds, "decode, accept, encode, with all these windows", 30 * us},
			{"Decide/handoff", nanoseconds, "decode, hand over, encode", 30 * us},
			{"Decide/reminder", nanoseconds, "decode, reminder, encode", 30 * us},
			{"Decide/limit", nanoseconds, "decode, limit and escalation, encode", 30 * us},
			{"Document/decode", nanoseconds, "of it: decode the ticket", 0},
			{"Document/encode", nanoseconds, "of it: encode the ticket", 0},
		}},
		{pkg: "./text", pattern: "^Benchmark(Notice|Parse)$", show: []shown{
			{"Notice/card_en", nanoseconds, "draw a working card, English", 0},
			{"Notice/card_zh-Hans", nanoseconds, "draw a working card, Chinese", 0},
			{"Notice/handoff_en", nanoseconds, "draw a handoff", 0},
			{"Parse/request", nanoseconds, "read the longest line a person can send", 0},
		}},
		// Each round is some thousand operations from 64 clients on a Redis of its own, synced at every write.
		{pkg: "./store", pattern: "^BenchmarkCreate$", time: "7x", show: []shown{
			{"Create", "creates/s", "tickets created per second", 0},
			{"Create", "sets/s", "plain SET of 1 KB per second, same Redis", 0},
			{"Create", "create:set", "speed of create to SET 1 KB", 0},
		}},
	}
}

// run measures a suite.
func (s suite) run(ctx context.Context, dir, benchtime string) ([]Row, error) {
	if s.time != "" {
		benchtime = s.time
	}
	said, err := goTest(ctx, dir, "-run", "^$", "-bench", s.pattern, "-benchmem", "-benchtime", benchtime, s.pkg)
	if err != nil {
		return nil, err
	}
	found := Read(said)
	rows := make([]Row, 0, len(s.show))
	for _, w := range s.show {
		value, ok := found[w.bench][w.unit]
		if !ok {
			return rows, fmt.Errorf("%s says nothing of %s in %s", s.pkg, w.bench, w.unit)
		}
		rows = append(rows, rowOf(w, value, found[w.bench]))
	}
	return rows, nil
}

// goTest runs go test and returns what it said.
func goTest(ctx context.Context, dir string, args ...string) (string, error) {
	//nolint:gosec // the arguments are this program's own
	cmd := exec.CommandContext(ctx, "go", append([]string{"test", "-count=1"}, args...)...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		lines := strings.Split(strings.TrimSpace(string(out)), "\n")
		return "", errors.Join(err, errors.New(lines[max(0, len(lines)-3)]))
	}
	return string(out), nil
}
