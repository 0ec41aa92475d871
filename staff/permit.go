package staff

import (
	"slices"
	"time"

	"github.com/firstask/firstask/policy"
)

// Verb is something that is said of who is there, as it is typed.
type Verb string

// The verbs.
const (
	SaySwap     Verb = "duty swap"
	SayAgree    Verb = "duty agree"
	SayDecline  Verb = "duty decline"
	SayUndo     Verb = "duty undo"
	SayStart    Verb = "duty start"
	SayEnd      Verb = "duty end"
	SayHandover Verb = "duty handover"
	SayTaken    Verb = "duty taken"
	SayHere     Verb = "duty here"
	SayLog      Verb = "duty log"
	SayResult   Verb = "duty result"
	SayRound    Verb = "duty round"
	SayCall     Verb = "duty call"
	SayRelieve  Verb = "duty relieve"
	SayRelease  Verb = "duty release"
	SayAway     Verb = "away"
	SayBack     Verb = "back"
	SayUndone   Verb = "away undo"
	SayPost     Verb = "post"
)

// Relation is what somebody is to a shift, to what is said of it, or to whom it
// is about. A person may be several.
type Relation string

// The relations.
const (
	IsStander   Relation = "stander"   // has a shift that lasts or comes
	IsAsked     Relation = "asked"     // is asked to stand a shift
	IsSwapper   Relation = "swapper"   // has made an offer of theirs, or swapped a shift, that has not begun
	IsIncumbent Relation = "incumbent" // is on duty, or was and has not handed over or written it up yet
	IsRelief    Relation = "relief"    // has a list that waits for their yes
	IsSelf      Relation = "self"      // it is about them
	IsTold      Relation = "told"      // has the list of what went to others
	IsHead      Relation = "head"      // heads the department it is about, or one above
)

// Permission says who may say something at all; at what time, and what else it
// takes, the verb itself says.
type Permission struct {
	Verb Verb
	May  []Relation
}

// Permissions are the one table of who may say what of who is there.
func Permissions() []Permission {
	return []Permission{
		{SaySwap, []Relation{IsStander}},
		{SayAgree, []Relation{IsAsked}},
		{SayDecline, []Relation{IsAsked}},
		{SayUndo, []Relation{IsSwapper}},
		{SayStart, []Relation{IsStander}},
		{SayEnd, []Relation{IsIncumbent}},
		{SayHandover, []Relation{IsIncumbent}},
		{SayTaken, []Relation{IsRelief}},
		{SayHere, []Relation{IsIncumbent}},
		{SayLog, []Relation{IsIncumbent}},
		{SayResult, []Relation{IsIncumbent}},
		{SayRound, []Relation{IsIncumbent}},
		{SayCall, []Relation{IsIncumbent}},
		{SayRelieve, []Relation{IsHead}},
		{SayRelease, []Relation{IsHead}},
		{SayAway, []Relation{IsSelf, IsHead}},
		{SayBack, []Relation{IsSelf, IsHead}},
		{SayUndone, []Relation{IsTold, IsHead}},
		{SayPost, []Relation{IsHead}},
	}
}

// relations are all of them.
func relations() []Relation {
	return []Relation{IsStander, IsAsked, IsSwapper, IsIncumbent, IsRelief, IsSelf, IsTold, IsHead}
}

// About is what a verb is about: a person, a roster, a department, or the
// occasion on which something moved. The zero About is anything.
type About struct{ User, Roster, Department, Sweep string }

// Relations are what somebody is to what it is about, in the order of the table.
func Relations(b *Book, user string, about About, rules policy.Rules, now time.Time) []Relation {
	x := begin(b, rules, now, user)
	return slices.DeleteFunc(relations(), func(r Relation) bool { return !x.is(r, about) })
}

// Permitted are the verbs that somebody may say now, of anything.
func Permitted(b *Book, user string, rules policy.Rules, now time.Time) []Verb {
	x := begin(b, rules, now, user)
	var all []Verb
	for _, p := range Permissions() {
		if x.permits(p.Verb, About{}) {
			all = append(all, p.Verb)
		}
	}
	return all
}

// permits reports whether the actor is anything that may say a verb.
func (x *turn) permits(v Verb, about About) bool {
	i := slices.IndexFunc(Permissions(), func(p Permission) bool { return p.Verb == v })
	return slices.ContainsFunc(Permissions()[i].May, func(r Relation) bool { return x.is(r, about) })
}

func (x *turn) is(r Relation, about About) bool {
	switch r {
	case IsStander:
		return x.hasShift()
	case IsAsked:
		return slices.ContainsFunc(x.Duty.Swaps, func(s Swap) bool { return s.To == x.by && s.Agreed.IsZero() && !s.Back })
	case IsSwapper:
		return slices.ContainsFunc(x.Duty.Swaps, func(s Swap) bool { return s.theirs(x.by) && s.first().After(x.now) })
	case IsIncumbent:
		_, on := x.onDuty(x.by)
		return on || x.record(x.by) != nil || slices.ContainsFunc(x.Duty.Watches, func(w Watch) bool { return w.User == x.by })
	case IsRelief:
		_, waits := Waiting(&x.Book, x.by)
		return waits
	case IsSelf:
		return about.User == x.by || about == About{} && x.rules.Org.Knows(x.by)
	case IsTold:
		return slices.ContainsFunc(x.Moved, func(m Moved) bool {
			return m.To == x.by && m.Until.After(x.now) && (about.Sweep == "" || m.Sweep == about.Sweep)
		})
	case IsHead:
		return x.heads(about)
	default:
		return false
	}
}

// hasShift reports whether the actor has a shift that lasts, or one in the days to come.
func (x *turn) hasShift() bool {
	org := x.today().Org
	for _, name := range org.Rota() {
		if slices.ContainsFunc(org.ShiftsFrom(name, x.now, x.now.Add(2*lookAhead), x.gone()), func(d policy.Duty) bool { return d.Stands(x.by) }) {
			return true
		}
	}
	return false
}

// heads reports whether the actor heads the department of what it is about, or
// one above; of nothing in particular, any department.
func (x *turn) heads(about About) bool {
	org, department := x.rules.Org, about.Department
	switch {
	case about.Roster != "":
		if d := org.Served(about.Roster); d != nil {
			department = d.ID
		}
	case about.User != "":
		if home := org.Home(about.User); home != nil {
			department = home.ID
		}
	}
	if about == (About{}) {
		return slices.ContainsFunc(org.Departments, func(d *policy.Department) bool { return org.IsHead(x.by, d.ID) })
	}
	return department != "" && org.IsHead(x.by, department)
}
