package config

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/firstask/firstask/calendar"
	"github.com/firstask/firstask/policy"
)

// Resolve returns the organisation with Slack ids in the place of e-mail
// addresses and user groups. Find answers with the ids of one of them: exactly
// one for an address, any number for a group. Everyone who cannot be found, or
// is on duty and turns out to belong to no department, is in the error, a
// Problems value. Config itself does not change, so Resolve may
// be called again when a group has changed.
func (c *Config) Resolve(find func(ref string) ([]string, error)) (*policy.Org, error) {
	ids := map[string][]string{}
	var problems Problems
	for _, ref := range c.Unresolved {
		found, err := find(ref.Ref)
		if why := ref.wrong(found, err); why != "" {
			problems = append(problems, Problem{
				File: ref.File, Line: ref.Line, Col: ref.Col, Path: ref.Path,
				Message: fmt.Sprintf("%q %s", ref.Ref, why),
			})
		}
		ids[ref.Ref] = found
	}
	if len(problems) > 0 {
		return nil, problems.sorted()
	}
	org := replaced(c.Org, ids)
	if strangers := c.strangers(org); len(strangers) > 0 {
		return nil, strangers.sorted()
	}
	return org, nil
}

func (r Reference) wrong(found []string, err error) string {
	switch {
	case err != nil:
		return fmt.Sprintf("cannot be found in Slack: %v", err)
	case r.Group && len(found) == 0:
		return "is a user group of nobody"
	case !r.Group && len(found) != 1:
		return fmt.Sprintf("means %d people in Slack, wants one", len(found))
	default:
		return ""
	}
}

// replaced is a copy of the organisation with every reference replaced.
func replaced(org *policy.Org, ids map[string][]string) *policy.Org {
	one := func(s string) string {
		if to := ids[s]; len(to) > 0 {
			return to[0]
		}
		return s
	}
	many := func(all []string) []string {
		out := make([]string, 0, len(all))
		for _, s := range all {
			to, ok := ids[s]
			if !ok {
				to = []string{s}
			}
			out = append(out, to...)
		}
		return out
	}
	roles := func(all map[string][]string) map[string][]string {
		next := maps.Clone(all)
		for id, people := range next {
			next[id] = distinct(many(people))
		}
		return next
	}
	next := *org
	next.Departments, next.Roles = nil, roles(org.Roles)
	for _, d := range org.Departments {
		nd := *d
		nd.Head, nd.Deputy, nd.Members = one(d.Head), one(d.Deputy), distinct(many(d.Members))
		nd.Roles = roles(d.Roles)
		nd.Acts = slices.Clone(d.Acts)
		for i := range nd.Acts {
			nd.Acts[i].User = one(nd.Acts[i].User)
		}
		nd.Posts = slices.Clone(d.Posts)
		for i := range nd.Posts {
			nd.Posts[i].Holder, nd.Posts[i].Backups = one(nd.Posts[i].Holder), distinct(many(nd.Posts[i].Backups))
		}
		next.Departments = append(next.Departments, &nd)
	}
	next.Violations.People = distinct(many(org.Violations.People))
	next.People = slices.Clone(org.People)
	for i := range next.People {
		next.People[i].ID = one(next.People[i].ID)
	}
	next.Rosters = map[string]*policy.Roster{}
	for name, r := range org.Rosters {
		nr := *r
		nr.People, nr.Cover = many(r.People), many(r.Cover)
		nr.Layers, nr.Overrides = slices.Clone(r.Layers), slices.Clone(r.Overrides)
		for i := range nr.Layers {
			nr.Layers[i].People = many(nr.Layers[i].People)
		}
		for i := range nr.Overrides {
			nr.Overrides[i].People = many(nr.Overrides[i].People)
		}
		next.Rosters[name] = &nr
	}
	return &next
}

func distinct(all []string) []string {
	var out []string
	for _, s := range all {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

const (
	// holidayNotice is how many days before its end a holiday list is reported,
	// whatever the season.
	holidayNotice = 60
	// seasonOpens is from when on the days of the whole next year are missed: they
	// are announced in autumn, and deadlines reach into the new year before it.
	seasonOpens = time.September
)

// Dated returns the warnings that depend on the day: holiday lists that end
// soon or have ended, from September on also those that do not cover all of the
// next year, rosters that have not begun, and rule books that do not hold yet.
func (c *Config) Dated(today calendar.Date) Problems {
	var all Problems
	last := map[string]holidayList{}
	hint := map[string]string{}
	for _, h := range c.lists {
		at := h.calendarPath()
		if hint[at] == "" {
			hint[at] = "add the next year's list"
		}
		if h.Provisional() {
			hint[at] = "replace " + h.Name() + " when the year's notice is out"
		}
		if o, ok := last[at]; !ok || o.CoveredUntil().Compare(h.CoveredUntil()) < 0 {
			last[at] = h
		}
	}
	said := map[string]bool{} // by list: calendars that share one are not counted
	for _, h := range c.lists {
		at := h.calendarPath()
		text := ending(last[at].CoveredUntil(), today)
		if text == "" || h.spot != last[at].spot || said[h.Name()] {
			continue
		}
		said[h.Name()] = true
		all = append(all, h.problem(hint[at], "%s", text))
	}
	all = append(all, c.unstood(today)...)
	all = append(all, c.notYet(today)...)
	return all.sorted()
}

// ending says of holidays known until a day what is wrong with that today; ""
// for nothing.
func ending(until, today calendar.Date) string {
	nextYear := calendar.Date{Year: today.Year + 1, Month: time.December, Day: 31}
	switch days := today.DaysUntil(until); {
	case until.IsZero():
		return ""
	case days < 0:
		return fmt.Sprintf("holidays are known until %s only: it is over", until)
	case days < holidayNotice:
		return fmt.Sprintf("holidays are known until %s only, %d days from now", until, days)
	case today.Month >= seasonOpens && until.Compare(nextYear) < 0:
		return fmt.Sprintf("holidays are known until %s only: those of %d are not all there", until, nextYear.Year)
	default:
		return ""
	}
}

// calendarPath is the path of the list of lists: "calendars.office.holidays".
func (h holidayList) calendarPath() string {
	if i := strings.LastIndexByte(h.path, '['); i >= 0 {
		return h.path[:i]
	}
	return h.path
}
