package policy

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Change is one difference between two configurations. Was is "" for what is
// new, Is for what is gone; both are for what is only said to be another one.
type Change struct {
	What What
	// Department, and Item of it or of the whole: a post, roster, role, window or
	// calendar by its id; "" where the change is of nothing smaller.
	Department, Item string
	// Was and Is are people, with spaces between them, channels or text, see What.Shape.
	Was, Is string
}

// What is what of a configuration has changed.
type What string

// What a change may be of. Those of a list come once for each that came or went.
const (
	OfFallback   What = "fallback"   // the channel where ladders end
	OfDefault    What = "default"    // the default department
	OfClock      What = "zone"       // the time zone
	OfDepartment What = "department" // a list, by id
	OfName       What = "name"
	OfParent     What = "parent"
	OfHead       What = "head"
	OfDeputy     What = "deputy"
	OfActing     What = "acting" // a list of who heads it for a time
	OfMember     What = "member" // a list
	OfDesk       What = "desk"   // a list of channels
	OfWork       What = "work"   // the work channel
	OfDuty       What = "duty"   // the roster of a department
	OfPost       What = "post"   // a list, by id
	OfHolder     What = "holder" // of a post
	OfBackup     What = "backup" // of a post: all of them, in order
	OfTopic      What = "topic"  // a list, of a post
	OfRole       What = "role"   // a list of who fills it
	OfPeople     What = "people" // ranks and first days, which are told to nobody
	OfRoster     What = "roster" // a list, by id
	OfTurn       What = "turn"   // a list of who is on it
	OfRotation   What = "rotation"
	OfCalendar   What = "calendar"
	OfBook       What = "book"    // a list of rule books
	OfWindow     What = "window"  // a list, by rule; in both versions: some other part of it
	OfLimit      What = "limit"   // of a window
	OfOnDuty     What = "on_duty" // its limit for who is on duty
	OfSoft       What = "soft"    // its soft limit
	OfLadder     What = "ladder"  // of a window
	OfJob        What = "job"     // when a calendar job runs
	OfSettings   What = "settings"
)

// Whats are all things a change may be of, in the order they are told.
func Whats() []What {
	return []What{
		OfFallback, OfDefault, OfClock, OfDepartment, OfName, OfParent, OfHead, OfDeputy, OfActing, OfMember, OfDesk, OfWork, OfDuty,
		OfPost, OfHolder, OfBackup, OfTopic, OfRole, OfPeople, OfRoster, OfTurn, OfRotation, OfCalendar, OfBook, OfWindow, OfLimit,
		OfOnDuty, OfSoft, OfLadder, OfJob, OfSettings,
	}
}

// Shape is what Was and Is of a change are.
type Shape int

// The shapes.
const (
	AsText Shape = iota
	AsPerson
	AsChannel
)

// Shape is what the values of a change of this are.
func (w What) Shape() Shape {
	switch w { //nolint:exhaustive // all others are text
	case OfHead, OfDeputy, OfActing, OfMember, OfHolder, OfBackup, OfRole, OfTurn:
		return AsPerson
	case OfFallback, OfDesk, OfWork:
		return AsChannel
	default:
		return AsText
	}
}

// Changes are the differences from one set of rules to the next: departments,
// people, desks, posts, rosters and roles, then windows and what else holds for
// all. Of what is gone only that is told, not what it consisted of.
func Changes(was, is Rules) []Change {
	before, after := facts(was), facts(is)
	var all []Change
	for _, f := range before {
		switch now, found := counterpart(after, f); {
		case !found && orphaned(after, f):
		case !found && f.value != "":
			all = append(all, f.change(f.value, ""))
		case found && (now.value != f.value || now.hidden != f.hidden):
			all = append(all, f.change(f.value, now.value))
		}
	}
	for _, f := range after {
		if _, found := counterpart(before, f); !found && f.value != "" {
			all = append(all, f.change("", f.value))
		}
	}
	order := Whats()
	slices.SortStableFunc(all, func(a, b Change) int {
		return cmp.Or(cmp.Compare(rank(is.Org, a), rank(is.Org, b)), cmp.Compare(slices.Index(order, a.What), slices.Index(order, b.What)))
	})
	return all
}

