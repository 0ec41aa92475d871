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
}

// due is when the swap is over, or lapses.
func (s *Swap) due() time.Time {
	if s.Agreed.IsZero() {
		return s.Begins
	}
	return s.Ends
}

func (s *Swap) swap() policy.Swap {
	return policy.Swap{Layer: s.Layer, Day: s.Day, From: s.From, To: s.To, Since: s.Since, Relief: !s.Since.IsZero()}
}

// Wish is what somebody wants another to stand: their shift of a day, of the
// layer if one is named.
type Wish struct {
	To    string
	Day   calendar.Date
	Layer string
}

// Offer asks somebody to stand a shift in the actor's place. It stays the
// actor's until they agree, and the offer lapses when the shift begins. The
// error is a *ticket.Refusal.
func Offer(b *Book, w Wish, by string, rules policy.Rules, now time.Time) (Decision, error) {
	x := begin(b, rules, now, by)
	d, ok := x.shiftOf(by, w.Day, w.Layer)
	switch {
	case w.To == by:
		return Decision{}, refuse(ticket.SwapSelf, nil)
	case !ok:
		return Decision{}, refuse(ticket.NoShift, notice.Params{"at": notice.Time(w.Day.In(rules.Org.Zone))})
	case !d.Shift.From.After(x.now):
		return Decision{}, x.began(d.Shift)
	case d.Stands(w.To):
		return Decision{}, refuse(ticket.StandsAlready, notice.Params{"who": notice.User(w.To), "at": notice.Time(d.Shift.From)})
	}
	x.Duty.Swaps = drop(x.Duty.Swaps, func(s Swap) bool { return s.Agreed.IsZero() && s.of(d.Shift) && s.From == by })
	s := x.swapOf(d.Shift, by, w.To)
	x.Duty.Swaps = append(x.Duty.Swaps, s)
	x.swapEvent("swap_offered", s)
	p := x.aboutSwap(s)
	p["who"], p["swap"] = notice.User(by), notice.Number(s.ID)
	x.tellOfDuty(w.To, notice.SwapOffered, p)
	return x.decision(), nil
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
	x.event(ticket.Event{Kind: kind, To: other, Rule: x.rule(policy.MatterSwap), Facts: map[string]string{
		"roster": s.Roster, "layer": s.Layer, "day": s.Day.String(), "from": s.From, "to": s.To,
	}})
}

func (x *turn) aboutSwap(s Swap) notice.Params {
	return x.about(s.Roster, s.Begins, s.Ends, policy.MatterSwap)
}

// AnswerSwap agrees to an offer or declines it, by who was asked; 0 is the only
// one that waits for them. The head is told of what was agreed.
func AnswerSwap(b *Book, id int, yes bool, by string, rules policy.Rules, now time.Time) (Decision, error) {
	x := begin(b, rules, now, by)
	i := slices.IndexFunc(x.Duty.Swaps, func(s Swap) bool {
		return s.To == by && s.Agreed.IsZero() && (id == 0 || s.ID == id)
	})
	if i < 0 {
		return Decision{}, refuse(ticket.NoOffer, nil)
	}
	s := x.Duty.Swaps[i]
	p := x.aboutSwap(s)
	p["who"], p["other"] = notice.User(by), notice.User(s.From)
	switch {
	case !s.Begins.After(x.now):
		return Decision{}, x.began(policy.Shift{Roster: s.Roster, From: s.Begins})
	case !yes:
		x.Duty.Swaps = slices.Delete(x.Duty.Swaps, i, i+1)
		x.swapEvent("swap_declined", s)
		x.news(s.From, "declined", p)
		return x.decision(), nil
	}
	s.Agreed = x.now
	x.Duty.Swaps = append(slices.Delete(x.Duty.Swaps, i, i+1), s) // the last one agreed counts last
	x.swapEvent("swap_agreed", s)
	x.news(s.From, "agreed", p)
	x.newsHead(s.Roster, "swapped", p, s.From, s.To)
	return x.fresh(), nil
}

// newsHead tells the manager of a roster.
func (x *turn) newsHead(roster, what string, p notice.Params, but ...string) {
	x.news(x.manager(roster, but...), what, p)
}

