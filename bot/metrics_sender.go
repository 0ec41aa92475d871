package bot

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/firstask/firstask/notice"
)

// SenderMetrics count what goes out to Slack. All labels are closed sets.
type SenderMetrics struct {
	sends      *prometheus.CounterVec
	limited    *prometheus.CounterVec
	dead       *prometheus.CounterVec
	failures   *prometheus.CounterVec
	ambiguous  prometheus.Counter
	reconciled *prometheus.CounterVec
	depth      prometheus.Gauge
	oldest     prometheus.Gauge
	paused     prometheus.Gauge
	seconds    *prometheus.HistogramVec
	late       prometheus.Histogram
}

// NewSenderMetrics registers the metrics; with a nil registerer they count for nobody.
func NewSenderMetrics(r prometheus.Registerer) *SenderMetrics {
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "firstask", Subsystem: "sender", Name: name, Help: help}, labels)
	}
	gauge := func(name, help string) prometheus.Gauge {
		return prometheus.NewGauge(prometheus.GaugeOpts{Namespace: "firstask", Subsystem: "sender", Name: name, Help: help})
	}
	m := &SenderMetrics{
		sends:      counter("entries_total", "Entries of the outbox dealt with, by kind of notice and outcome.", "kind", "outcome"),
		limited:    counter("rate_limited_total", "Calls that Slack refused as too many, by method.", "method"),
		dead:       counter("dead_letters_total", "Entries given up, by reason.", "reason"),
		failures:   counter("failures_total", "Failed calls by class of failure.", "class"),
		reconciled: counter("reconciled_total", "Looks for a message that may have been posted, by result.", "result"),
		ambiguous: prometheus.NewCounter(prometheus.CounterOpts{
			Namespace: "firstask", Subsystem: "sender", Name: "ambiguous_total", Help: "Posts that may or may not have succeeded.",
		}),
		depth:  gauge("outbox_entries", "Entries that wait in the outbox."),
		oldest: gauge("outbox_oldest_seconds", "Age of the oldest entry that waits."),
		paused: gauge("paused", "1 while the installation is lost and nothing is sent."),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Namespace: "firstask", Subsystem: "sender", Name: "call_seconds", Help: "Duration of calls to Slack by method.",
			Buckets: []float64{.05, .1, .2, .3, .5, .75, 1, 2, 5, 10, 15},
		}, []string{"method"}),
		late: prometheus.NewHistogram(prometheus.HistogramOpts{
			Namespace: "firstask", Subsystem: "sender", Name: "lateness_seconds", Help: "Time an entry waited before it was sent.",
			Buckets: []float64{.1, .25, .5, 1, 2, 5, 10, 30, 60, 300, 1800, 7200},
		}),
	}
	m.zero()
	if r != nil {
		r.MustRegister(m.sends, m.limited, m.dead, m.failures, m.ambiguous, m.reconciled, m.depth, m.oldest, m.paused, m.seconds, m.late)
	}
	return m
}

// zero shows what an alert watches from the start, not from the first time it happens.
func (m *SenderMetrics) zero() {
	for _, method := range []string{methodPost, methodUpdate, methodOpen, methodHistory, methodReplies} {
		m.limited.WithLabelValues(method)
	}
	for _, c := range []class{classConfig, classSafe, classAmbiguous, classPlace, classBug, classUnknown, classWords} {
		m.dead.WithLabelValues(string(c))
	}
	for _, result := range []string{"found", "absent", "unreadable"} {
		m.reconciled.WithLabelValues(result)
	}
}

func (m *SenderMetrics) setDepth(depth int, oldest time.Duration) {
	m.depth.Set(float64(depth))
	m.oldest.Set(oldest.Seconds())
}

// kindLabel keeps the label a closed set whatever an old store holds.
func kindLabel(k notice.Kind) string {
	switch k {
	case notice.Receipt, notice.Delay, notice.Solved, notice.SolvedAgain, notice.Survey, notice.AskerNews, notice.Card, notice.Asked,
		notice.Handoff, notice.Mention, notice.Reassigned, notice.TakenBack, notice.Returned, notice.Accepted, notice.Mine,
		notice.Reminder, notice.Limit, notice.Escalation, notice.Fallback, notice.WholeLate, notice.Urge, notice.Promised,
		notice.TellCustomer, notice.Reopened, notice.Closed, notice.NotesAdded, notice.Unreachable, notice.DutyGap, notice.Invite,
		notice.Soft, notice.Question, notice.AnswerUp, notice.Declined, notice.AskAsker, notice.FullNotice, notice.Merged, notice.Resumed, notice.Supervised, notice.Marked, notice.Triaged,
		notice.Progress, notice.Alarm, notice.Acknowledged, notice.ExtensionAsked, notice.ExtensionRefused,
		notice.ComplaintProposed, notice.ForbiddenPhrase, notice.Ruled, notice.ReviewAsked, notice.Complaint, notice.CallbackDue, notice.Task,
		notice.AskedTogether, notice.CorrectionAsked, notice.CorrectionRefused, notice.Corrected,
		notice.EndorseAsked, notice.Endorsed, notice.Force, notice.LeadAsked, notice.Frozen, notice.LeadNamed, notice.Shared, notice.Released,
		notice.ConsentAsked, notice.Consented, notice.Redirected, notice.Disputed, notice.OrderStays,
		notice.Folded, notice.Digest, notice.Observed, notice.Gaps, notice.Broken, notice.Reloaded, notice.ReloadRefused, notice.PostChanged, notice.PostDiffers,
		notice.StandIn, notice.Vacant, notice.Delegated, notice.MovedList, notice.WelcomeBack,
		notice.RosterGap, notice.SwapOffered, notice.DutyNews, notice.HandoverDue, notice.HandoverList:
		return string(k)
	default:
		return "other"
	}
}
