package staff

import (
	"slices"
	"strconv"
	"time"

	"github.com/firstask/firstask/calendar"
	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// Watch is a shift as it is stood, of a roster whose people say when they begin,
// or hand over at the end. It stays until both are done.
type Watch struct {
	Roster string        `json:"roster"`
	Layer  string        `json:"layer,omitempty"`
	Day    calendar.Date `json:"day"`
	From   time.Time     `json:"from"`
	To     time.Time     `json:"to"`
	User   string        `json:"user"`
	// Ready is the relief who said before the end that they are there.
	Ready string `json:"ready,omitempty"`
	// Late: the head was told that the relief has not come.
	Late bool `json:"late,omitempty"`
	// Ended is when it was over; zero while it lasts.
	Ended time.Time `json:"ended,omitzero"`
	// Hands: what is open at the end is handed over.
	Hands bool `json:"hands,omitempty"`
	Handover
}

// over is when somebody went off duty, or will.
func (w *Watch) over() time.Time {
	if !w.Ended.IsZero() && w.Ended.Before(w.To) {
		return w.Ended
	}
	return w.To
}

// watch is the shift of a roster that lasts; nil for none.
func (b *Book) watch(roster string) *Watch {
	for i := range b.Duty.Watches {
		if w := &b.Duty.Watches[i]; w.Roster == roster && w.Ended.IsZero() {
			return w
		}
	}
	return nil
}

// stays reports whether somebody stays on duty at an instant because their
// relief has not come; the rules are those with the swaps.
func (w *Watch) stays(rules policy.Rules, at time.Time) bool {
	r := rules.Org.Rosters[w.Roster]
	if r == nil || !r.CheckIn || !w.Ended.IsZero() || at.Before(w.To) || rules.Gone[w.User] {
		return false
	}
	d, ok := rules.Org.Rostered(w.Roster, at, rules.Gone)
	return ok && d.Open && d.User != w.User && !d.Stands(w.Ready) && (w.Late || !d.Shift.From.After(w.To))
}

// instants are when something of the watch is to be done.
func (w *Watch) instants() []time.Time {
	all := []time.Time{w.Until}
	if w.Ended.IsZero() && !w.Late || w.Hands && w.Asked.IsZero() {
		all = append(all, w.over())
	}
	if !w.Ended.IsZero() {
		all = append(all, w.Lapses)
	}
	return all
}

// stand follows the shifts of every roster that has more to it than the clock.
func (x *turn) stand() {
	x.dismiss()
	for _, name := range x.rules.Org.Rota() {
		if x.roster(name).Followed() {
			x.standIn(name)
		}
	}
}

// remembered is how long it is known of a ticket that it came from the shift
// before, at most: who has it may never stand a shift again.
const remembered = 60 * 24 * time.Hour

// dismiss ends what lasts of a roster that the configuration knows no more, or
// whose people need not say anything any more.
func (x *turn) dismiss() {
	for _, w := range slices.Clone(x.Duty.Watches) {
		r := x.roster(w.Roster)
		if r != nil && (r.Handover || r.Followed() && w.Ended.IsZero()) {
			continue
		}
		if w.Ended.IsZero() {
			w.Hands = false
			x.end(&w, x.now)
		}
		x.forget(&w)
	}
	x.Duty.Passed = drop(x.Duty.Passed, func(p Passed) bool {
		r := x.roster(p.Roster)
		return r == nil || !r.Handover || x.now.Sub(p.At) > remembered
	})
}

// standIn ends the shift of a roster that is over and begins the one that lasts.
func (x *turn) standIn(name string) {
	w := x.watch(name)
	switch {
	case w == nil, x.now.Before(w.To): // within a shift somebody else may come to stand it
	case w.stays(x.today(), x.now):
		x.late(w)
		return
	case w.Late:
		x.end(w, x.now)
	default:
		x.end(w, w.To)
	}
	x.takeOver(name)
}

// takeOver begins the shift of whoever is on duty by the roster now.
func (x *turn) takeOver(name string) {
	d, ok := x.today().Org.Rostered(name, x.now, x.gone())
	if w := x.watch(name); w != nil && ok && w.User != d.User {
		x.end(w, x.now)
	}
	if !ok || !d.Open || x.watch(name) != nil || !x.roster(name).Followed() {
		return
	}
	s := d.Shift
	x.Duty.Watches = append(x.Duty.Watches, Watch{Roster: name, Layer: s.Layer, Day: s.Day, From: s.From.UTC(), To: s.To.UTC(), User: d.User, Hands: x.roster(name).Handover})
	x.event(ticket.Event{Kind: "duty_start", To: d.User, Rule: x.rule(policy.MatterRelief), Facts: map[string]string{"roster": name, "to": s.To.UTC().Format(time.RFC3339)}})
	x.openRecords()
}

// end notes that a shift is over and how long it went on after its time.
func (x *turn) end(w *Watch, at time.Time) {
	w.Ended = at.UTC()
	facts := map[string]string{"roster": w.Roster, "day": w.Day.String(), "from": w.From.Format(time.RFC3339)}
	if over := at.Sub(w.To); over > 0 {
		facts["overtime"] = over.String()
	}
	x.event(ticket.Event{Kind: "duty_end", To: w.User, Rule: x.rule(policy.MatterRelief), Facts: facts})
	x.closeRecord(w)
	if relief, ok := x.relief(w); ok && !w.Asked.IsZero() {
		w.Lapses = relief.Shift.To.UTC()
	}
	if w.Hands {
		x.tally(w).Shifts++
	} else {
		x.forget(w)
	}
}

// forget takes a watch out of the book.
func (x *turn) forget(w *Watch) {
	one := *w // the list it stands in is about to change
	x.Duty.Watches = drop(x.Duty.Watches, one.same)
}

// same reports whether another is this one, perhaps at another time.
func (w *Watch) same(o Watch) bool {
	return o.Roster == w.Roster && o.User == w.User && o.From.Equal(w.From) && o.To.Equal(w.To) && o.Layer == w.Layer
}

// late says once that the relief has not come: to the head, who may let the
// incumbent go or send another, and to the incumbent.
func (x *turn) late(w *Watch) {
	if w.Late {
		return
	}
	w.Late = true
	d, _ := x.today().Org.Rostered(w.Roster, x.now, x.gone())
	p := x.about(w.Roster, d.Shift.From, d.Shift.To, policy.MatterRelief)
	p["who"], p["other"] = notice.User(d.User), notice.User(w.User)
	x.event(ticket.Event{Kind: "relief_late", To: d.User, Rule: x.rule(policy.MatterRelief), Facts: map[string]string{"roster": w.Roster, "stays": w.User}})
	x.newsHead(w.Roster, "late", p, w.User, d.User)
	x.news(w.User, "stays", p)
}

// Start says that somebody's duty begins: the one that lasts, whose incumbent
// may go, or the one after it.
func Start(b *Book, by string, rules policy.Rules, now time.Time) (Decision, error) {
	x := begin(b, rules, now, by)
	org := x.today().Org
	refused := refuse(ticket.NotOnDuty, notice.Params{"who": notice.User(by)})
	for _, name := range org.Rota() {
		w := x.watch(name)
		d, ok := org.Rostered(name, x.now, x.gone())
		lasts := w != nil && !w.stays(x.today(), x.now)
		switch next, _ := x.next(name); {
		case !org.Rosters[name].CheckIn:
			if codeOf(refused) == ticket.NotOnDuty && (d.Stands(by) || next.Stands(by)) {
				refused = refuse(ticket.ByTheClock, nil)
			}
		case lasts && (w.User == by || w.User == d.User && d.Open && d.Stands(by)):
			refused = refuse(ticket.OnDutyAlready, notice.Params{"at": notice.Time(w.To)})
		case ok && d.Open && d.Stands(by):
			x.relieves(name, w)
			return x.fresh(), nil
		case w != nil && next.Stands(by):
			w.Ready = by
			x.event(ticket.Event{Kind: "duty_ready", Facts: map[string]string{"roster": name, "from": next.Shift.From.UTC().Format(time.RFC3339)}})
			return x.fresh(), nil
		}
	}
	return Decision{}, refused
}

// relieves ends the shift of whoever stayed on for the actor's.
func (x *turn) relieves(name string, w *Watch) {
	if w != nil {
		p := x.about(name, x.now, w.To, policy.MatterRelief)
		p["who"], p["other"] = notice.User(x.by), notice.User(w.User)
		x.news(w.User, "started", p)
		if w.Late {
			x.newsHead(name, "started", p, w.User, x.by)
		}
	}
	x.takeOver(name)
}

// next is the shift of a roster after the one that lasts.
func (x *turn) next(name string) (policy.Duty, bool) {
	at := x.now
	if w := x.watch(name); w != nil && w.To.After(at) {
		at = w.To
	}
	for _, d := range x.today().Org.ShiftsFrom(name, at, at.Add(2*lookAhead), x.gone()) {
		if !d.Shift.From.Before(at) && d.User != "" {
			return d, true
		}
	}
	return policy.Duty{}, false
}

// End says that somebody goes off duty. Refused before the end, while the relief
// has not come, while something of theirs is to be handed over, and while the
// record of the shift lacks something. It changes nothing: a shift is over when the relief begins, or its hours end.
func End(b *Book, held Held, by string, rules policy.Rules, now time.Time) (Decision, error) {
	x := begin(b, rules, now, by)
	off := false
	for i := range x.Duty.Watches {
		w := &x.Duty.Watches[i]
		if w.User != by {
			continue
		}
		if err := x.mayGo(w, held); err != nil {
			return Decision{}, err
		}
		off = true
	}
	written, err := x.unwritten(by)
	if err != nil {
		return Decision{}, err
	}
	if off || written {
		return Decision{Book: *b}, nil
	}
	if _, ok := x.onDuty(by); ok {
		return Decision{}, refuse(ticket.ByTheClock, nil)
	}
	return Decision{}, refuse(ticket.NotOnDuty, notice.Params{"who": notice.User(by)})
}

// mayGo refuses while somebody is still needed for a shift of theirs.
func (x *turn) mayGo(w *Watch, held Held) error {
	switch d, _ := x.today().Org.Rostered(w.Roster, x.now, x.gone()); {
	case !w.Ended.IsZero() && w.Offered.IsZero():
		return x.reasons(w, held.of(w))
	case !w.Ended.IsZero():
		return nil
	case x.now.Before(w.To):
		return refuse(ticket.ShiftLasts, notice.Params{"at": notice.Time(w.To), "who": notice.User(x.manager(w.Roster, x.by))})
	case w.stays(x.today(), x.now):
		return x.noRelief(w, d)
	default:
		return nil
	}
}

func (x *turn) noRelief(w *Watch, d policy.Duty) error {
	p := notice.Params{"who": notice.User(d.User), "by": notice.User(x.manager(w.Roster, w.User, d.User))}
	if rule := x.rule(policy.MatterRelief); rule != "" {
		p["rule"] = notice.Text(rule)
	}
	return refuse(ticket.NoRelief, p)
}

// Release lets somebody go whose shift is over and whose relief has not come, by
// a head of the department. Duty is from then on the relief's.
func Release(b *Book, user, by string, rules policy.Rules, now time.Time) (Decision, error) {
	x := begin(b, rules, now, by)
	i := slices.IndexFunc(x.Duty.Watches, func(w Watch) bool { return w.User == user && w.Ended.IsZero() })
	if i < 0 {
		return Decision{}, refuse(ticket.NotOnDuty, notice.Params{"who": notice.User(user)})
	}
	w := x.Duty.Watches[i]
	switch {
	case !x.permits(SayRelease, About{Roster: w.Roster}):
		return Decision{}, x.notManager(w.Roster)
	case x.now.Before(w.To):
		return Decision{}, refuse(ticket.RelieveInstead, notice.Params{"who": notice.User(user), "at": notice.Time(w.To)})
	}
	d, _ := x.today().Org.Rostered(w.Roster, x.now, x.gone())
	x.event(ticket.Event{Kind: "duty_released", To: user, Rule: x.rule(policy.MatterRelief), Facts: map[string]string{
		"roster": w.Roster, "minutes": strconv.Itoa(int(x.now.Sub(w.To).Minutes())),
	}})
	p := x.about(w.Roster, x.now, d.Shift.To, policy.MatterRelief)
	p["who"], p["other"], p["next"] = notice.User(by), notice.User(user), notice.User(d.User)
	x.news(user, "released", p)
	x.news(d.User, "now_yours", p)
	x.takeOver(w.Roster)
	return x.fresh(), nil
}