// fresh is the decision after the rosters were looked at again.
func (x *turn) fresh() Decision {
	x.warn()
	x.Duty.Next = x.nextLook()
	return x.decision()
}

// UndoSwap takes a swap back until its shift begins, by either of the two; 0 is
// the last one of theirs. An offer that waits is taken back by who made it.
func UndoSwap(b *Book, id int, by string, rules policy.Rules, now time.Time) (Decision, error) {
	x := begin(b, rules, now, by)
	i := -1
	for n, s := range x.Duty.Swaps {
		theirs := s.From == by || (s.To == by && !s.Agreed.IsZero())
		if theirs && s.Since.IsZero() && (id == 0 || s.ID == id) {
			i = n
		}
	}
	if i < 0 {
		return Decision{}, refuse(ticket.NoOffer, nil)
	}
	s := x.Duty.Swaps[i]
	if !s.Begins.After(x.now) {
		return Decision{}, x.began(policy.Shift{Roster: s.Roster, From: s.Begins})
	}
	x.Duty.Swaps = slices.Delete(x.Duty.Swaps, i, i+1)
	x.swapEvent("swap_undone", s)
	p := x.aboutSwap(s)
	p["who"], p["other"] = notice.User(by), notice.User(s.From)
	for _, user := range []string{s.From, s.To} {
		x.news(user, "undone", p)
	}
	if !s.Agreed.IsZero() {
		x.newsHead(s.Roster, "undone", p, s.From, s.To)
	}
	return x.fresh(), nil
}

// lapse drops the swaps of shifts that are over and the offers nobody answered.
func (x *turn) lapse() {
	for _, s := range x.Duty.Swaps {
		if s.Agreed.IsZero() && !s.Begins.After(x.now) {
			x.swapEvent("swap_lapsed", s)
			p := x.aboutSwap(s)
			p["who"] = notice.User(s.To)
			x.news(s.From, "lapsed", p)
		}
	}
	x.Duty.Swaps = drop(x.Duty.Swaps, func(s Swap) bool { return !s.due().After(x.now) })
}

// Relieve puts somebody into the place of another who is on duty now, or stays
// on, by a head of the department; for the rest of the shift.
func Relieve(b *Book, user, with, by string, rules policy.Rules, now time.Time) (Decision, error) {
	x := begin(b, rules, now, by)
	d, ok := x.onDuty(user)
	switch {
	case !ok:
		return Decision{}, refuse(ticket.NotOnDuty, notice.Params{"who": notice.User(user)})
	case !x.manages(by, d.Shift.Roster):
		return Decision{}, x.notManager(d.Shift.Roster)
	case user == with || d.User == with || slices.Contains(d.With, with):
		return Decision{}, refuse(ticket.StandsAlready, notice.Params{"who": notice.User(with), "at": notice.Time(d.From)})
	}
	from := user
	if !d.Stands(user) { // they stay on: it is the relief's shift
		from = d.User
	}
	s := x.swapOf(d.Shift, from, with)
	s.Agreed, s.Since = x.now, x.now
	x.Duty.Swaps = append(x.Duty.Swaps, s)
	x.swapEvent("duty_relieved", s)
	p := x.about(s.Roster, x.now, s.Ends, policy.MatterSwap)
	p["who"], p["other"], p["next"] = notice.User(by), notice.User(user), notice.User(with)
	x.news(user, "relieved", p)
	x.news(with, "relieves", p)
	x.newsHead(s.Roster, "swapped_now", p, user, with)
	x.takeOver(s.Roster)
	return x.fresh(), nil
}

// notManager refuses what only a head of the department may do.
func (x *turn) notManager(roster string) error {
	return refuse(ticket.NotTheirHead, notice.Params{"who": notice.User(x.manager(roster, x.by))})
}

// onDuty is the shift that lasts now and that somebody stands, or stays on for.
func (x *turn) onDuty(user string) (policy.Duty, bool) {
	today := x.today()
	for _, name := range today.Org.Rota() {
		d, ok := today.Org.Rostered(name, x.now, x.gone())
		w := x.watch(name)
		if ok && d.Open && (d.Stands(user) || (w != nil && w.User == user)) {
			return d, true
		}
	}
	return policy.Duty{}, false
}
