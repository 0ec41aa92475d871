package bot

import "github.com/prometheus/client_golang/prometheus"

// InboundMetrics count what comes in from Slack. All labels are closed sets.
type InboundMetrics struct {
	requests   *prometheus.CounterVec
	refused    *prometheus.CounterVec
	retries    *prometheus.CounterVec
	reconnects *prometheus.CounterVec
	unknown    *prometheus.CounterVec
	dropped    prometheus.Counter
	ack        *prometheus.HistogramVec
}

// NewInboundMetrics registers the metrics; with a nil registerer they count for nobody.
func NewInboundMetrics(r prometheus.Registerer) *InboundMetrics {
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "firstask", Subsystem: "inbound", Name: name, Help: help}, labels)
	}
	m := &InboundMetrics{
		requests:   counter("requests_total", "Payloads from Slack by source and outcome.", "source", "outcome"),
		refused:    counter("refused_total", "HTTP requests refused before they were read, by reason.", "reason"),
		retries:    counter("retries_total", "Events that Slack delivered again, by its reason.", "reason"),
		reconnects: counter("socket_reconnects_total", "Connections of Socket Mode replaced, by reason.", "reason"),
		unknown:    counter("unknown_total", "Payloads of a kind firstask does not know, by way in.", "way"),
		dropped: prometheus.NewCounter(prometheus.CounterOpts{
			Namespace: "firstask", Subsystem: "inbound", Name: "answers_dropped_total",
			Help: "Answers after an acknowledgement, and look-ups, that were left out because too many were under way.",
		}),
		ack: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Namespace: "firstask", Subsystem: "inbound", Name: "ack_seconds",
			Help:    "Time from the arrival of a payload to its acknowledgement, by source and verb.",
			Buckets: []float64{.005, .01, .025, .05, .1, .25, .5, 1, 1.5, 2, 3},
		}, []string{"source", "verb"}),
	}
	if r != nil {
		r.MustRegister(m.requests, m.refused, m.retries, m.reconnects, m.unknown, m.dropped, m.ack)
	}
	for _, o := range outcomes() {
		m.requests.WithLabelValues("slash", string(o))
	}
	return m
}
