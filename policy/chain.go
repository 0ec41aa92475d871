package policy

import "slices"

// PingPong says after how many handoffs, or returns, a ticket stands still until
// a common superior names who leads it. Zero: that is not counted.
type PingPong struct {
	Handoffs int `json:"handoffs,omitempty"`
	Returns  int `json:"returns,omitempty"`
}

// Shared is how work that concerns several departments is done.
type Shared string

// The ways of sharing.
const (
	SharedOwn   Shared = "own"   // the department asked first leads, the others have a part
	SharedLead  Shared = "lead"  // it waits until a lead is named
	SharedChain Shared = "chain" // it is not shared: one asks the next level
)

// SharedModes are all ways of sharing.
func SharedModes() []Shared { return []Shared{SharedOwn, SharedLead, SharedChain} }

// LeadBy says who names the lead of shared work.
type LeadBy string

// Who names it. The common head may always.
const (
	LeadByHead    LeadBy = "head"    // the head above all departments concerned, and nobody else
	LeadByNatural LeadBy = "natural" // whoever follows the request, too
)

// LeadBys are all who may name a lead.
func LeadBys() []LeadBy { return []LeadBy{LeadByHead, LeadByNatural} }

// Release says when the first-asked person stops following a request. That
// they were asked first is never forgotten.
type Release string

// The moments of release.
const (
	ReleaseNever    Release = "never"       // they follow it to the end
	ReleaseAccept   Release = "on_accept"   // somebody else accepted
	ReleaseTakeover Release = "on_takeover" // who accepted confirms that they have the person
	ReleaseClose    Release = "on_close"    // at the end, on record
)

// Releases are all moments of release.
func Releases() []Release {
	return []Release{ReleaseNever, ReleaseAccept, ReleaseTakeover, ReleaseClose}
}

// ReplyBy says who brings the result to an asker who is not in Slack.
type ReplyBy string

// Who brings it.
const (
	ReplyNatural    ReplyBy = "natural"    // the first-asked person
	ReplyFactual    ReplyBy = "factual"    // whoever accepted
	ReplyHandler    ReplyBy = "handler"    // the same, who may also speak to the asker while still asked to take it
	ReplyDesignated ReplyBy = "designated" // who fills a role of the organisation
)

// ReplyBys are all who may bring the result.
func ReplyBys() []ReplyBy {
	return []ReplyBy{ReplyNatural, ReplyFactual, ReplyHandler, ReplyDesignated}
}

// Reply is who brings the result of some requests.
type Reply struct {
	// Rule is the rule of the rule book behind it; "" for the organisation's own.
	Rule string  `json:"rule,omitempty"`
	When When    `json:"when,omitzero"`
	By   ReplyBy `json:"by"`
	Role string  `json:"role,omitempty"` // of the designated one
	// Asked is a role of a ladder: it is about requests only once that role was
	// asked for help, and, of a designated one, while somebody fills Role.
	Asked Step `json:"asked,omitempty"`
}

// CommonHeads are the acting heads above all of the departments, nearest first,
// without repeats, and without those in skip. A department is above itself; none
// where the departments have nothing above them in common. Departments that do
// not exist are left out.
func (o *Org) CommonHeads(departments []string, gone map[string]bool, skip ...string) []string {
	departments = slices.DeleteFunc(slices.Clone(departments), func(id string) bool { return o.Department(id) == nil })
	if len(departments) == 0 {
		return nil
	}
	for d := range o.up(departments[0]) {
		above := func(id string) bool { return o.Within(id, []string{d.ID}) }
		if !slices.ContainsFunc(departments, func(id string) bool { return !above(id) }) {
			return o.Superiors(d.ID, gone, skip...)
		}
	}
	return nil
}
