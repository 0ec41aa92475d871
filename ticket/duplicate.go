package ticket

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// undoWord is the word of a command that takes something back.
const undoWord = "undo"

// Merge is what a request was when it was merged into another: all of it comes
// back if that is undone.
type Merge struct {
	Into    int64     `json:"into"`
	By      string    `json:"by"`
	At      time.Time `json:"at"`
	State   State     `json:"state"`
	Handoff *Handoff  `json:"handoff,omitempty"`
	Levels  []Level   `json:"levels,omitempty"`
	Waits   Wait      `json:"waits,omitzero"`
	Clocks  []Clock   `json:"clocks,omitempty"` // they stand still
}

// Joined is a request that was merged into this one.
type Joined struct {
	Number int64 `json:"number"`
	// User hears the result beside the asker of this one; "" where that is the same.
	User string `json:"user,omitempty"`
}

// duplicate ends a request that is the same as another: whoever asked it hears
// what becomes of that one. Undone, it goes on where it stood. Of a request that
// was not merged the undoing says that it repeats nothing.
func (x *turn) duplicate(c Command) error {
	merged := x.State == Duplicate && x.Merge != nil
	switch {
	case !merged && x.State.Ended():
		return x.ended()
	case !x.mayMerge(c.Actor):
		return refuse(NotYours, notice.Params{"who": notice.User(x.Factual()), "verb": notice.Word(string(VerbDuplicate))})
	case c.Word == undoWord && merged && x.tooLate():
		return refuse(ReopenTooLate, notice.Params{"at": notice.Time(x.End.At)})
	case c.Word == undoWord && merged:
		x.unmerge(c)
		return nil
	case c.Word == undoWord && x.Again.Of == 0:
		return refuse(NotMerged, nil)
	case c.Word == undoWord:
		x.event(Event{Kind: string(VerbDuplicate), Text: c.Text, Facts: map[string]string{"undo": "again", "ticket": strconv.FormatInt(x.Again.Of, 10)}})
		x.Again = Again{Undone: true}
		return nil
	case merged || x.solved():
		return x.ended()
	case c.Number <= 0 || c.Number == x.Number:
		return refuse(NeedOther, nil)
	case len(x.Joined) > 0:
		return x.holdsOthers()
	}
	x.merge(c)
	return nil
}

// mayMerge: who asked, and who follows or has it, and their superiors.
func (x *turn) mayMerge(user string) bool {
	return user != "" && (user == x.Asker.User || x.inCharge(user))
}

func (x *turn) merge(c Command) {
	m := &Merge{Into: c.Number, By: c.Actor, At: x.at, State: x.State, Handoff: x.Handoff, Levels: slices.Clone(x.Levels), Waits: x.Waits, Clocks: x.stopped()}
	x.Merge = m
	x.dropOffer(string(VerbDuplicate))
	x.dropLevels(string(VerbDuplicate))
	for _, as := range []HoldAs{AsNatural, AsReceiver, AsResponsible} {
		x.release(as, string(VerbDuplicate))
	}
	x.End = x.closed(SameAs, c.Actor)
	x.move(Duplicate, Event{Kind: string(VerbDuplicate), Text: c.Text, Facts: map[string]string{"ticket": strconv.FormatInt(c.Number, 10), "how": string(SameAs)}})
	x.after = append(x.after, func() {
		x.tellEnd(SameAs, c.Actor)
		x.pointTo(c.Number)
	})
}

// stopped are the clocks that run, standing still from now on. One whose limit
// has just passed unseen is left out: its breach is booked with this turn.
func (x *turn) stopped() []Clock {
	var all []Clock
	for i := range x.Clocks {
		c := x.Clocks[i]
		if c.Breached.IsZero() && c.Paused.IsZero() && !x.at.Before(c.Due) {
			continue
		}
		c.Points = slices.Clone(c.Points)
		if c.Paused.IsZero() {
			x.pause(&c)
		}
		all = append(all, c)
	}
	return all
}

