package ticket

import (
	"slices"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// What an answer may have to say by name, beside its text.
const (
	PartPlan        = "plan"        // what happens next
	PartHandling    = "handling"    // what was looked into
	PartSolution    = "solution"    // what was done about it
	PartCause       = "cause"       // how it came about
	PartImprovement = "improvement" // what is done so that it does not come back
)

// PartOutcome is the text of a result, where it stands beside other parts.
const PartOutcome = "outcome"

// partPrefix stands before a part in the facts of an event.
const partPrefix = "part."

// Parts are what an answer may say by name, in the order it is read.
func Parts() []string {
	return []string{PartPlan, PartHandling, PartSolution, PartCause, PartImprovement}
}

// isPart reports whether a need is about a part of an answer.
func isPart(what string) bool { return what == PartOutcome || slices.Contains(Parts(), what) }

// lacksParts are the parts that a command still needs, in the order the rules
// name them, and the first rule that asks for one.
func (x *turn) lacksParts(c Command) (parts []string, rule string) {
	for i := range x.rules.Policy.Needs {
		n := &x.rules.Policy.Needs[i]
		if !asks(n, c) || !x.holds(&n.When) {
			continue
		}
		for _, what := range n.Have {
			if !isPart(what) || slices.Contains(parts, what) || x.hasPart(what, c) {
				continue
			}
			if parts = append(parts, what); rule == "" {
				rule = n.Rule
			}
		}
	}
	return parts, rule
}

// hasPart reports whether a part is there: written down, or with the command.
func (x *turn) hasPart(part string, c Command) bool {
	if part == PartOutcome {
		return c.Text != ""
	}
	return x.Account[part] != "" || c.Account[part] != ""
}

// LackingParts are the parts of an answer that must still be there before a verb; its
// text among them as the outcome.
func LackingParts(t *Ticket, v Verb, rules policy.Rules) []string {
	parts, _ := begin(t, rules, t.CreatedAt, t.CreatedAt, "").lacksParts(Command{Verb: v})
	return parts
}

// WantsPlan reports whether a rule asks for a plan and there is none yet.
func WantsPlan(t *Ticket, rules policy.Rules) bool {
	x := &turn{Ticket: *t, rules: rules}
	return t.Account[PartPlan] == "" && slices.ContainsFunc(rules.Policy.Needs, func(n policy.Need) bool {
		return slices.Contains(n.Have, PartPlan) && x.holds(&n.When)
	})
}

// setPlan says what happens next (MG-2.2.3, DM-3.1.4): a later plan takes the place
// of an earlier one, and both stay on record. The asker reads it with the reply.
func (x *turn) setPlan(c Command) error {
	switch {
	case x.State.Ended() || x.solved():
		return x.ended()
	case !x.inCharge(c.Actor):
		return refuse(NotYours, notice.Params{"who": notice.User(x.Factual()), "verb": notice.Word(string(VerbPlan))})
	case c.Text == "":
		return refuse(NeedText, nil)
	}
	x.setPart(PartPlan, c.Text)
	x.proceed(Event{Kind: string(VerbPlan), Text: c.Text})
	return nil
}

// wording is the text of an answer; one that only names its parts has the first
// of them for it.
func wording(c Command) string {
	if c.Text != "" {
		return c.Text
	}
	for _, part := range Parts() {
		if v := c.Account[part]; v != "" {
			return v
		}
	}
	return ""
}

// keepParts writes the parts down that came with a command, on the event of it.
func (x *turn) keepParts(c Command, e *Event) {
	for _, part := range Parts() {
		if v := c.Account[part]; v != "" {
			x.setPart(part, v)
			e.fact(partPrefix+part, v)
		}
	}
}

func (x *turn) setPart(part, text string) {
	if x.Account == nil {
		x.Account = map[string]string{}
	}
	x.Account[part] = text
}
