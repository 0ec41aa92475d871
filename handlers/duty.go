package handlers

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/firstask/firstask/calendar"
	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/staff"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// duty says who is on duty, or does what was said of duty: a swap, the begin
// and the end of a shift, its handover.
func (d *Desk) duty(ctx context.Context, r Request, w words) (Reply, error) {
	what, id, _ := strings.Cut(w.Detail, ".") // a button's "agree.7"
	n, _ := strconv.Atoi(id)
	if r.Source == Form {
		return d.carry(ctx, r, w.Number, w.Rest)
	}
	if what != "" && d.outside(ctx, r.Actor) {
		return answer("foreign", nil), nil
	}
	switch what {
	case text.DutySwap:
		return d.swap(ctx, r, w)
	case text.DetailAgree, text.DetailDecline:
		return d.answerSwap(ctx, r, numbered(w, n), what == text.DetailAgree)
	case text.DutyUndo:
		return d.undoSwap(ctx, r, numbered(w, n))
	case text.DutyRelieve:
		return d.relieve(ctx, r, w)
	case text.DutyRelease:
		return d.release(ctx, r, w, id)
	case text.DutyStart:
		return d.startShift(ctx, r)
	case text.DutyEnd:
		return d.endShift(ctx, r)
	case text.DutyHandover:
		return d.handover(ctx, r, w)
	case text.DutyTaken:
		return d.takeOver(ctx, r)
	default:
		return d.onDuty(ctx, r, w)
	}
}

// numbered is the number of a button, else one that was typed.
func numbered(w words, n int) int {
	if n == 0 {
		n, _ = strconv.Atoi(strings.TrimSpace(w.After))
	}
	return n
}

// onDuty says who is on duty now, until when, and who is next: in every
// department with a roster, or in the one named; of a day, its shifts. A
// department without a roster is answered by whoever takes its requests.
func (d *Desk) onDuty(ctx context.Context, r Request, w words) (Reply, error) {
	saved, err := d.Staff.LoadStaff(ctx)
	if err != nil {
		return Reply{}, d.unsaved("load staff", err)
	}
	rules, err := d.plainRules(ctx, "")
	if err != nil {
		return Reply{}, err
	}
	rules = saved.Book.Over(rules, d.Now())
	name, day := d.dayAtEnd(w.Rest, d.Now(), d.zoneOf(r.Actor, rules))
	departments := rules.Org.Departments
	if only := rules.Org.Named(asName(name)); only != nil && only.Duty == "" {
		return d.whois(ctx, r, w)
	} else if only != nil {
		departments = []*policy.Department{only}
	}
	reply := answer("duty", nil)
	if !day.IsZero() {
		reply.Params = notice.Params{"at": notice.Time(day.At(12*60, rules.Org.Zone))}
	}
	for _, dept := range departments {
		switch {
		case dept.Duty == "":
		case day.IsZero():
			row := dutyNow(dept, rules, r.At)
			if rules.Org.IsHead(r.Actor, dept.ID) {
				row.Left = leftBy(&saved.Book, dept.Duty, rules, r.At)
			}
			reply.Duties = append(reply.Duties, row)
		default:
			reply.Duties = append(reply.Duties, dutiesOn(dept, rules, day)...)
		}
	}
	return reply, nil
}

// dayAtEnd splits the day off the end of a line: "support 3/10". A zero day is none.
func (d *Desk) dayAtEnd(s string, now time.Time, zone *time.Location) (string, calendar.Date) {
	const most = 3
	all := strings.Fields(asName(s))
	for n := min(most, len(all)); n > 0; n-- {
		at := len(all) - n
		if t, ok := d.Words.When(strings.Join(all[at:], " "), now, zone); ok {
			return strings.Join(all[:at], " "), calendar.DateOf(t, zone)
		}
	}
	return s, calendar.Date{}
}

// dutyNow is who is on duty of a department now, and who is next; a hole in the
// roster is shown, not hidden.
func dutyNow(dept *policy.Department, rules policy.Rules, at time.Time) text.Duty {
	on, ok := rules.OnDuty(dept.Duty, at)
	row := dutyRow(dept, on, rules)
	row.From, row.Open = on.From, on.Open || !ok
	if on.How == policy.HowIncumbent { // whoever is to relieve them comes next, whenever that is
		relief, _ := rules.Org.Rostered(dept.Duty, at, rules.Gone)
		row.Next = relief.User
		return row
	}
	for _, next := range rules.Org.ShiftsFrom(dept.Duty, at, at.AddDate(0, 0, 7), rules.Gone) {
		if next.Shift.From.After(on.From) && next.User != on.User {
			row.Next, row.NextFrom = next.User, next.Shift.From
			break
		}
	}
	return row
}

// leftBy is what the shifts of a roster left to the next this month.
func leftBy(b *staff.Book, roster string, rules policy.Rules, at time.Time) text.Left {
	t := b.Left(roster, at, rules.Org.Zone)
	return text.Left{Shifts: t.Shifts, Leaving: t.Leaving, Matters: t.Carried, Rule: rules.Policy.Shifts.Rules[policy.MatterHandover]}
}

func dutiesOn(dept *policy.Department, rules policy.Rules, day calendar.Date) []text.Duty {
	shifts := rules.Org.ShiftsOn(dept.Duty, day, rules.Gone)
	rows := make([]text.Duty, 0, len(shifts))
	for _, on := range shifts {
		row := dutyRow(dept, on, rules)
		row.From = on.Shift.From
		rows = append(rows, row)
	}
	return rows
}

func dutyRow(dept *policy.Department, on policy.Duty, rules policy.Rules) text.Duty {
	row := text.Duty{
		Department: dept.ID, User: on.User, With: on.With, For: on.For, How: string(on.How), Layer: on.Shift.Layer,
		Until: on.Shift.To, Rule: rules.Policy.FirstRule(policy.ByDuty),
	}
	matter := map[policy.DutyHow]string{
		policy.HowSwap: policy.MatterSwap, policy.HowRelief: policy.MatterRelief, policy.HowIncumbent: policy.MatterRelief,
	}[on.How]
	if rule := rules.Policy.Shifts.Rules[matter]; rule != "" {
		row.Rule = rule
	}
	if on.How == policy.HowIncumbent {
		row.Until = time.Time{}
	}
	return row
}

// changeDuty carries out a change of the staff book and answers with a key.
func (d *Desk) changeDuty(ctx context.Context, r Request, key string, p notice.Params, do decideStaff) (Reply, error) {
	return d.changeStaff(ctx, r.Key, do, func(*staff.Book) Reply { return answer(key, p) })
}

// somebody reads a person of the organisation from the beginning of a text; what comes then is the rest.
func (d *Desk) somebody(ctx context.Context, s string) (user, rest string, err error) {
	rules, err := d.current(ctx)
	if err != nil {
		return "", "", err
	}
	id, rest := d.Words.Given(s)
	var to ticket.Target
	if id != "" {
		to, err = d.person(ctx, id, rules)
	} else {
		to, rest, err = d.named(ctx, s, rules)
	}
	err = oneOnly(err, s)
	if err == nil && !rules.Org.Knows(to.User) {
		err = refuse(ticket.UnknownPerson, notice.Params{"who": notice.User(to.User)})
	}
	return to.User, rest, err
}
