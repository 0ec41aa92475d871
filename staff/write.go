package staff

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// writing begins a change of the actor's record; refused where they have none.
func writing(b *Book, by string, rules policy.Rules, now time.Time) (*turn, *Record, error) {
	x := begin(b, rules, now, by)
	if r := x.record(by); r != nil {
		return x, r, nil
	}
	if _, on := x.onDuty(by); on {
		return nil, nil, refuse(ticket.NoRecord, nil)
	}
	return nil, nil, refuse(ticket.NotOnDuty, notice.Params{"who": notice.User(by)})
}

// written puts on record what was written down of a shift.
func (x *turn) written(kind string, r *Record, matter, text string, facts ...string) {
	all := map[string]string{"roster": r.Roster, "day": r.Day.String()}
	for i := 0; i+1 < len(facts); i += 2 {
		all[facts[i]] = facts[i+1]
	}
	x.event(ticket.Event{Kind: kind, Text: text, Rule: x.rule(matter), Facts: all})
}

// Log writes down what happened in the actor's shift or, with result, what came
// of it. Without words it is refused.
func Log(b *Book, text string, result bool, by string, rules policy.Rules, now time.Time) (Decision, error) {
	x, r, err := writing(b, by, rules, now)
	if err != nil {
		return Decision{}, err
	}
	line := Line{At: x.now, Text: strings.TrimSpace(text)}
	switch {
	case line.Text == "":
		return Decision{}, refuse(ticket.NeedText, nil)
	case result:
		r.Results = append(r.Results, line)
		x.written("duty_result", r, policy.MatterRecord, line.Text)
	default:
		r.Happened = append(r.Happened, line)
		x.written("duty_log", r, policy.MatterRecord, line.Text)
	}
	return x.decision(), nil
}

// Here says that the actor is there for their shift, at the place of its roster.
func Here(b *Book, by string, rules policy.Rules, now time.Time) (Decision, error) {
	x, r, err := writing(b, by, rules, now)
	switch {
	case err != nil:
		return Decision{}, err
	case !r.Placed.IsZero():
		return Decision{Book: *b}, nil
	}
	r.Placed = x.now
	x.written("duty_here", r, policy.MatterPlace, x.roster(r.Roster).Place)
	return x.decision(), nil
}

// Ticked is what somebody has looked at: a round, one point of it or, with Point
// empty, all of it; Text is their remark.
type Ticked struct{ Round, Point, Text string }

// Tick notes that the actor has looked at something. Of a round with times it is
// the earliest that is still open; what was ticked before gets the new remark.
func Tick(b *Book, t Ticked, by string, rules policy.Rules, now time.Time) (Decision, error) {
	x, r, err := writing(b, by, rules, now)
	if err != nil {
		return Decision{}, err
	}
	open := false
	var last *Look
	for i := range r.Looks {
		k := &r.Looks[i]
		if k.Round != t.Round || t.Point != "" && k.Point != t.Point || open && !k.Due.IsZero() {
			continue
		}
		if last = k; k.Done.IsZero() {
			k.Done, k.Text, open = x.now, t.Text, true
		}
	}
	switch {
	case last == nil:
		return Decision{}, refuse(ticket.NoRound, notice.Params{"what": notice.Text(cmp.Or(t.Round, t.Text))})
	case !open:
		last.Done, last.Text = x.now, t.Text
	}
	matter := policy.MatterRound
	if !last.Due.IsZero() {
		matter = policy.MatterTimed
	}
	x.written("duty_round", r, matter, t.Text, "round", t.Round, "point", t.Point)
	return x.decision(), nil
}

// Answers is the department for which somebody on duty takes a telephone call;
// refused for whoever is not on duty.
func Answers(b *Book, by string, rules policy.Rules, now time.Time) (string, error) {
	x := begin(b, rules, now, by)
	duty, on := x.onDuty(by)
	if !on {
		return "", refuse(ticket.NotOnDuty, notice.Params{"who": notice.User(by)})
	}
	if d := x.rules.Org.Served(duty.Shift.Roster); d != nil {
		return d.ID, nil
	}
	return "", nil
}

// Took notes a telephone call that the actor, on duty, has taken; it stands in
// the record of their shift, where there is one.
func Took(b *Book, c Call, by string, rules policy.Rules, now time.Time) (Decision, error) {
	if _, err := Answers(b, by, rules, now); err != nil {
		return Decision{}, err
	}
	x := begin(b, rules, now, by)
	c.At = x.now
	facts := map[string]string{"number": c.Number, "ticket": strconv.FormatInt(c.Ticket, 10)}
	if r := x.record(by); r != nil && r.Ended.IsZero() {
		r.Calls = append(r.Calls, c)
	}
	x.event(ticket.Event{Kind: "duty_call", Rule: x.rule(policy.MatterCall), Facts: facts})
	return x.decision(), nil
}
