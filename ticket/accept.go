package ticket

import (
	"slices"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// accept makes the actor responsible (FA-09.1, FA-09.2). It is never too late:
// a passed limit stays recorded and changes nothing about who may accept.
func (x *turn) accept(c Command) error {
	if l := x.LevelOf(c.Actor); l != nil && l.Taken.IsZero() {
		x.takeQuestion(l)
		return nil
	}
	if x.Responsible == c.Actor && x.Handoff != nil {
		x.takeBack(c)
		return nil
	}
	if err := x.mayTake(c.Actor, VerbAccept); err != nil {
		return err
	}
	before, follower := x.Responsible, x.Follower()
	x.thaw(x.mayName(c.Actor))
	x.take(c.Actor, Event{Kind: string(VerbAccept), To: c.Actor})
	if x.rules.Policy.Release == policy.ReleaseAccept && follower == x.Natural.User && c.Actor != follower && x.Released.IsZero() {
		x.letGo(c.Actor, string(VerbAccept))
	}
	x.after = append(x.after, func() {
		p := x.withClock(policy.Responsible, notice.Params{"by": notice.User(c.Actor)})
		delete(p, "clock") // it is the taker's: that these two were told starts nothing
		x.tell(follower, notice.Accepted, p)
		if before != follower {
			x.tell(before, notice.Accepted, p)
		}
		x.mine(c.Actor)
	})
	return nil
}

// mine shows the person responsible their own live message with what they can
// do next; a card in their own DM is that message already.
func (x *turn) mine(user string) {
	p := x.withClock(policy.Responsible, notice.Params{})
	if card, ok := x.Card(); ok && card.User == user {
		if clock := x.ClockOn(policy.Responsible); clock != nil {
			clock.Delivered = x.now
		}
		return
	}
	x.show(Face{Slot: "mine/" + p["clock"].Raw(), Kind: notice.Mine, To: notice.Recipient{User: user}, Params: p})
}

// takeBack ends one's own offer while it still waits.
func (x *turn) takeBack(c Command) {
	x.dropOffer(string(VerbAccept))
	x.move(Accepted, Event{Kind: string(VerbAccept), To: c.Actor, Facts: map[string]string{"taken_back": "yes"}})
}

// take is the one place where responsibility moves.
func (x *turn) take(user string, e Event) {
	if user != x.Natural.User && user != x.Natural.Stands && !x.isReceiver(user) {
		x.deeds = append(x.deeds, string(VerbTakeover))
	}
	post := ""
	if x.isReceiver(user) {
		post = x.Handoff.Post
	}
	x.dropOffer(string(VerbAccept))
	if user != x.Responsible {
		x.dropLevels(string(VerbAccept))
	}
	x.Responsible = user
	x.hold(user, AsResponsible, e.Kind)
	x.byPost(post)
	if !slices.Contains(x.Asked, user) {
		x.Asked = append(x.Asked, user)
	}
	if x.IsAbout(x.Follower()) { // nobody else was there to follow it
		x.Natural.Stands = user
		x.hold(user, AsNatural, e.Kind)
		x.bringCard(x.About, user)
	}
	x.move(x.working(), e)
}

// dropOffer ends a waiting handoff; a receiver who did not act themselves is told.
func (x *turn) dropOffer(end string) {
	h := x.Handoff
	if h == nil {
		return
	}
	x.Handoff = nil
	x.release(AsReceiver, end)
	if h.To != x.by {
		x.tell(h.To, notice.TakenBack, notice.Params{"by": notice.User(x.by)})
	}
}

// mayTake says whether somebody may become responsible, else who is.
func (x *turn) mayTake(user string, v Verb) error {
	switch {
	case x.State.Ended():
		return x.ended()
	case x.Responsible == user:
		return refuse(AlreadyYours, nil)
	case x.superior(user) && x.solved():
		return x.ended()
	case x.isReceiver(user), x.superior(user), x.mayComeBack(user):
		return nil
	case x.Responsible != "" && !x.mayFill(user):
		return refuse(AlreadyAccepted, notice.Params{"who": notice.User(x.Responsible), "at": notice.Time(x.acceptedAt())})
	case user == x.Follower(), x.Open && x.rules.Org.Knows(user):
		return nil
	case x.Handoff == nil && slices.Contains(x.Asked, user):
		return nil
	case slices.Contains(x.Asked, user):
		return refuse(MovedOn, notice.Params{"who": notice.User(x.Handoff.To)})
	default:
		return refuse(NotYours, notice.Params{"who": notice.User(x.turnOf()), "verb": notice.Word(string(v))})
	}
}

// solved reports whether there is a result that nobody has rejected.
func (t *Ticket) solved() bool {
	return t.State == ResultReady || t.State == Answered || t.State == CallbackDue
}

// ended says that nothing is left to do: since the end, or since the result.
func (x *turn) ended() error {
	at := x.End.At
	if !x.State.Ended() {
		at = x.Result.At
	}
	return refuse(AlreadyEnded, notice.Params{"state": notice.Word("state." + string(x.State)), "at": notice.Time(at)})
}

func (x *turn) isReceiver(user string) bool { return x.Handoff != nil && x.Handoff.To == user }

// inCharge reports whether somebody has it or follows it, or is a superior.
func (x *turn) inCharge(user string) bool {
	return user == x.Factual() || user == x.Follower() || x.superior(user)
}

// superior reports whether somebody may take over, reassign or agree a time:
// a superior that a ladder asked, or a head at or above a department concerned.
func (x *turn) superior(user string) bool {
	if x.IsAbout(user) {
		return false
	}
	if slices.Contains(x.Helpers, user) {
		return true
	}
	if x.Post.Private && !x.Concerned(user) {
		return false // what was asked in private, heads see when a ladder asks them
	}
	org := x.rules.Org
	if x.Handoff != nil && org.IsHead(user, x.askedIn(policy.Receiver, x.Handoff.To)) {
		return true
	}
	for _, u := range []string{x.Factual(), x.Follower()} {
		if d := org.Home(u); d != nil && org.IsHead(user, d.ID) {
			return true
		}
	}
	return x.Department != "" && org.IsHead(user, x.Department) || x.manages(user)
}

// manages reports whether somebody fills a role that coordinates those who are
// asked first, for the department it was asked in.
func (x *turn) manages(user string) bool {
	return user != "" && user != x.Asker.User && slices.ContainsFunc(x.rules.Policy.Manage.By, func(role string) bool {
		return slices.Contains(x.rules.Org.Fill(role, x.Department, x.rules.Out()), user)
	})
}

// turnOf is who must move next.
func (x *turn) turnOf() string {
	switch {
	case x.Handoff != nil:
		return x.Handoff.To
	case x.State == ResultReady:
		return x.Teller()
	case x.State == CallbackDue:
		return x.Caller()
	case x.Endorser() != "":
		return x.Endorser()
	default:
		return x.Factual()
	}
}
