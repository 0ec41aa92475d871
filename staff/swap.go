package staff

import (
	"slices"
	"time"

	"github.com/firstask/firstask/calendar"
	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// Swap is a shift that one person stands in the place of another, or is asked to.
type Swap struct {
	ID     int           `json:"id"`
	Roster string        `json:"roster"`
	Layer  string        `json:"layer,omitempty"`
	Day    calendar.Date `json:"day"`
	From   string        `json:"from"` // in whose place
	To     string        `json:"to"`
	Begins time.Time     `json:"begins"` // the shift
	Ends   time.Time     `json:"ends"`
	// Agreed is when To said yes; zero while they are asked.
	Agreed time.Time `json:"agreed,omitzero"`
	// Since is set where a head put To there within the shift, and from when.
	Since time.Time `json:"since,omitzero"`
	// Back: it is what From is given in return; both have one id.
	Back bool `json:"back,omitempty"`
	// Before is when the first of the two begins; zero for one alone.
	Before time.Time `json:"before,omitzero"`
}

// first is until when the swap can be agreed to or taken back.
func (s *Swap) first() time.Time {
	if s.Before.IsZero() {
		return s.Begins
	}
	return s.Before
}

// due is when the swap is over, or lapses.
func (s *Swap) due() time.Time {
	if s.Agreed.IsZero() {
		return s.first()
	}
	return s.Ends
}

func (s *Swap) swap() policy.Swap {
	return policy.Swap{Layer: s.Layer, Day: s.Day, From: s.From, To: s.To, Since: s.Since, Relief: !s.Since.IsZero()}
}

// Wish is what somebody wants another to stand: their shift of a day, of the
// layer if one is named; and the other's shift that they stand for it, if any.
type Wish struct {
	To    string
	Day   calendar.Date
	Layer string
	// Return and ReturnLayer are the same of the other's shift; the zero day is none.
	Return      calendar.Date
	ReturnLayer string
}

// Offer asks somebody to stand a shift in the actor's place, perhaps for one of
// theirs: both go over at once, or none. It stays as it is until they agree, and
// the offer lapses when the first shift begins. The error is a *ticket.Refusal.
func Offer(b *Book, w Wish, by string, rules policy.Rules, now time.Time) (Decision, error) {
	x := begin(b, rules, now, by)
	if w.To == by {
		return Decision{}, refuse(ticket.SwapSelf, nil)
	}
	mine, err := x.swappable(by, w.To, w.Day, w.Layer)
	if err != nil {
		return Decision{}, err
	}
	pair := []Swap{x.swapOf(mine.Shift, by, w.To)}
	if w.Return != (calendar.Date{}) {
		theirs, err := x.swappable(w.To, by, w.Return, w.ReturnLayer)
		if err != nil {
			return Decision{}, err
		}
		back := x.swapOf(theirs.Shift, w.To, by)
		back.Back, back.Before = true, minTime(pair[0].Begins, back.Begins)
		pair[0].Before = back.Before
		pair = append(pair, back)
	}
	for _, s := range x.Duty.Swaps { // asked anew, the last word counts
		if s.Agreed.IsZero() && !s.Back && s.of(mine.Shift) && s.From == by {
			x.withoutSwap(s.ID)
		}
	}
	x.Duty.Swaps = append(x.Duty.Swaps, pair...)
	x.swapEvent("swap_offered", pair[0])
	p := x.aboutSwap(pair[0])
	p["who"], p["swap"] = notice.User(by), notice.Number(pair[0].ID)
	x.tellOfDuty(w.To, notice.SwapOffered, p)
	return x.decision(), nil
}

// swappable is the shift of one person that another could stand in their place.
func (x *turn) swappable(from, to string, day calendar.Date, layer string) (policy.Duty, error) {
	d, ok := x.shiftOf(from, day, layer)
	switch {
	case !ok:
		return d, x.noShift(from, day)
	case !d.Shift.From.After(x.now):
		return d, x.began(d.Shift)
	case d.Stands(to):
		return d, refuse(ticket.StandsAlready, notice.Params{"who": notice.User(to), "at": notice.Time(d.Shift.From)})
	}
	return d, x.thereAt(to, d.Shift.From)
}

// noShift refuses a day on which no shift of somebody begins.
func (x *turn) noShift(user string, day calendar.Date) error {
	p := notice.Params{"at": notice.Time(day.In(x.rules.Org.Zone))}
	if user != x.by {
		p["other"] = notice.User(user)
	}
	return refuse(ticket.NoShift, p)
}

// thereAt refuses who is away at an instant.
func (x *turn) thereAt(user string, at time.Time) error {
	for _, a := range x.Away {
		if a.User == user && a.Holds(at) {
			p := notice.Params{"who": notice.User(user)}
			if !a.To.IsZero() {
				p["until"] = notice.Time(a.To)
			}
			return refuse(ticket.AwayThen, p)
		}
	}
	return nil
}

func minTime(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// withoutSwap takes a swap out of the book, with what is given in return.
func (x *turn) withoutSwap(id int) {
	x.Duty.Swaps = drop(x.Duty.Swaps, func(s Swap) bool { return s.ID == id })
}

// began refuses what is only possible before a shift; a head may still relieve.
func (x *turn) began(s policy.Shift) error {
	p := notice.Params{"at": notice.Time(s.From), "who": notice.User(x.manager(s.Roster, x.by))}
	if rule := x.rule(policy.MatterSwap); rule != "" {
		p["rule"] = notice.Text(rule)
	}
	return refuse(ticket.ShiftBegan, p)
}

func (x *turn) swapOf(s policy.Shift, from, to string) Swap {
	return Swap{
		ID: x.Seq + 1, Roster: s.Roster, Layer: s.Layer, Day: s.Day, From: from, To: to,
		Begins: s.From.UTC(), Ends: s.To.UTC(),
	}
}

func (s *Swap) of(o policy.Shift) bool {
	return s.Roster == o.Roster && s.Layer == o.Layer && s.Day == o.Day
}

// shiftOf is the shift of a day that somebody stands, one that has not begun if
// there are several; of one layer, if that is named.
func (x *turn) shiftOf(user string, day calendar.Date, layer string) (policy.Duty, bool) {
	org := x.today().Org
	var began *policy.Duty
	for _, name := range org.Rota() {
		for _, d := range org.ShiftsOn(name, day, x.gone()) {
			switch {
			case !d.Stands(user) || (layer != "" && d.Shift.Layer != layer):
			case d.Shift.From.After(x.now):
				return d, true
			default:
				began = &d
			}
		}
	}
	if began == nil {
		return policy.Duty{}, false
	}
	return *began, true
}

func (x *turn) swapEvent(kind string, s Swap) {
	other := s.To
	if other == x.by {
		other = s.From
	}
	facts := map[string]string{"roster": s.Roster, "layer": s.Layer, "day": s.Day.String(), "from": s.From, "to": s.To}
	if back := x.inReturn(s); back != nil {
		facts["return"], facts["return_layer"] = back.Day.String(), back.Layer
	}
	x.event(ticket.Event{Kind: kind, To: other, Rule: x.rule(policy.MatterSwap), Facts: facts})
}

// inReturn is what is given in return for a swap; nil for nothing.
func (x *turn) inReturn(s Swap) *Swap {
	i := slices.IndexFunc(x.Duty.Swaps, func(o Swap) bool { return o.ID == s.ID && o.Back && !s.Back })
	if i < 0 {
		return nil
	}
	return &x.Duty.Swaps[i]
}

func (x *turn) aboutSwap(s Swap) notice.Params {
	p := x.about(s.Roster, s.Begins, s.Ends, policy.MatterSwap)
	if back := x.inReturn(s); back != nil {
		p["back"], p["backto"] = notice.Time(back.Begins), notice.Time(back.Ends)
	}
	return p
}

// AnswerSwap agrees to an offer or declines it, by who was asked; 0 is the only
// one that waits for them. The head is told of what was agreed.
func AnswerSwap(b *Book, id int, yes bool, by string, rules policy.Rules, now time.Time) (Decision, error) {
	x := begin(b, rules, now, by)
	i := slices.IndexFunc(x.Duty.Swaps, func(s Swap) bool {
		return s.To == by && s.Agreed.IsZero() && !s.Back && (id == 0 || s.ID == id)
	})
	if i < 0 {
		return Decision{}, refuse(ticket.NoOffer, nil)
	}
	s := x.Duty.Swaps[i]
	p := x.aboutSwap(s)
	p["who"], p["other"] = notice.User(by), notice.User(s.From)
	switch {
	case !s.first().After(x.now):
		return Decision{}, x.began(policy.Shift{Roster: s.Roster, From: s.first()})
	case !yes:
		x.swapEvent("swap_declined", s)
		x.withoutSwap(s.ID)
		x.news(s.From, "declined", p)
		return x.decision(), nil
	}
	if err := x.still(s); err != nil {
		return Decision{}, err
	}
	x.swapEvent("swap_agreed", s)
	x.agree(s.ID)
	x.news(s.From, "agreed", p)
	x.newsHead(s.Roster, "swapped", p, s.From, s.To)
	return x.fresh(), nil
}

// still refuses to agree to what has changed since it was offered: the shift is
// somebody else's, or who would stand it is away.
func (x *turn) still(s Swap) error {
	for _, o := range x.Duty.Swaps {
		if o.ID != s.ID {
			continue
		}
		if !x.today().Org.Takes(o.From, o.Roster, o.Layer, o.Day) {
			return x.noShift(o.From, o.Day)
		}
		if err := x.thereAt(o.To, o.Begins); err != nil {
			return err
		}
	}
	return nil
}

// agree lets a swap count, with what is given in return. The last one agreed counts last.
func (x *turn) agree(id int) {
	agreed := slices.DeleteFunc(slices.Clone(x.Duty.Swaps), func(s Swap) bool { return s.ID != id })
	x.withoutSwap(id)
	for _, s := range agreed {
		s.Agreed = x.now
		x.Duty.Swaps = append(x.Duty.Swaps, s)
	}
}

// newsHead tells the manager of a roster.
func (x *turn) newsHead(roster, what string, p notice.Params, but ...string) {
	x.news(x.manager(roster, but...), what, p)
}

// fresh is the decision after the rosters were looked at again.
func (x *turn) fresh() Decision {
	x.void()
	x.warn()
	x.Duty.Next = x.nextLook()
	return x.decision()
}

// UndoSwap takes a swap back until its first shift begins, by either of the two;
// 0 is the last one of theirs. An offer that waits is taken back by who made it.
func UndoSwap(b *Book, id int, by string, rules policy.Rules, now time.Time) (Decision, error) {
	x := begin(b, rules, now, by)
	i := -1
	for n, s := range x.Duty.Swaps {
		if s.theirs(by) && (id == 0 || s.ID == id) {
			i = n
		}
	}
	if i < 0 {
		return Decision{}, refuse(ticket.NoOffer, nil)
	}
	s := x.Duty.Swaps[i]
	if !s.first().After(x.now) {
		return Decision{}, x.began(policy.Shift{Roster: s.Roster, From: s.first()})
	}
	p := x.aboutSwap(s)
	p["who"], p["other"] = notice.User(by), notice.User(s.From)
	x.swapEvent("swap_undone", s)
	x.withoutSwap(s.ID)
	for _, user := range []string{s.From, s.To} {
		x.news(user, "undone", p)
	}
	if !s.Agreed.IsZero() {
		x.newsHead(s.Roster, "undone", p, s.From, s.To)
	}
	return x.fresh(), nil
}

// theirs reports whether somebody may take a swap back: either of the two, once
// it is agreed; before that who made the offer.
func (s *Swap) theirs(user string) bool {
	return (s.From == user || s.To == user && !s.Agreed.IsZero()) && !s.Back && s.Since.IsZero()
}

// lapse drops the swaps of shifts that are over and the offers nobody answered.
func (x *turn) lapse() {
	for _, s := range x.Duty.Swaps {
		if s.Agreed.IsZero() && !s.Back && !s.first().After(x.now) {
			x.swapEvent("swap_lapsed", s)
			p := x.aboutSwap(s)
			p["who"] = notice.User(s.To)
			x.news(s.From, "lapsed", p)
		}
	}
	x.Duty.Swaps = drop(x.Duty.Swaps, func(s Swap) bool { return !s.due().After(x.now) })
}

// void ends agreed swaps of shifts to come that mean nothing any more, because
// the shift is somebody else's by now, or who was to stand it has left. The two
// and the head hear of it: nobody comes, or stays away, for nothing.
func (x *turn) void() {
	for _, s := range slices.Clone(x.Duty.Swaps) {
		if s.Agreed.IsZero() || !s.Begins.After(x.now) || x.holds(s) {
			continue
		}
		x.event(ticket.Event{Kind: "swap_void", To: s.To, Rule: x.rule(policy.MatterSwap), Facts: map[string]string{
			"roster": s.Roster, "layer": s.Layer, "day": s.Day.String(), "from": s.From, "to": s.To,
		}})
		for _, o := range slices.Clone(x.Duty.Swaps) {
			if o.ID == s.ID && o.Begins.After(x.now) {
				x.tellVoid(o)
			}
		}
		x.Duty.Swaps = drop(x.Duty.Swaps, func(o Swap) bool { return o.ID == s.ID && o.Begins.After(x.now) })
	}
}

func (x *turn) tellVoid(s Swap) {
	p := x.about(s.Roster, s.Begins, s.Ends, policy.MatterSwap)
	p["who"], p["other"] = notice.User(s.To), notice.User(s.From)
	for _, user := range []string{s.From, s.To} {
		if !x.gone()[user] {
			x.news(user, "void", p)
		}
	}
	x.newsHead(s.Roster, "void", p, s.From, s.To)
}

// holds reports whether an agreed swap still stands for something: its shift is
// From's by the roster and by what was agreed before, and To can come.
func (x *turn) holds(s Swap) bool {
	before := x.Book
	i := slices.IndexFunc(before.Duty.Swaps, func(o Swap) bool { return o == s })
	if i < 0 { // it went with another one
		return true
	}
	before.Duty.Swaps = before.Duty.Swaps[:i]
	org := before.Over(x.file, x.now).Org
	return !x.gone()[s.To] && org.Knows(s.To) && org.Takes(s.From, s.Roster, s.Layer, s.Day)
}
