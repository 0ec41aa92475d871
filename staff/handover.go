package staff

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// Held are the tickets that people have open and could hand over: by person,
// then by the roster they belong to. Who is in it has been looked at.
type Held map[string]map[string][]int64

// of are those of a shift.
func (h Held) of(w *Watch) []int64 { return h[w.User][w.Roster] }

// Handover is what somebody who goes off duty leaves to their relief.
type Handover struct {
	// Carried are the tickets with the reason why each is not done.
	Carried []Carried `json:"carried,omitempty"`
	// Asked is when the incumbent was asked to hand over, Offered when every open
	// one had its reason.
	Asked   time.Time `json:"asked,omitzero"`
	Offered time.Time `json:"offered,omitzero"`
	// Relief is who has the list.
	Relief string `json:"relief,omitempty"`
	// Until is when it is said that it is not confirmed; zero for never. Lapses is
	// the end of the relief's shift: what is not taken over by then stays.
	Until  time.Time `json:"until,omitzero"`
	Lapses time.Time `json:"lapses,omitzero"`
	// Open is how many were open when the list was made, Given how many went over.
	Open  int `json:"open,omitempty"`
	Given int `json:"given,omitempty"`
}

// Carried is a ticket that goes to the next shift.
type Carried struct {
	Ticket int64  `json:"ticket"`
	Reason string `json:"reason"`
	// Times is how often it went from one shift to the next before.
	Times int `json:"times,omitempty"`
}

// Passed is an open ticket that somebody has from the shift before.
type Passed struct {
	Ticket int64     `json:"ticket"`
	Roster string    `json:"roster"`
	To     string    `json:"to"`
	Times  int       `json:"times"`
	At     time.Time `json:"at"`
}

// Times is how often a ticket that somebody has went from one shift to the next.
func (b *Book) Times(number int64, user string) int {
	for _, p := range b.Duty.Passed {
		if p.Ticket == number && p.To == user {
			return p.Times
		}
	}
	return 0
}

// Leaving are the people whose shift is over by now, and of whom it is to be
// known what they have open: FireWith asks for it.
func Leaving(b *Book, now time.Time) []string {
	var all []string
	for i := range b.Duty.Watches {
		if w := &b.Duty.Watches[i]; w.hands(now) || w.lapses(now) {
			all = append(all, w.User)
		}
	}
	return all
}

// handOver asks those whose shift is over for what goes to the next, gives the
// relief the list when their shift begins, and tells of what nobody confirmed.
func (x *turn) handOver(held Held) {
	for _, each := range []func(*Watch){
		func(w *Watch) { x.ask(w, held) },
		x.give,
		x.unconfirmed,
		func(w *Watch) { x.stayed(w, held) },
	} {
		for _, w := range slices.Clone(x.Duty.Watches) {
			if i := slices.IndexFunc(x.Duty.Watches, w.same); i >= 0 {
				each(&x.Duty.Watches[i])
			}
		}
	}
}

// hands reports whether somebody is to be asked by now to hand the shift over.
func (w *Watch) hands(now time.Time) bool {
	return w.Hands && !now.Before(w.over()) && w.Asked.IsZero()
}

// lapses reports whether the relief's own shift is over by now.
func (w *Watch) lapses(now time.Time) bool {
	return !w.Ended.IsZero() && !w.Lapses.IsZero() && !now.Before(w.Lapses)
}

// ask tells the incumbent to hand over. With nothing open, with nobody who comes
// next, and where others have what was theirs, nothing is to be done; where
// every matter has its reason already, the relief gets the list.
func (x *turn) ask(w *Watch, held Held) {
	if !w.hands(x.now) || held[w.User] == nil {
		return
	}
	open := held.of(w)
	x.Duty.Passed = drop(x.Duty.Passed, func(p Passed) bool { // done since
		return p.Roster == w.Roster && p.To == w.User && !slices.Contains(open, p.Ticket)
	})
	relief, ok := x.relief(w)
	w.Asked = x.now
	if len(open) == 0 || !ok || x.rules.Out()[w.User] {
		if !w.Ended.IsZero() {
			x.forget(w)
		}
		return
	}
	w.Lapses = relief.Shift.To.UTC()
	x.confirmBy(w, relief)
	left := w.without(open)
	if len(left) == 0 {
		if w.Offered.IsZero() {
			x.offer(w, open)
		}
		return
	}
	p := x.about(w.Roster, relief.Shift.From, relief.Shift.To, policy.MatterHandover)
	p["who"], p["n"] = notice.User(relief.User), notice.Number(len(left))
	x.event(ticket.Event{Kind: "handover_asked", To: w.User, Rule: x.rule(policy.MatterHandover), Facts: map[string]string{"roster": w.Roster, "open": strconv.Itoa(len(open))}})
	x.tellOfDuty(w.User, notice.HandoverDue, p)
}

