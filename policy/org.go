package policy

import (
	"iter"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/firstask/firstask/calendar"
)

// Name is a name by locale ("en", "zh-Hans", "zh-Hant").
type Name map[string]string

// In is the name in a locale, else in English, else any (the first by locale).
func (n Name) In(locale string) string {
	for _, l := range []string{locale, "en"} {
		if s := n[l]; s != "" {
			return s
		}
	}
	for _, l := range sortedKeys(n) {
		return n[l]
	}
	return ""
}

// Org is today's organisation: departments, desks, posts, rosters, calendars.
// People are Slack ids.
type Org struct {
	Zone     *time.Location
	Locale   string // of shared channels
	Fallback string // the channel where every ladder ends
	// Default is the id of the department of DMs and mentions without a desk.
	Default     string
	Departments []*Department
	Rosters     map[string]*Roster
	// Calendars by name; "office@support" is the calendar office as the department
	// support keeps it.
	Calendars map[string]*calendar.Calendar
	// Roles are the roles of the organisation, by id: who fills them. A
	// department's id stands for whoever heads it.
	Roles map[string][]string
	// Bodies are houses outside that requests are sent to, or waited for.
	Bodies []Body
	// Emoji opens a ticket on a post, without colons.
	Emoji string
	// Violations is where violations of the rules are reported.
	Violations Contact
	// People are those of whom rank or first day is known; LowerIsSenior says
	// that the smaller of two ranks is the higher one.
	People        []Person
	LowerIsSenior bool
	// absent reports who is not there at an instant; nil: everybody is. See WithAway.
	absent func(user string, at time.Time) bool
}

// Contact is how somebody is reached: by phone, or through people in Slack.
type Contact struct {
	Phone  string
	People []string
}

// IsZero reports whether nobody is reached so.
func (c Contact) IsZero() bool { return c.Phone == "" && len(c.People) == 0 }

// Department is a unit with a head. Parents form a tree.
type Department struct {
	ID     string
	Name   Name
	Head   string
	Deputy string
	// Acts are who heads it for a time in the place of the head.
	Acts     []Act
	stand    string // stands in for head and deputy while both are away; see WithAway
	Parent   string
	Members  []string
	Channels []Desk
	// Duty names the roster of its person on duty; empty: none.
	Duty  string
	Posts []Post
	// WorkChannel is where the working cards of its tickets live; empty: DMs.
	WorkChannel string
	// Roles are roles that this department, and those below it, fill in their own way.
	Roles map[string][]string
}

// Act is a time in which somebody heads a department in the place of its head,
// in UTC; To is the first instant after it.
type Act struct {
	User     string
	From, To time.Time
}

// Desk is a channel that a department serves.
type Desk struct {
	ID string
	// As is the service channel's code (FA-04), e.g. "online".
	As string
	// EveryMessage makes each root post by a person outside the department a ticket.
	EveryMessage bool
	// Offer makes a root post that opens with a colleague's mention an offer to them.
	Offer bool
}

// Post is a counterpart: who holds it and what it answers for.
type Post struct {
	ID     string
	Holder string
	// Backups stand in for the holder, the first who is there.
	Backups []string
	Topics  []string
	// Types are kinds of request it answers for, also those below them.
	Types []string
	// Promise is how far ahead its holder may promise without a head, where the
	// rules say less.
	Promise Limit
}

// At is the organisation as it is headed at an instant; o stays as it is.
func (o *Org) At(now time.Time) *Org {
	at := o
	for i, d := range o.Departments {
		holds := slices.IndexFunc(d.Acts, func(a Act) bool { return !now.Before(a.From) && now.Before(a.To) })
		if holds < 0 {
			continue
		}
		if at == o {
			org := *o
			org.Departments = slices.Clone(o.Departments)
			at = &org
		}
		acted := *d
		acted.Head = d.Acts[holds].User
		if d.Head != "" { // who is acted for still belongs to it
			acted.Members = append(slices.Clone(d.Members), d.Head)
		}
		at.Departments[i] = &acted
	}
	return at
}

// Body is a house outside: an authority, a carrier, another company.
type Body struct {
	ID   string
	Name Name
}

// Body finds the body that a text begins with, by its id or by its name in any
// locale, and how long that beginning is; the longest wins.
func (o *Org) Body(text string) (b Body, length int) {
	for _, body := range o.Bodies {
		for _, name := range append([]string{body.ID}, slices.Collect(maps.Values(body.Name))...) {
			if len(name) > length && len(name) <= len(text) && strings.EqualFold(text[:len(name)], name) && Mentions(text, name) {
				b, length = body, len(name)
			}
		}
	}
	return b, length
}

// Department finds a department by its id; nil if there is none.
func (o *Org) Department(id string) *Department {
	i := slices.IndexFunc(o.Departments, func(d *Department) bool { return d.ID == id })
	if i < 0 {
		return nil
	}
	return o.Departments[i]
}

// Desk finds the department that serves a channel; nil if none does.
func (o *Org) Desk(channel string) (*Department, Desk) {
	for _, d := range o.Departments {
		for _, c := range d.Channels {
			if c.ID == channel {
				return d, c
			}
		}
	}
	return nil, Desk{}
}

