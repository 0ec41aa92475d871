package app

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// meter counts what the desk saves, and how late it fires clocks.
type meter struct {
	commits *prometheus.CounterVec
	late    prometheus.Histogram
	reloads *prometheus.CounterVec
}

func newMeter(r prometheus.Registerer) *meter {
	m := &meter{
		commits: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "firstask_commits_total", Help: "Commits by outcome: saved, conflict, repeated, failed.",
		}, []string{"outcome"}),
		late: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "firstask_clock_lateness_seconds", Help: "How long after its time a clock was fired.",
			Buckets: []float64{0.05, 0.25, 1, 2.5, 5, 15, 60, 300, 1800, 7200},
		}),
	}
	m.reloads = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "firstask_reloads_total", Help: "Readings of a changed configuration by outcome: accepted, refused, unchanged, failed.",
	}, []string{"outcome"})
	r.MustRegister(m.commits, m.late, m.reloads)
	for _, outcome := range []string{"accepted", "refused", "unchanged", "failed"} {
		m.reloads.WithLabelValues(outcome)
	}
	for _, outcome := range []string{"saved", "conflict", "repeated", "failed"} {
		m.commits.WithLabelValues(outcome)
	}
	return m
}

// Commit counts a commit by its outcome.
func (m *meter) Commit(outcome string) { m.commits.WithLabelValues(outcome).Inc() }

func (m *meter) reload(outcome string) { m.reloads.WithLabelValues(outcome).Inc() }

// Late notes how late a clock was fired.
func (m *meter) Late(by time.Duration) { m.late.Observe(max(by, 0).Seconds()) }
