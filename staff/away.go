package staff

import (
	"slices"
	"strconv"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// Absence is a time in which somebody is not there, as it was entered.
type Absence struct {
	policy.Absence
	Reason string    `json:"reason,omitempty"`
	By     string    `json:"by"` // who entered it: they, or a head of theirs
	At     time.Time `json:"at"`
	// Begun: their open matters went to others, or are on their way.
	Begun bool `json:"begun,omitempty"`
}

// The events of the book.
const (
	EventAway = "away"
	EventBack = "back"
	EventLeft = "left"
	EventUndo = "undo"
	EventList = "moved_list"
)

// Enter puts an absence into the book, in the place of those of the person that
// meet it. By themselves, or by a head of theirs. The error is a *ticket.Refusal.
func Enter(b *Book, a Absence, rules policy.Rules, now time.Time) (Decision, error) {
	x := begin(b, rules, now, a.By)
	a.From, a.To, a.At, a.Begun = a.From.UTC(), a.To.UTC(), x.now, false
	if err := x.mayEnter(a); err != nil {
		return Decision{}, err
	}
	for _, o := range b.Away { // the new word takes the place of the old one
		if o.User == a.User && o.Begun && a.Holds(x.now) {
			a.Begun = true // what was theirs is with others already
		}
	}
	x.Away = append(drop(x.Away, func(o Absence) bool { return o.User == a.User && o.Meets(a.Absence) }), a)
	e := ticket.Event{Kind: EventAway, To: a.User, Text: a.Reason, Facts: map[string]string{"from": a.From.Format(time.RFC3339)}}
	if !a.To.IsZero() {
		e.Facts["to"] = a.To.Format(time.RFC3339)
	}
	if a.Delegate != "" {
		e.Facts["delegate"] = a.Delegate
	}
	x.event(e)
	x.tellDelegate(a)
	x.begins()
	return x.decision(), nil
}

func (x *turn) mayEnter(a Absence) error {
	others := make([]policy.Absence, 0, len(x.Away))
	for _, o := range x.Away {
		if o.User != a.User {
			others = append(others, o.Absence)
		}
	}
	switch {
	case !x.permits(SayAway, About{User: a.User}):
		return refuse(ticket.NotForThem, notice.Params{"who": notice.User(a.User)})
	case !a.To.IsZero() && !a.To.After(x.now):
		return refuse(ticket.InThePast, notice.Params{"at": notice.Time(a.To)})
	case !a.To.IsZero() && !a.To.After(a.From):
		return refuse(ticket.EndsFirst, notice.Params{"at": notice.Time(a.To)})
	case a.Delegate != "" && !x.rules.Org.Knows(a.Delegate):
		return refuse(ticket.UnknownPerson, notice.Params{"who": notice.User(a.Delegate)})
	case a.Delegate == "" && x.rules.Policy.Absence.NeedsDelegate:
		return refuse(ticket.NeedDelegate, nil)
	case a.Delegate != "" && policy.Circle(a.Absence, others):
		return refuse(ticket.DelegateCircle, notice.Params{"who": notice.User(a.Delegate)})
	default:
		return nil
	}
}

func (x *turn) tellDelegate(a Absence) {
	if a.Delegate == a.By {
		return
	}
	p := notice.Params{"for": notice.User(a.User), "by": notice.User(a.By), "from": notice.Time(a.From)}
	if !a.To.IsZero() {
		p["until"] = notice.Time(a.To)
	}
	if a.Reason != "" {
		p["reason"] = notice.Text(a.Reason)
	}
	x.tell(a.Delegate, notice.Delegated, p)
}

// ComeBack takes somebody's absence out of the book: the one that lies over now, else
// the next one. Refused if there is none.
func ComeBack(b *Book, user, by string, rules policy.Rules, now time.Time) (Decision, error) {
	x := begin(b, rules, now, by)
	if !x.permits(SayBack, About{User: user}) {
		return Decision{}, refuse(ticket.NotForThem, notice.Params{"who": notice.User(user)})
	}
	i := -1
	for n, a := range x.Away {
		if a.User == user && (i < 0 || a.From.Before(x.Away[i].From)) {
			i = n
		}
	}
	if i < 0 {
		return Decision{}, refuse(ticket.NotAway, notice.Params{"who": notice.User(user)})
	}
	x.returns(x.Away[i])
	x.Away = slices.Delete(x.Away, i, i+1)
	return x.decision(), nil
}

// begins sends the matters of everybody whose absence has begun on their way.
func (x *turn) begins() {
	for i := range x.Away {
		if a := &x.Away[i]; !a.Begun && !a.From.After(x.now) {
			a.Begun = true
			x.sweep(Sweep{Do: DoRelieve, User: a.User, Why: Away, Until: a.To})
		}
	}
}

// ends notes who is back because their time is over.
func (x *turn) ends() {
	over := func(a Absence) bool { return !a.To.IsZero() && !a.To.After(x.now) }
	for _, a := range x.Away {
		if over(a) {
			x.returns(a)
		}
	}
	x.Away = drop(x.Away, over)
}

// returns notes that somebody is there again; what they were asked first they
// follow again.
func (x *turn) returns(a Absence) {
	x.event(ticket.Event{Kind: EventBack, To: a.User})
	if a.Begun {
		x.sweep(Sweep{Do: DoReturn, User: a.User, Why: Away})
	}
}

func (b *Book) absences() []policy.Absence {
	all := make([]policy.Absence, 0, len(b.Away))
	for _, a := range b.Away {
		all = append(all, a.Absence)
	}
	return all
}

func (b *Book) awayInstants() []time.Time {
	all := make([]time.Time, 0, 2*len(b.Away)+len(b.Sweeps)+len(b.Moved))
	for _, a := range b.Away {
		if all = append(all, a.To); !a.Begun {
			all = append(all, a.From)
		}
	}
	for _, s := range b.Sweeps {
		all = append(all, s.At)
	}
	for _, m := range b.Moved {
		all = append(all, m.Until)
	}
	return all
}

// fireAway does what is due of absences.
func (x *turn) fireAway() {
	x.ends()
	x.begins()
	past := func(m Moved) bool { return !m.Until.After(x.now) }
	if slices.ContainsFunc(x.Moved, past) {
		x.Moved = drop(x.Moved, past)
		x.event(ticket.Event{Kind: EventList, Facts: map[string]string{"closed": strconv.Itoa(len(x.Moved))}})
	}
}
