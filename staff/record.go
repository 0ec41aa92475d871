package staff

import (
	"slices"
	"strings"
	"time"

	"github.com/firstask/firstask/calendar"
	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// Record is what was written down of a shift, of a roster whose people write one.
// It stays until the relief's own shift is over; its events stay for good.
type Record struct {
	Roster string        `json:"roster"`
	Day    calendar.Date `json:"day"`
	User   string        `json:"user"`
	From   time.Time     `json:"from"`
	To     time.Time     `json:"to"`
	// Ended is when the shift was over; zero while it lasts.
	Ended time.Time `json:"ended,omitzero"`
	// Until is when the record is closed, whole or not; zero while the shift lasts.
	Until time.Time `json:"until,omitzero"`
	// Asked: whoever stood the shift was told at its end what is missing.
	Asked bool `json:"asked,omitempty"`
	// Placed is when they said that they are at the place of the roster.
	Placed   time.Time `json:"placed,omitzero"`
	Happened []Line    `json:"happened,omitempty"`
	Results  []Line    `json:"results,omitempty"`
	Calls    []Call    `json:"calls,omitempty"`
	Looks    []Look    `json:"looks,omitempty"`
}

// Line is something that was written down.
type Line struct {
	At   time.Time `json:"at"`
	Text string    `json:"text"`
}

// Call is a telephone call that was taken, and the ticket that it became.
type Call struct {
	At     time.Time `json:"at"`
	Number string    `json:"number"`
	Ticket int64     `json:"ticket"`
}

// Look is one thing to be looked at in a shift: a point of a round, or a round at a time.
type Look struct {
	Round string `json:"round"`
	Point string `json:"point,omitempty"`
	// Due is when it is to be looked at; zero for any time of the shift.
	Due  time.Time `json:"due,omitzero"`
	Told bool      `json:"told,omitempty"`
	// Done is when somebody ticked it, Text what they remarked.
	Done time.Time `json:"done,omitzero"`
	Text string    `json:"text,omitempty"`
}

// What a record may lack.
const (
	LacksPlace    = "place"
	LacksHappened = "happened"
	LacksResults  = "results"
)

// over is when the shift was over, or will be.
func (r *Record) over() time.Time {
	if !r.Ended.IsZero() {
		return r.Ended
	}
	return r.To
}

// Lacks is what a record still needs to be whole, in the order it is asked for.
// What was not looked at is shown, and not asked for.
func (r *Record) Lacks(org *policy.Org) []string {
	var all []string
	roster := org.Rosters[r.Roster]
	if roster != nil && roster.Place != "" && r.Placed.IsZero() {
		all = append(all, LacksPlace)
	}
	if len(r.Happened) == 0 {
		all = append(all, LacksHappened)
	}
	if len(r.Results) == 0 {
		all = append(all, LacksResults)
	}
	return all
}

// Missed are what was to be looked at by now and was not.
func (r *Record) Missed(now time.Time) []Look {
	return slices.DeleteFunc(slices.Clone(r.Looks), func(k Look) bool { return !k.Done.IsZero() || k.Due.After(now) })
}

// Open are what nobody has ticked yet, also what is still to come.
func (r *Record) Open() []Look {
	return slices.DeleteFunc(slices.Clone(r.Looks), func(k Look) bool { return !k.Done.IsZero() })
}

// clone shares nothing with the record that a decision may change.
func (r *Record) clone() Record {
	c := *r
	c.Happened, c.Results, c.Calls, c.Looks = slices.Clone(r.Happened), slices.Clone(r.Results), slices.Clone(r.Calls), slices.Clone(r.Looks)
	return c
}

// instants are when something of the record is to be done.
func (r *Record) instants() []time.Time {
	all := []time.Time{r.Until}
	if !r.Asked {
		all = append(all, r.over())
	}
	for _, k := range r.Looks {
		if k.Done.IsZero() && !k.Told {
			all = append(all, k.Due)
		}
	}
	return all
}

// record is the one that somebody writes now: of the shift that lasts, else of
// the last one of theirs that is not closed; nil for none.
func (b *Book) record(user string) *Record {
	var last *Record
	for i := range b.Duty.Records {
		if r := &b.Duty.Records[i]; r.User == user && (last == nil || r.From.After(last.From)) {
			last = r
		}
	}
	return last
}

// Lacks is what somebody's record still needs; nothing where there is none.
func Lacks(b *Book, user string, rules policy.Rules) []string {
	if r := b.record(user); r != nil {
		return r.Lacks(rules.Org)
	}
	return nil
}

// RoundsOf are the rounds of the roster whose record somebody writes.
func RoundsOf(b *Book, user string, rules policy.Rules) []policy.Round {
	r := b.record(user)
	if r == nil || rules.Org.Rosters[r.Roster] == nil {
		return nil
	}
	return rules.Org.Rosters[r.Roster].Rounds
}

// PlaceOf is where somebody stands their shift and has not said yet that they are
// there; "" for nowhere, or where nothing is written down.
func PlaceOf(b *Book, user string, rules policy.Rules) string {
	r := b.record(user)
	if r == nil || !r.Ended.IsZero() || !r.Placed.IsZero() || rules.Org.Rosters[r.Roster] == nil {
		return ""
	}
	return rules.Org.Rosters[r.Roster].Place
}

// Records are what somebody may read: their own, those of rosters they are on
// duty for, and those of the departments they head; oldest first.
func Records(b *Book, user string, rules policy.Rules, now time.Time) []Record {
	x := begin(b, rules, now, user)
	return slices.DeleteFunc(x.Duty.Records, func(r Record) bool {
		w := x.watch(r.Roster)
		return r.User != user && (w == nil || w.User != user) && !x.heads(About{Roster: r.Roster})
	})
}

// openRecords begins the records of shifts that last and have none.
func (x *turn) openRecords() {
	for i := range x.Duty.Watches {
		w := &x.Duty.Watches[i]
		roster := x.roster(w.Roster)
		has := slices.ContainsFunc(x.Duty.Records, func(r Record) bool { return r.Roster == w.Roster && r.Ended.IsZero() })
		if roster != nil && roster.Record && w.Ended.IsZero() && !has {
			x.openRecord(w, roster)
		}
	}
}

// openRecord begins the record of a shift, with all that is to be looked at, and
// asks whoever stands it to say that they are at its place.
func (x *turn) openRecord(w *Watch, roster *policy.Roster) {
	r := Record{Roster: w.Roster, Day: w.Day, User: w.User, From: maxTime(w.From, x.now), To: w.To}
	for _, round := range roster.Rounds {
		for _, p := range round.Points {
			r.Looks = append(r.Looks, Look{Round: round.ID, Point: p.ID})
		}
		for _, due := range x.times(round, &r) {
			r.Looks = append(r.Looks, Look{Round: round.ID, Due: due})
		}
		if len(round.Points)+len(round.At) == 0 {
			r.Looks = append(r.Looks, Look{Round: round.ID})
		}
	}
	x.Duty.Records = append(x.Duty.Records, r)
	if roster.Place != "" {
		p := x.about(w.Roster, r.From, r.To, policy.MatterPlace)
		p["place"] = notice.Text(roster.Place)
		x.news(w.User, "place", p)
	}
}

// times are the instants of a round within a shift.
func (x *turn) times(round policy.Round, r *Record) []time.Time {
	var all []time.Time
	zone := x.rules.Org.Zone
	for day := calendar.DateOf(r.From, zone); !day.In(zone).After(r.To); day = day.AddDays(1) {
		for _, m := range round.At {
			if at := day.At(m, zone).UTC(); !at.Before(r.From) && at.Before(r.To) {
				all = append(all, at)
			}
		}
	}
	slices.SortFunc(all, time.Time.Compare)
	return all
}

// closeRecord notes that the shift of a record is over. The relief hears what was
// not looked at.
func (x *turn) closeRecord(w *Watch) {
	i := slices.IndexFunc(x.Duty.Records, func(r Record) bool {
		return r.Roster == w.Roster && r.User == w.User && r.Ended.IsZero()
	})
	if i < 0 {
		return
	}
	r := &x.Duty.Records[i]
	r.Ended, r.Until = w.Ended, x.now.Add(gapAhead)
	relief, ok := x.relief(w)
	if ok {
		r.Until = relief.Shift.To.UTC()
	}
	if missed := r.Missed(x.now); len(missed) > 0 {
		p := x.about(w.Roster, relief.Shift.From, relief.Shift.To, policy.MatterRound)
		p["who"], p["looks"], p["what"] = notice.User(w.User), notice.Text(r.Looked(missed)), notice.Word("duty_news.missed")
		x.event(ticket.Event{Kind: "round_missed", To: w.User, Rule: x.rule(policy.MatterRound), Facts: map[string]string{"roster": w.Roster, "looks": r.Looked(missed)}})
		if ok {
			x.tellOfDuty(relief.User, notice.DutyNews, p)
		}
	}
}

// Looked are things to be looked at, as facts: "round/point@time"; a round all of
// whose points are among them is named once.
func (r *Record) Looked(some []Look) string {
	var words []string
	for _, k := range some {
		of := func(o Look) bool { return o.Round == k.Round && o.Due.IsZero() }
		word := k.Round
		switch {
		case !k.Due.IsZero():
			word += "@" + k.Due.Format(time.RFC3339)
		case k.Point != "" && count(some, of) < count(r.Looks, of):
			word += "/" + k.Point
		}
		if !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	return strings.Join(words, " ")
}

func count(all []Look, is func(Look) bool) int { return len(all) - len(drop(all, is)) }

// writeUp begins the records of shifts, says what is to be looked at now, asks at the end of a shift for what
// its record lacks, and closes records for which nobody waits any more.
func (x *turn) writeUp() {
	x.openRecords()
	for i := range x.Duty.Records {
		r := &x.Duty.Records[i]
		x.look(r)
		if !r.Asked && !x.now.Before(r.over()) {
			r.Asked = true
			if p, lacks := x.lacking(r); lacks {
				x.event(ticket.Event{Kind: "record_asked", To: r.User, Rule: x.rule(policy.MatterRecord), Facts: map[string]string{"roster": r.Roster, "lacks": p["lacks"].Raw()}})
				x.news(r.User, "record", p)
			}
		}
	}
	x.Duty.Records = drop(x.Duty.Records, func(r Record) bool {
		roster := x.roster(r.Roster)
		if done := !r.Until.IsZero() && !x.now.Before(r.Until); !done && roster != nil && roster.Record {
			return false
		}
		if p, lacks := x.lacking(&r); lacks && roster != nil && roster.Record {
			x.event(ticket.Event{Kind: "record_late", To: r.User, Rule: x.rule(policy.MatterRecord), Facts: map[string]string{"roster": r.Roster, "day": r.Day.String(), "lacks": p["lacks"].Raw()}})
			x.newsHead(r.Roster, "unwritten", p, r.User)
		}
		return true
	})
}

// look tells whoever stands a shift what is to be looked at now.
func (x *turn) look(r *Record) {
	for i := range r.Looks {
		k := &r.Looks[i]
		if k.Due.IsZero() || k.Told || !k.Done.IsZero() || k.Due.After(x.now) {
			continue
		}
		k.Told = true
		p := x.about(r.Roster, k.Due, r.To, policy.MatterTimed)
		p["looks"] = notice.Text(r.Looked([]Look{*k}))
		x.news(r.User, "look", p)
	}
}

// lacking are the facts of what a record lacks, and whether it lacks anything.
func (x *turn) lacking(r *Record) (notice.Params, bool) {
	lacks := r.Lacks(x.rules.Org)
	p := x.about(r.Roster, r.From, r.over(), policy.MatterRecord)
	p["who"], p["lacks"] = notice.User(r.User), notice.Text(strings.Join(lacks, " "))
	return p, len(lacks) > 0
}

// unwritten refuses to let somebody go whose shift is over while its record
// lacks something; it reports whether there is such a record at all.
func (x *turn) unwritten(by string) (bool, error) {
	found := false
	for i := range x.Duty.Records {
		r := &x.Duty.Records[i]
		if r.User != by || x.now.Before(r.over()) {
			continue
		}
		if p, lacks := x.lacking(r); lacks {
			return true, refuse(ticket.RecordLacks, p)
		}
		found = true
	}
	return found, nil
}
