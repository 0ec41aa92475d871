package store_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/firstask/firstask/store/storetest"
)

const (
	benchClients = 64
	benchRound   = 1024
)

// BenchmarkCreate compares creating tickets with the cheapest thing that could
// be saved: a plain SET of 1 KB. Both take turns on one server; the ratio of
// their speeds is what means something on another machine.
func BenchmarkCreate(b *testing.B) {
	client := storetest.RealRedis(b).Client(b)
	s := mustOpen(b, client)
	now := time.Date(2026, 3, 3, 10, 0, 0, 0, time.UTC)
	kilobyte := strings.Repeat("x", 1024)
	var sets, creates time.Duration
	rounds, number := 0, int64(0)
	for b.Loop() {
		sets += inParallel(b, func(ctx context.Context, _ int) error { return client.Set(ctx, "plain", kilobyte, 0).Err() })
		first := number
		creates += inParallel(b, func(ctx context.Context, i int) error { return s.Commit(ctx, newTicket(first+int64(i)+1, now)) })
		number += benchRound
		rounds++
	}
	done := float64(rounds * benchRound)
	b.ReportMetric(done/creates.Seconds(), "creates/s")
	b.ReportMetric(done/sets.Seconds(), "sets/s")
	b.ReportMetric(sets.Seconds()/creates.Seconds(), "create:set")
}

// inParallel does a round of operations from many clients and times it.
func inParallel(b *testing.B, do func(context.Context, int) error) time.Duration {
	b.Helper()
	start := time.Now()
	var wg sync.WaitGroup
	for c := range benchClients {
		wg.Go(func() {
			for i := c; i < benchRound; i += benchClients {
				if err := do(b.Context(), i); err != nil {
					b.Error(err)
				}
			}
		})
	}
	wg.Wait()
	return time.Since(start)
}
