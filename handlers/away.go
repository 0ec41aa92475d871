package handlers

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/staff"
	"github.com/firstask/firstask/text"
	"github.com/firstask/firstask/ticket"
)

// away says when somebody is not there and who stands in: "away until Thursday
// @wu", "away 3/5-3/8 @wu fair", "away @li until Friday"; with "off" that it is
// over. Alone it shows who is away. A button, or "away undo @li", takes back what
// moved away.
func (d *Desk) away(ctx context.Context, r Request, w words) (Reply, error) {
	if id, is := strings.CutPrefix(w.Detail, text.DetailUndo+":"); is && r.Source == Click {
		return d.undoMoved(ctx, r, id, "")
	}
	if w.Detail == text.DetailUndo && r.Source != Form {
		user, _ := d.Words.Given(w.After)
		return d.undoMoved(ctx, r, "", user)
	}
	rules, err := d.current(ctx)
	if err != nil {
		return Reply{}, err
	}
	if r.Source == Form {
		return d.awayForm(ctx, r, rules)
	}
	if w.Rest == "" {
		return d.whoIsAway(ctx, r, rules)
	}
	l, ok := d.Words.Absence(w.Rest, d.Now(), d.zoneOf(r.Actor, rules), rules.Org.Calendar(rules.Policy.Calendar))
	switch {
	case !ok:
		return unclearWhen(r, w), nil
	case l.Over:
		return d.comeBack(ctx, r, cmp.Or(l.Who, r.Actor))
	}
	a := staff.Absence{Absence: policy.Absence{User: cmp.Or(l.Who, r.Actor), From: l.From, To: l.To, Delegate: l.Delegate}, Reason: l.Reason}
	if l.Name != "" {
		to, rest, err := d.named(ctx, l.Name, rules)
		if err != nil {
			return Reply{}, oneOnly(err, l.Name)
		}
		a.Delegate, a.Reason = to.User, strings.TrimSpace(l.Reason+" "+rest)
	}
	return d.enter(ctx, r, a, rules)
}

// oneOnly refuses a name that several people have: a mention says who is meant.
func oneOnly(err error, name string) error {
	if _, is := errors.AsType[*several](err); is {
		return refuse(ticket.UnknownPerson, notice.Params{"who": notice.Text(name)})
	}
	return err
}

// awayForm reads the dialog: an empty beginning is now, an empty person oneself.
func (d *Desk) awayForm(ctx context.Context, r Request, rules policy.Rules) (Reply, error) {
	a := staff.Absence{Reason: strings.TrimSpace(r.Values[text.FieldText])}
	a.User, a.Delegate = cmp.Or(r.Values[text.FieldColleague], r.Actor), r.Values[text.FieldTo]
	for field, to := range map[string]*time.Time{text.FieldFrom: &a.From, text.FieldUntil: &a.To} {
		if v := r.Values[field]; v != "" {
			at, err := time.Parse(time.RFC3339, v)
			if err != nil {
				return problem(field, answer("unclear_when", nil)), nil //nolint:nilerr // said in words
			}
			*to = at
		}
	}
	reply, err := d.enter(ctx, r, a, rules)
	field := text.FieldUntil
	if code := codeOf(err); code != ticket.InThePast && code != ticket.EndsFirst {
		field = text.FieldTo
	}
	return d.inForm(r, field, reply, err)
}

// enter puts an absence into the staff book.
func (d *Desk) enter(ctx context.Context, r Request, a staff.Absence, rules policy.Rules) (Reply, error) {
	now := d.Now()
	a.By = r.Actor
	if a.From.Before(now) {
		a.From = now
	}
	if a.Delegate != "" {
		if _, err := d.person(ctx, a.Delegate, rules); err != nil {
			return Reply{}, err
		}
	}
	return d.changeStaff(ctx, r.Key, func(b *staff.Book, rules policy.Rules) (staff.Decision, error) {
		return staff.Enter(b, a, rules, now)
	}, func(*staff.Book) Reply { return answer("away_set", absenceParams(a, r.Actor)) })
}