// rank keeps what belongs to a department together: the whole first, then the
// departments in their order, then rosters and rules.
func rank(org *Org, c Change) int {
	switch i := slices.IndexFunc(org.Departments, func(d *Department) bool { return d.ID == c.Department }); {
	case i >= 0:
		return i + 1
	case c.Department != "":
		return len(org.Departments) + 1
	case c.What == OfFallback || c.What == OfDefault || c.What == OfClock:
		return 0
	default:
		return len(org.Departments) + 2
	}
}

// fact is one thing that a configuration says. Hidden is what only its being
// another one is told of.
type fact struct {
	of            Change
	each          bool // of a list: the value is part of what it is
	value, hidden string
	part          What // the list that Item is in; "" for none
}

func (f fact) change(was, is string) Change {
	c := f.of
	switch {
	case was != is:
		c.Was, c.Is = was, is
	case f.each && c.What.Shape() == AsText:
		c.Item = f.value
	}
	return c
}

// counterpart is the same fact in another configuration.
func counterpart(in []fact, f fact) (fact, bool) {
	i := slices.IndexFunc(in, func(o fact) bool { return o.of == f.of && o.each == f.each && (!f.each || o.value == f.value) })
	if i < 0 {
		return fact{}, false
	}
	return in[i], true
}

// orphaned reports whether what a fact belongs to is there no more.
func orphaned(after []fact, f fact) bool {
	has := func(w What, department, value string) bool {
		return slices.ContainsFunc(after, func(o fact) bool {
			return o.each && o.of.What == w && o.of.Department == department && o.value == value
		})
	}
	if f.of.Department != "" && f.of.What != OfDepartment && !has(OfDepartment, f.of.Department, f.of.Department) {
		return true
	}
	return f.part != "" && !has(f.part, f.of.Department, f.of.Item)
}

// teller collects facts.
type teller struct {
	all []fact
	in  What // the list of what is told now
}

func (t *teller) add(f fact) {
	if f.part = t.in; f.of.Item == "" {
		f.part = ""
	}
	t.all = append(t.all, f)
}

func (t *teller) one(w What, department, item, value string) {
	if value != "" {
		t.add(fact{of: Change{What: w, Department: department, Item: item}, value: value})
	}
}

func (t *teller) each(w What, department, item string, values []string) {
	for _, v := range values {
		if v != "" {
			t.add(fact{of: Change{What: w, Department: department, Item: item}, each: true, value: v})
		}
	}
}

// entry is one of a list, with what of it is told by nothing else.
func (t *teller) entry(w What, department, value string, rest any) {
	t.add(fact{of: Change{What: w, Department: department}, each: true, value: value, hidden: hiding(rest)})
}

func (t *teller) hidden(w What, department, item string, of any) {
	t.add(fact{of: Change{What: w, Department: department, Item: item}, hidden: hiding(of)})
}

func hiding(of any) string {
	raw, err := json.Marshal(of)
	if err != nil {
		raw = fmt.Append(nil, of)
	}
	return string(raw)
}

func facts(r Rules) []fact {
	t := &teller{}
	o := r.Org
	t.one(OfFallback, "", "", o.Fallback)
	t.one(OfDefault, "", "", o.Default)
	t.one(OfClock, "", "", zoneName(o.Zone))
	for _, d := range o.Departments {
		t.department(o, d)
	}
	t.roles("", o.Roles)
	t.hidden(OfPeople, "", "", []any{o.People, o.LowerIsSenior})
	for _, name := range slices.Sorted(maps.Keys(o.Rosters)) {
		t.roster(name, o.Rosters[name])
	}
	for _, name := range slices.Sorted(maps.Keys(o.Calendars)) {
		t.hidden(OfCalendar, "", name, o.Calendars[name].Signature())
	}
	t.policy(r.Policy)
	t.hidden(OfSettings, "", "", []any{o.rest(), r.Policy.rest()})
	return t.all
}

func zoneName(z *time.Location) string {
	if z == nil {
		return ""
	}
	return z.String()
}

