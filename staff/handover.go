package staff

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// Held are the tickets that people on duty have open and could hand over.
type Held map[string][]int64

// Handover is what somebody who goes off duty leaves to their relief.
type Handover struct {
	// Carried are the tickets with the reason why each is not done.
	Carried []Carried `json:"carried,omitempty"`
	// Asked is when the incumbent was asked to hand over, Offered when the relief
	// got the list.
	Asked   time.Time `json:"asked,omitzero"`
	Offered time.Time `json:"offered,omitzero"`
	Relief  string    `json:"relief,omitempty"`
	// Until is when relief and head are told that it is not confirmed; zero for never.
	Until time.Time `json:"until,omitzero"`
	// Open is how many were open when the list was made.
	Open int `json:"open,omitempty"`
}

// Carried is a ticket that goes to the next shift.
type Carried struct {
	Ticket int64  `json:"ticket"`
	Reason string `json:"reason"`
}

// Leaving are the people whose shift is over by now and who have not been asked
// to hand over: FireWith wants to know what they have open.
func Leaving(b *Book, now time.Time) []string {
	var all []string
	for i := range b.Duty.Watches {
		w := &b.Duty.Watches[i]
		if w.hands(now) {
			all = append(all, w.User)
		}
	}
	return all
}

// handOver asks those whose shift is over for what goes to the next, and tells
// of handovers that nobody confirmed.
func (x *turn) handOver(held Held) {
	for _, w := range slices.Clone(x.Duty.Watches) {
		if i := slices.IndexFunc(x.Duty.Watches, w.same); i >= 0 && w.hands(x.now) {
			x.ask(&x.Duty.Watches[i], held)
		}
	}
	for i := range x.Duty.Watches {
		x.unconfirmed(&x.Duty.Watches[i])
	}
}

// hands reports whether somebody is to be asked by now to hand the shift over.
func (w *Watch) hands(now time.Time) bool {
	return w.Hands && !now.Before(w.To) && w.Asked.IsZero() && w.Offered.IsZero()
}

// ask tells the incumbent to hand over; with nothing open nothing is to be done.
func (x *turn) ask(w *Watch, held Held) {
	open, known := held[w.User]
	relief, ok := x.relief(w)
	switch {
	case !known:
		return
	case len(open) == 0 || !ok:
		w.Asked = x.now
		if !w.Ended.IsZero() {
			x.forget(w)
		}
		return
	}
	w.Asked, w.Relief = x.now, relief.User
	if within := x.roster(w.Roster).Within; within > 0 {
		w.Until = w.To.Add(within)
	}
	p := x.about(w.Roster, relief.Shift.From, relief.Shift.To, policy.MatterHandover)
	p["who"], p["n"] = notice.User(relief.User), notice.Number(len(open))
	x.event(ticket.Event{Kind: "handover_asked", To: w.User, Rule: x.rule(policy.MatterHandover), Facts: map[string]string{"roster": w.Roster, "open": strconv.Itoa(len(open))}})
	x.tellOfDuty(w.User, notice.HandoverDue, p)
}

// relief is who stands the shift after a watch; false if that is the same person.
func (x *turn) relief(w *Watch) (policy.Duty, bool) {
	today := x.today()
	for _, d := range today.Org.ShiftsFrom(w.Roster, w.To, w.To.Add(2*lookAhead), x.gone()) {
		if d.User != "" && !d.Shift.From.Before(w.To) {
			return d, d.User != w.User
		}
	}
	return policy.Duty{}, false
}

// unconfirmed tells the relief and the head once that a handover waits.
func (x *turn) unconfirmed(w *Watch) {
	if w.Until.IsZero() || w.Until.After(x.now) {
		return
	}
	w.Until = time.Time{}
	p := x.about(w.Roster, w.From, w.To, policy.MatterHandover)
	p["who"], p["other"] = notice.User(w.Relief), notice.User(w.User)
	x.event(ticket.Event{Kind: "handover_late", To: w.Relief, Rule: x.rule(policy.MatterHandover), Facts: map[string]string{"roster": w.Roster, "from": w.User}})
	x.news(w.Relief, "unconfirmed", p)
	x.newsHead(w.Roster, "unconfirmed", p, w.User, w.Relief)
}

// Carry notes why a ticket goes to the next shift. When every open one has its
// reason, the relief gets the list.
func Carry(b *Book, c Carried, held Held, by string, rules policy.Rules, now time.Time) (Decision, error) {
	x := begin(b, rules, now, by)
	w, err := x.handing(by)
	switch {
	case err != nil:
		return Decision{}, err
	case !slices.Contains(held[by], c.Ticket):
		return Decision{}, refuse(ticket.NotCarried, notice.Params{"what": notice.Text(numbers(c.Ticket))})
	case strings.TrimSpace(c.Reason) == "":
		return Decision{}, x.needReasons([]int64{c.Ticket})
	}
	w.Carried = append(drop(w.Carried, func(o Carried) bool { return o.Ticket == c.Ticket }), c)
	x.event(ticket.Event{Kind: "carried", Text: c.Reason, Rule: x.rule(policy.MatterHandover), Facts: map[string]string{"roster": w.Roster, "ticket": strconv.FormatInt(c.Ticket, 10)}})
	if len(w.without(held[by])) == 0 && !x.now.Before(w.To) {
		x.offer(w, held[by])
	}
	return x.fresh(), nil
}

