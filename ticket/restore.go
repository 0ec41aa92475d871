package ticket

import (
	"time"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// restored is the event of a place that went back to who had it.
const restored = "restore"

// Restore gives back what an occasion moved away from people, if those who got
// it still have it and did nothing with it: by is who says that it was not
// necessary. Without anything to give back there are no events.
func Restore(t *Ticket, sweep, by string, rules policy.Rules, now time.Time) Decision {
	return restore(t, by, rules, now, func(x *turn, r *Relief) bool {
		return r.Sweep == sweep && !r.Acted && x.stillHas(r)
	})
}

// Return lets somebody who is back follow again what they were asked first and
// others followed meanwhile. What others have accepted stays with them.
func Return(t *Ticket, user string, rules policy.Rules, now time.Time) Decision {
	return restore(t, "", rules, now, func(x *turn, r *Relief) bool {
		return r.From == user && r.As == AsNatural && x.Natural.User == user && x.stillHas(r)
	})
}

func restore(t *Ticket, by string, rules policy.Rules, now time.Time, is func(*turn, *Relief) bool) Decision {
	x := begin(t, rules, now, now, by)
	if x.State.Ended() {
		return Decision{Ticket: *t}
	}
	for i := len(x.Reliefs) - 1; i >= 0; i-- {
		r := &x.Reliefs[i]
		if there := !rules.Out()[r.From] && rules.Org.Knows(r.From) && !t.IsAbout(r.From); there && r.Back.IsZero() && is(x, r) {
			x.giveAgain(r)
		}
	}
	if len(x.events) == 0 {
		return Decision{Ticket: *t}
	}
	x.settle()
	return x.decision()
}

// giveAgain puts who had a place back into it.
func (x *turn) giveAgain(r *Relief) {
	switch r.As {
	case AsNatural:
		x.Natural.Stands = r.From
		if r.From == x.Natural.User {
			x.Natural.Stands = ""
		}
		x.hold(r.From, AsNatural, restored)
		x.bringCard(r.To, r.From)
	case AsResponsible:
		x.Responsible = r.From
		x.hold(r.From, AsResponsible, restored)
		x.answersTo(r.To, r.From)
	case AsReceiver:
		x.Handoff.To, x.Handoff.At = r.From, x.at
		x.hold(r.From, AsReceiver, restored)
	case AsLevel:
		x.LevelOf(r.To).User = r.From
		x.answersTo(r.To, r.From)
	case AsShared:
		x.shareOf(r.Department).User = r.From
	case AsTeller:
		x.Result.Teller = r.From
	case AsCaller:
		x.CallsBack = r.From
	case AsSuperior, AsMember:
	}
	r.Back = x.now
	back := Relief{From: r.To, To: r.From}
	x.relieved = append(x.relieved, back)
	x.event(Event{Kind: "restore", To: r.From, Facts: map[string]string{"from": r.To, "as": string(r.As)}})
	x.after = append(x.after, func() {
		x.tell(back.From, notice.TakenBack, notice.Params{"by": notice.User(back.To)})
		if x.by != "" { // who comes back reads it in one list
			x.tellPlace(back.To, notice.Params{"for": notice.User(back.From)})
		}
	})
}
