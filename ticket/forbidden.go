package ticket

import (
	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// heldFact is on the event of words that were not sent.
const heldFact = "held"

// spoken is a forbidden phrase in what a colleague says to whoever asked.
type spoken struct {
	*policy.Phrase
	words string
	verb  Verb
	held  bool
}

// forbidden finds the first phrase of the rule book in the words of a command;
// nil if there is none, or if they stay in the house. What stands in the thread
// already is not held back.
func (x *turn) forbidden(c Command) *spoken {
	check := x.rules.Policy.PhraseCheck
	if c.Text == "" || check == policy.PhraseOff || c.Actor == x.Asker.User || !x.outward(c) {
		return nil
	}
	for i := range x.rules.Policy.Forbidden {
		p := &x.rules.Policy.Forbidden[i]
		if !x.holds(&p.When) {
			continue
		}
		if words := p.In(c.Text); words != "" {
			return &spoken{p, words, c.Verb, !p.Nudge && check != policy.PhraseNudge && c.Verb != VerbNote}
		}
	}
	return nil
}

// outward reports whether whoever asked reads, or is told, the words of a command.
func (x *turn) outward(c Command) bool {
	switch c.Verb { //nolint:exhaustive // the words of all others stay in the house
	case VerbResolve, VerbReply, VerbRedirect, VerbRule, VerbFinal:
		return true
	case VerbAsk:
		return c.Word == customer
	case VerbConsent:
		return c.Word == askWord
	case VerbNote:
		to, ok := x.askerFace()
		return ok && to.Channel != "" && to.Channel == c.Where.Channel && to.Thread == c.Where.Thread
	default:
		return false
	}
}

// speak puts a phrase on record and tells the roles that hear of it. The
// Refusal is for whoever said it: held back, or to be said otherwise.
func (x *turn) speak(s *spoken) *Refusal {
	said := notice.Params{"what": notice.Text(s.words), "rule": notice.Text(s.Rule), "phrase": notice.Text(s.ID)}
	told := notice.Params{"by": notice.User(x.by), "words": notice.Text(s.words), "rule": notice.Text(s.Rule)}
	e := x.event(Event{Kind: "phrase", Rule: s.Rule, Facts: map[string]string{"words": s.words, "verb": string(s.verb)}})
	if s.held {
		e.fact(heldFact, "yes")
		said[heldFact], told[heldFact] = notice.Text("yes"), notice.Text("yes")
	}
	for _, role := range s.Tell {
		for _, user := range x.rules.Org.Fill(role, x.Department, x.rules.Out()) {
			x.tell(user, notice.ForbiddenPhrase, told)
		}
	}
	return &Refusal{Code: Forbidden, Params: said}
}
