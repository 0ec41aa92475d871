package ticket

import (
	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// ToldAbout is what whom the matter is about was told came of it: the ruling,
// else the outcome; nil while they were told nothing.
func (t *Ticket) ToldAbout() *Ruling {
	if t.Ruling != nil {
		return t.Ruling
	}
	return t.Outcome
}

// passOn tells whom the matter is about the result, once whoever asked has it and
// where the rule book wants it (CM-4.2.2d). A ruling tells them itself.
func (x *turn) passOn() {
	o := x.passedOn()
	if o == nil || x.About == "" || x.ToldAbout() != nil {
		return
	}
	x.Outcome = &Ruling{By: x.Result.By, At: x.at, Text: x.Result.Text, Rule: o.Rule}
	x.event(Event{Kind: "outcome", To: x.About, Rule: o.Rule})
	x.tellAbout(*x.Outcome, notice.Params{"outcome": notice.Time(x.at)})
}

// passedOn is the rule by which results of the ticket are passed on to whom it is
// about; nil for none.
func (x *turn) passedOn() *policy.Outcome {
	return fitting(x, x.rules.Policy.Outcomes, func(o *policy.Outcome) *policy.When { return &o.When })
}
