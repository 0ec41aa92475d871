package ticket

import (
	"slices"
	"strconv"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// Endorsement is the word of a leader that a request waits for before anybody
// works on it (SD-5.2.1.7): a yes, or a no with a reason.
type Endorsement struct {
	Rule string      `json:"rule,omitempty"`
	Step policy.Step `json:"step"`         // the role that endorses
	To   string      `json:"to,omitempty"` // who was asked; "" for the fallback channel
	At   time.Time   `json:"at"`
	// By is who answered, Given when it was a yes; both zero while it waits, the
	// last after a no.
	By    string    `json:"by,omitempty"`
	Given time.Time `json:"given,omitzero"`
	Text  string    `json:"text,omitempty"`
}

// Endorser is the leader whose word the ticket waits for; "" for the fallback
// channel, or if it waits for none.
func (t *Ticket) Endorser() string {
	if t.State != AwaitEndorsement || t.Endorsement == nil {
		return ""
	}
	return t.Endorsement.To
}

// Unendorsed reports whether a leader has sent the request back: it goes to
// nobody else before one endorses it.
func (t *Ticket) Unendorsed() bool {
	return t.Endorsement != nil && t.Endorsement.Given.IsZero() && t.State != AwaitEndorsement && !t.State.Ended()
}

// await lays a request before a leader, where the rule book wants their word
// and nobody was asked to take it yet. What was sent back waits until somebody
// lays it before them again.
func (x *turn) await() {
	rests := x.State.Taking() || x.State == x.working()
	if e := x.Endorsement; e != nil && (e.By != "" || !e.Given.IsZero()) {
		return
	}
	if rests && x.Handoff == nil && x.Mark(Assigned) == nil {
		if r := x.endorsement(); r != nil {
			x.lay(r)
		}
	}
}

// endorsement is what the rule book says of who endorses such a request; nil if
// nobody does.
func (x *turn) endorsement() *policy.Endorsement {
	return fitting(x, x.rules.Policy.Endorsements, func(e *policy.Endorsement) *policy.When { return &e.When })
}

// lay asks a leader: who fills the role, is there and has no part in it, else the
// heads above; with nobody left the fallback channel.
func (x *turn) lay(r *policy.Endorsement) {
	to := notice.Recipient{Channel: x.rules.Org.Fallback}
	e := Endorsement{Rule: r.Rule, Step: policy.Step(r.By[0]), At: x.at}
	if all := x.endorsers(r); len(all) > 0 {
		e.To, to = all[0], notice.Recipient{User: all[0]}
		if !slices.Contains(x.Helpers, e.To) {
			x.Helpers = append(x.Helpers, e.To)
		}
	} else {
		x.Open = true
	}
	x.Endorsement = &e
	x.Helped = append(x.Helped, Help{Step: e.Step, User: e.To, At: x.now, Endorses: true}) // who was asked before is not any more
	x.move(AwaitEndorsement, Event{Kind: "await", To: to.Lane(), Rule: r.Rule})
	x.after = append(x.after, func() {
		p := notice.Params{"by": notice.User(x.Follower()), "rule": notice.Text(r.Rule)}
		if clock := x.endorserClock(); clock != nil {
			p["limit"], p["clock"] = notice.Time(clock.Due), notice.Text(clock.ID())
		}
		x.show(Face{Slot: "endorse/" + strconv.Itoa(x.Said), Kind: notice.EndorseAsked, To: to, Params: p})
	})
}

// endorsers are those who may endorse such a request, the one who is asked
// first. Nobody endorses what they brought themselves.
func (x *turn) endorsers(r *policy.Endorsement) []string {
	own := x.bringers()
	if all := x.impartial(r.By, own...); len(all) > 0 {
		return all
	}
	department := x.Department
	for _, role := range r.By { // one level up from who would have
		for _, user := range x.rules.Org.Fill(role, x.Department, nil) {
			department, own = x.homeOf(user), append(own, user)
		}
	}
	return x.rules.Org.Superiors(department, x.rules.Out(), append(own, x.parties()...)...)
}

// bringers are those who brought the request: its words are theirs.
func (x *turn) bringers() []string { return []string{x.Natural.User, x.CapturedBy, x.Responsible} }

// endorserClock is the clock of the leader who was asked; nil for none.
func (x *turn) endorserClock() *Clock {
	for i := range x.Clocks {
		c := &x.Clocks[i]
		w, ok := x.rules.Policy.Window(c.Rule)
		if ok && x.Endorsement != nil && c.Role == policy.Superior && w.Asked == x.Endorsement.Step && w.Runs(string(AwaitEndorsement)) {
			return c
		}
	}
	return nil
}

// mayEndorse reports whether somebody's word is what the ticket waits for: who
// was asked, who else may, whom the ladder asked for it, or, once only the
// fallback channel is left, anybody who knows.
func (x *turn) mayEndorse(user string) bool {
	r := x.endorsement()
	if x.State != AwaitEndorsement || slices.Contains(append(x.parties(), x.bringers()...), user) {
		return false
	}
	c := x.endorserClock()
	switch {
	case user == x.Endorser(), r != nil && slices.Contains(x.endorsers(r), user), c != nil && slices.Contains(c.Climbed, user):
		return true
	default:
		return x.rules.Org.Knows(user) && (x.Endorser() == "" || c != nil && x.inFallback(c))
	}
}

// Endorses reports whether somebody may endorse a ticket now.
func Endorses(t *Ticket, user string, rules policy.Rules) bool {
	if rules.Policy == nil || rules.Org == nil {
		return false
	}
	x := &turn{Ticket: *t, rules: rules}
	return x.mayEndorse(user)
}

// endorse is a leader's yes: the request goes on from where it was. By who has
// it, after a no, it lays the request before the leader again.
func (x *turn) endorse(c Command) error {
	waits := x.State == AwaitEndorsement
	switch {
	case x.State.Ended() || x.solved():
		return x.ended()
	case !waits && !x.Unendorsed():
		return refuse(NoEndorsement, nil)
	case waits && !x.mayEndorse(c.Actor):
		return refuse(NotYours, notice.Params{"who": x.endorserValue(), "verb": notice.Word(string(VerbEndorse))})
	case !waits && c.Actor != x.Factual() && c.Actor != x.Follower():
		return refuse(NotYours, notice.Params{"who": notice.User(x.Factual()), "verb": notice.Word(string(VerbEndorse))})
	case waits:
		x.answerEndorsement(c, Event{Kind: string(VerbEndorse), To: x.Follower()})
		x.Endorsement.Given = x.at
		x.after = append(x.after, func() { x.tellEndorsed(c) })
		return nil
	case x.Handoff != nil || x.Below() != nil || x.endorsement() == nil:
		return refuse(NoEndorsement, nil)
	}
	if c.Text != "" {
		x.event(Event{Kind: string(VerbNote), Text: c.Text})
	}
	x.lay(x.endorsement())
	return nil
}

// unendorse is a leader's no: it goes back, with the reason, to who follows it.
func (x *turn) unendorse(c Command) error {
	switch {
	case c.Text == "" && c.Word == "":
		return refuse(NeedReason, nil)
	case !x.mayEndorse(c.Actor):
		return refuse(NotYours, notice.Params{"who": x.endorserValue(), "verb": notice.Word(string(VerbReturn))})
	}
	e := Event{Kind: string(VerbReturn), To: x.Follower()}
	if c.Word != "" {
		e.fact("reason", c.Word)
	}
	x.answerEndorsement(c, e)
	x.after = append(x.after, func() { x.returned(x.Follower(), c.Actor, c) })
	return nil
}

// answerEndorsement ends the waiting for a leader.
func (x *turn) answerEndorsement(c Command, e Event) {
	now := *x.Endorsement
	now.By, now.Text = c.Actor, c.Text
	x.Endorsement = &now
	e.Rule, e.Text = now.Rule, c.Text
	x.move(x.resting(), e)
}

// tellEndorsed tells who follows it and who has it that they may go on.
func (x *turn) tellEndorsed(c Command) {
	users := []string{x.Follower(), x.Responsible}
	for i, user := range users {
		if slices.Contains(users[:i], user) {
			continue
		}
		p := notice.Params{"by": notice.User(c.Actor), "text": notice.Text(c.Text)}
		if clock := x.ClockOf(user); clock != nil {
			p["limit"], p["clock"] = notice.Time(clock.Due), notice.Text(clock.ID())
		}
		x.prompt(user, notice.Endorsed, p)
	}
}

// endorserValue is whose word it waits for now: the last superior asked, else
// the fallback channel.
func (x *turn) endorserValue() notice.Value {
	if c := x.endorserClock(); c != nil && len(c.Climbed) > 0 {
		return notice.User(c.Climbed[len(c.Climbed)-1])
	}
	if u := x.Endorser(); u != "" {
		return notice.User(u)
	}
	if r := x.endorsement(); x.State != AwaitEndorsement && r != nil {
		return x.one(x.endorsers(r))
	}
	return notice.Channel(x.rules.Org.Fallback)
}

// WhoEndorses is whose word a ticket waits for: a person or the fallback channel.
func WhoEndorses(t *Ticket, rules policy.Rules) notice.Value {
	return begin(t, rules, time.Time{}, time.Time{}, "").endorserValue()
}

// awaitsEndorsement refuses what moves a request that waits for a leader's word.
// One that was sent back may be answered, but goes to nobody else.
func (x *turn) awaitsEndorsement(c Command) error {
	e := x.Endorsement
	if e == nil || !e.Given.IsZero() || x.State.Ended() || x.LevelOf(c.Actor) != nil {
		return nil
	}
	moves := []Verb{VerbHandoff, VerbShare, VerbLead, VerbTaskforce}
	if x.State == AwaitEndorsement {
		moves = append(moves, VerbAccept, VerbResolve, VerbAsk, VerbThirdParty, VerbRedirect, VerbRule, VerbFinal)
	}
	if !slices.Contains(moves, c.Verb) {
		return nil
	}
	return refuse(EndorseFirst, notice.Params{"who": x.endorserValue(), "rule": notice.Text(e.Rule)})
}

// relieveEndorser asks the next one who may endorse, where who was asked is not there.
func (x *turn) relieveEndorser(l Leave) {
	r := x.endorsement()
	if x.Endorser() != l.User || r == nil || x.relievedBefore(l, AsSuperior, 0) {
		return
	}
	x.lay(r)
	how := policy.ByActing
	if x.Endorser() == "" {
		how = ByFallback
	}
	x.placed(l, Relief{To: x.Endorser(), As: AsSuperior, How: how})
}
