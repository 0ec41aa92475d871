package replay

import (
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// staffed plays what came of people going away and coming back: the place that
// changed hands does so again, to the same person. Other events are nothing.
func (p *player) staffed(e *ticket.Event) {
	from := e.Facts["from"]
	switch e.Kind {
	case "relieve":
		away := []policy.Absence{{User: from, Delegate: e.To, From: e.At}}
		l := ticket.Leave{User: from, Sweep: e.At.String(), Why: e.Facts["why"]}
		p.take(ticket.Relieve(&p.t, l, p.rules.WithAway(away, e.At), e.At))
	case "restore":
		for _, r := range p.t.StandIns() {
			switch {
			case r.From != e.To || r.To != from || string(r.As) != e.Facts["as"]:
			case e.By == "":
				p.take(ticket.Return(&p.t, e.To, p.rules, e.At))
			default:
				p.take(ticket.Restore(&p.t, r.Sweep, e.By, p.rules, e.At))
			}
		}
	}
}
