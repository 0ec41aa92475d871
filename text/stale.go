package text

import (
	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/ticket"
)

// stale reports whether a notice that was not said yet is no longer true.
func (p *pen) stale(k notice.Kind) bool {
	if rule, has := p.staleness()[k]; has {
		return rule()
	}
	rule, has := p.watchStale()[k]
	return has && rule()
}

// staleness is what makes each kind untrue; a kind that is not here always holds.
func (p *pen) staleness() map[notice.Kind]func() bool {
	t := p.t
	promisedOtherwise := func() bool {
		lead := t.Lead()
		return !t.Promise.Until.Equal(p.instant("at")) && (lead == nil || !lead.Due.Equal(p.instant("at")))
	}
	return map[notice.Kind]func() bool{
		notice.Receipt:      func() bool { return t.State == ticket.Withdrawn },
		notice.Delay:        p.settled,
		notice.Solved:       func() bool { return t.State != ticket.Answered },
		notice.SolvedAgain:  func() bool { return t.State != ticket.Answered },
		notice.Survey:       func() bool { return t.State != ticket.Closed },
		notice.Closed:       func() bool { return !t.State.Ended() && t.State != ticket.Answered && !p.resultElsewhere(p.to.User) },
		notice.Asked:        p.clockGone,
		notice.Returned:     p.clockGone,
		notice.Reopened:     p.clockGone,
		notice.Mine:         p.clockGone,
		notice.Handoff:      func() bool { return !p.offered(p.to.User) || p.clockGone() },
		notice.Mention:      p.mentionLate,
		notice.Reassigned:   func() bool { return !p.offered(p.user("to")) },
		notice.Unreachable:  func() bool { return !p.offered(p.user("who")) },
		notice.TakenBack:    func() bool { return p.offered(p.to.User) },
		notice.Accepted:     func() bool { return t.Responsible != p.user("by") },
		notice.Urge:         func() bool { return t.State.Ended() || !p.movesNow(p.to.User) },
		notice.Promised:     promisedOtherwise,
		notice.TellCustomer: func() bool { return t.State != ticket.ResultReady },
		notice.Reminder:     p.reminderLate,
		notice.Limit:        p.limitMoved,
		notice.Escalation:   p.limitMoved,
		notice.Fallback:     p.limitMoved,
		notice.Soft:         func() bool { return p.clockGone() || (p.clock() != nil && !p.clock().Breached.IsZero()) },
		notice.WholeLate:    func() bool { return t.State.Ended() || t.State == ticket.Answered },
	}
}

// watchStale is staleness of what watches over a ticket and of its levels.
func (p *pen) watchStale() map[notice.Kind]func() bool {
	t := p.t
	waitsAlready := func() bool { return t.State.Ended() || p.waits() }
	return map[notice.Kind]func() bool{
		notice.Question:          func() bool { return t.State.Ended() || t.LevelOf(p.to.User) == nil },
		notice.AnswerUp:          func() bool { return t.State.Ended() },
		notice.Declined:          func() bool { return t.State.Ended() },
		notice.AskAsker:          func() bool { return t.State != ticket.WaitCustomer },
		notice.FullNotice:        func() bool { return p.settled() || t.Informed == nil || !t.Informed.Understood.IsZero() },
		notice.Resumed:           func() bool { return waitsAlready() || t.State == ticket.Answered },
		notice.Supervised:        func() bool { return p.settled() || (t.LevelOf(p.to.User) == nil && !t.Given.Equal(p.instant("at"))) },
		notice.Triaged:           p.settled,
		notice.Progress:          func() bool { return p.settled() || p.clockGone() },
		notice.Alarm:             func() bool { return !p.unseen() },
		notice.ExtensionAsked:    func() bool { return !p.wished() },
		notice.ExtensionRefused:  func() bool { return t.State.Ended() || t.Wish != nil },
		notice.ComplaintProposed: func() bool { return p.settled() || p.complained() },
		notice.ConsentAsked:      func() bool { return p.settled() || !t.Consent.At.IsZero() },
		notice.Consented:         p.settled,
		notice.Redirected:        func() bool { return t.Redirect.At.IsZero() },
		notice.Disputed:          func() bool { return p.settled() || t.Mark(ticket.Disputed) == nil },
		notice.OrderStays:        func() bool { return p.settled() || t.Mark(ticket.Disputed) != nil },
		notice.Complaint:         p.settled,
		notice.ReviewAsked:       func() bool { return t.State.Ended() || t.Mark(ticket.Reviewed) == nil },
		notice.AskedTogether:     p.settled,
		notice.CorrectionAsked:   func() bool { return !p.correcting() },
		notice.CorrectionRefused: func() bool { return t.State.Ended() || t.Correction != nil || t.Natural.User == p.user("to") },
		notice.Corrected:         func() bool { return t.State.Ended() || t.Natural.User != p.user("to") },
		notice.CallbackDue:       func() bool { return t.State.Ended() || p.clockGone() },
		notice.Task:              p.clockGone,
		notice.StandIn:           func() bool { return t.State.Ended() || !p.movesNow(p.to.User) },
		notice.Vacant:            func() bool { return !t.Vacant(p.user("for")) },
		notice.EndorseAsked:      func() bool { return t.State != ticket.AwaitEndorsement },
		notice.Endorsed:          func() bool { return p.settled() || p.t.Unendorsed() },
		notice.Force:             func() bool { return p.settled() || t.Mark(ticket.TaskForce) == nil },
		notice.LeadAsked:         func() bool { return !p.leadless() },
		notice.Frozen:            func() bool { return !p.leadless() },
		notice.LeadNamed:         func() bool { return t.Leader.User != p.user("to") || t.Responsible != p.user("to") || p.settled() },
		notice.Shared:            func() bool { return p.settled() || p.params["matter"] != "" && p.gaveOpinion() },
	}
}

// settled reports whether there is a result already.
func (p *pen) settled() bool {
	return p.t.State.Ended() || p.t.State == ticket.Answered || p.t.State == ticket.ResultReady
}

// clockGone reports whether the clock that a notice came with has stopped.
func (p *pen) clockGone() bool {
	return p.t.State.Ended() || (p.params["clock"] != "" && p.clock() == nil)
}

// limitMoved reports whether the limit a notice speaks of stands no longer.
func (p *pen) limitMoved() bool {
	c := p.clock()
	return c == nil || p.t.State.Ended() || !c.Due.Equal(p.instant("limit"))
}

// mentionLate reports whether whom a mention is for need not look any more.
func (p *pen) mentionLate() bool {
	if p.params["matter"] != "" {
		return p.settled()
	}
	return !p.offered(p.user("to"))
}

func (p *pen) reminderLate() bool {
	return p.limitMoved() || !p.clock().Breached.IsZero() || !p.v.Now.Before(p.clock().Due)
}

// movesNow reports whether somebody has a part in moving the ticket on.
func (p *pen) movesNow(user string) bool {
	return user == p.t.Responsible || user == p.t.Follower() || user == p.t.Teller() || user == p.t.CallsBack || p.offered(user) || p.t.LevelOf(user) != nil || p.owesOpinion(user) || p.t.InForce(user)
}

// offered reports whether a handoff waits for somebody's answer.
func (p *pen) offered(user string) bool {
	return p.t.Handoff != nil && p.t.Handoff.To == user
}
