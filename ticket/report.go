package ticket

import (
	"slices"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// note adds what somebody wrote: text is kept as an event, and who holds the
// ticket hears of it. The first word of somebody whose limit passed stands with
// the breach from then on, wherever that is shown.
func (x *turn) note(c Command) error {
	if c.Text == "" {
		return refuse(NeedText, nil)
	}
	e := Event{Kind: string(VerbNote), Text: c.Text}
	if c.Word == AsEvidence {
		x.keepEvidence(c)
		e.fact("as", c.Word)
	}
	if x.State == WaitCustomer && c.Actor == x.Asker.User {
		return x.answer(c) // what the asker writes is what was waited for
	}
	x.proceed(e)
	x.explain(c)
	if (c.Actor == x.Asker.User || x.IsAbout(c.Actor)) && !x.State.Ended() {
		x.tell(x.turnOf(), notice.NotesAdded, notice.Params{"by": notice.User(c.Actor), "text": notice.Text(c.Text)})
	}
	return nil
}

// explain keeps a note with the newest breach of its author that has none.
func (x *turn) explain(c Command) {
	for i := len(x.Breaches) - 1; i >= 0; i-- {
		if b := &x.Breaches[i]; b.Subject == c.Actor && c.Actor != "" {
			if b.Note == "" {
				b.Note = c.Text
			}
			return
		}
	}
}

// edited records a later edit or deletion of the post; the text as captured stays.
func (x *turn) edited(c Command) error {
	if x.Text == "" && c.Word == "" {
		x.Text = c.Text // a reaction carries no text: this is the capture
		x.propose()
	}
	e := x.event(Event{Kind: string(VerbEdited), Text: c.Text})
	if c.Word != "" {
		e.fact("what", c.Word)
	}
	return nil
}

// delivered notes when the message that told a subject of their clock arrived:
// only from then can a breach count against them. The same words to somebody
// else change nothing; a card in the natural FR's own DM is their message.
func (x *turn) delivered(c Command) error {
	clock := x.Clock(c.Clock)
	if card, ok := x.Card(); ok && c.Clock == "" && card.User == x.Follower() {
		clock = x.ClockOf(x.Follower())
	}
	switch {
	case clock == nil || c.Kind == notice.Fallback:
		return nil
	case c.Kind == notice.Escalation:
		x.headTold(clock, c)
		for i := range x.Clocks { // what runs on them because they were asked
			if o := &x.Clocks[i]; o.Role == policy.Superior && o.Subject == c.User && o.Delivered.IsZero() {
				o.Delivered = x.at
				x.moveStart(o)
				x.event(Event{Kind: string(VerbDelivered), To: c.User, Rule: o.Rule, Facts: map[string]string{"clock": o.ID(), "at": x.at.Format(time.RFC3339)}})
			}
		}
		return nil
	case c.User != "" && c.User != clock.Subject:
		return nil
	}
	told := false
	for i := range x.Clocks { // one message tells a person of all that runs on them
		if o := &x.Clocks[i]; o.Subject == clock.Subject && (o.Role == clock.Role || !o.Start.After(clock.Start)) && o.Delivered.IsZero() {
			o.Delivered, told = x.at, true
			x.moveStart(o)
		}
	}
	if told {
		x.event(Event{Kind: string(VerbDelivered), To: clock.Subject, Rule: clock.Rule, Facts: map[string]string{"clock": clock.ID(), "at": x.at.Format(time.RFC3339)}})
	}
	return nil
}

// moveStart begins the time of a clock that counts from delivery.
func (x *turn) moveStart(c *Clock) {
	w, ok := x.rules.Policy.Window(c.Rule)
	if !ok || !c.Moves || !c.Breached.IsZero() || !c.Paused.IsZero() {
		return
	}
	c.Moves = false
	if !x.at.After(c.Start) || c.Promised {
		return
	}
	c.Start = x.at
	x.aim(c, w)
	c.Points = x.points(w, c)
}

// headTold begins the time of a superior who was asked: their step counts from
// when the message arrived, in the calendar of their own department.
func (x *turn) headTold(c *Clock, r Command) {
	w, ok := x.rules.Policy.Window(c.Rule)
	if !ok || c.Next.IsZero() || len(c.Climbed) == 0 || c.Climbed[len(c.Climbed)-1] != r.User || !x.at.Before(c.Next) {
		return
	}
	own := *c
	own.Calendar = x.rules.Org.CalendarOf(w.Calendar, x.homeOf(r.User))
	if later := x.afterStep(&own, w, x.at); later.Sub(c.Next) >= x.rules.Policy.Grace {
		c.Next = later
		x.event(Event{Kind: string(VerbDelivered), To: r.User, Rule: c.Rule, Facts: map[string]string{"clock": c.ID(), "at": x.at.Format(time.RFC3339)}})
	}
}

// unreachable notes that a person could not be told. For each of their clocks
// it is a step of the ladder at once, booked to the system; their live messages
// are forgotten, so that nothing is drawn for them again. Anything else goes on
// record only: a message that fails must not cause the next one.
func (x *turn) unreachable(c Command) error {
	steps := x.cutOff(c)
	if c.User != "" {
		x.Faces = slices.DeleteFunc(x.Faces, func(f Face) bool { return f.To.User == c.User })
	}
	x.event(Event{Kind: string(VerbUnreachable), To: c.User, Text: c.Text, Facts: map[string]string{"notice": string(c.Kind)}})
	for _, clock := range steps {
		w, ok := x.rules.Policy.Window(clock.Rule)
		if !ok {
			continue
		}
		if clock.Breached.IsZero() {
			clock.Delivered = time.Time{}
			x.breach(clock)
			clock.Breached = x.now
		}
		if x.observing() {
			clock.Next = x.observed(clock)
			continue
		}
		x.climb(clock, w)
	}
	if h := x.Handoff; h != nil && h.To == c.User && len(steps) > 0 {
		x.tell(h.From, notice.Unreachable, notice.Params{"who": notice.User(c.User), "why": notice.Text(c.Text)})
	}
	return nil
}

// cutOff are the clocks that a failed message moves on: those of the person
// themselves, and the one whose escalation did not arrive.
func (x *turn) cutOff(c Command) []*Clock {
	var steps []*Clock
	if x.State.Ended() {
		return nil
	}
	for i := range x.Clocks {
		clock := &x.Clocks[i]
		if w, ok := x.rules.Policy.Window(clock.Rule); !ok || w.Then != policy.Breach {
			continue
		}
		subject := c.User != "" && clock.Subject == c.User && clock.Breached.IsZero()
		helper := c.Kind == notice.Escalation && c.Clock == clock.ID() && !clock.Breached.IsZero()
		if subject || helper {
			steps = append(steps, clock)
		}
	}
	return steps
}

// moved puts the working card somewhere else: to its keeper's DM while the bot
// cannot see the channel, back to the channel once it is invited.
func (x *turn) moved(c Command) error {
	card, ok := x.Card()
	if !ok || card == c.Where {
		return nil
	}
	x.event(Event{Kind: string(VerbMoved), To: c.Where.Lane(), Facts: map[string]string{"from": card.Lane()}})
	if card.Channel == x.Post.Channel && card.Channel != "" {
		x.Post.Hidden = true
		x.say(notice.Notice{Kind: notice.Invite, To: notice.Recipient{User: c.Where.User}, Params: notice.Params{"channel": notice.Channel(card.Channel)}})
	}
	if c.Where.Channel == x.Post.Channel {
		x.Post.Hidden = false
	}
	x.show(Face{Slot: CardSlot, Kind: notice.Card, To: c.Where})
	return nil
}
