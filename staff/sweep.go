package staff

import (
	"slices"
	"strconv"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// What a sweep does with the tickets of a person.
const (
	DoRelieve = "relieve" // others get what is theirs
	DoReturn  = "return"  // they follow again what they were asked first
	DoRestore = "restore" // what one sweep moved goes back
)

// Why somebody is not there.
const (
	Away    = "away"    // an absence
	Left    = "left"    // deactivated in Slack
	Dropped = "dropped" // no place in the organisation any more
)

// Sweep is work on all open tickets of a person that is still to be done. It
// stays in the book until it was done to its end, so that one that is broken off
// goes on after the next start.
type Sweep struct {
	ID    string    `json:"id"`
	Do    string    `json:"do"`
	User  string    `json:"user"`
	Why   string    `json:"why,omitempty"`
	Until time.Time `json:"until,omitzero"`
	By    string    `json:"by,omitempty"`
	// Of is the sweep whose moves go back.
	Of string    `json:"of,omitempty"`
	At time.Time `json:"at"`
}

// Moved is what a sweep moved away from somebody, while it can be taken back.
type Moved struct {
	Sweep string    `json:"sweep"`
	User  string    `json:"user"`
	Why   string    `json:"why"`
	To    string    `json:"to"` // who was told, and may take it back
	Until time.Time `json:"until"`
}

// Move is one place of one ticket as a sweep left it.
type Move struct {
	Ticket int64
	To     string // "" for the fallback channel
	As     ticket.HoldAs
	How    string
}

// sweep puts work on its way. What is the same and still waits is not done twice.
func (x *turn) sweep(s Sweep) {
	if slices.ContainsFunc(x.Sweeps, func(o Sweep) bool { return o.Do == s.Do && o.User == s.User && o.Of == s.Of }) {
		return
	}
	x.event(ticket.Event{Kind: "sweep", To: s.User, Facts: map[string]string{"do": s.Do, "why": s.Why}})
	s.ID, s.By, s.At = "s"+strconv.Itoa(x.Seq), x.by, x.now
	x.Sweeps = append(x.Sweeps, s)
}

// Leave sends the matters of people who will not come back on their way: why is
// Left or Dropped.
func Leave(b *Book, users []string, why string, rules policy.Rules, now time.Time) Decision {
	x := begin(b, rules, now, "")
	for _, u := range users {
		x.sweep(Sweep{Do: DoRelieve, User: u, Why: why})
	}
	return x.decision()
}

// Swept takes a sweep that was done to its end out of the book and says what
// came of it: to the person's head what moved to whom, once, with the time in
// which it can be taken back; to a person who is back what is theirs again.
func Swept(b *Book, id string, moves []Move, rules policy.Rules, now time.Time) Decision {
	x := begin(b, rules, now, "")
	i := slices.IndexFunc(x.Sweeps, func(s Sweep) bool { return s.ID == id })
	if i < 0 {
		return Decision{Book: *b}
	}
	s := x.Sweeps[i]
	x.Sweeps = slices.Delete(x.Sweeps, i, i+1)
	x.event(ticket.Event{Kind: EventList, To: s.User, Facts: map[string]string{"do": s.Do, "places": strconv.Itoa(len(moves))}})
	switch {
	case len(moves) == 0:
	case s.Do == DoRelieve:
		x.listMoved(s, moves)
	case s.Do == DoReturn:
		x.listBack(s, moves)
	}
	return x.decision()
}

func (x *turn) listMoved(s Sweep, moves []Move) {
	to := notice.Recipient{Channel: x.rules.Org.Fallback}
	if head := x.acting(s.User); head != "" {
		to = notice.Recipient{User: head}
	}
	p := notice.Params{"for": notice.User(s.User), "absence": notice.Word("absence." + s.Why), "sweep": notice.Text(s.ID)}
	if !s.Until.IsZero() {
		p["until"] = notice.Time(s.Until)
	}
	if w := x.rules.Policy.Absence.Undo; w > 0 && to.User != "" {
		x.Moved = append(x.Moved, Moved{Sweep: s.ID, User: s.User, Why: s.Why, To: to.User, Until: x.now.Add(w)})
		p["undo"] = notice.Time(x.now.Add(w))
	}
	x.say(notice.Notice{Kind: notice.MovedList, To: to, Params: p, Class: notice.Alert, Items: x.items(notice.MovedList, moves)})
}

func (x *turn) listBack(s Sweep, moves []Move) {
	x.say(notice.Notice{
		Kind: notice.WelcomeBack, To: notice.Recipient{User: s.User}, Class: notice.Alert, Items: x.items(notice.WelcomeBack, moves),
	})
}

func (x *turn) items(k notice.Kind, moves []Move) []notice.Item {
	items := make([]notice.Item, 0, len(moves))
	for _, m := range moves {
		to := notice.User(m.To)
		if m.To == "" {
			to = notice.Channel(x.rules.Org.Fallback)
		}
		items = append(items, notice.Item{Kind: k, Ticket: m.Ticket, Params: notice.Params{
			"to": to, "as": notice.Word("role." + string(m.As)), "how": notice.Word("found." + m.How),
		}})
	}
	return items
}

// acting is the head of somebody who is there; of a head, the next above and
// not who stands in for them. "" if nobody is.
func (x *turn) acting(user string) string {
	rules := x.rules
	department, stand := rules.Org.Default, ""
	if home := rules.Org.Home(user); home != nil {
		if department = home.ID; home.Head == user {
			stand = rules.Delegate(user)
		}
	}
	for _, h := range rules.Org.Superiors(department, rules.Out(), user, stand) {
		return h
	}
	return ""
}

// Undo takes back what a sweep moved, by who was told of it or another head of
// the person. Without the sweep it is the last one that the actor may take back,
// from the person if one is named. An absence that caused it ends with that.
// Refused once the time for it is over, and while the person can't be reached or
// has no place.
func Undo(b *Book, which Moved, by string, rules policy.Rules, now time.Time) (Decision, error) {
	x := begin(b, rules, now, by)
	i, err := x.toUndo(which)
	if err != nil {
		return Decision{}, err
	}
	m := x.Moved[i]
	switch {
	case rules.Gone[m.User]:
		return Decision{}, refuse(ticket.PersonGone, notice.Params{"who": notice.User(m.User)})
	case !rules.Org.Knows(m.User):
		return Decision{}, refuse(ticket.NoPlace, notice.Params{"who": notice.User(m.User)})
	}
	x.Moved = slices.Delete(x.Moved, i, i+1)
	x.Away = drop(x.Away, func(a Absence) bool { return m.Why == Away && a.User == m.User && a.Begun })
	x.event(ticket.Event{Kind: EventUndo, To: m.User, Facts: map[string]string{"sweep": m.Sweep}})
	x.sweep(Sweep{Do: DoRestore, User: m.User, Why: m.Why, Of: m.Sweep})
	return x.decision(), nil
}

// toUndo is the last move that is meant and that the actor may take back.
func (x *turn) toUndo(which Moved) (int, error) {
	refused := refuse(ticket.UndoOver, nil)
	for i, m := range slices.Backward(x.Moved) {
		meant := (which.Sweep == "" || m.Sweep == which.Sweep) && (which.User == "" || m.User == which.User)
		switch {
		case !meant || !m.Until.After(x.now):
		case x.permits(SayUndone, About{User: m.User, Sweep: m.Sweep}):
			return i, nil
		default:
			refused = refuse(ticket.NotForThem, notice.Params{"who": notice.User(m.User)})
		}
	}
	return 0, refused
}
