package ticket

import (
	"slices"

	"github.com/firstask/firstask/notice"
)

// tellStandIns tells everybody once that a place of somebody is theirs for now.
func (x *turn) tellStandIns(l Leave) {
	var told []string
	for _, r := range x.relieved {
		if r.To == "" || r.As == AsSuperior || slices.Contains(told, r.To) { // a superior is asked for their word
			continue
		}
		told = append(told, r.To)
		p := notice.Params{"for": notice.User(l.User), "absence": notice.Word("absence." + l.Why), "as": notice.Word("stands." + string(r.As))}
		if r.How == ByGiver {
			p["as"] = notice.Word("stands." + ByGiver)
		}
		if !l.Until.IsZero() {
			p["until"] = notice.Time(l.Until)
		}
		x.tellPlace(r.To, p)
	}
}

// tellPlace tells somebody, with buttons, of a place that has become theirs.
func (x *turn) tellPlace(user string, p notice.Params) {
	if c := x.ClockOf(user); c != nil {
		p["limit"], p["clock"], p["rule"] = notice.Time(c.Due), notice.Text(c.ID()), notice.Text(c.Rule)
	}
	n := notice.Notice{Kind: notice.StandIn, To: notice.Recipient{User: user}, Params: p, Fold: x.rules.Policy.Fold}
	x.live(&n)
	x.say(n)
}

// standsAnew reports whether somebody has just got another's place: their time
// begins when they have been told.
func (x *turn) standsAnew(user string) bool {
	return user != "" && slices.ContainsFunc(x.relieved, func(r Relief) bool { return r.To == user })
}

// leaves reports whether somebody has just been relieved: what ran on them was
// neither kept nor missed.
func (x *turn) leaves(user string) bool {
	return slices.ContainsFunc(x.relieved, func(r Relief) bool { return r.From == user })
}

// acted notes that somebody did something in a place they were given.
func (x *turn) acted(user string) {
	for i := range x.Reliefs {
		if r := &x.Reliefs[i]; user != "" && r.To == user && r.Back.IsZero() {
			r.Acted = true
		}
	}
}

// mayFill reports whether somebody may take what is in the fallback channel
// because whoever is responsible is not there, or may not decide on it.
func (x *turn) mayFill(user string) bool {
	return x.Open && (x.rules.Out()[x.Responsible] || x.IsAbout(x.Responsible)) && x.rules.Org.Knows(user)
}

// mayComeBack reports whether somebody whose place was given away may still act
// in it: nobody has done anything there yet.
func (x *turn) mayComeBack(user string) bool {
	return slices.ContainsFunc(x.Reliefs, func(r Relief) bool {
		return r.From == user && r.To != "" && r.Back.IsZero() && !r.Acted && x.stillHas(&r)
	})
}

// StandIns are the places that others have had since their holders were not
// there, as they were left: nobody has moved them on since.
func (t *Ticket) StandIns() []Relief {
	var all []Relief
	for i := range t.Reliefs {
		if r := &t.Reliefs[i]; r.To != "" && r.Back.IsZero() && t.stillHas(r) {
			all = append(all, *r)
		}
	}
	return all
}

// Vacant reports whether nobody is there in the place of somebody: the fallback
// channel has it.
func (t *Ticket) Vacant(user string) bool {
	return !t.State.Ended() && slices.ContainsFunc(t.Reliefs, func(r Relief) bool {
		held := r.As == AsNatural && t.Follower() == user || r.As == AsResponsible && t.Responsible == user
		return r.From == user && r.To == "" && r.Back.IsZero() && held
	})
}

// stillHas reports whether a place is as it was left when it was filled.
func (t *Ticket) stillHas(r *Relief) bool {
	switch {
	case r.As == AsShared: // perhaps a department that stands without a name
		s := t.shareOf(r.Department)
		return s != nil && s.User == r.To
	case r.To == "" || r.How == ByGiver:
		return false
	}
	switch r.As {
	case AsNatural:
		return t.Released.IsZero() && t.Follower() == r.To
	case AsResponsible:
		return t.Responsible == r.To
	case AsReceiver:
		return t.Handoff != nil && t.Handoff.To == r.To
	case AsLevel:
		l := t.LevelOf(r.To)
		return l != nil && l.N == r.Level
	case AsTeller:
		return t.State == ResultReady && t.Result.Teller == ""
	case AsCaller:
		return t.State == CallbackDue && t.Caller() == r.To
	case AsShared, AsSuperior: // whom a superior's place went to is asked, and stays so
	}
	return false
}
