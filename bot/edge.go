package bot

import (
	"context"
	"net"
	"net/http"
	"slices"
	"time"

	"github.com/rs/zerolog"

	"github.com/firstask/firstask/handlers"
)

// Options are what inbound needs, over HTTP or Socket Mode.
type Options struct {
	Desk      Desk
	Reports   Reports
	Words     Words
	Client    *Client
	Directory *Directory
	// Me is the bot; payloads of another team are refused.
	Me Identity
	// SigningSecret proves that a request over HTTP is Slack's.
	SigningSecret string
	// Now is the clock that requests are stamped by.
	Now func() time.Time
	Log zerolog.Logger
	// Metrics may be nil.
	Metrics *InboundMetrics
	// Lost is called when Slack says that the bot was uninstalled or its token
	// revoked; the reason is Slack's event. May be nil.
	Lost func(reason string)
	// Fetch reads the text of a post for which an event brought none; nil asks Slack.
	Fetch func(ctx context.Context, channel, ts string) (string, error)
	// Hooks carries answers to response URLs; nil uses a client with a time-out of 5 s.
	Hooks *http.Client
	// Dial opens the connection of Socket Mode; nil dials the network.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	// Replicas is how many processes share the app in Socket Mode; more
	// connections than that are warned of. 0 does not look.
	Replicas int
	// Workers bounds how many envelopes of Socket Mode are handled at once; 0 is 16.
	Workers int
}

const (
	deadline    = 2 * time.Second // of a request: Slack waits three
	hookTime    = 5 * time.Second
	lastAttempt = 3 // Slack delivers an event again three times
)

// edge is what both ways in have in common.
type edge struct {
	Options
	tails   *tails
	replied *recent
}

func newEdge(o Options) *edge {
	if o.Metrics == nil {
		o.Metrics = NewInboundMetrics(nil)
	}
	if o.Lost == nil {
		o.Lost = func(string) {}
	}
	if o.Hooks == nil {
		o.Hooks = &http.Client{Timeout: hookTime}
	}
	if o.Workers <= 0 {
		o.Workers = 16
	}
	e := &edge{Options: o, tails: newTails(), replied: newRecent()}
	if e.Fetch == nil {
		e.Fetch = e.fetchText
	}
	return e
}

// outcome of a payload, a label of the metrics.
type outcome string

const (
	saved   outcome = "saved"
	refused outcome = "refused"
	unsaved outcome = "unsaved"
	failed  outcome = "failed"
	ignored outcome = "ignored"
	foreign outcome = "foreign_team"
	badForm outcome = "malformed"
)

func outcomes() []outcome {
	return []outcome{saved, refused, unsaved, failed, ignored, foreign, badForm}
}

// answer is what a payload is acknowledged with.
type answer struct {
	// body is JSON for the acknowledgement; nil is an empty one.
	body []byte
	// again asks Slack to deliver it again: it is not saved.
	again bool
	// hook is where body can go when the acknowledgement cannot carry it.
	hook string

	source  string
	verb    string
	outcome outcome
}

// do carries out a gesture; an actor the directory does not know is asked for first.
func (e *edge) do(ctx context.Context, g gesture) (handlers.Reply, error) {
	e.know(ctx, g.Actor)
	return e.Desk.Do(ctx, g.Request)
}

func (e *edge) know(ctx context.Context, user string) {
	if _, ok := e.Directory.Person(user); !ok {
		e.Directory.Fetch(ctx, user)
	}
}

// guard turns a panic of one payload into a failure of that payload.
func (e *edge) guard(a *answer, source string, again bool) {
	if p := recover(); p != nil {
		e.Log.Error().Err(panicked(p)).Str("source", source).Msg("payload was not handled")
		*a = answer{source: source, outcome: failed, again: again}
	}
}

// after does what is left once a payload is acknowledged. With too much of that
// under way already it is dropped and counted: no fact is lost with it.
func (e *edge) after(ctx context.Context, source string, f func(ctx context.Context)) {
	failed := func(p any) {
		e.Log.Error().Err(panicked(p)).Str("source", source).Msg("work after an acknowledgement failed")
	}
	if !e.tails.run(ctx, failed, f) {
		e.Metrics.dropped.Inc()
		e.Log.Warn().Str("source", source).Msg("work after an acknowledgement was dropped: too much is under way")
	}
}

// count notes how a payload ended and how long its acknowledgement took.
func (e *edge) count(a answer, at time.Time) {
	verb := a.verb
	if verb != "" && !slices.Contains(verbs(), verb) {
		verb = "other"
	}
	e.Metrics.requests.WithLabelValues(a.source, string(a.outcome)).Inc()
	e.Metrics.ack.WithLabelValues(a.source, verb).Observe(e.Now().Sub(at).Seconds())
}

// verbs are the verbs of buttons and forms, for the labels of the metrics.
func verbs() []string {
	return []string{
		"new", "accept", "handoff", "return", "ask", "answer", "urge", "promise", "reply", "resolve", "confirm",
		"reopen", "escalate", "withdraw", "show", "mine", "list", "duty", "away", "back", "whois", "guide", "why", "help", "asker", "note",
	}
}