// Home is the department a person belongs to: as member, post holder, head,
// deputy or backup of a post, in that order of preference; nil for a stranger.
func (o *Org) Home(user string) *Department {
	if user == "" {
		return nil
	}
	for _, belongs := range []func(*Department) bool{
		func(d *Department) bool { return slices.Contains(d.Members, user) },
		func(d *Department) bool {
			return slices.ContainsFunc(d.Posts, func(p Post) bool { return p.Holder == user })
		},
		func(d *Department) bool { return d.Head == user },
		func(d *Department) bool { return d.Deputy == user },
		func(d *Department) bool { return d.holds(user) },
	} {
		if i := slices.IndexFunc(o.Departments, belongs); i >= 0 {
			return o.Departments[i]
		}
	}
	return nil
}

// Serves reports whether a person belongs to a department in any way.
func (d *Department) Serves(user string) bool {
	return d.Head == user || d.Deputy == user || slices.Contains(d.Members, user) || d.holds(user)
}

func (d *Department) holds(user string) bool {
	return user != "" && slices.ContainsFunc(d.Posts, func(p Post) bool { return slices.Contains(p.People(), user) })
}

// Acting is who heads the department today: the head, else the deputy, else
// whoever stands in for them by their word, else nobody ("").
func (d *Department) Acting(gone map[string]bool) string {
	for _, u := range []string{d.Head, d.Deputy, d.stand} {
		if u != "" && !gone[u] {
			return u
		}
	}
	return ""
}

// Superiors are the acting heads above a department's people, nearest first,
// without repeats and without those in skip. The walk up the tree is bounded:
// a loop of parents ends it.
func (o *Org) Superiors(department string, gone map[string]bool, skip ...string) []string {
	var heads []string
	for d := range o.up(department) {
		h := d.Acting(gone)
		if h != "" && !slices.Contains(skip, h) && !slices.Contains(heads, h) {
			heads = append(heads, h)
		}
	}
	return heads
}

// IsHead reports whether a person heads (or deputises for) a department at or
// above the given one.
func (o *Org) IsHead(user, department string) bool {
	for d := range o.up(department) {
		if d.headed(user) {
			return true
		}
	}
	return false
}

// headed reports whether a person heads the department, deputises in it, or
// stands in for who does.
func (d *Department) headed(user string) bool {
	return d.Head == user || d.Deputy == user || user != "" && d.stand == user
}

// HeadsAny reports whether a person heads or deputises for any department.
func (o *Org) HeadsAny(user string) bool {
	return slices.ContainsFunc(o.Departments, func(d *Department) bool { return d.headed(user) })
}

// Knows reports whether a person has a place in the organisation.
func (o *Org) Knows(user string) bool { return o.Home(user) != nil }

// Calendar finds a calendar by name; every name a valid policy uses exists.
func (o *Org) Calendar(name string) *calendar.Calendar { return o.Calendars[name] }

// CalendarOf is the name under which a department keeps a calendar: its own
// overlay, that of the nearest department above, else the name itself.
func (o *Org) CalendarOf(name, department string) string {
	for d := range o.up(department) {
		if own := name + "@" + d.ID; o.Calendars[own] != nil {
			return own
		}
	}
	return name
}

// Fill are the people who fill a role for a department: as it, the nearest one
// above, or the organisation says. Those who are gone are left out.
func (o *Org) Fill(role, department string, gone map[string]bool) []string {
	people := o.Roles[role]
	for d := range o.up(department) {
		if own, ok := d.Roles[role]; ok {
			people = own
			break
		}
	}
	filled := make([]string, 0, len(people))
	for _, u := range people {
		if d := o.Department(u); d != nil {
			u = d.Acting(gone)
		}
		if u != "" && !gone[u] && !slices.Contains(filled, u) {
			filled = append(filled, u)
		}
	}
	return filled
}

// Within reports whether a department is one of those named or lies below one.
func (o *Org) Within(department string, named []string) bool {
	for d := range o.up(department) {
		if slices.Contains(named, d.ID) {
			return true
		}
	}
	return false
}

// up walks from a department to the top; a loop of parents ends the walk.
func (o *Org) up(department string) iter.Seq[*Department] {
	return func(yield func(*Department) bool) {
		seen := map[string]bool{}
		for d := o.Department(department); d != nil && !seen[d.ID]; d = o.Department(d.Parent) {
			seen[d.ID] = true
			if !yield(d) {
				return
			}
		}
	}
}

// Named finds a department by id or by its name in any locale, ignoring case.
func (o *Org) Named(word string) *Department {
	for _, d := range o.Departments {
		if strings.EqualFold(d.ID, word) || slices.ContainsFunc(sortedKeys(d.Name), func(l string) bool { return strings.EqualFold(d.Name[l], word) }) {
			return d
		}
	}
	return nil
}

// Topic finds the department and post that answer for a topic; a department
// that knows the topic without a post for it comes with a zero Post.
func (o *Org) Topic(word string) (*Department, Post, bool) {
	for _, d := range o.Departments {
		for _, p := range d.Posts {
			if strings.EqualFold(p.ID, word) || slices.ContainsFunc(p.Topics, func(t string) bool { return strings.EqualFold(t, word) }) {
				return d, p, true
			}
		}
	}
	return nil, Post{}, false
}

func sortedKeys(n Name) []string {
	keys := make([]string, 0, len(n))
	for k := range n {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
