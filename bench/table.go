package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Row is one line of the table.
type Row struct {
	What, Measured string
	// Aim is what it is held against, Ratio the measurement to it; "" for none.
	Aim, Ratio string
	// Allocations are how many and how much of one operation; "" where only time tells.
	Allocations string
}

// Read finds the measurements in what go test said: by benchmark, without its
// prefix and its number of CPUs, and by unit.
func Read(said string) map[string]map[string]float64 {
	found := map[string]map[string]float64{}
	for line := range strings.Lines(said) {
		words := strings.Fields(line)
		if len(words) < 4 || !strings.HasPrefix(words[0], "Benchmark") {
			continue
		}
		name := strings.TrimPrefix(words[0], "Benchmark")
		if cut := strings.LastIndex(name, "-"); cut > 0 && isNumber(name[cut+1:]) {
			name = name[:cut]
		}
		units := map[string]float64{}
		for i := 2; i+1 < len(words); i += 2 {
			if v, err := strconv.ParseFloat(words[i], 64); err == nil {
				units[words[i+1]] = v
			}
		}
		found[name] = units
	}
	return found
}

func isNumber(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// rowOf shows one of the measurements of a benchmark.
func rowOf(w shown, value float64, all map[string]float64) Row {
	r := Row{What: w.what, Measured: amount(value, w.unit)}
	if w.unit == nanoseconds {
		r.Allocations = fmt.Sprintf("%.0f, %.1f KB", all["allocs/op"], all["B/op"]/1024)
	}
	if w.aim > 0 {
		r.Aim, r.Ratio = amount(w.aim, w.unit), fmt.Sprintf("%.2f", value/w.aim)
	}
	return r
}

func amount(v float64, unit string) string {
	switch {
	case unit == nanoseconds && v >= float64(time.Millisecond):
		return fmt.Sprintf("%.3g ms", v/float64(time.Millisecond))
	case unit == nanoseconds:
		return fmt.Sprintf("%.3g µs", v/float64(time.Microsecond))
	case unit == "create:set":
		return fmt.Sprintf("%.2f", v)
	default:
		return fmt.Sprintf("%.0f %s", v, unit)
	}
}

// Table writes rows as Markdown.
func Table(rows []Row) string {
	var b strings.Builder
	b.WriteString("| What | Measured | Aim | Measured to aim | Allocations |\n|---|---:|---:|---:|---:|\n")
	for _, r := range rows {
		cells := []string{r.What, r.Measured, r.Aim, r.Ratio, r.Allocations}
		for i, c := range cells {
			cells[i] = strings.ReplaceAll(strings.ReplaceAll(c, "\n", " "), "|", "\\|")
		}
		fmt.Fprintf(&b, "| %s |\n", strings.Join(cells, " | "))
	}
	return b.String()
}
