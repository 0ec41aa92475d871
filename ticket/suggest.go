package ticket

import (
	"slices"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// Suggested is no state of a ticket: a standard answer was given, and none has
// opened yet; see Suggestion.
const Suggested State = "SUGGESTED"

// Suggestion is the standard answer that whoever asked got before their ticket
// opened: no ticket opens if it solves the matter, and one opens by itself once
// they have not said so for some time.
type Suggestion struct {
	Answer string    `json:"answer"` // its id
	At     time.Time `json:"at"`
	Until  time.Time `json:"until"`
	// Typed, Addressed and Host are what the ticket needs of the request as it came.
	Typed     bool     `json:"typed,omitempty"`
	Addressed []string `json:"addressed,omitempty"`
	Host      string   `json:"host,omitempty"`
}

// Opened reports whether it is a ticket: somebody was asked first. Before, it is
// between a standard answer and whoever asked, and nobody else knows of it.
func (t *Ticket) Opened() bool { return t.Suggestion == nil || t.Natural.User != "" }

// Answers are the standard answers to a request that somebody may still give; at
// most policy.MostAnswers, the best one first.
func Answers(t *Ticket, rules policy.Rules) []*policy.Answer {
	if rules.Policy == nil || rules.Org == nil || t.State.Ended() || t.solved() {
		return nil
	}
	x := &turn{Ticket: *t, rules: rules}
	return rules.Policy.AnswersTo(t.Text, x.holds)
}

// suggest gives whoever asks for themselves the best standard answer in place of
// a ticket; false where the rules have none, or none before a ticket.
func (x *turn) suggest(r Request) bool {
	first := x.rules.Policy.AnswerFirst
	if !r.Private || first.Wait == 0 || !x.Asker.InSlack() || x.Asker.User != r.By {
		return false
	}
	found := x.rules.Policy.AnswersTo(x.Text, x.holds)
	if len(found) == 0 {
		return false
	}
	x.Suggestion = &Suggestion{
		Answer: found[0].ID, At: x.now, Until: x.now.Add(first.Wait), Typed: r.Typed, Addressed: r.Addressed, Host: r.Host,
	}
	x.move(Suggested, Event{Kind: "suggested", To: x.Asker.User, Rule: first.Rule, Text: x.Text})
	x.events[0].fact("answer", found[0].ID)
	return true
}

// openNow makes the ticket that a standard answer held back, as if it were asked
// now: who was asked first is who is there now.
func (x *turn) openNow() {
	s := x.Suggestion
	x.CreatedAt, x.End = x.now, End{}
	x.open(Request{
		By: x.CapturedBy, Text: x.Text, Typed: s.Typed, Addressed: slices.Clone(s.Addressed), Host: s.Host,
	}, x.rules.Org.Department(x.Department))
}

// openDue opens what nobody has said a word about in time.
func (x *turn) openDue() {
	if x.State == Suggested && !x.Suggestion.Until.After(x.now) {
		x.openNow()
	}
}

// beforeOpening carries out what whoever asked says of a standard answer: that it
// solves the matter, or is taken back. Whatever else they do opens the ticket,
// and is then done with it.
func beforeOpening(t *Ticket, c Command, rules policy.Rules, now time.Time) (Decision, error) {
	x := begin(t, rules, now, c.At, c.Actor)
	switch {
	case c.Verb == VerbEdited:
		err := x.edited(c)
		return Decision{Ticket: x.Ticket, Events: x.events}, err
	case c.Actor != x.Asker.User:
		return Decision{}, refuse(NotYours, notice.Params{"who": notice.User(x.Asker.User), "verb": notice.Word(string(c.Verb))})
	case x.State.Ended() && (c.Verb != VerbReopen || x.End.How != ByAnswer):
		return Decision{}, x.ended()
	case x.State.Ended() && x.tooLate():
		return Decision{}, refuse(ReopenTooLate, notice.Params{"at": notice.Time(x.End.At)})
	case c.Verb == VerbConfirm:
		x.endBefore(Closed, ByAnswer, c)
		return x.decision(), nil
	case c.Verb == VerbWithdraw:
		x.endBefore(Withdrawn, TakenDown, c)
		return x.decision(), nil
	}
	x.openNow()
	opened := x.decision()
	if c.Verb == VerbReopen && c.Text == "" {
		return opened, nil
	}
	if c.Verb == VerbReopen { // what is missing in the answer
		c.Verb = VerbNote
	}
	then, err := Apply(&opened.Ticket, c, rules, now)
	then.Events, then.Notices = append(opened.Events, then.Events...), append(opened.Notices, then.Notices...)
	return then, err
}

// endBefore ends what never became a ticket: nobody but whoever asked hears of it.
func (x *turn) endBefore(state State, how Ending, c Command) {
	x.End = End{How: how, By: c.Actor, At: x.now}
	x.move(state, Event{Kind: string(c.Verb), Text: c.Text, Facts: map[string]string{"how": string(how), "answer": x.Suggestion.Answer}})
}

// solvedByAnswer reports whether whoever asked may still say that the standard
// answer they got has solved it, though the ticket has opened meanwhile.
func (x *turn) solvedByAnswer(c Command) bool {
	return x.Suggestion != nil && c.Actor == x.Asker.User && !x.solved() && x.State != CallbackDue
}