// HandOver gives the relief the list of what is open; refused while one of it has
// no reason.
func HandOver(b *Book, held Held, by string, rules policy.Rules, now time.Time) (Decision, error) {
	x := begin(b, rules, now, by)
	w, err := x.handing(by)
	if err == nil {
		err = x.reasons(w, held[by])
	}
	if err != nil {
		return Decision{}, err
	}
	if len(held[by]) > 0 {
		x.offer(w, held[by])
	}
	return x.fresh(), nil
}

// handing is the shift that somebody is to hand over: one that is over, else the
// one that lasts.
func (x *turn) handing(by string) (*Watch, error) {
	for i := range x.Duty.Watches {
		w := &x.Duty.Watches[i]
		if !w.Hands || w.User != by {
			continue
		}
		if _, ok := x.relief(w); ok {
			return w, nil
		}
	}
	return nil, refuse(ticket.NoHandover, nil)
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

// Unsaid are the open tickets of somebody on duty that have no reason yet.
func Unsaid(b *Book, user string, held Held) []int64 {
	for i := range b.Duty.Watches {
		if w := &b.Duty.Watches[i]; w.User == user && w.Hands {
			return w.without(held[user])
		}
	}
	return held[user]
}

// numbers are tickets as people write them.
func numbers(all ...int64) string {
	words := make([]string, len(all))
	for i, n := range all {
		words[i] = "#" + strconv.FormatInt(n, 10)
	}
	return strings.Join(words, ", ")
}

// offer gives the relief the list. It moves nothing: they have to say yes.
func (x *turn) offer(w *Watch, open []int64) {
	relief, _ := x.relief(w)
	w.Offered, w.Relief, w.Open = x.now, relief.User, len(open)
	if w.Asked.IsZero() {
		w.Asked = x.now
	}
	if within := x.roster(w.Roster).Within; within > 0 && w.Until.IsZero() {
		w.Until = maxTime(w.To, x.now).Add(within)
	}
	w.Carried = drop(w.Carried, func(c Carried) bool { return !slices.Contains(open, c.Ticket) })
	p := x.about(w.Roster, relief.Shift.From, relief.Shift.To, policy.MatterHandover)
	p["who"], p["n"] = notice.User(w.User), notice.Number(len(w.Carried))
	n := notice.Notice{Kind: notice.HandoverList, To: notice.Recipient{User: relief.User}, Params: p, Class: notice.Answer, After: x.now}
	for _, c := range w.Carried {
		n.Items = append(n.Items, notice.Item{Kind: notice.HandoverList, Ticket: c.Ticket, Params: notice.Params{"reason": notice.Text(c.Reason)}})
	}
	x.event(ticket.Event{Kind: "handover_offered", To: relief.User, Rule: x.rule(policy.MatterHandover), Facts: map[string]string{"roster": w.Roster, "carried": strconv.Itoa(len(w.Carried))}})
	x.say(n)
}

func maxTime(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// Waiting is the handover that waits for somebody's yes, and whose it is; false for none.
func Waiting(b *Book, relief string) (from string, carried []Carried, ok bool) {
	for _, w := range b.Duty.Watches {
		if w.Relief == relief && !w.Offered.IsZero() {
			return w.User, slices.Clone(w.Carried), true
		}
	}
	return "", nil, false
}

// TakenOver notes that the relief said yes to a list; moved are those that went to them.
func TakenOver(b *Book, moved []int64, by string, rules policy.Rules, now time.Time) (Decision, error) {
	x := begin(b, rules, now, by)
	i := slices.IndexFunc(x.Duty.Watches, func(w Watch) bool { return w.Relief == by && !w.Offered.IsZero() })
	if i < 0 {
		return Decision{}, refuse(ticket.NoHandover, nil)
	}
	w := &x.Duty.Watches[i]
	x.event(ticket.Event{Kind: "taken_over", To: w.User, Rule: x.rule(policy.MatterHandover), Facts: map[string]string{
		"roster": w.Roster, "day": w.Day.String(), "carried": strconv.Itoa(len(moved)), "open": strconv.Itoa(w.Open),
	}})
	p := x.about(w.Roster, x.now, w.To, policy.MatterHandover)
	p["who"], p["what"], p["n"] = notice.User(by), notice.Word("duty_news.taken"), notice.Number(len(moved))
	x.news(w.User, "taken", p)
	w.Offered, w.Until, w.Carried = time.Time{}, time.Time{}, nil
	if !w.Ended.IsZero() {
		x.forget(w)
	}
	return x.fresh(), nil
}
