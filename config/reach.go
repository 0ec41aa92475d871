package config

import (
	"slices"
	"strings"

	"github.com/firstask/firstask/policy"
)

// checkReach warns of what every department owes to those who look for it:
// channels, and somebody who can be asked first. A department that only groups
// others owes nothing.
func (l *loader) checkReach(d *departmentDoc) {
	groups := slices.ContainsFunc(l.doc.departments, func(o departmentDoc) bool { return o.parent.string == d.id.string })
	if d.id.string == "" || groups && len(d.desks)+len(d.posts)+len(d.members) == 0 {
		return
	}
	l.checkChannels(d)
	held := slices.ContainsFunc(d.posts, func(p postDoc) bool { return p.holder.string != "" })
	switch {
	case d.duty.string != "" || held:
	case len(d.members) == 0:
		l.warn(d.id.spot, "duty: a roster, posts: with a holder, or members:", "department %s names nobody who could be asked first, neither by a roster nor as a counterpart or member: everything goes to its head %s", d.id.string, l.asks("first"))
	default:
		l.warn(d.id.spot, "duty: a roster, or posts: with a holder", "department %s has neither a roster nor a named counterpart: everything goes to its head %s", d.id.string, l.asks("counterpart"))
	}
}

// checkChannels warns of a department that outsiders, insiders or both have no
// way to.
func (l *loader) checkChannels(d *departmentDoc) {
	switch outside, inside := len(d.desks) == 0, d.work.string == ""; {
	case outside && inside:
		l.warn(d.id.spot, "channels: [{id: C…}] for askers, and work_channel: C… for its own work", "department %s has no channel %s", d.id.string, l.asks("channel"))
	case outside:
		l.warn(d.id.spot, "channels: [{id: C…}]", "department %s has no channel for askers %s", d.id.string, l.asks("channel"))
	case inside:
		l.warn(d.id.spot, "work_channel: C…", "department %s has no channel for its own work %s", d.id.string, l.asks("channel"))
	}
}

// checkHosts warns of service channels that want a host whom no way of the rule
// books leads to.
func (l *loader) checkHosts(p *policy.Policy) {
	if len(p.Hosted) == 0 || l.incomplete || p.Hosts() {
		return
	}
	l.warn(l.doc.uses[0].spot, "natural_fr_rules: [{by: host, rule: …}, …]", "requests by %s come with a host, and no rule book makes the host first asked: none is asked for", strings.Join(p.Hosted, ", "))
}
