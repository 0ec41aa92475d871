package app

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// meter counts what the desk saves, how late it fires clocks, and what shifts
// leave to the next.
type meter struct {
	commits *prometheus.CounterVec
	shifts  *prometheus.CounterVec
	carried prometheus.Counter
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
	m.shifts = prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "firstask_shifts_total", Help: "Shifts whose people hand over: ended, and of those leaving something to the next.",
	}, []string{"what"})
	m.carried = prometheus.NewCounter(prometheus.CounterOpts{
		Name: "firstask_carried_over_total", Help: "Matters that went from one shift to the next.",
	})
	r.MustRegister(m.commits, m.late, m.reloads, m.shifts, m.carried)
	m.Shifts(0, 0, 0)
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

// Shifts counts shifts and what they leave to the next.
func (m *meter) Shifts(ended, leaving, matters int) {
	m.shifts.WithLabelValues("ended").Add(float64(ended))
	m.shifts.WithLabelValues("leaving").Add(float64(leaving))
	m.carried.Add(float64(matters))
}

// Late notes how late a clock was fired.
func (m *meter) Late(by time.Duration) { m.late.Observe(max(by, 0).Seconds()) }