func (t *teller) department(o *Org, d *Department) {
	t.each(OfDepartment, d.ID, "", []string{d.ID})
	t.hidden(OfSettings, d.ID, "", d.rest(o.Locale))
	if name := d.Name.In(o.Locale); name != "" {
		t.one(OfName, d.ID, "", name)
	}
	t.one(OfParent, d.ID, "", d.Parent)
	t.one(OfHead, d.ID, "", d.Head)
	t.one(OfDeputy, d.ID, "", d.Deputy)
	for _, a := range d.Acts {
		t.each(OfActing, d.ID, "", []string{a.User})
	}
	t.each(OfMember, d.ID, "", d.Members)
	for _, c := range d.Channels {
		t.entry(OfDesk, d.ID, c.ID, c)
	}
	t.one(OfWork, d.ID, "", d.WorkChannel)
	t.one(OfDuty, d.ID, "", d.Duty)
	t.in = OfPost
	for _, p := range d.Posts {
		rest := p
		rest.Holder, rest.Backups, rest.Topics = "", nil, nil
		t.entry(OfPost, d.ID, p.ID, rest)
		t.one(OfHolder, d.ID, p.ID, p.Holder)
		t.one(OfBackup, d.ID, p.ID, strings.Join(p.Backups, " "))
		t.each(OfTopic, d.ID, p.ID, p.Topics)
		t.each(OfTopic, d.ID, p.ID, p.Types)
		t.hidden(OfSettings, d.ID, p.ID, p.Promise)
	}
	t.in = ""
	t.roles(d.ID, d.Roles)
}

func (t *teller) roles(department string, roles map[string][]string) {
	for _, id := range slices.Sorted(maps.Keys(roles)) {
		t.each(OfRole, department, id, roles[id])
	}
}

func (t *teller) roster(name string, r *Roster) {
	t.in = OfRoster
	t.each(OfRoster, "", "", []string{name})
	t.each(OfTurn, "", name, r.Names())
	t.add(fact{
		of:     Change{What: OfRotation, Item: name},
		value:  fmt.Sprintf("%dd, %s %s, %s", r.Every, r.Starts, r.At, r.Calendar),
		hidden: strings.Join(r.People, " ") + fmt.Sprint(r.Layers, r.Overrides, r.Cover, r.Staff, r.Standing),
	})
	t.in = ""
}

func (t *teller) policy(p *Policy) {
	t.each(OfBook, "", "", p.Presets)
	t.in = OfWindow
	for i := range p.Windows {
		w := p.Windows[i]
		t.each(OfWindow, "", "", []string{w.Rule})
		t.one(OfLimit, "", w.Rule, w.Limit.String())
		t.one(OfOnDuty, "", w.Rule, w.OnDuty.String())
		t.one(OfSoft, "", w.Rule, w.Soft.String())
		steps := make([]string, len(w.Ladder))
		for n, s := range w.Ladder {
			steps[n] = string(s)
		}
		t.one(OfLadder, "", w.Rule, strings.Join(steps, " > "))
		w.Limit, w.OnDuty, w.Soft, w.Ladder = Limit{}, Limit{}, Limit{}, nil
		t.hidden(OfWindow, "", w.Rule, w)
	}
	t.in = ""
	for _, name := range slices.Sorted(maps.Keys(p.Jobs)) {
		t.one(OfJob, "", name, p.Jobs[name])
	}
}

// The rests are what no fact of its own tells: whatever is added to these types
// is told as a change of settings.

func (o *Org) rest() Org {
	r := *o
	r.Zone, r.Fallback, r.Default, r.Departments, r.Rosters, r.Calendars, r.Roles = nil, "", "", nil, nil, nil, nil
	r.People, r.LowerIsSenior = nil, false
	return r
}

func (d *Department) rest(locale string) Department {
	r := *d
	r.Name = maps.Clone(d.Name)
	maps.DeleteFunc(r.Name, func(_, name string) bool { return name == d.Name.In(locale) })
	r.Head, r.Deputy, r.Parent, r.Members, r.Channels, r.Duty, r.Posts, r.WorkChannel, r.Roles, r.Acts = "", "", "", nil, nil, "", nil, "", nil, nil
	return r
}

func (p *Policy) rest() Policy {
	r := *p
	r.ID, r.Windows, r.Jobs, r.Presets = "", nil, nil, nil
	return r
}
