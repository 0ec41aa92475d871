package policy

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// Absence is a time in which somebody is not there, from From up to To, and who
// stands in for them; To is zero while nobody knows, Delegate "" for nobody.
type Absence struct {
	User     string    `json:"user"`
	Delegate string    `json:"delegate,omitempty"`
	From     time.Time `json:"from"`
	To       time.Time `json:"to,omitzero"`
}

// Holds reports whether the absence lies over an instant.
func (a Absence) Holds(at time.Time) bool {
	return !at.Before(a.From) && (a.To.IsZero() || at.Before(a.To))
}

// AbsenceRules are what a rule book says of absences.
type AbsenceRules struct {
	// NeedsDelegate refuses an absence for which nobody stands in.
	NeedsDelegate bool `json:"needs_delegate,omitempty"`
	// Undo is how long what moved away from somebody can be taken back; zero: never.
	Undo time.Duration `json:"undo,omitempty"`
}

// How somebody was found who stands in for another, beside those of Counterpart.
const (
	ByDelegate = "delegate" // named by the person themselves, or by whom they named
	ByBackup   = "backup"   // of the post
	ByActing   = "head"     // the acting head, or the next above
)

// WithAway are the rules with absences over them, as they hold at an instant:
// who is away is not there for anything that is to be given to somebody. Where
// a head is away and no deputy is there, whoever stands in for the head is.
func (r Rules) WithAway(all []Absence, at time.Time) Rules {
	gone := r.Gone
	if r.Org == nil || len(all) == 0 && len(gone) == 0 {
		return r
	}
	org := *r.Org
	org.absent = func(user string, at time.Time) bool {
		return gone[user] || slices.ContainsFunc(all, func(a Absence) bool { return a.User == user && a.Holds(at) })
	}
	r.Org = &org
	for _, a := range all {
		if !a.Holds(at) {
			continue
		}
		if r.Away == nil {
			r.Away, r.out = map[string]Absence{}, map[string]bool{}
			maps.Copy(r.out, gone)
		}
		r.Away[a.User], r.out[a.User] = a, true
	}
	if len(r.Away) > 0 {
		org.Departments = r.deputised()
	}
	return r
}

// deputised are the departments, with whoever stands in for a head and deputy
// who are not there.
func (r Rules) deputised() []*Department {
	all := slices.Clone(r.Org.Departments)
	for i, d := range all {
		if d.Head == "" || d.Acting(r.out) != "" {
			continue
		}
		if stand := cmp.Or(r.Delegate(d.Head), r.Delegate(d.Deputy)); stand != "" {
			acting := *d
			acting.stand = stand
			all[i] = &acting
		}
	}
	return all
}

// Out are all who are not there: who is away, and who can't be reached. The map
// must not be changed.
func (r Rules) Out() map[string]bool {
	if r.out != nil {
		return r.out
	}
	return r.Gone
}

// Delegate is who stands in for somebody by their own word: whom they named,
// whom that person named if they are not there either, and so on; "" if that
// leads to nobody who is there, or round in a circle.
func (r Rules) Delegate(user string) string {
	seen := map[string]bool{}
	for a, away := r.Away[user]; away && !seen[a.User]; a, away = r.Away[a.Delegate] {
		seen[a.User] = true
		if a.Delegate != "" && !r.Out()[a.Delegate] && r.Org.Knows(a.Delegate) {
			return a.Delegate
		}
	}
	return ""
}

// StandIn is who takes the place of somebody who is not there, and how they were
// found: by their own word, as the next of the post by which they got it, as the
// acting head of the department or of the next above. What came by no post goes
// by any post of theirs. Those in skip are passed over; "" if nobody is left, and
// what they held belongs to the fallback channel.
func (r Rules) StandIn(user string, at Place, skip ...string) (stand, how string) {
	skip = append(slices.Clone(skip), user)
	may := func(u string) bool { return u != "" && !r.Out()[u] && !slices.Contains(skip, u) }
	if u := r.Delegate(user); may(u) {
		return u, ByDelegate
	}
	for _, p := range r.Org.postsOf(user, at.Post) {
		for _, other := range p.People() {
			if may(other) {
				return other, ByBackup
			}
		}
	}
	department := at.Department
	if home := r.Org.Home(user); home != nil {
		department = home.ID
	} else if r.Org.Department(department) == nil {
		department = r.Org.Default
	}
	for _, h := range r.Org.Superiors(department, r.Out(), skip...) {
		return h, ByActing
	}
	return "", ""
}

// postsOf is the post of an id, or all that somebody holds or stands in for
// where there is none.
func (o *Org) postsOf(user, id string) []Post {
	if d, p := o.Post(id); d != nil {
		return []Post{p}
	}
	var all []Post
	for _, d := range o.Departments {
		for _, p := range d.Posts {
			if slices.Contains(p.People(), user) {
				all = append(all, p)
			}
		}
	}
	return all
}

// Counterpart is Org.Counterpart with who is away: whoever stands in for the
// holder of a post by their word comes before the post's backups.
func (r Rules) Counterpart(d *Department, p Post, t time.Time) (user, rule string) {
	if p.Holder != "" && r.Out()[p.Holder] {
		if stand := r.Delegate(p.Holder); stand != "" {
			return stand, ByDelegate
		}
	}
	return r.Org.Counterpart(d, p, t, r.Out())
}

// Circle reports whether an absence would lead a delegate back to the person,
// given all other absences that lie over any of its time.
func Circle(a Absence, others []Absence) bool {
	return circle(a.User, a, others, map[string]bool{})
}

func circle(user string, a Absence, others []Absence, seen map[string]bool) bool {
	if a.Delegate == user {
		return true
	}
	seen[a.User] = true
	return slices.ContainsFunc(others, func(o Absence) bool {
		return o.User == a.Delegate && !seen[o.User] && o.Meets(a) && circle(user, o, others, seen)
	})
}

// Meets reports whether two absences have some time in common.
func (a Absence) Meets(b Absence) bool {
	return (a.To.IsZero() || b.From.Before(a.To)) && (b.To.IsZero() || a.From.Before(b.To))
}
