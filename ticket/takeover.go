package ticket

import (
	"cmp"
	"slices"

	"github.com/firstask/firstask/notice"
	"github.com/firstask/firstask/policy"
)

// Follower is who follows the request to the end: the natural FR, or whoever
// stands in for them, until they were released; then whoever has it. Everything
// that is asked of the natural FR is asked of the follower.
func (t *Ticket) Follower() string {
	switch {
	case !t.Released.IsZero() && t.Responsible != "":
		return t.Responsible
	case t.Natural.Stands != "":
		return t.Natural.Stands
	default:
		return t.Natural.User
	}
}

// Teller is who brings the result to an asker who is not in Slack.
func (t *Ticket) Teller() string {
	if t.Result.Teller != "" {
		return t.Result.Teller
	}
	return t.Follower()
}

// teller is who is to bring the result, as the rule book has it.
func (x *turn) teller() string {
	by, role := x.replies()
	switch by {
	case policy.ReplyFactual, policy.ReplyHandler:
		return x.Factual()
	case policy.ReplyDesignated:
		if all := x.designated(role); len(all) > 0 {
			return all[0]
		}
		return x.Factual()
	case policy.ReplyNatural:
	}
	return x.Follower()
}

// replies says who is to bring the result of such a request, and by which role
// if somebody is designated.
func (x *turn) replies() (policy.ReplyBy, string) {
	for i := range x.rules.Policy.Replies {
		if r := &x.rules.Policy.Replies[i]; x.holds(&r.When) && x.coordinated(r) {
			return r.By, r.Role
		}
	}
	return x.rules.Policy.ReplyBy, x.rules.Policy.ReplyRole
}

// coordinated reports whether a rule about results holds that waits for a role
// to be asked for help: it was, and whoever is to bring the result is there.
func (x *turn) coordinated(r *policy.Reply) bool {
	if r.Asked == "" {
		return true
	}
	asked := slices.ContainsFunc(x.Helped, func(h Help) bool { return h.Step == r.Asked && !h.Endorses })
	return asked && (r.By != policy.ReplyDesignated || len(x.designated(r.Role)) > 0)
}

// designated are the people who fill a role that brings results.
func (x *turn) designated(role string) []string {
	return x.impartial([]string{role})
}

// tells reports whether somebody may bring the asker word: the teller, everybody
// who fills their role, and a handler who is still asked to take it.
func (x *turn) tells(user string) bool {
	switch by, role := x.replies(); {
	case x.State == ResultReady && user == x.Teller():
		return true
	case by == policy.ReplyDesignated:
		return slices.Contains(x.designated(role), user)
	default:
		return by == policy.ReplyHandler && x.isReceiver(user)
	}
}

// takeover is the word of whoever accepted that they have the person who asked
// (RE-8): only then the natural FR is released.
func (x *turn) takeover(c Command) error {
	switch {
	case x.State.Ended():
		return x.ended()
	case x.rules.Policy.Release != policy.ReleaseTakeover:
		return refuse(NoRelease, notice.Params{"who": notice.User(x.Follower())})
	case !x.Released.IsZero():
		return refuse(AlreadyReleased, notice.Params{"who": notice.User(x.Natural.User), "at": notice.Time(x.Released)})
	case x.isReceiver(c.Actor) && c.Actor != x.Responsible:
		return refuse(AcceptFirst, notice.Params{"verb": notice.Word(string(VerbTakeover))})
	case c.Actor == x.Natural.User && x.taker() == "":
		return refuse(NotHandedOver, nil)
	case c.Actor == x.Natural.User:
		return refuse(NotTakenOver, notice.Params{"who": notice.User(x.taker())})
	case c.Actor != x.Responsible:
		return refuse(NotYours, notice.Params{"who": notice.User(cmp.Or(x.taker(), x.Follower())), "verb": notice.Word(string(VerbTakeover))})
	}
	x.event(Event{Kind: string(VerbTakeover), To: x.Natural.User, Text: c.Text})
	x.letGo(c.Actor, string(VerbTakeover))
	x.after = append(x.after, func() {
		x.tell(x.Natural.User, notice.Released, notice.Params{"by": notice.User(c.Actor), "at": notice.Time(x.Released)})
	})
	return nil
}

// Releasable reports whether the word of whoever accepted would now release the
// natural FR.
func Releasable(t *Ticket, rules policy.Rules) bool {
	accepted := t.Responsible != "" && t.Responsible != t.Natural.User
	return rules.Policy.Release == policy.ReleaseTakeover && t.Released.IsZero() && accepted && !t.State.Ended()
}

// taker is who is to take the person over: whoever accepted, or is asked to;
// "" while the natural FR has it alone.
func (x *turn) taker() string {
	switch {
	case x.Responsible != "" && x.Responsible != x.Natural.User:
		return x.Responsible
	case x.Handoff != nil:
		return x.Handoff.To
	default:
		return ""
	}
}

// letGo releases the natural FR: their clocks end, and no more news of it come
// to them. The record of who was asked first stays.
func (x *turn) letGo(by, end string) {
	x.Released, x.ReleasedBy, x.Correction = x.at, by, nil
	x.release(AsNatural, end)
	x.event(Event{Kind: "released", By: by, To: x.Natural.User})
}
