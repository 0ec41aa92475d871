package config

import "github.com/firstask/firstask/policy"

const strangerHint = "add them to the members of the department they are on duty for"

// checkHoles refuses an organisation in which a request may be left with nobody
// who is there and known, and names each place. It looks only where nothing
// else is wrong: a name that was not read is missing everywhere.
func (l *loader) checkHoles(org *policy.Org) {
	if len(l.problems) > 0 {
		return
	}
	for i := range l.doc.departments {
		l.checkAlone(&l.doc.departments[i], org)
	}
	for i := range l.doc.rosters {
		l.checkStrangers(l.doc.rosters[i].people(), org)
	}
}

// checkAlone refuses a department in which asking somebody else is asking the
// same person again, up to the top.
func (l *loader) checkAlone(d *departmentDoc, org *policy.Org) {
	user := org.Alone(org.Department(d.id.string))
	if user == "" || isGroup(user) {
		return
	}
	l.fail(d.head.spot, "a deputy, a member, a post or a roster with another person",
		"%s is everybody in department %s and above it: when they are away, nobody has its requests %s", user, d.id.string, l.asks("alone"))
}

// checkStrangers refuses people on duty whom the organisation does not know: in
// their turn nobody would be responsible. While somebody is only known by
// e-mail or as one of a user group it may be them; Resolve looks again.
func (l *loader) checkStrangers(people []str, org *policy.Org) {
	report := l.fail
	if len(l.refs) > 0 {
		report = l.warn
	}
	for _, p := range people {
		if isPerson(p.string) && !org.Knows(p.string) {
			report(p.spot, strangerHint, "%s is on duty and belongs to no department %s", p.string, l.asks("roster"))
		}
	}
}

// strangers are the people on duty whom the organisation, with everybody found
// in Slack, does not know.
func (c *Config) strangers(org *policy.Org) Problems {
	var all Problems
	for _, r := range c.rosters {
		for _, user := range distinct(org.Rosters[r.id.string].Names()) {
			if !org.Knows(user) {
				all = append(all, r.id.problem(strangerHint, "%s is on it and belongs to no department", user))
			}
		}
	}
	return all
}
