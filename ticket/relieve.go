package ticket

import (
	"slices"
	"strconv"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// The capacities of a Relief beside those of the chain.
const (
	AsLevel    HoldAs = "level"    // on the next level
	AsShared   HoldAs = "shared"   // stands for a department that has a part
	AsTeller   HoldAs = "teller"   // brings the result
	AsCaller   HoldAs = "caller"   // calls the customer back
	AsSuperior HoldAs = "superior" // is to name the lead, or to endorse it
)

// The ways a place was filled for want of anybody to stand in, beside those of
// policy.StandIn.
const (
	ByFollower = "follower" // who follows the matter has it again
	ByRole     = "role"     // the next who fills the role for it, or whoever takes its place
	ByGiver    = "giver"    // an offer or a question went back to whom it came from
	ByFallback = "fallback" // nobody is there: the fallback channel has it
)

// Leave is somebody who is not there, whose open matters go to others.
type Leave struct {
	User string
	// Sweep names the occasion: what it moved once it does not move again.
	Sweep string
	// Why is "away", "left" (deactivated), "dropped" (no place in the organisation any
	// more) or "party" (the matter is about them).
	Why string
	// Until is when they will be back; zero if nobody knows.
	Until time.Time
}

// Relief is a place in a ticket that was filled anew because its holder was not there.
type Relief struct {
	Sweep string `json:"sweep"`
	From  string `json:"from"`
	// To has it now; "" where nobody was left and it waits in the fallback channel.
	To string `json:"to,omitempty"`
	As HoldAs `json:"as"`
	// Level is the number of the level, for AsLevel; Department whose part it is, for AsShared.
	Level      int       `json:"level,omitempty"`
	Department string    `json:"department,omitempty"`
	How        string    `json:"how"`
	Why        string    `json:"why"`
	At         time.Time `json:"at"`
	Until      time.Time `json:"until,omitzero"`
	// Acted: whoever has it now has done something since.
	Acted bool `json:"acted,omitempty"`
	// Back is when it went back to who had it.
	Back time.Time `json:"back,omitzero"`
}

// Relieve moves every open place of somebody who is not there to whoever stands
// in for them: what they follow, what they are responsible for, what they were
// asked to take, the question they owe an answer to, and the lead they are to
// name. Their clocks end without a breach; those of the others begin when they have been told. It is
// one fact for each place, and none if they hold nothing or were relieved on
// this occasion already.
func Relieve(t *Ticket, l Leave, rules policy.Rules, now time.Time) Decision {
	x := begin(t, rules, now, now, "")
	if x.State.Ended() || !x.relieve(l) {
		return Decision{Ticket: *t}
	}
	x.settle()
	return x.decision()
}

func (x *turn) relieve(l Leave) bool {
	x.relieveNatural(l)
	x.relieveResponsible(l)
	x.relieveReceiver(l)
	x.relieveLevels(l)
	x.relieveShared(l)
	x.relieveTeller(l)
	x.relieveCaller(l)
	x.relieveNamer(l)
	x.relieveEndorser(l)
	if len(x.relieved) == 0 {
		return false
	}
	x.unpair()
	if x.rules.Gone[l.User] {
		x.Faces = slices.DeleteFunc(x.Faces, func(f Face) bool { return f.To.User == l.User && f.Slot != CardSlot })
	}
	x.after = append(x.after, func() { x.tellStandIns(l) })
	return true
}

// relieveAbsent fills the places of those who are not there, when a ticket comes
// back to people who may have left meanwhile.
func (x *turn) relieveAbsent(occasion string) {
	for _, user := range []string{x.Follower(), x.Responsible} {
		if user == x.by || !x.rules.Out()[user] {
			continue
		}
		l := Leave{User: user, Sweep: occasion, Why: "left"}
		if a, away := x.rules.Away[user]; away && !x.rules.Gone[user] {
			l.Why, l.Until = "away", a.To
		}
		x.relieve(l)
	}
}

// relievedBefore reports whether a place was filled anew on this occasion already.
func (x *turn) relievedBefore(l Leave, as HoldAs, level int) bool {
	return slices.ContainsFunc(x.Reliefs, func(r Relief) bool {
		return r.Sweep == l.Sweep && r.From == l.User && r.As == as && r.Level == level
	})
}

func (x *turn) relieveNatural(l Leave) {
	if !x.Released.IsZero() || x.Follower() != l.User || x.relievedBefore(l, AsNatural, 0) {
		return
	}
	stand, how := x.standIn(l.User, policy.Place{Department: x.Department})
	if own := x.Natural.User; own != l.User && !x.rules.Out()[own] && x.rules.Org.Knows(own) && !x.IsAbout(own) {
		stand, how = own, ByFollower
	}
	if stand == "" {
		x.strand(l, AsNatural, 0)
		return
	}
	x.Natural.Stands = stand
	if stand == x.Natural.User {
		x.Natural.Stands = ""
	}
	x.hold(stand, AsNatural, relieved)
	x.placed(l, Relief{To: stand, As: AsNatural, How: how})
	x.bringCard(l.User, stand)
}

// bringCard moves the working card out of the DM of somebody who is not there.
func (x *turn) bringCard(from, to string) {
	card, ok := x.Card()
	switch {
	case !ok:
	case card.User == from:
		x.show(Face{Slot: CardSlot, Kind: notice.Card, To: notice.Recipient{User: to}})
	case card.Else == from:
		card.Else = to
		x.keepFace(Face{Slot: CardSlot, Kind: notice.Card, To: card})
	}
}

func (x *turn) relieveResponsible(l Leave) {
	if x.Responsible != l.User || x.relievedBefore(l, AsResponsible, 0) {
		return
	}
	stand, how := x.standIn(l.User, policy.Place{Department: x.Department, Post: x.cameBy(AsResponsible)})
	if f := x.Follower(); stand == "" && f != l.User && !x.rules.Out()[f] && x.rules.Org.Knows(f) && !x.IsAbout(f) {
		stand, how = f, ByFollower
	}
	if stand == "" {
		x.strand(l, AsResponsible, 0)
		return
	}
	x.Responsible = stand
	x.hold(stand, AsResponsible, relieved)
	x.answersTo(l.User, stand)
	x.placed(l, Relief{To: stand, As: AsResponsible, How: how})
}

// standIn is who takes the place of somebody, never a party to it. Who is to
// decide for good gives way to another who may.
func (x *turn) standIn(user string, at policy.Place) (stand, how string) {
	if r := x.ruled(); r != nil && x.Mark(Reviewed) != nil && user == x.Responsible && user != x.Follower() {
		for _, u := range x.reviewers(r) {
			if u != user {
				return u, ByRole
			}
		}
	}
	return x.rules.StandIn(user, at, x.parties()...)
}

// answersTo lets what one person asked of others come back to another.
func (x *turn) answersTo(from, to string) {
	for i := range x.Levels {
		if l := &x.Levels[i]; l.Open() && l.From == from {
			l.From = to
		}
	}
	if x.Handoff != nil && x.Handoff.From == from {
		x.Handoff.From = to
	}
}

// relieveReceiver offers to whoever stands in what somebody was asked to take;
// if that is who has it anyway, or nobody, the offer is over.
func (x *turn) relieveReceiver(l Leave) {
	if x.Handoff == nil || x.Handoff.To != l.User || x.relievedBefore(l, AsReceiver, 0) {
		return
	}
	stand, how := x.standIn(l.User, policy.Place{Department: x.Handoff.Department, Post: x.Handoff.Post})
	if has := x.Factual(); stand == "" || stand == has {
		x.withdrawOffer()
		x.placed(l, Relief{To: has, As: AsReceiver, How: ByGiver})
		return
	}
	h := x.Handoff
	h.To, h.Rule, h.At = stand, how, x.at
	x.hold(stand, AsReceiver, relieved)
	x.placed(l, Relief{To: stand, As: AsReceiver, How: how})
}

// withdrawOffer ends an offer that nobody is left to take.
func (x *turn) withdrawOffer() {
	x.Handoff = nil
	x.release(AsReceiver, relieved)
	x.backTo()
}

// backTo is the state of a ticket whose offer or question is over.
func (x *turn) backTo() {
	switch {
	case x.Handoff != nil, x.Below() != nil, x.State != HandedOff && x.State != WaitNextLevel:
	case x.Responsible != "":
		x.State = x.working()
	default:
		x.State = Triaged
	}
}

func (x *turn) relieveLevels(l Leave) {
	for i := range x.Levels {
		v := &x.Levels[i]
		if !v.Open() || v.User != l.User || x.relievedBefore(l, AsLevel, v.N) {
			continue
		}
		stand, how := x.rules.StandIn(l.User, policy.Place{Post: v.Post}, x.inChain()...)
		if stand == "" {
			x.endLevel(v, relieved, "")
			x.backTo()
			x.placed(l, Relief{To: v.From, As: AsLevel, Level: v.N, How: ByGiver})
			continue
		}
		v.User = stand
		x.answersTo(l.User, stand)
		x.placed(l, Relief{To: stand, As: AsLevel, Level: v.N, How: how})
	}
}

// relieveShared lets whoever stands in have somebody's part in shared work; with
// nobody to, their department has it without a name.
func (x *turn) relieveShared(l Leave) {
	for i := range x.Shared {
		s := &x.Shared[i]
		if s.User != l.User {
			continue
		}
		stand, how := x.rules.StandIn(l.User, policy.Place{Department: s.Department, Post: s.Post}, x.inChain()...)
		if s.User = stand; stand == "" {
			how = ByFallback
			x.askInstead(i)
		}
		x.placed(l, Relief{To: stand, As: AsShared, Department: s.Department, How: how})
	}
}

// relieveTeller gives the bringing of a result back to who follows it.
func (x *turn) relieveTeller(l Leave) {
	if x.Result.Teller != l.User {
		return
	}
	x.Result.Teller = ""
	x.placed(l, Relief{To: x.Follower(), As: AsTeller, How: ByFollower})
}

// relieveCaller gives a callback to the next who fills the role for it, else as
// the rules have it where nobody does.
func (x *turn) relieveCaller(l Leave) {
	if x.CallsBack != l.User || x.relievedBefore(l, AsCaller, 0) {
		return
	}
	if x.CallsBack = x.caller(); x.CallsBack == l.User {
		x.CallsBack = ""
	}
	x.placed(l, Relief{To: x.Caller(), As: AsCaller, How: ByRole})
}

// relieveNamer asks the next one above for a lead, where who was asked is not there.
func (x *turn) relieveNamer(l Leave) {
	if x.Namer() != l.User || x.followerNames() || x.relievedBefore(l, AsSuperior, 0) {
		return
	}
	to, how := x.wantLead().User, policy.ByActing
	if to == "" {
		how = ByFallback
	}
	x.placed(l, Relief{To: to, As: AsSuperior, How: how})
}

// inChain are all who have a part in the chain already: nobody is on two levels.
func (x *turn) inChain() []string {
	all := append(x.parties(), x.Factual(), x.Follower(), x.Holder(policy.Receiver))
	for i := range x.Levels {
		if l := &x.Levels[i]; l.Open() {
			all = append(all, l.User, l.From)
		}
	}
	return all
}

// unpair ends what would ask somebody of themselves, now that they have
// another's place: an offer to who has it, a question to who asked it.
func (x *turn) unpair() {
	if h := x.Handoff; h != nil && h.To == x.Factual() {
		x.withdrawOffer()
	}
	for i := range x.Levels {
		l := &x.Levels[i]
		if l.Open() && (l.User == l.From || l.User == x.Factual()) {
			x.endLevel(l, relieved, "")
			x.answersTo(l.User, x.aboveLevel(i))
		}
	}
	x.backTo()
}

// aboveLevel is who a level answers to.
func (x *turn) aboveLevel(i int) string {
	if from := x.Levels[i].From; from != x.Levels[i].User {
		return from
	}
	return x.Factual()
}

// relieved ends the hold of somebody who is not there.
const relieved = "relieve"

// placed records a place that has somebody else now.
func (x *turn) placed(l Leave, r Relief) {
	r.Sweep, r.From, r.Why, r.Until, r.At = l.Sweep, l.User, l.Why, l.Until, x.now
	x.Reliefs = append(x.Reliefs, r)
	x.relieved = append(x.relieved, r)
	if r.To != "" && !slices.Contains(x.Asked, r.To) {
		x.Asked = append(x.Asked, r.To)
	}
	e := x.event(Event{Kind: "relieve", To: r.To, Facts: map[string]string{
		"from": l.User, "as": string(r.As), "how": r.How, "why": l.Why,
	}})
	if r.To == "" {
		e.To = x.rules.Org.Fallback
	}
	if r.Level > 0 {
		e.fact("level", strconv.Itoa(r.Level))
	}
}

// strand leaves a place as it is, for want of anybody: the fallback channel has
// the ticket, where whoever knows may take it.
func (x *turn) strand(l Leave, as HoldAs, level int) {
	if slices.ContainsFunc(x.Reliefs, func(r Relief) bool {
		return r.From == l.User && r.As == as && r.Level == level && r.To == "" && r.Back.IsZero()
	}) {
		return // it waits there already
	}
	x.Open = true
	x.placed(l, Relief{As: as, Level: level, How: ByFallback})
	x.after = append(x.after, func() {
		f := Face{
			Slot: "vacant/" + string(as) + "/" + strconv.Itoa(x.Said), Kind: notice.Vacant, To: notice.Recipient{Channel: x.rules.Org.Fallback},
			Params: notice.Params{"for": notice.User(l.User), "absence": notice.Word("absence." + l.Why)},
		}
		x.keepFace(f)
		x.say(notice.Notice{Kind: f.Kind, To: f.To, Params: f.Params, Slot: f.Slot, Class: notice.Alert})
	})
}
