package staff

import (
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/firstask/firstask/calendar"
	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// Duty is what people said of rosters, and what they were told.
type Duty struct {
	// Next is when the rosters are looked at again; zero before the first look.
	Next    time.Time `json:"next,omitzero"`
	Swaps   []Swap    `json:"swaps,omitempty"`   // of shifts that are not over
	Watches []Watch   `json:"watches,omitempty"` // that last, or are still to be handed over
	Warned  []Gap     `json:"warned,omitempty"`  // holes that a head was told of
	Passed  []Passed  `json:"passed,omitempty"`  // open, and from the shift before
	Records []Record  `json:"records,omitempty"` // of shifts that last, or are still written up
	// Months are how much of it each month left to the next shift.
	Months []Tally `json:"months,omitempty"`
}

// Gap is a hole in a roster.
type Gap struct {
	Roster string    `json:"roster"`
	From   time.Time `json:"from"`
	To     time.Time `json:"to"`
}

const (
	// gapAhead is how long before it begins a head is told of a hole.
	gapAhead = 24 * time.Hour
	// lookAhead is how far holes are looked for: the rosters are looked at once a
	// day at least.
	lookAhead = 8 * 24 * time.Hour
)

func (d Duty) clone() Duty {
	d.Swaps, d.Warned, d.Watches = slices.Clone(d.Swaps), slices.Clone(d.Warned), slices.Clone(d.Watches)
	d.Months, d.Passed = slices.Clone(d.Months), slices.Clone(d.Passed)
	for i := range d.Watches {
		d.Watches[i].Carried = slices.Clone(d.Watches[i].Carried)
	}
	d.Records = slices.Clone(d.Records)
	for i := range d.Records {
		d.Records[i] = d.Records[i].clone()
	}
	return d
}

func (b *Book) dutyInstants() []time.Time {
	all := append(make([]time.Time, 0, 1+len(b.Duty.Swaps)+len(b.Duty.Watches)), b.Duty.Next)
	for _, s := range b.Duty.Swaps {
		all = append(all, s.due())
	}
	for i := range b.Duty.Watches {
		all = append(all, b.Duty.Watches[i].instants()...)
	}
	for i := range b.Duty.Records {
		all = append(all, b.Duty.Records[i].instants()...)
	}
	return all
}

// overDuty lays swaps and those who stay on over the rosters.
func (b *Book) overDuty(rules policy.Rules, at time.Time) policy.Rules {
	if rules.Org == nil || len(b.Duty.Swaps) == 0 && len(b.Duty.Watches) == 0 {
		return rules
	}
	org := *rules.Org
	org.Rosters = maps.Clone(org.Rosters)
	for name, r := range org.Rosters {
		fresh := *r
		for _, s := range b.Duty.Swaps {
			if s.Roster == name && !s.Agreed.IsZero() {
				fresh.Swaps = append(slices.Clip(fresh.Swaps), s.swap())
			}
		}
		org.Rosters[name] = &fresh
	}
	rules.Org = &org
	for i := range b.Duty.Watches {
		if w := &b.Duty.Watches[i]; w.stays(rules, at) {
			org.Rosters[w.Roster].Incumbent = policy.Incumbent{User: w.User, Since: w.To, Until: at.Add(lookAhead)}
		}
	}
	return rules
}

// roster is a roster with all that was said of it; nil if it is gone.
func (x *turn) roster(name string) *policy.Roster { return x.today().Org.Rosters[name] }

// today are the rules with the book over them, as it is by now.
func (x *turn) today() policy.Rules { return x.Over(x.file, x.now) }

func (x *turn) gone() map[string]bool { return x.rules.Gone }

// fireDuty does what is due of rosters.
func (x *turn) fireDuty(held Held) {
	x.lapse()
	x.void()
	x.stand()
	x.handOver(held)
	x.writeUp()
	x.warn()
	x.Duty.Next = x.nextLook()
}

// nextLook is when something of the rosters will be due again; zero without rosters.
func (x *turn) nextLook() time.Time {
	org := x.today().Org
	if len(org.Rota()) == 0 {
		return time.Time{}
	}
	next := x.now.Add(gapAhead)
	sooner := func(t time.Time) {
		if t.After(x.now) && t.Before(next) {
			next = t
		}
	}
	for _, name := range org.Rota() {
		for _, h := range org.Holes(name, x.now, x.now.Add(lookAhead), x.gone()) {
			sooner(h.From.Add(-gapAhead))
			sooner(h.To)
		}
		if org.Rosters[name].Followed() {
			for _, d := range org.ShiftsFrom(name, x.now, x.now.Add(gapAhead), x.gone()) {
				sooner(d.Shift.From)
				sooner(d.Shift.To)
			}
		}
	}
	return next.UTC()
}

// warn tells heads of the holes of the next day, each once.
func (x *turn) warn() {
	x.Duty.Warned = drop(x.Duty.Warned, func(g Gap) bool { return !g.To.After(x.now) })
	org := x.today().Org
	for _, name := range org.Rota() {
		for _, h := range org.Holes(name, x.now, x.now.Add(lookAhead), x.gone()) {
			if h.From.Sub(x.now) <= gapAhead && !x.warned(name, h.From) {
				x.warnOf(org, h)
			}
		}
	}
}

func (x *turn) warned(roster string, at time.Time) bool {
	return slices.ContainsFunc(x.Duty.Warned, func(g Gap) bool {
		return g.Roster == roster && !at.Before(g.From) && at.Before(g.To)
	})
}

func (x *turn) warnOf(org *policy.Org, h policy.Hole) {
	x.Duty.Warned = append(x.Duty.Warned, Gap{Roster: h.Roster, From: h.From.UTC(), To: h.To.UTC()})
	matter := policy.MatterStaff
	if org.Holiday(org.Rosters[h.Roster], calendar.DateOf(h.From, org.Zone)) {
		matter = policy.MatterHoliday
	}
	p := x.about(h.Roster, h.From, h.To, matter)
	p["have"], p["want"] = notice.Number(h.Have), notice.Number(h.Want)
	x.event(ticket.Event{Kind: "roster_gap", To: x.manager(h.Roster), Rule: x.rule(matter), Facts: map[string]string{
		"roster": h.Roster, "from": h.From.UTC().Format(time.RFC3339), "to": h.To.UTC().Format(time.RFC3339),
	}})
	x.tellHead(h.Roster, notice.RosterGap, p)
}

// about are the facts of a message about a time of duty.
func (x *turn) about(roster string, from, to time.Time, matter string) notice.Params {
	p := notice.Params{"desk": notice.Text(roster), "from": notice.Time(from), "until": notice.Time(to)}
	if d := x.rules.Org.Served(roster); d != nil {
		p["desk"] = notice.Text(d.ID)
	}
	if rule := x.rule(matter); rule != "" {
		p["rule"] = notice.Text(rule)
	}
	return p
}

// rule is the rule behind a matter of duty; "" for none.
func (x *turn) rule(matter string) string {
	if x.rules.Policy == nil {
		return ""
	}
	return x.rules.Policy.Shifts.Rules[matter]
}

// manager is the acting head of the department whose duty a roster is, or the
// next above, who is none of those left out; "" if nobody is.
func (x *turn) manager(roster string, but ...string) string {
	d := x.rules.Org.Served(roster)
	if d == nil {
		return ""
	}
	for _, h := range x.rules.Org.Superiors(d.ID, x.rules.Out(), but...) {
		return h
	}
	return ""
}

// tellHead tells the manager of a roster, else the fallback channel.
func (x *turn) tellHead(roster string, k notice.Kind, p notice.Params, but ...string) {
	if head := x.manager(roster, but...); head != "" {
		x.tellOfDuty(head, k, p)
		return
	}
	x.say(notice.Notice{Kind: k, To: notice.Recipient{Channel: x.rules.Org.Fallback}, Params: p, Class: notice.Alert})
}

// tellOfDuty queues a word to a person; what begins before they would be told
// does not wait for the morning.
func (x *turn) tellOfDuty(user string, k notice.Kind, p notice.Params) {
	from, ok := p["from"].Instant()
	if user == "" || !ok || !from.Before(ticket.Waking(user, x.rules, x.now)) {
		x.tell(user, k, p)
		return
	}
	x.say(notice.Notice{Kind: k, To: notice.Recipient{User: user}, Params: p, Class: notice.Alert, After: x.now})
}

// news is a word to a person about duty.
func (x *turn) news(user, what string, p notice.Params) {
	if user == x.by {
		return
	}
	p = maps.Clone(p)
	p["what"] = notice.Word("duty_news." + what)
	x.tellOfDuty(user, notice.DutyNews, p)
}

func refuse(c ticket.Code, p notice.Params) error { return &ticket.Refusal{Code: c, Params: p} }

// codeOf is the code of a refusal; "" for any other error.
func codeOf(err error) ticket.Code {
	if r, is := errors.AsType[*ticket.Refusal](err); is {
		return r.Code
	}
	return ""
}