// pointTo tells whoever asked, where they asked it, with which request it goes
// on: the last public line.
func (x *turn) pointTo(number int64) {
	p := notice.Params{"number": notice.Text(strconv.FormatInt(number, 10))}
	to, ok := x.askerFace()
	if !ok || x.Public.Solved {
		to = notice.Recipient{User: x.Asker.User}
	}
	if to.Channel == "" && (!x.Asker.InSlack() || to.User == x.by) {
		return
	}
	x.Public.Solved = true
	x.show(Face{Slot: "merged/" + strconv.Itoa(x.Seq), Kind: notice.Merged, To: to, Params: p})
}

// unmerge gives back all that the merging ended. The time between counts against nobody.
func (x *turn) unmerge(c Command) {
	m := x.Merge
	x.Merge, x.End = nil, End{}
	x.Handoff, x.Levels, x.Waits = m.Handoff, m.Levels, m.Waits
	x.holdAgain(string(VerbDuplicate))
	if x.Handoff != nil {
		x.hold(x.Handoff.To, AsReceiver, string(VerbDuplicate))
		x.byPost(x.Handoff.Post)
	}
	x.move(m.State, Event{Kind: string(VerbDuplicate), To: x.Factual(), Text: c.Text, Facts: map[string]string{"undo": "yes", "ticket": strconv.FormatInt(m.Into, 10)}})
	x.Clocks = slices.Clone(m.Clocks) // they go on once the clocks are settled
	x.relieveAbsent("duplicate/" + strconv.Itoa(x.Seq))
	x.after = append(x.after, func() { x.goesOn(c) })
}

// goesOn tells all who have to move that it is theirs again.
func (x *turn) goesOn(c Command) {
	occasion := "/" + strconv.Itoa(x.Seq)
	if x.Factual() != c.Actor {
		role := policy.Natural
		if x.Responsible != "" {
			role = policy.Responsible
		}
		p := x.withClock(role, notice.Params{"by": notice.User(c.Actor), "reason": notice.Text(c.Text)})
		x.show(Face{Slot: "reopened" + occasion, Kind: notice.Reopened, To: notice.Recipient{User: x.Factual()}, Params: p})
	}
	if x.Handoff != nil {
		x.offerAnew(occasion)
	}
	for i := range x.Levels {
		if l := x.Levels[i]; l.Open() {
			x.question(l, occasion)
		}
	}
}

// joined notes that another request was merged into this one, or is out of it
// again; whoever asked the other one hears the result.
func (x *turn) joined(c Command) error {
	same := x.Asker == c.Asker
	e := Event{Kind: string(VerbJoined), Facts: map[string]string{"ticket": strconv.FormatInt(c.Number, 10)}}
	switch {
	case c.Word == undoWord:
		e.fact("undo", "yes")
		x.Joined = slices.DeleteFunc(x.Joined, func(j Joined) bool { return j.Number == c.Number })
		x.event(e)
		return nil
	case x.State.Ended() || x.solved():
		return refuse(OtherEnded, notice.Params{"number": notice.Text(strconv.FormatInt(x.Number, 10))})
	case !same && (!c.Asker.InSlack() || x.Post.Private || x.About != "" || x.IsAbout(c.Asker.User)):
		return refuse(NotForAll, notice.Params{"number": notice.Text(strconv.FormatInt(x.Number, 10))})
	}
	j := Joined{Number: c.Number}
	if !same {
		j.User, e.To = c.Asker.User, c.Asker.User
	}
	x.Joined = append(slices.DeleteFunc(x.Joined, func(o Joined) bool { return o.Number == c.Number }), j)
	x.event(e)
	return nil
}

// tellJoined tells those whose requests were merged into this one what came of it.
func (x *turn) tellJoined(said string) {
	for _, j := range x.Joined {
		if j.User != x.Asker.User {
			x.tell(j.User, notice.Merged, notice.Params{"number": notice.Text(strconv.FormatInt(j.Number, 10)), "text": notice.Text(said)})
		}
	}
}

// holdsOthers refuses what would leave those without an answer whose requests
// were merged into this one.
func (x *turn) holdsOthers() error {
	numbers := make([]string, len(x.Joined))
	for i, j := range x.Joined {
		numbers[i] = strconv.FormatInt(j.Number, 10)
	}
	return refuse(HoldsOthers, notice.Params{"tickets": notice.Text(strings.Join(numbers, " "))})
}
