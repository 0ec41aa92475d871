package policy

import (
	"cmp"
	"slices"

	"github.com/firstask/firstask/calendar"
)

// FirstBy says how the natural FR was found.
type FirstBy string

// The ways the engine knows.
const (
	ByAddress   FirstBy = "addressed" // clearly spoken to
	ByHost      FirstBy = "host"      // leads the meeting, receives the visitor
	BySeniority FirstBy = "seniority" // the senior of several who were asked together
	ByListener  FirstBy = "listener"  // took it down for somebody else: heard it first
	ByDuty      FirstBy = "duty"      // on duty for the channel at the post's time
	ByHead      FirstBy = "head"      // the acting head, for want of anybody
	ByTypist    FirstBy = "typist"    // who captured it
)

// ByCorrection is how a natural FR is found who takes the place of a wrong one;
// no rule book lists it.
const ByCorrection FirstBy = "corrected"

// FirstBys are all ways a rule book may list.
func FirstBys() []FirstBy {
	return []FirstBy{ByAddress, ByHost, BySeniority, ByListener, ByDuty, ByHead, ByTypist}
}

// FirstRule is a way to find the natural FR and the rule that asks for it.
type FirstRule struct {
	By   FirstBy `json:"by"`
	Rule string  `json:"rule"`
}

// FirstRule is the rule id behind a way of finding the natural FR; "" where the
// rule book names none.
func (p *Policy) FirstRule(by FirstBy) string {
	for _, f := range p.First {
		if f.By == by {
			return f.Rule
		}
	}
	return ""
}

// FirstWays are the ways to find the natural FR, in the order they are tried.
// The typist is the last resort of every rule book. One that says nothing, as a
// document of an older version may, means the order of old.
func (p *Policy) FirstWays() []FirstBy {
	if len(p.First) == 0 {
		return []FirstBy{ByAddress, ByDuty, ByHead, ByTypist}
	}
	ways := make([]FirstBy, 0, len(p.First)+1)
	for _, f := range p.First {
		ways = append(ways, f.By)
	}
	if !slices.Contains(ways, ByTypist) {
		ways = append(ways, ByTypist)
	}
	return ways
}

// Hosts reports whether a host, where one is named, is asked first.
func (p *Policy) Hosts() bool { return slices.Contains(p.FirstWays(), ByHost) }

// NeedsHost reports whether a request by a service channel comes with a host:
// never where no host is asked first.
func (p *Policy) NeedsHost(via string) bool {
	return via != "" && slices.Contains(p.Hosted, via) && p.Hosts()
}

// Person is what an organisation says of somebody beside their place in it. It
// decides who of several goes first, and is shown to nobody.
type Person struct {
	ID string
	// Rank is a number from 1 up; 0 for none.
	Rank int
	// Joined is the first day with the organisation; zero if it is not said.
	Joined calendar.Date
}

// SeniorBy says what put one of several before the others.
type SeniorBy string

// What seniority goes by, in this order.
const (
	SeniorRank   SeniorBy = "rank"
	SeniorJoined SeniorBy = "joined"
	SeniorNamed  SeniorBy = "named" // neither told them apart: whoever was named first
)

// Senior is who goes first of several people, at least one, and what put them
// before the next: rank, then the earlier first day, then who was named first.
// A rank or day that is not known comes after any that is.
func (o *Org) Senior(asked []string) (string, SeniorBy) {
	people := make([]Person, 0, len(asked))
	for _, id := range asked {
		people = append(people, o.person(id))
	}
	slices.SortStableFunc(people, func(a, b Person) int { return cmp.Or(o.byRank(a, b), byJoined(a, b)) })
	switch first := people[0]; {
	case len(people) < 2:
		return first.ID, SeniorNamed
	case o.byRank(first, people[1]) != 0:
		return first.ID, SeniorRank
	case byJoined(first, people[1]) != 0:
		return first.ID, SeniorJoined
	default:
		return first.ID, SeniorNamed
	}
}

func (o *Org) person(id string) Person {
	if i := slices.IndexFunc(o.People, func(p Person) bool { return p.ID == id }); i >= 0 {
		return o.People[i]
	}
	return Person{ID: id}
}

func (o *Org) byRank(a, b Person) int {
	switch {
	case a.Rank == b.Rank:
		return 0
	case a.Rank == 0 || b.Rank == 0:
		return cmp.Compare(b.Rank, a.Rank)
	case o.LowerIsSenior:
		return cmp.Compare(a.Rank, b.Rank)
	default:
		return cmp.Compare(b.Rank, a.Rank)
	}
}

func byJoined(a, b Person) int {
	switch {
	case a.Joined == b.Joined:
		return 0
	case a.Joined == (calendar.Date{}):
		return 1
	case b.Joined == (calendar.Date{}):
		return -1
	default:
		return a.Joined.Compare(b.Joined)
	}
}
