// Package replay plays a recorded ticket again under other rules: who would
// have been disturbed, when and by which rule, against what happened. It is
// pure: a record and rules go in, an outcome comes out.
package replay

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// Record is a ticket as `firstask export` writes it, one JSON object a line.
type Record struct {
	Ticket ticket.Ticket  `json:"ticket"`
	Events []ticket.Event `json:"events"` // all of them, oldest first
	// Until is when it was exported; zero is the last event.
	Until time.Time `json:"until,omitzero"`
}

// Outcome is what became of one record under the rules.
type Outcome struct {
	Number int64
	// Was is the state at the end of the record; Ticket what it would be then.
	Was    ticket.State
	Ticket ticket.Ticket
	// Lines are the messages that were said, would be said, or both, by time.
	Lines []Line
	// Refused are the recorded requests that the rules make impossible.
	Refused []Refused
	// Before counts what happened, After what would have.
	Before, After Count
}

// Same reports whether the rules change nothing about the record.
func (o *Outcome) Same() bool {
	same := func(l Line) bool { return l.Change == Same }
	return o.Was == o.Ticket.State && len(o.Refused) == 0 && o.Before.Late == o.After.Late && o.Before.System == o.After.System &&
		!slices.ContainsFunc(o.Lines, func(l Line) bool { return !same(l) })
}

// Refused is a recorded request that the rules do not allow.
type Refused struct {
	At   time.Time
	Verb ticket.Verb
	By   string
	Code ticket.Code
}

// Errors of Run.
var (
	// ErrNoCapture means that a record does not begin with the capture of its
	// ticket, or that none ever opened: a standard answer solved it.
	ErrNoCapture = errors.New("replay: the record does not begin with a capture")
	// ErrEndless means that the rules let a clock ring without end.
	ErrEndless = errors.New("replay: it never comes to an end")
)

// mostRings bounds how often clocks ring between two requests: one that alarms
// every five minutes does so for a year.
const mostRings = 110_000

// Run plays a record under the rules: each recorded request at its recorded
// instant, and the passing of time in between. What the rules refuse is noted
// and passed over. A request counts as having arrived when it was decided,
// delivery as it was recorded; a message that was never sent is taken to arrive
// at once, or when its reader's quiet hours end. The record ends when it was
// exported, or with its ticket. The error wraps ErrNoCapture or ErrEndless.
func Run(rec Record, rules policy.Rules) (Outcome, error) {
	r, at, err := request(&rec)
	if err != nil {
		return Outcome{}, fmt.Errorf("%w: ticket %d", err, rec.Ticket.Number)
	}
	p := &player{rules: rules, now: at, known: started(rec.Events), outages: outages(rec.Events)}
	p.take(ticket.Capture(r, rules, at))
	for i := range rec.Events {
		e := &rec.Events[i]
		c, ok := p.command(&rec, i)
		if !ok && e.Kind != "relieve" && e.Kind != "restore" {
			continue
		}
		if err := p.advance(e.At); err != nil {
			return Outcome{}, fmt.Errorf("%w: ticket %d", err, rec.Ticket.Number)
		}
		if ok {
			p.apply(c)
		} else {
			p.staffed(e)
		}
	}
	if err := p.advance(end(&rec)); err != nil {
		return Outcome{}, fmt.Errorf("%w: ticket %d", err, rec.Ticket.Number)
	}
	return outcome(&rec, p), nil
}

// end is until when a record goes.
func end(rec *Record) time.Time {
	last := rec.Events[len(rec.Events)-1].At
	if rec.Ticket.State.Ended() || rec.Until.Before(last) {
		return last
	}
	return rec.Until
}

// player is a life in the making.
type player struct {
	rules   policy.Rules
	t       ticket.Ticket
	now     time.Time
	events  []ticket.Event
	refused []Refused
	// known are the clocks of the record: their messages arrived as it says.
	known   map[string]bool
	coming  []arrival // of the messages of other clocks, the first one first
	outages []ticket.Span
}

// arrival is a message about a clock that is on its way.
type arrival struct {
	at    time.Time
	clock string
	user  string
	kind  notice.Kind
}

// take goes on from a decision.
func (p *player) take(d ticket.Decision) {
	p.t = d.Ticket
	p.events = append(p.events, d.Events...)
	for i := range p.t.Clocks {
		c := &p.t.Clocks[i]
		if c.Subject == "" || !c.Delivered.IsZero() || p.known[c.ID()] {
			continue
		}
		told := slices.IndexFunc(d.Notices, func(n notice.Notice) bool {
			return n.To.User == c.Subject && n.Class != notice.Edit
		})
		if told >= 0 {
			n := &d.Notices[told]
			p.coming = append(p.coming, arrival{at: later(p.now, n.After), clock: c.ID(), user: c.Subject, kind: n.Kind})
		}
	}
	slices.SortStableFunc(p.coming, func(a, b arrival) int { return a.at.Compare(b.at) })
}

// apply carries out a recorded request, at the present instant or as it arrived.
func (p *player) apply(c ticket.Command) {
	d, err := ticket.Apply(&p.t, c, p.rules, p.now)
	if r, ok := errors.AsType[*ticket.Refusal](err); ok {
		p.refused = append(p.refused, Refused{At: p.now, Verb: c.Verb, By: c.Actor, Code: r.Code})
		return
	}
	p.take(d)
}

// advance lets time pass until to: clocks ring, messages arrive.
func (p *player) advance(to time.Time) error {
	for range mostRings {
		ring, arrive := p.ring(), p.arrive()
		switch {
		case !arrive.IsZero() && !arrive.After(to) && (ring.IsZero() || !ring.Before(arrive)):
			p.now = later(p.now, arrive)
			a := p.coming[0]
			p.coming = p.coming[1:]
			p.apply(ticket.Command{Verb: ticket.VerbDelivered, Clock: a.clock, User: a.user, Kind: a.kind, At: p.now})
		case !ring.IsZero() && !ring.After(to):
			p.now = ring
			p.take(ticket.Fire(&p.t, p.rules, ring))
		default:
			p.now = later(p.now, to)
			return nil
		}
	}
	return ErrEndless
}

// ring is when the next clock rings; zero if none does. A clock that is due
// while the program was away rings when it was back.
func (p *player) ring() time.Time {
	due := p.t.Due()
	if due.IsZero() {
		return due
	}
	for _, o := range p.outages {
		if !due.Before(o.From) && due.Before(o.To) {
			due = o.To
		}
	}
	return later(p.now, due)
}

func (p *player) arrive() time.Time {
	if len(p.coming) == 0 {
		return time.Time{}
	}
	return p.coming[0].at
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
