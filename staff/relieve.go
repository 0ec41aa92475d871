package staff

import (
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
	"github.com/firstask/firstask/ticket"
)

// Relieve puts somebody into the place of another who is on duty now, or stays
// on, by a head of the department; for the rest of the shift.
func Relieve(b *Book, user, with, by string, rules policy.Rules, now time.Time) (Decision, error) {
	x := begin(b, rules, now, by)
	d, ok := x.onDuty(user)
	switch {
	case !ok:
		return Decision{}, refuse(ticket.NotOnDuty, notice.Params{"who": notice.User(user)})
	case !x.permits(SayRelieve, About{Roster: d.Shift.Roster}):
		return Decision{}, x.notManager(d.Shift.Roster)
	case user == with || d.Stands(with):
		return Decision{}, refuse(ticket.StandsAlready, notice.Params{"who": notice.User(with), "at": notice.Time(d.From)})
	}
	if err := x.thereAt(with, x.now); err != nil {
		return Decision{}, err
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
