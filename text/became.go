package text

import (
	"slices"
	"time"

	"github.com/firstask/firstask/ticket"
)

// became says what has become of a ticket since a message was sent: who did
// the last thing that moved it, and when.
func (p *pen) became() string {
	t := p.t
	last, returned := p.lastReturn()
	switch {
	case t.State.Ended():
		return p.say("became.closed", data{"at": p.at(t.End.At), "how": p.how()})
	case t.State == ticket.Answered, t.State == ticket.ResultReady:
		return p.say("became.solved", data{"who": p.name(t.Result.By), "at": p.at(t.Result.At)})
	case t.Mark(ticket.Reviewed) != nil:
		return p.say("became.review", data{"who": p.name(t.Factual()), "at": p.at(t.Mark(ticket.Reviewed).At)})
	case t.State == ticket.AwaitEndorsement:
		return p.say("became.awaits", data{"who": p.endorsedBy()})
	case t.Handoff != nil:
		return p.say("became.handed_off", data{"by": p.name(t.Handoff.From), "who": p.name(t.Handoff.To), "at": p.at(t.Handoff.At)})
	case returned && last.To.After(p.acceptedAt()):
		return p.say("became.returned", data{"who": p.name(last.User), "at": p.at(last.To), "has": p.name(t.Factual())})
	case p.inPlace() != "":
		return p.inPlace()
	case t.Responsible != "":
		return p.say("became.accepted", data{"who": p.name(t.Responsible), "at": p.at(p.acceptedAt())})
	default:
		return p.say("became.open", data{"has": p.name(t.Factual())})
	}
}

// inPlace says who has it in the place of somebody; "" where nobody does.
func (p *pen) inPlace() string {
	for _, r := range p.t.StandIns() {
		if r.As == ticket.AsResponsible {
			return p.say("became.stands", data{"who": p.name(r.To), "from": p.name(r.From), "at": p.at(r.At)})
		}
	}
	return ""
}

// how is how the ticket ended, in words.
func (p *pen) how() string {
	if h := p.t.End.How; h != "" {
		return p.c.Word("ending."+string(h), p.locale)
	}
	return p.c.Word("state."+string(p.t.State), p.locale)
}

// lastReturn is the last offer, if it was returned.
func (p *pen) lastReturn() (ticket.Hold, bool) {
	for _, h := range slices.Backward(p.t.Chain) {
		if h.As == ticket.AsReceiver {
			return h, h.End == string(ticket.VerbReturn)
		}
	}
	return ticket.Hold{}, false
}

// acceptedAt is when the responsible person took it; zero if nobody is.
func (p *pen) acceptedAt() time.Time {
	for _, h := range p.t.Chain {
		if h.As == ticket.AsResponsible && h.End == "" {
			return h.From
		}
	}
	return time.Time{}
}