// confirmBy sets how long the handover may wait for the relief's yes.
func (x *turn) confirmBy(w *Watch, relief policy.Duty) {
	if within := x.roster(w.Roster).Within; within > 0 && w.Until.IsZero() {
		w.Until = maxTime(maxTime(w.over(), relief.Shift.From.UTC()), x.now).Add(within)
	}
}

// relief is who is on duty after a shift, now or when it begins; false if that
// is the same person, or nobody.
func (x *turn) relief(w *Watch) (policy.Duty, bool) {
	today, from := x.today(), maxTime(w.over(), x.now)
	for _, d := range today.Org.ShiftsFrom(w.Roster, from, from.Add(2*lookAhead), x.gone()) {
		if d.User != "" {
			return d, d.User != w.User
		}
	}
	return policy.Duty{}, false
}

// unconfirmed tells the head once that a handover waits: for the reasons of who
// goes, or for the yes of who comes.
func (x *turn) unconfirmed(w *Watch) {
	if w.Until.IsZero() || w.Until.After(x.now) {
		return
	}
	w.Until = time.Time{}
	relief, _ := x.relief(w)
	p := x.about(w.Roster, w.From, w.To, policy.MatterHandover)
	p["who"], p["other"] = notice.User(relief.User), notice.User(w.User)
	x.event(ticket.Event{Kind: "handover_late", To: relief.User, Rule: x.rule(policy.MatterHandover), Facts: map[string]string{"roster": w.Roster, "from": w.User}})
	if w.Offered.IsZero() {
		x.news(w.User, "explain", p)
		x.newsHead(w.Roster, "unexplained", p, w.User)
		return
	}
	x.news(relief.User, "unconfirmed", p)
	x.newsHead(w.Roster, "unconfirmed", p, w.User, relief.User)
}

// stayed ends a handover when the relief's own shift is over: what nobody took
// over stays with who has it, and they and the head hear of it.
func (x *turn) stayed(w *Watch, held Held) {
	if !w.lapses(x.now) || held[w.User] == nil {
		return
	}
	if open := held.of(w); len(open) > 0 {
		p := x.about(w.Roster, w.From, w.To, policy.MatterHandover)
		p["who"], p["n"] = notice.User(w.User), notice.Number(len(open))
		x.event(ticket.Event{Kind: "handover_lapsed", To: w.User, Rule: x.rule(policy.MatterHandover), Facts: map[string]string{"roster": w.Roster, "day": w.Day.String(), "open": numbers(open...)}})
		p["what"] = notice.Word("duty_news.stays_yours")
		x.tell(w.User, notice.DutyNews, maps.Clone(p))
		p["what"] = notice.Word("duty_news.stays_with")
		x.tell(x.manager(w.Roster, w.User), notice.DutyNews, p)
	}
	x.forget(w)
}

// Carry notes why a ticket goes to the next shift. When every open one has its
// reason and the shift is over, the relief gets the list.
func Carry(b *Book, c Carried, held Held, by string, rules policy.Rules, now time.Time) (Decision, error) {
	x := begin(b, rules, now, by)
	all := x.handing(by)
	i := slices.IndexFunc(all, func(w *Watch) bool { return slices.Contains(held.of(w), c.Ticket) })
	switch {
	case len(all) == 0:
		return Decision{}, refuse(ticket.NoHandover, nil)
	case i < 0:
		return Decision{}, refuse(ticket.NotCarried, notice.Params{"what": notice.Text(numbers(c.Ticket))})
	case strings.TrimSpace(c.Reason) == "":
		return Decision{}, x.needReasons([]int64{c.Ticket})
	}
	w := all[i]
	c.Times = x.Times(c.Ticket, by)
	w.Carried = append(drop(w.Carried, func(o Carried) bool { return o.Ticket == c.Ticket }), c)
	x.event(ticket.Event{Kind: "carried", Text: c.Reason, Rule: x.rule(policy.MatterHandover), Facts: map[string]string{"roster": w.Roster, "ticket": strconv.FormatInt(c.Ticket, 10)}})
	if open := held.of(w); len(w.without(open)) == 0 && !x.now.Before(w.over()) {
		x.offer(w, open)
	}
	return x.fresh(), nil
}

