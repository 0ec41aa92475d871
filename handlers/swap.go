package handlers

import (
	"context"
	"strings"
	"time"

	"github.com/firstask/firstask/calendar"
	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/staff"
)

// swap asks a colleague to stand a shift, perhaps for one of theirs: "duty swap
// @other DATE [SHIFT] [for DATE [SHIFT]]".
func (d *Desk) swap(ctx context.Context, r Request, w words) (Reply, error) {
	to, rest, err := d.somebody(ctx, w.After)
	if err != nil {
		return Reply{}, err
	}
	rules, err := d.current(ctx)
	if err != nil {
		return Reply{}, err
	}
	wish, zone := staff.Wish{To: to}, d.zoneOf(r.Actor, rules)
	day, layer, rest, ok := d.shiftAt(rest, zone)
	if !ok {
		return unclearWhen(r, w), nil
	}
	wish.Day, wish.Layer = day, layer
	p := notice.Params{"to": notice.User(to), "at": notice.Time(wish.Day.At(12*60, rules.Org.Zone))}
	if rest != "" {
		if wish.Return, wish.ReturnLayer, rest, ok = d.shiftAt(rest, zone); !ok || rest != "" {
			return unclearWhen(r, w), nil
		}
		p["back"] = notice.Time(wish.Return.At(12*60, rules.Org.Zone))
	}
	return d.changeDuty(ctx, r, "swap_offered", p, func(b *staff.Book, rules policy.Rules) (staff.Decision, error) {
		return staff.Offer(b, wish, r.Actor, rules, d.Now())
	})
}

// shiftAt reads a day and, if it is named, the shift of it; back is what stands
// behind the word that asks for another in return, "" without it.
func (d *Desk) shiftAt(s string, zone *time.Location) (day calendar.Date, layer, back string, ok bool) {
	m, rest, ok := d.Words.Until(s, d.Now(), zone, nil)
	if !ok {
		return day, "", "", false
	}
	day, back = calendar.DateOf(m.At, zone), d.Words.Without("in_return", rest)
	if back != rest {
		return day, "", strings.TrimSpace(back), true
	}
	layer, rest = firstWords(rest, 1)
	if back = d.Words.Without("in_return", rest); back == rest {
		layer, back = strings.TrimSpace(layer+" "+rest), ""
	}
	return day, strings.ToLower(layer), strings.TrimSpace(back), true
}

func (d *Desk) answerSwap(ctx context.Context, r Request, id int, yes bool) (Reply, error) {
	key := "swap_declined"
	if yes {
		key = "swap_agreed"
	}
	return d.changeDuty(ctx, r, key, nil, func(b *staff.Book, rules policy.Rules) (staff.Decision, error) {
		return staff.AnswerSwap(b, id, yes, r.Actor, rules, d.Now())
	})
}

func (d *Desk) undoSwap(ctx context.Context, r Request, id int) (Reply, error) {
	return d.changeDuty(ctx, r, "swap_undone", nil, func(b *staff.Book, rules policy.Rules) (staff.Decision, error) {
		return staff.UndoSwap(b, id, r.Actor, rules, d.Now())
	})
}

// relieve is a head's word that somebody cannot go on: "duty relieve @person
// with @other".
func (d *Desk) relieve(ctx context.Context, r Request, w words) (Reply, error) {
	who, rest, err := d.somebody(ctx, w.After)
	if err != nil {
		return Reply{}, err
	}
	with, _, err := d.somebody(ctx, d.Words.Without("with", rest))
	if err != nil {
		return Reply{}, err
	}
	p := notice.Params{"who": notice.User(who), "to": notice.User(with)}
	return d.changeDuty(ctx, r, "duty_relieved", p, func(b *staff.Book, rules policy.Rules) (staff.Decision, error) {
		return staff.Relieve(b, who, with, r.Actor, rules, d.Now())
	})
}

// release lets somebody go whose relief has not come; a button names them.
func (d *Desk) release(ctx context.Context, r Request, w words, user string) (Reply, error) {
	if user == "" {
		var err error
		if user, _, err = d.somebody(ctx, w.After); err != nil {
			return Reply{}, err
		}
	}
	p := notice.Params{"who": notice.User(user)}
	return d.changeDuty(ctx, r, "duty_released", p, func(b *staff.Book, rules policy.Rules) (staff.Decision, error) {
		return staff.Release(b, user, r.Actor, rules, d.Now())
	})
}

func (d *Desk) startShift(ctx context.Context, r Request) (Reply, error) {
	p := notice.Params{}
	return d.changeDuty(ctx, r, "duty_started", p, func(b *staff.Book, rules policy.Rules) (staff.Decision, error) {
		dec, err := staff.Start(b, r.Actor, rules, d.Now())
		if place := staff.PlaceOf(&dec.Book, r.Actor, rules); err == nil && place != "" {
			p["place"], p["rule"] = notice.Text(place), notice.Text(rules.Policy.Shifts.Rules[policy.MatterPlace])
		}
		return dec, err
	})
}

// endShift is refused with the reason why somebody cannot go yet.
func (d *Desk) endShift(ctx context.Context, r Request) (Reply, error) {
	return d.changeDuty(ctx, r, "duty_ended", nil, func(b *staff.Book, rules policy.Rules) (staff.Decision, error) {
		held, err := d.held(ctx, []string{r.Actor}, b.Over(rules, d.Now()))
		if err != nil {
			return staff.Decision{}, err
		}
		return staff.End(b, held, r.Actor, rules, d.Now())
	})
}
