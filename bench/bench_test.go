package main_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	main "github.com/firstask/firstask/bench"
)

func TestRead(t *testing.T) {
	got := main.Read(`goos: linux
BenchmarkApply/accept-2         	    4456	    100646 ns/op	      1359 B/ticket	   17956 B/op
BenchmarkNotice/card_zh-Hans-16 	    1581	    238294 ns/op
BenchmarkCreate 	       7	 1.5e+08 ns/op	         0.2713 create:set
PASS
ok  	github.com/firstask/firstask/ticket	1.577s
`)
	want := map[string]map[string]float64{
		"Apply/accept": {"ns/op": 100646, "B/ticket": 1359, "B/op": 17956}, "Notice/card_zh-Hans": {"ns/op": 238294},
		"Create": {"ns/op": 1.5e8, "create:set": 0.2713},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Read (-want +got):\n%s", diff)
	}
}

func TestTable(t *testing.T) {
	got := main.Table([]main.Row{
		{What: "a|b", Measured: "1 µs", Aim: "2 µs", Ratio: "0.50", Allocations: "3, 1.5 KB"}, {What: "c", Measured: "no\nway"},
	})
	want := "| What | Measured | Aim | Measured to aim | Allocations |\n|---|---:|---:|---:|---:|\n" +
		"| a\\|b | 1 µs | 2 µs | 0.50 | 3, 1.5 KB |\n| c | no way |  |  |  |\n"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Table (-want +got):\n%s", diff)
	}
}

func TestSpan(t *testing.T) {
	got, err := main.Span("-- story --\nat 2026-03-03 10:00\nat 10:30\nat +4m\nat 2026-03-06 09:30:15\nquiet\n")
	if want := 71*time.Hour + 30*time.Minute; err != nil || got != want {
		t.Errorf("Span = %v, %v, want %v", got, err, want)
	}
	if _, err := main.Span("at 10:30\n"); err == nil {
		t.Error("a story without dates has a span")
	}
}

func TestElapsed(t *testing.T) {
	got, err := main.Elapsed("--- PASS: TestStories (0.90s)\n    --- PASS: TestStories/a/socket (0.51s)\n", "TestStories/a/socket")
	if err != nil || got != 510*time.Millisecond {
		t.Errorf("Elapsed = %v, %v", got, err)
	}
	if _, err := main.Elapsed("--- FAIL: TestStories/a/socket (0.51s)\n", "TestStories/a/socket"); err == nil {
		t.Error("a failed story was timed")
	}
}
