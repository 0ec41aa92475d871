package policy

import (
	"iter"
	"maps"
	"slices"
)

// Orphan is a person without a superior where they may be asked: no head can
// be asked for help when they are silent.
type Orphan struct {
	User       string
	Department string // "" for a person of no department
}

// Orphans are the people who may be asked for something and have nobody above
// them there: the head of the top department, or somebody whose heads are all
// gone. Each comes once, with the first such department, in the order of the
// organisation; those who are gone themselves are left out.
func (o *Org) Orphans(gone map[string]bool) []Orphan {
	var all []Orphan
	seen := map[string]bool{}
	for user, department := range o.places() {
		if user == "" || gone[user] || seen[user] || len(o.Superiors(department, gone, user)) > 0 {
			continue
		}
		seen[user] = true
		all = append(all, Orphan{User: user, Department: department})
	}
	return all
}

// Reaches reports whether a ladder leads to a person other than the user, when
// they were asked in a department: one of its heads, or one who fills a role.
func (o *Org) Reaches(ladder []Step, user, department string, gone map[string]bool) bool {
	heads := len(o.Superiors(department, gone, user)) > 0
	return slices.ContainsFunc(ladder, func(s Step) bool {
		switch s {
		case Head, ParentHead:
			return heads
		case CommonHead: // who that is depends on the ticket
			return false
		case First, Upper, Asker, Work, Fallback:
			return false
		default:
			return slices.ContainsFunc(o.Fill(string(s), department, gone), func(u string) bool { return u != user })
		}
	})
}

// places are the people of the organisation, each with every department in
// which they may be asked.
func (o *Org) places() iter.Seq2[string, string] {
	return func(yield func(user, department string) bool) {
		for _, d := range o.Departments {
			for _, u := range o.people(d) {
				if !yield(u, d.ID) {
					return
				}
			}
		}
		for _, role := range slices.Sorted(maps.Keys(o.Roles)) {
			for _, u := range o.filled(o.Roles[role]) {
				home := ""
				if d := o.Home(u); d != nil {
					home = d.ID
				}
				if !yield(u, home) {
					return
				}
			}
		}
	}
}

// Missing are the people of the organisation, by Slack id, who have no place in
// another one.
func (o *Org) Missing(other *Org) []string {
	var all []string
	for user := range o.places() {
		if o.Knows(user) && !other.Knows(user) && !slices.Contains(all, user) {
			all = append(all, user)
		}
	}
	slices.Sort(all)
	return all
}

// people are all who may be asked in a department: its head, deputy and
// members, who holds its posts, who is on its roster, who fills its roles.
func (o *Org) people(d *Department) []string {
	all := append([]string{d.Head, d.Deputy}, d.Members...)
	for _, p := range d.Posts {
		all = append(all, p.People()...)
	}
	if r := o.Rosters[d.Duty]; r != nil {
		all = append(all, r.Names()...)
	}
	for _, role := range slices.Sorted(maps.Keys(d.Roles)) {
		all = append(all, o.filled(d.Roles[role])...)
	}
	return all
}

// filled are people with heads and deputies in the place of departments.
func (o *Org) filled(people []string) []string {
	all := make([]string, 0, len(people))
	for _, u := range people {
		if d := o.Department(u); d != nil {
			all = append(all, d.Head, d.Deputy)
			continue
		}
		all = append(all, u)
	}
	return all
}
