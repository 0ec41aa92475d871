package policy

import "slices"

// People are who holds a post and who stands in, in the order in which they are asked.
func (p Post) People() []string {
	return append([]string{p.Holder}, p.Backups...)
}

// PostOf finds a post of a department; false if there is none.
func (o *Org) PostOf(department, id string) (Post, bool) {
	if d := o.Department(department); d != nil {
		for _, p := range d.Posts {
			if p.ID == id {
				return p, true
			}
		}
	}
	return Post{}, false
}

// Promises are how far ahead somebody may promise by the posts they hold or
// stand in for.
func (o *Org) Promises(user string) []Limit {
	var all []Limit
	for _, d := range o.Departments {
		for _, p := range d.Posts {
			if !p.Promise.IsZero() && slices.Contains(p.People(), user) {
				all = append(all, p.Promise)
			}
		}
	}
	return all
}

// Edited is the organisation with one of its posts changed; o stays as it is.
func (o *Org) Edited(department, post string, change func(*Post)) *Org {
	org := *o
	org.Departments = slices.Clone(o.Departments)
	for i, d := range org.Departments {
		if d.ID != department {
			continue
		}
		own := *d
		own.Posts = slices.Clone(d.Posts)
		for j := range own.Posts {
			if own.Posts[j].ID == post {
				change(&own.Posts[j])
			}
		}
		org.Departments[i] = &own
	}
	return &org
}
