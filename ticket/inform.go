package ticket

import (
	"strings"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// Informed is what whoever asked was told in one go of all that their matter
// takes, and whether they understood it.
type Informed struct {
	By     string    `json:"by"`
	At     time.Time `json:"at"`
	Points []string  `json:"points,omitempty"` // of the rule books, by id
	Text   string    `json:"text,omitempty"`   // what was said beside them
	// Understood is when they said that it is clear; Unclear what was not when
	// they were last asked.
	Understood time.Time `json:"understood,omitzero"`
	Unclear    string    `json:"unclear,omitempty"`
}

// NotClear is the word of somebody who was told and did not understand all of it.
const NotClear = "not_clear"

// Points are the points that the rules want whoever asked to be told in one go.
func Points(t *Ticket, rules policy.Rules) []string {
	x := &turn{Ticket: *t, rules: rules}
	var ids []string
	for i := range rules.Policy.FullNotice {
		if p := &rules.Policy.FullNotice[i]; x.holds(&p.When) {
			ids = append(ids, p.ID)
		}
	}
	return ids
}

// tellAll tells whoever asked all that the matter takes, in one go (NX-5.3, RE-5);
// told again, the last time counts.
func (x *turn) tellAll(c Command) error {
	points := Points(&x.Ticket, x.rules)
	switch {
	case x.State.Ended() || x.solved():
		return x.ended()
	case !x.inCharge(c.Actor):
		return refuse(NotYours, notice.Params{"who": notice.User(x.Factual()), "verb": notice.Word(string(VerbInform))})
	case len(points) == 0 && c.Text == "":
		return refuse(NeedText, nil)
	}
	x.Informed = &Informed{By: c.Actor, At: x.at, Points: points, Text: c.Text}
	e := x.event(Event{Kind: string(VerbInform), To: x.Asker.User, Text: c.Text})
	if len(points) > 0 {
		e.fact("points", strings.Join(points, " "))
	}
	if x.Asker.InSlack() {
		x.after = append(x.after, func() { x.prompt(x.Asker.User, notice.FullNotice, notice.Params{"by": notice.User(c.Actor)}) })
	}
	return nil
}

// understood is the word of whoever was told, or of those who told somebody
// outside Slack: it is clear, or what is not, which the first asked hears.
func (x *turn) understood(c Command) error {
	told := x.Informed != nil && x.Informed.Understood.IsZero()
	switch {
	case x.State.Ended():
		return x.ended()
	case !x.listens(c.Actor):
		return refuse(NotYours, notice.Params{"who": notice.User(x.listener()), "verb": notice.Word(string(VerbUnderstood))})
	case !told:
		return refuse(NotInformed, nil)
	case c.Word == NotClear && c.Text == "":
		return refuse(NeedReason, nil)
	}
	said := *x.Informed // the ticket before is never changed
	x.Informed = &said
	e := x.event(Event{Kind: string(VerbUnderstood), Text: c.Text})
	if c.Word != NotClear {
		said.Understood = x.at
		return nil
	}
	said.Unclear, x.short = c.Text, true
	e.fact("answer", c.Word)
	x.tell(x.Follower(), notice.NotesAdded, notice.Params{"by": notice.User(c.Actor), "text": notice.Text(c.Text), "unclear": notice.Text("yes")})
	return nil
}

// listens reports whether somebody may say that a notice was understood.
func (x *turn) listens(user string) bool {
	if x.Asker.InSlack() {
		return user == x.Asker.User
	}
	return user == x.Follower() || user == x.Factual() || user == x.CapturedBy
}

func (x *turn) listener() string {
	if x.Asker.InSlack() {
		return x.Asker.User
	}
	return x.Follower()
}
