package ticket

import (
	"cmp"
	"slices"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// Request is what somebody asked, as it arrived from any of the intakes.
type Request struct {
	Number int64
	Post   Post
	Text   string
	// By captured it; Asker has the problem, as far as the intake can tell.
	By    string
	Asker Asker
	// Addressed are the people the post clearly speaks to (FA-08.3), in the order
	// they are named; several were asked together.
	Addressed []string
	// Host leads the meeting or receives the visitor (FA-08.2); "" for none.
	Host string
	// Typed is true for a slash command or form: there is no post.
	Typed bool
	// Private is true where only who asked and the bot see the request: a standard
	// answer may come before the ticket.
	Private bool
	// Department is asked where the place has no desk; "" leaves it with whoever typed.
	Department string
	// Via is the service channel by its code; "" is the one of the desk.
	Via     string
	Type    string
	Urgency string
	// At is the post's own time: the roster is asked for that instant.
	At time.Time
	// Given is the date of a task, Mark an overlay it begins with; zero for none.
	Given time.Time
	Mark  MarkName
	// Parent is the ticket it is declared for; 0 for none. Contact is how the asker
	// is reached, as it is known from there.
	Parent  int64
	Contact map[string]string
	// Order is the unit's person to whom it goes at once as an order; zero for none.
	Order Target
}

// Capture makes the ticket of a request: it records the natural FR for good
// (FA-07, FA-08), starts the clocks and says the receipt, the working card and
// the word to the natural FR. Where the rules have a standard answer first, that
// is all it comes to for now; see Suggestion.
func Capture(r Request, rules policy.Rules, now time.Time) Decision {
	x, r := register(r, rules, now)
	if !x.suggest(r) {
		x.open(r, x.rules.Org.Department(x.Department))
	}
	return x.decision()
}

// register writes a request down: what was asked, where, and which department
// that is for.
func register(r Request, rules policy.Rules, now time.Time) (*turn, Request) {
	t := &Ticket{
		Format: Format, Number: r.Number, Policy: rules.Policy.ID, State: Captured, CreatedAt: now.UTC(),
		Post: r.Post, Text: r.Text, CapturedBy: r.By, Asker: r.Asker, Type: r.Type, Urgency: r.Urgency,
		Parent: r.Parent, Contact: r.Contact,
	}
	x := begin(t, rules, now, r.At, r.By)
	if r.Mark != "" {
		x.Given, x.Marks = r.Given.UTC(), []Mark{{Name: r.Mark, By: r.By, At: x.at}}
	}
	if r.Post.DM && !r.Post.Hidden {
		x.Post.Private = false // written to the bot itself: it is the desk that was asked
	}
	dept, desk := rules.Org.Desk(r.Post.Channel)
	x.Via, x.Post.Every = cmp.Or(r.Via, desk.As), desk.EveryMessage && !r.Typed
	switch {
	case dept != nil:
	case r.Typed:
		dept = rules.Org.Department(r.Department)
	case r.Post.closed(r.By):
		// What was written in private goes to nobody who did not see it there,
		// unless its author brings it to the bot.
		if !slices.Equal(r.Addressed, []string{r.By}) {
			r.Addressed = nil
		}
	default:
		dept = rules.Org.Department(rules.Org.Default)
	}
	if dept != nil {
		x.Department = dept.ID
	}
	return x, r
}

// open makes a ticket of what was written down: asked of that department, or of
// none.
func (x *turn) open(r Request, dept *policy.Department) {
	gap := x.firstAsked(r, dept)
	x.captured(gap)
	if r.Order.User != "" {
		x.order(r.Order)
	}
	x.propose()
	x.recognise(Command{Verb: VerbNew, Actor: r.By, Text: r.Text})
	x.await()
	x.settle()
	x.introduce(r)
}

// onDuty reports whether a person is on duty at the post's time in their own
// department: they then have the shorter limit.
func (x *turn) onDuty(user string) bool {
	d := x.rules.Org.Home(user)
	if d == nil {
		return false
	}
	duty, ok := x.rules.OnDuty(d.Duty, x.at)
	return ok && duty.Open && duty.Stands(user)
}

// opening is when somebody can be expected to look at it: now inside the hours
// of the desk, or of the policy's calendar where the desk has no roster.
func (x *turn) opening(d *policy.Department) time.Time {
	name := x.rules.Policy.Calendar
	if r := x.rules.Org.Rosters[d.Duty]; r != nil {
		name = r.Calendar
	}
	if cal := x.rules.Org.Calendar(name); cal != nil {
		if open := cal.NextOpen(x.at); !open.IsZero() {
			return open.UTC()
		}
	}
	return x.at
}

func (x *turn) captured(gap bool) {
	x.hold(x.Natural.User, AsNatural, "")
	x.Asked = append(x.Asked, x.Follower())
	was := x.State
	x.State = Captured
	e := x.event(Event{Kind: "captured", To: x.Follower(), Rule: x.Natural.Rule, State: Captured, Text: x.Text})
	if x.Suggestion != nil {
		e.From = was
		e.fact("answer", x.Suggestion.Answer)
	}
	if x.Post.Link != "" {
		e.fact("link", x.Post.Link)
	}
	x.asTogether(e)
	if !gap {
		return
	}
	desk := x.rules.Org.Department(x.Department).Duty
	x.event(Event{Kind: "duty_gap", To: x.Follower(), Rule: x.rules.Policy.FirstRule(policy.ByDuty), Facts: map[string]string{"desk": desk}})
	x.after = append(x.after, func() {
		x.tell(x.Follower(), notice.DutyGap, notice.Params{"desk": notice.Text(desk), "at": notice.Time(x.at)})
	})
}

// introduce says the receipt, shows the card and tells the natural FR.
func (x *turn) introduce(r Request) {
	x.receive()
	x.tellTogether()
	typed := r.Typed && r.By == x.Follower()
	card, clock := x.cardPlace(r), x.ClockOf(x.Follower())
	waits := clock != nil && x.Natural.From.After(x.now) && !typed
	if !waits || card.User != x.Follower() {
		x.show(Face{Slot: CardSlot, Kind: notice.Card, To: card})
	}
	if x.Post.Hidden && !x.Post.DM {
		x.say(notice.Notice{Kind: notice.Invite, To: notice.Recipient{User: r.By}, Params: notice.Params{"channel": notice.Channel(x.Post.Channel)}})
	}
	if typed {
		x.told(r.By)
		if clock != nil {
			clock.Delivered = x.now
		}
		return
	}
	switch {
	case waits:
		clock.TellAt = x.Natural.From
	case card.User != x.Follower(), x.Mark(Assigned) != nil:
		x.tellFirstAsked()
	}
}

// tellFirstAsked is the word to the natural FR that a request is theirs.
func (x *turn) tellFirstAsked() {
	p, kind := x.withClock(policy.Natural, notice.Params{"by": notice.User(x.CapturedBy)}), notice.Asked
	if x.Mark(Assigned) != nil {
		kind = notice.Task
	}
	x.show(Face{Slot: "asked/1", Kind: kind, To: notice.Recipient{User: x.Follower()}, Params: p})
}

// ensureCard puts the working card into the natural FR's DM, once their working
// time has begun or somebody else has acted; elsewhere it stands already.
func (x *turn) ensureCard() {
	if _, ok := x.Card(); ok || !x.Opened() {
		return
	}
	waits := func(c Clock) bool { return !c.TellAt.IsZero() }
	if !slices.ContainsFunc(x.Clocks, waits) {
		x.show(Face{Slot: CardSlot, Kind: notice.Card, To: notice.Recipient{User: x.Follower()}})
	}
}

// receive says the first public line, once there is an asker to say it to.
func (x *turn) receive() {
	to, ok := x.askerFace()
	if !ok || x.Public.Received || (to.User != "" && to.User == x.by) {
		return
	}
	x.Public.Received = true
	p := notice.Params{"who": notice.User(x.Follower()), "news": notice.Time(x.news())}
	if x.Natural.From.After(x.now) {
		p["opens"] = notice.Time(x.Natural.From)
	}
	x.say(notice.Notice{Kind: notice.Receipt, To: to, Params: p})
}

// cardPlace is where the working card lives: the department's work channel,
// the team channel it was typed in, else the natural FR's DM. What was asked
// in private never leaves for a work channel.
func (x *turn) cardPlace(r Request) notice.Recipient {
	d := x.rules.Org.Department(x.Department)
	if d != nil && d.WorkChannel != "" && !x.Post.Private {
		return notice.Recipient{Channel: d.WorkChannel, Else: x.Follower()}
	}
	if x.Post.Hidden {
		return notice.Recipient{User: r.By}
	}
	_, desk := x.rules.Org.Desk(x.Post.Channel)
	if r.Typed && x.Post.Channel != "" && !x.Post.DM && desk.ID == "" {
		return notice.Recipient{Channel: x.Post.Channel, Else: r.By}
	}
	return notice.Recipient{User: x.Follower()}
}