func absenceParams(a staff.Absence, reader string) notice.Params {
	p := notice.Params{"from": notice.Time(a.From)}
	if a.User != reader {
		p["who"] = notice.User(a.User)
	}
	if !a.To.IsZero() {
		p["until"] = notice.Time(a.To)
	}
	if a.Delegate != "" {
		p["to"] = notice.User(a.Delegate)
	}
	return p
}

// back ends one's own absence.
func (d *Desk) back(ctx context.Context, r Request, _ words) (Reply, error) {
	return d.comeBack(ctx, r, r.Actor)
}

func (d *Desk) comeBack(ctx context.Context, r Request, user string) (Reply, error) {
	now := d.Now()
	p := notice.Params{}
	if user != r.Actor {
		p["who"] = notice.User(user)
	}
	return d.changeStaff(ctx, r.Key, func(b *staff.Book, rules policy.Rules) (staff.Decision, error) {
		return staff.ComeBack(b, user, r.Actor, rules, now)
	}, func(*staff.Book) Reply { return answer("back_set", p) })
}

// undoMoved takes back what moved away from somebody on an occasion; without one
// the last time, from a person if one is named.
func (d *Desk) undoMoved(ctx context.Context, r Request, sweep, user string) (Reply, error) {
	now := d.Now()
	return d.changeStaff(ctx, r.Key, func(b *staff.Book, rules policy.Rules) (staff.Decision, error) {
		return staff.Undo(b, staff.Moved{Sweep: sweep, User: user}, r.Actor, rules, now)
	}, func(*staff.Book) Reply { return answer("moves_undone", nil) })
}

// whoIsAway lists who is away now, those of one's own department first, and
// one's own absences to come.
func (d *Desk) whoIsAway(ctx context.Context, r Request, rules policy.Rules) (Reply, error) {
	saved, err := d.Staff.LoadStaff(ctx)
	if err != nil {
		return Reply{}, d.unsaved("load staff", err)
	}
	reply := answer("away_list", nil)
	if !rules.Org.Knows(r.Actor) {
		return reply, nil
	}
	home := rules.Org.Home(r.Actor)
	rank := func(a policy.Absence) int {
		switch dept := rules.Org.Home(a.User); {
		case a.User == r.Actor:
			return 0
		case home != nil && dept == home:
			return 1
		default:
			return 2
		}
	}
	for _, a := range saved.Book.Away {
		if a.Holds(r.At) || a.User == r.Actor {
			reply.Absences = append(reply.Absences, a.Absence)
		}
	}
	slices.SortStableFunc(reply.Absences, func(a, b policy.Absence) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), a.From.Compare(b.From))
	})
	return reply, nil
}

// present is a receiver who is there: whoever stands in for one who is away, and
// is not who gives it away. The facts say for whom, and until when.
func present(to ticket.Target, rules policy.Rules, giver string) (ticket.Target, notice.Params, error) {
	if a, away := rules.Away[to.For]; away { // found already
		return to, awayParams(a), nil
	}
	a, away := rules.Away[to.User]
	if !away {
		return to, nil, nil
	}
	p := awayParams(a)
	stand, how := rules.StandIn(to.User, policy.Place{Department: to.Department, Post: to.Post}, giver)
	if stand == "" {
		p["who"] = p["for"]
		return to, nil, refuse(ticket.NobodyStands, p)
	}
	to.For, to.User, to.Rule = to.User, stand, how
	return to, p, nil
}

// awayParams say of somebody that they are away, and until when.
func awayParams(a policy.Absence) notice.Params {
	p := notice.Params{"for": notice.User(a.User)}
	if !a.To.IsZero() {
		p["until"] = notice.Time(a.To)
	}
	return p
}
