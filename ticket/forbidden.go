package ticket

import (
	"cmp"
	"slices"
	"strings"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// heldFact is on the event of words that were not sent.
const heldFact = "held"

// spoken is what a colleague says to whoever asked, with forbidden phrases in it.
type spoken struct {
	phrases []*policy.Phrase // that have one of their words in it
	words   string           // those of the first
	verb    Verb
	held    bool
}

// rules are those of all phrases, each once.
func (s *spoken) rules() string {
	var rules []string
	for _, p := range s.phrases {
		if p.Rule != "" && !slices.Contains(rules, p.Rule) {
			rules = append(rules, p.Rule)
		}
	}
	return strings.Join(rules, ", ")
}

// forbidden finds the phrases of the rule books in the words of a command; nil
// if there are none, or if they stay in the house. What stands in the thread
// already is not held back.
func (x *turn) forbidden(c Command) *spoken {
	check := x.rules.Policy.PhraseCheck
	text := outwardText(c)
	if text == "" || check == policy.PhraseOff || c.Actor == x.Asker.User || !x.outward(c) {
		return nil
	}
	s := &spoken{verb: c.Verb}
	for i := range x.rules.Policy.Forbidden {
		p := &x.rules.Policy.Forbidden[i]
		if !x.holds(&p.When) {
			continue
		}
		if words := p.In(text); words != "" {
			s.phrases, s.words = append(s.phrases, p), cmp.Or(s.words, words)
			s.held = s.held || !p.Nudge && check != policy.PhraseNudge && c.Verb != VerbNote
		}
	}
	if len(s.phrases) == 0 {
		return nil
	}
	return s
}

// outwardText is all that whoever asked reads of a command: its text, and the
// parts of the answer that it names.
func outwardText(c Command) string {
	all := []string{c.Text, c.Account[PartPlan], c.Account[PartHandling], c.Account[PartSolution]}
	return strings.TrimSpace(strings.Join(all, "\n"))
}

// outward reports whether whoever asked reads, or is told, the words of a command.
func (x *turn) outward(c Command) bool {
	switch c.Verb { //nolint:exhaustive // the words of all others stay in the house
	case VerbResolve, VerbReply, VerbPlan, VerbInform, VerbRedirect, VerbRule, VerbFinal:
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

// speak puts it on record and tells the roles that hear of it, each person once.
// The Refusal is for whoever said it: held back, or to be said otherwise.
func (x *turn) speak(s *spoken) *Refusal {
	rules := notice.Text(s.rules())
	said := notice.Params{"what": notice.Text(s.words), "rule": rules, "phrase": notice.Text(s.phrases[0].ID)}
	told := notice.Params{"by": notice.User(x.by), "words": notice.Text(s.words), "rule": rules}
	e := x.event(Event{Kind: "phrase", Rule: rules.Raw(), Facts: map[string]string{"words": s.words, "verb": string(s.verb)}})
	if s.held {
		e.fact(heldFact, "yes")
		said[heldFact], told[heldFact] = notice.Text("yes"), notice.Text("yes")
	}
	var users []string
	for _, p := range s.phrases {
		for _, role := range p.Tell {
			users = append(users, x.rules.Org.Fill(role, x.Department, x.rules.Out())...)
		}
	}
	slices.Sort(users)
	for _, user := range slices.Compact(users) {
		x.tell(user, notice.ForbiddenPhrase, told)
	}
	return &Refusal{Code: Forbidden, Params: said}
}
