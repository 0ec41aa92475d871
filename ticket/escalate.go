package ticket

import (
	"slices"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// escalate asks the next superior now, without waiting for the limit and
// without a breach; they have the whole step from then on. Whoever holds a part of the ticket may ask for help.
func (x *turn) escalate(c Command) error {
	lead := x.Lead()
	switch {
	case x.State.Ended() || lead == nil && x.solved():
		return x.ended()
	case lead == nil:
		return refuse(NoLimit, notice.Params{"verb": notice.Word(string(VerbEscalate))})
	}
	if c.Actor != lead.Subject && c.Actor != x.Follower() && c.Actor != x.Responsible && !x.superior(c.Actor) {
		return refuse(NotYours, notice.Params{"who": notice.User(x.Follower()), "verb": notice.Word(string(VerbEscalate))})
	}
	w, ok := x.rules.Policy.Window(lead.Rule)
	if !ok {
		return refuse(NoSuperior, nil)
	}
	r, ok := x.rungAt(lead, w, lead.Rung)
	if ok && r.to.User == c.Actor {
		r, ok = x.rungAt(lead, w, r.index+1)
	}
	if !ok || (r.step == policy.Fallback && x.inFallback(lead)) {
		return refuse(NoSuperior, nil)
	}
	if len(lead.Climbed) > 0 && x.now.Before(lead.Next) && !slices.Contains(lead.Climbed, c.Actor) {
		return refuse(TooSoon, notice.Params{"at": notice.Time(lead.Next)}) // whoever was asked has the whole step
	}
	x.event(Event{Kind: string(VerbEscalate), To: r.to.Lane(), Text: c.Text, Rule: lead.Rule})
	x.reach(lead, w, r)
	x.bring(lead, w, r)
	return nil
}

// inFallback reports whether a clock was brought before the fallback channel.
func (x *turn) inFallback(c *Clock) bool {
	return slices.ContainsFunc(x.Faces, func(f Face) bool {
		return f.Kind == notice.Fallback && f.Params["clock"].Raw() == c.ID()
	})
}
