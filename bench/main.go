// Command bench measures what firstask promises to be: it runs the benchmarks of
// the rooms and one story of several virtual days, and prints a table in
// Markdown. It judges nothing: absolute numbers belong to the machine, ratios
// travel. Run it from the top of the repository: go run ./bench
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
)

func main() {
	shortly := flag.String("benchtime", "500ms", "how long each benchmark runs")
	dir := flag.String("C", ".", "the top of the repository")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := measure(ctx, os.Stdout, *dir, *shortly)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// measure runs everything and writes the table. What could not be measured is a
// row that says why, and the error in the end.
func measure(ctx context.Context, out io.Writer, dir, benchtime string) error {
	rows, failed := make([]Row, 0, 16), error(nil)
	for _, s := range suites() {
		found, err := s.run(ctx, dir, benchtime)
		rows = append(rows, found...)
		if err != nil {
			failed = err
			rows = append(rows, Row{What: s.pkg, Measured: "not measured: " + err.Error()})
		}
	}
	story, err := runStory(ctx, dir)
	if err != nil {
		failed = err
		story = Row{What: "a story", Measured: "not measured: " + err.Error()}
	}
	rows = append(rows, story)
	fmt.Fprintf(out, "Measured with %s on %s/%s, %d CPUs.\n\n%s", runtime.Version(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), Table(rows))
	return failed
}