// HandOver gives the relief the list of what is open; refused while one of it has
// no reason, and while the actor has a list themselves that waits for their yes.
func HandOver(b *Book, held Held, by string, rules policy.Rules, now time.Time) (Decision, error) {
	x := begin(b, rules, now, by)
	all := x.handing(by)
	if len(all) == 0 {
		return Decision{}, refuse(ticket.NoHandover, nil)
	}
	if err := x.owesYes(by); err != nil {
		return Decision{}, err
	}
	for _, w := range all {
		if err := x.reasons(w, held.of(w)); err != nil {
			return Decision{}, err
		}
	}
	for _, w := range all {
		if open := held.of(w); len(open) > 0 && (w.Offered.IsZero() || w.Open != len(open)) {
			x.offer(w, open)
		}
	}
	return x.fresh(), nil
}

// owesYes refuses while a list waits for somebody who is on duty: what the shift
// before left comes first.
func (x *turn) owesYes(user string) error {
	l, waits := Waiting(&x.Book, user)
	if !waits {
		return nil
	}
	p := notice.Params{"who": notice.User(l.From)}
	if rule := x.rule(policy.MatterLeft); rule != "" {
		p["rule"] = notice.Text(rule)
	}
	return refuse(ticket.TakeOverFirst, p)
}

// handing are the shifts that somebody is to hand over, with somebody to come,
// those that are over first.
func (x *turn) handing(by string) []*Watch {
	var all []*Watch
	for i := range x.Duty.Watches {
		w := &x.Duty.Watches[i]
		if _, ok := x.relief(w); ok && w.Hands && w.User == by {
			all = append(all, w)
		}
	}
	return all
}

// reasons refuses while an open ticket has no reason, and names it.
func (x *turn) reasons(w *Watch, open []int64) error {
	if left := w.without(open); len(left) > 0 {
		return x.needReasons(left)
	}
	return nil
}

func (x *turn) needReasons(left []int64) error {
	p := notice.Params{"what": notice.Text(numbers(left...))}
	if rule := x.rule(policy.MatterHandover); rule != "" {
		p["rule"] = notice.Text(rule)
	}
	return refuse(ticket.CarryReason, p)
}

// without are the open tickets that have no reason yet.
func (h *Handover) without(open []int64) []int64 {
	return slices.DeleteFunc(slices.Clone(open), func(n int64) bool {
		return slices.ContainsFunc(h.Carried, func(c Carried) bool { return c.Ticket == n })
	})
}

// Unsaid are the open tickets of somebody that have no reason yet.
func Unsaid(b *Book, user string, held Held) []int64 {
	var all []int64
	for _, roster := range slices.Sorted(maps.Keys(held[user])) {
		left := held[user][roster]
		for i := range b.Duty.Watches {
			if w := &b.Duty.Watches[i]; w.User == user && w.Hands && w.Roster == roster {
				left = w.without(left)
			}
		}
		all = append(all, left...)
	}
	return all
}

// numbers are tickets as people write them.
func numbers(all ...int64) string {
	words := make([]string, len(all))
	for i, n := range all {
		words[i] = "#" + strconv.FormatInt(n, 10)
	}
	return strings.Join(words, ", ")
}

// offer makes the list for the relief. It moves nothing: they have to say yes.
func (x *turn) offer(w *Watch, open []int64) {
	relief, _ := x.relief(w)
	w.Offered, w.Relief, w.Open = x.now, "", len(open)
	w.Carried = drop(w.Carried, func(c Carried) bool { return !slices.Contains(open, c.Ticket) })
	x.confirmBy(w, relief)
	x.give(w)
}

// give says the list to whoever comes, when their shift begins or they are there
// before; again to another who comes in their place.
func (x *turn) give(w *Watch) {
	relief, ok := x.relief(w)
	there := !x.now.Before(relief.Shift.From) || w.Ready == relief.User
	if w.Offered.IsZero() || !ok || !there || relief.User == w.Relief {
		return
	}
	w.Relief, w.Lapses = relief.User, relief.Shift.To.UTC()
	p := x.about(w.Roster, relief.Shift.From, relief.Shift.To, policy.MatterLeft)
	p["who"], p["n"] = notice.User(w.User), notice.Number(len(w.Carried))
	n := notice.Notice{Kind: notice.HandoverList, To: notice.Recipient{User: relief.User}, Params: p, Class: notice.Answer, After: x.now}
	for _, c := range w.Carried {
		n.Items = append(n.Items, notice.Item{Kind: notice.HandoverList, Ticket: c.Ticket, Params: notice.Params{"reason": notice.Text(c.Reason), "times": notice.Number(c.Times)}})
	}
	x.event(ticket.Event{Kind: "handover_offered", To: relief.User, Rule: x.rule(policy.MatterLeft), Facts: map[string]string{"roster": w.Roster, "carried": strconv.Itoa(len(w.Carried))}})
	x.say(n)
}

func maxTime(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
